"""Guess what the other numbers of a draft state, and how that leads to what one of them does.

Reports speak of one thing at a time: of a question, a group, answers in their order. A number
before or behind counts the less the more lie between: 0.75 to that power, half as much across
paragraphs. What it states is guessed by `chaining`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from coding.model import Claim
from coding.verify.claims.candidates import Making, PossibleStatement, PossibleStatements
from coding.verify.claims.chaining import Chain

if TYPE_CHECKING:
    from numpy.typing import NDArray

FAR = 6
"""How many numbers before and behind tell what is spoken of."""
LEADING = 6.0
"""What brings how far others lead somewhere to the size of the other features."""
NEXT, NEAREST, APART = 0.75, 0.5, 0.5
"""What each number that lies between leaves of one's worth, in a paragraph's answers, and what
another paragraph does."""


class OtherNumbers:
    """What the other numbers of a draft state, as it bears on each: claims × figures.

    How far those around state a figure's question (`followed`), its group (`of_group`), questions
    near its own in the survey's order (`beside`); whether it is the next answer after what the
    number before states, as the survey lists them (`in_order`). `answered`, claims ×
    `PossibleStatements.answers`, is how far numbers of the same paragraph state the same answers of
    whatever group. `guesses` are by claim how likely it states what has its value.
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        candidates: PossibleStatements,
        chain: Chain,
    ) -> None:
        self.claims = claims
        self.candidates = candidates
        self.survey = candidates.survey
        self.listed = chain.listed
        self.chain = chain
        self.guesses = self.chain.guesses
        self.lead = self.chain.lead / LEADING
        self._follow()
        self._follow_order(chain.again)

    def _follow(self) -> None:
        import numpy as np

        topic = self.survey.topic
        kinds: dict[tuple[str, str], int] = {}
        keys = [(f.subgroup, f.source) for f in self.survey.figures]
        of_group = np.array([kinds.setdefault(key, len(kinds)) for key in keys], dtype=int)
        answers = self.candidates.answers
        nearness = _nearness(int(topic.max(initial=0)) + 1)
        near, many = self._around(
            len(nearness), lambda one: int(topic[one.figures[0]]), NEXT, apart=APART
        )
        near = near / np.maximum(many, 1.0)
        self.followed = near[:, topic]
        self.beside = (near @ nearness)[:, topic]
        groups, _ = self._around(
            len(kinds) or 1, lambda one: int(of_group[one.figures[0]]), NEXT, apart=APART
        )
        self.of_group = (groups / np.maximum(many, 1.0))[:, of_group]
        said = max(answers.values(), default=0) + 1
        self.answered = np.minimum(
            self._around(said, answers.__getitem__, NEAREST, apart=0.0)[0], 1.0
        )

    def _around(
        self, many: int, place: Callable[[PossibleStatement], int], nearer: float, *, apart: float
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        """Add up what the numbers around each one state, and how much they count.

        What is guessed of them rests on nothing of the number itself.
        """
        first, counted = self._gathered(self._summed(self.chain.before, many, place), nearer, apart)
        turned = self._summed(self.chain.behind, many, place)[::-1]
        second, behind = self._gathered(turned, nearer, apart, turn=True)
        return first + second[::-1], counted + behind[::-1]

    def _summed(
        self,
        guesses: Sequence[Mapping[PossibleStatement, float]],
        many: int,
        place: Callable[[PossibleStatement], int],
    ) -> NDArray[Any]:
        """Add up guesses by claim and what they have in common."""
        import numpy as np

        summed = np.zeros((len(self.claims), many))
        for row, guessed in enumerate(guesses):
            for candidate, chance in guessed.items():
                summed[row, place(candidate)] += chance
        return summed

    def _follow_order(self, again: Sequence[Collection[int]]) -> None:
        """Find what follows after the number before, which `again` says the same as none of."""
        import numpy as np

        self.in_order = np.zeros((len(self.claims), len(self.survey.figures)))
        following = self.survey.next_in_order
        for row in range(1, len(self.claims)):
            before = row - 2 if row - 1 in again[row] else row - 1
            if before < 0 or self.claims[before].paragraph != self.claims[row].paragraph:
                continue
            for candidate, chance in self.chain.before[before].items():
                last = candidate.figures[-1]
                if candidate.making is not Making.LEFT and last in following:
                    self.in_order[row, following[last]] += chance

    def told_around(self, row: int, again: Collection[int]) -> NDArray[Any]:
        """Return how surely another number of the paragraph states each statement already.

        Those of `again` do not count: they say the same as the number itself.
        """
        import numpy as np

        told = np.zeros(len(self.candidates.places))
        paragraph = self.claims[row].paragraph
        for other in range(max(0, row - FAR), min(len(self.claims), row + FAR + 1)):
            if other == row or other in again or self.claims[other].paragraph != paragraph:
                continue
            states, chances = self._guessed[other]
            told[states] = np.maximum(told[states], chances)
        return told

    def told_elsewhere(self, row: int) -> NDArray[Any]:
        """Return how surely any other number of the draft states each statement."""
        import numpy as np

        most, second = self._surest
        states, chances = self._guessed[row]
        told: NDArray[Any] = most.copy()
        told[states] = np.where(chances < most[states], most[states], second[states])
        return told

    @cached_property
    def same_answers(self) -> NDArray[Any]:
        """Return by statement the number that those of the same answers have."""
        import numpy as np

        return np.array([self.candidates.answers[one] for one in self.candidates.places], dtype=int)

    @cached_property
    def _guessed(self) -> list[tuple[NDArray[Any], NDArray[Any]]]:
        """Return by claim the places of what it may state, and how likely it does."""
        import numpy as np

        places = self.candidates.places
        return [
            (np.array([places[one] for one in guessed], dtype=int), np.array([*guessed.values()]))
            for guessed in self.guesses
        ]

    @cached_property
    def _surest(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return by statement how surely a number of the draft states it, and another."""
        import numpy as np

        most, second = (np.zeros(len(self.candidates.places)) for _ in range(2))
        for states, chances in self._guessed:
            second[states] = np.maximum(second[states], np.minimum(most[states], chances))
            most[states] = np.maximum(most[states], chances)
        return most, second

    def _gathered(
        self, values: NDArray[Any], nearer: float, apart: float, *, turn: bool = False
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        """Add up what the numbers before each one have, and how much these count in all.

        A number counts `nearer` to the power of how many lie between, times `apart` in another
        paragraph; one that has no candidates does not count. `turn` goes from the last to the
        first.
        """
        import numpy as np

        order = slice(None, None, -1 if turn else 1)
        paragraphs = np.array([claim.paragraph for claim in self.claims])[order]
        known = np.array([bool(listed) for listed in self.listed], dtype=float)[order]
        gathered, counted = np.zeros_like(values), np.zeros((len(values), 1))
        for away in range(1, min(FAR, len(values) - 1) + 1):
            same = paragraphs[away:] == paragraphs[:-away]
            worth = (nearer**away * np.where(same, 1.0, apart) * known[:-away])[:, None]
            gathered[away:] += worth * values[:-away]
            counted[away:] += worth
        return gathered, counted


def _nearness(many: int) -> NDArray[Any]:
    """Return (questions × questions) how near each stands to another in the survey's order."""
    import numpy as np

    apart = np.abs(np.arange(many)[:, None] - np.arange(many))
    nearness: NDArray[Any] = np.where(apart == 0, 0.0, np.exp(-apart / 2.0))
    return nearness
