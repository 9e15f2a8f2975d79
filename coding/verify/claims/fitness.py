"""Describe in numbers how well each thing that a number may state fits its words and value.

For each claim a matrix: a row for each candidate, then one for *none of them*; the columns are
`FEATURES`. Their weights are fitted elsewhere; their signs stand beside the names.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from coding.model import Claim, ClaimKind, Sense, Statement
from coding.verify.claims.around import ClaimWords, DraftWords, phrase
from coding.verify.claims.candidates import Making, PossibleStatement, PossibleStatements
from coding.verify.claims.worded import MARKS, WordedSurvey

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEATURES: Mapping[str, tuple[float, int]] = {
    # name: what its weight is before any report was seen, and its sign (0: either)
    "answer near": (1.6, 1),
    "answer on its side": (0.8, 1),
    "answer in the sentence": (0.4, 1),
    "answer in its clause": (1.0, 1),
    "answer printed literally": (0.8, 1),
    "no word of the answer": (-1.5, -1),
    "every word of the answer": (0.8, 1),
    "answer denied": (-1.0, -1),
    "question near": (2.0, 1),
    "question in the sentence": (1.5, 1),
    "neighbours state the question": (1.1, 1),
    "yes or no by polarity": (1.3, 1),
    "as strongly put": (0.8, 1),
    "not as strongly put": (-1.2, -1),
    "exact": (2.0, 1),
    "exact with decimals": (1.5, 1),
    "hedged": (-0.5, -1),
    "rare value": (2.1, 1),
    "named by words": (1.8, 1),
    "named first by words": (1.5, 1),
    "another figure fits better": (-4.6, -1),
    "anything else fits better": (-2.0, -1),
    "another answer fits better": (-2.0, -1),
    "used by another number": (-4.0, -1),
    "said again beside it": (2.0, 1),
    "another group or year fits better": (-1.6, -1),
    "other year": (-2.3, -1),
    "year agrees": (0.8, 1),
    "older survey": (-1.0, -1),
    "neighbours are of the group": (0.5, 1),
    "group named": (1.2, 1),
    "group not named": (-1.2, -1),
    "no group is spoken of": (-1.5, -1),
    "base agrees": (1.5, 1),
    "base differs": (-1.0, -1),
    "words it does not have": (-0.9, -1),
    "words its question does not have": (-1.0, -1),
    "other source": (-1.4, -1),
    "what is left": (-0.9, -1),
    "grades joined": (-0.4, -1),
    "bins joined": (-0.8, -1),
    "neighbours joined": (-1.9, -1),
    "pair joined": (-1.0, -1),
    # of none of them
    "none": (1.5, 0),
    "none: a change": (2.0, 1),
    "none: another source": (1.0, 1),
    "none: a year without figures": (1.5, 1),
    "none: how it was surveyed": (1.0, 1),
    "none: strange words": (0.8, 1),
    "none: of those just named": (1.0, 1),
    "none: people compared": (0.3, 0),
}
NAMES = tuple(FEATURES)
_COLUMN = {name: n for n, name in enumerate(NAMES)}

UNSURE = 0.45
"""How well words fit a figure that a number is as likely to state as not."""
NAMED = 0.3
"""From how much of its words an answer counts as named."""
LITERAL_LEVEL = 0.25
"""From which level words name a question in full: those of the sentence, a heading, a table."""
FAR = 6
"""How many numbers before and behind tell what is spoken of."""

FRACTION_REACH, BESIDE = 7.0, 60
"""By how many points a fraction and its share may differ, and over how many characters."""

MANY = 25
"""How many of the best-worded figures share what the words alone say."""
SHARPNESS = 9.0


@dataclass(frozen=True, slots=True)
class Fits:
    """What one claim may state: `rows` is (candidates + 1) × features, the last row *none*.

    `worded` are the figures whose words fit best, with what share of all they have.
    """

    claim: Claim
    candidates: tuple[PossibleStatement, ...]
    rows: NDArray[Any]
    worded: tuple[tuple[int, float], ...]


class Fitness:
    """How well everything a survey has fits the numbers of one draft.

    Arrays named below are claims × figures.
    """

    def __init__(self, surroundings: DraftWords, candidates: PossibleStatements) -> None:
        self.survey: WordedSurvey = surroundings.survey
        self.surroundings = surroundings
        self.claims = surroundings.claims
        self.candidates = candidates
        self._fit_words()
        self.listed = [self._list(row, claim) for row, claim in enumerate(self.claims)]
        self._fit_groups_and_years()
        self._agreeing = self._agree()
        self.worded = self._worded()
        self._follow_neighbours()

    def instead(self, row: int, claim: Claim) -> Fitness:
        """Return the same with another number in one place: words stay, values are anew."""
        other = copy(self)
        other.claims = (*self.claims[:row], claim, *self.claims[row + 1 :])
        other.listed = [*self.listed[:row], self._list(row, claim), *self.listed[row + 1 :]]
        other.__dict__.pop("_again", None)
        other._agreeing = other._agree()
        other._follow_neighbours()
        return other

    def _list(self, row: int, claim: Claim) -> list[PossibleStatement]:
        """Return what a claim may state by its value, as far as words speak for it.

        What an answer leaves of 100 counts where the answer lacks something ("none of these") or
        words deny it; any two answers together where both are named in the number's clause.
        """
        listed = [c for c in self.candidates.of(claim) if self._is_spoken_of(row, c)]
        left = {c.figures[0]: c for c in listed if c.making is Making.LEFT}
        doubled: set[PossibleStatement] = set()
        for candidate in listed:
            rest = self._rest_of(candidate) if left and len(candidate.figures) > 1 else -1
            if rest in left:
                # What some answers make and what the last leaves are one number: say what is named.
                named = bool((self.clause[row, list(candidate.figures)] > NAMED).all())
                doubled.add(left[rest] if named else candidate)
        return [c for c in listed if c not in doubled]

    def _rest_of(self, candidate: PossibleStatement) -> int:
        """Return the only answer to a question that a sum does not have, -1 if there is none."""
        figure = self.survey.figures[candidate.figures[0]]
        cell = self.survey.cells[figure.question_id, figure.subgroup, figure.source]
        rest = set(cell) - set(candidate.figures)
        return rest.pop() if len(rest) == 1 else -1

    def _is_spoken_of(self, row: int, candidate: PossibleStatement) -> bool:
        figures = list(candidate.figures)
        if candidate.making is Making.LEFT and not self.survey.is_lacking[figures[0]]:
            denied = self.surroundings.zone_denied[row]
            answer = (denied * self.survey.affirmed[figures[0]]).any()
            asked = (denied * self.survey.asked[figures[0]]).any()
            return bool(answer or (asked and self.clause[row, figures[0]] > NAMED))
        if candidate.making is Making.PAIR:
            return bool((self.clause[row, figures] > NAMED).all())
        return True

    # ── words ──

    def _fit_words(self) -> None:
        import numpy as np

        s, v = self.surroundings, self.survey
        self.answer = s.affirmed @ v.affirmed.T + s.denied @ v.denied.T
        self.against = s.affirmed @ v.denied.T + s.denied @ v.affirmed.T
        self.own = s.own_affirmed @ v.affirmed.T + s.own_denied @ v.denied.T
        self.clause = s.zone_affirmed @ v.affirmed.T + s.zone_denied @ v.denied.T
        self.inside = s.inside_affirmed @ v.affirmed.T + s.inside_denied @ v.denied.T
        near = s.near @ v.asked.T
        within = np.maximum(s.inside_affirmed, s.inside_denied) @ v.asked.T
        self.asked = near / (near + 4.0)
        self.asked_inside = within / (within + 4.0)
        for n, plain in enumerate(v.plain):
            if plain:
                # A bare yes or no has its question's words: how many of them are met matters.
                self.answer[:, n] *= self.asked[:, n]
                self.own[:, n] *= self.asked[:, n]
                self.inside[:, n] *= self.asked_inside[:, n]
                self.clause[:, n] *= self.asked_inside[:, n]
        own_level = np.maximum(s.own_affirmed, s.own_denied) * v.weight
        known = (v.asked > 0) | (v.affirmed > 0) | (v.denied > 0) | (v.group > 0)
        met = own_level @ known.T
        total = own_level.sum(axis=1, keepdims=True)
        self.unaccounted = np.clip((total - met) / (total + 2.0), 0.0, 1.0)
        level = np.maximum(s.inside_affirmed, s.inside_denied) * s.near * v.weight
        level[:, [v.column[mark] for mark in MARKS]] = 0.0
        total = level.sum(axis=1, keepdims=True)
        self.foreign = np.clip((total - level @ v.family.T) / (total + 2.0), 0.0, 1.0)

    def _fit_groups_and_years(self) -> None:
        import numpy as np

        s, v = self.surroundings, self.survey
        shape = (len(self.claims), len(v.figures))
        stands = (s.whom[:, None, :] * v.stands[None, :, :]).max(axis=2) if v.stands.any() else 0.0
        self.group = np.clip((np.maximum(s.whom @ v.group.T, stands) - 0.25) / 0.5, 0.0, 1.0)
        self.group *= v.grouped
        led = [bool(phrase("people.among").search(around.words)) for around in s.around]
        some = self.group.max(axis=1, initial=0.0)
        self.some_group = np.maximum(some, 0.5 * np.array(led, dtype=float))
        self.year = np.zeros(shape)
        self.older = np.zeros(shape)
        for row, around in enumerate(s.around):
            named, earlier = self._year_of(around), self._earlier(around)
            for n in range(shape[1]):
                self.year[row, n], self.older[row, n] = self._year(n, named, earlier)
        everybody = np.where(v.grouped, self.group, 0.35)
        placed = everybody + 0.5 * self.year - 0.3 * self.older
        self.twin_better = np.zeros(shape)
        for n, twins in enumerate(v.twins):
            if twins:
                best = placed[:, twins].max(axis=1)
                self.twin_better[:, n] = np.clip((best - placed[:, n]) / 0.35, 0.0, 1.0)

    def _year_of(self, around: ClaimWords) -> str:
        """Return the year that stands nearest to a number, "" if none stands in its sentence."""
        near = [(level, year) for year, level in around.years.items() if level >= 0.5]
        return max(near)[1] if near else ""

    @staticmethod
    def _earlier(around: ClaimWords) -> bool:
        return bool(phrase("claims.earlier").search(around.own_words))

    def _year(self, n: int, named: str, earlier: bool) -> tuple[float, float]:
        """Return whether a figure is of the year that is named (1, −1, 0), and of an older one."""
        years, newest = self.survey.years[n], self.survey.newest
        if not years:
            return 0.0, 0.0
        if named and named not in self.survey.told_years[n]:
            return (1.0, 0.0) if named in years else (-1.0, 0.0)
        older = newest not in years
        if earlier:
            return (0.5 if older else -0.5), 0.0
        return 0.0, float(older)

    def _worded(self) -> NDArray[Any]:
        """Return how well words alone fit each figure, 0 to about 1.2."""
        import numpy as np

        v = self.survey
        group = np.where(v.grouped, 0.3 * self.group - 0.15, 0.0)
        score = (
            0.35 * self.answer
            + 0.15 * self.own
            + 0.1 * self.inside
            + 0.1 * self.clause
            + 0.3 * self.asked
            + group
            - 0.15 * self.against
            + 0.1 * self.year
            - 0.1 * self.older
        )
        weighed: NDArray[Any] = score
        return weighed

    # ── values ──

    def _agree(self) -> list[set[int]]:
        """Return by claim the figures that alone have its value."""
        return [
            {c.figures[0] for c in listed if c.making is Making.ALONE} for listed in self.listed
        ]

    @cached_property
    def _together(self) -> list[list[int]]:
        """Return by claim the others of its sentence."""
        by_sentence: dict[int, list[int]] = {}
        for row, around in enumerate(self.surroundings.around):
            by_sentence.setdefault(around.sentence.start, []).append(row)
        return [
            [other for other in by_sentence[around.sentence.start] if other != row]
            for row, around in enumerate(self.surroundings.around)
        ]

    @cached_property
    def _again(self) -> list[list[int]]:
        """Return by claim the numbers that say the same beside it: "nearly half (48 %)"."""
        again: list[list[int]] = [[] for _ in self.claims]
        for row in range(len(self.claims) - 1):
            first, second = self.claims[row], self.claims[row + 1]
            kinds = {first.kind, second.kind}
            if kinds != {ClaimKind.RATIO, ClaimKind.SHARE} or first.times or second.times:
                continue
            if first.points or second.points or row + 1 not in self._together[row]:
                continue
            near = abs((first.value or 0.0) - (second.value or 0.0)) <= FRACTION_REACH
            if near and second.start - first.end <= BESIDE:
                again[row].append(row + 1)
                again[row + 1].append(row)
        return again

    def _follow_neighbours(self) -> None:
        """Find by claim and figure how far the numbers around state its question, and its group.

        A number before or behind counts the less the more lie between: 0.75 to that power, half as
        much across paragraphs. What it states is guessed by its words and value.
        """
        import numpy as np

        v = self.survey
        many = len(self.claims)
        topics = np.zeros((many, int(v.topic.max(initial=0)) + 1))
        kinds: dict[tuple[str, str], int] = {}
        group = np.array(
            [kinds.setdefault((f.subgroup, f.source), len(kinds)) for f in v.figures], dtype=int
        )
        groups = np.zeros((many, len(kinds) or 1))
        for row, listed in enumerate(self.listed):
            best: dict[int, float] = {}
            for candidate in listed:
                worded = float(self.worded[row, list(candidate.figures)].mean())
                worded -= 0.0 if candidate.making is Making.ALONE else 0.1
                first = candidate.figures[0]
                best[first] = max(best.get(first, 0.0), math.exp(SHARPNESS * worded))
            total = sum(best.values()) + math.exp(SHARPNESS * UNSURE)
            for figure, power in best.items():
                topics[row, v.topic[figure]] += power / total
                groups[row, group[figure]] += power / total
        near = np.zeros((many, many))
        paragraphs = [claim.paragraph for claim in self.claims]
        for row in range(many):
            for other in range(max(0, row - FAR), min(many, row + FAR + 1)):
                if other != row and self.listed[other]:
                    apart = 1.0 if paragraphs[other] == paragraphs[row] else 0.5
                    near[row, other] = apart * 0.75 ** abs(other - row)
        near /= np.maximum(near.sum(axis=1, keepdims=True), 1.0)
        self.followed = (near @ topics)[:, v.topic]
        self.group_followed = (near @ groups)[:, group]

    def used(self, row: int) -> NDArray[Any]:
        """Return how surely each figure is another number's of the sentence, 0 to 1."""
        import numpy as np

        used = np.zeros(len(self.survey.figures))
        for other in self._together[row]:
            theirs = list(self._agreeing[other])
            if theirs and other not in self._again[row]:
                gap = self.worded[other, theirs] - self.worded[row, theirs]
                used[theirs] = np.maximum(used[theirs], np.clip(0.4 + gap / 0.15, 0.0, 1.0))
        return used

    def _rival(self, row: int, used: NDArray[Any]) -> float:
        """Return how well the best figure fits that has another value and is no other number's."""
        best = 0.0
        scores = self._named(row)
        order = scores.argsort()[::-1][:12]
        for n in order:
            figure = int(n)
            other = self.survey.figures[figure]
            wanted = self.claims[row].kind is not ClaimKind.MEAN
            if figure in self._agreeing[row] or other.value is None:
                continue
            if (other.unit == "%") is not wanted:
                continue
            if used[figure] > 0.3:
                continue
            best = max(best, float(scores[figure]))
        return best

    def _named(self, row: int) -> NDArray[Any]:
        """Return how well words and neighbours fit each figure, whatever the value."""
        scores: NDArray[Any] = self.worded[row] + 0.25 * self.followed[row]
        return scores

    def _sibling(self, row: int, candidate: PossibleStatement, used: NDArray[Any]) -> float:
        """Return how much better another answer to the question fits that has another value."""
        first = candidate.figures[0]
        figure = self.survey.figures[first]
        siblings = self.survey.cells[figure.question_id, figure.subgroup, figure.source]
        mine = float(self._near_answer[row, list(candidate.figures)].max())
        best = max(
            (
                float(self._near_answer[row, n])
                for n in siblings
                if n not in candidate.figures and n not in self._agreeing[row] and used[n] <= 0.3
            ),
            default=0.0,
        )
        return min(1.0, max(0.0, (best - mine) / 0.3))

    @cached_property
    def _near_answer(self) -> NDArray[Any]:
        fits: NDArray[Any] = 0.4 * self.answer + 0.3 * self.own + 0.3 * self.clause
        return fits - 0.2 * self.against

    # ── rows ──

    def of(self, row: int) -> Fits:
        """Return what the claim of a row may state, described."""
        import numpy as np

        listed = self.listed[row]
        shares = self.blind(row)
        rows = np.zeros((len(listed) + 1, len(NAMES)))
        used = self.used(row)
        rival = self._rival(row, used) if listed else 0.0
        topics = {int(self.survey.topic[c.figures[0]]) for c in listed}
        rare = 1.0 / math.sqrt(max(1, len(topics)))
        for n, candidate in enumerate(listed):
            self._describe(rows[n], row, candidate, rival, rare, shares, used)
        self._describe_none(rows[-1], row)
        top = sorted(shares.items(), key=lambda pair: -pair[1])
        return Fits(self.claims[row], tuple(listed), rows, tuple(top))

    def blind(self, row: int) -> dict[int, float]:
        """Return the figures whose words fit best, with their share of all that do."""
        scores = self._named(row)
        wanted = self.claims[row].kind is not ClaimKind.MEAN
        order = [
            int(n)
            for n in scores.argsort()[::-1]
            if (self.survey.figures[int(n)].unit == "%") is wanted
        ][:MANY]
        powers = {n: math.exp(SHARPNESS * float(scores[n])) for n in order}
        total = sum(powers.values()) or 1.0
        return {n: power / total for n, power in powers.items()}

    def _describe(
        self,
        out: NDArray[Any],
        row: int,
        candidate: PossibleStatement,
        rival: float,
        rare: float,
        shares: Mapping[int, float],
        used: NDArray[Any],
    ) -> None:
        claim, survey = self.claims[row], self.survey
        figures = list(candidate.figures)
        first = figures[0]
        left = candidate.making is Making.LEFT
        answer = float(self.answer[row, figures].mean())
        against = float(self.against[row, figures].mean())
        own = float(self.own[row, figures].mean())
        inside = float(self.inside[row, figures].mean())
        worded = float(self._named(row)[figures].mean())
        if left and survey.plain[first] != "":
            # What is left of "no" are those who say yes: the words are the other way round.
            answer, against = against, answer
        if left and not survey.plain[first]:
            answer, own, inside, against = 0.5 * against, 0.0, 0.0, answer
        self._put(out, "answer near", answer)
        self._put(out, "answer on its side", own)
        self._put(out, "answer in the sentence", inside)
        self._put(out, "answer denied", against)
        self._put(out, "question near", float(self.asked[row, first]))
        self._put(out, "question in the sentence", float(self.asked_inside[row, first]))
        self._put(out, "neighbours state the question", float(self.followed[row, first]))
        self._put(out, "neighbours are of the group", float(self.group_followed[row, first]))
        self._put(out, "answer in its clause", float(self.clause[row, figures].mean()))
        sibling = self._sibling(row, candidate, used)
        self._put(out, "another answer fits better", sibling)
        if survey.plain[first] and candidate.making in (Making.ALONE, Making.LEFT):
            agreeing = answer - against
            self._put(out, "yes or no by polarity", max(-1.0, min(1.0, agreeing)))
        self._grade(out, row, candidate)
        # 38.0 is no nearer to a printed 38 than 38.2 is.
        exact = claim.value is not None and (
            abs(round(candidate.value, claim.decimals) - claim.value) < 1e-6
        )
        self._put(out, "exact", float(exact))
        self._put(out, "exact with decimals", float(exact and claim.decimals > 0))
        self._put(out, "hedged", float(bool(claim.about)))
        self._put(out, "rare value", rare)
        self._put(out, "named by words", sum(shares.get(n, 0.0) for n in figures))
        gap = rival - worded
        clause = float(self.clause[row, figures].max())
        met = max(float(self.answer[row, figures].max()), clause, answer)
        self._put(out, "no word of the answer", float(met < 0.2))
        self._put(out, "every word of the answer", float(clause > 0.8))
        self._put(out, "named first by words", float(gap <= 0))
        self._put(out, "another figure fits better", min(1.0, max(0.0, gap / 0.25)))
        twin = float(self.twin_better[row, first])
        anything = max(float(gap > 0.08), float(sibling > 0.25), float(twin > 0.5))
        self._put(out, "anything else fits better", anything)
        beside = any(set(figures) & self._agreeing[other] for other in self._again[row])
        self._put(out, "said again beside it", float(beside))
        self._put(out, "used by another number", float(used[figures].max()))
        self._put(out, "another group or year fits better", twin)
        year = float(self.year[row, first])
        self._put(out, "other year", max(0.0, -year))
        self._put(out, "year agrees", max(0.0, year))
        self._put(out, "older survey", float(self.older[row, first]))
        if survey.grouped[first]:
            group = float(self.group[row, first])
            self._put(out, "group named", group)
            self._put(out, "group not named", 1.0 - group)
            self._put(out, "no group is spoken of", float(1.0 - self.some_group[row]))
        base = survey.figures[first].base_n
        bases = [n for n in self.surroundings.around[row].bases if n >= 10]
        if base and bases:
            self._put(out, "base agrees", float(base in bases))
            self._put(out, "base differs", float(base not in bases))
        self._put(out, "words it does not have", float(self.unaccounted[row, first]))
        self._put(out, "words its question does not have", float(self.foreign[row, first]))
        self._put(out, "other source", float(self._names_source(row, first)))
        joined = {
            Making.LEFT: "what is left",
            Making.GRADES: "grades joined",
            Making.BINS: "bins joined",
            Making.NEIGHBOURS: "neighbours joined",
            Making.PAIR: "pair joined",
        }.get(candidate.making)
        if joined:
            self._put(out, joined, 1.0)
        elif self._is_literal(row, first):
            self._put(out, "answer printed literally", 1.0)

    @staticmethod
    def _put(out: NDArray[Any], name: str, value: float) -> None:
        out[_COLUMN[name]] = value

    def _grade(self, out: NDArray[Any], row: int, candidate: PossibleStatement) -> None:
        """Compare how strongly words and answer put a thing: "very", "rather", neither."""
        said = self.surroundings.around[row].grades
        if candidate.making is Making.GRADES:
            self._put(out, "not as strongly put", float(bool(said)))
        elif candidate.making is Making.ALONE:
            grade = self.survey.grade[candidate.figures[0]]
            if grade:
                self._put(out, "as strongly put", float(grade in said))
                self._put(out, "not as strongly put", float(grade not in said))

    def _names_source(self, row: int, figure: int) -> bool:
        """Say whether a sentence names a source that a figure is not of."""
        words = self.surroundings.around[row].words
        match = phrase("sources").search(words)
        source = self.survey.figures[figure].source.lower()
        return bool(match) and not (source and source in words.lower())

    @cached_property
    def _sequences(self) -> list[list[tuple[str, bool]]]:
        """Return by claim the marks of its sentence, in order."""
        return [
            [(s.feature.stem, s.feature.denied) for s in around.said if s.inside]
            for around in self.surroundings.around
        ]

    def _is_literal(self, row: int, figure: int) -> bool:
        wanted = [mark for mark in self.survey.sequences[figure] if mark[0] != "@no"]
        if not wanted or self.survey.plain[figure]:
            return False
        said = self._sequences[row]
        return any(
            said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1)
        )

    def speaks_against(self, row: int, figure: int) -> bool:
        """Say whether something tells that a number is not meant to be a figure its words name.

        That is so too where an answer that has the printed value is named in the number's clause.
        """
        around, survey = self.surroundings.around[row], self.survey
        value, grade = survey.figures[figure].value, survey.grade[figure]
        group = survey.grouped[figure] and self.group[row, figure] < 1 - NAMED
        theirs = any(
            value is not None
            and other.value is not None
            and abs(round(value, other.decimals) - other.value) < 1e-6
            for other in (self.claims[n] for n in self._together[row])
        )
        named = self._year_of(around)
        agreeing = [
            c for c in self.listed[row] if (self.clause[row, list(c.figures)] > NAMED).all()
        ]
        return bool(
            theirs
            or agreeing
            or group
            or (grade and grade not in around.grades)
            or self.year[row, figure] < 0
            or self.older[row, figure]
            or self._names_source(row, figure)
            or (named and survey.newest and not any(named in years for years in survey.years))
            or any(
                phrase(key).search(around.words)
                for key in ("claims.comparing", "claims.aside", "claims.just_named")
            )
        )

    def is_literal(self, row: int, statement: Statement) -> bool:
        """Say whether words name one figure in full, with nothing in its clause left unexplained.

        Its answer stands as it is printed in the survey and as strongly put, its question and
        group are named, no other year, group or source is, no word is one that the survey does not
        have, and no other question's figure has the value.
        """
        if statement.sense is not Sense.EQUAL or len(statement.figures) != 1:
            return False
        figure = self.survey.at[statement.figures[0]]
        topics = {int(self.survey.topic[c.figures[0]]) for c in self.listed[row]}
        asked = self.survey.asked[figure]
        said = self.surroundings.near[row] >= LITERAL_LEVEL
        named = float(asked[said].sum()) / max(float(asked.sum()), 1e-9)
        answer = self._is_literal(row, figure) and self.clause[row, figure] > 0.99
        clause = (s.feature.stem for s in self.surroundings.around[row].said if s.zone)
        strange = any(stem not in self.survey.column and stem.isalpha() for stem in clause)
        graded = {grade for grade in (self.survey.grade[figure],) if grade}
        group = self.group[row, figure] > 0.99
        if not self.survey.grouped[figure]:
            group = self.group[row].max(initial=0.0) == 0
        return bool(
            answer
            and not strange
            and graded == self.surroundings.around[row].grades
            and named > 0.99
            and group
            and self.survey.told[figure] > 0
            and len(topics) == 1
            and self.unaccounted[row, figure] < 0.05
            and self.foreign[row, figure] < 0.05
            and self.year[row, figure] >= 0
            and not self.older[row, figure]
            and self.twin_better[row, figure] == 0
            and not self._names_source(row, figure)
            and not self.claims[row].about
            and not phrase("claims.just_named").search(self.surroundings.around[row].words)
        )

    def contradicts(self, row: int, statement: Statement) -> bool:
        """Say whether words deny what a yes affirms: "57 % do not trust it" where yes has 57."""
        figure = self.survey.at[statement.figures[0]]
        plain = self.survey.plain[figure]
        affirms = (plain == "yes") is (statement.sense is Sense.EQUAL)
        if not plain or not affirms or len(statement.figures) != 1:
            return False
        return bool((self.surroundings.zone_denied[row] * self.survey.asked[figure]).any())

    def _describe_none(self, out: NDArray[Any], row: int) -> None:
        around = self.surroundings.around[row]
        self._put(out, "none", 1.0)
        changes = bool(phrase("claims.changes").search(around.own_words))
        self._put(out, "none: a change", float(changes and self.claims[row].points))
        source = bool(phrase("sources").search(around.words))
        self._put(out, "none: another source", float(source))
        named = self._year_of(around)
        every = bool(self.survey.newest) and not any(named in years for years in self.survey.years)
        self._put(out, "none: a year without figures", float(bool(named and every)))
        aside = bool(phrase("claims.aside").search(around.words))
        self._put(out, "none: how it was surveyed", float(aside))
        own = [s.feature.stem for s in around.said if s.own]
        strange = sum(1 for stem in own if stem not in self.survey.column and stem[0] != "@")
        self._put(out, "none: strange words", strange / (len(own) + 1.0))
        back = bool(phrase("claims.just_named").search(around.own_words))
        self._put(out, "none: of those just named", float(back))
        compared = bool(phrase("claims.comparing").search(around.words))
        self._put(out, "none: people compared", float(compared))
