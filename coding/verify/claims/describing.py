"""Describe in numbers how well each thing that a number may state fits its words and value.

For each claim a matrix: a row for each candidate, then one for *none of them*; the columns are
`FEATURES`. Their weights are fitted elsewhere; their signs stand beside the names. Whether words
name something else rests on weights too, those of `naming`: `Fits.told` puts that in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.model import Claim, ClaimKind
from coding.verify.claims.around import phrase
from coding.verify.claims.candidates import Making, PossibleStatement
from coding.verify.claims.counting import Counted
from coding.verify.claims.fitness import TAKEN, Fitness
from coding.verify.claims.meaning import CLAUSE, CONTEXT, GROUP
from coding.verify.claims.misprinting import misprints
from coding.verify.claims.naming import JOINED, TOLD, WORDING, Wordings, wordings
from coding.verify.claims.repeating import FRACTION_REACH

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEATURES: Mapping[str, tuple[float, int]] = {
    # name: what its weight is before any report was seen, and its sign (0: either)
    "no word of the answer": (-1.5, -1),
    **dict.fromkeys((CLAUSE, CONTEXT, GROUP), (0.5, 1)),
    "answer denied": (-1.0, -1),
    "question near": (2.0, 1),
    "question in the sentence": (1.5, 1),
    "numbers around lead to it": (3.0, 1),
    "neighbours state the answer": (0.5, 1),
    "neighbours are of the group": (0.5, 1),
    "neighbours state questions beside it": (0.5, 1),
    **TOLD,
    "exact": (2.0, 1),
    "near its fraction": (1.0, 1),
    "rare value": (2.1, 1),
    "named by words": (1.8, 1),
    "clearly named by words": (1.5, 1),
    "another figure fits better": (-4.6, -1),
    "another answer fits better": (-2.0, -1),
    "another group or year fits better": (-1.6, -1),
    "other year": (-2.3, -1),
    "older survey": (-1.0, -1),
    "group not named": (-1.2, -1),
    "no group is spoken of": (-1.5, -1),
    "base differs": (-1.0, -1),
    "people beside it agree": (2.0, 1),
    "people beside it differ": (-2.0, -1),
    "words it does not have": (-0.9, -1),
    "words its question does not have": (-1.0, -1),
    "bins joined": (-0.8, -1),
    "neighbours joined": (-1.9, -1),
    "pair joined": (-1.0, -1),
    # of none of them
    "none": (1.5, 0),
    "none: a fraction": (0.3, 0),
    "none: how it was surveyed": (1.0, 1),
    "none: people compared": (0.3, 0),
}
NAMES = tuple(FEATURES)
_COLUMN = {name: n for n, name in enumerate(NAMES)}

HEDGED: Mapping[str, float] = {"over": 0.06, "under": -0.06, "nearly": -0.06}
"""By what part of a fraction what is said to be over it, or under it, differs from it as a rule, as
53 % from "more than half": of 13 in reports the median was 8 %, of 35 under it 5 %."""

NAMED_BETTER = 3.0
"""By how much a score must be higher for another statement to be named as clearly as can be."""


@dataclass(frozen=True, slots=True)
class Fits:
    """What one claim may state: `rows` is (candidates + 1) × features, the last row *none*.

    `words` is what its words may name: `places` where each candidate stands there, -1 if nowhere,
    `rivals` those that have another value and are no other number's, `misprints` how each may have
    become what is printed. What words name is in `rows`
    only as `told` has it.
    """

    claim: Claim
    candidates: tuple[PossibleStatement, ...]
    rows: NDArray[Any]
    words: Wordings
    places: NDArray[Any]
    rivals: NDArray[Any]
    misprints: NDArray[Any]

    def told(self, weights: Sequence[float]) -> NDArray[Any]:
        """Return rows with what words name by the weights of `naming.WORDING`."""
        import numpy as np

        rows = self.rows.copy()
        if not self.candidates or not self.words.statements:
            return rows
        scores = self.words.rows @ np.asarray(weights)
        powers = np.exp(scores - scores.max())
        best = scores[self.rivals].max(initial=-np.inf)
        gap = np.clip(best - scores[self.places], -NAMED_BETTER, NAMED_BETTER) / NAMED_BETTER
        rows[:-1, _COLUMN["named by words"]] = (powers / powers.sum())[self.places]
        rows[:-1, _COLUMN["clearly named by words"]] = np.maximum(-gap, 0.0)
        rows[:-1, _COLUMN["another figure fits better"]] = np.maximum(gap, 0.0)
        return rows


def describe(fitness: Fitness, row: int) -> Fits:
    """Return what the claim of a row may state, described."""
    import numpy as np

    claim, listed = fitness.claims[row], fitness.possible(row)
    words = wordings(fitness, row)
    places = {statement: n for n, statement in enumerate(words.statements)}
    used = fitness.used(row)
    rivals = [
        one not in fitness.listed[row]
        and not set(one.figures) & fitness.agreeing[row]
        and used[list(one.figures)].max() <= TAKEN
        for one in words.statements
    ]
    rows = np.zeros((len(listed) + 1, len(NAMES)))
    topics = {int(fitness.survey.topic[c.figures[0]]) for c in listed}
    counted = fitness.counted(row)
    rare = 1.0 / math.sqrt(max(1, len(topics)))
    for n, candidate in enumerate(listed):
        _Describing(fitness, row, candidate, rows[n]).describe(rare, used, counted)
    at = np.array([places[one] for one in listed], dtype=int)
    for name in TOLD:
        rows[:-1, _COLUMN[name]] = words.rows[at, list(WORDING).index(name)]
    _describe_none(fitness, row, rows[-1])
    return Fits(
        claim=claim,
        candidates=tuple(listed),
        rows=rows,
        words=words,
        places=at,
        rivals=np.array(rivals, dtype=bool),
        misprints=misprints(claim, words.statements, fitness.candidates),
    )


class _Describing:
    """Describe one candidate of one claim, into a row of the features."""

    def __init__(
        self, fitness: Fitness, row: int, candidate: PossibleStatement, out: NDArray[Any]
    ) -> None:
        self.fitness = fitness
        self.row = row
        self.candidate = candidate
        self.figures = list(candidate.figures)
        self.first = candidate.figures[0]
        self.out = out

    def _put(self, name: str, value: float) -> None:
        self.out[_COLUMN[name]] = value

    def _mean(self, of_figures: NDArray[Any]) -> float:
        return float(of_figures[self.row, self.figures].mean())

    def describe(self, rare: float, used: NDArray[Any], counted: Counted) -> None:
        """Fill all columns; `rare` falls with how many questions have the value."""
        self._put("rare value", rare)
        self._answer()
        self._question()
        self._value()
        self._others(used)
        for name in (CLAUSE, CONTEXT, GROUP):
            self._put(name, self._mean(self.fitness.meant[name]))
        self._group_and_year()
        self._base()
        place = self.fitness.candidates.places[self.candidate]
        if self.fitness.claims[self.row].kind is ClaimKind.MEAN:
            place -= len(self.fitness.candidates.shares)
        self._put("people beside it agree", float(counted.agree[place]))
        self._put("people beside it differ", float(counted.differ[place]))
        joined = JOINED.get(self.candidate.making)
        if joined in _COLUMN:
            self._put(joined, 1.0)

    def _answer(self) -> None:
        fitness, plain = self.fitness, self.fitness.survey.plain[self.first]
        making = self.candidate.making
        answer, against = self._mean(fitness.answer), self._mean(fitness.against)
        if making is Making.LEFT and plain:
            # What is left of "no" are those who say yes: the words are the other way round.
            answer, against = against, answer
        elif making is Making.LEFT:
            answer, against = 0.5 * against, answer
        self._put("answer denied", against)
        clause = float(fitness.clause[self.row, self.figures].max())
        met = max(float(fitness.answer[self.row, self.figures].max()), clause, answer)
        self._put("no word of the answer", float(met < 0.2))

    def _question(self) -> None:
        fitness, at = self.fitness, (self.row, self.first)
        others = fitness.others
        self._put("question near", float(fitness.asked[at]))
        self._put("question in the sentence", float(fitness.asked_inside[at]))
        place = fitness.candidates.places[self.candidate]
        self._put("numbers around lead to it", float(others.lead[self.row, place]))
        answer = fitness.candidates.answers[self.candidate]
        self._put("neighbours state the answer", float(fitness.others.answered[self.row, answer]))
        self._put("neighbours are of the group", float(fitness.others.of_group[at]))
        self._put("neighbours state questions beside it", float(fitness.others.beside[at]))
        self._put("words it does not have", float(fitness.unaccounted[at]))
        self._put("words its question does not have", float(fitness.foreign[at]))

    def _value(self) -> None:
        claim, value = self.fitness.claims[self.row], self.candidate.value
        share = self.fitness.precisely(self.row)
        if share is not None and self.candidate in self.fitness.listed[share]:
            claim = self.fitness.claims[share]
        # 38.0 is no nearer to a printed 38 than 38.2 is.
        exact = claim.value is not None and (abs(round(value, claim.decimals) - claim.value) < 1e-6)
        if claim.kind is ClaimKind.RATIO and claim.value is not None:
            # A third is said of 31 as well as of 33.
            exact = False
            meant = claim.value * (1.0 + HEDGED.get(claim.about, 0.0))
            self._put("near its fraction", max(0.0, 1.0 - abs(value - meant) / FRACTION_REACH))
        self._put("exact", float(exact))

    def _others(self, used: NDArray[Any]) -> None:
        """Say whether another answer, group or year fits better."""
        fitness = self.fitness
        sibling = fitness.sibling(self.row, self.candidate, used)
        twin = float(fitness.twin_better[self.row, self.first])
        self._put("another answer fits better", sibling)
        self._put("another group or year fits better", twin)

    def _group_and_year(self) -> None:
        fitness, at = self.fitness, (self.row, self.first)
        year = float(fitness.year[at])
        self._put("other year", max(0.0, -year))
        self._put("older survey", float(fitness.older[at]))
        if fitness.survey.grouped[self.first]:
            group = float(fitness.group[at])
            self._put("group not named", 1.0 - group)
            self._put("no group is spoken of", float(1.0 - fitness.some_group[self.row]))

    def _base(self) -> None:
        base = self.fitness.survey.figures[self.first].base_n
        bases = [n for n in self.fitness.surroundings.around[self.row].bases if n >= 10]
        self._put("base differs", float(bool(base and bases) and base not in bases))


def _describe_none(fitness: Fitness, row: int, out: NDArray[Any]) -> None:
    words = fitness.surroundings.around[row].words

    def put(name: str, value: float) -> None:
        out[_COLUMN[f"none: {name}"]] = value

    out[_COLUMN["none"]] = 1.0
    put("a fraction", float(fitness.claims[row].kind is ClaimKind.RATIO))
    put("how it was surveyed", float(bool(phrase("claims.aside").search(words))))
    put("people compared", float(bool(phrase("claims.comparing").search(words))))
