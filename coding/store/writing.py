"""Write to the database: one act, one transaction, one row in the log with all it changed.

    with writing(path, coder="ana", verb="apply", summary="Safety on P01") as w:
        w.insert("codings", {...})

`BEGIN IMMEDIATE` takes the write lock at once, so that a second writer waits rather than
fails; the lock for each file makes the threads of one process queue in order. Whatever raises
inside the block takes everything back. Undo and redo replay the rows that the log kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from coding.errors import Conflict
from coding.model import Act, new_id, now
from coding.store.connection import Connection, connected, lock_for, transaction

Row = Mapping[str, Any]

# Tables whose rows the log can play back, each with a text key `id`.
LOGGED = (
    *("transcripts", "participants", "codings", "memos", "baskets", "picks", "files"),
    *("decisions", "settings", "links", "rulings"),
)

_LOOK = "Look at what stands there now and try again."


class Writer:
    """The changes of one act, recorded for the log as they are made.

    `summary` is what the log says of the act; the block may still set it.
    """

    def __init__(self, db: Connection, summary: str) -> None:
        self.db = db
        self.summary = summary
        self.changes: list[tuple[str, str, str | None, str | None]] = []

    def row(self, table: str, key: str) -> dict[str, Any] | None:
        """Return a row as it stands inside this transaction, or None."""
        found = self.db.execute(f'SELECT * FROM "{table}" WHERE id = ?', [key]).fetchone()
        return dict(found) if found else None

    def same_code(
        self, transcript: str, code: str, coder: str, start: int, end: int
    ) -> list[tuple[str, int, int]]:
        """List (id, start, end) of a coder's codings with one code that overlap a segment."""
        rows = self.db.execute(
            'SELECT id, start, "end" FROM codings WHERE transcript = ? AND code = ? AND coder = ?'
            ' AND start < ? AND "end" > ? ORDER BY start, "end"',
            [transcript, code, coder, end, start],
        )
        return [(i, s, e) for i, s, e in rows]

    def words_at(self, transcript: str, start: int, end: int) -> str:
        """Return the words of a segment, shorter than asked if the text ends before."""
        row = self.db.execute(
            "SELECT substr(text, ? + 1, ?) FROM texts WHERE transcript = ?",
            [start, end - start, transcript],
        ).fetchone()
        return str(row[0]) if row else ""

    def keys(self, table: str, **equal: str) -> list[str]:
        """List the ids of the rows in which columns equal values."""
        where = " AND ".join(f'"{column}" = ?' for column in equal)
        rows = self.db.execute(f'SELECT id FROM "{table}" WHERE {where}', list(equal.values()))
        return [key for (key,) in rows]

    def next_position(self, table: str, basket: str = "") -> int:
        """Return the place after the last basket, or after the last pick of one basket."""
        where, values = ("WHERE basket = ?", [basket]) if basket else ("", [])
        query = f'SELECT coalesce(max(position) + 1, 0) FROM "{table}" {where}'
        return int(self.db.execute(query, values).fetchone()[0])

    def insert(self, table: str, row: Row) -> None:
        """Add a row."""
        _insert(self.db, table, row)
        self._note(table, row["id"], None, self.row(table, row["id"]))

    def insert_hidden_first(self, table: str, row: Row) -> None:
        """Add a row whose undo hides it (`removed` = 1) rather than deletes it."""
        _insert(self.db, table, row)
        after = self.row(table, row["id"])
        assert after is not None
        self._note(table, row["id"], {**after, "removed": 1}, after)

    def update(self, table: str, key: str, fields: Row, *, version: int | None = None) -> None:
        """Change fields of a row; raise Conflict if it is not at `version` any more."""
        before = self.row(table, key)
        if before is None:
            raise Conflict("it is gone", hint=_LOOK)
        _expect(before, version)
        if all(before[name] == value for name, value in fields.items()):
            return
        _update(self.db, table, key, {**fields, "version": before["version"] + 1})
        self._note(table, key, before, self.row(table, key))

    def delete(self, table: str, key: str, *, version: int | None = None) -> None:
        """Delete a row, likewise; nothing happens if it is gone already."""
        before = self.row(table, key)
        if before is not None:
            _expect(before, version)
            _delete(self.db, table, key)
            self._note(table, key, before, None)

    def replay(self, table: str, key: str, old: Row | None, new: Row | None) -> None:
        """Put `new` where `old` stands; raise Conflict if something else stands there."""
        current = self.row(table, key)
        if _bare(current) != _bare(old):
            raise Conflict(
                "it has been changed again since",
                hint="Undo the later change first, or change it by hand.",
            )
        if new is None:
            _delete(self.db, table, key)
        elif current is None:
            _insert(self.db, table, {**new, "version": new["version"] + 1})
        else:
            _update(self.db, table, key, {**new, "version": current["version"] + 1})
        self._note(table, key, current, self.row(table, key))

    def _note(self, table: str, key: str, before: Row | None, after: Row | None) -> None:
        assert table in LOGGED
        self.changes.append((table, key, _dump(before), _dump(after)))


