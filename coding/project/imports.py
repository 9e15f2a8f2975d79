"""Bring interviews into a project.

A file is read before the database is touched and goes in whole or not at all; those that fail
leave the others in. An interview that is there already (same text) is said so, not doubled.
"""

from __future__ import annotations

import filecmp
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from coding import transcripts as door
from coding.errors import CodingError, ProjectError
from coding.files.clean import printable, safe_name
from coding.files.tables import read_rows
from coding.files.writing import UNFINISHED, copy
from coding.language.guess import guess
from coding.model import Transcript, TranscriptInfo
from coding.store import Store

Progress = Callable[[int, int, str], None]
BATCH = 64  # interviews, or
BATCH_CHARACTERS = 8_000_000  # so that memory stays within bounds
INDEX = "index.csv"
SUFFIXES = door.SUFFIXES


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the transcripts that went in; (file, fault) for those that did not."""

    added: list[TranscriptInfo] = field(default_factory=list)
    failed: list[tuple[str, CodingError]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    """An interview as it would come in; its language and `participant` are guesses.

    `already` names the transcript of the project that has the same text.
    """

    transcript: Transcript
    participant: str
    already: str


def preview(store: Store, name: str, data: bytes) -> Preview:
    """Read a file's content as an interview; raise TranscriptError if it is none."""
    found = door.read_bytes(data, safe_name(name))
    known = store.transcripts.known_hashes().get(found.sha256)
    words = re.split(r"[\W_]+", found.name.casefold())
    return Preview(
        replace(found, language=found.language or guess(found.text)),
        next((p.id for p in store.participants.all() if p.id.casefold() in words), ""),
        known[1] if known and not known[2] else "",
    )


def new_files(folder: Path, known_files: set[str]) -> list[Path]:
    """List the interviews in `transcripts/` that no transcript came from yet."""
    place = folder / "transcripts"
    if not place.is_dir():
        return []
    return sorted(
        path
        for path in place.iterdir()
        if path.suffix.lower() in door.SUFFIXES
        and not path.name.startswith(".")
        and printable(path.name) not in known_files
    )


def read_index(folder: Path) -> dict[str, dict[str, str]]:
    """Return file → row of `transcripts/index.csv`, empty if there is none."""
    path = folder / "transcripts" / INDEX
    if not path.exists():
        return {}
    return {row["file"]: row for row in read_rows(path, required=["file"])}


def import_files(
    store: Store,
    folder: Path,
    paths: Sequence[Path],
    *,
    coder: str,
    participant: str = "",
    language: str = "",
    translation_of: str = "",
    progress: Progress | None = None,
) -> ImportReport:
    """Read files into the store, with copies of those from elsewhere in `transcripts/`.

    What the options do not say is taken from `transcripts/index.csv`.
    """
    report = ImportReport()
    index = read_index(folder)
    queue = sorted(paths, key=lambda p: bool(index.get(p.name, {}).get("translation_of")))
    added: list[str] = []
    batch: list[tuple[Path, Transcript]] = []
    for number, path in enumerate(queue):
        if progress:
            progress(number, len(queue), printable(path.name))
        try:
            transcript = door.read(path, language=language)
        except CodingError as error:
            report.failed.append((printable(str(path)), error))
            continue
        row = index.get(path.name, {})
        transcript = replace(
            transcript,
            participant=participant or row.get("participant", ""),
            language=language or row.get("language", "") or transcript.language,
            translation_of=translation_of or row.get("translation_of", ""),
        )
        batch.append((path, transcript))
        if len(batch) >= BATCH or sum(len(t.text) for _, t in batch) >= BATCH_CHARACTERS:
            added += _add(store, folder, batch, coder, report)
            batch = []
    added += _add(store, folder, batch, coder, report)
    if progress:
        progress(len(queue), len(queue), "")
    kept = set(added)
    report.added.extend(t for t in store.transcripts.all() if t.id in kept)
    return report


