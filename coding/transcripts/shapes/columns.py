"""Read tables as text: a line for each turn, with tabs or bars between time, speaker and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from coding.language import packs
from coding.transcripts import known
from coding.transcripts.shapes.blocks import Blocks
from coding.transcripts.shapes.spoken import SpokenLine
from coding.transcripts.shapes.stamps import STAMP, clock, could_name, name_of

_SIGNS = ("\t", "|")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WHOLE = re.compile(r"\d+")
_MOST = 0.8
_RATE = 2.5  # words a second in speech


def columns(text: str) -> Blocks | None:
    r"""Return what the rows of a table say, None if the text is no table.

    >>> table = columns("Ivo\t0:00\t0:04\tWhy?\nAna\t0:04\t0:06\tSo.\nIvo\t0:06\t0:08\tAnd?")
    >>> [(line.voice, line.start, line.end, line.words) for line in table.lines][0]
    ('Ivo', 0.0, 4.0, 'Why?')
    """
    sign = next((sign for sign in _SIGNS if text.count(sign) > 2), "")
    lines = [line for line in text.split("\n") if line.strip()]
    if not sign or len(lines) < 3:
        return None
    split = [[cell.strip() for cell in line.strip(" ").split(sign)] for line in lines]
    if sign == "|":
        split = [_unframed(row) for row in split if not set("".join(row)) <= set("-: ")]
    usual = Counter(map(len, split)).most_common(1)[0][0]
    fitting = sum(len(row) == usual for row in split)
    if not 2 <= usual <= 9 or fitting < _MOST * len(split):
        return None
    rows = _whole(split, usual)
    return _read(rows) if len(rows) > 2 else None


def _unframed(row: list[str]) -> list[str]:
    row = row[1:] if row and not row[0] else row
    return row[:-1] if row and not row[-1] else row


def _whole(split: Sequence[list[str]], usual: int) -> list[list[str]]:
    """Return rows of the usual number of cells; lines without go on with the row before."""
    rows: list[list[str]] = []
    for row in split:
        if len(row) == usual:
            rows.append([*row])
        elif len(row) == 1 and rows:
            longest = max(range(usual), key=lambda i: len(rows[-1][i]))
            rows[-1][longest] += " " + row[0]
        elif len(row) < usual:
            rows.append([*row, *[""] * (usual - len(row))])
        else:
            rows.append([*row[: usual - 1], " ".join(row[usual - 1 :])])
    return rows


def _read(rows: list[list[str]]) -> Blocks | None:
    turned = list(zip(*rows[1:], strict=True))
    timed = [i for i, cells in enumerate(turned) if _most(cells, STAMP.fullmatch)]
    numbers = [i for i, cells in enumerate(turned) if i not in timed and _most(cells, _is_number)]
    counting = [i for i in numbers if _counts(turned[i])]
    measured = [i for i in numbers if i not in counting and _rises(turned[i])]
    timed = timed or measured[:2]
    spoken = [i for i in range(len(turned)) if i not in timed and i not in numbers]
    if not spoken:
        return None
    names = [i for i in spoken if _are_names(turned[i])]
    others = [i for i in spoken if i not in names] or spoken
    what = max(others, key=lambda i: sum(map(len, turned[i])))
    who = next((i for i in names if i != what), None)
    if who is None and (len(timed) < 2 or len(spoken) > 1):
        return None  # a time before the words, as a header is
    head = not (timed and _is_time(rows[0][timed[0]])) and _is_head(rows, what, who, timed)
    body = rows[1:] if head else rows
    scale = _scale(body, timed, what) if timed and timed == measured[:2] else 1.0
    lines = [_line(row, i, timed, who, what, scale) for i, row in enumerate(body)]
    lines = [line for line in lines if line.words]
    if timed and all(line.start is not None for line in lines):
        lines.sort(key=lambda line: line.start or 0.0)
    left = Counter({"time mark": sum(bool(row[i]) for i in timed for row in body)})
    left["row number"] = sum(bool(row[i]) for i in counting for row in body)
    remarks = [f"The table’s head, left out: '{' | '.join(rows[0])}'."] if head else []
    ranged = sum(line.end is not None for line in lines) * 2 > len(lines)
    return Blocks(lines, left, remarks, ranged and who is None)


def _line(
    row: Sequence[str], number: int, timed: Sequence[int], who: int | None, what: int, scale: float
) -> SpokenLine:
    start = end = None
    if timed:
        match = STAMP.fullmatch(row[timed[0]])
        if match:
            start = clock(match["start"])
            end = clock(match["end"]) if match["end"] else None
        elif _is_number(row[timed[0]]):
            start = _value(row[timed[0]]) * scale
    if end is None and len(timed) > 1:
        match = STAMP.fullmatch(row[timed[1]])
        if match:
            end = clock(match["start"])
        elif _is_number(row[timed[1]]):
            end = _value(row[timed[1]]) * scale
        if end is not None and start is not None and end < start:
            end = None  # a duration
    words = row[what]
    if len(words) > 1 and words[0] == words[-1] == '"':
        words = words[1:-1].replace('""', '"')
    name = name_of(row[who]) if who is not None else ""
    return SpokenLine(" ".join(words.split()), name, start, end, number)


def _most(cells: Sequence[str], fits: object) -> bool:
    filled = [cell for cell in cells if cell]
    good = sum(bool(fits(cell)) for cell in filled)  # type: ignore[operator]
    return bool(filled) and good >= _MOST * len(filled) and 2 * len(filled) >= len(cells)


def _is_time(cell: str) -> bool:
    return bool(STAMP.fullmatch(cell) or _is_number(cell))


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _value(cell: str) -> float:
    return float(cell.replace(",", "."))


def _counts(cells: Sequence[str]) -> bool:
    """Tell whether numbers are those of rows: each one more than the one before."""
    numbers = [int(cell) for cell in cells if _WHOLE.fullmatch(cell)]
    return len(numbers) > 1 and all(b == a + 1 for a, b in pairwise(numbers))


def _rises(cells: Sequence[str]) -> bool:
    numbers = [_value(cell) for cell in cells if _is_number(cell)]
    return all(a <= b for a, b in pairwise(numbers)) and numbers[0] < numbers[-1]


def _are_names(cells: Sequence[str]) -> bool:
    """Tell whether cells hold names: few different ones, each of which could be one."""
    filled = [cell for cell in cells if cell]
    different = set(filled)
    few = len(different) <= max(2, len(filled) // 2)
    return bool(filled) and few and sum(map(could_name, different)) >= _MOST * len(different)


def _is_head(
    rows: Sequence[Sequence[str]], what: int, who: int | None, timed: Sequence[int]
) -> bool:
    """Tell whether the first row only names the columns."""
    if timed:
        return True
    below = {row[who] for row in rows[1:]} if who is not None else set()
    named = rows[0][who] if who is not None else ""
    heading = named.casefold() in packs.together("columns.speaking")
    alone = named and named not in below and (heading or not known.is_speaker(named))
    return bool(alone) and len(rows[0][what].split()) <= 2


def _scale(body: Sequence[Sequence[str]], timed: Sequence[int], what: int) -> float:
    """Return what one unit of a column of numbers is in seconds: 1, or 0.001."""
    values = [_value(row[timed[0]]) for row in body if _is_number(row[timed[0]])]
    words = sum(len(row[what].split()) for row in body)
    length = max(values, default=0.0)
    return 0.001 if length and words / length < _RATE / 20 else 1.0
