"""Put in order what is proposed for a number: what has its value, and what it was misprinted from.

One conditional logit over both. What has the value counts by its share of all that has it, by how
sure the surest of these is, and by how far the words name it; what has another value by how far the
words name it and it may have been misprinted so (`misprinting`). So the less sure the machine is of
any value, the more of the first three are what the words alone name. It is fitted on what weights
say of reports that they have not seen, for drafts with five wrong figures in a hundred.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

ORDERING: Mapping[str, tuple[float, int]] = {
    # name: what its weight is before any report was seen, and its sign
    "has the value": (2.0, 1),
    "its share of what has the value": (1.0, 1),
    "how sure the surest of these is": (0.5, 1),
    "named by words": (0.5, 1),
    "has a fraction's value": (0.5, 1),
    "named by words and misprinted": (1.0, 1),
}
PRIOR = tuple(weight for weight, _ in ORDERING.values())

LEAST_SHARE, LEAST_SURE = 1e-5, 1e-4
"""Below which one share is as small as another; how unsure, or sure, the surest can be."""


def by_value(share: float, surest: float, words: float, *, fraction: bool) -> list[float]:
    """Return how what has the printed value is described, in the order of `ORDERING`.

    All are 0 to 1: its share of what has the value, how sure the surest of these is, and its share
    of what the words name. A `fraction` in words is hardly misprinted.
    """
    sure = min(1 - LEAST_SURE, max(LEAST_SURE, surest))
    odds = math.log(sure / (1 - sure))
    return [1.0, _log(share), odds, _log(words), float(fraction), 0.0]


def by_words(misprinted: float) -> list[float]:
    """Return how what has another value is described, by its share of what may be misprinted."""
    return [0.0, 0.0, 0.0, 0.0, 0.0, _log(misprinted)]


def _log(share: float) -> float:
    return math.log(max(share, LEAST_SHARE))
