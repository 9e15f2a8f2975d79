"""Texts that mean alike lie near each other, from tables that come with the program."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coding.errors import CodingError
from coding.language import vectors as meaning

NEAR = {
    "en": [
        ("the police scared me", "I was afraid of the officers", "we baked bread on Sunday"),
        ("the rent is too high", "the landlord wants more money", "my brother plays the violin"),
        ("we crossed the border", "at the frontier they checked passports", "soup with potatoes"),
        ("he was drafted into the army", "conscription of soldiers", "the cat sleeps on the sofa"),
    ],
    "ru": [
        ("мне страшно", "я боюсь полиции", "мы пекли хлеб"),
        ("квартира дорогая", "хозяин поднял цену за жильё", "брат играет на скрипке"),
        ("мобилизация и повестки", "его призвали в армию", "кошка спит на диване"),
    ],
}


@pytest.mark.parametrize("language", NEAR)
def test_what_means_alike_is_nearer_than_what_does_not(language: str) -> None:
    for text, alike, other in NEAR[language]:
        a, b, c = meaning.vectors([text, alike, other], language)
        assert a @ b > a @ c + 0.1


@given(st.lists(st.text(max_size=60), max_size=5), st.sampled_from(["en", "ru", "sr", "xx"]))
@example(["𗀀"], "ru")
def test_vectors_have_length_one_or_none(texts: list[str], language: str) -> None:
    found = meaning.vectors(texts, language)
    assert found.shape == (len(texts), meaning.SIZE)
    lengths = np.linalg.norm(found, axis=1)
    assert all(abs(length - 1) < 1e-5 or length == 0 for length in lengths)
    assert np.array_equal(found, meaning.vectors(texts, language))


def test_nothing_known_is_all_zeros() -> None:
    assert not meaning.vectors(["", "...", "Ж"], "xx").any()
    assert not meaning.vectors(["слово"], "sr").any()


def test_words_are_cut_as_the_model_cuts_them() -> None:
    """Pieces as all-MiniLM-L6-v2's own tokenizer gives them."""
    words, _ = meaning.load("en")
    rows = {word: row for row, word in enumerate(words)}
    expected = {
        "border": ["border"],
        "unaffable": ["una", "##ffa", "##ble"],
        "mobilisation": ["mob", "##ilis", "##ation"],
        "embeddings": ["em", "##bed", "##ding", "##s"],
    }
    for word, pieces in expected.items():
        assert [words[row] for row in meaning.word_pieces(word, rows)] == pieces


def test_accents_and_case_do_not_matter() -> None:
    a, b = meaning.vectors(["CAFÉ", "cafe"], "en")
    assert np.allclose(a, b)
    a, b = meaning.vectors(["ребёнок", "ребенок"], "ru")
    assert np.allclose(a, b)


def test_a_damaged_or_missing_table_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(meaning.TABLES, "en", ("english.npz", "0" * 64))
    with pytest.raises(CodingError, match="damaged"):
        meaning.load("en")
    monkeypatch.setitem(meaning.TABLES, "en", ("none.npz", "0" * 64))
    with pytest.raises(CodingError, match="missing"):
        meaning.load("en")
