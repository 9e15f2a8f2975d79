"""Leave out what a PDF prints around its text: heads, feet, numbers of pages, lines, paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from coding.files.pdf import PdfPage
from coding.files.pdf_words import PdfWord
from coding.transcripts.labels import find

Words = tuple[PdfWord, ...]

_EDGE = 3  # lines at the top and the bottom of a page that may be its head or foot
_SHARE = 0.4  # of the pages on which a head comes back: those left and right may differ
NUMBER = re.compile(r"[(\[]?\d{1,5}[.):\]]?")
_PAGE = re.compile(
    r"[^\w]*(?:[^\W\d_]+\.?\s*)?(\d{1,4})(?:\s*(?:/|[^\W\d_]{1,4})\s*\d{1,4})?[^\w]*"
)
_DIGITS = re.compile(r"\d+")
_FEWEST = 4
_MOST = 0.8
_NEARLY_ALL = 0.9
_SPARE = 4.0
_AWAY = 1.15
WIDE = 0.9  # of a letter's height, between runs of words
_TAB = 0.6  # of a letter's height


@dataclass(slots=True)
class Sheet:
    """A page as far as its lines are told apart."""

    page: PdfPage
    lines: list[Words]
    begins: set[int] = field(default_factory=set)  # lines, by their place in `lines`


def without_heads(sheets: list[Sheet], left: Counter[str]) -> None:
    """Take lines away that come back at the top or bottom of pages, and page numbers there."""
    places: dict[tuple[str, int, int], list[tuple[int, Words, int]]] = {}
    step = _step(sheets)
    apart: set[tuple[int, PdfWord]] = set()
    for number, sheet in enumerate(sheets):
        count = len(sheet.lines)
        beyond = _beyond(sheet.lines, step)
        for i in sorted({*range(min(_EDGE, count)), *range(max(0, count - _EDGE), count)}):
            apart |= {(number, word) for word in sheet.lines[i] if i in beyond}
            for run in runs_of(sheet.lines[i]):
                text = " ".join(word.text for word in run)
                place = round(run[0].y / _SPARE), round(run[0].left / (9 * _SPARE))
                digits = _DIGITS.search(text)
                found = number, run, int(digits[0][:6]) if digits else -1
                places.setdefault((_DIGITS.sub("#", text), *place), []).append(found)
    inside = Counter(
        _DIGITS.sub("#", " ".join(word.text for word in run))
        for sheet in sheets
        for line in sheet.lines[_EDGE:-_EDGE]
        for run in runs_of(line)
    )
    out: set[tuple[int, PdfWord]] = set()
    many = max(2, _SHARE * len(sheets))
    for (text, _, _), several in places.items():
        numbered = "#" in text and _PAGE.fullmatch(text.replace("#", "1"))
        steps = [(b[0] - a[0], b[2] - a[2]) for a, b in pairwise(several)]
        counting = numbered and all(before == after for before, after in steps)
        alone = len(sheets) == 1 and numbered and several[0][2] == 1
        alone = alone and _apart(sheets[0], several[0][1])
        if (counting and len(several) > 1) or alone:
            left["page number"] += len(several)
        elif (
            len(several) >= many
            and all((number, run[0]) in apart for number, run, _ in several)
            and not ((numbered and len({n for *_, n in several}) > 1) or inside[text] or find(text))
        ):
            left["running head"] += len(several)
        else:
            continue
        out |= {(number, word) for number, run, _ in several for word in run}
    for number, sheet in enumerate(sheets):
        lines = [tuple(w for w in line if (number, w) not in out) for line in sheet.lines]
        sheet.lines = [line for line in lines if line]


def _step(sheets: Sequence[Sheet]) -> float:
    """Return what usually lies between a line and the next."""
    steps = [above[0].y - below[0].y for sheet in sheets for above, below in pairwise(sheet.lines)]
    return median(steps) if steps else 0.0


def _beyond(lines: Sequence[Words], step: float) -> set[int]:
    """Return the first and the last lines of a page that stand away from those between them."""
    gaps = [above[0].y - below[0].y > _AWAY * step for above, below in pairwise(lines)]
    top = next((i + 1 for i in reversed(range(min(_EDGE, len(gaps)))) if gaps[i]), 0)
    last = range(max(0, len(gaps) - _EDGE), len(gaps))
    bottom = next((i + 1 for i in last if gaps[i]), len(lines))
    return {*range(top), *range(bottom, len(lines))}


def _apart(sheet: Sheet, run: Words) -> bool:
    """Tell whether a run is all of the first or last line, and stands away from the others."""
    lines = sheet.lines
    if len(lines) < 2 or run not in (lines[0], lines[-1]):
        return False
    other = lines[1] if run == lines[0] else lines[-2]
    return abs(run[0].y - other[0].y) > 2 * run[0].size


def without_numbers(sheets: list[Sheet], left: Counter[str]) -> None:
    """Take away the numbers before lines that count lines or paragraphs.

    They stand left of all text, or before a gap; each counts on from the one before it.
    """
    found: list[tuple[int, int, int]] = []
    for number, sheet in enumerate(sheets):
        may = {i for i, line in enumerate(sheet.lines) if NUMBER.fullmatch(line[0].text)}
        text = [line[i in may] for i, line in enumerate(sheet.lines) if len(line) > (i in may)]
        edge = min((word.left for word in text), default=0.0)
        for i in sorted(may):
            word, *rest = sheet.lines[i]
            gap = bool(rest) and rest[0].left - word.right > _TAB * word.size
            if word.right < edge or gap:
                found.append((number, i, int(_DIGITS.findall(word.text)[0])))
    pairs = list(pairwise(found))
    on = sum(b[2] - a[2] in (1, 2, 5, 10) or b[0] > a[0] for a, b in pairs)
    if len(found) < _FEWEST or on < _MOST * len(pairs):
        return
    every = len(found) > _NEARLY_ALL * sum(len(sheet.lines) for sheet in sheets)
    steps = Counter(b[2] - a[2] for a, b in pairs)
    counts_lines = every or steps.most_common(1)[0][0] != 1
    left[f"printed {'line' if counts_lines else 'paragraph'} number"] += len(found)
    out = {(number, i) for number, i, _ in found}
    for number, sheet in enumerate(sheets):
        kept: list[Words] = []
        for i, line in enumerate(sheet.lines):
            numbered = (number, i) in out
            words = line[1:] if numbered else line
            if numbered and not counts_lines:
                sheet.begins.add(len(kept))
            if words:
                kept.append(words)
        sheet.lines = kept


def runs_of(line: Words, gap: float = WIDE) -> Iterator[Words]:
    """Yield the words of a line between gaps that are wider than a blank."""
    start = 0
    for i in range(1, len(line) + 1):
        if i == len(line) or line[i].left - line[i - 1].right > gap * line[i].size:
            yield line[start:i]
            start = i
