"""Read the blocks of words under the headers of a machine-made transcript.

What stands above the first header, under the last block and between the pages is no part of the
words: it is left out, counted or told in remarks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from coding.transcripts import known, labels
from coding.transcripts.shapes.headers import affixes, end_marks, headers_of, times_part
from coding.transcripts.shapes.spoken import SpokenLine
from coding.transcripts.shapes.stamps import HASHED, LineKind, TimedRow, clock

_ABOVE = 8  # lines of a header above the interview
_LONG = 120
_ADDRESS = re.compile(r"https?://|www\.\w")
_PAGE = re.compile(r"(?:[^\W\d_]+\.? )?\d{1,4}(?:(?: ?/ ?| [^\W\d_]+ )\d{1,4})?")


class Blocks(NamedTuple):
    """The lines of a file, what was left out of them, and whether its times are ranges."""

    lines: list[SpokenLine]
    left: Counter[str]
    remarks: list[str]
    ranged: bool


def blocks(rows: Sequence[TimedRow]) -> Blocks | None:
    """Return what is said in the blocks of a file, None if it has no headers of its own."""
    headers = headers_of(rows)
    ends = end_marks(rows, headers)
    if len(headers) + len(ends) < 2:
        return None
    first = min([*headers, *ends])
    if not ends and _are_labels(rows, headers, first):
        return None
    words = sum(len(row.line.split()) for row in rows)
    above = sum(len(row.line.split()) for row in rows[:first])
    if first > _ABOVE and above * 4 > words:
        return None
    return _read(rows, headers, ends, first)


def _are_labels(rows: Sequence[TimedRow], headers: dict[int, str], first: int) -> bool:
    """Tell whether `labels` reads all of it: names with a time, and no paragraph without one."""
    return all(_is_label(rows[i]) for i in headers) and not any(
        row.gap and i not in headers and rows[i - 1].line.strip() and i - 1 not in headers
        for i, row in enumerate(rows[first + 1 :], start=first + 1)
    )


def _is_label(row: TimedRow) -> bool:
    """Tell whether a line begins with a label that has a time, beyond doubt."""
    kinds = (LineKind.TNW, LineKind.NTW, LineKind.NT, LineKind.TN)
    if row.kind not in kinds or not known.is_plausible(row.name):
        return False
    found = labels.find(row.line.strip())
    return bool(found and not found[0].start and found[0].time == row.start and not found[0].weak)


def _read(rows: Sequence[TimedRow], headers: dict[int, str], ends: set[int], first: int) -> Blocks:
    walk = _BlockWalk(rows, headers)
    begin = walk.above(first)
    footer = _footer(rows, headers, walk.remarks)
    pages = _pages(rows, headers)
    marked: float | None = 0.0  # what ends at its mark begins at the one before, the first at 0
    for i, row in enumerate(rows[begin:footer], start=begin):
        if i in pages:
            walk.left["page number"] += 1
        elif i in headers:
            walk.header(row, headers[i])
            if ends and walk.lines and walk.lines[-1].end is not None:
                marked = walk.lines[-1].end
        elif i in ends:
            walk.left["time mark"] += 1
            walk.block += 1
            walk.say(row.words or row.name, row, marked, row.start)
            marked = row.start
        elif ends and not headers:
            walk.say(row.line.strip(), row, marked, None)
            marked = None
        else:
            walk.say(row.line.strip(), row, walk.start, walk.end)
    lines = walk.lines
    ranged = 2 * sum(row.end is not None for row in rows) > len(headers) and not ends
    return Blocks(lines, walk.left, walk.remarks, ranged)


class _BlockWalk:
    """Goes through the rows of a file and keeps whose block it is in, and since when."""

    def __init__(self, rows: Sequence[TimedRow], headers: dict[int, str]) -> None:
        self.rows = rows
        self.lines: list[SpokenLine] = []
        self.left: Counter[str] = Counter()
        self.remarks: list[str] = []
        self.block = 0
        self.name = ""
        self.start: float | None = None
        self.end: float | None = None
        self._open = False  # a header, before its first words
        self._timed = False
        self._names = any(headers.values())
        self._parting = times_part(rows, headers)
        self._names_above = any(rows[i].kind is LineKind.N for i in headers) and any(
            rows[i].kind is LineKind.TR and not name for i, name in headers.items()
        )
        self._prefix, self._suffix = affixes(list(headers.values()))

    def above(self, first: int) -> int:
        """Sort what stands above the first header; return the row to go on from."""
        rows = self.rows[:first]
        if first <= _ABOVE and not any(map(_is_speech, rows)):
            if rows:
                shown = " / ".join(row.line.strip() for row in rows)
                self.remarks.append(f"The file’s header, left out: '{shown}'.")
            return first
        return 0

    def header(self, row: TimedRow, named: str) -> None:
        """Take in a header's time and name, and the words that stand on its line."""
        timed = row.kind is not LineKind.N and row.kind is not LineKind.NW
        self.left["time mark"] += timed
        joins = self._open and not (timed and self._timed) and not (named and self.name)
        within = row.kind is LineKind.T and not self._names and not row.gap and not self._parting
        kept = self._names_above and row.kind in (LineKind.TR, LineKind.TNW) and not named
        if not joins and not within:
            self.block += 1
            self.name = self.name if kept else ""
            self.start = self.end = None
        if timed:
            self.start, self.end = row.start, row.end
        self._timed = timed or (joins and self._timed)
        self._open = True
        if named:
            self.name = named.removeprefix(self._prefix).removesuffix(self._suffix).strip()
        words = row.rest if row.kind is LineKind.TR or kept else row.words
        words = "" if row.kind is LineKind.TR and named else words
        if row.kind is LineKind.N or not words.strip():
            return
        sure = self._suffix or row.rest.startswith(("[", "(", "<"))
        if row.kind is LineKind.TNW and not sure and not kept:
            words, self.name = row.rest, ""  # a colon alone does not make a name: labels judge
        self.say(words.strip(), row, self.start, self.end)

    def say(self, words: str, row: TimedRow, start: float | None, end: float | None) -> None:
        """Take words as those of the block, without the marks of times between `#`."""
        hashed = HASHED.findall(words)
        if hashed:
            words = HASHED.sub("", words).strip()
            end = clock(hashed[-1]) if end is None else end
            self.left["time mark"] += len(hashed)
        self._open = self._timed = False
        self.lines.append(SpokenLine(words, self.name, start, end, self.block, row.gap))


