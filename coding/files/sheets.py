"""Read a table as people lay it out for people: the cells as shown, and what is hidden of it.

Unlike `tables`, which asks for one header and as many cells in each row, it takes any first sheet
of a workbook, or any csv, and leaves it to its reader what is a header.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from coding.errors import TableError, told_as
from coding.files import workbooks
from coding.files.tables import is_workbook, lines_in

_MOST_BYTES = 8 * 1024**2
_MOST_CELLS = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOutSheet:
    """The rows of a sheet that hold anything, each with its number; all have as many cells.

    `hidden` are the numbers of columns that the spreadsheet does not show, `notes` what else a
    reader should know: hidden rows, other sheets.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    hidden: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


def read_sheet(path: Path) -> LaidOutSheet:
    """Read the first sheet of an .xlsx with anything in it, or a .csv, .tsv or .txt.

    A date is written as the spreadsheet shows it: Excel makes `Oct-19` of 10-19, and this is what
    people see. Raises TableError.
    """
    if is_workbook(path):
        return _workbook(path)
    return LaidOutSheet(rows=_even([(n, cells) for n, cells in lines_in(path)]))


def _even(rows: list[tuple[int, list[str]]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Bring cells onto one line each, rows to one width; leave empty rows out."""
    bare = [(number, [" ".join(cell.split()) for cell in cells]) for number, cells in rows]
    filled = [(number, cells) for number, cells in bare if any(cells)]
    width = max((len(cells) for _, cells in filled), default=0)
    return tuple((n, (*cells, *[""] * (width - len(cells)))) for n, cells in filled)


def _workbook(path: Path) -> LaidOutSheet:
    try:
        data = path.read_bytes()
    except OSError as e:
        raise TableError(f"the file cannot be read ({e.strerror or e})", path.name) from e
    if len(data) > _MOST_BYTES:
        raise TableError("the workbook is too large for a face sheet", path.name, "Split it.")
    with told_as(TableError), workbooks.opened(data, path.name) as book:
        read = [_sheet(sheet, data, path) for sheet in book.worksheets]
        names = [str(sheet.title) for sheet in book.worksheets]
    with_rows = [number for number, sheet in enumerate(read) if sheet.rows]
    if not with_rows:
        return LaidOutSheet(rows=())
    first = read[with_rows[0]]
    notes = workbooks.only(names[with_rows[0]], [names[number] for number in with_rows[1:]])
    return LaidOutSheet(rows=first.rows, hidden=first.hidden, notes=(*notes, *first.notes))


def _sheet(sheet: Any, data: bytes, path: Path) -> LaidOutSheet:
    sheet.reset_dimensions()  # a file may lie about how large a sheet is
    rows: list[tuple[int, list[str]]] = []
    cells = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells += len(row)
        if cells > _MOST_CELLS:
            raise TableError(
                f"the sheet “{sheet.title}” has more than {_MOST_CELLS:,} cells",
                path.name,
                "Take out columns and rows that are not needed, empty ones too.",
            )
        rows.append((number, [shown_cell(cell) for cell in row]))
    kept, hidden = _even(rows), workbooks.hidden(data, sheet)
    notes = tuple(hidden.told({number for number, _ in kept}, 0))
    return LaidOutSheet(rows=kept, hidden=hidden.columns, notes=notes)


def shown_cell(cell: Any) -> str:
    """Return a cell's words as the spreadsheet shows them."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):  # a datetime is a date, too
        shape = str(cell.number_format).lower()
        if "y" not in shape:
            return f"{value:%d-%b}"
        if "d" not in shape:
            return f"{value:%b-%y}"
        if isinstance(value, datetime):
            return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    return str(value)
