"""Check tables that a draft prints: what stands in their cells is worked out from one another.

A total is the sum of its rows or columns; a column of shares that is one column of people by
another is so in each row. No survey is needed for that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from coding.arithmetic.rounding import half_unit
from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import Evidence, Finding, Level
from coding.verify.checks.outcome import Near, Outcome
from coding.verify.evidence.axes import is_whole
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

NAME = "tables"

SLIGHT = 1e-9

Found = tuple[Finding, "Sequence[TableNumber]"]
"""A finding, and the numbers that it rests on."""


@dataclass(frozen=True, slots=True)
class TableNumber:
    """A cell of a draft's table that is a number: where it stands, and its value."""

    start: int
    end: int
    row: int
    column: int
    printed: str
    value: float
    decimals: int
    percent: bool

    @property
    def spare(self) -> float:
        """Return by how much rounding may have moved it: people are whole."""
        return half_unit(self.decimals) if self.percent or self.decimals else 0.0


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of a draft: its numbers by row and column, and how both are called."""

    numbers: Mapping[tuple[int, int], TableNumber]
    rows: Mapping[int, str]
    columns: Mapping[int, str]
    paragraph: int

    @property
    def headed(self) -> bool:
        """Say whether its columns have heads: words, not numbers."""
        heads = [head for head in self.columns.values() if head]
        return any(re.search(r"[^\W\d_]", head) for head in heads[-1:])

    def turned(self) -> PrintedTable:
        """Return the table with rows for columns."""
        turned = {(column, row): number for (row, column), number in self.numbers.items()}
        return PrintedTable(turned, self.columns, self.rows, self.paragraph)

    def column(self, column: int) -> list[TableNumber]:
        """Return the numbers of a column from above, those of totals left out."""
        return [
            number
            for (row, at), number in sorted(self.numbers.items())
            if at == column and not _is_total(self.rows.get(row, ""))
        ]


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return totals that are no sum of their parts, and shares that their row does not give."""
    outcome = Outcome()
    headless = [table for table in tables_of(reading).values() if not table.headed]
    if headless:
        places = ", ".join(str(table.paragraph) for table in headless)
        outcome.notes.append(
            "Not looked at: what numbers state in tables without heads, which begin in paragraph"
            f" {places}."
        )
    for table in tables_of(reading).values():
        for near, finds in ((Near.SUM, _all_totals), (Near.COUNTED, _shares)):
            for finding, numbers in finds(reading, table):
                outcome.say(finding, near, numbers)
    return outcome


# ── reading ──


@packs.cached
def _cell_shape() -> re.Pattern[str]:
    percent = alternatives(packs.together("units.percent"))
    return re.compile(
        rf"[\s*_~≈<>]*(?P<n>\d{{1,3}}(?:[ ,.’']\d{{3}})+|\d+)(?:[.,](?P<part>\d{{1,2}}))?"
        rf"\s*(?P<unit>{percent}|%)?[\s*_†]*",
        re.I,
    )


@packs.cached
def _percent() -> re.Pattern[str]:
    return re.compile(rf"%|{alternatives(packs.together('units.percent'))}", re.I)


def tables_of(reading: ReadDraft) -> dict[int, PrintedTable]:
    """Return the tables of a draft by their numbers."""
    return reading.once("tables", lambda: _read(reading))


def _read(reading: ReadDraft) -> dict[int, PrintedTable]:
    cells: dict[int, dict[tuple[int, int], list[tuple[int, int]]]] = defaultdict(dict)
    for paragraph in reading.draft.paragraphs:
        if paragraph.table:
            place = (paragraph.row, paragraph.column)
            cells[paragraph.table].setdefault(place, []).append((paragraph.start, paragraph.end))
    return {table: _laid_out(reading, places) for table, places in cells.items()}


