"""Keep what people decided about findings in report drafts."""

from __future__ import annotations

from typing import Any

from coding.model import Ruling
from coding.store.reader import Reader


class RulingRows(Reader):
    """The rulings in the database."""

    def all(self) -> dict[str, Ruling]:
        """Return finding key → what was decided about it."""
        with self.reading() as db:
            rows = db.execute("SELECT * FROM rulings ORDER BY at").fetchall()
        return {
            row["id"]: Ruling(
                id=row["id"],
                decided=row["verdict"],
                reason=row["reason"],
                coder=row["coder"],
                at=row["at"],
                sentence=row["sentence"],
                version=row["version"],
            )
            for row in rows
        }


def fields_of(ruling: Ruling) -> dict[str, Any]:
    """Return what is written down of a ruling, the id left out."""
    return {
        "verdict": ruling.decided,
        "reason": ruling.reason,
        "coder": ruling.coder,
        "at": ruling.at,
        "sentence": ruling.sentence,
    }
