"""Find shares that are said as fractions: half, two thirds, ¾, every fifth, three out of five.

Of which words they are made stands in the language packs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coding.language import packs
from coding.language.numbers import Spelled, spelled
from coding.language.phrases import alternatives
from coding.verify.reading.people import people

FEW, ONE_IN = 10, 20
"""The largest number of "nine of ten" that is a fraction and counts nobody, and of "one in ten"."""

_SIGN = re.compile(r"(?<![\w.,])[\u00bc-\u00be\u2150-\u215e](?!\w)")
_GAP = re.compile(r"[ \u2010\u2011-]{1,2}$")
_NUMBER = re.compile(r"(?<![\w.,:/–-])\d{1,3}(?![\w/:%–]|[.,]\d|\s?%)")


@dataclass(frozen=True, slots=True)
class Fraction:
    """A fraction at characters `start` to `end`: `value` in percent, or times where `times`."""

    start: int
    end: int
    value: float
    times: bool = False


def find(text: str, language: str = "") -> list[Fraction]:
    """Return the fractions of a text that are said in words or signs, in order.

    Words of its language tell what is none: half an hour.

    >>> [round(f.value, 1) for f in find("Half of them, one-third or ¾; three out of every four")]
    [50.0, 33.3, 75.0, 75.0]
    >>> [round(f.value) for f in find("каждый третий, две трети, половина, семеро из десяти")]
    [33, 67, 50, 70]
    >>> find("the second half, half an hour, two and a half, 3 of 26 people, one of two rooms")
    []
    """
    every = [*_signs(text), *_slashed(text), *_named(text, language), *_every(text), *_out_of(text)]
    every.sort(key=lambda f: (f.start, -f.end))
    kept: list[Fraction] = []
    for fraction in every:
        free = not kept or fraction.start >= kept[-1].end
        if free and not _something_else(text, language, fraction):
            kept.append(fraction)
    return kept


def _signs(text: str) -> Iterator[Fraction]:
    for match in _SIGN.finditer(text):
        yield Fraction(match.start(), match.end(), 100 * unicodedata.numeric(match.group()))


_SLASH = re.compile(r"(?<![\w./])(?P<part>[1-9])/(?P<whole>[2-9]|10)(?![\w/.])")


def _slashed(text: str) -> Iterator[Fraction]:
    """Return "3/4 of them": before people only, else it is a date or the number of a house."""
    for match in _SLASH.finditer(text):
        part, whole = int(match["part"]), int(match["whole"])
        if part < whole and _people_behind().match(text, match.end()):
            yield Fraction(match.start(), match.end(), 100 * part / whole)


@dataclass(frozen=True, slots=True)
class _FractionWords:
    """Patterns for the words of fractions; those of parts by the number they divide by."""

    alone: Valued
    parts: Valued
    every: re.Pattern[str]
    ordinals: Valued
    of_people: Valued
    out_of: re.Pattern[str]
    few: re.Pattern[str]
    scales: re.Pattern[str]
    mixed: re.Pattern[str]


Valued = Mapping[str, Sequence[tuple[float, re.Pattern[str]]]]
"""Patterns with the number of each, under the two letters that their matches begin with."""

_WORD = re.compile(r"[^\W\d_]+")


def valued(key: str, field: str, behind: str = "") -> Valued:
    """Return the words under each number of a key of all packs, with a pattern behind them."""
    made: dict[str, list[tuple[float, re.Pattern[str]]]] = {}
    for pack in packs.every():
        for number, words in getattr(getattr(pack, key), field).items():
            for letters, shapes in listed(float(number), words, behind).items():
                made.setdefault(letters, []).extend(shapes)
    return made


def listed(value: float, phrases: Iterable[str], behind: str = "") -> Valued:
    """Return phrases that all stand for one number."""
    begun: dict[str, list[str]] = {}
    for phrase in phrases:
        begun.setdefault(_letters(phrase), []).append(phrase)
    return {
        letters: [(value, re.compile(f"{alternatives(words)}{behind}", re.I))]
        for letters, words in begun.items()
    }


def _letters(word: str) -> str:
    return word[:2].lower().replace("ё", "е")


def met(text: str, table: Valued) -> Iterator[tuple[float, re.Match[str]]]:
    """Return where the words of a table stand in a text, each with its number."""
    for word in _WORD.finditer(text):
        for value, shape in table.get(_letters(word.group()), ()):
            if match := shape.match(text, word.start()):
                yield value, match


@packs.cached
def _shapes() -> _FractionWords:
    def words(key: str) -> str:
        return alternatives(packs.together(key))

    them = rf"(?:[\s-]{people()})?"
    return _FractionWords(
        valued("fractions", "alone"),
        valued("fractions", "parts"),
        re.compile(rf"{words('fractions.every')}\s$", re.I),
        valued("fractions", "ordinals"),
        valued("fractions", "of_people", behind=rf"(?=\s{people()})"),
        re.compile(rf"{them}[\s-]{words('fractions.out_of')}[\s-]", re.I),
        re.compile(rf"{them}\s{words('fractions.few')}\s", re.I),
        re.compile(words("units.scales"), re.I),
        re.compile(rf"\s{words('numbers.and_')}\s(?:{words('fractions.one')}\s)?$", re.I),
    )


@packs.cached
def _none(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns for words with which a part is one, after which it is none, before which."""
    one, after, before = (
        alternatives(packs.of(f"fractions.{key}", language))
        for key in ("one", "not_after", "not_before")
    )
    return (
        re.compile(rf"{one}$", re.I),
        re.compile(rf"{after}[\s-]$", re.I),
        re.compile(rf"-\w|\s{before}", re.I),
    )


