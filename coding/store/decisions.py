"""Keep what people decided about suggestions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from coding.model import Decision, Verdict
from coding.store.connection import Reader


class DecisionRows(Reader):
    """The decisions in the database."""

    def all(self, *, transcript: str = "", coder: str = "") -> list[Decision]:
        """List decisions about suggestions, oldest first."""
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


def row_of(decision: Decision) -> dict[str, Any]:
    """Return what is written down of a decision."""
    return {
        **asdict(decision),
        "verdict": str(decision.verdict),
        "visible": int(decision.visible),
        "audit": int(decision.audit),
    }
