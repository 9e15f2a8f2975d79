"""Say what gold claims state in the program's own words, to hold its claims against them.

A folder is one that `reports_gold` reads. Beside its readings, `alt=` in a note names another
that is equally good, with how it is made up in parentheses where that differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reports_gold import Gold, load

from coding.model import Indicator, Sense, Statement

SENSES = {
    "equal": Sense.EQUAL,
    "rounded": Sense.EQUAL,
    "quantifier": Sense.EQUAL,
    "sum": Sense.SUM,
    "complement": Sense.COMPLEMENT,
    "difference": Sense.DIFFERENCE,
    "ratio": Sense.RATIO,
}
_ALSO = re.compile(r"\balt=([^\s;]+)(?: \((\w+)\))?")
_SUMMED = re.compile(r"\bsum\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldClaim:
    """What one number states: `truths` are equally good, none where it states no figure.

    A truth of Sense.EQUAL with several figures means each of them.
    """

    start: int
    end: int
    printed: str
    kind: str
    truths: tuple[Statement, ...]
    relation: str
    holds: str

    @property
    def is_share(self) -> bool:
        """Say whether it is a share or fraction that states one figure, their sum or the rest."""
        return self.kind in ("share", "ratio") and self.relation not in ("difference", "ratio")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedReport:
    """A report with its survey and its claims, in the order of the draft."""

    name: str
    draft: str
    figures: tuple[Indicator, ...]
    claims: tuple[GoldClaim, ...]


def folders(places: Sequence[Path]) -> Iterator[Path]:
    """List the reports with gold claims: a place is one itself, or a folder of some."""
    for place in places:
        found = [*place.glob("claims.csv"), *place.glob("*/claims.csv")]
        yield from (path.parent for path in sorted(found))


def read_report(folder: Path) -> StatedReport:
    """Read a folder; raises ValueError for a claim that is not where it is said to be."""
    report = load(str(folder.resolve()))
    for row in report.claims:
        if report.text[row.start : row.end] != row.printed:
            raise ValueError(f"{report.name}: {row.printed!r} is not at {row.start}")
    return StatedReport(
        name=report.name,
        draft=report.text,
        figures=tuple(report.figures.values()),
        claims=tuple(_claim(row) for row in report.claims),
    )


def _claim(row: Gold) -> GoldClaim:
    sense = SENSES.get(row.relation, Sense.EQUAL)
    if row.relation == "quantifier" and _SUMMED.search(row.note):
        sense = Sense.SUM
    truths = [Statement(sense, reading) for reading in row.readings]
    if truths:
        for listed, named in _ALSO.findall(row.note):
            truths.append(Statement(SENSES.get(named, sense), tuple(listed.split("+"))))
    return GoldClaim(
        start=row.start,
        end=row.end,
        printed=row.printed,
        kind=row.kind,
        truths=tuple(truths),
        relation=row.relation,
        holds=row.holds,
    )
