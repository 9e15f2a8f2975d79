"""Suggestions are runs of sentences in one turn, each chosen for its code."""

from __future__ import annotations

from dataclasses import fields, replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from coding.model import Choice, Code, Codebook, Coding, Decision, Role, Transcript, Turn
from coding.suggest import sentences as laid
from coding.suggest.corpus import Side, prepare
from coding.suggest.kin import kin_of
from coding.suggest.machine import Machine
from coding.suggest.marks import ToldOf
from coding.suggest.passage_model import WORDS_ALONE
from coding.suggest.reasons import reasons
from coding.suggest.runs import Runs, chosen, lengths_usual, runs_of
from coding.suggest.sentences import SentenceBlock, Sentences
from coding.suggest.span_lessons import SpanLessons
from coding.suggest.telling import apart

RENT = "The rent is six hundred euros a month."
SCHOOL = "My son goes to the school round the corner."
OTHER = ("We went to the sea last year.", "It rained all week.", "I like music.")
BOOK = Codebook(
    codes=(
        Code(id="money", name="Money", definition="What life costs."),
        Code(id="rent", name="Rent", keywords={"en": ("rent", "landlord")}, parent="money"),
        Code(id="school", name="School", keywords={"en": ("school", "teacher")}),
    )
)  # fmt: skip


def talk(*turns: str, key: str = "t", asked: tuple[int, ...] = ()) -> Transcript:
    made, at = [], 0
    for number, said in enumerate(turns):
        role = Role.INTERVIEWER if number in asked else Role.PARTICIPANT
        made.append(Turn(number=number + 1, start=at, end=at + len(said), speaker="", role=role))
        at += len(said) + 1
    return Transcript(id=key, name=key, text="\n".join(turns), turns=tuple(made), language="en")


def put(transcript: Transcript, words: str, code: str, nth: int = 0) -> Coding:
    start = -1
    for _ in range(nth + 1):
        start = transcript.text.index(words, start + 1)
    key, end = f"{transcript.id}-{start}-{code}", start + len(words)
    return Coding(id=key, transcript=transcript.id, start=start, end=end, text=words, code=code,
                  coder="Ana", created="")  # fmt: skip


def taught(**more: object) -> tuple[Machine, list[Transcript], list[Coding]]:
    """Return a machine that learned from two interviews what is about rent and about school."""
    turns = [f"{OTHER[n % 3]} {RENT} {OTHER[(n + 1) % 3]}" for n in range(12)]
    turns += [f"{OTHER[n % 3]} {SCHOOL}" for n in range(12)]
    read = [talk(*turns, key=key) for key in ("t1", "t2", "t3")]
    codings = [
        put(t, words, code, nth)
        for t in read[:2]
        for nth in range(12)
        for words, code in ((RENT, "rent"), (SCHOOL, "school"))
    ]
    machine = Machine([prepare(t) for t in read], BOOK)
    machine.learn(codings, (), **more)  # type: ignore[arg-type]
    return machine, read, codings


def side_of(*read: Transcript) -> Side:
    return Side("en", [prepare(transcript) for transcript in read], BOOK)


def test_one_decided_sentence_teaches_nothing_and_two_do() -> None:
    """What is learned from a sentence comes back to it held out: that takes another."""
    transcript = talk(RENT, SCHOOL, *OTHER)
    lessons = SpanLessons(Sentences(side_of(transcript)), {"money": 0, "rent": 1, "school": 2})
    codings = [put(transcript, RENT, "rent"), put(transcript, SCHOOL, "school")]
    for told in (1, 2):
        lessons.decide({"t": ToldOf(codings[:told])})
        assert len(lessons.decided["t"].rows) == told
        lessons.learn()
        assert (lessons.learned is not None) == (told == 2)


