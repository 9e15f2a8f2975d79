"""Pair the parts of a text with those of its translation, in order, and say how sure each pair is.

A dynamic programme over both sides (Gale and Church 1993): one part beside one, two beside one,
one beside two, one beside nothing; where told so, also two neighbours that have changed places.
What speaks for a pair: lengths, the numbers and names that both have (Simard, Foster and Isabelle
1992; rare ones more), question marks, who speaks, and the time where both have one clock. How sure
a pair is, is how much worse the best pairing without it would be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from coding.model import Role
from coding.quotes.align_parts import AlignPart

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Table = NDArray[np.floating[Any]]

BEAD_COST = {(1, 1): 0.12, (1, 2): 3.1, (2, 1): 3.1, (1, 0): 5.3, (0, 1): 5.3, (2, 2): 4.5}
"""Minus the logarithm of how often each occurs (Gale and Church 1993, table 5)."""

VARIANCE = 6.8
"""Of the difference in length, a character (ibid.)."""

SHARED = 3.0
"""What a number or name that both sides have speaks for a pair at most, as a cost saved."""

SURE = 3.0
"""What the best pairing without a pair must cost more, so that the pair is no doubtful one: by
odds of twenty to one it is that pair. `tests/test_pairing.py` tries it on disturbed pairs."""

FEW = 20
"""Parts of a text in which no word is rare."""

ELSEWHERE = 0.5
"""What share of it speaks against parts of which one has the mark, where both sides have it as
often: then its place is beside the other one."""

POOR = 4.0
"""What a pair may cost by itself and still be sure."""

EXCHANGED = 4.0
"""What two pairs must cost less with their others exchanged, to be doubtful both: at 3 two
pairs of the sample's undisturbed texts are so, at 4 none. `tests/test_pairing.py` tries it."""

MEDIAN = 0.455
"""Of the square of a normal deviate: half of all are below it."""

MOVED = 10
"""Parts that one may have moved by and still be taken for the same, where it is alone."""

_SWAP = 6.0
"""What it costs that two neighbours have changed places: rarer than one that is missing."""

_OTHER_ROLE, _HALF_ROLE = 6.0, 5.5
_ASKED = 1.5
_EVEN = 100.0  # characters by which a text of a few words is taken to be as long as the other
_OFF_THE_CLOCK = 6.0
_ONE_CLOCK = 1.0  # second that times of one clock differ by at most, by the median
_FAR = 20.0  # the most that lengths speak against a pair: words may be left out
_EITHER = frozenset({Role.UNKNOWN})


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
    costs = _costs(mine, theirs, swaps)
    forward = _least(costs, len(mine), len(theirs))
    turned = {bead: table[::-1, ::-1] for bead, table in costs.items()}
    backward = _least(turned, len(mine), len(theirs))[::-1, ::-1]
    told = _told(_path(costs, forward), costs, forward, backward)
    if not swaps:
        return told
    told = _exchanged(told, costs[1, 1])
    return _alone_by_order(told, mine, theirs) if _stray(told, mine, theirs) else told


_Bead = tuple[int, int]
_STEPS: tuple[_Bead, ...] = ((1, 1), (2, 2), (2, 1), (1, 2), (1, 0), (0, 1))
"""How many parts of either side a step takes; two of both have changed places."""


