"""Check ratios and differences in words against the figures of their sentence.

"Three times as many (15.6 % against 9.4 %)" is wrong whatever the survey says, and so are "ten
percentage points" between 12 % and 30 %.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from coding.arithmetic.rounding import half_unit
from coding.model import Evidence, Level
from coding.verify.checks.outcome import Outcome
from coding.verify.evidence.citing import figure_evidence
from coding.verify.evidence.matching import Stated, shares
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.numbers import Kind
from coding.verify.reading.text import Span

NAME = "ratios"


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return ratios and differences that no two figures of their sentence have."""
    outcome = Outcome()
    for sentence, figures in shares(reading, study).items():
        _times(outcome, reading, sentence, figures)
        _points(outcome, reading, sentence, figures)
    return outcome


_TIMES = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7,
    "восемь": 8, "девять": 9, "десять": 10, "dva": 2, "tri": 3, "četiri": 4, "pet": 5, "šest": 6,
    "sedam": 7, "osam": 8, "devet": 9, "deset": 10,
}  # fmt: skip
_WORD_TIMES = "|".join(_TIMES)
_RATIO = re.compile(
    rf"(?P<hedge>more than |over |at least |almost |nearly |about |around |roughly |close to "
    rf"|более чем"
    rf" |почти |около |više od |skoro |gotovo |oko )?(?:(?P<several>several times|в несколько раз"
    rf"|nekoliko puta)|(?P<twice>twice|double(?= the| that)|вдвое|двое больше|duplo|dvostruko)"
    rf"|(?P<thrice>thrice|втрое|trostruko)"
    rf"|(?:в )?(?P<n>\d+(?:[.,]\d+)?|{_WORD_TIMES})[- ](?:times|fold|раза?|puta?))"
    r"(?= (?:as|more|higher|greater|larger|the|less|fewer|likel|often|bigger|выше|больше|чаще|ниже"
    r"|меньше|više|veći|veća|češće|manje)|(?: )?$)",
    re.I,
)


def _times(outcome: Outcome, reading: ReadDraft, sentence: Span, figures: Sequence[Stated]) -> None:
    values = [f for f in figures if f.number.value > 0]
    if len(values) < 2:
        return
    for match in _RATIO.finditer(reading.text, sentence.start, sentence.end):
        hedge = (match["hedge"] or "").strip().lower()
        if match["several"]:
            low, high = 3.0, 1000.0
        else:
            times = (
                2.0
                if match["twice"]
                else 3.0
                if match["thrice"]
                else float(_TIMES.get((match["n"] or "").lower(), 0))
                or float((match["n"] or "0").replace(",", "."))
            )
            low, high = _allowed(times, hedge)
        pairs = list(combinations(values, 2))
        ratios = [
            max(a.number.value, b.number.value) / min(a.number.value, b.number.value)
            for a, b in pairs
        ]
        if any(low <= ratio <= high for ratio in ratios):
            continue
        nearest = min(range(len(pairs)), key=lambda n: abs(ratios[n] - low))
        a, b = pairs[nearest]
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.ERROR,
                "ratio words",
                min(match.start(), a.number.start),
                max(match.end(), b.number.end),
                message=f"“{match.group().strip()}”, but {max(a.number.value, b.number.value):g} %"
                f" is {ratios[nearest]:.1f} times {min(a.number.value, b.number.value):g} %.",
                hint=f"Write “{ratios[nearest]:.1f} times”, or check the figures.",
                evidence=[*_figures(a), *_figures(b)],
            )
        )


def _allowed(times: float, hedge: str) -> tuple[float, float]:
    """Return the ratios that "three times", "more than three times" and the like may mean."""
    if hedge in ("more than", "over", "at least", "более чем", "više od"):
        return times * 0.98, times * 1.6 + 1
    if hedge in ("almost", "nearly", "close to", "почти", "skoro", "gotovo"):
        return times * 0.8, times * 1.02
    return times * 0.8, times * 1.25


def _points(
    outcome: Outcome, reading: ReadDraft, sentence: Span, figures: Sequence[Stated]
) -> None:
    """Work out "so many percentage points more" between the two figures of a sentence."""
    if len(figures) != 2:
        return
    a, b = (f.number for f in figures)
    if a.about or b.about:
        return
    gap = abs(a.value - b.value)
    spare = half_unit(a.decimals) + half_unit(b.decimals)
    for number in reading.numbers_between(sentence.start, sentence.end):
        if number.kind is not Kind.POINTS or number.about:
            continue
        if abs(number.value - gap) <= spare + half_unit(number.decimals) + 1e-9:
            continue
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.ERROR,
                "difference",
                min(a.start, number.start),
                max(b.end, number.end),
                message=f"{a.value:g} % and {b.value:g} % are {gap:.1f} percentage points apart,"
                f" not {number.value:g}.",
                hint="One of the three numbers is wrong.",
                evidence=[i for f in figures for i in _figures(f)],
            )
        )


def _figures(figure: Stated) -> list[Evidence]:
    return [figure_evidence(i) for i in figure.best.indicators] if figure.best is not None else []
