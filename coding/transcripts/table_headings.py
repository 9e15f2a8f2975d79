"""Find the row of a table that names its columns, and read what a heading says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from coding.language import packs
from coding.transcripts import known
from coding.transcripts.column_cells import NUMBER, are_names, could_be_names, is_time, mostly

Rows = Sequence[Sequence[str]]

_HEADS = 30  # rows among which the header is looked for
_LONGEST_HEAD = 120
_UNIT = re.compile(r" (?:ms|msecs?|s|secs?|seconds?|milliseconds|hh mm ss(?: ms)?|mm ss|h m s)$")


def heading_key(name: str) -> str:
    """Return what two spellings of a heading have in common.

    >>> heading_key("Start_Time (s)"), heading_key(" start time s")
    ('start time s', 'start time s')
    """
    return " ".join(re.sub(r"[\W_]+", " ", name).split()).casefold()


def heading_of(kind: str) -> Callable[[str], bool]:
    """Return what tells whether a heading is one of a kind, whatever unit stands behind it."""
    words = packs.together(f"columns.{kind}")
    return lambda key: key in words or _UNIT.sub("", key) in words


def head_of(rows: Rows) -> tuple[int | None, bool]:
    """Return the row that names the columns, None if none does, and whether that is sure.

    It is not where one cell alone is a heading that is known, and another has several words: these
    may be what a speaker says.
    """
    kinds = [
        heading_of(kind) for kind in ("speaking", "words", "begin", "finish", "tags", "person")
    ]
    width = len(rows[0])
    for number, row in enumerate(rows[:_HEADS]):
        filled = [cell for cell in row if cell]
        if len(filled) < 2 or len(filled) * 2 < width or max(map(len, filled)) > _LONGEST_HEAD:
            continue
        keys = [heading_key(cell) for cell in filled]
        several = sum(any(kind(key) for kind in kinds) for key in keys)
        if len(set(keys)) == len(keys) and (several > 1 or 2 * several >= len(keys)):
            if several == 1 and _says(row, rows[number + 1 :]):
                break
            other = [key for key in keys if not any(kind(key) for kind in kinds)]
            return number, several > 1 or not any(" " in key for key in other)
        if _names_both_sides(filled, rows[number + 1 :], first=not number):
            return number, any(map(known.answers, filled))
        if several and not number and _names_who(row, rows[1:]):
            return number, True
    top = next((n for n, row in enumerate(rows[:_HEADS]) if 2 * sum(map(bool, row)) > width), 0)
    first, rest = rows[top], rows[top + 1 :]
    if len(rest) < 2 or not all(first) or len(set(map(heading_key, first))) < width:
        return None, True
    columns = [[row[i] for row in rest if row[i]] for i in range(width)]
    if any(is_time(cell) or NUMBER.fullmatch(cell) for cell in first):
        return None, True
    told = any(mostly(is_time, cells) or mostly(NUMBER.fullmatch, cells) for cells in columns)
    paired = list(zip(first, columns, strict=True))
    back = any(cell in set(cells) or _speaks(cell, cells) for cell, cells in paired)
    spoken = max(map(len, first)) > _LONGEST_HEAD or any(c.endswith((".", "!")) for c in first)
    if back or spoken or not (told or _heads_words(first, columns)):
        return None, True
    return top, told


def _says(row: Sequence[str], rest: Rows) -> bool:
    """Tell whether a row is rather what a speaker says: a sentence, or its cells come back."""
    if any(cell.endswith((".", "!", "…")) for cell in row):
        return True
    return any(cell and any(cell == line[i] for line in rest) for i, cell in enumerate(row))


def _names_both_sides(row: Sequence[str], rest: Rows, *, first: bool) -> bool:
    """Tell whether a row heads one column of who asks, one of who answers: `Question | Answer`.

    In the `first` one who answers may have a name: `Interviewer | Salma`. A label of an interview
    comes back below.
    """
    asks, answers = any(map(known.asks, row)), any(map(known.answers, row))
    named = first and all(known.looks_like_name(cell) and cell[-1].isalnum() for cell in row)
    below = {cell for line in rest for cell in line}
    return asks and (answers or named) and below.isdisjoint(row)


def _names_who(row: Sequence[str], rest: Rows) -> bool:
    """Tell whether a first row heads one column of speakers, and others by their languages.

    Of `speaker | original | translation` only the first is a heading of ours. The word for a
    speaker is nobody's label, if it does not come back, nor is it beside what somebody says.
    """
    if len(rest) < 2 or not all(row) or any(len(cell.split()) > 3 for cell in row):
        return False
    speaking = heading_of("speaking")
    for i, cell in enumerate(row):
        below = [line[i] for line in rest if line[i]]
        side = known.asks(cell) or known.answers(cell)
        if speaking(heading_key(cell)) and not side and are_names(below):
            return cell not in below and not any(c.endswith(tuple(".?!…,;")) for c in row)
    return False


def _speaks(cell: str, below: Sequence[str]) -> bool:
    """Tell whether a cell names a speaker, as those below it may do, and heads no column."""
    return (
        known.is_speaker(cell)
        and could_be_names(below)
        and not heading_of("person")(heading_key(cell))
    )


def _heads_words(first: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row is far shorter than what stands under it, or stands above names."""
    longest = max(columns, key=lambda cells: sum(map(len, cells)) / max(len(cells), 1))
    at = columns.index(longest)
    mean = sum(map(len, longest)) / max(len(longest), 1)
    short = 3 * len(first[at]) < mean or first[at].endswith("?")
    names = any(len(cells) > 3 and are_names(cells) for cells in columns)
    return short or (names and max(len(cell.split()) for cell in first) <= 2)


def names_of(head: Sequence[str]) -> list[str]:
    """Return the headings, each a name of its own; an empty one is called by its place.

    >>> names_of(["a", "", "A", "a", "a 2"])
    ['a', 'column 2', 'A (2)', 'a (3)', 'a 2 (2)']
    """
    names: list[str] = []
    taken: Counter[str] = Counter()
    for i, cell in enumerate(head):
        name = told = " ".join(cell.split()) or f"column {i + 1}"
        key = heading_key(name)
        while taken[heading_key(told)]:
            taken[key] += 1
            told = f"{name} ({taken[key]})"
        taken[heading_key(told)] += 1
        names.append(told)
    return names
