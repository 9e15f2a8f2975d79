"""Read a published report with what a careful reader says each of its numbers states.

A folder holds `draft.md`, `toplines.csv` (the survey) and `claims.csv`: a row for each number,
with offsets in code points of the draft, `truth` (ids of figures, or `none:` and why), `relation`
(how the figures make it up), `holds` (does the draft print what they give).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coding.model import Indicator, Sense, Statement
from coding.survey.toplines import read_toplines

REPORTS = Path(__file__).with_name("reports")
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
class GoldReport:
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


def read_report(folder: Path) -> GoldReport:
    """Read a folder; raises ValueError for a claim that is not where it is said to be."""
    draft = (folder / "draft.md").read_text(encoding="utf-8")
    claims = tuple(_claim(row) for row in _rows(folder / "claims.csv"))
    for claim in claims:
        if draft[claim.start : claim.end] != claim.printed:
            raise ValueError(f"{folder.name}: {claim.printed!r} is not at {claim.start}")
    return GoldReport(
        name=folder.name,
        draft=draft,
        figures=tuple(read_toplines(_rows(folder / "toplines.csv"), "toplines.csv")),
        claims=claims,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _claim(row: dict[str, str]) -> GoldClaim:
    relation, truths = row["relation"], []
    if not row["truth"].startswith("none"):
        sense = SENSES.get(relation, Sense.EQUAL)
        if relation == "quantifier" and _SUMMED.search(row["note"]):
            sense = Sense.SUM
        truths = [Statement(sense, tuple(each.split("+"))) for each in row["truth"].split("|")]
        for listed, named in _ALSO.findall(row["note"]):
            truths.append(Statement(SENSES.get(named, sense), tuple(listed.split("+"))))
    return GoldClaim(
        start=int(row["start"]),
        end=int(row["end"]),
        printed=row["printed"],
        kind=row["kind"],
        truths=tuple(truths),
        relation=relation,
        holds=row["holds"],
    )
