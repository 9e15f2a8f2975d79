"""Measure how far machine and coder agree on short open answers, from the codebook alone and on.

    python -m pytest -m bench tests/bench/test_open_answers_bench.py -s -n 0

Four sets, answers and both codings invented for this. What is proposed of short answers was chosen
with the first two in view; what the third, of terse and misspelled answers with 14 codes, came to
was known. The fourth, of long answers with 14 codes, was written before and measured after. That
answers are read as wholes was chosen with the first three in view; the fourth was measured then.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bench import coded
from coding.model import Code, Codebook
from coding.suggest.corpus import prepare
from coding.suggest.machine import Machine
from coding.suggest.measuring import SHOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

SETS = Path(__file__).parent / "answers"
SEEDS = range(4)
COUNTS = (0, 20, 30, 45)
OFTEN = 8
"""Answers from which on a code is called frequent."""


def read(name: str) -> tuple[coded.Material, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the answers with Ana's codes, and both codings: answers × codes."""
    codes, rows, others = [], [], []
    for line in (SETS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            head, definition = line[1:].split(" | ")
            key, called = head.split(" ", 1)
            codes.append(Code(id=key, name=called, definition=definition))
        elif line and not line.startswith("#"):
            said, ana, ben = (part.strip() for part in line.split("|"))
            rows.append((name, said, "", frozenset(ana.split())))
            others.append(frozenset(ben.split()))
    mine, theirs = (
        np.array([[code.id in put for code in codes] for put in puts])
        for puts in ([row[3] for row in rows], others)
    )
    return coded.Material.of(rows, Codebook(tuple(codes))), mine, theirs


@pytest.mark.parametrize(
    ("name", "bars"),
    [
        ("city", (0.68, 0.66, 0.7, 0.72)),
        ("course", (0.56, 0.6, 0.63, 0.65)),
        ("canteen", (0.49, 0.54, 0.58, 0.59)),
        ("care", (0.45, 0.46, 0.47, 0.5)),
    ],
)
def test_machine_and_coder_agree_on_short_answers(name: str, bars: tuple[float, ...]) -> None:
    """Cohen's kappa at `SHOWN` on answers not learned from: before any, from 20, 30 and 45.

    Beside that on all codes, the one on frequent codes is printed.
    """
    from sklearn.metrics import cohen_kappa_score

    material, ana, ben = read(name)
    [transcript] = material.transcripts
    print(f"\n{name}: {len(ana)} answers, {ana.sum()} and {ben.sum()} codes;"
          f" coders' kappa {cohen_kappa_score(ana.ravel(), ben.ravel()):.3f}")  # fmt: skip
    turns = {turn.start: at for at, turn in enumerate(transcript.turns)}
    machine = Machine([prepare(transcript)], material.book)
    often = ana.sum(axis=0) >= OFTEN
    reached = []
    for count in COUNTS:
        kappas, frequent = [], []
        for seed in SEEDS:
            learned = set(np.random.default_rng(seed).permutation(len(ana))[:count].tolist())
            codings = [c for c in material.codings if turns[c.start] in learned]
            machine.learn(codings, (), drawn=True)
            shown = np.zeros(ana.shape, bool)
            for proposed in machine.propose(most=0):
                if proposed.score >= SHOWN:
                    start = machine.place(proposed)[1]
                    answer = max(at for begin, at in turns.items() if begin <= start)
                    shown[answer, proposed.code] = True
            rest = sorted(set(range(len(ana))) - learned)
            both = ana[rest], shown[rest]
            kappas.append(cohen_kappa_score(*(marks.ravel() for marks in both)))
            frequent.append(cohen_kappa_score(*(marks[:, often].ravel() for marks in both)))
        reached.append(float(np.mean(kappas)))
        told = f"  {count:>2} learned: kappa {reached[-1]:.3f} ± {np.std(kappas):.3f}"
        told += f"; of {often.sum()} frequent codes {np.mean(frequent):.3f}"
        print(f"{told} ± {np.std(frequent):.3f}")
    for kappa, bar in zip(reached, bars, strict=True):
        assert kappa >= bar
