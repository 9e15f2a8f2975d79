"""Compare what a claim prints with what the figures give that it states.

A number agrees at the precision that it prints, and as far as its hedge allows; a fraction and a
quantifier within bounds, which are definitions (a majority) or custom (a third).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from coding.arithmetic.rounding import decimals, half_unit
from coding.model import CODE, Claim, ClaimKind, Indicator, Sense, Statement

AGREES = "agrees"
ROUNDED = "rounds to it"
LOOSE = "loosely"
CUT = "cut off"
DIFFERS = "differs"
UNKNOWN = "no value"

HEDGED = {"about": 2.5, "under": 3.0, "over": 5.0}
"""Percentage points by which a figure may lie beside a number that is hedged so."""
SMALL = 0.3
"""By which part of a small number a figure may lie beside it, hedged or a fraction in words."""
MARGIN = 2.0
"""Percentage points by which a customary bound may be missed before that is an error."""
SLIGHT = 1e-9


@dataclass(frozen=True, slots=True)
class Compared:
    """What arithmetic says: a verdict, what the figures give, and by how much that differs.

    `value` is in the unit of the claim: in people for a count, in times for a ratio.
    """

    verdict: str
    value: float | None
    gap: float = 0.0

    @property
    def agrees(self) -> bool:
        """Say whether the claim prints what its figures give, at the precision it prints."""
        return self.verdict in (AGREES, ROUNDED)

    @property
    def contradicts(self) -> bool:
        """Say whether arithmetic proves the claim wrong: neither custom nor precision excuses."""
        return self.verdict in (CUT, DIFFERS)


def stated_by(statement: Statement, figures: Mapping[str, Indicator]) -> list[Indicator]:
    """Return the figures of a statement, those that there are."""
    before = CODE if statement.sense is Sense.CODED else ""
    keys = [f"{before}{key}" for key in statement.figures]
    return [figures[key] for key in keys if key in figures]


def gives(statement: Statement, figures: Mapping[str, Indicator]) -> float | None:
    """Return what figures make up, in their unit; None where one has no value."""
    values = [figure.value for figure in stated_by(statement, figures)]
    known = [value for value in values if value is not None]
    if not known or len(known) != len(statement.figures):
        return None
    match statement.sense:
        case Sense.COMPLEMENT:
            return 100 - sum(known)
        case Sense.SUM:
            return sum(known)
        case Sense.DIFFERENCE:
            return known[0] - known[1] if len(known) == 2 else None
        case Sense.RATIO:
            return known[0] / known[1] if len(known) == 2 and known[1] else None
        case _:
            return known[0]


def compare(claim: Claim, statement: Statement, figures: Mapping[str, Indicator]) -> Compared:
    """Say whether a claim prints what its figures give.

    Where several figures are each said to be so many, the one counts that fits worst.
    """
    if statement.sense is Sense.EQUAL and len(statement.figures) > 1:
        each = [
            compare(claim, Statement(Sense.EQUAL, (key,)), figures) for key in statement.figures
        ]
        return max(each, key=lambda made: (_ORDER.index(made.verdict), made.gap))
    value = gives(statement, figures)
    if value is None or claim.value is None:
        return Compared(UNKNOWN, value)
    if statement.sense is Sense.RATIO:
        return _as_ratio(claim, statement, value, figures)
    if claim.times:
        return Compared(UNKNOWN, value)  # one figure is not so many times anything
    if claim.kind is ClaimKind.QUANTIFIER:
        return _bounded(claim.value, 100.0 if claim.high is None else claim.high, value)
    if claim.kind is ClaimKind.RATIO:
        return _fraction(claim, value, _spare(statement, figures))
    if claim.kind is ClaimKind.COUNT:
        return _count(claim, statement, value, figures)
    return _number(claim, statement, value, figures)


_ORDER = (AGREES, ROUNDED, UNKNOWN, LOOSE, CUT, DIFFERS)


def _spare(statement: Statement, figures: Mapping[str, Indicator], first: int = 0) -> float:
    """Return by how much the rounding of figures may have moved what they give."""
    listed = stated_by(statement, figures)[first:]
    return sum(half_unit(decimals(figure.printed)) for figure in listed)


# ── words ──


def _bounded(low: float, high: float, value: float) -> Compared:
    """Hold a value against bounds; those at 50 that end at 0 or 100 are definitions."""
    if (low, high) in ((50.0, 100.0), (0.0, 50.0)):
        inside = value > 50 + SLIGHT if low else value < 50 - SLIGHT
        return Compared(AGREES if inside else DIFFERS, value, abs(value - 50))
    gap = max(low - value, value - high, 0.0)
    return Compared(_customary(gap), value, gap)


def _customary(gap: float) -> str:
    if gap <= SLIGHT:
        return AGREES
    return LOOSE if gap <= MARGIN + SLIGHT else DIFFERS


def band(fraction: float) -> float:
    """Return the percentage points by which a share may lie beside a fraction in words.

    >>> band(50), band(25), band(5)
    (5.0, 3.75, 1.5)
    """
    return min(2.5 + fraction / 20, SMALL * fraction)


FAR = 10.0
"""Percentage points beyond a fraction up to which "over" it is said: then another is nearer."""


def _fraction(claim: Claim, value: float, spare: float) -> Compared:
    """Hold a fraction, in percent, against what the figures give.

    "Over a third" is true of all that lies above, though far above less is said than could be.
    """
    said = claim.value or 0.0
    room = band(said)
    low, high = said - room, said + room
    if claim.about == "over":
        low, high = said - spare, said + FAR
    elif claim.about == "under":
        low, high = said - FAR, said + spare
    gap = max(low - value, value - high, 0.0)
    beyond = (claim.about == "over" and value > high) or (claim.about == "under" and value < low)
    return Compared((LOOSE if beyond else _customary(gap)) if gap else AGREES, value, gap)


def times(said: float, about: str = "") -> tuple[float, float]:
    """Return the ratios that "three times", "more than three times" and the like may mean."""
    if about == "over":
        return said * 0.98, said * 1.6 + 1
    if about in ("under", "nearly"):
        return said * 0.8, said * 1.02
    return said * 0.8, said * 1.25


def _as_ratio(
    claim: Claim, statement: Statement, value: float, figures: Mapping[str, Indicator]
) -> Compared:
    """Hold so many times against two figures: the ratio of their shares, or of their people."""
    said = claim.value or 0.0
    first, second = stated_by(statement, figures)
    ratios = [value]
    if first.unit == second.unit == "%" and first.base_n and second.base_n:
        ratios.append(value * first.base_n / second.base_n)
    # "Three times as many", "half as many": which of the two is named first is custom.
    turn = max if said >= 1 else min
    ratios = [turn(ratio, 1 / ratio) if ratio else ratio for ratio in ratios]
    low, high = times(said, claim.about)

    def gap(ratio: float) -> float:
        return max(low - ratio, ratio - high, 0.0)

    nearest = min(ratios, key=gap)
    if not gap(nearest):
        return Compared(AGREES, nearest)
    beyond = claim.about == "over" and nearest > high
    return Compared(LOOSE if beyond else DIFFERS, ratios[0] if beyond else nearest, gap(nearest))


# ── numbers ──


def _count(
    claim: Claim, statement: Statement, value: float, figures: Mapping[str, Indicator]
) -> Compared:
    """Hold people against a share of those asked, or against all of these."""
    own = stated_by(statement, figures)
    if own[0].unit != "%":
        return _number(claim, statement, value, figures)
    base, said = own[0].base_n, claim.value or 0.0
    if base is None or any(figure.base_n != base for figure in own):
        return Compared(UNKNOWN, None)
    if statement.sense is Sense.EQUAL and said == base:
        return Compared(AGREES, float(base))
    people = base * value / 100
    room = max(0.5, base * _spare(statement, figures) / 100)
    if statement.sense is Sense.CODED:
        people, room = float(round(people)), 0.0
    gap = abs(people - said)
    if gap <= room + SLIGHT:
        return Compared(AGREES if round(people) == said else ROUNDED, people, gap)
    verdict = DIFFERS
    if claim.about and base:
        verdict = hedged(claim.about, 100 * (people - said) / base, 100 * said / base)
    weighted = any(figure.weighted for figure in own)
    if verdict == DIFFERS and weighted and gap <= base * MARGIN / 100:
        verdict = LOOSE
    return Compared(verdict, people, gap)


def _number(
    claim: Claim, statement: Statement, value: float, figures: Mapping[str, Indicator]
) -> Compared:
    """Hold a number in digits against what the figures give, at the places it prints."""
    said = claim.value or 0.0
    if claim.points or statement.sense is Sense.DIFFERENCE:
        value = abs(value)
    high = claim.high if claim.high is not None and claim.high > said else said
    if said < high and said - SLIGHT <= value <= high + SLIGHT:
        return Compared(AGREES, value)
    said = min((said, high), key=lambda end: abs(value - end))
    gap = abs(value - said)
    if gap < SLIGHT:
        return Compared(AGREES, value)
    spare = _spare(statement, figures, first=1)
    if gap <= half_unit(claim.decimals) + spare + SLIGHT:
        return Compared(ROUNDED, value, gap)
    if claim.about:
        return Compared(hedged(claim.about, value - said, said), value, gap)
    if _finer(claim, statement, said - value, figures) or _of_rounded(claim, statement, figures):
        return Compared(LOOSE, value, gap)
    unit = 10.0**claim.decimals
    if not claim.points and abs(math.floor(value * unit + SLIGHT) / unit - said) < SLIGHT:
        return Compared(CUT, value, gap)
    return Compared(DIFFERS, value, gap)


def hedged(about: str, beyond: float, said: float) -> str:
    """Say how a share agrees that lies `beyond` what is said, in per cent: "over 50" is true of 80.

    About a small number lies only what is near it in proportion: 4 is not "about 2".

    >>> hedged("over", 5, 50), hedged("over", 30, 50), hedged("over", -1, 50)
    ('rounds to it', 'loosely', 'differs')
    """
    if about == "about":
        room = min(HEDGED[about], SMALL * said)
        if abs(beyond) <= room + SLIGHT:
            return ROUNDED
        return LOOSE if abs(beyond) <= room + min(MARGIN, room) + SLIGHT else DIFFERS
    beyond = beyond if about == "over" else -beyond
    if beyond < 0:
        return DIFFERS
    return ROUNDED if beyond <= HEDGED[about] + SLIGHT else LOOSE


def _finer(
    claim: Claim, statement: Statement, gap: float, figures: Mapping[str, Indicator]
) -> bool:
    """Say whether a claim prints more places than its whole survey does, and rounds to it."""
    own = stated_by(statement, figures)[0]
    if claim.decimals <= decimals(own.printed):
        return False
    places = max(decimals(f.printed) for f in figures.values() if f.source == own.source)
    return abs(gap) <= half_unit(places) + SLIGHT


def _of_rounded(claim: Claim, statement: Statement, figures: Mapping[str, Indicator]) -> bool:
    """Say whether a difference is that of the figures as rounded to its own places."""
    if statement.sense is not Sense.DIFFERENCE:
        return False
    first, second = (
        math.floor((figure.value or 0.0) * 10**claim.decimals + 0.5 + SLIGHT)
        for figure in stated_by(statement, figures)
    )
    unit = 10.0**claim.decimals
    return bool(abs(abs(first - second) / unit - (claim.value or 0.0)) < SLIGHT)
