"""Propose codes for passages: what was prepared, what was decided, and how they are weighed.

    machine = Machine([prepare(t) for t in transcripts], codebook)
    machine.learn(codings, rejections)
    machine.propose(coder="Ana", transcripts=["..."])

The score of a code on a passage is a logistic model of nine features, the same weights for all
codes and languages. Two of them are ridges (by words, by vectors) learned from the decisions;
their training values are held out, so that the model knows how far to trust them. The weights
start from what other corpora taught and move to what this project teaches.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from coding.model import Codebook, Coding, Decision
from coding.suggest.corpus import Prepared, Side
from coding.suggest.learning import combine, logit, sigmoid
from coding.suggest.lessons import Decided, Lesson, decided_on, lesson_of
from coding.suggest.ranking import Proposed, Ranking

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEATURES = (
    "constant",
    "base rate",
    "vectors",
    "words",
    "definition among passages",
    "definition among codes",
    "wording among passages",
    "wording among codes",
    "keywords",
)
"""The features, in the order of the weights."""

START = (-1.9, 0.6, 4.9, 6.0, 0.5, 0.7, 0.3, 0.6, 0.3)
"""Their weights before anything is learned here, from interviews and open answers elsewhere."""

TRUST = (10.0, 10.0, 0.5, 0.5, 10.0, 10.0, 10.0, 10.0, 10.0)
"""How much the weights resist being moved: the precision of what is expected of each."""

COLD_START = (-4.8, 0.0, 0.0, 0.0, 0.35, 0.56, 0.21, 0.42, 0.28)
"""The weights while there is nothing to learn from."""

CHUNK = 500
"""Passages that are scored at a time: few enough that nobody else waits for the processor."""

ENOUGH = 20
"""Reviewed passages from which the machine learns; before that it reads the codebook alone."""

PRIOR = 5.0
"""Codings that each code is taken to have had before the first, at the average code's rate."""


