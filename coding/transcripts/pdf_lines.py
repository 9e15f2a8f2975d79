"""Find the lines of a PDF that are text, in the order one reads them.

Columns are read one after the other; a narrow one that holds names or times beside
the words is none: its words belong to the line beside them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from coding.files.pdf import PdfPage
from coding.transcripts.labels import TIME
from coding.transcripts.pdf_margins import (
    NUMBER,
    Sheet,
    Words,
    runs_of,
    without_heads,
    without_numbers,
)
from coding.transcripts.shapes.stamps import could_name, name_of

_CLOCK = re.compile(rf"[\[(#]*{TIME}(?: ?[-–—] ?{TIME})?[\])#]*")
_FEWEST = 4
_MOST = 0.8
_GUTTER = 7.0  # points
_TIGHT = 2.5  # points between a narrow column of a table and the next, whose cells are in line
_SOME = 0.15  # of the lines, in which a narrow column has a cell at least
_STRAIGHT = 1.0  # points within which the cells of a column begin
_COLUMNS = 8  # columns that a table of who speaks may have
_CELL = 1.1  # of the space between lines, above which another cell begins
_CROSSED = 0.03  # of the lines of a page that may cross what parts its columns: titles
_SPARE = 4.0
_MANY = 5  # lines of a page, of which one may cross in any case
_NARROW = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLine:
    """A line of text, where it stands, and what stands beside it.

    `edge` are the left and right end of its column. One that `begins` has a paragraph's number.
    `name` and `time` stand in narrow columns beside it; `across` lines go over all columns.
    """

    words: Words
    page: int
    column: int
    edge: tuple[float, float]
    begins: bool = False
    name: str = ""
    time: str = ""
    row: bool = False

    @property
    def text(self) -> str:
        """Return the words with blanks between them."""
        return " ".join(word.text for word in self.words)

    @property
    def size(self) -> float:
        """Return how high most of its letters are."""
        return median(word.size for word in self.words)


def lines_of(pages: Sequence[PdfPage]) -> tuple[list[PdfLine], Counter[str]]:
    """Return the lines of a document's text in order, and how much was left out of what kind."""
    left: Counter[str] = Counter()
    sheets = [Sheet(page, list(page.lines)) for page in pages]
    without_heads(sheets, left)
    without_numbers(sheets, left)
    lines: list[PdfLine] = []
    gutters: list[tuple[float, float]] = []
    columns = False  # whether the page before has columns of text between these gutters
    for sheet in sheets:
        own = _gutters(sheet.lines)
        if len(own) > len(gutters) or not _free(sheet.lines, gutters):
            gutters, columns = own, False
        made = list(_in_order(sheet, gutters, left, columns))
        columns = columns or any(line.column for line in made)
        lines += made
    return lines, left


def _gutters(lines: Sequence[Words]) -> list[tuple[float, float]]:
    """Return the vertical strips between columns that next to no word crosses."""
    if len(lines) < _FEWEST:
        return []
    begin = min(line[0].left for line in lines)
    end = max(word.right for line in lines for word in line)
    width = int(end - begin) + 1
    crossed = [0] * (width + 1)
    for line in lines:
        for run in runs_of(line, _NARROW):
            first, last = int(run[0].left - begin), int(run[-1].right - begin)
            for x in range(max(first, 0), min(last + 1, width)):
                crossed[x] += 1
    most = _CROSSED * len(lines) + (len(lines) > _MANY)
    strips: list[tuple[float, float]] = []
    start: int | None = None
    for x in range(width + 1):
        free = x < width and crossed[x] <= most
        if free and start is None:
            start = x
        elif not free and start is not None:
            if x - start >= _GUTTER and start > 0 and x < width:
                strips.append((begin + start, begin + x))
            start = None
    parted = [strip for strip in strips if _parts(lines, strip)]
    tight = sorted({*parted, *_aligned(lines, parted, most)})
    middles = [sum(strip) / 2 for strip in tight]
    zones = [[_zone(line, middles, z) for line in lines] for z in range(len(middles) + 1)]
    return tight if _kinds(zones).count("text") == 1 else parted


