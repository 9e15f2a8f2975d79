"""Guess which language a text is in, from its commonest small words.

A guess for people to confirm when an interview comes in, and for texts that say nothing of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from coding.language import packs
from coding.language.script import script_of

_WORD = re.compile(r"[^\W\d_]+")
_READ = 20_000
_ENOUGH = 0.08
_AHEAD = 1.15
_FOREIGN = 0.02
_DISTINCT = 4  # different small words that prove a language
_PROOF = 0.1
_OUTWEIGH = 3


def guess(text: str) -> str:
    """Return a two-letter language code, or `""` where none is clearly ahead.

    A language that does not have the letters of a text is none that it is in.

    >>> guess("Well, you know, it was the way they live there, and that is what it is.")
    'en'
    >>> guess("Ну вот, мы уехали, и это было не так, как все думали."), guess("12:30")
    ('ru', '')
    """
    words = _words(text)
    (best, language), (second, _) = (*_scores(words), (0, ""), (0, ""))[:2]
    clear = words and best / len(words) >= _ENOUGH and best >= _AHEAD * second
    return language if clear else ""


def other_than(main: str, text: str) -> str:
    """Return in which other language than the `main` one words are, if their small words prove it.

    >>> other_than("en", "Pa ne znam, meni je to bilo u redu, i da smo mogli, ne bi se to desilo.")
    'sr'
    >>> other_than("en", "We went to Na Porici, and that was it."), other_than("en", "Calm.")
    ('', '')
    """
    words = _words(text.lower())
    if len(_beyond(main).intersection(words)) < _DISTINCT:  # of most texts, looked at in parts
        return ""
    small: dict[str, int] = {}
    commonest = _commonest()
    for word in words:
        for language in commonest.get(word, ()):
            small[language] = small.get(language, 0) + 1
    best = max(small, key=small.__getitem__, default=main)
    if small.get(best, 0) <= small.get(main, 0) or not proved(text, best, main):
        return ""
    return best if guess(text) == best else ""


def proved(text: str, language: str, beside: str) -> bool:
    """Tell whether small words prove a language, as against one `beside` it.

    There must be some that the other lacks, and hardly any that only the other has: a chance
    likeness of a few words, or a foreign name, proves nothing.
    """
    commonest = _commonest()
    words = _words(text.lower())
    told = [(word, commonest[word]) for word in words if word in commonest]
    own = [word for word, of in told if language in of and beside not in of]
    against = sum(beside in of and language not in of for _, of in told)
    enough = len(set(own)) >= _DISTINCT and len(own) >= _PROOF * len(words)
    return enough and len(own) >= _OUTWEIGH * against


def leans(text: str, one: str, other: str) -> int:
    """Return how many more small words of one language a text has than of another.

    >>> leans("I was here, ali to je bilo", "en", "sr") < 0 < leans("It was here", "en", "sr")
    True
    """
    commonest = _commonest()
    of = [commonest[word] for word in _words(text.lower()) if word in commonest]
    return sum((one in which) - (other in which) for which in of)


def _scores(words: Sequence[str]) -> list[tuple[int, str]]:
    """Return how many of the words are small words of each language that can be meant."""
    counts = Counter(map(str.lower, words))
    spoken = ""
    beyond: Counter[str] = Counter()
    if not all(map(str.isascii, words)):
        spoken = "".join(word for word in words if not word[0].isupper())  # no names
        beyond.update(letter for letter in spoken if not letter.isascii())
    small: Counter[str] = Counter()
    commonest = _commonest()
    for word in commonest.keys() & counts.keys():
        for language in commonest[word]:
            small[language] += counts[word]
    return sorted(
        (
            (small[pack.language], pack.language)
            for pack in packs.every()
            if not beyond or _can_be(pack, beyond, len(spoken))
        ),
        reverse=True,
    )


@packs.cached
def _commonest() -> Mapping[str, Sequence[str]]:
    """Return small word → the languages that have it, once for each time that a pack names it."""
    languages: dict[str, list[str]] = {}
    for pack in packs.every():
        for word in pack.common:
            languages.setdefault(word, []).append(pack.language)
    return languages


@packs.cached
def _beyond(language: str) -> frozenset[str]:
    """Return the small words of other languages that are none of this one's."""
    return frozenset(word for word, of in _commonest().items() if language not in of)


@packs.cached
def _own(language: str) -> frozenset[str]:
    return frozenset("".join(packs.pack(language).letters))


_script = cache(script_of)  # of single letters, asked again and again


def _can_be(pack: packs.Pack, beyond: Mapping[str, int], total: int) -> bool:
    """Tell whether a text's letters, those beyond ASCII, are in the alphabet of a language."""
    own = _own(pack.language)
    foreign = sum(n for x, n in beyond.items() if x not in own and _script(x) in pack.scripts)
    return not own or foreign <= _FOREIGN * total


def reads_as(text: str, said: str = "") -> str:
    """Return the language that a text is read in: as somebody said, as guessed, or by its letters.

    >>> reads_as("Yes.", "sr"), reads_as("Да, спокойно"), reads_as("Calm")
    ('sr', 'ru', 'en')
    >>> reads_as("Живимо овде")
    'sr'
    """
    return said or guess(text) or _by_letters(text)


def _by_letters(text: str) -> str:
    """Return the language that is usual in a text's script, unless its letters speak against."""
    script = script_of(text)
    usual = "ru" if script == "cyrillic" else "en"
    able = [x for _, x in _scores(_words(text)) if script in packs.pack(x).scripts]
    return usual if usual in able or not able else able[0]


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_READ])
