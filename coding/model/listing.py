"""Name several things in a sentence: all of them, or the first few and how many more there are."""

from __future__ import annotations

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
