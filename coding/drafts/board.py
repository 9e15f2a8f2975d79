"""Lay a checked draft out for the desk on which its claims are bound: text, claims, findings.

All is plain data for the browser. What the machine proposes comes without a verdict: whether a
value agrees is said once somebody has chosen by the words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coding.drafts.layout import laid_out
from coding.drafts.rulings import PROMISED, UNKNOWN, is_open
from coding.model import (
    Claim,
    ClaimKind,
    ClaimState,
    Evidence,
    Finding,
    Indicator,
    Level,
    Question,
    Report,
    Ruling,
)

SHOWN = 3
"""Proposals that are shown: as many as there are keys for them."""

Passage = Callable[[Evidence], tuple[str, str]]
"""Return what stands before and after a passage in its transcript."""

AGREEING = ("agrees", "rounds to it")
"""Verdicts with which a claim stands."""

CALLED = {
    "contradicted": "contradicted",
    "look": "to look at",
    "machine": "likely",
    "bound": "bound",
    "proved": "proved",
    "other": "another source’s, or no figure",
    "remark": "remark",
}
"""What the marks are called wherever somebody reads of them."""

MARKS = tuple(CALLED)
"""How a place of the draft is shown; of several at one place the first counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A claim with what was found about it, or a finding that is about more than one claim.

    `id` begins with `c` for a claim, with its number in the draft, and with `f` for a finding,
    with what it is known by: findings come and go with what is bound.
    """

    id: str
    mark: str
    start: int
    end: int
    claim: Claim | None = None
    findings: tuple[int, ...] = ()


def names_of(findings: Sequence[Finding]) -> list[str]:
    """Return an id for each finding that stays the same whatever others there are."""
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        name = f"f{finding.key[:12]}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names


def spots(report: Report, rulings: Mapping[str, Ruling]) -> list[Spot]:
    """Return everything there is to see of a draft, in the order of the text."""
    about: dict[int, list[int]] = {}
    apart = []
    names = names_of(report.findings)
    for number, finding in enumerate(report.findings):
        claim = _only_claim(report.claims, finding)
        if finding.verdict == UNKNOWN and claim is not None:
            continue  # that nothing is known of it is what an open claim says
        if claim is None:
            apart.append(number)
        else:
            about.setdefault(claim, []).append(number)
    listed = [
        Spot(
            id=f"c{number}",
            mark=mark_of(claim, [report.findings[n] for n in about.get(number, [])], rulings),
            start=claim.start,
            end=claim.end,
            claim=claim,
            findings=tuple(about.get(number, [])),
        )
        for number, claim in enumerate(report.claims)
    ]
    listed += [
        Spot(
            id=names[number],
            mark=_mark_of_finding(report.findings[number], rulings),
            start=report.findings[number].start,
            end=report.findings[number].end,
            findings=(number,),
        )
        for number in apart
    ]
    return sorted(listed, key=lambda place: (place.start, place.end, MARKS.index(place.mark)))


def _only_claim(claims: Sequence[Claim], finding: Finding) -> int | None:
    """Return the number of the only claim that a finding lies on, None if there are several."""
    first = bisect_left([claim.start for claim in claims], finding.start)
    here = [
        number
        for number in range(max(0, first - 1), len(claims))
        if claims[number].start < finding.end and claims[number].end > finding.start
    ]
    same = [n for n in here if (claims[n].start, claims[n].end) == (finding.start, finding.end)]
    chosen = same or here
    return chosen[0] if len(chosen) == 1 else None


def mark_of(claim: Claim, findings: Sequence[Finding], rulings: Mapping[str, Ruling]) -> str:
    """Return how a claim is shown: what is proved against it leads, then what is unsure of it."""
    if claim.state in (ClaimState.OTHER_SOURCE, ClaimState.NOT_A_FIGURE):
        return "other"
    marks = [_mark_of_finding(finding, rulings) for finding in findings]
    if "contradicted" in marks:
        return "contradicted"
    if "look" in marks:
        return "look"
    numeric = claim.kind is not ClaimKind.QUOTATION
    if numeric and claim.sure is not None and claim.verdict not in AGREEING:
        return "look"  # bound, and not found to agree: nothing stands by being bound alone
    states = {
        ClaimState.LITERAL: "proved",
        ClaimState.BOUND: "bound",
        ClaimState.PROPOSED: "machine",
    }
    return states.get(claim.state, "look")


def _mark_of_finding(finding: Finding, rulings: Mapping[str, Ruling]) -> str:
    """Return how a finding is shown; what is kept for a reason is as wrong as before."""
    ruling = rulings.get(finding.key)
    if ruling is not None and ruling.decided == "not ours":
        return "other"
    if finding.level is Level.ERROR:
        return "contradicted"
    settled = not is_open(finding, rulings)
    return "look" if finding.level is Level.CHECK and not settled else "remark"


def counts(listed: Sequence[Spot]) -> dict[str, int]:
    """Return how many there are of each mark; remarks are no claims."""
    counted = Counter(place.mark for place in listed)
    return {mark: counted[mark] for mark in MARKS}


def counts_called(listed: Sequence[Spot]) -> dict[str, int]:
    """Return how many claims stand how, most first, by what the page calls it."""
    many = sorted(counts(listed).items(), key=lambda one: -one[1])
    return {CALLED[mark]: n for mark, n in many if n and mark != "remark"}


# ── for the browser ──


def board(
    report: Report,
    rulings: Mapping[str, Ruling],
    questions: Sequence[Question],
    passage: Passage,
) -> dict[str, Any]:
    """Return a draft with its claims as data."""
    listed = spots(report, rulings)
    figures = {i.id: i for question in questions for i in question.indicators}
    names = names_of(report.findings)
    return {
        "draft": report.draft.sha256,
        "paragraphs": laid_out(report, listed),
        "places": {
            place.id: {"findings": [names[n] for n in place.findings], "number": number}
            | _place(report, place, figures)
            for number, place in enumerate(listed)
        },
        "findings": {
            name: _finding(finding, rulings.get(finding.key), passage)
            for name, finding in zip(names, report.findings, strict=True)
        },
        "figures": {i.id: _figure(i) for i in figures.values()},
        "questions": {question.id: _question(question) for question in questions},
        "unseen": list(report.notes),
    }


def _place(report: Report, place: Spot, figures: Mapping[str, Indicator]) -> dict[str, Any]:
    shown: dict[str, Any] = {"mark": place.mark}
    claim = place.claim
    if claim is None:
        finding = report.findings[place.findings[0]]
        return shown | {
            "kind": "finding",
            "printed": " ".join(finding.excerpt.split()),
            "paragraph": finding.paragraph,
            "sentence": _parted(finding.sentence, " ".join(finding.excerpt.split()), 0),
        }
    shown |= {
        "kind": str(claim.kind),
        "printed": " ".join(claim.printed.split()),
        "paragraph": claim.paragraph,
        **_beside(report, claim),
        "sentence": _parted(claim.sentence, " ".join(claim.printed.split()), claim.number),
        "heads": claim.around,
        "state": str(claim.state),
        "proposals": [
            {
                "sense": str(p.statement.sense),
                "figures": list(p.statement.figures),
                "shares": list(p.shares),
                "lacks": list(p.lacks),
            }
            for p in claim.proposals[:SHOWN]
            if all(f in figures for f in p.statement.figures)
        ],
    }
    if claim.binding is not None:
        shown["bound"] = {
            "by": claim.binding.coder,
            "at": claim.binding.at,
            "choice": str(claim.binding.decided),
            "version": claim.binding.version,
        }
    if claim.sure is not None and claim.kind is not ClaimKind.QUOTATION:
        shown |= {
            "verdict": claim.verdict,
            "sense": str(claim.sure.sense),
            "states": list(claim.sure.figures),
        }
    return shown


def _beside(report: Report, claim: Claim) -> dict[str, Any]:
    """Return in which paragraph or table a claim stands, and in which of its sentences or rows."""
    for paragraph in report.draft.paragraphs[max(0, claim.paragraph - 1) :]:
        if paragraph.start <= claim.start < paragraph.end:
            if paragraph.table:
                return {"within": f"table {paragraph.table}", "row": str(paragraph.row)}
            break
    return {"within": f"paragraph {claim.paragraph}", "row": claim.sentence}


def _parted(sentence: str, words: str, number: int) -> list[str]:
    """Return a sentence before, in and behind words that it has, where it has them again.

    >>> _parted("Of 10 % only 10 % do.", "10 %", 1)
    ['Of 10 % only ', '10 %', ' do.']
    """
    at = -1
    for _ in range(number + 1):
        after = sentence.find(words, at + 1)
        if after < 0:
            break
        at = after
    if at < 0:
        return ["", words, ""] if len(words) >= len(sentence) else [sentence, "", ""]
    return [sentence[:at], words, sentence[at + len(words) :]]


def _figure(figure: Indicator) -> dict[str, Any]:
    return {
        "o": figure.option,
        "g": figure.subgroup,
        "p": f"{figure.printed} {figure.unit}".strip(),
        "q": figure.question_id,
    }


def _question(question: Question) -> dict[str, Any]:
    first = question.indicators[0] if question.indicators else None
    of = {"column": "% of the column", "row": "% of the row", "total": "% of all"}
    facts = [
        *([first.source, first.field_dates, of.get(first.percent_of, "")] if first else []),
        {True: "weighted", False: "unweighted"}.get(first.weighted, "") if first else "",  # type: ignore[arg-type]
        f"n = {first.base_n}" if first and first.base_n else "",
    ]
    return {
        "text": question.text or question.title or question.id,
        "ref": question.ref,
        "facts": " · ".join(filter(None, facts)),
        "figures": [figure.id for figure in question.indicators],
    }


def _finding(finding: Finding, ruling: Ruling | None, passage: Passage) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "key": finding.key,
        "level": str(finding.level),
        "verdict": finding.verdict,
        "message": finding.message,
        "hint": finding.hint,
        "changes": [[change.source, change.draft] for change in finding.changes[:12]],
        "evidence": [_evidence(evidence, passage) for evidence in finding.evidence],
    }
    if ruling is not None:
        shown["ruling"] = {
            "decided": ruling.decided,
            "by": ruling.coder,
            "at": ruling.at,
            "reason": ruling.reason,
            "version": ruling.version,
            "open": ruling.decided == PROMISED,
        }
    return shown


def _evidence(evidence: Evidence, passage: Passage) -> dict[str, Any]:
    shown = {"kind": evidence.kind, "text": evidence.text, "where": evidence.where}
    if evidence.kind == "passage":
        before, after = passage(evidence)
        shown |= {"before": before, "after": after, "transcript": evidence.source}
    if evidence.kind == "figure":
        shown |= {"figure": evidence.source}
    return shown
