"""Keep interviews in a project's `transcripts/`: what lies there unread, and copies of others."""

from __future__ import annotations

import filecmp
from collections.abc import Collection, Mapping
from itertools import count
from pathlib import Path

from coding.errors import ProjectError
from coding.files.clean import known_name, printable
from coding.files.private import private_folder
from coding.files.tables import read_rows
from coding.files.writing import UNFINISHED, Copies
from coding.transcripts import SUFFIXES

INDEX = "index.csv"
BESIDE = frozenset([INDEX, "participants.csv", "codings.csv", "identifiers.csv"])
"""Tables that lie beside the interviews and are none: they say something of them."""


def is_mark(name: str) -> bool:
    """Tell whether a file is none of a person's: a mark of Word's (`~$…`) or of macOS (`._…`).

    >>> is_mark("~$P1.docx"), is_mark("._P1.txt"), is_mark("P1.docx")
    (True, True, False)
    """
    return name.startswith(("~$", "._"))


def new_files(folder: Path, known_files: Collection[str]) -> list[Path]:
    """List the interviews in `transcripts/` that no transcript came from yet."""
    place = folder / "transcripts"
    if not place.is_dir():
        return []
    known = set(map(known_name, known_files))
    return sorted(
        path
        for path in place.iterdir()
        if path.suffix.lower() in SUFFIXES
        and not path.name.startswith(".")
        and not is_mark(path.name)
        and path.name.casefold() not in BESIDE
        and known_name(path.name) not in known
    )


def read_index(folder: Path) -> dict[str, dict[str, str]]:
    """Return file → row of `transcripts/index.csv`, empty if there is none; see `known_name`."""
    path = folder / "transcripts" / INDEX
    if not path.exists():
        return {}
    return {known_name(row["file"]): row for row in read_rows(path, required=["file"])}


class Keeper:
    """Keeps copies of interviews from elsewhere in `transcripts/`, whole or not at all.

    Used inside an act, and so by one process at a time.
    """

    def __init__(self, folder: Path, contents: Mapping[Path, bytes] | None = None) -> None:
        self.place = (folder / "transcripts").resolve()
        self.contents = {} if contents is None else contents
        self._copies = Copies()
        self._names: set[str] = set()
        self._resolved: dict[Path, Path] = {}

    def keep(self, path: Path) -> str:
        """Return the name that a file has in `transcripts/`, copied there if it lies elsewhere.

        One whose content was handed over is written there from memory. A copy that an import left
        there when it was killed is used again.
        """
        name = printable(path.name)
        try:
            if path not in self.contents and self._lies_here(path):
                return name
            if not self._names:
                self._look()
            if _spot(name) in self._names:
                if self._same(path, self.place / name):
                    return name
                numbered = (f"{path.stem}-{n}{path.suffix}" for n in count(2))
                free = (printable(other) for other in numbered)
                name = next(other for other in free if _spot(other) not in self._names)
            self._names.add(_spot(name))
            self._copies.add(self.contents.get(path, path), self.place / name)
        except OSError as error:
            raise ProjectError(
                f"the interview cannot be copied into the project: {error.strerror}",
                str(self.place),
                "Make the folder writable.",
            ) from error
        return name

    def _lies_here(self, path: Path) -> bool:
        """Tell whether a file is one of `transcripts/` itself, by whatever way it is named."""
        if path.is_symlink():
            return path.resolve().parent == self.place
        if path.parent not in self._resolved:
            self._resolved[path.parent] = path.parent.resolve()
        return self._resolved[path.parent] == self.place

    def _look(self) -> None:
        private_folder(self.place)
        for path in self.place.iterdir():
            if path.name.endswith(UNFINISHED):
                path.unlink()
            self._names.add(_spot(path.name))

    def put(self) -> None:
        """Let the copies take their places, whole and on the disk; raises ProjectError."""
        try:
            self._copies.put()
        except OSError as error:
            raise ProjectError(
                f"the interviews cannot be copied into the project: {error.strerror}",
                str(self.place),
                "Make room, or make the folder writable.",
            ) from error

    def _same(self, path: Path, other: Path) -> bool:
        if not other.is_file():
            return False
        if path in self.contents:
            return other.read_bytes() == self.contents[path]
        return filecmp.cmp(path, other, shallow=False)

    def discard(self) -> None:
        """Take the copies away again."""
        self._copies.discard()


def _spot(name: str) -> str:
    """Return what two names have in common that some systems take for one and the same file."""
    return known_name(name).casefold()
