"""Say of quotations in a draft that only an older version of an interview has their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coding.model import Examined, Finding, Report
from coding.revision import same_words
from coding.verify import QUOTATIONS

FOUND_AS_SAID = frozenset({"verbatim", "cleaned", "external"})
"""Verdicts of which nothing more need be said."""

SHORT = 3
"""Words from which a quotation can be told by them; fewer stand in many texts."""

_GAP = re.compile(r"\s*[\[(]?(?:…|\.\.\.)[\])]?\s*")


@dataclass(frozen=True, slots=True)
class OlderText:
    """An older version of an interview: its text, and the day on which it was corrected."""

    text: str
    corrected: str


def with_older(report: Report, older: Sequence[OlderText]) -> Report:
    """Return a report that says of words which version has them, where the newest has not.

    Nobody is named: findings become comments that others read.
    """
    if not older:
        return report
    known: dict[tuple[int, int], str] = {}

    def said(start: int, end: int) -> str:
        if (start, end) not in known:
            known[start, end] = _said(report.draft.text[start:end], older)
        return known[start, end]

    def finding(found: Finding) -> Finding:
        looked = found.check == QUOTATIONS and found.verdict not in FOUND_AS_SAID
        more = said(found.start, found.end) if looked else ""
        hint = "Print the words as they read now."
        return replace(found, message=f"{found.message} {more}", hint=hint) if more else found

    def examined(one: Examined) -> Examined:
        looked = one.kind == "quotation" and one.verdict not in FOUND_AS_SAID
        more = said(one.start, one.end) if looked else ""
        return replace(one, message=f"{one.message} {more}".strip()) if more else one

    return replace(
        report,
        findings=tuple(map(finding, report.findings)),
        examined=tuple(map(examined, report.examined)),
    )


def _said(words: str, older: Iterable[OlderText]) -> str:
    parts = [part for part in _GAP.split(words) if part.strip()]
    if sum(len(part.split()) for part in parts) < SHORT:
        return ""
    for version in older:
        if all(same_words(part, version.text) for part in parts):
            return (
                "Only an older version of an interview has these words: its text was corrected on"
                f" {version.corrected[:10]}."
            )
    return ""
