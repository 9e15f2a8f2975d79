"""Bring interviews into a project.

A file is read before the database is touched and goes in whole or not at all; those that fail
leave the others in. An interview that is there already (same text) is said so, not doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from coding import transcripts as door
from coding.errors import CodingError, ProjectError
from coding.files.clean import known_name, printable
from coding.language.guess import guess
from coding.model import NOTHING_SAID, ReadingAnswers, Transcript
from coding.project.import_report import ImportReport
from coding.project.outside import ReadFile, Unread
from coding.store import Store, Writer
from coding.transcripts.batch import person_in
from coding.transcripts.folder import Keeper, is_mark, new_files, read_index
from coding.transcripts.incoming import Register, alone, completed, recognised, unique

__all__ = ["SUFFIXES", "Preview", "import_files", "new_files", "preview"]

Progress = Callable[[int, int, str], None]
Reader = Callable[[Sequence[Unread]], Generator[ReadFile | CodingError, None, None]]
SHORT = 50
"""Words up to which two texts may be equal by chance."""

BATCH = 256  # interviews, or
BATCH_CHARACTERS = 8_000_000  # so that memory stays within bounds
SUFFIXES = door.SUFFIXES


@dataclass(frozen=True, slots=True)
class Preview:
    """An interview as it would come in; its language and `participant` are guesses.

    `already` names the transcript of the project that has the same text.
    """

    transcript: Transcript
    participant: str
    already: str


def preview(store: Store, transcript: Transcript) -> Preview:
    """Return what a project makes of an interview that was read and not taken in yet."""
    known = store.transcripts.known_hashes().get(transcript.sha256)
    files = {(t.sha256, t.file) for t in store.transcripts.all()} if known else set()
    words = transcript.words
    if known and not known[2] and _by_chance(transcript, words, transcript.file, files):
        transcript = _twin(transcript, known[1])
        known = None
    people = store.participants.all()
    speaking = set(recognised(transcript, Register(people)).values())
    return Preview(
        replace(transcript, language=transcript.language or guess(transcript.text)),
        speaking.pop()
        if len(speaking) == 1 and alone(transcript)
        else person_in(transcript.name, {p.id: p.pseudonym for p in people}),
        known[1] if known and not known[2] else "",
    )


def import_files(
    store: Store,
    folder: Path,
    paths: Sequence[Path],
    *,
    contents: Mapping[Path, bytes] | None = None,
    coder: str,
    read: Reader,
    participant: str = "",
    language: str = "",
    translation_of: str = "",
    answers: ReadingAnswers | Mapping[Path, ReadingAnswers] = NOTHING_SAID,
    told: Mapping[Path, Mapping[str, str]] | None = None,
    also: Callable[[Writer], None] | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Read files into the store, with copies of those from elsewhere in `transcripts/`.

    Paths in `contents` lie nowhere but in memory. `read` yields each file as it is read, or what
    is wrong with it. `answers` are what a person said about
    the doubts of all the files, or of each; `told` has participant, language and translation_of
    where they differ from file to file. The marks that Word leaves beside a document that is open
    (`~$…`) are passed over. What none of these say is taken from
    `transcripts/index.csv`. `also` writes more into the act of those that go in.
    """
    store.expect_room()
    report = ImportReport()
    index = read_index(folder)
    paths = [path for path in paths if not is_mark(path.name)]
    register = Register(store.participants.all())
    rows = {path: index.get(known_name(path.name), {}) for path in paths}
    queue = sorted(paths, key=lambda path: bool(rows[path].get("translation_of")))
    said = {
        path: answers if isinstance(answers, ReadingAnswers) else answers.get(path)
        for path in queue
    }
    files = [
        Unread(
            path=path,
            content=contents.get(path) if contents else None,
            language=language,
            answers=said[path] or NOTHING_SAID,
        )
        for path in queue
    ]
    added: list[str] = []
    batch: list[tuple[Path, ReadFile]] = []
    characters = 0
    with closing(read(files)) as outcomes:
        for number, unread in enumerate(files):
            path = unread.path
            if progress:
                progress(number, len(queue), printable(path.name))
            outcome = _with_people(next(outcomes), unread, read, register)
            if isinstance(outcome, CodingError):
                report.failed.append((printable(str(path)), outcome))
                continue
            transcript = outcome.transcript
            if transcript.respondents:
                report.respondents.append((path, transcript))
                continue
            said_of = {
                "participant": participant,
                "language": language,
                "translation_of": translation_of,
                **(told or {}).get(path, {}),
            }
            transcript = completed(transcript, said_of, rows[path])
            batch.append((path, outcome._replace(transcript=transcript)))
            characters += len(transcript.text)
            if len(batch) >= BATCH or characters >= BATCH_CHARACTERS:
                added += _add(store, Keeper(folder, contents), batch, coder, report, also)
                batch, characters = [], 0
    added += _add(store, Keeper(folder, contents), batch, coder, report, also)
    if progress:
        progress(len(queue), len(queue), "")
    kept = set(added)
    report.added.extend(t for t in store.transcripts.all() if t.id in kept)
    return report


