"""Read texts as words: tokens with their lemmas, so that `border` meets `borders`.

Tokens come from spaCy's blank pipelines. Lemmas come from a dictionary for each language:
simplemma for English and, after transliteration to Latin letters, for Serbian and its sisters;
pymorphy3 for Russian, with `ё` read as `е`. Other languages have their words as they are, in
small letters.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

LANGUAGES = ("en", "ru", "sr", "hr", "bs", "me")
"""The languages with a dictionary of lemmas."""

SERBIAN = ("sr", "hr", "bs", "me")
NEGATIONS = {
    "en": "not n't never no nobody nothing neither nor none without hardly cannot".split(),
    "ru": "не нет ни без никогда никто ничего нельзя".split(),
    "sr": "ne nije nisam nisi nismo niste nisu nema nikad nikada niko ništa bez ni".split(),
}
REACH = 3
"""How many words before a keyword a negation reaches."""

_LATIN = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(),
        strict=True,
    )
)
# pymorphy3 fails on letters that have no name in Unicode's tables, such as Tangut.
_CYRILLIC = re.compile("[а-яё]")
_lock = threading.Lock()


def base(language: str) -> str:
    """Return the language whose words are used for a language code, `xx` for an unknown one.

    >>> base("en-GB"), base("hr"), base("tlh"), base("")
    ('en', 'sr', 'xx', 'xx')
    """
    short = language.lower().replace("_", "-").partition("-")[0]
    if short in SERBIAN:
        return "sr"
    return short if short in LANGUAGES else "xx"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, in arrays as long as the text has words.

    `start` and `end` are code points of the text; `lemma` and `form` are spaCy's 64-bit keys
    of the lemma and of the word in small letters, to be looked up with `spelled`.
    `negated` says whether a negation stands shortly before.
    """

    start: NDArray[Any]
    end: NDArray[Any]
    lemma: NDArray[Any]
    form: NDArray[Any]
    negated: NDArray[Any]

    def between(self, start: int, end: int) -> slice:
        """Return which words lie inside characters `start` to `end`."""
        import numpy as np

        return slice(
            int(np.searchsorted(self.start, start)), int(np.searchsorted(self.end, end, "right"))
        )


def lemma(word: str, language: str) -> str:
    """Return the dictionary form of a word, in small letters.

    >>> lemma("borders", "en"), lemma("границу", "ru"), lemma("границе", "sr")
    ('border', 'граница', 'granica')
    """
    return _lemmatizer(base(language))(word.lower().replace("’", "'"))


def read(text: str, language: str) -> Words:
    """Return the words of a text with their lemmas."""
    import numpy as np
    from spacy.attrs import IDX, LENGTH, LOWER

    language = base(language)
    doc = _doc(text, language)
    if not len(doc):
        none = np.zeros(0, np.uint64)
        return Words(none.astype(int), none.astype(int), none, none, none.astype(bool))
    table = doc.to_array([IDX, LENGTH, LOWER])
    start = table[:, 0].astype(int)
    form = table[:, 2]
    known = _lemma_keys(language)
    keys, where = np.unique(form, return_inverse=True)
    lemmas = np.array([known(int(key)) for key in keys], np.uint64)[where]
    worded = lemmas != 0
    return Words(
        start[worded],
        (start + table[:, 1].astype(int))[worded],
        lemmas[worded],
        form[worded],
        _negated(form, language)[worded],
    )


def spelled(key: int, language: str) -> str:
    """Return the word that stands behind a key."""
    return str(_pipeline(base(language)).vocab.strings[int(key)])


def phrases(words: Sequence[str], language: str) -> list[tuple[int, ...]]:
    """Return each phrase as the keys of its lemmas, phrases without a word left out."""
    found = [tuple(int(key) for key in read(phrase, language).lemma) for phrase in words]
    return [keys for keys in found if keys]


def _negated(form: NDArray[Any], language: str) -> NDArray[Any]:
    import numpy as np

    strings = _pipeline(language).vocab.strings
    said = np.isin(form, [strings.add(word) for word in NEGATIONS.get(language, ())])
    near = np.zeros(len(form), bool)
    for distance in range(1, REACH + 1):
        near[distance:] |= said[:-distance]
    return near


def _doc(text: str, language: str) -> Doc:
    # spaCy's tokenizer keeps a cache that threads must not fill at the same time.
    with _lock:
        return _pipeline(language).tokenizer(text)


@cache
def _pipeline(language: str) -> Language:
    import spacy

    return spacy.blank(language)


@cache
def _lemma_keys(language: str) -> Callable[[int], int]:
    """Return a function from the key of a small-lettered form to that of its lemma, 0 for none."""
    strings = _pipeline(language).vocab.strings
    find = _lemmatizer(language)
    kept: dict[int, int] = {}

    def known(key: int) -> int:
        found = kept.get(key)
        if found is None:
            form = strings[key].replace("’", "'")
            worded = any(c.isalnum() for c in form)
            found = kept[key] = strings.add(find(form)) if worded else 0
        return found

    return known


@cache
def _lemmatizer(language: str) -> Callable[[str], str]:
    if language == "ru":
        return _russian()
    if language in ("en", "sr"):
        import simplemma

        def find(word: str) -> str:
            word = latin(word) if language == "sr" else word
            return simplemma.lemmatize(word, lang="en" if language == "en" else "hbs").lower()

        return cache(find)
    return str


def _russian() -> Callable[[str], str]:
    morph = _russian_dictionary()

    @cache
    def find(word: str) -> str:
        if not _CYRILLIC.search(word):
            return word
        return str(morph.parse(word.replace("ё", "е"))[0].normal_form).replace("ё", "е")

    return find


def latin(word: str) -> str:
    """Return a Serbian word in Latin letters.

    >>> latin("граница"), latin("granica")
    ('granica', 'granica')
    """
    return "".join(_LATIN.get(letter, letter) for letter in word)


def known_word(word: str, language: str) -> bool:
    """Say whether a dictionary knows a word; everything is known in a language without one."""
    language = base(language)
    if language == "ru":
        word = word.lower().replace("ё", "е")
        return bool(_CYRILLIC.search(word) and _russian_dictionary().word_is_known(word))
    if language in ("en", "sr"):
        import simplemma

        word = latin(word.lower()) if language == "sr" else word.lower()
        return bool(simplemma.is_known(word, lang="en" if language == "en" else "hbs"))
    return True


@cache
def _russian_dictionary() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def stop_words(language: str) -> frozenset[str]:
    """Return the small words of a language, as spaCy lists them."""
    return frozenset(_pipeline(base(language)).Defaults.stop_words)


def join(languages: Iterable[str]) -> tuple[str, ...]:
    """Return the languages that words are read in, each once, in order."""
    return tuple(dict.fromkeys(base(language) for language in languages))
