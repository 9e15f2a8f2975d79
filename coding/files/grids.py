"""Read every sheet of a workbook, or a csv, as it lies there: rows of cells, each with its number.

Unlike `tables`, which reads the first sheet under a header that it is told, and `sheets`, which
reads a sheet as it is shown: here the words of a cell stay as they are, line ends included, since
they are looked for in interviews letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coding.errors import TableError
from coding.files.tables import TEXTS, is_workbook, lines_in, sheets_in

SUFFIXES = (*TEXTS, ".xlsx")
"""The endings of the files that `read_grids` understands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The rows of one sheet that hold anything, with their numbers; all have as many cells.

    `name` is that of the sheet, `""` for a csv; `notes` say what is hidden of it.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Read the sheets of an .xlsx with anything in them, or a .csv, .tsv or .txt, in their order.

    Raises TableError for a file that is none, is damaged, or whose formulas have no results.
    """
    read = list(sheets_in(path)) if is_workbook(path) else [("", lines_in(path), [])]
    grids = tuple(
        Grid(name=name, rows=rows, notes=tuple(notes))
        for name, lines, notes in read
        if (rows := _even(lines))
    )
    if not grids:
        raise TableError("the table is empty", path.name, "Is it the right file?")
    return grids


def _even(lines: Sequence[tuple[int, list[str]]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Bring rows to one width, without empty columns at their ends; leave empty rows out."""
    filled = [
        (number, [cell.replace("\r\n", "\n") for cell in cells])
        for number, cells in lines
        if any(cell.strip() for cell in cells)
    ]
    ends = (next(n for n in range(len(c), 0, -1) if c[n - 1].strip()) for _, c in filled)
    width = max(ends, default=0)
    return tuple((n, (*cells[:width], *[""] * (width - len(cells)))) for n, cells in filled)


def letter_of(number: int) -> str:
    """Return what a spreadsheet calls a column; the first has number 0.

    >>> letter_of(0), letter_of(25), letter_of(26), letter_of(27)
    ('A', 'Z', 'AA', 'AB')
    """
    rest, last = divmod(number, 26)
    return (letter_of(rest - 1) if rest else "") + chr(ord("A") + last)
