"""Keep the memos."""

from __future__ import annotations

import json
from collections.abc import Sequence

from coding.model import Memo
from coding.store.reader import Reader


class MemoRows(Reader):
    """The memos in the database."""

    def all(
        self, *, kind: str = "", about: str = "", ids: Sequence[str] | None = None
    ) -> list[Memo]:
        """List memos, oldest first."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT * FROM memos WHERE (kind = ? OR ? = '') AND (about = ? OR ? = '')"
                " AND (? IS NULL OR id IN (SELECT value FROM json_each(?))) ORDER BY created, id",
                [kind, kind, about, about, *[None if ids is None else json.dumps(list(ids))] * 2],
            )
            return [Memo(**row) for row in rows.fetchall()]
