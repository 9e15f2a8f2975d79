"""Read csv and xlsx files as rows of text.

The `'` that keeps a text of a csv from being run as a formula is taken away again.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from coding.errors import TableError, told_as
from coding.files import workbooks
from coding.files.decode import decode, wide
from coding.files.formulas import unguarded
from coding.files.workbooks import SAVE_AGAIN, HiddenCells

_DELIMITERS = ",;\t"
_FILE_LIMIT = 64 * 1024**2
_HIGHEST = 30  # rows of a sheet among which its header is looked for
_MOST_SHEET_ROWS = 1_048_576
_MOST_SHEETS = 200
_MOST_CELLS = 10_000_000  # of a table, empty ones included: a sheet can make 16,384 of each cell

# A cell with a formula but no value; one that holds a text may well be empty.
_UNCALCULATED = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"(?![^>]*t="str")[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*'
    rb"(?:<v\s*/>|<v></v>)?\s*</c>"
)

# The commas between the thousands of a number as `shown` writes it: elsewhere they are decimal.
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")


TEXTS = (".csv", ".tsv", ".txt")
"""The endings of texts that have rows of cells."""

NO_VALUE = frozenset({"", "-", "–", "—", "?", ".", "na", "n/a", "n.a.", "nan", "none", "null"})
"""What a cell holds where nothing is known, in small letters."""


def read_rows(path: Path, *, required: Sequence[str], shown: bool = False) -> list[dict[str, str]]:
    r"""Read a .csv (also .tsv, .txt) or the first sheet of an .xlsx as rows of text.

    Values stay as they are, but for line ends (`\n`) and the guard against formulas. Column
    names are stripped; a required one is found whatever its case. Empty rows are passed over.
    With `shown`, a number of a sheet is written as its cell shows it, not as it is stored. A
    sheet's rows above the one that names all required columns are no part of the table.
    Raises TableError, with the line, for anything that would have to be guessed.
    """
    workbook = is_workbook(path)
    if workbook:
        sheet = _xlsx_lines(path, shown=shown)
        lines: Iterable[tuple[int, list[str]]] = sheet[_header_at(sheet, required) :]
    else:
        lines = _csv_lines(_decoded(_bytes(path), path), path, required)
    return _rows(lines, path, required, sheet=workbook)


def is_workbook(path: Path) -> bool:
    """Tell a workbook from a text with cells; raises TableError for a file that is neither."""
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", *TEXTS):
        raise TableError(
            f"`{suffix}` files cannot be read as a table", path.name, "Save it as .csv or .xlsx."
        )
    return suffix == ".xlsx"


def titles_above(path: Path, names: Sequence[str]) -> list[str]:
    """Return what stands above the header in the first sheet of an .xlsx, a text for each row.

    The header is the first row, among few, that names all of some columns; where none does, the
    first row is. Raises TableError.
    """
    lines = _xlsx_lines(path, shown=True)
    begin = _header_at(lines, names)
    return [" ".join(cell for cell in cells if cell.strip()) for _, cells in lines[:begin]]


def unsaid(path: Path) -> list[str]:
    """Say what the first sheet of an .xlsx does not show, and which others are not read.

    Nothing of a csv. Raises TableError.
    """
    if not is_workbook(path):
        return []
    with told_as(TableError), workbooks.opened(_bytes(path), str(path)) as book:
        first, *others = list[Any](book.worksheets)[:_MOST_SHEETS]
        filled = [str(sheet.title) for sheet in others if _holds(sheet)]
    [(_, lines, hidden)] = _workbook(path, shown=False, most=1)
    return [*workbooks.only(str(first.title), filled), *_told(hidden, lines)]


def _holds(sheet: Any) -> bool:
    """Say whether a sheet has a filled cell."""
    sheet.reset_dimensions()
    return any(cell is not None for row in sheet.iter_rows(values_only=True) for cell in row)


def _header_at(lines: Sequence[tuple[int, Sequence[str]]], names: Sequence[str]) -> int:
    wanted = {name.casefold() for name in names}
    for at, (_, cells) in enumerate(lines[:_HIGHEST]):
        if wanted and wanted <= {cell.strip().casefold() for cell in cells}:
            return at
    return 0


def rows_in(text: str, *, required: Sequence[str], where: str) -> list[dict[str, str]]:
    """Read the text of a .csv, called `where`, as `read_rows` reads a file."""
    path = Path(where)
    return _rows(_csv_lines(text.removeprefix("\ufeff"), path, required), path, required)


def lines_in(path: Path) -> list[tuple[int, list[str]]]:
    """Read a .csv (also .tsv, .txt) as it lies there: the number and the cells of each row.

    For tables that have more above their header than a header. Raises TableError.
    """
    lines = _bounded(_csv_lines(_decoded(_bytes(path), path), path, ()), path)
    return [(number, [unguarded(cell) for cell in cells]) for number, cells in lines]


def sheets_in(path: Path) -> Iterator[tuple[str, list[tuple[int, list[str]]], list[str]]]:
    """Yield of each sheet of an .xlsx its name, its rows as `lines_in`, and what is hidden of it.

    Raises TableError.
    """
    for name, lines, hidden in _workbook(path, shown=False, most=_MOST_SHEETS):
        rows = [(number, [unguarded(cell) for cell in cells]) for number, cells in lines]
        yield name, rows, _told(hidden, rows)


def _told(hidden: HiddenCells, lines: Sequence[tuple[int, Sequence[str]]]) -> list[str]:
    """Say what is hidden of the rows of a sheet."""
    width = max((len(cells) for _, cells in lines), default=0)
    return hidden.told({number for number, _ in lines}, width)


def _rows(
    lines: Iterable[tuple[int, list[str]]],
    path: Path,
    required: Sequence[str],
    *,
    sheet: bool = False,
) -> list[dict[str, str]]:
    header: list[str] = []
    rows: list[dict[str, str]] = []
    for number, line in _bounded(lines, path):
        cells = [unguarded(cell.replace("\r\n", "\n")) for cell in line]
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = _header(cells, required, path)
            continue
        if sheet:  # it does not store the empty cells at the end of a row
            cells += [""] * (len(header) - len(cells))
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if len(cells) != len(header):
            raise TableError(
                f"{len(cells)} cells where the header names {len(header)} columns",
                f"{path}:{number}",
                "A cell with a separator or a line break inside must stand in quotation marks.",
            )
        rows.append(dict(zip(header, cells, strict=True)))
    if not header:
        raise TableError("the table is empty", str(path), "Its first line must name the columns.")
    return rows


def _bounded(lines: Iterable[tuple[int, list[str]]], path: Path) -> Iterator[tuple[int, list[str]]]:
    """Pass rows on until there are too many cells in them."""
    cells = 0
    for number, line in lines:
        cells += len(line)
        if cells > _MOST_CELLS:
            raise TableError(
                f"the table has more than {_MOST_CELLS:,} cells",
                f"{path}:{number}",
                "Take out columns and rows that are not needed, empty ones too.",
            )
        yield number, line


def _header(cells: Sequence[str], required: Sequence[str], path: Path) -> list[str]:
    spelling = {name.casefold(): name for name in required}
    names = [spelling.get(cell.strip().casefold(), cell.strip()) for cell in cells]
    while not names[-1]:
        names.pop()
    twice = [name for name, times in Counter(names).items() if times > 1 and name]
    missing = [name for name in required if name not in names]
    if missing:
        raise TableError(
            f"no column {', '.join(f'`{name}`' for name in missing)}",
            str(path),
            f"The columns there are: {', '.join(name for name in names if name)}.",
        )
    if twice or "" in names:
        what = f"two columns are called `{twice[0]}`" if twice else "a column has no name"
        raise TableError(what, str(path), "Give each column a name of its own in the first line.")
    return names


def _csv_lines(text: str, path: Path, required: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    delimiter = max(_DELIMITERS, key=lambda d: _fit(text, d, required))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as e:
        raise TableError(
            f"the row that begins here cannot be read ({e})",
            f"{path}:{number}",
            "Look for a quotation mark without its partner.",
        ) from e


def _decoded(data: bytes, path: Path) -> str:
    """Return the text of a table; raises TableError unless its encoding is beyond doubt."""
    nul = data.find(0) if not wide(data) else -1
    if nul >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise TableError("a NUL character: this is not a text file", f"{path}:{line}", SAVE_AGAIN)
    with told_as(TableError, SAVE_AGAIN):
        decoded = decode(data, str(path))
    if not decoded.sure or "\0" in decoded.text:
        raise TableError("the encoding of the file is unknown", str(path), SAVE_AGAIN)
    return decoded.text


def _fit(text: str, delimiter: str, required: Sequence[str]) -> tuple[int, int]:
    """Say how well a delimiter cuts the header: required columns found, then all columns."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next((line for line in lines if line), [])
    except csv.Error:
        return 0, 0
    there = {name.strip().casefold() for name in header}
    return len(there & {name.casefold() for name in required}), len(header)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise TableError(
                f"the file has more than {_FILE_LIMIT // 1024**2} MB", str(path), "Split it."
            )
        return path.read_bytes()
    except OSError as e:
        raise TableError(f"the file cannot be read ({e.strerror or e})", str(path)) from e


