"""Check granularity: a mean, share or median must be what so many whole answers can give.

GRIM (Brown and Heathers 2017, Social Psychological and Personality Science 8(4)): the mean of n
whole numbers is a whole number of n-ths. It holds for unweighted figures only.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from coding.arithmetic.rounding import half_unit
from coding.language import packs
from coding.language.phrases import alternatives, compiled
from coding.model import Evidence, Level
from coding.verify.checks.outcome import Outcome
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.numbers import Kind, Number

NAME = "granularity"


@packs.cached
def _base_shape() -> re.Pattern[str]:
    """Return a pattern for a number of people: n = 28, of the 28."""
    out_of, small = (alternatives(packs.together(key)) for key in ("people.out_of", "stop"))
    return re.compile(rf"\b[nN]\s*=\s*(\d{{1,6}})\b|{out_of}\s+(?:{small}\s+)?(\d{{1,6}})\b")


@packs.cached
def _part_of() -> re.Pattern[str]:
    """Return a pattern for "k of n" right before a share."""
    out_of, small = (alternatives(packs.together(key)) for key in ("people.out_of", "stop"))
    return re.compile(
        rf"(?<!\d)(\d{{1,5}})\s+{out_of}\s+(?:{small}\s+)?(\d{{1,5}})\b[^.;%\d(]{{0,40}}\(?[\s*_]*$"
    )


def possible(printed: str, n: int, *, items: int = 1, percent: bool = False) -> bool:
    """Say whether `n` whole answers to `items` items can have this mean, or this percentage.

    A figure that rounds up or down to what is printed counts as possible (rounding half either
    way).

    >>> possible("5.19", 28), possible("3.25", 28)
    (False, True)
    >>> possible("32.5", 438, percent=True)
    False
    """
    value = Decimal(printed.replace(",", "."))
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    half = Decimal(1).scaleb(-places) / 2
    scale = Decimal(100 if percent else 1)
    low, high = (value - half) / scale, (value + half) / scale
    count = n * items
    least = math.ceil(low * count)
    return Decimal(least) <= high * count


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return figures that no whole answers can give."""
    outcome = Outcome()
    weighted = any(i.weighted for i in study.indicators)
    bases = {i.base_n for i in study.indicators if i.weighted}
    for number in reading.numbers:
        if number.kind is Kind.MEAN and not weighted:
            _mean(outcome, reading, number)
        elif number.kind is Kind.MEDIAN:
            _median(outcome, reading, number)
        elif number.kind is Kind.PERCENT:
            _share(outcome, reading, number, bases if weighted else set())
    return outcome


def _base(reading: ReadDraft, number: Number) -> int | None:
    """Return the only number of people that a figure's clause gives, else its sentence's."""
    sentence = reading.sentence(number.start)
    before = reading.text[sentence.start : number.start]
    clause = sentence.start + max(before.rfind(mark) for mark in (", ", "; ", ": ")) + 1
    for start in (clause, sentence.start):
        words = reading.text[start : sentence.end]
        bases = {int(a or b) for a, b in _base_shape().findall(words)}
        bases |= {
            int(n.value)
            for n in reading.numbers_between(start, sentence.end)
            if n.kind in (Kind.COUNT, Kind.BASE)
        }
        if len(bases) == 1:
            return bases.pop()
    return None


def _mean(outcome: Outcome, reading: ReadDraft, number: Number) -> None:
    base = _base(reading, number)
    printed = f"{number.value:.{number.decimals}f}"
    if not base or not number.decimals or base >= 10**number.decimals or possible(printed, base):
        return
    outcome.findings.append(
        reading.finding(
            NAME,
            Level.CHECK,
            "GRIM",
            number.start,
            number.end,
            message=f"No {base} whole numbers have the mean {printed}.",
            hint="If the answers were whole numbers and unweighted, the mean or n is wrong.",
            evidence=[Evidence(kind="rule", text=f"The mean is a whole number of {base}ths.")],
        )
    )


def _median(outcome: Outcome, reading: ReadDraft, number: Number) -> None:
    base = _base(reading, number)
    sentence = reading.sentence(number.start)
    words = reading.text[sentence.start : sentence.end]
    if (
        not base
        or not base % 2
        or number.value == int(number.value)
        or not compiled(packs.together("whole")).search(words)
    ):
        return
    outcome.findings.append(
        reading.finding(
            NAME,
            Level.ERROR,
            "median",
            number.start,
            number.end,
            message=f"The median of {base} whole numbers is one of them: {number.value:g} is none.",
            hint="The median or the number of people is wrong.",
            evidence=[
                Evidence(
                    kind="rule", text="Of an odd number of values the median is the middle one."
                )
            ],
        )
    )


def _share(outcome: Outcome, reading: ReadDraft, number: Number, weighted: set[int | None]) -> None:
    """Work out “k of n (p %)”, and look whether n people can give p %.

    `weighted` are the numbers of people that shares of the survey are weighted over.
    """
    before = reading.text[max(0, number.start - 90) : number.start]
    pair = _part_of().search(before)
    printed = f"{number.value:.{number.decimals}f}"
    if pair:
        part, whole = int(pair[1]), int(pair[2])
        if not whole or part > whole:
            return
        share = 100 * part / whole
        if abs(share - number.value) <= half_unit(number.decimals) + 1e-9:
            return
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.CHECK if whole in weighted else Level.ERROR,
                "count and share",
                number.start,
                number.end,
                message=f"{part} of {whole} are {share:.{max(1, number.decimals)}f} %, not"
                f" {printed} %.",
                hint="One of the three numbers is wrong"
                + (", unless the share is weighted." if whole in weighted else "."),
                evidence=[Evidence(kind="rule", text=f"100 × {part} / {whole} = {share:.2f}")],
            )
        )
        return
    base = _base(reading, number)
    if weighted or not base or not number.decimals or base >= 10 ** (number.decimals + 2):
        return
    if not possible(printed, base, percent=True):
        outcome.findings.append(
            reading.finding(
                NAME,
                Level.CHECK,
                "GRIM",
                number.start,
                number.end,
                message=f"No number of {base} people is {printed} %.",
                hint="If the figure is unweighted, the share or n is wrong.",
                evidence=[
                    Evidence(kind="rule", text=f"One person of {base} is {100 / base:.2f} %.")
                ],
            )
        )
