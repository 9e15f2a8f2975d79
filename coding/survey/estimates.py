"""Estimate shares, means and medians from survey answers, with what the design costs.

The share of an option is Σ w·[answer = option] / Σ w over the base. Its interval is Wilson's at an
effective number of respondents:

- with weights only, Kish's n_eff = (Σ w)² / Σ w² (Kish 1965, Survey Sampling, section 11.7; Kish
  1992, Journal of Official Statistics 8: 183-200). Unweighted answers are weighted by 1, so that
  n_eff = n;
- with strata or clusters, n divided by the share's own design effect, at most n (Korn and Graubard
  1998, Survey Methodology 24: 193-201), from the linearised variance.

Standard errors are those of Taylor linearisation with clusters drawn with replacement within
strata, a group being a domain of the whole sample (Lumley 2010, Complex Surveys, chapter 2 and
appendix; Särndal, Swensson, Wretman 1992, section 5.5), as `svymean` of R's `survey` gives them.
Without strata and clusters n is that of those who answered, so that it is s/√n without weights.
A design effect is that variance over the one of as large a simple sample with replacement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.arithmetic.intervals import Z95, wilson

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

    `se` is its standard error, `effective_n` the number of respondents that the interval has,
    `deff` the design effect. All but `n` are nan where the base is empty.
    """

    n: int
    share: float
    low: float
    high: float
    se: float = float("nan")
    effective_n: float = 0.0
    deff: float = float("nan")


@dataclass(frozen=True, slots=True)
class Design:
    """How respondents were drawn: each one's cluster, and each cluster's stratum.

    `psu` numbers the cluster of each respondent, -1 for one who weighs nothing; `stratum` has
    the stratum of each cluster. `simple`: each is a cluster of their own in one stratum.
    """

    psu: NDArray[Any]
    stratum: NDArray[Any]
    simple: bool

    def variances(self, members: NDArray[Any], scores: NDArray[Any]) -> NDArray[Any]:
        """Return the variance of Σ scores, for each column; others than `members` score 0.

        A stratum with one cluster only is set against the mean of all clusters.
        """
        import numpy as np

        inside, number = self.psu[members], len(self.stratum)
        totals = np.stack(
            [np.bincount(inside, weights=column, minlength=number) for column in scores.T], axis=1
        )
        sizes = np.bincount(self.stratum)
        means = np.zeros((len(sizes), scores.shape[1]))
        np.add.at(means, self.stratum, totals)
        means /= np.maximum(sizes, 1)[:, None]
        lonely = sizes == 1
        means[lonely] = totals.mean(axis=0)
        factor = np.where(lonely, 1.0, sizes / np.maximum(sizes - 1, 1))
        squares = (totals - means[self.stratum]) ** 2
        return np.asarray(factor[self.stratum] @ squares)

    @property
    def lonely(self) -> int:
        """Return how many strata have one cluster only, of which no variance can be told."""
        import numpy as np

        return int((np.bincount(self.stratum) == 1).sum()) if not self.simple else 0


def design(
    weights: NDArray[Any], strata: NDArray[Any] | None = None, clusters: NDArray[Any] | None = None
) -> Design:
    """Return the design of a sample; clusters of one number in two strata are two."""
    import numpy as np

    counted = weights > 0
    n = len(weights)
    layer = np.zeros(n, int) if strata is None else np.asarray(strata)
    group = np.arange(n) if clusters is None else np.asarray(clusters)
    pairs = np.stack([layer, group], axis=1)[counted]
    unique, places = np.unique(pairs, axis=0, return_inverse=True)
    psu = np.full(n, -1)
    psu[counted] = places.ravel()
    _, stratum = np.unique(unique[:, 0], return_inverse=True)
    return Design(psu, stratum, strata is None and clusters is None)


