"""Say what answers are once they are read: variables, and the file they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coding.model import Absence, Basis
from coding.survey.choices import Choices
from coding.survey.missing import AbsentAnswer

if TYPE_CHECKING:
    from numpy.typing import NDArray

SINGLE, MULTI, SCALE, NUMBER, DATE = "single", "multi", "scale", "number", "date"
KINDS = (SINGLE, MULTI, SCALE, NUMBER, DATE)
"""Types of question: one answer, several, points in order, a measurement, a day."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A question as respondents answered it.

    `codes` has for each respondent the place of the answer in `options`, -1 for none. For a set
    of several answers, `parts` has instead a column of such places for each of its variables,
    `codes` is 0 for who was asked, and `answered` marks who gave an answer that says anything.
    `missing` has the options that are no answer, and why. A scale has the number of each option
    in `values`, nan where it is no point of it; a number or a date has in `numbers` what each
    respondent said (days since 1970 for dates), nan for nothing, and only absences as options.
    `naming` is the order in which the options get their ids.
    """

    name: str
    label: str
    type: str
    options: tuple[str, ...]
    codes: NDArray[Any]
    missing: Mapping[int, Absence] = field(default_factory=dict)
    parts: tuple[NDArray[Any], ...] = ()
    values: tuple[float, ...] = ()
    numbers: NDArray[Any] | None = None
    answered: NDArray[Any] | None = None
    naming: tuple[int, ...] = ()

    def chosen(self) -> NDArray[Any]:
        """Return respondents × options, true where a respondent gave the option."""
        import numpy as np

        places = np.arange(len(self.options))
        marks = np.zeros((len(self.codes), len(self.options)), bool)
        for codes in self.parts or (self.codes,):
            marks |= codes[:, None] == places
        return marks

    def base(self, basis: Basis) -> NDArray[Any]:
        """Return of whom shares are taken: who was asked, "don't know" included, or answered."""
        import numpy as np

        inside = self.codes >= 0
        if self.numbers is not None:
            inside |= ~np.isnan(self.numbers)
        if self.answered is not None and basis is Basis.VALID:
            inside = inside & self.answered
        out = [
            at
            for at, kind in self.missing.items()
            if kind is Absence.NOT_ASKED or basis is Basis.VALID
        ]
        return inside & ~np.isin(self.codes, out) if out else inside

    def measured(self) -> NDArray[Any] | None:
        """Return the number that each respondent's answer stands for, nan for none.

        None for a question whose answers are no numbers.
        """
        import numpy as np

        if self.numbers is not None:
            return self.numbers
        if not self.values:
            return None
        return np.asarray(np.append(np.asarray(self.values, float), np.nan)[self.codes])


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question answered in people's own words: the words of each respondent, `""` for none."""

    name: str
    label: str
    texts: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return how many said anything."""
        return sum(1 for text in self.texts if text)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinProposal:
    """Variables that look like one question with several answers, by their names and labels."""

    name: str
    label: str
    members: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Microdata:
    """Everything a file of answers holds: questions by name, weights, and what was left aside.

    `strata` and `clusters` number each respondent's, None where the design has none. `numeric`
    are the variables that could be weights, strata or clusters, `likely_weights` those that
    look like weights. `alike` has variable → answers that differ in capitals or blanks only.
    """

    respondents: int
    variables: Mapping[str, Variable]
    weights: NDArray[Any]
    weight: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    strata: NDArray[Any] | None = None
    clusters: NDArray[Any] | None = None
    choices: Choices = field(default_factory=Choices)
    open_questions: Mapping[str, OpenQuestion] = field(default_factory=dict)
    absent: tuple[AbsentAnswer, ...] = ()
    proposals: tuple[JoinProposal, ...] = ()
    alike: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    numeric: tuple[str, ...] = ()
    likely_weights: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
