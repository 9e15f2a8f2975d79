"""Numbers that weigh words: each is held by what lies just inside it and just outside."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from coding.language import words
from coding.language.guess import guess
from coding.language.vectors import vectors
from coding.model import Code, Codebook, Coding, Origin, Role, Seen, Transcript, Turn, now
from coding.suggest.corpus import GIVEN, SHORT, prepare
from coding.suggest.discovery import Space
from coding.suggest.learning import logit
from coding.suggest.machine import Machine
from coding.suggest.rules import Keywords
from coding.suggest.segments import passages

BOOK = Codebook(
    codes=(
        Code(id="rent", name="Rent", keywords={"en": ("rent", "landlord")}),
        Code(id="school", name="School", keywords={"en": ("school", "teacher")}),
    )
)


def spoken(*turns: str, asked: tuple[int, ...] = ()) -> Transcript:
    """Return a transcript with these turns; those `asked`, by number, are the interviewer's."""
    made, at = [], 0
    for number, said in enumerate(turns, 1):
        role = Role.INTERVIEWER if number in asked else Role.PARTICIPANT
        turn = Turn(number=number, start=at, end=at + len(said), speaker=role.value, role=role)
        made.append(turn)
        at += len(said) + 1
    text = "\n".join(turns)
    return Transcript(id="t", name="t", text=text, turns=tuple(made), language="en")


def coding(transcript: Transcript, turn: int, code: str, coder: str = "ana") -> Coding:
    at = transcript.turns[turn]
    return Coding(
        id=f"{turn}-{code}-{coder}",
        transcript=transcript.id,
        start=at.start,
        end=at.end,
        text=transcript.text[at.start : at.end],
        code=code,
        coder=coder,
        created=now(),
    )


@pytest.mark.parametrize(
    ("keyword", "written", "met"),
    [
        ("zqblaxqrtv", "zqblaxqrXX", True),  # 8 of 10 letters: a ratio of 80
        ("zqblaxqrt", "zqblaxqXX", False),  # 7 of 9
        ("zqbla", "zqblX", True),  # five letters
        ("zqbl", "zqbX", False),  # four, though as near in share as may be
    ],
)
def test_a_word_nobody_knows_counts_as_a_keyword_spelled_nearly_so(
    keyword: str, written: str, met: bool
) -> None:
    hits = Keywords([[keyword]], "en").find(words.read(f"the {written.lower()} came", "en"))
    assert [hit.near for hit in hits] == ([True] if met else [])


@pytest.mark.parametrize(("second", "cut"), [(20, 1), (21, 2)])
def test_a_passage_has_forty_words_at_most(second: int, cut: int) -> None:
    sentences = [" ".join(["Word", *["word"] * (size - 2), "word."]) for size in (20, second)]
    assert len(passages(spoken(" ".join(sentences)))) == cut


def test_of_a_longer_answer_the_question_says_less() -> None:
    short, long = " ".join(["word"] * SHORT), " ".join(["word"] * 4 * SHORT)
    asked = "Do you feel safe at night here?"
    side = Machine([prepare(spoken(asked, short, asked, long, asked=(1, 3)))], BOOK).sides[0]
    given = side.prepared[0].given.tolist()
    assert given[1] == pytest.approx(GIVEN)
    assert given[-1] == pytest.approx(GIVEN / 2)


def test_what_only_keeps_the_talk_going_is_no_question() -> None:
    asked, on = "Do you feel safe at night here?", "Yes, in general."
    transcript = spoken(on, "Well.", asked, "I do.", on, "Mostly.", "For how long?", "Always.",
                        asked=(1, 3, 5, 7))  # fmt: skip
    told = {
        p.turn: transcript.text[slice(*p.question)] for p in passages(transcript) if not p.asked
    }
    assert told == {2: on, 4: asked, 6: asked, 8: asked}


