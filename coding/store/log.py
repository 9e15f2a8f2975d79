"""Read the log: who did what, and what has changed since a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coding.model import Act
from coding.store.changes import OF_INTERVIEWS, load
from coding.store.connection import newest_act
from coding.store.reader import Reader

BY_HAND = """(coder = '' AND EXISTS (
  SELECT 1 FROM changes WHERE act = seq AND "table" = 'files' AND before IS NOT NULL
))"""
"""Tells an edit of a file by hand from what the app read in by itself."""

REVERSIBLE = f"reverses IS NULL AND (coder != '' OR {BY_HAND})"

IN_TURN = {
    False: "state = 'done' ORDER BY seq DESC",
    True: "state = 'undone' ORDER BY ("
    "SELECT max(undo.seq) FROM acts AS undo WHERE undo.reverses = acts.seq) DESC",
}
"""What is undone next; what is redone next (True): what was undone last comes back first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """The ids of what acts have touched, be it gone since; `files` are names.

    `transcripts` are those in which somebody changed who says what, `facts` those of which
    something else is known now, `people` the participants, `stars` the codings starred or not,
    `reworded` the transcripts whose text is another.
    """

    codings: frozenset[str] = frozenset()
    memos: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    transcripts: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    stars: frozenset[str] = frozenset()
    reworded: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()


class LogRows(Reader):
    """The memory of every act."""

    def acts(self, *, coder: str = "", limit: int = 0) -> list[Act]:
        """List the log, newest first."""
        with self.reading() as db:
            rows = db.execute(
                f"SELECT *, {BY_HAND} AS by_hand FROM acts"
                " WHERE coder = ? OR ? = '' ORDER BY seq DESC LIMIT ?",
                [coder, coder, limit or -1],
            ).fetchall()
        return [act_of(row) for row in rows]

    def reversible(self, coder: str) -> tuple[str, str]:
        """Return what a coder's next undo and redo are about, the ones held left out, or ""."""
        with self.reading() as db:
            next_undo, next_redo = (
                db.execute(
                    "SELECT summary FROM acts WHERE reverses IS NULL AND coder = ?"
                    f" AND held = '' AND {IN_TURN[redo]} LIMIT 1",
                    [coder],
                ).fetchone()
                for redo in (False, True)
            )
        return (next_undo[0] if next_undo else "", next_redo[0] if next_redo else "")

    def revision(self) -> int:
        """Return the number of the newest act, 0 before the first."""
        return self.kept("revision", newest_act)

    def stamp(self) -> str:
        """Return what changes whenever an act was done, or could not be reversed."""
        with self.reading() as db:
            row = db.execute(
                "SELECT coalesce(max(seq), 0), (SELECT group_concat(seq || held) FROM acts"
                " WHERE held != '') FROM acts"
            ).fetchone()
        return f"{row[0]} {row[1]}"

    def has(self, act: str) -> bool:
        """Say whether the log has an act with this id."""
        with self.reading() as db:
            return bool(list(db.execute("SELECT 1 FROM acts WHERE id = ?", [act])))

    def version_left(self, act: str, key: str) -> int | None:
        """Return the version in which an act left a row, None if it left none."""
        with self.reading() as db:
            row = db.execute(
                "SELECT after FROM changes JOIN acts ON seq = act WHERE acts.id = ? AND key = ?",
                [act, key],
            ).fetchone()
        left = load(row["after"]) if row else None
        return int(left["version"]) if left else None

    def codings_taken_off(self) -> frozenset[str]:
        """Return the ids of the codings that were there and are no longer."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT DISTINCT key FROM changes WHERE \"table\" = 'codings' AND after IS NULL"
                " AND key NOT IN (SELECT id FROM codings)"
            ).fetchall()
        return frozenset(row["key"] for row in rows)

    def texts_of(self, name: str, *, most: int) -> list[tuple[Act, str, str]]:
        """List the last acts that changed a file, newest first, with its text before and after."""
        with self.reading() as db:
            rows = db.execute(
                f"SELECT acts.*, {BY_HAND} AS by_hand, changes.before, changes.after"
                " FROM changes JOIN acts ON seq = act"
                " WHERE \"table\" = 'files' AND key = ? ORDER BY act DESC LIMIT ?",
                [name, most],
            ).fetchall()
        return [(act_of(row), _content(row["before"]), _content(row["after"])) for row in rows]

    def newest_since(self, revision: int) -> str:
        """Say what the newest act after `revision` did, "" for none.

        Rulings and bindings are passed over: who looks at a draft sees them as they come.
        """
        with self.reading() as db:
            row = db.execute(
                "SELECT summary FROM acts WHERE seq > ? AND EXISTS (SELECT 1 FROM changes"
                " WHERE act = seq AND \"table\" NOT IN ('rulings', 'bindings'))"
                " ORDER BY seq DESC LIMIT 1",
                [revision],
            ).fetchone()
        return str(row["summary"]) if row else ""

    def touched_since(self, revision: int) -> Touched:
        """Return what acts after `revision` touched."""
        with self.reading() as db:
            rows = db.execute(
                'SELECT DISTINCT "table", key FROM changes WHERE act > ?', [revision]
            ).fetchall()
            of_interviews = db.execute(
                "SELECT DISTINCT json_extract(coalesce(after, before), '$.transcript'), \"table\""
                ' FROM changes WHERE act > ? AND "table" IN (?, ?, ?)',
                [revision, *OF_INTERVIEWS, "wordings"],
            ).fetchall()
        reworded = frozenset(key for key, table in of_interviews if table == "wordings")
        retold = frozenset(key for key, table in of_interviews if table != "wordings")

        def of(table: str) -> frozenset[str]:
            return frozenset(key for name, key in rows if name == table)

        return Touched(
            codings=of("codings"),
            memos=of("memos"),
            files=of("files"),
            transcripts=retold,
            facts=of("transcripts"),
            people=of("participants"),
            reworded=reworded,
            stars=of("stars"),
            settings=of("settings"),
        )


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
        by_hand=bool(row["by_hand"]),
        held=row["held"],
    )


def _content(row: str | None) -> str:
    """Return the text of a file as the log kept its row."""
    return str((load(row) or {}).get("content", ""))
