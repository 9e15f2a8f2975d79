"""Find the numbers of a draft: percentages, counts, means and medians, in digits and in words.

Which words are units, hedges or people stands in the language packs. Years, dates, ages and the
numbers of graphs, tables and notes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from coding.language import numbers, packs
from coding.language.phrases import alternatives
from coding.verify.reading.number import Kind, Number
from coding.verify.reading.standing import (
    SYMBOL,
    counted,
    joined,
    led,
    means,
    range_before,
    without_ages,
    without_years,
)
from coding.verify.reading.text import JOINER

__all__ = ["Kind", "Number", "find", "hedge_before", "hedge_of"]

_BASE_BEFORE = re.compile(r"\b[nN]\s*=\s*$")
_SPREAD = re.compile(r"(?:±|\+/[-–])\s?$")
"""What stands before how far off a number may be."""

_SIGNS_OF_MEANS = r"|\bM(?=\s*=)"
"""How a mean is called in any language, as in "M = 3.2"."""


@packs.cached
def _digits(language: str) -> re.Pattern[str]:
    """Return a pattern for a number in digits, its thousands parted as its language does."""
    marks = "".join(map(re.escape, packs.of("numbers.groups", language) if language else ()))
    grouped = rf"|\d{{1,3}}(?:[{marks}]\d{{3}})+(?![\d{marks}]\d)(?!\d)" if marks else ""
    glued = "|".join(re.escape(w) for w in packs.together("units.points") if w[0].isalpha())
    return re.compile(
        rf"(?<![\w.,/№#§-])(?:(?P<n>\d{{1,3}}(?:[ \u00a0]{JOINER}*\d{{3}})+(?!\d){grouped}"
        rf"|\d+)(?:(?P<point>[.,])(?P<part>\d{{1,4}}))?(?![\w/])"
        rf"|(?P<glued>\d+(?:[.,]\d{{1,2}})?)(?=(?P<unit>{glued})(?!\w)))",
        re.I,
    )


@packs.cached
def _unit(language: str) -> re.Pattern[str]:
    """Return a pattern for what stands behind a number: its unit, or the people it counts."""

    def words(*keys: str) -> str:
        return alternatives(word for key in keys for word in packs.together(key))

    things = ("people.things", "ages.years", "units.others")
    none = alternatives(word for key in things for word in packs.of(key, language))
    verb = rf"(?!(?:\w+\s|%\s?){{0,2}}?{words('units.pointing')})"
    between = rf"(?:(?!{none})[^\W\d_][^\W\d_-]*|(?:[^\W\d_]\.)+)\s"
    return re.compile(
        rf"{JOINER}*\s{{0,2}}{JOINER}*(?:(?P<points>{verb}{words('units.points')})|(?P<bare>{verb}{words('units.bare_points')})"
        rf"|(?P<percent>{words('units.percent')})"
        rf"|(?P<people>(?:{between}){{0,2}}?{words('people.respondents', 'people.interviewees')})"
        rf"|(?P<kinds>(?:{between}){{0,1}}?{words('people.kinds')})"
        rf"|(?P<replies>(?:{between}){{0,1}}?{words('people.replies')})"
        rf"|(?P<others>{alternatives(packs.of('units.others', language))}))",
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
        r"(?:[^.;%]|(?<=\d)\.(?=\d)){0,60}$",
        re.I,
    )


@packs.cached
def hedge_before() -> re.Pattern[str]:
    """Return a pattern for a hedge at the end of what stands before a number or quantifier.

    Its groups are `over`, `under`, `nearly`, `about` and `exact`, which is none: "no more than".
    """
    names = ("exact", "nearly", "under", "over", "about")
    listed = (f"(?P<{name}>{alternatives(packs.together(f'hedges.{name}'))})" for name in names)
    between = alternatives(packs.together("hedges.between"))
    return re.compile(rf"(?:{'|'.join(listed)})\s+(?:{between}\s+)?[*_]*$", re.I)


def find(text: str, language: str = "") -> list[Number]:
    """Return the numbers of a text that may be figures, in order.

    Its language tells whether `4,005` is four thousand and five.

    >>> [(n.value, n.kind.value, n.about) for n in find("About 57.4 % of 300 people in 2022")]
    [(57.4, 'percent', 'about'), (300.0, 'count', '')]
    >>> [(n.value, n.kind.value) for n in find("37 per cent point to it, 3 per cent points fewer")]
    [(37.0, 'percent'), (3.0, 'points')]
    >>> [n.value for n in find("sixty-one point two per cent, and шестьдесят процентов")]
    [61.2, 60.0]
    """
    listed = [*_in_digits(text, language), *_in_words(text, language), *_slashed(text)]
    listed.sort(key=lambda n: n.start)
    listed = joined(text, without_ages(text, without_years(text, listed)))
    listed = means(text, led(text, listed))
    return _hedged(text, counted(text, language, listed))


def _in_digits(text: str, language: str) -> Iterator[Number]:
    labelled, unit_of = _labelled(), _unit(language)
    for match in _digits(language).finditer(text):
        before = text[max(0, match.start() - 70) : match.start()]
        times, behind = _large(text, match.end())
        unit = unit_of.match(text, behind)
        if labelled.search(before) and not (unit and unit["percent"]):
            continue
        whole, part = match["n"] or "", match["part"] or ""
        if match["glued"]:
            whole, _, part = match["glued"].replace(",", ".").partition(".")
        elif (grouped := re.fullmatch(r"(\d+)[.,](\d{3})", whole)) and unit and unit["percent"]:
            whole, part = grouped[1], grouped[2]
        value = float(re.sub(r"\D", "", whole) + (f".{part}" if part else ""))
        if match["glued"]:
            yield Number(match.start(), match.end("unit"), value, len(part), Kind.POINTS)
            continue
        if times > 1:
            value, part = round(value * times, 6), ""
        at = (match.start(), behind)
        kind, end = _kind(text, at, before, unit, value, whole=not part)
        if kind is Kind.BARE and _SPREAD.search(before):
            continue
        yield Number(match.start(), end, value, len(part), kind)


@packs.cached
def _larger() -> tuple[tuple[float, re.Pattern[str]], ...]:
    return tuple(
        (float(number), re.compile(rf"[\s\u00a0]{alternatives(words)}", re.I))
        for pack in packs.every()
        for number, words in pack.numbers.large.items()
    )


def _large(text: str, end: int) -> tuple[float, int]:
    """Return by what a word behind a number's digits multiplies it, and where that ends.

    >>> _large("1.2 million people", 3)
    (1000000.0, 11)
    """
    for times, shape in _larger():
        if match := shape.match(text, end):
            return times, match.end()
    return 1.0, end


_SLASH = re.compile(r"(?<![\w/.,-])(\d{1,5})/(\d{2,5})(?![\w/]|[.,-]\d)")
_DAYS = 31


def _slashed(text: str) -> Iterator[Number]:
    """Return part and whole of people as in "(412/665)": what may be no date and no season."""
    for match in _SLASH.finditer(text):
        part, whole = int(match[1]), int(match[2])
        if part <= whole > _DAYS and not 1900 <= whole <= 2100:
            for group, value in ((1, part), (2, whole)):
                yield Number(match.start(group), match.end(group), float(value), 0, Kind.COUNT)


def _kind(
    text: str,
    at: tuple[int, int],
    before: str,
    unit: re.Match[str] | None,
    value: float,
    *,
    whole: bool,
) -> tuple[Kind, int]:
    """Return what a number states by what stands beside it, and where that ends."""
    start, end = at
    said = unit.lastgroup if unit else ""
    statistic = _statistic().search(before)
    if unit and said == "points":
        return Kind.POINTS, unit.end("points")
    if unit and said == "bare" and not statistic and _is_of_shares(text, start, unit.end()):
        return Kind.POINTS, unit.end("bare")
    if unit and said == "percent":
        return Kind.PERCENT, unit.end("percent")
    if _BASE_BEFORE.search(before):
        return Kind.BASE, end
    them = unit[str(said)] if unit and said in ("people", "kinds", "replies") else ""
    of_people = them and (value >= MANY or not _replies().search(them))
    if whole and of_people and not range_before().search(before):
        return Kind.COUNT, end
    other = (
        said == "others"
        or _beyond().search(before)
        or _out_of().search(before)
        or SYMBOL.search(before)
    )
    if statistic and not other:
        return (Kind.MEDIAN if statistic["median"] else Kind.MEAN), end
    return Kind.BARE, end


MANY = 30
"""The fewest answers or questionnaires that count people: five answers are a question's."""