def test_a_question_counts_half_of_an_answer_and_a_denied_keyword_six_tenths() -> None:
    asked, answer = "And the school?", "The rent went up, so we left the old flat then."
    denied = "There was never rent to pay at all in that old house."
    other = "We like the sea here and the bread and the quiet."
    transcript = spoken(asked, answer, asked, denied, asked, other, asked=(1, 3, 5))
    side = Machine([prepare(transcript)], BOOK).sides[0]
    lengths = np.sqrt(np.asarray(side.asked.power(2).sum(axis=1)).ravel())
    assert lengths[side.rows_at("t", transcript.turns[1].start, transcript.turns[1].end)[0]] == (
        pytest.approx(GIVEN)
    )
    rows = [side.rows_at("t", t.start, t.end)[0] for t in transcript.turns]
    said = np.expm1(side.keyword[:, 0])
    assert said[rows[3]] / said[rows[1]] == pytest.approx(0.6, abs=1e-4)
    about_school = np.expm1(side.keyword[:, 1])
    assert about_school[rows[5]] / about_school[rows[0]] == pytest.approx(0.5, abs=1e-4)


@pytest.mark.parametrize(("reviewed", "learned"), [(19, False), (20, True)])
def test_the_machine_learns_from_twenty_passages(reviewed: int, learned: bool) -> None:
    transcript = spoken(*(f"The rent of flat {n} is far too high for us." for n in range(24)))
    machine = Machine([prepare(transcript)], BOOK)
    machine.learn([coding(transcript, n, "rent") for n in range(reviewed)], ())
    assert machine.learned is learned


def test_each_code_is_taken_to_have_had_five_codings_at_the_usual_rate() -> None:
    """Of two codes, one on all twenty passages: (20 + 5) / (20 + 5 / 0.5), and (0 + 5) / 30."""
    transcript = spoken(*(f"The rent of flat {n} is far too high for us." for n in range(20)))
    machine = Machine([prepare(transcript)], BOOK)
    machine.learn([coding(transcript, n, "rent") for n in range(20)], ())
    expected = logit(np.array([25 / 30, 5 / 30]))
    assert machine.model.base == pytest.approx(expected)


@pytest.mark.parametrize(
    ("order", "read"),
    [((0, 1, 3, 4, 6), [2, 5]), ((0, 1, 3, 6), []), ((6, 4, 3, 1, 0), []), ((3, 0, 6, 1, 4), [])],
)
def test_what_lies_before_codings_counts_as_read_where_a_hand_put_five_in_order(
    order: tuple[int, ...], read: list[int]
) -> None:
    transcript = spoken(*(f"The rent of flat {n} is far too high for us." for n in range(8)))
    machine = Machine([prepare(transcript)], BOOK)
    put = [
        replace(coding(transcript, n, "rent"), created=f"2024-05-01T10:0{at}:00Z")
        for at, n in enumerate(order)
    ]
    machine.learn(put, ())
    assert machine.decided[0].read == read
    by_suggestion = [replace(one, origin=Origin.SUGGESTION) for one in put]
    machine.learn(by_suggestion, ())
    assert machine.decided[0].read == []
    machine.learn(put, (), drawn=True)
    assert machine.decided[0].read == []


def test_what_is_marked_as_read_is_known_for_all_codes_and_what_was_shown_for_its_own() -> None:
    transcript = spoken(*(f"The rent of flat {n} is far too high for us." for n in range(4)))
    machine = Machine([prepare(transcript)], BOOK)
    turns = transcript.turns
    seen = [
        Seen(transcript="t", start=turns[0].start, end=turns[0].end, coder="Ana"),
        Seen(transcript="t", start=turns[2].start, end=turns[2].end, coder="Ana", codes=("rent",)),
    ]
    machine.learn([], [], seen)
    marks = machine.spans.lessons[0].decided["t"]
    assert marks.known.tolist() == [[True, True], [False, False], [True, False], [False, False]]
    assert machine.decided[0].read == [0]


def test_a_passage_of_eight_words_is_worth_comparing() -> None:
    transcript = spoken("We left the house in the spring then.", "We left the house in the spring.")
    side = Machine([prepare(transcript)], BOOK).sides[0]
    assert Space(side).worth.tolist() == [True, False]