def _add(
    store: Store,
    folder: Path,
    batch: list[tuple[Path, Transcript]],
    coder: str,
    report: ImportReport,
) -> list[str]:
    """Add interviews as one act; return their ids. Those that are there already go to `report`."""
    if not batch:
        return []
    names = ", ".join(t.name for _, t in batch[:3]) + (" …" if len(batch) > 3 else "")
    summary = (
        f"{len(batch)} transcripts imported: {names}" if len(batch) > 1 else f"{names} imported"
    )
    keeper = _Keeper(folder)
    ids: list[str] = []
    try:
        with store.writing(coder=coder, verb="import", summary=summary) as w:
            # Looked up here, where nobody else can add the same interview at the same time.
            known = store.transcripts.known_hashes()
            listed = store.transcripts.all()
            named = {t.name for t in listed}
            by_name = {t.file: t.id for t in listed} | {t.name: t.id for t in listed}
            for path, transcript in batch:
                sha = transcript.sha256
                key, there, removed = known.get(sha, ("", "", False))
                if key and not removed:
                    report.failed.append((printable(str(path)), _already(path, there)))
                    continue
                of = transcript.translation_of
                transcript = replace(
                    transcript,
                    id=key or transcript.id,
                    name=there or unique(transcript.name, named),
                    file=keeper.keep(path),
                    translation_of=by_name.get(of, of),
                )
                if key:
                    w.show_transcript(key, file=transcript.file)
                else:
                    w.add_transcript(transcript)
                known[sha] = (transcript.id, transcript.name, False)
                named.add(transcript.name)
                by_name |= {transcript.name: transcript.id, transcript.file: transcript.id}
                ids.append(transcript.id)
    except BaseException:
        keeper.discard()
        raise
    return ids


def _already(path: Path, name: str) -> ProjectError:
    return ProjectError(
        f"this interview is in the project already, as “{name}”",
        printable(path.name),
        "Nothing was added.",
    )


class _Keeper:
    """Keeps copies of interviews from elsewhere in `transcripts/`, whole or not at all.

    Used inside an act, and so by one process at a time.
    """

    def __init__(self, folder: Path) -> None:
        self.place = (folder / "transcripts").resolve()
        self.copies: list[Path] = []
        self._names: set[str] = set()

    def keep(self, path: Path) -> str:
        """Return the name that a file has in `transcripts/`, copied there if it lies elsewhere.

        A copy that an import left there when it was killed is used again.
        """
        name = printable(path.name)
        try:
            if path.resolve().parent == self.place:
                return name
            if not self._names:
                self._look()
            if name.casefold() in self._names:
                if _same(path, self.place / name):
                    return name
                numbered = (f"{path.stem}-{n}{path.suffix}" for n in count(2))
                free = (printable(other) for other in numbered)
                name = next(other for other in free if other.casefold() not in self._names)
            self._names.add(name.casefold())
            self._copy(path, self.place / name)
        except OSError as error:
            raise ProjectError(
                f"the interview cannot be copied into the project: {error.strerror}",
                str(self.place),
                "Make the folder writable.",
            ) from error
        return name

    def _look(self) -> None:
        self.place.mkdir(parents=True, exist_ok=True)
        for path in self.place.iterdir():
            if path.name.endswith(UNFINISHED):
                path.unlink()
            self._names.add(path.name.casefold())

    def _copy(self, path: Path, target: Path) -> None:
        copy(path, target)
        self.copies.append(target)

    def discard(self) -> None:
        """Take the copies away again."""
        for kept in self.copies:
            kept.unlink(missing_ok=True)


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)


def unique(name: str, taken: set[str]) -> str:
    """Return the name, with a number after it if it is taken.

    >>> unique("P01", {"P01", "P01-2"})
    'P01-3'
    """
    if name not in taken:
        return name
    return next(c for n in range(2, len(taken) + 3) if (c := f"{name}-{n}") not in taken)
