"""A codebook's word meets its forms; negation and misspelling are seen; lemmas are right."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from coding.language import words
from coding.suggest.rules import Keywords

FORMS = {
    "en": (
        "border borders, emigrate emigrated, leave leaving, child children, fear fears, go went,"
        " relocate relocating, permit permits, city cities, woman women, buy bought, speak spoke,"
        " write written, fly flew, run running, lose lost, pay paid, price prices, language"
        " languages, friend friends, arrest arrested, deport deported, threaten threatened,"
        " safe safer, good better, protest protests, donate donating, vote voted, embassy"
        " embassies, queue queues, study studied, stop stopped, hide hidden, choose chose,"
        " give gave, take taken, see seen, know knew, bring brought, feel felt, win won,"
        " life lives, wife wives, bad worse, shoot shot"
    ),
    "ru": (
        "граница границу, граница границами, уехать уехали, ребенок детей, бояться боюсь,"
        " страх страха, повестка повестки, виза виз, война войны, друг друзья, сосед соседи,"
        " документ документов, вернуться вернулись, голосовать голосовал, жить живём, дом дома,"
        " квартира квартиру, деньги денег, школа школе, дочь дочери, мать матери, полиция"
        " полицию, закон законы, страна странах, работа работы, язык языке, безопасно"
        " безопасно, мобилизация мобилизации, родитель родителей, посольство посольстве"
    ),
    "sr": (
        "granica granice, viza vize, rat rata, strah straha, prijatelj prijatelji, škola škole,"
        " cena cene, stan stanovi, komšija komšije, otići otišli, dete deca, kuća kuću,"
        " jezik jezika, radnja radnje, glasati glasao, država države, policija policiju,"
        " zakon zakona, ulica ulici, plata plate, граница границе, рат рата, школа школе,"
        " пријатељ пријатељи"
    ),
}
BARS = {"en": 0.85, "ru": 0.95, "sr": 0.80}


@pytest.mark.parametrize("language", FORMS)
def test_a_keyword_and_its_forms_share_a_lemma(language: str) -> None:
    pairs = [pair.split() for pair in FORMS[language].split(", ")]
    met = [words.lemma(a, language) == words.lemma(b, language) for a, b in pairs]
    assert sum(met) / len(pairs) >= BARS[language]


def hits(keywords: list[list[str]], text: str, language: str = "en") -> list[tuple[int, str]]:
    found = Keywords(keywords, language).find(words.read(text, language))
    return [(hit.code, hit.keyword) for hit in found]


def test_phrases_are_met_where_their_lemmas_stand_in_a_row() -> None:
    book = [["call-up paper"], ["left Russia", "border"]]
    text = "He got his call-up papers, and he left Russia and saw the borders."
    assert sorted(hits(book, text)) == [(0, "call-up paper"), (1, "border"), (1, "left Russia")]
    assert hits(book, "Russia left him") == []


def test_a_negated_keyword_is_marked_not_dropped() -> None:
    keywords = Keywords([["afraid"]], "en")
    told = "I'm not afraid of them. I was afraid."
    assert [hit.negated for hit in keywords.find(words.read(told, "en"))] == [True, False]


def test_only_unknown_words_are_matched_by_their_spelling() -> None:
    assert hits([["mobilisation"]], "after the mobilisaton") == [(0, "mobilisation")]
    assert hits([["border"]], "the boarder paid his rent") == []  # a word of its own
    assert hits([["мобилизация"]], "после мобилизацыи", "ru") == [(0, "мобилизация")]


def test_serbian_in_both_alphabets_and_russian_with_either_e() -> None:
    assert hits([["granica"]], "На граници смо чекали", "sr") == [(0, "granica")]
    assert hits([["ребёнок"]], "У него ребенок", "ru") == [(0, "ребёнок")]


def test_a_language_without_a_dictionary_has_its_words_as_they_are() -> None:
    assert hits([["veri"]], "Veri ve diğerleri", "tr") == [(0, "veri")]
    assert words.base("tlh") == "xx"


@given(st.text(max_size=80), st.sampled_from(["en", "ru", "sr", "xx"]))
def test_words_stand_where_they_say(text: str, language: str) -> None:
    found = words.read(text, language)
    assert all(0 <= a < b <= len(text) for a, b in zip(found.start, found.end, strict=True))
    spans = zip(found.start, found.end, found.form, strict=True)
    for a, b, form in spans:
        assert text[a:b].lower() == words.spelled(form, language)


def talk(kind: str) -> str:
    """Return a long text of new words that begins as spaCy has a rule of its own for."""
    return "It's so. " + " ".join(
        f"“{kind}{chr(97 + n % 26)}{chr(97 + n // 26)}.”" for n in range(400)
    )


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_long_text_is_cut_as_it_is_without_what_was_met_before(language: str) -> None:
    text = talk("ot") * 2
    assert len(text) > words.LONG
    plain = spacy.blank(language).tokenizer(text)
    read = words.read(text, language)
    assert read.start.tolist() == [w.idx for w in plain if any(map(str.isalnum, w.text))]


def test_a_long_text_is_cut_quickly_the_second_time() -> None:
    """spaCy alone cuts each word with its marks anew after the first *it's*."""
    text = talk("um") * 5

    def seconds(cut: Callable[[str], object]) -> float:
        took = []
        for _ in range(5):
            begun = time.thread_time()
            cut(text)
            took.append(time.thread_time() - begun)
        return min(took)

    words.read(text, "en")
    mine = words._pipeline("en").tokenizer
    assert seconds(mine) < seconds(spacy.blank("en").tokenizer) / 3


def test_a_hyphen_at_the_end_of_a_line_hides_no_keyword() -> None:
    text = "My em-\nployer left Novi-\nSad"
    assert hits([["employer"]], text) == [(0, "employer")]
    read = words.read(text, "en")
    spoken = [text[a:b] for a, b in zip(read.start, read.end, strict=True)]
    assert spoken[:3] == ["My", "em-\nployer", "left"]
    assert "Sad" in spoken  # two names