def shares(
    chosen: NDArray[Any],
    weights: NDArray[Any],
    members: NDArray[Any] | None = None,
    drawn: Design | None = None,
) -> tuple[Base, list[Estimate]]:
    """Return the base and the estimate for each option.

    `chosen` is respondents × options, true where a respondent gave the option; `weights` has
    one weight for each respondent, none negative. `members` marks the base, all if not given.

    >>> import numpy as np
    >>> of, (yes, no) = shares(np.array([[1, 0], [0, 1], [0, 1], [0, 1]], bool), np.ones(4))
    >>> of.effective_n, yes.share, round(yes.low, 4), round(yes.high, 4)
    (4.0, 0.25, 0.0456, 0.6994)
    """
    import numpy as np

    members = np.ones(len(weights), bool) if members is None else members
    drawn = drawn or design(weights)
    marks, w = chosen[members], weights[members]
    of = base(w)
    counts = marks.sum(axis=0)
    if of.effective_n <= 0:
        none = float("nan")
        return of, [Estimate(int(n), none, none, none) for n in counts]
    share = np.clip(np.asarray(w @ marks) / of.weight, 0.0, 1.0)
    if drawn.simple:
        squares = (w**2) @ marks * (1 - 2 * share) + share**2 * (w**2).sum()
        variance = squares / of.weight**2 * of.n / max(1, of.n - 1)
    else:
        variance = drawn.variances(members, w[:, None] * (marks - share) / of.weight)
    return of, [
        _estimate(int(n), float(p), float(v), of, drawn)
        for n, p, v in zip(counts, share, variance, strict=True)
    ]


def _estimate(n: int, share: float, variance: float, of: Base, drawn: Design) -> Estimate:
    plain = share * (1 - share) / max(1, of.n - 1)
    effective, deff = of.effective_n, of.n / of.effective_n
    if not drawn.simple and plain > 0 and variance > 0:
        deff = variance / plain
        effective = min(float(of.n), of.n / deff)
    se = max(0.0, variance) ** 0.5
    return Estimate(n, share, *wilson(share, effective), se, effective, deff)


@dataclass(frozen=True, slots=True)
class Average:
    """What the numbers of a scale or measurement come to, over `n` valid answers.

    `se` is the standard error of the mean, `low` and `high` its 95 % interval (normal), `deff`
    its design effect and `effective_n` n divided by that. `sd` is that of the population.
    """

    n: int
    mean: float
    se: float
    low: float
    high: float
    sd: float
    median: float
    effective_n: float
    deff: float


def average(
    numbers: NDArray[Any],
    weights: NDArray[Any],
    members: NDArray[Any] | None = None,
    drawn: Design | None = None,
) -> Average | None:
    """Return mean and median of the numbers of `members`, None if nobody gave one.

    `numbers` has nan for who gave none.

    >>> import numpy as np
    >>> told = average(np.array([1.0, 2, 3, 4]), np.ones(4))
    >>> told.mean, round(told.se, 4), told.median, round(told.deff, 4)
    (2.5, 0.6455, 2.5, 1.0)
    """
    import numpy as np

    inside = ~np.isnan(numbers) & (weights > 0)
    if members is not None:
        inside &= members
    if not inside.any():
        return None
    drawn = drawn or design(weights)
    x, w = numbers[inside], weights[inside]
    n, weight = len(x), float(w.sum())
    mean = float(w @ x) / weight
    spread = float(w @ (x - mean) ** 2) / weight * n / max(1, n - 1)
    scores = w * (x - mean) / weight
    if drawn.simple:
        variance = float(scores @ scores) * n / max(1, n - 1)
    else:
        variance = float(drawn.variances(inside, scores[:, None])[0])
    plain = spread / n
    deff = variance / plain if plain > 0 else n / base(w).effective_n
    se = variance**0.5
    half = Z95 * se
    return Average(
        n,
        mean,
        se,
        mean - half,
        mean + half,
        spread**0.5,
        median(x, w),
        n / deff if deff else n,
        deff,
    )


def median(numbers: NDArray[Any], weights: NDArray[Any]) -> float:
    """Return the weighted median: half of the weight lies below it.

    Where exactly half ends at a number, it is the middle of this and the next (Hyndman and Fan
    1996, The American Statistician 50: 361-365, definition 2), as is usual without weights.

    >>> import numpy as np
    >>> median(np.array([1.0, 2, 3, 10]), np.ones(4)), median(np.array([1.0, 5]), np.array([1, 2]))
    (2.5, 5.0)
    """
    import numpy as np

    order = np.argsort(numbers, kind="stable")
    x, reached = numbers[order], np.cumsum(weights[order])
    half = reached[-1] / 2
    at = int(np.searchsorted(reached, half - 1e-9 * half))
    exactly = abs(reached[at] - half) <= 1e-9 * half and at + 1 < len(x)
    return float((x[at] + x[at + 1]) / 2) if exactly else float(x[at])