def _laid_out(
    reading: ReadDraft, places: Mapping[tuple[int, int], Sequence[tuple[int, int]]]
) -> PrintedTable:
    texts = {
        place: " ".join(reading.text[start:end].strip(" *_") for start, end in spans)
        for place, spans in places.items()
    }
    first_row, first_column = (min((p[side] for p in places), default=0) for side in (0, 1))
    columns = {column: text for (row, column), text in texts.items() if row == first_row}
    rows = {row: text for (row, column), text in texts.items() if column == first_column}
    numbers = {}
    for (row, column), spans in places.items():
        start, end = spans[0]
        match = _cell_shape().fullmatch(reading.text, start, end)
        if len(spans) > 1 or match is None or row == first_row or column == first_column:
            continue
        part = match["part"] or ""
        whole = re.sub(r"\D", "", match["n"])
        heads = f"{columns.get(column, '')} {rows.get(row, '')}"
        numbers[row, column] = TableNumber(
            start=match.start("n"),
            end=match.end("unit") if match["unit"] else match.end("part" if part else "n"),
            row=row,
            column=column,
            printed=reading.printed(start, end).strip(" *_"),
            value=float(f"{whole}.{part or 0}"),
            decimals=len(part),
            percent=bool(match["unit"] or _percent().search(heads)),
        )
    first = min((spans[0][0] for spans in places.values()), default=0)
    return PrintedTable(numbers, rows, columns, reading.paragraph(first).number)


def _is_total(head: str) -> bool:
    plain = head.strip(" *_:").lower()
    return bool(plain) and is_whole(plain)


# ── totals ──


def _all_totals(reading: ReadDraft, table: PrintedTable) -> Iterator[Found]:
    yield from _totals(reading, table)
    yield from _totals(reading, table.turned())


def _totals(reading: ReadDraft, table: PrintedTable) -> Iterator[Found]:
    """Work out the total below each column.

    That a row is left out, or counted in another, cannot be told from one column alone: then a
    wrong or swapped digit of one number must explain the gap for it to be checked. It is an error
    where less than the smallest row is missing or too much, or another column of people adds up.
    """
    totals = [row for row, head in table.rows.items() if _is_total(head)]
    if len(totals) != 1:
        return
    heads = min(table.rows, default=0)
    named = [row for row, head in table.rows.items() if head and row not in (*totals, heads)]
    sums = []
    for column in table.columns:
        total, parts = table.numbers.get((totals[0], column)), table.column(column)
        if total is None or len(parts) < 2 or len(parts) != len(named):
            continue
        if total.percent and (
            abs(total.value - 100) > SLIGHT or any(p.value >= 100 for p in parts)
        ):
            continue  # a share of all is no sum of shares of each
        added = sum(part.value for part in parts)
        spare = sum(part.spare for part in parts)  # a hundred per cent is exact
        sums.append((total, parts, added, abs(added - total.value) <= spare + SLIGHT))
    complete = any(agrees for *_, agrees in sums)
    for total, parts, added, agrees in sums:
        if agrees:
            continue
        slight = abs(added - total.value) < min(part.value for part in parts)
        slipped = _explains(total, added) or any(
            _explains(part, part.value + total.value - added) for part in parts
        )
        finding = _finding(
            reading,
            Level.ERROR if complete or slight else Level.CHECK if slipped else Level.INFO,
            "total of a table",
            total,
            f"{' + '.join(f'{part.value:g}' for part in parts)} = {added:g}; the table has"
            f" {total.printed} as the total.",
        )
        yield finding, [total, *parts]


def _explains(number: TableNumber, wanted: float) -> bool:
    """Say whether one wrong digit, or two swapped ones, make a number of what it should be."""
    if wanted < 0:
        return False
    said, meant = (f"{value:.{number.decimals}f}" for value in (number.value, wanted))
    if len(said) != len(meant):
        return False
    apart = [n for n, (a, b) in enumerate(zip(said, meant, strict=True)) if a != b]
    if len(apart) == 2:
        first, second = apart
        swapped = (said[first], said[second]) == (meant[second], meant[first])
        return second - first == 1 and swapped
    return len(apart) == 1


# ── shares of a row ──


