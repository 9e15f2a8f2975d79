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
