"""Tell what the bare numbers of a table state: by the heads of their column and row, the caption.

A cell "41" is a share where `%` stands in a head, or above the table as its unit; a count below a
head of people; with its thousands parted it is a count in any table. "47 (11.2)" are people and
their share where `%` is named so: "n (%)".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import Block, Paragraph
from coding.verify.reading.number import Kind, Number

CAPTION = 400
"""Characters before a table, its paragraph's last, that may name its unit."""

TITLE = 120
"""Characters up to which words that speak of shares are a table's title and no paragraph."""

_BY_HEADS = (Kind.BARE, Kind.MEAN, Kind.MEDIAN)
"""What its heads alone say of a cell's number: not that a mean is named two cells before."""

_ALONE = re.compile(r"[\s*_]*[+−–-]?(?P<n>\d[\d \u00a0.,]*)[\s*_]*")
_SIZE = re.compile(r"(?<!\w)[nN](?!\w)")
_BOTH = re.compile(
    r"[\s*_]*(?P<first>\d[\d \u00a0.,]*?)[\s*_]*[(\[][\s*_]*(?P<second>\d+(?:[.,]\d+)?)"
    r"(?:\s?%)?[\s*_]*[)\]][\s*_]*"
)
"""People and their share, or the other way round, in one cell."""


def in_tables(paragraphs: Sequence[Paragraph], text: str, listed: list[Number]) -> list[Number]:
    """Return numbers with what those say that stand alone in cells of tables."""
    tables = list(_tables(paragraphs))
    if not tables:
        return listed
    by_start = {number.start: at for at, number in enumerate(listed)}
    made = list(listed)
    for before, cells in tables:
        corner = text[cells[0].start : cells[0].end]  # the head of all
        percent = _is_of_percent(corner) or _is_of_percent(_caption(text, before))
        for cell in _bodies(cells):
            for start, kind in _of_both(text, cell, percent=percent):
                if start in by_start:
                    made[by_start[start]] = replace(made[by_start[start]], kind=kind)
            match = _ALONE.fullmatch(text, cell.start, cell.end)
            at = by_start.get(match.start("n")) if match else None
            if at is not None and made[at].kind in _BY_HEADS:
                kind = _kind(text, made[at], cell.around, percent=percent)
                made[at] = replace(made[at], kind=kind)
    return made


def _tables(paragraphs: Sequence[Paragraph]) -> Iterable[tuple[Paragraph | None, list[Paragraph]]]:
    """Return the cells of each table, and what stands before it."""
    before: Paragraph | None = None
    for kind, group in groupby(paragraphs, key=lambda p: (p.kind is Block.CELL, p.table)):
        listed = list(group)
        if kind[0]:
            yield before, listed
        else:
            before = listed[-1]


def _bodies(cells: Sequence[Paragraph]) -> Iterable[Paragraph]:
    """Return the cells that are no heads: not of the first row, nor first of theirs."""
    for row, group in groupby(cells, key=lambda c: c.row):
        if row != 1:
            yield from list(group)[1:]


def _caption(text: str, before: Paragraph | None) -> str:
    return text[max(before.start, before.end - CAPTION) : before.end] if before else ""


def _of_both(text: str, cell: Paragraph, *, percent: bool) -> Iterator[tuple[int, Kind]]:
    """Return where people and their share begin in a cell that has both, and which is which."""
    match = _BOTH.fullmatch(text, cell.start, cell.end)
    if match is None or not (percent or _is_of_percent(cell.around)):
        return
    if any(_shapes()[name].search(cell.around) for name in ("mean", "median")):
        return
    people, share = ("first", "second") if match["first"].strip().isdigit() else ("second", "first")
    if match[people].strip().isdigit():
        yield match.start(people), Kind.COUNT
        yield match.start(share), Kind.PERCENT


def _kind(text: str, number: Number, around: str, *, percent: bool) -> Kind:
    """Return what a cell's number states, BARE where nothing tells."""
    grouped = number.value >= 1000 and not text[number.start : number.end].isdigit()
    shapes = _shapes()
    if _is_of_percent(around):
        return Kind.PERCENT
    if shapes["median"].search(around):
        return Kind.MEDIAN
    if shapes["mean"].search(around):
        return Kind.MEAN
    if grouped or (not number.decimals and _SIZE.search(around)):
        return Kind.COUNT
    if percent and number.value <= 100:
        return Kind.PERCENT
    if not number.decimals and shapes["people"].search(around):
        return Kind.COUNT
    return Kind.BARE


@packs.cached
def _shapes() -> dict[str, re.Pattern[str]]:
    def words(*keys: str) -> str:
        return alternatives(word for key in keys for word in packs.together(key))

    points = words("units.points", "units.bare_points")
    return {
        "percent": re.compile(rf"{words('units.percent')}(?!\s{points})", re.I),
        "shares": re.compile(words("units.shares"), re.I),
        "mean": re.compile(words("statistics.mean"), re.I),
        "median": re.compile(words("statistics.median"), re.I),
        "people": re.compile(words("people.respondents", "people.replies"), re.I),
    }


def _is_of_percent(words: str) -> bool:
    """Say whether words name per cent as a unit: not those of a number, as in "41 % agree".

    >>> _is_of_percent("Trust, in %"), _is_of_percent("Trust (n = 318, %)"), _is_of_percent("41 %")
    (True, True, False)
    """
    shapes = _shapes()
    for match in shapes["percent"].finditer(words):
        if not words[: match.start()].rstrip()[-1:].isdigit():
            return True
    return len(words) <= TITLE and bool(shapes["shares"].search(words))
