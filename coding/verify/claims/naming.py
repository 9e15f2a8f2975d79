"""Tell what the words around a number name, whatever its value.

A softmax over figures, and what several of one question make up, linear in what `WORDING` lists.
The values of other numbers count: what is theirs is hardly this one's too. It is for a list of
proposals in which what a misprinted number was meant to be can stand, and tells of what has the
printed value whether words name something else; nothing is confirmed by it alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.model import ClaimKind
from coding.verify.claims.around import phrase
from coding.verify.claims.candidates import Making, Members, PossibleStatement
from coding.verify.claims.meaning import MEANT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.verify.claims.fitness import Fitness

TOLD: Mapping[str, tuple[float, int]] = {
    "told already in its paragraph": (-0.5, -1),
    "told elsewhere": (-0.2, 0),
}
"""What other numbers of the draft state already is hardly stated by this one, too."""

WORDING: Mapping[str, tuple[float, int]] = {
    # name: what its weight is before any report was seen, and its sign
    "answer in its clause": (2.0, 1),
    "answer in the sentence": (0.5, 1),
    "most of its question's answers in its clause": (0.5, 1),
    **dict.fromkeys(MEANT, (0.5, 1)),
    "for or against as said": (1.0, 1),
    "question near": (3.0, 1),
    "answer and question": (1.0, 1),
    "numbers around lead to it": (3.0, 1),
    "neighbours state the question": (2.0, 1),
    "neighbours state questions beside it": (0.5, 1),
    "next answer in order": (0.5, 1),
    "neighbours state the answer": (0.5, 1),
    "neighbours are of the group": (0.5, 1),
    **TOLD,
    "group named": (2.0, 1),
    "no group is spoken of": (-1.0, -1),
    "year agrees": (0.5, 1),
    "other year": (-1.0, -1),
    "older survey": (-0.5, -1),
    "as strongly put": (0.5, 1),
    "not as strongly put": (-0.5, -1),
    "words it does not have": (-1.0, -1),
    "words its question does not have": (-1.0, -1),
    "people beside it agree": (3.0, 1),
    "people beside it differ": (-2.0, -1),
    "used by another number": (-1.0, -1),
    "another group or year fits better": (-1.0, -1),
    "what is left": (-1.5, -1),
    "what is left, no answer is named": (1.5, 1),
    "grades joined": (-0.5, 0),
    "end of a scale joined": (-1.0, 0),
    "bins joined": (-2.0, -1),
    "neighbours joined": (-2.0, -1),
    "pair joined": (-2.0, -1),
    "each is named": (1.0, 1),
    "joined though one is said": (-1.0, -1),
    "said to be taken together": (1.0, 1),
}
_COLUMN = {name: n for n, name in enumerate(WORDING)}
_PRIOR = [weight for weight, _ in WORDING.values()]

JOINED = {
    Making.LEFT: "what is left",
    Making.GRADES: "grades joined",
    Making.END: "end of a scale joined",
    Making.BINS: "bins joined",
    Making.NEIGHBOURS: "neighbours joined",
    Making.PAIR: "pair joined",
}
OWN: Mapping[str, float] = {
    "answer in the sentence": 0.8,
    "most of its question's answers in its clause": 0.6,
    "clause means the answer": 1.0,
    "text around means the question": 0.7,
    "clause means the group": 0.5,
    "for or against as said": 0.6,
    "question near": 2.9,
    "group named": 0.8,
    "no group is spoken of": -0.8,
    "year agrees": 0.5,
    "other year": -1.5,
    "older survey": -0.7,
    "not as strongly put": -0.4,
    "words it does not have": -1.0,
    "words its question does not have": -1.8,
    "people beside it agree": 2.5,
    "people beside it differ": -2.0,
    "another group or year fits better": -1.3,
    "what is left": -0.8,
    "what is left, no answer is named": 1.3,
    "grades joined": -0.2,
    "end of a scale joined": -0.6,
    "bins joined": -1.8,
    "neighbours joined": -2.4,
    "pair joined": -1.8,
    "joined though one is said": -0.8,
    "said to be taken together": 0.8,
}
"""What the words around a number, without what other numbers state, tell of what has its value: 0.7
times the weights of a conditional logit of that and *none*, fitted to all reports at once."""
_OWN = [OWN.get(name, 0.0) for name in WORDING]

MANY = 60
"""How many of the best-worded statements share what the words alone say."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """What words may name, and how they fit each: `rows` is statements × WORDING."""

    statements: tuple[PossibleStatement, ...]
    rows: NDArray[Any]


def wordings(fitness: Fitness, row: int) -> Wordings:
    """Return what has a claim's value, and what else its words fit best."""
    import numpy as np

    share = fitness.claims[row].kind is not ClaimKind.MEAN
    listed = fitness.candidates.shares if share else fitness.candidates.others
    if not listed:
        return Wordings((), np.zeros((0, len(WORDING))))
    rows = _rows(fitness, row, fitness.candidates.members(share=share))
    best = (rows @ np.array(_PRIOR)).argsort()[::-1][:MANY]
    places = {candidate: n for n, candidate in enumerate(listed)}
    kept = dict.fromkeys([*(places[one] for one in fitness.listed[row]), *best.tolist()])
    return Wordings(tuple(listed[n] for n in kept), rows[list(kept)])


def fit_of_words(fitness: Fitness, row: int, listed: Sequence[PossibleStatement]) -> NDArray[Any]:
    """Return how well the words around a number alone fit each of some statements, by `OWN`."""
    import numpy as np

    share = fitness.claims[row].kind is not ClaimKind.MEAN
    first = 0 if share else len(fitness.candidates.shares)
    places = np.array([fitness.candidates.places[one] - first for one in listed], dtype=int)
    members = Members(listed, share=share)
    rows = _own_rows(fitness, row, members, places)
    for name, values in fitness.meant_of_words.items():
        rows[:, _COLUMN[name]] = members.mean(values[row])
    fit: NDArray[Any] = rows @ np.array(_OWN)
    return fit


