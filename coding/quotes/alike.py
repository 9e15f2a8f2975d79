"""Cut what stands beside a quote in the other language as the quote was cut.

Sentences of both are paired in their order, two of one side to one of the other where that fits
better, by how long they are and which numbers and names they share (Gale and Church 1993, with
the cognates of Simard, Foster and Isabelle 1992). What is paired only with sentences that went,
goes too. Where a sentence was cut within, and has as many clauses as the one beside it, the
clauses are paired. It is a proposal: a person sees both and may write it otherwise.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from coding.language.latin import readable_id
from coding.language.sentences import sentences
from coding.quotes.editing import omitted

GAP = "[…]"

_BEADS = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1), (2, 2))
_BEAD_COST = {(1, 1): 0.12, (1, 2): 3.1, (2, 1): 3.1, (1, 0): 5.3, (0, 1): 5.3, (2, 2): 4.5}
"""Minus the logarithm of how often each occurs (Gale and Church 1993, table 5)."""

_VARIANCE = 6.8
"""Of the difference in length, a character (ibid.)."""

_SHARED = 3.0
"""What a number or name that both sides have speaks for a pair, as a cost saved."""

_CLAUSE = re.compile(r"[,;:—–]\s+|\s[–—-]\s+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CutBeside:
    """What is left beside a quote; `rough` if a sentence was cut within and stands whole here."""

    words: str
    rough: bool = False


def cut_alike(
    source: str, printed: str, beside: str, language: str = "", other: str = ""
) -> CutBeside:
    """Return `beside` without what the quote leaves out of its source.

    `language` is that of the source, `other` that of what stands beside it.

    >>> source = "Здесь спокойно. Цены выросли на 30%. Но я не уеду."
    >>> beside = "It is calm here. Prices rose by 30%. But I will not leave."
    >>> cut_alike(source, "Здесь спокойно. […] Но я не уеду.", beside, "ru", "en").words
    'It is calm here. […] But I will not leave.'
    """
    out = omitted(source, printed)
    if not out or not beside.strip():
        return CutBeside(beside)
    mine, theirs = sentences(source, language=language), sentences(beside, language=other)
    keep: list[tuple[Span, bool]] = []
    rough = False
    for here, there in _beads(source, mine, beside, theirs):
        if len(here) == len(there) == 1 and _state(source, here[0], out) == "part":
            clauses = _clauses(source, here[0]), _clauses(beside, there[0])
            if len(clauses[0]) == len(clauses[1]) > 1:
                states = [_state(source, clause, out) for clause in clauses[0]]
                rough |= "part" in states
                keep += [(c, s != "gone") for c, s in zip(clauses[1], states, strict=True)]
                continue
        states = [_state(source, span, out) for span in here]
        rough |= "part" in states or (0 < states.count("gone") < len(states))
        kept = any(state != "gone" for state in states)
        if not here:  # of a sentence with none beside it, the one before it decides
            kept = keep[-1][1] if keep else True
        keep += [(span, kept) for span in there]
    return CutBeside(_joined(beside, keep), rough)


def _state(source: str, span: Span, out: Sequence[Span]) -> str:
    """Say whether a part of the source is whole, gone, or cut within."""
    start, end = span
    gone = [(a, b) for a, b in out if start <= a < end]
    if not gone:
        return "whole"
    left = list(source[start:end])
    for a, b in gone:
        left[a - start : b - start] = " " * (b - a)
    return "part" if any(map(str.isalnum, left)) else "gone"


def _clauses(text: str, span: Span) -> list[Span]:
    """Cut a sentence after its commas, colons and dashes."""
    start, end = span
    ends = [match.end() for match in _CLAUSE.finditer(text, start, end)]
    return [(a, b) for a, b in zip([start, *ends], [*ends, end], strict=True) if a < b]


def _joined(text: str, keep: Sequence[tuple[Span, bool]]) -> str:
    """Return what is kept, with a mark between parts where something went."""
    runs: list[list[int]] = []
    before = False
    for (start, end), kept in keep:
        if kept and before:
            runs[-1][1] = end
        elif kept:
            runs.append([start, end])
        before = kept
    return f" {GAP} ".join(text[start:end].strip() for start, end in runs)


# --- pairing -----------------------------------------------------------------------------------


def _beads(
    source: str, mine: Sequence[Span], beside: str, theirs: Sequence[Span]
) -> list[tuple[Sequence[Span], Sequence[Span]]]:
    """Pair sentences in their order, at the least cost."""
    ratio = max(1, _long(theirs)) / max(1, _long(mine))
    marks = [_marks(source[a:b]) for a, b in mine], [_marks(beside[a:b]) for a, b in theirs]

    @cache
    def best(i: int, j: int) -> tuple[float, tuple[int, int]]:
        if not i and not j:
            return 0.0, (0, 0)
        costs = [
            (best(i - a, j - b)[0] + cost(i - a, i, j - b, j), (a, b))
            for a, b in _BEADS
            if a <= i and b <= j
        ]
        return min(costs)

    def cost(i: int, k: int, j: int, m: int) -> float:
        ours, others = _long(mine[i:k]) * ratio, _long(theirs[j:m])
        apart = abs(others - ours) / math.sqrt(_VARIANCE * max(1.0, (ours + others) / 2))
        unlike = -math.log(max(math.erfc(apart / math.sqrt(2)), 1e-12))
        shared = set().union(*marks[0][i:k]) & set().union(*marks[1][j:m])
        return _BEAD_COST[k - i, m - j] + unlike - _SHARED * len(shared)

    for i in range(len(mine)):  # so that long quotes do not go deep
        for j in range(len(theirs)):
            best(i, j)
    i, j = len(mine), len(theirs)
    found = []
    while i or j:
        a, b = best(i, j)[1]
        found.append((mine[i - a : i], theirs[j - b : j]))
        i, j = i - a, j - b
    return found[::-1]


def _long(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)


def _marks(sentence: str) -> set[str]:
    """Return the numbers of a sentence and the beginnings of its names, in Latin letters."""
    numbers = re.findall(r"\d+", sentence)
    names = re.findall(r"(?<=\s)[^\W\d_]\w{3,}", sentence)
    capital = (name for name in names if name[0].isupper())
    return {*numbers, *(readable_id(name, (), otherwise="")[:4] for name in capital)} - {""}
