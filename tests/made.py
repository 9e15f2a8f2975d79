"""Make a small project once in a process, and lay its files out again for each test that wants it.

To make one takes six times as long as to open one. What a test gets is what it would have got: the
same files in a folder of its own, opened there. Its interviews would have had ids of their own, so
a test that asks twice for the like has the second made anew.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path

from coding.project import Project
from coding.project.import_report import ImportReport

KEPT = 16
"""How many are kept: those of the tests that run one after another. One takes .4 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file, or a folder (which has no `data`), as it was: in nanoseconds, when it was changed."""

    path: str
    mode: int
    changed: int
    data: bytes | None

    @staticmethod
    def of(path: Path, folder: Path) -> Kept:
        """Return what stands at a path below a folder, or the folder itself."""
        told = path.stat()
        return Kept(
            path=str(path.relative_to(folder)),
            mode=told.st_mode,
            changed=told.st_mtime_ns,
            data=path.read_bytes() if path.is_file() else None,
        )

    def lay_out(self, folder: Path) -> None:
        """Put it into another folder as it was."""
        place = folder / self.path
        if self.data is None:
            place.mkdir(parents=True)
        else:
            place.write_bytes(self.data)
        place.chmod(self.mode)

    def date(self, folder: Path) -> None:
        """Let it be as old as it was, as far as a project remembers that; its database is new."""
        if not self.path.startswith("project.db"):
            os.utime(folder / self.path, ns=(self.changed, self.changed))


class Made:
    """The projects that were made last, by what they were made of."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[list[Kept], ImportReport]] = OrderedDict()
        self._given: set[Hashable] = set()

    def begin_test(self) -> None:
        """Let the next test have each of them once."""
        self._given.clear()

    def project(self, folder: Path, made_of: Hashable, make: Callable[[], Project]) -> Project:
        """Return the project that `make` makes in a folder, or one made of the same before."""
        if folder.exists() or made_of in self._given:
            return make()
        self._given.add(made_of)
        if made_of not in self._kept:
            project = make()
            files = [Kept.of(path, folder) for path in (folder, *sorted(folder.rglob("*")))]
            self._kept[made_of] = files, project.first_report
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return project
        self._kept.move_to_end(made_of)
        files, report = self._kept[made_of]
        for file in files:
            file.lay_out(folder)
        for file in reversed(files):
            file.date(folder)
        project = Project(folder)
        project.first_report = report
        return project


MADE = Made()
