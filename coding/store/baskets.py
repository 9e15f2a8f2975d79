"""Keep the baskets of quotes chosen for the report."""

from __future__ import annotations

from coding.model import Basket, Pick
from coding.store.reader import Reader


class BasketRows(Reader):
    """The baskets in the database, and what is in them."""

    def all(self) -> list[Basket]:
        """List the baskets with their quotes in order."""
        with self.reading() as db:
            picks = [Pick(**r) for r in db.execute("SELECT * FROM picks ORDER BY position, rowid")]
            rows = list(db.execute("SELECT * FROM baskets ORDER BY position, rowid"))
        return [
            Basket(
                id=r["id"],
                name=r["name"],
                version=r["version"],
                picks=tuple(p for p in picks if p.basket == r["id"]),
            )
            for r in rows
        ]
