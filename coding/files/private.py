"""Keep what a study holds to its owner: folders 0700, files 0600, and rooms to work in.

A room is a folder for what is under way: an upload that is read, a document that is made, a
backup that is unpacked. It lies inside the project, so that a kill leaves no interview in the
system's temporary folder; what it leaves behind is taken away at the next opening.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coding.errors import CodingError

ROOM = ".coding-room-"
OLD = 86_400.0
"""Seconds after which a room is left over, whoever made it."""

_OTHERS = 0o077


def private_folder(path: Path) -> Path:
    """Make a folder, and those above it that are missing, for its owner alone; raises OSError."""
    if not path.is_dir():
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
    return path


@contextmanager
def room(folder: Path) -> Iterator[Path]:
    """Hand out an empty folder inside a project; it is gone at the end, with all that is in it.

    Where the project cannot be written to, it lies in the system's temporary folder.
    """
    name = f"{ROOM}{_host()}-{os.getpid()}-"
    try:
        place = Path(tempfile.mkdtemp(prefix=name, dir=folder))
    except OSError:
        try:
            place = Path(tempfile.mkdtemp(prefix=name))
        except OSError as error:
            raise CodingError(
                f"there is no place to work in: {error.strerror}", str(folder), "Make room on it."
            ) from error
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def clear_rooms(folder: Path) -> None:
    """Take away the rooms that killed processes left in a project."""
    for place in folder.glob(f"{ROOM}*"):
        if _left_over(place):
            shutil.rmtree(place, ignore_errors=True)


def _left_over(place: Path) -> bool:
    try:
        if time.time() - place.stat().st_mtime > OLD:
            return True
    except OSError:
        return False
    host, _, rest = place.name.removeprefix(ROOM).partition("-")
    number = rest.partition("-")[0]
    if host != _host() or not number.isdigit() or sys.platform == "win32":
        return False  # only age tells there; on Windows, asking for a process would end it
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _host() -> str:
    return "".join(c for c in socket.gethostname() if c.isalnum()) or "here"


# ── who may read ──


def open_to_others(paths: Iterable[Path]) -> list[Path]:
    """List those of these files and folders that others on this machine may read or change."""
    if sys.platform == "win32":  # there, a folder's rights come from the one above it
        return []
    return [path for path in paths if _mode(path) & _OTHERS]


def close_to_others(paths: Iterable[Path]) -> list[Path]:
    """Let files and folders be their owner's alone; return those that could not be changed."""
    refused = []
    for path in open_to_others(paths):
        try:
            path.chmod(_mode(path) & ~_OTHERS)
        except OSError:
            refused.append(path)
    return refused


def _mode(path: Path) -> int:
    """Return who may do what with a file or folder; 0 for a link, which has no say in it."""
    with suppress(OSError):
        if not path.is_symlink():
            return path.stat().st_mode & 0o777
    return 0
