"""Measure what a program makes of the numbers of reports that a careful reader has gone through.

    measured = measure(folder, project_of)      # a folder as `gold_claims` reads it
    print(table([measured]))

*Shares* are shares and fractions that state one figure, a sum or a remainder, or none: no points,
no "three times". One is **confirmed** where the program says, unasked, what it states (proposed or
literal) and that its value agrees; **wrongly** where that is another figure, where the number
states none, is no share at all or is printed wrongly. **Coverage** is how many of the shares that
state a figure are rightly confirmed. Of planted errors, one is **swallowed** where it is confirmed,
**found** where a finding of level error or check stands at it that the untouched report has not,
and **proved** where an error does once its claim is bound to what it states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from gold_claims import GoldClaim, StatedReport, read_report
from planted_errors import PlantedError, planted

from coding import drafts
from coding.model import (
    Binding,
    BindingChoice,
    Claim,
    ClaimKind,
    ClaimState,
    Finding,
    Indicator,
    Level,
    Report,
    Sense,
    Statement,
)
from coding.project import Project
from coding.project.drafts import Verified
from coding.verify import CLAIMED
from coding.verify.claims.comparing import AGREES, ROUNDED

ProjectOf = Callable[[Path], Project]
"""Make a project whose survey is the `toplines.csv` of a report's folder."""

SEARCH = 5
"""Keys for finding a figure by its words: the slash, two or three letters, Enter."""

