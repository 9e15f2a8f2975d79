"""Gather what people decided about passages, and fit the ridges that learn from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coding.model import Choice, Coding, Decision
from coding.suggest.corpus import Side
from coding.suggest.learning import Ridge, ridge

if TYPE_CHECKING:
    from numpy.typing import NDArray

PENALTY = 0.5
"""The ridges' penalty λ, for rows of length one."""

MOST = 1500
"""Reviewed passages the ridges are fitted on, the latest of them."""

COVERED = 0.5
"""Share of coded passages up to a coder's last one from which those between count as read."""


@dataclass
class Decided:
    """What people decided about the passages of one side.

    `coders` maps each coded row to the codes that each coder put there, `rejected` rows to the
    codes that somebody refused, `read` are rows that somebody read and left uncoded. `last` is
    the last row of a transcript that a coder coded: as far as that it counts as read.
    """

    coders: dict[int, dict[str, set[int]]] = field(default_factory=dict)
    rejected: dict[int, dict[int, set[str]]] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)
    last: dict[tuple[str, str], int] = field(default_factory=dict)


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


def decided_on(
    side: Side,
    column: Mapping[str, int],
    codings: Sequence[Coding],
    rejections: Sequence[Decision],
) -> Decided:
    """Return what codings and rejections say of the passages of one side."""
    found = Decided()
    for coding in codings:
        code = column.get(coding.code)
        if code is None or coding.transcript not in side.first:
            continue
        for row in side.rows_at(coding.transcript, coding.start, coding.end):
            found.coders.setdefault(row, {}).setdefault(coding.coder, set()).add(code)
            key = (coding.transcript, coding.coder)
            found.last[key] = max(found.last.get(key, -1), row)
    for no in rejections:
        code = column.get(no.code)
        if no.choice is not Choice.REJECT or code is None or no.transcript not in side.first:
            continue
        for row in side.rows_at(no.transcript, no.start, no.end):
            found.rejected.setdefault(row, {}).setdefault(code, set()).add(no.coder)
    for (transcript, coder), row in found.last.items():
        before = [r for r in range(side.first[transcript], row) if not side.passages[r].asked]
        coded = sum(coder in found.coders.get(r, {}) for r in before)
        if before and coded >= COVERED * len(before):
            found.read.update(r for r in before if r not in found.coders)
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
        for put in by_coder.values():
            targets[at, list(put)] += 1 / len(by_coder)
        refused = [c for c in reviewed.rejected.get(int(row), {}) if not targets[at, c]]
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
