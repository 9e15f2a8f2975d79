"""Propose what each column of a table holds, by its heading and by what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coding.language import packs
from coding.language.phrases import compiled
from coding.model import ColumnUse, TableColumn
from coding.transcripts import known, labels
from coding.transcripts.shapes.stamps import STAMP, could_name, name_of

Rows = Sequence[Sequence[str]]

_HEADS = 30  # rows among which the header is looked for
_LONGEST_HEAD = 120
_MOST = 0.8
_TAGGED = 4.0  # words that a cell of tags has on average, at most
_ONE_EACH = (
    *(ColumnUse.SPEAKER, ColumnUse.WORDS, ColumnUse.START),
    *(ColumnUse.END, ColumnUse.RESPONDENT),
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_MEASURED = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:(ms(?:ec)?)|s|secs?|seconds?)", re.IGNORECASE)
_UNIT = re.compile(r" (?:ms|msecs?|s|secs?|seconds?|milliseconds|hh mm ss(?: ms)?|mm ss|h m s)$")
_APART = 4  # rows from which it is odd that each has another speaker
_SPOKEN = 3.0  # words that a cell of words has on average, at least
_SHORT = 60
_SHOWN = 3
_TAG_PARTS = re.compile(r"\s*[;|\n]\s*|\s*,\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedTable:
    """A table with a use for each column: of turns, or of answers (`one person a row`).

    `above` are rows that stand before the header, `body` what stands under it. It is `sure` where
    nothing else could be meant. `tagging` are columns left out that look as if they held codes.
    """

    columns: tuple[TableColumn, ...]
    body: Rows
    above: Rows = ()
    answers: bool = False
    sure: bool = True
    tagging: tuple[str, ...] = ()

    def places(self, use: ColumnUse) -> list[int]:
        """Return the numbers of the columns with a use."""
        return [i for i, column in enumerate(self.columns) if column.use is use]


def proposed(
    rows: Rows,
    said: Mapping[str, ColumnUse],
    usual: Sequence[Mapping[str, ColumnUse]] = (),
) -> ProposedTable:
    """Return a table with a use for each of its columns.

    What a person `said` of columns by their headings counts, then what is `usual` for a table
    with the same headings, then what the headings and the cells tell.
    """
    head, headed = _head(rows)
    names = _names(rows[head]) if head is not None else _letters(len(rows[0]))
    body = rows[head + 1 :] if head is not None else rows
    told = {heading_key(name): use for name, use in said.items()}
    keys = [heading_key(name) for name in names]
    for uses in () if told else usual:
        if {heading_key(name) for name in uses} == set(keys):
            told = {heading_key(name): use for name, use in uses.items()}
    cells = [[row[i] for row in body if row[i]] for i in range(len(names))]
    asked = {i for i, name in enumerate(names) if name.endswith(("?", "؟"))}
    held, sure = _uses(keys, cells, body, asked)
    held = _as_told(held, [told.get(key) for key in keys])
    columns = tuple(
        TableColumn(name=name, use=use, examples=tuple(dict.fromkeys(column[:_SHOWN])))
        for name, use, column in zip(names, held, cells, strict=True)
    )
    return ProposedTable(
        columns=columns,
        body=body,
        above=rows[:head] if head else (),
        answers=ColumnUse.RESPONDENT in held,
        sure=(sure and headed) or bool(told),
        tagging=tuple(
            column.name
            for key, column in zip(keys, columns, strict=True)
            if column.use is ColumnUse.NOTHING and column.examples and _named("tags")(key)
        ),
    )


def heading_key(name: str) -> str:
    """Return what two spellings of a heading have in common.

    >>> heading_key("Start_Time (s)"), heading_key(" start time s")
    ('start time s', 'start time s')
    """
    return " ".join(re.sub(r"[\W_]+", " ", name).split()).casefold()


def tags_in(cell: str) -> list[str]:
    """Return the tags that stand in one cell.

    >>> tags_in("Fear; Home, at night|Money")
    ['Fear', 'Home', 'at night', 'Money']
    """
    return [tag for tag in _TAG_PARTS.split(cell.strip()) if tag.strip()]


# ── headings ──


def _named(kind: str) -> Callable[[str], bool]:
    """Return what tells whether a heading is one of a kind, whatever unit stands behind it."""
    words = packs.together(f"columns.{kind}")
    return lambda key: key in words or _UNIT.sub("", key) in words


def _head(rows: Rows) -> tuple[int | None, bool]:
    """Return the row that names the columns, None if none does, and whether that is sure."""
    kinds = [_named(kind) for kind in ("speaking", "words", "begin", "finish", "tags", "person")]
    width = len(rows[0])
    for number, row in enumerate(rows[:_HEADS]):
        filled = [cell for cell in row if cell]
        if len(filled) < 2 or len(filled) * 2 < width or max(map(len, filled)) > _LONGEST_HEAD:
            continue
        keys = [heading_key(cell) for cell in filled]
        several = sum(any(kind(key) for kind in kinds) for key in keys)
        if len(set(keys)) == len(keys) and (several > 1 or 2 * several >= len(keys)):
            return number, True
    top = next((n for n, row in enumerate(rows[:_HEADS]) if 2 * sum(map(bool, row)) > width), 0)
    first, rest = rows[top], rows[top + 1 :]
    if len(rest) < 2 or not all(first) or len(set(map(heading_key, first))) < width:
        return None, True
    columns = [[row[i] for row in rest if row[i]] for i in range(width)]
    if any(_is_time(cell) or _NUMBER.fullmatch(cell) for cell in first):
        return None, True
    told = any(_mostly(_is_time, cells) or _mostly(_NUMBER.fullmatch, cells) for cells in columns)
    paired = list(zip(first, columns, strict=True))
    back = any(cell in set(cells) or _speaks(cell, cells) for cell, cells in paired)
    spoken = max(map(len, first)) > _LONGEST_HEAD or any(c.endswith((".", "!")) for c in first)
    if back or spoken or not (told or _heads_words(first, columns)):
        return None, True
    return top, told


def _speaks(cell: str, below: Sequence[str]) -> bool:
    """Tell whether a cell names a speaker, as those below it may do, and heads no column."""
    return known.is_speaker(cell) and _could_all(below) and not _named("person")(heading_key(cell))


def _heads_words(first: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row is far shorter than what stands under it, or stands above names."""
    longest = max(columns, key=lambda cells: sum(map(len, cells)) / max(len(cells), 1))
    at = columns.index(longest)
    mean = sum(map(len, longest)) / max(len(longest), 1)
    short = 3 * len(first[at]) < mean or first[at].endswith("?")
    names = any(len(cells) > 3 and _are_names(cells) for cells in columns)
    return short or (names and max(len(cell.split()) for cell in first) <= 2)


