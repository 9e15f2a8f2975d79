"""Change rows and record each change, so that the log can play it back.

The mechanics below the typed `Writer`: rows are mappings from column to value here, and here
alone. What the log can play back are the tables in `LOGGED`, `OF_INTERVIEWS` and `PROPOSED`, each
with a key `id` and a `version` that every change raises.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from coding.errors import Conflict
from coding.store.connection import Connection
from coding.store.seals import Seals
from coding.store.searching import put_in, take_out
from coding.store.speakers import counts

Row = Mapping[str, Any]

LOGGED = (
    *("transcripts", "participants", "codings", "memos", "baskets", "picks", "files"),
    *("decisions", "settings", "links", "rulings", "bindings", "inserts", "identifiers"),
    *("besides", "stars", "wordings", "reworded", "keepsakes"),
)

OF_INTERVIEWS = ("turns", "speakers")
"""Tables whose rows come in with an interview, and have a row in the log only once changed."""

PROPOSED = ("suggestions",)
"""Tables whose rows are written as a whole, and have a row in the log only once changed."""

COUNTED = {
    "transcripts": ("turns", "words"),
    "speakers": ("turns", "words", "first"),
    "suggestions": ("score", "raw", "model"),
}
"""What is counted from the turns, or told anew by the machine, and stands in no one's way."""

WHEREABOUTS = "bookmark "
"""How settings begin that say where somebody wants to go on: they stand in no one's way either."""

APART = ("transcripts", "picks", "inserts", "baskets")
"""Tables whose columns each say something of their own: two people may change one each.

Elsewhere a row is one statement, such as a relation with its note.
"""

_LOOK = "Look at what stands there now and try again."
_CHANGED = "somebody else has changed this in the meantime"
_YES_OR_NO = frozenset({"minority", "whole"})
_LISTS = frozenset({"figures"})
_OF_THE_ROW = frozenset({"updated", "at", "coder", "sentence", "draft", "stood", "passage"})
"""What goes with a change and is nobody's words."""


def given(**fields: Any) -> dict[str, Any]:
    """Return the fields that are given.

    >>> given(start=0, end=None)
    {'start': 0}
    """
    return {name: value for name, value in fields.items() if value is not None}


