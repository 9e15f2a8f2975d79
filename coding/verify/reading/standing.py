"""Tell what numbers state by what stands near them: lists, ages, years, means, k of N.

A number that has no unit of its own is read by its neighbours: in "57, 47 and 42 %" all three are
percentages, in "29 % are under 35, 41 % older" 35 is an age, in "153 of 318" both count people.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from coding.language import numbers, packs
from coding.language.phrases import alternatives
from coding.verify.reading.number import Kind, Number
from coding.verify.reading.text import JOINER

SYMBOL = re.compile(r"(?<!\w)(?!M\b|Md?n?\b|Me\b)[^\W\d_]{1,3}\s?[=<>≤≥]\s?$|(?<!\w)[A-Z]{2,3}\s$")
"""How a number is called that is neither mean nor median: SD = 1.1, p < 0.05, SE 0.2."""


@packs.cached
def _joins() -> re.Pattern[str]:
    joins, before = (alternatives(packs.together(f"lists.{name}")) for name in ("joins", "before"))
    return re.compile(rf"\s*(?:,|;|/|[-–—]|,?\s*{joins}\s)\s*(?:{before}\s)?\s*$", re.I)


@packs.cached
def range_before() -> re.Pattern[str]:
    """Return a pattern for the lower end of a range: "26 to" 30 pupils counts nobody."""
    return re.compile(rf"\d\s?(?:[-–]|{alternatives(packs.together('ages.to'))})\s?$", re.I)


def without_ages(text: str, listed: list[Number]) -> list[Number]:
    """Leave out ages: "29% are under 35, 41% between 35 and 59 and 30% older"."""
    kept: list[Number] = []
    before = _ages()
    ranges = _age_ranges(text, listed)
    aged, last = False, None  # whether the number before is an age
    for number in listed:
        if number.start in ranges:
            last = number
            continue
        between = text[last.end : number.start] if last else ""
        bare = number.kind is Kind.BARE and not number.decimals and number.value < 120
        follows = aged and bool(_joins().fullmatch(between))
        leads = (
            last is not None and last.kind is Kind.PERCENT and not re.search(r"[,;:()]", between)
        )
        aged = bare and (follows or (leads and bool(before.search(between))))
        if not aged:
            kept.append(number)
        last = number
    return kept


def _age_ranges(text: str, listed: list[Number]) -> set[int]:
    """Return where both ends of a range stand that has no unit: 18–29, between 35 and 59."""
    found: set[int] = set()
    to, before, joins = range_before(), _ages(), _joins()
    for first, second in pairwise(listed):
        bare = {first.kind, second.kind} == {Kind.BARE}
        whole = not first.decimals and not second.decimals
        if not (bare and whole and first.value < second.value < 120):
            continue
        between = text[first.end : second.start]
        ranges = to.fullmatch(text, first.end - 1, second.start)
        led = before.search(text, max(0, first.start - 24), first.start)
        if ranges or (led and "," not in between and joins.fullmatch(between)):
            found |= {first.start, second.start}
    return found


@packs.cached
def _ages() -> re.Pattern[str]:
    """Return a pattern for words that may stand before an age: under, older than."""
    listed = (*packs.together("ages.before"), *packs.together("ages.beyond"))
    return re.compile(rf"{alternatives(listed)}\s$", re.I)


def joined(text: str, listed: list[Number]) -> list[Number]:
    """Give numbers of a list the unit that stands behind its last: `57.4, 47.7 and 42 %`.

    Of "those under 35, 41 %" the first is an age.
    """
    made = list(listed)
    joins, ages, whole = _joins(), _ages(), _wholes()
    for at in range(len(made) - 2, -1, -1):
        number, after = made[at], made[at + 1]
        between = text[number.end : after.start].replace(JOINER, "")
        led = between.strip() == "," and not number.decimals
        if led and ages.search(text, max(0, number.start - 24), number.start):
            continue
        if whole.search(text, max(0, number.start - 16), number.start):
            continue  # n = 14 of 26; 54 %
        if _is_counted(text, number, after, between):
            made[at] = replace(number, kind=Kind.COUNT)
            continue
        if (
            number.kind in (Kind.BARE, Kind.MEAN)
            and after.kind in (Kind.PERCENT, Kind.POINTS)
            and number.value <= 100
            and joins.fullmatch(between)
        ):
            made[at] = replace(number, kind=after.kind)
    return made


def _is_counted(text: str, number: Number, after: Number, between: str) -> bool:
    """Say whether a number at the head of a bracket counts people: "(53; 41 %)", "(83, 40.5 %)"."""
    mark = between.strip()
    return (
        number.kind is Kind.BARE
        and after.kind is Kind.PERCENT
        and not number.decimals
        and text[max(0, number.start - 4) : number.start].rstrip("*_ ")[-1:] in ("(", "[")
        and (mark == ";" or (mark == "," and after.decimals > 0))
    )


@packs.cached
def _wholes() -> re.Pattern[str]:
    """Return a pattern for what stands before a whole of which a number is a part: "14 of"."""
    return re.compile(rf"\d\s{alternatives(packs.together('fractions.few'))}\s$", re.I)


LED_WITHIN = 120
"""How many characters may part a number without unit from the share before it."""


@packs.cached
def _led() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(packs.together('units.led'))}[\s*_]$", re.I)


@packs.cached
def _ended() -> re.Pattern[str]:
    words = alternatives(packs.together("lists.joins"))
    return re.compile(rf"[*_]*(?:[,.;)](?!\d)|\s{words}\s|\s*$)", re.I)


def led(text: str, listed: list[Number]) -> list[Number]:
    """Give a number without unit that of the share before it: "24 %, the Greens at 13."."""
    made: list[Number] = []
    before, behind = _led(), _ended()
    for number in listed:
        last = next((n for n in reversed(made) if n.kind is Kind.PERCENT), None)
        if (
            number.kind is Kind.BARE
            and last is not None
            and number.value <= 100
            and number.decimals <= last.decimals
            and number.start - last.end <= LED_WITHIN
            and "\n\n" not in text[last.end : number.start]
            and before.search(text, max(0, number.start - 16), number.start)
            and behind.match(text, number.end)
        ):
            number = replace(number, kind=Kind.PERCENT)
        made.append(number)
    return made


def means(text: str, listed: list[Number]) -> list[Number]:
    """Tell means by what stands behind them, or by the mean that they are named beside.

    "6.7 on average", "internet 3.4 (four years ago 2.9)".
    """
    made: list[Number] = []
    behind = _mean_behind()
    for number in listed:
        before = made[-1] if made else None
        if number.kind is Kind.BARE:
            between = text[before.end : number.start] if before else ""
            beside = (
                before is not None
                and before.kind is Kind.MEAN
                and number.decimals > 0
                and len(between) < 60
                and not re.search(r"\n\s*\n|(?<!\d)[.!?]\s", between)
                and not SYMBOL.search(between)
            )
            if beside or behind.match(text, number.end):
                number = replace(number, kind=Kind.MEAN)
        made.append(number)
    return made


@packs.cached
def _mean_behind() -> re.Pattern[str]:
    """Return a pattern for "on average" behind a number, perhaps with its unit between."""
    mean = alternatives(packs.together("statistics.mean"))
    scales = alternatives([*packs.together("units.scales"), *packs.together("units.bare_points")])
    return re.compile(rf"\s(?:{scales}\s)?[^\W\d_]{{1,2}}\s{mean}", re.I)


def counted(text: str, language: str, listed: list[Number]) -> list[Number]:
    """Return numbers with what counts people unnamed: 153 of 318, 225 against 187, 126 who."""
    made = {n.start: n for n in listed}
    words = {s.end: s for s in numbers.spelled(text) if not s.decimals}
    digits = {n.end: n for n in listed if n.kind in (Kind.BARE, Kind.COUNT, Kind.BASE)}
    part_of, things, who, versus = _of_whole(language)
    for whole in listed:
        if whole.kind not in (Kind.BARE, Kind.COUNT, Kind.BASE) or whole.decimals:
            continue
        if whole.kind is Kind.BARE and things.match(text, whole.end):
            continue
        begin = max(0, whole.start - 24)
        named = whole.kind is Kind.COUNT
        if (named or whole.value > SMALL) and (of := part_of.search(text, begin, whole.start)):
            part = digits.get(of.start()) or words.get(of.start())
            if part is not None and part.value < whole.value:
                made[part.start] = Number(
                    part.start, part.end, part.value, 0, Kind.COUNT, words=part.end in words
                )
                made[whole.start] = replace(whole, kind=Kind.COUNT)
        elif whole.kind is Kind.BARE and whole.value > SMALL:
            against = versus.search(text, begin, whole.start)
            other = digits.get(against.start()) if against else None
            if other is not None and other.kind is Kind.BARE and other.value > SMALL:
                made[other.start] = replace(other, kind=Kind.COUNT)
                made[whole.start] = replace(whole, kind=Kind.COUNT)
            elif who.match(text, whole.end):
                made[whole.start] = replace(whole, kind=Kind.COUNT)
    for first, second in pairwise(listed):
        if _is_part(text, language, first, second):
            made[second.start] = replace(made[second.start], kind=Kind.COUNT)
        elif _has_its_share(text, first, second):
            made[first.start] = replace(made[first.start], kind=Kind.COUNT)
    return [made[start] for start in sorted(made)]


SMALL = 10
"""The largest number that counts nobody unless people are named: eight of ten is a grade."""


def _is_part(text: str, language: str, whole: Number, part: Number) -> bool:
    """Say whether a number is some of those before it: "of 26 interviewees 14 have left"."""
    if whole.kind is not Kind.COUNT or part.kind is not Kind.BARE or part.decimals or whole.words:
        return False
    between = text[whole.end : part.start]
    if not 0 < part.value < whole.value or whole.value <= SMALL or len(between) > 40:
        return False
    of, no_lead = _of_before(language)
    return (
        bool(of.search(text, max(0, whole.start - 12), whole.start))
        and not re.search(r"[.!?;:()]", between)
        and not no_lead.search(between)
        and not _of_whole(language)[1].match(text, part.end)
    )


_OPENS = re.compile(r"\s[(\[]\s?")


def _is_name(before: str) -> bool:
    """Say whether a number stands right behind a name: Java 17."""
    word = before.rstrip(" ").rsplit(" ", 1)[-1]
    return before.endswith(" ") and word.isalnum() and not word.islower()


def _has_its_share(text: str, number: Number, share: Number) -> bool:
    """Say whether a number's share stands behind it: "181 (46.8 %)", but not "Java 17 (41 %)"."""
    whole = number.kind is Kind.BARE and not number.decimals and number.value > SMALL
    if not whole or share.kind is not Kind.PERCENT:
        return False
    before = text[max(0, number.start - 24) : number.start]
    return (
        bool(_OPENS.fullmatch(text, number.end, share.start))
        and not _is_name(before)
        and not _ages().search(before)
    )


