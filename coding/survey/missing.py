"""Tell why an answer is none: from its label, from what the file declares, from its value.

Labels follow the habits of the European Social Survey ("Not applicable*", "Refusal*"), the
General Social Survey ("IAP", "DK"), the ANES ("-1. Inapplicable"), the Eurobarometer ("INAP.",
"DK (SPONTANEOUS)"), the German Socio-Economic Panel ("[-2] trifft nicht zu") and their like; the
words stand in the language packs under `missing`. What is told here is proposed: `readings` says
how sure it is, and a person's word on a variable (`Choices.missing`) goes before.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coding.language import packs
from coding.language.phrases import alternatives
from coding.language.script import folded
from coding.model import Absence


class Ground(StrEnum):
    """What an absence was told by, the surest first."""

    PERSON = "a person said so"
    DECLARED = "declared in the file"
    LABEL = "told by its label"
    VALUE = "told by its value"
    UNCLEAR = "not told"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReading:
    """How one answer of a variable is read: `absence` is None for an answer like any other."""

    absence: Absence | None
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An answer that a variable has: its value, its label (`""` for none), and if it is declared.

    `declared` says that the file has it as user-missing.
    """

    value: object
    label: str
    declared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentAnswer:
    """One way of giving no answer, in all the variables that have it alike.

    `value` is as the file has it, `label` `""` if it has none; `absence` is None where it is
    counted as an answer because nothing tells. `respondents` adds up over `variables`.
    """

    value: str
    label: str
    absence: Absence | None
    ground: Ground
    variables: tuple[str, ...]
    respondents: int


_KINDS = {
    "not_asked": Absence.NOT_ASKED,
    "dont_know": Absence.DONT_KNOW,
    "refused": Absence.REFUSED,
    "no_answer": Absence.NO_ANSWER,
}
ANSWER = AnswerReading(absence=None, ground=Ground.LABEL)
"""How most answers are read."""

_CODE = re.compile(
    r"^\s*[\[(]?\s*[-−]?\d+\s*[\])]?\s*[.:)=\]–-]?\s+(?=\D)|^\s*[\[(][-−]?\d+[\])]\s*"
)
_SEPARATORS = re.compile(r"[,/;:()\[\]|–—]|\s-\s|\.\s")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_REPEATED = {"6": Absence.NOT_ASKED, "7": Absence.REFUSED, "8": Absence.DONT_KNOW,
             "9": Absence.NO_ANSWER}  # fmt: skip
"""The convention of the European Social Survey: 6, 66, 666 … are "not applicable", and so on."""

_LEAST = 66
_BELOW = frozenset({*range(-9, 0), -66, -77, -88, -99, -666, -777, -888, -999, -9999})

_FAR = frozenset(float("9" * nines + last) for nines in range(1, 7) for last in "56789")
FEWEST_POINTS = 5
"""So many values without a label make a measurement or a scale, of which 998 is no point."""

_REPEATS: Mapping[float, str] = {
    float(digit * length): digit for digit in _REPEATED for length in range(1, 8)
}
_CODES = _FAR | {number for number in _REPEATS if number >= _LEAST}

BEYOND = 2
"""A code of repeated digits is no point of a scale from this many times its largest value on."""


@packs.cached
def _patterns() -> dict[Absence, re.Pattern[str]]:
    return {
        kind: re.compile(alternatives(w.rstrip(".") for w in packs.together(f"missing.{key}")))
        for key, kind in _KINDS.items()
    }


@packs.cached
def _unclear() -> re.Pattern[str]:
    return re.compile(alternatives(packs.together("missing.unclear")))


@packs.cached
def _joins() -> re.Pattern[str]:
    return re.compile(alternatives(packs.together("missing.joins")))


@packs.cached
def _aside() -> re.Pattern[str]:
    return re.compile(alternatives(packs.together("missing.aside")))


def bare(label: str) -> str:
    """Return a label in small letters without a code before it and marks behind it.

    >>> bare("-1. Inapplicable*"), bare("[-2] Trifft nicht zu"), bare("Don’t know")
    ('inapplicable', 'trifft nicht zu', "don't know")
    """
    text = _CODE.sub("", " ".join(label.split()), count=1)
    text = text.casefold().replace("ß", "ss").replace("’", "'").replace("´", "'").replace("`", "'")
    return folded(text).strip(" *†‡[]()<>\"'.!").strip()


