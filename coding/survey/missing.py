"""Tell why an answer is none: from its label, from what the file declares, from its value.

What is told here is proposed: `readings` says how sure it is, and a person's word on a variable
(`Choices.missing`) goes before.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coding.model import Absence
from coding.survey.absence_labels import absence_of, bare, is_unclear


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


ANSWER = AnswerReading(absence=None, ground=Ground.LABEL)
"""How most answers are read."""

_UNCLEAR = AnswerReading(absence=None, ground=Ground.UNCLEAR)

_REPEATED = {"6": Absence.NOT_ASKED, "7": Absence.REFUSED, "8": Absence.DONT_KNOW,
             "9": Absence.NO_ANSWER}  # fmt: skip
"""The convention of the European Social Survey: 6, 66, 666 … are "not applicable", and so on."""

_LEAST = 66
_BELOW = frozenset({*range(-9, 0), -66, -77, -88, -666, -777, -888})
_SINGLE = frozenset({7.0, 8.0, 9.0})

_FAR = frozenset(float("9" * nines + last) for nines in range(1, 7) for last in "56789")
"""The last numbers of so many digits, 95 to 99, 995 to 999, which many surveys keep for codes."""

FEWEST_POINTS = 5
"""So many values without a label make a measurement or a scale, of which 998 is no point."""

_REPEATS: Mapping[float, str] = {
    float(digit * length): digit for digit in _REPEATED for length in range(1, 8)
}
_CODES = _FAR | {number for number in _REPEATS if number >= _LEAST}

FEWEST_BALANCED = 5
"""Points of the shortest scale around 0: -1 beside 0 and 1 is a code as a rule."""

BEYOND = 2
"""A code of repeated digits is no point of a scale from this many times its largest value on."""


def readings(
    offered: Sequence[Offered], decided: Mapping[str, Absence | None]
) -> list[AnswerReading]:
    """Say for each answer of a variable, in the order of its values, how it is read.

    `decided` has what a person said, by value or label: an absence, or None for an answer.
    """
    named = [absence_of(answer.label) for answer in offered]
    numbers = [_number(answer.value) for answer in offered]
    beyond = _beyond(offered, numbers, named)
    if not decided and not any(named) and all(map(_plainly, offered)):
        return [_UNCLEAR if at in beyond else ANSWER for at in range(len(offered))]
    among = _among(offered, named, beyond)
    return [_reading(at, offered, decided, among) for at in range(len(offered))]


@dataclass(frozen=True, slots=True)
class _Among:
    """What the answers of a variable tell of each other.

    `named` is what the labels say, `ends` which stand at either end, `plain` the smallest and the
    largest value that is no code for itself; `low`: nothing below 0 has a telling label;
    `unlabelled` is the largest value without a label where these are many, else infinite;
    `beyond` are codes perhaps, `short` abbreviations among their like.
    """

    named: Sequence[Absence | None]
    ends: Sequence[bool]
    numbers: Sequence[float | None]
    plain: Sequence[float]
    low: bool
    unlabelled: float
    beyond: frozenset[int]
    short: frozenset[int]


def _among(
    offered: Sequence[Offered], named: Sequence[Absence | None], beyond: frozenset[int]
) -> _Among:
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
        if number not in _CODES
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
        )
        and not balanced([number for number, _, kind in rows if not kind]),
        unlabelled=max(points) if len(points) >= FEWEST_POINTS else math.inf,
        beyond=beyond,
        short=_among_short(offered, named),
    )


def _reading(
    at: int, offered: Sequence[Offered], decided: Mapping[str, Absence | None], among: _Among
) -> AnswerReading:
    """Return how one answer is read: a person first, then the file, label and value."""
    answer, kind, number = offered[at], among.named[at], among.numbers[at]
    if not decided and kind is None and _plainly(answer) and at not in among.beyond:
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
        if (amid or point or at in among.short) and not (number or 0.0) < 0:
            return _UNCLEAR
        return AnswerReading(absence=kind, ground=Ground.LABEL)
    if is_unclear(answer.label):
        return _UNCLEAR
    if number in _FAR and number is not None and number > BEYOND * among.unlabelled:
        return AnswerReading(absence=Absence.NO_ANSWER, ground=Ground.VALUE)
    reading = _by_value(answer, number, among.plain, among.low)
    return _UNCLEAR if reading is ANSWER and at in among.beyond else reading


def _plainly(answer: Offered) -> bool:
    """Tell whether nothing but its label could make an answer none."""
    number = _number(answer.value)
    usual = number is not None and number >= 0 and number not in _CODES
    return usual and not answer.declared and not is_unclear(answer.label)


def balanced(numbers: Sequence[float]) -> bool:
    """Tell whether numbers are the points of a scale around 0.

    >>> balanced([-2, -1, 0, 1, 2]), balanced([-1, 0, 1, 2]), balanced([-1, 0, 1])
    (True, False, False)
    """
    half = len(numbers) // 2
    whole = len(numbers) >= FEWEST_BALANCED
    return whole and sorted(numbers) == [float(n) for n in range(-half, half + 1)]


def _bare_of_label(answer: Offered) -> bool:
    return answer.label in ("", told(answer.value))


def _beyond(
    offered: Sequence[Offered],
    numbers: Sequence[float | None],
    named: Sequence[Absence | None],
) -> frozenset[int]:
    """Return which answers are 7, 8 or 9 without a label beyond the end of a scale.

    Its end is where labels end, or where a number is left out. Nothing tells that they are codes.
    What is below 0 on a scale around it without any labels is among them.
    """
    known = [n for n in numbers if n is not None]
    if balanced(known) and all(map(_bare_of_label, offered)):
        return frozenset(at for at, n in enumerate(numbers) if n is not None and n < 0)
    last = [at for at, n in enumerate(numbers) if n in _SINGLE and _bare_of_label(offered[at])]
    last = [at for at in last if not offered[at].declared and named[at] is None]
    if not last or None in numbers:
        return frozenset()
    plain = [
        at
        for at, n in enumerate(numbers)
        if at not in last and named[at] is None and not offered[at].declared
        if n is not None and n >= 0 and n not in _CODES
    ]
    labelled = [at for at in plain if not _bare_of_label(offered[at])]
    whole = len(labelled) in (0, len(plain))
    top = max((numbers[at] or 0.0 for at in labelled if len(labelled) > 1), default=None)
    end = max((numbers[at] or 0.0 for at in plain), default=None)
    if end is None or len(plain) < 2 or any((numbers[at] or 0.0) <= end for at in last):
        return frozenset()
    gap = min(numbers[at] or 0.0 for at in last) > end + 1
    return frozenset(last) if gap or (labelled and whole and top == end) else frozenset()


def _among_short(offered: Sequence[Offered], named: Sequence[Absence | None]) -> frozenset[int]:
    """Return which answers are abbreviations among many, such as NC among the states of a union."""
    short = [
        at
        for at, one in enumerate(offered)
        if len(one.label) <= 3 and one.label.isalpha() and one.label == one.value
    ]
    others = [at for at in short if named[at] is None]
    plain = [at for at, kind in enumerate(named) if kind is None and not offered[at].declared]
    if len(others) < 3 or len(others) < len(plain):
        return frozenset()
    return frozenset(at for at in short if named[at] is not None and not offered[at].declared)


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
    if number is None or not number.is_integer() or not _bare_of_label(answer):
        return ANSWER
    if len(plain) < 2:
        return ANSWER
    if (number in _BELOW or -number in _FAR) and low:
        return AnswerReading(absence=Absence.NO_ANSWER, ground=Ground.VALUE)
    if number in _CODES and number > BEYOND * plain[-1]:
        kind = _REPEATED.get(_digit(number), Absence.NO_ANSWER)
        return AnswerReading(absence=kind, ground=Ground.VALUE)
    return ANSWER
