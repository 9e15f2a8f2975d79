"""Word what pages say: numbers with their nouns, short lists, and words from outside."""

from __future__ import annotations

import re

from coding.errors import CodingError
from coding.model import listing
from coding.model.listing import counted, first_few

__all__ = ["counted", "escaped", "listed", "mistake"]


def escaped(text: str) -> str:
    """Escape text from outside for places where Streamlit reads Markdown.

    >>> print(escaped("![x](http://a.b) <b> :red[x] $a$"))
    \\!\\[x\\]\\(http\\:\\/\\/a\\.b\\) \\<b\\> \\:red\\[x\\] \\$a\\$
    """
    flat = " ".join(text.splitlines())
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~:$&/@])", r"\\\1", flat)


def mistake(error: CodingError) -> str:
    """Return what a mistake says, on a screen, where a name has quotation marks and no backticks.

    >>> mistake(CodingError("no column `value`", "a.csv"))
    'a.csv: no column “value”'
    """
    return re.sub(r"`([^`]+)`", r"“\1”", str(error))


def listed(names: list[str], shown: int = 4) -> str:
    """Return the first few names and how many more there are.

    >>> listed(["P1", "P2", "P3"], 2), listed(["P1", "P2"], 2)
    ('P1, P2 and 1 more', 'P1 and P2')
    """
    return first_few(names, shown) if len(names) > shown else listing.listed(names)
