"""Measure how well a survey's figures fit the words, and values, around each number of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from coding.model import Claim, ClaimKind
from coding.verify.claims.around import HEADS, ClaimWords, DraftWords, phrase
from coding.verify.claims.candidates import Making, PossibleStatement, PossibleStatements
from coding.verify.claims.chaining import Chain, Steps
from coding.verify.claims.counting import Counted, PeopleStated
from coding.verify.claims.dating import EARLIER, NOW
from coding.verify.claims.following import OtherNumbers
from coding.verify.claims.marking import MARKS
from coding.verify.claims.meaning import meant
from coding.verify.claims.naming import fit_of_words
from coding.verify.claims.repeating import is_in_brackets, says_again
from coding.verify.claims.worded import WordedSurvey

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAMED = 0.3
"""From how much of its words an answer counts as named."""
TAKEN = 0.3
"""From how surely a figure is another number's it is none that this one may be taken for."""

SAME = 0.01
"""How much less numbers around one may lead elsewhere than before for nothing to be said anew."""


class Fitness:
    """How well everything a survey has fits the numbers of one draft; `meant` is of `meaning`.

    Arrays named below are claims × figures.
    """

    def __init__(self, surroundings: DraftWords, candidates: PossibleStatements) -> None:
        self.survey: WordedSurvey = surroundings.survey
        self.surroundings = surroundings
        self.claims = surroundings.claims
        self.candidates = candidates
        self._fit_words()
        self.meant = meant(surroundings)
        self.meant_of_words = meant(surroundings, numbers=False)
        self.listed = [self._list(row, claim) for row, claim in enumerate(self.claims)]
        self._fit_groups_and_years()
        self.agreeing = self._agree()
        self.worded = self._worded()
        self.sure: frozenset[int] = frozenset()
        self._steps = Steps(candidates)
        self.others = self._others()

    def _others(self) -> OtherNumbers:
        chain = Chain(self.claims, self._steps, self.listed, self._seen, self.again, sure=self.sure)
        return OtherNumbers(self.claims, self.candidates, chain)

    @cached_property
    def _seen(self) -> list[NDArray[Any]]:
        """Return by claim how well words alone fit what it may state."""
        import numpy as np

        return [
            fit_of_words(self, row, listed) if listed else np.zeros(0)
            for row, listed in enumerate(self.listed)
        ]

    @cached_property
    def _people(self) -> dict[bool, PeopleStated]:
        kinds = {True: self.candidates.shares, False: self.candidates.others}
        return {share: PeopleStated(listed, self.survey) for share, listed in kinds.items()}

    def counted(self, row: int) -> Counted:
        """Return how what a claim may state, in the order of all, fits the people beside it."""
        share = self.claims[row].kind is not ClaimKind.MEAN
        return self._people[share].counted(self.surroundings.around[row].people)

    def known(self, stated: Mapping[int, PossibleStatement | None]) -> Fitness:
        """Return the same where people said what some numbers, by row, state: None is nothing."""
        other = copy(self)
        other.listed = [
            [one for one in (stated[row],) if one] if row in stated else listed
            for row, listed in enumerate(self.listed)
        ]
        other.sure = frozenset(row for row, one in stated.items() if one is not None)
        other.agreeing = other._agree()
        other.others = other._others()
        return other

    def leads_as(self, other: Fitness, row: int) -> bool:
        """Say whether the numbers around one lead where they do in another fitness."""
        import numpy as np

        mine, theirs = self.others.lead[row], other.others.lead[row]
        same = self.sure & {*self.together[row]} == other.sure & {*other.together[row]}
        return same and bool(np.abs(mine - theirs).max(initial=0.0) < SAME)

    def instead(self, row: int, claim: Claim) -> Fitness:
        """Return the same with another number in one place, to be described there.

        What others tell of that place rests on their values alone: it stays.
        """
        other = copy(self)
        other.claims = (*self.claims[:row], claim, *self.claims[row + 1 :])
        other.listed = [*self.listed[:row], self._list(row, claim), *self.listed[row + 1 :]]
        other.__dict__.pop("again", None)
        other.agreeing = other._agree()
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
        leaning = np.array([around.lean for around in s.around]).reshape(-1, 1)
        denied = s.zone_denied @ v.asked.T > 0
        self.lean = np.where(denied, -1, leaning) * np.array(v.lean).reshape(1, -1)
        told = self.clause * v.told
        self.most_named = told / np.maximum(self._most_of_question(told), 1e-9)
        self.unnamed = 1.0 - np.minimum(self._most_of_question(self.clause), 1.0)
        own_level = np.maximum(s.own_affirmed, s.own_denied) * v.weight
        met = own_level @ v.known.T
        total = own_level.sum(axis=1, keepdims=True)
        self.unaccounted = np.clip((total - met) / (total + 2.0), 0.0, 1.0)
        level = np.maximum(s.inside_affirmed, s.inside_denied) * s.near * v.weight
        level[:, [v.column[mark] for mark in MARKS]] = 0.0
        total = level.sum(axis=1, keepdims=True)
        self.foreign = np.clip((total - level @ v.family.T) / (total + 2.0), 0.0, 1.0)

    def _most_of_question(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return for each figure the most that any answer to its question has."""
        import numpy as np

        topic = self.survey.topic
        most = np.zeros((len(self.claims), int(topic.max(initial=0)) + 1))
        for n in range(values.shape[1]):
            most[:, topic[n]] = np.maximum(most[:, topic[n]], values[:, n])
        spread: NDArray[Any] = most[:, topic]
        return spread

    def _fit_groups_and_years(self) -> None:
        import numpy as np

        s, v = self.surroundings, self.survey
        shape = (len(self.claims), len(v.figures))
        stands = (s.whom[:, None, :] * v.stands[None, :, :]).max(axis=2) if v.stands.any() else 0.0
        said = s.whom @ v.group.T + s.whom_denied @ v.group_denied.T
        self.group = np.clip((np.maximum(said, stands) - 0.25) / 0.5, 0.0, 1.0)
        self.group *= v.grouped
        led = [bool(phrase("people.among").search(around.words)) for around in s.around]
        some = self.group.max(axis=1, initial=0.0)
        self.some_group = np.maximum(some, 0.5 * np.array(led, dtype=float))
        self.year = np.zeros(shape)
        self.older = np.zeros(shape)
        for row, around in enumerate(s.around):
            for n in range(shape[1]):
                self.year[row, n], self.older[row, n] = self._year(n, around)
        everybody = np.where(v.grouped, self.group, 0.35)
        placed = everybody + 0.5 * self.year - 0.3 * self.older
        self.twin_better = np.zeros(shape)
        for n, twins in enumerate(v.twins):
            if twins:
                best = placed[:, twins].max(axis=1)
                self.twin_better[:, n] = np.clip((best - placed[:, n]) / 0.35, 0.0, 1.0)

    @staticmethod
    def year_of(around: ClaimWords) -> str:
        """Return the year that a number is of by its sentence or its table's heads, or ""."""
        if around.time and around.time not in (EARLIER, NOW):
            return around.time
        heads = [(level, year) for year, level in around.years.items() if level == HEADS]
        return max(heads)[1] if heads and not around.time else ""

    def _year(self, n: int, around: ClaimWords) -> tuple[float, float]:
        """Return whether a figure is of the year that is named (1, −1, 0), and of an older one."""
        years, newest = self.survey.years[n], self.survey.newest
        if not years:
            return 0.0, 0.0
        named = self.year_of(around)
        if named and named not in self.survey.told_years[n]:
            return (1.0, 0.0) if named in years else (-1.0, 0.0)
        older = newest not in years
        if around.time == EARLIER:
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
    def together(self) -> list[list[int]]:
        """Return by claim the others of its sentence."""
        by_sentence: dict[int, list[int]] = {}
        for row, around in enumerate(self.surroundings.around):
            by_sentence.setdefault(around.sentence.start, []).append(row)
        return [
            [other for other in by_sentence[around.sentence.start] if other != row]
            for row, around in enumerate(self.surroundings.around)
        ]

    @cached_property
    def again(self) -> list[list[int]]:
        """Return by claim the numbers that say the same beside it: "nearly half (48 %)"."""
        again: list[list[int]] = [[] for _ in self.claims]
        text = self.surroundings.reading.text
        shares = [n for n, claim in enumerate(self.claims) if claim.kind is not ClaimKind.COUNT]
        for row, other in pairwise(shares):
            said = says_again(text, self.claims[row], self.claims[other])
            if said and other in self.together[row]:
                again[row].append(other)
                again[other].append(row)
        return again

    def possible(self, row: int) -> list[PossibleStatement]:
        """Return what a claim may state; of a fraction only what its share in brackets may, too."""
        share = self.precisely(row)
        both = [] if share is None else [s for s in self.listed[row] if s in self.listed[share]]
        return both or self.listed[row]

    def precisely(self, row: int) -> int | None:
        """Return the row of the share in brackets that a fraction is: "a third (33.7 %)"."""
        text, first = self.surroundings.reading.text, self.claims[row]
        for other in self.again[row] if first.kind is ClaimKind.RATIO else ():
            if other > row and is_in_brackets(text, first, self.claims[other]):
                return other
        return None

    def used(self, row: int) -> NDArray[Any]:
        """Return how surely each figure is another number's of the sentence, 0 to 1."""
        import numpy as np

        used = np.zeros(len(self.survey.figures))
        for other in self.together[row]:
            theirs = list(self.agreeing[other])
            if other in self.sure and other not in self.again[row]:
                used[theirs] = 1.0
            elif theirs and other not in self.again[row]:
                gap = self.worded[other, theirs] - self.worded[row, theirs]
                used[theirs] = np.maximum(used[theirs], np.clip(0.4 + gap / 0.15, 0.0, 1.0))
        return used

    def sibling(self, row: int, candidate: PossibleStatement, used: NDArray[Any]) -> float:
        """Return how much better another answer to the question fits that has another value."""
        first = candidate.figures[0]
        figure = self.survey.figures[first]
        siblings = self.survey.cells[figure.question_id, figure.subgroup, figure.source]
        mine = float(self._near_answer[row, list(candidate.figures)].max())
        best = max(
            (
                float(self._near_answer[row, n])
                for n in siblings
                if n not in candidate.figures and n not in self.agreeing[row] and used[n] <= TAKEN
            ),
            default=0.0,
        )
        return min(1.0, max(0.0, (best - mine) / 0.3))

    @cached_property
    def _near_answer(self) -> NDArray[Any]:
        fits: NDArray[Any] = 0.4 * self.answer + 0.3 * self.own + 0.3 * self.clause
        return fits - 0.2 * self.against

    # ── marks ──

    def names_source(self, row: int, figure: int) -> bool:
        """Say whether a sentence names a source that a figure is not of."""
        source = self.survey.figures[figure].source.lower()
        words = self.surroundings.around[row].words
        return self._sourced[row] and not (source and source in words.lower())

    @cached_property
    def _sourced(self) -> list[bool]:
        """Return by claim whether its sentence names a source."""
        around = self.surroundings.around
        return [bool(phrase("sources").search(words.words)) for words in around]

    @cached_property
    def _sequences(self) -> list[list[tuple[str, bool]]]:
        """Return by claim the marks of its sentence, in order."""
        return [
            [(s.feature.stem, s.feature.denied) for s in around.said if s.inside]
            for around in self.surroundings.around
        ]

    def prints(self, row: int, figure: int) -> bool:
        """Say whether a sentence has the words of an answer one after the other."""
        wanted = [mark for mark in self.survey.sequences[figure] if mark[0] != "@no"]
        if not wanted or self.survey.plain[figure]:
            return False
        said = self._sequences[row]
        return any(
            said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1)
        )
