"""Carry rows over from one copy of a project to another, as they stand.

Interviews, people, codings, memos and the codebook have ways of their own; what else people
decided (sections, links, decisions, stars ...) is carried row by row, whatever comes to be kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any

from coding.store.changes import LOGGED, Changes
from coding.store.connection import IntegrityError
from coding.store.reader import Reader
from coding.store.recordings import FILE

OWN_WAYS = ("transcripts", "participants", "codings", "memos", "files", "wordings", "reworded")
"""Tables that are not carried; wordings are of a text's history, which stays where it was made."""

CARRIED = tuple(table for table in LOGGED if table not in OWN_WAYS)
"""Tables whose rows are carried; those that others rest on come first."""


NOT_CARRIED = f"{FILE} "
"""How settings begin that hold good on one machine only: where a recording lies."""


_CELL = (str, int, float, NoneType)


class CarriedRows(Reader):
    """What else people decided, row by row."""

    def all(self) -> dict[str, list[dict[str, Any]]]:
        """Return table → its rows."""
        with self.reading() as db:
            return {
                table: [
                    dict(row)
                    for row in db.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
                    if not _stays(table, row["id"])
                ]
                for table in CARRIED
            }


def carry(changes: Changes, table: str, row: Mapping[str, Any]) -> bool:
    """Add a row of another copy, unless there is one of its id or one that says the same.

    Say whether it was added. What does not fit (a column that is unknown here, a value that no
    column holds, a reference to something that did not come along) is left.
    """
    if table not in CARRIED or not row.get("id") or changes.row(table, str(row["id"])):
        return False
    if _stays(table, row["id"]):
        return False
    known = {info["name"] for info in changes.db.execute(f'PRAGMA table_info("{table}")')}
    if not (row.keys() <= known and all(isinstance(v, _CELL) for v in row.values())):
        return False
    try:
        changes.insert(table, {**row, "version": 1})
    except IntegrityError:
        return False
    return True


def _stays(table: str, key: object) -> bool:
    return table == "settings" and str(key).startswith(NOT_CARRIED)