def test_of_a_long_study_the_sentences_asked_for_last_are_kept_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three interviews of five sentences; as many as are kept stay as they were made."""
    side = side_of(*(talk(RENT, SCHOOL, *OTHER, key=key) for key in "abc"))
    for most, still in ((15, "abc"), (14, "bc"), (10, "bc"), (9, "c"), (4, "c")):
        monkeypatch.setattr(laid, "KEPT", most)
        sentences = Sentences(side)
        made = {key: sentences.block(key) for key in "abc"}
        assert [len(block) for block in made.values()] == [5, 5, 5]
        assert {key for key in "cba" if sentences.block(key) is made[key]} == set(still)


def test_the_sentences_at_hand_take_a_tenth_of_a_gigabyte() -> None:
    """The texts of twenty interviews of an hour are kept in what a browser's tab takes."""
    block = Sentences(side_of(talk(RENT, SCHOOL, *OTHER))).block("t")
    arrays = (getattr(block, f.name) for f in fields(block))
    size = sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))
    assert 50e6 < laid.KEPT * size / len(block) < 200e6


def test_what_is_proposed_is_the_sentence_that_people_code_and_not_the_turn() -> None:
    machine, read, _ = taught()
    found = machine.propose(coder="Nina", transcripts={"t3"})
    best = [(machine.book.codes[p.code].id, machine.place(p)) for p in found[:24]]
    words = {"rent": RENT, "school": SCHOOL}
    assert {code for code, _ in best} == {"rent", "school"}
    assert all(read[2].text[start:end] == words[code] for code, (_, start, end) in best)


def test_reasons_of_a_run_add_up_to_its_log_odds() -> None:
    machine, _, _ = taught()
    for transcript in ("t1", "t3"):
        for proposed in machine.propose(coder="Nina", transcripts={transcript})[:40]:
            total = sum(reason.weight for reason in reasons(machine, proposed))
            assert total == pytest.approx(proposed.logit, abs=1e-4)


def test_what_is_coded_or_was_refused_there_is_not_proposed_to_the_same_coder() -> None:
    machine, _, codings = taught()

    def told(coder: str) -> set[tuple[str, int, int]]:
        ranking = machine.propose(coder=coder, transcripts={"t1"})
        return {(machine.book.codes[p.code].id, *machine.place(p)[1:]) for p in ranking}

    one = codings[0]
    assert (one.code, one.start, one.end) in told("Nina")
    assert not any(code == one.code and start < one.end and end > one.start
                   for code, start, end in told("Ana"))  # fmt: skip
    no = Decision(id="d", transcript="t1", start=one.start, end=one.end, code=one.code,
                  coder="Nina", choice=Choice.REJECT, score=0.5, raw=0.5)  # fmt: skip
    machine = machine.noting(codings, [no])
    assert (one.code, one.start, one.end) not in told("Nina")


def test_what_was_taken_off_before_accepting_is_not_proposed_again() -> None:
    """Of two sentences the second is taken off: it is refused for this code and this coder."""
    machine, read, codings = taught()
    text = read[2].text
    start, end = text.index(RENT), text.index(RENT) + len(f"{RENT} {OTHER[1]}")
    kept = put(read[2], RENT, "rent")
    yes = Decision(id="d", transcript="t3", start=start, end=end, code="rent", coder="Ana",
                   choice=Choice.ACCEPT, score=0.5, raw=0.5, coding=kept.id)  # fmt: skip
    marks = [
        machine.noting([*codings, kept], said).spans.lessons[0].decided["t3"]
        for said in ([], [yes])
    ]
    assert marks[0].refused == {}
    [(first, last, code)] = marks[1].refused["Ana"]
    block = machine.spans.block(0, "t3")
    assert (code, text[block.start[first] : block.end[last]]) == (machine.column["rent"], OTHER[1])


def test_an_old_decision_about_a_whole_passage_still_teaches() -> None:
    """Refused in one interview, as passages of two sentences; it is less likely in another."""
    dog = "The landlord has a dog in the garden."
    _, read, codings = taught()
    more = [talk(*(f"{dog} {OTHER[n % 3]}" for n in range(12)), key=key) for key in ("t4", "t5")]
    machine = Machine([prepare(t) for t in (*read, *more)], BOOK)
    refusals = [
        Decision(id=f"d{t.number}", transcript="t4", start=t.start, end=t.end, code="rent",
                 coder="Ana", choice=Choice.REJECT, score=0.5, raw=0.5)
        for t in more[0].turns
    ]  # fmt: skip

    def odds(*decided: Decision) -> float:
        machine.learn(codings, decided)
        block = machine.spans.block(0, "t5")
        return float(machine.spans.odds(0, block)[0, machine.column["rent"]])

    assert odds(*refusals) < odds() - 1


