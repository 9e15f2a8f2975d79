"""Align a transcript with its translation, turn by turn and, inside turns, sentence by sentence.

What a person has paired stays so, and the rest is paired between. A pair that might as well be
another is doubtful, and what stands beside its words is not shown: no wrong words in silence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coding.language.guess import reads_as
from coding.language.sentences import sentences
from coding.model import Turn
from coding.quotes.pairing import Paired, paired, part

NOT_ALIGNED = "[translation not aligned]"
"""What is printed beside words of which it is doubtful what stands beside them."""

Numbers = tuple[int, ...]
Span = tuple[int, int]

_WHOLE = 2  # sentences of a turn that are not cut


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPair:
    """Turns of a transcript, by number, and those of its translation beside them.

    `sure` is between 0 and 1: how likely it is that they belong together, or that the turn has
    nothing beside it. `swapped` are turns in another order than beside; `by_hand` a person's.
    """

    mine: Numbers
    theirs: Numbers
    sure: float
    doubtful: bool = False
    swapped: bool = False
    by_hand: bool = False


def aligned(
    turns: Sequence[Turn],
    text: str,
    others: Sequence[Turn],
    other_text: str,
    by_hand: Sequence[tuple[Numbers, Numbers]] = (),
) -> tuple[TurnPair, ...]:
    """Pair the turns of two transcripts, in order; each turn is in one pair exactly.

    `by_hand` are the pairs that a person made, by numbers; an empty side is "nothing beside it".
    """
    sides = (turns, text), (others, other_text)
    parts = [
        [part(said[t.start : t.end], t.role, t.participant, t.time) for t in listed]
        for listed, said in sides
    ]
    taken = [{n for pair in by_hand for n in pair[side]} for side in (0, 1)]
    rows = [[n for n in range(1, len(p) + 1) if n not in taken[k]] for k, p in enumerate(parts)]
    fixed = _in_order([pair for pair in by_hand if pair[0] and pair[1]])
    ends = [(0, 0), *((max(a), max(b)) for a, b in fixed), (len(turns) + 1, len(others) + 1)]
    made: list[TurnPair] = []
    for (first, begin), (last, end) in pairwise(ends):
        ours = [n for n in rows[0] if first < n < last]
        beside = [n for n in rows[1] if begin < n < end]
        found = paired(
            [parts[0][n - 1] for n in ours], [parts[1][n - 1] for n in beside], swaps=True
        )
        made += [_told(pair, ours, beside) for pair in found]
        if (last, end) != ends[-1]:
            a, b = fixed[ends.index((last, end)) - 1]
            made.append(TurnPair(mine=a, theirs=b, sure=1.0, by_hand=True))
    for a, b in by_hand:
        if (a, b) not in fixed:
            pair = TurnPair(mine=a, theirs=b, sure=1.0, by_hand=True, swapped=bool(a and b))
            made.insert(_place(made, pair), pair)
    return tuple(made)


def _told(pair: Paired, ours: Sequence[int], beside: Sequence[int]) -> TurnPair:
    return TurnPair(
        mine=tuple(ours[i] for i in pair.mine),
        theirs=tuple(beside[j] for j in pair.theirs),
        sure=1 / (1 + math.exp(-pair.margin)),
        doubtful=pair.doubtful,
        swapped=pair.swapped,
    )


def _in_order(pairs: Sequence[tuple[Numbers, Numbers]]) -> list[tuple[Numbers, Numbers]]:
    """Return the most of these pairs that follow one another on both sides."""
    chains: list[list[tuple[Numbers, Numbers]]] = []
    for pair in sorted(pairs):
        before = [
            chain
            for chain in chains
            if max(chain[-1][0]) < min(pair[0]) and max(chain[-1][1]) < min(pair[1])
        ]
        chains.append([*max(before, key=len, default=[]), pair])
    return max(chains, key=len, default=[])


def _place(made: Sequence[TurnPair], pair: TurnPair) -> int:
    """Return where a pair is told: before the first that follows it."""
    for place, other in enumerate(made):
        mine = pair.mine and other.mine and other.mine[0] > pair.mine[0]
        if mine or (not pair.mine and other.theirs and other.theirs[0] > pair.theirs[0]):
            return place
    return len(made)


# --- beside a segment --------------------------------------------------------------------------


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

    def beside(self, start: int, end: int) -> str:
        """Return what stands beside a segment: whole turns, or the sentences of a part of one.

        Of a turn that the segment covers in part those sentences are taken that are paired with
        its own, and as many around them as it takes to be sure; all of a turn of two sentences or
        fewer. `NOT_ALIGNED` where it is doubtful which turn it is, `""` where nothing is beside.
        """
        pieces: list[str] = []
        for pair in self.pairs:
            if any(self._within(n, start, end) for n in pair.mine):
                piece = NOT_ALIGNED if pair.doubtful else self._piece(pair, start, end)
                if piece and piece not in pieces[-1:]:
                    pieces.append(piece)
        return "\n".join(pieces)

    def _within(self, number: int, start: int, end: int) -> bool:
        turn = self.turns[number - 1]
        return max(start, turn.start) < min(end, turn.end)

    def _piece(self, pair: TurnPair, start: int, end: int) -> str:
        mine = list(_sentences(self.turns, self.text, pair.mine, self.language))
        theirs = list(_sentences(self.others, self.other_text, pair.theirs, self.other_language))
        touched = [n for n, (a, b) in enumerate(mine) if max(a, start) < min(b, end)]
        if not touched:
            return ""
        if len(touched) == len(mine) or len(theirs) <= _WHOLE:
            return self._printed(pair, theirs)
        found = paired(
            [part(self.text[a:b]) for a, b in mine], [part(self.other_text[a:b]) for a, b in theirs]
        )
        chosen = _surely(found, touched)
        beside = [j for pairing in chosen for j in pairing.theirs]
        return self._printed(pair, theirs[min(beside) : max(beside) + 1]) if beside else ""

    def _printed(self, pair: TurnPair, spans: Sequence[Span]) -> str:
        """Return sentences as they stand in their turns, without the labels between these."""
        lines = []
        for number in pair.theirs:
            turn = self.others[number - 1]
            own = [span for span in spans if turn.start <= span[0] < turn.end]
            if own:
                lines.append(self.other_text[own[0][0] : own[-1][1]])
        return "\n".join(lines)


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


def beside_turns(both: Parallel) -> tuple[list[str], list[int]]:
    """Return for each turn the turns beside it, and the indices of those that are doubtful.

    Of several turns beside the same, the first has it; what has no turn beside it stands with
    the turn before.
    """
    lines: list[list[str]] = [[] for _ in both.turns]
    doubtful: set[int] = set()
    at = 0
    for pair in both.pairs:
        at = pair.mine[0] - 1 if pair.mine else at
        others = (both.others[number - 1] for number in pair.theirs)
        lines[at] += [both.other_text[turn.start : turn.end] for turn in others]
        if pair.doubtful:
            doubtful.update([n - 1 for n in pair.mine] or [at])
    return ["\n".join(each) for each in lines], sorted(doubtful)


def mended(
    pairs: Sequence[tuple[Numbers, Numbers]], mine: Numbers, theirs: Numbers
) -> list[tuple[Numbers, Numbers]]:
    """Return pairs made by hand with one more; those it contradicts go.

    >>> mended([((1,), (1,)), ((2,), (3,))], (2,), (2,))
    [((1,), (1,)), ((2,), (2,))]
    """
    kept = [p for p in pairs if not set(p[0]) & set(mine) and not set(p[1]) & set(theirs)]
    return sorted([*kept, (mine, theirs)])
