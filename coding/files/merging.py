"""Merge two changes of one text by its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

_Hunk = tuple[int, int, list[str]]  # the lines start ≤ n < end, and what takes their place

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def merged_lines(base: str, one: str, other: str) -> Iterator[str]:
    r"""Yield `base` with both what `one` and what `other` changes; nothing if the lines cross.

    Where both put lines in at one and the same place, either order is yielded.

    >>> list(merged_lines("a\nb\nc\n", "A\nb\nc\n", "a\nb\n"))
    ['A\nb\n']
    >>> list(merged_lines("a\n", "b\n", "c\n"))
    []
    """
    lines = _LINE.findall(base)
    first, second = _hunks(lines, one), _hunks(lines, other)
    if any(_crossing(mine, theirs) for mine in first for theirs in second):
        return
    yielded = set()
    for hunks in (first + second, second + first):
        # Of two at one place, what is put in there stands above what is changed there.
        merged = list(lines)
        for start, end, new in sorted(hunks, key=lambda hunk: hunk[:2])[::-1]:
            merged[start:end] = new
        text = "".join(merged)
        if text not in yielded:
            yielded.add(text)
            yield text


def _hunks(lines: list[str], text: str) -> list[_Hunk]:
    """Return what a text changes, one line at a time as far as lines stand for each other."""
    new = _LINE.findall(text)
    hunks: list[_Hunk] = []
    for kind, i, j, k, m in SequenceMatcher(None, lines, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        pairs = min(j - i, m - k)
        hunks += [(i + n, i + n + 1, [new[k + n]]) for n in range(pairs)]
        if i + pairs < j or k + pairs < m:
            hunks.append((i + pairs, j, new[k + pairs : m]))
    return hunks


def _crossing(one: _Hunk, other: _Hunk) -> bool:
    """Say whether two changes concern the same lines; side by side they do not."""
    (start, end, _), (begin, stop, _) = one, other
    if start == end or begin == stop:
        return begin < start < stop or start < begin < end
    return max(start, begin) < min(end, stop)
