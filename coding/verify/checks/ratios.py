"""Check ratios and differences in words against the figures of their sentence.

"Three times as many (15.6 % against 9.4 %)" is wrong whatever the survey says, and so are "ten
percentage points" between 12 % and 30 %.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from coding.arithmetic.rounding import half_unit
from coding.language import packs
from coding.language.numbers import value_of
from coding.language.phrases import alternatives
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


@packs.cached
def _ratio() -> re.Pattern[str]:
    """Return a pattern for ratios in words: "more than three times as many", "twice as"."""

    def words(key: str) -> str:
        return alternatives(packs.together(key))

    hedges = "|".join(f"(?P<{name}>{words(f'hedges.{name}')})" for name in ("over", "nearly"))
    return re.compile(
        rf"(?:(?:{hedges}|{words('hedges.about')})\s)?(?:{words('times.before')}\s)?(?:(?P<several>{words('times.several')})"
        rf"|(?P<twice>{words('times.twice')})|(?P<thrice>{words('times.thrice')})"
        rf"|(?P<n>\d+(?:[.,]\d+)?|[^\W\d_]+)[\s-]{words('times.times')})"
        rf"(?=\s{words('times.as_')}|\s?$)",
        re.I,
    )


def _times(outcome: Outcome, reading: ReadDraft, sentence: Span, figures: Sequence[Stated]) -> None:
    values = [f for f in figures if f.number.value > 0]
    if len(values) < 2:
        return
    for match in _ratio().finditer(reading.text, sentence.start, sentence.end):
        if match["several"]:
            low, high = 3.0, 1000.0
        else:
            times = _said(match)
            if not times:
                continue
            low, high = _allowed(times, match)
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


def _said(match: re.Match[str]) -> float:
    """Return how many times is said, 0 for a word that is no number."""
    if match["twice"] or match["thrice"]:
        return 2.0 if match["twice"] else 3.0
    if match["n"][0].isdigit():
        return float(match["n"].replace(",", "."))
    return float(value_of(match["n"]) or 0)


def _allowed(times: float, match: re.Match[str]) -> tuple[float, float]:
    """Return the ratios that "three times", "more than three times" and the like may mean."""
    if match["over"]:
        return times * 0.98, times * 1.6 + 1
    if match["nearly"]:
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
