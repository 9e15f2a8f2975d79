"""Measure suggestions: how often they are right beside three baselines, and how fast they come.

    python -m pytest -m bench tests/bench/test_suggest_bench.py -s -n 0

Each interview (document) is held out in turn; the machine and the baselines learn from the same
0, 20, 80 or 320 codings of the others. *keywords* counts keyword hits alone, *SVM* is TF-IDF of
lemmas with a linear support vector machine for each code, *vectors* the likeness of the code's
text to the passage alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from bench import coded
from coding.suggest import measuring
from coding.suggest.corpus import prepare
from coding.suggest.machine import Machine

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

Scorer = Callable[[Machine, int, NDArray[np.int64]], NDArray[np.float64]]


def ours(machine: Machine, side: int, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    return machine.scores(side, rows)


def keywords(machine: Machine, side: int, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    return machine.sides[side].keyword[rows].astype(float)


def vectors(machine: Machine, side: int, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    said, asked = machine.sides[side].by_vectors
    return said[rows] + asked[rows]


def svm(machine: Machine, side: int, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    lesson, one = machine.lessons[side], machine.sides[side]
    scores = np.full((len(rows), len(machine.book)), -9.0)
    if lesson is None:
        return scores
    for code in range(len(machine.book)):
        marks = lesson.targets[:, code] > 0
        if marks.any() and not marks.all():
            model = LinearSVC().fit(one.said[lesson.rows], marks)
            scores[:, code] = model.decision_function(one.said[rows])
    return scores


MATERIALS = {
    "sample": lambda folder: coded.sample(folder),
    "segments": lambda folder: coded.segments(),
    "answers": lambda folder: coded.answers(),
}


@pytest.mark.parametrize("name", MATERIALS)
def test_suggestions_are_right_more_often_than_the_baselines(
    name: str, sample_folder: Path, tmp_path: Path
) -> None:
    """Best or equal in precision at 1 and macro average precision from 20 decisions on."""
    if name != "sample" and not coded.SHARED.is_dir():
        pytest.skip("the coded material is not there")
    material = MATERIALS[name](sample_folder)
    prepared = [prepare(t) for t in material.transcripts]
    print()
    lost = []
    for decisions in (0, 20, 80, 320):
        table: dict[str, measuring.Quality] = {}
        for scorer in (ours, keywords, svm, vectors):
            table[scorer.__name__] = measured(material, prepared, decisions, scorer)
            q = table[scorer.__name__]
            print(
                f"{name:<9} {decisions:>3} {scorer.__name__:<9} P@1 {q.precision_at_1:.3f}"
                f"  R@3 {q.recall_at_3:.3f}  macro AP {q.macro_average_precision:.3f}"
                + (f"  micro F1 {q.micro_f1:.3f}  macro F1 {q.macro_f1:.3f}"
                   f"  calibration error {q.calibration:.4f}" if scorer is ours else "")
            )  # fmt: skip
        if decisions:
            assert table["ours"].calibration <= 0.02
            lost += [
                (decisions, other, measure)
                for other in ("keywords", "svm", "vectors")
                for measure in ("precision_at_1", "macro_average_precision")
                if getattr(table["ours"], measure) < getattr(table[other], measure)
            ]
    assert lost == []


def measured(
    material: coded.Material, prepared: list, decisions: int, scorer: Scorer
) -> measuring.Quality:
    return measuring.evaluate(
        prepared,
        material.book,
        material.codings,
        interviews=material.interviews,
        decisions=decisions,
        scorer=scorer,
    )
