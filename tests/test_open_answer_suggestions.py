"""Of short answers, each coded as a whole, codes are proposed for answers, about one for each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import page_steps
import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest
from studies import study

from coding.arithmetic.unit import unit
from coding.commands import main
from coding.language.vectors import vectors
from coding.model import Code, Codebook, Coding, Role, Transcript, Turn
from coding.project import Project
from coding.suggest import answers, passage_model
from coding.suggest.answers import FEWEST_WHOLE, READ_WHOLE, reads_whole
from coding.suggest.corpus import Side, prepare
from coding.suggest.machine import Machine
from coding.suggest.passage_model import FEWEST, MOST
from coding.suggest.reasons import reasons
from coding.suggest.sentences import Sentences

BOOK = Codebook(
    codes=(
        Code(id="rent", name="Rent", definition="Rents, landlords and flats."),
        Code(id="bus", name="Buses", definition="Buses and trains."),
        Code(id="people", name="People", definition="Friends and neighbours."),
    )
)
SAID = {
    "rent": (
        "The rent is too high.",
        "My landlord keeps the deposit.",
        "A cheaper flat.",
    ),
    "bus": ("More buses in the evening.", "The train is late.", "A bus at night, please."),
    "people": (
        "I have no friends here.",
        "Neighbours who say hello.",
        "To know more people.",
    ),
}
FIRST = [(text, code) for n in range(3) for code, texts in SAID.items() for text in [texts[n]]] * 3
ANSWERS = [(f"{text} That is all.", code) for text, code in FIRST]


def answered(
    key: str = "answers", *, asked: bool = False, said_by: Sequence[tuple[str, str]] = ANSWERS
) -> tuple[Transcript, list[Coding]]:
    """Return answers, each coded as a whole; `asked`: with a question before each."""
    turns, text, codings = [], "", []
    for said, code in said_by:
        for words, role in (("And what else?", Role.INTERVIEWER), (said, Role.PARTICIPANT)):
            if role is Role.INTERVIEWER and not asked:
                continue
            start, end = len(text), len(text) + len(words)
            turns.append(
                Turn(number=len(turns) + 1, start=start, end=end, speaker=str(role), role=role)
            )
            text += words + "\n"
        codings.append(
            Coding(id=f"{key}{start}", transcript=key, start=start, end=end, text=said,
                   code=code, coder="Ana", created="")
        )  # fmt: skip
    transcript = Transcript(id=key, name=key, text=text, turns=tuple(turns), language="en")
    return transcript, codings


def taught(*material: tuple[Transcript, list[Coding]]) -> Machine:
    machine = Machine([prepare(transcript) for transcript, _ in material], BOOK)
    machine.learn([coding for _, codings in material for coding in codings], ())
    return machine


def extents(machine: Machine, transcript: Transcript) -> set[tuple[int, int]]:
    return {machine.place(p)[1:] for p in machine.propose(transcripts={transcript.id}, most=0)}


def as_answers(machine: Machine, transcript: Transcript) -> bool:
    return machine.spans.of_answers(0, machine.spans.block(0, transcript.id))


def test_an_answer_of_two_sentences_gets_a_code_as_a_whole() -> None:
    transcript, codings = answered()
    found = extents(taught((transcript, codings)), transcript)
    assert found <= {(turn.start, turn.end) for turn in transcript.turns}
    assert len(found) == len(ANSWERS)


def test_what_is_proposed_of_an_answer_is_what_people_put_there_nearly_always() -> None:
    transcript, codings = answered()
    machine = taught((transcript, codings))
    put = {(c.start, c.end, c.code) for c in codings}
    shown = [p for p in machine.propose() if p.score >= 0.3]
    right = [(*machine.place(p)[1:], BOOK.codes[p.code].id) in put for p in shown]
    assert np.mean(right) > 0.9
    assert len(right) > 0.9 * len(put)


@pytest.mark.parametrize("beside", [False, True])
def test_where_somebody_asks_nothing_is_taken_for_an_answer(beside: bool) -> None:
    """Also beside answers, which are."""
    talk, codings = answered("talk", asked=True)
    answers = answered()
    machine = taught((talk, codings), answers) if beside else taught((talk, codings))
    assert not as_answers(machine, talk)
    if beside:
        assert as_answers(machine, answers[0])


def test_where_parts_of_answers_are_coded_they_are_not_taken_as_wholes() -> None:
    transcript, codings = answered()
    parts = [
        replace(coding, end=coding.start + len(text))
        for coding, (text, _) in zip(codings, FIRST, strict=True)
    ]
    machine = taught((transcript, parts))
    assert machine.learned
    assert not as_answers(machine, transcript)


def test_reasons_for_an_answer_add_up_to_its_log_odds() -> None:
    machine = taught(answered())
    for proposed in machine.propose(most=0):
        total = sum(reason.weight for reason in reasons(machine, proposed))
        assert total == pytest.approx(proposed.logit, abs=1e-4)


LONG = [text for text, _ in ANSWERS for _ in range(9)]


@pytest.mark.parametrize(
    ("constant", "asked", "long", "promised"),
    [
        (-9.0, False, False, 1.2),
        (-9.0, True, False, FEWEST),
        (-9.0, False, True, FEWEST),
        (0.0, False, False, MOST),
    ],
)
def test_before_anything_is_learned_about_one_code_is_promised_for_an_answer(
    monkeypatch: pytest.MonkeyPatch, constant: float, asked: bool, long: bool, promised: float
) -> None:
    """However much or little the weights, which come from other material, promise."""
    monkeypatch.setattr(passage_model, "COLD_START", (constant, *passage_model.COLD_START[1:]))
    transcript, _ = answered(asked=asked)
    if long:
        text = " ".join(LONG)
        turn = replace(transcript.turns[0], start=0, end=len(text))
        transcript = replace(transcript, text=text, turns=(turn,))
    machine = Machine([prepare(transcript)], BOOK)
    rows = [row for row, p in enumerate(machine.sides[0].passages) if not p.asked]
    assert machine.scores(0, np.array(rows)).sum(axis=1).mean() == pytest.approx(promised, abs=0.01)


# ── answers are read as wholes ──


def short(count: int = len(FIRST), *, longer: int = 0) -> Transcript:
    """Return answers of a sentence, the last `longer` of them of two."""
    said = [*FIRST[: count - longer], *ANSWERS[count - longer : count]]
    return answered(said_by=said)[0]


def side_of(*transcripts: Transcript, whole: bool = True) -> Side:
    return Side(transcripts[0].language, [prepare(t) for t in transcripts], BOOK, whole)


def test_answers_are_read_as_wholes_and_interviews_word_by_word() -> None:
    answers, talk = short(), answered("talk", asked=True, said_by=FIRST)[0]
    assert side_of(answers).whole
    assert not side_of(answers, whole=False).whole
    assert not side_of(talk).whole
    assert not side_of(answers, talk).whole
    assert not side_of(replace(answers, language="ru")).whole, "MiniLM knows English"


def test_as_wholes_passages_sentences_and_codes_are_read() -> None:
    side = side_of(short())
    one = side.text(0)
    whole = vectors([one], "en", whole=True)[0]
    assert np.allclose(side.vectors[0], whole, atol=1e-3)
    block = Sentences(side).block(side.passages[0].transcript)
    said = vectors(["The rent is too high."], "en", whole=True)
    assert np.allclose(unit(block.meant[:1]), said, atol=1e-3)
    plain = side_of(short(), whole=False)
    assert not np.allclose(side.code_vectors, plain.code_vectors, atol=0.1)
    assert np.allclose(plain.vectors[0], vectors([one], "en")[0], atol=1e-3)


@pytest.mark.parametrize("count", [FEWEST_WHOLE - 1, FEWEST_WHOLE])
def test_few_answers_are_read_word_by_word(count: int) -> None:
    assert side_of(short(count)).whole == (count == FEWEST_WHOLE)


@pytest.mark.parametrize("more", [0, 1])
def test_a_great_many_answers_are_read_word_by_word(
    more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    transcript = short()
    monkeypatch.setattr(answers, "MOST_WHOLE", len(transcript.text) - more)
    assert side_of(transcript).whole == (not more)


@pytest.mark.parametrize(("more", "whole"), [(6, True), (7, False)])
def test_where_one_answer_in_five_is_of_several_passages_none_is_a_whole(
    more: int, whole: bool
) -> None:
    """27 answers of 33 passages are .82 of them, of 34 .79."""
    read = prepare(short())
    again = [read.passages[0]] * more
    assert reads_whole([replace(read, passages=(*read.passages, *again))]) == whole


@pytest.mark.parametrize(("longer", "whole"), [(13, True), (14, False)])
def test_answers_of_one_or_two_sentences_are_read_as_wholes(longer: int, whole: bool) -> None:
    """Of 27 answers 13 have two sentences: 40 of 27 are 1.48; 41 are 1.52."""
    assert side_of(short(longer=longer)).whole == whole


def test_in_the_app_answers_are_read_as_wholes_aside_and_suggestions_wait_for_none(
    tmp_path: Path,
) -> None:
    told = "\n\n".join(f"R{n}: {text}" for n, (text, _) in enumerate(FIRST))
    project = study(tmp_path / "study", {"answers.txt": told})
    project.learning.stays_apart = True
    first = project.learning.machine()
    assert [side.whole for side in first.sides] == [False]
    assert READ_WHOLE not in project.learning.method()
    known = tuple(map(id, project.learning.prepared()))
    job = project.work.find(("read whole", known))
    assert job
    assert job.wait(60)
    second = project.learning.machine()
    assert [side.whole for side in second.sides] == [True]
    assert READ_WHOLE in project.learning.method()
    assert project.learning.machine() is second
    alone = Project(project.folder).learning.machine()
    assert [side.whole for side in alone.sides] == [True], "a command waits for it"


@pytest.mark.parametrize("asked", [False, True])
def test_that_a_language_model_reads_answers_is_said_where_they_are_read_so(
    asked: bool, tmp_path: Path
) -> None:
    """With the suggestions, with what was measured, and on its page."""
    question = "I: And what else?\n\n" * asked
    told = "\n\n".join(f"{question}R: {text}" for text, _ in FIRST)
    book = "codes: [{id: rent, name: Rent}, {id: bus, name: Buses}, {id: people, name: People}]"
    project = study(tmp_path / "study", {"a.txt": told, "b.txt": f"{told}\n"}, codebook=book)
    for info in project.transcripts.all():
        said = [t for t in project.transcripts.get(info.id).turns if t.speaker == "R"]
        for turn, (_, code) in zip(said, FIRST, strict=True):
            project.codings.apply(info.id, turn.start, turn.end, [code], coder="Ana")

    def run(*asks: str) -> dict[str, Any]:
        asks = (*asks, "--project", str(project.folder), "--json")
        done = CliRunner().invoke(main, asks, catch_exceptions=False)
        return dict(json.loads(done.stdout))

    assert run("suggest", "--limit", "1")["method"].startswith("Learned from 54 coded segments")
    assert (READ_WHOLE in run("suggest", "--limit", "1")["method"]) != asked
    assert run("evaluate")["read_whole"] != asked

    def page(measured: object) -> None:
        from coding.pages.parts.trusting import figures
        from coding.project.evaluation import Measured

        assert isinstance(measured, Measured)
        figures(measured)

    shown = AppTest.from_function(page, args=[project.evaluation.measure()]).run()
    assert not shown.exception
    assert (READ_WHOLE in page_steps.words(shown)) != asked