class Machine:
    """All that is prepared of a project, and what its decisions taught."""

    def __init__(self, prepared: Sequence[Prepared], book: Codebook) -> None:
        self.book = book
        self.column = {code.id: i for i, code in enumerate(book)}
        languages = dict.fromkeys(read.language for read in prepared)
        self.sides = [
            Side(language, [read for read in prepared if read.language == language], book)
            for language in languages
        ]
        self.learn((), ())

    # ── learning ──

    def taught(self, codings: Sequence[Coding], rejections: Sequence[Decision]) -> Machine:
        """Return another machine on the same passages that has learned from all of these."""
        other = copy(self)
        other.learn(codings, rejections)
        return other

    def noting(self, codings: Sequence[Coding], rejections: Sequence[Decision]) -> Machine:
        """Return another machine that knows what is decided, but learned no more from it."""
        other = copy(self)
        other.decided = self._decided(codings, rejections)
        return other

    def _decided(self, codings: Sequence[Coding], rejections: Sequence[Decision]) -> list[Decided]:
        return [decided_on(side, self.column, codings, rejections) for side in self.sides]

    def learn(self, codings: Sequence[Coding], rejections: Sequence[Decision]) -> None:
        """Learn from all codings and rejections; what was learned before is forgotten."""
        import numpy as np

        self.decided = self._decided(codings, rejections)
        self.reviewed = sum(len(decided.coders) for decided in self.decided)
        self.learned = self.reviewed >= ENOUGH and len(self.book) > 0
        self.lessons: list[Lesson | None] = [None for _ in self.sides]
        self.weights, self.ceiling = np.array(COLD_START if not self.learned else START), 1.0
        self._rates(np.zeros(len(self.book)), 0)
        if not self.learned:
            return
        for i, (side, taught) in enumerate(zip(self.sides, self.decided, strict=True)):
            if len(taught.coders) > 1:
                self.lessons[i] = lesson_of(side, taught, len(self.book))
        lessons = [lesson for lesson in self.lessons if lesson is not None]
        counts = sum((x.targets * x.known).sum(axis=0) for x in lessons)
        self._rates(np.asarray(counts, dtype=float), sum(len(x.rows) for x in lessons))
        rows, decided = self._examples()
        self.weights, self.ceiling = combine(
            rows, decided, start=np.array(START), precision=np.array(TRUST)
        )

    def _rates(self, counts: NDArray[Any], rows: int) -> None:
        """Keep each code's base rate, drawn towards the average code's."""
        self.counts, self.rows = counts, rows
        self.base = self._base(counts, rows)

    def _base(self, counts: NDArray[Any], rows: float) -> NDArray[Any]:
        import numpy as np

        mean = self.counts.sum() / (self.rows * len(self.book)) if self.rows else 0.03
        share = (counts + PRIOR) / (rows + PRIOR / max(mean, 1e-4))
        return np.asarray(logit(np.clip(share, 0.001, 0.95)))

    def _examples(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the features and decisions from which the weights are learned."""
        import numpy as np

        features, decided = [], []
        for i, (side, lesson) in enumerate(zip(self.sides, self.lessons, strict=True)):
            if lesson is None:
                continue
            rest = self._base(self.counts - lesson.targets, self.rows - 1)
            rows = self._stack(side, lesson.rows, lesson.vectors.held_out,
                               lesson.words.held_out, rest)  # fmt: skip
            features.append(rows[lesson.known])
            decided.append(lesson.targets[lesson.known])
            read = np.array(sorted(self.decided[i].read), dtype=int)
            if len(read):
                rows = self.features(i, read).reshape(-1, len(FEATURES))
                features.append(rows)
                decided.append(np.zeros(len(rows)))
        return np.concatenate(features), np.concatenate(decided)

    # ── scoring ──

    def features(self, side: int, rows: NDArray[Any]) -> NDArray[Any]:
        """Return the features of passages: rows × codes × `FEATURES`."""
        import numpy as np

        passages, lesson = self.sides[side], self.lessons[side]
        none = np.zeros((len(rows), len(self.book)), np.float32)
        by_words = by_vectors = none
        if lesson is not None:
            by_words = np.asarray(
                passages.said[rows] @ lesson.by_word
                + passages.asked[rows] @ lesson.by_question_word
            )
            by_vectors = (
                passages.vectors[rows] @ lesson.by_vector
                + passages.question_vectors[rows] @ lesson.by_question_vector
            )
            # Of a passage it has learned from, the machine says what it would say without it.
            at = lesson.place(rows)
            taught = at >= 0
            by_words[taught] = lesson.words.held_out[at[taught]]
            by_vectors[taught] = lesson.vectors.held_out[at[taught]]
        return self._stack(passages, rows, by_vectors, by_words, self.base)

    def _stack(
        self,
        side: Side,
        rows: NDArray[Any],
        by_vectors: NDArray[Any],
        by_words: NDArray[Any],
        base: NDArray[Any],
    ) -> NDArray[Any]:
        import numpy as np

        shape = (len(rows), len(self.book))
        columns = [np.ones(shape), np.broadcast_to(base, shape), by_vectors, by_words]
        for likeness in (side.meaning_likeness, side.word_likeness):
            columns += [likeness.among_passages(rows), likeness.among_codes(rows)]
        columns.append(side.keyword[rows])
        return np.stack(columns, axis=-1)

    def logits(self, side: int, rows: NDArray[Any]) -> NDArray[Any]:
        """Return the log odds of each code on passages: rows × codes."""
        import numpy as np

        return np.asarray(self.features(side, rows) @ self.weights)

    def scores(self, side: int, rows: NDArray[Any]) -> NDArray[Any]:
        """Return the probability of each code on passages: rows × codes."""
        return self.ceiling * sigmoid(self.logits(side, rows))

    def propose(
        self,
        *,
        coder: str = "",
        transcripts: Collection[str] | None = None,
        codes: Collection[str] | None = None,
        asked: Collection[str] = (),
        off: Collection[str] = (),
        most: int = 3,
    ) -> Ranking:
        """Return up to `most` codes for each passage (0: all), best first.

        What `coder` has put there or refused is left out. Codes in `asked` are proposed for the
        interviewer's words too, codes in `off` for nothing.
        """
        import numpy as np

        wanted = np.array([
            (codes is None or code.id in codes) and code.id not in off for code in self.book
        ], bool)  # fmt: skip
        for_questions = np.array([code.id in asked for code in self.book], bool)
        parts: list[Ranking] = []
        for i, side in enumerate(self.sides):
            open_to = np.where(side.is_asked, for_questions.any(), True)
            if transcripts is not None:
                open_to &= side.among(transcripts)
            chosen = np.flatnonzero(open_to)
            for rows in np.array_split(chosen, max(1, len(chosen) // CHUNK)):
                if len(rows) and wanted.any():
                    parts.append(self._best(i, rows, wanted, for_questions, coder, most))
        return Ranking.best_first(parts)

    def _best(
        self,
        side: int,
        rows: NDArray[Any],
        wanted: NDArray[Any],
        for_questions: NDArray[Any],
        coder: str,
        most: int,
    ) -> Ranking:
        """Return up to `most` wanted codes for each of these passages, by passage."""
        import numpy as np

        thought = self.logits(side, rows)
        scores = self.ceiling * sigmoid(thought)
        fits = wanted & (for_questions | ~self.sides[side].is_asked[rows][:, None])
        for place, row in enumerate(rows.tolist()):
            if settled := self._settled(side, row, coder):
                fits[place, list(settled)] = False
        count = min(most or len(self.book), len(self.book))
        best = np.argsort(-np.where(fits, thought, -np.inf), axis=1, kind="stable")[:, :count]
        at, nth = np.nonzero(np.take_along_axis(fits, best, axis=1))
        code = best[at, nth]
        second, chance = _runners_up(scores, at, code)
        where = np.full(len(at), side)
        return Ranking(where, rows[at], code, thought[at, code], scores[at, code], second, chance)

    def say(self, transcript: str, start: int, end: int, code: str) -> Proposed | None:
        """Return what is thought of a code on the passage at a segment, None if there is none."""
        import numpy as np

        for i, side in enumerate(self.sides):
            if transcript in side.first and code in self.column:
                rows = side.rows_at(transcript, start, end)
                if rows:
                    logits = self.logits(i, np.array(rows[:1]))[0]
                    return _proposed(
                        i, rows[0], self.column[code], logits, self.ceiling * sigmoid(logits)
                    )
        return None

    def first(self, transcript: str, start: int, end: int) -> Proposed | None:
        """Return the likeliest code of the passage at a segment, None if there is none."""
        if not len(self.book):
            return None
        import numpy as np

        for i, side in enumerate(self.sides):
            rows = side.rows_at(transcript, start, end) if transcript in side.first else []
            if rows:
                logits = self.logits(i, np.array(rows[:1]))[0]
                return _proposed(
                    i, rows[0], int(logits.argmax()), logits, self.ceiling * sigmoid(logits)
                )
        return None

    def _settled(self, side: int, row: int, coder: str) -> set[int]:
        decided = self.decided[side]
        put = decided.coders.get(row, {}).get(coder, set())
        refused = decided.rejected.get(row, {})
        return put | {code for code, who in refused.items() if coder in who}


def _proposed(
    side: int, row: int, code: int, logits: NDArray[Any], scores: NDArray[Any]
) -> Proposed:
    import numpy as np

    second, chance = _runners_up(scores[None], np.array([0]), np.array([code]))
    runner_up = int(second[0]), float(chance[0])
    return Proposed(side, row, code, float(logits[code]), float(scores[code]), runner_up)


def _runners_up(
    scores: NDArray[Any], at: NDArray[Any], code: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the likeliest other code of each row `at`, and its score; (-1, 0) for none."""
    import numpy as np

    if scores.shape[1] < 2:
        return np.full(len(at), -1), np.zeros(len(at))
    two = np.argsort(-scores, axis=1, kind="stable")[:, :2][at]
    other = np.where(two[:, 0] == code, two[:, 1], two[:, 0])
    return other, scores[at, other]
