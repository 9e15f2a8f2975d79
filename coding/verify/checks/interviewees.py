"""Check words that count interviewees: "most interviewees" asks for k of N."""

from __future__ import annotations

import re

from coding.model import Level
from coding.verify.checks.outcome import Outcome
from coding.verify.checks.quantifiers import NAME
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

__all__ = ["NAME", "check"]

_INTERVIEWEES = re.compile(
    r"\b(?P<words>most|the majority|a majority|all|almost all|nearly all|many|several|half)(?: of)?"
    r"(?: the| our)? (?:interviewees|participants|interview partners|people we (?:interviewed|spoke"
    r" (?:to|with)))\b|(?P<ru>большинство|почти все|все|многие|половина) (?:собеседник\w+"
    r"|интервьюируем\w+|участник\w+)|(?P<sr>većina|skoro svi|svi|mnogi|polovina) (?:sagovornik\w*"
    r"|učesnik\w*)",
    re.I,
)


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Ask for k of N where the draft counts interviewees in words."""
    outcome = Outcome()
    people = {t.participant for t in study.transcripts if t.participant} or set(study.participants)
    for match in _INTERVIEWEES.finditer(reading.text):
        sentence = reading.sentence(match.start())
        words = reading.text[sentence.start : sentence.end]
        if re.search(r"\b\d+\s*(?:of|out of|/|из|od)\s*\d+", words):
            continue
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.INFO,
                "k of N",
                match.start(),
                match.end(),
                message=f"“{match.group()}”: the reader cannot see how many that is"
                + (f" of the {len(people)} interviewed." if people else "."),
                hint=f"Write “k of {len(people) or 'N'}”; the codings tell how many.",
            )
        )
    return outcome
