"""Tell which figure the words around a number name, whatever its value.

A softmax over all figures of the number's unit, linear in what `WORDING` lists. The values of other
numbers count: what is theirs is hardly this one's too. It is for a list of proposals in which the
figure that a misprinted number was meant to be can stand; nothing is confirmed by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.model import ClaimKind
from coding.verify.claims.choosing import chances
from coding.verify.claims.fitness import Fitness

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDING: Mapping[str, tuple[float, int]] = {
    # name: what its weight is before any report was seen, and its sign
    "answer near": (2.0, 1),
    "answer in its clause": (2.0, 1),
    "answer in the sentence": (0.5, 1),
    "yes or no by polarity": (2.0, 1),
    "question near": (3.0, 1),
    "answer and question": (1.0, 1),
    "neighbours state the question": (3.0, 1),
    "neighbours are of the group": (0.5, 1),
    "group named": (2.0, 1),
    "group not named": (-1.5, -1),
    "no group is spoken of": (-1.0, -1),
    "year agrees": (0.5, 1),
    "other year": (-1.0, -1),
    "older survey": (-0.5, -1),
    "as strongly put": (0.5, 1),
    "not as strongly put": (-0.5, -1),
    "words it does not have": (-1.0, -1),
    "words its question does not have": (-1.0, -1),
    "used by another number": (-1.0, -1),
}


def wordings(fitness: Fitness, row: int) -> tuple[list[int], NDArray[Any]]:
    """Return the figures that a claim's unit allows, and how words fit each (figures × WORDING)."""
    import numpy as np

    survey = fitness.survey
    share = fitness.claims[row].kind is not ClaimKind.MEAN
    figures = [n for n, figure in enumerate(survey.figures) if (figure.unit == "%") is share]
    grouped = survey.grouped[figures].astype(float)
    plain = np.array([float(bool(survey.plain[n])) for n in figures])
    said = fitness.surroundings.around[row].grades
    grades = [survey.grade[n] for n in figures]
    columns: Sequence[Any] = (
        fitness.answer[row, figures],
        fitness.clause[row, figures],
        fitness.inside[row, figures],
        plain * np.clip(fitness.answer[row, figures] - fitness.against[row, figures], -1.0, 1.0),
        fitness.asked[row, figures],
        fitness.asked[row, figures] * fitness.clause[row, figures],
        fitness.followed[row, figures],
        fitness.group_followed[row, figures],
        fitness.group[row, figures],
        grouped * (1.0 - fitness.group[row, figures]),
        grouped * (1.0 - fitness.some_group[row]),
        np.maximum(fitness.year[row, figures], 0.0),
        np.maximum(-fitness.year[row, figures], 0.0),
        fitness.older[row, figures],
        [float(bool(grade) and grade in said) for grade in grades],
        [float(bool(grade) and grade not in said) for grade in grades],
        fitness.unaccounted[row, figures],
        fitness.foreign[row, figures],
        fitness.used(row)[figures],
    )
    return figures, np.column_stack(columns)


def named(fitness: Fitness, row: int, weights: Sequence[float], most: int) -> dict[int, float]:
    """Return the figures that words name best, in order, each with its share of their naming."""
    import numpy as np

    figures, rows = wordings(fitness, row)
    if not figures:
        return {}
    shares = chances(rows, np.asarray(weights))
    order = [int(n) for n in shares.argsort()[::-1][:most]]
    return {figures[n]: float(shares[n]) for n in order}
