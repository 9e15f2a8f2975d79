"""Say how far suggestions can be trusted on this project: measured, decided, and checked.

Three kinds of evidence, kept apart. *Held out*: the machine proposes for interviews it has not
learned from, and is compared with what people coded there. *Decided*: what people said to
proposals they saw. *Checked*: what they said to proposals drawn at random, the score hidden, and
to what the machine would have said where nothing was shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.arithmetic.intervals import wilson
from coding.errors import CodingError
from coding.model import Coding, Decision, Suggestion, Verdict

if TYPE_CHECKING:
    from coding.project import Project
    from coding.suggest.measuring import Agreement, Band, HeldOut, Quality

Progress = Callable[[int, int], None]

STEPS = (0, 20, 80, 320, 1280)
"""Numbers of codings at which the learning curve is measured."""

LIKELIHOODS = ("likely", "possible", "weak")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How good suggestions are on interviews held out, and how far people and machine agree."""

    quality: Quality
    agreements: tuple[Agreement, ...]
    bands: tuple[Band, ...]
    codings: int


def evaluate(
    project: Project,
    *,
    coder: str = "",
    folds: int = 0,
    decisions: int | None = None,
    progress: Progress | None = None,
) -> Quality:
    """Measure the machine on this project's codings, by interviews held out.

    `coder` limits it to one coder's codings, `decisions` what is learned from to so many.
    Raises CodingError if fewer than two interviews are coded.
    """
    from coding.suggest.measuring import quality

    held = _held_out(project, coder=coder, folds=folds, decisions=decisions, progress=progress)
    return quality(held.scores, held.truth, project.codebook(), folds=held.folds)


def measure(project: Project, *, progress: Progress | None = None) -> Measured:
    """Measure everything that interviews held out can tell.

    Raises CodingError if fewer than two interviews are coded.
    """
    from coding.suggest.measuring import agreements, bands, quality

    held = _held_out(project, progress=progress)
    return Measured(
        quality=quality(held.scores, held.truth, project.codebook(), folds=held.folds),
        agreements=tuple(agreements(held)),
        bands=tuple(bands(held.scores, held.truth)),
        codings=len(project.store.codings.all()),
    )


def learning_curve(
    project: Project, *, progress: Progress | None = None
) -> list[tuple[int, Quality]]:
    """Return (codings learned from, quality) for `STEPS` and for all codings there are.

    Raises CodingError if fewer than two interviews are coded.
    """
    total = len(project.store.codings.all())
    steps = [*(step for step in STEPS if step < total), total]
    found = []
    for number, step in enumerate(steps, 1):
        found.append((step, evaluate(project, decisions=step)))
        if progress:
            progress(number, len(steps))
    return found


def _held_out(
    project: Project,
    *,
    coder: str = "",
    folds: int = 0,
    decisions: int | None = None,
    progress: Progress | None = None,
) -> HeldOut:
    from coding.suggest.measuring import hold_out

    codings = project.store.codings.all(coder=coder)
    groups = interviews(project)
    if len({groups[c.transcript] for c in codings}) < 2:
        raise CodingError(
            "suggestions cannot be measured yet: fewer than two interviews are coded",
            hint="Code a few passages in a second interview.",
        )
    return hold_out(
        project.suggesting.prepared(),
        project.codebook(),
        codings,
        interviews=groups,
        folds=folds,
        decisions=decisions,
        progress=progress,
    )


def interviews(project: Project) -> dict[str, str]:
    """Return transcript → interview: a translation belongs with its original.

    So do transcripts of one participant.
    """
    listed = {info.id: info for info in project.transcripts()}
    found = {}
    for key, info in listed.items():
        original = info.translation_of if info.translation_of in listed else key
        found[key] = listed[original].participant or info.participant or original
    return found


# ── what people decided ──


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many proposals of one likelihood were accepted, and the 95 % interval of the share."""

    likelihood: str
    shown: int
    accepted: int
    low: float
    high: float


def shares(decisions: Sequence[Decision]) -> list[Share]:
    """Return what share of proposals was accepted, by what they were shown as."""
    told: dict[str, list[bool]] = {}
    for one in decisions:
        if one.verdict is not Verdict.SKIP:
            told.setdefault(_likelihood(one.score), []).append(one.verdict is Verdict.ACCEPT)
    found = []
    for likelihood in LIKELIHOODS:
        said = told.get(likelihood, [])
        if said:
            low, high = wilson(sum(said) / len(said), len(said))
            found.append(
                Share(
                    likelihood=likelihood,
                    shown=len(said),
                    accepted=sum(said),
                    low=low,
                    high=high,
                )
            )
    return found


def _likelihood(score: float) -> str:
    return "likely" if score >= 0.7 else "possible" if score >= 0.3 else "weak"


def unseen_agreement(decisions: Sequence[Decision]) -> tuple[int, int]:
    """Return (agreed, compared) of passages coded in blind mode.

    Coder and machine agree on a passage if the machine's first thought is one of the codes that
    the coder put there, be it the second or third.
    """
    agreed: dict[tuple[str, int, int, str], bool] = {}
    for one in decisions:
        if not one.visible:
            place = (one.transcript, one.start, one.end, one.coder)
            agreed[place] = agreed.get(place, False) or one.verdict is Verdict.ACCEPT
    return sum(agreed.values()), len(agreed)


def origins(codings: Sequence[Coding]) -> dict[str, Counter[str]]:
    """Return coder → origin → number of codings, the most active coder first."""
    found: dict[str, Counter[str]] = {}
    for one in codings:
        found.setdefault(one.coder, Counter())[str(one.origin)] += 1
    return dict(sorted(found.items(), key=lambda pair: -pair[1].total()))


def audit_sample(
    project: Project, *, coder: str, size: int = 15, seed: int | None = None
) -> list[Suggestion]:
    """Draw proposals at random, as many of each likelihood as there are to be had, shuffled.

    They are all the proposals there are for this coder, one code for a passage: what is drawn
    does not depend on what anybody would have looked at.
    """
    import numpy as np

    draw = np.random.default_rng(seed)
    found = project.suggesting.suggestions(coder=coder, most=1, reasons=False)
    kinds = [[one for one in found if one.likelihood == word] for word in LIKELIHOODS]
    chosen: list[Suggestion] = []
    for left, kind in zip((3, 2, 1), sorted(kinds, key=len), strict=True):
        many = min(len(kind), (size - len(chosen)) // left)
        chosen += [kind[at] for at in draw.permutation(len(kind))[:many]]
    return [chosen[at] for at in draw.permutation(len(chosen))]
