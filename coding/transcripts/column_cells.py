"""Tell by the cells of a column what they are: names, words, times, numbers, a few that return."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from coding.transcripts import labels
from coding.transcripts.shapes.stamps import STAMP, could_name, name_of

MOST = 0.8
"""Share of its cells by which a column is judged."""

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_MEASURED = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:(ms(?:ec)?)|s|secs?|seconds?)", re.IGNORECASE)

SPOKEN = 3.0
"""Words that a cell of words has on average, at least."""

_TAG_PARTS = re.compile(r"\s*[;|\n]\s*|\s*,\s+")


def tags_in(cell: str) -> list[str]:
    """Return the tags that stand in one cell.

    >>> tags_in("Fear; Home, at night|Money")
    ['Fear', 'Home', 'at night', 'Money']
    """
    return [tag for tag in _TAG_PARTS.split(cell.strip()) if tag.strip()]


def are_labelled(column: Sequence[str]) -> bool:
    """Tell whether most cells begin with what may be a speaker's label."""
    return mostly(lambda cell: any(not label.start for label in labels.find(cell)), column)


def differ(column: Sequence[str], rows: int) -> bool:
    """Tell whether every row has a cell of its own."""
    return rows > 1 and len(column) == rows and len(set(column)) == rows


def mostly(fits: Callable[[str], object], column: Sequence[str]) -> bool:
    """Tell whether most cells fit."""
    return bool(column) and sum(bool(fits(cell)) for cell in column) >= MOST * len(column)


def is_time(cell: str) -> bool:
    """Tell whether a cell is a time of the recording."""
    bare = cell.strip()
    return STAMP.fullmatch(bare) is not None or measured(bare) is not None


def measured(cell: str) -> float | None:
    """Return a time that is told as a number with its unit, in seconds; None for anything else.

    >>> measured("62,5 s"), measured("800ms"), measured("62.5")
    (62.5, 0.8, None)
    """
    found = _MEASURED.fullmatch(cell)
    if not found:
        return None
    return round(float(found[1].replace(",", ".")) * (0.001 if found[2] else 1.0), 3)


def count_up(column: Sequence[str]) -> bool:
    """Tell whether cells are the numbers of rows."""
    numbers = [int(cell) for cell in column if cell.isdecimal() and len(cell) < 9]
    return len(numbers) == len(column) > 1 and sum(
        b == a + 1 for a, b in pairwise(numbers)
    ) >= MOST * (len(numbers) - 1)


def are_few(column: Sequence[str]) -> bool:
    """Tell whether cells are mostly the same few."""
    return len(column) > 3 and 2 * len(set(column)) <= len(column)


def mean_words(column: Sequence[str]) -> float:
    """Return how many words a cell has on average."""
    return sum(len(cell.split()) for cell in column) / max(len(column), 1)


def are_spoken(column: Sequence[str]) -> bool:
    """Tell whether cells are words rather than numbers or a choice of single ones."""
    return bool(column) and not mostly(NUMBER.fullmatch, column) and mean_words(column) > 1.5


def could_be_names(column: Sequence[str]) -> bool:
    """Tell whether most of the different cells could be names."""
    different = {name_of(cell) for cell in column}
    return bool(different) and sum(map(could_name, different)) >= MOST * len(different)


def are_names(column: Sequence[str]) -> bool:
    """Tell whether cells hold names that come back."""
    keys = Counter(labels.key_of(name_of(cell)) for cell in column)
    back = 2 * len(keys) <= len(column) + 1
    return bool(column) and back and could_be_names(column) and mean_words(column) < SPOKEN


def changes(column: Sequence[str]) -> float:
    """Return how often the cell changes from row to row, of all that are filled."""
    pairs = [(a, b) for a, b in pairwise(column) if a and b]
    return sum(a != b for a, b in pairs) / max(len(pairs), 1)
