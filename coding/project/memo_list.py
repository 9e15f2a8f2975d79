"""List all memos with what they are on, find some of them, and write them down."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from coding.errors import CodingError
from coding.model import MEMO_KINDS, PARAPHRASE, SUMMARY, Coding, Memo
from coding.project.part import ProjectPart
from coding.quotes.query import folded
from coding.reports.memos import PrintedMemo, write_memos

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
        placed = [self._placed(memo, codings.get(memo.about)) for memo in memos]
        if phrase := folded(words).strip():
            placed = [p for p in placed if phrase in folded(f"{p.memo.text} {self._found_by(p)}")]
        return sorted(placed, key=lambda p: (p.memo.updated, p.memo.id), reverse=True)

    def coders(self) -> list[str]:
        """List who wrote memos, by name."""
        return sorted({memo.coder for memo in self.project.memos.all()})

    def _placed(self, memo: Memo, coding: Coding | None) -> PlacedMemo:
        first, _, rest = memo.about.partition("#")
        book = self.project.codes.book()
        if memo.kind in ("coding", PARAPHRASE):
            if coding is None:
                return PlacedMemo(memo=memo, gone=True)
            starts = [turn.start for turn in self.project.transcripts.get(coding.transcript).turns]
            return PlacedMemo(
                memo=memo,
                transcript=coding.transcript,
                turn=max(bisect_right(starts, coding.start), 1),
                code=coding.code,
                words=coding.text,
                gone=coding.code not in book,
            )
        if memo.kind == "code":
            return PlacedMemo(memo=memo, code=memo.about, gone=memo.about not in book)
        if memo.kind in ("transcript", "turn", SUMMARY):
            there = self._transcript(first)
            words = self._turn(first, int(rest)) if there and memo.kind == "turn" else ""
            return PlacedMemo(
                memo=memo,
                transcript=first if there else "",
                turn=int(rest) if memo.kind == "turn" else 0,
                code=rest if memo.kind == SUMMARY else "",
                words=words,
                gone=not there or (memo.kind == SUMMARY and rest not in book),
            )
        return PlacedMemo(memo=memo)

    def _transcript(self, key: str) -> bool:
        return any(info.id == key for info in self.project.transcripts.all())

    def _turn(self, transcript: str, number: int) -> str:
        text = self.project.transcripts.get(transcript)
        return next((text.text[t.start : t.end] for t in text.turns if t.number == number), "")

    def _found_by(self, placed: PlacedMemo) -> str:
        return f"{placed.words} {self.place_of(placed)}"

    def place_of(self, placed: PlacedMemo, *, ids: bool = True) -> str:
        """Say what a memo is on: names of interviews and people only with `ids`."""
        memo, parts = placed.memo, list[str]()
        if memo.kind == "participant":
            parts.append(self._person(memo.about, ids=ids))
        if memo.kind == "question":
            parts.append(memo.about)
        if placed.transcript:
            name = self.project.transcripts.info(placed.transcript).name
            parts.append(
                name if ids else self.project.transcripts.neutral_names()[placed.transcript]
            )
        if placed.turn and placed.transcript:
            parts.append(f"turn {placed.turn}")
        if placed.code:
            code = self.project.codes.book().by_id.get(placed.code)
            parts.append(code.name if code else placed.code)
        if placed.gone:
            parts.append("no longer there")
        return ", ".join(parts)

    def _person(self, key: str, *, ids: bool) -> str:
        person = next((p for p in self.project.participants.all() if p.id == key), None)
        if ids:
            return " ".join(filter(None, [key, person.pseudonym if person else ""]))
        return self.project.labels.of_people().get(key, ("", 0))[0]

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
        `ids`: nobody has looked through these words.
        """
        listed = self.all(kind=kind, coder=coder, words=words)
        rows = [
            PrintedMemo(
                kind=ON[p.memo.kind],
                place=self.place_of(p, ids=ids),
                words=p.words if ids else "",
                text=p.memo.text,
                coder=p.memo.coder,
                updated=p.memo.updated,
            )
            for p in listed
        ]
        write_memos(path, rows, title=f"Memos: {self.project.folder.name}")
        return len(rows)
