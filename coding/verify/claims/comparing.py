"""Compare what a claim prints with what the figures give that it states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coding.arithmetic.rounding import decimals, half_unit
from coding.model import Claim, ClaimKind, Indicator, Sense, Statement

AGREES = "agrees"
ROUNDED = "rounds to it"
DIFFERS = "differs"
UNKNOWN = "no value"


@dataclass(frozen=True, slots=True)
class Compared:
    """What arithmetic says: a verdict, what the figures give, and by how much that differs."""

    verdict: str
    value: float | None
    gap: float = 0.0

    @property
    def agrees(self) -> bool:
        """Say whether the claim prints what its figures give, at the precision it prints."""
        return self.verdict in (AGREES, ROUNDED)


def gives(statement: Statement, figures: Mapping[str, Indicator]) -> float | None:
    """Return what figures make up, in their unit; None where one has no value."""
    values = [figures[key].value for key in statement.figures if key in figures]
    known = [value for value in values if value is not None]
    if not known or len(known) != len(statement.figures):
        return None
    match statement.sense:
        case Sense.COMPLEMENT:
            return 100 - sum(known)
        case Sense.SUM:
            return sum(known)
        case Sense.DIFFERENCE:
            return known[0] - known[1]
        case Sense.RATIO:
            return known[0] / known[1] if known[1] else None
        case _:
            return known[0]


def compare(claim: Claim, statement: Statement, figures: Mapping[str, Indicator]) -> Compared:
    """Say whether a claim prints what its figures give.

    A number agrees if it is what the figures give, or that rounded at the places it prints.
    """
    value = gives(statement, figures)
    if value is None or claim.value is None:
        return Compared(UNKNOWN, value)
    if claim.kind is ClaimKind.QUANTIFIER:
        inside = claim.value <= value <= (100.0 if claim.high is None else claim.high)
        gap = 0.0 if inside else min(abs(value - claim.value), abs(value - (claim.high or 100)))
        return Compared(AGREES if inside else DIFFERS, value, gap)
    gap = abs(value - claim.value)
    if gap < 1e-9:
        return Compared(AGREES, value)
    spare = sum(half_unit(decimals(figures[key].printed)) for key in statement.figures[1:])
    if gap <= half_unit(claim.decimals) + spare + 1e-9:
        return Compared(ROUNDED, value, gap)
    return Compared(DIFFERS, value, gap)
