"""Tell which script a text is written in: Latin, Cyrillic, Greek and so on."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

READ = 20_000
"""Characters from which a text's script is told."""

_LATIN = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(),
        strict=True,
    )
)
_PAIRS = {latin: letter for letter, latin in _LATIN.items() if len(latin) == 2}
_CYRILLIC = str.maketrans({latin: letter for letter, latin in _LATIN.items() if len(latin) == 1})

_LATIN_ALONE = frozenset(["latin"])

_LOOKS = str.maketrans("1|lАВСЕНІКМОРТХаеорсух", "IIIABCEHIKMOPTXaeopcyx")


def script_of(text: str) -> str:
    """Return the script of most letters of a text, as Unicode names it, `""` if it has none.

    >>> script_of("Мы уехали in March"), script_of("It is calm"), script_of("12:30")
    ('cyrillic', 'latin', '')
    """
    part = text[:READ]
    scripts = scripts_of(part)
    if len(scripts) < 2:
        return "".join(scripts)
    counts: Counter[str] = Counter()
    for letter, times in Counter(part).items():
        if letter.isalpha():
            counts[_script(letter)] += times
    return max(counts, key=lambda script: counts[script], default="")


def scripts_of(text: str) -> frozenset[str]:
    """Return every script that a text has a letter of.

    >>> sorted(scripts_of("Мы уехали in March")), sorted(scripts_of("12:30"))
    (['cyrillic', 'latin'], [])
    """
    if text.isascii():
        return _LATIN_ALONE if any(map(str.isalpha, text)) else frozenset()
    return frozenset(_script(letter) for letter in set(text) if letter.isalpha())


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0].lower()


def same_script(text: str, other: str) -> bool:
    """Say whether two texts are in one script, so that their words can be compared."""
    return script_of(text) == script_of(other)


def folded(word: str) -> str:
    """Return a word with letters that people write either way as one.

    >>> folded("её") == folded("ее")
    True
    """
    return word.replace("ё", "е").replace("Ё", "Е")


def looks(word: str) -> str:
    """Return a word with letters and signs that look alike as one, whatever their script.

    >>> looks("l1") == looks("II"), looks("\u0410") == looks("A"), looks("A") == looks("B")
    (True, True, False)
    """
    return word.translate(_LOOKS)


def latin(word: str) -> str:
    """Return a Serbian word in Latin letters.

    >>> latin("граница"), latin("granica")
    ('granica', 'granica')
    """
    return "".join(_LATIN.get(letter, letter) for letter in word)


def cyrillic(word: str) -> str:
    """Return a Serbian word, in small letters, in Cyrillic.

    >>> cyrillic("ljudi"), cyrillic("većina")
    ('људи', 'већина')
    """
    for pair, letter in _PAIRS.items():
        word = word.replace(pair, letter)
    return word.translate(_CYRILLIC)
