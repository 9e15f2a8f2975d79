"""Make a text of the rows of a coded table: of an interview line by line, or of coded passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coding.exchange.coded_rows import CodedRow
from coding.model import canonical

MANY = 5
"""Where one of so many rows has no code, or more do, the rows are a whole interview."""


class RowsAsText:
    """The text that is made of a document's rows, and where in it each row's words stand.

    Where rows say who speaks, or many bear no code, they are the interview line by line, and what
    is said twice stands there twice. Else they are coded passages, each there once, however many
    rows it has.
    """

    def __init__(self, rows: Sequence[CodedRow]) -> None:
        uncoded = sum(not row.codes for row in rows)
        self.whole = any(row.speaker for row in rows) or uncoded * MANY >= len(rows) > 1
        pieces: list[str] = []
        length = 0
        self.at: dict[int, tuple[int, int]] = {}
        there: dict[tuple[object, ...], tuple[int, int]] = {}
        times: Counter[tuple[str, str, str]] = Counter()
        before: tuple[str, str, str] | None = None
        for row in rows:
            words = canonical(row.words).strip()
            said = (row.sheet, row.speaker, " ".join(words.split()))
            times[said] += said != before  # rows on end with the same words are one passage
            before = said
            mark = (*said[1:], times[said] if self.whole else 0)
            if mark not in there:
                label = f"{row.speaker}: " if row.speaker else ""
                gap = "\n\n" if length else ""
                pieces.append(gap + label + words)
                length += len(pieces[-1])
                there[mark] = (length - len(words), length)
            self.at[id(row)] = there[mark]
        self.text = "".join(pieces)
