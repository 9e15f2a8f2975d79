"""Say what the survey beside the interviews is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Absence(StrEnum):
    """Why a respondent gave no answer that says anything.

    NOT_ASKED is out of the base of those asked; the others are in it and stay visible.
    """

    NOT_ASKED = "not asked"
    REFUSED = "refused"
    DONT_KNOW = "don't know"
    NO_ANSWER = "no answer"


class Basis(StrEnum):
    """Of whom shares are taken: all who were asked, or those with a valid answer only."""

    ASKED = "asked"
    VALID = "valid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure of a survey: an option of a question in a subgroup.

    `printed` is the figure as its source prints it and `value` the number it states (None if
    unknown). `percent_of` says what the percentages add up over: column, row, total or `""`.
    `base_n` is the unweighted number of respondents, None if unknown; `effective_n` and the
    95 % interval `ci_low`, `ci_high` (in the unit of the value) are None where they cannot be
    worked out. `missing` marks an answer that the survey counts as none, such as a refusal, and
    `absence` says of what kind it is. Of figures worked out from answers, `count` is the number
    of respondents (unweighted), `se` the standard error in the unit of the value, `deff` the
    design effect, `weight` the weight variable and `basis` of whom the share is taken.
    """

    id: str
    question_id: str
    question: str
    option: str
    printed: str
    value: float | None
    type: str = "single"
    subgroup: str = ""
    unit: str = "%"
    percent_of: str = ""
    base_n: int | None = None
    effective_n: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    weighted: bool | None = None
    missing: bool = False
    absence: Absence | None = None
    count: int | None = None
    se: float | None = None
    deff: float | None = None
    weight: str = ""
    basis: Basis | None = None
    source: str = ""
    field_dates: str = ""
    ref: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A survey question with its figures in the order of the file."""

    id: str
    text: str
    type: str
    title: str
    ref: str
    indicators: tuple[Indicator, ...]


class Relation(StrEnum):
    """What a code or quote and a survey figure say together.

    SILENT is a finding too: a figure with no voice, a theme with no figure. NOT_ABOUT is what a
    person says of a passage that was proposed: it says nothing of the figure. It is kept so that
    nobody is asked again; it is never printed, never counted, and is of no other use.
    """

    CONFIRMS = "confirms"
    EXPANDS = "expands"
    PARTLY_AGREES = "partly agrees"
    CONTRADICTS = "contradicts"
    SILENT = "silent"
    NOT_ABOUT = "not about it"


STANCES = (
    Relation.CONFIRMS,
    Relation.EXPANDS,
    Relation.PARTLY_AGREES,
    Relation.CONTRADICTS,
)
"""How a quote may stand to a figure."""

NAMED = (*STANCES, Relation.SILENT)
"""What a theme and a figure may say together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A code (`coding` is `""`) or one coded quote beside an indicator, with the relation named.

    `minority` marks a quote that contradicts because it is one of the few.
    """

    id: str
    code: str
    coding: str
    indicator: str
    relation: Relation
    note: str = ""
    minority: bool = False
    coder: str = ""
    created: str = ""
    version: int = 1
