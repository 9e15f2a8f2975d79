"""Number turns, and find again what was said of one by its number.

Turns are numbered in order of the text, so numbers change when turns are split or joined. What
stands on a turn (memos, the place where somebody was) therefore keeps the turn's key, which never
changes: its number when the interview came in, or the id of a turn that came to be later. A turn
that is not there any more leaves what stands on it to the turn that has its words now.
"""

from __future__ import annotations

import json
from bisect import bisect_right

from coding.store.connection import Connection

LATE = 1 << 40
"""From here on count the ids of turns that came to be after their interview came in."""


class TurnNumbers:
    """The numbers of turns as they are now, and the keys behind them."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self._keys: dict[str, list[int]] = {}
        self._as_read: bool | None = None

    def number(self, transcript: str, key: int) -> int:
        """Return the number of the turn with a key, or of the one that has its words now."""
        keys = self._in_order(transcript)
        if key < 1 or not (keys or key >= LATE):
            return key
        if key in keys:
            return keys.index(key) + 1
        if key < LATE:
            earlier = [n for n, other in enumerate(keys, 1) if other < key]
            return earlier[-1] if earlier else 1
        return self._at(transcript, key)

    def key(self, transcript: str, number: int) -> int:
        """Return the key of the turn with a number."""
        keys = self._in_order(transcript)
        return keys[number - 1] if 0 < number <= len(keys) else number

    def numbered(self, about: str) -> str:
        """Return `TRANSCRIPT#KEY` as `TRANSCRIPT#NUMBER`."""
        transcript, _, key = about.partition("#")
        return f"{transcript}#{self.number(transcript, int(key))}" if key.isdecimal() else about

    def keyed(self, about: str) -> str:
        """Return `TRANSCRIPT#NUMBER` as `TRANSCRIPT#KEY`."""
        transcript, _, number = about.partition("#")
        return f"{transcript}#{self.key(transcript, int(number))}" if number.isdecimal() else about

    def _in_order(self, transcript: str) -> list[int]:
        """Return the keys of an interview's turns in order, [] where they are its numbers."""
        if self._as_read is None:
            changed = "SELECT 1 FROM changes WHERE \"table\" = 'turns' LIMIT 1"
            self._as_read = self.db.execute(changed).fetchone() is None
        if self._as_read:
            return []
        if transcript not in self._keys:
            count, last = self.db.execute(
                "SELECT count(*), coalesce(max(number), 0) FROM turns WHERE transcript = ?",
                [transcript],
            ).fetchone()
            as_read = count == last and not self._reworded(transcript)
            rows = () if as_read else self.db.execute(
                "SELECT number FROM turns WHERE transcript = ? ORDER BY start", [transcript]
            )  # fmt: skip
            self._keys[transcript] = [row[0] for row in rows]
        return self._keys[transcript]

    def _reworded(self, transcript: str) -> bool:
        """Say whether the text was ever corrected: turns may have changed places then."""
        count = "SELECT count(*) FROM texts WHERE transcript = ?"
        return bool(self.db.execute(count, [transcript]).fetchone()[0] > 1)

    def _at(self, transcript: str, key: int) -> int:
        """Return the number of the turn that holds where a turn began that is gone."""
        row = self.db.execute(
            "SELECT coalesce(after, before) FROM changes WHERE \"table\" = 'turns' AND key = ?"
            " ORDER BY act DESC, n DESC LIMIT 1",
            [str(key)],
        ).fetchone()
        start = json.loads(row[0])["start"] if row else 0
        starts = [
            row[0]
            for row in self.db.execute(
                "SELECT start FROM turns WHERE transcript = ? ORDER BY start", [transcript]
            )
        ]
        return max(1, bisect_right(starts, start))


def next_id(db: Connection, *, late: bool = False) -> int:
    """Return an id that no turn, be it gone since, has ever had; those behind it are free, too.

    A turn that came in with its interview has one before those that came to be `late`.
    """
    low, high = (LATE, LATE << 1) if late else (1, LATE)
    there, logged = db.execute(
        "SELECT (SELECT max(id) FROM turns WHERE id >= ? AND id < ?),"
        " (SELECT max(CAST(key AS INTEGER)) FROM changes WHERE \"table\" = 'turns'"
        " AND CAST(key AS INTEGER) >= ? AND CAST(key AS INTEGER) < ?)",
        [low, high, low, high],
    ).fetchone()
    return int(max(low - 1, there or 0, logged or 0)) + 1
