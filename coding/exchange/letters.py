"""Compare two texts by their letters, and carry a passage over from one into the other.

Programs space and break the same interview differently; what makes it the same is its letters.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Mapping

_SPACE = re.compile(r"\s+")

NEARLY = 0.8
"""Share of the lines with words that two texts of one interview have in common at least."""

ALIGNED = 200_000
"""Letters up to which two texts are laid beside each other: the time grows with their square."""


def letters(text: str) -> str:
    r"""Return a text without its spaces and line ends.

    >>> letters("It is\r\n calm")
    'Itiscalm'
    """
    return _SPACE.sub("", text)


def fingerprint(text: str) -> str:
    """Return what two texts have in common that differ in spaces alone."""
    return hashlib.sha256(letters(text).encode("utf-8", "surrogatepass")).hexdigest()


def lines_of(text: str) -> frozenset[str]:
    """Return the lines with words of a text, without their spaces."""
    return frozenset(filter(None, (letters(line) for line in text.split("\n"))))


def likeness(one: Collection[str], other: Collection[str]) -> float:
    """Return the share of the lines of the longer of two texts that the other has too.

    >>> likeness(lines_of("a\\nb\\nc d"), lines_of("a\\nb\\ncd\\ne"))
    0.75
    """
    most = max(len(one), len(other))
    return len(set(one) & set(other)) / most if most else 0.0


class Crossing:
    r"""Carries passages from one text over into another that has nearly the same letters.

    >>> crossing = Crossing("Why?\nIt is calm.", "Why?\n\nIt  is calm.")
    >>> crossing.over(5, 10)
    (6, 12)
    """

    def __init__(self, source: str, target: str) -> None:
        self.source, self.target = source, target
        self._from, self._to = _places(source), _places(target)
        one, other = letters(source), letters(target)
        self._one, self._other = one, other
        self._blocks = [(0, len(one), 0)] if one == other else _blocks(one, other)
        self._starts = [start for start, _, _ in self._blocks]

    def over(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a passage stands in the other text, None if its letters do not."""
        first, stop = _rank(self._from, start), _rank(self._from, end)
        if first >= stop:
            return None
        begin, last = self._across(first), self._across(stop - 1)
        if begin is None or last is None or self._one[first:stop] != self._other[begin : last + 1]:
            return None
        return self._to[begin], self._to[last] + 1

    def _across(self, letter: int) -> int | None:
        index = bisect_right(self._starts, letter) - 1
        if index < 0:
            return None
        start, end, there = self._blocks[index]
        return there + letter - start if letter < end else None


def _places(text: str) -> array[int]:
    """Return where each letter of a text stands in it."""
    return array("l", (i for i, sign in enumerate(text) if not sign.isspace()))


def _rank(places: array[int], position: int) -> int:
    """Return how many letters stand before a position."""
    return bisect_right(places, position - 1)


def _blocks(one: str, other: str) -> list[tuple[int, int, int]]:
    """Return what two texts have in common, as (start, end, start in the other), in order."""
    from rapidfuzz.distance import Indel

    if max(len(one), len(other)) > ALIGNED:
        return []
    return [
        (block.src_start, block.src_end, block.dest_start)
        for block in Indel.opcodes(one, other)
        if block.tag == "equal"
    ]


def nearest_text(text: str, others: Mapping[str, frozenset[str]]) -> tuple[str, float]:
    """Return the key of the text most like one, by their lines, with the likeness; "" if none is.

    >>> nearest_text("a\\nb\\nc\\nd\\ne", {"x": lines_of("a\\nb\\nc\\nd"), "y": lines_of("z")})
    ('x', 0.8)
    >>> nearest_text("a\\nb\\nc\\nd", {"x": lines_of("a\\nb\\nc")})
    ('', 0.75)
    """
    lines = lines_of(text)
    likely = [(likeness(lines, theirs), key) for key, theirs in others.items()]
    best, key = max(likely, default=(0.0, ""))
    return (key, best) if best >= NEARLY else ("", best)
