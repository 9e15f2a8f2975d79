"""Tell whether an Office document's zip is safe to read, and read it.

A zip can unfold into gigabytes or name files outside itself. Members are read into memory, never
extracted, and counted while they unfold, because the sizes that a zip declares may lie.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from coding.errors import TranscriptError

MAX_ENTRIES = 2_000
MAX_ENTRY = 64_000_000
MAX_TOTAL = 200_000_000
MAX_RATIO = 200
_HARMLESS = 100_000  # bytes; below this no ratio matters
_BLOCK = 1 << 20
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_HINT = "Open it in Word and save it anew as .docx."


def read_parts(data: bytes, where: str) -> dict[str, bytes]:
    """Return the XML parts of a zip by name, after every member has been checked.

    Raises TranscriptError for a zip that is damaged, encrypted or built to do harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_names(members, where)
            total = 0
            parts = {}
            for member in members:
                content = _unfold(archive, member, MAX_TOTAL - total, where)
                total += len(content)
                if member.filename.lower().endswith((".xml", ".rels")):
                    _refuse_declarations(content, member.filename, where)
                    parts[member.filename] = content
            return parts
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OverflowError,
    ) as e:
        raise TranscriptError("the Word document is damaged", where, _HINT) from e


def _check_names(members: list[zipfile.ZipInfo], where: str) -> None:
    if len(members) > MAX_ENTRIES:
        message = f"it packs {len(members):,} files, more than a document ever does"
        raise TranscriptError(message, where, _HINT)
    seen: set[str] = set()
    for member in members:
        # ZipInfo cuts a name at a NUL and turns backslashes on Windows: look at the raw one
        name = member.orig_filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name:
            raise TranscriptError("it names a file outside itself, which is unsafe", where, _HINT)
        if name.lower() in seen:
            raise TranscriptError(f"it holds {name} twice, which is unsafe", where, _HINT)
        seen.add(name.lower())
        if member.flag_bits & 1:
            hint = "Remove the password and save it again."
            raise TranscriptError("the document is protected with a password", where, hint)
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise TranscriptError("it is packed in a way no Word document is", where, _HINT)


def _unfold(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int, where: str) -> bytes:
    content = bytearray()
    limit = min(MAX_ENTRY, room)
    with archive.open(member) as file:
        while block := file.read(_BLOCK):
            content += block
            size = len(content)
            ratio = size / max(member.compress_size, 1)
            if size > limit or (size > _HARMLESS and ratio > MAX_RATIO):
                raise TranscriptError("it unfolds to a dangerous size (zip bomb)", where, _HINT)
    return bytes(content)


def _refuse_declarations(content: bytes, name: str, where: str) -> None:
    # without zero bytes UTF-16 reads like ASCII here
    if _DECLARATION.search(content.replace(b"\0", b"")):
        message = f"{name} declares XML entities, which is unsafe"
        raise TranscriptError(message, where, _HINT)
