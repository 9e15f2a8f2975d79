"""Keep where recordings lie, and when turns begin in them as people said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from coding.store.numbers import TurnNumbers
from coding.store.reader import Reader
from coding.store.settings import below

if TYPE_CHECKING:
    from coding.store.writer import Writer

FILE = "recording"
TIME = "heard"


class RecordingRows(Reader):
    """The recordings of transcripts; a turn's time hangs on the turn, whatever its number."""

    def file(self, transcript: str) -> str:
        """Return the path that is kept for a transcript, "" for none."""
        with self.reading() as db:
            row = db.execute(
                "SELECT value FROM settings WHERE id = ?", [f"{FILE} {transcript}"]
            ).fetchone()
            return str(json.loads(row[0]) or "") if row else ""

    def times(self, transcript: str) -> dict[int, float]:
        """Return number of a turn → the second at which it begins, as far as somebody said so."""
        with self.reading() as db:
            numbers = TurnNumbers(db)
            kept = below(db, f"{TIME} {transcript}")
            said = {numbers.number(transcript, int(turn)): at for turn, at in kept.items()}
            return {turn: float(said[turn]) for turn in sorted(said) if said[turn] is not None}


def file_key(transcript: str) -> str:
    """Return the setting that has a transcript's recording."""
    return f"{FILE} {transcript}"


def time_key(w: Writer, transcript: str, number: int) -> str:
    """Return the setting that has when the turn of a number begins."""
    return f"{TIME} {transcript} {TurnNumbers(w.db).key(transcript, number)}"
