"""Find the headers of a machine-made transcript: lines with a time, a name, or both.

Programs print a header above or before each block of words, in one form through a whole file:
`0:05 Anna`, `Anna (0:05)`, a time on one line and a name on the next, a mere range of times. What
looks like a header only now and then is words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from coding.transcripts import known, labels
from coding.transcripts.pages import has_digits
from coding.transcripts.shapes.spoken import SpokenLine
from coding.transcripts.shapes.stamps import (
    HASHED,
    LineKind,
    TimedRow,
    clock,
    could_name,
    is_numbered,
    name_of,
    parsed,
)

_STAMPED = frozenset(
    [LineKind.T, LineKind.TN, LineKind.TNW, LineKind.TR, LineKind.NT, LineKind.NTW]
)
_WITH_NAME = frozenset([LineKind.TN, LineKind.NT, LineKind.NTW])
_MOST = 0.6
_ABOVE = 8  # lines of a header above the interview
_LONG = 120
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"https?://|www\.\w")
_PAGE = re.compile(r"(?:[^\W\d_]+\.? )?\d{1,4}(?:(?: ?/ ?| [^\W\d_]+ )\d{1,4})?")


class Blocks(NamedTuple):
    """The lines of a file, what was left out of them, and whether its times are ranges."""

    lines: list[SpokenLine]
    left: Counter[str]
    remarks: list[str]
    ranged: bool


def rows_of(text: str) -> list[TimedRow]:
    """Return the lines of a text that hold anything."""
    rows: list[TimedRow] = []
    gap = True
    for line in text.split("\n"):
        if line.strip():
            rows.append(parsed(line, gap=gap))
        gap = not line.strip()
    return rows


def looks_timed(text: str) -> bool:
    r"""Tell from a file's first lines whether its lines may be headers; labels have the rest.

    >>> looks_timed("0:05 Ana\nYes.\n0:09 Ivo\nNo."), looks_timed("Ana: At 10:30.\nIvo: No.")
    (True, False)
    """
    if not has_digits(text):
        return False
    rows = [parsed(line) for line in _with_digits(text)]  # no other line tells of a time
    stamped = [row for row in rows if row.kind in _STAMPED]
    numbered = [row for row in rows if row.kind in (LineKind.N, LineKind.NW)]
    numbered = [row for row in numbered if is_numbered(row.name)]
    if len(numbered) > 1 and 3 * len(numbered) >= len(rows_of(text)):
        return True
    ended = [row.line.rstrip()[-1] for row in rows if row.kind is LineKind.WT]
    if len(stamped) > 1 or ended.count("#") > 1:
        return True
    bracketed = sum(sign in ")]>}" for sign in ended)
    return bracketed > 2 and 2 * bracketed >= len(rows_of(text))


def _with_digits(text: str) -> Iterator[str]:
    end = -1
    while found := _DIGIT.search(text, end + 1):
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        yield text[start:] if end < 0 else text[start:end]
        if end < 0:
            break


def blocks(rows: Sequence[TimedRow]) -> Blocks | None:
    """Return what is said in the blocks of a file, None if it has no headers of its own."""
    headers = _headers(rows)
    ends = _end_marks(rows, headers)
    if len(headers) + len(ends) < 2:
        return None
    first = min([*headers, *ends])
    if not ends and _are_labels(rows, headers, first):
        return None
    words = sum(len(row.line.split()) for row in rows)
    above = sum(len(row.line.split()) for row in rows[:first])
    if first > _ABOVE and above * 4 > words:
        return None
    return _read(rows, headers, ends, first)


def _are_labels(rows: Sequence[TimedRow], headers: dict[int, str], first: int) -> bool:
    """Tell whether `labels` reads all of it: names with a time, and no paragraph without one."""
    return all(_is_label(rows[i]) for i in headers) and not any(
        row.gap and i not in headers and rows[i - 1].line.strip() and i - 1 not in headers
        for i, row in enumerate(rows[first + 1 :], start=first + 1)
    )


def _is_label(row: TimedRow) -> bool:
    """Tell whether a line begins with a label that has a time, beyond doubt."""
    kinds = (LineKind.TNW, LineKind.NTW, LineKind.NT, LineKind.TN)
    if row.kind not in kinds or not known.is_plausible(row.name):
        return False
    found = labels.find(row.line.strip())
    return bool(found and not found[0].start and found[0].time == row.start and not found[0].weak)


def _headers(rows: Sequence[TimedRow]) -> dict[int, str]:
    """Return which rows are headers, with the name in each, `""` if it has none."""
    headers: dict[int, str] = {}
    names = Counter(row.name for row in rows if row.kind in _WITH_NAME)
    lone = [i for i, row in enumerate(rows) if row.kind is LineKind.T]
    open_ = [i for i, row in enumerate(rows) if row.kind is LineKind.TR]
    headers.update(dict.fromkeys(lone, ""))
    headers.update(_open(rows, open_))
    for i, row in enumerate(rows):
        if row.kind is LineKind.TN or row.kind is LineKind.TNW:
            headers[i] = row.name
    trailing = [i for i, row in enumerate(rows) if row.kind is LineKind.NT]
    above = {i for i in trailing if _has_words_below(rows, i)}
    usual = len(above) >= _MOST * len(trailing)
    for i in trailing:
        if names[rows[i].name] > 1 or (usual and len(above) > 1 and i in above):
            headers[i] = rows[i].name
    inline = Counter(row.name for row in rows if row.kind is LineKind.NTW)
    for i, row in enumerate(rows):
        if row.kind is LineKind.NTW and (inline[row.name] > 1 or (row.colon and len(inline) > 1)):
            headers[i] = row.name
    headers.update(_numbered(rows))
    if lone and 2 * len(lone) >= len(headers):
        headers.update(_apart(rows, lone))
    elif open_:
        headers.update(_names_above(rows))
        apart = {name for i, name in headers.items() if rows[i].kind is LineKind.N}
        for i, name in headers.items():
            if apart and name not in apart:
                headers[i] = ""  # what a colon follows is no name where names stand above
    return headers


def _has_words_below(rows: Sequence[TimedRow], i: int) -> bool:
    return i + 1 < len(rows) and rows[i + 1].kind not in _STAMPED and not rows[i + 1].line.isspace()


def _open(rows: Sequence[TimedRow], open_: Sequence[int]) -> dict[int, str]:
    """Say of lines `0:05 rest` whether the rest is a name above words, or words."""
    above = [i for i in open_ if could_name(rows[i].rest) and _has_words_below(rows, i)]
    counts = Counter(name_of(rows[i].rest) for i in above)
    few = len(counts) <= max(2, _MOST * len(above))
    if above and len(above) >= _MOST * len(open_) and few:
        return {i: name_of(rows[i].rest) if i in set(above) else "" for i in open_}
    return dict.fromkeys(open_, "")


def _numbered(rows: Sequence[TimedRow]) -> dict[int, str]:
    """Return lines with names such as SPEAKER_00 in brackets or alone, if they come back."""
    kinds = (LineKind.N, LineKind.NW)
    several = {
        i: row.name for i, row in enumerate(rows) if row.kind in kinds and is_numbered(row.name)
    }
    counts = Counter(several.values())
    if max(counts.values(), default=0) < 2 or _others_in_brackets(rows, several):
        return {}
    return several


def _others_in_brackets(rows: Sequence[TimedRow], several: Collection[int]) -> bool:
    """Tell whether names without a number stand in the same brackets: `[Interviewer] Why?`.

    All of them are read by `signs` then: here, their words would be those of whom is numbered.
    """
    brackets = {rows[i].line.lstrip()[:1] for i in several} & {*"[(<"}
    beside = Counter(
        found.name
        for row in rows
        if row.kind is LineKind.W and row.line.lstrip()[:1] in brackets
        for found in [parsed(row.line, any_name=True)]
        if found.kind is LineKind.NW and found.words and known.looks_like_name(found.name)
    )
    return any(count > 1 or known.is_speaker(name) for name, count in beside.items())


def _apart(rows: Sequence[TimedRow], lone: Sequence[int]) -> dict[int, str]:
    """Return names on lines of their own right under, or else right above, lines of times."""
    for step in (1, -1):
        beside = [i + step for i in lone if _may_be_apart(rows, i + step, step)]
        counts = Counter(rows[i].name for i in beside)
        few = len(counts) <= max(2, _MOST * len(beside))
        if beside and len(beside) >= _MOST * len(lone) and few:
            return {i: rows[i].name for i in beside}
    return {}


def _may_be_apart(rows: Sequence[TimedRow], i: int, step: int) -> bool:
    if not 0 <= i < len(rows) or rows[i].kind is not LineKind.N:
        return False
    words = i + 1 if step > 0 else i + 2
    return words < len(rows) and rows[words].kind not in _STAMPED


def _names_above(rows: Sequence[TimedRow]) -> dict[int, str]:
    """Return names on lines of their own above several lines `0:05 words` each."""
    above = {
        i: row.name
        for i, row in enumerate(rows[:-1])
        if row.kind is LineKind.N and row.gap and rows[i + 1].kind in (LineKind.TR, LineKind.TNW)
    }
    counts = Counter(above.values())
    back = any(counts[name] > 1 or known.is_speaker(name) for name in counts)
    return above if back and len(counts) <= max(2, _MOST * len(above)) else {}


def _end_marks(rows: Sequence[TimedRow], headers: dict[int, str]) -> set[int]:
    """Return the lines of words with a time behind them, if there are many."""
    marked = [
        i
        for i, row in enumerate(rows)
        if row.kind is LineKind.WT or (row.kind is LineKind.NT and i not in headers)
    ]
    hashed = [i for i in marked if rows[i].line.rstrip().endswith("#")]
    if len(hashed) > 1:
        return set(hashed)
    bracketed = [i for i in marked if rows[i].line.rstrip()[-1] in ")]>}"]
    plain = sum(i not in headers for i in range(len(rows)))
    return set(bracketed) if len(bracketed) > 2 and 2 * len(bracketed) >= plain else set()


def _affixes(names: Sequence[str]) -> tuple[str, str]:
    """Return what programs put before and behind every name, such as "From ... to Everyone"."""
    split = [name.split() for name in dict.fromkeys(names) if name]
    if len(split) < 2 or min(map(len, split)) < 3:
        return "", ""
    before = split[0][0] if len({words[0] for words in split}) == 1 else ""
    shared = 0
    while shared < min(map(len, split)) - 2 and len({w[-1 - shared] for w in split}) == 1:
        shared += 1
    return (before, " ".join(split[0][-shared:])) if before and shared else ("", "")


def _read(rows: Sequence[TimedRow], headers: dict[int, str], ends: set[int], first: int) -> Blocks:
    walk = _BlockWalk(rows, headers)
    begin = walk.above(first)
    footer = _footer(rows, headers, walk.remarks)
    pages = _pages(rows, headers)
    marked: float | None = 0.0  # what ends at its mark begins at the one before, the first at 0
    for i, row in enumerate(rows[begin:footer], start=begin):
        if i in pages:
            walk.left["page number"] += 1
        elif i in headers:
            walk.header(row, headers[i])
            if ends and walk.lines and walk.lines[-1].end is not None:
                marked = walk.lines[-1].end
        elif i in ends:
            walk.left["time mark"] += 1
            walk.block += 1
            walk.say(row.words or row.name, row, marked, row.start)
            marked = row.start
        elif ends and not headers:
            walk.say(row.line.strip(), row, marked, None)
            marked = None
        else:
            walk.say(row.line.strip(), row, walk.start, walk.end)
    lines = walk.lines
    ranged = 2 * sum(row.end is not None for row in rows) > len(headers) and not ends
    return Blocks(lines, walk.left, walk.remarks, ranged)


class _BlockWalk:
    """Goes through the rows of a file and keeps whose block it is in, and since when."""

    def __init__(self, rows: Sequence[TimedRow], headers: dict[int, str]) -> None:
        self.rows = rows
        self.lines: list[SpokenLine] = []
        self.left: Counter[str] = Counter()
        self.remarks: list[str] = []
        self.block = 0
        self.name = ""
        self.start: float | None = None
        self.end: float | None = None
        self._open = False  # a header, before its first words
        self._timed = False
        self._names = any(headers.values())
        self._parting = _part(rows, headers)
        self._names_above = any(rows[i].kind is LineKind.N for i in headers) and any(
            rows[i].kind is LineKind.TR and not name for i, name in headers.items()
        )
        self._prefix, self._suffix = _affixes(list(headers.values()))

    def above(self, first: int) -> int:
        """Sort what stands above the first header; return the row to go on from."""
        rows = self.rows[:first]
        if first <= _ABOVE and not any(map(_is_speech, rows)):
            if rows:
                shown = " / ".join(row.line.strip() for row in rows)
                self.remarks.append(f"The file's header, left out: '{shown}'.")
            return first
        return 0

    def header(self, row: TimedRow, named: str) -> None:
        """Take in a header's time and name, and the words that stand on its line."""
        timed = row.kind is not LineKind.N and row.kind is not LineKind.NW
        self.left["time mark"] += timed
        joins = self._open and not (timed and self._timed) and not (named and self.name)
        within = row.kind is LineKind.T and not self._names and not row.gap and not self._parting
        kept = self._names_above and row.kind in (LineKind.TR, LineKind.TNW) and not named
        if not joins and not within:
            self.block += 1
            self.name = self.name if kept else ""
            self.start = self.end = None
        if timed:
            self.start, self.end = row.start, row.end
        self._timed = timed or (joins and self._timed)
        self._open = True
        if named:
            self.name = named.removeprefix(self._prefix).removesuffix(self._suffix).strip()
        words = row.rest if row.kind is LineKind.TR or kept else row.words
        words = "" if row.kind is LineKind.TR and named else words
        if row.kind is LineKind.N or not words.strip():
            return
        sure = self._suffix or row.rest.startswith(("[", "(", "<"))
        if row.kind is LineKind.TNW and not sure and not kept:
            words, self.name = row.rest, ""  # a colon alone does not make a name: labels judge
        self.say(words.strip(), row, self.start, self.end)

    def say(self, words: str, row: TimedRow, start: float | None, end: float | None) -> None:
        """Take words as those of the block, without the marks of times between `#`."""
        hashed = HASHED.findall(words)
        if hashed:
            words = HASHED.sub("", words).strip()
            end = clock(hashed[-1]) if end is None else end
            self.left["time mark"] += len(hashed)
        self._open = self._timed = False
        self.lines.append(SpokenLine(words, self.name, start, end, self.block, row.gap))


