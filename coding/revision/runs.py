"""Find which words of a text are which of another: runs of equal words, and what was moved.

Words that stand once in both texts (six in a row, then fewer, within what those leave between
them) anchor a run, as in Bram Cohen's patience diff. The heaviest chain of runs in the order of
both texts is what stayed; other chains were moved. What lies between is aligned by the fewest
insertions and deletions (rapidfuzz). Only what an anchor holds is `firm`: the rest may be so by
chance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coding.revision.tokens import Tokens

ROWS = (6, 3, 2, 1)
"""How many words in a row anchor a run, in the order tried."""

MOVED = 6
"""Words from which what stands elsewhere was moved, and is no phrase used twice."""

STRETCH = 40
"""Words that may have changed between two runs of one moved block."""

_OLD, _NEW = "\x01", "\x02"  # words that are taken: equal to nothing


@dataclass(frozen=True, slots=True)
class Run:
    """Words `old` ≤ i < `old` + `length` that stand again from `new` on.

    `given` ones are known to have stayed, and not told by their words.
    """

    old: int
    new: int
    length: int
    firm: bool = True
    moved: bool = False
    given: bool = False

    @property
    def shift(self) -> int:
        """Return how much later the words stand."""
        return self.new - self.old


_Gap = tuple[int, int, int, int]
"""Words of the old text from, to; of the new text from, to."""


def runs_of(old: Tokens, new: Tokens) -> list[Run]:
    """Return the runs of words that both texts have, in the order of the old text."""
    whole = (0, len(old), 0, len(new))
    anchors = _anchors(old.line, new.line, whole, ROWS[0])
    stayed = _heaviest(anchors)
    taken = _SpokenFor(old.line, new.line)
    taken.take(stayed)
    moved: list[list[Run]] = []
    left = list(filter(None, map(taken.rest, anchors)))
    while left and _weight(chain := max(_blocks(left), key=_weight)) >= MOVED:
        moved.append(chain)
        taken.take(chain)
        left = list(filter(None, map(taken.rest, left)))
    found = [
        replace(run, moved=True)
        for chain in moved
        for run in _filled(taken.but(chain), chain, _around(chain))
    ]
    taken.take(found)
    found += _filled(taken.but(stayed), stayed, whole)
    return _disjoint(found)


def runs_within(old: Tokens, new: Tokens, inner: tuple[int, int, int, int]) -> list[Run]:
    """Return the same where only the words of one gap may differ: all around it has stayed."""
    _, last, _, end = inner
    around = [
        Run(0, 0, inner[0], given=True),
        Run(last, end, len(old) - last, given=True),
    ]
    found = _filled((old.line, new.line), [], inner, rows=ROWS)
    return _disjoint([run for run in (*around, *found) if run.length])


class _SpokenFor:
    """The words of both texts that are spoken for: they are equal to nothing else."""

    def __init__(self, old: str, new: str) -> None:
        self.lines = (old, new)
        self.marks = (bytearray(len(old)), bytearray(len(new)))

    def take(self, runs: Sequence[Run]) -> None:
        for run in runs:
            for marks, start in zip(self.marks, (run.old, run.new), strict=True):
                marks[start : start + run.length] = b"\1" * run.length

    def rest(self, run: Run) -> Run | None:
        """Return a run without what is taken at its ends, None if that is not enough."""
        old, new, length = run.old, run.new, run.length
        while length and (self.marks[0][old] or self.marks[1][new]):
            old, new, length = old + 1, new + 1, length - 1
        while length and (self.marks[0][old + length - 1] or self.marks[1][new + length - 1]):
            length -= 1
        inside = self.marks[0][old : old + length] + self.marks[1][new : new + length]
        return Run(old, new, length) if length and not any(inside) else None

    def but(self, runs: Sequence[Run]) -> list[str]:
        """Return both lines with what is taken, but by these runs, equal to nothing."""
        lines = []
        for line, marks, sign, side in zip(self.lines, self.marks, (_OLD, _NEW), "on", strict=True):
            own = bytearray(marks)
            for run in runs:
                start = run.old if side == "o" else run.new
                own[start : start + run.length] = bytes(run.length)
            lines.append(
                "".join(sign if mark else word for mark, word in zip(own, line, strict=True))
            )
        return lines


def _filled(
    lines: Sequence[str], chain: Sequence[Run], around: _Gap, rows: Sequence[int] = ROWS[1:]
) -> list[Run]:
    """Return a chain with what else is equal in the gaps between its runs."""
    runs = list(chain)
    for row in rows:
        for gap in list(_gaps(runs, around)):
            runs += _heaviest(_anchors(lines[0], lines[1], gap, row))
        runs.sort(key=lambda run: run.old)
    for gap in list(_gaps(runs, around)):
        runs += _aligned(lines, gap)
    return sorted(runs, key=lambda run: run.old)


def _anchors(old: str, new: str, gap: _Gap, row: int) -> list[Run]:
    """Return the maximal runs around `row` words that stand once in either part of a gap."""
    first, last, start, end = gap
    if last - first < row or end - start < row:
        return []
    there = _once(new, start, end, row)
    found: list[Run] = []
    for words, place in _once(old, first, last, row).items():
        beside = there.get(words, -1)
        if place < 0 or beside < 0:
            continue
        if found and found[-1].shift == beside - place and place < _end(found[-1]):
            continue
        length = row
        while place > first and beside > start and old[place - 1] == new[beside - 1]:
            place, beside, length = place - 1, beside - 1, length + 1
        while (
            place + length < last
            and beside + length < end
            and old[place + length] == new[beside + length]
        ):
            length += 1
        found.append(Run(place, beside, length))
    return found


def _once(line: str, start: int, end: int, row: int) -> dict[str, int]:
    """Return words in a row → where they stand, -1 where they stand more than once."""
    places: dict[str, int] = {}
    for place in range(start, end - row + 1):
        words = line[place : place + row]
        if _OLD not in words and _NEW not in words:
            places[words] = -1 if words in places else place
    return places


def _heaviest(runs: Sequence[Run]) -> list[Run]:
    """Return the runs in the order of both texts that have the most words together.

    A longest increasing subsequence by weight, with a Fenwick tree over the places in the new
    text. Where two that follow on each other share words, the former has them.
    """
    runs = sorted(runs, key=lambda run: (run.old, -run.new))
    places = sorted({run.new for run in runs})
    tree: list[tuple[int, int]] = [(0, -1)] * (len(places) + 1)
    before = [-1] * len(runs)
    best = (0, -1)
    for number, run in enumerate(runs):
        reach, place = (0, -1), bisect_left(places, run.new)
        while place:
            reach = max(reach, tree[place])
            place -= place & -place
        before[number] = reach[1]
        total = (reach[0] + run.length, number)
        best = max(best, total)
        place = bisect_left(places, run.new) + 1
        while place < len(tree):
            tree[place] = max(tree[place], total)
            place += place & -place
    chain = []
    number = best[1]
    while number >= 0:
        chain.append(runs[number])
        number = before[number]
    return _apart(chain[::-1])


def _apart(chain: Sequence[Run]) -> list[Run]:
    """Return runs in order without the words that two of them share."""
    kept: list[Run] = []
    for run in chain:
        shared = 0
        if kept:
            last = kept[-1]
            shared = max(_end(last) - run.old, last.new + last.length - run.new, 0)
        if shared < run.length:
            kept.append(Run(run.old + shared, run.new + shared, run.length - shared))
    return kept


def _blocks(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Yield the blocks that moved as one: runs that follow each other closely in both texts."""
    ordered = sorted(runs, key=lambda run: run.old)
    block: list[Run] = []
    for run in ordered:
        if block:
            last = block[-1]
            between = run.old - _end(last), run.new - last.new - last.length
            if not all(0 <= words <= STRETCH for words in between):
                yield block
                block = []
        block.append(run)
    if block:
        yield block


