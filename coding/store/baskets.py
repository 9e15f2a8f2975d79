"""Keep the sections of the report (baskets), with what stands in them."""

from __future__ import annotations

from typing import Any

from coding.model import Basket, BesideWords, Insert, InsertKind, Pick, PrintedLanguages
from coding.store.reader import Reader


class BasketRows(Reader):
    """The baskets in the database, and what is in them."""

    def all(self) -> list[Basket]:
        """List the baskets in order, each with its quotes and what stands between, in order."""
        with self.reading() as db:
            said = {row["id"]: beside_of(row) for row in db.execute("SELECT * FROM besides")}
            items: list[Pick | Insert] = [
                *(
                    Pick(**row, beside=said.get(row["id"], BesideWords()))
                    for row in db.execute("SELECT * FROM picks ORDER BY rowid")
                ),
                *map(insert_of, db.execute("SELECT * FROM inserts ORDER BY rowid")),
            ]
            rows = list(db.execute("SELECT * FROM baskets ORDER BY position, rowid"))
        inside: dict[str, list[Pick | Insert]] = {row["id"]: [] for row in rows}
        for item in sorted(items, key=lambda item: item.position):
            inside[item.basket].append(item)
        return [
            Basket(
                id=r["id"],
                name=r["name"],
                version=r["version"],
                items=tuple(inside[r["id"]]),
            )
            for r in rows
        ]


def beside_of(row: Any) -> BesideWords:
    """Turn a row into what is printed beside a quote."""
    return BesideWords(
        whole=bool(row["whole"]),
        words=row["words"],
        languages=PrintedLanguages(row["languages"]) if row["languages"] else None,
        version=row["version"],
    )


def insert_of(row: Any) -> Insert:
    """Turn a row into what stands between quotes."""
    fields = dict(row)
    return Insert(**{**fields, "kind": InsertKind(fields["kind"])})
