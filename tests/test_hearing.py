"""Who is heard in a report: counted by hand."""

from __future__ import annotations

from dataclasses import replace

from coding.analysis.hearing import QuoteHeard, hearing, lines
from coding.model import Participant

PEOPLE = [
    Participant(id=f"P{n}", pseudonym=name, attributes={"gender": gender, "age": age, "job": job})
    for n, (name, gender, age, job) in enumerate(
        [("Vera", "Female", "30-39", "cook"), ("Maksim", "Male", "40-49", "guard"),
         ("Lidia", "Female", "50-59", "nurse"), ("Artyom", "Male", "20-29", "student"),
         ("Nadezhda", "Female", "50-59", "clerk"), ("Ilya", "Male", "40-49", "driver")], 1
    )
]  # fmt: skip
LABELS = {p.id: f"{p.attributes['gender']}, {p.attributes['age']}" for p in PEOPLE}


def told(*people: int, start: int = 0) -> list[QuoteHeard]:
    """Make a quote of each person, each at a place of its own."""
    return [
        QuoteHeard(
            passage=(f"t{n}", start + at, start + at + 5), person=f"P{n}", label=LABELS[f"P{n}"]
        )
        for at, n in enumerate(people)
    ]


def test_everybody_is_counted_and_a_passage_in_two_sections_once() -> None:
    first = told(1, 1, 1, 4)
    heard = hearing({"A": first, "B": [first[0], *told(2, 5, start=50)]}, PEOPLE, LABELS)
    assert heard.quotes == 6
    assert heard.people == (
        ("Vera", 3), ("Maksim", 1), ("Lidia", 0), ("Artyom", 1), ("Nadezhda", 1), ("Ilya", 0),
    )  # fmt: skip
    assert heard.labels[0] == ("Female, 30-39", 3)
    assert heard.of_section == (("A", 4, "Vera", 3), ("B", 3, "Vera", 1))


def test_more_than_twice_an_even_share_is_often_and_twice_is_not() -> None:
    """Six people, six quotes: one each is even, two are twice that, three are more."""
    assert ("Vera", 3) in hearing({"A": told(1, 1, 1, 2, 4, 5)}, PEOPLE, LABELS).often
    even = hearing({"A": told(1, 1, 2, 2, 4, 5)}, PEOPLE, LABELS)
    assert even.often == ()
    two = hearing({"A": told(1, 1)}, PEOPLE, LABELS)
    assert two.often == ()  # of two quotes nothing is said
    many = hearing({"A": told(1, 1, 1, 1, *[2, 3, 4, 5] * 2)}, PEOPLE, LABELS)
    assert many.often == ()


def test_a_label_that_two_share_may_be_printed_twice_as_often() -> None:
    """Lidia and Nadezhda are both Female, 50-59: four of eight quotes are no more than theirs."""
    shared = hearing({"A": told(3, 3, 5, 5, 1, 2, 4, 6)}, PEOPLE, LABELS)
    assert shared.often == ()
    loud = hearing({"A": told(3, 3, 3, 5, 5, 5, 1, 2)}, PEOPLE, LABELS)
    assert loud.often == (("Lidia", 3), ("Nadezhda", 3), ("Female, 50-59", 6))


def test_groups_of_which_nobody_is_quoted_are_named() -> None:
    heard = hearing({"A": told(1, 3, 5)}, PEOPLE, LABELS)
    assert heard.missing == (("gender", "Male", 3), ("age", "40-49", 2))
    assert hearing({"A": told(1, 2, 3, 4)}, PEOPLE, LABELS).missing == ()


def test_it_is_said_in_sentences_and_nothing_of_an_empty_report() -> None:
    assert lines(hearing({"A": []}, PEOPLE, LABELS)) == []
    said = lines(hearing({"A": told(1, 1, 1, 3), "B": told(2, start=40)}, PEOPLE, LABELS))
    assert said == [
        "3 of 5 quotes are by Vera.",
        "Nobody quotes Artyom, Nadezhda or Ilya yet.",
    ]
    apart = {"A": told(1, 1, 3), "B": told(2, 4, 5, start=40)}
    assert lines(hearing(apart, PEOPLE, LABELS)) == [
        "Nobody quotes Ilya yet.",
        "In A, 2 of 3 quotes are by Vera.",
    ]


def test_a_label_is_no_person_and_all_are_not_six_of_six() -> None:
    """Vera and Lidia are the women of six people here, and all that is quoted is theirs."""
    labels = {p.id: "Woman" if p.id in ("P1", "P3") else "Man" for p in PEOPLE}
    quotes = [replace(quote, label=labels[quote.person]) for quote in told(1, 3, 1, 3, 1, 3)]
    assert lines(hearing({"A": quotes}, PEOPLE, labels))[:3] == [
        "3 of 6 quotes are by Vera.",
        "3 of 6 quotes are by Lidia.",
        "All 6 quotes are labelled “Woman”.",
    ]
