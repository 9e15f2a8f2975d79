"""Find the heads and feet of printed pages that a PDF left inside of an interview."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from coding.transcripts.labels import SpeakerLabel
from coding.transcripts.notes import listed

_LONGEST = 80
_MOST = 999  # pages: what counts on from there are years
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_ENDED = (".", "!", "?", "…", ",", ";")


def has_digits(text: str) -> bool:
    """Tell whether a text has digits; an English one without is told in no time.

    >>> has_digits("So."), has_digits("At 9."), has_digits("٩"), has_digits("Да.")
    (False, True, True, False)
    """
    if any(map(text.__contains__, "0123456789")):
        return True
    return not text.isascii() and _DIGIT.search(text) is not None


def page_heads(
    text: str, position: int, labels: Sequence[SpeakerLabel]
) -> tuple[list[int], tuple[str, ...]]:
    r"""Return where lines begin that come back with only a page's number changed, and a note.

    Nobody says them, even where they stand in the middle of somebody's words.

    >>> page_heads("Toth 1\nI saw\nToth 2\nthem.", 0, ())
    ([0, 13], ('Taken as heads of pages, nobody’s words: “Toth 1”, “Toth 2”.',))
    """
    alike: dict[str, list[tuple[int, list[int]]]] = {}
    starts: set[int] = set()
    if not has_digits(text):
        return [], ()
    while found := _DIGIT.search(text, position):
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        position = end + 1
        words = text[start:end].strip() if end - start <= _LONGEST else ""
        if not words or words.endswith(_ENDED) or not _LETTER.search(words):
            continue
        starts = starts or {label.start for label in labels}
        if start not in starts:
            numbers = [int(number[-9:]) for number in _NUMBER.findall(words)]
            alike.setdefault(_NUMBER.sub("#", words), []).append((start, numbers))
    heads = sorted(
        start
        for group in alike.values()
        if _counts([numbers for _, numbers in group])
        for start, _ in group
    )
    shown = [text[start : start + _LONGEST].lstrip().partition("\n")[0] for start in heads]
    return heads, (f"Taken as heads of pages, nobody’s words: {listed(shown)}.",) if heads else ()


def _counts(rows: Sequence[Sequence[int]]) -> bool:
    """Tell whether just one of the numbers changes from line to line, and counts up pages."""
    changing = [column for column in zip(*rows, strict=True) if len(set(column)) > 1]
    if len(rows) < 2 or len(changing) != 1 or max(changing[0]) > _MOST:
        return False
    steps = [after - before for before, after in pairwise(changing[0])]
    return all(step > 0 for step in steps) and (len(rows) > 2 or steps == [1])
