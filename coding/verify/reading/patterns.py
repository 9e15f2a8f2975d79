"""Read a quantifier's words, also from tables that were kept when words were patterns.

"(?:vast|large) majorit\\w*" is "vast majorit*, large majorit*": a pattern is spelled out as the
phrases that it finds, without what it looks for before and behind them.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Any

MANY = 500
"""Phrases from which a pattern is too wide to be words."""

_SIGNS = re.compile(r"[\\()\[\]|?+{}^$]")


def is_pattern(words: str) -> bool:
    """Say whether words hold signs that only patterns have.

    >>> is_pattern("most, the bulk, majorit*"), is_pattern(r"half(?= of)")
    (False, True)
    """
    return bool(_SIGNS.search(words))


def in_words(given: str) -> tuple[str, ...]:
    """Return the phrases of one row, given with commas between them or as a pattern.

    Raises ValueError for a pattern that is broken or means too much to be words.

    >>> in_words("Most, the bulk"), in_words(r"(?:the )?(?:vast|large) majorit\\w+(?= of)")[2:]
    (('most', 'the bulk'), ('vast majorit*', 'large majorit*'))
    """
    listed = _spelled_out(given) if is_pattern(given) else given.split(",")
    phrases = (" ".join(phrase.lower().replace("’", "'").split()) for phrase in listed)
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def _spelled_out(pattern: str) -> list[str]:
    from re import _parser as parser  # type: ignore[attr-defined]

    try:
        return _phrases(list(parser.parse(pattern)))
    except re.error as error:
        raise ValueError(f"“{pattern}” is no pattern: {error}") from error


def _phrases(parts: list[Any]) -> list[str]:
    choices = [_choices(str(kind), value) for kind, value in parts]
    count = 1
    for options in choices:
        count *= len(options)
        if count > MANY:
            raise ValueError("the pattern finds too much to be words")
    return ["".join(chosen) for chosen in product(*choices)]


def _choices(kind: str, value: Any) -> list[str]:
    """Return what one part of a pattern may stand for."""
    if kind == "LITERAL":
        return [chr(value)]
    if kind == "BRANCH":
        return [phrase for branch in value[1] for phrase in _phrases(list(branch))]
    if kind == "SUBPATTERN":
        return _phrases(list(value[-1]))
    if kind == "IN":
        return [choice for inner, sign in value for choice in _choices(str(inner), sign)]
    if kind == "CATEGORY":
        return [" "] if "SPACE" in str(value) else ["*"]
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        least, _, repeated = value
        once = _phrases(list(repeated))
        return once if least or once == ["*"] else [*once, ""]
    if kind in ("ASSERT", "ASSERT_NOT", "AT"):
        return [""]  # the packs know where a word counts
    raise ValueError(f"“{kind.lower()}” cannot be spelled out as words")
