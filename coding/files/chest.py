"""Look into a zip of any size that comes from outside, one member at a time, nothing extracted.

For archives that hold a whole study with its recordings: what is text is read within limits, what
is large is copied from the zip to a file as a stream. A zip that names files outside itself, links
or unfolds without end is refused.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coding.errors import FileError
from coding.files.writing import replacing
from coding.files.zip_rules import BROKEN, declares, is_bomb, leads_outside, name_of
from coding.model.exchange import ForeignFile

MOST_MEMBERS = 50_000
MOST_TEXT = 64_000_000
"""Bytes of one member that is read as a whole."""

MOST_FILE = (1 << 31) - 1
"""Bytes of one member that is copied: the standard allows no more outside of files of their own."""

HARMLESS = 1_000_000
"""Bytes of a member below which no ratio matters."""

_BLOCK = 1 << 20
_AGAIN = "Export it once more from the program it was made with."


class UnsafeFile(FileError):
    """A member that is built to do harm: nothing of its archive should be trusted."""


def is_zip(path: Path) -> bool:
    """Tell whether a file begins as a zip does; raises OSError."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


class Chest:
    """An open zip whose names were checked; raises FileError where it is unsafe or damaged."""

    def __init__(self, path: Path, where: str) -> None:
        self.path, self.where = path, where
        try:
            self._zip = zipfile.ZipFile(path)
            members = self._zip.infolist()
        except BROKEN as e:
            raise FileError("the archive is damaged or was cut short", where, _AGAIN) from e
        if len(members) > MOST_MEMBERS:
            message = f"it packs {len(members):,} files, more than any project does"
            raise FileError(message, where, _AGAIN)
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = name_of(member)
            self._check(name, member)
            if not name.endswith("/"):
                self._members[name] = member

    def _check(self, name: str, member: zipfile.ZipInfo) -> None:
        if leads_outside(member):
            raise FileError("it names a file outside itself, which is unsafe", self.where, _AGAIN)
        if name in self._members:
            raise FileError(f"it holds {name} twice, which is unsafe", self.where, _AGAIN)
        if member.flag_bits & 1:
            hint = "Export it without one."
            raise FileError("the archive is protected with a password", self.where, hint)

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()

    def names(self) -> list[str]:
        """List the members that are files, in the order of the archive."""
        return list(self._members)

    def size(self, name: str) -> int:
        """Return how many bytes a member says it has."""
        return self._members[name].file_size

    def read(self, name: str, most: int = MOST_TEXT) -> bytes:
        """Return a member as a whole; raises FileError."""
        return b"".join(self.blocks(name, most))

    def blocks(self, name: str, most: int = MOST_FILE) -> Iterator[bytes]:
        """Yield a member in pieces, checked as they unfold; raises FileError."""
        member, size = self._members[name], 0
        try:
            with self._zip.open(member) as file:
                while block := file.read(_BLOCK):
                    size += len(block)
                    if is_bomb(size, member, most=most, harmless=HARMLESS):
                        message = f"{name} unfolds to a dangerous size (zip bomb)"
                        raise UnsafeFile(message, self.where, _AGAIN)
                    yield block
        except BROKEN as e:
            raise FileError(f"{name} is damaged", self.where, _AGAIN) from e


@contextmanager
def opened(path: Path, where: str) -> Iterator[Chest]:
    """Open a zip for a block; raises FileError."""
    chest = Chest(path, where)
    try:
        yield chest
    finally:
        chest.close()


def refuse_declarations(content: bytes, where: str) -> None:
    """Raise FileError where XML declares a document type or entities: they can do harm."""
    if declares(content):
        raise FileError("it declares XML entities, which is unsafe", where, _AGAIN)


@dataclass(frozen=True, slots=True)
class Packed:
    """A member that is to be written: its name, and its bytes or where they lie."""

    name: str
    content: bytes | ForeignFile


_STORED = (".mp3", ".mp4", ".m4a", ".mov", ".avi", ".jpg", ".jpeg", ".png", ".pdf", ".zip", ".docx")
_QUICK = 1  # of deflate: a fifth larger than at its best, in a fraction of the time


def write_chest(path: Path, members: Iterable[Packed]) -> None:
    """Write a zip whole or not at all, large members as streams; raises CodingError."""
    with replacing(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for member in members:
            info = zipfile.ZipInfo(member.name, _MOMENT)
            info.external_attr = 0o600 << 16
            stored = member.name.lower().endswith(_STORED)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            info._compresslevel = None if stored else _QUICK  # type: ignore[attr-defined]
            if isinstance(member.content, bytes):
                archive.writestr(info, member.content)
                continue
            with archive.open(info, "w", force_zip64=member.content.size > MOST_TEXT) as out:
                for block in pieces_of(member.content):
                    out.write(block)


_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same export has the same bytes


def pieces_of(file: ForeignFile) -> Iterator[bytes]:
    """Yield the bytes of a file, or of a member of a zip, in pieces; raises FileError."""
    if file.member:
        with opened(Path(file.path), file.name) as chest:
            yield from chest.blocks(file.member)
        return
    try:
        with Path(file.path).open("rb") as source:
            while block := source.read(_BLOCK):
                yield block
    except OSError as e:
        raise FileError(f"it cannot be read: {e.strerror}", file.name) from e


def copy_in(folder: Path, file: ForeignFile) -> str:
    """Copy a file into a folder under a name made of its content; return that name.

    Raises CodingError.
    """
    digest = hashlib.sha256()
    for block in pieces_of(file):
        digest.update(block)
    name = f"{digest.hexdigest()[:32]}{Path(file.name).suffix.lower()[:12]}"
    if not (folder / name).exists():
        with replacing(folder / name) as temporary, temporary.open("wb") as out:
            for block in pieces_of(file):
                out.write(block)
    return name
