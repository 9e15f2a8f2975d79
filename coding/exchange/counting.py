r"""Find out how a program counted the characters of a text, and where its places lie in ours.

Programs count UTF-16 units, code points or UTF-8 bytes; a line end as one or two; a byte order mark
or not. Nothing in a file says so. The right way of counting is the one by which the selections
begin and end where words do: it was so for 99 of 100 in real files, any other way for 26 at most.

    offset ──▶ code point of the file's own text ──▶ code point of the canonical text
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from coding.exchange.letters import letters
from coding.model import canonical

MARK = "\ufeff"
_LINE_END = re.compile("\r\n|\n")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_DROPPED = re.compile("\r\n|\0")
_NO_WORDS = re.compile(r"[\d,:–-]+|line:\d+")  # what programs call selections otherwise
_RUN = re.compile("[\x01-\x0c\x0e-\x7f]?[^\0-\x7f]+")  # what NFC may change, from an ASCII letter

CERTAIN = 0.95
"""Share of the selections that stand on words' edges where a way of counting is the right one."""

TWICE = 2.0
"""How many times as many as by the next way."""

SHORTEST = 3
"""Letters up to which a selection's name is not compared with the words there."""

CLIPPED = 20
"""Letters from which a name may be the beginning of the words alone."""

LOOKED_AT = 1_000
"""Selections that are enough to tell by."""


class Unit(StrEnum):
    """What is counted as one."""

    UTF16 = "UTF-16 units"
    POINTS = "characters"
    UTF8 = "UTF-8 bytes"


class CountingWay(NamedTuple):
    """A way of counting: the unit, whether a byte order mark counts, what a line end counts."""

    unit: Unit
    mark: bool = False
    line_end: int = 1

    @property
    def said(self) -> str:
        """Say it to a person."""
        mark = "the byte order mark counted" if self.mark else "the byte order mark not counted"
        return f"{self.unit}, a line end as {self.line_end}, {mark}"


WAYS = tuple(
    CountingWay(unit, mark, line_end)
    for mark in (False, True)
    for unit in (Unit.UTF16, Unit.POINTS, Unit.UTF8)
    for line_end in (1, 2)
)


class FileText:
    """The text of a source as its file has it, and as it stands here."""

    def __init__(self, text: str) -> None:
        self.marked = text.startswith(MARK)
        self.raw = text.removeprefix(MARK)
        self.canonical = canonical(self.raw)
        self._rulers: dict[CountingWay, Ruler] = {}

    @cached_property
    def plain(self) -> frozenset[str]:
        """Say in what no two ways of counting can differ here: "unit", "bytes", "lines", "mark"."""
        same = set()
        if not _ASTRAL.search(self.raw):
            same.add("unit")
        if self.raw.isascii():
            same.add("bytes")
        if "\n" not in self.raw:
            same.add("lines")
        if not self.marked:
            same.add("mark")
        return frozenset(same)

    def reduced(self, way: CountingWay) -> CountingWay:
        """Return the first of the ways that come to the same here as one."""
        unit = way.unit
        if "bytes" in self.plain or (unit is Unit.POINTS and "unit" in self.plain):
            unit = Unit.UTF16
        mark = way.mark and "mark" not in self.plain
        return CountingWay(unit, mark, 1 if "lines" in self.plain else way.line_end)

    def ruler(self, way: CountingWay) -> Ruler:
        """Return the ruler for a way of counting."""
        way = self.reduced(way)
        if way not in self._rulers:
            self._rulers[way] = Ruler(self.raw, way, marked=self.marked)
        return self._rulers[way]

    def forget(self) -> None:
        """Let go of the rulers: those of a large project would fill the memory."""
        self._rulers.clear()

    def place(self, way: CountingWay, start: int, end: int) -> tuple[int, int] | None:
        """Return where a selection stands in the file's own text, None if it cannot."""
        ruler = self.ruler(way)
        first, last = ruler.point(start), ruler.point(end)
        if first is None or last is None or first > last:
            return None
        return first, last

    def on_edges(self, start: int, end: int) -> bool:
        """Tell whether a place begins and ends where a word does, in the file's own text."""
        return start < end and _edge(self.raw, start) and _edge(self.raw, end)

    # ── from the file's own text to ours ──

    @cached_property
    def _changes(self) -> tuple[list[int], list[int], list[int]]:
        """Return where our text differs: starts, ends, and how much shorter it is after each."""
        edits = [
            (m.start(), m.end(), "\n" if m[0] != "\0" else "") for m in _DROPPED.finditer(self.raw)
        ]
        if not unicodedata.is_normalized("NFC", self.raw):
            for match in _RUN.finditer(self.raw):
                composed = unicodedata.normalize("NFC", match[0])
                if composed != match[0]:
                    edits.append((match.start(), match.end(), composed))
            edits.sort()
        shorter = accumulate(end - start - len(text) for start, end, text in edits)
        return (
            [start for start, _, _ in edits],
            [end for _, end, _ in edits],
            [0, *shorter],
        )

    def ours(self, point: int, *, end: bool) -> int:
        """Return where a code point of the file's own text stands in the canonical one.

        A place inside of what becomes one character goes to its beginning, or to its `end`.
        """
        starts, ends, shorter = self._changes
        if len(self.raw) - shorter[-1] != len(self.canonical):  # marks over what was dropped
            return len(canonical(self.raw[:point]))
        index = bisect_right(starts, point) - 1
        if index < 0 or point >= ends[index]:
            return point - shorter[index + 1]
        if point == starts[index]:
            return point - shorter[index]
        here = self.raw[starts[index] : ends[index]]
        inside = point - starts[index]
        if here in ("\r\n", "\0"):
            return starts[index] - shorter[index] + end * (here != "\0")
        step = 1 if end else -1
        while 0 < inside < len(here) and unicodedata.combining(here[inside]):
            inside += step
        return starts[index] - shorter[index] + len(unicodedata.normalize("NFC", here[:inside]))


