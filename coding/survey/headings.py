"""Find rows below the header of a table that are headings too, as Qualtrics writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_IMPORTED = re.compile(r"\{\s*['\"]ImportId['\"]")
_FIGURE = re.compile(r"[-−]?\d+(?:[.,]\d+)?")
MOST_HEADINGS = 3
"""Rows among which headings are looked for."""


def without_headings(
    rows: Sequence[Mapping[str, str]],
) -> tuple[Sequence[Mapping[str, str]], dict[str, str]]:
    """Return the rows of respondents, and the wording of each question if a row holds it.

    A row of headings has, in each of its cells, words that no other row has there, and in some
    column nothing but numbers below it; or ids of the import below it.

    >>> rows = [{"q": "How many?"}, {"q": "2"}, {"q": "3"}, {"q": "2"}]
    >>> without_headings(rows)[1], without_headings(rows[1:])[1]
    ({'q': 'How many?'}, {})
    """
    ids = [
        at
        for at, row in enumerate(rows[:MOST_HEADINGS])
        if any(_IMPORTED.match(text or "") for text in row.values())
    ]
    if ids:
        return rows[ids[-1] + 1 :], dict(rows[0]) if ids[-1] else {}
    if len(rows) < MOST_HEADINGS or not _is_heading(rows[0], rows[1:]):
        return rows, {}
    return rows[1:], dict(rows[0])


def _is_heading(first: Mapping[str, str], others: Sequence[Mapping[str, str]]) -> bool:
    numbered = False
    for name, text in first.items():
        own = (text or "").strip()
        if not own:
            continue
        below = {(row.get(name) or "").strip() for row in others} - {""}
        if _FIGURE.fullmatch(own) or not any(sign.isalpha() for sign in own) or own in below:
            return False
        numbered = numbered or (bool(below) and all(map(_FIGURE.fullmatch, below)))
    return numbered and all((text or "").strip() for text in first.values())
