"""Tell which words of a sentence belong to which of its figures.

A sentence is cut into clauses at its punctuation and where a conjunction leads to another
figure. A figure's *clause* is the piece it stands in; its *zone* also takes the pieces beside it
that have no figure of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coding.language import packs
from coding.language.phrases import alternatives
from coding.verify.reading.text import Span


@packs.cached
def _cut() -> re.Pattern[str]:
    """Return a pattern for where a clause may end: at marks, brackets of words, conjunctions."""
    percent = alternatives(packs.together("units.percent"))
    joins = alternatives(packs.together("clauses.joins"))
    return re.compile(
        r"[;:]\s|,\s|\s[–—-]\s"
        rf"|\((?![^()]{{0,12}}?\d[\d.,]*\s*{percent}?\s*\))(?=[^()]*[^\W\d_]{{2}}[^()]*\))|(?<=\))"
        rf"|\s(?={joins}\s)"
    )


@packs.cached
def _leading() -> re.Pattern[str]:
    """Return a pattern for words with which a piece leads to the figure behind it."""
    joins, leads = (alternatives(packs.together(f"clauses.{n}")) for n in ("joins", "leads"))
    return re.compile(rf"\s*(?:{joins}\s)?{leads}\s", re.I)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a figure stands: its sentence, its clause and its zone."""

    sentence: Span
    clause: Span
    zone: Span


def surroundings(
    text: str, sentence: Span, figures: Sequence[tuple[int, int]]
) -> list[Surroundings]:
    """Return the surroundings of each figure of a sentence, given in order as (start, end).

    >>> text = "Most feel safe (96.5%), but 12.2% plan to move."
    >>> placed = surroundings(text, Span(0, len(text)), [(16, 21), (28, 33)])
    >>> [text[p.zone.start:p.zone.end].strip() for p in placed]
    ['Most feel safe (96.5%),', 'but 12.2% plan to move.']
    """
    pieces = _pieces(text, sentence, figures)
    starts = [p.start for p in pieces]
    at = [max(0, bisect_right(starts, start) - 1) for start, _ in figures]
    taken = sorted(set(at))
    placed = []
    for (_, end), piece in zip(figures, at, strict=True):
        position = taken.index(piece)
        # Pieces before the first figure lead to it; those behind a figure follow it.
        first = 0 if position == 0 else piece
        if position and not _begins_figure(text, pieces[piece], figures):
            while first - 1 > taken[position - 1] and _leads(text, pieces[first - 1]):
                first -= 1
        last = piece
        limit = taken[position + 1] if position + 1 < len(taken) else len(pieces)
        while last + 1 < limit and not (limit < len(pieces) and _leads(text, pieces[last + 1])):
            last += 1
        placed.append(
            Surroundings(
                sentence, pieces[piece], Span(pieces[first].start, max(end, pieces[last].end))
            )
        )
    return placed


def _pieces(text: str, sentence: Span, figures: Sequence[tuple[int, int]]) -> list[Span]:
    cuts = [sentence.start]
    for match in _cut().finditer(text, sentence.start, sentence.end):
        at = (
            match.end()
            if match.group().strip() in (",", ";", ":", "–", "—", "-")
            else match.start()
        )
        if any(a < at < b for a, b in figures):
            continue
        word = match.group().strip()
        if not word and not _splits(at, cuts[-1], sentence.end, figures):
            continue
        if at > cuts[-1]:
            cuts.append(at)
    cuts.append(sentence.end)
    return [Span(a, b) for a, b in pairwise(cuts) if b > a]


def _splits(at: int, begin: int, end: int, figures: Sequence[tuple[int, int]]) -> bool:
    """Say whether a conjunction lies between two figures, and so parts them."""
    return any(begin <= a < at for a, _ in figures) and any(at <= a < end for a, _ in figures)


def _begins_figure(text: str, piece: Span, figures: Sequence[tuple[int, int]]) -> bool:
    """Say whether words lead to the figure inside its own piece already."""
    first = next((a for a, _ in figures if piece.start <= a < piece.end), piece.start)
    return len(re.findall(r"[^\W\d_]{3,}", text[piece.start : first])) >= 3


def _leads(text: str, piece: Span) -> bool:
    """Say whether a piece without a figure leads to the next rather than follows the last."""
    return bool(_leading().match(text, piece.start, piece.end))
