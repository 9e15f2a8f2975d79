"""Say how likely each code is on a passage, having learned from what was decided on passages.

The score of a code on a passage is a logistic model of nine features, the same weights for all
codes and languages. Two of them are ridges (by words, by vectors) learned from the decisions;
their training values are held out, so that the model knows how far to trust them. The weights
start from what other corpora taught and move to what this project teaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coding.language import vectors as meaning
from coding.model import Codebook
from coding.suggest.answers import are_answers
from coding.suggest.corpus import Side
from coding.suggest.kin import Kin
from coding.suggest.learning import combine, logit, sigmoid
from coding.suggest.lessons import Decided, Lesson, lesson_of

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
"""Their weights before anything is learned here, from interviews and open answers elsewhere;
`tests/bench/fit_suggestions.py` prints the same fits material by material, those below too."""

TRUST = (10.0, 10.0, 0.5, 0.5, 10.0, 10.0, 10.0, 10.0, 10.0)
"""How much the weights resist being moved: the precision of what is expected of each."""

COLD_START = (-4.8, 0.0, 0.0, 0.0, 0.35, 0.56, 0.21, 0.42, 0.28)
"""The weights while there is nothing to learn from."""

WORDS_ALONE = 1.1
"""What the constant is higher by, while there is nothing to learn from, in a language that has no
vectors: without theirs, the same words would promise half of what comes true. On the sample read as
if English had none, the hundred surest are then said to be right in .45 of cases and are in .46."""

FEWEST, MOST = 0.7, 1.3
"""Codes on a passage that are promised at least and at most, all in all, while there is nothing to
learn from. People put .75 on a passage of the sample (32 codes), 1.3 on segments (76 codes), and
1.3 on invented open answers (11 codes), of which but .3 were promised."""

ANSWERED = 1.2
"""The same at least where all are short answers: people put 1.2 and 1.3 on those of the first two
sets of the benchmark."""

DRAWN = 1_000
"""Passages on which it is worked out what is promised."""

ENOUGH = 20
"""Reviewed passages from which the machine learns; before that it reads the codebook alone."""

PRIOR = 5.0
"""Codings that each code is taken to have had before the first, at the average code's rate."""


class PassageModel:
    """What was learned from the passages of a project, and what it says of any of them."""

    def __init__(
        self, sides: Sequence[Side], book: Codebook, decided: Sequence[Decided], kin: Kin
    ) -> None:
        import numpy as np

        self.sides, self.book, self.decided, self.kin = sides, book, decided, kin
        self.reviewed = sum(len(marks.coders) for marks in decided)
        self.learned = self.reviewed >= ENOUGH and len(self.book) > 0
        self.lessons: list[Lesson | None] = [None for _ in self.sides]
        self._alone: dict[int, float] = {}
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
        features, outcomes = self._examples()
        self.weights, self.ceiling = combine(
            features, outcomes, start=np.array(START), precision=np.array(TRUST)
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
            read = np.array(self.decided[i].read, dtype=int)
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

        return np.asarray(self.features(side, rows) @ self.weights) + self.alone(side)

    def alone(self, side: int) -> float:
        """Return what is added to the log odds while there is nothing to learn from.

        Words that have to do without vectors promise more. And whatever is coded, however many
        codes there are, a passage has about one of them: where all together promise more or fewer,
        each promises as much less or more.
        """
        if self.learned:
            return 0.0
        if side not in self._alone:
            has_vectors = self.sides[side].language in meaning.languages()
            self._alone[side] = self._fewer_or_more(side, 0.0 if has_vectors else WORDS_ALONE)
        return self._alone[side]

    def _fewer_or_more(self, side: int, before: float) -> float:
        import numpy as np

        said = np.array([n for n, p in enumerate(self.sides[side].passages) if not p.asked], int)
        said = said[:: max(1, len(said) // DRAWN)]
        if len(said) < ENOUGH:
            return before
        odds = np.asarray(self.features(side, said) @ self.weights) + before
        promised = float(sigmoid(odds).sum(axis=1).mean())
        fewest = ANSWERED if are_answers(self.sides[side].prepared) else FEWEST
        wanted = min(max(promised, fewest), MOST)
        low, high = -10.0, 10.0
        while wanted != promised and high - low > 1e-3:
            middle = (low + high) / 2
            more = float(sigmoid(odds + middle).sum(axis=1).mean()) > wanted
            low, high = (low, middle) if more else (middle, high)
        return before if wanted == promised else before + (low + high) / 2

    def scores(self, side: int, rows: NDArray[Any]) -> NDArray[Any]:
        """Return the probability of each code on passages: rows × codes."""
        return self.kin.lifted(self.ceiling * sigmoid(self.logits(side, rows)))
