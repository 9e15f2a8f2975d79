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
    """A code proposed for a passage: row and column of a side, its log odds and probability.

    `runner_up` is the column of the likeliest other code and its probability, (-1, 0) for none.
    """

    side: int
    row: int
    code: int
    logit: float
    score: float
    runner_up: tuple[int, float] = (-1, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Ranking(Sequence[Proposed]):
    """Proposals in an order, each column as long as there are proposals; see `Proposed`."""

    side: NDArray[Any]
    row: NDArray[Any]
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
            return cls(zero, zero, zero, none, none, zero, none)
        whole = cls(
            *(np.concatenate(columns) for columns in zip(*map(_columns, parts), strict=True))
        )
        return whole.only(np.argsort(-whole.score, kind="stable"))

    def only(self, which: NDArray[Any]) -> Ranking:
        """Return the proposals at places, or those for which a mask is true."""
        return Ranking(*(column[which] for column in _columns(self)))

    def leads(self) -> Ranking:
        """Return each passage's first proposal, in the order of this ranking."""
        import numpy as np

        _, first = np.unique(np.stack([self.side, self.row]), axis=1, return_index=True)
        return self.only(np.sort(first))

    def of(self, side: int, row: int) -> Ranking:
        """Return the proposals for one passage."""
        return self.only((self.row == row) & (self.side == side))

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return Ranking(*(column[at] for column in _columns(self)))
        side, row, code, logit, score, second, chance = (c[at].item() for c in _columns(self))
        return Proposed(side, row, code, logit, score, (second, chance))

    def __iter__(self) -> Iterator[Proposed]:
        columns = (column.tolist() for column in _columns(self))
        for side, row, code, logit, score, second, chance in zip(*columns, strict=True):
            yield Proposed(side, row, code, logit, score, (second, chance))


def _columns(ranking: Ranking) -> tuple[NDArray[Any], ...]:
    return (
        ranking.side,
        ranking.row,
        ranking.code,
        ranking.logit,
        ranking.score,
        ranking.second,
        ranking.chance,
    )
