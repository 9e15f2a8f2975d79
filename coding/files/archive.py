"""Pack files into one archive that proves itself, and take them out of it again.

An archive is a zip with `manifest.json`: what it holds, with the SHA-256 and size of each file.
It is read back before it takes its name, so it is whole or not there. One that comes from outside
may be damaged or built to do harm: nothing is written that its manifest does not name, under a
plain name inside the place that is asked for, at the size it says, on a disk that has the room.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from coding.errors import FileError
from coding.files.private import private_folder
from coding.files.writing import replacing
from coding.files.zip_rules import BROKEN
from coding.model.listing import megabytes

MANIFEST = "manifest.json"
FORMAT = 1
MOST_FILES = 50_000
MANIFEST_BYTES = 64_000_000
SPARE = 100_000_000
"""Bytes that stay free on a disk, so that what is kept there does not keep people from coding."""

_LEVEL = 3  # of deflate: a database of 100 MB in seconds, a tenth larger than at its best
_BLOCK = 1 << 20
_HINT = "Choose another backup."
_BROKEN = tuple(kind for kind in BROKEN if kind is not OSError)  # a disk may fail as well
_NAME = re.compile(r"[^/\\:\0]+(/[^/\\:\0]+)*")


def pack(target: Path, members: Mapping[str, Path | bytes], told: Mapping[str, Any]) -> str:
    """Write an archive of files, by their names in it; return its SHA-256.

    `told` goes into the manifest too. Raises CodingError where it cannot be written.
    """
    with replacing(target) as temporary:
        kept = {}
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            for name, source in members.items():
                kept[name] = _add(archive, name, source)
            manifest = {**told, "format": FORMAT, "files": kept}
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        check(temporary, target.name)
        return sha256_of(temporary)


def manifest(path: Path, where: str = "") -> dict[str, Any]:
    """Return what an archive says of itself; raises FileError if it is none or names odd files."""
    where = where or path.name
    try:
        with zipfile.ZipFile(path) as archive:
            return _manifest(archive, where)
    except FileNotFoundError as e:
        raise FileError("there is no such file", where, "Check its name and folder.") from e
    except (*_BROKEN, OSError) as e:
        raise FileError("this is no backup, or a damaged one", where, _HINT) from e


def check(path: Path, where: str = "") -> dict[str, Any]:
    """Read an archive from beginning to end; return its manifest, or raise FileError."""
    return _each(path, where or path.name, lambda _: None)


def unpack(path: Path, place: Path) -> dict[str, Any]:
    """Write every file of an archive into a folder; return its manifest.

    Raises FileError if anything in it is not what its manifest says.
    """

    def file_for(name: str) -> IO[bytes]:
        private_folder((place / name).parent)
        return (place / name).open("xb")

    check_room(place, sum(file["size"] for file in manifest(path)["files"].values()))
    return _each(path, path.name, file_for)


def plain(name: str) -> bool:
    """Say whether an archive may call a file so, on any system.

    >>> [plain(name) for name in ("survey/toplines.csv", "../a", "a/../b", "C:a", "a\\\\b", ".git")]
    [True, False, False, False, False, False]
    """
    parts = name.split("/")
    encoded = name.encode("utf-8", "replace").decode() == name
    return bool(_NAME.fullmatch(name)) and encoded and not any(p.startswith(".") for p in parts)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_room(folder: Path, needed: int) -> None:
    """Raise FileError if so many bytes would fill the disk that a folder is on."""
    free = shutil.disk_usage(folder).free
    if needed + SPARE > free:
        raise FileError(
            f"there is not enough room: {megabytes(needed)} are needed, and"
            f" {megabytes(max(0, free - SPARE))} can be spared",
            str(folder),
            "Make room on the disk.",
        )


def _add(archive: zipfile.ZipFile, name: str, source: Path | bytes) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as out:
        if isinstance(source, bytes):
            out.write(source)
            return {"sha256": hashlib.sha256(source).hexdigest(), "size": len(source)}
        with source.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
                out.write(block)
    return {"sha256": digest.hexdigest(), "size": size}


def _manifest(archive: zipfile.ZipFile, where: str) -> dict[str, Any]:
    info = archive.getinfo(MANIFEST) if MANIFEST in archive.namelist() else None
    if info is None or info.file_size > MANIFEST_BYTES:
        raise FileError("this zip is no backup of a project", where, _HINT)
    with archive.open(info) as file:
        told = json.loads(file.read(MANIFEST_BYTES))
    if not isinstance(told, dict) or not isinstance(told.get("files"), dict):
        raise FileError("this zip is no backup of a project", where, _HINT)
    if told.get("format") != FORMAT:
        hint = "Install the newest version of the program."
        raise FileError("this backup is of another kind than this program knows", where, hint)
    _check_names(archive, told["files"], where)
    return told


def _check_names(archive: zipfile.ZipFile, files: Mapping[str, Any], where: str) -> None:
    names = [info.orig_filename for info in archive.infolist()]
    if len(names) > MOST_FILES or sorted(names) != sorted([*files, MANIFEST]):
        raise FileError("it does not hold what its manifest names", where, _HINT)
    for name, file in files.items():
        if not plain(name):
            raise FileError("it names a file outside itself, which is unsafe", where, _HINT)
        if not (isinstance(file, dict) and isinstance(file.get("size"), int)):
            raise FileError("its manifest is damaged", where, _HINT)


def _each(path: Path, where: str, file_for: Callable[[str], IO[bytes] | None]) -> dict[str, Any]:
    told = manifest(path, where)
    try:
        with zipfile.ZipFile(path) as archive:
            for name, file in told["files"].items():
                _one(archive, name, file, where, file_for)
    except _BROKEN as e:
        raise FileError("the backup is damaged", where, _HINT) from e
    except OSError as e:
        raise FileError(f"the backup cannot be read: {e.strerror or e}", where, _HINT) from e
    return told


def _one(
    archive: zipfile.ZipFile,
    name: str,
    file: Mapping[str, Any],
    where: str,
    file_for: Callable[[str], IO[bytes] | None],
) -> None:
    digest, size = hashlib.sha256(), 0
    out = file_for(name)
    try:
        with archive.open(name) as source:
            while block := source.read(_BLOCK):
                size += len(block)
                if size > file["size"]:
                    break
                digest.update(block)
                if out is not None:
                    out.write(block)
    finally:
        if out is not None:
            out.close()
    if size != file["size"] or digest.hexdigest() != file.get("sha256"):
        raise FileError(f"the backup is damaged: {name} is not what was packed", where, _HINT)
