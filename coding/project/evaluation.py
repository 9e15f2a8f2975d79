"""Measure suggestions on this project, and draw some at random for a person to judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coding.analysis.interviews import interview_of
from coding.jobs.work import one_rise
from coding.model import Suggestion
from coding.project.apart import by_machine
from coding.project.learning import READING_ENDS
from coding.project.part import ProjectPart
from coding.suggest.answers import READ_WHOLE
from coding.suggest.precision import ENOUGH, Precision
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
    from coding.suggest.measuring import HeldOut, Quality

__all__ = [
    "ENOUGH",
    "READ_WHOLE",
    "Evaluation",
    "Measured",
    "Precision",
    "Share",
    "origins",
    "shares",
    "unseen_agreement",
]

Progress = Callable[[int, int], None]


class Evaluation(ProjectPart):
    """How good the machine is on this project."""

    _so_far: Measured | None = None

    def evaluate(
        self,
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

        held = self._held_out(coder=coder, folds=folds, decisions=decisions, progress=progress)
        return quality(held.scores, held.truth, self.project.codes.book(), folds=held.folds)

    @by_machine
    def measure(
        self, *, coder: str = "", folds: int = 0, progress: Progress | None = None
    ) -> Measured:
        """Measure everything that interviews held out can tell; arguments as for `evaluate`.

        Raises CodingError if fewer than two interviews are coded.
        """
        step = one_rise(progress)
        try:
            held = self._held_out(
                coder=coder, folds=folds, runs=True, reading=step(READING_ENDS), progress=step(1)
            )
        finally:
            self._so_far = None
        codings = len(self.store.codings.all(coder=coder))
        return measured(held, self.project.codes.book(), codings=codings)

    @by_machine
    def so_far(self) -> Measured | None:
        """Return what a measurement under way can tell of the interviews it has held out.

        None where none is under way, or no interview has been held out yet. A page asks for it:
        nothing is computed here.
        """
        return self._so_far

    def _note(self, held: HeldOut) -> None:
        """Tell what has been held out whenever it has doubled: the telling takes its time, too."""
        if held.folds & (held.folds - 1) == 0:
            codings = len(self.store.codings.all())
            self._so_far = measured(held, self.project.codes.book(), codings=codings)

    @by_machine
    def learning_curve(self, *, progress: Progress | None = None) -> list[tuple[int, Quality]]:
        """Return (codings learned from, quality) for `STEPS` and for all codings there are.

        Raises CodingError if fewer than two interviews are coded.
        """
        planned = steps(len(self.store.codings.all()))
        curve = []
        for number, step in enumerate(planned, 1):
            curve.append((step, self.evaluate(decisions=step)))
            if progress:
                progress(number, len(planned))
        return curve

    def _held_out(
        self,
        *,
        coder: str = "",
        folds: int = 0,
        decisions: int | None = None,
        runs: bool = False,
        reading: Progress | None = None,
        progress: Progress | None = None,
    ) -> HeldOut:
        from coding.suggest.measuring import hold_out

        codings = self.store.codings.all(coder=coder)
        groups = interview_of(self.project.transcripts.all())
        check_measurable(codings, groups)
        machine = self.project.learning.machine(reading)
        return hold_out(
            [read for side in machine.sides for read in side.prepared],
            machine.book,
            codings,
            interviews=groups,
            folds=folds,
            decisions=decisions,
            runs=runs,
            progress=progress,
            machine=machine,
            so_far=self._note if runs else None,
        )

    @by_machine
    def audit_sample(
        self, *, coder: str, size: int = 15, seed: int | None = None
    ) -> list[Suggestion]:
        """Draw proposals at random, as many of each likelihood as there are to be had, shuffled.

        They are of all the proposals there are for this coder, one code for a passage: what is
        drawn does not depend on what anybody would have looked at.
        """
        proposals = self.project.suggestions.propose(coder=coder, most=1, reasons=False)
        return drawn(proposals, size=size, seed=seed)
