"""Lay a checked draft out for reading: its paragraphs, cut where something begins or ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from html import unescape
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

from coding.model import Block, Report

_STRESS = re.compile(
    r"(?<![\\\w*])(?P<mark>\*{1,3})(?=[^\s*])(?P<words>[^*]*[^\s*\\])(?P=mark)(?![\w*])"
    r"|(?<![\\\w])(?P<line>_{1,3})(?=[^\s_])(?P<under>[^_]*[^\s_\\])(?P=line)(?!\w)"
)
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


class _Stress(NamedTuple):
    """Words that marks stress: where the marks open, the words start and end, the marks close."""

    opens: int
    start: int
    end: int
    closes: int
    tag: str


def laid_out(report: Report, listed: Sequence[Placed]) -> list[dict[str, Any]]:
    """Return the draft's paragraphs, cut where an item begins or ends.

    Each is {"kind", "table", "row", "pieces": [[words, [item id, ...]], ...]}; a piece that
    Markdown stresses has "em" or "strong" as its third value; characters that it writes by their
    names (`&ldquo;`) are themselves. `listed` are items in the order of
    the text.
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
        stressed = _stressed(text, start, end) if marked else ()
        edges = {start, end}
        edges.update(*(s[:4] for s in stressed))
        for item in here:
            edges |= {max(start, item.start), min(end, item.end)}
        pieces: list[list[Any]] = []
        for a, b in pairwise(sorted(edges)):
            how = next((s for s in stressed if s.opens <= a and b <= s.closes), None)
            if how and not how.start <= a < how.end:
                continue  # the mark itself is shown rather than printed
            ids = [item.id for item in here if item.start < b and item.end > a]
            words = unescape(text[a:b]) if marked else text[a:b]
            pieces.append([words, ids, *([how.tag] if how else [])])
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


def _stressed(text: str, start: int, end: int) -> list[_Stress]:
    """Return the words of a Markdown paragraph that stand between one to three * or _."""
    found = []
    for match in _STRESS.finditer(text, start, end):
        mark, words = ("mark", "words") if match["mark"] else ("line", "under")
        tag = "em" if len(match[mark]) == 1 else "strong"
        found.append(_Stress(match.start(), *match.span(words), match.end(), tag))
    return found
