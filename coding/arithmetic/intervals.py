"""Say how far a share in a sample may lie from the share among all."""

from __future__ import annotations

from collections.abc import Callable

Z95 = 1.959963984540054
"""The 97.5 % point of the normal distribution: 95 % of it lie between minus and plus this."""


def wilson(share: float, n: float, *, z: float = Z95) -> tuple[float, float]:
    """Return Wilson's score interval of a share, both ends from 0 to 1.

    `n` need not be whole: for weighted answers it is their effective number. (That is why the
    formula stands here: `scipy.stats.binomtest` takes whole numbers only.) Without anybody, at
    `n` ≤ 0, nothing is known: (0, 1).

    Source: Wilson 1927, Journal of the American Statistical Association 22: 209-212; as method 3
    in Newcombe 1998, Statistics in Medicine 17: 857-872, whose Table I has 81 of 263:

    >>> [round(end, 4) for end in wilson(81 / 263, 263)], wilson(0.5, 0)
    ([0.2553, 0.3662], (0.0, 1.0))
    """
    if n <= 0:
        return 0.0, 1.0
    share = min(1.0, max(0.0, share))
    square = z * z / n
    middle = share + square / 2
    half = z * ((share * (1 - share) + square / 4) / n) ** 0.5
    low, high = (middle - half) / (1 + square), (middle + half) / (1 + square)
    return max(0.0, low), min(1.0, high)


def between(
    share: float, interval: tuple[float, float], other: float, others: tuple[float, float]
) -> tuple[float, float]:
    """Return the interval of the difference `share - other` of two groups with nobody in both.

    It is put together of each one's own Wilson interval, so that it also holds for weighted
    answers. Source: method 10 in Newcombe 1998, Statistics in Medicine 17: 873-890, whose Table
    II has 56 of 70 against 48 of 80:

    >>> one, two = wilson(56 / 70, 70), wilson(48 / 80, 80)
    >>> [round(end, 4) for end in between(56 / 70, one, 48 / 80, two)]
    [0.0524, 0.3339]
    """
    apart = share - other
    low = apart - ((share - interval[0]) ** 2 + (others[1] - other) ** 2) ** 0.5
    high = apart + ((interval[1] - share) ** 2 + (other - others[0]) ** 2) ** 0.5
    return max(-1.0, low), min(1.0, high)


def agreement(both: float, differ: float, neither: float, *, z: float = Z95) -> tuple[float, float]:
    """Return the interval of how far two people agree beyond chance on a yes or no.

    `both` said yes of so many cases, `differ` otherwise than the other, `neither` yes. It is the
    goodness-of-fit interval, which holds where cases are few and where nobody differs, as that of
    Cohen's kappa from its standard error does not. Where all said the same of everything nothing
    is known: (-1, 1).

    Source: Donner and Eliasziw 1992, Statistics in Medicine 11: 1511-1519. Its ends are where the
    chi-square of what was seen against what that agreement would give has its 95 % point:

    >>> [round(end, 2) for end in agreement(8, 5, 149)], agreement(0, 0, 40)
    ([0.48, 0.89], (-1.0, 1.0))
    """
    cases = both + differ + neither
    share = (2 * both + differ) / (2 * cases) if cases else 0.0
    apart = share * (1 - share)
    if not apart:
        return -1.0, 1.0

    def misfit(kappa: float) -> float:
        said = (both, differ, neither)
        given = (
            share * share + kappa * apart,
            2 * apart * (1 - kappa),
            (1 - share) ** 2 + kappa * apart,
        )
        return sum(
            (seen - cases * p) ** 2 / (cases * p) if p > 0 else (float("inf") if seen else 0.0)
            for seen, p in zip(said, given, strict=True)
        )

    best = 1 - differ / (2 * cases * apart)
    least = max(-share / (1 - share), -(1 - share) / share)
    return _crossing(misfit, best, least, z * z), _crossing(misfit, best, 1.0, z * z)


def _crossing(rising: Callable[[float], float], start: float, end: float, level: float) -> float:
    """Return where a function that rises from `start` on reaches a level, `end` if it does not."""
    if rising(end) < level:
        return end
    for _ in range(60):
        middle = (start + end) / 2
        start, end = (middle, end) if rising(middle) < level else (start, middle)
    return start


def exact(right: int, n: int, *, error: float = 0.05) -> tuple[float, float]:
    """Return the exact interval of a share, `right` of `n`; it misses at most at rate `error`.

    Each end alone is a bound that is wrong at most at half that rate: see `at_least`. Where `n` of
    a finite number were drawn without putting back, it errs on the careful side.

    Source: Clopper and Pearson 1934, Biometrika 26: 404-413; as method 5 in Newcombe 1998,
    Statistics in Medicine 17: 857-872, whose Table I has 81 of 263, 15 of 148, 0 of 20, 1 of 29:

    >>> seen = ((81, 263), (15, 148), (0, 20), (1, 29))
    >>> [[round(end, 4) for end in exact(right, n)] for right, n in seen]
    [[0.2527, 0.3676], [0.0578, 0.1617], [0.0, 0.1684], [0.0009, 0.1776]]
    """
    return at_least(right, n, error=error / 2), at_most(right, n, error=error / 2)


def at_least(right: int, n: int, *, error: float = 0.05) -> float:
    """Return the share that is reached at least, given `right` of `n`; wrong at rate `error`.

    >>> round(at_least(59, 59), 4), at_least(0, 7), at_least(0, 0)
    (0.9505, 0.0, 0.0)
    """
    from scipy.stats import beta

    return float(beta.ppf(error, right, n - right + 1)) if right > 0 else 0.0


def at_most(right: int, n: int, *, error: float = 0.05) -> float:
    """Return the share that is reached at most, given `right` of `n`; wrong at rate `error`.

    >>> round(at_most(0, 59), 4), at_most(7, 7), at_most(0, 0)
    (0.0495, 1.0, 1.0)
    """
    from scipy.stats import beta

    return float(beta.ppf(1 - error, right + 1, n - right)) if right < n else 1.0


def judged_for(bound: float, wrong: int = 0, *, error: float = 0.05) -> int:
    """Return how many must be judged to say that at least `bound` are right, with `wrong` of them.

    Source: Wilks 1941, Annals of Mathematical Statistics 12: 91-96; the sizes for 95 % at 95 %
    with none, one and two wrong are the 59, 93 and 124 that are used for tolerance limits:

    >>> [[judged_for(bound, wrong) for wrong in range(3)] for bound in (0.95, 0.9)]
    [[59, 93, 124], [29, 46, 61]]
    """
    low, high = wrong + 1, wrong + 2
    while at_least(high - wrong, high, error=error) < bound:
        low, high = high, 2 * high
    while low < high:
        middle = (low + high) // 2
        if at_least(middle - wrong, middle, error=error) >= bound:
            high = middle
        else:
            low = middle + 1
    return low
