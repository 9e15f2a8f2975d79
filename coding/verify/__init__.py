"""Check a report draft against the interviews and the survey it reports.

    draft ──▶ ReadDraft (sentences, quotations, numbers) ──▶ each check ──▶ Report

Every check is a module with one function, `check(reading, study) -> Outcome`. A finding is an
*error* only where arithmetic or a look-up proves it, a *check* where it is likely, else *info*:
a false alarm costs more trust than a miss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from coding.language.guess import guess
from coding.model import Draft, Level, Report
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
    unnumbered,
)
from coding.verify.checks.outcome import Outcome
from coding.verify.claims import claims_of
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

__all__ = ["CHECKS", "Study", "verify"]

Check = Callable[[ReadDraft, Study], Outcome]

CHECKS: tuple[tuple[str, Check], ...] = (
    (quotes.NAME, quotes.check),
    (attributions.NAME, attributions.check),
    (figures.NAME, figures.check),
    (sums.NAME, sums.check),
    (quantifiers.NAME, quantifiers.check),
    (unnumbered.NAME, unnumbered.check),
    (interviewees.NAME, interviewees.check),
    (ratios.NAME, ratios.check),
    (mentions.NAME, mentions.check),
    (granularity.NAME, granularity.check),
)


def verify(
    draft: Draft, study: Study, progress: Callable[[int, int, str], None] | None = None
) -> Report:
    """Run every check on a draft; `progress(done, total, name)` is told as they go."""
    reading = ReadDraft(draft, guess(draft.text) or guess(study.words))
    outcome = Outcome()
    for number, (name, check) in enumerate(CHECKS):
        if progress:
            progress(number, len(CHECKS), name)
        brought = check(reading, study)
        outcome.findings += brought.findings
        outcome.examined += brought.examined
        outcome.notes += brought.notes
    if progress:
        progress(len(CHECKS), len(CHECKS), "")
    findings = sorted(outcome.findings, key=lambda f: (f.start, f.end, f.check))
    counted = Counter(f.level for f in findings)
    return Report(
        draft=draft,
        findings=tuple(findings),
        examined=tuple(sorted(outcome.examined, key=lambda e: (e.start, e.end))),
        notes=(*draft.notes, *outcome.notes),
        claims=tuple(claims_of(reading, study)),
        counts={str(level): counted[level] for level in Level},
    )
