"""Keep the sections of the report (baskets), with what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coding.model import Basket, BesideWords, Insert, InsertKind, Pick, PrintedLanguages
from coding.store.changes import Changes, given
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


class BasketChanges:
    """The changes of one act to baskets and to what stands in them."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes

    def add(self, basket: Basket) -> None:
        """Add a basket after the last one; its quotes are added one by one."""
        row = {"id": basket.id, "name": basket.name, "position": self._after("baskets")}
        self.changes.insert("baskets", row)

    def rename(self, key: str, name: str, *, version: int | None = None) -> None:
        """Give a basket another name; the name must be free."""
        self.changes.update("baskets", key, {"name": name}, version=version)

    def move(self, key: str, position: int) -> None:
        """Give a basket another place among the baskets."""
        self.changes.update("baskets", key, {"position": position})

    def drop(self, key: str) -> None:
        """Delete a basket; nothing may be in it any more."""
        self.changes.delete("baskets", key)

    def picks(self, *, coding: str) -> list[Pick]:
        """List where a coding has been put into baskets."""
        return [Pick(**row) for row in self.changes.rows("picks", coding=coding)]

    def add_pick(self, key: str, *, basket: str, coding: str) -> None:
        """Put a coding at the end of a basket; it may be there only once."""
        row = {"id": key, "basket": basket, "coding": coding, "printed": ""}
        self.changes.insert("picks", {**row, "position": self._end_of(basket)})

    def change_pick(
        self,
        key: str,
        *,
        coding: str | None = None,
        basket: str | None = None,
        position: int | None = None,
        printed: str | None = None,
        version: int | None = None,
    ) -> None:
        """Change what is picked, its basket and place, or the words it is printed with."""
        fields = given(coding=coding, basket=basket, position=position, printed=printed)
        self.changes.update("picks", key, fields, version=version)

    def drop_pick(self, key: str) -> None:
        """Take a quote out of its basket, with what was said to stand beside it."""
        self.changes.delete("besides", key)
        self.changes.delete("picks", key)

    def put_beside(
        self,
        pick: str,
        *,
        whole: bool | None = None,
        words: str | None = None,
        languages: str | None = None,
        version: int | None = None,
    ) -> None:
        """Say what is printed beside a quote, and in which language (`""`: as others are).

        Raises Conflict unless it is at `version`.
        """
        fields = given(
            whole=None if whole is None else int(whole), words=words, languages=languages
        )
        if self.changes.row("besides", pick) is None:
            fields = {"whole": 0, "words": "", "languages": "", **fields}
        self.changes.put("besides", pick, fields, version=version)

    def add_insert(self, insert: Insert) -> None:
        """Put a figure, note or heading at the end of its basket."""
        fields = {"body": insert.body, "level": insert.level}
        row = {"id": insert.id, "basket": insert.basket, "kind": str(insert.kind), **fields}
        self.changes.insert("inserts", {**row, "position": self._end_of(insert.basket)})

    def change_insert(
        self,
        key: str,
        *,
        body: str | None = None,
        level: int | None = None,
        basket: str | None = None,
        position: int | None = None,
        version: int | None = None,
    ) -> None:
        """Change what a note or heading says, or the basket and place of whatever it is."""
        fields = given(body=body, level=level, basket=basket, position=position)
        self.changes.update("inserts", key, fields, version=version)

    def drop_insert(self, key: str) -> None:
        """Take a figure, note or heading out of its basket."""
        self.changes.delete("inserts", key)

    def _end_of(self, basket: str) -> int:
        return max(
            self._after(table, "WHERE basket = ?", [basket]) for table in ("picks", "inserts")
        )

    def _after(self, table: str, where: str = "", values: Sequence[str] = ()) -> int:
        query = f'SELECT coalesce(max(position) + 1, 0) FROM "{table}" {where}'
        return int(self.changes.db.execute(query, values).fetchone()[0])


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
