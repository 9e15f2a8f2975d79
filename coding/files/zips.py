"""Tell whether an Office document's zip is safe to read, and read it; pack files into a zip.

A zip can unfold into gigabytes or name files outside itself. Members are read into memory, never
extracted, and counted while they unfold, because the sizes that a zip declares may lie.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from coding.errors import FileError
from coding.files.zip_rules import BROKEN, declares, is_bomb, leads_outside, name_of

MAX_ENTRIES = 2_000
MAX_ENTRY = 64_000_000
MAX_TOTAL = 200_000_000
HARMLESS = 100_000
"""Bytes of a member below which no ratio matters."""

_BLOCK = 1 << 20
# Pictures and pages of their own inside a document: nobody here parses them, and programs that
# draw write a DOCTYPE into every one.
_NEVER_PARSED = (".svg", ".htm", ".html", ".mht")
_HINT = "Open it in the program it was made with and save it again."


def read_parts(data: bytes, where: str) -> dict[str, bytes]:
    """Return the XML parts of a zip by name, after every member has been checked.

    Raises FileError for a zip that is damaged, encrypted or built to do harm.
    """
    return {
        name: content
        for name, content in _members(data, where)
        if name.lower().endswith((".xml", ".rels"))
    }


def check(data: bytes, where: str) -> None:
    """Check every member of a zip, for a library that reads it itself; raises FileError."""
    for _ in _members(data, where):
        pass


def pack(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return files with their names as one zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def _members(data: bytes, where: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_names(members, where)
            total = 0
            for member in members:
                content = _unfold(archive, member, MAX_TOTAL - total, where)
                total += len(content)
                _refuse_declarations(content, member.filename, where)
                yield member.filename, content
    except BROKEN as e:
        raise FileError("the document is damaged", where, _HINT) from e


def _check_names(members: list[zipfile.ZipInfo], where: str) -> None:
    if len(members) > MAX_ENTRIES:
        message = f"it packs {len(members):,} files, more than a document ever does"
        raise FileError(message, where, _HINT)
    seen: set[str] = set()
    for member in members:
        name = name_of(member)
        if leads_outside(member):
            raise FileError("it names a file outside itself, which is unsafe", where, _HINT)
        if name.lower() in seen:
            raise FileError(f"it holds {name} twice, which is unsafe", where, _HINT)
        seen.add(name.lower())
        if member.flag_bits & 1:
            hint = "Remove the password and save it again."
            raise FileError("the document is protected with a password", where, hint)
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise FileError("it is packed in a way no Office document is", where, _HINT)


def _unfold(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int, where: str) -> bytes:
    content = bytearray()
    limit = min(MAX_ENTRY, room)
    with archive.open(member) as file:
        while block := file.read(_BLOCK):
            content += block
            if is_bomb(len(content), member, most=limit, harmless=HARMLESS):
                raise FileError("it unfolds to a dangerous size (zip bomb)", where, _HINT)
    return bytes(content)


def _refuse_declarations(content: bytes, name: str, where: str) -> None:
    if not name.lower().endswith(_NEVER_PARSED) and declares(content):
        raise FileError(f"{name} declares XML entities, which is unsafe", where, _HINT)
