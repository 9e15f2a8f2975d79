"""Say what a sheet of a coded table is: its header, its columns, and what a person made of them.

What a column holds is proposed in `coding.exchange.columns`; what the rows say then, in
`coding.exchange.coded_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from coding.errors import TableError
from coding.exchange.headings import heading
from coding.files.grids import Grid, letter_of
from coding.language import packs


class Holds(StrEnum):
    """What a column of a coded table holds."""

    DOCUMENT = "document"
    WORDS = "words"
    CODE = "code"
    ABOVE = "above"
    MARK = "mark"
    CODER = "coder"
    SPEAKER = "speaker"
    START = "start"
    END = "end"
    CREATED = "date"
    NOTE = "note"
    ORIGIN = "origin"
    ATTRIBUTE = "attribute"
    LEFT = "out"


MEANING: Mapping[Holds, str] = {
    Holds.DOCUMENT: "the interview or respondent",
    Holds.WORDS: "the words that are coded",
    Holds.CODE: "codes",
    Holds.ABOVE: "the code above (theme, category)",
    Holds.MARK: "0/1: the heading is the code",
    Holds.CODER: "who coded",
    Holds.SPEAKER: "who says the words",
    Holds.START: "first character",
    Holds.END: "last character",
    Holds.CREATED: "when it was coded",
    Holds.NOTE: "a note on the segment",
    Holds.ORIGIN: "whether a person or a suggestion was first",
    Holds.ATTRIBUTE: "a fact about the respondent",
    Holds.LEFT: "nothing: left out",
}

OURS: Mapping[str, Holds] = {
    "transcript": Holds.DOCUMENT,
    "text": Holds.WORDS,
    "code": Holds.CODE,
    "coder": Holds.CODER,
    "start": Holds.START,
    "end": Holds.END,
    "created": Holds.CREATED,
    "origin": Holds.ORIGIN,
}
"""What the columns hold of a table of codings as this program writes it; the rest is left out."""

LONG_CODE = 60
"""Characters that the name of a code seldom has more of."""

_HEAD_ROWS = 30
_YES = frozenset({"1", "x", "✓", "✔", "√", "+", "true", "wahr", "vrai"})
_NO = frozenset({"0", "", "-", "–", "false", "falsch", "faux"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column: its heading, what it is proposed to hold, and something of what stands in it.

    `letter` is what a spreadsheet calls it, `coder` whose codes these are, `""` where the rows or
    the sheet say that; `code` is which code the marks of a column are of. `filled` cells have
    `values` different values; `example` has some.
    """

    number: int
    letter: str
    name: str
    holds: Holds = Holds.LEFT
    coder: str = ""
    code: str = ""
    filled: int = 0
    values: int = 0
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSheet:
    """A sheet under its header (row `head`), with what its columns are proposed to hold.

    `coder` and `document` are those of all its rows, where its name tells one; `notes` say what
    the spreadsheet hides of it.
    """

    name: str
    head: int
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    coder: str = ""
    document: str = ""
    notes: tuple[str, ...] = ()

    def holding(self, *holds: Holds) -> tuple[SheetColumn, ...]:
        """Return the columns that hold one of some things, from left to right."""
        return tuple(column for column in self.columns if column.holds in holds)

    @property
    def is_coded(self) -> bool:
        """Tell whether it has codes and the words or places that they are on."""
        placed = self.holding(Holds.WORDS) or (
            self.holding(Holds.START) and self.holding(Holds.END)
        )
        return bool(placed and self.holding(Holds.CODE, Holds.MARK))

    @property
    def has_answers(self) -> bool:
        """Tell whether it has words that nobody has coded: answers to open questions."""
        return bool(self.holding(Holds.WORDS)) and not self.holding(Holds.CODE, Holds.MARK)


def read_head(grid: Grid) -> CodedSheet:
    """Return a sheet under its header, which is the first row with a name for most columns."""
    width = len(grid.rows[0][1])
    at = 0
    for number, (_, cells) in enumerate(grid.rows[:_HEAD_ROWS]):
        named = sum(bool(cell.strip()) and len(cell) <= 2 * LONG_CODE for cell in cells)
        if named * 3 >= width * 2 and (named > 1 or width == 1):
            at = number
            break
    head, cells = grid.rows[at]
    rows = grid.rows[at + 1 :]
    if not any(map(heading, cells)) and _goes_on(cells, rows):
        rows, head = grid.rows[at:], 0
        cells = ("",) * width
    names = _named(cells)
    columns = []
    for number, name in enumerate(names):
        values = [row[number].strip() for _, row in rows if row[number].strip()]
        example = list(dict.fromkeys(" ".join(value.split()) for value in values))
        columns.append(
            SheetColumn(
                number=number,
                letter=letter_of(number),
                name=name,
                filled=len(values),
                values=len(set(values)),
                example=" · ".join(value[:LONG_CODE] for value in example[:3]),
            )
        )
    return CodedSheet(
        name=grid.name, head=head, columns=tuple(columns), rows=rows, notes=grid.notes
    )


def _goes_on(cells: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]]) -> bool:
    """Tell whether a first row is one of data: what stands in it comes again below it."""
    again = (
        cell.strip() and any(cell.strip() == row[number].strip() for _, row in rows)
        for number, cell in enumerate(cells)
    )
    return any(again)


def mapped(sheet: CodedSheet, told: Mapping[int, tuple[Holds, str]]) -> CodedSheet:
    """Return a sheet with what a person said its columns hold: number → what, and whose codes."""
    columns = tuple(
        replace(column, holds=told[column.number][0], coder=told[column.number][1])
        if column.number in told
        else column
        for column in sheet.columns
    )
    return replace(sheet, columns=columns)


def column_called(sheet: CodedSheet, name: str) -> SheetColumn:
    """Return a column by its heading, or else its letter, whatever the case; raises TableError."""
    wanted = plain_name(name)
    for column in sheet.columns:
        if name.strip() == column.name or (wanted and wanted == plain_name(column.name)):
            return column
    for column in sheet.columns:
        if column.letter == name.strip().upper():
            return column
    raise TableError(
        f"there is no column `{name}`",
        sheet.name,
        f"The columns are: {', '.join(column.name for column in sheet.columns)}.",
    )


def is_yes(value: str) -> bool:
    """Tell whether a cell of a 0/1 column says that the code is there.

    >>> is_yes("1"), is_yes(" X "), is_yes("0"), is_yes("2")
    (True, True, False, False)
    """
    plain = value.strip().casefold()
    return plain in _YES or plain in packs.together("answers.yes")


def is_no(value: str) -> bool:
    """Tell whether a cell of a 0/1 column says that the code is not there.

    >>> is_no("0"), is_no(""), is_no("No"), is_no("1"), is_no("calm")
    (True, True, True, False, False)
    """
    plain = value.strip().casefold()
    return plain in _NO or plain in packs.together("answers.no")


def _named(cells: Sequence[str]) -> list[str]:
    """Return the headings, each with one of its own: a column without a name gets its letter."""
    names: list[str] = []
    for number, cell in enumerate(cells):
        name = " ".join(cell.split()) or f"column {letter_of(number)}"
        names.append(name if name not in names else f"{name} ({letter_of(number)})")
    return names


def plain_name(name: str) -> str:
    """Return a name as it is compared: no file's ending, no case, letters and digits alone.

    >>> plain_name("Vera_01.docx")
    'vera01'
    """
    return re.sub(r"[\W_]+", "", re.sub(r"\.\w{2,4}$", "", name.strip())).casefold()