def _costs(
    mine: Sequence[AlignPart], theirs: Sequence[AlignPart], swaps: bool
) -> dict[_Bead, Table]:
    """Return for each bead what it costs, by the first part of either side that it takes."""
    import numpy as np

    shape, sides = (len(mine), len(theirs)), (mine, theirs)
    lengths = [np.array([max(1, p.length) for p in side], dtype=np.float32) for side in sides]
    ratio = (lengths[1].sum() + _EVEN) / (lengths[0].sum() + _EVEN)
    ours, others = lengths[0] * ratio, lengths[1]
    shared, here, there = _alike(mine, theirs)
    shared += here[:, None]
    alike = shared + there
    roles = _apart(mine, theirs)
    asked = [np.array([p.asks for p in side]) for side in (mine, theirs)]
    questions = np.where(asked[0][:, None] == asked[1][None, :], 0.0, _ASKED).astype(np.float32)
    one = _unlike(ours[:, None], others[None, :]) + alike + questions + roles
    costs: dict[_Bead, Table] = {(1, 1): one + BEAD_COST[1, 1]}
    if shape[0] > 1:
        two = _unlike((ours[:-1] + ours[1:])[:, None], others[None, :])
        last = np.where(asked[0][1:, None] == asked[1][None, :], 0.0, _ASKED)
        joined = shared[:-1] + alike[1:] + _both(roles[:-1], roles[1:]) + last
        costs[2, 1] = two + joined + BEAD_COST[2, 1]
    if shape[1] > 1:
        two = _unlike(ours[:, None], (others[:-1] + others[1:])[None, :])
        last = np.where(asked[0][:, None] == asked[1][None, 1:], 0.0, _ASKED)
        joined = alike[:, :-1] + alike[:, 1:] - here[:, None] + last
        joined += _both(roles[:, :-1], roles[:, 1:])
        costs[1, 2] = two + joined + BEAD_COST[1, 2]
    if swaps and min(shape) > 1:
        costs[2, 2] = one[:-1, 1:] + one[1:, :-1] + _SWAP
    return costs


def _unlike(ours: Table, others: Table) -> Table:
    """Return minus the logarithm of how likely lengths are as far apart as these, or farther."""
    import numpy as np

    apart: Table = others - ours
    apart *= apart
    apart /= np.maximum(2.0, ours + others) * np.float32(VARIANCE)
    # −ln erfc(x) is about x² + ln(x √π + 1)
    unlike: Table = np.log1p(np.sqrt(apart * np.float32(math.pi)))
    unlike += apart
    return np.minimum(unlike, np.float32(_FAR), out=unlike)


def _both(first: Table, second: Table) -> Table:
    """Return what roles say against two parts beside one: whose the longer is, is not known."""
    import numpy as np

    least = np.minimum(first, second)
    found: Table = np.where(first == second, least, np.maximum(least, _HALF_ROLE))
    return found


def _alike(mine: Sequence[AlignPart], theirs: Sequence[AlignPart]) -> tuple[Table, Table, Table]:
    """Return what shared marks speak for each two parts, below zero; rare ones more.

    And what speaks against pairs of each part of either side: its marks that stand elsewhere too.
    """
    import numpy as np

    shared = np.zeros((len(mine), len(theirs)), dtype=np.float32)
    against = [np.zeros(len(side), dtype=np.float32) for side in (mine, theirs)]
    here, there = _places(mine), _places(theirs)
    for mark in sorted(here.keys() & there.keys()):
        ours, others = here[mark], there[mark]
        rare = max(len(ours) / len(mine), len(others) / len(theirs))
        weight = min(SHARED, -math.log(rare)) if len(mine) > FEW else SHARED
        if len(mine) > FEW and len(ours) == len(others):
            against[0][ours] += weight * ELSEWHERE
            against[1][others] += weight * ELSEWHERE
            weight *= 1 + 2 * ELSEWHERE
        shared[np.ix_(ours, others)] -= weight
    return shared, against[0], against[1]


