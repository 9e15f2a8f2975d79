"""Turn a study into the interviews and the rows of tables in which it is handed on.

Each table's columns stand here, too, with what they hold.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from coding.language.packs import name_of
from coding.model import PARAPHRASE, Coding, Transcript
from coding.project.memo_list import ON
from coding.quotes.aligning import TurnPair
from coding.quotes.parallel import Parallel
from coding.quotes.printing import spoken_by, turn_marks
from coding.reports.whole_study import (
    ArchivedCode,
    ArchivedInterview,
    ArchivedPassage,
    ArchivedTurn,
    Row,
)

if TYPE_CHECKING:
    from coding.project import Project

CODINGS = {
    "coding": "its id",
    "interview": "where the words stand",
    "turn": "the number of the turn in which they begin",
    "start": "the first character, counted in code points from 0, in the text of the interview as "
    "`coding text` prints it, with the labels of who speaks",
    "end": "the character after the last",
    "text": "the words, without labels of who speaks; a line for each turn",
    "code": "the name of the code",
    "path": "the names of the codes above it and its own",
    "code id": "the id of the code, which never changes",
    "coder": "who coded",
    "created": "when, in UTC",
    "origin": "person, or suggestion where somebody accepted what the machine proposed",
    "stars": "0 to 3",
    "paraphrase": "what the words say, in the words of a researcher",
    "memo": "a note on it",
}
CODES = {
    "code id": "the id of the code, which never changes",
    "number": "where it stands in the tree: 2.1 is the first below the second",
    "name": "its name",
    "path": "the names of the codes above it and its own",
    "definition": "what it means",
    "color": "its colour",
    "codings": "how many codings it has, by all coders",
}
INTERVIEWS = {
    "interview": "what the interview is called",
    "label": "whom it is with, as the label printed with quotes says it",
    "language": "its language, as ISO 639 has it",
    "translation of": "the interview that it is the translation of, if it is one",
    "turns": "how many there are",
    "words": "how many there are",
}
PAIRS = {
    "interview": "an interview that has a translation",
    "turns": "the numbers of turns",
    "translation": "the translation",
    "turns beside": "the numbers of the turns beside them there; empty: none",
    "by": "a person, where one has paired them; doubtful, where the program is not sure",
}
MEMOS = {
    "kind": "what it is on",
    "place": "which one",
    "text": "what it says",
    "coder": "who wrote it",
    "updated": "when it was last changed, in UTC",
}
LINKS = {
    "path": "the code, or the code of the quote, by names",
    "coding": "the coding that is quoted; empty where the code itself is set beside the figure",
    "indicator": "the figure of the survey",
    "relation": "how the words stand to it",
    "note": "why",
    "coder": "who said so",
}


class StudyTables:
    """The tables of one handing on of a study, with what is asked of it again and again."""

    def __init__(self, project: Project, codes: Mapping[str, ArchivedCode], *, ids: bool) -> None:
        self.project = project
        self.archived = codes
        self.ids = ids
        self.book = self.project.codes.book()
        self.numbers = self.project.transcripts.neutral_numbers()
        people = self.project.participants.all()
        self.pseudonyms = {p.id: p.pseudonym or p.id for p in people} if ids else {}
        self.labels = {key: label for key, (label, _) in self.project.labels.of_people().items()}
        self.stars = self.project.stars.all()
        self.said = {m.about: m.text for m in self.project.memos.all(kind=PARAPHRASE)}
        self.noted = {m.about: m.text for m in self.project.memos.all(kind="coding")}
        self.order: dict[str, int] = {}

    def interview(
        self, transcript: Transcript, codings: Sequence[Coding]
    ) -> tuple[ArchivedInterview, list[Row]]:
        """Return an interview with its passages, and its codings as rows."""
        number = self.numbers[transcript.id]
        name = transcript.name if self.ids else f"interview {number}"
        self.order[name] = number
        passages: dict[int, list[ArchivedPassage]] = defaultdict(list)
        rows: list[Row] = []
        for coding in sorted(codings, key=lambda c: (c.start, -c.end, c.id)):
            pieces = [p for p in spoken_by(transcript, coding.start, coding.end) if p.turn]
            for piece in pieces:
                if piece.turn is None:
                    continue
                passages[piece.turn.number].append(
                    ArchivedPassage(
                        coding=coding.id,
                        code=self.archived[coding.code],
                        start=piece.start - piece.turn.start,
                        end=piece.end - piece.turn.start,
                    )
                )
            words = "\n".join(transcript.text[p.start : p.end] for p in pieces)
            turn = pieces[0].turn if pieces else None
            rows.append(self._row(coding, name, turn.number if turn else "", words))
        marks = turn_marks(transcript, self.pseudonyms)
        turns = tuple(
            ArchivedTurn(
                number=turn.number,
                speaker=mark,
                words=transcript.text[turn.start : turn.end],
                time="" if turn.time is None else _clock(turn.time),
                passages=tuple(passages[turn.number]),
            )
            for turn, mark in zip(transcript.turns, marks, strict=True)
        )
        person = transcript.participant
        label = self.pseudonyms.get(person) or self.labels.get(person, "")
        made = ArchivedInterview(
            number=number,
            name=name,
            label=label,
            language=transcript.language,
            spoken=name_of(transcript.language) if transcript.language else "",
            turns=turns,
        )
        return made, rows

    def beside(
        self,
        interview: ArchivedInterview,
        others: Sequence[tuple[Parallel, Sequence[Coding]]],
    ) -> ArchivedInterview:
        """Return an interview with what was coded on its texts in other languages, too.

        `others` has each of these beside this one, and its codings. What lies under the same code
        here already is not shown twice.
        """
        passages = {turn.number: list(turn.passages) for turn in interview.turns}
        for parallel, codings in others:
            for coding in codings:
                place = parallel.carried(coding.start, coding.end)
                for start, end in place.spans if place else ():
                    at = bisect_right(parallel.others, start, key=lambda turn: turn.start) - 1
                    turn = parallel.others[at]
                    here = ArchivedPassage(
                        coding=coding.id,
                        code=self.archived[coding.code],
                        start=start - turn.start,
                        end=end - turn.start,
                        carried=True,
                    )
                    if not any(here.within(known) for known in passages[turn.number]):
                        passages[turn.number].append(here)
        turns = (replace(turn, passages=tuple(passages[turn.number])) for turn in interview.turns)
        return replace(interview, turns=tuple(turns))

    def _row(self, coding: Coding, interview: str, turn: int | str, words: str) -> Row:
        code = self.book.by_id[coding.code]
        return {
            "coding": coding.id,
            "interview": interview,
            "turn": turn,
            "start": coding.start,
            "end": coding.end,
            "text": words,
            "code": code.name,
            "path": self.archived[code.id].path,
            "code id": code.id,
            "coder": coding.coder,
            "created": coding.created,
            "origin": str(coding.origin),
            "stars": self.stars.get(coding.id, 0),
            "paraphrase": self.said.get(coding.id, ""),
            "memo": self.noted.get(coding.id, ""),
        }

    def codes(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Yield the codes with how many codings each has."""
        counted: dict[str, int] = defaultdict(int)
        for row in rows:
            counted[str(row["code id"])] += 1
        for code in self.archived.values():
            yield {
                "code id": code.id,
                "number": code.number,
                "name": self.book.by_id[code.id].name,
                "path": code.path,
                "definition": code.definition,
                "color": code.color,
                "codings": counted[code.id],
            }

    def memos(self) -> Iterator[Row]:
        """Yield the memos, what was written last first."""
        listing = self.project.memo_list
        for placed in listing.all():
            if placed.code and placed.code not in self.archived:
                continue
            yield {
                "kind": ON[placed.memo.kind],
                "place": listing.place_of(placed, ids=self.ids),
                "text": placed.memo.text,
                "coder": placed.memo.coder,
                "updated": placed.memo.updated,
            }

    def links(self) -> Iterator[Row]:
        """Yield what was set beside figures of the survey."""
        of_coding = {coding.id: coding.code for coding in self.project.codings.all()}
        for link in self.project.links.all():
            code = link.code or of_coding.get(link.coding, "")
            if code in self.archived:
                yield {
                    "path": self.archived[code].path,
                    "coding": link.coding,
                    "indicator": link.indicator,
                    "relation": str(link.relation),
                    "note": link.note,
                    "coder": link.coder,
                }


