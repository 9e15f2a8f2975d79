"""Pair the parts of a text with those of its translation, in order, and say how sure each pair is.

A dynamic programme over both sides (Gale and Church 1993): one part beside one, two beside one,
one beside two, one beside nothing; where told so, also two neighbours that have changed places.
What speaks for a pair is what `coding.quotes.pair_costs` costs it at. How sure a pair is, is how
much worse the best pairing without it would be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coding.quotes.align_parts import AlignPart
from coding.quotes.pair_costs import (
    BEAD_COST,
    FEW,
    VARIANCE,
    Bead,
    costs_of,
    evened,
    seconds_apart,
    shared_marks,
)

if TYPE_CHECKING:
    from coding.quotes.pair_costs import Table

SURE = 3.0
"""What the best pairing without a pair must cost more, so that the pair is no doubtful one: by
odds of twenty to one it is that pair. `tests/test_pairing.py` tries it on disturbed pairs."""

POOR = 4.0
"""What a pair may cost by itself and still be sure."""

EXCHANGED = 4.0
"""What two pairs must cost less with their others exchanged, to be doubtful both: at 3 two
pairs of the sample's undisturbed texts are so, at 4 none. `tests/test_pairing.py` tries it."""

RUN, RUN_AWAY = 4, 8.0
"""How many parts in a row are tried elsewhere, and what they must cost less there to be doubtful:
at 8 in a row blocks of five are missed, at 2 less more pairs than need be are doubtful.
`tests/test_pairing.py` tries it on moved blocks."""

MEDIAN = 0.455
"""Of the square of a normal deviate: half of all are below it."""

MOVED = 10
"""Parts that one may have moved by and still be taken for the same, where it is alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Parts of one side (by index) with those beside them; `margin` is how sure, as a cost.

    `swapped` are neighbours that stand the other way round on the other side.
    """

    mine: tuple[int, ...]
    theirs: tuple[int, ...]
    margin: float
    swapped: bool = False

    @property
    def doubtful(self) -> bool:
        """Say whether another pairing is about as likely."""
        return self.margin < SURE


def paired(
    mine: Sequence[AlignPart], theirs: Sequence[AlignPart], *, swaps: bool = False
) -> list[Paired]:
    """Pair two sequences of parts at the least cost; each part is in one pair exactly.

    >>> from coding.quotes.align_parts import part
    >>> mine = ["In 1991.", "We had to leave at night, by train.", "And Zagreb?"]
    >>> theirs = ["В 1991.", "А в Загреб?"]
    >>> [(p.mine, p.theirs) for p in paired([*map(part, mine)], [*map(part, theirs)])]
    [((0,), (0,)), ((1,), ()), ((2,), (1,))]
    """
    if not mine or not theirs:
        alone = [Paired(mine=(i,), theirs=(), margin=math.inf) for i in range(len(mine))]
        return alone + [Paired(mine=(), theirs=(j,), margin=math.inf) for j in range(len(theirs))]
    costs = costs_of(mine, theirs, swaps)
    forward = _least(costs, len(mine), len(theirs))
    turned = {bead: table[::-1, ::-1] for bead, table in costs.items()}
    backward = _least(turned, len(mine), len(theirs))[::-1, ::-1]
    told = _told(_path(costs, forward), costs, forward, backward)
    if not swaps:
        return told
    told = _moved_away(_exchanged(told, costs[1, 1]), costs)
    return _alone_by_order(told, mine, theirs) if _stray(told, mine, theirs) else told


_STEPS: tuple[Bead, ...] = ((1, 1), (2, 2), (2, 1), (1, 2), (1, 0), (0, 1))


def _least(costs: dict[Bead, Table], rows: int, columns: int) -> Table:
    """Return what it costs at least to pair the first i parts with the first j."""
    import numpy as np

    alone = BEAD_COST[1, 0]
    least: Table = np.full((rows + 1, columns + 1), math.inf)
    along = np.arange(columns + 1) * alone
    least[0] = along
    for i in range(1, rows + 1):
        row = least[i - 1] + alone
        for (a, b), table in costs.items():
            if a <= i and table.size:
                before = least[i - a, : columns + 1 - b] + table[i - a]
                row[b:] = np.minimum(row[b:], before)
        least[i] = np.minimum.accumulate(row - along) + along
    return least


