"""Count what each participant, each interview or each group has on each code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coding.model import Code, Codebook, Coding, Participant, Role, TranscriptInfo, Voice


def speakers(
    transcripts: Iterable[TranscriptInfo], participants: Iterable[Participant]
) -> dict[str, Participant]:
    """Return who was interviewed by id, in the order of participants.csv.

    Who is in no file comes last, under the name of the interview, and beside others in it under
    their own.
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
    """What one case has on a code: passages, the words in them, the people who say them.

    `codings` are the ids of the codings they are made of, `firsts` of one coding for each passage.
    """

    passages: int = 0
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
    """What is counted of a code in a case; ANY is 1 where it has any passage, else 0."""

    PASSAGES = "passages"
    WORDS = "words"
    PEOPLE = "people"
    ANY = "any"


def value_of(cell: MatrixCell, count: Count) -> int:
    """Return a cell's number.

    >>> cell = MatrixCell(passages=3, words=40, people=("P1", "P2"))
    >>> [value_of(cell, count) for count in Count]
    [3, 40, 2, 1]
    """
    if count is Count.WORDS:
        return cell.words
    if count is Count.PEOPLE:
        return len(cell.people)
    return cell.passages if count is Count.PASSAGES else int(cell.passages > 0)


def matrix(
    book: Codebook,
    codings: Iterable[Coding],
    spoken: Mapping[str, str],
    cases: Sequence[str],
    case_of: Callable[[Coding], str],
) -> Matrix:
    """Count what each case has on each code; a code counts for the codes above it too.

    `spoken` has coding → who says it, `""` for what no participant says: that is left out.
    `case_of` says which case a coding is of. What two coders coded where their words overlap is
    one passage.
    """
    put: dict[tuple[str, str], list[Coding]] = {}
    for coding in codings:
        if spoken[coding.id] and coding.code in book:
            for up in book.path(coding.code):
                put.setdefault((up.id, case_of(coding)), []).append(coding)
    used = {code for code, _ in put}
    return Matrix(
        codes=tuple(code for code in book if code.id in used),
        cases=tuple(dict.fromkeys(cases)),
        cells={key: _cell(listed, spoken) for key, listed in put.items()},
    )


def _cell(codings: Sequence[Coding], spoken: Mapping[str, str]) -> MatrixCell:
    words = 0
    firsts: list[str] = []
    reach: tuple[str, int] = ("", 0)  # up to where words are counted already
    near: list[Coding] = []
    for coding in sorted(codings, key=lambda c: (c.transcript, c.start, -c.end)):
        if coding.transcript != reach[0]:
            reach, near = (coding.transcript, 0), []
        near = [other for other in near if other.end > coding.start]
        same = any(
            other.coder != coding.coder or (other.start, other.end) == (coding.start, coding.end)
            for other in near
        )
        if not same:
            firsts.append(coding.id)
        if coding.end > reach[1]:
            words += _words(coding.text[max(0, reach[1] - coding.start) :])
            reach = (coding.transcript, coding.end)
        near.append(coding)
    return MatrixCell(
        passages=len(firsts),
        words=words,
        people=tuple(dict.fromkeys(spoken[coding.id] for coding in codings)),
        codings=tuple(coding.id for coding in codings),
        firsts=tuple(firsts),
    )


def _words(text: str) -> int:
    """Count words; a sign that stands alone is none.

    >>> _words(". The rent – it’s high")
    4
    """
    return sum(any(map(str.isalnum, word)) for word in text.split())
