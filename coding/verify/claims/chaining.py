"""Follow from number to number what a draft speaks of: a hidden Markov chain over its numbers.

Reports walk through a table: the next number is of the same question, or of the same answer in the
next group. Each number is in one of the states that its value allows, or states *none* of them.
How well its words fit a state is what is seen of it; what states that follow one another have in
common (`Gains`) is what leads from one to the next. Forward and backward passes (Rabiner 1989) say
how far the numbers before, and behind, lead to anything the survey has. One that states nothing
known passes on what was spoken of before it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from coding.model import Claim
from coding.verify.claims.candidates import Making, PossibleStatement, PossibleStatements

if TYPE_CHECKING:
    from numpy.typing import NDArray

NONE = 0.3
"""How well words must fit a state for it to be as likely as *none*."""
KEPT, SLIGHT = 0.6, 0.01
"""How much of what was spoken of outlasts a number that states nothing known; the least chance of
a state that still leads anywhere."""
APART = 0.5
"""What a step into another paragraph leaves of all that leads."""


class Gains(NamedTuple):
    """What two numbers that follow one another gain by what their statements have in common."""

    question: float = 3.2
    answer: float = 2.0
    group: float = 1.0
    in_order: float = 1.0
    next_group: float = 1.0
    by_size: float = 0.7
    beside: float = 0.8
    repeated: float = -1.0
    again: float = 3.0


GAINS = Gains()


class Context:
    """What was spoken of last: states, as places among all statements, and how likely each is.

    `row` is whose number they are.
    """

    def __init__(self, row: int, states: NDArray[Any], chances: NDArray[Any]) -> None:
        self.row = row
        self.states = states[chances > SLIGHT]
        self.chances = chances[chances > SLIGHT]

    def faded(self, part: float) -> Context:
        """Return it as far as it is still spoken of after another number."""
        return Context(self.row, self.states, self.chances * part)


class Steps:
    """How much each statement gains by standing behind another, or before it; `listed` in order.

    It is worked out once for a survey, for those statements that are asked for.
    """

    def __init__(self, candidates: PossibleStatements, step: Gains = GAINS) -> None:
        import numpy as np

        survey = self.survey = candidates.survey
        self.step = step
        self.places = candidates.places
        every = list(self.places)
        groups: dict[tuple[str, str], int] = {}
        group = [groups.setdefault((f.subgroup, f.source), len(groups)) for f in survey.figures]
        first = np.array([one.figures[0] for one in every], dtype=int)
        self.joined = np.array([one.making is not Making.ALONE for one in every], dtype=bool)
        self._first = np.where(self.joined, -1, first)
        self._topic = survey.topic[first]
        self._group = np.array(group, dtype=int)[first]
        self._answer = np.array([candidates.answers[one] for one in every], dtype=int)
        last = [-1 if one.making is Making.LEFT else one.figures[-1] for one in every]
        self._next = np.array([survey.next_in_order.get(n, -2) for n in last], dtype=int)
        self._less = np.array([survey.next_by_size.get(n, -2) for n in last], dtype=int)
        self._groups = self._by_group(every)
        self._odds: dict[tuple[int, bool, bool, bool], NDArray[Any]] = {}

    def _by_group(self, every: Sequence[PossibleStatement]) -> tuple[dict[int, int], ...]:
        """Return by statement the same of the next group, as the survey lists them, and before."""
        figures = self.survey.figures
        listed: dict[tuple[int, str], list[int]] = {}
        for place in sorted(range(len(every)), key=lambda n: every[n].figures[0]):
            key = (int(self._answer[place]), figures[every[place].figures[0]].source)
            listed.setdefault(key, []).append(place)
        pairs = [pair for places in listed.values() for pair in pairwise(places)]
        return dict(pairs), {b: a for a, b in pairs}

    def odds(self, state: int, *, forward: bool, apart: bool, again: bool) -> NDArray[Any]:
        """Return by how much a step from a state, or to it, makes each statement likelier, less 1.

        `apart` is a step into another paragraph; of `again` both numbers say the same.
        """
        import numpy as np

        key = (state, forward, apart, again)
        if key not in self._odds:
            gain = self._gain(state, forward=forward, again=again)
            self._odds[key] = np.expm1(gain * (APART if apart else 1.0))
        return self._odds[key]

    def _gain(self, state: int, *, forward: bool, again: bool) -> NDArray[Any]:
        step = self.step
        first = self._first
        topic = self._topic == self._topic[state]
        answer = self._answer == self._answer[state]
        group = self._group == self._group[state]
        gain = step.question * topic + step.answer * answer + step.group * group
        gain = gain + step.beside * (abs(self._topic - self._topic[state]) == 1)
        gain[state] += step.again if again else step.repeated
        other = self._groups[0 if forward else 1].get(state)
        if other is not None:
            gain[other] += step.next_group
        if forward:
            in_order, by_size = first == self._next[state], first == self._less[state]
        else:
            in_order, by_size = self._next == first[state], self._less == first[state]
        gained: NDArray[Any] = gain + step.in_order * in_order + step.by_size * by_size
        return gained


class Chain:
    """What the numbers of a draft state (claims × statements), told by one another.

    `before` and `behind` are by claim the chances of its candidates by its own words and value and
    the numbers before, or behind, alone; `guesses` by all of these. `lead` says how far all others
    lead to each statement, its logarithm; it has nothing of the number's own words and value.
    `seen` is by claim how well words fit each of its candidates; of the claims in `sure` it is
    known that they state the one candidate they have.
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        steps: Steps,
        listed: Sequence[Sequence[PossibleStatement]],
        seen: Sequence[NDArray[Any]],
        again: Sequence[Collection[int]],
        sure: Collection[int] = (),
    ) -> None:
        import numpy as np

        self.claims = claims
        self.steps = steps
        self.listed = listed
        self.again = again
        self.sure = sure
        self._states = [np.array([steps.places[c] for c in own], dtype=int) for own in listed]
        self._seen = seen
        rows = [row for row, own in enumerate(listed) if own]
        self.lead = np.zeros((len(claims), len(steps.places)))
        self.before = self._pass(rows, forward=True)
        self.behind = self._pass(rows[::-1], forward=False)
        self.guesses: list[dict[PossibleStatement, float]] = [{} for _ in claims]
        for row in rows:
            chances = self._chances(row, self.lead[row])
            self.guesses[row] = dict(zip(listed[row], chances.tolist(), strict=True))

    def _pass(self, rows: Sequence[int], *, forward: bool) -> list[dict[PossibleStatement, float]]:
        """Go through the numbers one way, adding how far those passed lead to `lead`."""
        made: list[dict[PossibleStatement, float]] = [{} for _ in self.claims]
        known = set(rows)
        spoken: list[Context] = []
        every = range(len(self.claims))
        for row in every if forward else reversed(every):
            lead = self._led(spoken, row, forward=forward)
            self.lead[row] += lead
            if row not in known:
                continue
            chances = self._chances(row, lead)
            made[row] = dict(zip(self.listed[row], chances.tolist(), strict=True))
            left = KEPT * (1.0 - float(chances.sum()))
            spoken = [context.faded(left) for context in spoken]
            spoken = [context for context in spoken if len(context.states)]
            spoken.append(Context(row, self._states[row], chances))
        return made

    def _led(self, spoken: Sequence[Context], row: int, *, forward: bool) -> NDArray[Any]:
        """Return how far what is spoken of leads to each statement, 0 where it tells nothing."""
        import numpy as np

        total = np.ones(len(self.steps.places))
        for context in spoken:
            apart = self.claims[context.row].paragraph != self.claims[row].paragraph
            again = context.row in self.again[row]
            for state, chance in zip(context.states.tolist(), context.chances, strict=True):
                odds = self.steps.odds(state, forward=forward, apart=apart, again=again)
                total += chance * odds
        led: NDArray[Any] = np.log(total)
        return led

    def _chances(self, row: int, lead: NDArray[Any]) -> NDArray[Any]:
        """Return how likely a number states each of its candidates; *none* has the rest."""
        import numpy as np

        if row in self.sure:
            return np.ones(len(self._states[row]))
        scores = self._seen[row] + lead[self._states[row]]
        most = max(float(scores.max()), NONE)
        powers = np.exp(scores - most)
        chances: NDArray[Any] = powers / (powers.sum() + np.exp(NONE - most))
        return chances
