"""Align a transcript with its translation, turn by turn.

What a person has paired stays so, and the rest is paired between. A pair that might as well be
another is doubtful.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from coding.model import Turn
from coding.quotes.align_parts import part
from coding.quotes.pairing import Paired, paired

Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPair:
    """Turns of a transcript, by number, and those of its translation beside them.

    `sure` is between 0 and 1: how likely it is that they belong together, or that the turn has
    nothing beside it. `swapped` are turns in another order than beside; `by_hand` a person's.
    """

    mine: Numbers
    theirs: Numbers
    sure: float
    doubtful: bool = False
    swapped: bool = False
    by_hand: bool = False


def aligned(
    turns: Sequence[Turn],
    text: str,
    others: Sequence[Turn],
    other_text: str,
    by_hand: Sequence[tuple[Numbers, Numbers]] = (),
) -> tuple[TurnPair, ...]:
    """Pair the turns of two transcripts, in order; each turn is in one pair exactly.

    `by_hand` are the pairs that a person made, by numbers; an empty side is "nothing beside it".
    """
    sides = (turns, text), (others, other_text)
    parts = [
        [part(said[t.start : t.end], t.role, t.participant, t.time) for t in listed]
        for listed, said in sides
    ]
    taken = [{n for pair in by_hand for n in pair[side]} for side in (0, 1)]
    rows = [[n for n in range(1, len(p) + 1) if n not in taken[k]] for k, p in enumerate(parts)]
    fixed = _in_order([pair for pair in by_hand if pair[0] and pair[1]])
    ends = [(0, 0), *((max(a), max(b)) for a, b in fixed), (len(turns) + 1, len(others) + 1)]
    made: list[TurnPair] = []
    for (first, begin), (last, end) in pairwise(ends):
        ours = [n for n in rows[0] if first < n < last]
        beside = [n for n in rows[1] if begin < n < end]
        found = paired(
            [parts[0][n - 1] for n in ours], [parts[1][n - 1] for n in beside], swaps=True
        )
        made += [_told(pair, ours, beside) for pair in found]
        if (last, end) != ends[-1]:
            a, b = fixed[ends.index((last, end)) - 1]
            made.append(TurnPair(mine=a, theirs=b, sure=1.0, by_hand=True))
    for a, b in by_hand:
        if (a, b) not in fixed:
            pair = TurnPair(mine=a, theirs=b, sure=1.0, by_hand=True, swapped=bool(a and b))
            made.append(pair)
    return in_order(made)


def _told(pair: Paired, ours: Sequence[int], beside: Sequence[int]) -> TurnPair:
    return TurnPair(
        mine=tuple(ours[i] for i in pair.mine),
        theirs=tuple(beside[j] for j in pair.theirs),
        sure=1 / (1 + math.exp(-pair.margin)),
        doubtful=pair.doubtful,
        swapped=pair.swapped,
    )


def _in_order(pairs: Sequence[tuple[Numbers, Numbers]]) -> list[tuple[Numbers, Numbers]]:
    """Return the most of these pairs that follow one another on both sides."""
    chains: list[list[tuple[Numbers, Numbers]]] = []
    for pair in sorted(pairs):
        before = [
            chain
            for chain in chains
            if max(chain[-1][0]) < min(pair[0]) and max(chain[-1][1]) < min(pair[1])
        ]
        chains.append([*max(before, key=len, default=[]), pair])
    return max(chains, key=len, default=[])


def in_order(pairs: Sequence[TurnPair]) -> tuple[TurnPair, ...]:
    """Return pairs in order of the first side; what has nothing there follows the one before it."""
    places = {pair: (pair.mine[0], 0) for pair in pairs if pair.mine}
    at = 0
    for pair in sorted((p for p in pairs if p.theirs), key=lambda p: p.theirs):
        if pair.mine:
            at = pair.mine[0]
        else:
            places[pair] = (at, pair.theirs[0])
    return tuple(sorted(pairs, key=places.__getitem__))


def turned(pair: TurnPair) -> TurnPair:
    """Return a pair as it is seen from the other side."""
    return replace(pair, mine=pair.theirs, theirs=pair.mine)


def mended(
    pairs: Sequence[tuple[Numbers, Numbers]], mine: Numbers, theirs: Numbers
) -> list[tuple[Numbers, Numbers]]:
    """Return pairs made by hand with one more; those it contradicts go.

    >>> mended([((1,), (1,)), ((2,), (3,))], (2,), (2,))
    [((1,), (1,)), ((2,), (2,))]
    """
    kept = [p for p in pairs if not set(p[0]) & set(mine) and not set(p[1]) & set(theirs)]
    return sorted([*kept, (mine, theirs)])
