"""Turn texts into vectors that lie near each other when they mean alike, without a model.

A text's vector is the sum of its words' vectors out of a table that comes with the program
(see `data/`): word pieces for English, words for Russian. Nothing is fetched or run.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from coding.errors import CodingError
from coding.language import encoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = 256
"""How many numbers a vector has."""

TABLES = {
    "en": ("english.npz", "207b885ce1cf61a8d6b5483e057f9733438be05f3e9066758e141432939ad385"),
    "ru": ("russian.npz", "cabf5e66dc500b54fec3f340f20ff06e305bb6554ac406b4237614e700814cd1"),
}
"""The tables and the SHA-256 that each must have."""

ENCODED = ("en",)
"""The languages whose texts can be read as wholes."""

LONGEST = 40
"""Letters from which a word is not looked up: it is no word."""

_WORD = re.compile(r"\w+|[^\w\s]")
Pieces = Callable[[str], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class VectorTable:
    """A language's vectors (rows × `SIZE`), and how a word is cut into rows."""

    vectors: NDArray[Any]
    rows: dict[str, int]
    pieces: Pieces


def languages() -> tuple[str, ...]:
    """Return the languages that have a table."""
    return tuple(TABLES)


def vectors(texts: Sequence[str], language: str, *, whole: bool = False) -> NDArray[Any]:
    """Return a unit vector for each text, as rows of float32 (texts × `SIZE`).

    A text of which no word is known has a row of zeros, as has any text in a language without
    a table. `whole` texts are read by the encoder, if it knows the language: their vectors are no
    sums, better, and take hundreds of times as long. Raises CodingError if a table is damaged.
    """
    import numpy as np

    if whole and language in ENCODED:
        return encoder.encoded([rows_of(text, language) for text in texts])
    found = sums(texts, language)
    length = np.linalg.norm(found, axis=1, keepdims=True)
    return found / np.where(length > 0, length, 1)


def readings(texts: Sequence[str], language: str) -> dict[bytes, bytes]:
    """Return what was read of `whole` texts, as `encoder.readings` does."""
    return encoder.readings([rows_of(text, language) for text in texts])


def sums(texts: Sequence[str], language: str, *, whole: bool = False) -> NDArray[Any]:
    """Return the sum of each text's words' vectors: those of texts in a row add up to theirs.

    Of `whole` texts each word has its text's vector.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    if language not in TABLES or not len(texts):
        return np.zeros((len(texts), SIZE), np.float32)
    if whole and language in ENCODED:
        lengths = np.array([[len(text.split())] for text in texts], np.float32)
        return vectors(texts, language, whole=True) * lengths
    table = _table(language)
    rows: list[int] = []
    ends = [0]
    for text in texts:
        rows.extend(rows_of(text, language))
        ends.append(len(rows))
    shape = (len(texts), len(table.rows))
    counts = csr_matrix((np.ones(len(rows), np.float32), rows, ends), shape=shape)
    return np.asarray(counts @ table.vectors)


def rows_of(text: str, language: str) -> list[int]:
    """Return the rows of a language's table that a text is cut into."""
    pieces = _table(language).pieces
    return [row for word in _WORD.findall(_plain(text)) for row in pieces(word)]


def _plain(text: str) -> str:
    """Return a text in small letters without accents, as the tables have it.

    >>> _plain("Café ЁЖ")
    'cafe еж'
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", apart.translate(_without_marks))


class _WithoutMarks(dict[int, int | None]):
    """Takes accents out of text, but for the breve of `й`; each character is looked up once."""

    def __missing__(self, point: int) -> int | None:
        mark = unicodedata.category(chr(point)) == "Mn" and chr(point) != "\u0306"
        self[point] = None if mark else point
        return self[point]


_without_marks = _WithoutMarks()


@cache
def _table(language: str) -> VectorTable:
    words, table = load(language)
    rows = {word: row for row, word in enumerate(words)}
    cut = word_pieces if language == "en" else _by_lemma
    return VectorTable(table, rows, cache(lambda word: cut(word, rows)))


def load(language: str) -> tuple[list[str], NDArray[Any]]:
    """Read a language's table: its words and their vectors (float32).

    Raises CodingError if it is missing or not the one this version was made with.
    """
    import numpy as np

    name, expected = TABLES[language]
    hint = "Install the program again."
    table = files("coding.language") / "data" / name
    try:
        data = table.read_bytes()
    except OSError as error:
        raise CodingError("the table of word vectors is missing", name, hint) from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise CodingError("the table of word vectors is damaged", name, hint)
    with table.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        words = kept["words"].tobytes().decode().split("\n")
        return words, kept["vectors"].astype(np.float32) * kept["scale"][:, None]


def word_pieces(word: str, rows: dict[str, int]) -> tuple[int, ...]:
    """Cut a word into the longest pieces there are, from the left (WordPiece).

    Wu et al. 2016, arXiv:1609.08144. A word that cannot be cut is left out.

    >>> rows = {"mobil": 0, "##isation": 1, "##is": 2}
    >>> word_pieces("mobilisation", rows), word_pieces("mobx", rows)
    ((0, 1), ())
    """
    if len(word) > LONGEST:
        return ()
    found, at = [], 0
    while at < len(word):
        for end in range(len(word), at, -1):
            row = rows.get(word[at:end] if not at else f"##{word[at:end]}")
            if row is not None:
                found.append(row)
                at = end
                break
        else:
            return ()
    return tuple(found)


def _by_lemma(word: str, rows: dict[str, int]) -> tuple[int, ...]:
    """Look a word's dictionary form up."""
    from coding.language.words import lemma

    if len(word) > LONGEST or not word.isalpha():
        return ()
    row = rows.get(lemma(word, "ru"))
    return () if row is None else (row,)
