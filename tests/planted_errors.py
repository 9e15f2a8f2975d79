"""Plant one wrong figure at a time in a report whose numbers are known to be right.

An untouched report cannot show whether a program swallows mistakes. Each draft made here is the
report with one share changed as people get them wrong: a slip of a digit, or the value of another
answer, of another group or year, of a neighbouring question. Which one is drawn by a seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from gold_claims import GoldClaim, StatedReport

from coding.model import Indicator, Sense, Statement

PLANTED_IN = ("equal", "rounded", "sum", "complement")
_NUMBER = re.compile(r"(\d{1,3})(?:([.,])(\d+))?(\s*(?:%|per ?cent|odsto|процент\w*))?")


class Slip(StrEnum):
    """How a wrong figure came to be."""

    DIGIT = "digit"
    ANSWER = "another answer"
    GROUP = "another group or year"
    QUESTION = "a neighbouring question"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedError:
    """A draft with one wrong figure at characters `start` to `end`; `right` stood there."""

    draft: str
    start: int
    end: int
    printed: str
    right: str
    slip: Slip
    claim: GoldClaim


def planted(
    report: StatedReport, *, seed: int = 16, slips: Sequence[Slip] = tuple(Slip)
) -> list[PlantedError]:
    """Make a draft for each right share of a report, with a slip drawn from those it allows.

    What is drawn for a claim rests on the seed and its place alone. A claim whose slips all give
    its own value is left out.
    """
    figures = {figure.id: figure for figure in report.figures}
    made = []
    for claim in report.claims:
        if claim.kind != "share" or claim.relation not in PLANTED_IN or claim.holds != "yes":
            continue
        shape = _NUMBER.fullmatch(claim.printed)
        if shape is None or not claim.truths:
            continue
        chance = random.Random(f"{seed} {claim.start}")
        drawn = sorted(slips, key=lambda slip: (chance.random(), slip))
        for slip in drawn:
            wrong = _wrong(slip, claim, shape, figures, chance)
            if wrong is not None:
                made.append(_put(report.draft, claim, wrong, slip))
                break
    return made


def _put(draft: str, claim: GoldClaim, wrong: str, slip: Slip) -> PlantedError:
    return PlantedError(
        draft=draft[: claim.start] + wrong + draft[claim.end :],
        start=claim.start,
        end=claim.start + len(wrong),
        printed=wrong,
        right=claim.printed,
        slip=slip,
        claim=claim,
    )


def _wrong(
    slip: Slip,
    claim: GoldClaim,
    shape: re.Match[str],
    figures: dict[str, Indicator],
    chance: random.Random,
) -> str | None:
    """Return a wrong number in the form of the right one, None where this slip gives none."""
    whole, mark, places, unit = (part or "" for part in shape.groups())
    offered: Iterable[str]
    if slip is Slip.DIGIT:
        offered = slipped(whole + places)
        offered = [f"{each[: len(whole)]}.{each[len(whole) :]}".rstrip(".") for each in offered]
    else:
        values = _others(slip, claim.truths[0], figures)
        offered = [rounded(value, len(places)) for value in values]
    fair = sorted({each for each in offered if _is_wrong(each, claim, figures)})
    return chance.choice(fair).replace(".", mark) + unit if fair else None


def slipped(digits: str) -> list[str]:
    """Return what digits become by one wrong digit or two that changed places.

    >>> slipped("1")[:3], "21" in slipped("12"), "01" in slipped("10")
    (['2', '3', '4'], True, False)
    """
    made = [
        digits[:at] + other + digits[at + 1 :]
        for at, digit in enumerate(digits)
        for other in "0123456789"
        if other != digit
    ]
    for at in range(len(digits) - 1):
        made.append(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
    return [each for each in made if not each.startswith("0") and each != digits]


def rounded(value: float, places: int) -> str:
    """Write a number with so many decimals, a half upwards.

    >>> rounded(38.5, 0), rounded(4.0, 1)
    ('39', '4.0')
    """
    exact = Decimal(repr(round(value, 6)))
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _is_wrong(printed: str, claim: GoldClaim, figures: dict[str, Indicator]) -> bool:
    """Say whether a number is a share, and none that any truth of the claim gives or may give.

    Parts of a sum were rounded before they were added: the sum may be off by half a unit of each.
    """
    number = Decimal(printed)
    if not 0 < number <= 100:
        return False
    places = -int(number.as_tuple().exponent)
    half = 0.5 * 10.0**-places
    for truth in claim.truths:
        spare = sum(0.5 * 10.0 ** -_places(figures[key]) for key in truth.figures[1:])
        for value in given(truth, figures):
            if rounded(value, places) == printed or abs(value - float(number)) <= half + spare:
                return False
    return True


def _places(figure: Indicator) -> int:
    return len(re.split(r"[.,]", figure.printed + ".")[1])


def given(truth: Statement, figures: dict[str, Indicator]) -> list[float]:
    """Return the values a claim of this truth may print: of Sense.EQUAL that of each figure."""
    values = [figures[key].value or 0.0 for key in truth.figures]
    match truth.sense:
        case Sense.SUM:
            return [sum(values)]
        case Sense.COMPLEMENT:
            return [100 - sum(values)]
        case _:
            return values


def _others(slip: Slip, truth: Statement, figures: dict[str, Indicator]) -> list[float]:
    """Return the values of what may be taken for a truth by mistake.

    Of a sum or a remainder one part is mistaken; a remainder may also not have been taken at all.
    """
    found: list[float] = []
    for at, key in enumerate(truth.figures):
        for other in _beside(slip, figures[key], list(figures.values())):
            if other.id in truth.figures:
                continue
            if slip is Slip.QUESTION or truth.sense is Sense.EQUAL:
                found.append(other.value or 0.0)
                continue
            parts = (*truth.figures[:at], other.id, *truth.figures[at + 1 :])
            if slip is Slip.GROUP:
                parts = _all_of(other, truth, figures)
            found += given(Statement(truth.sense, parts), figures) if parts else []
    if slip is Slip.ANSWER and truth.sense is Sense.COMPLEMENT:
        found.append(sum(figures[key].value or 0.0 for key in truth.figures))
    return found


def _all_of(other: Indicator, truth: Statement, figures: dict[str, Indicator]) -> tuple[str, ...]:
    """Return the parts of a truth in another group or year, () where it lacks one."""
    there = {f.option: f.id for f in figures.values() if _cell(f) == _cell(other)}
    options = [figures[key].option for key in truth.figures]
    return tuple(there[o] for o in options) if all(o in there for o in options) else ()


def _cell(figure: Indicator) -> tuple[str, str, str]:
    return figure.question_id, figure.subgroup, figure.source


def _beside(slip: Slip, figure: Indicator, listed: list[Indicator]) -> list[Indicator]:
    """Return the figures that one may be taken for, by this slip."""
    if slip is Slip.ANSWER:
        return [f for f in listed if _cell(f) == _cell(figure)]
    if slip is Slip.GROUP:
        same = (figure.question, figure.option)
        return [f for f in listed if (f.question, f.option) == same]
    order = list(dict.fromkeys(f.question_id for f in listed if f.subgroup == figure.subgroup))
    at = order.index(figure.question_id)
    near = {*order[max(0, at - 1) : at], *order[at + 1 : at + 2]}
    return [
        f
        for f in listed
        if f.question_id in near
        and (f.subgroup, f.source, f.unit) == (figure.subgroup, figure.source, figure.unit)
    ]
