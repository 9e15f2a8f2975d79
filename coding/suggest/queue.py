"""Put before people what the machine proposes: worded, gathered by passage, and in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from coding.model import Choice, Decision, Suggestion
from coding.suggest.answers import READ_WHOLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.suggest.machine import Machine
    from coding.suggest.ranking import Proposed, Ranking

NEAR = 40
"""At most so many passages are told to the coding page at once."""

Calibrated = Callable[[Any], Any]
"""Makes scores what their log says they are worth."""

Segment = tuple[str, int, int]
"""A transcript's id and the characters `start` ≤ i < `end` of its text."""


class Order(StrEnum):
    """What comes first in the queue of proposals."""

    SCORE = "score"
    NOVELTY = "novelty"
    READING = "reading"


def skipped(decisions: Iterable[Decision]) -> set[Segment]:
    """Return the segments that somebody skipped."""
    return {(d.transcript, d.start, d.end) for d in decisions if d.choice is Choice.SKIP}


def ordered(
    best: Mapping[Segment, float],
    order: Order,
    *,
    last: Collection[Segment] = (),
    novelty: Callable[[list[Segment]], Mapping[Segment, float]],
    transcripts: Sequence[str],
) -> list[Segment]:
    """Return the segments in an order; those in `last`, which were skipped, come after all.

    `best` has the score of each segment's likeliest code. By score: the likeliest first. By
    novelty: what is least like anything coded. By reading: as `transcripts` and their texts go on.
    """
    rank: dict[Segment, float]
    if order is Order.SCORE:
        rank = {segment: -score for segment, score in best.items()}
    elif order is Order.NOVELTY:
        rank = {segment: -unlike for segment, unlike in novelty(list(best)).items()}
    else:
        place = {key: at for at, key in enumerate(transcripts)}
        reading = sorted(best, key=lambda segment: (place[segment[0]], segment[1]))
        rank = {segment: float(at) for at, segment in enumerate(reading)}
    return sorted(best, key=lambda segment: (segment in last, rank[segment]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The passages with proposals between two characters of a transcript, and what lies outside.

    `covered` is how far they are told, `after` and `before` are the starts of the next passages
    outside of that, None if there are none; `nth` counts those that end before.
    """

    inside: tuple[tuple[int, int], ...]
    covered: tuple[int, int]
    after: int | None
    before: int | None
    nth: int


def window(places: Iterable[tuple[int, int]], start: int, end: int) -> Window:
    """Return the passages (start, end) that meet the characters from `start` up to `end`.

    At most `NEAR` are told; then the window ends where the next one begins.

    >>> seen = window([(0, 9), (10, 19), (30, 39)], 12, 20)
    >>> seen.inside, seen.covered, seen.before, seen.after, seen.nth
    (((10, 19),), (12, 20), 0, 30, 1)
    """
    placed = sorted(places)
    inside = [place for place in placed if place[1] > start and place[0] < end]
    if len(inside) > NEAR:
        end = inside[NEAR][0]
    before = [place[0] for place in placed if place[1] <= start]
    return Window(
        inside=tuple(inside[:NEAR]),
        covered=(start, end),
        after=next((place[0] for place in placed if place[0] >= end), None),
        before=before[-1] if before else None,
        nth=len(before),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What is proposed for the passages in a window of one transcript.

    `passages` are those of `seen.inside`, each with its proposals, for itself or a part of it;
    `total` counts the passages of the transcript for which something is proposed, `weaker` those
    where all of it is too weak.
    """

    seen: Window
    passages: tuple[tuple[Suggestion, ...], ...]
    total: int
    weaker: int


def glimpse(
    machine: Machine,
    ranking: Ranking,
    start: int,
    end: int,
    *,
    floor: float,
    most: int,
    calibration: Calibrated | None,
) -> Glimpse:
    """Word what is proposed for the characters from `start` up to `end` of one transcript.

    `ranking` has the proposals for that transcript; those below `floor` are left out.
    """
    strong = ranking.only(shown(ranking, calibration) >= floor)
    gathered = gathered_places(machine, strong, most=most)
    places = {segment[1:]: group for segment, group in gathered.items()}
    seen = window(places, start, end)
    return Glimpse(
        seen=seen,
        passages=tuple(
            tuple(worded(machine, strong.only(places[p]), calibration=calibration, reasons=False))
            for p in seen.inside
        ),
        total=len(gathered),
        weaker=len(ranking.places(most)) - len(gathered),
    )


def gathered_places(
    machine: Machine, ranking: Ranking, *, most: int
) -> dict[Segment, NDArray[Any]]:
    """Return the segment that each group of proposals covers together → their numbers, best first.

    Groups that cover the very same words are one.
    """
    import numpy as np

    found: dict[Segment, NDArray[Any]] = {}
    for group in ranking.places(most):
        places = [machine.place(proposed) for proposed in ranking.only(group)]
        segment = places[0][0], min(p[1] for p in places), max(p[2] for p in places)
        found[segment] = np.concatenate([found[segment], group]) if segment in found else group
    return found


def shown(proposed: Ranking, calibration: Calibrated | None) -> NDArray[Any]:
    """Return the scores that people see: set right by decisions, where there are enough."""
    import numpy as np

    raw = proposed.score
    return raw if calibration is None or not len(raw) else np.asarray(calibration(raw))


def worded(
    machine: Machine,
    proposed: Sequence[Proposed],
    *,
    calibration: Calibrated | None,
    reasons: bool,
) -> list[Suggestion]:
    """Return what the machine proposes as suggestions, with their words and, if asked, reasons.

    `calibration` sets the scores right; without it they are provisional.
    """
    import numpy as np

    from coding.suggest.reasons import reasons as why
    from coding.suggest.telling import apart as set_apart

    raw = np.array([p.score for p in proposed])
    shown = raw if calibration is None or not len(raw) else calibration(raw)
    codes = machine.book.codes
    made: dict[int, Suggestion] = {}
    listed = list(zip(proposed, shown, strict=True))
    # Transcript by transcript: each is laid out once, however many there are.
    for at in sorted(range(len(listed)), key=lambda at: (listed[at][0].side, listed[at][0].source)):
        proposal, score = listed[at]
        side = machine.sides[proposal.side]
        transcript, start, end = machine.place(proposal)
        second, chance = proposal.runner_up
        made[at] = Suggestion(
            id="",
            transcript=transcript,
            start=start,
            end=end,
            text=side.by_transcript[transcript].text[start:end],
            code=codes[proposal.code].id,
            score=float(score),
            raw=proposal.score,
            provisional=calibration is None,
            negated=machine.negated(proposal),
            reasons=why(machine, proposal) if reasons else (),
            runner_up=(codes[second].id, chance) if second >= 0 else ("", 0.0),
            apart=set_apart(machine, proposal) if reasons else (),
        )
    return [made[at] for at in range(len(listed))]


def method(machine: Machine, *, calibrated: bool) -> str:
    """Say in a line what the machine's proposals rest on."""
    if not len(machine.book):
        return "There is no code yet."
    if not machine.learned:
        told = "Read from the codebook alone: nothing is learned before 20 coded passages."
    else:
        from coding.suggest.run_reasons import learned_runs

        figures = "set right by decisions" if calibrated else "provisional"
        segments = len(learned_runs(machine)) or machine.reviewed
        told = f"Learned from {segments:,} coded segments; figures are {figures}."
    return f"{told} {READ_WHOLE}" if machine.reads_whole else told
