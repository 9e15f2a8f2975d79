"""Say where a study stands and what it asks for next: what the front page shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coding.analysis.progress import Coverage, Step, by_day, by_transcript, coverage
from coding.model import Code, Coding, TranscriptInfo
from coding.project import Project


class Need(StrEnum):
    """The kinds of things there may be to do, the most pressing first."""

    CODEBOOK = "codebook"
    PARTICIPANTS = "participants"
    WAITING = "waiting"
    CHECK = "check"
    UNASSIGNED = "unassigned"
    UNKNOWN = "unknown"
    UNTOUCHED = "untouched"
    UNDEFINED = "undefined"
    UNUSED = "unused"
    UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do, and what it is about: (id, name) of files, transcripts or codes.

    `fault` and `hint` say what is wrong with a file.
    """

    need: Need
    about: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a study has got.

    `interviews` groups transcripts with their translations; `shares` has one entry for each
    interview and coder, under the id of the interview's first transcript.
    """

    interviews: tuple[tuple[TranscriptInfo, ...], ...]
    coders: tuple[str, ...]
    codings: int
    shares: tuple[Coverage, ...]
    days: tuple[Step, ...]
    saturation: tuple[Step, ...]


def interviews(listed: Sequence[TranscriptInfo]) -> list[tuple[TranscriptInfo, ...]]:
    """Group transcripts that are translations of one another, in the order given."""
    root = {t.id: t.translation_of or t.id for t in listed}
    groups: dict[str, list[TranscriptInfo]] = {}
    for t in listed:
        groups.setdefault(root.get(root[t.id], root[t.id]), []).append(t)
    return [tuple(group) for group in groups.values()]


def standing(project: Project) -> Standing:
    """Return how far the study has got."""
    groups = interviews(project.transcripts())
    first = {t.id: group[0] for group in groups for t in group}
    codings = project.codings()
    by_id: dict[str, list[Coding]] = {}
    for coding in codings:
        by_id.setdefault(coding.transcript, []).append(coding)
    summed: dict[tuple[str, str], Coverage] = {}
    for key, theirs in by_id.items():
        for part in coverage(project.transcript(key), theirs):
            place = (first[key].id, part.coder)
            known = summed.get(place)
            summed[place] = Coverage(
                transcript=place[0],
                coder=part.coder,
                codings=part.codings + (known.codings if known else 0),
                coded=part.coded + (known.coded if known else 0),
                words=part.words + (known.words if known else 0),
            )
    order = [t.id for group in groups for t in group]
    return Standing(
        interviews=tuple(groups),
        coders=tuple(n for n, _ in Counter(c.coder for c in codings).most_common()),
        codings=len(codings),
        shares=tuple(summed.values()),
        days=tuple(by_day(codings)),
        saturation=tuple(by_transcript(codings, order)),
    )


def agenda(project: Project, coder: str) -> list[Task]:
    """List what the study asks for, the most pressing first; an empty list means all is well."""
    book = project.codebook()
    listed = project.transcripts()
    codings = project.codings()
    mine = {c.transcript for c in codings if c.coder == coder}
    used = Counter(c.code for c in codings)
    known = {p.id for p in project.participants()}
    groups = interviews(listed)
    languages = Counter(t.language for t in listed if t.language)
    usual = languages.most_common(1)[0][0] if languages else ""

    tasks = _faults(project)

    def add(need: Need, about: Sequence[tuple[str, str]]) -> None:
        if about:
            tasks.append(Task(need=need, about=tuple(about)))

    add(Need.WAITING, [(p.name, p.name) for p in project.waiting()])
    add(Need.CHECK, [(t.id, t.name) for t in listed if not t.codings and doubtful(t.notes)])
    add(Need.UNASSIGNED, [(t.id, t.name) for t in listed if not t.participant])
    add(
        Need.UNKNOWN,
        [(t.id, t.name) for t in listed if t.participant and t.participant not in known],
    )
    add(Need.UNTOUCHED, [(g[0].id, g[0].name) for g in groups if mine.isdisjoint(t.id for t in g)])
    add(Need.UNDEFINED, [(c.id, c.name) for c in book if not c.definition])
    if codings:
        idle = [c for c in book if not any(used[i] for i in book.family(c.id))]
        add(Need.UNUSED, [(c.id, c.name) for c in idle])
    foreign = [g[0] for g in groups if len(g) == 1 and g[0].language not in ("", usual)]
    add(Need.UNTRANSLATED, [(t.id, t.name) for t in foreign])
    return tasks


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
    return lacking + [f"no keywords in {x}" for x in languages if not code.keywords.get(x)]


def _faults(project: Project) -> list[Task]:
    found: list[Task] = []
    for need, fault in (
        (Need.CODEBOOK, project.files.codebook_fault),
        (Need.PARTICIPANTS, project.files.participants_fault),
    ):
        for one in getattr(fault, "problems", [fault] if fault else []):
            place = f"{one.where}: " if one.where else ""
            found.append(Task(need=need, fault=place + one.message, hint=one.hint))
    return found
