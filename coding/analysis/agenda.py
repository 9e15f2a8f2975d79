"""Say where a study stands and what it asks for next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coding.analysis.interviews import interview_name, interviews, most_coded
from coding.analysis.progress import Coverage, Step, by_day, by_transcript
from coding.analysis.segments import Coded
from coding.errors import CodingError
from coding.model import Code, Codebook, Coding, Role, TranscriptInfo


class Need(StrEnum):
    """The kinds of things there may be to do, the most pressing first."""

    CODEBOOK = "codebook"
    PARTICIPANTS = "participants"
    DRAFT = "draft"
    WAITING = "waiting"
    UNPLACED = "unplaced"
    CHECK = "check"
    UNASSIGNED = "unassigned"
    SPEAKERS = "speakers"
    UNHEARD = "unheard"
    UNKNOWN = "unknown"
    UNTOUCHED = "untouched"
    UNQUOTED = "unquoted"
    DIFFER = "differ"
    SILENT = "silent"
    UNDEFINED = "undefined"
    UNUSED = "unused"
    UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do, and what it is about: (id, name) of files, transcripts, codes or people.

    `fault` says what is wrong with a file, or goes on after the names where each has its own words;
    `hint` is the reason, and how to put it right. `place` is where in the
    app it is done, as (what, its id).
    """

    need: Need
    about: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    hint: str = ""
    place: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a study has got.

    `interviews` groups transcripts with their translations; `shares` has one entry for each
    interview and coder, `segments` how many an interview has, whoever coded them, both under the
    id of the interview's first transcript.
    """

    interviews: tuple[tuple[TranscriptInfo, ...], ...]
    coders: tuple[str, ...]
    codings: int
    segments: Mapping[str, int]
    shares: tuple[Coverage, ...]
    days: tuple[Step, ...]
    saturation: tuple[Step, ...]


def standing(
    listed: Sequence[TranscriptInfo],
    codings: Sequence[Coding],
    segments: Iterable[Coded],
    covered: Iterable[Coverage],
) -> Standing:
    """Return how far the study has got; `covered` is what each coder did in each transcript.

    The most active coder comes first. What is coded in an interview and in its translation is
    added up.
    """
    groups = interviews(listed)
    first = {t.id: group[0].id for group in groups for t in group}
    summed: dict[tuple[str, str], Coverage] = {}
    for part in covered:
        place = (first[part.transcript], part.coder)
        known = summed.get(place)
        summed[place] = Coverage(
            transcript=place[0],
            coder=part.coder,
            codings=part.codings + (known.codings if known else 0),
            coded=part.coded + (known.coded if known else 0),
            words=part.words + (known.words if known else 0),
        )
    return Standing(
        interviews=tuple(groups),
        coders=tuple(name for name, _ in Counter(c.coder for c in codings).most_common()),
        codings=len(codings),
        segments=Counter(first[segment.transcript] for segment in segments),
        shares=tuple(summed.values()),
        days=tuple(by_day(codings)),
        saturation=tuple(by_transcript(codings, [t.id for group in groups for t in group])),
    )


def agenda(
    coder: str,
    *,
    book: Codebook,
    listed: Sequence[TranscriptInfo],
    codings: Sequence[Coding],
    participants: Collection[str],
    waiting: Sequence[str] = (),
    faults: Iterable[tuple[Need, CodingError]] = (),
    asked: Callable[[str], bool] = lambda note: False,
    shares: Iterable[Coverage] = (),
    also: Iterable[Task] = (),
) -> list[Task]:
    """List what the study asks of a coder, the most pressing first; empty if all is well.

    `participants` are the ids in participants.csv, `waiting` names of files not imported yet,
    `faults` what is wrong with a file, under CODEBOOK or PARTICIPANTS; `asked` tells which notes
    ask what UNASSIGNED, SPEAKERS and UNHEARD ask while it is open. An interview with a
    translation is touched if either is coded; codes count as unused only once something is coded.
    `shares` says how much others have coded, `also` what else there is to do.
    """
    mine = {coding.transcript for coding in codings if coding.coder == coder}
    used = {coding.code for coding in codings}
    groups = interviews(listed)
    languages = Counter(t.language for t in listed if t.language)
    usual = languages.most_common(1)[0][0] if languages else ""
    idle = [code for code in book if used.isdisjoint(book.family(code.id))] if codings else []
    untouched = [group for group in groups if mine.isdisjoint(t.id for t in group)]
    asks: dict[Need, list[tuple[str, str]]] = {
        Need.WAITING: [(name, name) for name in waiting],
        Need.CHECK: [
            (t.id, t.name)
            for t in listed
            if not t.codings and not all(map(asked, doubtful(t.notes)))
        ],
        Need.UNASSIGNED: [
            (t.id, t.name) for t in listed if not persons(t) and not _nobody_speaks(t)
        ],
        Need.SPEAKERS: [(t.id, t.name) for t in listed if persons(t) and nameless(t)],
        Need.UNHEARD: [
            (t.id, t.name) for t in listed if any(s.role is Role.UNKNOWN for s in t.cast)
        ],
        Need.UNKNOWN: [(t.id, t.name) for t in listed if not persons(t) <= set(participants)],
        Need.UNTOUCHED: [(most_coded(group).id, interview_name(group)) for group in untouched],
        Need.UNDEFINED: [(code.id, book.called[code.id]) for code in book if not code.definition],
        Need.UNUSED: [(code.id, book.called[code.id]) for code in idle],
        Need.UNTRANSLATED: [
            (group[0].id, group[0].name)
            for group in groups
            if len(group) == 1 and group[0].language not in ("", usual)
        ],
    }
    tasks = [task for need, fault in faults for task in _faulty(need, fault)]
    tasks += [
        Task(need=need, about=tuple(about), hint=_reason(need, untouched, coder, shares))
        for need, about in asks.items()
        if about
    ]
    order = list(Need)
    return sorted([*tasks, *also], key=lambda task: order.index(task.need))


def _reason(
    need: Need,
    untouched: Sequence[Sequence[TranscriptInfo]],
    coder: str,
    shares: Iterable[Coverage],
) -> str:
    """Say who has coded how much of the first interview that a coder has not touched."""
    if need is not Need.UNTOUCHED:
        return ""
    key, name = untouched[0][0].id, interview_name(untouched[0])
    others = [s for s in shares if s.transcript == key and s.coder != coder and s.coded]
    said = " and ".join(f"{s.coder} coded {round(100 * s.share)} % of {name}" for s in others[:2])
    return f"{said}." if said else ""


def persons(t: TranscriptInfo) -> set[str]:
    """Return the participants that a transcript names: whom it is with, and who speaks."""
    return {t.participant, *(speaker.participant for speaker in t.cast)} - {""}


def _nobody_speaks(t: TranscriptInfo) -> bool:
    """Tell whether of all words of a transcript it is still asked who says them."""
    sides = {speaker.role for speaker in t.cast if speaker.turns}
    return Role.UNKNOWN in sides and Role.PARTICIPANT not in sides


def nameless(t: TranscriptInfo) -> list[str]:
    """Return who answers in an interview without being a participant, beside others."""
    answering = [s for s in t.cast if s.role is Role.PARTICIPANT]
    return [s.name for s in answering if not s.participant] if len(answering) > 1 else []


def in_question(t: TranscriptInfo) -> list[str]:
    """Return who may be the person an interview is with: several answer, and none is them yet."""
    theirs = {speaker.participant for speaker in t.cast}
    return nameless(t) if t.participant and t.participant not in theirs else []


def _faulty(need: Need, fault: CodingError) -> list[Task]:
    """Return a task for each problem of a fault."""
    return [
        Task(
            need=need,
            fault=f"{problem.where}: {problem.message}" if problem.where else problem.message,
            hint=problem.hint,
        )
        for problem in getattr(fault, "problems", [fault])
    ]


def doubtful(notes: Sequence[str]) -> list[str]:
    """Return the notes on a transcript that ask for a person's eye.

    >>> doubtful(["12 cues joined.", "Please check: who speaks first?"])
    ['Please check: who speaks first?']
    """
    return [note for note in notes if note.startswith("Please check")]


def gaps(code: Code, languages: Collection[str]) -> list[str]:
    """Say what a code lacks to be used alike by two people and found by the machine.

    >>> gaps(Code(id="calm", name="Calm", keywords={"en": ("calm",)}), ["en", "ru"])
    ['no definition', 'no keywords in ru']
    """
    lacking = [] if code.definition else ["no definition"]
    if not code.keywords:
        return [*lacking, "no keywords"]
    if "" in code.keywords:
        return lacking
    return lacking + [f"no keywords in {name}" for name in languages if not code.keywords.get(name)]