def _names(head: Sequence[str]) -> list[str]:
    """Return the headings, each a name of its own."""
    names: list[str] = []
    for i, cell in enumerate(head):
        name = " ".join(cell.split()) or f"column {i + 1}"
        same = sum(heading_key(other) == heading_key(name) for other in names)
        names.append(f"{name} ({same + 1})" if same else name)
    return names


def _letters(width: int) -> list[str]:
    return [f"column {i + 1}" for i in range(width)]


# ── what columns hold ──


def _as_told(held: Sequence[ColumnUse], told: Sequence[ColumnUse | None]) -> list[ColumnUse]:
    """Return the uses with what a person said of some; what one column has no other keeps.

    >>> a, b = ColumnUse.SPEAKER, ColumnUse.WORDS
    >>> [str(use) for use in _as_told([a, b], [None, a])]
    ['nothing', 'speaker']
    """
    single = {use for use in told if use in _ONE_EACH}
    kinds = {use for use in told if use}
    if ColumnUse.RESPONDENT in kinds:
        single |= {ColumnUse.SPEAKER, ColumnUse.START, ColumnUse.END}
    elif kinds & {ColumnUse.SPEAKER, ColumnUse.START, ColumnUse.END}:
        single |= {ColumnUse.RESPONDENT, ColumnUse.ATTRIBUTE}
    return [
        said if said is not None else ColumnUse.NOTHING if use in single else use
        for use, said in zip(held, told, strict=True)
    ]


