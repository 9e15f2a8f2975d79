"""Bring a backup back: look first, keep what is there now, then change all of it or nothing.

The backup is unpacked and proved in a room of its own. Its log gets a row for the restore, which
names whatever differs from now, so that open pages learn of it as of any act; its number is higher
than any that was given before. Then the database is put over the present one in one transaction,
and the files follow as in every act over two stores (`coding.store.twofold`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from coding.errors import Conflict, DamageError, ProjectError
from coding.files import archive
from coding.files.private import private_folder, room
from coding.files.writing import copy
from coding.model import new_id, now
from coding.store import VERSION, damage, seals
from coding.store.backup_names import Backup, Why
from coding.store.backups import DATABASE, FOLDERS, keep, keep_damaged, thin_out
from coding.store.changes import LOGGED
from coding.store.connection import (
    Connection,
    DatabaseError,
    bare,
    connected,
    expect_room,
    is_database,
    lock_for,
    newest_act,
    transaction,
)
from coding.store.copies import alone, check_sound, held, put_over
from coding.store.files import CODEBOOK, PLACES
from coding.store.twofold import intended, settle

TRIES = 5
"""How often a restore begins anew because somebody was at work while the present was kept."""

TOLD = 8

_Row = tuple[str, str, str | None, str | None]
"""Table, key, and the row before and after as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """What restoring a backup changes: what the project holds `now` and would hold `then`.

    `lost` counts the acts that only the present has, None where the present cannot be read;
    `last` are the newest of them in words. `files` would be written over or added. `revision` is
    that of the present.
    """

    file: Path
    made: str
    now: Mapping[str, int]
    then: Mapping[str, int]
    lost: int | None
    last: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class _Staged:
    """A backup, unpacked and sound: its database, and what its files hold."""

    database: Path
    made: str
    files: dict[str, bytes] = field(default_factory=dict)


def difference(database: Path, file: Path) -> Restoration:
    """Prove a backup and say what restoring it would change; nothing is changed yet.

    Raises CodingError if it is none, is damaged, or was made by a newer program.
    """
    with _staged(database.parent, file) as staged:
        return _compared(database, file, staged)


def restore(
    database: Path, file: Path, *, coder: str, seen: int | None = None
) -> tuple[Restoration, Path | None]:
    """Bring a backup back; return what that changed, and where the state before is kept.

    `seen` is the revision of the difference that somebody agreed to: raises Conflict if there
    was an act since. Raises CodingError if anything cannot be done: all is as it was then.
    """
    if database.exists():
        expect_room(database)
    with _staged(database.parent, file) as staged:
        for _ in range(TRIES):
            before, damaged = _kept_now(database)
            told = _compared(database, file, staged)
            if seen is not None and told.lost is not None and told.revision != seen:
                raise Conflict(
                    "somebody has worked on the project meanwhile", hint="Look at it again."
                )
            if not database.exists():
                _place(database, staged, coder)
                _finish(database)
                return told, None
            revision = None if damaged or not isinstance(before, Backup) else before.revision
            if _replaced(database, staged, coder, revision):
                _finish(database)
                thin_out(database)
                return told, before.path if isinstance(before, Backup) else before
    raise Conflict("others are at work on the project", hint="Try again in a moment.")


# ── looking ──


@contextmanager
def _staged(folder: Path, file: Path) -> Iterator[_Staged]:
    """Unpack a backup, or the bare database of one, prove it and bring it up to date."""
    try:
        bare_one = is_database(file)
    except OSError as error:
        raise ProjectError(
            f"the backup cannot be read: {error.strerror}", str(file), "Check its name and folder."
        ) from error
    with room(folder if folder.is_dir() else folder.parent) as place:
        made = ""
        if bare_one:
            archive.check_room(place, file.stat().st_size)
            with bare(file) as source, bare(place / DATABASE) as target:
                try:
                    source.backup(target)
                except DatabaseError as error:
                    raise _damaged(file.name) from error
        else:
            told = archive.unpack(file, place)
            made = str(told.get("made", ""))
        if not (place / DATABASE).is_file():
            raise ProjectError("it holds no database", file.name, "Choose another backup.")
        with bare(place / DATABASE) as db:
            _prove(db, file.name)
            texts = dict(db.execute("SELECT id, content FROM files").fetchall())
            made = made or str(db.execute("SELECT max(at) FROM acts").fetchone()[0] or "")
        files = {PLACES[name]: text.encode() for name, text in texts.items() if name in PLACES}
        if not bare_one:
            files |= _unpacked(place)
        yield _Staged(place / DATABASE, made, files)


def _damaged(where: str) -> ProjectError:
    return ProjectError("the backup is damaged", where, "Choose another backup.")


def _prove(db: Connection, where: str) -> None:
    """Raise ProjectError if a database is damaged, not one of ours, or too new; update it."""
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        db.execute("PRAGMA trusted_schema=OFF")
        kinds = {row[0] for row in db.execute("SELECT DISTINCT type FROM sqlite_master")}
        if not version or not damage.is_ours(db) or "trigger" in kinds:
            raise ProjectError(
                "this is not the database of a project", where, "Choose another backup."
            )
        if version > VERSION:
            raise ProjectError(
                "this backup was made with a newer version of the program",
                where,
                "Install the newest version of it.",
            )
        check_sound(db, where)
        if version < VERSION:
            from coding.store.schema import bring_up_to_date

            bring_up_to_date(db, VERSION)
        db.execute("PRAGMA journal_mode=DELETE")
    except DatabaseError as error:
        raise _damaged(where) from error


