"""Open a study and do each act of the flow: the desk that pages and command line sit at.

A method reads through a door, calls an instrument, and writes the change and its row in the
log in one transaction. `coding.project.files` keeps codebook.yaml and participants.csv in
step, `imports` brings files in, `shelf` chooses quotes, `outbox` serves the coding page.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from coding import codebook as codebook_door
from coding.errors import CodingError, Conflict, NotFound, ProjectError, SegmentError
from coding.model import (
    Act,
    Code,
    Codebook,
    Coding,
    Hit,
    Memo,
    Origin,
    Participant,
    Problem,
    Transcript,
    TranscriptInfo,
    new_id,
    now,
)
from coding.project.files import CODEBOOK, Files, write_atomically
from coding.project.imports import (
    CodingsReport,
    ImportReport,
    Progress,
    check_segment,
    coding_there,
    import_codings,
    import_files,
    insert_coding,
    new_files,
)
from coding.project.shelf import Shelf
from coding.retrieve import check_where, matches
from coding.store import Store, Writer

__all__ = ["Applied", "Project"]

TEXTS_KEPT = 16
MEMO_KINDS = ("project", "transcript", "turn", "code", "coding", "participant")


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying codes did: the codings' ids, and those of them that were there or grew."""

    codings: list[str]
    merged: list[str]


