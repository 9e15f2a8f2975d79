"""List the backups beside a database by what their files are called: when, of which act, and why.

A file that is called otherwise is none: an archive of a damaged database, kept as it was, lies in
the same folder and can never be brought back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

BACKUPS = "backups"
"""The folder beside a database that its backups lie in."""

MOMENT = "%Y%m%d-%H%M%S"
"""How names begin with a moment in UTC, to the second."""

_NAME = re.compile(r"(\d{8}-\d{6}-\d{3})-r(\d+)-([a-z]+)\.zip")


class Why(StrEnum):
    """What a backup was made for; those made BY_HAND stay until somebody deletes them."""

    ITSELF = "auto"
    MIGRATION = "migration"
    RESTORE = "restore"
    BY_HAND = "hand"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that lies in a project: `revision` is the newest act in it."""

    path: Path
    at: datetime
    revision: int
    why: Why


def name_of(at: datetime, revision: int, why: Why) -> str:
    """Return what a backup is called.

    >>> name_of(datetime(2026, 5, 2, 9, 10, 7, 45_000, UTC), 12, Why.BY_HAND)
    '20260502-091007-045-r12-hand.zip'
    """
    return f"{at:{MOMENT}}-{at.microsecond // 1000:03}-r{revision}-{why}.zip"


def backups(database: Path) -> list[Backup]:
    """List the backups that lie beside a database, newest first."""
    listed = []
    for path in (database.parent / BACKUPS).glob("*.zip"):
        parts = _NAME.fullmatch(path.name)
        if parts and parts[3] in list(Why):
            moment, thousandths = parts[1].rsplit("-", 1)
            try:
                second = datetime.strptime(moment, MOMENT)
            except ValueError:
                continue  # no such day: somebody else called it so
            at = second.replace(microsecond=int(thousandths) * 1000, tzinfo=UTC)
            listed.append(Backup(path, at, int(parts[2]), Why(parts[3])))
    return sorted(listed, key=lambda backup: (backup.at, backup.revision), reverse=True)