def test_a_run_stays_in_its_turn_and_has_six_sentences_at_most() -> None:
    long = " ".join(f"This is sentence number {n} of mine." for n in range(8))
    transcript = talk(long, "A second turn.", asked=(1,))
    machine = Machine([prepare(transcript)], BOOK)
    block = machine.spans.block(0, "t")
    runs = runs_of(block)
    assert int((runs.last - runs.first).max()) == 5
    assert len(runs) == 8 + 7 + 6 + 5 + 4 + 3
    assert len(runs_of(block, asked=True)) == len(runs) + 1


def test_the_best_run_of_a_code_comes_first_and_none_of_its_others_overlap() -> None:
    """Runs 0-1, 1, 2 of two codes: the second of code 0 overlaps; code 1 may, with code 0."""
    runs = Runs(np.array([0, 1, 2]), np.array([1, 1, 2]), np.array([9, 5, 5]))
    scores = np.array([[0.9, 0.1], [0.8, 0.7], [0.2, 0.1]])
    at, code = chosen(runs, scores, floor=0.15, most=0, rivals={})
    assert list(zip(at.tolist(), code.tolist(), strict=True)) == [(0, 0), (1, 1), (2, 0)]
    rivals = {0: frozenset({1}), 1: frozenset({0})}
    at, code = chosen(runs, scores, floor=0.15, most=0, rivals=rivals)
    assert list(zip(at.tolist(), code.tolist(), strict=True)) == [(0, 0), (2, 0)]
    at, code = chosen(runs, scores, floor=0.15, most=1, rivals={})
    assert list(zip(at.tolist(), code.tolist(), strict=True)) == [(0, 0), (2, 0)]


def test_no_sentence_has_more_suggestions_than_it_may() -> None:
    """Of two sentences with four codes the first is full with two, the second with one more."""
    runs = Runs(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([5, 9, 5]))
    scores = np.array([[0.9, 0.0, 0.5, 0.0], [0.0, 0.8, 0.0, 0.7], [0.0, 0.0, 0.6, 0.4]])
    at, code = chosen(runs, scores, floor=0.15, most=2, rivals={})
    assert list(zip(at.tolist(), code.tolist(), strict=True)) == [(0, 0), (1, 1), (2, 2)]


def test_a_code_takes_the_length_it_is_coded_at_and_a_new_one_that_of_all() -> None:
    usual = np.exp(lengths_usual([(0, 0, 0)] * 20 + [(0, 2, 1)] * 4, 3))
    assert usual.sum(axis=1) == pytest.approx([1.0, 1.0, 1.0])
    assert usual[0, 0] == pytest.approx((20 + 10 * 21 / 28) / 30)
    assert usual[2] == pytest.approx([21 / 28, 1 / 28, 5 / 28, 1 / 28])


def test_a_theme_is_at_least_as_likely_as_this_project_codes_it_beside_its_code() -> None:
    """Three of four codings of rent have the theme too: s = (3 + 2 · 3/6) / (4 + 2)."""
    transcript = talk(*(f"{RENT} {n}." for n in range(4)))
    codings = [put(transcript, RENT, "rent", n) for n in range(4)]
    both = [*codings, *(put(transcript, RENT, "money", n) for n in range(3))]
    kin = kin_of(BOOK, both)
    column = {code.id: at for at, code in enumerate(BOOK)}
    [(code, theme, share)] = kin.above
    assert (code, theme) == (column["rent"], column["money"])
    assert share == pytest.approx(4 / 6)
    assert kin.rivals == {}
    lifted = kin.lifted(np.array([[0.0, 0.9, 0.1]]))
    assert lifted == pytest.approx(np.array([[0.6, 0.9, 0.1]]))
    alone = kin_of(BOOK, codings)
    assert alone.above[0][2] == 0.0
    assert alone.rivals[column["money"]] == {column["rent"]}
    other = [replace(c, coder="Nina") for c in both if c.code == "money"]
    assert kin_of(BOOK, [*codings, *other]).above[0][2] == 0.0


