"""Part the words under a speaker's label into what is surely the speaker's and what may not be.

A label tells who says the words beside it. Whether a paragraph below, without a label, is still
the same speaker's or somebody else's no file says: some transcribers label every change of
speaker, some only the questions. So it is nobody's until a person is asked, unless the file's own
form says that it goes on: lines of one paragraph, a line that was broken at the file's width, a
sentence that is not at its end, a paragraph that is indented where labels are not. That labels
alternate is no such form: where a question lost its label they alternate as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coding.transcripts.labels import LOOKED_AT, SpeakerLabel, after_blank

BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n\s*")
_NARROWEST, _WIDEST = 40, 130  # characters of a line that a program broke
_WORD_LENGTH = 12
_ENDED = re.compile(r"[.!?…。！？؟։।:;\])}\"'”’»*_-]$")
_BRACKETED = re.compile(r"[\[(<{]+[^\[\](){}<>]*[\])>}]+[.!]?")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """How a file parts its paragraphs: by blank lines, or (`lines`) by every line's end.

    `width` is that of its lines if they were broken at it, else 0; `indents` says that labels
    begin at the margin, so that what is indented goes on.
    """

    lines: bool = False
    width: int = 0
    indents: bool = False


def parting(text: str, labels: Sequence[SpeakerLabel], *, soft: bool = False) -> Parting:
    r"""Return how a text parts its paragraphs; `soft` line ends stand inside of a paragraph.

    >>> text = "A: One.\nB: Two.\nA: Three."
    >>> at = [SpeakerLabel("", "", i, i + 2) for i in (0, 8, 16)]
    >>> parting(text, at).lines
    True
    """
    labels = labels[:LOOKED_AT]
    behind = labels[1:]
    blank = sum(after_blank(text, label.start) for label in behind)
    lines = not soft and 2 * blank < len(behind) if behind else not soft and not BLANK.search(text)
    margin = sum(text[label.start] not in " \t\u00a0" for label in labels)
    return Parting(
        lines=lines, width=_width(text) if lines else 0, indents=0 < margin == len(labels)
    )


def _width(text: str) -> int:
    """Return the width at which lines were broken, 0 if no program did: many are nearly as long."""
    lengths: Counter[int] = Counter()
    position = 0
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if end - position > _WIDEST:
            return 0
        lengths[end - position] += 1
        position = end + 1
    longest = max(lengths, default=0)
    full = sum(count for length, count in lengths.items() if length > longest - _WORD_LENGTH)
    return longest if longest >= _NARROWEST and 5 * full >= lengths.total() else 0


def parted(text: str, start: int, end: int, how: Parting) -> Iterator[tuple[int, int]]:
    r"""Yield the paragraphs of the words from `start` to `end`; the first is who has the label.

    >>> list(parted("B: So\nit is.\n\nWhy?", 3, 18, Parting()))
    [(3, 12), (14, 18)]
    """
    begin = start
    for gap in (_LINE if how.lines else BLANK).finditer(text, start, end):
        if not _goes_on(text, gap, how):
            yield stripped(text, begin, gap.start())
            begin = gap.end()
    if begin < end:
        yield begin, end


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where some words begin and end without the blanks around them.

    >>> stripped("A:  So. ", 2, 8)
    (4, 7)
    """
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _goes_on(text: str, gap: re.Match[str], how: Parting) -> bool:
    """Tell whether the words after a gap go on with those before it, by the file's own form."""
    indent = gap[0][gap[0].rfind("\n") + 1 :]
    if how.indents and indent:
        return True
    if not how.lines or gap[0].count("\n") > 1:
        return False
    before = text[text.rfind("\n", 0, gap.start()) + 1 : gap.start()].rstrip()
    first = re.compile(r"\S+").match(text, gap.end())
    if first is None:
        return True
    if how.width and len(before) + 1 + len(first[0]) > how.width:
        return True
    return first[0][0].islower() and not _ENDED.search(before)


def is_aside(words: str) -> bool:
    """Tell whether words are no speech, but a noise in brackets or a line between parts.

    >>> is_aside("(laughs)"), is_aside("* * *"), is_aside("So."), is_aside("[He] left [soon]")
    (True, True, False, False)
    """
    return not _WORD.search(words) or bool(_BRACKETED.fullmatch(words))


def is_title(words: str) -> bool:
    """Tell whether words above an interview are a title or a form, no sentence of anybody.

    >>> is_title("Interview 4, Novi Sad"), is_title("We met in spring.")
    (True, False)
    """
    return "\n" not in words and len(words) <= 80 and not words.endswith((".", "!", "?", "…"))
