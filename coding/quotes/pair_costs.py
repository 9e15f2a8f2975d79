"""Say what it costs to pair parts of a text with parts of its translation: what speaks for it.

Lengths (Gale and Church 1993), the numbers and names that both have (Simard, Foster and Isabelle
1992; rare ones more), question marks, who speaks, and the time where both have one clock.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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

FEW = 20
"""Parts of a text in which no word is rare."""

ELSEWHERE = 0.5
"""What share of it speaks against parts of which one has the mark, where both sides have it as
often: then its place is beside the other one."""

_SWAP = 6.0
"""What it costs that two neighbours have changed places: rarer than one that is missing."""

_OTHER_ROLE, _HALF_ROLE = 6.0, 5.5
_ASKED = 1.5
_EVEN = 100.0  # characters by which a text of a few words is taken to be as long as the other
_OFF_THE_CLOCK = 6.0
_ONE_CLOCK = 1.0  # second that times of one clock differ by at most, by the median
_FAR = 20.0  # the most that lengths speak against a pair: words may be left out
_EITHER = frozenset({Role.UNKNOWN})

Bead = tuple[int, int]
"""How many parts of either side a step of a pairing takes; two of both have changed places."""


def costs_of(
    mine: Sequence[AlignPart], theirs: Sequence[AlignPart], swaps: bool
) -> dict[Bead, Table]:
    """Return for each bead what it costs, by the first part of either side that it takes."""
    import numpy as np

    shape = len(mine), len(theirs)
    ours, others = evened(mine, theirs, np.dtype("float32"))
    shared, here, there = shared_marks(mine, theirs)
    shared += here[:, None]
    alike = shared + there
    roles = _apart(mine, theirs)
    asked = [np.array([p.asks for p in side]) for side in (mine, theirs)]
    questions = np.where(asked[0][:, None] == asked[1][None, :], 0.0, _ASKED).astype(np.float32)
    one = _unlike(ours[:, None], others[None, :]) + alike + questions + roles
    costs: dict[Bead, Table] = {(1, 1): one + BEAD_COST[1, 1]}
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


def evened(
    mine: Sequence[AlignPart], theirs: Sequence[AlignPart], kind: np.dtype[Any]
) -> tuple[Table, Table]:
    """Return the lengths of parts, mine as if both texts were equally long; `kind` of numbers."""
    import numpy as np

    ours, others = (
        np.array([max(1, p.length) for p in side], dtype=kind) for side in (mine, theirs)
    )
    return ours * ((others.sum() + _EVEN) / (ours.sum() + _EVEN)), others


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


def shared_marks(
    mine: Sequence[AlignPart], theirs: Sequence[AlignPart]
) -> tuple[Table, Table, Table]:
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
    late = seconds_apart(mine, theirs)
    if late is not None:
        off = np.minimum(late / _ONE_CLOCK, _OFF_THE_CLOCK)
        against += np.nan_to_num(off, nan=0.0).astype(np.float32)
    return against


def seconds_apart(mine: Sequence[AlignPart], theirs: Sequence[AlignPart]) -> Table | None:
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
