"""Write the framework matrix: a row for each interview, a column for each code, summaries in cells.

In Word it lies on its side, its heads stand again on each page, and codes that do not fit beside
each other go on in a further table; a workbook has all of them in one sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coding.files.clean import cleaned
from coding.files.table_writing import write_rows
from coding.files.word_paper import WIDE, CellText, Paper, Stretch
from coding.files.writing import check_suffix

SUFFIXES = (".docx", ".xlsx", ".csv")
NOTHING = "nothing coded"
_HEAD = 3.6
"""Centimetres that the names of interviews take of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummedUp:
    """A row: an interview, what is known of whom it is with, and a summary for each code.

    `segments` has how many segments the interview has on each code.
    """

    interview: str
    person: str = ""
    attributes: Mapping[str, str]
    summaries: Sequence[str]
    segments: Sequence[int]

    def said(self, place: int) -> str:
        """Return what stands in a cell: the summary, or why there is none."""
        if self.summaries[place].strip():
            return self.summaries[place]
        many = self.segments[place]
        if not many:
            return NOTHING
        return f"{many:,} segment{'' if many == 1 else 's'}, not summed up yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPaper:
    """The table to be written; `codes` are their names with those above them.

    `only` says what alone it is of, "" for the whole study.
    """

    title: str
    only: str = ""
    codes: Sequence[str]
    rows: Sequence[SummedUp]
    most_columns: int

    @property
    def progress(self) -> str:
        """Say how many cells are written."""
        there = [
            row.summaries[place]
            for row in self.rows
            for place in range(len(self.codes))
            if row.segments[place] or row.summaries[place].strip()
        ]
        written = sum(bool(text.strip()) for text in there)
        return f"{written:,} of {len(there):,} cells in which anything is coded are summed up."


def write_summaries(path: Path, paper: SummaryPaper) -> None:
    """Write the table to a .docx, .xlsx or .csv file, whole or not at all; raises CodingError."""
    if check_suffix(path, SUFFIXES) == ".docx":
        _word(cleaned(paper)).save(path)
        return
    people = any(row.person for row in paper.rows)
    names = dict.fromkeys(name for row in paper.rows for name in row.attributes)
    first = f"interview (only {cleaned(paper.only)})" if paper.only else "interview"
    heads = [first, *(["participant"] if people else []), *names]
    columns = [*heads, *_apart(paper.codes, heads)]
    rows: list[dict[str, object]] = [
        {
            **row.attributes,
            first: row.interview,
            "participant": row.person,
            **dict(zip(columns[len(heads) :], row.summaries, strict=True)),
        }
        for row in paper.rows
    ]
    write_rows(path, rows, columns)


def _apart(codes: Sequence[str], taken: Sequence[str]) -> list[str]:
    """Return names for columns, no two alike.

    >>> _apart(["Rent", "Rent", "gender"], ["gender"])
    ['Rent', 'Rent (2)', 'gender (2)']
    """
    names: list[str] = []
    for code in codes:
        name, number = code, 1
        while name in (*taken, *names):
            number += 1
            name = f"{code} ({number})"
        names.append(name)
    return names


def _word(paper: SummaryPaper) -> Paper:
    made = Paper(paper.title, landscape=True)
    made.paragraph(paper.title, style="Title")
    if paper.only:
        made.paragraph(f"Only {paper.only}.")
    made.paragraph(paper.progress)
    places = range(len(paper.codes))
    sets = -(-len(places) // paper.most_columns)
    each = -(-len(places) // sets) if sets else 1  # as many on each page, not five and then one
    for number, first in enumerate(places[:: max(each, 1)], 1):
        shown = places[first : first + each]
        names = ", ".join(paper.codes[place] for place in shown)
        made.caption("Table", f"summaries {number}", f"{names}.")
        width = round((WIDE - _HEAD) / len(shown), 2)
        heads = ["Interview", *(paper.codes[place] for place in shown)]
        table = made.table([_HEAD, *[width] * len(shown)], heads, instead=f"Summaries: {names}.")
        for row in paper.rows:
            table.row([_head(row), *([*_cell(row, place)] for place in shown)])
    return made


def _head(row: SummedUp) -> list[CellText]:
    facts = ", ".join(value for value in row.attributes.values() if value)
    lines = [CellText([Stretch(row.interview, bold=True)])]
    return [
        *lines,
        *(CellText([fact], style="Table label") for fact in (row.person, facts) if fact),
    ]


def _cell(row: SummedUp, place: int) -> list[CellText]:
    if not row.summaries[place].strip():
        return [CellText([Stretch(row.said(place), italic=True)], style="Table label")]
    lines = row.summaries[place].splitlines()
    return [CellText([line]) for line in lines if line.strip()]