def _own_rows(fitness: Fitness, row: int, members: Members, places: NDArray[Any]) -> NDArray[Any]:
    """Return how the words around a number fit statements; what other numbers tell is 0.

    `places` are where the statements stand among all of their kind.
    """
    import numpy as np

    survey = fitness.survey
    around = fitness.surroundings.around[row]
    grouped = survey.grouped.astype(float)
    group, year = fitness.group[row], fitness.year[row]
    graded = np.array([bool(grade) for grade in survey.grade])
    said = np.array([grade in around.grades for grade in survey.grade])
    alone: Mapping[str, NDArray[Any]] = {
        "answer in its clause": fitness.clause[row],
        "answer in the sentence": fitness.inside[row],
        "most of its question's answers in its clause": fitness.most_named[row],
        **{name: values[row] for name, values in fitness.meant.items()},
        "for or against as said": fitness.lean[row].astype(float),
        "question near": fitness.asked[row],
        "answer and question": fitness.asked[row] * fitness.clause[row],
        "group named": group * grouped,
        "no group is spoken of": grouped * (1.0 - fitness.some_group[row]),
        "year agrees": np.maximum(year, 0.0),
        "other year": np.maximum(-year, 0.0),
        "older survey": fitness.older[row],
        "as strongly put": (graded & said).astype(float),
        "not as strongly put": (graded & ~said).astype(float),
        "words it does not have": fitness.unaccounted[row],
        "words its question does not have": fitness.foreign[row],
        "another group or year fits better": fitness.twin_better[row],
    }
    made = np.zeros((len(members.making), len(WORDING)))
    for name, values in alone.items():
        made[:, _COLUMN[name]] = members.mean(values)
    counted = fitness.counted(row)
    made[:, _COLUMN["people beside it agree"]] = counted.agree[places]
    made[:, _COLUMN["people beside it differ"]] = counted.differ[places]
    unnamed = members.mean(fitness.unnamed[row])
    _put_left(made, members)
    left = members.making == Making.LEFT
    asked = members.mean(fitness.asked[row])
    made[left, _COLUMN["what is left, no answer is named"]] = (unnamed * asked)[left]
    _put_joined(made, members, fitness, row)
    return made


def _rows(fitness: Fitness, row: int, members: Members) -> NDArray[Any]:
    """Return how the words around a number, and other numbers, fit all statements of a kind."""
    import numpy as np

    made = _own_rows(fitness, row, members, np.arange(len(members.many)))
    others, used = fitness.others, fitness.used(row)
    for name, values in {
        "neighbours state the question": others.followed[row],
        "neighbours state questions beside it": others.beside[row],
        "next answer in order": others.in_order[row],
        "neighbours are of the group": others.of_group[row],
    }.items():
        made[:, _COLUMN[name]] = members.mean(values)
    many = len(fitness.candidates.shares)
    kind = slice(None, many) if members.share else slice(many, None)
    for name, values in {
        "numbers around lead to it": others.lead[row],
        "neighbours state the answer": others.answered[row, others.same_answers],
        "told already in its paragraph": others.told_around(row, fitness.again[row]),
        "told elsewhere": others.told_elsewhere(row),
    }.items():
        made[:, _COLUMN[name]] = values[kind]
    made[:, _COLUMN["used by another number"]] = members.most(used)
    return made


def _put_left(made: NDArray[Any], members: Members) -> None:
    """Describe what an answer leaves: its words are hardly said, a yes or no is turned round."""
    left = members.making == Making.LEFT
    made[left, _COLUMN["for or against as said"]] *= -1.0
    said = ("answer in its clause", "answer and question")
    for name in said:
        made[left, _COLUMN[name]] = 0.0
    for making, name in JOINED.items():
        made[members.making == making, _COLUMN[name]] = 1.0


def _put_joined(made: NDArray[Any], members: Members, fitness: Fitness, row: int) -> None:
    """Describe what several answers make up: each named, one alone, said to be together."""
    around = fitness.surroundings.around[row]
    joined = members.many > 1
    each = members.least(fitness.clause[row])
    made[joined, _COLUMN["each is named"]] = each[joined]
    grades = members.making == Making.GRADES
    made[grades, _COLUMN["as strongly put"]] = 0.0
    made[grades, _COLUMN["not as strongly put"]] = 0.0
    made[grades, _COLUMN["joined though one is said"]] = float(bool(around.grades))
    together = float(bool(phrase("claims.together").search(around.own_words)))
    made[joined, _COLUMN["said to be taken together"]] = together


def named(words: Wordings, weights: Sequence[float]) -> dict[PossibleStatement, float]:
    """Return what words name, best first, each with its share of their naming."""
    import numpy as np

    if not words.statements:
        return {}
    shares = chances(words.rows, np.asarray(weights))
    return {words.statements[n]: float(shares[n]) for n in shares.argsort()[::-1].tolist()}


def chances(rows: NDArray[Any], weights: NDArray[Any]) -> NDArray[Any]:
    """Return the softmax of rows (candidates × features) under weights.

    >>> import numpy as np
    >>> chances(np.array([[1.0], [0.0]]), np.array([0.0])).tolist()
    [0.5, 0.5]
    """
    import numpy as np

    scores = rows @ weights
    powers = np.exp(scores - scores.max())
    shares: NDArray[Any] = powers / powers.sum()
    return shares
