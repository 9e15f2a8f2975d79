"""Write rows to csv and xlsx files, whole or not at all.

A csv is written in UTF-8 with a byte order mark, without which Excel shows Cyrillic as noise.
A text that a spreadsheet would run as a formula gets `'` before it in a csv, and is a plain
string cell in an xlsx.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.errors import CodingError
from coding.files.clean import clean
from coding.files.formulas import guarded, is_guarded
from coding.files.writing import check_suffix, replacing

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

_Cell = str | int | float

_SUFFIXES = (".csv", ".xlsx")
_CELL_LIMIT = 32_767  # characters in an xlsx cell; openpyxl would cut the rest off in silence
_NARROWEST, _WIDEST = 8, 60
_ROWS_MEASURED = 200


def write_rows(path: Path, rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Write rows to a .csv or .xlsx file, whole or not at all.

    `columns` gives their order; a row may lack some, and what else it has is left out. Numbers
    stay numbers, lists are joined by `; `, None is an empty cell. Raises CodingError.
    """
    suffix = check_suffix(path, _SUFFIXES)
    cells = [[_plain(row.get(column)) for column in columns] for row in rows]
    with replacing(path) as temporary:
        if suffix == ".csv":
            _write_csv(temporary, cells, columns)
        else:
            _write_xlsx(temporary, {"Rows": (cells, columns)}, path)


def write_sheets(
    path: Path, sheets: Mapping[str, tuple[Iterable[Mapping[str, object]], Sequence[str]]]
) -> None:
    """Write a workbook of several sheets, each named and given as (rows, columns).

    As `write_rows`; raises CodingError.
    """
    check_suffix(path, (".xlsx",))
    made = {
        name: ([[_plain(row.get(column)) for column in columns] for row in rows], columns)
        for name, (rows, columns) in sheets.items()
    }
    with replacing(path) as temporary:
        _write_xlsx(temporary, made, path)


def _plain(value: object) -> _Cell:
    if isinstance(value, str):
        return clean(value)
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        parts = sorted(map(str, value)) if isinstance(value, set | frozenset) else value
        return clean("; ".join(str(part) for part in parts))
    return clean(str(value))


def _write_csv(path: Path, cells: Iterable[Sequence[_Cell]], header: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([guarded(clean(name)) for name in header])
        for row in cells:
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])


def _write_xlsx(
    path: Path, sheets: Mapping[str, tuple[Sequence[Sequence[_Cell]], Sequence[str]]], shown: Path
) -> None:
    from openpyxl import Workbook

    for cells, header in sheets.values():
        for number, row in enumerate(cells, start=2):
            for name, value in zip(header, row, strict=True):
                if isinstance(value, str) and len(value) >= _CELL_LIMIT:
                    raise CodingError(
                        f"`{name}` has {len(value):,} characters, too many for a cell",
                        f"{shown}, row {number}",
                        "Choose another kind of file: only a workbook’s cells end there.",
                    )
    book = Workbook(write_only=True)
    for name, (cells, header) in sheets.items():
        _fill(book.create_sheet(name), cells, header)
    book.save(path)


def _fill(sheet: Any, cells: Sequence[Sequence[_Cell]], header: Sequence[str]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for place, name in enumerate(header):
        lengths = (len(str(row[place])) for row in cells[:_ROWS_MEASURED])
        width = max(_NARROWEST, min(_WIDEST, 2 + max([len(name), *lengths])))
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    # One cell is styled and its style shared: styling each costs most of the time.
    plain, bold = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
    plain.alignment = bold.alignment = Alignment(wrap_text=True, vertical="top")
    bold.font = Font(bold=True)

    def cell(value: _Cell, like: WriteOnlyCell = plain) -> WriteOnlyCell:
        if isinstance(value, str) and is_guarded(value):
            value = f"'{value}"
        made = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            made.data_type = "s"  # also where it begins with `=` or reads `#N/A`
        made._style = like._style
        return made

    sheet.append([cell(clean(name), bold) for name in header])
    for row in cells:
        sheet.append([cell(value) for value in row])
