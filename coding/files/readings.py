"""Keep beside a study what was read of its short answers, so that a start does not read them again.

What is kept is a row of numbers for each text, under a hash of the text: no words, no names. It
lies in a folder of its own, its owner's alone and kept out of git, and no backup, export or copy
takes it along. It can be made again at any time: what is damaged, or was read otherwise than now
(`stamp`), is nothing, and where nothing can be written, nothing is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from coding.errors import CodingError
from coding.files.private import private_folder
from coding.files.writing import replacing

READINGS = "readings"
NAME = "answers"

KEY, ROW = 32, 512
"""Bytes of a text's hash, and of what was read of it."""

MOST = 64_000_000
"""Bytes of a file that is looked into: larger ones are none of ours."""


def kept(folder: Path, stamp: bytes) -> dict[bytes, bytes]:
    """Return text's hash → what was read of it, {} where nothing is kept that fits."""
    path = folder / READINGS / NAME
    with suppress(OSError):
        if path.stat().st_size > MOST:
            return {}
        head, body = (data := path.read_bytes())[:KEY], data[KEY:]
        if head == _check(stamp, body) and not len(body) % (KEY + ROW):
            starts = range(0, len(body), KEY + ROW)
            return {body[at : at + KEY]: body[at + KEY : at + KEY + ROW] for at in starts}
    return {}


def keep(folder: Path, stamp: bytes, rows: Mapping[bytes, bytes]) -> None:
    """Keep this and nothing else; if there is none, no file."""
    if not rows:
        forget(folder)
        return
    place = folder / READINGS
    body = b"".join(key + rows[key] for key in sorted(rows))
    with suppress(OSError, CodingError):
        private_folder(place)
        for name, data in ((".gitignore", b"*\n"), (NAME, _check(stamp, body) + body)):
            with replacing(place / name) as temporary:
                temporary.write_bytes(data)


def forget(folder: Path) -> None:
    """Take away what is kept."""
    with suppress(OSError):
        (folder / READINGS / NAME).unlink()


def _check(stamp: bytes, body: bytes) -> bytes:
    return hashlib.sha256(stamp + body).digest()