def _named(text: str, language: str) -> Iterator[Fraction]:
    """Return fractions whose parts are named: half, a quarter, two thirds."""
    shapes, (one, _, _) = _shapes(), _none(language)
    for value, match in met(text, shapes.parts):
        offset = max(0, match.start() - 24)
        before = text[offset : match.start()]
        stem = _GAP.sub("", before)
        number = last_number(stem) if stem != before else None
        if number is not None and 0 < number.value < value:
            yield Fraction(offset + number.start, match.end(), 100 * number.value / value)
        elif stem != before and (article := one.search(stem)):
            yield Fraction(offset + article.start(), match.end(), 100 / value)
    for value, match in met(text, shapes.alone):
        yield Fraction(match.start(), match.end(), 100 / value)


def last_number(text: str) -> Spelled | None:
    """Return the whole number with which a text ends, in words or as one digit."""
    last = next(iter([*spelled(text)][-1:]), None)
    if last is not None and last.end == len(text) and not last.decimals:
        return last
    if text[-1:].isdigit() and not text[-2:-1].strip():
        return Spelled(len(text) - 1, len(text), float(text[-1]), 0)
    return None


def _every(text: str) -> Iterator[Fraction]:
    shapes = _shapes()
    for value, match in met(text, shapes.ordinals):
        if every := shapes.every.search(text, max(0, match.start() - 12), match.start()):
            yield Fraction(every.start(), match.end(), 100 / value)
    for value, match in met(text, shapes.of_people):
        yield Fraction(match.start(), match.end(), 100 / value)


def _out_of(text: str) -> Iterator[Fraction]:
    """Return "three out of every four", and "nine of ten" where both are few and in words."""
    shapes, them = _shapes(), _people_behind()
    numbers = [
        *((s.start, s.end, s.value, True) for s in spelled(text) if not s.decimals),
        *((m.start(), m.end(), float(m.group()), False) for m in _NUMBER.finditer(text)),
    ]
    numbers.sort()
    for (start, upto, part, first), (begin, end, whole, second) in pairwise(numbers):
        between = text[upto:begin]
        if not 0 < part < whole <= 100 or len(between) > 40:
            continue
        round_ = whole <= FEW or whole % 5 == 0 or (part == 1 and first and whole <= ONE_IN)
        far = max(0, start - 60)
        if shapes.scales.search(text, max(far, text.rfind(". ", far, start)), end + 30):
            continue
        alike = first == second or whole <= FEW or part == 1  # not "fewer than ten in 90 cases"
        if shapes.out_of.fullmatch(between) and round_ and alike:
            yield Fraction(start, end, 100 * part / whole)
        named = whole == FEW or (whole < FEW and bool(them.match(text, end)))
        if first and second and named and shapes.few.fullmatch(between):
            yield Fraction(start, end, 100 * part / whole)


@packs.cached
def _people_behind() -> re.Pattern[str]:
    """Return a pattern for people, or "of", behind a fraction."""
    few = alternatives(packs.together("fractions.few"))
    return re.compile(rf"\s(?:{few}\s)?{people()}", re.I)


def _something_else(text: str, language: str, fraction: Fraction) -> bool:
    shapes, (_, not_after, not_before) = _shapes(), _none(language)
    before = text[max(0, fraction.start - 24) : fraction.start]
    if (mixed := shapes.mixed.search(before)) and last_number(before[: mixed.start()]):
        return True  # two and a half
    space = text.find(" ", fraction.start, fraction.end) + 1
    every = space and shapes.every.search(text, fraction.start, space)
    if every and _people_behind().match(text, fraction.end):
        return False  # every third person; a third person is another one
    return bool(
        not_after.search(text, max(0, fraction.start - 16), fraction.start)
        or not_before.match(text, fraction.end)
    )
