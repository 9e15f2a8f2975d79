"""Lay a checked draft out for reading: its paragraphs in pieces, and what stands at each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from coding.model import Block, Evidence, Examined, Finding, Question, Report, Ruling

GOOD = {"verbatim", "cleaned", "match", "rounded", "complement", "sum of cells"}
"""Verdicts with which all is well."""

_MARKS = {Block.HEADING: re.compile(r"^ {0,3}#+\s+"), Block.QUOTE: re.compile(r"^ {0,3}>\s?")}

ORDER = ("error", "check", "info", "fine", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something at a place of the draft: a finding, or what was looked at and found in order.

    `level` is that of the finding, `fine` for what agrees with its source and `none` for what
    has none.
    """

    id: str
    level: str
    start: int
    end: int
    of: Finding | Examined
    settled: bool = False

    @property
    def name(self) -> str:
        """Return what it is called in a word or two."""
        return self.of.verdict


def items(report: Report, rulings: Mapping[str, Ruling]) -> list[Item]:
    """Return everything there is to see of a draft, in the order of the text."""
    listed = [
        Item(
            id=f"f{number}",
            level=str(finding.level),
            start=finding.start,
            end=finding.end,
            of=finding,
            settled=finding.key in rulings,
        )
        for number, finding in enumerate(report.findings)
    ]
    said = {(item.start, item.end) for item in listed}
    listed += [
        Item(
            id=f"e{number}",
            level="fine" if examined.verdict in GOOD else "none",
            start=examined.start,
            end=examined.end,
            of=examined,
        )
        for number, examined in enumerate(report.examined)
        if (examined.start, examined.end) not in said
    ]
    return sorted(listed, key=lambda item: (item.start, item.end, ORDER.index(item.level)))


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


def order(listed: Iterable[Item], levels: Iterable[str], *, settled: bool) -> list[str]:
    """Return the ids that next and previous go through: of these levels, settled or open."""
    wanted = set(levels)
    return [
        item.id for item in listed if item.settled is settled and (item.level in wanted or settled)
    ]


def cited(
    questions: Iterable[Question], evidence: Iterable[Evidence]
) -> list[tuple[Question, set[str]]]:
    """Return the questions whose figures are cited, each with the ids of those."""
    ids = {source.source for source in evidence if source.kind == "figure"}
    return [
        (question, here)
        for question in questions
        if (here := {figure.id for figure in question.indicators} & ids)
    ]
