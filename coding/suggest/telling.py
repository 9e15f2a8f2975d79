"""Name the words that speak for a code where it is proposed, and those that set it apart.

A word adds its coefficient × tf-idf, as part of its sentence and as part of the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coding.language.negation import denies
from coding.suggest.folds import without
from coding.suggest.machine import Machine
from coding.suggest.ranking import Proposed
from coding.suggest.sentences import AXES
from coding.suggest.spans import BY_RUN, BY_SENTENCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDS_SHOWN = 4
WORTH = 0.02
"""The least a word adds to be named."""


def telling(machine: Machine, proposed: Proposed, counts: NDArray[Any]) -> list[str]:
    """Return the words that add most to a code's log odds on a run, as they stand there.

    `counts` says how often each sentence of the run counts.
    """
    forms, adds = _adds(machine, proposed, counts, [proposed.code])
    return _most(forms, adds[:, 0])


def apart(machine: Machine, proposed: Proposed) -> tuple[str, ...]:
    """Return the words of a run that speak most for its code as against the runner-up."""
    other = proposed.runner_up[0]
    if other < 0 or not machine.learned:
        return ()
    import numpy as np

    spans = machine.spans
    prepared = machine.sides[proposed.side].prepared[proposed.source]
    block = spans.block(proposed.side, prepared.transcript)
    odds = spans.odds(proposed.side, block)
    own = odds[proposed.first : proposed.last + 1, proposed.code]
    counts = run_counts(spans.weights_of_runs(proposed.side, block), own)
    forms, adds = _adds(machine, proposed, counts, [proposed.code, other])
    return tuple(_most(forms, np.asarray(adds[:, 0] - adds[:, 1])))


def run_counts(told: NDArray[Any], odds: NDArray[Any]) -> NDArray[Any]:
    """Return how often each sentence of a run counts, by its log odds: in the mean, as the peak.

    `told` are the weights of the run's parts, as `BY_RUN`.
    """
    import numpy as np

    weights = dict(zip(BY_RUN, told.tolist(), strict=True))
    counts = np.full(len(odds), weights["mean"] / len(odds))
    counts[int(odds.argmax())] += weights["peak"]
    return counts


def _most(forms: Sequence[str], adds: NDArray[Any]) -> list[str]:
    best = [n for n in (-adds).argsort().tolist() if adds[n] >= WORTH and forms[n]]
    return [forms[n] for n in best[:WORDS_SHOWN]]


def _adds(
    machine: Machine, proposed: Proposed, counts: NDArray[Any], codes: Sequence[int]
) -> tuple[list[str], NDArray[Any]]:
    """Return the words of a run as they stand there, and what each adds to codes: words × codes.

    A small word, such as "on", stands as "", unless it denies: it adds, but says nothing to people.
    """
    import numpy as np

    lessons, side = machine.spans.lessons[proposed.side], machine.sides[proposed.side]
    learned, prepared = lessons.learned, side.prepared[proposed.source]
    if learned is None:
        return [], np.zeros((0, len(codes)))
    block = machine.spans.block(proposed.side, prepared.transcript)
    rows = range(proposed.first, proposed.last + 1)
    fold = int(machine.spans.folds(proposed.side, block)[proposed.first])
    slices = [prepared.words.between(int(block.start[r]), int(block.end[r])) for r in rows]
    said = side.weighed(side.counted([prepared.words.lemma[span] for span in slices])).tocoo()
    columns, of = np.unique(said.col, return_inverse=True)
    axes = lessons.sentences.axes[columns]
    weight = float(machine.spans.weights[BY_SENTENCE.index("words")])
    shares = np.bincount(of, weight * counts[said.row] * said.data, len(columns))
    adds = shares[:, None] * (axes @ without(learned.words, fold)[:AXES, codes])
    if learned.run_words is not None:
        keys = np.concatenate([prepared.words.lemma[span] for span in slices])
        at = np.searchsorted(columns, np.searchsorted(side.vocabulary, keys))
        length = max(float(np.linalg.norm(block.worded[list(rows)].sum(axis=0))), 1e-9)
        total = np.bincount(at, minlength=len(columns)) * side.idf[columns] / length
        of_run = machine.spans.weights_of_runs(proposed.side, block)
        weight = float(of_run[BY_RUN.index("run by words")])
        adds += weight * total[:, None] * (axes @ without(learned.run_words, fold)[:, codes])
    forms: dict[int, str] = {}
    for span in slices:
        for n in range(span.start, span.stop):
            text = prepared.text[prepared.words.start[n] : prepared.words.end[n]]
            forms.setdefault(int(prepared.words.lemma[n]), text)
    small = set(side.small_words.tolist())
    keys = side.vocabulary[columns].tolist()
    told = [forms.get(key, "") for key in keys]
    return [
        word if key not in small or denies(word.lower(), side.language) else ""
        for key, word in zip(keys, told, strict=True)
    ], adds
