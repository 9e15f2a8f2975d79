"""Find the numbers of a draft: percentages, counts, means and medians, in digits and in words.

Number words come from the Unicode CLDR's spelling rules, in English, Russian and Serbian of
both scripts. Years, dates, ages and the numbers of graphs, tables and notes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

LANGUAGES = ("en", "ru", "sr", "sr_Latn")


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


_PERCENT = (
    r"(?:%|٪|percent\b(?!age)|per\s?cent\b|pct\b|процент(?!н)\w*|procen[ta]\w*(?!n)|процената"
    r"|posto\b|odsto\b|посто\b|одсто\b)"
)
_POINTS = (
    r"(?:percentage[- ]points?|per ?cent(?:age)? points?|p\.?p\.?(?!\w)|%[- ]points?"
    r"|процентн\w+ пункт\w*|п\.\s?п\.|procentn\w+ poen\w*|процентн\w+ поен\w*)"
)
_PEOPLE = (
    r"(?:respondents?|people|persons?|participants?|interviewees?|interviews?|men|women|russians?"
    r"|adults?|emigrants?|immigrants?|migrants?|answers?|individuals?|респондент\w*|человек\w*"
    r"|участни\w*|опрошенн\w*|интервью|людей|ispitani\w*|osob\w+|ljudi|učesni\w*|sagovorni\w*"
    r"|испитани\w*|људи)"
)
_DIGITS = re.compile(
    r"(?<![\w.,/№#§-])(?P<n>\d{1,3}(?:[ \u00a0]\d{3})+"
    r"|\d+)(?:(?P<point>[.,])(?P<part>\d{1,4}))?(?![\w/])"
)
_UNIT = re.compile(
    rf"\s{{0,2}}(?:(?P<points>{_POINTS})|(?P<percent>{_PERCENT})"
    rf"|(?P<people>(?:[a-zа-яё-]+\s){{0,2}}?{_PEOPLE}))",
    re.I,
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:graph|table|figure|fig|chart|chapter|section|page|pp?|note|footnote|question|q|no|vol"
    r"|item|annex|appendix|step|график\w*|таблиц\w*|рис\w*|стр|гл\w*|grafikon\w*|tabel\w*|slik\w*"
    r"|str|графикон\w*|табел\w*)\.?\s*|[$€£#№§]\s?)$",
    re.I,
)
_BASE_BEFORE = re.compile(r"\b[nN]\s*=\s*$")
_STATISTIC = re.compile(
    r"\b(?:(?P<median>median\w*|медиан\w*|medijan\w*)|(?P<mean>mean|average[sd]?|M(?=\s*=)"
    r"|средн\w+|prose[čk]\w*|просе[чк]\w*))\b[^.;%]{0,60}$",
    re.I,
)
_JOINS = re.compile(
    r"\s*(?:,|;|/|[-–—]|,?\s*(?:and|or|to|against|versus|vs\.?|и|или|до|против|i|ili|do"
    r"|naspram|и|до)\s)\s*(?:about |around |only |just |лишь |всего |samo )?\s*$"
)
_HEDGES = (
    (
        "under",
        r"almost|nearly|close to|just (?:under|below|short of)|under|less than|fewer than"
        r"|below|up to"
        r"|not quite|почти|менее|меньше|до|под|skoro|gotovo|manje od|ispod|скоро|готово"
        r"|мање од|испод",
    ),
    (
        "over",
        r"over|more than|above|just over|at least|exceed\w*|upwards of|slightly more than|более"
        r"|больше|свыше|не менее|više od|preko|iznad|barem|najmanje|више од|преко|изнад",
    ),
    (
        "about",
        r"about|around|approximately|roughly|some|circa|ca\.?|approx\.?|an estimated|or so|around"
        r"|около|примерно|приблизительно|порядка|oko|približno|otprilike|око|приближно",
    ),
)
_HEDGE = [
    (name, re.compile(rf"(?<!\w)(?:{pattern})\s+(?:a |the |just )?$", re.I))
    for name, pattern in _HEDGES
]


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
    for match in _DIGITS.finditer(text):
        before = text[max(0, match.start() - 70) : match.start()]
        if _NOT_BEFORE.search(before):
            continue
        part = match["part"] or ""
        value = float(re.sub(r"\D", "", match["n"]) + (f".{part}" if part else ""))
        unit = _UNIT.match(text, match.end())
        kind, end = Kind.BARE, match.end()
        statistic = _STATISTIC.search(before)
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


# ── words ──


@cache
def _table() -> dict[str, int]:
    """Return the single words of which numbers are spelled, with what each adds."""
    from unicode_rbnf import RbnfEngine

    spelled: dict[str, int] = {}
    plain = [*range(21), *range(30, 100, 10), *range(100, 1000, 100)]
    for language in LANGUAGES:
        engine = RbnfEngine.for_language(language)
        for value in plain:
            for form in engine.format_number(value).text_by_ruleset.values():
                if form.isalpha():
                    spelled.setdefault(form.lower(), value)
    spelled["hundred"] = 100
    for gone in ("oh", "о"):
        spelled.pop(gone, None)
    return spelled


_WORDS = re.compile(r"[^\W\d_]+")
_AND = {"and", "и", "i"}
_POINT = {"point", "zarez", "zapeta", "зарез", "запета"}
_WHOLE = {"целых", "целая", "целые", "целой", "cela", "cijela", "цела"}
_TENTHS = {"десятых": 10, "десятая": 10, "десятой": 10, "сотых": 100, "сотая": 100}


def _in_words(text: str) -> Iterator[Number]:
    table = _table()
    listed = list(_WORDS.finditer(text))
    at = 0
    while at < len(listed):
        if listed[at].group().lower() not in table:
            at += 1
            continue
        upto, value, decimals = _spelled(text, listed, at, table)
        unit = _UNIT.match(text, listed[upto - 1].end())
        if unit and (unit["percent"] or unit["points"]):
            name = "points" if unit["points"] else "percent"
            yield Number(
                listed[at].start(),
                unit.end(name),
                value,
                decimals,
                Kind.POINTS if unit["points"] else Kind.PERCENT,
                words=True,
            )
        elif unit and unit["people"] and not decimals and value > 1:
            yield Number(
                listed[at].start(), listed[upto - 1].end(), value, 0, Kind.COUNT, words=True
            )
        at = upto


def _spelled(
    text: str, listed: list[re.Match[str]], at: int, table: dict[str, int]
) -> tuple[int, float, int]:
    """Return where a spelled number ends (a word's place), its value and decimals."""
    total = 0
    last = 10_000
    place = at
    while place < len(listed):
        word = listed[place].group().lower()
        between = text[listed[place - 1].end() : listed[place].start()] if place > at else ""
        if between.strip(" -\u00a0"):
            break
        if word == "hundred" and 0 < total < 10:
            total, last = total * 100, 100
        elif word in table and _fits(table[word], last):
            total, last = total + table[word], table[word]
        elif word in _AND and place > at and place + 1 < len(listed):
            following = listed[place + 1].group().lower()
            if following not in table or not _fits(table[following], last):
                break
        else:
            break
        place += 1
    value, decimals = float(total), 0
    if place + 1 < len(listed):
        word = listed[place].group().lower()
        after = place + 1
        if word in _WHOLE and listed[after].group().lower() in _AND:
            after += 1
        if word in _POINT | _WHOLE and after < len(listed):
            digits = ""
            while after < len(listed) and len(digits) < 3:
                digit = table.get(listed[after].group().lower())
                if digit is None or (digits and digit > 9):
                    break
                digits += str(digit)
                after += 1
            if digits:
                decimals = len(digits)
                scale = 10**decimals
                if after < len(listed) and listed[after].group().lower() in _TENTHS:
                    scale = _TENTHS[listed[after].group().lower()]
                    decimals = len(str(scale)) - 1
                    after += 1
                value, place = total + int(digits) / scale, after
    return place, value, decimals


def _fits(value: int, last: int) -> bool:
    """Say whether a word may follow one of value `last`: tens after hundreds, ones after tens."""
    if last >= 1000:
        return True
    if last >= 100:
        return value < 100
    return last >= 20 and last % 10 == 0 and 0 < value < 10


# ── what stands around ──


def _joined(text: str, listed: list[Number]) -> list[Number]:
    """Give numbers of a list the unit that stands behind its last: `57.4, 47.7 and 42 %`."""
    made = list(listed)
    for at in range(len(made) - 2, -1, -1):
        number, after = made[at], made[at + 1]
        between = text[number.end : after.start]
        if (
            number.kind in (Kind.BARE, Kind.MEAN)
            and after.kind in (Kind.PERCENT, Kind.POINTS)
            and number.value <= 100
            and _JOINS.fullmatch(between)
        ):
            made[at] = replace(number, kind=after.kind)
    return made


def _hedged(text: str, listed: list[Number]) -> list[Number]:
    made = []
    for number in listed:
        before = text[max(0, number.start - 32) : number.start]
        about = next((name for name, shape in _HEDGE if shape.search(before)), "")
        made.append(replace(number, about=about) if about else number)
    return made
