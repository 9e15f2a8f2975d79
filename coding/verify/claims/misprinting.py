"""Tell how a number that states a figure may have come to be printed with another value.

A digit is wrong, two changed places, or decimals were cut off; or the value is that of another
answer, of another group or year, or of a neighbouring question. What words name is the likelier
meant by a number of another value the likelier that would have become this one (a noisy channel:
Kernighan, Church & Gale 1990).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.model import Claim
from coding.verify.claims.candidates import Making, PossibleStatement, PossibleStatements

if TYPE_CHECKING:
    from numpy.typing import NDArray

MISPRINTS: Mapping[str, tuple[float, int]] = {
    # name: what its weight is before any report was seen, and its sign
    "named by words": (1.0, 1),
    "a digit is wrong": (1.5, 1),
    "cut off": (2.0, 1),
    "another answer's value": (1.5, 1),
    "another group's or year's value": (1.5, 1),
    "a neighbouring question's value": (0.5, 1),
}
_COLUMN = {name: n for n, name in enumerate(MISPRINTS)}


def misprints(
    claim: Claim, statements: Sequence[PossibleStatement], candidates: PossibleStatements
) -> NDArray[Any]:
    """Return (statements × MISPRINTS) how each may have become what a claim prints, 0 or 1.

    How well words name it is put in where the weights of `naming` are known: it is 0 here.
    """
    import numpy as np

    made = np.zeros((len(statements), len(MISPRINTS)))
    if claim.value is None:
        return made
    survey, printed = candidates.survey, f"{claim.value:.{claim.decimals}f}"
    having = candidates.of(claim)
    answers = {candidates.answers[one] for one in having}
    alone = [one.figures[0] for one in having if one.making is Making.ALONE]
    cells = {_cell(candidates, n) for n in alone}
    topics = {(int(survey.topic[n]), *_cell(candidates, n)[1:]) for n in alone}
    for row, one in enumerate(statements):
        meant = f"{one.value:.{claim.decimals}f}"
        cell = _cell(candidates, one.figures[0])
        topic = int(survey.topic[one.figures[0]])
        made[row, _COLUMN["a digit is wrong"]] = is_slip(meant, printed)
        unit = 10.0**claim.decimals
        cut = abs(math.floor(one.value * unit + 1e-9) / unit - claim.value) < 1e-9
        made[row, _COLUMN["cut off"]] = cut
        made[row, _COLUMN["another answer's value"]] = cell in cells
        made[row, _COLUMN["another group's or year's value"]] = candidates.answers[one] in answers
        made[row, _COLUMN["a neighbouring question's value"]] = any(
            (beside, *cell[1:]) in topics for beside in (topic - 1, topic + 1)
        )
    return made


def _cell(candidates: PossibleStatements, figure: int) -> tuple[str, str, str]:
    one = candidates.survey.figures[figure]
    return one.question_id, one.subgroup, one.source


def is_slip(meant: str, printed: str) -> bool:
    """Say whether a number in digits is another with one digit wrong, or two that changed places.

    >>> is_slip("57", "51"), is_slip("57", "75"), is_slip("57", "57"), is_slip("5.7", "57")
    (True, True, False, False)
    """
    if len(meant) != len(printed):
        return False
    wrong = [n for n, (a, b) in enumerate(zip(meant, printed, strict=True)) if a != b]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        first, second = wrong
        return meant[first] == printed[second] and meant[second] == printed[first]
    return len(wrong) == 1 and printed[wrong[0]].isdigit()
