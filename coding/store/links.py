"""Keep which codes and quotes stand beside which survey figures, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from coding.model import Link, Relation
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
