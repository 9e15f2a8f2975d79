"""Fit ridges by their normal equations, with scores held out fold by fold.

What a ridge needs of its rows are two sums, XᵀX and XᵀY. They are kept by fold, so that a decision
changes the sums of one, and what a ridge says without a fold is one more solution, not one more
pass over the rows.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS = 5


@dataclass(frozen=True, slots=True)
class FoldedRidge:
    """Coefficients of a ridge (columns × codes), and those without each fold, one below another.

    `held_out` (rows × codes) is what it says of each row without the row's fold, less the
    codes' means.
    """

    weights: NDArray[Any]
    without: Sequence[NDArray[Any]]
    held_out: NDArray[Any]


def without(ridge: FoldedRidge, fold: int) -> NDArray[Any]:
    """Return a ridge's coefficients without a fold, all of it for -1."""
    return ridge.weights if fold < 0 else ridge.without[fold]


@dataclass
class Sums:
    """XᵀX and the columns' sums of each fold's rows, kept for as long as the rows are the same."""

    kept: dict[Hashable, tuple[NDArray[Any], NDArray[Any]]] = field(default_factory=dict)

    def fit(
        self,
        rows: NDArray[Any],
        targets: NDArray[Any],
        folds: NDArray[Any],
        keys: Sequence[Hashable],
        *,
        penalty: float,
    ) -> FoldedRidge:
        """Fit a ridge for each code; `keys[f]` stands for the rows of fold `f`, as they are now.

        >>> import numpy as np
        >>> found = Sums().fit(np.array([[1.0], [1.0]]), np.array([[1.0], [0.0]]),
        ...                    np.array([0, 1]), "ab", penalty=1.0)
        >>> found.weights.round(3).tolist(), found.held_out.round(3).tolist()
        ([[0.0]], [[-0.25], [0.25]])
        """
        import numpy as np
        from scipy.linalg import cho_factor, cho_solve

        usual = targets.mean(axis=0)
        within = [np.flatnonzero(folds == fold) for fold in range(len(keys))]
        fresh = {}
        products = []
        for key, here in zip(keys, within, strict=True):
            own = rows[here]
            fresh[key] = self.kept.get(key) or (own.T @ own, own.sum(axis=0))
            products.append(own.T @ (targets[here] - usual))
        self.kept = fresh
        squares = [fresh[key][0] for key in keys]
        whole, told = sum(squares), sum(products)
        ridge = penalty * np.eye(rows.shape[1], dtype=rows.dtype)

        def solved(square: NDArray[Any], product: NDArray[Any]) -> NDArray[Any]:
            turned = (square + ridge).T  # which is the same, and LAPACK's order: nothing is copied
            factor = cho_factor(turned, lower=True, overwrite_a=True, check_finite=False)
            return np.asarray(cho_solve(factor, product, check_finite=False))

        weights = solved(np.asarray(whole), np.asarray(told))
        others = [solved(whole - a, told - b) for a, b in zip(squares, products, strict=True)]
        held_out = np.zeros(targets.shape, weights.dtype)
        for here, other in zip(within, others, strict=True):
            held_out[here] = rows[here] @ other
        return FoldedRidge(weights, others, held_out)
