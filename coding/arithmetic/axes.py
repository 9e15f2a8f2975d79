"""Find the axes along which the rows of a large matrix lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

MORE = 10
"""Axes that are tried beside those that are wanted."""


def first_axes(rows: csr_matrix, count: int) -> NDArray[Any]:
    """Return the first right singular vectors, as columns (columns of `rows` × `count`).

    By random projection with two power iterations (Halko, Martinsson and Tropp 2011, SIAM Review
    53: 217-288, algorithms 4.3 and 5.1); the same each time, signs left as they come. It is what
    scikit-learn's `randomized_svd` does, which would take longer to import than to run.

    >>> from scipy.sparse import csr_matrix
    >>> abs(first_axes(csr_matrix([[3.0, 4.0], [6.0, 8.0]]), 1)).round(2).ravel().tolist()
    [0.6, 0.8]
    """
    import numpy as np

    wide = rows.shape[0] < rows.shape[1]
    matrix = rows.T if wide else rows
    drawn = np.random.RandomState(0).normal(size=(matrix.shape[1], count + MORE))
    tried = drawn.astype(rows.dtype)
    for _ in range(2):
        tried = matrix.T @ (matrix @ tried)
    span, _ = np.linalg.qr(matrix @ tried)
    left, _, right = np.linalg.svd((matrix.T @ span).T, full_matrices=False)
    return np.asarray((span @ left)[:, :count] if wide else right[:count].T)
