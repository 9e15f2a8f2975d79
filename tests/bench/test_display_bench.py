"""How long a joint display of 400 figures, 60 codes and 5,000 codings takes to open."""

from __future__ import annotations

import random
import time
from pathlib import Path

import numpy as np
import pytest
from page_steps import open_page, words
from studies import lay_out

from coding.project import Project

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

QUESTIONS, OPTIONS, CODES, INTERVIEWS, CODINGS = 100, 4, 60, 40, 5_000
BAR = 1.0
"""Seconds on the processor, in which the page is to be there."""


def big_study(folder: Path) -> Path:
    """Write a study of that size; each question has a theme and three quotes beside it."""
    drawn = random.Random(17)
    codes = [f"code_{n}" for n in range(CODES)]
    codebook = "codes:\n" + "".join(f"  - {{id: {code}, name: Code {code}}}\n" for code in codes)
    sentence = "It is calm here and the rent is what it is, as I said to my sister then. "
    texts = {
        f"I{n:02}.txt": "".join(
            f"Interviewer: And then?\n\nP{n:02}: {turn}. {sentence * 6}\n\n" for turn in range(40)
        )
        for n in range(INTERVIEWS)
    }
    people = "participant,pseudonym,gender,age_band\n" + "".join(
        f"P{n:02},Name{n},{drawn.choice(['Female', 'Male'])},{drawn.choice(['20-29', '30-39'])}\n"
        for n in range(INTERVIEWS)
    )
    index = "file,participant,language\n" + "".join(f"I{n:02}.txt,P{n:02},en\n" for n in range(40))
    lay_out(folder, texts, codebook=codebook, others={"participants.csv": people,
                                                      "index.csv": index})  # fmt: skip
    rows = ["indicator_id,question_id,question,option,value,base_n,source"]
    for question in range(QUESTIONS):
        rows += [
            f"f{question}_{n},q{question},Question {question}?,Option {n},{25 + n},300,Park 2025"
            for n in range(OPTIONS)
        ]
    (folder / "survey").mkdir()
    (folder / "survey" / "toplines.csv").write_text("\n".join(rows), encoding="utf-8")
    project = Project(folder)
    table = ["transcript,start,end,code,coder"]
    infos = project.transcripts.all()
    texts_read = [project.transcripts.get(info.id) for info in infos]
    for each in range(CODINGS):
        text = texts_read[each % INTERVIEWS]
        turn = drawn.choice([turn for turn in text.turns if turn.participant])
        start = turn.start + drawn.randrange(0, 300)
        coder = drawn.choice(["ana", "bo"])
        table.append(f"{text.name},{start},{start + 80},{drawn.choice(codes)},{coder}")
    (folder / "codings.csv").write_text("\n".join(table), encoding="utf-8")
    assert project.codings.read_table(folder / "codings.csv", coder="ana").failed == []
    keys = [coding.id for coding in project.codings.all()]
    for question in range(QUESTIONS):
        project.links.put(drawn.choice(codes), f"f{question}_0", "expands", coder="ana")
        for key in drawn.sample(keys, 3):
            project.links.put(key, f"f{question}_0", "confirms", coder="ana")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return big_study(tmp_path_factory.mktemp("big") / "study")


def median(took: list[float]) -> float:
    return float(np.median(took))


def test_the_display_of_a_large_study_opens_in_under_a_second(folder: Path) -> None:
    project = Project(folder)
    begun = time.process_time()
    display = project.joint.display()
    first = time.process_time() - begun
    took = []
    for _ in range(5):
        begun = time.process_time()
        project.joint.display()
        took.append(time.process_time() - begun)
    print(f"\n{len(display.rows)} rows from {len(project.survey.figures())} figures, {CODES} codes"
          f" and {len(project.codings.all())} codings: first {first:.2f} s,"
          f" then {median(took):.2f} s")  # fmt: skip
    assert median(took) < BAR
    assert first < 2 * BAR


def test_its_page_is_there_in_under_a_second(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, "joint_display", folder)
    took = []
    for _ in range(3):
        begun = time.process_time()
        app.run()
        took.append(time.process_time() - begun)
    print(f"\nthe page: {median(took):.2f} s")
    assert not app.exception
    assert "Question 0?" in words(app)
    assert median(took) < BAR


def test_coverage_of_a_large_study_is_counted_in_under_half_a_second(folder: Path) -> None:
    project = Project(folder)
    project.cases.matrix()
    begun = time.process_time()
    covered = project.cases.matrix("gender")
    took = time.process_time() - begun
    print(f"\ncoverage of {len(covered.codes)} codes: {took:.2f} s")
    assert took < BAR / 2