LOUD = (Level.ERROR, Level.CHECK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Counts of one report, or of several added up.

    `first` and `among` count the stating shares whose truth is proposed first, or among three;
    `named` the planted errors whose truth is, `chosen` those of them that are not swallowed: a
    reader binds them with one key. `keys` are what a reader presses who goes through all shares:
    none for one that is confirmed, one to choose among three or to say that it is none, five for
    a search. `stray` are numbers confirmed that are no claims.
    """

    name: str = ""
    shares: int = 0
    stating: int = 0
    elsewhere: int = 0
    confirmed: int = 0
    wrongly: int = 0
    linked: int = 0
    stray: int = 0
    first: int = 0
    among: int = 0
    planted: int = 0
    swallowed: int = 0
    errors: int = 0
    checks: int = 0
    named: int = 0
    chosen: int = 0
    proved: int = 0
    keys: int = 0
    true_errors: int = 0
    false_errors: int = 0
    true_checks: int = 0
    false_checks: int = 0
    wrong: tuple[str, ...] = ()

    def __add__(self, other: Measured) -> Measured:
        counted = {
            field.name: getattr(self, field.name) + getattr(other, field.name)
            for field in fields(self)
            if field.name != "name"
        }
        return Measured(name="all", **counted)

    @property
    def coverage(self) -> float:
        """Return which part of the shares that state a figure is rightly confirmed."""
        return part(self.confirmed - self.wrongly, self.stating)


def part(some: int, of: int) -> float:
    """Return a share of a whole, 0 of nothing."""
    return some / of if of else 0.0


def measure(folder: Path, project_of: ProjectOf, *, step: int = 1) -> Measured:
    """Measure one report, untouched and with every `step`-th of its planted errors."""
    gold = read_report(folder)
    project = project_of(folder)
    clean = _checked(project, gold.draft)
    measured = tallied(gold, clean.report)
    for error in planted(gold)[::step]:
        verified = _checked(project, error.draft)
        measured += tallied_error(error, gold, clean.report, verified.report)
        claim = _at(verified.report.claims, error.start, error.end)
        if claim is not None:
            proof = verified.bound({claim.key: _binding(claim, error.claim)})
            measured += tallied_proof(error, clean.report, proof)
    return replace(measured, name=gold.name)


def _checked(project: Project, text: str) -> Verified:
    draft = drafts.read_bytes(text.encode(), "draft.md")
    if draft.text != text:
        raise ValueError("the draft was not read character for character")
    return project.drafts.verified(draft)


def _binding(claim: Claim, gold: GoldClaim) -> Binding:
    return Binding(
        id=claim.key,
        decided=BindingChoice.FIGURE,
        statement=gold.truths[0],
        coder="reader",
        at="",
    )


def tallied(gold: StatedReport, report: Report) -> Measured:
    """Count what is right and wrong in the claims and findings of an untouched report."""
    alike = Alike(gold.figures)
    counted = Measured()
    for share in gold.claims:
        if share.is_share:
            counted += _of_share(share, _at(report.claims, share.start, share.end), alike)
    for claim in report.claims:
        known = any(_overlap(claim, g.start, g.end) for g in gold.claims)
        if claim.kind in (ClaimKind.SHARE, ClaimKind.RATIO) and is_confirmed(claim) and not known:
            said = f"{claim.printed!r}, no claim, as {claim.statement}"
            counted += Measured(confirmed=1, wrongly=1, stray=1, wrong=(said,))
    return counted + _findings(gold, report)


def _of_share(share: GoldClaim, claim: Claim | None, alike: Alike) -> Measured:
    stating = bool(share.truths) and share.holds != "no"
    proposed = [p.statement for p in claim.proposals[:3]] if claim else []
    good = [alike.any(statement, share.truths) for statement in proposed]
    counted = Measured(
        shares=1,
        stating=int(stating),
        elsewhere=int(not share.truths),
        first=int(stating and any(good[:1])),
        among=int(stating and any(good)),
        keys=0 if claim and is_confirmed(claim) else 1 if any(good) or not stating else SEARCH,
    )
    if claim is None or claim.statement is None or not is_confirmed(claim):
        return counted
    right = stating and alike.any(claim.statement, share.truths)
    return counted + Measured(
        confirmed=1,
        wrongly=int(not right),
        linked=int(not share.truths),
        wrong=() if right else (f"{share.printed!r} as {claim.statement}",),
    )


def _findings(gold: StatedReport, report: Report) -> Measured:
    """Count loud findings that stand at a wrong number, and others; debatable ones are neither."""
    counted = Measured()
    for finding in _loud(report):
        holds = [g.holds for g in gold.claims if _overlap(finding, g.start, g.end)]
        if "no" not in holds and "debatable" in holds:
            continue
        true, error = "no" in holds, finding.level is Level.ERROR
        said = f"{finding.level} {finding.verdict} {finding.excerpt!r}: {finding.message}"
        counted += Measured(
            true_errors=int(true and error),
            false_errors=int(not true and error),
            true_checks=int(true and not error),
            false_checks=int(not true and not error),
            wrong=() if true else (said,),
        )
    return counted


def tallied_error(
    error: PlantedError, gold: StatedReport, clean: Report, report: Report
) -> Measured:
    """Count what became of one planted error, nobody having bound anything."""
    claim = _at(report.claims, error.start, error.end)
    levels = _new(error, clean, report)
    alike = Alike(gold.figures)
    proposed = [p.statement for p in claim.proposals[:3]] if claim else []
    swallowed = claim is not None and is_confirmed(claim)
    named = any(alike.any(statement, error.claim.truths) for statement in proposed)
    return Measured(
        planted=1,
        swallowed=int(swallowed),
        chosen=int(named and not swallowed),
        errors=int(Level.ERROR in levels),
        checks=int(Level.CHECK in levels and Level.ERROR not in levels),
        named=int(named),
    )


def tallied_proof(error: PlantedError, clean: Report, proof: Report) -> Measured:
    """Count whether a planted error is proved, its claim being bound to what it states."""
    return Measured(proved=int(Level.ERROR in _new(error, clean, proof)))


def _new(error: PlantedError, clean: Report, report: Report) -> set[Level]:
    """Return the levels of what is found at an error and not at its place in the clean report."""
    there = {
        (f.check, f.verdict)
        for f in _loud(clean)
        if _overlap(f, error.claim.start, error.claim.end)
    }
    here = [f for f in _loud(report) if _overlap(f, error.start, error.end)]
    return {f.level for f in here if (f.check, f.verdict) not in there}


def _loud(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.check in CLAIMED and f.level in LOUD]


def is_confirmed(claim: Claim) -> bool:
    """Say whether the program says, unasked, what a claim states and that it agrees."""
    return claim.state in (ClaimState.PROPOSED, ClaimState.LITERAL) and claim.verdict in (
        AGREES,
        ROUNDED,
    )


def _overlap(item: Claim | Finding, start: int, end: int) -> bool:
    return item.start < end and item.end > start


def _at(claims: Iterable[Claim], start: int, end: int) -> Claim | None:
    """Return the claim that shares most characters with a place, None if none does.

    Where a number is one, neither "most" nor the quotation that it stands in counts.
    """
    here = [claim for claim in claims if _overlap(claim, start, end)]
    here = [c for c in here if c.kind not in (ClaimKind.QUANTIFIER, ClaimKind.QUOTATION)] or here
    return max(here, key=lambda c: min(c.end, end) - max(c.start, start), default=None)


class Alike:
    """Tell whether two statements mean the same.

    Where one answer was to be given, what is left of some answers is the sum of the others.
    """

    def __init__(self, figures: Sequence[Indicator]) -> None:
        self._figures: Mapping[str, Indicator] = {figure.id: figure for figure in figures}
        self._whole: dict[tuple[str, str, str], set[str]] = {}
        for figure in figures:
            if figure.type == "single":
                self._whole.setdefault(self._cell(figure), set()).add(figure.id)

    def any(self, statement: Statement, truths: Iterable[Statement]) -> bool:
        """Say whether a statement means what any truth does; of Sense.EQUAL, one of its figures."""
        for truth in truths:
            each = truth.figures if truth.sense is Sense.EQUAL else ()
            if any(self._meant(statement) == ("", frozenset((key,))) for key in each):
                return True
            if self._meant(statement) == self._meant(truth):
                return True
        return False

    def _meant(self, statement: Statement) -> tuple[str, frozenset[str]]:
        named = frozenset(statement.figures)
        if statement.sense is Sense.COMPLEMENT:
            whole = self._whole.get(self._cell(self._figures[statement.figures[0]]), set())
            return ("", frozenset(whole) - named) if named < whole else ("rest", named)
        if statement.sense in (Sense.DIFFERENCE, Sense.RATIO, Sense.CODED):
            return str(statement.sense), named
        return "", named

    @staticmethod
    def _cell(figure: Indicator) -> tuple[str, str, str]:
        return figure.question_id, figure.subgroup, figure.source


def table(measured: Sequence[Measured]) -> str:
    """Write a line for each report, counts as they are and parts with two decimals."""
    head = (
        f"{'':18}{'confirmed':>10}{'wrongly':>8}{'coverage':>9}{'linked':>9}{'first':>6}{'three':>6}"
        f"{'keys/120':>9}{'planted':>9}{'swallowed':>10}{'error':>6}{'check':>6}{'chosen':>7}{'proved':>7}"
        f"{'errors t/f':>11}{'checks t/f':>11}"
    )
    lines = [
        f"{m.name:18}{m.confirmed:>10}{m.wrongly:>8}{m.coverage:>9.2f}"
        f"{f'{m.linked}/{m.elsewhere}':>9}"
        f"{part(m.first, m.stating):>6.2f}{part(m.among, m.stating):>6.2f}"
        f"{part(120 * m.keys, m.shares):>9.0f}"
        f"{m.planted:>9}{part(m.swallowed, m.planted):>10.2f}{part(m.errors, m.planted):>6.2f}"
        f"{part(m.checks, m.planted):>6.2f}{part(m.chosen, m.planted):>7.2f}"
        f"{part(m.proved, m.planted):>7.2f}"
        f"{f'{m.true_errors}/{m.false_errors}':>11}{f'{m.true_checks}/{m.false_checks}':>11}"
        for m in measured
    ]
    return "\n".join([head, *lines])
