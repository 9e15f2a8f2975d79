"""Open and close the database: one connection for each act, with the settings that keep it safe.

Where nothing can be written (a full disk, a folder that may only be read) it is opened for
reading alone. SQLite wants files of its own beside the database for that, too; where it cannot
have them, the database is read as it stands, unless acts are left in `project.db-wal`.

`pysqlite3` brings a newer SQLite than many systems have; it is taken where it is installed.
"""

from __future__ import annotations

import os
import shlex
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from coding.errors import DamageError, ProjectError
from coding.store import sharing
from coding.store.backup_names import BACKUPS, backups

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
ROOM = 128 * 1024
"""Bytes that an act may need on the disk: the files that SQLite makes for it, and its pages."""

ELSEWHERE = "You can look, search, and export to another place."

_DAMAGED = ("not a database", "malformed", "decode", "corrupt", "no such", "unsupported", "large")

_MAGIC = b"SQLite format 3\0"

_locks: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)

# The cache (16 MB) holds what one act changes, so that a big import is written only once.
_SETTINGS = (
    "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
    "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON; PRAGMA cache_size=-16000"
)


def read_alone(path: Path) -> Connection:
    """Open a database of another program for reading, as it stands and without a file beside it."""
    uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True)


def is_database(path: Path) -> bool:
    """Say whether a file begins as a database of SQLite does; raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def newest_act(db: Connection, schema: str = "main") -> int:
    """Return the number of the newest act, 0 before the first."""
    return int(db.execute(f"SELECT coalesce(max(seq), 0) FROM {schema}.acts").fetchone()[0])


def lock_for(path: Path) -> threading.RLock:
    """Return the lock that this process's writers to one file share."""
    return _locks[os.path.realpath(path)]


@contextmanager
def connected(path: Path) -> Iterator[Connection]:
    """Open the database for one act and close it after; translate its errors.

    Raises ProjectError with a hint if the file is locked, read-only, full or not a database.
    """
    sharing.let_go()
    with _in_our_words(path), closing(_opened(path)) as connection:
        yield connection


@contextmanager
def connected_to_read(path: Path) -> Iterator[Connection]:
    """Do as `connected`, over the connection that this thread shares, if it reads `together`."""
    with _in_our_words(path):
        shared = sharing.shared(path, _opened)
        lent = sharing.over(shared) if shared else closing(_opened(path))
        with lent as connection:
            yield connection


@contextmanager
def _in_our_words(path: Path) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise translated(error, path) from error
    except DamageError as error:
        error.hint = way_out(path)
        raise


def _opened(path: Path) -> Connection:
    return _to_read(path) if hindrance(path) else _to_write(path)


def _to_write(path: Path) -> Connection:
    """Open a database to read and write, or to read if that is all that can be done."""
    try:
        return _set(sqlite3.connect(str(path), timeout=PATIENCE, isolation_level=None))
    except sqlite3.OperationalError as error:
        if not any(word in str(error) for word in ("readonly", "unable to open", "full", "I/O")):
            raise
        try:  # a quota that is used up looks like this
            return _to_read(path)
        except DatabaseError:
            raise error from None


def _to_read(path: Path) -> Connection:
    """Open a database to read alone, without files beside it if they cannot be made."""
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    try:
        return _set(sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None))
    except sqlite3.OperationalError:
        left = path.with_name(f"{path.name}-wal")
        if left.exists() and left.stat().st_size:
            raise
    address += "&immutable=1"
    return _set(sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None))


def _set(connection: Connection) -> Connection:
    """Make a connection safe, and see that it can read."""
    try:
        connection.row_factory = sqlite3.Row
        connection.executescript(_SETTINGS)
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except UnicodeDecodeError as error:  # of SQLite's message, which quotes what is damaged
        connection.close()
        raise DatabaseError("malformed database schema") from error
    except BaseException:
        connection.close()
        raise
    return connection


def hindrance(path: Path) -> str:
    """Say why nothing can be written to a database, "" if nothing is known to be in the way."""
    folder = os.path.dirname(path) or os.curdir
    if not os.access(folder, os.W_OK):
        return "the project’s folder may only be read"
    if not os.access(path, os.W_OK) and path.exists():
        return f"{path.name} may only be read"
    return "the disk is full" if shutil.disk_usage(folder).free < ROOM else ""


def expect_room(path: Path) -> None:
    """Raise ProjectError where nothing can be changed."""
    if why := hindrance(path):
        raise ProjectError(
            f"nothing can be changed: {why}",
            path.name,
            f"{'Make room' if 'full' in why else 'Make it writable'}, or copy the project"
            f" elsewhere. {ELSEWHERE}",
        )


def way_out(path: Path) -> str:
    """Say what can be done about a database that is damaged or no project's."""
    anew = f"move {path.name} away to begin anew from codebook.yaml and transcripts/"
    kept = backups(path)
    if not kept:
        return (
            f"There is no backup in {BACKUPS}/: bring one back from elsewhere with `coding restore"
            f" FILE`, or {anew}."
        )
    return (
        f"Bring back a backup with `coding restore {shlex.quote(str(kept[0].path))}`, the newest of"
        f" {len(kept)} there; the app shows what each would change. Or {anew}."
    )


def bare(path: Path, *, patience: float = PATIENCE) -> closing[Connection]:
    """Open a file as it is, without the settings of a project's database; close it after."""
    connection = sqlite3.connect(str(path), timeout=patience, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return closing(connection)


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
    text = " ".join(str(error).split())[:100]  # SQLite quotes whole definitions of tables
    if any(word in text for word in _DAMAGED):
        return DamageError(
            f"the database refused: {text}",
            path.name,
            way_out(path),
        )
    if "locked" in text:
        hint = "Another program holds the project open; close it and try again."
    elif "readonly" in text or "unable to open" in text:
        hint = "Make the project’s folder writable, or copy the project elsewhere."
    elif "full" in text:
        hint = "The disk is full; make room and try again. Nothing was lost."
    else:
        hint = "Nothing was changed; try again."
    return ProjectError(f"the database refused: {text}", path.name, hint)
