"""Keep the stars on codings; what is left of a coding that is gone counts for nothing."""

from __future__ import annotations

from coding.store.reader import Reader


class StarRows(Reader):
    """The stars in the database."""

    def all(self) -> dict[str, int]:
        """Return coding → its stars, 1 to 3, of the codings that have any."""
        with self.reading() as db:
            rows = db.execute("SELECT id, stars FROM stars").fetchall()
        return {row[0]: row[1] for row in rows}
