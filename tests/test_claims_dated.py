"""Of which time a number is, what a list pairs it with, which side its words take."""

from __future__ import annotations

import re

import pytest
from worded_drafts import asked, worded

from coding.verify.claims.dating import times_of
from coding.verify.claims.pairing import paired
from coding.verify.claims.worded import lean_of
from coding.verify.evidence.features import read
from coding.verify.reading.text import Span

SHARE = re.compile(r"(?<!\d)\d\d %")


def spans(text: str) -> tuple[Span, list[Span]]:
    return Span(0, len(text)), [Span(m.start(), m.end()) for m in SHARE.finditer(text)]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("In 2021 it was 44 % and 43 %.", ["2021", "2021"]),
        ("It is 60 % (2021: 39 %).", ["", "2021"]),
        ("It is 60 % (39 % in 2021), and 41 % for us.", ["", "2021", ""]),
        ("Now 60 % ride, after 39 % in 2021.", ["now", "2021"]),
        ("In 2021 39 % rode; 60 % ride.", ["2021", ""]),
        ("It was 64 % in 2023 and 60 % in 2022.", ["2023", "2022"]),
        ("Last year 39 % rode, and 41 % walked.", ["earlier", "earlier"]),
        ("It rose from 31 % to 36 %.", ["earlier", ""]),
        ("It is 36 % from 31 % of towns.", ["", ""]),
        ("As 60 % say (in 2021 they were few), 41 % ride.", ["", ""]),
        ("It is 60 %, as the survey has it, in 2024.", ["2024"]),
        ("It is 60 %, while in 2021 there were 39 %.", ["", "2021"]),
        ("Доля выросла с 31 % до 36 %.", ["earlier", ""]),
        ("В 2023 году было 56 % и 31 % соответственно.", ["2023", "2023"]),
        ("Udeo je porastao sa 31 % na 36 %.", ["earlier", ""]),
    ],
)
def test_a_number_is_of_the_time_beside_it_or_of_the_one_before_it(
    text: str, times: list[str]
) -> None:
    assert times_of(text, *spans(text)) == times


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Boats and trams are used by 26 % and 21 %.", ["Boats", "trams are used by"]),
        ("Boats, trams and cars take 26 %, 21 % and 50 %.", ["Boats", "trams", "cars take"]),
        ("Boats and trams are used by 26 %.", []),
        ("By day, boats and trams take 26 % and 21 %.", []),
        (
            "By day, boats and trams take 26 % and 21 %, respectively.",
            ["boats", "trams take"],
        ),
        ("In all: boats and trams take 26 % and 21 %.", ["boats", "trams take"]),
        ("Boats and trams take 26 % here and 21 % there.", []),
        ("Лодки и трамваи выбирают 26 % и 21 %.", ["Лодки", "трамваи выбирают"]),
    ],
)
def test_as_many_members_as_numbers_are_paired_in_their_order(
    text: str, members: list[str]
) -> None:
    found = paired(text, *spans(text))
    assert [text[span.start : span.end] for span in found.values()] == members


def test_a_list_tells_each_of_its_numbers_the_answer_that_is_paired_with_it() -> None:
    figures = asked("r", "What do you ride?", {"Boats": 26, "Trams": 21, "Cars": 53})
    draft = worded("Boats and trams are ridden by 26 % and 21 %, respectively.", figures)
    boats, trams = draft.named_as("26 %", "r-1"), draft.named_as("21 %", "r-1")
    assert (boats["answer in its clause"], trams["answer in its clause"]) == (1, 0)
    assert draft.named_as("21 %", "r-2")["answer in its clause"] == 1


@pytest.mark.parametrize(
    ("text", "language", "sides"),
    [
        ("They are in favour.", "en", [1]),
        ("They oppose it.", "en", [-1]),
        ("They do not support it.", "en", [-1]),
        ("Supporters lead opponents.", "en", [1, -1]),
        ("They walk, 57 % do not.", "en", [-1]),
        ("They walk.", "en", []),
        ("Не поддерживают этого.", "ru", [-1]),
        ("Ne podržava to.", "sr", [-1]),
    ],
)
def test_words_are_for_something_or_against_it(text: str, language: str, sides: list[int]) -> None:
    assert [side for _, side in lean_of(text, read(text, language))] == sides


