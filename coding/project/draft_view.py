"""Lay a checked draft out for reading: its paragraphs in pieces, and what stands at each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from coding.errors import NotFound
from coding.model import Block, Evidence, Examined, Finding, Question, Report, Ruling
from coding.quotes.quoting import context

if TYPE_CHECKING:
    from coding.project import Project

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
    found = [
        Item(
            id=f"f{number}",
            level=str(one.level),
            start=one.start,
            end=one.end,
            of=one,
            settled=one.key in rulings,
        )
        for number, one in enumerate(report.findings)
    ]
    said = {(i.start, i.end) for i in found}
    found += [
        Item(
            id=f"e{number}",
            level="fine" if one.verdict in GOOD else "none",
            start=one.start,
            end=one.end,
            of=one,
        )
        for number, one in enumerate(report.examined)
        if (one.start, one.end) not in said
    ]
    return sorted(found, key=lambda i: (i.start, i.end, ORDER.index(i.level)))


def laid_out(report: Report, listed: Sequence[Item]) -> list[dict[str, Any]]:
    """Return the draft's paragraphs, cut where an item begins or ends.

    Each is {"kind", "table", "row", "pieces": [[words, [item id, ...]], ...]}.
    """
    text = report.draft.text
    starts = [i.start for i in listed]
    longest = max((i.end - i.start for i in listed), default=0)
    made = []
    for one in report.draft.paragraphs:
        if one.end <= one.start:
            continue
        first = bisect_left(starts, one.start - longest)
        last = bisect_left(starts, one.end)
        here = [i for i in listed[first:last] if i.end > one.start and i.start < one.end]
        edges = {one.start, one.end}
        for item in here:
            edges |= {max(one.start, item.start), min(one.end, item.end)}
        pieces = [
            [text[a:b], [i.id for i in here if i.start < b and i.end > a]]
            for a, b in pairwise(sorted(edges))
        ]
        if one.kind in _MARKS and report.draft.name.lower().endswith((".md", ".markdown")):
            # What marks a heading or a block quote is shown rather than printed.
            pieces[0][0] = _MARKS[one.kind].sub("", str(pieces[0][0]))
        made.append({"kind": str(one.kind), "table": one.table, "row": one.row, "pieces": pieces})
    return made


def order(listed: Iterable[Item], levels: Iterable[str], *, settled: bool) -> list[str]:
    """Return the ids that next and previous go through: of these levels, settled or open."""
    wanted = set(levels)
    return [i.id for i in listed if i.settled is settled and (i.level in wanted or settled)]


def passage(project: Project, one: Evidence) -> tuple[str, str]:
    """Return what stands before and after a passage in its transcript."""
    try:
        text = project.transcript(one.source).text
    except NotFound:
        return "", ""
    return context(text, one.start, one.end, width=220)


def table(project: Project, cited: Sequence[Evidence]) -> list[tuple[Question, set[str]]]:
    """Return the questions whose figures are cited, each with the ids of those."""
    ids = {one.source for one in cited if one.kind == "figure"}
    found = []
    for question in project.surveys.questions():
        here = {i.id for i in question.indicators} & ids
        if here:
            found.append((question, here))
    return found
