"""Read rows out of a database that another program wrote, without trusting it or touching it.

It is opened for reading alone, as it stands: nothing is written beside it, what its log still has
is left there. Views and triggers are never run, and reading stops after a while.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from coding.errors import FileError
from coding.store import connection
from coding.store.connection import Connection, DatabaseError, read_alone

Tables = Mapping[str, Sequence[str]]
Rows = list[dict[str, Any]]

MOST_BYTES = 2 << 30
MOST_ROWS = 3_000_000
SECONDS = 30.0
"""How long reading from one database may take; a file made to take for ever is stopped then."""

_STEPS = 10_000  # of SQLite's virtual machine, between two looks at the clock
_ANEW = "Open it in the program that it was made with, and copy it from there."


def is_database(path: Path) -> bool:
    """Say whether a file begins as a database of SQLite does; no file that cannot be read does."""
    try:
        return connection.is_database(path)
    except OSError:
        return False


def tables_in(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the tables of a database with the names of their columns; raises FileError."""
    with closing(_opened(path)) as db:
        return _tables(db, path)


def rows_in(path: Path, wanted: Tables) -> dict[str, Rows]:
    """Return the rows of tables, in the order they were written: name → column → value.

    A table that is not there has none, a column that is not there is None in each. Raises
    FileError for a file that is damaged, too large, or no database.
    """
    with closing(_opened(path)) as db:
        there = _tables(db, path)
        try:
            return {
                table: _rows(db, table, columns, there.get(table, ()), path)
                for table, columns in wanted.items()
            }
        except DatabaseError as e:
            raise _unreadable(e, path) from e


def _unreadable(error: DatabaseError, path: Path) -> FileError:
    """Say why a database cannot be read: it is damaged, or reading was stopped."""
    if "interrupted" in str(error):
        message = f"to read the database takes more than {SECONDS:.0f} seconds"
        return FileError(message, path.name)
    return FileError(f"the database cannot be read ({error})", path.name, _ANEW)


def _opened(path: Path) -> Connection:
    if not is_database(path):
        raise FileError("this is no database", path.name, "Is it the right file?")
    if path.stat().st_size > MOST_BYTES:
        raise FileError("the database has more than 2 GB", path.name)
    try:
        db = read_alone(path)
    except DatabaseError as e:
        raise _unreadable(e, path) from e
    try:
        until = time.monotonic() + SECONDS
        db.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        db.text_factory = lambda data: data.decode("utf-8", "replace")
        db.execute("PRAGMA trusted_schema=OFF")
        db.execute("PRAGMA query_only=ON")
        db.execute("PRAGMA cell_size_check=ON")
    except DatabaseError as e:
        db.close()
        raise _unreadable(e, path) from e
    return db


def _tables(db: Connection, path: Path) -> dict[str, tuple[str, ...]]:
    try:
        names = [
            row[0]
            for row in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND sql NOT LIKE 'CREATE VIRTUAL%'"
            )
        ]
        return {
            name: tuple(row[1] for row in db.execute(f"PRAGMA table_info({_quoted(name)})"))
            for name in names
        }
    except DatabaseError as e:
        raise _unreadable(e, path) from e


def _rows(
    db: Connection, table: str, columns: Sequence[str], there: Sequence[str], path: Path
) -> Rows:
    """Return a table's rows; `columns` that are not `there` are None."""
    known = [column for column in columns if column in there]
    if not known:
        return []
    listed = ", ".join(map(_quoted, known))
    rows: Rows = []
    missing = dict.fromkeys(columns)
    for row in db.execute(f"SELECT {listed} FROM {_quoted(table)}"):
        if len(rows) >= MOST_ROWS:
            raise FileError(f"its table {table} has more than {MOST_ROWS:,} rows", path.name)
        rows.append({**missing, **dict(zip(known, row, strict=True))})
    return rows


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
