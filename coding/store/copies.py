"""Copy a database while others work on it, and put a copy in its place, whole or not at all.

The copy is of one moment, that of the two files which change together with the database: the
write lock is held for as long as it takes to read those. To put a copy in place, everybody else
is kept out for as long as it takes; SQLite writes it as one transaction, so that a kill leaves
the old database or the new one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coding.errors import DamageError, ProjectError
from coding.store import damage, seals
from coding.store.connection import (
    Connection,
    DatabaseError,
    bare,
    connected,
    hindrance,
    lock_for,
    newest_act,
    transaction,
    translated,
)
from coding.store.twofold import content_of, settle

_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
)
_HELD = (
    "SELECT (SELECT count(*) FROM transcripts WHERE removed = 0) AS transcripts,"
    " (SELECT count(*) FROM codings c JOIN transcripts t ON t.id = c.transcript"
    "  AND t.removed = 0) AS codings,"
    " (SELECT count(*) FROM codes WHERE retired = 0) AS codes,"
    " (SELECT count(*) FROM memos) AS memos, (SELECT count(*) FROM acts) AS acts"
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a copy of the database holds: its newest act, its version, counts, rows by table.

    `files` are those that were read at the same moment: None where there is no such file.
    """

    revision: int
    version: int
    held: Mapping[str, int]
    rows: Mapping[str, int]
    files: Mapping[str, bytes | None]


def snapshot(path: Path, target: Path, names: Sequence[str] = ()) -> Snapshot:
    """Copy the database to a new file and prove the copy; others go on working meanwhile.

    `names` are files, named from the project's folder, whose bytes belong to the same moment.
    Raises ProjectError if the database or its copy is damaged.
    """
    with connected(path) as db:
        files = _at_one_moment(path, db, names)
        said = _said_of(db)
        with bare(target) as copy:
            copy.execute("PRAGMA synchronous=OFF")  # whoever keeps the file brings it to the disk
            db.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            check_sound(copy, path.name)
            if _said_of(copy) != said:
                raise ProjectError("its copy is not what was copied", path.name, "Try again.")
    revision, version, held, rows = said
    return Snapshot(revision, version, held, rows, files)


def check_sound(db: Connection, where: str) -> None:
    """Raise DamageError if a database is not what was written."""
    try:
        found = [row[0] for row in db.execute("PRAGMA integrity_check(1)").fetchall()]
        broken = db.execute("PRAGMA foreign_key_check").fetchone()
    except DatabaseError as error:
        raise translated(error, Path(where)) from error
    if found != ["ok"] or broken:
        what = found[0] if found != ["ok"] else f"a row of {broken[0]} points to nothing"
        raise DamageError(f"the database is damaged: {what}", where, "Restore a backup.")
    if damage.is_sealed(db):
        damage.compare(db, where)
        seals.check_everything(db)


def held(db: Connection) -> dict[str, int]:
    """Count the interviews, codings, codes, memos and acts of a database of any version."""
    return dict(db.execute(_HELD).fetchone())


def _said_of(db: Connection) -> tuple[int, int, dict[str, int], dict[str, int]]:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    rows = {
        name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in db.execute(_TABLES).fetchall()
    }
    return newest_act(db), version, held(db), rows


def _at_one_moment(path: Path, db: Connection, names: Sequence[str]) -> dict[str, bytes | None]:
    """Let `db` see the database as it is from now on, and read files while nobody writes."""
    with lock_for(path), connected(path) as holder:
        if hindrance(path):  # where nobody may write, nobody does
            return _seen(path, db, names)
        with transaction(holder):
            settle(path.parent, holder)
            return _seen(path, db, names)


def _seen(path: Path, db: Connection, names: Sequence[str]) -> dict[str, bytes | None]:
    db.execute("BEGIN")
    db.execute("SELECT count(*) FROM acts").fetchone()
    return {name: content_of(path.parent / name) for name in names}


@contextmanager
def alone(path: Path) -> Iterator[Connection]:
    """Open the database with everybody else kept out, readers too, until the block ends."""
    with lock_for(path), connected(path) as db:
        db.execute("PRAGMA locking_mode=EXCLUSIVE")
        with transaction(db):
            settle(path.parent, db)
        yield db


@contextmanager
def at_work(lock: Path) -> Iterator[bool]:
    """Say whether nobody else, in any process, is in a block with the same lock; never wait."""
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise ProjectError(
            f"backups cannot be kept: {error.strerror}", str(lock), "Make the folder writable."
        ) from error
    with bare(lock, patience=0) as db:
        try:
            db.execute("BEGIN EXCLUSIVE")
        except DatabaseError as error:
            if "locked" not in str(error):
                raise translated(error, lock) from error
            yield False
            return
        yield True


def put_over(copy: Path, db: Connection) -> None:
    """Let a database, open and alone, hold what a copy holds: one transaction."""
    with bare(copy) as source:
        source.backup(db)
