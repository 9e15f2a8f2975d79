"""Keep the memos."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from coding.model import Memo
from coding.store.changes import Changes, given
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


class MemoChanges:
    """The changes of one act to memos; what is read here is read inside of it."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes

    def get(self, key: str) -> Memo | None:
        """Return a memo, or None."""
        row = self.changes.row("memos", key)
        return memo_of(row, TurnNumbers(self.changes.db)) if row else None

    def all(self, *, kind: str, about: str) -> list[Memo]:
        """List the memos on something."""
        numbers = TurnNumbers(self.changes.db)
        if kind != "turn":
            return [Memo(**row) for row in self.changes.rows("memos", kind=kind, about=about)]
        memos = [memo_of(row, numbers) for row in self.changes.rows("memos", kind=kind)]
        return [memo for memo in memos if memo.about == about]

    def add(self, memo: Memo) -> None:
        """Add a memo."""
        turn = memo.kind == "turn"
        self.changes.insert(
            "memos",
            {
                "id": memo.id,
                "kind": memo.kind,
                "about": TurnNumbers(self.changes.db).keyed(memo.about) if turn else memo.about,
                "coder": memo.coder,
                "text": memo.text,
                "created": memo.created,
                "updated": memo.updated,
            },
        )

    def change(
        self,
        key: str,
        *,
        text: str | None = None,
        updated: str | None = None,
        about: str | None = None,
        version: int | None = None,
    ) -> None:
        """Change a memo's words, or what it is on."""
        fields = given(text=text, updated=updated, about=about)
        self.changes.update("memos", key, fields, version=version)

    def drop(self, key: str, *, version: int | None = None) -> None:
        """Delete a memo."""
        self.changes.delete("memos", key, version=version)


def memo_of(row: Any, numbers: TurnNumbers) -> Memo:
    """Return a row's memo; one on a turn is on the turn that has its words now."""
    memo = Memo(**row)
    return replace(memo, about=numbers.numbered(memo.about)) if memo.kind == "turn" else memo