@packs.cached
def _of_before(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns for "of (the)" before a whole, and for small words before no part of it."""
    few, stop = (alternatives(packs.together(key)) for key in ("fractions.few", "stop"))
    leads = alternatives([*packs.of("stop", language), *packs.together("ages.before")])
    return re.compile(rf"{few}\s(?:{stop}\s)?$", re.I), re.compile(rf"{leads}\s$", re.I)


@packs.cached
def _of_whole(
    language: str,
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns for "of" between part and whole, for things, for "who", for "against"."""

    def words(*keys: str) -> str:
        return alternatives(word for key in keys for word in packs.of(key, language))

    return (
        re.compile(rf"\s{words('fractions.few')}\s(?:{words('stop')}\s)?$", re.I),
        re.compile(
            rf"\s(?:[^\W\d_]+\s)?{words('people.things', 'units.others', 'ages.years')}", re.I
        ),
        re.compile(
            rf",?\s{words('people.who')}|\s{words('fractions.few')}\s{words('people.pronouns')}",
            re.I,
        ),
        re.compile(rf"\s{words('people.against')}\s$", re.I),
    )


def without_years(text: str, listed: list[Number]) -> list[Number]:
    """Leave out years, also those of people: "20 % of 2023 respondents", "the 2023 responses".

    One counts people only where the draft never names it alone, or has it as its n.
    """

    def year_like(number: Number) -> bool:
        whole = not number.decimals and 1900 <= number.value <= 2100
        return whole and text[number.start : number.end].isdigit()

    years = {n.value for n in listed if n.kind is Kind.BARE and year_like(n)}
    sizes = {n.value for n in listed if n.kind is Kind.BASE}
    of = _of_a_year()

    def is_year(number: Number) -> bool:
        if not year_like(number) or number.kind not in (Kind.BARE, Kind.MEAN, Kind.COUNT):
            return False
        if number.kind is not Kind.COUNT:
            return True
        told = number.value in years and number.value not in sizes
        return told or bool(of.search(text, max(0, number.start - 16), number.start))

    return [number for number in listed if not is_year(number)]


@packs.cached
def _of_a_year() -> re.Pattern[str]:
    percent = alternatives(packs.together("units.percent"))
    of = alternatives([*packs.together("people.of"), *packs.together("stop")])
    return re.compile(rf"{percent}\s(?:{of}\s){{1,2}}$", re.I)
