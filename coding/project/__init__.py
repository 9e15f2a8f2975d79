"""Open a study and do each act of the flow: the desk that pages and command line sit at.

A method reads through a door, calls an instrument, and writes the change and its row in the
log in one transaction. `coding.project.files` keeps codebook.yaml and participants.csv in
step, `imports` brings files in, `codings` puts codes on words, `codes` changes the codebook,
`shelf` chooses quotes, `suggesting` proposes codes, `quality` says how good that is,
`discovering` looks for what has no code, `verifying` checks report drafts, `outbox` serves the
coding page.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding import codebook as codebook_door
from coding.errors import CodingError, Conflict, ProjectError
from coding.files.clean import safe_name
from coding.model import (
    Act,
    Hit,
    Memo,
    Participant,
    Problem,
    TranscriptInfo,
    new_id,
    now,
)
from coding.project.codes import Codes
from coding.project.codings import Applied
from coding.project.files import CODEBOOK, write_atomically
from coding.project.imports import (
    ImportReport,
    Preview,
    Progress,
    import_files,
    new_files,
    preview,
)
from coding.project.linking import Linking
from coding.project.shelf import Shelf
from coding.project.suggesting import Suggesting
from coding.project.surveys import Surveys
from coding.quotes.retrieve import check_where, matches
from coding.store import Store

if TYPE_CHECKING:
    from coding.project.verifying import Verifying

__all__ = ["Applied", "Project"]

FIRST_READING = "first reading of the folder"  # the id of that act in the log
MEMO_KINDS = ("project", "transcript", "turn", "code", "coding", "participant", "question")


class Project(Codes):
    """One study in one folder."""

    def __init__(self, folder: Path, *, progress: Progress | None = None) -> None:
        """Open a project; on the first opening, read in what the folder holds.

        Raises ProjectError if the folder is no project or cannot be written.
        """
        if not os.path.isdir(folder):
            raise ProjectError(
                "there is no such folder", str(folder), "Make one with `coding new`."
            )
        if not os.access(folder, os.R_OK | os.X_OK):
            raise ProjectError("the folder may not be read", str(folder), "Change its permissions.")
        database = folder.resolve() / "project.db"
        if not database.exists() and not (folder / CODEBOOK).exists():
            raise ProjectError(
                "this folder is not a project: it has no codebook.yaml",
                str(folder),
                "Make a project with `coding new DIR`, or name one with --project DIR.",
            )
        super().__init__(folder.resolve(), Store(database))
        self.files.refresh()
        self.first_report = ImportReport()
        if not self.store.log.has(FIRST_READING):
            self.first_report = self._read_folder(progress)

    @staticmethod
    def new(folder: Path, *, sample: Path | None = None) -> Project:
        """Make a project folder, empty or as a copy of the sample at `sample`.

        Raises ProjectError if the folder holds anything already.
        """
        try:
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise ProjectError("the folder is not empty", str(folder), "Choose another name.")
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if sample:
                for name in ("transcripts", "survey"):
                    shutil.copytree(sample / name, folder / name)
                shutil.copyfile(sample / CODEBOOK, folder / CODEBOOK)
            else:
                (folder / "transcripts").mkdir()
                write_atomically(folder / CODEBOOK, codebook_door.blank())
        except OSError as error:
            raise ProjectError(
                f"the folder cannot be made: {error.strerror}", str(folder), "Choose another place."
            ) from error
        return Project(folder)

    def _read_folder(self, progress: Progress | None) -> ImportReport:
        report = self.import_transcripts([], coder="", progress=progress)
        there = {t.file for t in self.transcripts()}
        # Those that another process, opening the folder at the same moment, has read in.
        report.failed[:] = [f for f in report.failed if os.path.basename(f[0]) not in there]
        if self.files.codebook_fault:
            return report  # what else there is to read waits for a sound codebook
        codings = self.folder / "transcripts" / "codings.csv"
        try:
            result = self.import_codings(codings, coder="") if codings.exists() else None
        except CodingError as fault:
            report.failed.append((codings.name, fault))
            return report
        if result:
            report.failed.extend((f"{codings.name}:{n}", fault) for n, fault in result.failed)
        links = self.surveys.folder / "links.csv"
        try:
            failed = self.linking.import_links(links, coder="") if links.exists() else []
        except CodingError as fault:
            failed = [(1, fault)]
        report.failed.extend((f"{links.name}:{n}", fault) for n, fault in failed)
        # Written last: a reading that was cut short is done again from where it came to.
        with (
            suppress(Conflict),
            self.store.writing(coder="", verb="open", summary="folder read", act=FIRST_READING),
        ):
            pass
        return report

    # ── transcripts ──

    def import_transcripts(
        self,
        paths: Sequence[Path],
        *,
        coder: str,
        participant: str = "",
        language: str = "",
        translation_of: str = "",
        progress: Progress | None = None,
    ) -> ImportReport:
        """Import files, or whatever is new in `transcripts/` if none is named."""
        of = self.transcript_info(translation_of).id if translation_of else ""
        return import_files(
            self.store,
            self.folder,
            paths or self.waiting(),
            coder=coder,
            participant=participant,
            language=language,
            translation_of=of,
            progress=progress,
        )

    def import_upload(
        self,
        name: str,
        data: bytes,
        *,
        coder: str,
        participant: str = "",
        language: str = "",
        translation_of: str = "",
    ) -> TranscriptInfo:
        """Import the content of a file that was handed over in the browser.

        A participant not known yet is added to participants.csv. Raises CodingError if the
        interview cannot go in; nothing of it remains then.
        """
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / safe_name(name)
            try:
                path.write_bytes(data)
            except OSError as error:
                raise ProjectError(
                    f"the file cannot be taken in: {error.strerror}", path.name, "Shorten its name."
                ) from error
            report = self.import_transcripts(
                [path],
                coder=coder,
                participant=participant,
                language=language,
                translation_of=translation_of,
            )
        for _, fault in report.failed:
            raise fault
        people = self.participants()
        if participant and participant not in {p.id for p in people}:
            self.files.save_participants([*people, Participant(id=participant)], coder=coder)
        return report.added[0]

    def preview(self, name: str, data: bytes) -> Preview:
        """Read a file's content as an interview without taking it in; raise CodingError."""
        return preview(self.store, name, data)

    def waiting(self) -> list[Path]:
        """List the files in `transcripts/` that were never imported."""
        return new_files(self.folder, self.store.transcripts.file_names())

    def transcripts(self) -> list[TranscriptInfo]:
        """List the transcripts by name."""
        return self.store.transcripts.all()

    def other_language(self, transcript: TranscriptInfo) -> TranscriptInfo | None:
        """Return the translation or original of a transcript, if the project has it."""
        for other in self.store.transcripts.all():
            if other.id == transcript.translation_of or other.translation_of == transcript.id:
                return other
        return None

    def edit_transcript(
        self, reference: str, fields: Mapping[str, str], *, coder: str, act: str = ""
    ) -> None:
        """Change a transcript's name, participant, language or translation_of."""
        info = self.transcript_info(reference)
        if not fields.get("name", info.name).strip():
            raise ProjectError("an interview needs a name", info.name)
        with self.store.writing(
            coder=coder, verb="transcript", summary=f"{info.name} edited", act=act
        ) as w:
            w.change_transcript(info.id, **fields)

    def remove_transcript(self, reference: str, *, coder: str, act: str = "") -> None:
        """Take a transcript and its codings out of the project; undo brings them back."""
        info = self.transcript_info(reference)
        with self.store.writing(
            coder=coder, verb="remove", summary=f"{info.name} taken out", act=act
        ) as w:
            w.hide_transcript(info.id)

    def search(
        self,
        query: str,
        *,
        where: Mapping[str, tuple[str, ...]] | None = None,
        limit: int = 200,
    ) -> list[Hit]:
        """Find words in the transcripts of the participants that `where` names."""
        chosen = None
        if where:
            people = self.participants()
            check_where(where, people)
            fitting = {p.id for p in people if matches(p, where)}
            chosen = [t.id for t in self.transcripts() if t.participant in fitting]
        return self.store.transcripts.search(query, transcripts=chosen, limit=limit)

    def undo(self, *, coder: str = "", redo: bool = False, act: str = "", by: str = "") -> Act:
        """Take back the last act (or redo it): of one coder, or of anyone for `""`."""
        self.files.refresh()
        return self.store.reverse(
            coder=coder, redo=redo, act=act, by=by, also=self.files.write_back
        )

    def reversible(self, coder: str) -> tuple[str, str]:
        """Return what a coder's next undo and redo would be about, "" if there is none."""
        return self.store.log.reversible(coder)

    def acts(self, *, coder: str = "", limit: int = 0) -> list[Act]:
        """List what was done, newest first."""
        return self.store.log.acts(coder=coder, limit=limit)

    def revision(self) -> int:
        """Return a number that every act raises."""
        return self.store.log.revision()

    # ── participants, memos ──

    def participants(self) -> list[Participant]:
        """List the participants as their file has them now."""
        return self.files.participants()

    def write_memo(
        self,
        kind: str,
        about: str,
        text: str,
        *,
        coder: str,
        key: str = "",
        version: int | None = None,
        act: str = "",
    ) -> str:
        """Write a memo, change the one with this `key`, or delete it if `text` is empty.

        Returns its id. Raises Conflict if it is not at `version` any more: nothing is lost.
        """
        if kind not in MEMO_KINDS:
            raise CodingError(f"there are no memos on a {kind}", hint=", ".join(MEMO_KINDS))
        key = key or new_id()
        with self.store.writing(
            coder=coder, verb="memo", summary=f"memo on {kind} {about}", act=act
        ) as w:
            current = w.memo(key)
            moment = now()
            if current and not text.strip():
                w.drop_memo(key, version=version)
            elif current:
                w.change_memo(key, text=text, updated=moment, version=version)
            elif text.strip():
                w.add_memo(
                    Memo(
                        id=key,
                        kind=kind,
                        about=about,
                        coder=coder,
                        text=text,
                        created=moment,
                        updated=moment,
                    )
                )
        return key

    def memos(self, *, kind: str = "", about: str = "") -> list[Memo]:
        """List memos, oldest first."""
        return self.store.memos.all(kind=kind, about=about)

    # ── the whole ──

    @cached_property
    def suggesting(self) -> Suggesting:
        """Return the part of the desk where the machine proposes and people decide."""
        return Suggesting(self)

    @cached_property
    def shelf(self) -> Shelf:
        """Return the part of the desk where quotes are chosen."""
        return Shelf(self)

    @cached_property
    def surveys(self) -> Surveys:
        """Return the part of the desk that keeps the survey's figures."""
        return Surveys(self)

    @cached_property
    def linking(self) -> Linking:
        """Return the part of the desk where codes and quotes are set beside figures."""
        return Linking(self)

    @cached_property
    def verifying(self) -> Verifying:
        """Return the part of the desk where report drafts are checked."""
        from coding.project.verifying import Verifying

        return Verifying(self)

    def status(self) -> dict[str, Any]:
        """Return what the project holds, with the keys of `coding status`."""
        self.files.refresh()
        return {
            **self.store.counts(),
            "coders": self.store.codings.coders(),
        }

    def check(self, progress: Callable[[str], None] | None = None) -> list[Problem]:
        """Look over the whole project; an empty list means that all is sound."""
        self.files.refresh()
        problems: list[Problem] = []
        for fault in (self.files.codebook_fault, self.files.participants_fault):
            for one in getattr(fault, "problems", [fault] if fault else []):
                problems.append(Problem(where=one.where, what=one.message, hint=one.hint))
        problems += [
            Problem(where=where, what=what, hint=hint)
            for where, what, hint in self.store.faults(progress)
        ]
        problems += [
            Problem(where=fault.where, what=fault.message, hint=fault.hint)
            for fault in self.surveys.faults()
        ]
        known = {p.id for p in self.participants()}
        for t in self.transcripts():
            if t.participant and t.participant not in known:
                problems.append(
                    Problem(
                        where=t.name,
                        what=f"its participant `{t.participant}` is not in participants.csv",
                        hint="Add a row for the participant, or correct the transcript's.",
                    )
                )
        return problems