def _is_speech(row: TimedRow) -> bool:
    """Tell whether a line above the first header is more than a title, a file's name or a date."""
    line = row.line.strip()
    named = [label for label in labels.find(line) if not label.start]
    return (
        len(line) > _LONG
        or line.endswith(("?", "!"))
        or any(not known.heads_form(label.key) for label in named)
    )


def _footer(rows: Sequence[TimedRow], headers: dict[int, str], remarks: list[str]) -> int:
    """Return where the lines end that the program wrote under the interview: an address."""
    end = len(rows)
    while end - 1 not in headers and end > 2 and rows[end - 1].gap:
        line = rows[end - 1].line.strip()
        if not _ADDRESS.search(line) or len(line) > _LONG:
            break
        remarks.append(f"The file’s footer, left out: '{line}'.")
        end -= 1
    return end


def _pages(rows: Sequence[TimedRow], headers: dict[int, str]) -> set[int]:
    """Return lines that hold a page number, if several count or they say of how many pages.

    A lone "2/3" is somebody's answer until a word stands before it, as in "Page 2/3".
    """
    found = {
        i: tuple(map(int, numbers))
        for i, row in enumerate(rows)
        if i not in headers
        and len(row.line) < 24
        and _PAGE.fullmatch(row.line.strip())
        and (numbers := re.findall(r"\d+", row.line))
        and row.gap
    }
    pages = [page for page, *_ in found.values()]
    totals = {total for _, *rest in found.values() for total in rest}
    if len(totals) > 1 or any(not 1 <= page <= total for page in pages for total in totals):
        return set()
    if len(pages) > 1 and all(b == a + 1 for a, b in pairwise(pages)):
        return set(found)
    of = {i: numbers[0] for i, numbers in found.items() if len(numbers) == 2}
    rising = all(a < b for a, b in pairwise(of.values()))
    told = len(of) > 1 or any(rows[i].line.strip()[0].isalpha() for i in of)
    return set(of) if rising and told else set()
