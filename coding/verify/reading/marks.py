"""Find words between quotation marks, in every form that the languages we read have.

Which mark closes another is a matter of pairs; whether one that could do either opens or closes
is told by its neighbours. An apostrophe inside of a word is no mark. A quotation may go on over
paragraphs, opened again in each of them or not; one that is never closed is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coding.language import packs
from coding.language.phrases import alternatives

LONGEST = 4_000
"""Characters of the longest quotation: an opening mark whose end lies further is a slip."""

CARRIED = 3
"""Paragraphs over which a quotation goes on that is not opened again in each."""

_CLOSING = {
    "“": '”“"″',
    "”": '”“"',
    "„": '“”‟"',
    "‟": '”"',
    "«": "»",
    "»": "«»",
    '"': '"”“',
    "″": "″",
    "＂": "＂",
    "〝": "〞〟",
    "❝": "❞",
    "「": "」",
    "『": "』",
    "``": ("''", "”", '"'),
    "''": ("''",),
    "‘": "’'",
    "’": "’'",
    "‚": "‘’'",
    "‛": "’'",
    "'": "'’",
    "‹": "›",
    "›": "‹›",
}
_SINGLE = frozenset("‘’‚‛'‹›")
_SURE = frozenset({"“", "„", "‟", "«", "〝", "❝", "「", "『", "``", "‚", "‹"})
"""Marks that open whatever stands before them."""

_MARK = re.compile(r"''|``|[“”„‟«»\"″＂〝〞〟❝❞「」『』‘’‚‛'‹›]")
_BEGINS = re.compile(r"[\w(\[*_¿¡‘’“”„«»‹›‚\"'—–$€£#…-]|\.\.\.")
_SKIPPED = re.compile(r"[\s>*_]*")
_PAGE = re.compile(r"[\s\f]*(?:[-–— ]*\d{1,4}[-–— ]*|[*_ -]{3,})?\s*")
"""A paragraph that is no part of what a page break cuts in two: the number of a page, a rule."""

Hole = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between marks at characters `start` to `end`; `holes` lie inside and are no words.

    `opened` is where the opening mark stands, `closed` where the closing one ends.
    """

    start: int
    end: int
    opened: int
    closed: int
    holes: tuple[Hole, ...] = ()


def scan(text: str, flow: Sequence[tuple[int, int]]) -> tuple[list[Marked], list[int]]:
    """Return what is marked in paragraphs that follow each other, and marks that nothing closes.

    `flow` has where each paragraph begins and ends. A quotation inside another is part of it.

    >>> text = "‚So?‘ she said. ”It isn’t.” And «no"
    >>> marked, lost = scan(text, [(0, len(text))])
    >>> [text[m.start : m.end] for m in marked], lost
    (['So?', 'It isn’t.'], [32])
    """
    marked: list[Marked] = []
    lost: list[int] = []
    at = 0
    for number, (start, end) in enumerate(flow):
        at = max(at, start)
        while match := _MARK.search(text, at, end):
            at = match.end()
            if not _opens(text, match, start, end):
                continue
            made = _from(text, match, flow, number)
            if made is None:
                if _matters(text, match, start, end):
                    lost.append(match.start())
                continue
            if made.end > made.start:
                marked.append(made)
            at = made.closed
    return marked, lost


def _from(
    text: str, match: re.Match[str], flow: Sequence[tuple[int, int]], number: int
) -> Marked | None:
    """Return the quotation that a mark opens, None where nothing closes it."""
    opening, begin = match.group(), match.end()
    close = _close(text, opening, begin, min(flow[number][1], begin + LONGEST))
    if close:
        return Marked(begin, close.start(), match.start(), close.end())
    holes: list[Hole] = []
    last, plain = flow[number][1], 0
    for start, end in flow[number + 1 :]:
        if end - begin > LONGEST:
            return None
        if _PAGE.fullmatch(text, start, end):
            continue
        skipped = _SKIPPED.match(text, start, end)
        first = skipped.end() if skipped else start
        again = text.startswith(opening, first)
        plain += not again
        if opening in _SINGLE - {"‘"} or (opening == "‘" and not again) or plain > CARRIED:
            return None
        first += len(opening) if again else 0
        holes.append((last, first))
        close = _close(text, opening, first, end, carried=True)
        if close:
            return Marked(begin, close.start(), match.start(), close.end(), tuple(holes))
        if any(
            other.group() == opening and _opens(text, other, start, end)
            for other in _MARK.finditer(text, first, end)
        ):
            return None
        last = end
    return None


