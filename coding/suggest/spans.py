"""Score runs of sentences for each code, and propose the best of them.

The codebook's likenesses and two ridges make a sentence's log odds. A run's weigh the mean and the
peak of its sentences with what the coded runs are like, with its length, and with the lengths that
this project codes. The weights are the same for all codes and languages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from coding.arithmetic.unit import unit
from coding.language.vectors import SIZE
from coding.model import Codebook
from coding.suggest.folds import without
from coding.suggest.learning import combine, sigmoid
from coding.suggest.marks import ToldOf
from coding.suggest.runs import (
    Runs,
    chosen,
    fitting,
    means,
    passages_as_runs,
    peaks,
    runs_of,
    sums,
)
from coding.suggest.sentences import Sentences
from coding.suggest.span_lessons import SpanLessons

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.suggest.corpus import Side
    from coding.suggest.folds import FoldedRidge
    from coding.suggest.sentences import SentenceBlock

LIKENESSES = (
    "definition among passages",
    "definition among codes",
    "wording among passages",
    "wording among codes",
    "keywords",
)

BY_SENTENCE = (
    "constant",
    "base rate",
    "vectors",
    "words",
    *LIKENESSES,
    *(f"{name}, nearby" for name in LIKENESSES),
)
"""What a sentence's log odds are made of, in the order of the weights."""

START = (-1.9, 0.6, 4.9, 6.0, 0.5, 0.7, 0.3, 0.6, 0.3, 0.0, 0.0, 0.0, 0.0, 0.0)
"""Their weights before anything is learned here: those of passages, and none for what is nearby.

They come from interviews that are not public; some lie outside of what the sample's own fit has.
That decides nothing: from 80 codings on as much is found from here, from half way to that fit, and
from as far beyond it (`tests/bench/test_proposing_bench.py`)."""

TRUST = (10.0, 10.0, 0.5, 0.5, *(10.0,) * 10)
"""How much they resist being moved: the precision of what is expected of each."""

BY_RUN = (
    "constant",
    "mean",
    "peak",
    "words",
    "words squared",
    "base rate",
    "length",
    "run by words",
    "run by vectors",
)
"""What a run's log odds are made of: mean and peak of its sentences' log odds, the logarithm of
its number of words and the square of that, the code's base rate, the log share of its length, and
what the coded runs say of it."""

RUN_WEIGHTS = (-8.95, -0.08, 0.45, 3.41, -0.39, 0.38, 0.21, 2.04, 2.84)
"""Their weights, the means over three corpora of 17, 6 and 29 interviews, each held out;
`tests/bench/fit_suggestions.py` prints the same fit on the materials of the benchmark."""

