"""Say how far suggestions can be trusted: what was measured, decided, and checked at random.

Three kinds of evidence, kept apart. *Held out*: the machine proposes for interviews it has not
learned from, and is compared with what people coded there. *Decided*: what people said to
proposals they saw. *Checked*: what they said to proposals drawn at random, the score hidden, and
to what the machine would have said where nothing was shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

from coding.arithmetic.intervals import wilson
from coding.errors import CodingError
from coding.model import Choice, Codebook, Coding, Decision, Suggestion, likelihood, new_id
from coding.suggest.precision import SuggestionOutcome, precisions

if TYPE_CHECKING:
    from coding.suggest.measuring import Agreement, Band, HeldOut, Quality
    from coding.suggest.measuring_runs import SuggestionQuality

LIKELIHOODS = ("likely", "possible", "weak")

STEPS = (0, 20, 80, 320, 1280)
"""Numbers of codings at which the learning curve is measured."""

CALIBRATED = 300
"""Decisions, in two interviews at least, from which scores are set right by them."""

FLOOR = 0.2
"""A code whose suggestions are surely accepted less often than this switches itself off.

Surely: by the upper end of the 95 % interval for other interviews, so that it takes 20 refusals in
a row.
"""


# --- held out -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How good suggestions are on interviews held out, and how far people and machine agree.

    `read_whole` says whether answers were read as wholes by a language model for it.
    """

    quality: Quality
    agreements: tuple[Agreement, ...]
    bands: tuple[Band, ...]
    codings: int
    suggestions: SuggestionQuality
    read_whole: bool = False


def measured(held: HeldOut, book: Codebook, *, codings: int) -> Measured:
    """Return everything that interviews held out can tell; `codings` is how many there are."""
    from coding.suggest.measuring import agreements, bands, quality
    from coding.suggest.measuring_runs import suggestion_quality

    return Measured(
        quality=quality(held.scores, held.truth, book, folds=held.folds),
        agreements=tuple(agreements(held)),
        bands=tuple(bands(held.scores, held.truth)),
        codings=codings,
        suggestions=suggestion_quality(held.judged, book),
        read_whole=held.read_whole,
    )


def steps(total: int) -> list[int]:
    """Return the numbers of codings that a learning curve has, the last being all there are.

    >>> steps(80), steps(81)
    ([0, 20, 80], [0, 20, 80, 81])
    """
    return [*(step for step in STEPS if step < total), total]


def check_measurable(codings: Iterable[Coding], interviews: Mapping[str, str]) -> None:
    """Raise CodingError if fewer than two interviews are coded: none can be held out then."""
    if len({interviews[coding.transcript] for coding in codings}) < 2:
        raise CodingError(
            "suggestions cannot be measured yet: fewer than two interviews are coded",
            hint="Code a few passages in a second interview.",
        )


# --- decided ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many proposals of one likelihood were accepted, and the 95 % interval of the share."""

    likelihood: str
    shown: int
    accepted: int
    low: float
    high: float


def shares(decisions: Iterable[Decision]) -> list[Share]:
    """Return what share of proposals was accepted, by what they were shown as."""
    told: dict[str, list[bool]] = {}
    for decision in decisions:
        if decision.choice is not Choice.SKIP:
            accepted = decision.choice is Choice.ACCEPT
            told.setdefault(likelihood(decision.score), []).append(accepted)
    shared = []
    for kind in LIKELIHOODS:
        said = told.get(kind, [])
        if said:
            low, high = wilson(sum(said) / len(said), len(said))
            shared.append(
                Share(likelihood=kind, shown=len(said), accepted=sum(said), low=low, high=high)
            )
    return shared


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How a code's suggestions have fared with those who saw them, and whether they rest.

    `share` is the share accepted, drawn towards that of all codes, `low` and `high` its interval;
    all three are nan below ten decisions (see `precision`).
    """

    code: str
    shown: int
    accepted: int
    resting: bool
    share: float = nan
    low: float = nan
    high: float = nan


def trust(
    decisions: Iterable[Decision], codes: Iterable[str], *, kept_on: Collection[str] = ()
) -> list[Trust]:
    """Say for each code how its suggestions have fared with those who saw them.

    A code rests if even the upper end of the interval of its accepted share lies below `FLOOR`,
    unless somebody has `kept_on` it.
    """
    outcomes = [
        SuggestionOutcome(decision.code, decision.transcript, decision.choice is Choice.ACCEPT)
        for decision in decisions
        if decision.visible and decision.choice is not Choice.SKIP
    ]
    return [
        Trust(
            code=fared.code,
            shown=fared.n,
            accepted=fared.right,
            resting=fared.high < FLOOR and fared.code not in kept_on,
            share=fared.share,
            low=fared.low,
            high=fared.high,
        )
        for fared in precisions(outcomes, codes)
    ]


def calibration(decisions: Iterable[Decision]) -> Callable[[Any], Any] | None:
    """Return what sets scores right, None before `CALIBRATED` decisions in two interviews."""
    from coding.suggest.learning import calibrate

    told = [d for d in decisions if d.choice is not Choice.SKIP]
    if len(told) < CALIBRATED or len({d.transcript for d in told}) < 2:
        return None
    return calibrate([d.raw for d in told], [d.choice is Choice.ACCEPT for d in told])


def origins(codings: Iterable[Coding]) -> dict[str, Counter[str]]:
    """Return coder → origin → number of codings, the most active coder first."""
    by_coder: dict[str, Counter[str]] = {}
    for coding in codings:
        by_coder.setdefault(coding.coder, Counter())[str(coding.origin)] += 1
    return dict(sorted(by_coder.items(), key=lambda pair: -pair[1].total()))


# --- checked ------------------------------------------------------------------------------------


def unseen(said: Suggestion, codes: Collection[str], *, coder: str, model: str) -> Decision:
    """Return what a coder decided about a machine's first thought that they did not see.

    It is accepted if it is one of the codes they put there, else rejected; nothing is learned
    from either.
    """
    return Decision(
        id=new_id(),
        transcript=said.transcript,
        start=said.start,
        end=said.end,
        code=said.code,
        coder=coder,
        choice=Choice.ACCEPT if said.code in codes else Choice.REJECT,
        score=said.score,
        raw=said.raw,
        visible=False,
        model=model,
    )


def unseen_agreement(decisions: Iterable[Decision]) -> tuple[int, int]:
    """Return (agreed, compared) of passages coded in blind mode.

    Coder and machine agree on a passage if the machine's first thought is one of the codes that
    the coder put there, be it the second or third.
    """
    agreed: dict[tuple[str, int, int, str], bool] = {}
    for decision in decisions:
        if not decision.visible:
            place = (decision.transcript, decision.start, decision.end, decision.coder)
            agreed[place] = agreed.get(place, False) or decision.choice is Choice.ACCEPT
    return sum(agreed.values()), len(agreed)


def drawn(
    proposals: Sequence[Suggestion], *, size: int = 15, seed: int | None = None
) -> list[Suggestion]:
    """Draw proposals at random, as many of each likelihood as there are to be had, shuffled.

    Where one likelihood has fewer than its third of `size`, the others make up for it.
    """
    import numpy as np

    draw = np.random.default_rng(seed)
    kinds = [[p for p in proposals if p.likelihood == word] for word in LIKELIHOODS]
    chosen: list[Suggestion] = []
    for left, kind in zip((3, 2, 1), sorted(kinds, key=len), strict=True):
        many = min(len(kind), (size - len(chosen)) // left)
        chosen += [kind[at] for at in draw.permutation(len(kind))[:many]]
    return [chosen[at] for at in draw.permutation(len(chosen))]
