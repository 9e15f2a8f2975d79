"""Check quantifiers that stand without a figure against the survey's figure for their words.

"Most respondents approve" names no number, but the survey has one. Words alone say what is meant,
so that nothing here is proved: it is to be checked.
"""

from __future__ import annotations

import re

from coding.model import Evidence, Indicator, Level
from coding.verify.checks.mentions import ELSEWHERE
from coding.verify.checks.outcome import Outcome
from coding.verify.checks.quantifiers import NAME, Met, bounds, hedged, met_in, outside, shapes
from coding.verify.evidence.axes import WHOLE
from coding.verify.evidence.citing import figure_evidence
from coding.verify.evidence.features import alike, read, stems
from coding.verify.evidence.matching import fitting, shares
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

__all__ = ["NAME", "check"]

_OTHERS = re.compile(
    r"\b(?:interviewee|participant|interview|собеседни|участни|sagovorni|učesni)\w*|\b(?:who|которы\w+"
    r"|koji|koje|који|које)\b|\?",
    re.I,
)
"""Words with which a sentence speaks of interviewees, or of some respondents only."""


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return quantifiers that the survey's figure for the same words does not bear out."""
    outcome = Outcome()
    if not study.indicators:
        return outcome
    numbered = set(shares(reading, study))
    patterns = shapes(study)
    met = []
    for sentence in reading.sentences:
        words = reading.text[sentence.start : sentence.end]
        if sentence in numbered or _OTHERS.search(words) or ELSEWHERE.search(words):
            continue
        listed = list(met_in(reading, patterns, sentence))
        if len(listed) == 1:
            met.append((sentence, listed[0]))
    likely = fitting(reading, study, [sentence for sentence, _ in met])
    for (sentence, quantified), indicator in zip(met, likely, strict=True):
        if indicator is None or indicator.value is None or indicator.unit != "%":
            continue
        if indicator.subgroup.strip().lower() not in WHOLE or indicator.missing:
            continue
        turned = _denies(reading.text[quantified.end : sentence.end], indicator)
        value = 100 - indicator.value if turned else indicator.value
        if outside(hedged(reading, quantified), value) is not None:
            _say(outcome, reading, quantified, indicator, value, turned=turned)
    return outcome


def _denies(words: str, indicator: Indicator) -> bool:
    """Say whether words deny what an option affirms, or the other way round."""
    option = {f.stem: f.denied for f in read(f"{indicator.question} {indicator.option}")}
    denied_option = any(
        f.denied for f in read(indicator.option)
    ) or indicator.option.lower().startswith("no")
    about = [f for f in read(words) if any(alike(f.stem, s) for s in option)]
    return any(f.denied for f in about) is not denied_option and bool(stems(about))


def _say(
    outcome: Outcome,
    reading: ReadDraft,
    met: Met,
    indicator: Indicator,
    value: float,
    *,
    turned: bool,
) -> None:
    words = reading.text[met.start : met.end]
    rest = f"; that leaves {value:.1f} %" if turned else ""
    outcome.findings.append(
        reading.finding(
            NAME,
            Level.CHECK,
            "quantifier without a figure",
            met.start,
            met.end,
            message=f"“{words}” means {bounds(met.quantifier)}; the survey has"
            f" {indicator.printed} % for “{indicator.option}”{rest}.",
            hint="If this is the figure that is meant, choose another word; else print the figure.",
            evidence=[
                figure_evidence(indicator),
                Evidence(kind="rule", text="Found by the words of the sentence alone."),
            ],
        )
    )