def _close(
    text: str, opening: str, start: int, end: int, *, carried: bool = False
) -> re.Match[str] | None:
    """Return the mark that closes a quotation; those inside it are passed over.

    One that is `carried` over paragraphs holds none that opens as it does: that is the next.
    """
    stack = [opening]
    weak: re.Match[str] | None = None
    for match in _MARK.finditer(text, start, end):
        mark = match.group()
        depth = _closed(text, match, stack, start, end)
        if depth is not None:
            if depth or opening not in _SINGLE:
                del stack[depth:]
            elif _possessive(text, match, end):
                weak = weak or match
            else:
                return match
            if not stack:
                return match
        elif _opens(text, match, start, end) and mark in _CLOSING:
            if weak is not None and mark in _SINGLE:
                return weak
            if carried and mark == opening:
                return None
            stack.append(mark)
    return weak


def _closed(
    text: str, match: re.Match[str], stack: Sequence[str], start: int, end: int
) -> int | None:
    """Return which of the quotations that are open a mark closes, None if it closes none."""
    mark = match.group()
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    if after.isalnum():
        return None
    for depth in range(len(stack) - 1, -1, -1):
        if mark not in _CLOSING[stack[depth]]:
            continue
        either = mark in _CLOSING and mark not in "«‹"
        if before.isspace() and (either and mark not in "»›"):
            continue  # what stands apart from the word before it closes nothing
        if stack[depth] in "»›" and mark == stack[depth] and before.isspace():
            continue
        if mark in _SINGLE and mark in "'’" and depth != len(stack) - 1:
            continue
        return depth
    return None


def _opens(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Say whether a mark opens a quotation, by what stands beside it."""
    mark = match.group()
    if mark not in _CLOSING:
        return False
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end() : match.end() + 3] if match.end() < end else " "
    if before.isalnum():
        return False
    if mark in _SINGLE and mark not in "‚‹›" and (_elided(text, match) or before in '"“”„'):
        return before in '"“”„' and not _elided(text, match) and after[:1].isalpha()
    if mark in _SURE and mark not in "“":
        return bool(after.strip())
    if before in ".,!?…)]" and mark not in "«„":
        return False
    return bool(_BEGINS.match(after))


@packs.cached
def _elisions() -> re.Pattern[str]:
    """Return a pattern for words that begin with an apostrophe: 'em, 'tis, and '90s."""
    words = alternatives(packs.together("quoting.elisions")).replace("(?<!\\w)", "")
    return re.compile(rf"{words}(?!\w)|['’]\d\d?s?\b", re.I)


def _elided(text: str, match: re.Match[str]) -> bool:
    return match.group() in "'’‘" and bool(
        _elisions().match("'" + text[match.end() : match.end() + 12])
    )


def _possessive(text: str, match: re.Match[str], end: int) -> bool:
    """Say whether a closing mark may be the apostrophe of "my parents' house"."""
    if match.group() not in "'’":
        return False
    before, after = text[match.start() - 1], text[match.end() : match.end() + 2]
    return before in "sxzSXZn" and match.end() < end and after[:1] == " " and after[1:].isalnum()


def _matters(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Say whether an opening mark that nothing closes is one: single ones may be apostrophes."""
    if match.group() not in "'’‘":
        return True
    before = text[start : match.start()].rstrip(" \t\n>*_")
    return (not before or before[-1] in ":,") and len(text[match.end() : end].split()) > 2
