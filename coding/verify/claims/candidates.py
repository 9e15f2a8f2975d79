"""List what a number may state by its value alone: a figure, a sum of some, or what is left.

Of a fraction in words any share is near that lies within a seventh of it, at most 5 points; of one
that is said to be exceeded, or hardly reached, within a fifth of it, at most 10 points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from coding.arithmetic.rounding import decimals, half_unit
from coding.model import Claim, ClaimKind, Sense, Statement
from coding.verify.claims.worded import WordedSurvey

if TYPE_CHECKING:
    from numpy.typing import NDArray

ONE_ANSWER = ("single", "scale")

SEVERAL, FEW = 3, 7
"""How many neighbouring answers are joined anywhere; of how many answers also all up to an end."""


HEDGED_REACH, FARTHEST_HEDGED = 5.0, 10.0
"""Which part of a fraction is the most that "over" or "nearly" adds or takes off, a fifth, and how
many points that is at most. In 24 reports none of 48 differed by more."""

FARTHEST = 12.0
"""Percentage points beyond which nothing agrees with a number, however it is hedged."""


class Making(StrEnum):
    """How figures make a number up: one alone, or which of a question's answers are joined.

    GRADES are answers that differ in how strongly they are put (very safe, fairly safe), YES all
    that begin with yes, or with no, BINS ordered ones with numbers in them, END the first or last
    of a scale, NEIGHBOURS others that stand side by side, PAIR any two.
    """

    ALONE = "alone"
    LEFT = "left"
    PAIR = "pair"
    GRADES = "grades"
    YES = "yes"
    END = "end"
    BINS = "bins"
    NEIGHBOURS = "neighbours"


@dataclass(frozen=True, slots=True)
class PossibleStatement:
    """What a number may state: places of its figures in the survey, and the value they make."""

    figures: tuple[int, ...]
    making: Making
    value: float

    def statement(self, survey: WordedSurvey) -> Statement:
        """Return it as what a claim states."""
        sense = Sense.COMPLEMENT if self.making is Making.LEFT else Sense.SUM
        if len(self.figures) == 1 and self.making is not Making.LEFT:
            sense = Sense.EQUAL
        return Statement(sense, tuple(survey.figures[n].id for n in self.figures))


class Members:
    """Which figures (F of them) each of some statements is made of, to work on all at once.

    `many` are how many each has, `making` how they are made up; `share` whether all are shares.
    """

    def __init__(self, statements: Sequence[PossibleStatement], *, share: bool) -> None:
        import numpy as np

        self.share = share
        self.making = np.array([str(one.making) for one in statements])
        self.many = np.array([len(one.figures) for one in statements])
        self._every = np.array(list(chain.from_iterable(s.figures for s in statements)), dtype=int)
        self._first = np.concatenate([[0], self.many.cumsum()[:-1]]).astype(int)

    def mean(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the mean by statement of what there is of each figure."""
        import numpy as np

        mean: NDArray[Any] = np.add.reduceat(values[self._every], self._first) / self.many
        return mean

    def least(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the least by statement."""
        import numpy as np

        least: NDArray[Any] = np.minimum.reduceat(values[self._every], self._first)
        return least

    def most(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the most by statement."""
        import numpy as np

        most: NDArray[Any] = np.maximum.reduceat(values[self._every], self._first)
        return most


class PossibleStatements:
    """All that a survey's figures can make up, to be looked up by value."""

    def __init__(self, survey: WordedSurvey) -> None:
        self.survey = survey
        self.shares = [
            candidate
            for candidate in (*self._alone("%"), *self._left(), *self._joined())
            if 0 <= candidate.value <= 100.5
        ]
        self.others = list(self._alone(""))
        self.answers = self._same_answers()

    def of(self, claim: Claim) -> list[PossibleStatement]:
        """Return what a claim may state by its kind and value, in the order of the survey."""
        if claim.value is None or claim.points or claim.times:
            return []
        if claim.kind in (ClaimKind.SHARE, ClaimKind.RATIO):
            return [c for c in self._near(claim.value) if agrees(claim, c, self.survey)]
        if claim.kind is ClaimKind.MEAN:
            return [c for c in self.others if agrees(claim, c, self.survey)]
        return []

    def meant_by(self, statement: Statement) -> PossibleStatement | None:
        """Return what makes up what a person bound a number to; None where nothing listed does."""
        return self._meant.get((statement.sense, frozenset(statement.figures)))

    @cached_property
    def _meant(self) -> dict[tuple[Sense, frozenset[str]], PossibleStatement]:
        made = ((one, one.statement(self.survey)) for one in self.places)
        return {(said.sense, frozenset(said.figures)): one for one, said in made}

    def _same_answers(self) -> dict[PossibleStatement, int]:
        """Return by statement a number that those of the same answers to its question have.

        They are those of other groups, years and sources.
        """
        known: dict[tuple[object, ...], int] = {}
        figures, topic = self.survey.figures, self.survey.topic
        found = {}
        for one in (*self.shares, *self.others):
            options = tuple(figures[n].option.casefold() for n in one.figures)
            key = (int(topic[one.figures[0]]), one.making is Making.LEFT, options)
            found[one] = known.setdefault(key, len(known))
        return found

    @cached_property
    def places(self) -> dict[PossibleStatement, int]:
        """Return the place of each statement among all shares and then all others."""
        return {one: n for n, one in enumerate((*self.shares, *self.others))}

    def members(self, *, share: bool) -> Members:
        """Return the figures of all shares, or of all others, for their statements in order."""
        return self._members[share]

    @cached_property
    def _members(self) -> dict[bool, Members]:
        return {
            True: Members(self.shares, share=True),
            False: Members(self.others, share=False),
        }

    def _near(self, value: float) -> list[PossibleStatement]:
        """Return shares that lie so near to a value that some hedge may make them agree."""
        here = (abs(self._values - value) <= FARTHEST).nonzero()[0]
        return [self.shares[n] for n in here.tolist()]

    @cached_property
    def _values(self) -> NDArray[Any]:
        import numpy as np

        return np.array([one.value for one in self.shares])

    def _alone(self, unit: str) -> Iterator[PossibleStatement]:
        for n, figure in enumerate(self.survey.figures):
            if figure.value is not None and (figure.unit == "%") is (unit == "%"):
                yield PossibleStatement((n,), Making.ALONE, figure.value)

    def _left(self) -> Iterator[PossibleStatement]:
        for n, figure in enumerate(self.survey.figures):
            if figure.unit == "%" and figure.value is not None:
                yield PossibleStatement((n,), Making.LEFT, 100 - figure.value)

    def _joined(self) -> Iterator[PossibleStatement]:
        for listed in self.survey.cells.values():
            figures = self.survey.figures
            if figures[listed[0]].type not in ONE_ANSWER:
                continue
            parts = [
                n
                for n in listed
                if figures[n].unit == "%"
                and figures[n].value is not None
                and not self.survey.is_total[n]
                and not figures[n].missing
            ]
            decided = [n for n in parts if not self.survey.is_undecided[n]]
            yield from self._grades(parts)
            said = [
                members for members in self._yes_or_no(decided) if not self._are_grades(members)
            ]
            for members in said:
                yield self._sum(members, Making.YES)
            known = {tuple(members) for members in said}
            runs = list(self._runs(decided, is_scale=self._is_scale(decided)))
            yield from (one for one in runs if one.figures not in known)
            known |= {one.figures for one in runs}
            for pair in combinations(parts[:FEW], 2):
                if pair not in known and not self._are_grades(pair):
                    yield self._sum(pair, Making.PAIR)

    def _grades(self, parts: Sequence[int]) -> Iterator[PossibleStatement]:
        """Join answers that say the same more and less strongly."""
        survey = self.survey
        by_core: dict[frozenset[tuple[str, bool]], list[int]] = {}
        for n in parts:
            core = frozenset(survey.core(n))
            if core:
                by_core.setdefault(core, []).append(n)
        for members in by_core.values():
            if self._are_grades(members):
                yield self._sum(members, Making.GRADES)

    def _are_grades(self, members: Sequence[int]) -> bool:
        """Say whether answers differ in how strongly they are put: "one car", "two cars" do not."""
        survey = self.survey
        same = len({frozenset(survey.core(n)) for n in members}) == 1
        graded = any(survey.grade[n] in ("strong", "weak") for n in members)
        return len(members) > 1 and same and bool(survey.core(members[0])) and graded

    def _yes_or_no(self, parts: Sequence[int]) -> Iterator[list[int]]:
        """Return all answers that begin with yes, and with no, where these are several."""
        for answer in ("yes", "no"):
            members = [n for n in parts if self.survey.answer[n] == answer]
            if 1 < len(members) < len(parts):
                yield members

    def _is_scale(self, parts: Sequence[int]) -> bool:
        """Say whether answers are in an order: called a scale, graded, or with a "never"."""
        survey = self.survey
        graded = sum(survey.grade[n] in ("strong", "weak") for n in parts)
        scale = any(survey.figures[n].type == "scale" for n in parts)
        return scale or graded > 1 or any(survey.is_never[n] for n in parts)

    def _runs(self, parts: Sequence[int], *, is_scale: bool) -> Iterator[PossibleStatement]:
        """Join two or three answers that stand side by side, of ordered ones any run.

        Of few answers also all from the first, or to the last. At the ends of a scale up to half
        of its answers are joined as such.
        """
        survey = self.survey
        ordered = sum(any(map(str.isdigit, survey.figures[n].option)) for n in parts)
        making = Making.BINS if ordered > len(parts) / 2 else Making.NEIGHBOURS
        longest = len(parts) - 1
        for size in range(2, longest + 1):
            for at in range(len(parts) - size + 1):
                at_end = len(parts) <= FEW and (at == 0 or at + size == len(parts))
                if making is not Making.BINS and size > SEVERAL and not at_end:
                    continue
                run = parts[at : at + size]
                if self._are_grades(run):
                    continue
                half = (len(parts) + 1) // 2
                end = is_scale and size <= half and (at == 0 or at + size == len(parts))
                yield self._sum(run, Making.END if end else making)

    def _sum(self, members: Sequence[int], making: Making) -> PossibleStatement:
        values = [self.survey.figures[n].value or 0.0 for n in members]
        return PossibleStatement(tuple(members), making, round(sum(values), 6))


def agrees(claim: Claim, candidate: PossibleStatement, survey: WordedSurvey) -> bool:
    """Say whether a claim may print a candidate's value: exact, rounded, or as it is hedged."""
    if claim.value is None:
        return False
    gap = candidate.value - claim.value
    if claim.kind is ClaimKind.RATIO:
        near = min(5.0, claim.value / 7)
        far = min(FARTHEST_HEDGED, claim.value / HEDGED_REACH) + 1e-9
        if claim.about == "over":
            return -0.5 <= gap <= far
        if claim.about in ("under", "nearly"):
            return -far <= gap <= 0.5
        return abs(gap) <= near
    spare = half_unit(claim.decimals) + 1e-9
    for n in candidate.figures[1:]:
        spare += half_unit(decimals(survey.figures[n].printed))
    if abs(gap) <= spare:
        return True
    if claim.kind is ClaimKind.SHARE:
        return (
            (claim.about == "about" and abs(gap) <= 2.5)
            or (claim.about in ("under", "nearly") and -3 <= gap < 0)
            or (claim.about == "over" and 0 < gap <= 5)
        )
    return False
