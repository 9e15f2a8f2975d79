"""Say what of a transcript stands beside a segment of its translation: turns, or sentences of one.

Beside words of which it is doubtful where they belong none are printed: no wrong words in silence.
Where a coding is shown and counted in the other language they are named, and said to be doubtful.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from coding.language.guess import reads_as
from coding.language.sentences import sentences
from coding.model import Turn
from coding.quotes.align_parts import part
from coding.quotes.aligning import Numbers, TurnPair, aligned, in_order, turned
from coding.quotes.pairing import Paired, paired

NOT_ALIGNED = "[translation not aligned]"
"""What is printed beside words of which it is doubtful what stands beside them."""

Span = tuple[int, int]
_Within = tuple[list[Span], list[Span], list[Paired]]

PRINTED_WHOLE = 2
"""Sentences of a turn that is printed beside a quote as it is, not cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Where a segment stands in the other language: from `start` to `end` of that text.

    `spans` are its words turn by turn, `doubtful` tells whether it may as well stand elsewhere.
    """

    start: int
    end: int
    spans: tuple[Span, ...]
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """A transcript and its translation, with the pairs of their turns."""

    turns: Sequence[Turn]
    text: str
    others: Sequence[Turn]
    other_text: str
    pairs: Sequence[TurnPair]
    language: str = ""
    other_language: str = ""
    _of: dict[int, TurnPair] = field(default_factory=dict, compare=False, repr=False)
    _cut: dict[TurnPair, _Within] = field(default_factory=dict, compare=False, repr=False)
    _placed: dict[Span, Carried | None] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._of.update({number: pair for pair in self.pairs for number in pair.mine})

    @classmethod
    def of(
        cls,
        turns: Sequence[Turn],
        text: str,
        others: Sequence[Turn],
        other_text: str,
        *,
        by_hand: Sequence[tuple[Numbers, Numbers]] = (),
        language: str = "",
        other_language: str = "",
    ) -> Parallel:
        """Align two transcripts; languages that are not told are guessed."""
        return cls(
            turns=turns,
            text=text,
            others=others,
            other_text=other_text,
            pairs=aligned(turns, text, others, other_text, by_hand),
            language=language or reads_as(text),
            other_language=other_language or reads_as(other_text),
        )

    def turned(self) -> Parallel:
        """Return the same pairs as they are seen from the other side."""
        return Parallel(
            turns=self.others,
            text=self.other_text,
            others=self.turns,
            other_text=self.text,
            pairs=in_order([turned(pair) for pair in self.pairs]),
            language=self.other_language,
            other_language=self.language,
        )

    def beside(self, start: int, end: int) -> str:
        """Return what is printed beside a segment: whole turns, or the sentences of a part of one.

        Of a turn that the segment covers in part those sentences are taken that are paired with
        its own, and as many around them as it takes to be sure; all of a turn of two sentences or
        fewer. `NOT_ALIGNED` where it is doubtful which turn it is, `""` where nothing is beside.
        """
        pieces: list[str] = []
        for pair in self._touched(start, end):
            spans = self._spans(pair, start, end, PRINTED_WHOLE)
            piece = "\n".join(self.other_text[a:b] for a, b in spans)
            piece = NOT_ALIGNED if pair.doubtful else piece
            if piece and piece not in pieces[-1:]:
                pieces.append(piece)
        return "\n".join(pieces)

    def carried(self, start: int, end: int) -> Carried | None:
        """Return where a segment stands on the other side, None where nothing is beside it.

        Of turns that do not follow one another there, it is those of the most characters.
        """
        place = (start, end)
        if place not in self._placed:
            self._placed[place] = self._carried(start, end)
        return self._placed[place]

    def _carried(self, start: int, end: int) -> Carried | None:
        spans: dict[int, Span] = {}
        doubtful = False
        for pair in self._touched(start, end):
            found = self._spans(pair, start, end, 1)
            doubtful |= pair.doubtful and bool(found)
            for a, b in found:
                number = next(n for n in pair.theirs if self._holds(n, a))
                known = spans.get(number, (a, b))
                spans[number] = min(a, known[0]), max(b, known[1])
        if not spans:
            return None
        runs: list[list[Span]] = []
        for number in sorted(spans):
            if number - 1 in spans:
                runs[-1].append(spans[number])
            else:
                runs.append([spans[number]])
        chosen = max(runs, key=lambda run: sum(b - a for a, b in run))
        return Carried(
            start=chosen[0][0], end=chosen[-1][1], spans=tuple(chosen), doubtful=doubtful
        )

    def _touched(self, start: int, end: int) -> list[TurnPair]:
        at = max(0, bisect_right(self.turns, start, key=lambda turn: turn.start) - 1)
        pairs: dict[TurnPair, None] = {}
        for number in range(at + 1, len(self.turns) + 1):
            turn = self.turns[number - 1]
            if turn.start >= end:
                break
            if max(start, turn.start) < min(end, turn.end):
                pairs[self._of[number]] = None
        return list(pairs)

    def _holds(self, number: int, place: int) -> bool:
        turn = self.others[number - 1]
        return turn.start <= place < turn.end

    def _spans(self, pair: TurnPair, start: int, end: int, whole: int) -> list[Span]:
        """Return the words beside a segment's part in a pair, turn by turn."""
        mine, theirs, found = self._within(pair)
        touched = [n for n, (a, b) in enumerate(mine) if max(a, start) < min(b, end)]
        if not touched:
            return []
        if len(touched) < len(mine) and len(theirs) > whole:
            chosen = _surely(found, touched)
            beside = [j for pairing in chosen for j in pairing.theirs]
            theirs = theirs[min(beside) : max(beside) + 1] if beside else []
        own = [[s for s in theirs if self._holds(number, s[0])] for number in pair.theirs]
        return [(spans[0][0], spans[-1][1]) for spans in own if spans]

    def _within(self, pair: TurnPair) -> _Within:
        """Return the sentences of both sides of a pair, and how they are paired."""
        if pair not in self._cut:
            mine = list(_sentences(self.turns, self.text, pair.mine, self.language))
            theirs = list(
                _sentences(self.others, self.other_text, pair.theirs, self.other_language)
            )
            found = paired(
                [part(self.text[a:b]) for a, b in mine],
                [part(self.other_text[a:b]) for a, b in theirs],
            )
            self._cut[pair] = mine, theirs, found
        return self._cut[pair]


def _sentences(
    turns: Sequence[Turn], text: str, numbers: Sequence[int], language: str
) -> Iterator[Span]:
    for number in numbers:
        turn = turns[number - 1]
        yield from sentences(text, turn.start, turn.end, language=language)


def _surely(found: Sequence[Paired], touched: Sequence[int]) -> Sequence[Paired]:
    """Return the pairs of the sentences touched, and the doubtful ones that go on from there.

    Of a sentence with none beside it, its neighbours' stand there.
    """
    within = [n for n, pair in enumerate(found) if set(pair.mine) & set(touched)]
    first, last = within[0], within[-1]
    while first > 0 and (found[first].doubtful or not found[first].theirs):
        first -= 1
    while last < len(found) - 1 and (found[last].doubtful or not found[last].theirs):
        last += 1
    return found[first : last + 1]
