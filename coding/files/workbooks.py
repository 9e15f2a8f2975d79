"""Open a workbook (.xlsx) from outside: bounded, and its damage told in words."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coding.errors import FileError
from coding.files import zips

if TYPE_CHECKING:
    from openpyxl import Workbook

SAVE_AGAIN = "Open it in a spreadsheet and save it as .xlsx or as `CSV UTF-8`."

_DAMAGE = (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, SyntaxError)
"""What openpyxl raises for files that are not as they should be, besides errors of its own."""


@contextmanager
def opened(data: bytes, where: str, *, whole: bool = False) -> Iterator[Workbook]:
    """Give the workbook in some bytes, with the results of its formulas, for as long as the block.

    Rows are read one after the other; `whole` has all of it in memory, widths of columns and
    hidden rows too. Raises FileError for what is none or is damaged, also where reading a sheet
    within the block comes upon it.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import CellCoordinatesException, InvalidFileException

    zips.check(data, where)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about styles, which do not matter
            yield load_workbook(io.BytesIO(data), read_only=not whole, data_only=True)
    except (*_DAMAGE, CellCoordinatesException, InvalidFileException) as e:
        raise FileError("the file cannot be read as a workbook", where, SAVE_AGAIN) from e