@contextmanager
def writing(
    path: Path, *, coder: str, verb: str, summary: str, act: str = "", reverses: int | None = None
) -> Iterator[Writer]:
    """Do one act: its changes and its row in the log, all or nothing.

    `act` is the act's own id where the caller made one, so that a repeated request is
    recognised: raises Conflict if the log has it already. An act without an id that changed
    nothing leaves no row in the log. A fresh act ends what its coder could have redone.
    """
    with lock_for(path), connected(path) as db, transaction(db):
        if act and db.execute("SELECT 1 FROM acts WHERE id = ?", [act]).fetchone():
            raise Conflict("this has been done already")
        writer = Writer(db, summary)
        yield writer
        if writer.changes:
            if reverses is None:
                db.execute(
                    "UPDATE acts SET state = 'past' WHERE state = 'undone' AND coder = ?", [coder]
                )
            _log(writer, act or new_id(), coder, verb, reverses)
        elif act:
            # Nothing changed, yet a repeated request must still find that it was done.
            _log(writer, act, coder, verb, reverses, state="past")


def reverse(
    path: Path,
    *,
    coder: str,
    redo: bool = False,
    act: str = "",
    by: str = "",
    also: Callable[[Writer], None] | None = None,
) -> Act:
    """Take back the last act (`redo`: do the last one taken back again); return that act.

    `coder` limits it to that coder's own acts, `""` takes anyone's; `by` signs the log. What
    the app read in by itself (signed by nobody) is not undone. `also` sees the changes before
    they are committed. Raises Conflict if there is nothing to take back, or if what the act
    changed has been changed again since.
    """
    verb = "redo" if redo else "undo"
    with lock_for(path):
        last = _last(path, coder, redo)
        if last is None:
            raise Conflict(f"there is nothing to {verb}")
        with writing(
            path,
            coder=by or coder or last.coder,
            verb=verb,
            summary=f"{verb}: {last.summary}",
            act=act,
            reverses=last.seq,
        ) as w:
            state = ("undone", "done") if redo else ("done", "undone")
            taken = w.db.execute(
                "UPDATE acts SET state = ? WHERE seq = ? AND state = ?",
                [state[1], last.seq, state[0]],
            )
            if not taken.rowcount:
                raise Conflict(f"this {verb} has just been done already")
            rows = w.db.execute(
                'SELECT "table", key, before, after FROM changes WHERE act = ? ORDER BY n',
                [last.seq],
            ).fetchall()
            for row in rows if redo else reversed(rows):
                before, after = _load(row["before"]), _load(row["after"])
                old, new = (before, after) if redo else (after, before)
                w.replay(row["table"], row["key"], old, new)
            if also:
                also(w)
    return last


def _last(path: Path, coder: str, redo: bool) -> Act | None:
    state, order = ("undone", "ASC") if redo else ("done", "DESC")
    with connected(path) as db:
        row = db.execute(
            f"SELECT * FROM acts WHERE state = '{state}' AND reverses IS NULL AND coder != ''"
            f" AND (coder = ? OR ? = '') ORDER BY seq {order} LIMIT 1",
            [coder, coder],
        ).fetchone()
    return act_of(row) if row else None


def act_of(row: Any) -> Act:
    """Turn a row of the log into an Act."""
    return Act(
        seq=row["seq"],
        id=row["id"],
        at=row["at"],
        coder=row["coder"],
        verb=row["verb"],
        summary=row["summary"],
        undone=row["state"] != "done",
    )


def _log(
    w: Writer,
    act: str,
    coder: str,
    verb: str,
    reverses: int | None,
    state: str = "done",
) -> None:
    seq = w.db.execute(
        "INSERT INTO acts (id, at, coder, verb, summary, reverses, state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [act, now(), coder, verb, w.summary, reverses, state],
    ).lastrowid
    w.db.executemany(
        'INSERT INTO changes (act, n, "table", key, before, after) VALUES (?, ?, ?, ?, ?, ?)',
        [(seq, n, *change) for n, change in enumerate(w.changes)],
    )


def _insert(db: Connection, table: str, row: Row) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(row.values()))


def _update(db: Connection, table: str, key: str, fields: Row) -> None:
    names = ", ".join(f'"{name}" = ?' for name in fields)
    db.execute(f'UPDATE "{table}" SET {names} WHERE id = ?', [*fields.values(), key])


def _delete(db: Connection, table: str, key: str) -> None:
    db.execute(f'DELETE FROM "{table}" WHERE id = ?', [key])


def _expect(row: Row, version: int | None) -> None:
    if version is not None and row["version"] != version:
        raise Conflict("somebody else has changed this in the meantime", hint=_LOOK)


def _bare(row: Row | None) -> dict[str, Any] | None:
    return None if row is None else {k: v for k, v in row.items() if k != "version"}


def _dump(row: Row | None) -> str | None:
    return None if row is None else json.dumps(dict(row), ensure_ascii=False)


def _load(text: str | None) -> dict[str, Any] | None:
    loaded: dict[str, Any] | None = None if text is None else json.loads(text)
    return loaded