def _shares(reading: ReadDraft, table: PrintedTable) -> Iterator[Found]:
    """Work out columns of shares that are one column of people by another, or by its total."""
    columns = {column: table.column(column) for column in table.columns}
    shares = [c for c, listed in columns.items() if listed and all(n.percent for n in listed)]
    counts = [
        column
        for column, listed in columns.items()
        if listed and not any(number.percent or number.decimals for number in listed)
    ]
    totals = [row for row, head in table.rows.items() if _is_total(head)]
    for column in shares:
        rules = [_by_columns(table, part, whole) for part, whole in permutations(counts, 2)]
        for part in counts:
            total = table.numbers.get((totals[0], part)) if len(totals) == 1 else None
            if total is not None and total.value:
                rules.append(_by_total(table, part, total))
        yield from _worked_out(reading, columns[column], rules)


Rule = tuple[Callable[[int], "float | None"], Callable[[int], str]]
"""What a row's share is, None where it cannot be worked out; and that in words."""


def _by_columns(table: PrintedTable, part: int, whole: int) -> Rule:
    def pair(row: int) -> tuple[float, float]:
        some, of = table.numbers.get((row, part)), table.numbers.get((row, whole))
        return (some.value, of.value) if some and of else (0.0, 0.0)

    def value(row: int) -> float | None:
        some, of = pair(row)
        return 100 * some / of if of and some <= of else None

    return value, lambda row: "{:g} of {:g}".format(*pair(row))


def _by_total(table: PrintedTable, part: int, total: TableNumber) -> Rule:
    def value(row: int) -> float | None:
        some = table.numbers.get((row, part))
        return 100 * some.value / total.value if some and some.value <= total.value else None

    return value, lambda row: f"{table.numbers[row, part].value:g} of {total.value:g}"


def _worked_out(
    reading: ReadDraft, shares: Sequence[TableNumber], rules: Sequence[Rule]
) -> Iterator[Found]:
    """Report the shares of a column that do not follow the rule that the others follow.

    A rule is one that two rows at least and half of all follow; or all do, in another order.
    """
    best: tuple[int, Rule, list[TableNumber], bool] | None = None
    for rule in rules:
        values = {share.row: rule[0](share.row) for share in shares}
        if len(shares) < 2 or any(value is None for value in values.values()):
            continue
        wrong = [s for s in shares if abs((values[s.row] or 0.0) - s.value) > s.spare + SLIGHT]
        right = len(shares) - len(wrong)
        swapped = _same_in_another_order(wrong, [values[s.row] or 0.0 for s in wrong])
        holds = right >= 2 and 2 * right >= len(shares)
        if (holds or swapped) and (best is None or right > best[0]):
            best = (right, rule, wrong, swapped)
    if best is None:
        return
    _, rule, wrong, swapped = best
    for share in wrong:
        value = rule[0](share.row) or 0.0
        finding = _finding(
            reading,
            Level.ERROR,
            "share of a row",
            share,
            f"{rule[1](share.row)} are {value:.{max(1, share.decimals)}f} %, not"
            f" {share.value:.{share.decimals}f} %."
            + (" It stands in another row of this column: two were swapped." if swapped else ""),
        )
        yield finding, [share]


def _same_in_another_order(shares: Sequence[TableNumber], values: Sequence[float]) -> bool:
    """Say whether two or more shares are what is worked out for them, but in other rows."""
    if len(shares) < 2:
        return False
    listed = sorted(shares, key=lambda share: share.value)
    return all(
        abs(share.value - value) <= share.spare + SLIGHT
        for share, value in zip(listed, sorted(values), strict=True)
    )


def _finding(
    reading: ReadDraft, level: Level, verdict: str, number: TableNumber, message: str
) -> Finding:
    return reading.finding(
        NAME,
        level,
        verdict,
        number.start,
        number.end,
        message=message,
        hint="One of the numbers of the table is wrong.",
        evidence=[Evidence(kind="rule", text=message)],
    )
