"""Keep what people decided about what identifies somebody in the words that are printed."""

from __future__ import annotations

from typing import Any

from coding.model import IdentifierChoice, IdentifierDecision
from coding.store.reader import Reader


class IdentifierRows(Reader):
    """The decisions about identifiers in the database."""

    def all(self) -> dict[str, IdentifierDecision]:
        """Return key → what was decided about words in a passage, oldest first."""
        with self.reading() as db:
            rows = db.execute("SELECT * FROM identifiers ORDER BY at, id").fetchall()
        return {row["id"]: decision_of(row) for row in rows}


def decision_of(row: Any) -> IdentifierDecision:
    """Turn a row into a decision."""
    fields = dict(row)
    return IdentifierDecision(**{**fields, "decided": IdentifierChoice(fields["decided"])})


def fields_of(decision: IdentifierDecision) -> dict[str, Any]:
    """Return what is written down of a decision, the id left out."""
    return {
        "decided": str(decision.decided),
        "words": decision.words,
        "passage": decision.passage,
        "transcript": decision.transcript,
        "reason": decision.reason,
        "replacement": decision.replacement,
        "coder": decision.coder,
        "at": decision.at,
    }
