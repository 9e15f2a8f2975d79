"""Measure how good suggestions are on a project's own codings, by interviews held out.

The machine learns from some interviews and proposes for the others, as it would for an
interview that nobody has coded yet. An interview and its translation are never parted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.model import Codebook, Coding
from coding.suggest.corpus import Prepared
from coding.suggest.learning import sigmoid
from coding.suggest.machine import Machine

if TYPE_CHECKING:
    from numpy.typing import NDArray

Scorer = Callable[[Machine, int, Any], Any]
"""Scores the passages in some rows of one side: rows × codes."""

SHOWN = 0.3
"""The score from which a code counts as proposed when precision and recall are worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeQuality:
    """How well one code is proposed: `n` coded passages, nan where nothing can be said."""

    code: str
    n: int
    precision: float
    recall: float
    average_precision: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How good suggestions are, on passages that somebody coded or read.

    `precision_at_1` and `recall_at_3` are over coded passages: how often the first code is one
    that a person put there, and what share of a passage's codes (of three, if it has more) are
    among the first three. `calibration` is the expected calibration error over all pairs of
    passage and code. All are nan if there was nothing to measure.
    """

    codes: tuple[CodeQuality, ...]
    passages: int
    folds: int
    micro_f1: float
    macro_f1: float
    macro_average_precision: float
    precision_at_1: float
    recall_at_3: float
    calibration: float


def evaluate(
    prepared: Sequence[Prepared],
    book: Codebook,
    codings: Sequence[Coding],
    *,
    interviews: Mapping[str, str],
    folds: int = 0,
    decisions: int | None = None,
    scorer: Scorer | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Quality:
    """Learn from some interviews, propose for the rest, for each fold; see `Quality`.

    `interviews` maps transcripts to the interview they belong to. `folds` is how many groups
    the coded interviews are put into (0: each its own). `decisions` limits what is learned from
    to so many codings, drawn from all over the text (None: all). `scorer` scores passages in
    place of the machine, for comparison.
    """
    import numpy as np

    groups = _folds(codings, interviews, folds)
    scores, truth = [], []
    machine = Machine(prepared, book)
    whole = Machine(prepared, book)
    whole.learn(codings, ())
    for number, held_out in enumerate(groups, 1):
        rest = [c for c in codings if interviews[c.transcript] not in held_out]
        if decisions is not None and decisions < len(rest):
            spread = np.random.default_rng(0).permutation(len(rest))[:decisions]
            rest = [rest[i] for i in sorted(spread)]
        machine.learn(rest, ())
        for i, side in enumerate(machine.sides):
            evidence = whole.evidence[i]
            rows = np.array(
                [r for r in sorted({*evidence.coders, *evidence.read})
                 if interviews[side.passages[r].transcript] in held_out],
                dtype=int,
            )  # fmt: skip
            if not len(rows):
                continue
            scores.append(scorer(machine, i, rows) if scorer else sigmoid(machine.logits(i, rows)))
            marks = np.zeros((len(rows), len(book)), bool)
            for at, row in enumerate(rows):
                for codes in evidence.coders.get(int(row), {}).values():
                    marks[at, list(codes)] = True
            truth.append(marks)
        if progress:
            progress(number, len(groups))
    if not scores:
        return _nothing(book)
    return quality(np.concatenate(scores), np.concatenate(truth), book, folds=len(groups))


def _folds(
    codings: Sequence[Coding], interviews: Mapping[str, str], folds: int
) -> list[frozenset[str]]:
    coded = list(dict.fromkeys(interviews[c.transcript] for c in codings))
    if len(coded) < 2:
        return []
    count = min(folds or len(coded), len(coded))
    return [frozenset(coded[n::count]) for n in range(count)]


def quality(
    scores: NDArray[Any], truth: NDArray[Any], book: Codebook, *, folds: int = 1
) -> Quality:
    """Compare scores with what people decided; both are passages × codes."""
    import numpy as np

    shown = scores >= SHOWN
    right = (shown & truth).sum(axis=0)
    precision = _share(right, shown.sum(axis=0))
    recall = _share(right, truth.sum(axis=0))
    have = np.asarray(truth.any(axis=0))
    average = np.array([
        average_precision(scores[:, j], truth[:, j]) if have[j] else np.nan
        for j in range(truth.shape[1])
    ])  # fmt: skip
    f1 = _share(2 * right, shown.sum(axis=0) + truth.sum(axis=0))
    coded = np.asarray(truth.any(axis=1))
    first, three = at_the_top(scores[coded], truth[coded])
    return Quality(
        codes=tuple(
            CodeQuality(
                code=code.id,
                n=int(truth[:, j].sum()),
                precision=float(precision[j]),
                recall=float(recall[j]),
                average_precision=float(average[j]),
            )
            for j, code in enumerate(book)
        ),
        passages=len(scores),
        folds=folds,
        micro_f1=float(_share(2 * right.sum(), shown.sum() + truth.sum())),
        macro_f1=float(np.nanmean(f1[have])) if have.any() else float("nan"),
        macro_average_precision=float(np.nanmean(average)) if have.any() else float("nan"),
        precision_at_1=first,
        recall_at_3=three,
        calibration=calibration_error(scores.ravel(), truth.ravel()),
    )


def _nothing(book: Codebook) -> Quality:
    none = float("nan")
    return Quality(
        codes=tuple(
            CodeQuality(code=c.id, n=0, precision=none, recall=none, average_precision=none)
            for c in book
        ),
        passages=0,
        folds=0,
        micro_f1=none,
        macro_f1=none,
        macro_average_precision=none,
        precision_at_1=none,
        recall_at_3=none,
        calibration=none,
    )


def _share(part: Any, whole: Any) -> NDArray[Any]:
    import numpy as np

    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)


def at_the_top(scores: NDArray[Any], truth: NDArray[Any]) -> tuple[float, float]:
    """Return precision at 1 and recall at 3 over passages that have at least one code.

    >>> import numpy as np
    >>> at_the_top(np.array([[0.9, 0.1, 0.2, 0.3]]), np.array([[True, True, False, True]]))
    (1.0, 0.6666666666666666)
    """
    import numpy as np

    if not len(scores):
        return float("nan"), float("nan")
    order = np.argsort(-scores, axis=1, kind="stable")
    found = np.take_along_axis(truth, order, axis=1)
    recall = found[:, :3].sum(axis=1) / np.minimum(3, truth.sum(axis=1))
    return float(found[:, 0].mean()), float(recall.mean())


def average_precision(scores: NDArray[Any], truth: NDArray[Any]) -> float:
    """Return the mean of the precision at each passage that has the code, by falling score.

    Passages with the same score count as one step, as in scikit-learn's
    `average_precision_score` (the area under the precision-recall curve, uninterpolated).

    >>> import numpy as np
    >>> average_precision(np.array([0.9, 0.8, 0.7]), np.array([True, False, True]))
    0.8333333333333333
    """
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(truth, scores))


def calibration_error(scores: NDArray[Any], truth: NDArray[Any], *, bins: int = 15) -> float:
    """Return the expected calibration error over bins that hold equally many pairs.

    Naeini, Cooper and Hauskrecht 2015 (AAAI), with equal-mass bins: the mean distance between
    what was promised and what came true, each bin weighed by its size.

    >>> import numpy as np
    >>> calibration_error(np.array([0.5, 0.5]), np.array([True, False]), bins=1)
    0.0
    """
    import numpy as np

    order = np.argsort(scores, kind="stable")
    distance = 0.0
    for part in np.array_split(order, min(bins, len(order))):
        distance += len(part) * abs(float(scores[part].mean()) - float(truth[part].mean()))
    return distance / max(1, len(scores))