def _path(costs: dict[Bead, Table], forward: Table) -> list[tuple[Bead, int, int]]:
    """Return the beads of the best pairing, in order, each with where it begins."""
    i, j = forward.shape[0] - 1, forward.shape[1] - 1
    path: list[tuple[Bead, int, int]] = []
    while i or j:
        options = [
            (float(forward[i - a, j - b]) + _cost(costs, (a, b), i - a, j - b), (a, b))
            for a, b in _STEPS
            if a <= i and b <= j and ((a, b) in costs or 0 in (a, b))
        ]
        _, (a, b) = min(options, key=lambda option: option[0])
        i, j = i - a, j - b
        path.append(((a, b), i, j))
    return path[::-1]


def _cost(costs: dict[Bead, Table], bead: Bead, i: int, j: int) -> float:
    return BEAD_COST[bead] if 0 in bead else float(costs[bead][i, j])


def _told(
    path: list[tuple[Bead, int, int]], costs: dict[Bead, Table], forward: Table, backward: Table
) -> list[Paired]:
    """Return the pairs of a pairing, each with how much worse the best one without it is."""
    ways = _Ways(costs, forward.astype("float32"), backward.astype("float32"))
    best = float(forward[-1, -1].astype("float32"))
    told: list[Paired] = []
    alone = (
        [i for bead, i, _ in path if bead == (1, 0)],
        [j for bead, _, j in path if bead == (0, 1)],
    )
    for bead, i, j in path:
        margin = max(0.0, ways.without(bead, i, j) - best)
        if bead == (2, 2):
            told.append(Paired(mine=(i,), theirs=(j + 1,), margin=margin, swapped=True))
            told.append(Paired(mine=(i + 1,), theirs=(j,), margin=margin, swapped=True))
            continue
        at = (i, j)[bead[0] > 0]
        if 0 in bead and any(abs(other - at) <= MOVED for other in alone[bead[0]]):
            margin = 0.0  # what is alone on either side may be one that has moved
        if bead == (1, 1) and _cost(costs, bead, i, j) > POOR:
            margin = 0.0  # nothing else is there for it, but it hardly fits
        mine, theirs = range(i, i + bead[0]), range(j, j + bead[1])
        told.append(Paired(mine=tuple(mine), theirs=tuple(theirs), margin=margin))
    return told


def _exchanged(told: list[Paired], one: Table) -> list[Paired]:
    """Let pairs be doubtful that would fit better with what stands beside another one.

    In order they are the best there is, but two turns may have changed places far apart.
    """
    import numpy as np

    single = [
        n for n, p in enumerate(told) if (len(p.mine), len(p.theirs)) == (1, 1) and not p.swapped
    ]
    if len(single) < 2:
        return told
    rows, columns = ([getattr(told[n], side)[0] for n in single] for side in ("mine", "theirs"))
    costs = one[np.ix_(rows, columns)]
    own = np.diagonal(costs)
    gain = own[:, None] + own[None, :] - costs - costs.T
    for n, most in zip(single, gain.max(axis=1), strict=True):
        if most > EXCHANGED:
            told[n] = replace(told[n], margin=0.0)
    return told


def _moved_away(told: list[Paired], costs: dict[Bead, Table]) -> list[Paired]:
    """Let pairs be doubtful whose run of parts would fit better with another run: a block moved.

    In order a block that stands elsewhere in the other text is paired with what is in its place,
    and what lies between with what has made room.
    """
    import numpy as np

    one = costs[1, 1]
    if min(one.shape) < RUN:
        return told
    rows, columns = (size - RUN + 1 for size in one.shape)
    runs = np.sum([one[n : n + rows, n : n + columns] for n in range(RUN)], axis=0)
    for side, least in (("mine", runs.min(axis=1)), ("theirs", runs.min(axis=0))):
        own = np.zeros(len(least) + RUN - 1)
        for pair in told:
            parts = getattr(pair, side)
            own[list(parts)] = _by_itself(pair, costs) / max(1, len(parts))
        there = np.convolve(own, np.ones(RUN), "valid")
        better = set(np.flatnonzero(there - least > RUN_AWAY).tolist())
        away = {first + n for first in better for n in range(RUN)}
        told = [replace(p, margin=0.0) if away & {*getattr(p, side)} else p for p in told]
    return told


