"""Put what a PDF draws from right to left into the order in which one reads it.

A PDF says where each letter was drawn, and programs list the letters of such a line in whatever
order. What counts is their place: letters between two blanks are a word, read from its right end;
digits and Latin letters within it from their left. On a page that is read from right to left
places are counted from its right edge, so that all that is told of lines and columns holds there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from coding.files.pdf_words import PdfWord

_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FORMS = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")
_LEFT = re.compile(r"[^\W\d_]")
_TOGETHER = ".,:/-+%'@_"
_BRACKETS = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_OPENING, _CLOSING = "([{<«", ")]}>»"
_GAP = 0.25  # of a letter's height
_SAME = 0.05  # points within which letters stand in the very same place: they are tied
_LAM = "ل"


@dataclass(frozen=True, slots=True)
class DrawnLetter:
    """A letter, where it was drawn, and how it looks."""

    sign: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False
    light: bool = False


def goes_right_to_left(text: str) -> bool:
    """Tell whether some letters of a text are read from right to left."""
    return _RIGHT.search(text) is not None


def mostly(text: str) -> bool:
    """Tell whether most letters of a text are read from right to left.

    >>> mostly("שלום 2024, ok"), mostly("They said שלום.")
    (True, False)
    """
    right = len(_RIGHT.findall(text))
    return 2 * right > sum(map(str.isalpha, text))


def words_of(chunk: Sequence[DrawnLetter]) -> Iterable[tuple[str, DrawnLetter, float, float]]:
    """Yield the words of letters between two blanks: text, a letter of it, left and right end."""
    rest = _marked(chunk)
    while rest:
        first = rest[0][0]
        line: list[tuple[DrawnLetter, str]] = []
        below: list[tuple[DrawnLetter, str]] = []
        for x in rest:
            same = abs(x[0].y - first.y) <= 0.4 * max(x[0].size, 1.0)
            (line if same else below).append(x)
        rest = below
        line.sort(key=lambda x: (x[0].left + x[0].right) / 2)
        word: list[tuple[DrawnLetter, str]] = []
        for letter, sign in line:
            if word and letter.left - max(x.right for x, _ in word) > _GAP * letter.size:
                yield _word(word)
                word = []
            word.append((letter, sign))
        yield _word(word)


def _marked(chunk: Sequence[DrawnLetter]) -> list[tuple[DrawnLetter, str]]:
    """Return letters, each with the vowel signs drawn on it, in the order of the file."""
    bases = [x for x in chunk if not unicodedata.combining(x.sign[:1] or " ")] or list(chunk)
    signs = {id(x): x.sign for x in bases}
    for mark in chunk:
        if id(mark) not in signs:
            middle = (mark.left + mark.right) / 2
            base = min(bases, key=lambda x: abs((x.left + x.right) / 2 - middle))
            signs[id(base)] += mark.sign
    return [(x, signs[id(x)]) for x in bases]


def _word(letters: Sequence[tuple[DrawnLetter, str]]) -> tuple[str, DrawnLetter, float, float]:
    signs: list[str] = []
    i = 0
    while i < len(letters):
        tied = [letters[i]]
        while i + len(tied) < len(letters) and _at(letters[i][0], letters[i + len(tied)][0]):
            tied.append(letters[i + len(tied)])
        i += len(tied)
        own = [sign for _, sign in tied]
        if len(own) > 1 and own[0] == _LAM:  # will be turned round again
            own.reverse()
        signs += own
    text = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), in_order(signs))
    first = letters[-1][0]
    return text, first, min(x.left for x, _ in letters), max(x.right for x, _ in letters)


def _at(letter: DrawnLetter, other: DrawnLetter) -> bool:
    near = abs(letter.left - other.left) < _SAME and abs(letter.right - other.right) < _SAME
    return near and goes_right_to_left(letter.sign)


def in_order(signs: Sequence[str]) -> str:
    """Return what is seen from left to right as it is read from the right.

    >>> in_order("םולש"), in_order(":2024-םולש"), in_order("[00:03]")
    ('שלום', 'שלום-2024:', ']00:03[')
    """
    turned = list(signs)[::-1]
    read: list[str] = []
    i = 0
    while i < len(turned):
        end = i
        while end < len(turned) and _from_left(turned, end, i):
            end += 1
        read += turned[i:end][::-1] or [turned[i]]
        i = max(end, i + 1)
    return "".join(read)


def _from_left(signs: Sequence[str], i: int, start: int) -> bool:
    """Tell whether a sign belongs to digits or letters that are read from left to right."""
    if signs[i][0].isalnum():
        return not goes_right_to_left(signs[i])
    inside = start < i < len(signs) - 1 and signs[i] in _TOGETHER
    return inside and signs[i + 1][0].isalnum() and not goes_right_to_left(signs[i + 1])


def mirrored(word: PdfWord, width: float) -> PdfWord:
    """Return a word with its place counted from the right edge of its page."""
    return replace(word, left=width - word.right, right=width - word.left)


def line_in_order(line: Sequence[PdfWord], *, right_to_left: bool) -> tuple[PdfWord, ...]:
    """Return the words of a line as one reads them; `line` has them by their places.

    Words of the other direction that stand beside each other are read in their own order, each
    put where the one before it ends. Brackets that close before they open were drawn mirrored.
    """
    words = list(line)
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and _other(words, end, start, right_to_left):
            end += 1
        if end - start > 1:
            words[start:end] = _placed(words[start:end])
        start = max(end, start + 1)
    if right_to_left and _mirrored_brackets("".join(word.text for word in words)):
        words = [replace(word, text=word.text.translate(_BRACKETS)) for word in words]
    return tuple(words)


def _other(words: Sequence[PdfWord], i: int, start: int, right_to_left: bool) -> bool:
    """Tell whether a word is read in the other direction than its page, or goes on with such."""
    text = words[i].text
    right = goes_right_to_left(text)
    if right or _LEFT.search(text):
        return right != right_to_left
    between = start < i < len(words) - 1
    return between and _other(words[i + 1 : i + 2], 0, 0, right_to_left)


def _placed(words: Sequence[PdfWord]) -> list[PdfWord]:
    """Return words turned round, within the place that they take together."""
    gaps = [after.left - before.right for before, after in pairwise(words)]
    at = words[0].left
    placed: list[PdfWord] = []
    for word, gap in zip(words[::-1], [*gaps[::-1], 0.0], strict=True):
        placed.append(replace(word, left=at, right=at + word.right - word.left))
        at += word.right - word.left + gap
    return placed


def _mirrored_brackets(text: str) -> bool:
    first = next((sign for sign in text if sign in _OPENING + _CLOSING), "")
    return bool(first) and first in _CLOSING and any(sign in _OPENING for sign in text)
