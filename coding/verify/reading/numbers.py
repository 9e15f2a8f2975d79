"""Find the numbers of a draft: percentages, counts, means and medians, in digits and in words.

Which words are units, hedges or people stands in the language packs. Years, dates, ages and the
numbers of graphs, tables and notes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from coding.language import numbers, packs
from coding.language.phrases import alternatives


class Kind(StrEnum):
    """What a number states. POINTS are percentage points, TIMES a ratio in words."""

    PERCENT = "percent"
    COUNT = "count"
    BASE = "base"
    MEAN = "mean"
    MEDIAN = "median"
    POINTS = "points"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Number:
    """A number at characters `start` to `end`, its unit included.

    `decimals` are those printed. `about` is `""`, or how it is hedged: `about`, `under` (up to
    it, perhaps not quite) or `over`. `words` says that it is spelled out.
    """

    start: int
    end: int
    value: float
    decimals: int
    kind: Kind
    about: str = ""
    words: bool = False


_DIGITS = re.compile(
    r"(?<![\w.,/№#§-])(?P<n>\d{1,3}(?:[ \u00a0]\d{3})+"
    r"|\d+)(?:(?P<point>[.,])(?P<part>\d{1,4}))?(?![\w/])"
)
_BASE_BEFORE = re.compile(r"\b[nN]\s*=\s*$")
_SIGNS_OF_MEANS = r"|\bM(?=\s*=)"
"""How a mean is called in any language, as in "M = 3.2"."""


@packs.cached
def _unit() -> re.Pattern[str]:
    """Return a pattern for what stands behind a number: its unit, or the people it counts."""
    points, percent = (packs.together(f"units.{name}") for name in ("points", "percent"))
    people = alternatives(packs.together("people.respondents"))
    return re.compile(
        rf"\s{{0,2}}(?:(?P<points>{alternatives(points)})|(?P<percent>{alternatives(percent)})"
        rf"|(?P<people>(?:[^\W\d_][^\W\d_-]*\s){{0,2}}?{people}))",
        re.I,
    )


@packs.cached
def _labelled() -> re.Pattern[str]:
    """Return a pattern for what a number only labels: table 3, § 5."""
    signs = "".join(map(re.escape, packs.together("prefixes")))
    return re.compile(rf"(?:{alternatives(packs.together('labels'))}\.?\s*|[{signs}]\s?)$", re.I)


@packs.cached
def _statistic() -> re.Pattern[str]:
    mean, median = (packs.together(f"statistics.{name}") for name in ("mean", "median"))
    return re.compile(
        rf"(?:(?P<median>{alternatives(median)})|(?P<mean>{alternatives(mean)}{_SIGNS_OF_MEANS}))"
        r"[^.;%]{0,60}$",
        re.I,
    )


@packs.cached
def _joins() -> re.Pattern[str]:
    joins, before = (alternatives(packs.together(f"lists.{name}")) for name in ("joins", "before"))
    return re.compile(rf"\s*(?:,|;|/|[-–—]|,?\s*{joins}\s)\s*(?:{before}\s)?\s*$", re.I)


@packs.cached
def hedge_before() -> re.Pattern[str]:
    """Return a pattern for a hedge at the end of what stands before a number or quantifier.

    Its groups are `over`, `under`, `nearly` and `about`.
    """
    names = ("nearly", "under", "over", "about")
    listed = (f"(?P<{name}>{alternatives(packs.together(f'hedges.{name}'))})" for name in names)
    between = alternatives(packs.together("hedges.between"))
    return re.compile(rf"(?:{'|'.join(listed)})\s+(?:{between}\s+)?$", re.I)


def find(text: str) -> list[Number]:
    """Return the numbers of a text that may be figures, in order.

    >>> [(n.value, n.kind.value, n.about) for n in find("About 57.4 % of 300 people in 2022")]
    [(57.4, 'percent', 'about'), (300.0, 'count', '')]
    >>> [n.value for n in find("sixty-one point two per cent, and шестьдесят процентов")]
    [61.2, 60.0]
    """
    listed = [*_in_digits(text), *_in_words(text)]
    listed.sort(key=lambda n: n.start)
    return _hedged(text, _joined(text, listed))


def _in_digits(text: str) -> Iterator[Number]:
    labelled, unit_of, statistic_of = _labelled(), _unit(), _statistic()
    for match in _DIGITS.finditer(text):
        before = text[max(0, match.start() - 70) : match.start()]
        if labelled.search(before):
            continue
        part = match["part"] or ""
        value = float(re.sub(r"\D", "", match["n"]) + (f".{part}" if part else ""))
        unit = unit_of.match(text, match.end())
        kind, end = Kind.BARE, match.end()
        statistic = statistic_of.search(before)
        if unit and unit["points"]:
            kind, end = Kind.POINTS, unit.end("points")
        elif unit and unit["percent"]:
            kind, end = Kind.PERCENT, unit.end("percent")
        elif _BASE_BEFORE.search(before):
            kind = Kind.BASE
        elif unit and unit["people"] and not part:
            kind = Kind.COUNT
        elif statistic:
            kind = Kind.MEDIAN if statistic["median"] else Kind.MEAN
        if kind is Kind.BARE and not part and 1900 <= value <= 2100:
            continue
        yield Number(match.start(), end, value, len(part), kind)


def _in_words(text: str) -> Iterator[Number]:
    for spelled in numbers.spelled(text):
        unit = _unit().match(text, spelled.end)
        if unit and (unit["percent"] or unit["points"]):
            name = "points" if unit["points"] else "percent"
            kind, end = Kind(name), unit.end(name)
        elif unit and unit["people"] and not spelled.decimals and spelled.value > 1:
            kind, end = Kind.COUNT, spelled.end
        else:
            continue
        yield Number(spelled.start, end, spelled.value, spelled.decimals, kind, words=True)


# ── what stands around ──


def _joined(text: str, listed: list[Number]) -> list[Number]:
    """Give numbers of a list the unit that stands behind its last: `57.4, 47.7 and 42 %`."""
    made = list(listed)
    joins = _joins()
    for at in range(len(made) - 2, -1, -1):
        number, after = made[at], made[at + 1]
        between = text[number.end : after.start]
        if (
            number.kind in (Kind.BARE, Kind.MEAN)
            and after.kind in (Kind.PERCENT, Kind.POINTS)
            and number.value <= 100
            and joins.fullmatch(between)
        ):
            made[at] = replace(number, kind=after.kind)
    return made


def _hedged(text: str, listed: list[Number]) -> list[Number]:
    made = []
    shape = hedge_before()
    for number in listed:
        hedge = shape.search(text, max(0, number.start - 32), number.start)
        about = _ABOUT[str(hedge.lastgroup)] if hedge else ""
        made.append(replace(number, about=about) if about else number)
    return made


_ABOUT = {"nearly": "under", "under": "under", "over": "over", "about": "about"}
