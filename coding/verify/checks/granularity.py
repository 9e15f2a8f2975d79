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
from coding.model import ClaimState, Evidence, Finding, Level
from coding.verify.checks.outcome import Near, Outcome
from coding.verify.claims import claims_of
from coding.verify.claims.comparing import ROUNDED, band, hedged
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.numbers import Kind, Number

NAME = "granularity"


NUMBER = r"\d{1,3}(?:[ ,.]\d{3})+|\d{1,6}"
"""People, with or without a sign between thousands."""


@packs.cached
def _base_shape() -> re.Pattern[str]:
    """Return a pattern for a number of people that is stated as the base: of the 28.

    An age is none: "people of 65 and over", "from 65 on", nor are hours, and what compares is none:
    "mlađi od 40", "od 40 do 60", where the word for *of* is that for *than* and *from*. Nor is the
    first of a list of groups: "of 118 nurses, 141 cooks". A share behind a comma is no group: "of
    the 28, 46.5 %".
    """
    out_of, small = (alternatives(packs.together(key)) for key in ("people.out_of", "stop"))
    ages = [w for key in ("ages.older", "ages.years", "units.others") for w in packs.together(key)]
    to = alternatives(packs.together("ages.to"))
    joins = alternatives(packs.together("numbers.and_"))
    no_age = rf"(?!\s+{alternatives(ages)})(?!\s*(?:[-–—]|{to})\s*\d)"
    no_item = rf"(?!\s+[^\W\d_]+(?:,\s(?!{_printed_share()})|,?\s{joins}\s)\d)"
    return re.compile(
        rf"{out_of}\s+(?:{small}\s+)?({NUMBER})\b(?![.,]?\d)(?!\s*%){no_age}{no_item}",
        re.I,
    )


@packs.cached
def _comparing() -> re.Pattern[str]:
    """Return a pattern for what stands before a number that something is compared with."""
    than = (*packs.together("ages.beyond"), *packs.together("people.than"))
    return re.compile(rf"{alternatives(than)}\s+$", re.I)


def _bases_in(words: str) -> set[int]:
    """Return the numbers of people that are stated as a base in a stretch of a draft."""
    return {
        _people(stated[1])
        for stated in _base_shape().finditer(words)
        if not _comparing().search(words, 0, stated.start(1))
    }


def _printed_share() -> str:
    """Return a pattern for a share: 30.9 %, 31 per cent."""
    return rf"\d+(?:[.,]\d+)?\s?{alternatives(packs.together('units.percent'))}"


@packs.cached
def _share_before() -> re.Pattern[str]:
    """Return a pattern for a share right before an n: 30.9 % (n = 158)."""
    return re.compile(rf"{_printed_share()}\s?[(\[;,–-]\s?[nN]\s*=\s*$", re.I)


@packs.cached
def _counted_behind() -> re.Pattern[str]:
    """Return a pattern for what stands behind an n that is a count: of 26, / 26, ; 30.9 %."""
    out_of = alternatives(packs.together("people.out_of"))
    return re.compile(rf"\s*(?:%|/|{out_of}\s+\d|[;,(\[–-]\s*{_printed_share()})", re.I)


def _is_base(reading: ReadDraft, number: Number) -> bool:
    """Say whether n = 28 is how many were asked, and not how many gave the answer beside it.

    "30.9 % (n = 158)" and "(n = 158; 30.9 %)" may be either, which proves nothing.
    """
    return (
        number.kind is Kind.BASE
        and not _share_before().search(reading.text, max(0, number.start - 40), number.start)
        and not _counted_behind().match(reading.text, number.end)
    )


@packs.cached
def _part() -> str:
    """Return a pattern for k of n: its groups are k and n."""
    out_of, small = (alternatives(packs.together(key)) for key in ("people.out_of", "stop"))
    return rf"(?<![\d.,])({NUMBER})(?:\s*/\s*|\s+{out_of}\s+(?:{small}\s+)?)({NUMBER})\b(?![.,]?\d)"


@packs.cached
def _part_before() -> re.Pattern[str]:
    """Return a pattern for "k of n" that a share repeats: `14 of 26 (54 %)`, `14 of 26; 54 %`."""
    namely = alternatives(packs.together("namely"))
    return re.compile(rf"{_part()}(?:[^.;%\d()]{{0,40}}\(|\s*[;=]|\s*,?\s{namely},?\s)[\s*_]*$")


@packs.cached
def _part_behind() -> re.Pattern[str]:
    """Return a pattern for "k of n" right behind a share: `54 % (14 of 26)`, `54 %; n = 14/26`."""
    return re.compile(rf"[\s*_]*[(;,=]\s*(?:[nN]\s*=\s*)?{_part()}")


FRACTIONS = (2, 3, 4, 5, 10)
"""Numbers out of which people are counted in fractions: "3 of 10" need not be ten people."""


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
    claims = {claim.start: claim for claim in claims_of(reading, study)}
    for number in reading.numbers:
        claim = claims.get(number.start)
        if claim is None or claim.state is ClaimState.NOT_A_FIGURE:
            continue
        found = None
        if number.kind is Kind.MEAN and not weighted:
            found = _mean(reading, number)
        elif number.kind is Kind.MEDIAN:
            found = _median(reading, number)
        elif number.kind is Kind.PERCENT:
            found = _share(reading, number, bases if weighted else set())
        if found is not None:
            outcome.say(found, Near.COUNTED, [claim])
    return outcome


def _people(printed: str) -> int:
    return int(re.sub(r"\D", "", printed))


