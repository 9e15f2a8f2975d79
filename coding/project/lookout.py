"""Look over a project's folder for what is not as it was left: copies, left-overs, conflicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from coding import transcripts as door
from coding.errors import CodingError
from coding.files.writing import UNFINISHED
from coding.model import NOTHING_SAID, Problem, ReadingAnswers, TranscriptInfo, canonical, sha256

PLACES = ("", "transcripts", "survey")
"""Folders of a project, named from its own, that the app writes files in."""

CHANGED = "the file of this interview has been changed since it was imported"

_SAFE = "What was imported is safe in the database"
_OURS = "codebook|participants|index|codings|links|project"
_CONFLICTED = re.compile(
    r"conflicted copy|case conflict"  # Dropbox, Nextcloud
    r"|\.sync-conflict-\d{8}-\d{6}"  # Syncthing
    rf"|^(?:{_OURS})-(?=[^.]*[A-Z])[\w-]+\.(?:yaml|csv|db)$"  # OneDrive adds the computer's name
    rf"|^(?:{_OURS}) ?(?:\(\d+\)|\d+)\.(?:yaml|csv|db)$",  # iCloud, Google Drive
)
_NUMBERED = re.compile(r"(.+?) ?(?:\(\d+\)|(?<= )\d+)")


def copies(
    folder: Path,
    interviews: Sequence[TranscriptInfo],
    older: Callable[[str], Collection[str]],
    progress: Callable[[str], None] | None = None,
    *,
    answers: ReadingAnswers = NOTHING_SAID,
) -> Iterator[Problem]:
    """Yield what is wrong with the copies of interviews in `transcripts/`, each read again.

    One that reads as an older version of its interview (`older` has their hashes) is as it was.
    Tables are read with what was said of their columns, which `answers` have.
    """
    for info in interviews:
        if not info.file:
            continue
        if progress:
            progress(info.name)
        what = wrong(folder / "transcripts" / info.file, info, older(info.id), answers)
        if what:
            yield Problem(
                where=f"transcripts/{info.file}",
                what=what,
                hint=f"{_SAFE}, as “{info.name}”. If the change is meant, take it in with `coding"
                " revise`; else bring back a backup of the file.",
            )


def wrong(
    path: Path,
    info: TranscriptInfo,
    older: Collection[str],
    answers: ReadingAnswers = NOTHING_SAID,
) -> str:
    """Say how a copy differs from what was imported, "" if it does not."""
    try:
        if not path.exists():
            return "the file of this interview is gone"
        if not path.stat().st_size:
            return "the file of this interview is empty now"
        if _as_it_stands(path) in {info.sha256, *older}:
            return ""
        languages = ("", info.language)
        ways = [(language, said) for said in (answers, NOTHING_SAID) for language in languages]
        read = (door.read(path, language=language, answers=said) for language, said in ways)
        if any(transcript.sha256 in {info.sha256, *older} for transcript in read):
            return ""
    except OSError as error:
        return f"the file of this interview cannot be read: {error.strerror}"
    except CodingError as error:
        return f"the file of this interview cannot be read any more: {error.message}"
    return CHANGED


def _as_it_stands(path: Path) -> str:
    """Return the hash of a plain text's own letters: what other programs counted is not tidied."""
    if path.suffix.lower() != ".txt" or path.stat().st_size >= door.MAX_BYTES:
        return ""
    return sha256(canonical(path.read_bytes().decode("utf-8", "replace")))


def left_over(folder: Path) -> Iterator[Problem]:
    """Yield the temporary files of writing that was cut short."""
    for name, path in _files(folder):
        if path.name.startswith(".coding-act-"):
            yield Problem(
                where=name,
                what="an act was cut short, and could not be brought to its end yet",
                hint="Open the project again where it can be written. If this stays: see that"
                " codebook.yaml and participants.csv are as you want them, and delete the file.",
            )
        elif UNFINISHED in path.name:
            yield Problem(
                where=name,
                what="writing a file was cut short; this is what there was of it",
                hint="Delete it, unless the app is at work at this moment.",
            )


def conflicted(folder: Path, waiting: Collection[Path]) -> Iterator[Problem]:
    """Yield the copies that cloud folders make when two computers have changed one file.

    `waiting` are the files in `transcripts/` that were never imported: one with a number behind
    the name of another is such a copy, too.
    """
    unread = {path.name for path in waiting}
    for name, path in _files(folder):
        numbered = _NUMBERED.fullmatch(path.stem) if path.name in unread else None
        twin = bool(numbered and path.with_name(numbered[1] + path.suffix).exists())
        if twin or _CONFLICTED.search(path.name):
            yield Problem(
                where=name,
                what="a cloud folder has kept two versions of a file",
                hint="Compare it with the file of the plain name, copy over what is missing"
                " there, and delete this one.",
            )


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for place in PLACES:
        if (folder / place).is_dir():
            for path in sorted((folder / place).iterdir()):
                if path.is_file():
                    yield f"{place}/{path.name}".lstrip("/"), path
