"""Find ratios in words: twice as many, three times more, two to one, half as many.

Of which words they are made stands in the language packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coding.language import packs
from coding.language.numbers import spelled
from coding.language.phrases import alternatives
from coding.verify.reading.fractions import Fraction, Valued, listed, met, valued


@dataclass(frozen=True, slots=True)
class _RatioWords:
    """Patterns for ratios in words."""

    named: tuple[Valued, ...]
    behind: re.Pattern[str]
    in_digits: tuple[re.Pattern[str], ...]
    to_one: re.Pattern[str]
    as_many: re.Pattern[str]
    again: re.Pattern[str]


@packs.cached
def _shapes() -> _RatioWords:
    def words(key: str) -> str:
        return alternatives(packs.together(f"times.{key}"))

    as_ = rf"(?=\s{words('as_')})"
    behind = rf"[\s-]{words('times')}{as_}"
    digits = r"(?<![\w.,])(?P<n>\d{1,3}(?:[.,]\d+)?)"
    return _RatioWords(
        (
            valued("times", "alone"),
            valued("times", "more", behind=behind),
            listed(2.0, packs.together("times.twice"), as_),
            listed(3.0, packs.together("times.thrice"), as_),
        ),
        re.compile(behind, re.I),
        (
            re.compile(rf"{digits}(?:{behind}|\s?[x×]{as_})", re.I),
            re.compile(rf"{digits}(?:\s?:\s?1(?![\d:.,%])|\s{words('to_one')})", re.I),
        ),
        re.compile(rf"\s{words('to_one')}", re.I),
        re.compile(rf"\s{words('as_many')}", re.I),
        re.compile(
            rf"\s(?:{words('again')}\s{words('as_many')}|{words('as_many')}\s\w+\s{words('again')})",
            re.I,
        ),
    )


def find(text: str, parts: Sequence[Fraction]) -> list[Fraction]:
    """Return ratios in words, in times: twice as many, three times more, two to one.

    `parts` are the fractions of the text, of which some are of another figure: half as many, or
    half as many again, which is one and a half times.

    >>> [f.value for f in find("twice as many, and 2.5 times more; they came twice", [])]
    [2.0, 2.5]
    >>> [f.value for f in find("вдвое больше; в пять раз чаще, dvostruko više, five to one", [])]
    [2.0, 5.0, 2.0, 5.0]
    """
    shapes = _shapes()
    every = [
        Fraction(*match.span(), value, times=True)
        for table in shapes.named
        for value, match in met(text, table)
    ]
    for shape in shapes.in_digits:
        for match in shape.finditer(text):
            if (value := float(match["n"].replace(",", "."))) > 1:
                every.append(Fraction(*match.span(), value, times=True))
    every += _spelled(text)
    for part in parts:
        again = shapes.again.match(text, part.end)
        if again or shapes.as_many.match(text, part.end):
            value = part.value / 100 + (1 if again else 0)
            every.append(Fraction(part.start, part.end, value, times=True))
    every.sort(key=lambda f: (f.start, -f.end))
    kept: list[Fraction] = []
    for ratio in every:
        if not kept or ratio.start >= kept[-1].end:
            kept.append(ratio)
    return kept


def _spelled(text: str) -> Iterator[Fraction]:
    """Return ratios whose number is in words: three times as many, two and a half to one."""
    shapes, halves = _shapes(), _and_a_half()
    for number in spelled(text):
        half = halves.match(text, number.end)
        end, value = (half.end(), number.value + 0.5) if half else (number.end, number.value)
        behind = shapes.behind.match(text, end) or shapes.to_one.match(text, end)
        if behind and value > 1:
            yield Fraction(number.start, behind.end(), value, times=True)


@packs.cached
def _and_a_half() -> re.Pattern[str]:
    joins, one = packs.together("numbers.and_"), packs.together("fractions.one")
    half = [w for p in packs.every() for w in p.fractions.alone.get("2", ())]
    return re.compile(
        rf"\s{alternatives(joins)}\s(?:{alternatives(one)}\s)?{alternatives(half)}", re.I
    )
