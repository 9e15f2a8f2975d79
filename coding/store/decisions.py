"""Keep what people decided about suggestions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from coding.model import Choice, Decision
from coding.store.reader import Reader


class DecisionRows(Reader):
    """The decisions in the database."""

    def all(self, *, transcript: str = "", coder: str = "") -> list[Decision]:
        """List decisions about suggestions, oldest first."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT d.* FROM decisions d JOIN transcripts t ON t.id = d.transcript"
                " AND t.removed = 0 AND t.sha256 = d.wording"
                " WHERE (d.transcript = ? OR ? = '') AND (d.coder = ? OR ? = '')"
                " ORDER BY d.at, d.rowid",
                [transcript, transcript, coder, coder],
            ).fetchall()
            return [_decision(dict(row)) for row in rows]


def _decision(row: dict[str, Any]) -> Decision:
    """Return a row's decision; what was chosen stands in its column `verdict`."""
    choice = Choice(row.pop("verdict"))
    del row["wording"]
    row |= {"visible": bool(row["visible"]), "audit": bool(row["audit"])}
    return Decision(**row, choice=choice)


def row_of(decision: Decision) -> dict[str, Any]:
    """Return what is written down of a decision."""
    row = asdict(decision)
    choice = str(row.pop("choice"))
    return {
        **row,
        "verdict": choice,
        "visible": int(decision.visible),
        "audit": int(decision.audit),
    }
