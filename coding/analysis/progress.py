"""Measure how far the coding of a study has got: how much is coded, and what still comes up.

Pure functions over codings; which interview a transcript belongs to is said by the caller.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from coding.model import Coding, Role, Transcript

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LAST_BLANK = 0x3000
"""The last blank of Unicode, as wide as a Chinese sign; a test looks at all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What one coder did in one transcript; `coded` of `words` said by participants have a code.

    What nobody is known to say may be theirs, so it counts.
    """

    transcript: str
    coder: str
    codings: int
    coded: int
    words: int

    @property
    def share(self) -> float:
        """Return the share of the participants' words that have a code, 0 to 1."""
        return self.coded / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one more day or one more transcript brought, and the sums up to it."""

    label: str
    codings: int
    codings_so_far: int
    new_codes: tuple[str, ...]
    codes_so_far: int


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """Where the words that count in a transcript begin and end, in order, in code points.

    They are the participants' and those of which nobody knows whose they are.
    """

    starts: Sequence[int]
    ends: Sequence[int]

    @staticmethod
    def of(transcript: Transcript) -> SpokenWords:
        """Return those of a transcript; a word ends where its turn does."""
        import numpy as np

        said = [
            (turn.start, turn.end)
            for turn in transcript.turns
            if turn.role in (Role.PARTICIPANT, Role.UNKNOWN) and turn.start < turn.end
        ]
        words = np.zeros(len(transcript.text), bool)
        for start, end in said:
            words[start:end] = True
        words &= ~_blanks(transcript.text)
        begins, ends = words.copy(), words.copy()
        begins[1:] &= ~words[:-1]
        ends[:-1] &= ~words[1:]
        for start, end in said:
            begins[start], ends[end - 1] = words[start], words[end - 1]
        return SpokenWords(
            array("q", np.flatnonzero(begins).tolist()),
            array("q", (np.flatnonzero(ends) + 1).tolist()),
        )

    def touched(self, segments: Iterable[tuple[int, int]]) -> int:
        """Return how many words have a character in any of some segments; overlaps count once.

        >>> SpokenWords([0, 5, 9], [4, 8, 12]).touched([(2, 6), (3, 7), (8, 9)])
        2
        """
        count = seen = 0
        for start, end in joined(segments):
            first = max(seen, bisect_right(self.ends, start))
            last = bisect_left(self.starts, end)
            count += max(0, last - first)
            seen = max(seen, last)
        return count


def _blanks(text: str) -> NDArray[Any]:
    """Tell of each character whether it is a blank."""
    import numpy as np

    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return _known_blanks()[np.minimum(signs, _LAST_BLANK + 1)]


@cache
def _known_blanks() -> NDArray[Any]:
    import numpy as np

    return np.array([chr(sign).isspace() for sign in range(_LAST_BLANK + 2)])


def coverage(transcript: str, words: SpokenWords, codings: Iterable[Coding]) -> list[Coverage]:
    """Measure for each coder how much of what participants say in a transcript is coded.

    A word counts as coded if one character of it is; overlapping codings count it once. Coders
    come in alphabetical order; those without a coding here are left out.
    """
    by_coder: dict[str, list[Coding]] = {}
    for coding in codings:
        by_coder.setdefault(coding.coder, []).append(coding)
    return [
        Coverage(
            transcript=transcript,
            coder=coder,
            codings=len(theirs),
            coded=words.touched((c.start, c.end) for c in theirs),
            words=len(words.starts),
        )
        for coder, theirs in sorted(by_coder.items())
    ]


def joined(segments: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return segments in order, those that overlap or touch made one.

    >>> joined([(5, 9), (0, 3), (2, 4), (9, 10)])
    [(0, 4), (5, 10)]
    """
    whole: list[tuple[int, int]] = []
    for start, end in sorted(segments):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def by_day(codings: Iterable[Coding]) -> list[Step]:
    """Add up the codings day by day (UTC): how many, and which codes were used for the first time.

    >>> one = dict(transcript="t", start=0, end=1, text="x", coder="a", created="2024-11-11T10")
    >>> by_day([Coding(id="1", code="calm", **one)])[0].new_codes
    ('calm',)
    """
    ordered = sorted(codings, key=lambda c: c.created)
    return _steps([(c.created[:10], c) for c in ordered])


def by_transcript(codings: Iterable[Coding], order: Sequence[str]) -> list[Step]:
    """Add up the codings transcript by transcript in a given order: the saturation curve.

    Where the last transcripts bring no new code, more interviews may bring none either.
    """
    place = {key: i for i, key in enumerate(order)}
    there = [c for c in codings if c.transcript in place]
    return _steps([(c.transcript, c) for c in sorted(there, key=lambda c: place[c.transcript])])


def _steps(labelled: Sequence[tuple[str, Coding]]) -> list[Step]:
    counts = Counter(label for label, _ in labelled)
    first: dict[str, str] = {}
    for label, coding in labelled:
        first.setdefault(coding.code, label)
    steps: list[Step] = []
    so_far, codes_so_far = 0, 0
    for label, number in counts.items():
        fresh = tuple(code for code, at in first.items() if at == label)
        so_far += number
        codes_so_far += len(fresh)
        steps.append(
            Step(
                label=label,
                codings=number,
                codings_so_far=so_far,
                new_codes=fresh,
                codes_so_far=codes_so_far,
            )
        )
    return steps
