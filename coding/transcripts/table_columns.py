"""Propose what each column of a table holds, by its heading and by what stands in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from coding.language import packs
from coding.language.phrases import compiled
from coding.model import ColumnUse, TableColumn
from coding.transcripts import known
from coding.transcripts.column_cells import (
    MOST,
    NUMBER,
    SPOKEN,
    are_few,
    are_labelled,
    are_names,
    are_spoken,
    changes,
    could_be_names,
    count_up,
    differ,
    is_time,
    mean_words,
    mostly,
)
from coding.transcripts.shapes.stamps import name_of
from coding.transcripts.table_headings import (
    Rows,
    head_of,
    heading_key,
    heading_of,
    names_of,
)

_TAGGED = 4.0  # words that a cell of tags has on average, at most
_ONE_EACH = (
    *(ColumnUse.SPEAKER, ColumnUse.WORDS, ColumnUse.START),
    *(ColumnUse.END, ColumnUse.RESPONDENT),
)
_APART = 4  # rows from which it is odd that each has another speaker
_SHORT = 60
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedTable:
    """A table with a use for each column: of turns, or of answers (`one person a row`).

    `above` are rows that stand before the header, `body` what stands under it. It is `sure` where
    nothing else could be meant, and `headed` where its row of headings, if it has one, surely is
    one. `tagging` are columns left out that look as if they held codes.
    """

    columns: tuple[TableColumn, ...]
    body: Rows
    above: Rows = ()
    answers: bool = False
    sure: bool = True
    headed: bool = True
    tagging: tuple[str, ...] = ()

    def places(self, use: ColumnUse) -> list[int]:
        """Return the numbers of the columns with a use."""
        return [i for i, column in enumerate(self.columns) if column.use is use]

    @property
    def voiced(self) -> bool:
        """Tell whether each column of words is what one speaker says, who is its heading."""
        words = self.places(ColumnUse.WORDS)
        cells = [[row[i] for row in self.body] for i in words]
        names = [self.columns[i].name for i in words]
        return not self.places(ColumnUse.SPEAKER) and _voices(names, cells) is not None


def proposed(
    rows: Rows,
    said: Mapping[str, ColumnUse],
    usual: Sequence[Mapping[str, ColumnUse]] = (),
) -> ProposedTable:
    """Return a table with a use for each of its columns.

    What a person `said` of columns by their headings counts, then what is `usual` for a table
    with the same headings, then what the headings and the cells tell.
    """
    head, headed = head_of(rows)
    names = names_of(rows[head] if head is not None else [""] * len(rows[0]))
    body = rows[head + 1 :] if head is not None else rows
    told = {heading_key(name): use for name, use in said.items()}
    keys = [heading_key(name) for name in names]
    for uses in () if told else usual:
        if {heading_key(name) for name in uses} == set(keys):
            told = {heading_key(name): use for name, use in uses.items()}
    cells = [[row[i] for row in body if row[i]] for i in range(len(names))]
    asked = {i for i, name in enumerate(names) if name.endswith(("?", "؟"))}
    held, sure = _voiced(names, body) or _uses(keys, cells, body, asked)
    held = _as_told(held, [told.get(key) for key in keys])
    shown = _telling(body, _SHOWN)
    columns = tuple(
        TableColumn(
            name=name,
            use=use,
            examples=tuple(dict.fromkeys(cells[i][:_SHOWN])),
            shown=tuple(row[i] for row in shown),
        )
        for i, (name, use) in enumerate(zip(names, held, strict=True))
    )
    return ProposedTable(
        columns=columns,
        body=body,
        above=rows[:head] if head else (),
        answers=ColumnUse.RESPONDENT in held,
        sure=(sure and headed) or bool(told),
        headed=headed,
        tagging=tuple(
            column.name
            for key, column in zip(keys, columns, strict=True)
            if column.use is ColumnUse.NOTHING and column.examples and heading_of("tags")(key)
        ),
    )


def _telling(body: Sequence[Sequence[str]], count: int) -> list[Sequence[str]]:
    """Return the first rows that together show a cell of most columns, in their order."""
    taken: set[int] = set()
    told: set[int] = set()
    for n, row in enumerate(body):
        if len(taken) == count or len(told) == len(row):
            break
        filled = {i for i, cell in enumerate(row) if cell}
        if not filled <= told:
            taken.add(n)
            told |= filled
    rest = (n for n in range(len(body)) if n not in taken)
    taken.update(n for n, _ in zip(rest, range(count - len(taken)), strict=False))
    return [body[n] for n in sorted(taken)]


def _voices(names: Sequence[str], columns: Sequence[Sequence[str]]) -> bool | None:
    """Tell whether columns with these headings each hold what one speaker says, and how surely.

    None if they do not. Surely they do where the headings say who asks and who answers
    (`Question,Answer`); they seem to where one asks and the others are names, or where names head
    columns of which each row fills only one.
    """
    if len(names) < 2:
        return None
    asks, answers = (
        [known.is_speaker(name) or known.is_ordinary(name) for name in names if side(name)]
        for side in (known.asks, known.answers)
    )
    if asks and answers and len(asks) + len(answers) == len(names) and all(asks + answers):
        return True
    named = all(map(known.looks_like_name, names))
    if named and asks and not any(map(heading_of("words"), map(heading_key, names))):
        return False
    filled = [sum(map(bool, row)) for row in zip(*columns, strict=True)]
    alone = filled.count(1) >= MOST * max(len(filled), 1) and all(map(any, columns))
    return False if alone and named else None


def _voiced(names: Sequence[str], body: Rows) -> tuple[list[ColumnUse], bool] | None:
    """Return the uses of a table with one column for each speaker, None if it is none.

    Beside them there may be times and numbers of rows, and nothing that tells a row's respondent.
    """
    cells = [[row[i] for row in body] for i in range(len(names))]
    filled = [[cell for cell in column if cell] for column in cells]
    keys = [heading_key(name) for name in names]
    begins, ends = (
        [i for i, key in enumerate(keys) if heading_of(kind)(key)] for kind in ("begin", "finish")
    )
    person = heading_of("person")
    if any(
        person(key) and not are_spoken(column) for key, column in zip(keys, filled, strict=True)
    ):
        return None
    begin, finish = _times(begins, ends, filled)
    rest = [
        i
        for i, column in enumerate(filled)
        if column and i not in (*begin, *finish) and not count_up(column)
    ]
    sure = _voices([names[i] for i in rest], [cells[i] for i in rest])
    if sure is None or not all(are_spoken(filled[i]) or sure for i in rest):
        return None
    uses = [ColumnUse.NOTHING] * len(names)
    for places, use in (
        (rest, ColumnUse.WORDS),
        (begin, ColumnUse.START),
        (finish, ColumnUse.END),
    ):
        for i in places:
            uses[i] = use
    return uses, sure


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
        kind: [i for i in range(count) if heading_of(kind)(keys[i]) and cells[i]]
        for kind in ("speaking", "words", "begin", "finish", "tags", "person")
    }
    begin, finish = _times(headed["begin"], headed["finish"], cells)
    times = {*begin, *finish}
    counting = {i for i in range(count) if i not in times and count_up(cells[i])}
    free = [i for i in range(count) if i not in times and i not in counting]
    tags = [i for i in headed["tags"] if i in free and mean_words(cells[i]) <= _TAGGED]
    texts = [
        i
        for i in free
        if i not in tags and mean_words(cells[i]) >= SPOKEN and not are_few(cells[i])
    ]
    alone = [i for i in range(count) if i not in times and differ(cells[i], len(body))]
    may = [i for i in free if i not in tags and (i not in alone or len(body) < _APART)]
    of_people = any(map(_is_of_a_person, keys))
    who, sure = _who(may, headed["speaking"], cells, body, guess=not of_people)
    person = [i for i in headed["person"] if i in alone]
    labelled = any(are_labelled(cells[i]) for i in texts)
    one_each = person or _unique(keys, cells, body) is not None
    open_ones = [i for i in free if i in texts or (i in asked and are_spoken(cells[i]))]
    if who is None and not times and open_ones and one_each and not labelled:
        return _as_answers(keys, cells, body, person, tags, open_ones)
    doubt = not sure and (of_people or who is not None)
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
    stamped = [i for i, column in enumerate(cells) if mostly(is_time, column)]
    measured = [
        i
        for i, column in enumerate(cells)
        if i not in stamped and mostly(NUMBER.fullmatch, column) and (i in begins or i in ends)
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


def _is_of_a_person(key: str) -> bool:
    """Tell whether a heading says that its row is about a person, as *gender* does, not a turn."""
    return key.replace(" ", "_") in packs.together("people.gender") + packs.together("people.age")


def _who(
    free: Sequence[int],
    headed: Sequence[int],
    cells: Sequence[Sequence[str]],
    body: Rows,
    *,
    guess: bool,
) -> tuple[int | None, bool]:
    """Return the column of who speaks, and whether it surely is; several names come back in it.

    Without a heading or a speaker that is known it is a `guess`.
    """
    may = [i for i in free if are_names(cells[i])]
    named = [i for i in headed if i in may or (i in free and could_be_names(cells[i]))]
    if named:
        best = min(named, key=lambda i: (not any(map(known.is_speaker, cells[i])), i))
        return best, True
    spoken = [i for i in may if any(known.is_speaker(name_of(cell)) for cell in cells[i])]
    if spoken:
        return spoken[0], True
    if not may or not guess:
        return None, False
    best = max(may, key=lambda i: (changes([row[i] for row in body]), -i))
    return best, len(may) == 1 and changes([row[best] for row in body]) >= MOST


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
        elif heading_of("words")(keys[i]) or i in open_ones:
            uses[i] = ColumnUse.WORDS
        elif max(map(len, column)) <= _SHORT:
            uses[i] = ColumnUse.ATTRIBUTE
    told = ColumnUse.ATTRIBUTE in uses or (bool(person) and not count_up(cells[person[0]]))
    return uses, bool(person) and told


def _unique(keys: Sequence[str], cells: Sequence[Sequence[str]], body: Rows) -> int | None:
    """Return the first column whose cells tell the rows apart and are no words."""
    for i, column in enumerate(cells):
        short = bool(column) and max(map(len, column)) <= 40 and mean_words(column) < SPOKEN
        if short and differ(column, len(body)) and not _is_of_a_person(keys[i]):
            return i
    return None
