"""Pair the numbers of a list with what is listed before them, as in "A and B have 26 and 21 %"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coding.language import packs
from coding.language.phrases import alternatives, compiled
from coding.verify.reading.text import Span

_BREAK = re.compile(r"[;:.(]")
_LETTERED = re.compile(r"[^\W\d_]{3,}")


@packs.cached
def _join() -> re.Pattern[str]:
    """Return a pattern for what stands between the members of a list."""
    words = alternatives(packs.together("lists.joins"))
    return re.compile(rf",\s+(?:{words}\s)?|\s{words}\s", re.I)


@packs.cached
def _respectively() -> re.Pattern[str]:
    return compiled(packs.together("claims.respectively"))


def paired(text: str, sentence: Span, numbers: Sequence[Span]) -> dict[int, Span]:
    r"""Return by a number's start the words that its list pairs with it.

    Numbers are a list where only commas and words such as "and" part them. As many members must
    stand before them; more, of which the last count, only where "respectively" is said.

    >>> text = "Windows and macOS desktops are targeted by 26 % and 21 %, respectively."
    >>> spans = [Span(m.start(), m.end()) for m in re.finditer(r"\d\d %", text)]
    >>> [text[s.start : s.end] for s in paired(text, Span(0, len(text)), spans).values()]
    ['Windows', 'macOS desktops are targeted by']
    """
    found: dict[int, Span] = {}
    said = bool(_respectively().search(text, sentence.start, sentence.end))
    last = sentence.start
    for run in _runs(text, numbers):
        members = _members(text, last, run[0].start)
        if len(run) > 1 and (len(members) == len(run) or (said and len(members) > len(run))):
            for number, member in zip(run, members[-len(run) :], strict=True):
                found[number.start] = member
        last = run[-1].end
    return found


def _runs(text: str, numbers: Sequence[Span]) -> list[list[Span]]:
    runs: list[list[Span]] = []
    for number in numbers:
        if runs and _join().fullmatch(text, runs[-1][-1].end, number.start):
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _members(text: str, start: int, end: int) -> list[Span]:
    """Return the members of a list before its numbers, behind the last break."""
    begins = max((m.end() for m in _BREAK.finditer(text, start, end)), default=start)
    members = []
    at = begins
    for match in [*_join().finditer(text, begins, end), None]:
        stop = match.start() if match else end
        if _LETTERED.search(text, at, stop):
            members.append(_stripped(text, at, stop))
        at = match.end() if match else end
    return members


def _stripped(text: str, start: int, end: int) -> Span:
    inside = text[start:end]
    first = start + len(inside) - len(inside.lstrip())
    return Span(first, first + len(inside.strip()))
