"""Find the people that a draft counts beside a share: "53 (41 %)", "(n = 53; 41 %)", "45 of 165".

Both say one thing. Where the share is misprinted the people still tell which figure was meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from coding.arithmetic.rounding import decimals, half_unit
from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import Claim
from coding.verify.claims.candidates import PossibleStatement
from coding.verify.claims.worded import WordedSurvey
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.number import Kind, Number
from coding.verify.reading.text import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_OPENING = re.compile(r"[\s*_]*[(\[][\s*_]*(?:n\s?=\s?)?", re.I)
_WITHIN = re.compile(r"[\s*_]*[;,/–][\s*_]*(?:n\s?=\s?)?", re.I)
_COUNTED = re.compile(r"(?:\s[^\W\d]+){1,5}\s?[(\[]")
"""What stands between people and their share: a bracket; a mark within one; whom they are."""

_KINDS = (Kind.COUNT, Kind.BASE, Kind.BARE)


def people_beside(reading: ReadDraft, sentence: Span, claim: Claim) -> dict[int, bool]:
    """Return the numbers beside a share that count the people it is of, or all of these.

    Each with whether it surely counts people. Those of another share are not among them: a number
    between two shares stands for the one whose bracket it opens.
    """
    listed = reading.numbers_between(sentence.start, sentence.end)
    at = next((n for n, one in enumerate(listed) if one.start == claim.start), None)
    if at is None:
        return {}
    text = reading.text

    def joined(start: int, end: int) -> bool:
        within = _WITHIN.fullmatch(text, start, end) and _is_in_brackets(text, start, sentence)
        return bool(_OPENING.fullmatch(text, start, end) or within)

    found: dict[int, bool] = {}
    before = listed[:at][::-1]
    if before and _is_whole(before[0]):
        sure = joined(before[0].end, claim.start)
        if sure or _COUNTED.fullmatch(text, before[0].end, claim.start):
            found[int(before[0].value)] = sure or before[0].kind is Kind.COUNT
            if (
                before[1:]
                and _is_whole(before[1])
                and _of().fullmatch(text, before[1].end, before[0].start)
            ):
                found[int(before[1].value)] = True
    if listed[at + 1 :] and _is_whole(listed[at + 1]) and joined(claim.end, listed[at + 1].start):
        found[int(listed[at + 1].value)] = True
    return found


@packs.cached
def _of() -> re.Pattern[str]:
    """Return a pattern for what parts some from all: 45 of 165, 45/165."""
    return re.compile(rf"/|\s{alternatives(packs.together('fractions.few'))}\s(?:\w+\s)?", re.I)


def _is_whole(number: Number) -> bool:
    return number.kind in _KINDS and not number.decimals and number.value >= 1


def _is_in_brackets(text: str, at: int, sentence: Span) -> bool:
    opened = max(text.rfind(mark, sentence.start, at) for mark in "([")
    return opened >= 0 and not any(mark in text[opened:at] for mark in ")]")


class Counted(NamedTuple):
    """Of each statement, whether people that are counted are so many, and are not (0 or 1).

    Those who were asked are neither. People do not prove a weighted share wrong.
    """

    agree: NDArray[Any]
    differ: NDArray[Any]


class PeopleStated:
    """How many people each of some statements is of, as its share of its base."""

    def __init__(self, statements: Sequence[PossibleStatement], survey: WordedSurvey) -> None:
        import numpy as np

        bases, spare, weighted = [], [], []
        for one in statements:
            figures = [survey.figures[n] for n in one.figures]
            same = {figure.base_n for figure in figures}
            bases.append(float(figures[0].base_n or 0) if len(same) == 1 else 0.0)
            spare.append(sum(half_unit(decimals(figure.printed)) for figure in figures))
            weighted.append(any(figure.weighted for figure in figures))
        self.base = np.array(bases)
        self.people = self.base * np.array([one.value for one in statements]) / 100
        self.room = np.maximum(0.5, self.base * np.array(spare) / 100)
        self.exact = (self.base > 0) & ~np.array(weighted, dtype=bool)

    def counted(self, beside: Mapping[int, bool]) -> Counted:
        """Say of each statement whether it is of as many people as are counted beside a share."""
        import numpy as np

        agree = np.zeros(len(self.base), dtype=bool)
        based = np.zeros(len(self.base), dtype=bool)
        for many in beside:
            agree |= (self.base > 0) & (np.abs(self.people - many) <= self.room + 1e-9)
            based |= self.base == many
        sure = any(beside.values())
        differ = self.exact & ~agree & ~based if sure else np.zeros(len(self.base), dtype=bool)
        return Counted(agree.astype(float), differ.astype(float))
