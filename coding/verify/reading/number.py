"""Say what a number of a draft is: its place, value, precision, and what it states."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a number states. POINTS are percentage points, TIMES a ratio in words."""

    PERCENT = "percent"
    COUNT = "count"
    BASE = "base"
    MEAN = "mean"
    MEDIAN = "median"
    POINTS = "points"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Number:
    """A number at characters `start` to `end`, its unit included.

    `decimals` are those printed. `about` is `""`, or how it is hedged: `about`, `under` (up to
    it, perhaps not quite) or `over`. `words` says that it is spelled out.
    """

    start: int
    end: int
    value: float
    decimals: int
    kind: Kind
    about: str = ""
    words: bool = False