@packs.cached
def _out_of() -> re.Pattern[str]:
    """Return a pattern for what leads to the end of a scale: 4.1 out of 5."""
    return re.compile(rf"\d\s{alternatives(packs.together('fractions.few'))}\s$", re.I)


@packs.cached
def _beyond() -> re.Pattern[str]:
    """Return a pattern for words right before an age: older than, aged."""
    return re.compile(rf"{alternatives(packs.together('ages.beyond'))}\s$", re.I)


@packs.cached
def _shares_spoken_of() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns for words by which one speaks of shares, and of grades."""
    shares = alternatives([*packs.together("units.percent"), *packs.together("units.shares")])
    return re.compile(shares, re.I), re.compile(alternatives(packs.together("units.scales")), re.I)


def _is_of_shares(text: str, start: int, end: int) -> bool:
    """Say whether bare "points" are percentage points: where shares stand near, and no grades."""
    shares, scales = _shares_spoken_of()
    here = re.split(r"\n|[.!?]\s", text[max(0, start - 160) : start])[-1]
    if scales.search(here) or scales.search(text, end, end + 24):
        return False
    rest = re.split(r"\n|[.!?](?:\s|$)", text[end : end + 100])[0]
    return bool(shares.search(text, max(0, start - 240), end + len(rest)))


def _in_words(text: str, language: str) -> Iterator[Number]:
    for spelled in numbers.spelled(text):
        unit = _unit(language).match(text, spelled.end)
        said = unit.lastgroup if unit else ""
        if unit and said in ("percent", "points"):
            kind, end = Kind(said), unit.end(said)
        elif unit and said == "bare" and _is_of_shares(text, spelled.start, unit.end()):
            kind, end = Kind.POINTS, unit.end("bare")
        elif unit and said == "people" and not spelled.decimals and _counts(text, spelled, unit):
            kind, end = Kind.COUNT, spelled.end
        else:
            continue
        yield Number(spelled.start, end, spelled.value, spelled.decimals, kind, words=True)


def _counts(text: str, spelled: numbers.Spelled, unit: re.Match[str]) -> bool:
    """Say whether a number word counts people: "two people", but "the two answers" does not."""
    if _replies().search(unit["people"]):
        return False
    return spelled.value > 1 or bool(_one_of_them().match(text, spelled.end))


@packs.cached
def _replies() -> re.Pattern[str]:
    return re.compile(alternatives(packs.together("people.replies")) + "$", re.I)


@packs.cached
def _one_of_them() -> re.Pattern[str]:
    return re.compile(rf"\s{alternatives(packs.together('people.interviewee_labels'))}", re.I)


def _hedged(text: str, listed: list[Number]) -> list[Number]:
    made = []
    ended = 0
    for number in listed:
        about = hedge_of(text, number.start, ended, digits=not number.words)
        made.append(replace(number, about=about) if about else number)
        ended = number.end
    return made


_ABOUT = {"nearly": "under", "under": "under", "over": "over", "about": "about", "exact": ""}
_BARELY = re.compile(r"\s+[*_]*")


def hedge_of(text: str, start: int, ended: int = 0, *, digits: bool = False) -> str:
    """Return how a number is hedged: `over`, `under`, `about`, or "".

    Right behind another number, which ended at a character, "to" leads to the other end. Where an
    article stands before digits two figures are compared: "fewer than the 17 %".

    >>> [hedge_of(t, len(t)) for t in ("more than ", "no more than ", "nearly a ", "to ")]
    ['over', '', 'under', '']
    >>> hedge_of("fewer than the ", 15, digits=True), hedge_of("с 38 до ", 8, 4)
    ('', '')
    """
    hedge = hedge_before().search(text, max(0, start - HEDGE_REACH), start)
    if hedge is None:
        return ""
    name = str(hedge.lastgroup)
    if digits and not _BARELY.fullmatch(text, hedge.end(name), start):
        return ""
    if ended and not text[ended : hedge.start()].strip():
        return ""
    return _ABOUT[name]


HEDGE_REACH = 32
"""How many characters before a number its hedge may begin."""