def interview_row(interview: ArchivedInterview, words: int, original: Mapping[str, str]) -> Row:
    """Return an interview with how many words it has; `original` has translation → its original."""
    return {
        "interview": interview.name,
        "label": interview.label,
        "language": interview.language,
        "translation of": original.get(interview.name, ""),
        "turns": len(interview.turns),
        "words": words,
    }


def pair_row(original: ArchivedInterview, translation: ArchivedInterview, pair: TurnPair) -> Row:
    """Return turns of an interview beside those of its translation, and who has paired them."""
    by = "a person" if pair.by_hand else "doubtful" if pair.doubtful else ""
    return {
        "interview": original.name,
        "turns": " ".join(map(str, pair.mine)),
        "translation": translation.name,
        "turns beside": " ".join(map(str, pair.theirs)),
        "by": by,
    }


def matrix(
    interviews: Sequence[ArchivedInterview],
    rows: Sequence[Row],
    codes: Mapping[str, ArchivedCode],
    original: Mapping[str, str],
) -> tuple[list[Row], dict[str, str]]:
    """Return a row for each interview: 1 where a code is on any of its words, else 0.

    `original` has translation → its original, by names: what is coded in both is one interview's.
    """
    coded_in = ((str(line["interview"]), str(line["code id"])) for line in rows)
    there = {(original.get(name, name), code) for name, code in coded_in}
    columns = {"interview": "what the interview is called"}
    columns |= {
        code.id: f"1 where “{code.path}” is on any of its words, or its translation’s, else 0"
        for code in codes.values()
    }
    table: list[Row] = [
        {
            "interview": interview.name,
            **{code: int((interview.name, code) in there) for code in codes},
        }
        for interview in interviews
        if interview.name not in original
    ]
    return table, columns


def _clock(seconds: float) -> str:
    """Return a time as hours, minutes and seconds.

    >>> _clock(3725.4)
    '1:02:05'
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
