"""Keep backups of the project beside it, without being asked; bring one back.

    backups/20261128-101500-123-r42-auto.zip      when (UTC), after which act, what for

`keep_up` is called whenever the app looks around: where something has changed it has a backup
made behind the page, at most one in ten minutes and one for each state of the project.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.errors import CodingError, NotFound, ProjectError
from coding.jobs.work import Job, State, Tell, Work
from coding.project.part import ProjectPart
from coding.store.backup_names import Backup, Why, backups
from coding.store.backups import DATABASE, keep, own_folder, told_of, write
from coding.store.copies import at_work
from coding.store.restoring import Restoration, difference, restore

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["Backups", "Restoration", "Spare", "bring_back", "spares", "would_change"]

EVERY = timedelta(minutes=10)
LOOK = 30.0
"""Seconds between two looks whether something has changed."""

WORDS: Mapping[Why, str] = {
    Why.ITSELF: "by itself",
    Why.MIGRATION: "before a new version",
    Why.RESTORE: "before a restore",
    Why.BY_HAND: "by hand",
}


@dataclass(frozen=True, slots=True)
class Spare:
    """A backup as lists show it: when, what for, its size in bytes, what it holds.

    `held` counts transcripts, codings, codes, memos and acts; {} where it cannot be read.
    """

    name: str
    at: datetime
    why: str
    size: int
    held: Mapping[str, int]
    left_out: tuple[str, ...]

    @property
    def by_hand(self) -> bool:
        """Whether somebody asked for it; such a one stays until it is deleted."""
        return self.why == WORDS[Why.BY_HAND]


class Backups(ProjectPart):
    """The backups of a project, made and brought back."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.work = Work(name="backups")  # never before or behind what a page waits for
        self.fault: CodingError | None = None
        self._look_again = 0.0
        self._kept = -1

    # ── having them ──

    def all(self) -> list[Spare]:
        """List the backups, newest first."""
        return spares(self.project.folder)

    def path(self, name: str) -> Path:
        """Return where a backup lies; raises NotFound."""
        for backup in backups(self.store.path):
            if backup.path.name == name:
                return backup.path
        raise NotFound(f"there is no backup {name} any more", hint="Choose another one.")

    def make(self) -> Spare:
        """Make one now, which stays until somebody deletes it; raises CodingError."""
        return _held(keep(self.store.path, Why.BY_HAND))

    def delete(self, name: str) -> None:
        """Delete one that was made by hand; raises NotFound, and CodingError for the others.

        Those that were made by themselves go when their time has come.
        """
        path = self.path(name)
        by_hand = any(b.path == path and b.why is Why.BY_HAND for b in backups(self.store.path))
        if not by_hand:
            raise ProjectError(
                "only a backup made by hand can be deleted", name, "The others go by themselves."
            )
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ProjectError(
                f"the backup cannot be deleted: {error.strerror}", name, "Delete it in backups/."
            ) from error

    def write(self, target: Path) -> str:
        """Write one to a file of any name, .db for the database alone; return its SHA-256."""
        return write(self.store.path, target)

    def keep_up(self) -> Job[None] | None:
        """Have a backup made behind the page if there was an act since the last; return the job.

        Costs a look at the log every half minute. What goes wrong stands in `fault` until one
        can be made again.
        """
        if time.monotonic() < self._look_again or self.project.hindrance:
            return None
        self._look_again = time.monotonic() + LOOK
        revision = self.project.log.revision()
        if revision == self._kept:
            return None
        if self._kept >= 0 and datetime.now(UTC) - self._last() < EVERY:
            return None
        key = ("backup", revision)
        known = self.work.find(key)
        if known is not None and known.state is State.DONE:
            self.work.forget(key)
        return self.work.start(key, "Backing up", self._by_itself)

    def _last(self) -> datetime:
        listed = backups(self.store.path)
        return listed[0].at if listed else datetime.min.replace(tzinfo=UTC)

    def _by_itself(self, _: Tell) -> None:
        """Make one unless another process does, or has."""
        try:
            with at_work(own_folder(self.store.path) / ".lock") as mine:
                if not mine:
                    return
                listed = backups(self.store.path)
                if listed and listed[0].revision == self.project.log.revision():
                    self._kept = listed[0].revision
                else:
                    self._kept = keep(self.store.path, Why.ITSELF).revision
                self.fault = None
        except CodingError as fault:
            self.fault = fault
            self._look_again = time.monotonic() + EVERY.total_seconds()

    # ── bringing one back ──

    def difference(self, file: Path) -> Restoration:
        """Prove a backup and say what bringing it back would change; raises CodingError."""
        return would_change(self.project.folder, file)

    def restore(self, file: Path, *, coder: str, seen: int | None = None) -> Restoration:
        """Bring a backup back, all or nothing; the present state is kept as a backup before.

        Raises Conflict if there was an act since the revision `seen`, and CodingError.
        """
        told, _ = bring_back(self.project.folder, file, coder=coder, seen=seen)
        self.project.files.refresh()
        return told


def spares(folder: Path) -> list[Spare]:
    """List the backups of a project, be it damaged or not there, newest first."""
    return [_held(backup) for backup in backups(folder.resolve() / DATABASE)]


def would_change(folder: Path, file: Path) -> Restoration:
    """Say what bringing a backup back would change in a project, be it damaged or not there."""
    return difference(folder.resolve() / DATABASE, file)


def bring_back(
    folder: Path, file: Path, *, coder: str, seen: int | None = None
) -> tuple[Restoration, Path | None]:
    """Bring a backup back into a project; return what changed and where the state before lies."""
    return restore(folder.resolve() / DATABASE, file, coder=coder, seen=seen)


def _held(backup: Backup) -> Spare:
    told: Mapping[str, Any] = told_of(backup)
    try:
        size = backup.path.stat().st_size
    except OSError:
        size = 0
    return Spare(
        backup.path.name,
        backup.at,
        WORDS[backup.why],
        size,
        told.get("held", {}),
        tuple(told.get("left_out", ())),
    )
