"""Keep what people decided about findings in report drafts."""

from __future__ import annotations

from coding.model import Ruling
from coding.store.connection import Reader


class Rulings(Reader):
    """The part of the store that holds rulings on findings."""

    def rulings(self) -> dict[str, Ruling]:
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
