"""Learn from decisions: ridges with honest scores, one pooled combiner, calibration.

Nothing here knows about codes or texts; rows are passages, columns are codes, and every matrix
is numpy's. The pieces are put together in `coding.suggest.machine`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

Matrix = "NDArray[Any]"


CEILING = 3.0
"""The log odds expected of the ceiling: with nothing known, nearly everything that speaks for a
code leads to it."""

CEILING_TRUST = 0.3


@dataclass(frozen=True, slots=True)
class Ridge:
    """A fitted kernel ridge; all three are rows × codes.

    `held_out[i]` is what the ridge fitted without row `i` and its group says of row `i`, less
    the codes' means. `own[i]` × the row's own vector is what to take off the ridge's
    coefficients to get there.
    """

    weights: NDArray[Any]
    held_out: NDArray[Any]
    own: NDArray[Any]


def ridge(
    kernel: NDArray[Any],
    targets: NDArray[Any],
    *,
    penalty: float,
    groups: Sequence[int] | None = None,
) -> Ridge:
    """Fit a ridge for each code at once, on rows known only through their inner products.

    `kernel` (n × n) holds the inner products of the rows, `targets` (n × codes) 0, 1 or a
    share. `groups` names rows that are held out together, such as the passages of one turn
    (none: each row alone). The scores held out come in closed form, without refitting: for rows
    B they are y_B - ((K + λI)⁻¹)_BB⁻¹ a_B (Rifkin and Lippert 2007, Notes on Regularized Least
    Squares, MIT-CSAIL-TR-2007-025, extended from one row to several).

    >>> import numpy as np
    >>> found = ridge(np.eye(2), np.array([[1.0], [0.0]]), penalty=1.0)
    >>> found.weights.ravel().tolist(), found.held_out.ravel().tolist()
    ([0.25, -0.25], [0.0, 0.0])
    """
    import numpy as np

    centred = targets - targets.mean(axis=0)
    inverse = np.linalg.inv(kernel + penalty * np.eye(len(kernel)))
    weights = inverse @ centred
    held_out = centred - weights / np.diag(inverse)[:, None]
    together: dict[int, list[int]] = {}
    for row, group in enumerate(groups if groups is not None else ()):
        together.setdefault(group, []).append(row)
    for rows in together.values():
        if len(rows) > 1:
            block = inverse[np.ix_(rows, rows)]
            held_out[rows] = centred[rows] - np.linalg.solve(block, weights[rows])
    length = np.maximum(np.diag(kernel), 1e-9)[:, None]
    own = (centred - penalty * weights - held_out) / length
    return Ridge(weights, held_out, own)


def combine(
    features: NDArray[Any],
    decided: NDArray[Any],
    *,
    start: NDArray[Any],
    precision: NDArray[Any],
    times: NDArray[Any] | None = None,
    rounds: int = 25,
) -> tuple[NDArray[Any], float]:
    """Fit a logistic model with a ceiling; return its weights and the ceiling.

    What is fitted is p = ceiling / (1 + exp(-features · weights)). People put a code on fewer
    than all passages where everything speaks for it, and two coders differ: without a ceiling
    the model promises too much just where it is surest. `features` (n × k), `decided` (n) 0, 1
    or a share; `start` (k) are the expected weights and `precision` (k) how much trust they have:
    the penalty is ½·precision·(weight - start)², likewise for the log odds of the ceiling, which
    are expected to be `CEILING`. `times` (n) says how
    many rows each stands for. Fisher scoring, with the step halved while it would make things
    worse.
    """
    import numpy as np

    expected = np.append(start, CEILING)
    trust = np.append(precision, CEILING_TRUST)
    at = expected.astype(float)
    many = np.ones(len(features)) if times is None else times

    def chances(at: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], float]:
        odds, ceiling = sigmoid(features @ at[:-1]), float(sigmoid(at[-1:])[0])
        return np.clip(ceiling * odds, 1e-12, 1 - 1e-12), odds, ceiling

    def loss(at: NDArray[Any], p: NDArray[Any]) -> float:
        fit = decided * np.log(p) + (1 - decided) * np.log1p(-p)
        return float(0.5 * (trust * (at - expected) ** 2).sum() - many @ fit)

    said = chances(at)
    before = loss(at, said[0])
    for _ in range(rounds):
        p, odds, ceiling = said
        slopes = np.column_stack([features * (1 - odds)[:, None], np.full(len(p), 1 - ceiling)])
        slope = trust * (at - expected) - slopes.T @ (many * (decided - p) / (1 - p))
        curve = (slopes * (many * p / (1 - p))[:, None]).T @ slopes + np.diag(trust)
        step = np.linalg.solve(curve, slope)
        said = chances(at - step)
        while (after := loss(at - step, said[0])) > before + 1e-9 and np.abs(step).max() > 1e-6:
            step = step / 2
            said = chances(at - step)
        at = at - step
        if before - after < 1e-6 * max(1.0, abs(before)):
            break
        before = after
    return at[:-1], said[2]


def sigmoid(logits: NDArray[Any]) -> NDArray[Any]:
    """Return 1 / (1 + e^-x), for large x too."""
    import numpy as np

    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * np.asarray(logits, dtype=float))))


def logit(share: NDArray[Any] | float) -> Any:
    """Return the logarithm of the odds."""
    import numpy as np

    return np.log(share) - np.log1p(-np.asarray(share))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What share of suggestions shown with a score was accepted, never falling with the score.

    `scores` rise strictly; between two of them the share is read off the straight line.
    """

    scores: tuple[float, ...]
    shares: tuple[float, ...]

    def __call__(self, score: NDArray[Any]) -> NDArray[Any]:
        """Return the accepted share expected for scores."""
        import numpy as np

        return np.asarray(np.interp(score, self.scores, self.shares))


def calibrate(shown: Sequence[float], accepted: Sequence[float]) -> Calibration:
    """Learn from the log of (score shown, accepted or not) by isotonic regression.

    Each end is drawn towards its score by one more decision, so that a run of luck never
    yields a certainty. Raises ValueError if nothing was shown.
    """
    import numpy as np
    from sklearn.isotonic import IsotonicRegression

    if not len(shown):
        raise ValueError("nothing was shown")
    x = np.asarray(shown, dtype=float)
    y = np.asarray(accepted, dtype=float)
    low, high = float(x.min()), float(x.max())
    model = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    model.fit(np.append(x, [low, high]), np.append(y, [low, high]))
    knots = np.unique(x)
    return Calibration(tuple(map(float, knots)), tuple(map(float, model.predict(knots))))