def _by_itself(pair: Paired, costs: dict[Bead, Table]) -> float:
    """Return what a pair costs, whatever stands around it."""
    bead = len(pair.mine), len(pair.theirs)
    return _cost(
        costs, bead, pair.mine[0] if pair.mine else 0, pair.theirs[0] if pair.theirs else 0
    )


def _stray(told: Sequence[Paired], mine: Sequence[AlignPart], theirs: Sequence[AlignPart]) -> bool:
    """Tell whether lengths of pairs are farther apart than those of a translation, all in all.

    By the mean and by the median they are then above the variance that the pairing goes by: the
    other text sums up, or is of another talk, and in order any two texts can be paired. Where both
    have one clock, that tells.
    """
    import numpy as np

    single = [p for p in told if (len(p.mine), len(p.theirs)) == (1, 1)]
    if len(single) < FEW:
        return False
    lengths = evened(mine, theirs, np.dtype(float))
    ours = lengths[0][[p.mine[0] for p in single]]
    others = lengths[1][[p.theirs[0] for p in single]]
    squares = 2 * (others - ours) ** 2 / (np.maximum(2.0, ours + others) * VARIANCE)
    apart = squares.mean() > 1 and np.median(squares) > MEDIAN
    return bool(apart and seconds_apart(mine, theirs) is None)


def _alone_by_order(
    told: Sequence[Paired], mine: Sequence[AlignPart], theirs: Sequence[AlignPart]
) -> list[Paired]:
    """Let pairs be doubtful for which their order speaks alone, and no number or name by itself."""
    shared, here, there = shared_marks(mine, theirs)
    alike = shared + here[:, None] + there

    def kept(pair: Paired) -> bool:
        return any(alike[i, j] <= -SURE for i in pair.mine for j in pair.theirs)

    return [pair if kept(pair) else replace(pair, margin=0.0) for pair in told]


class _Ways:
    """What pairings cost that take a certain bead: before it, the bead, and after it."""

    def __init__(self, costs: dict[Bead, Table], forward: Table, backward: Table) -> None:
        rows, columns = forward.shape[0] - 1, forward.shape[1] - 1
        alone = BEAD_COST[1, 0]
        self.through = {
            (a, b): forward[: rows + 1 - a, : columns + 1 - b] + table + backward[a:, b:]
            for (a, b), table in costs.items()
        }
        self.through[1, 0] = forward[:-1] + alone + backward[1:]
        self.through[0, 1] = forward[:, :-1] + alone + backward[:, 1:]
        self.least = {
            kind: (table.min(axis=1, initial=math.inf), table.min(axis=0, initial=math.inf))
            for kind, table in self.through.items()
        }

    def without(self, bead: Bead, i: int, j: int) -> float:
        """Return the least cost of a pairing in which the parts of a bead are paired otherwise."""
        a, b = bead
        ways = [self._across(i + k, bead, (i, j), 0) for k in range(a)]
        ways += [self._across(j + k, bead, (i, j), 1) for k in range(b)]
        return min(ways)

    def _across(self, at: int, bead: Bead, own: tuple[int, int], side: int) -> float:
        """Return the least cost of a pairing in which a part of one side is in another bead."""
        least = math.inf
        for kind, table in self.through.items():
            lines = table if side == 0 else table.T
            for first in range(max(0, at - kind[side] + 1), min(at + 1, lines.shape[0])):
                if kind == bead and first == own[side]:
                    least = min(least, _but(lines[first], own[1 - side]))
                else:
                    least = min(least, float(self.least[kind][side][first]))
        return least


def _but(line: Table, at: int) -> float:
    """Return the least of a line without one place."""
    before, after = line[:at], line[at + 1 :]
    return min((float(rest.min()) for rest in (before, after) if rest.size), default=math.inf)
