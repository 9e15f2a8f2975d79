"""Word what is told about a file: counts and lists that read as sentences."""

from __future__ import annotations

from collections.abc import Sequence

from coding.model.listing import first_few


def counted(number: int, what: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "tag"), counted(2_000, "tag")
    ('1 tag', '2,000 tags')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def listed(items: Sequence[str], *, shown: int = 5) -> str:
    """Return the first few of some words in quotation marks, and how many more there are.

    >>> listed(["Anna:", "Boris:", "Vera:"], shown=2)
    "'Anna:', 'Boris:' and 1 more"
    """
    return first_few([f"'{item}'" for item in items], shown)
