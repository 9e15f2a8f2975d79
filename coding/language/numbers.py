"""Read numbers that are spelled out: "sixty-one point two", "шестьдесят", "две целых и две сотых".

The words come from the Unicode CLDR's spelling rules (by unicode-rbnf) for the rule sets that
each pack names, and from the packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coding.errors import LanguageError
from coding.language import packs

_WORDS = re.compile(r"[^\W\d_]+")
_PLAIN = (*range(21), *range(30, 100, 10), *range(100, 1000, 100))
_DIGITS = 3
"""Decimals that may be spelled digit by digit."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words at characters `start` to `end`; `decimals` are those that were said."""

    start: int
    end: int
    value: float
    decimals: int


@dataclass(frozen=True, slots=True)
class _NumberWords:
    """Single words with what each adds to a number, and the words between."""

    values: Mapping[str, int]
    joins: frozenset[str]
    point: frozenset[str]
    whole: frozenset[str]
    parts: Mapping[str, int]


def spelled(text: str) -> Iterator[Spelled]:
    """Return the numbers below 1000 that are spelled out in a text, in the order of the text.

    >>> [(n.value, n.decimals) for n in spelled("two hundred and five, sixty-one point two")]
    [(205.0, 0), (61.2, 1)]
    """
    table = _table()
    listed = list(_WORDS.finditer(text))
    at = 0
    while at < len(listed):
        if listed[at].group().lower() not in table.values:
            at += 1
            continue
        upto, value = _whole(text, listed, at, table)
        upto, value, decimals = _decimals(listed, upto, value, table)
        yield Spelled(listed[at].start(), listed[upto - 1].end(), value, decimals)
        at = upto


def value_of(word: str) -> int | None:
    """Return what a single number word adds to a number, None for any other word.

    >>> value_of("seven"), value_of("двести"), value_of("седам"), value_of("border")
    (7, 200, 7, None)
    """
    return _table().values.get(word.lower())


@packs.cached
def is_number(word: str) -> bool:
    """Say whether a word, in small letters, is a number or counts: 5, five, half, twice.

    >>> is_number("5"), is_number("half"), is_number("дважды"), is_number("border")
    (True, True, True, False)
    """
    if any(map(str.isdigit, word)) or word in packs.together("numbers.counting"):
        return True
    return value_of(word) is not None


@packs.cached
def _table() -> _NumberWords:
    from unicode_rbnf import RbnfEngine

    values: dict[str, int] = {}
    gone: set[str] = set()
    parts: dict[str, int] = {}
    for pack in packs.every():
        numbers = pack.numbers
        for name in numbers.spelling:
            try:
                engine = RbnfEngine.for_language(name)
            except ValueError as error:
                where, hint = f"the pack `{pack.language}`, `spelling`", "Leave it out."
                raise LanguageError(f"`{name}` has no rules in the CLDR", where, hint) from error
            for value in _PLAIN:
                for form in engine.format_number(value).text_by_ruleset.values():
                    if form.isalpha():
                        values.setdefault(form.lower(), value)
        values |= {word: int(value) for word, value in numbers.more.items()}
        gone.update(numbers.not_)
        parts |= {word: int(value) for word, value in numbers.parts.items()}
    return _NumberWords(
        {word: value for word, value in values.items() if word not in gone},
        frozenset(packs.together("numbers.and_")),
        frozenset(packs.together("numbers.point")),
        frozenset(packs.together("numbers.whole")),
        parts,
    )


def _whole(
    text: str, listed: Sequence[re.Match[str]], at: int, table: _NumberWords
) -> tuple[int, float]:
    """Return behind which word a whole number ends, and its value."""
    total = 0
    last = 10_000
    place = at
    while place < len(listed):
        word = listed[place].group().lower()
        between = text[listed[place - 1].end() : listed[place].start()] if place > at else ""
        if between.strip(" -\u00a0"):
            break
        value = table.values.get(word)
        if value == 100 and 0 < total < 10:
            total, last = total * 100, 100
        elif value is not None and _fits(value, last):
            total, last = total + value, value
        elif word in table.joins and place > at and place + 1 < len(listed):
            following = table.values.get(listed[place + 1].group().lower())
            if following is None or not _fits(following, last):
                break
        else:
            break
        place += 1
    return place, float(total)


def _decimals(
    listed: Sequence[re.Match[str]], place: int, value: float, table: _NumberWords
) -> tuple[int, float, int]:
    """Return the same with the decimals that follow, and how many they are."""
    if place + 1 >= len(listed):
        return place, value, 0
    word = listed[place].group().lower()
    after = place + 1
    if word in table.whole and listed[after].group().lower() in table.joins:
        after += 1
    if word not in table.point | table.whole:
        return place, value, 0
    digits = ""
    while after < len(listed) and len(digits) < _DIGITS:
        digit = table.values.get(listed[after].group().lower())
        if digit is None or (digits and digit > 9):
            break
        digits += str(digit)
        after += 1
    if not digits:
        return place, value, 0
    scale = 10 ** len(digits)
    part = table.parts.get(listed[after].group().lower()) if after < len(listed) else None
    if part is not None:
        scale, after = part, after + 1
    return after, value + int(digits) / scale, len(str(scale)) - 1


def _fits(value: int, last: int) -> bool:
    """Say whether a word may follow one of value `last`: tens after hundreds, ones after tens."""
    if last >= 1000:
        return True
    if last >= 100:
        return value < 100
    return last >= 20 and last % 10 == 0 and 0 < value < 10
