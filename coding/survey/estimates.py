"""Estimate shares from survey answers: weighted, with effective n and interval.

The share of an option is Σ w·[answer = option] / Σ w over the base. The effective number of
respondents is Kish's n_eff = (Σ w)² / Σ w² (Kish 1965, Survey Sampling, section 11.7; Kish 1992,
Journal of Official Statistics 8: 183-200). The interval is Wilson's at n_eff. Unweighted answers
are weighted by 1, so that n_eff = n.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.arithmetic.intervals import wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Base:
    """Those of whom shares are taken: unweighted number, sum of weights, effective number."""

    n: int
    weight: float
    effective_n: float


def base(weights: NDArray[Any]) -> Base:
    """Return the base that respondents with these weights make.

    >>> import numpy as np
    >>> base(np.array([1.0, 1.0, 2.0]))
    Base(n=3, weight=4.0, effective_n=2.6666666666666665)
    """
    weight, squares = float(weights.sum()), float((weights**2).sum())
    return Base(len(weights), weight, weight**2 / squares if squares else 0.0)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of an option: `n` who gave it, the share and its 95 % interval, from 0 to 1.

    All but `n` are nan where the base is empty.
    """

    n: int
    share: float
    low: float
    high: float


def shares(chosen: NDArray[Any], weights: NDArray[Any]) -> tuple[Base, list[Estimate]]:
    """Return the base and the estimate for each option.

    `chosen` is respondents × options, true where a respondent gave the option; `weights` has
    one weight for each respondent, none negative.

    >>> import numpy as np
    >>> of, (yes, no) = shares(np.array([[1, 0], [0, 1], [0, 1], [0, 1]], bool), np.ones(4))
    >>> of.effective_n, yes.share, round(yes.low, 4), round(yes.high, 4)
    (4.0, 0.25, 0.0456, 0.6994)
    """
    import numpy as np

    of = base(weights)
    counts = chosen.sum(axis=0)
    if of.effective_n <= 0:
        none = float("nan")
        return of, [Estimate(int(n), none, none, none) for n in counts]
    weighed = np.asarray(weights @ chosen) / of.weight
    return of, [
        Estimate(int(n), float(share), *wilson(float(share), of.effective_n))
        for n, share in zip(counts, weighed, strict=True)
    ]
