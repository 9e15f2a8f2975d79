"""Keep which codes and quotes stand beside which survey figures, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from coding.model import Link, Relation
from coding.store.changes import Changes, given
from coding.store.reader import Reader


class LinkRows(Reader):
    """The links in the database."""

    def all(self, *, ids: Sequence[str] | None = None) -> list[Link]:
        """List links, oldest first; those on codings of removed transcripts are left out."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT l.* FROM links l LEFT JOIN codings c ON c.id = l.coding"
                " LEFT JOIN transcripts t ON t.id = c.transcript"
                " WHERE l.coding = '' OR t.removed = 0 ORDER BY l.created, l.rowid"
            ).fetchall()
            wanted = None if ids is None else set(ids)
            return [link_of(row) for row in rows if wanted is None or row["id"] in wanted]


class LinkChanges:
    """The changes of one act to links; what is read here is read inside of it."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes

    def get(self, key: str) -> Link | None:
        """Return a link, or None."""
        row = self.changes.row("links", key)
        return link_of(row) if row else None

    def all(self, *, code: str = "", coding: str = "") -> list[Link]:
        """List the links of a code, or of a coding."""
        wanted = {name: key for name, key in (("code", code), ("coding", coding)) if key}
        rows = self.changes.rows("links", **wanted)
        return [link_of(row) for row in rows]

    def between(self, code: str, coding: str, indicator: str) -> Link | None:
        """Return the link of a code, or of one coding with it, to a figure, or None."""
        rows = self.changes.rows("links", code=code, coding=coding, indicator=indicator)
        return link_of(rows[0]) if rows else None

    def add(self, link: Link) -> None:
        """Add a link; there may be one between the same two only."""
        self.changes.insert("links", row_of(link))

    def change(
        self,
        key: str,
        *,
        code: str | None = None,
        coding: str | None = None,
        relation: Relation | None = None,
        note: str | None = None,
        minority: bool | None = None,
        version: int | None = None,
    ) -> None:
        """Change what a link says, or hand it over to another code or coding."""
        fields = given(
            code=code,
            coding=coding,
            relation=None if relation is None else str(relation),
            note=note,
            minority=None if minority is None else int(minority),
        )
        self.changes.update("links", key, fields, version=version)

    def drop(self, key: str, *, version: int | None = None) -> None:
        """Delete a link."""
        self.changes.delete("links", key, version=version)


def link_of(row: Any) -> Link:
    """Turn a row into a link."""
    return Link(
        **{
            **dict(row),
            "relation": Relation(row["relation"]),
            "minority": bool(row["minority"]),
        }
    )


def row_of(link: Link) -> dict[str, Any]:
    """Return what is written down of a link."""
    return {**asdict(link), "relation": str(link.relation), "minority": int(link.minority)}
