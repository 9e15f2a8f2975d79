"""Hold what is proposed in columns: the best first, and made into objects one by one as needed.

A long transcript has tens of thousands of proposals, of which a page shows a few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Proposed:
    """A code proposed for a run of sentences, its log odds and probability.

    `side` and `source` are the numbers of the side and of the transcript in it, `first` and `last`
    those of the sentences, `code` is a column. `runner_up` is the column of the likeliest other
    code and its probability, (-1, 0) for none.
    """

    side: int
    source: int
    first: int
    last: int
    code: int
    logit: float
    score: float
    runner_up: tuple[int, float] = (-1, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Ranking(Sequence[Proposed]):
    """Proposals in an order, each column as long as there are proposals; see `Proposed`."""

    side: NDArray[Any]
    source: NDArray[Any]
    first: NDArray[Any]
    last: NDArray[Any]
    code: NDArray[Any]
    logit: NDArray[Any]
    score: NDArray[Any]
    second: NDArray[Any]
    chance: NDArray[Any]

    @classmethod
    def best_first(cls, parts: Sequence[Ranking]) -> Ranking:
        """Put rankings together, the likeliest first, equals in the order given."""
        import numpy as np

        if not parts:
            none, zero = np.zeros(0), np.zeros(0, int)
            return cls(zero, zero, zero, zero, zero, none, none, zero, none)
        whole = cls(
            *(np.concatenate(columns) for columns in zip(*map(_columns, parts), strict=True))
        )
        return whole.only(np.argsort(-whole.score, kind="stable"))

    def only(self, which: NDArray[Any]) -> Ranking:
        """Return the proposals at places, or those for which a mask is true."""
        return Ranking(*(column[which] for column in _columns(self)))

    def places(self, most: int = 3) -> list[NDArray[Any]]:
        """Gather proposals that are for nearly the same words: each group's numbers, best first.

        The first of a group leads; up to `most` are in one (0: any number), those that share half
        of the shorter run with the lead.
        """
        groups: list[list[int]] = []
        leads: dict[tuple[int, int, int], list[int]] = {}
        keys = zip(
            *(c.tolist() for c in (self.side, self.source, self.first, self.last)), strict=True
        )
        runs = list(keys)
        for n, (side, source, first, last) in enumerate(runs):
            for sentence in range(first, last + 1):
                near = [
                    g for g in leads.get((side, source, sentence), ())
                    if (not most or len(groups[g]) < most) and _alike(runs[groups[g][0]], runs[n])
                ]  # fmt: skip
                if near:
                    groups[near[0]].append(n)
                    break
            else:
                for sentence in range(first, last + 1):
                    leads.setdefault((side, source, sentence), []).append(len(groups))
                groups.append([n])
        import numpy as np

        return [np.array(group) for group in groups]

    def __len__(self) -> int:
        return len(self.code)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return Ranking(*(column[at] for column in _columns(self)))
        return _one(*(column[at].item() for column in _columns(self)))

    def __iter__(self) -> Iterator[Proposed]:
        columns = (column.tolist() for column in _columns(self))
        for row in zip(*columns, strict=True):
            yield _one(*row)


def _one(*row: Any) -> Proposed:
    *place, second, chance = row
    side, source, first, last, code, logit, score = place
    return Proposed(side, source, first, last, code, logit, score, (second, chance))


def _alike(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Say whether two runs of a transcript share half of the shorter."""
    shared = min(one[3], other[3]) - max(one[2], other[2]) + 1
    return 2 * shared >= min(one[3] - one[2], other[3] - other[2]) + 1


def _columns(ranking: Ranking) -> tuple[NDArray[Any], ...]:
    return (
        ranking.side,
        ranking.source,
        ranking.first,
        ranking.last,
        ranking.code,
        ranking.logit,
        ranking.score,
        ranking.second,
        ranking.chance,
    )
