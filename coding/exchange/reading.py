"""Read a file of another program, whichever it is, by its ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from coding.errors import FileError
from coding.exchange.refi_read import read_refi
from coding.files.clean import printable
from coding.model.exchange import ForeignProject

READERS: Mapping[str, Callable[[Path, str], ForeignProject]] = {
    ".qdpx": read_refi,
    ".qde": read_refi,
    ".qdc": read_refi,
}
"""The ending of a file → who reads it."""


def read(path: Path, where: str = "") -> ForeignProject:
    """Return what a file of another program holds; raises FileError.

    `where` is what the file is called to people, where that is not its name.
    """
    where = where or printable(path.name)
    if not path.exists():
        raise FileError("there is no such file", where, "Check its name and folder.")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        message = f"files ending in {path.suffix or 'nothing'} are no projects that can be read"
        hint = "REFI-QDA (.qdpx, .qdc), .sqlite3, .qda, .csv, .xlsx, .docx, .html and lists can be."
        raise FileError(message, where, hint)
    return reader(path, where)
