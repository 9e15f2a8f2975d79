"""What is printed of a quote: nobody's label, nobody's file, a place that leads to no name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.model import Role, Transcript, Turn
from coding.quotes.printing import (
    NOTHING_SAID,
    QuoteWords,
    interview_numbers,
    place_of,
    quote_words,
    spoken_by,
)

ASKS, SAYS = Role.INTERVIEWER, Role.PARTICIPANT
LINES = [
    ("Olena Kovalenko", SAYS, "We came by night."),
    ("Marko Ilić", ASKS, "By train?"),
    ("Olena Kovalenko", SAYS, "By bus."),
    ("Olena Kovalenko", SAYS, "Then on foot."),
]


def interview(lines: Sequence[tuple[str, Role, str]] = LINES, participant: str = "") -> Transcript:
    text, turns = "", []
    for number, (speaker, role, words) in enumerate(lines, 1):
        text += f"{speaker}: " if speaker else ""
        start, end = len(text), len(text) + len(words)
        turns.append(Turn(number=number, start=start, end=end, speaker=speaker, role=role))
        text += f"{words}\n"
    return Transcript(name="Olena", text=text, turns=tuple(turns), participant=participant)


def printed(transcript: Transcript, first: str, last: str) -> str:
    start, end = transcript.text.index(first), transcript.text.index(last) + len(last)
    return quote_words(transcript, start, end).printed


def test_labels_inside_a_quote_become_marks_where_the_speaker_changes() -> None:
    assert printed(interview(), "by night", "foot.") == (
        "by night.\n[interviewer] By train?\n[participant] By bus.\nThen on foot."
    )


def test_a_quote_within_one_turn_is_what_stands_there() -> None:
    assert printed(interview(), "came", "night") == "came by night"


def test_a_quote_that_begins_or_ends_in_a_label_has_no_piece_of_it() -> None:
    assert printed(interview(), "lena Kovalenko: We", "Marko Il") == "We came by night."
    assert printed(interview(), "Marko", "train?") == "By train?"
    assert printed(interview(), "Marko", "bus.") == "[interviewer] By train?\n[participant] By bus."


def test_a_label_alone_is_nothing_that_was_said() -> None:
    assert printed(interview(), "Marko", "Marko") == NOTHING_SAID
    assert quote_words(Transcript(name="", text="as it is", turns=()), 3, 8).printed == "it is"


def test_several_participants_are_numbered_as_they_first_speak() -> None:
    group = interview(
        [
            ("Ана", SAYS, "No."),
            ("Ведущий", ASKS, "Why?"),
            ("Борис", SAYS, "Rent."),
            ("", Role.UNKNOWN, "Yes, rent."),
            ("Interpreter", Role.OTHER, "They agree."),
        ]
    )
    assert printed(group, "No.", "agree.") == (
        "[participant 1] No.\n[interviewer] Why?\n[participant 2] Rent.\n"
        "[speaker not known] Yes, rent.\n[somebody else] They agree."
    )
    assert printed(group, "Why?", "Rent.") == "[interviewer] Why?\n[participant 2] Rent."


def test_names_are_printed_only_to_those_who_asked_for_them() -> None:
    talk = interview(participant="P7")
    words = quote_words(talk, 0, len(talk.text), {"P7": "Ola"})
    assert "[Ola] By bus." in words.printed


def test_labels_in_words_that_were_edited_earlier_become_marks() -> None:
    words = quote_words(interview(), 0, len(interview().text))
    assert words.unnamed("We came […] Marko Ilić: By train? Olena  Kovalenko:By bus.") == (
        "We came […] [interviewer] By train? [participant]By bus."
    )
    assert QuoteWords(said="", printed="", labels=(("I", "[x]"),)).unnamed("I go") == "I go"


TURNS = st.lists(
    st.tuples(st.sampled_from(["Qwx", "Zyv", ""]), st.sampled_from(list(Role)), st.text("ab \n")),
    min_size=1,
    max_size=6,
)


@given(TURNS, st.integers(0, 90), st.integers(0, 90))
def test_no_label_is_ever_printed_and_no_word_that_was_said_is_lost(
    lines: list[tuple[str, Role, str]], first: int, last: int
) -> None:
    talk = interview(lines)
    start, end = sorted((min(first, len(talk.text)), min(last, len(talk.text))))
    words = quote_words(talk, start, end)
    said = [talk.text[p.start : p.end] for p in spoken_by(talk, start, end) if p.turn]
    for letters in ("Q", "w", "Z", "v"):
        without_marks = words.printed.replace("[interviewer]", "").replace("somebody else", "")
        assert letters not in without_marks.replace("speaker not known", "")
    assert [w for piece in said for w in piece.split()] == (
        [w for w in words.said.split() if w != NOTHING_SAID]
    )
    assert all(piece in words.printed for piece in said)
    assert (
        "".join(talk.text[p.start : p.end] for p in spoken_by(talk, start, end))
        == (talk.text[start:end])
    )


# ── numbers and places ──


def test_an_interviews_number_stays_when_others_come_and_follows_no_list() -> None:
    keys = [f"{n:04d}-id" for n in range(400)]
    came = {key: f"2026-01-{1 + n // 20:02d}" for n, key in enumerate(keys)}
    known: dict[str, int] = {}
    for size in (1, 13, 14, 59, 60, 61, 400):
        now = interview_numbers({key: came[key] for key in keys[:size]})
        assert known.items() <= now.items()
        assert len(set(now.values())) == size
        known = now
    first = [known[key] for key in keys[:59]]
    assert max(first) <= 99
    rising = sum(a < b for a, b in pairwise(first))
    assert 18 <= rising <= 40  # half of the steps, as chance has it


@pytest.mark.parametrize(
    ("start", "end", "cite", "said"),
    [
        (0, 40, "characters", "characters 0–40"),
        (20, 50, "turns", "turns 1–2"),
        (20, 30, "turns", "turn 1"),
        (0, 5, "turns", "characters 0–5"),
        (20, 50, "lines", "lines 1–2"),
        (20, 35, "lines", "line 1"),
    ],
)
def test_a_place_is_cited_by_characters_turns_or_lines(
    start: int, end: int, cite: str, said: str
) -> None:
    assert place_of(interview(), start, end, cite) == said
