"""Take out the line numbers that a program printed into a text: they are nobody's words."""

from __future__ import annotations

import re
from itertools import pairwise

_NUMBERED = re.compile(r"^[ \t]*(\d{1,5})(?:[:|]?[ \t]+|$)", re.MULTILINE)
_WITH_WORDS = re.compile(r"^.*\S", re.MULTILINE)
_FEWEST = 4
_STEPS = (1, 2, 5, 10)


def without_numbers(text: str) -> tuple[str, int]:
    r"""Return a text without the numbers of its lines, and how many there were.

    Lines are numbered if nearly all of them are, or every second, fifth or tenth is, and nearly
    each number goes on from the one before or begins a page anew, which is the rarer. A list inside
    of a text is none, nor are the same answers that come back.

    >>> without_numbers("1 I: Why\n2 so?\n3 B: I\n4 do.\n")
    ('I: Why\nso?\nB: I\ndo.\n', 4)
    >>> without_numbers("A:\n1\nB:\n1\nA:\n1\nB:\n1\n")[1]
    0
    >>> without_numbers("I need:\n1 bread\n2 milk\n3 tea\n4 salt\nB: Ok?\nI: So.\n")[1]
    0
    """
    first = _NUMBERED.search(text, 0, 2_000)
    if first is None:
        return text, 0
    numbers = [int(found[1]) for found in _NUMBERED.finditer(text)]
    if len(numbers) < _FEWEST:
        return text, 0
    lines = sum(1 for _ in _WITH_WORDS.finditer(text))
    pairs = list(pairwise(numbers))
    for step in _STEPS:
        on = sum(after == before + step for before, after in pairs)
        anew = sum(after == step != before + step for before, after in pairs)
        fits = 10 * (on + anew) >= 9 * len(pairs) and on >= anew
        if fits and 10 * step * len(numbers) >= 8 * lines:
            return _NUMBERED.sub("", text), len(numbers)
    return text, 0
