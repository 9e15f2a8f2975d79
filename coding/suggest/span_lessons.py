"""Learn from what was decided on the sentences of one language.

Two ridges (by words, by vectors) say how likely a code is on each sentence; two more, learned from
the coded runs themselves, what runs of a code are like. What does not change from one decision to
the next is kept. What is learned from a transcript comes back to it held out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coding.arithmetic.unit import unit
from coding.suggest.answers import WHOLE
from coding.suggest.folds import FOLDS, FoldedRidge, Sums
from coding.suggest.learning import logit
from coding.suggest.marks import SentenceMarks, ToldOf, marks
from coding.suggest.runs import lengths_usual

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from coding.suggest.sentences import SentenceBlock, Sentences

PENALTY = 0.5
"""The penalty λ of all four ridges, for rows of length one."""

MOST = 6_000
"""Sentences that are learned from at most, those of the transcripts that come last."""

PAIRS = 40_000
"""Pairs of a sentence and a code that it does not have on which the sentences' weights are learned
at most, drawn evenly, each standing for several; those that have the code all count."""

PRIOR = 5.0
"""Codings that each code is taken to have had before the first, at the average code's rate."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned from the sentences of one language.

    `marks` are those of the transcripts learned from, `fold` the fold of each of their sentences
    (-1 for one not learned from). `base` and `rest` (folds × codes) are the logits of the codes'
    base rates, with all folds and without each. `of_answers` says that what is coded where nobody
    asks are short answers, each as a whole.
    """

    marks: Mapping[str, SentenceMarks]
    fold: Mapping[str, NDArray[Any]]
    words: FoldedRidge
    vectors: FoldedRidge
    run_words: FoldedRidge | None
    run_vectors: FoldedRidge | None
    base: NDArray[Any]
    rest: NDArray[Any]
    lengths: NDArray[Any]
    examples: tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
    of_answers: bool


@dataclass
class KeptSums:
    """What stays the same from one decision to the next."""

    marks: dict[str, tuple[ToldOf, SentenceMarks]] = field(default_factory=dict)
    words: Sums = field(default_factory=Sums)
    vectors: Sums = field(default_factory=Sums)
    run_words: Sums = field(default_factory=Sums)
    run_vectors: Sums = field(default_factory=Sums)


class SpanLessons:
    """What was decided on the sentences of one language, and what was learned from it."""

    def __init__(self, sentences: Sentences, column: Mapping[str, int]) -> None:
        self.sentences = sentences
        self.column = column
        self.kept = KeptSums()
        self.learned: Learned | None = None
        self.decided: dict[str, SentenceMarks] = {}

    def another(self, *, apart: bool = False) -> SpanLessons:
        """Return another that knows the same; `apart`, it shares nothing of what it learns from."""
        other = copy(self)
        if apart:
            other.kept = KeptSums()
        return other

    def decide(self, told: Mapping[str, ToldOf]) -> None:
        """Take down what was decided, by transcript; nothing is learned from it yet."""
        known, self.decided = self.kept.marks, {}
        fresh: dict[str, tuple[ToldOf, SentenceMarks]] = {}
        for transcript, said in told.items():
            if transcript not in self.sentences:
                continue
            before = known.get(transcript)
            if before is None or before[0] != said:
                before = said, marks(self.sentences.places(transcript), said, self.column)
            fresh[transcript] = before
            self.decided[transcript] = before[1]
        self.kept.marks = fresh

    def learn(self) -> None:
        """Learn from what was decided; what was learned before is forgotten."""
        import numpy as np

        chosen = self._latest()
        self.learned = None
        if not chosen:
            return
        codes = len(self.column)
        blocks = {key: self.sentences.block(key) for key in chosen}
        fold = _folds({key: (blocks[key], self.decided[key].rows) for key in chosen})
        folds = np.concatenate([fold[key][self.decided[key].rows] for key in chosen])
        count = int(folds.max()) + 1
        known = np.concatenate([self.decided[key].known[self.decided[key].rows] for key in chosen])
        given = np.concatenate(
            [self.decided[key].targets[self.decided[key].rows] for key in chosen]
        )
        usual = (given * known).sum(axis=0) / np.maximum(1, known.sum(axis=0))
        targets = np.where(known, given, usual).astype(np.float32)
        keys = _keys([(key, self.decided[key].rows, fold[key]) for key in chosen], count)
        by_word = np.concatenate([blocks[key].by_word[self.decided[key].rows] for key in chosen])
        by_vector = np.concatenate(
            [blocks[key].by_vector[self.decided[key].rows] for key in chosen]
        )
        words = self.kept.words.fit(by_word, targets, folds, keys, penalty=PENALTY)
        vectors = self.kept.vectors.fit(by_vector, targets, folds, keys, penalty=PENALTY)
        counts = np.stack([
            (given * known)[folds == f].sum(axis=0) for f in range(count)
        ])  # fmt: skip
        sizes = np.bincount(folds, minlength=count)
        base = base_rates(counts.sum(axis=0), len(folds))
        rest = np.stack([
            base_rates(counts.sum(axis=0) - counts[f], len(folds) - sizes[f]) for f in range(count)
        ])  # fmt: skip
        runs = [
            (key, run) for key in chosen for run in self.decided[key].runs
            if fold[key][run[0]] >= 0
        ]  # fmt: skip
        run_words, run_vectors = self._of_runs(blocks, runs, fold, count)
        self.learned = Learned(
            marks={key: self.decided[key] for key in chosen},
            fold=fold,
            words=words,
            vectors=vectors,
            run_words=run_words,
            run_vectors=run_vectors,
            base=base,
            rest=rest,
            lengths=lengths_usual([run for _, run in runs], codes),
            examples=self._examples(blocks, words.held_out, vectors.held_out, rest[folds],
                                    given, known),
            of_answers=_of_answers(blocks, runs),
        )  # fmt: skip

    def _latest(self) -> list[str]:
        """Return the transcripts to learn from, in the order of the study: the last `MOST` rows."""
        chosen: list[str] = []
        count = 0
        for prepared in reversed(self.sentences.side.prepared):
            said = self.decided.get(prepared.transcript)
            if said is not None and len(said.rows):
                count += len(said.rows)
                if chosen and count > MOST:
                    break
                chosen.append(prepared.transcript)
        return chosen[::-1] if count > 1 else []

    def _of_runs(
        self,
        blocks: Mapping[str, SentenceBlock],
        runs: Sequence[tuple[str, tuple[int, int, int]]],
        fold: Mapping[str, NDArray[Any]],
        count: int,
    ) -> tuple[FoldedRidge | None, FoldedRidge | None]:
        """Fit the ridges on the coded runs: a row for each extent, with all its codes."""
        import numpy as np

        codes: dict[tuple[str, int, int], list[int]] = {}
        for key, (first, last, code) in runs:
            codes.setdefault((key, first, last), []).append(code)
        if len(codes) < 2:
            return None, None
        extents = sorted(codes)
        targets = np.zeros((len(extents), len(self.column)), np.float32)
        for at, extent in enumerate(extents):
            targets[at, codes[extent]] = 1
        meant = np.stack([blocks[k].meant[a : b + 1].sum(axis=0) for k, a, b in extents])
        worded = np.stack([blocks[k].worded[a : b + 1].sum(axis=0) for k, a, b in extents])
        folds = np.array([fold[key][first] for key, first, _ in extents])
        keys = [
            tuple(e for e, f in zip(extents, folds, strict=True) if f == n) for n in range(count)
        ]
        return (
            self.kept.run_words.fit(unit(worded), targets, folds, keys, penalty=PENALTY),
            self.kept.run_vectors.fit(unit(meant), targets, folds, keys, penalty=PENALTY),
        )

    def _examples(
        self,
        blocks: Mapping[str, SentenceBlock],
        by_words: NDArray[Any],
        by_vectors: NDArray[Any],
        base: NDArray[Any],
        given: NDArray[Any],
        known: NDArray[Any],
    ) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return the features, outcomes and numbers of what the weights are learned from."""
        import numpy as np

        have = known & (given > 0)
        without = np.flatnonzero(known & ~have)
        step = max(1, -(-len(without) // PAIRS))
        drawn = without[step // 2 :: step]
        pairs = np.concatenate([np.flatnonzero(have), drawn])
        at, code = np.divmod(pairs, given.shape[1])
        rows = [self.decided[key].rows for key in blocks]
        likeness = np.concatenate(
            [b.likeness[r] for b, r in zip(blocks.values(), rows, strict=True)]
        )
        near = np.concatenate([b.near[r] for b, r in zip(blocks.values(), rows, strict=True)])
        features = np.column_stack([
            np.ones(len(pairs)), base[at, code], by_vectors[at, code], by_words[at, code],
            likeness[at, code], near[at, code],
        ])  # fmt: skip
        times = np.ones(len(pairs))
        times[len(pairs) - len(drawn) :] = len(without) / max(1, len(drawn))
        return features, given[at, code].astype(float), times


def _of_answers(
    blocks: Mapping[str, SentenceBlock], runs: Sequence[tuple[str, tuple[int, int, int]]]
) -> bool:
    """Say whether what is coded where nobody asks in between are short answers as wholes."""
    unasked = {key for key, block in blocks.items() if not block.asked.any()}
    extents = {(key, first, last) for key, (first, last, _) in runs if key in unasked}
    whole = sum(blocks[key].is_short_turn(first, last) for key, first, last in extents)
    return bool(extents) and whole >= WHOLE * len(extents)


def _folds(parts: Mapping[str, tuple[SentenceBlock, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """Put sentences into folds: by transcript, those of a single one by its turns."""
    import numpy as np

    found = {}
    single = len(parts) < 2
    for at, (key, (block, rows)) in enumerate(parts.items()):
        found[key] = np.full(len(block), -1)
        if single:
            _, nth = np.unique(block.turn[rows], return_inverse=True)
            nth = nth if nth.max() > 0 else np.arange(len(rows))
            found[key][rows] = nth % FOLDS
        else:
            found[key][rows] = at % FOLDS
    return found


def _keys(parts: Sequence[tuple[str, NDArray[Any], NDArray[Any]]], count: int) -> list[Hashable]:
    """Return for each fold what stands for its rows."""
    return [
        tuple(
            (key, rows[fold[rows] == number].tobytes())
            for key, rows, fold in parts
            if (fold[rows] == number).any()
        )
        for number in range(count)
    ]


def base_rates(counts: NDArray[Any], rows: float) -> NDArray[Any]:
    """Return the logits of base rates, each code's drawn towards the average code's."""
    import numpy as np

    mean = counts.sum() / (rows * len(counts)) if rows else 0.0
    share = (counts + PRIOR) / (rows + PRIOR / max(mean, 1e-4))
    return np.asarray(logit(np.clip(share, 1e-4, 0.95)))
