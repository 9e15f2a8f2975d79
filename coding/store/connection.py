"""Open and close the database: one connection for each act, with the settings that keep it safe.

`pysqlite3` brings a newer SQLite than many systems have; it is taken where it is installed.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from coding.errors import ProjectError

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

Connection: TypeAlias = sqlite3.Connection
DatabaseError = sqlite3.DatabaseError
IntegrityError = sqlite3.IntegrityError
SQLITE_VERSION = sqlite3.sqlite_version_info

PATIENCE = 30  # seconds to wait for another writer

_locks: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)

# The cache (16 MB) holds what one act changes, so that a big import is written only once.
_SETTINGS = (
    "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
    "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON; PRAGMA cache_size=-16000"
)


class Reader:
    """What every part of the store has: the path of the database, and a way to read it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a connection for reading."""
        return connected(self.path)


def lock_for(path: Path) -> threading.RLock:
    """Return the lock that this process's writers to one file share."""
    return _locks[os.path.realpath(path)]


@contextmanager
def connected(path: Path) -> Iterator[Connection]:
    """Open the database for one act and close it after; translate its errors.

    Raises ProjectError with a hint if the file is locked, read-only, full or not a database.
    """
    try:
        connection = sqlite3.connect(str(path), timeout=PATIENCE, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.executescript(_SETTINGS)
            yield connection
        finally:
            connection.close()
    except DatabaseError as error:
        raise translated(error, path) from error


@contextmanager
def transaction(db: Connection) -> Iterator[None]:
    """Take the write lock at once; commit at the end, or take everything back."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def translated(error: Exception, path: Path) -> ProjectError:
    """Say in a researcher's words what SQLite refused."""
    text = str(error)
    if "locked" in text:
        hint = "Another program holds the project open; close it and try again."
    elif "readonly" in text or "unable to open" in text:
        hint = "Make the project's folder writable, or copy the project elsewhere."
    elif "full" in text:
        hint = "The disk is full; make room and try again. Nothing was lost."
    elif any(word in text for word in ("not a database", "malformed", "decode")):
        hint = "The file is damaged; bring back a backup of project.db."
    else:
        hint = "Nothing was changed; try again."
    return ProjectError(f"the database refused: {text}", path.name, hint)