class Changes:
    """The changes of one act: (table, key, before, after), rows as JSON, in order."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.made: list[tuple[str, str, str | None, str | None]] = []
        self.seals = Seals(db)
        self.retold: dict[str, str] = {}  # interviews whose turns or text changed → hash before
        self._spoke: dict[int, tuple[str, int, int] | None] = {}  # turns as they were before

    def row(self, table: str, key: str) -> dict[str, Any] | None:
        """Return a row as it stands inside this transaction, or None."""
        row = self.db.execute(f'SELECT * FROM "{table}" WHERE id = ?', [key]).fetchone()
        return dict(row) if row else None

    def rows(self, table: str, **equal: str) -> list[dict[str, Any]]:
        """List the rows in which columns equal values."""
        where = " AND ".join(f'"{column}" = ?' for column in equal)
        rows = self.db.execute(f'SELECT * FROM "{table}" WHERE {where}', list(equal.values()))
        return [dict(row) for row in rows]

    def insert(self, table: str, row: Row) -> None:
        """Add a row."""
        _insert(self.db, table, row)
        self._note(table, str(row["id"]), None, self.row(table, row["id"]))

    def insert_unlogged(self, table: str, rows: Sequence[Row], **equal: str) -> None:
        """Add the only rows in which columns equal values; undo leaves them there."""
        for row in rows:
            _insert(self.db, table, row)
        for row in self.rows(table, **equal):
            self.seals.swapped(table, None, row)

    def insert_hidden_first(self, table: str, row: Row) -> None:
        """Add a row whose undo hides it (`removed` = 1) rather than deletes it."""
        _insert(self.db, table, row)
        after = self.row(table, row["id"])
        assert after is not None
        self.seals.swapped(table, None, after)
        self._log(table, row["id"], {**after, "removed": 1}, after)

    def update(self, table: str, key: str, fields: Row, *, version: int | None = None) -> None:
        """Change fields of a row; raise Conflict if it is not at `version` any more.

        Where two people wrote the very same there is nothing to decide, nor where each changed
        something of its own in a table whose columns stand apart.
        """
        before = self.row(table, key)
        if before is None:
            raise self.conflict("it is gone", table, key, fields)
        if version is not None and before["version"] != version:
            was = self._as_of(table, key, version) if table in APART else {}
            fields = {n: value for n, value in fields.items() if n not in was or was[n] != value}
            disputed = {n: v for n, v in fields.items() if n not in was or was[n] != before[n]}
            if _differ(disputed, before):
                raise self.conflict(_CHANGED, table, key, disputed, before)
        if all(before[name] == value for name, value in fields.items()):
            return
        _update(self.db, table, key, {**fields, "version": before["version"] + 1})
        self._note(table, key, before, self.row(table, key))

    def put(self, table: str, key: str, fields: Row, *, version: int | None = None) -> None:
        """Change fields of a row, or add it with them; `version` 0 says that there is none yet."""
        if self.row(table, key) is None and not version:
            self.insert(table, {"id": key, **fields})
        else:
            self.update(table, key, fields, version=version)

    def delete(self, table: str, key: str, *, version: int | None = None) -> None:
        """Delete a row, likewise; nothing happens if it is gone already."""
        before = self.row(table, key)
        if before is not None:
            if version is not None and before["version"] != version:
                fields: Row = {name: "" for name in ("text", "name") if name in before}
                raise self.conflict(_CHANGED, table, key, fields, before)
            _delete(self.db, table, key)
            self._note(table, key, before, None)

    def replay(self, table: str, key: str, old: Row | None, new: Row | None) -> None:
        """Put `new` where `old` stands; raise Conflict if something else stands there."""
        current = self.row(table, key)
        if _bare(table, current) != _bare(table, old):
            if table == "settings" and key.startswith(WHEREABOUTS):
                return  # somebody has gone on since
            raise Conflict(
                "it has been changed again since",
                hint="Undo the later change first, or change it by hand.",
            )
        if new is not None and current is not None:
            new = {**new, **{name: current[name] for name in COUNTED.get(table, ())}}
        if new is None:
            _delete(self.db, table, key)
        elif current is None:
            _insert(self.db, table, {**new, "version": new["version"] + 1})
        else:
            _update(self.db, table, key, {**new, "version": current["version"] + 1})
        self._note(table, key, current, self.row(table, key))

    def conflict(
        self, message: str, table: str, key: str, fields: Row, there: Row | None = None
    ) -> Conflict:
        """Return the error for fields that cannot be written over what stands there."""
        last = self.db.execute(
            "SELECT coder, at FROM changes JOIN acts ON seq = act"
            ' WHERE "table" = ? AND key = ? ORDER BY act DESC LIMIT 1',
            [table, key],
        ).fetchone()
        return Conflict(
            message,
            hint=_LOOK,
            clashes=[
                ((name,), _said(name, value), _said(name, (there or {}).get(name, "")))
                for name, value in _differ(fields, there or {}).items()
                if isinstance(value, str) or name in _YES_OR_NO
            ],
            version=there["version"] if there else 0,
            key=key,
            by=last["coder"] if last else "",
            at=last["at"] if last else "",
        )

    def _as_of(self, table: str, key: str, version: int) -> Row:
        """Return a row as it stood at a version; nothing where the log does not know."""
        kept = self.db.execute(
            'SELECT before, after FROM changes WHERE "table" = ? AND key = ? ORDER BY act DESC',
            [table, key],
        )
        rows = (load(row) for pair in kept for row in pair)
        return next((row for row in rows if row and row["version"] == version), {})

    def count_anew(self) -> None:
        """Let what is counted from the turns agree with them."""
        for transcript in self.retold:
            for table, key, counted in counts(self.db, transcript):
                before = self.row(table, key)
                assert before is not None
                if any(before[name] != value for name, value in counted.items()):
                    _update(self.db, table, key, counted)
                    self.seals.swapped(table, before, {**before, **counted})

    def _note(self, table: str, key: str, before: Row | None, after: Row | None) -> None:
        if table == "turns":
            self._respoken(before, after)
        else:
            self.seals.swapped(table, before, after)
        if table == "transcripts" and before and after and before["sha256"] != after["sha256"]:
            self.retold.setdefault(key, before["sha256"])
        self._log(table, key, before, after)

    def _respoken(self, before: Row | None, after: Row | None) -> None:
        """Let check values follow a turn, and remember what was said in it before the act."""
        row = before or after
        assert row is not None
        transcript = str(row["transcript"])
        if transcript not in self.retold:
            told = self.row("transcripts", transcript)
            assert told is not None
            self.retold[transcript] = told["sha256"]
        self._spoke.setdefault(
            int(row["id"]), (transcript, before["start"], before["end"]) if before else None
        )
        self.seals.swapped("turns", before, after, key=transcript)

    def index_anew(self) -> None:
        """Let the search index have what is said now; at the end of an act."""
        for transcript, sha in self.retold.items():
            now = self.row("transcripts", transcript)
            assert now is not None
            old = self._text(transcript, sha)
            new = old if now["sha256"] == sha else self._text(transcript, now["sha256"])
            said = {
                row["id"]: (row["start"], row["end"])
                for row in self.db.execute(
                    'SELECT id, start, "end" FROM turns WHERE transcript = ?', [transcript]
                )
            }
            was = {
                turn: place and (place[1], place[2])
                for turn, place in self._spoke.items()
                if (place[0] if place else transcript) == transcript
                and (place is not None or turn in said)
            }
            for turn in was if new is old else dict.fromkeys([*was, *said]):
                before, after = was.get(turn, said.get(turn)), said.get(turn)
                words = old[slice(*before)] if before else None
                becomes = new[slice(*after)] if after else None
                if words == becomes:
                    continue
                if words is not None:
                    take_out(self.db, turn, words)
                if becomes is not None:
                    put_in(self.db, [(turn, becomes)])
                self.seals.searchable = True

    def _text(self, transcript: str, sha: str) -> str:
        row = self.db.execute(
            "SELECT text FROM texts WHERE transcript = ? AND sha256 = ?", [transcript, sha]
        ).fetchone()
        return str(row[0]) if row else ""

    def _log(self, table: str, key: str, before: Row | None, after: Row | None) -> None:
        assert table in LOGGED or table in OF_INTERVIEWS or table in PROPOSED
        self.made.append((table, key, _dump(before), _dump(after)))


def load(text: str | None) -> dict[str, Any] | None:
    """Return a row as the log kept it."""
    loaded: dict[str, Any] | None = None if text is None else json.loads(text)
    return loaded


def _insert(db: Connection, table: str, row: Row) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(row.values()))


def _update(db: Connection, table: str, key: str, fields: Row) -> None:
    names = ", ".join(f'"{name}" = ?' for name in fields)
    db.execute(f'UPDATE "{table}" SET {names} WHERE id = ?', [*fields.values(), key])


def _delete(db: Connection, table: str, key: str) -> None:
    db.execute(f'DELETE FROM "{table}" WHERE id = ?', [key])


def _differ(fields: Row, there: Row) -> dict[str, Any]:
    """Return what of the fields a row says otherwise."""
    return {
        name: value
        for name, value in fields.items()
        if name not in _OF_THE_ROW and there.get(name) != value
    }


def _said(name: str, value: object) -> str:
    if name in _YES_OR_NO:
        return "yes" if value else ""
    if name in _LISTS:
        return " + ".join(json.loads(str(value) or "[]"))
    return str(value)


def _bare(table: str, row: Row | None) -> dict[str, Any] | None:
    left_out = ("version", *COUNTED.get(table, ()))
    return None if row is None else {k: v for k, v in row.items() if k not in left_out}


def _dump(row: Row | None) -> str | None:
    return None if row is None else json.dumps(dict(row), ensure_ascii=False)
