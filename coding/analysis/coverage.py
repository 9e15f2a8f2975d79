"""Count what each participant, each interview or each group has on each code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coding.analysis.segments import Coded
from coding.model import Code, Codebook, Coding, Participant, Role, TranscriptInfo, Voice


def speakers(
    transcripts: Iterable[TranscriptInfo],
    participants: Iterable[Participant],
    heard: Iterable[tuple[TranscriptInfo, Voice]] = (),
) -> dict[str, Participant]:
    """Return who was interviewed by id, in the order of participants.csv.

    Who is in no file comes last, under the name of the interview, and beside others in it under
    their own. `heard` are voices in an interview that its own text need not have: somebody who
    speaks only in its translation was interviewed, too.
    """
    known = {participant.id: participant for participant in participants}
    names: dict[str, str] = {}
    for t in transcripts:
        answering = [s for s in t.cast if s.role is Role.PARTICIPANT]
        alone = len(answering) < 2
        for speaker in answering:
            key = person_of(t, Voice(speaker.role, speaker.participant, speaker.name))
            names.setdefault(key, t.name if alone else f"{t.name}, {speaker.name}")
        if not answering:
            names.setdefault(t.participant or t.id, t.name)
    for t, voice in heard:
        if key := person_of(t, voice):
            names.setdefault(key, f"{t.name}, {voice.speaker}" if voice.speaker else t.name)
    order = [key for key in known if key in names]
    rest = [key for key in names if key not in known]
    return {
        key: known.get(key) or Participant(id=key, pseudonym=names[key]) for key in [*order, *rest]
    }


def person_of(t: TranscriptInfo, voice: Voice) -> str:
    """Return the id under which somebody counts, `""` where no participant speaks.

    Who is no person of the study yet counts for the interview, or in it, if several answer.
    """
    if voice.role is not Role.PARTICIPANT:
        return ""
    if voice.participant:
        return voice.participant
    several = sum(s.role is Role.PARTICIPANT for s in t.cast) > 1
    return f"{t.id}#{voice.speaker}" if several else t.participant or t.id


def carrying(
    book: Codebook, codings: Iterable[Coding], spoken: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """Return code → the people whose words carry it, or a code below it; every code is there.

    `spoken` has coding → who says it, `""` for what no participant says.
    """
    people: dict[str, set[str]] = {code.id: set() for code in book}
    for coding in codings:
        if spoken[coding.id] and coding.code in book:
            for up in book.path(coding.code):
                people[up.id].add(spoken[coding.id])
    return {code: frozenset(who) for code, who in people.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """What one case has on a code: segments, the words in them, the people who say them.

    `words` counts each word once, under however many segments it lies. `codings` are the ids of
    the codings they are made of, `firsts` of one coding for each segment.
    """

    segments: int = 0
    words: int = 0
    people: tuple[str, ...] = ()
    codings: tuple[str, ...] = ()
    firsts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Codes in use against cases (participants, interviews, groups), both in their order."""

    codes: tuple[Code, ...]
    cases: tuple[str, ...]
    cells: Mapping[tuple[str, str], MatrixCell]

    def cell(self, code: str, case: str) -> MatrixCell:
        """Return what a case has on a code, an empty cell where it has nothing."""
        return self.cells.get((code, case), MatrixCell())


class Count(StrEnum):
    """What is counted of a code in a case; ANY is 1 where it has any segment, else 0."""

    SEGMENTS = "segments"
    WORDS = "words"
    PEOPLE = "people"
    ANY = "any"


def value_of(cell: MatrixCell, count: Count) -> int:
    """Return a cell's number.

    >>> cell = MatrixCell(segments=3, words=40, people=("P1", "P2"))
    >>> [value_of(cell, count) for count in Count]
    [3, 40, 2, 1]
    """
    if count is Count.WORDS:
        return cell.words
    if count is Count.PEOPLE:
        return len(cell.people)
    return cell.segments if count is Count.SEGMENTS else int(cell.segments > 0)


def matrix(
    book: Codebook,
    segments: Iterable[tuple[Coded, str]],
    cases: Sequence[str],
    case_of: Callable[[Coded, str], str],
) -> Matrix:
    """Count what each case has on each code; a code counts for the codes above it too.

    A segment comes with who says it, `""` for what no participant says: that is left out.
    `case_of` says which case a segment is of, told the two.
    """
    put: dict[tuple[str, str], list[tuple[Coded, str]]] = {}
    for segment, who in segments:
        if who and segment.code in book:
            for up in book.path(segment.code):
                put.setdefault((up.id, case_of(segment, who)), []).append((segment, who))
    used = {code for code, _ in put}
    return Matrix(
        codes=tuple(code for code in book if code.id in used),
        cases=tuple(dict.fromkeys(cases)),
        cells={key: _cell(listed) for key, listed in put.items()},
    )


def _cell(said: Sequence[tuple[Coded, str]]) -> MatrixCell:
    words = 0
    reach: tuple[str, int] = ("", 0)  # up to where words are counted already
    ordered = sorted(
        (segment for segment, _ in said), key=lambda s: (s.transcript, s.start, -s.end)
    )
    for segment in ordered:
        if segment.transcript != reach[0]:
            reach = (segment.transcript, 0)
        if segment.end > reach[1]:
            words += _count_words(segment.text[max(0, reach[1] - segment.start) :])
            reach = (segment.transcript, segment.end)
    return MatrixCell(
        segments=len(ordered),
        words=words,
        people=tuple(dict.fromkeys(who for _, who in said)),
        codings=tuple(coding.id for segment in ordered for coding in segment.codings),
        firsts=tuple(segment.codings[0].id for segment in ordered),
    )


_WORD = re.compile(r"[^\W_]\S*")


def _count_words(text: str) -> int:
    """Count words; a sign that stands alone is none.

    >>> _count_words(". The rent – it’s high")
    4
    """
    return len(_WORD.findall(text))
