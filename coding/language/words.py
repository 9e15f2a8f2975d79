"""Read texts as words: tokens with their lemmas, so that `border` meets `borders`.

Tokens come from spaCy's blank pipelines. Lemmas come from the dictionary that a language's pack
names: pymorphy3 for Russian, with `ё` read as `е`, simplemma for English and, after
transliteration to Latin letters, for Serbian and its sisters. Where a pack names a stemmer only,
stems take their place; other languages have their words as they are, in small letters.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from coding.language import negation, packs
from coding.language.script import latin
from coding.language.stems import stemmer

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

REACH = 3
"""How many words a negation reaches."""

LONG = 2_000
"""Characters from which the words of a text are cut one by one first."""

KEPT = 50_000
"""Words whose cutting is kept, with the marks beside them."""

# pymorphy3 fails on letters that have no name in Unicode's tables, such as Tangut.
_CYRILLIC = re.compile("[а-яё]")
_LINE_END = "-\n"
_PARTED = re.compile(r"(?<=[^\W\d_])-\n([^\W\d_]+)")
_lock = threading.Lock()


def base(language: str) -> str:
    """Return the language whose words are used for a language code, `xx` for an unknown one.

    >>> base("en-GB"), base("hr"), base("tlh"), base("")
    ('en', 'sr', 'xx', 'xx')
    """
    return packs.pack(language).language


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, in arrays as long as the text has words.

    `start` and `end` are code points of the text; `lemma` and `form` are spaCy's 64-bit keys
    of the lemma and of the word in small letters, to be looked up with `spelled`.
    `negated` says whether a word stands in the reach of a negation.
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


@packs.cached
def stem(word: str, language: str) -> str:
    """Return the stem of a word in one language, its dictionary form if there is no stemmer.

    The dictionary form is what Snowball cuts, so that *approve* and *approval* are one and *went*
    is *go*, but *support* is not *suppose* nor *government* *governor*.

    >>> stem("approval", "en") == stem("approve", "en"), stem("government", "en")
    (True, 'govern')
    >>> stem("безопасный", "ru") == stem("безопасно", "ru")
    True
    """
    name = packs.pack(language).stemmer
    found = lemma(word, language)
    return stemmer(name)(found) if name else found


def rejoined(text: str) -> tuple[str, list[int]]:
    r"""Return a text of the same length with words whole that a hyphen parts at a line's end.

    The blanks that this leaves stand behind each of them; where they begin is returned as well.

    >>> rejoined("My em-\nployer left")
    ('My employer   left', [11])
    """
    if _LINE_END not in text:
        return text, []
    cut: list[int] = []

    def whole(match: re.Match[str]) -> str:
        if match[1][0].isupper():  # two names
            return match[0]
        cut.append(match.start() + len(match[1]))
        return match[1] + " " * len(_LINE_END)

    return _PARTED.sub(whole, text), cut


def read(text: str, language: str) -> Words:
    """Return the words of a text with their lemmas."""
    import numpy as np
    from spacy.attrs import IDX, LENGTH, LOWER

    language = base(language)
    whole, cut = rejoined(text)
    doc = _doc(whole, language)
    if not len(doc):
        none = np.zeros(0, np.uint64)
        return Words(none.astype(int), none.astype(int), none, none, none.astype(bool))
    table = doc.to_array([IDX, LENGTH, LOWER])
    start = table[:, 0].astype(int)
    end = start + table[:, 1].astype(int)
    end[np.isin(end, cut)] += len(_LINE_END)
    form = table[:, 2]
    known = _lemma_keys(language)
    keys, where = np.unique(form, return_inverse=True)
    lemmas = np.array([known(int(key)) for key in keys], np.uint64)[where]
    worded = lemmas != 0
    return Words(
        start[worded],
        end[worded],
        lemmas[worded],
        form[worded],
        _negated(form, language)[worded],
    )


def spelled(key: int, language: str) -> str:
    """Return the word that stands behind a key."""
    return str(_pipeline(base(language)).vocab.strings[int(key)])


def lemma_key(word: str, language: str) -> int:
    """Return the key of a word's lemma, as `Words` has it.

    >>> spelled(lemma_key("borders", "en"), "en")
    'border'
    """
    strings = _pipeline(base(language)).vocab.strings
    return _lemma_keys(base(language))(strings.add(word.lower()))


def phrases(words: Sequence[str], language: str) -> list[tuple[int, ...]]:
    """Return each phrase as the keys of its lemmas, phrases without a word left out."""
    found = [tuple(int(key) for key in read(phrase, language).lemma) for phrase in words]
    return [keys for keys in found if keys]


def _negated(form: NDArray[Any], language: str) -> NDArray[Any]:
    """Return which words a negation reaches, `REACH` words at most."""
    import numpy as np

    strings = _pipeline(language).vocab.strings
    found = np.zeros(len(form), bool)
    forms = np.unique(form)
    said = [key for key in forms if negation.denies(strings[int(key)], language)]
    for at in np.flatnonzero(np.isin(form, np.array(said, form.dtype))):
        near = [strings[int(key)] for key in form[at : at + REACH + 1]]
        found[at : at + len(near)] |= negation.denied(near, language, reach=REACH)
    return found


def _doc(text: str, language: str) -> Doc:
    # spaCy's tokenizer keeps a cache that threads must not fill at once. Of a text it keeps
    # nothing after the first special case, such as *it's*: so it meets what is new one by one.
    with _lock:
        tokenizer, met = _pipeline(language).tokenizer, _met(language)
        if len(text) >= LONG and len(met) < KEPT:
            new = {*text.split()} - met
            for piece in new:
                tokenizer(piece)
            met |= new
        return tokenizer(text)


@packs.cached
def _met(language: str) -> set[str]:
    """Return what stood between blanks in texts so far."""
    return set()


@packs.cached
def _pipeline(language: str) -> Language:
    import spacy
    from spacy.tokenizer import Tokenizer

    try:
        found = spacy.blank(language)
    except ImportError:  # spaCy has no rules for it, or lacks what they need
        found = spacy.blank("xx")
    if isinstance(found.tokenizer, Tokenizer):
        found.tokenizer.max_cache_size = KEPT
    return found


@packs.cached
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


@packs.cached
def _lemmatizer(language: str) -> Callable[[str], str]:
    pack = packs.pack(language)
    if pack.dictionary == "pymorphy3":
        return _russian()
    if pack.dictionary:
        import simplemma

        def find(word: str) -> str:
            word = latin(word) if pack.also_cyrillic else word
            return simplemma.lemmatize(word, lang=pack.dictionary).lower()

        return cache(find)
    return stemmer(pack.stemmer) if pack.stemmer else str


def _russian() -> Callable[[str], str]:
    morph = _russian_dictionary()

    @cache
    def find(word: str) -> str:
        if not _CYRILLIC.search(word):
            return word
        return str(morph.parse(word.replace("ё", "е"))[0].normal_form).replace("ё", "е")

    return find


def known_word(word: str, language: str) -> bool:
    """Say whether a dictionary knows a word; everything is known in a language without one."""
    pack = packs.pack(language)
    if pack.dictionary == "pymorphy3":
        word = word.lower().replace("ё", "е")
        return bool(_CYRILLIC.search(word) and _russian_dictionary().word_is_known(word))
    if pack.dictionary:
        import simplemma

        word = latin(word.lower()) if pack.also_cyrillic else word.lower()
        return bool(simplemma.is_known(word, lang=pack.dictionary))
    return True


@dataclass(frozen=True, slots=True)
class RussianParse:
    """One way to read a Russian word: its dictionary form, and what it may name."""

    normal: str
    known: bool
    given: bool
    family: bool
    place: bool


@cache
def russian_parses(word: str) -> tuple[RussianParse, ...]:
    """Return the ways to read a Russian word in small letters, likelier ones first.

    >>> [(p.normal, p.given) for p in russian_parses("сашей")]
    [('саша', True)]
    """
    if not _CYRILLIC.search(word):
        return ()
    found: dict[RussianParse, None] = {}
    for parse in _russian_dictionary().parse(word):
        names = {kind: kind in parse.tag for kind in ("Name", "Surn", "Patr", "Geox")}
        made = RussianParse(
            normal=str(parse.normal_form).replace("ё", "е"),
            known=bool(parse.is_known),
            given=names["Name"],
            family=names["Surn"] or names["Patr"],
            place=names["Geox"],
        )
        found[made] = None
    return tuple(found)


@cache
def _russian_dictionary() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def stop_words(language: str) -> frozenset[str]:
    """Return the small words of a language: its pack's, and those that spaCy lists."""
    listed = _pipeline(base(language)).Defaults.stop_words
    return frozenset(listed) | frozenset(packs.pack(language).stop)


def join(languages: Iterable[str]) -> tuple[str, ...]:
    """Return the languages that words are read in, each once, in order."""
    return tuple(dict.fromkeys(base(language) for language in languages))
