"""Keep what the machine proposed and what people decided about it, and the project's settings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from coding.model import Decision, Suggestion, Verdict, new_id, now
from coding.store.connection import Reader, lock_for, transaction

OPEN = """
SELECT s.* FROM suggestions s JOIN transcripts t ON t.id = s.transcript AND t.removed = 0
WHERE NOT EXISTS (
  SELECT 1 FROM decisions d WHERE d.transcript = s.transcript AND d.start = s.start
  AND d."end" = s."end" AND d.code = s.code AND d.coder = s.coder AND d.verdict != 'skip')
"""


class Suggestions(Reader):
    """The part of the store that holds proposals and decisions."""

    def keep_suggestions(self, found: Sequence[Suggestion], *, coder: str, model: str) -> list[str]:
        """Write proposals down so that they can be decided by id; return the ids.

        One made before for the same place, code and coder keeps its id. Not an act, so not in
        the log: nothing is decided by it.
        """
        moment = now()
        with lock_for(self.path), self.reading() as db, transaction(db):
            db.executemany(
                'INSERT INTO suggestions (id, transcript, start, "end", code, coder, score, raw,'
                " model, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT"
                ' (transcript, start, "end", code, coder) DO UPDATE SET score = excluded.score,'
                " raw = excluded.raw, model = excluded.model",
                [
                    (new_id(), s.transcript, s.start, s.end, s.code, coder, s.score, s.raw,
                     model, moment)
                    for s in found
                ],
            )  # fmt: skip
            ids = {
                (t, start, end, code): key
                for key, t, start, end, code in db.execute(
                    'SELECT id, transcript, start, "end", code FROM suggestions WHERE coder = ?',
                    [coder],
                )
            }
        return [ids[s.transcript, s.start, s.end, s.code] for s in found]

    def suggestion(self, key: str) -> dict[str, Any] | None:
        """Return a kept proposal by id, with its coder and model, or None."""
        with self.reading() as db:
            row = db.execute("SELECT * FROM suggestions WHERE id = ?", [key]).fetchone()
        return dict(row) if row else None

    def decisions(self, *, transcript: str = "", coder: str = "") -> list[Decision]:
        """List decisions about proposals, oldest first."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT d.* FROM decisions d JOIN transcripts t ON t.id = d.transcript"
                " AND t.removed = 0 WHERE (d.transcript = ? OR ? = '') AND (d.coder = ? OR ? = '')"
                " ORDER BY d.at, d.rowid",
                [transcript, transcript, coder, coder],
            ).fetchall()
        return [
            Decision(
                **{
                    **dict(row),
                    "verdict": Verdict(row["verdict"]),
                    "visible": bool(row["visible"]),
                    "audit": bool(row["audit"]),
                }
            )
            for row in rows
        ]

    def setting(self, key: str) -> Any:
        """Return a setting's value, or None if it was never set."""
        with self.reading() as db:
            row = db.execute("SELECT value FROM settings WHERE id = ?", [key]).fetchone()
        return json.loads(row[0]) if row else None
