"""Check words that count interviewees: "most interviewees" asks for k of N."""

from __future__ import annotations

import re

from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import Level
from coding.verify.checks.outcome import Outcome
from coding.verify.checks.quantifiers import NAME
from coding.verify.claims import claims_of
from coding.verify.evidence.people import interviewed
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

__all__ = ["NAME", "check"]


@packs.cached
def _counted() -> re.Pattern[str]:
    """Return a pattern for interviewees who are counted in words: "most of our participants"."""
    counted, people = (
        alternatives(packs.together(f"people.{name}")) for name in ("counted", "interviewees")
    )
    of, small = (alternatives(packs.together(key)) for key in ("people.of", "stop"))
    return re.compile(rf"{counted}(?:\s{of})?(?:\s{small})?\s{people}", re.I)


@packs.cached
def _numbered() -> re.Pattern[str]:
    """Return a pattern for k of N."""
    return re.compile(rf"\b\d+\s*(?:/|{alternatives(packs.together('people.out_of'))})\s*\d+")


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Ask for k of N where the draft counts interviewees in words."""
    outcome = Outcome()
    people = interviewed(study)
    settled = [claim for claim in claims_of(reading, study) if claim.binding is not None]
    for match in _counted().finditer(reading.text):
        sentence = reading.sentence(match.start())
        words = reading.text[sentence.start : sentence.end]
        if _numbered().search(words):
            continue
        if any(c.start < match.end() and c.end > match.start() for c in settled):
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
