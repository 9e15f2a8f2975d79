"""Say what may be decided about a finding, and tell what is decided from what is still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from coding.drafts.claims import rows_of_claims
from coding.errors import CodingError
from coding.language import packs
from coding.model import Evidence, Finding, Level, Report, Ruling

DECIDED = ("fixed", "accepted", "not ours")
"""What may be decided: it will be mended, it may stay as it is, or it is another source's."""

PROMISED = "fixed"
"""The decision that settles nothing: the finding stays open until a later draft lacks it."""

UNKNOWN = "no such figure"
"""The verdict on a figure that is none of the survey's."""

COLUMNS = (
    *("level", "check", "verdict", "paragraph", "excerpt", "message", "hint", "evidence"),
    *("start", "end", "decision", "reason", "by"),
)


def check_ruling(decided: str, reason: str) -> None:
    """Raise CodingError for an unknown decision, or one that accepts without a reason.

    Whoever reads the certificate sees what was left as it is, and wants to know why.
    """
    if decided not in DECIDED:
        raise CodingError(f"“{decided}” is no decision", hint=", ".join(DECIDED))
    if decided == "accepted" and not reason.strip():
        raise CodingError(
            "a finding is accepted with a reason",
            hint="Say in a few words why the sentence may stay as it is.",
        )


def is_open(finding: Finding, rulings: Mapping[str, Ruling]) -> bool:
    """Say whether nobody settled a finding: what will be fixed is as wrong as before."""
    ruling = rulings.get(finding.key)
    return ruling is None or ruling.decided == PROMISED


def promise(finding: Finding, rulings: Mapping[str, Ruling]) -> str:
    """Return who promised when to mend a finding, or keeps it why; `""` if nobody did."""
    ruling = rulings.get(finding.key)
    if ruling is None:
        return ""
    if ruling.decided != PROMISED:
        return f"{ruling.coder} keeps it since {ruling.at[:10]}: {ruling.reason}"
    return f"{ruling.coder} said on {ruling.at[:10]} that it will be fixed; it still stands here."


def foreign(language: str, spoken: Iterable[str]) -> list[str]:
    """Return a note if a draft is in a language that no interview is in.

    `language` is a guess, `""` if there is none; `spoken` are the interviews' languages.

    >>> foreign("en", ["ru", "sr-Latn"])[0][:65]
    'The draft seems to be in `en`, the interviews in `ru`, `sr`: quot'
    >>> foreign("en", ["en-GB"]), foreign("", ["ru"]), foreign("en", [""])
    ([], [], [])
    """
    known = {name[:2].lower() for name in spoken if name}
    if not language or not known or language in known:
        return []
    return [
        f"The draft seems to be in `{language}`, the interviews in"
        f" {', '.join(f'`{name}`' for name in sorted(known))}: quotations in translation"
        " that is not in the project cannot be found."
    ]


def wordless(language: str) -> list[str]:
    """Return a note if no words for shares are known of the language that a draft seems to be in.

    >>> wordless("de")[0][:50], wordless("ru"), wordless("")
    ('The draft seems to be in German. Its words for sha', [], [])
    """
    if not language or packs.pack(language).quantifiers:
        return []
    return [
        f"The draft seems to be in {packs.name_of(language)}. Its words for shares and amounts, as"
        " “most”, “half” or “one in three”, and its negations are not known: of what it says in"
        " words only its quotations were looked at."
    ]


def comments(report: Report, rulings: Mapping[str, Ruling]) -> list[tuple[int, int, str]]:
    """Return a Word comment for each finding that the draft still has: (start, end, what it says).

    What somebody will fix, or keeps for a reason, stands in the draft as before: the comment says
    who said so. No comment are what is another source's, as a person said, and that a figure is
    none of the survey's: a report may cite other sources.
    """
    return [
        (finding.start, finding.end, _said(finding, promise(finding, rulings)))
        for finding in report.findings
        if finding.verdict != UNKNOWN and not _is_elsewhere(finding, rulings)
    ]


def _is_elsewhere(finding: Finding, rulings: Mapping[str, Ruling]) -> bool:
    ruling = rulings.get(finding.key)
    return ruling is not None and ruling.decided == "not ours"


def rows_of(report: Report, rulings: Mapping[str, Ruling]) -> list[dict[str, Any]]:
    """Return a row of `COLUMNS` for each finding, with what was decided about it."""
    rows = []
    for finding in report.findings:
        ruling = rulings.get(finding.key)
        rows.append(
            {
                **{name: getattr(finding, name) for name in COLUMNS[:7] if name != "level"},
                "level": str(finding.level),
                "evidence": "\n".join(map(_source, finding.evidence)),
                "start": finding.start,
                "end": finding.end,
                "decision": ruling.decided if ruling else "",
                "reason": ruling.reason if ruling else "",
                "by": ruling.coder if ruling else "",
            }
        )
    return rows


def as_data(report: Report, rulings: Mapping[str, Ruling]) -> dict[str, Any]:
    """Return a report as plain data, with the keys of `coding verify --json`.

    Findings that were settled stand under `settled` and are not counted; those that somebody
    will fix are open and counted, with the `decision`.
    """
    waiting = [f for f in report.findings if is_open(f, rulings)]
    counted = Counter(f.level for f in waiting)
    return {
        "draft": report.draft.name,
        "sha256": report.draft.sha256,
        "findings": [
            _finding(f) | ({"decision": _ruling(rulings[f.key])} if f.key in rulings else {})
            for f in waiting
        ],
        "counts": {str(name): counted[name] for name in Level},
        "examined": [asdict(e) for e in report.examined],
        "claims": rows_of_claims(report.claims),
        "settled": [
            {**_finding(f), "decision": _ruling(rulings[f.key])}
            for f in report.findings
            if not is_open(f, rulings)
        ],
        "notes": list(report.notes),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {**asdict(finding), "level": str(finding.level), "key": finding.key}


def _ruling(ruling: Ruling) -> dict[str, Any]:
    """Return a ruling as `verify --json` has it, where what was decided is its `verdict`."""
    data = asdict(ruling)
    return {"id": data.pop("id"), "verdict": data.pop("decided"), **data}


def _said(finding: Finding, promised: str) -> str:
    """Return what a Word comment says of a finding."""
    first = f"{finding.level.upper()}: {finding.verdict}. {finding.message}"
    lines = [first, promised, finding.hint]
    lines += map(_source, finding.evidence)
    return "\n".join(line for line in lines if line)


def _source(evidence: Evidence) -> str:
    return f"{evidence.where}: {evidence.text}".strip(": ")
