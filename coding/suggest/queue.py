"""Put before people what the machine proposes: worded, gathered by passage, and in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from coding.model import Decision, Suggestion, Verdict

if TYPE_CHECKING:
    from coding.suggest.machine import Machine, Proposed

Segment = tuple[str, int, int]
"""A transcript's id and the characters `start` ≤ i < `end` of its text."""


class Order(StrEnum):
    """What comes first in the queue of proposals."""

    SCORE = "score"
    NOVELTY = "novelty"
    READING = "reading"


def by_segment(
    proposals: Iterable[Suggestion], *, floor: float = 0.0
) -> dict[Segment, list[Suggestion]]:
    """Gather proposals for one passage, those below `floor` left out, in the order given."""
    gathered: dict[Segment, list[Suggestion]] = {}
    for proposal in proposals:
        if proposal.score >= floor:
            segment = (proposal.transcript, proposal.start, proposal.end)
            gathered.setdefault(segment, []).append(proposal)
    return gathered


def skipped(decisions: Iterable[Decision]) -> set[Segment]:
    """Return the segments that somebody skipped."""
    return {(d.transcript, d.start, d.end) for d in decisions if d.verdict is Verdict.SKIP}


def ordered(
    gathered: Mapping[Segment, Sequence[Suggestion]],
    order: Order,
    *,
    last: Collection[Segment] = (),
    novelty: Callable[[list[Segment]], Mapping[Segment, float]],
    transcripts: Sequence[str],
) -> list[Segment]:
    """Return the segments in an order; those in `last`, which were skipped, come after all.

    By score: the likeliest first. By novelty: what is least like anything coded. By reading: as
    `transcripts` and their texts go on.
    """
    rank: dict[Segment, float]
    if order is Order.SCORE:
        rank = {segment: -listed[0].score for segment, listed in gathered.items()}
    elif order is Order.NOVELTY:
        rank = {segment: -unlike for segment, unlike in novelty(list(gathered)).items()}
    else:
        place = {key: at for at, key in enumerate(transcripts)}
        reading = sorted(gathered, key=lambda segment: (place[segment[0]], segment[1]))
        rank = {segment: float(at) for at, segment in enumerate(reading)}
    return sorted(gathered, key=lambda segment: (segment in last, rank[segment]))


def worded(
    machine: Machine,
    proposed: Sequence[Proposed],
    *,
    calibration: Callable[[Any], Any] | None,
    reasons: bool,
) -> list[Suggestion]:
    """Return what the machine proposes as suggestions, with their words and, if asked, reasons.

    `calibration` sets the scores right; without it they are provisional.
    """
    import numpy as np

    from coding.suggest.reasons import reasons as why

    raw = np.array([p.score for p in proposed])
    shown = raw if calibration is None or not len(raw) else calibration(raw)
    codes = machine.book.codes
    made = []
    for proposal, score in zip(proposed, shown, strict=True):
        side = machine.sides[proposal.side]
        passage = side.passages[proposal.row]
        second, chance = proposal.runner_up
        made.append(
            Suggestion(
                id="",
                transcript=passage.transcript,
                start=passage.start,
                end=passage.end,
                text=side.text(proposal.row),
                code=codes[proposal.code].id,
                score=float(score),
                raw=proposal.score,
                provisional=calibration is None,
                negated=side.negated(proposal.row, proposal.code),
                reasons=why(machine, proposal) if reasons else (),
                runner_up=(codes[second].id, chance) if second >= 0 else ("", 0.0),
            )
        )
    return made


def method(machine: Machine, *, calibrated: bool) -> str:
    """Say in a line what the machine's proposals rest on."""
    if not len(machine.book):
        return "There are no codes yet."
    if not machine.learned:
        return "Read from the codebook alone: nothing is learned before 20 coded passages."
    figures = "set right by decisions" if calibrated else "provisional"
    return f"Learned from {machine.reviewed} coded passages; figures are {figures}."
