"""Take apart the log odds of a code on a run of sentences that was learned from.

A run weighs the mean and the peak of its sentences, so that each part of a sentence's log odds
counts as often as the sentence does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coding.model import Reason
from coding.suggest.evidence import Shares, line, named, of_keywords, of_likeness, place
from coding.suggest.folds import without
from coding.suggest.machine import Machine
from coding.suggest.marks import Run
from coding.suggest.ranking import Proposed
from coding.suggest.runs import Runs
from coding.suggest.sentences import AXES
from coding.suggest.spans import BY_RUN, BY_SENTENCE, LIKENESSES
from coding.suggest.telling import run_counts, telling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.suggest.sentences import SentenceBlock

RUNS_SHOWN = 3


def run_reasons(machine: Machine, proposed: Proposed) -> list[Reason]:
    """Return the parts of a run's log odds, as reasons."""
    import numpy as np

    spans, code = machine.spans, proposed.code
    side = machine.sides[proposed.side]
    prepared = side.prepared[proposed.source]
    block = spans.block(proposed.side, prepared.transcript)
    rows = np.arange(proposed.first, proposed.last + 1)
    run = Runs(rows[:1], rows[-1:], np.array([max(1, int(block.words[rows].sum()))]))
    odds = spans.odds(proposed.side, block)
    told = spans.weights_of_runs(proposed.side, block)
    weights = dict(zip(BY_RUN, told.tolist(), strict=True))
    parts = _parts(machine, proposed, block, run)
    counts = run_counts(told, odds[rows, code])
    by = _by_sentences(machine, proposed.side, block, rows, counts, code)
    passage = side.passages[machine.row(proposed)]
    hits = machine.hits(proposed)
    _, start, end = machine.place(proposed)
    return [
        Reason(
            kind="keywords",
            weight=by["keywords"].answer,
            text=named(hits),
            evidence=tuple(place(prepared, hit) for hit in hits),
        ),
        Reason(
            kind="words",
            weight=by["words"].answer + weights["run by words"] * parts["run by words"],
            text=_worded(telling(machine, proposed, counts)),
        ),
        Reason(
            kind="passages",
            weight=by["vectors"].answer + weights["run by vectors"] * parts["run by vectors"],
            text="the passages where it was accepted",
            evidence=_nearest(machine, proposed, block, rows),
        ),
        Reason(
            kind="definition",
            weight=by["definition"].answer,
            text=line(side, prepared, start, end, code, hits),
        ),
        Reason(
            kind="question",
            weight=sum(share.question for share in by.values()),
            text="what the interviewer asked",
            evidence=((passage.transcript, *passage.question),) if passage.question[1] else (),
        ),
        Reason(
            kind="around",
            weight=by["around"].answer,
            text="what is said right before and after",
        ),
        Reason(
            kind="length",
            weight=sum(weights[name] * parts[name] for name in ("words", "words squared", "length"))
            + weights["constant"],
            text=f"{len(rows)} sentence{'s' * (len(rows) > 1)}, {int(run.words[0])} words",
        ),
        Reason(
            kind="frequency",
            weight=by["frequency"].answer + weights["base rate"] * parts["base rate"],
            text=_frequency(machine, code),
        ),
    ]


def _parts(
    machine: Machine, proposed: Proposed, block: SentenceBlock, run: Runs
) -> dict[str, float]:
    """Return what a run's log odds are made of besides its sentences, by name."""
    import numpy as np

    spans, code = machine.spans, proposed.code
    learned = spans.lessons[proposed.side].learned
    long = float(np.log(run.words[0]))
    parts = dict.fromkeys(BY_RUN, 0.0) | {"words": long, "words squared": long**2}
    if learned is None:
        return parts | {"base rate": float(spans.base[code])}
    parts["base rate"] = float(learned.base[code])
    parts["length"] = float(learned.lengths[code, int(run.bins[0])])
    fold = int(spans.folds(proposed.side, block)[proposed.first])
    for name, rows, ridge in (
        ("run by words", block.worded, learned.run_words),
        ("run by vectors", block.meant, learned.run_vectors),
    ):
        own = rows[proposed.first : proposed.last + 1].sum(axis=0)
        if ridge is not None:
            length = max(float(np.linalg.norm(own)), 1e-9)
            parts[name] = float(own @ without(ridge, fold)[:, code]) / length
    return parts


