"""Cut a text into sentences: one cutter for passages, quotations, drafts and the page.

A rule splitter for speech and for reports: an ellipsis before a small letter goes on, an
abbreviation or initial does not end a sentence, nor does a number's point. Which words are
abbreviations stands in the packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from coding.language import packs

_CLOSING = r"(?:[\"”»“’')\]*_]|\[\^[^\]\s]+\]|[⁰¹²³⁴-⁹])*"
_OPENING = "\"“„«‘'([*_—–-"
_END = re.compile(
    rf"(?P<mark>[.!?…]+){_CLOSING}(?=\s[\s{re.escape(_OPENING)}]*(?P<next>\S)|\s*$)"
    rf"|[。！？]+{_CLOSING}|\n+"
)


def sentences(
    text: str, start: int = 0, end: int | None = None, *, language: str = ""
) -> list[tuple[int, int]]:
    """Return where each sentence of `text[start:end]` begins and ends, without blanks around it.

    Abbreviations are those of the language, of all if it is not known.

    >>> [("I left... in March. Dr. Ana said: “Go!” So I did."[a:b]) for a, b in
    ...     sentences("I left... in March. Dr. Ana said: “Go!” So I did.")]
    ['I left... in March.', 'Dr. Ana said: “Go!”', 'So I did.']
    """
    end = len(text) if end is None else end
    shortened = _shortened(language)
    found = []
    at = start
    for stop in _END.finditer(text, start, end):
        following = stop["next"]
        if following and not _ends(text, at, stop, following, shortened):
            continue
        found.append(_stripped(text, at, stop.end()))
        at = stop.end()
    found.append(_stripped(text, at, end))
    return [(a, b) for a, b in found if a < b]


def flat(text: str, spans: Iterable[tuple[int, int]], *, language: str = "") -> list[int]:
    """Return the sentences of parts of a text as one list: start, end, start, end, ...

    >>> flat("A. Yes. No.", [(3, 11)])
    [3, 7, 8, 11]
    """
    return [
        at for a, b in spans for pair in sentences(text, a, b, language=language) for at in pair
    ]


Shortened = tuple[frozenset[str], frozenset[str], frozenset[str]]


@packs.cached
def _shortened(language: str) -> Shortened:
    keys = ("abbreviations", "closing", "numbering")
    never, closing, numbering = (frozenset(packs.of(key, language)) for key in keys)
    return never, closing, numbering


def _ends(text: str, at: int, stop: re.Match[str], following: str, shortened: Shortened) -> bool:
    """Say whether a mark ends a sentence, by the sign that follows it and the word before it."""
    mark = stop["mark"]
    if following.islower():
        # “Stop!” she said; I left... in March; Why? because.
        return mark.strip(".…") != "" and stop.group() == mark
    if mark != ".":
        return True
    begin = stop.start()
    while begin > at and (text[begin - 1].isalnum() or text[begin - 1] == "."):
        begin -= 1
    last = text[begin : stop.start()]
    key = last.lower()
    never, closing, numbering = shortened
    if key in closing:
        return following.isupper()
    initial = len(last) == 1 and last.isalpha() and last.isupper()
    return not (initial or key in never or (key in numbering and following.isdigit()))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
