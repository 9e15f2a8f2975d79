"""Measure how good suggestions are on a project's own codings, by interviews held out.

The machine learns from some interviews and proposes for the others, as it would for an
interview that nobody has coded yet. An interview and its translation are never parted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from coding.model import Codebook, Coding
from coding.suggest.corpus import Prepared
from coding.suggest.machine import Machine
from coding.suggest.measuring_runs import JudgedInterview, judge

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


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What the machine says of passages whose interview it has not learned from.

    `scores` and `truth` (somebody put the code there) are passages × codes. `put` has for each
    passage the codes that each coder put there, by column; a coder who read the passage and put
    nothing there stands in it with no codes. `judged` are the suggestions, if they were asked for;
    `read_whole` says whether answers were read as wholes.
    """

    scores: NDArray[Any]
    truth: NDArray[Any]
    put: tuple[Mapping[str, frozenset[int]], ...]
    folds: int
    judged: tuple[JudgedInterview, ...] = ()
    read_whole: bool = False


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

    The arguments are those of `hold_out`.
    """
    held = hold_out(
        prepared,
        book,
        codings,
        interviews=interviews,
        folds=folds,
        decisions=decisions,
        scorer=scorer,
        progress=progress,
    )
    return quality(held.scores, held.truth, book, folds=held.folds)


def hold_out(
    prepared: Sequence[Prepared],
    book: Codebook,
    codings: Sequence[Coding],
    *,
    interviews: Mapping[str, str],
    folds: int = 0,
    decisions: int | None = None,
    scorer: Scorer | None = None,
    runs: bool = False,
    progress: Callable[[int, int], None] | None = None,
    machine: Machine | None = None,
    so_far: Callable[[HeldOut], None] | None = None,
) -> HeldOut:
    """Score every passage that somebody coded or read, by a machine without its interview.

    `interviews` maps transcripts to the interview they belong to. `folds` is how many groups
    the coded interviews are put into (0: each its own). `decisions` limits what is learned from
    to so many codings, drawn from all over the text (None: all). `scorer` scores passages in
    place of the machine, for comparison. With `runs`, what is proposed is judged too. A `machine`
    that is there on just these passages and codes, whatever it has learned, spares making one.
    `so_far` is told what has been held out after each fold.
    """
    import numpy as np

    groups = _folds(codings, interviews, folds)
    scores, truth = [np.zeros((0, len(book)))], [np.zeros((0, len(book)), bool)]
    put: list[Mapping[str, frozenset[int]]] = []
    judged: list[JudgedInterview] = []
    machine = (machine or Machine(prepared, book)).another(apart=True)
    whole = machine.another(apart=True)
    whole.learn(codings, (), runs=False)

    def held(folds: int) -> HeldOut:
        parts = np.concatenate(scores), np.concatenate(truth), tuple(put)
        return HeldOut(*parts, folds, tuple(judged), machine.reads_whole)

    for number, held_out in enumerate(groups, 1):
        rest = [c for c in codings if interviews[c.transcript] not in held_out]
        if drawn := decisions is not None and decisions < len(rest):
            spread = np.random.default_rng(0).permutation(len(rest))[:decisions]
            rest = [rest[i] for i in sorted(spread)]
        machine.learn(rest, (), drawn=drawn, runs=runs)
        for i, side in enumerate(machine.sides):
            decided = whole.decided[i]
            rows = np.array(
                [r for r in sorted(decided.readers)
                 if interviews[side.passages[r].transcript] in held_out
                 and not side.passages[r].asked],
                dtype=int,
            )  # fmt: skip
            if not len(rows):
                continue
            scores.append(scorer(machine, i, rows) if scorer else machine.scores(i, rows))
            marks = np.zeros((len(rows), len(book)), bool)
            for at, row in enumerate(rows):
                by_coder = decided.coders.get(int(row), {})
                for codes in by_coder.values():
                    marks[at, list(codes)] = True
                put.append({
                    coder: frozenset(by_coder.get(coder, ()))
                    for coder in decided.readers[int(row)]
                })  # fmt: skip
            truth.append(marks)
        if runs:
            there = [c.transcript for c in codings if interviews[c.transcript] in held_out]
            judged += judge(machine, whole, dict.fromkeys(there), codings, interviews)
        if so_far:
            so_far(held(number))
        if progress:
            progress(number, len(groups))
    return held(len(groups))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two agree, `""` being the machine: Cohen's kappa over passages × codes."""

    one: str
    other: str
    passages: int
    kappa: float


def agreements(held: HeldOut) -> list[Agreement]:
    """Compare each two coders, and each coder with the machine, on passages that both read.

    Each pair of passage and code is one yes or no; the machine says yes from `SHOWN`. Cohen
    1960 (Educational and Psychological Measurement 20: 37-46).
    """
    import numpy as np
    from sklearn.metrics import cohen_kappa_score

    coders = sorted({coder for put in held.put for coder in put})

    def marks(coder: str, rows: Sequence[int]) -> NDArray[Any]:
        if not coder:
            return np.asarray(held.scores[rows] >= SHOWN)
        found = np.zeros((len(rows), held.scores.shape[1]), bool)
        for at, row in enumerate(rows):
            found[at, list(held.put[row][coder])] = True
        return found

    found = []
    pairs = [*combinations(coders, 2), *((coder, "") for coder in coders)]
    for one, other in pairs:
        rows = [i for i, put in enumerate(held.put) if one in put and (other in put or not other)]
        first, second = marks(one, rows).ravel(), marks(other, rows).ravel()
        differ = len(rows) > 0 and len({*first.tolist(), *second.tolist()}) > 1
        kappa = float(cohen_kappa_score(first, second)) if differ else float("nan")
        found.append(Agreement(one=one, other=other, passages=len(rows), kappa=kappa))
    return found


BANDS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.85, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What was promised and what came true among scores from `low` up to `high`."""

    low: float
    high: float
    pairs: int
    promised: float
    true: float


def bands(scores: NDArray[Any], truth: NDArray[Any]) -> list[Band]:
    """Compare promise and outcome band by band, those without any score left out."""
    import numpy as np

    flat, right = np.ravel(scores), np.ravel(truth)
    found = []
    for low, high in pairwise(BANDS):
        here = (flat >= low) & ((flat < high) | (high == 1.0))
        if here.any():
            found.append(
                Band(
                    low=low,
                    high=high,
                    pairs=int(here.sum()),
                    promised=float(flat[here].mean()),
                    true=float(right[here].mean()),
                )
            )
    return found
