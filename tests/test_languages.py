"""The language of an interview is guessed as it comes in; neighbours are not taken for another."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.corpus import Speech
from studies import study
from transcript_files import has_note, text

from coding.language.guess import guess, proved, reads_as
from coding.language.script import cyrillic
from coding.model import Role
from coding.transcripts import read_bytes

SERBIAN = (
    "Došli smo kada je počeo rat. Nisam mislio da ćemo ostati, ali deca idu u školu.",
    "Pa ne znam, meni je to bilo teško u početku, nikoga nisam poznavala.",
    "Živimo ovde već šest godina, muž radi u fabrici a ja sam kod kuće.",
    "Došli smo kad je počeo rat. Nisam mislila da ćemo ostati, no djeca idu u školu.",
    "Što se tiče posla, uvijek je bilo teško, a tko ima vremena čekati?",
    "Šta da ti kažem, lahko nam nije bilo, ali eto, snašli smo se.",
)
OTHERS = (
    ("ru", "Мы приехали, когда началась война. Я не думала, что мы останемся, но дети учатся."),
    ("ru", "Ну не знаю, мне было трудно сначала, никого не знала."),
    ("uk", "Ми приїхали, коли почалася війна. Я не думала, що ми залишимося, але діти тут."),
    ("bg", "Дойдохме, когато започна войната. Не мислех, че ще останем, но децата са тук."),
    ("mk", "Дојдовме кога започна војната. Не мислев дека ќе останеме, но децата одат."),
    ("sl", "Prišli smo, ko se je začela vojna. Nisem mislila, da bomo ostali, ampak so tu."),
    ("cs", "Přišli jsme, když začala válka. Nemyslela jsem, že zůstaneme, ale děti tu jsou."),
    ("en", "We came when the war began. I did not think that we would stay in Šabac with Đorđe."),
)


@pytest.mark.parametrize("words", SERBIAN)
def test_serbian_croatian_and_bosnian_are_read_as_such_in_both_scripts(words: str) -> None:
    for written in (words, cyrillic(words.lower())):
        assert guess(written) == "sr"
        assert reads_as(written) == "sr"


@pytest.mark.parametrize(("language", "words"), OTHERS)
def test_neighbours_of_serbian_and_russian_are_none_of_them(language: str, words: str) -> None:
    assert guess(words) == language


def test_a_few_words_in_serbian_letters_are_not_read_as_russian() -> None:
    assert (reads_as("Овде је лепо"), reads_as("Живём, спасибо")) == ("sr", "ru")


def test_the_command_line_takes_the_language_that_the_preview_shows(tmp_path: Path) -> None:
    file = tmp_path / "P1.txt"
    file.write_text("I: Kako ste?\n\nAna: " + SERBIAN[0], encoding="utf-8")
    project = study(tmp_path / "study", {})
    shown = project.transcripts.preview("P1.txt", file.read_bytes()).transcript.language
    project.transcripts.import_files([file], coder="ana")
    assert (shown, project.transcripts.all()[0].language) == ("sr", "sr")


def test_an_interview_in_two_languages_is_named_with_who_speaks_which() -> None:
    english = "How long have you lived here, and what did you think of it when you came?"
    t = text(f"I: {english}\n\nAna: {SERBIAN[0]}\n\n" * 4)
    assert has_note(t, "Please check:", "2 languages", "English (I)", "Serbian (Ana)")
    alone = text(f"I: {SERBIAN[1]}\n\nAna: {SERBIAN[0]}\n\n" * 4)
    assert not has_note(alone, "languages")


def test_foreign_names_and_chance_likenesses_are_no_second_language() -> None:
    asked = "I: And then you went to Łódź, and to Šabac with Đorđe, and what was that like for you?"
    names = (
        "Ana: We were in Na Porici street, in the Café de la Paix, with Jean de la Croix, Maria do"
        " Carmo and Zoran, and it was in the Kosta und Sohn house that they let us stay."
    )
    t = text(f"{asked}\n\n{names}\n\n" * 6)
    assert (t.language, has_note(t, "languages")) == ("en", False)
    invented = Speech(3)
    assert not any(has_note(text(invented.interview(2_000)), "languages") for _ in range(20))


def test_paragraphs_without_names_in_two_languages_are_named() -> None:
    english = (
        "We came when the war began, and it was so hard that I was of two minds, but you stay."
    )
    german = "Und dann sind wir nach Berlin gegangen, das war nicht leicht, aber es ist die Arbeit."
    assert has_note(text(f"{english}\n\n{german}\n\n" * 4), "2 languages, English and German")
    once = text(f"{english}\n\n" * 7 + f"{german}\n\n")
    assert not has_note(once, "languages")


def test_one_word_often_and_words_of_both_prove_no_language() -> None:
    spanish = "pero los que no viven en el pueblo y los otros"
    assert proved(spanish, "es", "en")
    assert not proved("los, los, los, los and los", "es", "en")
    assert not proved(f"{spanish}, and that was it, so you see that it was the one", "es", "en")


def test_a_finnish_interview_has_its_form_and_its_letters_for_who_asks_and_who_answers() -> None:
    """As the Finnish Social Science Data Archive hands them out; H alone asks nobody elsewhere."""
    talk = "H: Miten päädyit tänne?\n\nV: No, isä oli töissä tehtaalla ja me muutettiin.\n\n"
    form = "Haastattelupäivä: 12.3.2001\nIkä: 60\n\n"
    t = read_bytes(f"{form}{talk}H: Entä sitten?\n\nV: Se oli rankkaa.\n".encode(), "a.txt")
    assert [(s.label, s.role) for s in t.cast] == [
        ("H", Role.INTERVIEWER),
        ("V", Role.PARTICIPANT),
    ]
    assert not t.doubts
    assert t.language == "fi"
