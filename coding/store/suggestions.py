"""Keep what the machine proposed, so that it can be decided by id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coding.model import Suggestion, new_id, now
from coding.store.connection import connected, expect_room, lock_for, transaction
from coding.store.merged import LATER, Merges, became
from coding.store.reader import Reader
from coding.store.seals import seal_table
from coding.store.settings import below

OPEN = """
SELECT s.* FROM suggestions s JOIN transcripts t ON t.id = s.transcript AND t.removed = 0
  AND t.sha256 = s.wording
WHERE NOT EXISTS (
  SELECT 1 FROM decisions d WHERE d.transcript = s.transcript AND d.wording = s.wording
  AND d.start = s.start
  AND d."end" = s."end" AND d.code = s.code AND d.coder = s.coder AND d.verdict != 'skip')
AND s.code IN (SELECT id FROM codes WHERE retired = 0)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSuggestion:
    """A suggestion that was written down for a coder, with the state of the machine that made it.

    `created` is when it was first made; `score`, `raw` and `model` are of the last time.
    """

    id: str
    transcript: str
    start: int
    end: int
    code: str
    coder: str
    score: float
    raw: float
    model: str
    created: str


class SuggestionRows(Reader):
    """The suggestions in the database."""

    def keep(self, suggestions: Sequence[Suggestion], *, coder: str, model: str) -> list[str]:
        """Write suggestions down so that they can be decided by id; return the ids.

        One made before for the same place, code and coder keeps its id. Not an act, so not in
        the log: nothing is decided by it.
        """
        expect_room(self.path)
        moment = now()
        with lock_for(self.path), connected(self.path) as db, transaction(db):
            db.executemany(
                'INSERT INTO suggestions (id, transcript, start, "end", code, coder, score, raw,'
                " model, created, wording) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                " (SELECT sha256 FROM transcripts WHERE id = ?)) ON CONFLICT"
                ' (transcript, start, "end", code, coder, wording) DO UPDATE SET'
                " score = excluded.score, raw = excluded.raw, model = excluded.model",
                [
                    (new_id(), s.transcript, s.start, s.end, s.code, coder, s.score, s.raw,
                     model, moment, s.transcript)
                    for s in suggestions
                ],
            )  # fmt: skip
            seal_table(db, "suggestions")
            ids = {
                (t, start, end, code): key
                for key, t, start, end, code in db.execute(
                    'SELECT s.id, s.transcript, s.start, s."end", s.code FROM suggestions s'
                    " JOIN transcripts t ON t.id = s.transcript AND t.sha256 = s.wording"
                    " WHERE s.coder = ?",
                    [coder],
                )
            }
        return [ids[s.transcript, s.start, s.end, s.code] for s in suggestions]

    def get(self, key: str) -> KeptSuggestion | None:
        """Return a kept suggestion by id, None also for one on words that are gone since.

        Where its code was merged into another since, it is one of that.
        """
        with self.reading() as db:
            row = db.execute(
                'SELECT s.id, s.transcript, s.start, s."end", s.code, s.coder, s.score, s.raw,'
                " s.model, s.created FROM suggestions s JOIN transcripts t"
                " ON t.id = s.transcript AND t.sha256 = s.wording WHERE s.id = ?",
                [key],
            ).fetchone()
            merges: Merges = below(db, LATER)
        if row is None:
            return None
        kept = KeptSuggestion(**row)
        return replace(kept, code=became(kept.code, kept.created, merges))
