"""Keep the promises of every file that comes or goes: whole or not at all, bounded, clean."""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from coding.errors import CodingError

# What XML 1.0 cannot hold: control characters, lone surrogates and two non-characters.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_MOST_MEMBERS = 2_000
_MEMBER_LIMIT = 64 * 1024**2
_TOTAL_LIMIT = 200 * 1024**2
_RATIO_LIMIT = 200
_SMALL_MEMBER = 1024**2
_CHUNK = 1024**2


def clean(text: str) -> str:
    r"""Remove the characters that no XML file, and so no docx and no xlsx, can hold.

    >>> clean("sa\x00fe\x0b \ud800here\n")
    'safe here\n'
    """
    return _ILLEGAL.sub("", text)


def check_suffix(path: Path, suffixes: Sequence[str]) -> str:
    """Return the file's ending in lower case; raises CodingError if it is none of these."""
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        raise CodingError(
            f"`{suffix}` files cannot be written here" if suffix else "the file has no ending",
            str(path),
            f"Let the name end in {' or '.join(suffixes)}.",
        )
    return suffix


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Hand out a temporary file in the same folder; it takes the place of `path` at the end.

    If the block fails, `path` stays as it was and nothing is left behind. The new file can be
    read by its owner alone. Raises CodingError where nothing can be written.
    """
    target = Path(os.path.realpath(path))
    try:
        handle, name = tempfile.mkstemp(prefix=".coding-", suffix=target.suffix, dir=target.parent)
    except OSError as e:
        raise _unwritable(path, e) from e
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as e:
        raise _unwritable(path, e) from e
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _unwritable(path: Path, error: OSError) -> CodingError:
    folder = path.parent
    if path.is_dir():
        return CodingError("this is a folder, not a file", str(path), "Add a file name.")
    if not folder.is_dir():
        hint = "Make the folder first, or choose another."
        return CodingError(f"the folder {folder} does not exist", str(path), hint)
    return CodingError(
        f"the file cannot be written ({error.strerror or error})",
        str(path),
        "Close it in other programs, or choose a folder that you may write to.",
    )


def check_zip(path: Path) -> None:
    """Refuse an office file that is no zip, unpacks to too much, or declares its own entities.

    Raises CodingError. Members are unpacked in chunks and counted, since the sizes that a zip
    states can lie.
    """
    damaged = CodingError(
        "the file is damaged or of another kind than its name says",
        str(path),
        "Open it in the program it was made with and save it again.",
    )
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            if len(members) > _MOST_MEMBERS or len(set(names)) < len(names):
                raise damaged
            total = 0
            for member in members:
                size, tail = 0, b""
                with archive.open(member) as file:
                    while chunk := file.read(_CHUNK):
                        size += len(chunk)
                        total += len(chunk)
                        allowed = max(_SMALL_MEMBER, member.compress_size * _RATIO_LIMIT)
                        if size > min(_MEMBER_LIMIT, allowed) or total > _TOTAL_LIMIT:
                            raise CodingError(
                                "the file unpacks to more than a table can need",
                                str(path),
                                "Save the sheet alone as a new file, or as .csv.",
                            )
                        if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                            raise damaged
                        tail = chunk[-16:]
    except OSError as e:
        raise CodingError(f"the file cannot be read ({e.strerror or e})", str(path)) from e
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as e:
        raise damaged from e