ANSWER_WEIGHTS = (0.0, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
"""The same for short answers that are coded as wholes: what their sentences say, no more. Where a
run ends is no question there, and the log odds of one sentence are right as they are."""

FITTED = 2_500
"""Sentences, of the transcripts learned from last, on which scores are set right."""

LOWEST = 0.005
"""The probability, before it is set right, from which runs are chosen for that."""

STEADY = (2.0, 5.0)
"""How much the shift and the slope resist being moved from 0 and 1."""

AT_HAND = 12
"""Transcripts whose sentences' log odds are kept."""

Accepted = tuple[list[tuple[str, int, int]], "NDArray[Any]"]


class Spans:
    """What is proposed of the sentences of a project, and what it learned for that."""

    def __init__(self, sides: Sequence[Side], book: Codebook) -> None:
        self.book = book
        self.column = {code.id: at for at, code in enumerate(book)}
        self.ceiling = 1.0
        self._odds: dict[tuple[int, str], NDArray[Any]] = {}
        self._accepted: dict[tuple[int, int], Accepted] = {}
        self.lessons = [SpanLessons(Sentences(side), self.column) for side in sides]

    def another(self, *, apart: bool = False) -> Spans:
        """Return another that knows the same, and whose learning leaves this one as it is."""
        other = copy(self)
        other.lessons = [lessons.another(apart=apart) for lessons in self.lessons]
        other._odds, other._accepted = {}, {}
        return other

    def block(self, side: int, transcript: str) -> SentenceBlock:
        """Return the sentences of a transcript."""
        return self.lessons[side].sentences.block(transcript)

    def can_tell(self, side: int) -> NDArray[Any]:
        """Say of each code whether anything is known of it in a language.

        The codebook says something of it there, or people have put it on words in it. A name alone
        may be of any language: it counts if its words are said, or their meaning is known.
        """
        import numpy as np

        read = self.lessons[side].sentences.side
        told = np.array([any(line.kind != "name" for line in lines) for lines in read.lines], bool)
        told |= (np.diff(read.code_words.indptr) > 0) | read.code_vectors.any(axis=1)
        for marks in self.lessons[side].decided.values():
            told |= marks.targets.any(axis=0)
        return told

    def decide(self, told: Mapping[str, ToldOf]) -> None:
        """Take down what was decided, by transcript; nothing is learned from it yet."""
        for lessons in self.lessons:
            lessons.decide(told)

    def learn(self) -> None:
        """Learn from all that was decided; what was learned before is forgotten."""
        import numpy as np

        self._odds, self._accepted = {}, {}
        for lessons in self.lessons:
            lessons.learn()
        learned = [lessons.learned for lessons in self.lessons if lessons.learned is not None]
        examples = [
            np.concatenate(parts) for parts in zip(*(x.examples for x in learned), strict=True)
        ]
        self.weights, _ = combine(
            examples[0], examples[1], times=examples[2],
            start=np.array(START), precision=np.array(TRUST),
        )  # fmt: skip
        self.base = np.mean([x.base for x in learned], axis=0)
        self._weigh_runs(RUN_WEIGHTS, ANSWER_WEIGHTS)
        for weights, of_answers in ((self.run_weights, False), (self.answer_weights, True)):
            shift, slope = set_right(*self._come_true(of_answers))
            weights *= slope
            weights[0] += shift

    def _weigh_runs(self, of_runs: Sequence[float], of_answers: Sequence[float]) -> None:
        import numpy as np

        self.run_weights, self.answer_weights = np.array(of_runs), np.array(of_answers)

    # ── scoring ──

    def odds(self, side: int, block: SentenceBlock) -> NDArray[Any]:
        """Return the log odds of each code on each sentence, kept for those last asked for."""
        key = side, block.transcript
        if key not in self._odds:
            if len(self._odds) >= AT_HAND:
                self._odds.clear()
            self._odds[key] = self.sentence_logits(side, block)
        return self._odds[key]

    def accepted(self, side: int, code: int) -> Accepted:
        """Return the coded runs of a code in one language: where they are, and what they mean."""
        import numpy as np

        key = side, code
        if key not in self._accepted:
            learned = self.lessons[side].learned
            read = self.lessons[side].sentences.side
            places: list[tuple[str, int, int]] = []
            said: list[str] = []
            begins = []
            for transcript, marks in learned.marks.items() if learned else ():
                prepared = read.by_transcript[transcript]
                for first, last, which in marks.runs:
                    if which == code:
                        places.append((transcript, first, last))
                        begins.append(len(said))
                        bounds = prepared.sentences[first : last + 1]
                        said += [prepared.said(a, b) for a, b, *_ in bounds.tolist()]
            # Whole blocks of all transcripts would have to be made for these few sentences.
            meant = read.sums_meant(said)
            summed = np.add.reduceat(meant, begins) if places else np.zeros((0, SIZE))
            self._accepted[key] = places, unit(summed)
        return self._accepted[key]

    def sentence_logits(self, side: int, block: SentenceBlock) -> NDArray[Any]:
        """Return the log odds of each code on each sentence: sentences × codes.

        Of a sentence it has learned from it says what it would say without the sentence's fold.
        """
        import numpy as np

        learned = self.lessons[side].learned
        weights = self.weights.astype(np.float32)
        scores = block.likeness @ weights[4:9] + block.near @ weights[9:14] + weights[0]
        if learned is None:
            return np.asarray(scores + weights[1] * self.base)
        fold = self.folds(side, block)
        scores += weights[2] * _by_fold(block.by_vector, learned.vectors, fold)
        scores += weights[3] * _by_fold(block.by_word, learned.words, fold)
        base = np.where((fold >= 0)[:, None], learned.rest[fold], learned.base)
        return np.asarray(scores + weights[1] * base)

    def folds(self, side: int, block: SentenceBlock) -> NDArray[Any]:
        """Return the fold of each sentence, -1 for one that was not learned from."""
        import numpy as np

        learned = self.lessons[side].learned
        fold = learned.fold.get(block.transcript) if learned else None
        return np.full(len(block), -1) if fold is None else fold

    def run_logits(
        self, side: int, block: SentenceBlock, runs: Runs, sentences: NDArray[Any] | None = None
    ) -> NDArray[Any]:
        """Return the log odds of each code on each run: runs × codes."""
        parts = self.run_parts(side, block, runs, sentences)
        weights = self.weights_of_runs(side, block)
        return sum(weight * part for weight, part in zip(weights, parts, strict=True))

    def of_answers(self, side: int, block: SentenceBlock) -> bool:
        """Say whether a transcript is of short answers, as those that were learned from are."""
        learned = self.lessons[side].learned
        return learned is not None and learned.of_answers and not block.asked.any()

    def weights_of_runs(self, side: int, block: SentenceBlock) -> NDArray[Any]:
        """Return what a run's log odds weigh in a transcript, as `BY_RUN`."""
        return self.answer_weights if self.of_answers(side, block) else self.run_weights

    def runs(self, side: int, block: SentenceBlock, *, asked: bool = False) -> Runs:
        """List the runs that a code may be proposed for: short answers as wholes."""
        if self.of_answers(side, block):
            return passages_as_runs(block)
        return runs_of(block, asked=asked)

    def run_parts(
        self, side: int, block: SentenceBlock, runs: Runs, sentences: NDArray[Any] | None = None
    ) -> list[NDArray[Any]]:
        """Return what a run's log odds are made of, as `BY_RUN`, each runs × codes or × 1."""
        import numpy as np

        learned = self.lessons[side].learned
        by_sentence = self.odds(side, block) if sentences is None else sentences
        long = np.log(runs.words)[:, None]
        nothing = np.zeros((1, 1))
        parts = [np.ones((len(runs), 1)), means(runs, by_sentence), peaks(runs, by_sentence),
                 long, long**2]  # fmt: skip
        if learned is None:
            return [*parts, self.base[None], nothing, nothing, nothing]
        parts += [learned.base[None], learned.lengths[:, runs.bins].T]
        fold = self.folds(side, block)[runs.first]
        for rows, ridge in ((block.worded, learned.run_words), (block.meant, learned.run_vectors)):
            if ridge is None:
                parts.append(nothing)
                continue
            length = np.linalg.norm(sums(runs, rows), axis=1, keepdims=True)
            said = np.zeros((len(runs), len(self.book)))
            for number in np.unique(fold):
                here = np.flatnonzero(fold == number)
                said[here] = sums(runs.only(here), rows @ without(ridge, number))
            parts.append(said / np.maximum(length, 1e-9))
        return parts

    def _come_true(self, of_answers: bool) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the log odds of what would be proposed where people looked, and what came true.

        Each is said without its transcript's fold, and is right if it is the same mark as a coding
        of its code. Only what is chosen is looked at: of all runs, the chosen ones are those of
        which too much is promised.
        """
        import numpy as np

        odds: list[NDArray[Any]] = [np.zeros(0)]
        right: list[NDArray[Any]] = [np.zeros(0)]
        room = FITTED
        for side, lessons in enumerate(self.lessons):
            known = lessons.learned.marks if lessons.learned else {}
            for transcript, marks in reversed(list(known.items())):
                if room <= 0:
                    break
                block = lessons.sentences.block(transcript)
                if self.of_answers(side, block) is not of_answers:
                    continue
                read = marks.known.all(axis=1) & (self.folds(side, block) >= 0)
                unread = np.concatenate([[0], np.cumsum(~read)])
                runs = self.runs(side, block)
                runs = runs.only(unread[runs.last + 1] == unread[runs.first])
                room -= int(read.sum())
                if not len(runs):
                    continue
                said = self.run_logits(side, block, runs)
                at, code = chosen(
                    runs, sigmoid(said), floor=LOWEST, most=3, rivals={}, limit=3 * len(block)
                )
                true = np.zeros(len(at), bool)
                coded: dict[int, list[tuple[int, int]]] = {}
                for start, end, which in marks.segments:
                    coded.setdefault(which, []).append((start, end))
                for which, segments in coded.items():
                    here = np.flatnonzero(code == which)
                    true[here] = fitting(block, runs.only(at[here]), segments)
                odds.append(said[at, code])
                right.append(true)
        return np.concatenate(odds), np.concatenate(right)


def set_right(odds: NDArray[Any], right: NDArray[Any]) -> tuple[float, float]:
    """Return shift and slope that make log odds promise what came true (Platt 1999).

    They are drawn towards 0 and 1 by `STEADY`, and the slope stays above a fifth, so that the order
    stays as it is.

    >>> import numpy as np
    >>> set_right(np.zeros(0), np.zeros(0))
    (0.0, 1.0)
    >>> shift, slope = set_right(np.full(1000, 0.0), np.arange(1000) % 4 == 0)
    >>> round(shift, 1), round(slope, 1)
    (-1.1, 1.0)
    """
    import numpy as np

    expected, trust = np.array([0.0, 1.0]), np.array(STEADY)
    rows = np.column_stack([np.ones(len(odds)), odds])
    at = expected.copy()
    for _ in range(50):
        chance = sigmoid(rows @ at)
        slope = trust * (at - expected) - rows.T @ (right - chance)
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(trust)
        step = np.clip(np.linalg.solve(curve, slope), -1, 1)
        at -= step
        if np.abs(step).max() < 1e-5:
            break
    return float(at[0]), max(0.2, float(at[1]))


def _by_fold(rows: NDArray[Any], ridge: FoldedRidge, fold: NDArray[Any]) -> NDArray[Any]:
    """Return what a ridge says of rows, of those in a fold what it says without that."""
    import numpy as np

    said = np.zeros((len(rows), ridge.weights.shape[1]), np.float32)
    for number in np.unique(fold):
        here = fold == number
        said[here] = rows[here] @ without(ridge, number)
    return said
