"""What is asked about when a quote is shortened: negations, numbers and names left out."""

from __future__ import annotations

import pytest

from coding.quotes.swallowing import names_in, swallowed

LONG = (
    "We left in May. I would not go back to Perm, and nobody asks for 300 euros now."
    " My sister stayed. She never liked Ivan."
)


@pytest.mark.parametrize(
    ("printed", "lost"),
    [
        (LONG, []),
        ("I would […] go back to Perm", ["negation not", "negation nobody", "number 300"]),
        ("I would not go back […] now", ["name Perm", "negation nobody", "number 300"]),
        ("I would not go back to Perm […] nobody asks for […] euros now", ["number 300"]),
        ("I would not go back to Perm, and nobody asks", ["number 300"]),
        ("My sister stayed.", []),
        ("We left in May. […] My sister stayed.", ["negation not", "name Perm", "negation nobody",
                                                   "number 300"]),
        ("I would [not] go back to Perm", ["negation not", "negation nobody", "number 300"]),
        ("She […] liked Ivan.", ["negation never"]),
    ],
)  # fmt: skip
def test_what_an_omission_swallows_is_named(printed: str, lost: list[str]) -> None:
    """Whole sentences at the ends are not quoted at all; an editor's brackets give nothing back."""
    told = [f"{loss.kind} {loss.word}" for loss in swallowed(LONG, printed, "en")]
    assert told == lost


def test_a_number_or_name_that_stands_elsewhere_in_the_quote_is_not_lost() -> None:
    source = "He met Vera in 2019, and when Vera left in 2019 he was alone."
    assert swallowed(source, "He met Vera in 2019 […] he was alone.", "en") == []
    source = "He did not come and did not call us."
    assert [loss.word for loss in swallowed(source, "He did not come and […] call us.", "en")] == [
        "not"
    ]


@pytest.mark.parametrize(
    ("language", "source", "printed", "words"),
    [
        ("ru", "Я никогда не хотела жить в Перми, там двести тысяч человек.",
         "Я […] хотела жить […] там […] человек.",
         ["никогда", "не", "Перми", "двести", "тысяч"]),
        ("sr", "Ja nisam ni mislila da je Novi Sad skup, petsto evra.",
         "Ja […] mislila da je […] skup, […] evra.", ["nisam", "ni", "Novi", "Sad", "petsto"]),
        ("sr", "Никад нисам била у Нишу због посла.", "Никад […] била […] због посла.",
         ["нисам", "Нишу"]),
        ("de", "Ich habe Anna Weber in der Stadt nicht gesehen, nur den Hund.",
         "Ich habe […] nicht gesehen, nur den Hund.", ["Anna", "Weber"]),
    ],
)  # fmt: skip
def test_it_holds_in_the_languages_there_are_packs_for(
    language: str, source: str, printed: str, words: list[str]
) -> None:
    assert [loss.word for loss in swallowed(source, printed, language)] == words


def test_a_name_known_from_the_interview_counts_where_a_sentence_begins_too() -> None:
    source = "We talked. Ivan left and I stayed here."
    printed = "We talked. […] left and I stayed here."
    assert swallowed(source, printed, "en") == []
    names = names_in("It was Ivan who left.", "en")
    assert [loss.word for loss in swallowed(source, printed, "en", names=names)] == ["Ivan"]


def test_a_transcript_s_sounds_are_no_loss() -> None:
    assert swallowed("So [laughs] we went.", "So we went.", "en") == []