def _weight(chain: Sequence[Run]) -> int:
    return sum(run.length for run in chain)


def _around(chain: Sequence[Run]) -> _Gap:
    first, last = chain[0], chain[-1]
    return first.old, _end(last), first.new, last.new + last.length


def _end(run: Run) -> int:
    return run.old + run.length


def _gaps(runs: Sequence[Run], around: _Gap) -> Iterator[_Gap]:
    """Yield what lies between runs that are in order, empty on neither side."""
    old, new = around[0], around[2]
    for run in runs:
        if old < run.old and new < run.new:
            yield old, run.old, new, run.new
        old, new = _end(run), run.new + run.length
    if old < around[1] and new < around[3]:
        yield old, around[1], new, around[3]


def _aligned(lines: Sequence[str], gap: _Gap) -> list[Run]:
    """Return the equal words of a gap by the fewest insertions and deletions; none is firm."""
    from rapidfuzz.distance import Levenshtein

    first, last, start, end = gap
    codes = Levenshtein.opcodes(lines[0][first:last], lines[1][start:end])
    return [
        Run(first + code.src_start, start + code.dest_start, code.src_end - code.src_start, False)
        for code in codes
        if code.tag == "equal"
    ]


def _disjoint(runs: Sequence[Run]) -> list[Run]:
    """Return runs in the order of the old text, those that follow on each other as one."""
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: run.old):
        last = kept[-1] if kept else None
        if last and _end(last) == run.old and _kind(last) == _kind(run):
            length, firm = last.length + run.length, last.firm or run.firm
            kept[-1] = replace(last, length=length, firm=firm)
        else:
            kept.append(run)
    return kept


def _kind(run: Run) -> tuple[int, bool, bool]:
    return run.shift, run.moved, run.given
