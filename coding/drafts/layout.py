"""Lay a checked draft out for reading: its paragraphs, cut where something begins or ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

from coding.model import Block, Report

_MARKS = {Block.HEADING: re.compile(r"^ {0,3}#+\s+"), Block.QUOTE: re.compile(r"^ {0,3}>\s?")}


class Placed(Protocol):
    """What stands at characters `start` to `end` of a draft, known by an id."""

    @property
    def id(self) -> str:
        """Return what it is known by."""

    @property
    def start(self) -> int:
        """Return its first character."""

    @property
    def end(self) -> int:
        """Return the character behind its last."""


def laid_out(report: Report, listed: Sequence[Placed]) -> list[dict[str, Any]]:
    """Return the draft's paragraphs, cut where an item begins or ends.

    Each is {"kind", "table", "row", "pieces": [[words, [item id, ...]], ...]}. `listed` are
    items in the order of the text.
    """
    text = report.draft.text
    starts = [item.start for item in listed]
    longest = max((item.end - item.start for item in listed), default=0)
    marked = report.draft.name.lower().endswith((".md", ".markdown"))
    made = []
    for paragraph in report.draft.paragraphs:
        start, end = paragraph.start, paragraph.end
        if end <= start:
            continue
        first, last = bisect_left(starts, start - longest), bisect_left(starts, end)
        here = [item for item in listed[first:last] if item.end > start and item.start < end]
        edges = {start, end}
        for item in here:
            edges |= {max(start, item.start), min(end, item.end)}
        pieces = [
            [text[a:b], [item.id for item in here if item.start < b and item.end > a]]
            for a, b in pairwise(sorted(edges))
        ]
        if paragraph.kind in _MARKS and marked:
            # What marks a heading or a block quote is shown rather than printed.
            pieces[0][0] = _MARKS[paragraph.kind].sub("", str(pieces[0][0]))
        made.append(
            {
                "kind": str(paragraph.kind),
                "table": paragraph.table,
                "row": paragraph.row,
                "pieces": pieces,
            }
        )
    return made
