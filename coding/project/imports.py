"""Bring transcripts and codings made elsewhere into a project.

A file is read before the database is touched and goes in whole or not at all; those that fail
leave the others in. An interview that is there already (same text) is said so, not doubled.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from coding import transcripts as door
from coding.errors import CodingError, NotFound, ProjectError, SegmentError, TableError
from coding.exchange.tables import read_rows
from coding.model import Coding, Origin, Transcript, TranscriptInfo, new_id, now
from coding.project.files import write_atomically
from coding.store import Store, Writer

Progress = Callable[[int, int, str], None]
CHUNK = 64
INDEX = "index.csv"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the transcripts that went in; (file, fault) for those that did not."""

    added: list[TranscriptInfo] = field(default_factory=list)
    failed: list[tuple[str, CodingError]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What an import of codings did; `failed` holds (row number in the file, fault)."""

    added: int
    already_there: int
    failed: list[tuple[int, CodingError]]


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
        and path.name not in known_files
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
    seen = {sha: name for sha, (_, name, removed) in store.known_hashes().items() if not removed}
    named = {t.name for t in store.transcripts()}
    queue = sorted(paths, key=lambda p: bool(index.get(p.name, {}).get("translation_of")))
    added: list[str] = []
    for at in range(0, len(queue), CHUNK):
        batch: list[tuple[Path, Transcript]] = []
        for number, path in enumerate(queue[at : at + CHUNK], at):
            if progress:
                progress(number, len(queue), path.name)
            try:
                transcript = door.read(path, language=language)
                if transcript.sha256 in seen:
                    raise ProjectError(
                        f"this interview is in the project already, as “{seen[transcript.sha256]}”",
                        path.name,
                        "Nothing was added.",
                    )
                row = index.get(path.name, {})
                transcript = replace(
                    transcript,
                    name=unique(transcript.name, named),
                    participant=participant or row.get("participant", ""),
                    language=language or row.get("language", "") or transcript.language,
                    translation_of=translation_of or row.get("translation_of", ""),
                )
                seen[transcript.sha256] = transcript.name
                named.add(transcript.name)
                batch.append((path, transcript))
            except CodingError as error:
                report.failed.append((str(path), error))
        added += _add(store, folder, batch, coder)
    if progress:
        progress(len(queue), len(queue), "")
    kept = set(added)
    report.added.extend(t for t in store.transcripts() if t.id in kept)
    return report


def _add(store: Store, folder: Path, batch: list[tuple[Path, Transcript]], coder: str) -> list[str]:
    if not batch:
        return []
    known = store.known_hashes()
    by_name = {t.file: t.id for t in store.transcripts()} | {
        t.name: t.id for t in store.transcripts()
    }
    names = ", ".join(t.name for _, t in batch[:3]) + (" …" if len(batch) > 3 else "")
    summary = (
        f"{len(batch)} transcripts imported: {names}" if len(batch) > 1 else f"{names} imported"
    )
    copies: list[Path] = []
    ids: list[str] = []
    try:
        with store.writing(coder=coder, verb="import", summary=summary) as w:
            for path, transcript in batch:
                kept = _keep(folder, path)
                if kept != path:
                    copies.append(kept)
                of = transcript.translation_of
                transcript = replace(transcript, file=kept.name, translation_of=by_name.get(of, of))
                by_name |= {transcript.name: transcript.id, kept.name: transcript.id}
                hidden = known.get(transcript.sha256)
                if hidden:
                    transcript = replace(transcript, id=hidden[0])
                    w.update("transcripts", transcript.id, {"removed": 0})
                else:
                    store.add_transcript(w, transcript, transcript.name)
                ids.append(transcript.id)
    except BaseException:
        for copy in copies:
            copy.unlink(missing_ok=True)
        raise
    return ids


def _keep(folder: Path, path: Path) -> Path:
    place = folder / "transcripts"
    try:
        if path.resolve().parent == place.resolve():
            return path
        place.mkdir(parents=True, exist_ok=True)
        target = place / unique(path.stem, {p.stem for p in place.glob(f"*{path.suffix}")})
        target = target.with_name(target.name + path.suffix)
        shutil.copyfile(path, target)
    except OSError as error:
        raise ProjectError(
            f"the interview cannot be copied into the project: {error.strerror}",
            str(place),
            "Make the folder writable.",
        ) from error
    return target


def safe_name(name: str) -> str:
    r"""Return the bare file name of an upload, whatever path or control characters it claims.

    >>> safe_name("../../etc/P 01.vtt"), safe_name("..\\a\x00b.txt")
    ('P 01.vtt', 'ab.txt')
    """
    bare = re.split(r"[\\/]", name)[-1]
    return re.sub(r'[\x00-\x1f<>:"|?*]', "", bare).lstrip(".") or "interview.txt"


def save_upload(folder: Path, name: str, data: bytes) -> Path:
    """Write an uploaded interview into `transcripts/` under a free name; return the path."""
    place = folder / "transcripts"
    bare = Path(safe_name(name))
    stem = unique(bare.stem, {p.stem for p in place.glob(f"*{bare.suffix}")})
    path = place / (stem + bare.suffix)
    write_atomically(path, data)
    return path


def unique(name: str, taken: set[str]) -> str:
    """Return the name, with a number after it if it is taken.

    >>> unique("P01", {"P01", "P01-2"})
    'P01-3'
    """
    if name not in taken:
        return name
    return next(c for n in range(2, len(taken) + 3) if (c := f"{name}-{n}") not in taken)


def import_codings(
    store: Store, path: Path, *, codes: set[str], coder: str, text_of: Callable[[str], str]
) -> CodingsReport:
    """Read a table of codings: transcript, code, coder and either start and end, or text.

    Good rows go in together as one act; bad ones are reported with their row number in the
    file. `codes` are the ids there are; `text_of` gives the text of a transcript by its id.
    """
    rows = read_rows(path, required=["transcript", "code"])
    if rows and not ({"start", "end"} <= set(rows[0]) or "text" in rows[0]):
        raise TableError(
            "there is neither `start` and `end` nor `text`", path.name, "Add one of them."
        )
    listed = store.transcripts()
    by_name: dict[str, str] = {}
    for t in listed:
        for name in (t.file, t.name, t.id):
            by_name[name] = "" if by_name.get(name, t.id) != t.id else t.id
    failed: list[tuple[int, CodingError]] = []
    ready: list[Coding] = []
    for number, row in enumerate(rows, 2):
        try:
            ready.append(_coding(row, by_name, codes, coder, text_of))
        except CodingError as error:
            failed.append((number, error))
    there = 0
    if ready:
        with store.writing(
            coder=coder, verb="import-codings", summary=f"{len(ready)} codings from {path.name}"
        ) as w:
            for coding in ready:
                if coding_there(w, coding):
                    there += 1
                else:
                    insert_coding(w, coding)
    return CodingsReport(len(ready) - there, there, failed)


def _coding(
    row: dict[str, str],
    by_name: dict[str, str],
    codes: set[str],
    coder: str,
    text_of: Callable[[str], str],
) -> Coding:
    transcript = by_name.get(row["transcript"])
    if not transcript:
        raise NotFound(f"there is no transcript “{row['transcript']}”", hint="Import it first.")
    if row["code"] not in codes:
        raise NotFound(f"there is no code `{row['code']}`", hint="Add it to codebook.yaml first.")
    text = text_of(transcript)
    start, end = _segment(row, text)
    return Coding(
        id=new_id(),
        transcript=transcript,
        start=start,
        end=end,
        text=text[start:end],
        code=row["code"],
        coder=row.get("coder") or coder,
        created=row.get("created") or now(),
        origin=Origin.SUGGESTION if row.get("origin") == "suggestion" else Origin.PERSON,
    )


def _segment(row: dict[str, str], text: str) -> tuple[int, int]:
    words = row.get("text", "").strip()
    if row.get("start") and row.get("end"):
        try:
            start, end = int(row["start"]), int(row["end"])
        except ValueError:
            raise SegmentError("start and end must be whole numbers") from None
        check_segment(start, end, len(text))
        if not words or text[start:end].split() == words.split():
            return start, end
    if not words:
        raise SegmentError("the row has neither start and end nor text")
    found = list(_occurrences(words, text))
    if len(found) == 1:
        return found[0]
    if found:
        raise SegmentError(
            f"the words stand {len(found)} times in the transcript", hint="Give start and end."
        )
    raise SegmentError(
        f"these words do not stand in the transcript: “{words[:60]}”",
        hint="They must be the transcript's own, letter by letter.",
    )


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    for match in re.finditer(pattern, text):
        yield match.span()


def check_segment(start: int, end: int, length: int) -> None:
    """Raise SegmentError unless 0 ≤ start < end ≤ length."""
    if not 0 <= start < end <= length:
        raise SegmentError(
            f"characters {start}-{end} do not lie in the text, which has {length}",
            hint="`coding text TRANSCRIPT` prints the text that offsets refer to.",
        )


def coding_there(w: Writer, coding: Coding) -> str:
    """Return the id of the same code by the same coder on the same words, "" if none."""
    same = w.same_code(coding.transcript, coding.code, coding.coder, coding.start, coding.end)
    return next((i for i, s, e in same if (s, e) == (coding.start, coding.end)), "")


def insert_coding(w: Writer, coding: Coding) -> None:
    """Add a coding inside an act."""
    w.insert(
        "codings",
        {
            "id": coding.id,
            "transcript": coding.transcript,
            "start": coding.start,
            "end": coding.end,
            "text": coding.text,
            "code": coding.code,
            "coder": coding.coder,
            "created": coding.created,
            "origin": str(coding.origin),
        },
    )
