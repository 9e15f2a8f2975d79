"""Tell which words deny, and how far what they deny reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coding.language import packs, phrases


@packs.cached
def denies(word: str, language: str = "") -> bool:
    """Say whether a word, in small letters, is a negation: in any language if none is given.

    >>> denies("never"), denies("don't"), denies("want"), denies("не", "ru")
    (True, True, False, True)
    """
    return bool(_shape(language).fullmatch(word))


def count(words: Sequence[str], language: str = "") -> int:
    """Count the negations among words in small letters.

    >>> count("i don't know and did not ask".split())
    2
    """
    return sum(denies(word, language) for word in words)


def denied(
    words: Sequence[str], language: str = "", *, reach: int, passing: frozenset[str] = frozenset()
) -> list[bool]:
    """Say of each word, in small letters, whether it stands in the reach of a negation.

    A negation reaches the next `reach` words, not counting those that are `passing`, and no
    further than a mark or a word such as "but". "Not only" and the like deny nothing. Words may
    have punctuation marks among them.

    >>> denied("not safe here , calm".split(), "en", reach=3)
    [False, True, True, False, False]
    >>> denied("not only safe".split(), "en", reach=3)
    [False, False, False]
    """
    found = [False] * len(words)
    turns = _turns(language)
    idle = _idle(words, language)
    for at, word in enumerate(words):
        if at in idle or not denies(word, language):
            continue
        left = reach
        for place in range(at + 1, len(words)):
            following = words[place]
            if following.isspace():
                continue
            if not left or following in turns or not any(map(str.isalnum, following)):
                break
            found[place] = True
            left -= following not in passing
    return found


def _idle(words: Sequence[str], language: str) -> set[int]:
    """Return the places of negations that deny nothing, as in "not only"."""
    found: set[int] = set()
    for phrase in _no_denials(language):
        size = len(phrase)
        for at in range(len(words) - size + 1):
            if words[at] == phrase[0] and tuple(words[at : at + size]) == phrase:
                found.update(range(at, at + size))
    return found


@packs.cached
def _shape(language: str) -> re.Pattern[str]:
    return phrases.compiled(packs.of("negations", language))


@packs.cached
def _turns(language: str) -> frozenset[str]:
    return frozenset(packs.of("turns", language))


@packs.cached
def _no_denials(language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in packs.of("no_denials", language))