class Project:
    """One study in one folder."""

    def __init__(self, folder: Path, *, progress: Progress | None = None) -> None:
        """Open a project; on the first opening, read in what the folder holds.

        Raises ProjectError if the folder is no project or cannot be written.
        """
        self.folder = folder.resolve()
        if not self.folder.is_dir():
            raise ProjectError(
                "there is no such folder", str(folder), "Make one with `coding new`."
            )
        database = self.folder / "project.db"
        first = not database.exists()
        if first and not (self.folder / CODEBOOK).exists():
            raise ProjectError(
                "this folder is not a project: it has no codebook.yaml",
                str(folder),
                "Make a project with `coding new DIR`, or name one with --project DIR.",
            )
        self.store = Store(database)
        self.files = Files(self.folder, self.store)
        self.files.refresh()
        self._texts: dict[str, Transcript] = {}
        self.first_report = ImportReport()
        if first:
            self.first_report = self._read_folder(progress)

    @staticmethod
    def new(folder: Path, *, sample: Path | None = None) -> Project:
        """Make a project folder, empty or as a copy of the sample at `sample`.

        Raises ProjectError if the folder holds anything already.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProjectError("the folder is not empty", str(folder), "Choose another name.")
        try:
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
        codings = self.folder / "transcripts" / "codings.csv"
        if codings.exists():
            result = self.import_codings(codings, coder="")
            report.failed.extend((f"codings.csv:{row}", fault) for row, fault in result.failed)
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

    def waiting(self) -> list[Path]:
        """List the files in `transcripts/` that have not been imported."""
        return new_files(self.folder, {t.file for t in self.store.transcripts()})

    def transcripts(self) -> list[TranscriptInfo]:
        """List the transcripts by name."""
        return self.store.transcripts()

    def transcript_info(self, reference: str) -> TranscriptInfo:
        """Return a transcript, without its text, by id, name or file name."""
        return self.store.find_transcript(reference)

    def transcript(self, reference: str) -> Transcript:
        """Return a transcript with its text by id, name or file name."""
        info = self.transcript_info(reference)
        kept = self._texts.get(info.id)
        if kept is None:
            kept = self.store.transcript(info)
            if len(self._texts) >= TEXTS_KEPT:
                self._texts.pop(next(iter(self._texts)), None)
            self._texts[info.id] = kept
        return replace(
            kept,
            name=info.name,
            participant=info.participant,
            language=info.language,
            translation_of=info.translation_of,
        )

    def other_language(self, transcript: TranscriptInfo) -> TranscriptInfo | None:
        """Return the translation or original of a transcript, if the project has it."""
        for other in self.store.transcripts():
            if other.id == transcript.translation_of or other.translation_of == transcript.id:
                return other
        return None

    def edit_transcript(
        self, reference: str, fields: Mapping[str, str], *, coder: str, act: str = ""
    ) -> None:
        """Change a transcript's name, participant, language or translation_of."""
        info = self.transcript_info(reference)
        with self.store.writing(
            coder=coder, verb="transcript", summary=f"{info.name} edited", act=act
        ) as w:
            w.update("transcripts", info.id, dict(fields))

    def remove_transcript(self, reference: str, *, coder: str, act: str = "") -> None:
        """Take a transcript and its codings out of the project; undo brings them back."""
        info = self.transcript_info(reference)
        with self.store.writing(
            coder=coder, verb="remove", summary=f"{info.name} taken out", act=act
        ) as w:
            w.update("transcripts", info.id, {"removed": 1})

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
        return self.store.search(query, transcripts=chosen, limit=limit)

    # ── coding ──

    def apply(
        self,
        transcript: str,
        start: int,
        end: int,
        codes: Sequence[str],
        *,
        coder: str,
        merge: bool = False,
        ids: Sequence[str] = (),
        origin: Origin = Origin.PERSON,
        act: str = "",
    ) -> Applied:
        """Put codes on a segment; return once that is on disk.

        A code that the same coder has put on the very same words is not doubled. With `merge`,
        one that only overlaps is extended over both. `ids` are the ids for the new codings,
        made by the caller so that a repeated request cannot double.
        Raises NotFound for an unknown code, SegmentError for a segment outside the text.
        """
        info = self.transcript_info(transcript)
        book = self.codebook()
        names = ", ".join(self.code(code, book).name for code in codes)
        summary = f"{names} on {info.name} {start}-{end}"
        made, merged = [], []
        with self.store.writing(coder=coder, verb="apply", summary=summary, act=act) as w:
            for code, key in zip(codes, ids or [new_id() for _ in codes], strict=True):
                put = self.put(
                    w, info, start, end, code, coder=coder, key=key, merge=merge, origin=origin
                )
                made.append(put)
                if put != key:
                    merged.append(put)
        return Applied(made, merged)

    def put(
        self,
        w: Writer,
        info: TranscriptInfo,
        start: int,
        end: int,
        code: str,
        *,
        coder: str,
        key: str,
        merge: bool = False,
        origin: Origin = Origin.PERSON,
    ) -> str:
        """Put one code on a segment inside an act; return the id of the coding that bears it."""
        coding = Coding(
            id=key,
            transcript=info.id,
            start=start,
            end=end,
            text=self._words(info, start, end),
            code=code,
            coder=coder,
            created=now(),
            origin=origin,
        )
        found = coding_there(w, coding) or (self._extend(w, coding) if merge else "")
        if not found:
            insert_coding(w, coding)
        return found or key

    def _words(self, info: TranscriptInfo, start: int, end: int) -> str:
        check_segment(start, end, info.length)
        words = self.store.words_at(info.id, start, end)
        if not words.strip():
            raise SegmentError(f"characters {start}-{end} hold no words", info.name)
        return words

    def _extend(self, w: Writer, coding: Coding) -> str:
        same = w.same_code(coding.transcript, coding.code, coding.coder, coding.start, coding.end)
        if not same:
            return ""
        start = min(coding.start, *(s for _, s, _ in same))
        end = max(coding.end, *(e for _, _, e in same))
        kept = next((i for i, s, e in same if (s, e) == (start, end)), same[0][0])
        for key, _, _ in same:
            if key != kept:
                self._drop(w, key)
        text = self.store.words_at(coding.transcript, start, end)
        w.update("codings", kept, {"start": start, "end": end, "text": text})
        return kept

    def _drop(self, w: Writer, key: str) -> None:
        for pick in w.picks_of(key):
            w.delete("picks", pick)
        w.delete("codings", key)

    def coding(self, key: str) -> Coding:
        """Return one coding; raise NotFound if there is none."""
        found = self.store.codings(ids=[key])
        if not found:
            raise NotFound(f"there is no coding {key}", hint="`coding codings` lists them.")
        return found[0]

    def codings(self, *, transcript: str = "", code: str = "", coder: str = "") -> list[Coding]:
        """List codings; a theme stands for itself and the codes below it."""
        book = self.codebook()
        codes = book.family(self.code(code, book).id) if code else ()
        key = self.transcript_info(transcript).id if transcript else ""
        return self.store.codings(transcript=key, codes=codes, coder=coder)

    def import_codings(self, path: Path, *, coder: str) -> CodingsReport:
        """Import codings made elsewhere from a table."""
        return import_codings(
            self.store,
            path,
            codes=set(self.codebook().by_id),
            coder=coder,
            text_of=lambda key: self.transcript(key).text,
        )

    def remove(self, keys: Sequence[str], *, coder: str, act: str = "") -> None:
        """Take codings off, and out of the baskets they are in."""
        codings = [self.coding(key) for key in keys]
        summary = f"{len(keys)} codings removed" if len(keys) > 1 else self._saying(codings[0])
        with self.store.writing(coder=coder, verb="remove", summary=summary, act=act) as w:
            for coding in codings:
                self._drop(w, coding.id)

    def _saying(self, coding: Coding) -> str:
        name = self.transcript_info(coding.transcript).name
        return f"{coding.code} removed from {name} {coding.start}-{coding.end}"

    def move_edges(
        self,
        key: str,
        start: int,
        end: int,
        *,
        coder: str,
        version: int | None = None,
        act: str = "",
    ) -> None:
        """Let a coding begin and end elsewhere."""
        coding = self.coding(key)
        info = self.transcript_info(coding.transcript)
        words = self._words(info, start, end)
        summary = f"{coding.code} on {info.name} now {start}-{end}"
        with self.store.writing(coder=coder, verb="edges", summary=summary, act=act) as w:
            there = coding_there(w, replace(coding, start=start, end=end))
            if there and there != key:
                self._drop(w, key)
            else:
                fields = {"start": start, "end": end, "text": words}
                w.update("codings", key, fields, version=version)

    def recode(
        self, key: str, code: str, *, coder: str, version: int | None = None, act: str = ""
    ) -> None:
        """Put another code in the place of a coding's code."""
        coding = self.coding(key)
        name = self.code(code, self.codebook()).name
        with self.store.writing(
            coder=coder, verb="recode", summary=f"{coding.code} became {name}", act=act
        ) as w:
            if coding_there(w, replace(coding, code=code)) not in ("", key):
                self._drop(w, key)
            else:
                w.update("codings", key, {"code": code}, version=version)

    def undo(self, *, coder: str = "", redo: bool = False, act: str = "", by: str = "") -> Act:
        """Take back the last act (or redo it): of one coder, or of anyone for `""`."""
        done = self.store.reverse(coder=coder, redo=redo, act=act, by=by)
        self.files.write_back()
        return done

    # ── codebook, participants, memos ──

    def codebook(self) -> Codebook:
        """Return the codebook as its file has it now."""
        return self.files.codebook()

    def code(self, reference: str, book: Codebook) -> Code:
        """Return a code by id, or raise NotFound with the nearest ids."""
        code = book.by_id.get(reference)
        if code is None:
            raise NotFound(f"there is no code `{reference}`", hint=nearest(reference, book))
        return code

    def merge_codes(self, source: str, into: str, *, coder: str, act: str = "") -> None:
        """Merge one code into another: its codings, keywords and children go over."""
        book = self.codebook()
        summary = f"code {self.code(source, book).name} merged into {self.code(into, book).name}"

        def also(w: Writer) -> None:
            for coding in self.store.codings(codes=[source]):
                if coding_there(w, replace(coding, code=into)):
                    self._drop(w, coding.id)
                else:
                    w.update("codings", coding.id, {"code": into})

        self.files.change_codebook(
            lambda text: codebook_door.merge(text, source, into),
            coder=coder,
            summary=summary,
            act=act,
            also=also,
        )

    def remove_code(self, code: str, *, coder: str, act: str = "") -> None:
        """Take a code out of the codebook and off every passage; its children move up."""
        name = self.code(code, self.codebook()).name

        def also(w: Writer) -> None:
            for coding in self.store.codings(codes=[code]):
                self._drop(w, coding.id)

        self.files.change_codebook(
            lambda text: codebook_door.remove(text, code),
            coder=coder,
            summary=f"code {name} removed",
            act=act,
            also=also,
        )

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
            current = w.row("memos", key)
            if current and not text.strip():
                if version is not None and current["version"] != version:
                    raise Conflict("somebody else has changed this memo in the meantime")
                w.delete("memos", key)
            elif current:
                w.update("memos", key, {"text": text, "updated": now()}, version=version)
            elif text.strip():
                moment = now()
                w.insert(
                    "memos",
                    {
                        "id": key,
                        "kind": kind,
                        "about": about,
                        "coder": coder,
                        "text": text,
                        "created": moment,
                        "updated": moment,
                    },
                )
        return key

    def memos(self, *, kind: str = "", about: str = "") -> list[Memo]:
        """List memos, oldest first."""
        return self.store.memos(kind=kind, about=about)

    # ── the whole ──

    @cached_property
    def shelf(self) -> Shelf:
        """Return the part of the desk where quotes are chosen."""
        return Shelf(self)

    def status(self) -> dict[str, Any]:
        """Return what the project holds, with the keys of `coding status`."""
        self.codebook()
        return {
            **self.store.counts(),
            "suggestions": 0,
            "links": 0,
            "coders": self.store.coders(),
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


def nearest(reference: str, book: Codebook) -> str:
    """Return a hint that names the codes most like a mistaken one."""
    import difflib

    by_name = {c.name.lower(): c.id for c in book}
    close = difflib.get_close_matches(reference.lower(), [*book.by_id, *by_name], 3, 0.6)
    ids = dict.fromkeys(by_name.get(c, c) for c in close)
    if ids:
        return "Did you mean " + " or ".join(f"`{i}`" for i in ids) + "?"
    return "`codebook.yaml` lists the codes there are."
