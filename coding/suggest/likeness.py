"""Weigh how alike passages and codes are by what is usual for both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike passages (rows) and codes (columns) are, and what is usual for both.

    `said` and `asked` are the parts of the passage and of its question. `mean` and `spread` are
    those of each code over the passages; with `fair`, codes are compared on standard scores, so
    that one whose text is like everything has no advantage.
    """

    said: NDArray[Any]
    asked: NDArray[Any]
    mean: NDArray[Any]
    spread: NDArray[Any]
    fair: bool

    @classmethod
    def of(
        cls, said: NDArray[Any], asked: NDArray[Any], *, others: NDArray[Any], fair: bool
    ) -> Likeness:
        """Work out what is usual; `others` (codes × codes) is how alike the codes' texts are.

        The other codes' texts count as one more passage each: where there are few passages,
        they keep what is usual from being what stands there.
        """
        import numpy as np

        rows = said + asked
        if others.shape[0] > 1:
            apart = ~np.eye(len(others), dtype=bool)
            rest = others.T[apart].reshape(len(others), -1).T
            rows = np.concatenate([rows, rest])
        if not len(rows):
            return cls(said, asked, np.zeros(rows.shape[1]), np.ones(rows.shape[1]), fair)
        return cls(said, asked, rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6), fair)

    def among_passages(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Return standard scores: how much more alike than this code's other passages."""
        return (self.said[rows] + self.asked[rows] - self.mean) / self.spread

    def among_codes(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Return standard scores: how much more alike than this passage's other codes."""
        import numpy as np

        both = self.among_passages(rows) if self.fair else self.said[rows] + self.asked[rows]
        centred = both - both.mean(axis=1, keepdims=True)
        return np.asarray(centred / np.maximum(both.std(axis=1, keepdims=True), 1e-6))

    def parts(self, row: int, code: int) -> tuple[tuple[float, float], tuple[float, float]]:
        """Split both scores of one pair into what passage and question add to them."""
        import numpy as np

        said, asked = self.said[row], self.asked[row]
        scaled = self.spread if self.fair else np.ones_like(self.spread)
        usual = self.mean if self.fair else np.zeros_like(self.mean)
        own, given = (said - usual) / scaled, asked / scaled
        width = max(float((own + given).std()), 1e-6)
        return (
            (
                float((said[code] - self.mean[code]) / self.spread[code]),
                float(asked[code] / self.spread[code]),
            ),
            (
                float((own[code] - own.mean()) / width),
                float((given[code] - given.mean()) / width),
            ),
        )
