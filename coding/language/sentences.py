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
_END = re.compile(rf"(?:[.!?…]+{_CLOSING}|\n)(?=\s+|$)|[。！？]+{_CLOSING}|\n+")
_LAST_WORD = re.compile(r"([\w.]+)\.$")
_NEXT = re.compile(r"[\s\"“„«‘'(\[*_—–-]*(\S)")
_LOOKED = 24
"""Characters before a full stop in which its word is looked for."""


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
        if stop.end() < end and not _ends(text, at, stop, end, shortened):
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


def _ends(text: str, at: int, stop: re.Match[str], end: int, shortened: Shortened) -> bool:
    mark = stop.group().rstrip("\"”»“’')]*_⁰¹²³⁴⁵⁶⁷⁸⁹")
    if "\n" in mark:
        return True
    following = _NEXT.match(text, stop.end(), end)
    if following is None:
        return True
    first = following.group(1)
    if first.islower():
        # “Stop!” she said; I left... in March; Why? because.
        return mark.strip(".…") != "" and stop.group() == mark
    word = _LAST_WORD.search(text, max(at, stop.start() - _LOOKED), stop.start() + 1)
    if mark != "." or not word:
        return True
    last = word.group(1)
    key = last.lower()
    never, closing, numbering = shortened
    if key in closing:
        return first.isupper()
    initial = len(last) == 1 and last.isalpha() and last.isupper()
    return not (initial or key in never or (key in numbering and first.isdigit()))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
