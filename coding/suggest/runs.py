"""List the runs of sentences that a code may be proposed for, and choose the best of them.

A run is one to `LONGEST` sentences of one turn. Of one code the best run comes first, then the
best that does not overlap with it, and so on; runs of different codes may overlap, unless one code
is a theme and the other below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.suggest.marks import Run
    from coding.suggest.sentences import SentenceBlock

LONGEST = 6
"""Sentences of a run."""

WORDS = 150
"""Words of a run of two sentences or more, at most."""

BINS = 4
"""Lengths that are told apart: one sentence, two, three, and more."""

MANY = 10
"""Runs that are looked at when the best are chosen, for each sentence of a transcript."""

FIT = 0.5
"""What two segments must share of what they cover together to be taken for the same mark."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of one block's sentences, `first` to `last`, and their number of words."""

    first: NDArray[Any]
    last: NDArray[Any]
    words: NDArray[Any]

    def __len__(self) -> int:
        return len(self.first)

    @property
    def bins(self) -> NDArray[Any]:
        """Return which of `BINS` lengths each run has."""
        import numpy as np

        return np.minimum(self.last - self.first, BINS - 1)

    def only(self, which: NDArray[Any]) -> Runs:
        """Return some of the runs."""
        return Runs(self.first[which], self.last[which], self.words[which])


def runs_of(block: SentenceBlock, *, asked: bool = False) -> Runs:
    """List the runs of a block, the interviewer's own only if they are `asked` for."""
    import numpy as np

    count = len(block)
    said = np.concatenate([[0], np.cumsum(block.words)])
    open_to = np.ones(count, bool) if asked else ~block.asked
    first, last = [np.zeros(0, int)], [np.zeros(0, int)]
    for more in range(min(LONGEST, count)):
        begin = np.arange(count - more)
        end = begin + more
        fits = open_to[begin] & (block.turn[begin] == block.turn[end])
        if more:
            fits &= said[end + 1] - said[begin] <= WORDS
        first.append(begin[fits])
        last.append(end[fits])
    begin, end = np.concatenate(first), np.concatenate(last)
    return Runs(begin, end, np.maximum(said[end + 1] - said[begin], 1))


def passages_as_runs(block: SentenceBlock, *, asked: bool = False) -> Runs:
    """List the passages of a block as the runs that they are."""
    import numpy as np

    here = np.ones(len(block), bool) if asked else ~block.asked
    _, first = np.unique(block.passage, return_index=True)
    last = np.append(first[1:], len(block)) - 1
    said = np.concatenate([[0], np.cumsum(block.words)])
    return Runs(first, last, np.maximum(said[last + 1] - said[first], 1)).only(here[first])


def passage_around(block: SentenceBlock, run: Runs) -> Runs:
    """Return the passage in which a run begins."""
    import numpy as np

    rows = np.flatnonzero(block.passage == block.passage[run.first[0]])
    return Runs(rows[:1], rows[-1:], np.array([max(1, int(block.words[rows].sum()))]))


def run_at(block: SentenceBlock, start: int, end: int) -> Runs:
    """Return the run of sentences that a segment is on, none if it is on none."""
    import numpy as np

    rows = block.on(start, end)
    if not len(rows):
        none = np.zeros(0, int)
        return Runs(none, none, none)
    words = np.array([max(1, int(block.words[rows].sum()))])
    return Runs(rows[:1], rows[-1:], words)


def means(runs: Runs, rows: NDArray[Any]) -> NDArray[Any]:
    """Return the mean over each run of what its sentences have (rows × codes)."""
    return sums(runs, rows) / (runs.last - runs.first + 1)[:, None]


def sums(runs: Runs, rows: NDArray[Any]) -> NDArray[Any]:
    """Return the sum over each run of what its sentences have."""
    import numpy as np

    added = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0, dtype=float)])
    return np.asarray(added[runs.last + 1] - added[runs.first])


def peaks(runs: Runs, rows: NDArray[Any]) -> NDArray[Any]:
    """Return the most that any sentence of a run has."""
    import numpy as np

    most = rows[runs.first]
    for more in range(1, int((runs.last - runs.first).max(initial=0)) + 1):
        here = np.flatnonzero(runs.first + more <= runs.last)
        most[here] = np.maximum(most[here], rows[runs.first[here] + more])
    return np.asarray(most)


def lengths_usual(coded: Iterable[Run], codes: int) -> NDArray[Any]:
    """Return the log share of each length among a code's codings: codes × `BINS`.

    (n_cb + 10 p_b) / (n_c + 10), where p_b is the share among all codings, each length counted
    once more than it came.
    """
    import numpy as np

    counts = np.zeros((codes, BINS))
    for first, last, code in coded:
        counts[code, min(last - first, BINS - 1)] += 1
    usual = counts.sum(axis=0) + 1
    usual /= usual.sum()
    return np.asarray(np.log((counts + 10 * usual) / (counts.sum(axis=1, keepdims=True) + 10)))


def fitting(block: SentenceBlock, runs: Runs, segments: Sequence[tuple[int, int]]) -> NDArray[Any]:
    """Say of runs whether each is the same mark as a segment: intersection over union ≥ `FIT`."""
    import numpy as np

    start, end = np.array(segments, int).reshape(-1, 2).T
    begin, stop = block.start[runs.first][:, None], block.end[runs.last][:, None]
    shared = np.minimum(stop, end) - np.maximum(begin, start)
    whole = np.maximum(stop, end) - np.minimum(begin, start)
    return np.asarray((shared >= FIT * whole).any(axis=1))


def chosen(
    runs: Runs,
    scores: NDArray[Any],
    *,
    floor: float,
    most: int,
    rivals: Mapping[int, frozenset[int]],
    limit: int | None = None,
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Choose runs for codes, the best first: (places among the runs, codes).

    `scores` (runs × codes) below `floor` are not looked at, nor more than `limit` of them. No two
    runs of one code overlap, nor those of codes that are `rivals`, and no sentence is in more than
    `most` of them (0: any number).
    """
    import numpy as np

    at, code = np.nonzero(scores >= floor)
    order = np.argsort(-scores[at, code], kind="stable")[:limit]
    taken: dict[int, int] = {}
    full = 0  # sentences in as many runs as they may be; like `taken`, a bit for each
    load = [0] * (int(runs.last.max(initial=-1)) + 1)
    kept = []
    firsts, lasts = runs.first[at[order]].tolist(), runs.last[at[order]].tolist()
    for n, first, last, one in zip(
        order.tolist(), firsts, lasts, code[order].tolist(), strict=True
    ):
        within = ((1 << (last - first + 1)) - 1) << first
        if taken.get(one, 0) & within:
            continue
        if full & within:
            continue
        if any(taken.get(other, 0) & within for other in rivals.get(one, ())):
            continue
        taken[one] = taken.get(one, 0) | within
        for sentence in range(first, last + 1):
            load[sentence] += 1
            if load[sentence] == most:
                full |= 1 << sentence
        kept.append(n)
    return at[kept], code[kept]
