"""Find words of a text that somebody else wrote down: with other quotation marks, spaces, capitals.

A spreadsheet of coded passages has been through Word, Excel and people: marks are straightened or
curled, line ends lost, a passage begins with a capital or leaves out its middle ("I was … afraid").
What is found is told with how far one had to go for it; nearly equal words are never taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

_SIGNS = {
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛`´′ʼ‹›", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff\u200e\u200f")
_LEFT_OUT = re.compile(r"\s*(?:[\[(<]\s*(?:\.{2,}|…)\s*[\])>]|\.{2,}|…)\s*")
_AROUND = " \t\n'\"“”„‟«»‘’‚‛‹›.,;:…·*•-–—[]()"
_GAP = 1_500
"""Characters that a passage may leave out: about two turns of an interview."""
_LEAST = 8
"""Letters and digits that a piece beside something left out must have to be looked for."""


class Nearness(IntEnum):
    """How far words differ from those found: spaces, signs and case, edges, what is left out."""

    SPACED = 0
    WRITTEN = 1
    EDGES = 2
    SIGNS = 3
    ELIDED = 4


class Found(NamedTuple):
    """Where words stand in a text, `start` ≤ i < `end` each, and how near they are."""

    places: tuple[tuple[int, int], ...] = ()
    nearness: Nearness = Nearness.SPACED


class Finder:
    """Finds words in one text; what it makes of the text is made once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._written: _Folded | None = None
        self._letters: _Folded | None = None

    def find(self, words: str) -> Found:
        r"""Return where words stand, by the least that has to be looked past.

        Where some of the places are whole words, the others, within longer words, are none.

        >>> finder = Finder("Ana: I can’t stay.\n\nIt is calm;  very calm, I was told by all.")
        >>> finder.find("can't stay. It is")
        Found(places=((7, 25),), nearness=<Nearness.WRITTEN: 1>)
        >>> finder.find("“It is calm … told by all”").places, finder.find("calmer").places
        (((20, 61),), ())
        """
        if not words.strip():
            return Found()
        if places := _whole(self.text, _spaced(words, self.text)):
            return Found(places)
        if self._written is None:
            self._written = _Folded(self.text)
        for nearness, wanted in (
            (Nearness.WRITTEN, words),
            (Nearness.EDGES, words.strip(_AROUND)),
        ):
            if wanted and (places := _whole(self.text, self._written.find(_folded(wanted)))):
                return Found(places, nearness)
        if sum(map(str.isalnum, words)) >= _LEAST:
            if self._letters is None:
                self._letters = _Folded(self.text, letters=True)
            if places := _whole(self.text, self._letters.find(_folded(words, letters=True))):
                last = words.rstrip()[-1]
                ended = tuple((a, b + (self.text[b : b + 1] == last)) for a, b in places)
                return Found(ended, Nearness.SIGNS)
        return Found(self._elided(words), Nearness.ELIDED)

    def _elided(self, words: str) -> tuple[tuple[int, int], ...]:
        """Return where the pieces of words with something left out follow each other."""
        pieces = [piece for piece in _LEFT_OUT.split(words) if piece.strip(_AROUND)]
        if len(pieces) < 2 or any(sum(map(str.isalnum, p)) < _LEAST for p in pieces):
            return ()
        found = [self.find(piece).places for piece in pieces]
        spans: list[tuple[int, int]] = []
        for start, end in found[0]:
            for places in found[1:]:
                behind = [place for place in places if end <= place[0] <= end + _GAP]
                if not behind:
                    break
                end = behind[0][1]
            else:
                spans.append((start, end))
        return tuple(spans)


