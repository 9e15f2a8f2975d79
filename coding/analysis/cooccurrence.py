"""Count how often codes meet: which of them lie on the same words.

What an overlap is, is said once, in `co_occurrence`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from coding.model import Codebook, Coding


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


def co_occurrence(
    codings: Iterable[Coding], *, codebook: Codebook, level: Literal["code", "theme"] = "code"
) -> CoOccurrence:
    """Count for each pair of codes how often a segment of one overlaps a segment of the other.

    An overlap is one shared character or more. The same code on the same characters counts once
    however many coders put it there; two segments that meet count once. At level `theme` every
    code is first replaced by the topmost code above it.
    """
    top = {code.id: codebook.path(code.id)[0].id for code in codebook} if level == "theme" else {}
    marks = {(c.transcript, c.start, c.end, top.get(c.code, c.code)) for c in codings}
    segments = Counter(code for *_, code in marks)
    order = {code.id: place for place, code in enumerate(codebook)}
    codes = sorted(segments, key=lambda code: (order.get(code, len(order)), code))
    rank = {code: place for place, code in enumerate(codes)}

    # Sweep along each transcript; at one place ends (0) come before starts (1), so that
    # segments that merely touch do not meet.
    events = sorted(
        event
        for transcript, start, end, code in marks
        for event in ((transcript, end, 0, code), (transcript, start, 1, code))
    )
    running: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for _, _, begins, code in events:
        if not begins:
            running[code] -= 1
            if not running[code]:
                del running[code]
            continue
        for other, times in running.items():
            if other != code:
                pair = (code, other) if rank[code] < rank[other] else (other, code)
                pairs[pair] += times
        running[code] += 1
    return CoOccurrence(
        codes=tuple(codes),
        segments={code: segments[code] for code in codes},
        pairs=dict(sorted(pairs.items(), key=lambda item: tuple(rank[c] for c in item[0]))),
    )
