"""Look for the words and phrases of a pack in a text.

`*` at an end of a word stands for any letters, a `*` alone for any one word. Spaces also match
hyphens and line ends, apostrophes each other, and `е` a `ё`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MANY = 12
"""Phrases from which on a place in a text is looked at once before each of them is."""

_GAP = r"[\s\u00a0\u2010\u2011-]+"


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of some phrases, the longest first, to be put into a larger one.

    It has no groups, and matches nothing if there are no phrases.

    >>> re.findall(alternatives(["vot*", "take part"]), "to vote or voting, to take part")
    ['vote', 'voting', 'take part']
    """
    listed = sorted(dict.fromkeys(words), key=lambda phrase: (-len(phrase), phrase))
    if len(listed) < MANY or any(phrase.startswith("*") for phrase in listed):
        return f"(?:{_one_of(listed)})" if listed else "(?!)"
    # At each place only those are tried that begin with the sign there: no others can match.
    begun: dict[str, list[str]] = {}
    for phrase in listed:
        begun.setdefault(phrase[:1].lower().replace("ё", "е"), []).append(phrase)
    return "(?:" + "|".join(_led(sign, phrases) for sign, phrases in begun.items()) + ")"


def _led(sign: str, phrases: Sequence[str]) -> str:
    signs = {_word(one) for one in (sign, *(phrase[:1] for phrase in phrases))}
    first = "|".join(sorted(signs))
    return f"(?={first})(?:{_one_of(phrases)})"


def _one_of(phrases: Iterable[str]) -> str:
    return "|".join(map(_pattern, phrases))


def compiled(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of some phrases, whatever its case.

    >>> compiled(["find it hard", "don't know"]).findall("They don’t know, or find it\\nhard.")
    ['don’t know', 'find it\\nhard']
    """
    return re.compile(alternatives(words), re.IGNORECASE)


def _pattern(phrase: str) -> str:
    parts = _GAP.join(map(_word, phrase.split()))
    before = r"(?<!\w)" if _lettered(phrase[:1]) else ""
    after = r"(?!\w)" if _lettered(phrase[-1:]) else ""
    return f"{before}{parts}{after}"


def _lettered(edge: str) -> bool:
    return edge.isalnum() or edge == "*"


_SIGNS = {"*": r"[\w'’]*", "'": "['’]", "е": "[её]", "ё": "[её]"}


def _word(word: str) -> str:
    if word == "*":
        return r"[\w'’]+"
    return "".join(_SIGNS.get(sign) or re.escape(sign) for sign in word)