class Ruler:
    """Finds the code point that stands at an offset, by one way of counting."""

    def __init__(self, raw: str, way: CountingWay, *, marked: bool) -> None:
        self._length = len(raw)
        self._before = (3 if way.unit is Unit.UTF8 else 1) if way.mark and marked else 0
        self._bytes = _Bytes(_ended(raw, way.line_end)) if way.unit is Unit.UTF8 else None
        wide: list[tuple[int, int]] = []  # where something is counted otherwise than as one
        if way.unit is Unit.UTF16:
            wide = [(m.start(), 1) for m in _ASTRAL.finditer(raw)]
        ends = [
            (m.start(), way.line_end - len(m[0]))
            for m in _LINE_END.finditer(raw)
            if len(m[0]) != way.line_end
        ]
        if ends:
            wide = sorted([*wide, *ends]) if wide else ends
        self._extra = [0, *accumulate(extra for _, extra in wide)]
        self._at = [point + extra for (point, _), extra in zip(wide, self._extra, strict=False)]
        self._wide = [extra for _, extra in wide]

    def point(self, offset: int) -> int | None:
        """Return the code point at an offset, None outside of the text or inside of a character."""
        offset -= self._before
        if self._bytes:
            counted = self._bytes.point(offset)
            if counted is None:
                return None
            offset = counted
        index = bisect_left(self._at, offset)
        wide = self._wide[index - 1] if index else 0
        if wide > 0 and offset <= self._at[index - 1] + wide:
            return None
        point = offset - self._extra[index]
        return point if 0 <= point <= self._length else None


class _Bytes:
    """Finds the code point at a byte of UTF-8: there are as many as bytes that begin one."""

    def __init__(self, text: str) -> None:
        self._data = text.encode("utf-8", "surrogatepass")
        blocks = range(0, len(self._data), BLOCK)
        self._counts = [0, *accumulate(self._begun(at, at + BLOCK) for at in blocks)]

    def _begun(self, start: int, end: int) -> int:
        return len(self._data[start:end].translate(None, _CONTINUED))

    def point(self, offset: int) -> int | None:
        """Return the code point, None inside of a character or outside of the text."""
        if not 0 <= offset <= len(self._data):
            return None
        if offset < len(self._data) and self._data[offset] & 0xC0 == 0x80:
            return None
        block, rest = divmod(offset, BLOCK)
        return self._counts[block] + self._begun(block * BLOCK, block * BLOCK + rest)


BLOCK = 4_096
_CONTINUED = bytes(range(0x80, 0xC0))


