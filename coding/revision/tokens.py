"""Cut a text into words and marks, told apart by how they read rather than by how they look."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_FIRST = 0x100
"""Where the characters begin that stand for words; what stands for none lies below it."""

_SURROGATES = 0xD800
_SKIPPED = 0x800

# Scripts written without spaces: there each letter is a word.
_TOKEN = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|"
    "(?:(?![\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])[\\w\u0300-\u036f])+"
    "|[^\\w\\s]"
)
_LOOKS = str.maketrans(
    {
        **dict.fromkeys("“”„«»‟″", '"'),
        **dict.fromkeys("‘’‚‛′ʼ", "'"),
        **dict.fromkeys("–—‒―−‐‑", "-"),
    }
)


@lru_cache(maxsize=65_536)
def read_as(token: str) -> str:
    """Return what a word is compared by: small letters, no accents, one kind of quotes and dashes.

    >>> read_as("Ещё") == read_as("еще"), read_as("“"), read_as("Ana")
    (True, '"', 'ana')
    """
    folded = unicodedata.normalize("NFD", token.translate(_LOOKS).casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return bare or folded


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and marks of a text: where each begins and ends, and all as one string.

    In `line` one character stands for one word, equal for words that read alike, so that strings
    find and count what words would be slow to.
    """

    text: str
    starts: list[int]
    ends: list[int]
    line: str

    def __len__(self) -> int:
        return len(self.starts)

    def first_in(self, start: int) -> int:
        """Return the number of the first word that ends behind a character's place."""
        return bisect_right(self.ends, start)

    def end_in(self, end: int) -> int:
        """Return the number after the last word that begins before a character's place."""
        return bisect_left(self.starts, end)

    def words(self, start: int, end: int) -> str:
        """Return the text from one word to before another, "" for none."""
        return self.text[self.starts[start] : self.ends[end - 1]] if start < end else ""


def tokens_of(*texts: str) -> tuple[Tokens, ...]:
    """Return the words of texts that are to be compared with each other.

    >>> old, new = tokens_of("Yes, I was.", "yes I was")
    >>> len(old), len(new), old.line[0] == new.line[0]
    (5, 3, True)
    """
    known: dict[str, str] = {}

    def letters(words: Iterable[str]) -> str:
        return "".join(known.setdefault(word, _letter(len(known))) for word in words)

    return tuple(
        Tokens(
            text,
            [match.start() for match in found],
            [match.end() for match in found],
            letters(read_as(match.group()) for match in found),
        )
        for text in texts
        for found in [list(_TOKEN.finditer(text))]
    )


def same_words(words: str, text: str) -> bool:
    """Say whether words stand in a text in a row, whatever marks stand between and around them.

    >>> same_words("“It was, well, cold”", "Vera: It was well cold.")
    True
    """
    sought, there = (
        [read_as(match.group()) for match in _TOKEN.finditer(each)] for each in (words, text)
    )
    line = " ".join(word for word in sought if word[:1].isalnum())
    return bool(line) and f" {line} " in f" {' '.join(w for w in there if w[:1].isalnum())} "


def _letter(number: int) -> str:
    code = _FIRST + number
    return chr(code if code < _SURROGATES else code + _SKIPPED)