def _uses(
    keys: Sequence[str],
    cells: Sequence[Sequence[str]],
    body: Rows,
    asked: Collection[int],
) -> tuple[list[ColumnUse], bool]:
    """Return the use of each column, and whether no other could be meant.

    The headings of `asked` columns are questions.
    """
    count = len(keys)
    headed = {
        kind: [i for i in range(count) if _named(kind)(keys[i]) and cells[i]]
        for kind in ("speaking", "words", "begin", "finish", "tags", "person")
    }
    begin, finish = _times(headed["begin"], headed["finish"], cells)
    times = {*begin, *finish}
    counting = {i for i in range(count) if i not in times and _counts(cells[i])}
    free = [i for i in range(count) if i not in times and i not in counting]
    tags = [i for i in headed["tags"] if i in free and _mean(cells[i]) <= _TAGGED]
    texts = [i for i in free if i not in tags and _mean(cells[i]) >= _SPOKEN and not _few(cells[i])]
    alone = [i for i in range(count) if i not in times and _differ(cells[i], len(body))]
    may = [i for i in free if i not in tags and (i not in alone or len(body) < _APART)]
    who, sure = _who(may, headed["speaking"], cells, body)
    person = [i for i in headed["person"] if i in alone]
    labelled = any(_labelled(cells[i]) for i in texts)
    one_each = person or _unique(keys, cells, body) is not None
    open_ones = [i for i in free if i in texts or (i in asked and _spoken(cells[i]))]
    if who is None and not times and open_ones and one_each and not labelled:
        return _as_answers(keys, cells, body, person, tags, open_ones)
    doubt = who is not None and not sure
    if doubt and person and not times:
        answers = _as_answers(keys, cells, body, person, tags, open_ones)[0]
        if len([use for use in answers if use is ColumnUse.WORDS]):
            return answers, False
    uses = [ColumnUse.NOTHING] * count
    what = _what(headed["words"], texts, [i for i in free if i not in (*tags, who)], cells)
    if who is not None:
        uses[who] = ColumnUse.SPEAKER
    if what is not None:
        uses[what] = ColumnUse.WORDS
    for i in begin:
        uses[i] = ColumnUse.START
    for i in finish:
        uses[i] = ColumnUse.END
    others = [i for i in texts if i not in (who, what)]
    return uses, not doubt and not others


def _times(
    begins: Sequence[int], ends: Sequence[int], cells: Sequence[Sequence[str]]
) -> tuple[list[int], list[int]]:
    """Return the columns of when a row begins and when it ends, one of each at most."""
    stamped = [i for i, column in enumerate(cells) if _mostly(_is_time, column)]
    measured = [
        i
        for i, column in enumerate(cells)
        if i not in stamped and _mostly(_NUMBER.fullmatch, column) and (i in begins or i in ends)
    ]
    timed = sorted([*stamped, *measured])
    first = next((i for i in timed if i in begins), None)
    last = next((i for i in timed if i in ends), None)
    rest = [i for i in timed if i not in (first, last)]
    if first is None and rest and rest[0] in stamped:
        first = rest.pop(0)
    if last is None and first is not None and rest and rest[0] in stamped and first in stamped:
        last = rest[0]
    return [first] if first is not None else [], [last] if last is not None else []


def _who(
    free: Sequence[int], headed: Sequence[int], cells: Sequence[Sequence[str]], body: Rows
) -> tuple[int | None, bool]:
    """Return the column of who speaks, and whether it surely is; several names come back in it."""
    may = [i for i in free if _are_names(cells[i])]
    named = [i for i in headed if i in may or (i in free and _could_all(cells[i]))]
    if named:
        best = min(named, key=lambda i: (not any(map(known.is_speaker, cells[i])), i))
        return best, True
    spoken = [i for i in may if any(known.is_speaker(name_of(cell)) for cell in cells[i])]
    if spoken:
        return spoken[0], True
    if not may:
        return None, False
    best = max(may, key=lambda i: (_changes([row[i] for row in body]), -i))
    return best, len(may) == 1 and _changes([row[best] for row in body]) >= _MOST


def _what(
    headed: Sequence[int],
    texts: Sequence[int],
    free: Sequence[int],
    cells: Sequence[Sequence[str]],
) -> int | None:
    """Return the column of the words: the longest, one that is called so before others."""
    for may in ([i for i in headed if i in free], texts, free):
        if may:
            return max(may, key=lambda i: sum(map(len, cells[i])))
    return None