@packs.cached
def _of_statistic() -> re.Pattern[str]:
    """Return a pattern for a statistic at the end of what stands before people: it is of them."""
    keys = ("statistics.mean", "statistics.median")
    named = alternatives(word for key in keys for word in packs.together(key))
    return re.compile(rf"{named}(?:\s[^\W\d_]+){{0,3}}\s$", re.I)


def _base(reading: ReadDraft, number: Number) -> int | None:
    """Return the only number of people stated as a base in a figure's clause, or its sentence.

    Any number in a sentence is none: n = 28, "of the 28 asked", "the median age of 28 people" are.
    """
    sentence = reading.sentence(number.start)
    before = reading.text[sentence.start : number.start]
    clause = sentence.start + max(before.rfind(mark) for mark in (", ", "; ", ": ")) + 1
    for start in (clause, sentence.start):
        words = _without_brackets_of_others(reading.text, start, sentence.end, number)
        bases = _bases_in(words) | {
            int(n.value)
            for n in reading.numbers_between(start, sentence.end)
            if _is_base(reading, n)
            or (n.kind is Kind.COUNT and _of_statistic().search(reading.text, start, n.start))
        }
        if len(bases) == 1:
            return bases.pop()
    return None


_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")


def _without_brackets_of_others(text: str, start: int, end: int, number: Number) -> str:
    """Return words without brackets that have another share: what they name is of that one."""
    share = re.compile(_printed_share(), re.I)

    def kept(match: re.Match[str]) -> str:
        own = match.start() <= number.start - start < match.end()
        return match[0] if own or not share.search(match[0]) else " " * len(match[0])

    return _BRACKETS.sub(kept, text[start:end])


def _mean(reading: ReadDraft, number: Number) -> Finding | None:
    base = _base(reading, number)
    printed = f"{number.value:.{number.decimals}f}"
    if not base or not number.decimals or base >= 10**number.decimals or possible(printed, base):
        return None
    return _grim(
        reading,
        number,
        f"No {base} whole numbers have the mean {printed}.",
        "If the answers were whole numbers and unweighted, the mean or n is wrong.",
        f"The mean is a whole number of {base}ths.",
    )


def _grim(reading: ReadDraft, number: Number, message: str, hint: str, rule: str) -> Finding:
    """Return the finding that no whole answers give a number."""
    return reading.finding(
        NAME,
        Level.CHECK,
        "GRIM",
        number.start,
        number.end,
        message=message,
        hint=hint,
        evidence=[Evidence(kind="rule", text=rule)],
    )


def _median(reading: ReadDraft, number: Number) -> Finding | None:
    base = _base(reading, number)
    sentence = reading.sentence(number.start)
    words = reading.text[sentence.start : sentence.end]
    if (
        not base
        or not base % 2
        or number.value == int(number.value)
        or not compiled(packs.together("whole")).search(words)
    ):
        return None
    return reading.finding(
        NAME,
        Level.ERROR,
        "median",
        number.start,
        number.end,
        message=f"The median of {base} whole numbers is one of them: {number.value:g} is none.",
        hint="The median or the number of people is wrong.",
        evidence=[
            Evidence(kind="rule", text="Of an odd number of values the median is the middle one.")
        ],
    )


def _pair(reading: ReadDraft, number: Number) -> re.Match[str] | None:
    """Return "k of n" right beside a share in its sentence."""
    sentence = reading.sentence(number.start)
    begin = max(sentence.start, number.start - 90)
    before = _part_before().search(reading.text[begin : number.start])
    return before or _part_behind().match(reading.text[: sentence.end], number.end)


def _counted_share(
    reading: ReadDraft,
    number: Number,
    pair: re.Match[str],
    weighted: set[int | None],
) -> Finding | None:
    """Work out k of n, and report a share that it is not."""
    part, whole = _people(pair[1]), _people(pair[2])
    if not whole or part > whole:
        return None
    share = 100 * part / whole
    gap = abs(share - number.value)
    if gap <= half_unit(number.decimals) + 1e-9:
        return None
    if number.about and hedged(number.about, share - number.value, number.value) == ROUNDED:
        return None
    if whole in FRACTIONS and not number.decimals and gap <= band(share):
        return None
    return reading.finding(
        NAME,
        Level.CHECK if whole in weighted else Level.ERROR,
        "count and share",
        number.start,
        number.end,
        message=f"{part} of {whole} are {share:.{max(1, number.decimals)}f} %, not"
        f" {number.value:.{number.decimals}f} %.",
        hint="One of the three numbers is wrong"
        + (", unless the share is weighted." if whole in weighted else "."),
        evidence=[Evidence(kind="rule", text=f"100 × {part} / {whole} = {share:.2f}")],
    )


def _share(reading: ReadDraft, number: Number, weighted: set[int | None]) -> Finding | None:
    """Work out “k of n (p %)”, and look whether n people can give p %.

    `weighted` are the numbers of people that shares of the survey are weighted over.
    """
    printed = f"{number.value:.{number.decimals}f}"
    pair = _pair(reading, number)
    if pair is not None:
        return _counted_share(reading, number, pair, weighted)
    base = _base(reading, number)
    if weighted or not base or not number.decimals or base >= 10 ** (number.decimals + 2):
        return None
    if not possible(printed, base, percent=True):
        return _grim(
            reading,
            number,
            f"No number of {base} people is {printed} %.",
            "If the figure is unweighted, the share or n is wrong.",
            f"One person of {base} is {100 / base:.2f} %.",
        )
    return None
