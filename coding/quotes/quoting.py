"""Say what stands round a quote: who says it, and the words about it."""

from __future__ import annotations

import re

from coding.language.sentences import sentences
from coding.model import Role, Voice

INTERVIEWER = "[interviewer]"
NOT_KNOWN = "[speaker not known]"


def attributed(voice: Voice, label: str) -> str:
    """Return what is printed beside a quote: the person's label, unless no participant says it.

    >>> [attributed(Voice(role), "Female, 30-39") for role in (Role.PARTICIPANT, Role.UNKNOWN)]
    ['Female, 30-39', '[speaker not known]']
    """
    return {
        Role.PARTICIPANT: label,
        Role.INTERVIEWER: INTERVIEWER,
        Role.UNKNOWN: NOT_KNOWN,
        Role.OTHER: "",
    }[voice.role]


# --- around a quote ----------------------------------------------------------------------------


def context(text: str, start: int, end: int, *, width: int = 80) -> tuple[str, str]:
    r"""Return up to `width` characters before and after a segment, whole words on one line.

    The space next to the segment is kept, so that `before + segment + after` reads on.

    >>> context("We left in a week.\nIt is safe here, at last, for us.", 25, 29, width=15)
    ('a week. It is ', ' here, at last,')
    """
    first, last = max(0, start - width), min(len(text), end + width)
    before, after = text[first:start], text[end:last]
    if first > 0 and not text[first - 1].isspace():
        before = re.sub(r"^\S+(?=\s)", "", before)
    if last < len(text) and not text[last].isspace():
        after = re.sub(r"(?<=\s)\S+$", "", after)
    return re.sub(r"\s+", " ", before).lstrip(), re.sub(r"\s+", " ", after).rstrip()


LEAST, MOST = 80, 600
"""Characters around a quote that are shown at least, and those in which a sentence is sought."""


def sentences_around(text: str, start: int, end: int, *, language: str = "") -> tuple[str, str]:
    r"""Return whole sentences before and after a segment, on one line, as `context` does words.

    The sentence that the segment begins or ends within, and more until there are `LEAST`
    characters; one that is longer than `MOST` is cut at a word.

    >>> text = "We left in a week. It is calm here, at last. Nobody asks. I like it a lot now."
    >>> sentences_around(text, 25, 29)
    ('We left in a week. It is ', ' here, at last. Nobody asks. I like it a lot now.')
    """
    first, last = max(0, start - MOST), min(len(text), end + MOST)
    begins = [a for a, _ in sentences(text, first, start, language=language)]
    if first > 0:
        begins = [a for a in begins if a > first]
    near = [a for a in begins if start - a >= LEAST] or begins[:1]
    ends = [b for _, b in sentences(text, end, last, language=language)]
    if last < len(text):
        ends = [b for b in ends if b < last]
    far = [b for b in ends if b - end >= LEAST] or ends[-1:]
    if not near or not far:
        before, after = context(text, start, end, width=MOST)
    if near:
        before = re.sub(r"\s+", " ", text[near[-1] : start]).lstrip()
    if far:
        after = re.sub(r"\s+", " ", text[end : far[0]]).rstrip()
    return before, after