def _ended(raw: str, line_end: int) -> str:
    """Return a text with line ends of one character, or of two."""
    short = raw.replace("\r\n", "\n")
    return short if line_end == 1 else short.replace("\n", "\r\n")


def _edge(text: str, at: int) -> bool:
    if at <= 0 or at >= len(text):
        return True
    if text[at - 1] == "\r" and text[at] == "\n":
        return False
    return not (_in_word(text[at - 1]) and _in_word(text[at]))


def _in_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M" or sign in "\u200d_"


class Selected(NamedTuple):
    """A selection as a file has it; `words` is what it says that stands there, if it does."""

    start: int
    end: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The way in which selections were counted, and how sure that is.

    Of `looked` selections `fits` stand where they should, `next_best` by the next way. `by_words`
    says that the file has the words of its selections, which are compared then; else they should
    stand on words' edges.
    """

    way: CountingWay
    looked: int = 0
    fits: int = 0
    next_best: int = 0
    by_words: bool = False

    @property
    def sure(self) -> bool:
        """Whether the way is beyond doubt."""
        alone = self.fits == self.looked and self.next_best < CERTAIN * self.looked
        return self.fits >= CERTAIN * self.looked and (alone or self.fits >= TWICE * self.next_best)

    @property
    def ties(self) -> bool:
        """Whether other ways would do as well, as in plain texts."""
        return self.looked > 0 and not self.next_best


Counted = tuple[FileText, Sequence[Selected]]


def settle(sources: Iterable[Counted], likely: CountingWay) -> Verdict:
    """Return the way in which a whole project was counted; of ways that tie, the likely one.

    The selections of all sources are counted together: few of one tell little.
    """
    some: list[Counted] = []
    looked = 0
    for text, selections in sources:
        if looked >= LOOKED_AT:
            break
        some.append((text, selections[: LOOKED_AT - looked]))
        looked += len(some[-1][1])
    named = sum(bool(_words_of(selected)) for _, selections in some for selected in selections)
    if 2 * named > looked:
        verdict = _best(some, looked, likely, by_words=True)
        if 2 * verdict.fits > looked:  # else what it calls its selections are no words of theirs
            return verdict
    return _best(some, looked, likely, by_words=False)


def _best(
    sources: Sequence[Counted], looked: int, likely: CountingWay, *, by_words: bool
) -> Verdict:
    sums = dict.fromkeys(WAYS, 0)
    for text, selections in sources:
        if not selections:
            continue
        counts = {
            way: sum(stands(text, way, selected, by_words=by_words) for selected in selections)
            for way in dict.fromkeys(map(text.reduced, WAYS))
        }
        for way in WAYS:
            sums[way] += counts[text.reduced(way)]
        text.forget()
    best = max(sums.values())
    ways = [way for way, count in sums.items() if count == best]
    return Verdict(
        way=likely if likely in ways else ways[0],
        looked=looked,
        fits=best,
        next_best=max((count for count in sums.values() if count < best), default=0),
        by_words=by_words,
    )


def of_source(text: FileText, selections: Sequence[Selected], common: Verdict) -> Verdict:
    """Return the way in which one source was counted: the common one, unless another is right."""
    by_words = common.by_words
    fits = sum(stands(text, common.way, s, by_words=by_words) for s in selections)
    if fits < CERTAIN * len(selections) and len(selections) > 2:
        own = _best([(text, selections)], len(selections), common.way, by_words=by_words)
        if own.sure and own.fits >= TWICE * fits:
            return own
    return Verdict(way=common.way, looked=len(selections), fits=fits, by_words=by_words)


def stands(text: FileText, way: CountingWay, selected: Selected, *, by_words: bool) -> bool:
    """Tell whether a selection stands right by a way of counting: on its words, or on edges."""
    place = text.place(way, selected.start, selected.end)
    if place is None:
        return False
    said = _words_of(selected) if by_words else ""
    if not said:
        return text.on_edges(*place)
    there = letters(unicodedata.normalize("NFC", text.raw[slice(*place)]))
    return there.rstrip(".…") == said or (len(said) >= CLIPPED and there.startswith(said))


def _words_of(selected: Selected) -> str:
    """Return the letters that a selection's name says stand there, "" where it is no words."""
    said = unicodedata.normalize("NFC", letters(selected.words).rstrip(".…"))
    return "" if len(said) <= SHORTEST or _NO_WORDS.fullmatch(said) else said
