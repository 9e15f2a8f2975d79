"""Know a recording by its name and its first bytes, and find those that lie in a folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from coding.errors import FileError

MEDIA: Mapping[str, str] = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
"""Ending of a file → what a browser is told that it is (RFC 6838; IANA media types)."""

SIGNS: Mapping[str, re.Pattern[bytes]] = {
    ".mp3": re.compile(rb"ID3|\xff[\xe0-\xff]"),
    ".m4a": re.compile(rb".{4}ftyp", re.DOTALL),
    ".wav": re.compile(rb"(?:RIFF|RF64).{4}WAVE", re.DOTALL),
    ".ogg": re.compile(rb"OggS"),
    ".mp4": re.compile(rb".{4}(?:ftyp|moov|mdat|free|skip|wide)", re.DOTALL),
    ".webm": re.compile(rb"\x1a\x45\xdf\xa3"),
}
"""How files of each ending begin: ID3v2 or an MPEG frame, ISO 14496-12, RIFF, RFC 3533, EBML."""

KINDS = "mp3, m4a, wav, ogg, mp4 or webm"
MOST_FOUND = 500
"""Files of a folder that are looked at to propose some."""


def checked_recording(path: Path) -> Path:
    """Return where a recording really lies, links followed; raises FileError for anything else."""
    try:
        real = path.resolve(strict=True)
        if not real.is_file():
            raise FileError("this is no file", path.name, "Name the recording itself.")
        with real.open("rb") as file:
            first = file.read(12)
    except (OSError, RuntimeError, ValueError) as error:
        raise FileError(
            "there is no such file, or it cannot be read", path.name, "Look at its path."
        ) from error
    sign = SIGNS.get(real.suffix.lower())
    if sign is None:
        raise FileError(
            f"a browser plays no `{real.suffix}`", path.name, f"Save it as {KINDS} and name that."
        )
    if not sign.match(first):
        raise FileError(
            f"this does not begin as a {real.suffix.lower()} does",
            path.name,
            f"Save the recording anew, as {KINDS}.",
        )
    return real


def still_there(path: Path) -> bool:
    """Say whether a recording lies where it was, and no link to elsewhere has taken its place."""
    try:
        return path.suffix.lower() in MEDIA and path.is_file() and path.resolve(strict=True) == path
    except (OSError, RuntimeError, ValueError):
        return False


def likely_recordings(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """List the recordings in a folder, those called as one of `names` first."""
    try:
        inside = sorted(folder.iterdir())[:MOST_FOUND]
        found = [path for path in inside if path.suffix.lower() in MEDIA and path.is_file()]
    except OSError:
        return []
    wanted = [plain for plain in map(_plain, names) if plain]

    def far(path: Path) -> int:
        stem = _plain(path.stem)
        if stem in wanted:
            return 0
        return 1 if any(name in stem or (stem and stem in name) for name in wanted) else 2

    return sorted(found, key=far)


def _plain(name: str) -> str:
    """Return a name without what people write differently: case, accents' form, marks between.

    >>> _plain("P01_Вера (1)") == _plain("p01 вера-1")
    True
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))
