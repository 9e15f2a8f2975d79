"""Lay a transcript and its translations out in rows: what belongs together, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coding.quotes.aligning import Numbers, TurnPair


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow:
    """Turns by number that stand side by side, those of the original first; `()` for none.

    `doubtful` says that it is not sure that they belong together.
    """

    sides: tuple[Numbers, ...]
    doubtful: bool = False


def in_rows(translations: Sequence[Sequence[TurnPair]]) -> list[TurnRow]:
    """Return the rows of an original and its translations, in the original's order.

    Each translation comes as its pairs, in order and with the original's turns on the first side.
    Turns that one of them has together stand in one row; what has nothing beside it in the original
    has a row of its own, behind what stands before it.

    >>> german = [((1, 2), (1,)), ((3,), ()), ((), (2,))]
    >>> english = [((n,), (n,)) for n in (1, 2, 3)]
    >>> both = [[TurnPair(mine=a, theirs=b, sure=1) for a, b in x] for x in (german, english)]
    >>> [row.sides for row in in_rows(both)]
    [((1, 2), (1,), (1, 2)), ((3,), (), (3,)), ((), (2,), ())]
    """
    first = _together(translations)
    sides: dict[int, list[set[int]]] = {}
    alone: list[tuple[int, int, Numbers, bool]] = []
    unsure: set[int] = set()
    for at, pairs in enumerate(translations, 1):
        behind = 0
        for pair in pairs:
            if not pair.mine:
                alone.append((behind, at, pair.theirs, pair.doubtful))
                continue
            behind = first[pair.mine[0]]
            row = sides.setdefault(behind, [set() for _ in range(len(translations) + 1)])
            row[0].update(pair.mine)
            row[at].update(pair.theirs)
            if pair.doubtful:
                unsure.add(behind)
    rows = [
        ((key, 0), TurnRow(sides=tuple(tuple(sorted(s)) for s in row), doubtful=key in unsure))
        for key, row in sides.items()
    ]
    for behind, at, theirs, doubtful in alone:
        apart = tuple(theirs if n == at else () for n in range(len(translations) + 1))
        rows.append(((behind, at), TurnRow(sides=apart, doubtful=doubtful)))
    return [row for _, row in sorted(rows, key=lambda keyed: keyed[0])]


def _together(translations: Sequence[Sequence[TurnPair]]) -> dict[int, int]:
    """Return turn of the original → the first turn of its row."""
    first: dict[int, int] = {}

    def root(number: int) -> int:
        while first.setdefault(number, number) != number:
            number = first[number]
        return number

    for pairs in translations:
        for pair in pairs:
            for number in pair.mine:
                ends = sorted((root(pair.mine[0]), root(number)))
                first[ends[1]] = ends[0]
    return {number: root(number) for number in list(first)}
