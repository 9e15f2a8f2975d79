"""Fit the weights that suggestions start from, and print them beside those that are kept.

    PYTHONPATH=.:tests python tests/bench/fit_suggestions.py

The materials are those of the benchmark: the sample (English and Russian), coded segments and open
answers; the shared ones are left out where they are not there. Every weight is fitted on each by
itself, with next to no trust in the kept one, so that one sees how far it moves from material to
material: `TRUST` is low for what moves. Features are held out as in learning. The kept weights come
from the same fits on further interviews, which are not public; a kept weight that lies outside of
what the materials span, with their mean, is marked.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import coded
from coding.project import Project
from coding.serve.bundled import bundle
from coding.suggest import passage_model, spans
from coding.suggest.corpus import prepare
from coding.suggest.learning import combine, sigmoid
from coding.suggest.machine import Machine
from coding.suggest.passage_model import COLD_START, FEATURES
from coding.suggest.runs import fitting, runs_of
from coding.suggest.spans import BY_RUN, BY_SENTENCE, RUN_WEIGHTS

LOOSE = 0.1
"""The precision of what is expected of a weight here."""

HELD = 1000.0
"""What a run's weight, in standard deviations of its feature, is held to the kept one by."""


def materials(folder: Path) -> Iterator[tuple[str, coded.Material]]:
    """Yield the materials there are, by name."""
    for language in ("en", "ru"):
        yield f"sample {language}", coded.sample(folder, language=language)
    if coded.SHARED.is_dir():
        yield "segments", coded.segments()
        yield "answers", coded.answers()


def of_passages(machine: Machine) -> NDArray[np.float64]:
    """Fit the passages' weights after learning."""
    model = machine.model
    features, decided = model._examples()
    return _fitted(features, decided, passage_model.START)


def cold(machine: Machine) -> NDArray[np.float64]:
    """Fit the weights of what the codebook alone tells, the learned ones left at nothing."""
    rows, truth = [], []
    before = Machine([p for side in machine.sides for p in side.prepared], machine.book)
    for number, decided in enumerate(machine.decided):
        listed = np.array(sorted(decided.coders), int)
        if not len(listed):
            continue
        rows.append(before.model.features(number, listed).reshape(-1, len(FEATURES)))
        marks = np.zeros((len(listed), len(machine.book)))
        for at, row in enumerate(listed.tolist()):
            for codes in decided.coders[row].values():
                marks[at, list(codes)] = 1
        truth.append(marks.ravel())
    features = np.concatenate(rows)
    features[:, 1:4] = 0.0
    return _fitted(features, np.concatenate(truth), COLD_START)


def of_sentences(machine: Machine) -> NDArray[np.float64]:
    """Fit the sentences' weights."""
    parts = [x.learned.examples for x in machine.spans.lessons if x.learned is not None]
    features, decided, times = (np.concatenate(part) for part in zip(*parts, strict=True))
    return _fitted(features, decided, spans.START, times)


def of_runs(machine: Machine) -> NDArray[np.float64]:
    """Fit the runs' weights on all runs that people read, held to the kept ones by `HELD`."""
    features, truth = [], []
    learning = machine.spans
    learning.run_weights = np.array(RUN_WEIGHTS)
    for number, lessons in enumerate(learning.lessons):
        for transcript, marks in (lessons.learned.marks if lessons.learned else {}).items():
            block = learning.block(number, transcript)
            unread = np.concatenate([[0], np.cumsum(~marks.known.all(axis=1))])
            runs = runs_of(block)
            runs = runs.only(unread[runs.last + 1] == unread[runs.first])
            if not len(runs):
                continue
            shape = (len(runs), len(machine.book))
            parts = learning.run_parts(number, block, runs)
            features.append(
                np.stack([np.broadcast_to(part, shape) for part in parts], -1).reshape(
                    -1, len(parts)
                )
            )
            right = np.zeros(shape, bool)
            for start, end, code in marks.segments:
                right[:, code] |= fitting(block, runs, [(start, end)])
            truth.append(right.ravel())
    rows, right = np.concatenate(features), np.concatenate(truth)
    start, weights = np.array(RUN_WEIGHTS), np.array(RUN_WEIGHTS)
    held = HELD * rows.var(axis=0)
    held[0] = 1e-3
    for _ in range(30):
        chance = sigmoid(rows @ weights)
        slope = held * (weights - start) - rows.T @ (right - chance)
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(held)
        step = np.clip(np.linalg.solve(curve, slope), -2, 2)
        weights -= step
        if np.abs(step).max() < 1e-4:
            break
    return weights


def _fitted(
    features: NDArray[np.float64],
    decided: NDArray[np.float64],
    start: Sequence[float],
    times: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    loose = np.full(len(start), LOOSE)
    return combine(features, decided, start=np.array(start), precision=loose, times=times)[0]


FITS = (
    ("passages, START", of_passages, FEATURES, passage_model.START),
    ("codebook alone, COLD_START", cold, FEATURES, COLD_START),
    ("sentences, START", of_sentences, BY_SENTENCE, spans.START),
    ("runs, RUN_WEIGHTS", of_runs, BY_RUN, RUN_WEIGHTS),
)


def main() -> None:
    """Print each weight as it is kept and as each material has it."""
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept) / "sample"
        Project.new(folder, sample=bundle())
        machines: dict[str, Machine] = {}
        for name, material in materials(folder):
            machine = Machine([prepare(t) for t in material.transcripts], material.book)
            machine.learn(material.codings, ())
            if machine.learned:
                machines[name] = machine
    for title, fit, names, start in FITS:
        print(f"\n{title:<28}{'kept':>8}" + "".join(f"{name:>12}" for name in (*machines, "mean")))
        fitted = np.stack([fit(machine) for machine in machines.values()])
        for at, name in enumerate(names):
            row, mean = fitted[:, at], fitted[:, at].mean()
            far = start[at] < min(*row, mean) or start[at] > max(*row, mean)
            print(
                f"{name:<28}{start[at]:>8.2f}"
                + "".join(f"{value:>12.2f}" for value in (*row, mean))
                + ("  *" if far else "")
            )


if __name__ == "__main__":
    main()