def _by_sentences(
    machine: Machine,
    side: int,
    block: SentenceBlock,
    rows: NDArray[Any],
    counts: NDArray[Any],
    code: int,
) -> dict[str, Shares]:
    """Return what the sentences add, each as often as it counts, by what speaks for the code."""
    spans = machine.spans
    weights = dict(zip(BY_SENTENCE, spans.weights.tolist(), strict=True))
    learned = spans.lessons[side].learned
    found = dict.fromkeys(
        ("keywords", "words", "vectors", "definition", "around", "frequency"), Shares()
    )
    folds = spans.folds(side, block)[rows]
    for row, count, fold in zip(rows.tolist(), counts.tolist(), folds.tolist(), strict=True):
        for likeness, name in ((block.meaning, "definition"), (block.wording, "wording")):
            among = (weights[f"{name} among passages"], weights[f"{name} among codes"])
            found["definition"] += of_likeness(likeness, row, code, *among).times(count)
        whole = weights["keywords"] * float(block.likeness[row, code, LIKENESSES.index("keywords")])
        found["keywords"] += of_keywords(block.hits, row, code, whole).times(count)
        near = sum(
            weights[f"{name}, nearby"] * float(block.near[row, code, at])
            for at, name in enumerate(LIKENESSES)
        )
        found["around"] += Shares(near * count)
        base = spans.base if learned is None else learned.base if fold < 0 else learned.rest[fold]
        usual = weights["constant"] + weights["base rate"] * float(base[code])
        found["frequency"] += Shares(usual * count)
        if learned is None:
            continue
        for name, own, ridge in (
            ("words", block.by_word, learned.words),
            ("vectors", block.by_vector, learned.vectors),
        ):
            terms = own[row] * without(ridge, fold)[:, code] * weights[name] * count
            said, asked, around = (float(terms[at : at + AXES].sum()) for at in (0, AXES, 2 * AXES))
            found[name] += Shares(said, asked)
            found["around"] += Shares(around)
    return found


def _worded(words: list[str]) -> str:
    if not words:
        return "words as in other codes’ passages"
    return "words as in its passages: " + ", ".join(f"“{word}”" for word in words)


def _nearest(
    machine: Machine, proposed: Proposed, block: SentenceBlock, rows: NDArray[Any]
) -> tuple[tuple[str, int, int], ...]:
    """Return the segments with the code that are most like the run in meaning."""
    import numpy as np

    runs, meant = machine.spans.accepted(proposed.side, proposed.code)
    sentences = machine.spans.lessons[proposed.side].sentences
    found = []
    for at in np.argsort(-(meant @ block.meant[rows].sum(axis=0)), kind="stable").tolist():
        transcript, first, last = runs[at]
        if transcript == block.transcript and first <= rows[-1] and last >= rows[0]:
            continue
        found.append((transcript, *sentences.place(transcript, first, last)))
        if len(found) == RUNS_SHOWN:
            break
    return tuple(found)


def _frequency(machine: Machine, code: int) -> str:
    runs = learned_runs(machine)
    have = sum(run[2] == code for run in runs)
    return f"{have} of the {len(runs)} segments it learned from are of it"


def learned_runs(machine: Machine) -> list[Run]:
    """Return the coded runs that were learned from, those of several coders once."""
    learned = [x.learned for x in machine.spans.lessons if x.learned is not None]
    return [run for told in learned for marks in told.marks.values() for run in marks.runs]