def _aligned(
    lines: Sequence[Words], known: Sequence[tuple[float, float]], most: float
) -> Iterator[tuple[float, float]]:
    """Yield the narrow strips in tables: what stands right of one begins at the same place.

    In running text words of other lines cross it.
    """
    begin = min(line[0].left for line in lines)
    starts = Counter(round(word.left) for line in lines for word in line)
    for x, _ in starts.most_common(_COLUMNS):
        near = [word for line in lines for word in line if abs(word.left - x) <= _STRAIGHT]
        edge = min(word.left for word in near)
        if len(near) < max(_FEWEST, _SOME * len(lines)) or edge < begin + 2 * _GUTTER:
            continue
        before = [max((w.right for w in ln if w.left < edge), default=begin) for ln in lines]
        crossing = sum(right > edge for right in before)
        low = max((right for right in before if right <= edge), default=begin)
        beside = any(low - _SPARE < high and strip < edge + _SPARE for strip, high in known)
        apart = edge - low >= _TIGHT and crossing <= most and not beside
        if apart and begin < low and _parts(lines, (low, edge)):
            yield low, edge


def _free(lines: Sequence[Words], gutters: Sequence[tuple[float, float]]) -> bool:
    """Tell whether the strips between the columns of the page before are empty on this one, too."""
    most = _CROSSED * len(lines) + (len(lines) > _MANY)
    runs = [(run[0].left, run[-1].right) for line in lines for run in runs_of(line, _NARROW)]
    return all(
        sum(left < (low + high) / 2 < right for left, right in runs) <= most
        for low, high in gutters
    )


def _parts(lines: Sequence[Words], strip: tuple[float, float]) -> bool:
    """Tell whether there is text left and right of a strip."""
    middle = sum(strip) / 2
    before = sum(line[0].left < middle for line in lines)
    after = sum(line[-1].right > middle for line in lines)
    return before >= 2 and after >= _FEWEST - 1


def _in_order(
    sheet: Sheet, gutters: Sequence[tuple[float, float]], left: Counter[str], columns: bool
) -> Iterator[PdfLine]:
    """Yield the lines of a page, one column after the other where its columns are text.

    Where the page before had `columns`, the last one of a document may be as short as it likes.
    """
    lines = [(line, i in sheet.begins) for i, line in enumerate(sheet.lines)]
    if not lines:
        return
    middles = [sum(strip) / 2 for strip in gutters]
    zones = [[_zone(line, middles, z) for line, _ in lines] for z in range(len(middles) + 1)]
    kinds = _kinds(zones)
    texts = [z for z, kind in enumerate(kinds) if kind == "text"]
    if len(zones) == 1 or not texts or (not columns and _narrow(zones, kinds)):
        yield from _plain(lines, sheet.page.number, 0)
    elif len(texts) == 1:
        left["side note"] += sum(
            bool(words)
            for zone, kind in zip(zones, kinds, strict=True)
            if kind == "notes"
            for words in zone
        )
        yield from _table(lines, zones, kinds, texts[0], sheet.page.number)
    else:
        yield from _columns(lines, middles, sheet.page.number)


def _zone(line: Words, middles: Sequence[float], z: int) -> Words:
    low = middles[z - 1] if z else float("-inf")
    high = middles[z] if z < len(middles) else float("inf")
    return tuple(word for word in line if low <= (word.left + word.right) / 2 < high)


def _kinds(zones: Sequence[Sequence[Words]]) -> list[str]:
    """Say what columns hold; what is short beside names and their words are notes."""
    kinds = [_kind(zone) for zone in zones]
    lengths = [sum(len(word.text) for words in zone for word in words) for zone in zones]
    longest = max(lengths, default=0)
    if "names" in kinds:
        first = kinds.index("names")
        return [
            "notes" if kind in ("text", "names") and i > first and length * 5 < longest else kind
            for i, (kind, length) in enumerate(zip(kinds, lengths, strict=True))
        ]
    return kinds


def _kind(zone: Sequence[Words]) -> str:
    """Say what a column holds: names, times, numbers, or text."""
    cells = [" ".join(word.text for word in words) for words in zone if words]
    if not cells:
        return "nothing"
    if sum(bool(_CLOCK.fullmatch(cell)) for cell in cells) >= _MOST * len(cells):
        return "times"
    if sum(bool(NUMBER.fullmatch(cell)) for cell in cells) >= _MOST * len(cells):
        return "numbers"
    named = Counter(name_of(cell) for cell in cells)
    several = 2 * len(named) <= len(cells) + 2
    short = sum(len(cell.split()) <= 4 for cell in cells) >= _MOST * len(cells)
    plausible = sum(map(could_name, named)) >= _MOST * len(named)
    return "names" if several and short and plausible else "text"


