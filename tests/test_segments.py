"""Speech is cut into sentences and passages as people read it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.language.sentences import sentences
from coding.model import Role, Transcript, Turn
from coding.suggest.segments import Passage, on, passages

TRICKY = [
    ["I left... in March.", "He came later."],
    ["Dr. Ana said: “Go!”", "So I did."],
    ["It cost 3.5 euros.", "Or 4?"],
    ["“Stop!” she said.", "I stopped."],
    ["Wait...", "What?", "Yes!"],
    ["We met at 9 a.m. and left.", "Fine."],
    ["No.", "No, no.", "Well, yes…"],
    ["I live in Novi Sad, st. Danila 5.", "It is quiet."],
    ["J. Smith wrote to me.", "I answered."],
    ["Мы уехали в 2022 г. осенью.", "Потом жили у сестры."],
    ["Я говорю: «Не надо!»", "А он пошёл."],
    ["Ну, т.е. почти сразу.", "Да?", "Да."],
    ["Otišli smo u martu, npr. Ana i ja.", "Posle je bilo lakše."],
    ["And I thought: why?", "[pause] I don't know."],
    ["You know (it was late.)", "We went home."],
]


@pytest.mark.parametrize("expected", TRICKY, ids=lambda e: e[0][:24])
def test_tricky_lines_are_cut_where_people_would(expected: list[str]) -> None:
    text = " ".join(expected)
    assert [text[a:b] for a, b in sentences(text)] == expected


@given(st.text(alphabet="aбcD. !?…\n\"“”«»'3—", max_size=120))
def test_sentences_cover_every_word_and_never_overlap(text: str) -> None:
    cut = sentences(text)
    assert all(a < b for a, b in cut)
    assert all(first[1] <= second[0] for first, second in pairwise(cut))
    assert "".join("".join(text[a:b] for a, b in cut).split()) == "".join(text.split())


def interview(*said: tuple[Role, str]) -> Transcript:
    text, turns = "", []
    for role, words in said:
        turns.append(
            Turn(number=len(turns) + 1, start=len(text), end=len(text) + len(words), role=role)
        )
        text += words + "\n"
    return Transcript(id="t", name="t", text=text, turns=tuple(turns))


ASK, SAY, NOTE = Role.INTERVIEWER, Role.PARTICIPANT, Role.OTHER


def test_a_passage_knows_the_question_it_answers() -> None:
    talk = interview((ASK, "Is it safe?"), (SAY, "Yes."), (SAY, "At night too."))
    found = passages(talk)
    assert [(p.asked, talk.text[slice(*p.question)]) for p in found] == [
        (True, ""),
        (False, "Is it safe?"),
        (False, "Is it safe?"),
    ]


def test_a_short_answer_is_one_passage_and_a_long_one_several_of_like_length() -> None:
    sentence = "We were there for ten days and then we left. "
    talk = interview((SAY, "No. Never. Not once."), (SAY, sentence * 12))
    found = passages(talk)
    lengths = [len(talk.text[p.start : p.end].split()) for p in found]
    assert lengths[0] == 4
    assert sum(lengths[1:]) == 120
    assert all(25 <= length <= 45 for length in lengths[1:])


def test_text_without_speakers_is_cut_too_but_a_header_is_left_out() -> None:
    assert len(passages(interview((NOTE, "Notes. From the field.")))) == 1
    assert [p.turn for p in passages(interview((NOTE, "Header"), (SAY, "Yes.")))] == [2]


@given(st.lists(st.text(alphabet="ab .?", min_size=1, max_size=60), max_size=6))
def test_passages_stay_inside_their_turns(said: list[str]) -> None:
    talk = interview(*((SAY, words) for words in said))
    for p in passages(talk):
        turn = talk.turns[p.turn - 1]
        assert turn.start <= p.start < p.end <= turn.end


def test_a_segment_is_on_what_it_covers_by_half_and_on_what_holds_half_of_it() -> None:
    made = [Passage(transcript="", start=a, end=a + 10, turn=1) for a in (0, 10, 20)]
    assert on(made, 0, 14) == [0]
    assert on(made, 0, 15) == [0, 1]
    assert on(made, 12, 14) == [1]
