"""Texts that mean alike lie near each other, from tables that come with the program."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coding.errors import CodingError
from coding.language import bert, encoder
from coding.language import vectors as meaning

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


@given(
    st.lists(st.text(max_size=60), max_size=5),
    st.sampled_from(["en", "ru", "sr", "xx"]),
    st.booleans(),
)
@example(["𗀀"], "ru", False)
@example(["", "a word"], "en", True)
def test_vectors_have_length_one_or_none(texts: list[str], language: str, whole: bool) -> None:
    found = meaning.vectors(texts, language, whole=whole)
    assert found.shape == (len(texts), meaning.SIZE)
    lengths = np.linalg.norm(found, axis=1)
    assert all(abs(length - 1) < 1e-3 or length == 0 for length in lengths)
    assert np.array_equal(found, meaning.vectors(texts, language, whole=whole))


def test_read_as_a_whole_the_order_of_words_counts_and_what_they_say_together() -> None:
    """Sums of words are the same in any order."""
    said = ["man bites dog", "dog bites man"]
    words, whole = meaning.vectors(said, "en"), meaning.vectors(said, "en", whole=True)
    assert words[0] @ words[1] > 0.999
    assert whole[0] @ whole[1] < 0.95
    alone = ["I am lonely", "nobody visits me"]
    words, whole = meaning.vectors(alone, "en"), meaning.vectors(alone, "en", whole=True)
    assert whole[0] @ whole[1] > words[0] @ words[1] + 0.1
    for text, alike, far in NEAR["en"]:
        a, b, c = meaning.vectors([text, alike, far], "en", whole=True)
        assert a @ b > a @ c + 0.1


def test_a_text_read_as_a_whole_has_one_vector_whatever_is_read_beside_it() -> None:
    read = encoder.weights()
    short, long = (meaning.rows_of(text, "en") for text in ("no bus", "a word " * 20))
    alone = bert.outputs(read, [short])
    beside = bert.outputs(read, [short, long])
    assert np.allclose(alone[0], beside[0], atol=1e-4)
    many = [[row] for row in range(encoder.TOGETHER)]
    assert [len(batch) for batch in encoder._batches({bytes([n % 256, n // 256]): text
            for n, text in enumerate(many)})] == [83, 83, 83, 1]  # fmt: skip


def test_the_encoder_is_worked_out_as_its_paper_says() -> None:
    """Beside one text after another, number by number, with the error function of Python."""
    rng = np.random.default_rng(5)
    wide = bert.HEADS * 2

    def some(*shape: int) -> NDArray[np.float32]:
        return rng.normal(size=shape).astype(np.float32)

    sizes = {"qkv": (wide, 3 * wide), "out": (wide, wide), "up": (wide, 48), "down": (48, wide)}
    layers = [
        {name: some(*size) for name, size in sizes.items()}
        | {f"{name}_bias": some(size[1]) for name, size in sizes.items()}
        | {"out_norm": some(2, wide), "down_norm": some(2, wide)}
        for _ in range(2)
    ]
    read = {
        "words": rng.integers(-127, 128, (9, wide)).astype(np.int8),
        "words_scale": abs(some(9)) / 100,
        **{"places": some(8, wide), "norm": some(2, wide), "layers": layers, "begin": 7, "end": 8},
    }
    texts = [[1, 2, 3, 4], [5], [6, 0, 1, 2], [3, 3, 1], [2]]
    found = bert.outputs(read, texts)
    for text, output in zip(texts, found, strict=True):
        assert np.allclose(output, plainly(read, text), rtol=1e-4, atol=1e-5)


def plainly(read: dict[str, Any], text: list[int]) -> NDArray[np.float64]:
    def normed(x: NDArray[np.float64], norm: NDArray[np.float64]) -> NDArray[np.float64]:
        return norm[0] * (x - x.mean(1)[:, None]) / np.sqrt(x.var(1)[:, None] + 1e-12) + norm[1]

    pieces = [7, *text, 8]
    x = np.array([read["words"][p] * float(read["words_scale"][p]) for p in pieces])
    x = normed(x + read["places"][: len(pieces)], read["norm"])
    for w in read["layers"]:
        queries, keys, values = np.split(x @ w["qkv"] + w["qkv_bias"], 3, axis=1)
        mixed = np.zeros_like(x)
        for head in range(bert.HEADS):
            own = slice(2 * head, 2 * head + 2)
            for at in range(len(pieces)):
                odds = np.exp(keys[:, own] @ queries[at, own] / math.sqrt(2))
                mixed[at, own] = odds @ values[:, own] / odds.sum()
        x = normed(x + mixed @ w["out"] + w["out_bias"], w["out_norm"])
        inner = np.vectorize(lambda y: y * (1 + math.erf(y / math.sqrt(2))) / 2)(
            x @ w["up"] + w["up_bias"]
        )
        x = normed(x + inner @ w["down"] + w["down_bias"], w["down_norm"])
    return np.asarray(x.mean(axis=0))


def test_gelu_is_right_to_rounding() -> None:
    x = np.linspace(-9, 9, 1801)
    expected = [y * (1 + math.erf(y / math.sqrt(2))) / 2 for y in x]
    assert np.allclose(bert.gelu(x.copy()), expected, atol=3e-7)
    assert np.allclose(bert.gelu(x.astype(np.float32)), expected, atol=1e-6)


def test_words_read_as_a_whole_each_have_their_texts_vector() -> None:
    text = "cheap rent please"
    assert np.allclose(
        meaning.sums([text], "en", whole=True), 3 * meaning.vectors([text], "en", whole=True)
    )
    assert np.array_equal(
        meaning.sums(["слово"], "ru", whole=True), meaning.sums(["слово"], "ru")
    ), "of another language words alone are known"


def test_of_a_long_text_the_beginning_is_read() -> None:
    words = [*["bread"] * encoder.LONGEST, "war"]
    whole, read = meaning.vectors([" ".join(words), " ".join(words[:-1])], "en", whole=True)
    assert np.array_equal(whole, read)
    shorter = meaning.vectors([" ".join(words[:-2])], "en", whole=True)[0]
    assert not np.array_equal(shorter, read)


def test_a_damaged_or_missing_encoder_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "SHA256", "0" * 64)
    with pytest.raises(CodingError, match="damaged"):
        encoder.weights.__wrapped__()
    monkeypatch.setattr(encoder, "NAME", "none.npz")
    with pytest.raises(CodingError, match="missing"):
        encoder.weights.__wrapped__()


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
