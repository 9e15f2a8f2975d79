"""Keep what coders had in sight and went on from; no act, so not in the log.

A code that was merged into another since is read as that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coding.model import Seen, now
from coding.store.connection import connected, hindrance, lock_for, transaction
from coding.store.merged import LATER, Merges, became
from coding.store.reader import Reader
from coding.store.seals import Seals
from coding.store.settings import below


class SeenRows(Reader):
    """What was shown and passed on. A row is one code that was shown on one segment."""

    def all(self, *, transcript: str = "", coder: str = "") -> list[Seen]:
        """List what was shown and passed on, by place."""
        with self.reading() as db:
            rows = db.execute(
                'SELECT s.transcript, s.start, s."end", s.coder, s.code, s.at FROM seen s'
                " JOIN transcripts t ON t.id = s.transcript AND t.removed = 0"
                " AND t.sha256 = s.wording"
                " WHERE (s.transcript = ? OR ? = '') AND (s.coder = ? OR ? = '')"
                ' ORDER BY s.transcript, s.coder, s.start, s."end", s.code',
                [transcript, transcript, coder, coder],
            ).fetchall()
            merges: Merges = below(db, LATER)
        together: dict[tuple[str, int, int, str], dict[str, None]] = {}
        for of, start, end, by, code, at in rows:
            together.setdefault((of, start, end, by), {})[became(code, at, merges)] = None
        return [
            Seen(transcript=of, start=start, end=end, coder=by, codes=tuple(codes))
            for (of, start, end, by), codes in together.items()
        ]

    def stamp(self) -> int:
        """Return what grows whenever something more was passed on."""
        with self.reading() as db:
            return int(db.execute("SELECT count(*) FROM seen").fetchone()[0])

    def note(self, passed: Sequence[Seen]) -> None:
        """Write down what was shown and passed on, if it can be written; what is known stays.

        What lies outside of its transcript, or in none, is left out.
        """
        if not passed or hindrance(self.path):
            return
        at = now()
        with lock_for(self.path), connected(self.path) as db, transaction(db):
            known = {
                key: (length, sha)
                for key, length, sha in db.execute("SELECT id, length, sha256 FROM transcripts")
            }
            seals = Seals(db)
            for words in passed:
                if not 0 <= words.start < words.end <= known.get(words.transcript, (0,))[0]:
                    continue
                for code in words.codes:
                    row: dict[str, Any] = {
                        "transcript": words.transcript,
                        "coder": words.coder,
                        "start": words.start,
                        "end": words.end,
                        "code": code,
                        "at": at,
                        "wording": known[words.transcript][1],
                    }
                    made = db.execute(
                        'INSERT INTO seen (transcript, coder, start, "end", code, at, wording)'
                        " VALUES (:transcript, :coder, :start, :end, :code, :at, :wording)"
                        " ON CONFLICT DO NOTHING",
                        row,
                    )
                    if made.rowcount:
                        seals.swapped("seen", None, row)
            seals.write_down()
