"""Gather what people decided about passages, and fit the ridges that learn from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coding.suggest.corpus import Side
from coding.suggest.learning import Ridge, ridge
from coding.suggest.marks import ToldOf

if TYPE_CHECKING:
    from numpy.typing import NDArray

PENALTY = 0.5
"""The ridges' penalty λ, for rows of length one."""

MOST = 1500
"""Reviewed passages the ridges are fitted on, the latest of them."""


@dataclass
class Decided:
    """What people decided about the passages of one side.

    `coders` maps each coded row to the codes that each coder put there, `rejected` rows to the
    codes that somebody refused, or was shown and went on from; `readers` rows to those who coded
    or read them.
    """

    coders: dict[int, dict[str, set[int]]] = field(default_factory=dict)
    rejected: dict[int, set[int]] = field(default_factory=dict)
    readers: dict[int, set[str]] = field(default_factory=dict)

    @property
    def read(self) -> list[int]:
        """Return the rows that somebody read and nobody coded."""
        return sorted(row for row in self.readers if row not in self.coders)


@dataclass
class Lesson:
    """What was learned on one side: the rows, what was decided of them, the two ridges."""

    rows: NDArray[Any]
    targets: NDArray[Any]
    known: NDArray[Any]
    words: Ridge
    vectors: Ridge
    by_word: NDArray[Any]
    by_question_word: NDArray[Any]
    by_vector: NDArray[Any]
    by_question_vector: NDArray[Any]

    def place(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Return where rows stand in the lesson, -1 for those that are not in it."""
        import numpy as np

        at = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        return np.where(self.rows[at] == rows, at, -1)


def decided_on(side: Side, column: Mapping[str, int], told: Mapping[str, ToldOf]) -> Decided:
    """Return what was decided, by transcript, of the passages of one side."""
    found = Decided()
    for transcript, said in told.items():
        if transcript not in side.first:
            continue
        for coding in said.codings:
            code = column.get(coding.code)
            if code is None:
                continue
            for row in side.rows_at(transcript, coding.start, coding.end):
                found.coders.setdefault(row, {}).setdefault(coding.coder, set()).add(code)
                found.readers.setdefault(row, set()).add(coding.coder)
        refused = [(no.start, no.end, column.get(no.code)) for no in said.rejections]
        refused += [(x.start, x.end, column.get(code)) for x in said.seen for code in x.codes]
        for start, end, code in refused:
            if code is not None:
                for row in side.rows_at(transcript, start, end):
                    found.rejected.setdefault(row, set()).add(code)
        read = [(0, end, coder) for coder, end in said.read.items()]
        read += [(x.start, x.end, x.coder) for x in said.seen if not x.codes]
        first = side.first[transcript]
        for start, end, coder in read:
            for at, passage in enumerate(side.by_transcript[transcript].passages, first):
                if start <= passage.start and passage.end <= end and not passage.asked:
                    found.readers.setdefault(at, set()).add(coder)
    return found


def lesson_of(side: Side, reviewed: Decided, codes: int) -> Lesson:
    """Fit the two ridges. What is not known of a passage is taken to be as usual."""
    import numpy as np

    rows = np.array(sorted({*reviewed.coders, *reviewed.rejected}), dtype=int)[-MOST:]
    targets = np.zeros((len(rows), codes))
    known = np.zeros((len(rows), codes), bool)
    for at, row in enumerate(rows):
        by_coder = reviewed.coders.get(int(row), {})
        known[at] = bool(by_coder)
        who = len(reviewed.readers.get(int(row), ())) or 1
        for put in by_coder.values():
            targets[at, list(put)] += 1 / who
        refused = [c for c in reviewed.rejected.get(int(row), ()) if not targets[at, c]]
        known[at, refused] = True
    usual = (targets * known).sum(axis=0) / np.maximum(1, known.sum(axis=0))
    targets = np.where(known, targets, usual)
    said, asked = side.said[rows], side.asked[rows]
    vectors, questions = side.vectors[rows], side.question_vectors[rows]
    turns: dict[tuple[str, int], int] = {}
    groups = [turns.setdefault((side.passages[r].transcript, 0), len(turns)) for r in rows]
    words = ridge(
        (said @ said.T + asked @ asked.T).toarray().astype(float),
        targets,
        penalty=PENALTY,
        groups=groups,
    )
    meant = ridge(
        (vectors @ vectors.T + questions @ questions.T).astype(float),
        targets,
        penalty=PENALTY,
        groups=groups,
    )
    return Lesson(
        rows=rows,
        targets=targets,
        known=known,
        words=words,
        vectors=meant,
        by_word=np.asarray(said.T @ words.weights),
        by_question_word=np.asarray(asked.T @ words.weights),
        by_vector=vectors.T @ meant.weights,
        by_question_vector=questions.T @ meant.weights,
    )
