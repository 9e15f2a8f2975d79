"""Say in a sentence what several things are, or the first few of them, and how large one is."""

from __future__ import annotations

import re
from collections.abc import Sequence


def listed(names: Sequence[str], *, last: str = "and") -> str:
    """Return all names as a sentence lists them.

    >>> listed(["a", "b", "c"]), listed(["a", "b"], last="or"), listed(["a"]), listed([])
    ('a, b and c', 'a or b', 'a', '')
    """
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def first_few(names: Sequence[str], shown: int) -> str:
    """Return the first few names and how many more there are.

    >>> first_few(["P1", "P2", "P3"], 2), first_few(["P1", "P2"], 2)
    ('P1, P2 and 1 more', 'P1, P2')
    """
    more = f" and {len(names) - shown:,} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


def counted(number: int, single: str, many: str = "") -> str:
    """Return a number with its noun, of which `many` is the plural where it is no regular one.

    >>> counted(1, "code"), counted(1200, "coding"), counted(2, "person", "people")
    ('1 code', '1,200 codings', '2 people')
    >>> counted(3, "text box"), counted(0, "entry")
    ('3 text boxes', '0 entries')
    """
    return f"{number:,} {single if number == 1 else many or _several(single)}"


def _several(single: str) -> str:
    """Return the plural of a noun that has a regular one."""
    if single.endswith(("s", "x", "ch", "sh")):
        return f"{single}es"
    return f"{single[:-1]}ies" if re.search("[^aeiou]y$", single) else f"{single}s"


def megabytes(size: float) -> str:
    """Return a size in bytes as it is read.

    >>> megabytes(1_234_567), megabytes(50_300_000), megabytes(40_000)
    ('1.2 MB', '50.3 MB', 'less than 0.1 MB')
    """
    return f"{size / 1e6:,.1f} MB" if size >= 50_000 else "less than 0.1 MB"
