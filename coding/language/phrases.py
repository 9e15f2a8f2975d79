"""Look for the words and phrases of a pack in a text.

`*` at an end of a word stands for any letters, a `*` alone for any one word. Spaces also match
hyphens and line ends, apostrophes each other, and `е` a `ё`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_GAP = r"[\s\u00a0\u2010\u2011-]+"


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of some phrases, the longest first, to be put into a larger one.

    It has no groups, and matches nothing if there are no phrases.

    >>> re.findall(alternatives(["vot*", "take part"]), "to vote or voting, to take part")
    ['vote', 'voting', 'take part']
    """
    listed = sorted(dict.fromkeys(words), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(map(_pattern, listed)) + ")" if listed else "(?!)"


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
