"""Check a report draft against the interviews and the survey it reports.

    draft ──▶ ReadDraft (sentences, quotations, numbers) ──▶ each check ──▶ Report

Every check is a module with one function, `check(reading, study) -> Outcome`. A finding is an
*error* only where arithmetic or a look-up proves it, a *check* where it is likely, else *info*:
a false alarm costs more trust than a miss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from coding.language.guess import guess
from coding.model import (
    Binding,
    Claim,
    ClaimKind,
    ClaimState,
    Draft,
    Finding,
    Level,
    Report,
)
from coding.verify.checks import (
    attributions,
    figures,
    granularity,
    interviewees,
    mentions,
    quantifiers,
    quotes,
    ratios,
    sums,
    tables,
    unnumbered,
)
from coding.verify.checks.outcome import Outcome, each_cause_once
from coding.verify.claims import LASTING, claims_of
from coding.verify.claims.quotations import looked_up, together
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

__all__ = ["CHECKS", "QUOTATIONS", "Study", "Verification", "claims_in", "verify"]

Check = Callable[[ReadDraft, Study], Outcome]

CHECKS: tuple[tuple[str, Check], ...] = (
    (quotes.NAME, quotes.check),
    (attributions.NAME, attributions.check),
    (figures.NAME, figures.check),
    (sums.NAME, sums.check),
    (tables.NAME, tables.check),
    (quantifiers.NAME, quantifiers.check),
    (unnumbered.NAME, unnumbered.check),
    (interviewees.NAME, interviewees.check),
    (ratios.NAME, ratios.check),
    (mentions.NAME, mentions.check),
    (granularity.NAME, granularity.check),
)


QUOTATIONS = quotes.NAME

CLAIMED = frozenset(name for name, _ in CHECKS) - {quotes.NAME, attributions.NAME}
"""The checks that rest on what claims state: all but those of quotations and their labels."""


def verify(
    draft: Draft, study: Study, progress: Callable[[int, int, str], None] | None = None
) -> Report:
    """Run every check on a draft; `progress(done, total, name)` is told as they go."""
    return Verification(draft, study, progress).report()


class Verification:
    """A draft that was checked, ready to be looked at anew when somebody has bound a claim.

    What is quoted and what the machine proposes does not change by that: only claims are settled
    again, and the checks run that rest on them.
    """

    def __init__(
        self,
        draft: Draft,
        study: Study,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> None:
        self.draft = draft
        self.study = study
        self._reading = _read(draft, study)
        self._outcomes: dict[tuple[int, str], Outcome] = {}
        self._run(lambda name: True, progress)

    def bound(self, bindings: Mapping[str, Binding]) -> Report:
        """Return what is found with these bindings, by the claim's key, in place of the former."""
        self.study = replace(self.study, bindings=dict(bindings))
        self._reading = self._reading.again(LASTING)
        self._run(lambda name: name in CLAIMED)
        return self.report()

    def _run(
        self,
        wanted: Callable[[str], bool],
        progress: Callable[[int, int, str], None] | None = None,
    ) -> None:
        for number, (name, check) in enumerate(CHECKS):
            if progress:
                progress(number, len(CHECKS), name)
            if wanted(name):
                self._outcomes[number, name] = check(self._reading, self.study)
        if progress:
            progress(len(CHECKS), len(CHECKS), "")

    def report(self) -> Report:
        """Return all that was found, in the order of the draft."""
        outcomes = list(self._outcomes.values())
        findings = each_cause_once(outcomes)
        examined = [looked for outcome in outcomes for looked in outcome.examined]
        claims = together(
            claims_of(self._reading, self.study),
            looked_up(self._reading, self.study, examined),
        )
        findings = [f for f in findings if not _said_to_be_elsewhere(f, claims)]
        counted = Counter(f.level for f in findings)
        return Report(
            draft=self.draft,
            findings=tuple(sorted(findings, key=lambda f: (f.start, f.end, f.check))),
            examined=tuple(sorted(examined, key=lambda e: (e.start, e.end))),
            notes=(*self.draft.notes, *(note for outcome in outcomes for note in outcome.notes)),
            claims=claims,
            counts={str(level): counted[level] for level in Level},
        )


def _said_to_be_elsewhere(finding: Finding, claims: Sequence[Claim]) -> bool:
    """Say whether a finding is about words that a person said to be no interview's."""
    return finding.check in (quotes.NAME, attributions.NAME) and any(
        claim.kind is ClaimKind.QUOTATION
        and claim.binding is not None
        and claim.state in (ClaimState.OTHER_SOURCE, ClaimState.NOT_A_FIGURE)
        and claim.start <= finding.start < claim.end
        for claim in claims
    )


def claims_in(draft: Draft, study: Study) -> tuple[Claim, ...]:
    """Return what a draft claims, as `verify` has it, without looking its quotations up."""
    reading = _read(draft, study)
    return together(claims_of(reading, study), looked_up(reading, study))


def _read(draft: Draft, study: Study) -> ReadDraft:
    return ReadDraft(draft, guess(draft.text) or guess(study.words))
