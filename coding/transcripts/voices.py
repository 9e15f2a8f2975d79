"""Tell from the form of paragraphs without names whether two voices take turns in them.

Bold questions between plain answers, or dashes before each: whose they are the file does not say,
but that they take turns can be offered as an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_FEWEST = 4
_MOST = 0.8
_HALF = 0.5
_DASHES = ("-", "–", "—", "―")
_QUESTIONS = ("?", "？", "؟", ";")
BOLD = ("Bold paragraphs", "Other paragraphs")
DASHED = ("First voice", "Second voice")


def by_form(text: str, spans: Sequence[tuple[int, int, bool]]) -> list[str]:
    """Return the voice of each paragraph, `""` for one of neither, or nothing if there are no two.

    `spans` gives start, end and whether Word has it in bold; Markdown has asterisks.

    >>> by_form("**Why?** So. **Oh?** Yes.", [(0, 8, False), (9, 12, False), (13, 20, False),
    ...     (21, 25, False)])
    ['Bold paragraphs', 'Other paragraphs', 'Bold paragraphs', 'Other paragraphs']
    """
    if len(spans) < _FEWEST:
        return []
    bold = [is_bold or _marked(text, start, end) for start, end, is_bold in spans]
    asking = sum(
        text[max(start, end - 4) : end].rstrip("*_ ").endswith(_QUESTIONS)
        for (start, end, _), is_bold in zip(spans, bold, strict=True)
        if is_bold
    )
    changes = sum(before != after for before, after in pairwise(bold))
    if sum(bold) > 1 and asking >= _HALF * sum(bold) and changes >= _HALF * (len(bold) - 1):
        return [BOLD[not is_bold] for is_bold in bold]
    dashed = [text.startswith(_DASHES, start) for start, _, _ in spans]
    if sum(dashed) < max(_FEWEST, _MOST * len(dashed)):
        return []
    voices: list[str] = []
    spoken = 0
    for begins in dashed:
        voices.append(DASHED[spoken % 2] if begins else "")
        spoken += begins
    return voices


def _marked(text: str, start: int, end: int) -> bool:
    return end - start > 4 and any(
        text.startswith(mark, start) and text.endswith(mark, start, end) for mark in ("**", "__")
    )
