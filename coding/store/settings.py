"""Keep what a project has set."""

from __future__ import annotations

import json
from typing import Any

from coding.store.connection import Connection
from coding.store.reader import Reader


class SettingRows(Reader):
    """The settings in the database, each a value that JSON can hold."""

    def get(self, key: str) -> Any:
        """Return a setting's value, or None if it was never set."""
        with self.reading() as db:
            row = db.execute("SELECT value FROM settings WHERE id = ?", [key]).fetchone()
            return json.loads(row[0]) if row else None

    def below(self, key: str) -> dict[str, Any]:
        """Return what is set under a key and a space: the rest of each key → its value."""
        with self.reading() as db:
            return below(db, key)


def below(db: Connection, key: str) -> dict[str, Any]:
    """Return what is set under a key and a space, by the rest of each key, in their order."""
    rows = db.execute(
        "SELECT substr(id, ?), value FROM settings WHERE substr(id, 1, ?) = ? ORDER BY id",
        [len(key) + 2, len(key) + 1, f"{key} "],
    ).fetchall()
    return {rest: json.loads(value) for rest, value in rows}