FREE = asked("f", "Should trams be free?", {"Yes": 52, "No": 38, "Don't know": 10})


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("Of free trams 52 % are in favour.", 1, -1),
        ("Of free trams 52 % are opponents.", -1, 1),
        ("Free trams 52 % do not want.", -1, 1),
        ("Free trams are 52 % of all.", 0, 0),
    ],
)
def test_yes_is_for_and_no_against_what_a_question_asks(text: str, yes: int, no: int) -> None:
    draft = worded(text, FREE)
    name = "for or against as said"
    assert draft.named_as("52 %", "f-1")[name] == yes
    assert draft.named_as("52 %", "f-2")[name] == no


def test_what_is_left_of_no_is_for_it() -> None:
    draft = worded("Of free trams 52 % are in favour.", FREE)
    assert draft.named_as("52 %", "100-f-2")["for or against as said"] == 1
    assert draft.named_as("52 %", "100-f-1")["for or against as said"] == -1


def test_a_denied_word_of_the_question_is_against_it() -> None:
    dogs = asked("d", "Should dogs be kept on a lead?", {"Yes": 61, "No": 39})
    draft = worded("Dogs should not be kept on a lead, say 61 %.", dogs)
    assert draft.named_as("61 %", "d-2")["for or against as said"] == 1
    assert draft.named_as("61 %", "d-1")["for or against as said"] == -1


# ── several answers ──

SAFE = {"Very safe": 11, "Rather safe": 24, "Rather unsafe": 38, "Very unsafe": 27}
PARK = asked("s", "How safe is the park at night?", SAFE)


def test_answers_that_differ_in_degree_are_named_together_unless_one_degree_is() -> None:
    plain = worded("At night the park is unsafe for 65 %.", PARK).named_as("65 %", "s-3+s-4")
    assert plain["grades joined"] == 1
    assert plain["joined though one is said"] == 0
    very = worded("At night the park is very unsafe for 65 %.", PARK).named_as("65 %", "s-3+s-4")
    assert very["joined though one is said"] == 1
    both = worded("At night the park is unsafe for 65 % in all.", PARK)
    assert both.named_as("65 %", "s-3+s-4")["said to be taken together"] == 1


def test_numbers_of_cars_do_not_differ_in_degree() -> None:
    cars = asked("c", "How many cars do you have?", {"No car": 27, "One car": 50, "Two cars": 23})
    draft = worded("There is a car or there are two for 73 %.", cars)
    words = draft.fits("73 %").words
    assert all(one.making != "grades" for one in words.statements)


def test_what_is_left_of_none_is_named_where_no_answer_is() -> None:
    tools = asked("t", "Which tools for plants do you use?", {"Spades": 50, "None": 30})
    name = "what is left, no answer is named"
    some = worded("Tools for plants are used by 70 %.", tools).named_as("70 %", "100-t-2")
    assert some[name] > 0.2
    spades = worded("Spades as tools for plants are used by 70 %.", tools)
    assert spades.named_as("70 %", "100-t-2")[name] == 0


LED = "numbers around lead to it"


def test_a_number_without_an_answer_takes_that_of_the_numbers_beside_it() -> None:
    """Of the women 6 % "never" swim; of the men, of whom no answer is said, it is the same one."""
    swim = [
        *asked("w", "Do you swim?", {"Never": 29, "Daily": 71}, subgroup="women"),
        *asked("m", "Do you swim?", {"Never": 6, "Daily": 94}, subgroup="men"),
    ]
    draft = worded("Of the women 29 % never swim, of the men it is 6 %.", swim)
    name = "neighbours state the answer"
    assert draft.described("6 %", "m-1")[name] > 0.2
    assert draft.named_as("6 %", "m-1")[LED] > draft.named_as("6 %", "m-2")[LED] > 0
    assert draft.named_as("29 %", "w-1")["answer in its clause"] == 1
    apart = worded("Of the women 29 % never swim.\n\nOf the men it is 6 %.", swim)
    assert apart.described("6 %", "m-1")[name] == 0