def _narrow(zones: Sequence[Sequence[Words]], kinds: Sequence[str]) -> bool:
    """Tell whether zones of text are only tabs: each column of text is about as long as others."""
    lengths = [
        sum(len(word.text) for words in zone for word in words)
        for zone, kind in zip(zones, kinds, strict=True)
        if kind == "text"
    ]
    return len(lengths) > 1 and min(lengths) * 5 < max(lengths)


def _plain(lines: Sequence[tuple[Words, bool]], page: int, column: int) -> Iterator[PdfLine]:
    edge = _edge([line for line, _ in lines])
    for line, begins in lines:
        yield PdfLine(words=line, page=page, column=column, edge=edge, begins=begins)


def _edge(lines: Sequence[Words]) -> tuple[float, float]:
    return min(line[0].left for line in lines), max(line[-1].right for line in lines)


def _table(
    lines: Sequence[tuple[Words, bool]],
    zones: Sequence[Sequence[Words]],
    kinds: Sequence[str],
    text: int,
    page: int,
) -> Iterator[PdfLine]:
    """Yield the lines of the text with the name and the time that stand beside them."""
    filled = [words for words in zones[text] if words]
    edge = _edge(filled)
    besides = [
        {kinds[z]: zones[z][i] for z in range(len(zones)) if z != text and zones[z][i]}
        for i in range(len(lines))
    ]
    raised = _raised(zones[text], besides)
    for i, (line, begins) in enumerate(lines):
        words = zones[text][i]
        beside = besides[i] if raised is None else raised.get(i, {})
        if raised is not None and not words and besides[i]:
            continue  # it stands at the first line of its cell now
        name = name_of(" ".join(word.text for word in beside.get("names", ())))
        time = " ".join(word.text for word in beside.get("times", ())).strip("[]()#")
        if "text" in beside or (not words and not name and not time):
            yield PdfLine(words=line, page=page, column=0, edge=_edge([line]), begins=True)
            continue
        shown = words or line
        made = PdfLine(words=shown, page=page, column=0, edge=edge, begins=begins, name=name)
        yield replace(made, time=time, row=bool(name or time or "numbers" in beside))


def _raised(
    text: Sequence[Words], besides: Sequence[Mapping[str, Words]]
) -> dict[int, Mapping[str, Words]] | None:
    """Return what stands beside cells by the number of their first lines, None if it stands there.

    In many tables it stands at half the height of its cell: beside a line in the middle, or
    between two. Cells are told apart by the wider space between them; each has one name.
    """
    filled = [i for i, words in enumerate(text) if words]
    steps = [text[a][0].y - text[b][0].y for a, b in pairwise(filled)]
    lines = Counter(round(2 * step) / 2 for step in steps)
    if not lines:
        return None
    usual = min(step for step, count in lines.items() if 4 * count >= max(lines.values()))
    cells: list[list[int]] = [filled[:1]]
    for i, step in zip(filled[1:], steps, strict=True):
        if step > _CELL * usual:
            cells.append([])
        cells[-1].append(i)
    raised: dict[int, Mapping[str, Words]] = {}
    lowered = 0
    taken: set[int] = set()
    for cell in cells:
        inside = [i for i in range(cell[0], cell[-1] + 1) if besides[i]]
        kinds = [kind for i in inside for kind in besides[i]]
        if len(kinds) != len(set(kinds)):
            return None
        taken |= {*inside}
        lowered += bool(inside) and inside[0] != cell[0]
        if inside:
            raised[cell[0]] = {kind: w for i in inside for kind, w in besides[i].items()}
    many = _MOST * len(cells)
    if lowered < 2 or len(raised) < many or any(besides[i] for i in {*range(len(text))} - taken):
        return None
    return raised


def _columns(
    lines: Sequence[tuple[Words, bool]], middles: Sequence[float], page: int
) -> Iterator[PdfLine]:
    """Yield columns of text one after the other, those above a line that goes across before it."""
    waiting: list[list[tuple[Words, bool]]] = [[] for _ in range(len(middles) + 1)]

    def let_go() -> Iterator[PdfLine]:
        for z, held in enumerate(waiting):
            if held:
                yield from _plain(held, page, z)
                held.clear()

    for line, begins in lines:
        if any(run[0].left < m < run[-1].right for m in middles for run in runs_of(line)):
            yield from let_go()
            yield from _plain([(line, True)], page, 0)
            continue
        for z in range(len(waiting)):
            if words := _zone(line, middles, z):
                waiting[z].append((words, begins))
    yield from let_go()
