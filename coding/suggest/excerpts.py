"""Show what discovery finds in words: groups of passages, and codings that look doubtful."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.model import Coding

if TYPE_CHECKING:
    from coding.suggest.discovery import Cluster, Slip
    from coding.suggest.machine import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A passage: its words, where they stand, and how near it is to what was asked for."""

    transcript: str
    start: int
    end: int
    text: str
    nearness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Uncoded passages near each other, the middle one first, and the words typical of them."""

    language: str
    typical: tuple[str, ...]
    places: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Codings that look unlike the rest of their code, and the code the machine would choose.

    `codings` and `coders` are those of one code on the same words.
    """

    codings: tuple[str, ...]
    code: str
    coders: tuple[str, ...]
    place: Excerpt
    score: float
    other: str
    other_score: float


def excerpt(machine: Machine, side: int, row: int, *, nearness: float = 0.0) -> Excerpt:
    """Return the passage in a row of a side, with its words."""
    passages = machine.sides[side]
    passage = passages.passages[row]
    return Excerpt(
        transcript=passage.transcript,
        start=passage.start,
        end=passage.end,
        text=passages.text(row),
        nearness=nearness,
    )


def groups(machine: Machine, clusters: Iterable[Cluster]) -> list[Group]:
    """Return clusters of passages with their words, in the order given."""
    return [
        Group(
            language=machine.sides[cluster.side].language,
            typical=cluster.typical,
            places=tuple(excerpt(machine, cluster.side, row) for row in cluster.rows),
        )
        for cluster in clusters
    ]


def doubts(
    machine: Machine,
    slips: Iterable[Slip],
    codings: Iterable[Coding],
    *,
    fine: Collection[str] = (),
    most: int = 20,
) -> list[Doubt]:
    """Return the codings that stand where the machine found a slip, the most doubtful first.

    `fine` are ids of codings that somebody found right. Codings of one code on the same words
    are one doubt, whoever made them.
    """
    codes = machine.book.codes
    by_code: dict[tuple[str, str], list[Coding]] = {}
    for coding in codings:
        if coding.id not in fine:
            by_code.setdefault((coding.transcript, coding.code), []).append(coding)
    doubted: dict[tuple[str, int, int, str], Doubt] = {}
    for slip in slips:
        side, code = machine.sides[slip.side], codes[slip.code].id
        transcript = side.passages[slip.row].transcript
        for c in by_code.get((transcript, code), ()):
            if slip.row not in side.rows_at(transcript, c.start, c.end):
                continue
            key = (transcript, c.start, c.end, code)
            known = doubted.get(key)
            doubted[key] = Doubt(
                codings=tuple(dict.fromkeys([*(known.codings if known else ()), c.id])),
                code=code,
                coders=tuple(dict.fromkeys([*(known.coders if known else ()), c.coder])),
                place=Excerpt(transcript=transcript, start=c.start, end=c.end, text=c.text),
                score=slip.score,
                other=codes[slip.other].id,
                other_score=slip.other_score,
            )
    return list(doubted.values())[:most]