@packs.cached
def absence_of(label: str) -> Absence | None:
    """Return what kind of no answer a label names, None for one that names an answer.

    >>> [absence_of(x) for x in ("Not applicable*", "Refusal/DK", "Затрудняюсь ответить", "Green")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [<Absence.NOT_ASKED: 'not asked'>, <Absence.REFUSED: 'refused'>,
     <Absence.DONT_KNOW: "don't know">, None]
    """
    text = bare(label)
    whole = _kind(text)
    if whole or not text:
        return whole
    begun = _patterns()[Absence.NOT_ASKED].match(text)
    if begun and (" " in begun[0] or text[begun.end()] in ",.:;(-"):
        return Absence.NOT_ASKED
    text = bare(_BRACKETS.sub(" ", label)) or text
    if (whole := _kind(text)) is not None:
        return whole
    pieces = [piece.strip(" *.'\"!") for piece in _SEPARATORS.split(_joins().sub("/", text))]
    pieces = [piece for piece in pieces if piece and not _aside().fullmatch(piece)]
    kinds = [_kind(piece) for piece in pieces]
    if not kinds or kinds[0] is None:
        return None
    if kinds[0] is Absence.NOT_ASKED or all(kinds):
        return kinds[0]
    return None


def _kind(text: str) -> Absence | None:
    return next((kind for kind, words in _patterns().items() if words.fullmatch(text)), None)


@packs.cached
def is_unclear(label: str) -> bool:
    """Tell whether a label is an abbreviation that surveys use for one thing and another.

    >>> is_unclear("N/A"), is_unclear("Not applicable")
    (True, False)
    """
    text = " ".join(label.split()).casefold().strip(" *")
    return bool(_unclear().fullmatch(text)) and _kind(text) is None


def readings(
    offered: Sequence[Offered], decided: Mapping[str, Absence | None]
) -> list[AnswerReading]:
    """Say for each answer of a variable, in the order of its values, how it is read.

    `decided` has what a person said, by value or label: an absence, or None for an answer.
    """
    named = [absence_of(answer.label) for answer in offered]
    if not decided and not any(named) and all(map(_plainly, offered)):
        return [ANSWER] * len(offered)
    among = _among(offered, named)
    return [_reading(at, offered, decided, among) for at in range(len(offered))]


@dataclass(frozen=True, slots=True)
class _Among:
    """What the answers of a variable tell of each other.

    `named` is what the labels say, `ends` which stand at either end, `plain` the smallest and the
    largest value that is no code for itself; `low`: nothing below 0 has a telling label;
    `unlabelled` is the largest value without a label where these are many, else infinite.
    """

    named: Sequence[Absence | None]
    ends: Sequence[bool]
    numbers: Sequence[float | None]
    plain: Sequence[float]
    low: bool
    unlabelled: float


def _among(offered: Sequence[Offered], named: Sequence[Absence | None]) -> _Among:
    numbers = [_number(answer.value) for answer in offered]
    rows = [
        (number, answer, kind)
        for number, answer, kind in zip(numbers, offered, named, strict=True)
        if number is not None
    ]
    usual = sorted(
        number
        for number, answer, kind in rows
        if number >= 0 and not answer.declared and not kind
        if not (number >= _LEAST and _digit(number))
    )
    points = [number for number, answer, _ in rows if not answer.label]
    return _Among(
        named=named,
        ends=_ends([bool(k or one.declared) for k, one in zip(named, offered, strict=True)]),
        numbers=numbers,
        plain=(usual[0], usual[-1]) if len(usual) > 1 else (),
        low=all(
            kind or answer.label in ("", told(answer.value))
            for number, answer, kind in rows
            if number < 0
        ),
        unlabelled=max(points) if len(points) >= FEWEST_POINTS else math.inf,
    )


