"""Bring interviews in, find them and what is said in them, keep what is known about each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from coding.analysis.coverage import person_of
from coding.analysis.interviews import as_interviews, interview_name, interviews
from coding.errors import ProjectError
from coding.files import readings
from coding.files.clean import safe_name
from coding.model import NOTHING_SAID, Hit, ReadingAnswers, Transcript, TranscriptInfo, Voice
from coding.project.files import stamp_of
from coding.project.part import ProjectPart
from coding.store import Writer

if TYPE_CHECKING:
    from coding.project import Project
    from coding.project.import_report import ImportReport
    from coding.project.imports import Preview, Progress
    from coding.project.uploads import Upload
    from coding.transcripts.index import IndexTold

TEXTS_KEPT = 16


class Transcripts(ProjectPart):
    """The acts on transcripts."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._texts: dict[str, tuple[str, Transcript]] = {}  # with the edition that was read

    # ── reading ──

    def all(self) -> list[TranscriptInfo]:
        """List the transcripts by name, without their texts."""
        return self.store.transcripts.all()

    def info(self, reference: str) -> TranscriptInfo:
        """Return a transcript, without its text, by id, name or file name; raises NotFound."""
        return self.store.transcripts.find(reference)

    def interview(self, reference: str) -> tuple[TranscriptInfo, ...]:
        """Return the transcripts of one interview: the original and its translations."""
        return self.once("interviews", self._grouped)[self.info(reference).id]

    def _grouped(self) -> dict[str, tuple[TranscriptInfo, ...]]:
        return {info.id: group for group in self.interviews() for info in group}

    def interviews(self) -> list[tuple[TranscriptInfo, ...]]:
        """List the interviews by name, each with its translations, the original first."""
        return interviews(self.all())

    def interview_names(self) -> dict[str, str]:
        """Return id → what the interview is called that a transcript is of: "P02 (ru, en)"."""
        return {t.id: interview_name(group) for group in self.interviews() for t in group}

    def get(self, reference: str) -> Transcript:
        """Return a transcript with its text by id, name or file name; raises NotFound."""
        info = self.info(reference)
        edition, kept = self._texts.get(info.id, ("", None))
        if kept is None or (edition != info.edition and kept.sha256 != info.sha256):
            kept = self.store.transcripts.read(info)
            if len(self._texts) >= TEXTS_KEPT and info.id not in self._texts:
                self._texts.pop(next(iter(self._texts)), None)
        elif edition != info.edition:
            kept = replace(kept, turns=self.store.transcripts.turns(info.id), cast=info.cast)
        self._texts[info.id] = (info.edition, kept)
        return replace(
            kept,
            name=info.name,
            participant=info.participant,
            language=info.language,
            translation_of=info.translation_of,
        )

    def neutral_names(self) -> dict[str, str]:
        """Return id → what an interview is called where nobody is to be named: "interview 7"."""
        return {key: f"interview {number}" for key, number in self.neutral_numbers().items()}

    def neutral_numbers(self) -> dict[str, int]:
        """Return id → the number in the neutral name of an interview."""
        from coding.quotes.printing import interview_numbers

        return interview_numbers(self.store.transcripts.arrivals())

    def other_language(self, transcript: TranscriptInfo) -> TranscriptInfo | None:
        """Return the original or first translation of a transcript, if the project has it."""
        return next(iter(self.other_languages(transcript)), None)

    def other_languages(self, transcript: TranscriptInfo) -> list[TranscriptInfo]:
        """List the other texts of a transcript's interview: its original, then translations."""
        return [other for other in self.interview(transcript.id) if other.id != transcript.id]

    def translations(self) -> frozenset[str]:
        """Return the transcripts that translate another."""
        return frozenset(info.id for info in self.all() if info.translation_of)

    def whole(self, transcripts: Collection[str]) -> frozenset[str]:
        """Return the transcripts of the interviews that some are of, translations among them."""
        return frozenset(
            one.id
            for group in interviews(self.all())
            if any(one.id in transcripts for one in group)
            for one in group
        )

    def search(
        self,
        query: str,
        *,
        where: Mapping[str, tuple[str, ...]] | None = None,
        limit: int = 200,
    ) -> list[Hit]:
        """Find words in what the participants say that `where` names, or anybody.

        Who speaks in a translation is who does in its original.
        """
        if not where:
            return self.store.transcripts.search(query, limit=limit)
        from coding.quotes.retrieve import check_where, matches

        people = self.project.participants.all()
        check_where(where, people)
        chosen = [person.id for person in people if matches(person, where)]
        listed = self.all()
        if not any(info.translation_of for info in listed):
            return self.store.transcripts.search(query, people=chosen, limit=limit)
        known = as_interviews(listed)
        hits = self.store.transcripts.search(query, limit=0)
        said = self.project.speakers.said(dict.fromkeys(hit.transcript for hit in hits), listed)
        fitting = (
            hit
            for hit in hits
            if self._says(known, said[hit.transcript].voice(hit.start, hit.end, hit.hit), hit)
            in chosen
        )
        return list(islice(fitting, limit or None))

    def _says(self, known: Mapping[str, TranscriptInfo], voice: Voice, hit: Hit) -> str:
        return voice.participant or person_of(known[hit.transcript], voice)

    # ── bringing in ──

    def stamp(self) -> Hashable:
        """Return what differs once a file has been laid into `transcripts/`, or taken away."""
        return stamp_of(self.project.folder / "transcripts")

    def waiting(self) -> list[Path]:
        """List the files in `transcripts/` that were never imported."""
        from coding.project.from_tables import taken
        from coding.transcripts.folder import new_files

        known = self.store.transcripts.file_names() | taken(self.project)
        return new_files(self.project.folder, known)

    def file_lies_there(self, info: TranscriptInfo) -> bool:
        """Say whether the file that a transcript came in from lies in `transcripts/`."""
        return (self.project.folder / "transcripts" / info.file).is_file()

    def index(self) -> dict[str, dict[str, str]]:
        """Return file → what `transcripts/index.csv` says of it; raises TableError."""
        from coding.transcripts.folder import read_index

        return read_index(self.project.folder)

    def told_by_index(self) -> IndexTold:
        """Return what the index says of interviews that are in already; raises TableError."""
        from coding.transcripts.index import told_by_index

        people = {person.id for person in self.project.participants.all()}
        waiting = [path.name for path in self.waiting()]
        return told_by_index(self.index(), self.all(), waiting, people)

    def take_index(self, *, coder: str, act: str = "") -> IndexTold:
        """Fill in what the index says where an interview has nothing, as one act; return it."""
        from coding.project.casting import Casting
        from coding.transcripts.folder import INDEX

        told = self.told_by_index()
        if told.changes:
            summary = f"{INDEX}: {len(told.changes)} interviews filled in"
            with self.store.writing(coder=coder, verb="transcript", summary=summary, act=act) as w:
                for key, fields in told.changes.items():
                    w.change_transcript(
                        key,
                        name=fields.get("name"),
                        participant=fields.get("participant"),
                        language=fields.get("language"),
                        translation_of=fields.get("translation_of"),
                    )
                    if person := fields.get("participant"):
                        Casting(w, w.transcript(key)).alone_is(person)
        return told

    def import_files(
        self,
        paths: Sequence[Path],
        *,
        contents: Mapping[Path, bytes] | None = None,
        coder: str,
        participant: str = "",
        language: str = "",
        translation_of: str = "",
        answers: ReadingAnswers | Mapping[Path, ReadingAnswers] = NOTHING_SAID,
        told: Mapping[Path, Mapping[str, str]] | None = None,
        also: Callable[[Writer], None] | None = None,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Import files, or whatever is new in `transcripts/` if none is named.

        `contents` has those that were handed over rather than lie somewhere, by their names.
        `answers` are what a person said about the doubts of all of them, or of each by its path.
        `told` has participant, language and translation_of of each. `also` writes more into the
        same act.
        """
        from coding.project.from_tables import remember, take_respondents, take_tags
        from coding.project.imports import import_files

        of = self.info(translation_of).id if translation_of else ""
        said = [answers] if isinstance(answers, ReadingAnswers) else [*answers.values()]

        def write(w: Writer) -> None:
            remember(w, said)
            if also:
                also(w)

        report = import_files(
            self.store,
            self.project.folder,
            paths or self.waiting(),
            contents=contents,
            coder=coder,
            read=self.project.outside.transcripts,
            participant=participant,
            language=language,
            translation_of=of,
            answers=self._with_usual(answers),
            told=told,
            also=write,
            progress=progress,
        )
        for path, read in report.respondents:
            take_respondents(self.project, path, read, said=said, coder=coder, report=report)
        take_tags(self.project, report, coder=coder)
        return report

    def _with_usual(
        self, answers: ReadingAnswers | Mapping[Path, ReadingAnswers]
    ) -> ReadingAnswers | Mapping[Path, ReadingAnswers]:
        """Return what a person said of files, with what columns of tables usually hold."""
        from coding.project.from_tables import usual_columns

        usual = usual_columns(self.project)
        if not usual:
            return answers
        if isinstance(answers, ReadingAnswers):
            return replace(answers, usual=usual)
        return {path: replace(told, usual=usual) for path, told in answers.items()}

    def import_uploads(
        self, uploads: Sequence[Upload], *, coder: str, progress: Progress | None = None
    ) -> ImportReport:
        """Import files that were looked at and spoken about before, as one act."""
        from coding.project.uploads import import_uploads

        return import_uploads(self.project, uploads, coder=coder, progress=progress)

    def preview(self, name: str, data: bytes, *, answers: ReadingAnswers = NOTHING_SAID) -> Preview:
        """Read a file's content as an interview without taking it in; raise CodingError.

        `answers` are what a person has said about its doubts so far.
        """
        from coding.project.from_tables import usual_columns
        from coding.project.imports import preview

        path = Path(safe_name(name))
        if usual := usual_columns(self.project):
            answers = replace(answers, usual=usual)
        return preview(self.store, self.project.outside.transcript(path, data, answers=answers))

    # ── changing ──

    def edit(
        self,
        reference: str,
        *,
        name: str | None = None,
        participant: str | None = None,
        language: str | None = None,
        translation_of: str | None = None,
        coder: str,
        version: int | None = None,
        act: str = "",
    ) -> None:
        """Change a transcript's name, participant, language or translation_of, if given.

        `version` is that of the transcript as it was opened: what others changed of the rest
        since stays; raises Conflict, with both texts, where they changed the very same. Whoever
        alone answers in it is the participant; where several do, each is somebody.
        """
        info = self.info(reference)
        if name is not None and not name.strip():
            raise ProjectError("an interview needs a name", info.name)
        with self.store.writing(
            coder=coder, verb="transcript", summary=f"{info.name} edited", act=act
        ) as w:
            there = w.transcript(info.id)
            w.change_transcript(
                info.id,
                name=name,
                participant=participant,
                language=language,
                translation_of=translation_of,
                version=version,
            )
            now = w.transcript(info.id)
            if now.participant != there.participant:
                from coding.project.casting import Casting

                Casting(w, there).alone_is(now.participant)

    def remove(self, reference: str, *, coder: str, act: str = "") -> None:
        """Take a transcript and its codings out of the project; undo brings them back."""
        info = self.info(reference)
        with self.store.writing(
            coder=coder, verb="remove", summary=f"{info.name} taken out", act=act
        ) as w:
            w.hide_transcript(info.id)
        readings.forget(self.project.folder)
