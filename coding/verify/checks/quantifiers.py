"""Check quantifiers against the figures they go with.

"A majority (44.7 %)" is wrong whatever the survey says. Bounds that are definitions (more than
half) are strict, those that are custom (a third, the vast majority) have a margin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coding.arithmetic.rounding import half_unit
from coding.language import packs
from coding.language.packs import Quantifier
from coding.language.phrases import alternatives, compiled
from coding.model import Evidence, Level
from coding.verify.checks.outcome import Outcome
from coding.verify.evidence.citing import figure_evidence
from coding.verify.evidence.matching import Stated, shares
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.quantified import Met, met_in, shapes

NAME = "quantifiers"

MARGIN = 2.0
"""Percentage points by which a customary bound may be missed before it is called an error."""


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return quantifiers that their figures do not bear out."""
    outcome = Outcome()
    listed = shapes(study.quantifiers)
    for sentence, figures in shares(reading, study).items():
        quantified = list(met_in(reading.text, listed, sentence))
        for met in quantified:
            _attach(outcome, reading, met, quantified, figures)
    return outcome


# ── quantifier and figure ──


def _attach(
    outcome: Outcome, reading: ReadDraft, met: Met, others: Sequence[Met], figures: Sequence[Stated]
) -> None:
    own = [f for f in figures if _in_clause(reading, met, f)]
    if len(own) != 1:
        return
    (figure,) = own
    wrong = outside(met.quantifier, figure.number.value, _spare(figure))
    if wrong is not None:
        _say(outcome, reading, met, figure, wrong)
        return
    _uncertain(outcome, reading, met, figure)
    for following in _distributed(reading, met, others, figure, figures):
        level = outside(met.quantifier, following.number.value, _spare(following))
        if level is not None:
            _say(outcome, reading, met, following, level)


def _in_clause(reading: ReadDraft, met: Met, figure: Stated) -> bool:
    """Say whether a figure stands in the clause of a quantifier, or is all that follows it.

    It may also come right before: "44.7 %, that is the majority".
    """
    clause, number = figure.place.clause, figure.number
    if number.end <= met.start:
        return bool(_that_is().fullmatch(reading.text[number.end : met.start]))
    if clause.start <= met.start < clause.end:
        return True
    between = reading.text[met.end : number.start]
    bare = reading.text[clause.start : number.start] + reading.text[number.end : clause.end]
    return (
        met.end <= clause.start
        and not re.search(r"[^\W\d_]{2}", _nobody_new().sub("", bare))
        and between.count(",") <= 1
        and len(between) < 60
        and not re.search(r"[;:.]", between)
    )


@packs.cached
def _that_is() -> re.Pattern[str]:
    """Return a pattern for what stands between a figure and its quantifier: ", that is the"."""
    namely, small = (alternatives(packs.together(key)) for key in ("namely", "stop"))
    return re.compile(rf"\s*[,(–—-]\s*(?:{namely},?\s*)?(?:{small}\s+)?", re.I)


@packs.cached
def _nobody_new() -> re.Pattern[str]:
    """Return a pattern for words beside a figure that bring in nobody but the respondents."""
    keys = ("people.respondents", "people.pronouns", "lists.joins", "lists.before", "namely")
    listed = [word for key in keys for word in packs.together(key)]
    return compiled([*listed, *packs.together("stop")])


def outside(quantifier: Quantifier, value: float, spare: float = 0.05) -> Level | None:
    """Return how wrong a percentage is for a quantifier, None if it is not.

    `spare` is by how much the percentage may have been rounded.
    """
    if quantifier.strict:
        low, high = quantifier.low, quantifier.high
        if low in (0, 0.0):
            return Level.ERROR if value > high + (0 if high == 100 else -1e-9) else None
        return Level.ERROR if value <= low - (spare if low != 50 else 0) else None
    gap = max(quantifier.low - value, value - quantifier.high)
    if gap <= spare:
        return None
    return Level.ERROR if gap > MARGIN else Level.CHECK


def _spare(figure: Stated) -> float:
    return half_unit(figure.number.decimals)


def _distributed(
    reading: ReadDraft,
    met: Met,
    others: Sequence[Met],
    figure: Stated,
    figures: Sequence[Stated],
) -> Iterator[Stated]:
    """Return figures in brackets that follow with "and" and share the quantifier's subject."""
    at = figures.index(figure)
    last = figure
    for following in figures[at + 1 :]:
        words = reading.text[last.number.end : following.number.start]
        bracketed = words.rstrip(" *_").endswith("(")
        joined = _goes_on().match(words)
        between = any(last.number.end <= o.start < following.number.start for o in others)
        known = last.best is not None and following.best is not None
        if not (bracketed and joined and known) or between:
            return
        if _another_subject(words[joined.end() :]):
            return
        yield following
        last = following


@packs.cached
def _goes_on() -> re.Pattern[str]:
    """Return a pattern for "and" behind a figure in brackets."""
    return re.compile(rf"\)?,?\s*{alternatives(packs.together('numbers.and_'))}\s|\),\s", re.I)


@packs.cached
def _subjects() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(packs.together('people.subjects'))}|[;:.]", re.I)


def _another_subject(words: str) -> bool:
    """Say whether words behind "and" begin with another subject: by name, or as "others"."""
    return words[:1].isupper() or bool(_subjects().search(words))


def _say(outcome: Outcome, reading: ReadDraft, met: Met, figure: Stated, level: Level) -> None:
    number, quantifier = figure.number, met.quantifier
    words = reading.text[met.start : met.end]
    meant = bounds(quantifier)
    start, end = min(met.start, number.start), max(met.end, number.end)
    evidence = [Evidence(kind="rule", text=f"“{words}” means {meant}.")]
    if figure.best is not None:
        evidence += [figure_evidence(i) for i in figure.best.indicators]
    outcome.findings.append(
        reading.finding(
            NAME,
            level,
            "quantifier",
            start,
            end,
            message=f"“{words}” goes with {number.value:g} %, but means {meant}.",
            hint="Choose another word, or check the figure.",
            evidence=evidence,
        )
    )


def bounds(quantifier: Quantifier) -> str:
    """Return the percentages a quantifier may stand for, in words."""
    if quantifier.high >= 100:
        return f"{'more than' if quantifier.strict else 'at least'} {quantifier.low:g} %"
    if quantifier.low <= 0:
        return f"less than {quantifier.high:g} %"
    return f"{quantifier.low:g} to {quantifier.high:g} %"


def _uncertain(outcome: Outcome, reading: ReadDraft, met: Met, figure: Stated) -> None:
    """Say where the interval of the survey's figure crosses the bound."""
    if figure.best is None or len(figure.best.indicators) != 1 or not met.quantifier.strict:
        return
    indicator = figure.best.indicators[0]
    if (
        figure.best.how not in ("match", "rounded")
        or indicator.ci_low is None
        or indicator.ci_high is None
    ):
        return
    bound = met.quantifier.low or met.quantifier.high
    if not indicator.ci_low < bound < indicator.ci_high:
        return
    outcome.findings.append(
        reading.finding(
            NAME,
            Level.INFO,
            "interval crosses the bound",
            met.start,
            figure.number.end,
            message=f"{indicator.printed} % lies between {indicator.ci_low:.1f} and"
            f" {indicator.ci_high:.1f} % (95 %): whether it is"
            f" “{reading.text[met.start : met.end]}” of all is not certain.",
            hint="Say “of the respondents”, or give the interval.",
            evidence=[figure_evidence(indicator)],
        )
    )