def _with_people(
    outcome: ReadFile | CodingError, unread: Unread, read: Reader, register: Register
) -> ReadFile | CodingError:
    """Return what was read of a file, with the persons whose id or pseudonym is a label.

    What was said counts more. Where one speaker answers, that is whom the interview is with.
    """
    if isinstance(outcome, CodingError):
        return outcome
    transcript = outcome.transcript
    if alone(transcript):
        told = {s.participant for s in transcript.cast} - {""}
        transcript = replace(transcript, participant="".join(told))
    said = unread.answers
    persons = {
        label: key
        for label, key in recognised(transcript, register).items()
        if label not in said.participants
    }
    if persons and not alone(transcript):
        answers = replace(said, participants={**said.participants, **persons})
        return next(read([replace(unread, answers=answers)]))
    if persons:
        transcript = replace(transcript, participant=next(iter(persons.values())))
    return outcome._replace(transcript=transcript)


def _add(
    store: Store,
    keeper: Keeper,
    batch: list[tuple[Path, ReadFile]],
    coder: str,
    report: ImportReport,
    also: Callable[[Writer], None] | None,
) -> list[str]:
    """Add interviews as one act; return their ids. Those that are there already go to `report`."""
    if not batch:
        return []
    names = ", ".join(read.transcript.name for _, read in batch[:3]) + (
        " …" if len(batch) > 3 else ""
    )
    summary = (
        f"{len(batch)} transcripts imported: {names}" if len(batch) > 1 else f"{names} imported"
    )
    ids: list[str] = []
    try:
        with store.writing(coder=coder, verb="import", summary=summary) as w:
            # Looked up here, where nobody else can add the same interview at the same time.
            known = store.transcripts.known_hashes()
            listed = store.transcripts.all()
            named = {t.name for t in listed}
            files = {(t.sha256, t.file) for t in listed}
            by_name = {known_name(t.file): t.id for t in listed}
            by_name |= {t.name: t.id for t in listed}
            keys = {"", *(t.id for t in listed)}
            waiting = {t.id: t.translation_of for t in listed if t.translation_of not in keys}
            for path, (transcript, made) in batch:
                sha = made.sha256 if made else transcript.sha256
                key, there, removed = known.get(sha, ("", "", False))
                words = made.words if made else transcript.words
                file = printable(path.name)
                if key and not removed and _by_chance(transcript, words, file, files):
                    transcript = _twin(transcript, there)
                    key = there = ""
                elif key and not removed:
                    report.failed.append((printable(str(path)), _already(path, there)))
                    continue
                of = transcript.translation_of
                transcript = replace(
                    transcript,
                    id=key or transcript.id,
                    name=there or unique(transcript.name, named),
                    file=keeper.keep(path),
                    translation_of=by_name.get(known_name(of), of),
                )
                if key:
                    w.show_transcript(key, file=transcript.file)
                else:
                    w.add_transcript(transcript, made)
                known[sha] = (transcript.id, transcript.name, False)
                named.add(transcript.name)
                called = (transcript.name, known_name(transcript.file))
                by_name |= dict.fromkeys(called, transcript.id)
                ids.append(transcript.id)
                if transcript.tags:
                    report.tagged[transcript.id] = transcript.tags
                _awaited(w, waiting, transcript, path)
                files |= {(sha, transcript.file), (sha, file)}
            if ids and also:
                also(w)
            keeper.put()
    except BaseException:
        if not {info.id for info in store.transcripts.all()} & set(ids):  # else all was done
            keeper.discard()
        raise
    return ids


def _awaited(w: Writer, waiting: Mapping[str, str], original: Transcript, path: Path) -> None:
    """Link what came in before its original to it; `waiting` says by what name it was told."""
    names = set(map(known_name, (original.name, original.file, path.name, path.stem)))
    for translation, of in waiting.items():
        if known_name(of) in names:
            w.change_transcript(translation, translation_of=original.id)
            w.summary += f"; {w.transcript(translation).name} translates it"


def _by_chance(
    transcript: Transcript, words: int, file: str, files: Collection[tuple[str, str]]
) -> bool:
    """Tell whether a text may have the words of another file's by chance: short, no dialogue.

    Two people give one answer to an open question; a dialogue in equal words is a copy. `files`
    has hash and file name of every interview that is there.
    """
    short = not transcript.cast and words <= SHORT
    return short and (transcript.sha256, file) not in files


def _twin(transcript: Transcript, name: str) -> Transcript:
    note = f"Please check: it has the same words as “{name}”. Both are kept."
    return replace(transcript, notes=(*transcript.notes, note))


def _already(path: Path, name: str) -> ProjectError:
    return ProjectError(
        f"this interview is in the project already, as “{name}”",
        printable(path.name),
        "Nothing was added.",
    )