def _places(parts: Sequence[AlignPart]) -> dict[str, list[int]]:
    """Return mark → which parts have it."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(parts):
        for mark in one.marks:
            places.setdefault(mark, []).append(place)
    return places


def _apart(mine: Sequence[AlignPart], theirs: Sequence[AlignPart]) -> Table:
    """Return what roles, persons and times say against each two parts."""
    import numpy as np

    kinds: dict[tuple[Role, str], int] = {}
    seats = [
        np.array([kinds.setdefault((p.role, p.person), len(kinds)) for p in side])
        for side in (mine, theirs)
    ]
    table = np.zeros((len(kinds), len(kinds)), dtype=np.float32)
    for (role, person), a in kinds.items():
        for (other, somebody), b in kinds.items():
            strange = role != other and not {role, other} & _EITHER
            if strange or (person and somebody and person != somebody):
                table[a, b] = _OTHER_ROLE
    against: Table = table[seats[0][:, None], seats[1][None, :]]
    late = _late(mine, theirs)
    if late is not None:
        off = np.minimum(late / _ONE_CLOCK, _OFF_THE_CLOCK)
        against += np.nan_to_num(off, nan=0.0).astype(np.float32)
    return against


def _late(mine: Sequence[AlignPart], theirs: Sequence[AlignPart]) -> Table | None:
    """Return by how many seconds each two parts are apart, None where both have no one clock."""
    import numpy as np

    clocks = [
        np.array([math.nan if p.time is None else p.time for p in side]) for side in (mine, theirs)
    ]
    if any(np.isfinite(clock).mean() <= 0.5 for clock in clocks):
        return None
    late: Table = np.abs(clocks[0][:, None] - clocks[1][None, :])
    nearest = [np.nanmin(np.nan_to_num(late, nan=math.inf), axis=axis) for axis in (0, 1)]
    one = all(np.median(near[np.isfinite(near)]) <= _ONE_CLOCK for near in nearest)
    return late if one else None


def _least(costs: dict[_Bead, Table], rows: int, columns: int) -> Table:
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


def _path(costs: dict[_Bead, Table], forward: Table) -> list[tuple[_Bead, int, int]]:
    """Return the beads of the best pairing, in order, each with where it begins."""
    i, j = forward.shape[0] - 1, forward.shape[1] - 1
    path: list[tuple[_Bead, int, int]] = []
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


def _cost(costs: dict[_Bead, Table], bead: _Bead, i: int, j: int) -> float:
    return BEAD_COST[bead] if 0 in bead else float(costs[bead][i, j])


def _told(
    path: list[tuple[_Bead, int, int]], costs: dict[_Bead, Table], forward: Table, backward: Table
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
    lengths = [np.array([max(1, p.length) for p in side], dtype=float) for side in (mine, theirs)]
    ratio = (lengths[1].sum() + _EVEN) / (lengths[0].sum() + _EVEN)
    ours = lengths[0][[p.mine[0] for p in single]] * ratio
    others = lengths[1][[p.theirs[0] for p in single]]
    squares = 2 * (others - ours) ** 2 / (np.maximum(2.0, ours + others) * VARIANCE)
    apart = squares.mean() > 1 and np.median(squares) > MEDIAN
    return bool(apart and _late(mine, theirs) is None)


def _alone_by_order(
    told: Sequence[Paired], mine: Sequence[AlignPart], theirs: Sequence[AlignPart]
) -> list[Paired]:
    """Let pairs be doubtful for which their order speaks alone, and no number or name by itself."""
    shared, here, there = _alike(mine, theirs)
    alike = shared + here[:, None] + there

    def kept(pair: Paired) -> bool:
        return any(alike[i, j] <= -SURE for i in pair.mine for j in pair.theirs)

    return [pair if kept(pair) else replace(pair, margin=0.0) for pair in told]


class _Ways:
    """What pairings cost that take a certain bead: before it, the bead, and after it."""

    def __init__(self, costs: dict[_Bead, Table], forward: Table, backward: Table) -> None:
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

    def without(self, bead: _Bead, i: int, j: int) -> float:
        """Return the least cost of a pairing in which the parts of a bead are paired otherwise."""
        a, b = bead
        ways = [self._across(i + k, bead, (i, j), 0) for k in range(a)]
        ways += [self._across(j + k, bead, (i, j), 1) for k in range(b)]
        return min(ways)

    def _across(self, at: int, bead: _Bead, own: tuple[int, int], side: int) -> float:
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
