"""Tell of which time each number of a sentence is: a year that is named, an earlier one, today.

A time stands beside its number ("60 % in 2022", "(2021: 39 %)") or behind the last one, or before
several, up to a semicolon or the next time ("In 2021 it was 44 % and 43 %"). Of "from 31 % to
36 %" the first is earlier.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from coding.language import packs
from coding.language.phrases import alternatives, compiled
from coding.verify.claims.marking import YEAR, year_name
from coding.verify.reading.text import Span

EARLIER, NOW = "earlier", "now"
BESIDE = 24
"""How many characters may part a number from a time that follows it and is its own."""

_PARTING = re.compile(r"[,;:()]|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class _Time:
    name: str
    start: int
    end: int


@packs.cached
def _began() -> re.Pattern[str]:
    words = alternatives(packs.together("claims.began"))
    return re.compile(rf"(?<!\w){words}\s(?:\w+\s)?$", re.I)


def times_of(text: str, sentence: Span, numbers: Sequence[Span]) -> list[str]:
    """Return for each number of a sentence the time it is of: a year, EARLIER, NOW or "".

    >>> text = "In 2021 it was 44 % and 43 %, now it is 50 %; 64 % in 2023 and 60 % in 2022."
    >>> spans = [Span(m.start(), m.end()) for m in re.finditer(r"\\d\\d %", text)]
    >>> times_of(text, Span(0, len(text)), spans)
    ['2021', '2021', 'now', '2023', '2022']
    """
    times = _times_in(text, sentence, numbers)
    own = [_beside(text, number, times, numbers) for number in numbers]
    taken = {time for time in own if time is not None}
    listed = []
    for number, beside in zip(numbers, own, strict=True):
        time = beside or _before(text, sentence, number, times, taken)
        name = time.name if time else ""
        if beside is None and _is_left(text, sentence, number):
            name = EARLIER
        listed.append(name)
    return listed


def _times_in(text: str, sentence: Span, numbers: Sequence[Span]) -> list[_Time]:
    found = [
        _Time(year_name(m), m.start(), m.end())
        for m in YEAR.finditer(text, sentence.start, sentence.end)
        if not any(n.start <= m.start() < n.end for n in numbers)
    ]
    for name, shape in ((EARLIER, _earlier()), (NOW, _now())):
        for match in shape.finditer(text, sentence.start, sentence.end):
            if not any(t.start < match.end() and match.start() < t.end for t in found):
                found.append(_Time(name, match.start(), match.end()))
    return sorted(found, key=lambda time: time.start)


@packs.cached
def _earlier() -> re.Pattern[str]:
    return compiled(packs.together("claims.earlier"))


@packs.cached
def _now() -> re.Pattern[str]:
    return compiled(packs.together("claims.now"))


@packs.cached
def _changed() -> re.Pattern[str]:
    return compiled(packs.together("claims.changes"))


def _beside(
    text: str, number: Span, times: Sequence[_Time], numbers: Sequence[Span]
) -> _Time | None:
    """Return a time that stands in a number's own brackets, or right behind it."""
    starts = [each.start for each in numbers]
    at = bisect_left(starts, number.start)
    before = numbers[at - 1].end if at else -1
    behind = numbers[at + 1].start if at + 1 < len(numbers) else len(text)
    opened = text.rfind("(", max(before, 0), number.start)
    if opened >= 0 and ")" not in text[opened : number.start]:
        inside = [t for t in times if opened < t.start and t.end <= number.start]
        if inside:
            return inside[-1]
    for time in times:
        if number.end <= time.start < behind:
            between = text[number.end : time.start]
            bracketed = re.fullmatch(r"\W*\([^()\d]*", between) is not None
            bracketed = bracketed and ")" in text[time.end : behind]
            near = len(between) <= BESIDE and not _PARTING.search(between)
            last = at + 1 == len(numbers) or ";" in text[time.end : behind]
            last = last and not re.search(r"[;:(]", between)
            return time if bracketed or near or last else None
    return None


def _before(
    text: str, sentence: Span, number: Span, times: Sequence[_Time], taken: set[_Time]
) -> _Time | None:
    """Return the time before a number that holds for all behind it up to a semicolon."""
    since = text.rfind(";", sentence.start, number.start)
    for time in reversed(times):
        if time.end > number.start or time in taken:
            continue
        if time.start < since:
            return None
        opened = text.rfind("(", sentence.start, time.start)
        shut = text.find(")", time.end, number.start)
        if opened >= 0 and shut >= 0 and ")" not in text[opened : time.start]:
            continue
        return time
    return None


def _is_left(text: str, sentence: Span, number: Span) -> bool:
    """Say whether a number is what a change began from: "from 31 %", "instead of the 19 %"."""
    led = _began().search(text, sentence.start, number.start)
    return bool(led and _changed().search(text, sentence.start, sentence.end))
