"""Check quantifiers that stand without a figure against the survey's figure for their words.

"Most respondents approve" names no number, but the survey has one. Words alone say what is meant,
so that nothing here is proved: it is to be checked.
"""

from __future__ import annotations

import re

from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import Evidence, Indicator, Level
from coding.verify.checks.mentions import elsewhere
from coding.verify.checks.neighbours import asks_for, names_in_full
from coding.verify.checks.outcome import Outcome
from coding.verify.checks.placed import shares_of
from coding.verify.checks.quantifiers import NAME, bounds, outside
from coding.verify.claims import claims_of
from coding.verify.evidence.axes import answer_of, is_whole
from coding.verify.evidence.citing import figure_evidence
from coding.verify.evidence.features import read, stems
from coding.verify.evidence.matching import fitting, weighed
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.quantified import Met, met_in, shapes
from coding.verify.reading.text import Span

__all__ = ["NAME", "check"]


@packs.cached
def _of_others() -> re.Pattern[str]:
    """Return a pattern for words that speak of interviewees, or of some respondents only."""
    words = (*packs.together("people.interviewees"), *packs.together("people.who"))
    return re.compile(rf"{alternatives(words)}|\?", re.I)


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return quantifiers that the survey's figure for the same words does not bear out."""
    outcome = Outcome()
    if not study.indicators:
        return outcome
    numbered = set(shares_of(reading, study))
    settled = {c.start for c in claims_of(reading, study) if c.binding is not None}
    patterns, others = shapes(study.quantifiers), _of_others()
    met = []
    for sentence in reading.sentences:
        words = reading.text[sentence.start : sentence.end]
        if sentence in numbered or others.search(words) or elsewhere().search(words):
            continue
        listed = list(met_in(reading.text, patterns, sentence))
        if len(listed) == 1 and listed[0].start not in settled:
            met.append((sentence, listed[0]))
    survey = weighed(reading, study)
    likely = fitting(reading, study, [sentence for sentence, _ in met])
    for (sentence, quantified), indicator in zip(met, likely, strict=True):
        if indicator is None or indicator.value is None or indicator.unit != "%":
            continue
        if not is_whole(indicator.subgroup) or indicator.missing:
            continue
        said = stems(read(reading.words(sentence), reading.language))
        if not asks_for(survey, indicator.question_id, said) or not names_in_full(
            survey, indicator.option, said | survey.asked[indicator.question_id]
        ):
            continue
        turned = _denies(reading, Span(quantified.end, sentence.end), indicator)
        value = 100 - indicator.value if turned else indicator.value
        if outside(quantified.quantifier, value) is not None:
            _say(outcome, reading, quantified, indicator, value, turned=turned)
    return outcome


def _denies(reading: ReadDraft, span: Span, indicator: Indicator) -> bool:
    """Say whether words deny what an option affirms, or the other way round."""
    asked = stems(read(f"{indicator.question} {indicator.option}", reading.language))
    option = read(indicator.option, reading.language)
    denied_option = any(f.denied for f in option) or answer_of(indicator.option) == "no"
    words = read(reading.text[span.start : span.end], reading.language)
    about = [f for f in words if f.stem in asked]
    return any(f.denied for f in about) is not denied_option and bool(about)


def _say(
    outcome: Outcome,
    reading: ReadDraft,
    met: Met,
    indicator: Indicator,
    value: float,
    *,
    turned: bool,
) -> None:
    words = reading.printed(met.start, met.end)
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