def _part(rows: Sequence[TimedRow], headers: dict[int, str]) -> bool:
    """Tell whether most times on lines of their own stand right above a label, so that they part.

    Else they are marks, set every so often, that one speaks on through.
    """
    lone = [i + 1 for i in headers if rows[i].kind is LineKind.T and i + 1 < len(rows)]
    named = [i for i in lone if any(not label.start for label in labels.find(rows[i].line.strip()))]
    return len(named) > 1 and len(named) >= _MOST * len(lone)


def _is_speech(row: TimedRow) -> bool:
    """Tell whether a line above the first header is more than a title, a file's name or a date."""
    line = row.line.strip()
    named = [label for label in labels.find(line) if not label.start]
    return (
        len(line) > _LONG
        or line.endswith(("?", "!"))
        or any(not known.heads_form(label.key) for label in named)
    )


def _footer(rows: Sequence[TimedRow], headers: dict[int, str], remarks: list[str]) -> int:
    """Return where the lines end that the program wrote under the interview: an address."""
    end = len(rows)
    while end - 1 not in headers and end > 2 and rows[end - 1].gap:
        line = rows[end - 1].line.strip()
        if not _ADDRESS.search(line) or len(line) > _LONG:
            break
        remarks.append(f"The file's footer, left out: '{line}'.")
        end -= 1
    return end


def _pages(rows: Sequence[TimedRow], headers: dict[int, str]) -> set[int]:
    """Return lines that hold a page number, if several count or they say of how many pages.

    A lone "2/3" is somebody's answer until a word stands before it, as in "Page 2/3".
    """
    found = {
        i: tuple(map(int, numbers))
        for i, row in enumerate(rows)
        if i not in headers
        and len(row.line) < 24
        and _PAGE.fullmatch(row.line.strip())
        and (numbers := re.findall(r"\d+", row.line))
        and row.gap
    }
    pages = [page for page, *_ in found.values()]
    totals = {total for _, *rest in found.values() for total in rest}
    if len(totals) > 1 or any(not 1 <= page <= total for page in pages for total in totals):
        return set()
    if len(pages) > 1 and all(b == a + 1 for a, b in pairwise(pages)):
        return set(found)
    of = {i: numbers[0] for i, numbers in found.items() if len(numbers) == 2}
    rising = all(a < b for a, b in pairwise(of.values()))
    told = len(of) > 1 or any(rows[i].line.strip()[0].isalpha() for i in of)
    return set(of) if rising and told else set()
