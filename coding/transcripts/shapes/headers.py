"""Find the headers of a machine-made transcript: lines with a time, a name, or both.

Programs print a header above or before each block of words, in one form through a whole file:
`0:05 Anna`, `Anna (0:05)`, a time on one line and a name on the next, a mere range of times. What
looks like a header only now and then is words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from coding.transcripts import known, labels
from coding.transcripts.pages import has_digits
from coding.transcripts.shapes.stamps import (
    LineKind,
    TimedRow,
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
_DIGIT = re.compile(r"\d")


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


def headers_of(rows: Sequence[TimedRow]) -> dict[int, str]:
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


def end_marks(rows: Sequence[TimedRow], headers: dict[int, str]) -> set[int]:
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


def times_part(rows: Sequence[TimedRow], headers: dict[int, str]) -> bool:
    """Tell whether most times on lines of their own stand right above a label, so that they part.

    Else they are marks, set every so often, that one speaks on through.
    """
    lone = [i + 1 for i in headers if rows[i].kind is LineKind.T and i + 1 < len(rows)]
    named = [i for i in lone if any(not label.start for label in labels.find(rows[i].line.strip()))]
    return len(named) > 1 and len(named) >= _MOST * len(lone)


def affixes(names: Sequence[str]) -> tuple[str, str]:
    """Return what programs put before and behind every name, such as "From ... to Everyone"."""
    split = [name.split() for name in dict.fromkeys(names) if name]
    if len(split) < 2 or min(map(len, split)) < 3:
        return "", ""
    before = split[0][0] if len({words[0] for words in split}) == 1 else ""
    shared = 0
    while shared < min(map(len, split)) - 2 and len({w[-1 - shared] for w in split}) == 1:
        shared += 1
    return (before, " ".join(split[0][-shared:])) if before and shared else ("", "")