@pytest.mark.parametrize(
    ("small", "others", "told"),
    [(8, 92, "en"), (7, 93, "")],
)
def test_a_language_is_guessed_from_eight_small_words_in_a_hundred(
    small: int, others: int, told: str
) -> None:
    assert guess(" ".join(["the"] * small + ["xyzzy"] * others)) == told


def test_a_language_is_guessed_only_if_clearly_ahead_of_the_next() -> None:
    """By 1.15 times: 23 words to 20 are enough, 22 are not."""
    assert guess(" ".join(["the"] * 23 + ["und"] * 20)) == "en"
    assert guess(" ".join(["the"] * 22 + ["und"] * 20)) == ""


def space_of(*turns: str, asked: tuple[int, ...] = ()) -> Space:
    return Space(Machine([prepare(spoken(*turns, asked=asked))], BOOK).sides[0])


def drawn(number: int) -> list[str]:
    """Return passages of twelve words each, drawn from forty that mean different things."""
    draw, known = Random(7), TOLD.split()
    return [f"{' '.join(draw.sample(known, 12)).capitalize()}." for _ in range(number)]


TOLD = (
    "bread winter river doctor engine school garden letter police bridge window butter"
    " soldier teacher violin market forest hammer kitchen island candle lawyer tunnel sugar"
    " mountain camera pencil harbour blanket factory museum carpet chicken thunder passport"
    " wedding hospital bicycle lantern orchard"
)


def test_how_near_passages_are_is_three_fifths_meaning_and_two_fifths_words() -> None:
    space = space_of(*drawn(6))
    rows = np.arange(6)
    by_meaning, by_words = space.vectors @ space.vectors.T, space.side.said @ space.side.said.T
    assert space.nearness(rows, rows) == pytest.approx(
        0.6 * by_meaning + 0.4 * by_words.toarray(), abs=1e-5
    )
    assert np.ptp(by_meaning - by_words.toarray()) > 0.1, "else any share would do"
    sought = space.to(space.side.text(2))
    assert sought.argmax() == 2
    assert sought[2] == pytest.approx(1, abs=1e-3)


def test_the_same_question_brings_passages_nearer_by_three_fifths() -> None:
    first, second, third = drawn(3)
    questions = "And how was the first winter there?", "Who taught you to bake the bread?"
    space = space_of(questions[0], first, questions[1], second, third, asked=(1, 3))
    [of_first] = space.side.rows_at("t", len(questions[0]) + 1, len(questions[0]) + 2)
    alone = float(space.nearness(np.array([of_first]), np.array([of_first]))[0, 0])
    assert alone == pytest.approx(1 + 0.6, abs=1e-3)


def test_seven_pairs_of_a_thousand_are_near_each_other() -> None:
    """Of 46 passages' 1035 pairs eight lie above the share of .993; .992 would leave nine."""
    space = space_of(*drawn(46))
    assert space.near < 0.7
    pairs = space.nearness(np.arange(46), np.arange(46))[np.triu_indices(46, 1)]
    assert (pairs > space.near).sum() == 8


def test_what_is_nearer_than_seven_tenths_is_near_where_most_is_the_same() -> None:
    assert space_of(*(drawn(2) * 4)).near == pytest.approx(0.7)
    assert space_of(*drawn(2)).near == pytest.approx(0.7)


def test_name_and_definition_of_a_code_weigh_more_than_keywords_and_what_it_includes() -> None:
    lines = drawn(5)
    name, definition, include, keyword, example = lines
    code = Code(
        id="x",
        name=name,
        definition=definition,
        include=(include,),
        keywords={"en": (keyword,)},
        examples=(example,),
    )
    side = Machine([prepare(spoken(*drawn(3)))], Codebook(codes=(code,))).sides[0]
    weighed = np.array([1.0, 1.0, 0.5, 0.7, 0.7]) @ vectors(lines, "en")
    assert side.code_vectors[0] == pytest.approx(weighed / np.linalg.norm(weighed), abs=1e-5)
