"""What is cut beside a quote in the other language when the quote was cut."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.language.sentences import sentences
from coding.project import Project
from coding.quotes.alike import cut_alike

ROOT = Path(__file__).parents[1]

RU = (
    "Мы уехали в марте. Я не знала, куда. Квартиру нашли за 700 евро, это дорого."
    " Марина помогла. Сейчас тут спокойно."
)
EN = (
    "We left in March. I did not know where to go. We found a flat for 700 euros, and that is a"
    " lot. Marina helped us. Now it is calm here."
)
PARTS_RU = RU.replace(". ", ".|").split("|")
PARTS_EN = EN.replace(". ", ".|").split("|")


@given(st.sets(st.integers(0, 4), min_size=1))
def test_whole_sentences_go_on_both_sides_and_leave_a_mark_only_between(kept: set[int]) -> None:
    """Whichever sentences stay, the same ones stay beside them."""

    def cut(parts: list[str]) -> str:
        words, before = "", -1
        for place in sorted(kept):
            gap = " […] " if words and place > before + 1 else " " if words else ""
            words, before = words + gap + parts[place], place
        return words

    assert cut_alike(RU, cut(PARTS_RU), EN, "ru", "en").words == cut(PARTS_EN)


def test_a_quote_that_was_not_cut_leaves_all_beside_it() -> None:
    assert cut_alike(RU, RU, EN, "ru", "en").words == EN
    assert cut_alike(RU, "Мы уехали в марте.", "", "ru", "en").words == ""


@pytest.mark.parametrize(
    ("printed", "words", "rough"),
    [
        (
            "Мы […] в марте. Я не знала, куда.",
            "We left in March. I did not know where to go.",
            True,
        ),
        ("Квартиру нашли за 700 евро", "We found a flat for 700 euros,", False),
        ("[…] это дорого. Марина помогла.", "and that is a lot. Marina helped us.", False),
    ],
)
def test_a_sentence_cut_within_is_cut_by_its_clauses_or_stands_whole_and_that_is_said(
    printed: str, words: str, rough: bool
) -> None:
    alike = cut_alike(RU, printed, EN, "ru", "en")
    assert (alike.words, alike.rough) == (words, rough)


def test_two_sentences_that_are_one_in_the_other_language_go_together() -> None:
    source = "It was cold. It was dark. We walked for two hours to Novi Sad and nobody came."
    beside = "Bilo je hladno i mračno. Hodali smo dva sata do Novog Sada i niko nije došao."
    printed = "We walked for two hours to Novi Sad and nobody came."
    assert cut_alike(source, printed, beside, "en", "sr").words == (
        "Hodali smo dva sata do Novog Sada i niko nije došao."
    )
    printed = "It was cold. […] We walked for two hours to Novi Sad and nobody came."
    alike = cut_alike(source, printed, beside, "en", "sr")
    assert (alike.words, alike.rough) == (beside, True)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_what_stays_is_a_part_of_what_stood_there(source: str, printed: str, beside: str) -> None:
    words = cut_alike(source, printed, beside).words
    if words != beside:
        at = 0
        for piece in words.split(" […] "):
            at = beside.index(piece, at) + len(piece)


def test_on_the_sample_as_many_cuts_are_right_as_the_docs_say(sample: Project) -> None:
    """Where both have as many sentences, and one is cut out, that at its place should go."""
    told = re.search(r"(\d+) of (\d+)\s+cuts", (ROOT / "docs" / "quotes.md").read_text("utf-8"))
    right = tried = 0
    for quote in sample.quotes.find(apart=False):
        mine = sentences(quote.text, language=quote.language)
        theirs = sentences(quote.translation, language=quote.other_language)
        if quote.printed or len(mine) != len(theirs):
            continue
        for gone in range(1, len(mine) - 1):
            printed = without(quote.text, mine, gone)
            languages = quote.language, quote.other_language
            cut = cut_alike(quote.text, printed, quote.translation, *languages)
            tried += 1
            right += cut.words == without(quote.translation, theirs, gone)
    assert told
    assert (right, tried) == (int(told[1]), int(told[2]))


def without(text: str, cut: list[tuple[int, int]], gone: int) -> str:
    """Return a text without one of its sentences, shown by a mark."""
    return f"{text[cut[0][0] : cut[gone - 1][1]]} […] {text[cut[gone + 1][0] : cut[-1][1]]}"
