"""Collect what one check brings, and of all of them say each cause once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Protocol

from coding.model import Evidence, Examined, Finding, Level


class Near(IntEnum):
    """How near a finding is to the cause: a wrong figure comes before the sum that it spoils."""

    FIGURE = 0
    COUNTED = 1
    WORDS = 2
    SUM = 3
    MENTION = 4


class Begins(Protocol):
    """What begins at a character of a draft."""

    @property
    def start(self) -> int:
        """Return where it begins."""


@dataclass(frozen=True, slots=True)
class Rested:
    """On which claims, by where they begin, a finding rests, and how near it is to the cause."""

    near: Near
    claims: frozenset[int]


@dataclass(slots=True)
class Outcome:
    """Findings, the quotations or figures that were looked at, and notes on the whole draft.

    `rests` has what findings rest on, by what tells them apart; those of quotations have nothing.
    """

    findings: list[Finding] = field(default_factory=list)
    examined: list[Examined] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rests: dict[Finding, Rested] = field(default_factory=dict)

    def say(self, finding: Finding, near: Near, numbers: Iterable[Begins]) -> None:
        """Add a finding that rests on claims, or on numbers of a table."""
        self.findings.append(finding)
        self.rests[finding] = Rested(near, frozenset(number.start for number in numbers))


_LEVELS = (Level.ERROR, Level.CHECK, Level.INFO)
_PROVES = (Near.FIGURE, Near.COUNTED)
"""What says of one number that it is wrong; all else says so of several together."""


def each_cause_once(outcomes: Sequence[Outcome]) -> list[Finding]:
    """Return findings without those that follow from another one's cause, named there instead.

    Of a wrong figure and the sum, ratio or quantifier that it spoils the figure is kept, unless
    that is only likely and the other proved.
    """
    rests = {f: rested for outcome in outcomes for f, rested in outcome.rests.items()}
    apart = [f for outcome in outcomes for f in outcome.findings if f not in rests]
    ranked = sorted(
        (f for f in rests if f.level is not Level.INFO),
        key=lambda f: (_LEVELS.index(f.level), rests[f].near, f.start, f.end),
    )
    kept: list[Finding] = []
    beside: dict[Finding, list[Finding]] = {}
    for finding in ranked:
        cause = next((f for f in kept if _one_cause(rests[f], rests[finding])), None)
        if cause is None:
            kept.append(finding)
        else:
            beside.setdefault(cause, []).append(finding)
    said = [
        replace(f, evidence=(*f.evidence, *map(_named, beside[f]))) if f in beside else f
        for f in kept
    ]
    infos = [f for f in rests if f.level is Level.INFO]
    return [*apart, *said, *infos]


def _one_cause(kept: Rested, other: Rested) -> bool:
    """Say whether a finding follows from what another one is about: a number both rest on."""
    if kept.near not in _PROVES and other.near not in _PROVES:
        return False
    return not kept.claims.isdisjoint(other.claims)


def _named(finding: Finding) -> Evidence:
    return Evidence(
        kind="draft",
        text=finding.message,
        where=f"paragraph {finding.paragraph}: {finding.verdict} goes with it",
        start=finding.start,
        end=finding.end,
    )
