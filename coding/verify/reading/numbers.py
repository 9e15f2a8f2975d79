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


_BASE_BEFORE = re.compile(r"\b[nN]\s*=\s*$")
_SIGNS_OF_MEANS = r"|\bM(?=\s*=)"
"""How a mean is called in any language, as in "M = 3.2"."""


@packs.cached
def _digits(language: str) -> re.Pattern[str]:
    """Return a pattern for a number in digits, its thousands parted as its language does."""
    marks = "".join(map(re.escape, packs.of("numbers.groups", language) if language else ()))
    grouped = rf"|\d{{1,3}}(?:[{marks}]\d{{3}})+(?![\d{marks}]\d)(?!\d)" if marks else ""
    glued = "|".join(re.escape(w) for w in packs.together("units.points") if w[0].isalpha())
    return re.compile(
        rf"(?<![\w.,/№#§-])(?:(?P<n>\d{{1,3}}(?:[ \u00a0]\d{{3}})+(?!\d){grouped}"
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
    between = rf"(?!{none})[^\W\d_][^\W\d_-]*\s"
    return re.compile(
        rf"\s{{0,2}}(?:(?P<points>{words('units.points')})|(?P<bare>{words('units.bare_points')})"
        rf"|(?P<percent>{words('units.percent')})"
        rf"|(?P<people>(?:{between}){{0,2}}?{words('people.respondents')})"
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


def find(text: str, language: str = "") -> list[Number]:
    """Return the numbers of a text that may be figures, in order.

    Its language tells whether `4,005` is four thousand and five.

    >>> [(n.value, n.kind.value, n.about) for n in find("About 57.4 % of 300 people in 2022")]
    [(57.4, 'percent', 'about'), (300.0, 'count', '')]
    >>> [n.value for n in find("sixty-one point two per cent, and шестьдесят процентов")]
    [61.2, 60.0]
    """
    listed = [*_in_digits(text, language), *_in_words(text, language)]
    listed.sort(key=lambda n: n.start)
    listed = _means(text, _joined(text, _without_ages(text, _without_years(text, listed))))
    return _hedged(text, _counted(text, language, listed))


def _in_digits(text: str, language: str) -> Iterator[Number]:
    labelled, unit_of = _labelled(), _unit(language)
    for match in _digits(language).finditer(text):
        before = text[max(0, match.start() - 70) : match.start()]
        if labelled.search(before):
            continue
        unit = unit_of.match(text, match.end())
        whole, part = match["n"] or "", match["part"] or ""
        if match["glued"]:
            whole, _, part = match["glued"].replace(",", ".").partition(".")
        elif (grouped := re.fullmatch(r"(\d+)[.,](\d{3})", whole)) and unit and unit["percent"]:
            whole, part = grouped[1], grouped[2]
        value = float(re.sub(r"\D", "", whole) + (f".{part}" if part else ""))
        if match["glued"]:
            yield Number(match.start(), match.end("unit"), value, len(part), Kind.POINTS)
            continue
        kind, end = _kind(text, match.span(), before, unit, value, whole=not part)
        yield Number(match.start(), end, value, len(part), kind)


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
    counted = unit[str(said)] if unit and said in ("people", "kinds", "replies") else ""
    if (
        whole
        and counted
        and (value >= MANY or not _replies().search(counted))
        and not _range_before().search(before)
    ):
        return Kind.COUNT, end
    if statistic and said != "others" and not _beyond().search(before):
        return (Kind.MEDIAN if statistic["median"] else Kind.MEAN), end
    return Kind.BARE, end


MANY = 30
"""The fewest answers or questionnaires that count people: five answers are a question's."""


@packs.cached
def _range_before() -> re.Pattern[str]:
    """Return a pattern for the lower end of a range: "26 to" 30 pupils counts nobody."""
    return re.compile(rf"\d\s?(?:[-–]|{alternatives(packs.together('ages.to'))})\s?$", re.I)


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
    return bool(shares.search(text, max(0, start - 240), end + 100))


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


# ── what stands around ──


def _without_ages(text: str, listed: list[Number]) -> list[Number]:
    """Leave out ages: "29% are under 35, 41% between 35 and 59 and 30% older"."""
    kept: list[Number] = []
    before = _ages()
    aged, last = False, None  # whether the number before is an age
    for number in listed:
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


@packs.cached
def _ages() -> re.Pattern[str]:
    """Return a pattern for words that may stand before an age: under, older than."""
    listed = (*packs.together("ages.before"), *packs.together("ages.beyond"))
    return re.compile(rf"{alternatives(listed)}\s$", re.I)


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


def _means(text: str, listed: list[Number]) -> list[Number]:
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
                and not re.search(r"\n\s*\n|[.!?]\s", between)
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


def _counted(text: str, language: str, listed: list[Number]) -> list[Number]:
    """Read what counts people without naming them: 153 of 318, 225 against 187, the 126 who."""
    made = {n.start: n for n in listed}
    words = {s.end: s for s in numbers.spelled(text) if not s.decimals}
    digits = {n.end: n for n in listed if n.kind in (Kind.BARE, Kind.COUNT, Kind.BASE)}
    part_of, things, who, versus = _of_whole(language)
    for whole in listed:
        if whole.kind not in (Kind.BARE, Kind.COUNT, Kind.BASE) or whole.decimals or whole.words:
            continue
        if whole.kind is Kind.BARE and things.match(text, whole.end):
            continue
        begin = max(0, whole.start - 24)
        if whole.value > SMALL and (of := part_of.search(text, begin, whole.start)):
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
    return [made[start] for start in sorted(made)]


SMALL = 10
"""The largest number that counts nobody unless people are named: eight of ten is a grade."""


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
        re.compile(rf",?\s{words('people.who')}", re.I),
        re.compile(rf"\s{words('people.against')}\s$", re.I),
    )


def _without_years(text: str, listed: list[Number]) -> list[Number]:
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


def _hedged(text: str, listed: list[Number]) -> list[Number]:
    made = []
    shape = hedge_before()
    for number in listed:
        hedge = shape.search(text, max(0, number.start - 32), number.start)
        about = ABOUT[str(hedge.lastgroup)] if hedge else ""
        made.append(replace(number, about=about) if about else number)
    return made


ABOUT = {"nearly": "under", "under": "under", "over": "over", "about": "about"}
