"""Open a workbook (.xlsx) from outside: bounded, and what is damaged or hidden told in words.

A spreadsheet hides rows (those that a filter leaves out among them) and columns, but they stay in
the file and are read. Whoever counts what is on the screen has to be told.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.errors import FileError
from coding.files import zips
from coding.model.listing import counted, listed

if TYPE_CHECKING:
    from openpyxl import Workbook

SAVE_AGAIN = "Open it in a spreadsheet and save it as .xlsx or as `CSV UTF-8`."

_DAMAGE = (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, SyntaxError)
"""What openpyxl raises for files that are not as they should be, besides errors of its own."""


@contextmanager
def opened(data: bytes, where: str) -> Iterator[Workbook]:
    """Give the workbook in some bytes, with the results of its formulas, for as long as the block.

    Rows are read one after the other. Raises FileError for what is none or is damaged, also where
    reading a sheet within the block comes upon it.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import CellCoordinatesException, InvalidFileException

    zips.check(data, where)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about styles, which do not matter
            yield load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (*_DAMAGE, CellCoordinatesException, InvalidFileException) as e:
        raise FileError("the file cannot be read as a workbook", where, SAVE_AGAIN) from e


_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")


@dataclass(frozen=True, slots=True)
class HiddenCells:
    """The rows of a sheet, counted from 1, and its columns, from 0, that a spreadsheet hides."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()

    def told(self, rows: Collection[int], width: int) -> list[str]:
        """Say what is hidden of the rows that hold anything and of so many columns.

        >>> HiddenCells(frozenset({2, 9}), frozenset({1, 7})).told([1, 2, 3], 3)
        ['1 hidden row is read like the rest.', '1 hidden column (B) is read like the rest.']
        """
        from openpyxl.utils import get_column_letter

        seen = [n + 1 for n in sorted(self.columns) if n < width]
        letters = f" ({listed([get_column_letter(n) for n in seen])})"
        return [
            f"{counted(number, what)}{which} {'is' if number == 1 else 'are'} read like the rest."
            for number, what, which in (
                (len(self.rows.intersection(rows)), "hidden row", ""),
                (len(seen), "hidden column", letters),
            )
            if number
        ]


def hidden(data: bytes, sheet: Any) -> HiddenCells:
    """Return what is hidden of a sheet, by the bytes of the workbook that it is of."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        part = book.read(str(sheet._worksheet_path).removeprefix("/"))
    rows, at = [], 0
    for row in _ROW.finditer(part):
        at = _number(row[1], "r", at + 1)
        if _HIDDEN.search(row[1]):
            rows.append(at)
    columns = [
        number - 1
        for column in _COLUMNS.finditer(part)
        if _HIDDEN.search(column[1])
        for number in range(_number(column[1], "min", 1), _number(column[1], "max", 0) + 1)
    ]
    return HiddenCells(frozenset(rows), frozenset(columns))


def _number(said: bytes, name: str, otherwise: int) -> int:
    found = re.search(rb"""\b%s\s*=\s*["'](\d{1,7})["']""" % name.encode(), said)
    return min(int(found[1]), _MOST) if found else otherwise


_MOST = 1_048_576  # rows of a sheet; of columns there are fewer


def only(name: str, others: Sequence[str]) -> list[str]:
    """Say that one sheet alone is read, where others hold something too.

    >>> only("Talk", ["About", "Old"]), only("Talk", [])
    (['Only the sheet “Talk” is read, not “About”, “Old”.'], [])
    """
    named = ", ".join(f"“{other}”" for other in others)
    return [f"Only the sheet “{name}” is read, not {named}."] if others else []