def _reading(
    at: int, offered: Sequence[Offered], decided: Mapping[str, Absence | None], among: _Among
) -> AnswerReading:
    """Return how one answer is read: a person first, then the file, label and value."""
    answer, kind, number = offered[at], among.named[at], among.numbers[at]
    if not decided and kind is None and _plainly(answer):
        return ANSWER
    decision, said = _said(answer, decided)
    if decision:
        return AnswerReading(absence=said, ground=Ground.PERSON)
    if answer.declared:
        return _declared(answer, kind, offered)
    if kind is not None:
        worded = all(n is None for n in among.numbers)
        amid = not (among.ends[at] or worded) and kind in (Absence.NOT_ASKED, Absence.REFUSED)
        point = kind is Absence.NOT_ASKED and _has_kin(answer.label, offered, among.named)
        if amid or (point and not (number or 0.0) < 0):
            return AnswerReading(absence=None, ground=Ground.UNCLEAR)
        return AnswerReading(absence=kind, ground=Ground.LABEL)
    if is_unclear(answer.label):
        return AnswerReading(absence=None, ground=Ground.UNCLEAR)
    if number in _FAR and number is not None and number > BEYOND * among.unlabelled:
        return AnswerReading(absence=Absence.NO_ANSWER, ground=Ground.VALUE)
    return _by_value(answer, number, among.plain, among.low)


def _plainly(answer: Offered) -> bool:
    """Tell whether nothing but its label could make an answer none."""
    number = _number(answer.value)
    usual = number is not None and number >= 0 and number not in _CODES
    return usual and not answer.declared and not is_unclear(answer.label)


def _said(answer: Offered, decided: Mapping[str, Absence | None]) -> tuple[bool, Absence | None]:
    """Return whether a person said anything of an answer, and what."""
    for key in (told(answer.value), answer.label):
        if key in decided:
            return True, decided[key]
    number = _number(answer.value)
    for key, kind in decided.items():
        low, dots, high = key.partition("..")
        if dots and number is not None and float(low) <= number <= float(high):
            return True, kind
    return False, None


def told(value: object) -> str:
    """Write a value as a person does.

    >>> told(66.0), told(-1), told(1.5), told("DK")
    ('66', '-1', '1.5', 'DK')
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _ends(none: Sequence[bool]) -> list[bool]:
    """Return which answers stand at either end, with nothing but such beyond them."""
    head = next((at for at, yes in enumerate(none) if not yes), len(none))
    tail = next((at for at, yes in enumerate(reversed(none)) if not yes), len(none))
    return [at < head or at >= len(none) - tail for at in range(len(none))]


def _has_kin(label: str, offered: Sequence[Offered], named: Sequence[Absence | None]) -> bool:
    """Tell whether another answer says the same of more: "trifft zu" beside "trifft nicht zu"."""
    words = {word for word in re.findall(r"\w+", bare(label)) if len(word) > 4}
    return any(
        words & set(re.findall(r"\w+", bare(other.label)))
        for other, kind in zip(offered, named, strict=True)
        if kind is None and not other.declared
    )


def _declared(answer: Offered, named: Absence | None, offered: Sequence[Offered]) -> AnswerReading:
    if named is not None:
        return AnswerReading(absence=named, ground=Ground.DECLARED)
    if is_unclear(answer.label):
        slash = "/" in answer.label
        kind = Absence.NOT_ASKED if slash else Absence.NO_ANSWER
        return AnswerReading(absence=kind, ground=Ground.UNCLEAR)
    if not answer.label or answer.label == told(answer.value):
        digits = {_digit(other.value) for other in offered if other.declared} - {""}
        digit = _digit(answer.value)
        if digit and len(digits) > 1:
            return AnswerReading(absence=_REPEATED[digit], ground=Ground.VALUE)
    return AnswerReading(absence=Absence.NO_ANSWER, ground=Ground.UNCLEAR)


def _digit(value: object) -> str:
    """Return the digit from 6 to 9 of which alone a code is made, `""` for another.

    >>> _digit(66.0), _digit(9), _digit(-9), _digit(68), _digit("a")
    ('6', '9', '', '', '')
    """
    return _REPEATS.get(value, "") if isinstance(value, int | float) else ""


def _by_value(
    answer: Offered, number: float | None, plain: Sequence[float], low: bool
) -> AnswerReading:
    """Read an answer without a telling label: a code far beyond a scale, or below one.

    `plain` are the smallest and the largest value that cannot be such a code; `low` says that
    nothing below 0 has a label.
    """
    if number is None or not number.is_integer() or answer.label not in ("", told(answer.value)):
        return ANSWER
    if len(plain) < 2:
        return ANSWER
    if number in _BELOW and low:
        return AnswerReading(absence=Absence.NO_ANSWER, ground=Ground.VALUE)
    if number >= _LEAST and (digit := _digit(number)) and number > BEYOND * plain[-1]:
        return AnswerReading(absence=_REPEATED[digit], ground=Ground.VALUE)
    return ANSWER
