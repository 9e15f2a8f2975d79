"""Learn from a project how it codes a theme beside the codes below it.

Some put a theme wherever they put one of its codes, others never do both. P(theme) is at least
s · P(code), where s is how often this project has put the theme on the code's words too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.model import Codebook, Coding

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWN = 2.0
"""Codings that each code is taken to have had before the first, at the project's mean share."""

TOGETHER = 0.5
"""The share from which a theme and its code are put side by side here, not one for the other."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Which codes are of one line, and how this project codes them.

    `above` are (code, theme, s), by columns, the nearest theme first; `rivals` are the codes of
    one line of which this project puts one or the other; `line` are all codes of one line.
    """

    above: tuple[tuple[int, int, float], ...]
    rivals: Mapping[int, frozenset[int]]
    line: Mapping[int, frozenset[int]]

    def lifted(self, scores: NDArray[Any]) -> NDArray[Any]:
        """Return probabilities (… × codes) with each theme at least s · its codes'."""
        import numpy as np

        lifted = scores.copy()
        for code, theme, share in self.above:
            lifted[..., theme] = np.maximum(lifted[..., theme], share * scores[..., code])
        return lifted


def kin_of(book: Codebook, codings: Iterable[Coding]) -> Kin:
    """Return what codings tell of themes: s = (both + 2 s̄) / (n + 2), s̄ over all codes."""
    column = {code.id: at for at, code in enumerate(book)}
    pairs = [
        (column[code.id], column[theme.id])
        for code in book for theme in reversed(book.path(code.id)) if theme.id != code.id
    ]  # fmt: skip
    put: dict[tuple[str, str, int], list[tuple[int, int]]] = {}
    if pairs:
        for c in codings:
            if c.code in column:
                key = (c.transcript, c.coder, column[c.code])
                put.setdefault(key, []).append((c.start, c.end))
    counts = {pair: [0, 0] for pair in pairs}
    themes: dict[int, list[int]] = {}
    for code, theme in pairs:
        themes.setdefault(code, []).append(theme)
    for (transcript, coder, code), places in put.items():
        for theme in themes.get(code, ()):
            there = put.get((transcript, coder, theme), [])
            counts[code, theme][0] += len(places)
            counts[code, theme][1] += sum(
                any(_shared(place, other) for other in there) for place in places
            )
    total = sum(n for n, _ in counts.values())
    mean = sum(both for _, both in counts.values()) / (total + DRAWN)
    above = tuple(
        (code, theme, (both + DRAWN * mean) / (n + DRAWN))
        for (code, theme), (n, both) in counts.items()
    )
    rivals = [(code, theme) for code, theme, share in above if share < TOGETHER]
    return Kin(above, _both_ways(rivals), _both_ways(pairs))


def _both_ways(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {one: frozenset(others) for one, others in found.items()}


def _shared(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether two segments share half of the shorter."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0 and 2 * shared >= min(one[1] - one[0], other[1] - other[0])
