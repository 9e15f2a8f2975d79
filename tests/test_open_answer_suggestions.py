"""Of short answers, each coded as a whole, codes are proposed for answers, about one for each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coding.model import Code, Codebook, Coding, Role, Transcript, Turn
from coding.suggest import passage_model
from coding.suggest.corpus import prepare
from coding.suggest.machine import Machine
from coding.suggest.passage_model import FEWEST, MOST
from coding.suggest.reasons import reasons

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


def answered(key: str = "answers", *, asked: bool = False) -> tuple[Transcript, list[Coding]]:
    """Return answers, each coded as a whole; `asked`: with a question before each."""
    turns, text, codings = [], "", []
    for said, code in ANSWERS:
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