def _unpacked(place: Path) -> dict[str, bytes]:
    """Return the files of an archive by name, of those kinds that a backup has."""
    paths = [place / CODEBOOK]
    for name in FOLDERS:
        paths += (place / name).rglob("*")
    return {p.relative_to(place).as_posix(): p.read_bytes() for p in paths if p.is_file()}


def _compared(database: Path, file: Path, staged: _Staged) -> Restoration:
    files = tuple(sorted(_differing(database.parent, staged)))
    with bare(staged.database) as kept:
        then = held(kept)
    if not database.exists():
        return Restoration(file=file, made=staged.made, now={}, then=then, lost=0, files=files)
    try:
        with connected(database) as db:
            db.execute("ATTACH ? AS kept", [str(staged.database)])
            lost = db.execute(
                "SELECT summary, coder FROM main.acts WHERE id NOT IN (SELECT id FROM kept.acts)"
                " AND NOT (coder = '' AND verb = 'restore') ORDER BY seq DESC"
            ).fetchall()
            return Restoration(
                file=file,
                made=staged.made,
                now=held(db),
                then=then,
                lost=len(lost),
                last=tuple(" · ".join(filter(None, row)) for row in lost[:TOLD]),
                files=files,
                revision=newest_act(db),
            )
    except ProjectError:
        return Restoration(file=file, made=staged.made, now={}, then=then, lost=None, files=files)


def _differing(folder: Path, staged: _Staged) -> dict[str, bytes]:
    """Return the files of a backup that the project has otherwise or not at all."""

    def content(name: str) -> bytes | None:
        with suppress(OSError):
            return (folder / name).read_bytes()
        return None

    return {name: data for name, data in staged.files.items() if content(name) != data}


# ── changing ──


def _kept_now(database: Path) -> tuple[Backup | Path | None, bool]:
    """Keep the present state; say where, and whether it is so damaged that it was kept as it is."""
    if not database.exists():
        return None, False
    try:
        return keep(database, Why.RESTORE), False
    except DamageError:
        return keep_damaged(database), True


def _replaced(database: Path, staged: _Staged, coder: str, revision: int | None) -> bool:
    """Put a backup over the project unless it is not at `revision` any more (None: whatever)."""
    act = new_id()
    try:
        with alone(database) as db:
            if revision is not None and newest_act(db) != revision:
                return False
            _log_restore(db, staged, act, coder)
            with intended(database.parent, act) as intention:
                intention.announce(_differing(database.parent, staged))
                put_over(staged.database, db)
                intention.put()
            return True
    except ProjectError as error:
        if revision is not None or "locked" in error.message:
            raise
    _place(database, staged, coder)
    return True


def _place(database: Path, staged: _Staged, coder: str) -> None:
    """Put a backup where there is no database, or one that nobody can open."""
    folder, act = private_folder(database.parent), new_id()
    _log(staged, act, coder)
    with lock_for(database), intended(folder, act) as intention:
        intention.announce(_differing(folder, staged))
        for end in ("-wal", "-shm"):
            database.with_name(f"{database.name}{end}").unlink(missing_ok=True)
        copy(staged.database, database)
        intention.put()


def _finish(database: Path) -> None:
    """Let the database be written as a project's is, and every file stand as its log says."""
    with lock_for(database), connected(database) as db:
        seals.forget(seals.place_of(db))
        db.execute("PRAGMA journal_mode=WAL")
        with transaction(db):
            settle(database.parent, db)


def _log_restore(db: Connection, staged: _Staged, act: str, coder: str) -> None:
    """Write the restore into the backup's log, with every row that differs from now."""
    changes: list[_Row] = []
    newest = 0
    db.execute("ATTACH ? AS kept", [str(staged.database)])
    try:
        newest = newest_act(db)
        changes = list(_changes(db))
    except DatabaseError:  # the present is too damaged to be compared
        newest, changes = newest_act(db, "kept") + 1_000, []
    finally:
        db.execute("DETACH kept")
    _log(staged, act, coder, newest, changes)


def _log(
    staged: _Staged, act: str, coder: str, newest: int = 0, changes: Sequence[_Row] = ()
) -> None:
    with bare(staged.database) as db, transaction(db):
        number = max(newest, newest_act(db)) + 1
        summary = f"backup of {staged.made[:16].replace('T', ' ')} brought back by {coder}"
        db.execute(
            "INSERT INTO acts (seq, id, at, coder, verb, summary, state)"
            " VALUES (?, ?, ?, '', 'restore', ?, 'past')",
            [number, act, now(), summary],
        )
        db.executemany(
            'INSERT INTO changes (act, n, "table", key, before, after) VALUES (?, ?, ?, ?, ?, ?)',
            [(number, n, *change) for n, change in enumerate(changes)],
        )
        seals.Seals(db).write_down()


def _changes(db: Connection) -> Iterator[_Row]:
    """Yield (table, key, before, after) for each row that the backup has otherwise."""
    for table in (*LOGGED, "speakers"):
        both = [
            [row[1] for row in db.execute(f'PRAGMA {schema}.table_info("{table}")')]
            for schema in ("main", "kept")
        ]
        if both[0] != both[1]:
            continue
        rows = [
            db.execute(f'SELECT * FROM {a}."{table}" EXCEPT SELECT * FROM {b}."{table}"').fetchall()
            for a, b in (("main", "kept"), ("kept", "main"))
        ]
        before, after = (
            {row["id"]: json.dumps(dict(row), ensure_ascii=False) for row in differing}
            for differing in rows
        )
        for key in before | after:
            yield table, key, before.get(key), after.get(key)
