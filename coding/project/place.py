"""Look where the project lies and who may read it, and close it to others."""

from __future__ import annotations

from pathlib import Path

from coding.files.private import close_to_others, open_to_others
from coding.files.whereabouts import network_drive, synchronised_by
from coding.model import Problem
from coding.project.part import ProjectPart

SETTING = "open to others"
OURS = ("codebook.yaml", "project.db", "project.db-wal", "project.db-shm")
FOLDERS = ("transcripts", "survey", "report", "backups", "readings")


class Place(ProjectPart):
    """The project's folder: on which disk, open to whom."""

    def advice(self) -> Problem | None:
        """Say what is to be minded where the folder lies, None where nothing is."""
        folder = self.project.folder
        program, drive = synchronised_by(folder), network_drive(folder)
        if program:
            return Problem(
                where=str(folder),
                what=f"the project lies in a folder that {program} synchronises, which can leave"
                " two versions of it or half a database, and takes interviews to other machines",
                hint="Move it to a folder of this computer alone. A copy of a backup may lie here,"
                " if interviews may leave this computer.",
            )
        if drive:
            return Problem(
                where=str(folder),
                what=f"the project lies on a network drive ({drive}), where two computers at once"
                " can damage the database",
                hint="Let one computer at a time work on it, or move it to this computer’s disk.",
            )
        return None

    def open_to_others(self) -> list[str]:
        """Name what of the project other accounts on this machine may read, from its folder."""
        folder = self.project.folder
        return [str(p.relative_to(folder)) for p in open_to_others(self._paths())]

    def asks(self) -> bool:
        """Say whether something is open to others and nobody has said that it may be."""
        return not self.store.settings.get(SETTING) and bool(self.open_to_others())

    def close(self) -> list[str]:
        """Let the project be its owner's alone: folders 0700, files 0600.

        Return what could not be changed, such as what belongs to somebody else.
        """
        folder = self.project.folder
        return [str(p.relative_to(folder)) for p in close_to_others(self._paths())]

    def leave_open(self, *, coder: str) -> None:
        """Keep that it may be open, as in a folder that a team shares; it is not asked again."""
        with self.store.writing(coder=coder, verb="settings", summary="folder left open") as w:
            w.put_setting(SETTING, {"may be": True})

    def _paths(self) -> list[Path]:
        folder = self.project.folder
        paths = [folder, *(folder / name for name in OURS)]
        for name in FOLDERS:
            place = folder / name
            if place.is_dir() and not place.is_symlink():
                paths += [place, *place.rglob("*")]
        return paths
