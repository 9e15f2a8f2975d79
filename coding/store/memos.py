"""Keep the memos."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from coding.model import Memo
from coding.store.numbers import TurnNumbers
from coding.store.reader import Reader


class MemoRows(Reader):
    """The memos in the database."""

    def all(
        self, *, kind: str = "", about: str = "", ids: Sequence[str] | None = None
    ) -> list[Memo]:
        """List memos, oldest first."""
        with self.reading() as db:
            among = None if ids is None else json.dumps(list(ids))
            rows = db.execute(
                "SELECT * FROM memos WHERE (kind = ? OR ? = '')"
                " AND (about = ? OR ? = '' OR kind = 'turn')"
                " AND (? IS NULL OR id IN (SELECT value FROM json_each(?))) ORDER BY created, id",
                [kind, kind, about, about, among, among],
            )
            numbers = TurnNumbers(db)
            memos = [memo_of(row, numbers) for row in rows.fetchall()]
        return [memo for memo in memos if about in ("", memo.about)]


def memo_of(row: Any, numbers: TurnNumbers) -> Memo:
    """Return a row's memo; one on a turn is on the turn that has its words now."""
    memo = Memo(**row)
    return replace(memo, about=numbers.numbered(memo.about)) if memo.kind == "turn" else memo