def _xlsx_lines(path: Path, *, shown: bool) -> list[tuple[int, list[str]]]:
    return next(lines for _, lines, _ in _workbook(path, shown=shown, most=1))


def _workbook(
    path: Path, *, shown: bool, most: int
) -> Iterator[tuple[str, list[tuple[int, list[str]]], HiddenCells]]:
    """Yield the name, the lines and what is hidden of the first so many sheets of a workbook."""
    data = _bytes(path)
    with told_as(TableError), workbooks.opened(data, str(path)) as book:
        sheets: list[Any] = [book.worksheets[0], *book.worksheets[1:most]]
        for sheet in sheets:
            _check_formulas(data, str(sheet._worksheet_path), path)
            sheet.reset_dimensions()  # the size that a sheet states of itself can lie
            lines = list(_bounded(_sheet_lines(sheet, shown), path))
            yield str(sheet.title), lines, workbooks.hidden(data, sheet)


def _check_formulas(data: bytes, part: str, path: Path) -> None:
    """Raise TableError if a formula's result is not in the file: its cell would look empty."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        found = _UNCALCULATED.search(book.read(part.removeprefix("/")))
    if found:
        raise TableError(
            f"cell {found[1].decode()} holds a formula and no result",
            str(path),
            "Open it in a spreadsheet, which works it out, and save it.",
        )


def _sheet_lines(sheet: Any, shown: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a sheet that hold anything, without the empty cells at their ends."""
    for number, row in enumerate(sheet.iter_rows(values_only=not shown), start=1):
        values = [cell.value for cell in row] if shown else row
        filled = next((n for n in range(len(values), 0, -1) if values[n - 1] is not None), 0)
        if filled and shown:
            yield number, [_shown(cell) for cell in row[:filled]]
        elif filled:
            yield number, [_text(value) for value in values[:filled]]
        elif number > _MOST_SHEET_ROWS:
            raise ValueError("a row beyond the last that a sheet can have")


def _shown(cell: Any) -> str:
    """Write a cell as the sheet shows it."""
    from coding.files.number_formats import shown

    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _text(value)
    return _GROUPED.sub("", shown(value, str(cell.number_format or "")))


def _text(value: object) -> str:
    """Write a cell's value as a csv would show it.

    >>> _text(30.0), _text(48.5), _text(None), _text(datetime(2024, 9, 4))
    ('30', '48.5', '', '2024-09-04')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    return str(value)