class _Folded:
    """A text as it is compared: signs alike, small letters, one blank; and where each stood."""

    def __init__(self, text: str, *, letters: bool = False) -> None:
        signs: list[str] = []
        self.at: list[int] = []
        blank = False
        for place, sign in enumerate(text):
            if sign in _UNSEEN:
                continue
            if sign.isspace():
                blank = bool(signs)
                continue
            written = _SIGNS.get(sign) or sign.casefold()
            if letters:
                written = "".join(s for s in written if s.isalnum() or unicodedata.combining(s))
                blank = False
            if not written:
                continue
            if blank:
                signs.append(" ")
                self.at.append(place - 1)
                blank = False
            signs.append(written)
            self.at.extend([place] * len(written))
        self.signs = "".join(signs)

    def find(self, wanted: str) -> list[tuple[int, int]]:
        places: list[tuple[int, int]] = []
        start = self.signs.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            places.append((self.at[start], self.at[end - 1] + 1))
            start = self.signs.find(wanted, end)
        return places


def _folded(words: str, *, letters: bool = False) -> str:
    return _Folded(unicodedata.normalize("NFC", words), letters=letters).signs


def _spaced(words: str, text: str) -> list[tuple[int, int]]:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [match.span() for match in re.finditer(pattern, text)]


def _whole(text: str, places: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return those places that begin and end with words, all where none does."""
    if len(places) < 2:
        return tuple(places)
    whole = [
        (start, end)
        for start, end in places
        if not (text[start - 1 : start].isalnum() and text[start].isalnum() and start)
        and not (text[end - 1].isalnum() and text[end : end + 1].isalnum())
    ]
    return tuple(whole or places)


class WordsWanted(NamedTuple):
    """Words to be placed: `row` tells their order, `same` what may not stand twice in one place.

    Two rows of one `same` (a coder and a code) with equal words are two places; rows that differ
    in it may be two codes on one.
    """

    row: int
    words: str
    same: str


def in_order(finder: Finder, wanted: Sequence[WordsWanted], *, first: bool = False) -> list[Found]:
    """Return where each of some words stands, in the order given.

    Words that stand several times are placed by the order of the rows, where that leaves no
    doubt: a code is on them as often as they are there, or those before and after leave one
    place. Else all places are returned, or the `first` of those that the rows around them leave.

    >>> finder = Finder("Yes. Calm here. Yes. Rent. Yes.")
    >>> rows = [WordsWanted(n, w, "a") for n, w in enumerate(("Calm here", "Yes", "Rent"))]
    >>> [found.places for found in in_order(finder, rows)]
    [((5, 14),), ((16, 19),), ((21, 25),)]
    """
    found = [finder.find(want.words) for want in wanted]
    doubled: dict[tuple[tuple[tuple[int, int], ...], str], list[int]] = {}
    for at, (want, there) in enumerate(zip(wanted, found, strict=True)):
        if len(there.places) > 1:
            doubled.setdefault((there.places, want.same), []).append(at)
    for (places, _), rows in doubled.items():
        if len(rows) == len(places):
            for at, place in zip(sorted(rows, key=lambda r: wanted[r].row), places, strict=True):
                found[at] = found[at]._replace(places=(place,))
    order = sorted(range(len(wanted)), key=lambda at: wanted[at].row)
    sure = [found[at].places[0][0] for at in order if len(found[at].places) == 1]
    if len(sure) < 2 or sure != sorted(sure):  # the rows do not follow the text
        return [f._replace(places=f.places[:1]) for f in found] if first else found
    following: list[int | None] = []  # where the next that is sure begins, from the last row on
    for at in reversed(order):
        following.append(following[-1] if following else None)
        if len(found[at].places) == 1:
            following[-1] = found[at].places[0][0]
    low: int | None = None
    for at, high in zip(order, reversed(following), strict=True):
        places = found[at].places
        if len(places) > 1:
            least, most = (low or 0), (len(finder.text) if high is None else high)
            within = tuple(place for place in places if least <= place[0] <= most)
            between = len(within) == 1 and low is not None and high is not None
            places = within if between else (within or places)[:1] if first else places
            found[at] = found[at]._replace(places=places)
        if len(places) == 1:
            low = places[0][0]
    return found
