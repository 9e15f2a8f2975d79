"""Find which tables of a Word document are interviews: a column of speakers, one of their words.

What stands around those two is told apart by what it holds: times, numbers of rows, notes of the
one who transcribed. A title above, headings in whatever language and a cell that is none of a
speaker's do not make it another table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coding.language import packs
from coding.transcripts import known, labels

_TIME = re.compile(rf"[\[(#]*{labels.TIME}(?: ?(?:-+>?|[–—]) ?{labels.TIME})?[\])#]*(?:-\d)?")
_COUNT = re.compile(r"[#№]?\d{1,5}[.):]?")
_MOST = 0.8  # of the cells of a column, so that one may be odd
_SIDE = 0.3  # of the length of the words: a column that is longer holds words as well
_HEADING = 40  # characters of a column's heading at most


@dataclass(frozen=True, slots=True, kw_only=True)
class TableTurn:
    """One row: who says what and when, as the table has it; an `aside` is nobody's words."""

    name: str = ""
    words: str = ""
    time: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTable:
    """A table that is an interview; `numbers` and `notes` count cells that are left out."""

    turns: tuple[TableTurn, ...]
    numbers: int = 0
    notes: int = 0


def turns_in(rows: Sequence[Sequence[str]], is_label: Callable[[str], bool]) -> TurnTable | None:
    """Return a table's cells as turns, None if they are no interview.

    `is_label` tells whether a cell is written as a speaker's name is.

    >>> rows = [["Interview"], ["1", "I", "Why?"], ["2", "R", "So it was."], ["3", "I", "Ok?"]]
    >>> table = turns_in(rows, lambda cell: len(cell) < 3)
    >>> [turn.name or turn.words for turn in table.turns], table.numbers
    (['Interview', 'I', 'R', 'I'], 3)
    """
    widths = Counter(len(row) for row in rows if len(row) > 1 and any(row))
    if not widths:
        return None
    width = max(widths, key=lambda size: (widths[size], size))
    body = [row for row in rows if len(row) == width and any(row)]
    columns = [[cell for cell in column if cell] for column in zip(*body, strict=True)]
    timed = [i for i, column in enumerate(columns) if _mostly(_TIME.fullmatch, column)]
    counting = [
        i
        for i, column in enumerate(columns)
        if i not in timed and _mostly(_COUNT.fullmatch, column)
    ]
    rest = [i for i in range(width) if i not in (*timed, *counting) and columns[i]]
    if len(rest) < 2 or len(timed) > 2:
        return None
    what = max(rest, key=lambda i: sum(map(len, columns[i])))
    who = _who([i for i in rest if i != what], columns, is_label)
    if who is None:
        return None
    head = _head(body, who, what, (*timed, *counting))
    if not _convinces(columns[who][bool(head) :], columns[what], bool(head)):
        return None
    length = sum(map(len, columns[what]))
    also = [i for i in rest if i not in (who, what)]
    sides = [i for i in also if sum(map(len, columns[i])) > _SIDE * length]
    above = body[: _first(body, who, what)]
    made: list[TableTurn] = []
    for row in rows:
        if len(row) != width or row is head or any(row is title for title in above):
            words = " ".join(cell for cell in row if cell)
            made += [TableTurn(words=words, aside=True)] if words else []
        elif any(row):
            made += _turn(row, who, what, timed[:1], is_label)
            made += [TableTurn(words=row[i]) for i in sides if row[i]]
    left = [row for row in body[_first(body, who, what) :] if row is not head]
    return TurnTable(
        turns=tuple(made),
        numbers=sum(bool(row[i]) for row in left for i in counting),
        notes=sum(bool(row[i]) for row in left for i in also if i not in sides),
    )


def _turn(
    row: Sequence[str], who: int, what: int, timed: Sequence[int], is_label: Callable[[str], bool]
) -> list[TableTurn]:
    time = row[timed[0]].strip("[]()#") if timed and _TIME.fullmatch(row[timed[0]]) else ""
    name = row[who].rstrip(":： ")
    if name and not is_label(name):
        odd = TableTurn(words=name, aside=True)
        return [odd, TableTurn(words=row[what], time=time)] if row[what] else [odd]
    return [TableTurn(name=name, words=row[what], time=time)] if name or row[what] else []


def _mostly(fits: Callable[[str], object], cells: Sequence[str]) -> bool:
    """Tell whether most cells of a column fit, its heading left aside."""
    return (
        bool(cells)
        and any(map(fits, cells))
        and (sum(bool(fits(cell)) for cell in cells[1:]) >= _MOST * len(cells[1:]))
    )


def _who(
    columns: Sequence[int], cells: Sequence[Sequence[str]], is_label: Callable[[str], bool]
) -> int | None:
    """Return the column whose cells are mostly names that come back, the first of several."""
    may = [i for i in columns if _mostly(lambda cell: is_label(cell.rstrip(":： ")), cells[i])]
    return max(may, key=lambda i: (_comes_back(cells[i]), -i), default=None)


def _comes_back(names: Sequence[str]) -> bool:
    counts = Counter(labels.key_of(name.rstrip(":： ")) for name in names)
    return bool(counts) and 2 * len(counts) <= len(names) + 1


def _first(body: Sequence[Sequence[str]], who: int, what: int) -> int:
    """Return the place of the first row that says who and what: above it stands a title."""
    return next((i for i, row in enumerate(body) if row[who] and row[what]), 0)


def _head(
    body: Sequence[Sequence[str]], who: int, what: int, told: Sequence[int]
) -> Sequence[str] | None:
    """Return the row of headings, None if there is none: short words that do not come back."""
    row = body[_first(body, who, what)]
    if row[who].casefold().strip(": ") in packs.together("columns.speaker"):
        return row
    keys = Counter(labels.key_of(line[who].rstrip(":： ")) for line in body)
    if any(len(cell) > _HEADING or cell.endswith((".", "?", "!")) for cell in row):
        return None
    other = any(row[i] and not (_TIME.fullmatch(row[i]) or _COUNT.fullmatch(row[i])) for i in told)
    named = known.is_speaker(row[who]) or keys[labels.key_of(row[who].rstrip(":： "))] > 1
    return row if row[who] and row[what] and (other or (not named and len(body) > 3)) else None


def _convinces(names: Sequence[str], words: Sequence[str], headed: bool) -> bool:
    """Tell whether a column holds speakers and another their words."""
    keys = Counter(labels.key_of(name.rstrip(":： ")) for name in names)
    if not keys:
        return False
    longer = sum(map(len, words)) > 2 * sum(map(len, names))
    spoken = any(known.is_speaker(name.rstrip(":： ")) for name in names)
    return spoken or (longer and (max(keys.values()) > 1 or headed))
