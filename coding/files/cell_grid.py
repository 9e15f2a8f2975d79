"""Read a table with every cell as it stands, line ends and all, whatever stands above its header.

Unlike `tables` and `sheets`, which want short cells on one line each, it is for tables whose cells
hold what people said.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coding.errors import FileError
from coding.files import decode, workbooks
from coding.files.formulas import unguarded
from coding.files.sheets import shown_cell
from coding.files.workbooks import SAVE_AGAIN, HiddenCells

MOST_CELLS = 2_000_000
MOST_LETTERS = 60_000_000
_LONGEST = 1_000_000  # letters of a cell
_SIGNS = "\t;|,"  # commas last: they stand in what people say as well
_NO_SIGN = "\x1f"
_LOOKED_AT = 200  # rows by which the sign between cells is found


@dataclass(frozen=True, slots=True, kw_only=True)
class CellGrid:
    """The rows of a table that hold anything, all of them with as many cells; notes on reading."""

    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def of_text(text: str, where: str) -> CellGrid:
    r"""Return the cells of a csv's text, whatever sign parts them; raises FileError.

    >>> of_text('Who;What\nAna;"Yes;\nno"\n', "a.csv").rows
    (('Who', 'What'), ('Ana', 'Yes;\nno'))
    """
    fits = {sign: _fit(text, sign) for sign in _SIGNS}
    sign = max(fits, key=fits.__getitem__)
    sign = sign if fits[sign][2] else _NO_SIGN
    return _even(_cells(text, sign, where), HiddenCells(), where)


def of_workbook(data: bytes, where: str) -> CellGrid:
    """Return the cells of the sheet of an .xlsx that has most in it; raises FileError."""
    if not data.startswith(b"PK"):
        what = decode.kind(data)
        message = f"this is {what} under another name" if what else "this is no workbook"
        raise FileError(message, where, SAVE_AGAIN)
    read: dict[str, CellGrid] = {}
    with workbooks.opened(data, where) as book:
        sheets: list[Any] = list(book.worksheets)
        for sheet in sheets:
            sheet.reset_dimensions()  # a file may lie about how large a sheet is
            rows = ([shown_cell(cell) for cell in row] for row in sheet.iter_rows())
            read[str(sheet.title)] = _even(rows, workbooks.hidden(data, sheet), where)
    filled = {name: sheet for name, sheet in read.items() if sheet.rows}
    if not filled:
        return CellGrid(rows=())
    name = max(filled, key=lambda name: _letters(filled[name].rows))
    return CellGrid(rows=filled[name].rows, notes=(*_unread(filled, name), *filled[name].notes))


def _unread(sheets: Mapping[str, CellGrid], name: str) -> Iterator[str]:
    """Say which sheets are not read; one that begins as the one that is may be its other half."""
    others = [other for other in sheets if other != name]
    alike = [other for other in others if sheets[other].rows[0] == sheets[name].rows[0]]
    yield from workbooks.only(name, others)
    if alike:
        yield (
            f"Please check: {', '.join(f'“{other}”' for other in alike)} begins with the same row"
            f" as “{name}”. If there is more to read in it, save each sheet as a file of its own."
        )


def _letters(rows: Sequence[Sequence[str]]) -> int:
    return sum(len(cell) for row in rows for cell in row)


def _cells(text: str, sign: str, where: str) -> Iterator[list[str]]:
    """Yield the cells of each row; quotation marks are words where no row is right with them."""
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        yield from list(reader)
    except csv.Error as e:
        rows = _unquoted(text, sign)
        if len({len(row) for row in rows}) != 1 or text.count('"') % 2:
            raise FileError(
                f"the row that ends on line {reader.line_num} cannot be read ({e})",
                where,
                "Look for a quotation mark without its partner.",
            ) from e
        yield from rows


def _unquoted(text: str, sign: str) -> list[list[str]]:
    """Return the cells of each row with quotation marks as words, none if one is too long."""
    bare = csv.reader(io.StringIO(text, newline=""), delimiter=sign, quoting=csv.QUOTE_NONE)
    try:
        return [row for row in bare if row]
    except csv.Error:
        return []


def _even(rows: Iterator[list[str]], hidden: HiddenCells, where: str) -> CellGrid:
    """Leave empty rows and columns out and bring the others to one width; say what is hidden."""
    filled: list[list[str]] = []
    numbers = []
    cells = letters = 0
    for number, row in enumerate(rows, 1):
        cells += len(row)
        if cells > MOST_CELLS:
            hint = "Take out columns and rows that are not needed, empty ones too."
            raise FileError(f"the table has more than {MOST_CELLS:,} cells", where, hint)
        bare = [unguarded(cell).replace("\r\n", "\n").strip() for cell in row]
        letters += sum(map(len, bare))
        if letters > MOST_LETTERS:
            raise FileError("the table has too much in it", where, "Split it.")
        if any(bare):
            filled.append(bare)
            numbers.append(number)
    width = max(map(len, filled), default=0)
    used = [i for i in range(width) if any(len(row) > i and row[i] for row in filled)]
    return CellGrid(
        rows=tuple(tuple(row[i] if i < len(row) else "" for i in used) for row in filled),
        notes=tuple(hidden.told(numbers, width)),
    )


def _fit(text: str, sign: str) -> tuple[bool, float, int]:
    """Say how well a sign cuts a text: its first row as the others, how many alike, how wide."""
    widths: Counter[int] = Counter()
    first = 0
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        for number, row in enumerate(reader):
            if number >= _LOOKED_AT:
                break
            if any(row):
                first = first or len(row)
                widths[len(row)] += 1
    except csv.Error:
        return False, 0.0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    if width < 2 or 2 * count < widths.total():
        return False, 0.0, 0
    return first == width, round(count / widths.total(), 1), width