def test_a_code_is_not_proposed_in_a_language_that_the_codebook_has_no_words_for() -> None:
    russian = replace(talk("Школа рядом, а за квартиру платим много.", key="r"), language="ru")
    machine = Machine([prepare(talk(RENT, SCHOOL)), prepare(russian)], BOOK)
    found = [machine.place(p)[0] for p in machine.propose(coder="Ana")]
    assert found
    assert set(found) == {"t"}


@pytest.mark.parametrize("words", ["Kirija je velika, a škola blizu.", "Кирија је велика."])
def test_a_bare_name_counts_where_its_words_are_said(words: str) -> None:
    """Names alone do not tell their language: Rent may be Serbian, but nobody says it."""
    book = Codebook((Code(id="rent", name="Rent"), Code(id="kirija", name="Kirija")))
    machine = Machine([prepare(replace(talk(words, key="s"), language="sr"))], book)
    assert machine.spans.can_tell(0).tolist() == [False, True]
    assert {book.codes[p.code].id for p in machine.propose(coder="Ana")} == {"kirija"}


def test_what_sets_a_suggestion_apart_from_the_runner_up_is_said_by_its_words() -> None:
    machine, read, _ = taught()
    start = read[2].text.index(RENT)
    proposed = machine.say("t3", start, start + len(RENT), "rent")
    assert proposed is not None
    assert machine.book.codes[proposed.runner_up[0]].id == "school", "never a theme of its own line"
    assert set(apart(machine, proposed)) <= {"rent", "euros", "month", "hundred"}
    assert apart(machine, proposed)


def test_of_small_words_only_those_that_deny_are_named() -> None:
    """Where it is said that nobody is there, *not* tells; that it is said with *on* does not."""
    calm, afraid = "We are not afraid on the way there.", "We are afraid on the way there."
    read = [talk(*([calm, afraid] * 12), key=key) for key in ("t1", "t2")]
    codings = [
        put(t, words, code, nth)
        for t in read
        for nth in range(12)
        for words, code in ((calm, "rent"), (afraid, "school"))
    ]
    machine = Machine([prepare(t) for t in read], BOOK)
    machine.learn(codings, ())
    proposed = machine.say("t1", 0, len(calm), "rent")
    assert proposed is not None
    assert apart(machine, proposed)[0] == "not"
    assert not set(apart(machine, proposed)) & {"We", "are", "on", "the", "there"}


SERBIAN = ("Kirija je šesto evra.", "Кирија је шесто евра.")


@pytest.mark.parametrize("words", SERBIAN)
def test_serbian_is_as_sure_as_its_keywords_in_both_scripts(words: str) -> None:
    """Without vectors the constant is higher; the parts still sum to the log odds."""
    book = Codebook(
        codes=(
            Code(id="rent", name="Rent", keywords={"sr": ("kirija", "evro")}),
            Code(id="school", name="School", keywords={"sr": ("škola",)}),
        )
    )
    spoken = [words, "Nema veze.", "Idemo na more."]
    machine = Machine([prepare(replace(talk(*spoken), language="sr"))], book)
    first = machine.propose(coder="Ana")[0]
    assert machine.place(first) == ("t", 0, len(words))
    assert book.codes[first.code].id == "rent"
    assert machine.model.alone(0) == WORDS_ALONE
    assert sum(r.weight for r in reasons(machine, first)) == pytest.approx(first.logit, abs=1e-4)
    latin = Machine([prepare(replace(talk(SERBIAN[0], *spoken[1:]), language="sr"))], book)
    assert first.score == pytest.approx(latin.propose(coder="Ana")[0].score)


def test_a_segment_is_on_sentences_that_it_covers_by_half_or_that_hold_half_of_it() -> None:
    block = SimpleNamespace(start=np.array([0, 10]), end=np.array([10, 20]))

    def on(start: int, end: int) -> list[int]:
        return SentenceBlock.on(cast("SentenceBlock", block), start, end).tolist()

    assert (on(0, 15), on(0, 14), on(12, 16), on(20, 24)) == ([0, 1], [0], [1], [])
