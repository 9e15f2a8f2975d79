"""List all memos with what they are on, find some of them, and write them down."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coding.errors import CodingError
from coding.model import (
    MEMO_KINDS,
    PARAPHRASE,
    SUMMARY,
    Codebook,
    Memo,
    Participant,
    TranscriptInfo,
)
from coding.project.part import ProjectPart
from coding.quotes.query import folded
from coding.reports.memos import PrintedMemo, write_memos

if TYPE_CHECKING:
    from coding.project import Project

ON = {
    "project": "study",
    "transcript": "interview",
    "turn": "turn",
    "code": "code",
    "coding": "coding",
    "participant": "participant",
    "question": "question of the survey",
    PARAPHRASE: "paraphrase",
    SUMMARY: "summary",
}
"""What each kind of memo is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedMemo:
    """A memo with what it is on.

    `transcript`, `turn` (from 1) and `code` say where, "" or 0 where that is nowhere; `words` are
    those of the interview that it is on; `gone` says that what it is on has been taken away.
    """

    memo: Memo
    transcript: str = ""
    turn: int = 0
    code: str = ""
    words: str = ""
    gone: bool = False


class _MemoPlaces:
    """What memos can be on, each looked up once for a whole list of them."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def book(self) -> Codebook:
        return self._project.codes.book()

    @cached_property
    def infos(self) -> dict[str, TranscriptInfo]:
        return {info.id: info for info in self._project.transcripts.all()}

    @cached_property
    def neutral(self) -> dict[str, str]:
        return self._project.transcripts.neutral_names()

    @cached_property
    def people(self) -> dict[str, Participant]:
        return {person.id: person for person in self._project.participants.all()}

    @cached_property
    def labels(self) -> dict[str, tuple[str, int]]:
        return self._project.labels.of_people()


class MemoList(ProjectPart):
    """All memos of a study, in one list."""

    def all(self, *, kind: str = "", coder: str = "", words: str = "") -> list[PlacedMemo]:
        """List memos, what was written last first; `words` stand in them, or in what they are on.

        Raises CodingError for an unknown kind.
        """
        if kind and kind not in MEMO_KINDS:
            raise CodingError(f"there are no memos on a {kind}", hint=", ".join(MEMO_KINDS))
        memos = [m for m in self.project.memos.all(kind=kind) if coder in ("", m.coder)]
        on = [m.about for m in memos if m.kind in ("coding", PARAPHRASE)]
        codings = {c.id: c for c in self.store.codings.all(ids=on)} if on else {}
        said = self.project.speakers.said({c.transcript: None for c in codings.values()})
        study = _MemoPlaces(self.project)

        def placed(memo: Memo) -> PlacedMemo:
            coding = codings.get(memo.about)
            if coding is None:
                return self._placed(memo, study)
            return PlacedMemo(
                memo=memo,
                transcript=coding.transcript,
                turn=max(bisect_right(said[coding.transcript].starts, coding.start), 1),
                code=coding.code,
                words=coding.text,
                gone=coding.code not in study.book,
            )

        listed = [placed(memo) for memo in memos]
        if phrase := folded(words).strip():
            listed = [p for p in listed if phrase in folded(_found_by(p, study))]
        return sorted(listed, key=lambda p: (p.memo.updated, p.memo.id), reverse=True)

    def written(self, listed: Sequence[PlacedMemo] | None = None) -> list[tuple[str, str]]:
        """List what memos say, all or those listed: what each is on, its words."""
        study = _MemoPlaces(self.project)
        return [
            (f"{ON[p.memo.kind]}: {_place(p, study, ids=True)}".removesuffix(": "), p.memo.text)
            for p in (self.all() if listed is None else listed)
        ]

    def coders(self) -> list[str]:
        """List who wrote memos, by name."""
        return sorted({memo.coder for memo in self.project.memos.all()})

    def _placed(self, memo: Memo, study: _MemoPlaces) -> PlacedMemo:
        """Place a memo that is on no coding that is there."""
        first, _, rest = memo.about.partition("#")
        if memo.kind in ("coding", PARAPHRASE):
            return PlacedMemo(memo=memo, gone=True)
        if memo.kind == "code":
            return PlacedMemo(memo=memo, code=memo.about, gone=memo.about not in study.book)
        if memo.kind in ("transcript", "turn", SUMMARY):
            there = first in study.infos
            words = self._turn(first, int(rest)) if there and memo.kind == "turn" else ""
            return PlacedMemo(
                memo=memo,
                transcript=first if there else "",
                turn=int(rest) if memo.kind == "turn" else 0,
                code=rest if memo.kind == SUMMARY else "",
                words=words,
                gone=not there or (memo.kind == SUMMARY and rest not in study.book),
            )
        return PlacedMemo(memo=memo)

    def _turn(self, transcript: str, number: int) -> str:
        text = self.project.transcripts.get(transcript)
        return next((text.text[t.start : t.end] for t in text.turns if t.number == number), "")

    def place_of(self, placed: PlacedMemo, *, ids: bool = True) -> str:
        """Say what a memo is on: names of interviews and people only with `ids`."""
        return _place(placed, _MemoPlaces(self.project), ids=ids)

    def export(
        self,
        path: Path,
        *,
        kind: str = "",
        coder: str = "",
        words: str = "",
        ids: bool = False,
    ) -> int:
        """Write memos to a .docx, .md, .xlsx or .csv file; return how many. Raises CodingError.

        Interviews and people are named, and the words that memos are on stand there, only with
        `ids`. Without, names in the memos stop it as long as nobody has decided about them.
        """
        listed = self.all(kind=kind, coder=coder, words=words)
        if not ids:
            self.project.disclosure.check_export((), written=self.written(listed))
        study = _MemoPlaces(self.project)
        rows = [
            PrintedMemo(
                kind=ON[p.memo.kind],
                place=_place(p, study, ids=ids),
                words=p.words if ids else "",
                text=p.memo.text,
                coder=p.memo.coder,
                updated=p.memo.updated,
            )
            for p in listed
        ]
        write_memos(path, rows, title=f"Memos: {self.project.folder.name}")
        return len(rows)


def _place(placed: PlacedMemo, study: _MemoPlaces, *, ids: bool) -> str:
    memo, parts = placed.memo, list[str]()
    if memo.kind == "participant":
        person = study.people.get(memo.about)
        named = " ".join(filter(None, [memo.about, person.pseudonym if person else ""]))
        parts.append(named if ids else study.labels.get(memo.about, ("", 0))[0])
    if memo.kind == "question":
        parts.append(memo.about)
    if placed.transcript:
        key = placed.transcript
        parts.append(study.infos[key].name if ids else study.neutral[key])
    if placed.turn and placed.transcript:
        parts.append(f"turn {placed.turn}")
    if placed.code:
        code = study.book.by_id.get(placed.code)
        parts.append(code.name if code else placed.code)
    if placed.gone:
        parts.append("no longer there")
    return ", ".join(parts)


def _found_by(placed: PlacedMemo, study: _MemoPlaces) -> str:
    return f"{placed.memo.text} {placed.words} {_place(placed, study, ids=True)}"
