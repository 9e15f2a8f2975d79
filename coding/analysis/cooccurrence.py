"""Count how often codes meet: on the same words, in the same turn, or within some turns.

What a meeting is, is said once, in `meetings`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from coding.analysis.segments import Coded, counted_once
from coding.model import Codebook, Coding

Turns = Mapping[str, Sequence[int]]
"""Transcript → where its turns begin, in order, in code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoOccurrence:
    """How often codes meet: `segments` counts those of each code, `pairs` the meetings of two.

    `codes` are those in use, in the order of the codebook; a pair has its codes in that order.
    """

    codes: tuple[str, ...]
    segments: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]

    def count(self, one: str, other: str) -> int:
        """Return how often two codes meet, in whichever order they are named."""
        return self.pairs.get((one, other), 0) or self.pairs.get((other, one), 0)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two segments that meet; `first` begins first."""

    first: Coded
    second: Coded


def meetings(
    codings: Iterable[Coding],
    *,
    codebook: Codebook,
    made: Sequence[Coding] | None = None,
    level: Literal["code", "theme"] = "code",
    turns: Turns | None = None,
    within: int | None = None,
) -> list[Meeting]:
    """Return each two segments of different codes that meet, in order of the text.

    A segment is what coders have put one code on, as `counted_once` says of codings as they count
    and as they were `made`; without `made` they count where they were made. Without `within` two
    meet that share a character; what was made in one text, there: apart in a translation is apart
    though one sentence of the original stands beside both. Else two meet that stand in the same
    turn (0), or so many turns further on at most; a segment over several turns stands in all of
    them. `turns` has to be given then. At level `theme` every code is first replaced by the topmost
    code above it.
    """
    return list(_meetings(_segments(codings, codebook, level, made), made, turns, within))


def _segments(
    codings: Iterable[Coding],
    codebook: Codebook,
    level: Literal["code", "theme"],
    made: Sequence[Coding] | None,
) -> list[Coded]:
    """Return what is coded, transcript by transcript, in order of the text."""
    top = {code.id: codebook.path(code.id)[0].id for code in codebook} if level == "theme" else {}

    def lifted(some: Iterable[Coding]) -> list[Coding]:
        return [
            c if top.get(c.code, c.code) == c.code else replace(c, code=top[c.code]) for c in some
        ]

    ordered = lifted(sorted(codings, key=lambda c: (c.transcript, c.start, c.end)))
    return counted_once(ordered, ordered if made is None else lifted(made))


def _meetings(
    segments: Iterable[Coded],
    made: Sequence[Coding] | None,
    turns: Turns | None,
    within: int | None,
) -> Iterator[Meeting]:
    by_transcript: dict[str, list[Coded]] = {}
    for segment in segments:
        by_transcript.setdefault(segment.transcript, []).append(segment)
    at = {coding.id: coding for coding in made or ()} if within is None else {}
    for transcript, listed in by_transcript.items():
        for meeting in _within(listed, _reach(turns or {}, transcript, within)):
            if not at or _share(meeting, at):
                yield meeting


def _share(meeting: Meeting, at: Mapping[str, Coding]) -> bool:
    """Say whether a coding of each shares a character: as made in one text, else as they count."""
    return any(
        there.start < other.end and other.start < there.end
        for one in meeting.first.codings
        for two in meeting.second.codings
        for there, other in [
            (at[one.id], at[two.id])
            if at[one.id].transcript == at[two.id].transcript
            else (one, two)
        ]
    )


def _reach(turns: Turns, transcript: str, within: int | None) -> _Reach:
    return _Reach(turns.get(transcript, ()), within)


@dataclass(frozen=True, slots=True)
class _Reach:
    """Where something has to begin at the latest to meet what ends at a place."""

    starts: Sequence[int]
    within: int | None

    def of(self, end: int) -> int:
        """Return the first place that is too far from a segment's end."""
        if self.within is None:
            return end
        at = bisect_left(self.starts, end) + self.within
        return self.starts[at] if at < len(self.starts) else 1 << 62


def _within(segments: Sequence[Coded], reach: _Reach) -> Iterator[Meeting]:
    """Yield the pairs of segments of a transcript, in order of their starts, that meet."""
    starts = [segment.start for segment in segments]
    for at, first in enumerate(segments):
        for second in segments[at + 1 : bisect_left(starts, reach.of(first.end), at + 1)]:
            if second.code != first.code:
                yield Meeting(first, second)


def co_occurrence(
    codings: Iterable[Coding],
    *,
    codebook: Codebook,
    made: Sequence[Coding] | None = None,
    level: Literal["code", "theme"] = "code",
    turns: Turns | None = None,
    within: int | None = None,
) -> CoOccurrence:
    """Count for each pair of codes how often a segment of one meets a segment of the other.

    See `meetings` for what that is; two segments that meet count once.
    """
    there = _segments(codings, codebook, level, made)
    segments = Counter(segment.code for segment in there)
    order = {code.id: place for place, code in enumerate(codebook)}
    codes = sorted(segments, key=lambda code: (order.get(code, len(order)), code))
    rank = {code: place for place, code in enumerate(codes)}
    pairs: Counter[tuple[str, str]] = Counter()
    for meeting in _meetings(there, made, turns, within):
        one, other = meeting.first.code, meeting.second.code
        pairs[(one, other) if rank[one] < rank[other] else (other, one)] += 1
    return CoOccurrence(
        codes=tuple(codes),
        segments={code: segments[code] for code in codes},
        pairs=dict(sorted(pairs.items(), key=lambda item: tuple(rank[c] for c in item[0]))),
    )
