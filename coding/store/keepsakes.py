"""Keep what came from other programs and has no place of its own here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from coding.store.reader import Reader

if TYPE_CHECKING:
    from coding.model.exchange import Keepsake


class KeepsakeRows(Reader):
    """The keepsakes in the database."""

    def all(self) -> list[Keepsake]:
        """List them in the order in which they came."""
        with self.reading() as db:
            rows = db.execute("SELECT id, kind, about, content FROM keepsakes ORDER BY rowid")
            return [keepsake_of(row) for row in rows.fetchall()]


def keepsake_of(row: Any) -> Keepsake:
    """Return a row as a keepsake."""
    from coding.model.exchange import Keepsake

    return Keepsake(
        id=row["id"], kind=row["kind"], about=row["about"], content=json.loads(row["content"])
    )


def row_of(keepsake: Keepsake) -> dict[str, Any]:
    """Return what is written down of a keepsake."""
    content = json.dumps(keepsake.content, ensure_ascii=False)
    return {
        "id": keepsake.id,
        "kind": keepsake.kind,
        "about": keepsake.about,
        "content": content,
    }
