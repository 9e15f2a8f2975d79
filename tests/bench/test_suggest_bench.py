"""Measure suggestions: how often they are right beside three baselines, and how fast they come.

    python -m pytest -m bench tests/bench/test_suggest_bench.py -s -n 0

Each interview (document) is held out in turn; the machine and the baselines learn from the same
0, 20, 80 or 320 codings of the others. *keywords* counts keyword hits alone, *SVM* is TF-IDF of
lemmas with a linear support vector machine for each code, *vectors* the likeness of the code's
text to the passage alone. Times are the processor's, so that others may work meanwhile; what is
proposed is measured in `test_proposing_bench`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from bench import coded
from coding.model import Code, Codebook, Coding, Role, Transcript, Turn
from coding.suggest import measuring
from coding.suggest.corpus import prepare
from coding.suggest.learning import calibrate
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


@pytest.mark.parametrize("name", ["sample", "answers"])
def test_what_is_shown_as_likely_after_300_decisions_is_right(
    name: str, sample_folder: Path
) -> None:
    """A coder works through the interviews in order, and answers all that is proposed from 15 %.

    The machine learns every ten passages. After 300 answers scores are set right by them; what
    is then called likely (from .7) should be accepted in three of four cases.
    """
    if name != "sample" and not coded.SHARED.is_dir():
        pytest.skip("the coded material is not there")
    material = MATERIALS[name](sample_folder)
    machine = Machine([prepare(t) for t in material.transcripts], material.book)
    machine.learn(material.codings, ())
    truth = [evidence.coders for evidence in machine.decided]
    log: list[tuple[float, bool]] = []
    likely: list[bool] = []
    passages = [
        (i, row)
        for t in material.transcripts
        for i, side in enumerate(machine.sides)
        if t.id in side.first
        for row, passage in enumerate(side.passages)
        if passage.transcript == t.id and not passage.asked
    ]
    known: list = []
    for number, (i, row) in enumerate(passages):
        if number % 10 == 0:
            machine.learn(known, ())
        right = calibrate([s for s, _ in log], [a for _, a in log]) if len(log) >= 300 else None
        put = {code for codes in truth[i].get(row, {}).values() for code in codes}
        scores = machine.scores(i, np.array([row]))[0]
        for code in np.argsort(-scores)[:3]:
            score = float(scores[code])
            if right is not None and float(right(np.array([score]))[0]) >= 0.7:
                likely.append(code in put)
            if score >= 0.15:
                log.append((score, bool(code in put)))
        place = machine.sides[i].passages[row]
        known += [
            c for c in material.codings
            if c.transcript == place.transcript and place.start <= c.start < place.end
        ]  # fmt: skip
    share = sum(likely) / max(1, len(likely))
    accepted = np.mean([a for _, a in log])
    print(
        f"\n{name}: {len(log)} decisions, {accepted:.2f} of them accepted; after 300"
        f" {len(likely)} shown as likely, {share:.2f} of these right"
    )
    assert not likely or share >= 0.75


def spoken(sample: Path, passages: int) -> list[Transcript]:
    """Return invented transcripts of so many passages, questions included: shuffled words."""
    draw = random.Random(7)
    lines = [
        line
        for t in coded.sample(sample).transcripts
        if t.language == "en"
        for turn in t.turns
        for line in [t.text[turn.start : turn.end].split()]
        if len(line) > 8
    ]
    found = []
    for number in range(-(-passages // 500)):
        text, turns = "", []
        for n in range(500):
            words = draw.choice(lines)[:60].copy()
            draw.shuffle(words)
            role = Role.PARTICIPANT if n % 2 else Role.INTERVIEWER
            said = " ".join(words[: 40 if n % 2 else 9]) + "."
            turns.append(
                Turn(
                    number=n + 1, start=len(text), end=len(text) + len(said), speaker="", role=role
                )
            )
            text += said + "\n\n"
        found.append(Transcript(name=f"T{number}", text=text, turns=tuple(turns), language="en"))
    return found


@pytest.mark.parametrize(("passages", "bar"), [(1_000, 3.0), (100_000, 30.0)])
def test_transcripts_are_prepared_in_time(
    passages: int, bar: float, sample_folder: Path, tmp_path: Path
) -> None:
    book = coded.sample(sample_folder).book
    transcripts = spoken(sample_folder, passages)
    prepare(transcripts[0])
    machine_free = rss()
    begun = time.process_time()
    prepared = [prepare(t) for t in transcripts]
    read = time.process_time() - begun
    machine = Machine(prepared, book)
    machine.logits(0, np.arange(10))
    ready = time.process_time() - begun
    count = len(machine.sides[0])
    print(f"\n{count} passages read in {read:.2f} s, beside the codebook in {ready:.2f} s;"
          f" memory {machine_free:.0f} -> {rss():.0f} MB")  # fmt: skip
    assert ready < bar
    assert rss() < 1000


def test_a_decision_is_learned_at_once(sample_folder: Path) -> None:
    """1,000 reviewed passages and 50 codes: learning and ranking one transcript in 0.3 s."""
    material = coded.sample(sample_folder)
    transcripts = spoken(sample_folder, 4_000)
    codes = [Code(id=f"c{n}", name=f"code {n}", definition=c.definition)
             for n, c in enumerate((list(material.book) * 2)[:50])]  # fmt: skip
    machine = Machine([prepare(t) for t in transcripts], Codebook(codes=tuple(codes)))
    draw = random.Random(3)
    places = [p for p in machine.sides[0].passages if not p.asked][:1000]
    codings = [
        Coding(id=f"{n}-{k}", transcript=p.transcript, start=p.start, end=p.end, text="",
               code=draw.choice(codes).id, coder="A", created="")
        for n, p in enumerate(places) for k in range(2)
    ]  # fmt: skip
    machine.learn(codings, ())
    machine.propose(coder="B", transcripts={transcripts[0].id})
    took = []
    for _ in range(7):
        begun = time.process_time()
        machine.learn(codings, ())
        machine.propose(coder="B", transcripts={transcripts[0].id})
        took.append(time.process_time() - begun)
    print(f"\nlearned from {machine.reviewed} passages x {len(codes)} codes, one transcript of 500"
          f" ranked: median {np.median(took):.3f} s, most {max(took):.3f} s")  # fmt: skip
    assert np.median(took) < 0.3


def rss() -> float:
    """Return this process's memory in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