def _as_answers(
    keys: Sequence[str],
    cells: Sequence[Sequence[str]],
    body: Rows,
    person: Sequence[int],
    tags: Sequence[int],
    open_ones: Sequence[int],
) -> tuple[list[ColumnUse], bool]:
    """Return the uses of a table in which each row is what one person answered."""
    uses = [ColumnUse.NOTHING] * len(keys)
    key = person[0] if person else _unique(keys, cells, body)
    identifying = compiled(packs.together("columns.identifying"))
    for i, column in enumerate(cells):
        if i == key:
            uses[i] = ColumnUse.RESPONDENT
        elif i in tags or not column or identifying.search(keys[i]):
            continue
        elif _named("words")(keys[i]) or i in open_ones:
            uses[i] = ColumnUse.WORDS
        elif max(map(len, column)) <= _SHORT:
            uses[i] = ColumnUse.ATTRIBUTE
    told = ColumnUse.ATTRIBUTE in uses or (bool(person) and not _counts(cells[person[0]]))
    return uses, bool(person) and told


def _labelled(column: Sequence[str]) -> bool:
    """Tell whether most cells begin with what may be a speaker's label."""
    return _mostly(lambda cell: any(not label.start for label in labels.find(cell)), column)


def _unique(keys: Sequence[str], cells: Sequence[Sequence[str]], body: Rows) -> int | None:
    """Return the first column whose cells tell the rows apart and are no words."""
    for i, column in enumerate(cells):
        short = bool(column) and max(map(len, column)) <= 40 and _mean(column) < _SPOKEN
        if short and _differ(column, len(body)):
            return i
    return None


def _differ(column: Sequence[str], rows: int) -> bool:
    return rows > 1 and len(column) == rows and len(set(column)) == rows


def _mostly(fits: Callable[[str], object], column: Sequence[str]) -> bool:
    return bool(column) and sum(bool(fits(cell)) for cell in column) >= _MOST * len(column)


def _is_time(cell: str) -> bool:
    bare = cell.strip()
    return STAMP.fullmatch(bare) is not None or measured(bare) is not None


def measured(cell: str) -> float | None:
    """Return a time that is told as a number with its unit, in seconds; None for anything else.

    >>> measured("62,5 s"), measured("800ms"), measured("62.5")
    (62.5, 0.8, None)
    """
    found = _MEASURED.fullmatch(cell)
    if not found:
        return None
    return round(float(found[1].replace(",", ".")) * (0.001 if found[2] else 1.0), 3)


def _counts(column: Sequence[str]) -> bool:
    """Tell whether cells are the numbers of rows."""
    numbers = [int(cell) for cell in column if cell.isdecimal() and len(cell) < 9]
    return len(numbers) == len(column) > 1 and sum(
        b == a + 1 for a, b in pairwise(numbers)
    ) >= _MOST * (len(numbers) - 1)


def _few(column: Sequence[str]) -> bool:
    """Tell whether cells are mostly the same few."""
    return len(column) > 3 and 2 * len(set(column)) <= len(column)


def _mean(column: Sequence[str]) -> float:
    return sum(len(cell.split()) for cell in column) / max(len(column), 1)


def _spoken(column: Sequence[str]) -> bool:
    """Tell whether cells are words rather than numbers or a choice of single ones."""
    return bool(column) and not _mostly(_NUMBER.fullmatch, column) and _mean(column) > 1.5


def _could_all(column: Sequence[str]) -> bool:
    different = {name_of(cell) for cell in column}
    return bool(different) and sum(map(could_name, different)) >= _MOST * len(different)


def _are_names(column: Sequence[str]) -> bool:
    """Tell whether cells hold names that come back."""
    keys = Counter(labels.key_of(name_of(cell)) for cell in column)
    back = 2 * len(keys) <= len(column) + 1
    return bool(column) and back and _could_all(column) and _mean(column) < _SPOKEN


def _changes(column: Sequence[str]) -> float:
    """Return how often the cell changes from row to row, of all that are filled."""
    pairs = [(a, b) for a, b in pairwise(column) if a and b]
    return sum(a != b for a, b in pairs) / max(len(pairs), 1)
