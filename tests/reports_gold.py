"""Load the invented reports of tests/reports: a draft, its survey, and what each number states.

A folder has `draft.md`, the survey's figures (`toplines.csv`) and `claims.csv`, what a careful
reader says of each number. `truth` is an indicator's id; several joined by `+` are added (`sum`),
taken from 100 together (`complement`), meant one by one (`equal`, `rounded`, `quantifier`, unless
the note begins with `sum`), or the first half of them is held against the second (`difference`,
`ratio`). `|` stands between readings that are equally good; `none:*` says that nothing of the
survey is meant, and why. `holds` says whether the text agrees, `no` where the report is wrong;
where nothing is meant, it and the relation may be empty.

`agrees` works that out once more, so that no gold row rests on a reader's arithmetic.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from coding.arithmetic.rounding import decimals, half_unit
from coding.model import Indicator
from coding.survey.reading import read

REPORTS = Path(__file__).with_name("reports")
PARAPHRASES = REPORTS / "paraphrases.csv"

KINDS = ("share", "count", "mean", "ratio", "quantifier")
RELATIONS = ("equal", "rounded", "sum", "complement", "difference", "ratio", "quantifier")
NOTHING = ("method", "other_source", "other_year", "subgroup", "not_in_toplines")
"""Why nothing of the toplines is meant, as it stands after `none:`."""

NEAR_FRACTION = 0.15
"""A third or one in eight names any share this near to it, in parts of itself, and never ..."""
FARTHEST_FRACTION = 5.0
"""... further than these points."""
FARTHEST_SIDE = 10.0
"""Over a third is said of shares that lie less than these points above it."""
NEAR_RATIO = 0.125
"""Twice names any ratio this near to it, in parts of itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What one number or quantifier of a draft states; offsets are code points, \\n line ends.

    `value` is the number as printed (`48`, `66.7` for two thirds) or a bound (`>50`, `<50`,
    `max`).
    """

    start: int
    end: int
    printed: str
    kind: str
    value: str
    truth: str
    relation: str
    holds: str
    note: str = ""

    @property
    def readings(self) -> tuple[tuple[str, ...], ...]:
        """Return the ids of each equally good reading, none where nothing is meant."""
        if self.truth.startswith("none:"):
            return ()
        return tuple(tuple(reading.split("+")) for reading in self.truth.split("|"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldReport:
    """A folder of tests/reports: the draft's text, the figures by id, the claims in order."""

    name: str
    text: str
    figures: Mapping[str, Indicator]
    claims: tuple[Gold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paraphrase:
    """A true sentence in other words than the survey's, and what the number `printed` in it states.

    `toplines` names the folder of its survey.
    """

    sentence: str
    language: str
    toplines: str
    truth: str
    relation: str
    printed: str
    kind: str
    value: str
    note: str = ""

    @property
    def claim(self) -> Gold:
        """Return what the number states, with its place in the sentence."""
        start = self.sentence.index(self.printed)
        return Gold(
            start=start,
            end=start + len(self.printed),
            printed=self.printed,
            kind=self.kind,
            value=self.value,
            truth=self.truth,
            relation=self.relation,
            holds="yes",
            note=self.note,
        )


def names() -> list[str]:
    """Return the names of the reports, those with claims."""
    return sorted(path.parent.name for path in REPORTS.glob("*/claims.csv"))


@cache
def figures(name: str) -> dict[str, Indicator]:
    """Return the figures of a folder's survey by id."""
    survey = read(REPORTS / name / "toplines.csv")
    return {figure.id: figure for figure in survey.indicators}


@cache
def load(name: str) -> GoldReport:
    """Read a folder of tests/reports, or any folder of this form (a path)."""
    folder = REPORTS / name
    text = (folder / "draft.md").read_bytes().decode("utf-8")
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == [field.name for field in fields(Gold)], folder
        claims = tuple(
            Gold(start=int(row.pop("start")), end=int(row.pop("end")), **row) for row in reader
        )
    return GoldReport(name=folder.name, text=text, figures=figures(name), claims=claims)


@cache
def paraphrases() -> tuple[Paraphrase, ...]:
    """Read the true sentences that are no part of a report."""
    with PARAPHRASES.open(encoding="utf-8", newline="") as file:
        return tuple(Paraphrase(**row) for row in csv.DictReader(file))


def agrees(claim: Gold, survey: Mapping[str, Indicator]) -> bool:
    """Say whether the printed value is what one of the readings comes to.

    Raises KeyError for an id that the survey does not have.
    """
    return any(
        _is_largest(survey[reading[0]], survey)
        if claim.value == "max"
        else _comes_to(claim, [survey[key] for key in reading])
        for reading in claim.readings
    )


def _is_largest(figure: Indicator, survey: Mapping[str, Indicator]) -> bool:
    """Say whether no other answer of the figure's question, group and source is as frequent."""
    here = (figure.question_id, figure.subgroup, figure.source)
    values = [
        other.value or 0.0
        for other in survey.values()
        if (other.question_id, other.subgroup, other.source) == here and other.id != figure.id
    ]
    return figure.value is not None and all(figure.value > value for value in values)


def _comes_to(claim: Gold, meant: list[Indicator]) -> bool:
    values = [figure.value for figure in meant if figure.value is not None]
    assert len(values) == len(meant), claim
    match claim.relation:
        case "quantifier":
            return _within(claim, values)
        case "ratio":
            first, second = _halves(values)
            return abs(first / second - float(claim.value)) <= NEAR_RATIO * float(claim.value)
        case "difference":
            first, second = _halves(values)
            return _prints(claim, abs(first - second))
        case "complement":
            return _prints(claim, 100 - sum(values))
        case "sum":
            values = [sum(values)]
    if claim.kind == "count":
        return all(_counted(claim, meant[0], value, len(meant)) for value in values)
    return all(_prints(claim, value) for value in values)


def _halves(values: list[float]) -> tuple[float, float]:
    middle, odd = divmod(len(values), 2)
    assert not odd, values
    return sum(values[:middle]), sum(values[middle:])


def _prints(claim: Gold, value: float) -> bool:
    stated = float(claim.value)
    if claim.kind == "ratio" and claim.note.startswith("over"):
        return stated < value < stated + FARTHEST_SIDE
    if claim.kind == "ratio" and claim.note.startswith("under"):
        return stated - FARTHEST_SIDE < value < stated
    if claim.kind == "ratio":
        return abs(value - stated) <= min(FARTHEST_FRACTION, NEAR_FRACTION * stated)
    if claim.relation == "equal":
        return abs(value - stated) < 1e-6
    return abs(value - stated) <= half_unit(decimals(claim.value)) + 1e-6


def _counted(claim: Gold, figure: Indicator, value: float, summed: int) -> bool:
    """Say whether so many people of the figure's base are its share, each summand rounded."""
    if figure.unit != "%":
        return abs(value - float(claim.value)) < 1e-6
    assert figure.base_n, claim
    return abs(100 * float(claim.value) / figure.base_n - value) <= 0.5 * summed + 1e-6


def _within(claim: Gold, values: list[float]) -> bool:
    if claim.note.startswith("sum"):
        values = [sum(values)]
    elif claim.note.startswith("complement"):
        values = [100 - sum(values)]
    bound = re.fullmatch(r"([<>]=?)([\d.]+)", claim.value)
    assert bound, claim
    limit = float(bound[2])
    sides = {
        ">": [value > limit for value in values],
        ">=": [value >= limit for value in values],
        "<": [value < limit for value in values],
        "<=": [value <= limit for value in values],
    }
    return all(sides[bound[1]])
