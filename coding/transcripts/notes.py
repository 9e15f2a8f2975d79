"""Word what is told about a file: counts and lists that read as sentences."""

from __future__ import annotations

from collections.abc import Sequence

from coding.model.listing import counted, first_few


def listed(items: Sequence[str], *, shown: int = 5) -> str:
    """Return the first few of some words in quotation marks, and how many more there are.

    >>> listed(["Anna:", "Boris:", "Vera:"], shown=2)
    '“Anna:”, “Boris:” and 1 more'
    """
    return first_few([f"“{item}”" for item in items], shown)


def damaged(text: str) -> tuple[str, ...]:
    r"""Return a note on the characters of a text that were lost, if any were.

    >>> damaged("caf\ufffd"), damaged("café")
    (('Please check: 1 damaged character, shown as \ufffd.',), ())
    """
    lost = text.count("\ufffd")
    return (
        (f"Please check: {counted(lost, 'damaged character')}, shown as \ufffd.",) if lost else ()
    )


def replaced(times: int) -> tuple[str, ...]:
    """Return a note on control characters that became spaces, if any did.

    >>> replaced(2), replaced(0)
    (('Replaced 2 control characters by spaces.',), ())
    """
    return (f"Replaced {counted(times, 'control character')} by spaces.",) if times else ()
