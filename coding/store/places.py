"""Remember where in a transcript each coder was last; no act, so not in the log."""

from __future__ import annotations

from typing import Any

from coding.model import now
from coding.store.connection import Connection, connected, hindrance, lock_for, transaction
from coding.store.numbers import TurnNumbers
from coding.store.reader import Reader
from coding.store.seals import Seals


class PlaceRows(Reader):
    """Where coders have been."""

    def turn(self, coder: str, transcript: str) -> int:
        """Return the number of the turn a coder was last at, 0 if never there."""
        with self.reading() as db:
            row = db.execute(
                "SELECT turn FROM places WHERE coder = ? AND transcript = ?", [coder, transcript]
            ).fetchone()
            return TurnNumbers(db).number(transcript, row[0]) if row else 0

    def all(self, coder: str) -> dict[str, tuple[int, str]]:
        """Return transcript → (turn, when) of where a coder has been."""
        with self.reading() as db:
            numbers = TurnNumbers(db)
            rows = db.execute(
                "SELECT transcript, turn, seen FROM places WHERE coder = ?", [coder]
            ).fetchall()
            return {of: (numbers.number(of, turn), seen) for of, turn, seen in rows}

    def put(self, coder: str, transcript: str, turn: int) -> None:
        """Remember where a coder is, if it can be written; nothing happens without a transcript."""
        if hindrance(self.path):
            return
        with lock_for(self.path), connected(self.path) as db, transaction(db):
            seals = Seals(db)
            seals.swapped("places", _place(db, coder, transcript), None)
            db.execute(
                "INSERT INTO places SELECT ?, id, ?, ? FROM transcripts WHERE id = ?"
                " ON CONFLICT DO UPDATE SET turn = excluded.turn, seen = excluded.seen",
                [coder, TurnNumbers(db).key(transcript, turn), now(), transcript],
            )
            seals.swapped("places", None, _place(db, coder, transcript))
            seals.write_down()


def _place(db: Connection, coder: str, transcript: str) -> dict[str, Any] | None:
    row = db.execute(
        "SELECT * FROM places WHERE coder = ? AND transcript = ?", [coder, transcript]
    ).fetchone()
    return dict(row) if row else None
