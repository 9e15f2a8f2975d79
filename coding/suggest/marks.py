"""Say of each sentence of a transcript what people decided about it, and who read it.

Nothing is taken to be absent that nobody saw. A coder has read what they coded, what they said
they had read, and what lies before codings that they put in the order of the text with their own
hand; of what was shown and passed on, or refused, only that code is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from coding.model import Choice, Coding, Decision, Origin, Seen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.suggest.sentences import SentencePlaces

IN_ORDER = 5
"""Codings by one hand from which their order tells whether somebody was reading: five fall in
order by chance in one of 120 cases."""

STEPS_BACK = 0.1
"""Share of steps back in the text that still is reading: one goes back for a second code."""

Run = tuple[int, int, int]
"""A run of sentences, first and last, and the column of a code."""


@dataclass(frozen=True, slots=True)
class ToldOf:
    """What was decided in one transcript, and how far each coder's hand shows it read."""

    codings: Sequence[Coding] = ()
    rejections: Sequence[Decision] = ()
    seen: Sequence[Seen] = ()
    read: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SentenceMarks:
    """What people decided of the sentences of one transcript.

    `targets` (sentences × codes) is the share of those who read a sentence that put the code
    there, `known` where anything is known; `rows` are the sentences with anything known. `runs`
    are the coded runs, each with each of its codes once, `segments` (start, end, code) what was
    coded to the letter; `put` and `refused` are each coder's.
    """

    targets: NDArray[Any]
    known: NDArray[Any]
    rows: NDArray[Any]
    runs: tuple[Run, ...]
    segments: tuple[tuple[int, int, int], ...]
    put: Mapping[str, frozenset[Run]]
    refused: Mapping[str, frozenset[Run]]


def by_transcript(
    codings: Iterable[Coding],
    rejections: Iterable[Decision],
    seen: Iterable[Seen],
    *,
    drawn: bool = False,
) -> dict[str, ToldOf]:
    """Gather what was decided by transcript; codings that are `drawn` show nobody reading.

    What was taken off a suggestion before it was accepted counts as refused.
    """
    gathered: dict[str, tuple[list[Coding], list[Decision], list[Seen]]] = {}
    made: dict[str, Coding] = {}
    for coding in codings:
        made[coding.id] = coding
        gathered.setdefault(coding.transcript, ([], [], []))[0].append(coding)
    for decision in rejections:
        for no in refusals(decision, made.get(decision.coding)):
            gathered.setdefault(no.transcript, ([], [], []))[1].append(no)
    for span in seen:
        gathered.setdefault(span.transcript, ([], [], []))[2].append(span)
    return {
        transcript: ToldOf(*parts, {} if drawn else read_until(parts[0]))
        for transcript, parts in gathered.items()
    }


def refusals(decision: Decision, made: Coding | None) -> list[Decision]:
    """Return what a decision refuses: all of it, or what its coding, if it `made` one, leaves out.

    >>> yes = Decision(id="", transcript="t", start=0, end=9, code="a", coder="Ana",
    ...                choice=Choice.ACCEPT, score=0.5, raw=0.5)
    >>> coding = Coding(id="", transcript="t", start=2, end=6, text="", code="a", coder="Ana",
    ...                 created="")
    >>> [(no.start, no.end) for no in refusals(yes, coding)], refusals(yes, None)
    ([(0, 2), (6, 9)], [])
    """
    if decision.choice is Choice.REJECT:
        return [decision]
    if decision.choice is not Choice.ACCEPT or made is None or made.code != decision.code:
        return []
    off = (
        (decision.start, min(decision.end, made.start)),
        (max(decision.start, made.end), decision.end),
    )
    return [
        replace(decision, start=start, end=end, choice=Choice.REJECT)
        for start, end in off
        if start < end
    ]


def read_until(codings: Iterable[Coding]) -> dict[str, int]:
    """Return coder → the character up to which their codings of one transcript show it read.

    What they put with their own hand, in the order in which the text goes on, shows it; what came
    about by suggestions does not, since a queue or a filter jumps. Codings of one moment, as an
    import brings them, have the order of the text.
    """
    by_coder: dict[str, list[Coding]] = {}
    for coding in codings:
        if coding.origin is Origin.PERSON:
            by_coder.setdefault(coding.coder, []).append(coding)
    until = {}
    for coder, own in by_coder.items():
        if len(own) < IN_ORDER:
            continue
        own.sort(key=lambda coding: (coding.created, coding.start))
        back = sum(after.start < before.start for before, after in pairwise(own))
        if back <= STEPS_BACK * (len(own) - 1):
            until[coder] = max(coding.end for coding in own)
    return until


def marks(places: SentencePlaces, told: ToldOf, column: Mapping[str, int]) -> SentenceMarks:
    """Return what was decided of the sentences at places; `column` has the codes' columns."""
    import numpy as np

    count, codes = len(places), len(column)
    readers: dict[str, NDArray[Any]] = {}
    put: dict[str, set[Run]] = {}
    refused: dict[str, set[Run]] = {}
    targets = np.zeros((count, codes), np.float32)
    known = np.zeros((count, codes), bool)

    def reading(coder: str) -> NDArray[Any]:
        return readers.setdefault(coder, np.zeros(count, bool))

    for coding in told.codings:
        rows = places.on(coding.start, coding.end)
        if len(rows) and coding.code in column:
            reading(coding.coder)[rows] = True
            run = int(rows[0]), int(rows[-1]), column[coding.code]
            put.setdefault(coding.coder, set()).add(run)
    for no in told.rejections:
        rows = places.on(no.start, no.end)
        if len(rows) and no.code in column:
            known[rows, column[no.code]] = True
            run = int(rows[0]), int(rows[-1]), column[no.code]
            refused.setdefault(no.coder, set()).add(run)
    for coder, end in told.read.items():
        reading(coder)[~places.asked & (places.end <= end)] = True
    for span in told.seen:
        rows = places.on(span.start, span.end)
        if not span.codes:
            reading(span.coder)[rows[~places.asked[rows]]] = True
        for shown in span.codes:
            if shown in column:
                known[rows, column[shown]] = True
    for runs in put.values():
        own = np.zeros((count, codes), bool)
        for first, last, code in runs:
            own[first : last + 1, code] = True
        targets += own
    who = np.sum(list(readers.values()), axis=0) if readers else np.zeros(count)
    targets /= np.maximum(who, 1)[:, None]
    known |= (who > 0)[:, None]
    return SentenceMarks(
        targets=targets,
        known=known,
        rows=np.flatnonzero(known.any(axis=1)),
        runs=tuple(sorted(set().union(*put.values()))),
        segments=tuple(
            sorted({(c.start, c.end, column[c.code]) for c in told.codings if c.code in column})
        ),
        put={coder: frozenset(runs) for coder, runs in put.items()},
        refused={coder: frozenset(runs) for coder, runs in refused.items()},
    )
