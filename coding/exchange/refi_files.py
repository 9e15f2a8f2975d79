"""Find the files that a REFI-QDA project names: in its archive, or beside it."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from coding.errors import FileError
from coding.exchange.refi_xml import AGAIN, MOST_XML
from coding.files.chest import Chest, is_zip
from coding.files.decode import decode
from coding.model.exchange import ForeignFile


class RefiFiles:
    """The archive (or the bare XML) of a project, and what lies in it."""

    def __init__(self, path: Path, where: str) -> None:
        self.path, self.where = path, where
        self.chest: Chest | None = None
        self._named: dict[str, str] = {}
        if not is_zip(path):
            return
        self.chest = Chest(path, where)
        self._project = self._the_project(self.chest)
        folder = PurePosixPath(self._project).parent
        for name in self.chest.names():
            inside = PurePosixPath(name)
            if inside.is_relative_to(folder):
                self._named.setdefault(inside.name.casefold(), name)
                self._named[str(inside.relative_to(folder)).casefold()] = name

    def close(self) -> None:
        """Close the archive."""
        if self.chest:
            self.chest.close()

    def _the_project(self, chest: Chest) -> str:
        """Return the one `.qde` of an archive: at its root, or in a folder that holds all."""
        found = [n for n in chest.names() if n.lower().endswith(".qde") and not _is_mark(n)]
        at_root = [name for name in found if "/" not in name]
        named = at_root or found
        if not named:
            hint = "Is it an export of a project (REFI-QDA)?"
            raise FileError("there is no project (.qde) in the archive", self.where, hint)
        if len(named) > 1:
            listed = ", ".join(named[:3])
            raise FileError(f"there are {len(named)} projects in it ({listed})", self.where, AGAIN)
        return named[0]

    def xml(self) -> bytes:
        """Return the XML of the project; raises FileError."""
        if self.chest:
            return self.chest.read(self._project, MOST_XML)
        try:
            if self.path.stat().st_size > MOST_XML:
                raise FileError("the file is too large to be a project", self.where, AGAIN)
            return self.path.read_bytes()
        except OSError as e:
            raise FileError(f"it cannot be read: {e.strerror}", self.where) from e

    def find(self, reference: str) -> ForeignFile | None:
        """Return the file that a project names, None if it is nowhere.

        `internal://x` lies in the archive, whatever its folder is called; `relative://x` beside
        it, or in the archive all the same. What lies elsewhere on somebody's disk is not looked at.
        """
        scheme, _, rest = reference.rpartition("://")
        inside = unquote(rest.replace("\\", "/")).lstrip("/")
        for name in (f"sources/{inside}", inside, PurePosixPath(inside).name):
            if self.chest and (member := self._named.get(name.casefold())):
                size = self.chest.size(member)
                return ForeignFile(
                    name=PurePosixPath(member).name, path=str(self.path), member=member, size=size
                )
        if scheme.lower() == "relative" and (beside := self._beside(inside)):
            size = beside.stat().st_size
            return ForeignFile(name=beside.name, path=str(beside), size=size)
        return None

    def _beside(self, inside: str) -> Path | None:
        """Return a file in the project's own folder or below, never one outside of it."""
        folder = os.path.realpath(self.path.parent)
        path = os.path.realpath(os.path.join(folder, inside))
        if os.path.commonpath([folder, path]) != folder or not os.path.isfile(path):
            return None
        return Path(path)

    def text(self, file: ForeignFile) -> str:
        """Return a text file as it stands, byte order mark and line ends included.

        Raises FileError where it is damaged or no text.
        """
        if file.member and self.chest:
            data = self.chest.read(file.member)
        else:
            try:
                data = Path(file.path).read_bytes()
            except OSError as e:
                raise FileError(f"it cannot be read: {e.strerror}", file.name) from e
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
            return "\ufeff" * marked + decode(data, file.name).text if data.strip() else ""


def _is_mark(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")
