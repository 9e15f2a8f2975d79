"""Compare a database with its check values when it is opened, and name what is damaged."""

from __future__ import annotations

import json
from contextlib import suppress

from coding.errors import DamageError
from coding.store import seals
from coding.store.changes import LOGGED
from coding.store.connection import Connection, DatabaseError

SEALED = (*LOGGED, "speakers", *seals.WHOLE, "places", "seen", seals.ACTS)
"""Tables that are compared as a whole whenever a project is opened."""

STATES = ("done", "undone", "past")
"""What may have become of an act."""

_OURS = ("acts", "changes", "texts", "codings", "files", "_sqlite_migrations")
_NAMED = 3  # rows


def is_ours(db: Connection) -> bool:
    """Say whether a database is one that this program has made."""
    names = {row[0] for row in db.execute("SELECT name FROM sqlite_schema")}
    return names.issuperset(_OURS)


def is_sealed(db: Connection) -> bool:
    """Say whether a database has check values already."""
    return bool(db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'seals'").fetchone())


def compare(db: Connection, name: str) -> None:
    """Compare everything but interviews and search index; raise DamageError naming what differs.

    All is read in one transaction: whoever writes meanwhile is not taken for damage.
    """
    db.execute("BEGIN")
    try:
        told = list(damaged(db))
    finally:
        db.execute("ROLLBACK")
    if told:
        raise DamageError(
            f"it is damaged: {', '.join(told)} not what was written", name, seals.RESTORE
        )


def damaged(db: Connection) -> list[str]:
    """List, each in a few words, the parts of a database that are not what was written."""
    told = []
    if seals.schema_sum(db) != seals.kept(db, "schema"):
        told.append("the definitions of its tables are")
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_schema")}
    for table in SEALED:
        if table not in there:  # it came with a later version; else the definitions differ
            continue
        if seals.table_sum(db, table) != seals.kept(db, table) or not seals.whole(db, table):
            told.append(_which(db, table))
    marks = ", ".join("?" * len(STATES))
    unknown = db.execute(f"SELECT 1 FROM acts WHERE state NOT IN ({marks})", STATES).fetchone()
    if unknown or seals.states_sum(db) != seals.kept(db, seals.ACTS, "states"):
        told.append("states of acts are")
    return told


def _which(db: Connection, table: str) -> str:
    """Say which rows of a table differ from what the log has of them, if that can be said."""
    keys: list[str] = []
    if table in LOGGED:
        with suppress(DatabaseError, ValueError):
            keys = _differing(db, table)
    if not keys:
        return f"the table {table} is"
    if len(keys) > _NAMED:
        return f"{len(keys)} rows in {table} are"
    return f"{', '.join(keys)} in {table} {'are' if len(keys) > 1 else 'is'}"


def _differing(db: Connection, table: str) -> list[str]:
    with seals.in_bytes(db):
        logged = {
            key.decode("utf-8", "replace"): after and json.loads(after)
            for key, after in db.execute(
                'SELECT key, after FROM changes WHERE "table" = ? ORDER BY act, n',
                [table],
            )
        }
        there = {}
        for row in db.execute(f'SELECT * FROM "{table}"'):
            told = {
                k: v.decode("utf-8", "replace") if isinstance(v, bytes) else v
                for k, v in zip(row.keys(), row, strict=True)
            }
            there[told["id"]] = told
    expected = {key: row for key, row in logged.items() if row is not None}
    return sorted(
        key
        for key in expected.keys() | there.keys()
        if key not in expected
        or key not in there
        or any(there[key].get(k, v) != v for k, v in expected[key].items())
    )
