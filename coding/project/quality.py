"""Measure suggestions on this project, and draw some at random for a person to judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coding.analysis.interviews import interview_of
from coding.model import Suggestion
from coding.suggest.trust import (
    Measured,
    Share,
    check_measurable,
    drawn,
    measured,
    origins,
    shares,
    steps,
    unseen_agreement,
)

if TYPE_CHECKING:
    from coding.project import Project
    from coding.suggest.measuring import HeldOut, Quality

__all__ = [
    "Measured",
    "Share",
    "audit_sample",
    "evaluate",
    "learning_curve",
    "measure",
    "origins",
    "shares",
    "unseen_agreement",
]

Progress = Callable[[int, int], None]


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
    held = _held_out(project, progress=progress)
    return measured(held, project.codebook(), codings=len(project.store.codings.all()))


def learning_curve(
    project: Project, *, progress: Progress | None = None
) -> list[tuple[int, Quality]]:
    """Return (codings learned from, quality) for `STEPS` and for all codings there are.

    Raises CodingError if fewer than two interviews are coded.
    """
    planned = steps(len(project.store.codings.all()))
    curve = []
    for number, step in enumerate(planned, 1):
        curve.append((step, evaluate(project, decisions=step)))
        if progress:
            progress(number, len(planned))
    return curve


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
    groups = interview_of(project.transcripts())
    check_measurable(codings, groups)
    return hold_out(
        project.suggesting.prepared(),
        project.codebook(),
        codings,
        interviews=groups,
        folds=folds,
        decisions=decisions,
        progress=progress,
    )


def audit_sample(
    project: Project, *, coder: str, size: int = 15, seed: int | None = None
) -> list[Suggestion]:
    """Draw proposals at random, as many of each likelihood as there are to be had, shuffled.

    They are of all the proposals there are for this coder, one code for a passage: what is drawn
    does not depend on what anybody would have looked at.
    """
    proposals = project.suggesting.suggestions(coder=coder, most=1, reasons=False)
    return drawn(proposals, size=size, seed=seed)
