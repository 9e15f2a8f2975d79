"""Find ratios in words: twice as many, three times more, two to one, half as many.

Of which words they are made stands in the language packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coding.language import packs
from coding.language.numbers import spelled
from coding.language.phrases import alternatives
from coding.verify.reading import fractions
from coding.verify.reading.fractions import Fraction, by_number


@dataclass(frozen=True, slots=True)
class _RatioWords:
    """Patterns for ratios in words."""

    alone: Mapping[float, re.Pattern[str]]
    twice: Mapping[float, re.Pattern[str]]
    counted: re.Pattern[str]
    more: Mapping[float, re.Pattern[str]]
    to_one: re.Pattern[str]
    spelled_to_one: re.Pattern[str]


@packs.cached
def _times() -> _RatioWords:
    def words(key: str) -> str:
        return alternatives(packs.together(f"times.{key}"))

    as_ = rf"(?=\s{words('as_')})"
    alone, more = by_number("times", "alone"), by_number("times", "more")
    behind = rf"[\s-]{words('times')}{as_}"
    decimals = r"(?<![\w.,])\d{1,3}(?:[.,]\d+)?"
    return _RatioWords(
        {number: re.compile(shape, re.I) for number, shape in alone.items()},
        {
            2.0: re.compile(words("twice") + as_, re.I),
            3.0: re.compile(words("thrice") + as_, re.I),
        },
        re.compile(rf"(?P<n>{decimals})(?:{behind}|\s?[x×]{as_})|{behind}", re.I),
        {number: re.compile(shape + behind, re.I) for number, shape in more.items()},
        re.compile(rf"(?P<n>{decimals})(?:\s?:\s?1(?![\d:.,%])|\s{words('to_one')})", re.I),
        re.compile(rf"\s{words('to_one')}", re.I),
    )


def find(text: str, language: str = "") -> list[Fraction]:
    """Return ratios in words, in times: twice as many, three times more, two to one.

    >>> [f.value for f in find("twice as many, and 2.5 times more; they came twice")]
    [2.0, 2.5]
    >>> [f.value for f in find("вдвое больше; в пять раз чаще, dvostruko više, five to one")]
    [2.0, 5.0, 2.0, 5.0]
    """
    shapes = _times()
    every: list[Fraction] = []
    for listed in (shapes.alone, shapes.twice, shapes.more):
        for value, shape in listed.items():
            every += [Fraction(*m.span(), value, times=True) for m in shape.finditer(text)]
    for shape in (shapes.counted, shapes.to_one):
        for match in shape.finditer(text):
            if match["n"] and (value := float(match["n"].replace(",", "."))) > 1:
                every.append(Fraction(*match.span(), value, times=True))
    every += _spelled_times(text)
    every += [
        Fraction(f.start, f.end, f.value / 100, times=True)
        for f in fractions.find(text, language)
        if f.end < len(text) and _half_as(text, f)
    ]
    every.sort(key=lambda f: (f.start, -f.end))
    kept: list[Fraction] = []
    for ratio in every:
        if not kept or ratio.start >= kept[-1].end:
            kept.append(ratio)
    return kept


def _half_as(text: str, fraction: Fraction) -> bool:
    """Say whether a fraction is one of another figure: half as many."""
    return bool(_as_many().match(text, fraction.end))


@packs.cached
def _as_many() -> re.Pattern[str]:
    first = alternatives(packs.together("times.as_many"))
    return re.compile(rf"\s{first}", re.I)


def _spelled_times(text: str) -> Iterator[Fraction]:
    """Return ratios whose number is in words: three times as many, two and a half to one."""
    shapes = _times()
    halves = _and_a_half()
    for number in spelled(text):
        half = halves.match(text, number.end)
        end, value = (half.end(), number.value + 0.5) if half else (number.end, number.value)
        behind = shapes.counted.match(text, end)
        if behind is None or behind["n"]:
            behind = shapes.spelled_to_one.match(text, end)
        if behind and value > 1:
            yield Fraction(number.start, behind.end(), value, times=True)


@packs.cached
def _and_a_half() -> re.Pattern[str]:
    joins, one = packs.together("numbers.and_"), packs.together("fractions.one")
    half = [w for p in packs.every() for w in p.fractions.alone.get("2", ())]
    return re.compile(
        rf"\s{alternatives(joins)}\s(?:{alternatives(one)}\s)?{alternatives(half)}", re.I
    )
