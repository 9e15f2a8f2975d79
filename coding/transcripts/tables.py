"""Read who says what from a table (.csv, .tsv, .xlsx): turns, or what respondents answered.

What each column holds is proposed by `table_columns`, or said by a person. A row is a turn, as in
what machines transcribed; where each row is one respondent, it is a text of that person's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from coding.errors import TranscriptError, told_as
from coding.files import cell_grid
from coding.files.clean import tidy
from coding.files.tables import NO_VALUE
from coding.model import (
    NOTHING_SAID,
    ColumnUse,
    DoubtKind,
    OpenAnswer,
    ReadingAnswers,
    ReadingDoubt,
    Role,
    TextTag,
    Turn,
)
from coding.model.listing import counted
from coding.transcripts.column_cells import measured, tags_in
from coding.transcripts.heard import Heard
from coding.transcripts.notes import listed
from coding.transcripts.shapes.spoken import SpokenLine, joined
from coding.transcripts.shapes.stamps import STAMP, clock, name_of
from coding.transcripts.table_columns import ProposedTable, proposed
from coding.transcripts.table_headings import heading_key
from coding.transcripts.turns import build

_RATE = 2.5  # words a second in speech


def csv(text: str, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    """Return what a table as text says; raises TranscriptError."""
    with told_as(TranscriptError):
        cells = cell_grid.of_text(text, where)
    return _read(cells, where, answers)


def workbook(data: bytes, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    """Return what the sheet of an .xlsx that has most in it says; raises TranscriptError."""
    if not data:
        raise TranscriptError("the file is empty", where, "Was it saved completely?")
    with told_as(TranscriptError):
        cells = cell_grid.of_workbook(data, where)
    rows = tuple(tuple(tidy(cell)[0].strip() for cell in row) for row in cells.rows)
    return _read(cell_grid.CellGrid(rows=rows, notes=cells.notes), where, answers)


def _read(cells: cell_grid.CellGrid, where: str, answers: ReadingAnswers) -> Heard:
    if not any(any(map(str.isalnum, cell)) for row in cells.rows for cell in row):
        raise TranscriptError("the table is empty", where, "Was it saved completely?")
    table = proposed(cells.rows, answers.columns, answers.usual)
    unknown = _unknown(table, answers)
    if unknown:
        names = ", ".join(column.name for column in table.columns)
        raise TranscriptError(
            f"there is no column {listed(unknown)}", where, f"The columns are: {names}."
        )
    if not table.places(ColumnUse.WORDS):
        names = ", ".join(column.name for column in table.columns)
        hint = (
            f"Say which one does (`coding import --column NAME=words`). The columns are: {names}."
        )
        raise TranscriptError("no column seems to hold what was said", where, hint)
    made = _answers(table) if table.answers else _turns(table, answers)
    doubts = () if table.sure else (_doubt(table),)
    return made._replace(
        columns=table.columns,
        doubts=(*doubts, *made.doubts),
        notes=(*cells.notes, *_notes(table), *made.notes),
    )


def _unknown(table: ProposedTable, answers: ReadingAnswers) -> list[str]:
    keys = {heading_key(column.name) for column in table.columns}
    return [name for name in answers.columns if heading_key(name) not in keys]


def _doubt(table: ProposedTable) -> ReadingDoubt:
    told = "; ".join(
        f"“{column.name}” as {column.use}"
        for column in table.columns
        if column.use is not ColumnUse.NOTHING
    )
    return ReadingDoubt(
        kind=DoubtKind.COLUMNS,
        text=f"What do the columns hold? Taken are {told}.",
        about="\n".join(f"{column.name}={column.use}" for column in table.columns),
        count=len(table.columns),
    )


def _notes(table: ProposedTable) -> Iterator[str]:
    used = [c for c in table.columns if c.use is not ColumnUse.NOTHING]
    told = ", ".join(f"{column.use} from “{column.name}”" for column in used)
    yield f"Read as a table of {'answers, one person a row' if table.answers else 'turns'}: {told}."
    left = [
        column.name
        for column in table.columns
        if column.use is ColumnUse.NOTHING and column.examples
    ]
    if left:
        yield f"Left out: {counted(len(left), 'column')} ({listed(left)})."
    for name in table.tagging:
        yield f"“{name}” looks like codes: say that it holds them, and they come in as codings."
    if not table.headed:
        names = " | ".join(column.name for column in table.columns)
        yield (
            f"Please check: “{names}” was taken for the headings. If somebody says that, put a row"
            " of headings above it."
        )
    for row in table.above:
        yield f"Above the table, left out: “{' | '.join(cell for cell in row if cell)}”."


# ── turns ──


def _turns(table: ProposedTable, answers: ReadingAnswers) -> Heard:
    rows = _in_time(table)
    voiced = table.voiced
    lines = [
        line
        for number, row in enumerate(rows)
        for line in _lines(table, row, number, voiced=voiced)
    ]
    ends = sum(line.end is not None for line in lines) * 2 > len(lines)
    alone = not table.places(ColumnUse.SPEAKER) and not voiced
    said = joined(lines, answers, ranged=ends and alone, what="row", whole=True)
    found = build(said.said, answers, notes=said.notes)
    return found._replace(tags=tuple(_tags(table, rows, found.text)))


def _in_time(table: ProposedTable) -> Sequence[Sequence[str]]:
    """Return the rows in the order of their times, if all have one."""
    begin = table.places(ColumnUse.START)
    if not begin:
        return table.body
    keyed = [(_time(table, row, begin[0]), row) for row in table.body]
    if any(time is None for time, _ in keyed):
        return table.body
    return [row for _, row in sorted(keyed, key=lambda pair: pair[0] or 0.0)]


def _lines(
    table: ProposedTable, row: Sequence[str], number: int, *, voiced: bool
) -> Iterator[SpokenLine]:
    begin, finish = table.places(ColumnUse.START), table.places(ColumnUse.END)
    who = table.places(ColumnUse.SPEAKER)
    start = _time(table, row, begin[0]) if begin else None
    end = _time(table, row, finish[0]) if finish else _range_end(row, begin)
    if start is not None and end is not None and end < start:
        end = None  # a duration
    name = name_of(row[who[0]]) if who else ""
    for column in table.places(ColumnUse.WORDS):
        if voiced:
            name = table.columns[column].name
        for i, line in enumerate(row[column].split("\n")):
            if line.strip():
                yield SpokenLine(" ".join(line.split()), name, start, end, number, i > 0)


def _time(table: ProposedTable, row: Sequence[str], column: int) -> float | None:
    cell = row[column].strip()
    if match := STAMP.fullmatch(cell):
        return clock(match["start"])
    if (seconds := measured(cell)) is not None:
        return seconds
    try:
        return round(float(cell.replace(",", ".")) * _scale(table, column), 3)
    except ValueError:
        return None


def _range_end(row: Sequence[str], begin: Sequence[int]) -> float | None:
    """Return the end of a cell that holds both times, as in `0:00.0 - 0:04.2`."""
    match = STAMP.fullmatch(row[begin[0]].strip()) if begin else None
    return clock(match["end"]) if match and match["end"] else None


def _scale(table: ProposedTable, column: int) -> float:
    """Return what one unit of a column of numbers is in seconds: 1, or 0.001."""
    key = heading_key(table.columns[column].name)
    if key.endswith((" ms", " msec", "milliseconds", "millis")):
        return 0.001
    if key.endswith((" s", " sec", "seconds")):
        return 1.0
    values = [float(x) for row in table.body if (x := row[column].replace(",", ".")).isdecimal()]
    words = sum(len(row[i].split()) for i in table.places(ColumnUse.WORDS) for row in table.body)
    length = max(values, default=0.0)
    return 0.001 if length and words / length < _RATE / 20 else 1.0


def _tags(table: ProposedTable, rows: Sequence[Sequence[str]], text: str) -> Iterator[TextTag]:
    """Yield the tags of rows on the words of the row as they stand in the text."""
    columns = table.places(ColumnUse.TAGS)
    position = 0
    for row in rows if columns else ():
        words = [
            " ".join(line.split())
            for i in table.places(ColumnUse.WORDS)
            for line in row[i].split("\n")
            if line.strip()
        ]
        start = end = -1
        for line in words:
            at = text.find(line, position)
            if at < 0:
                continue
            start, end = at if start < 0 else start, at + len(line)
            position = end
        for i in columns:
            for tag in tags_in(row[i]) if start >= 0 else ():
                yield TextTag(start=start, end=end, tag=tag)


# ── answers, one person a row ──


def _answers(table: ProposedTable) -> Heard:
    """Return what each respondent answered, a text for each under the other's."""
    questions = table.places(ColumnUse.WORDS)
    parts: list[str] = []
    turns: list[Turn] = []
    people: list[OpenAnswer] = []
    tags: list[TextTag] = []
    silent = position = 0
    names = Counter(row[table.places(ColumnUse.RESPONDENT)[0]] for row in table.body)
    for number, row in enumerate(table.body, 1):
        person = row[table.places(ColumnUse.RESPONDENT)[0]] or f"row {number}"
        person = person if names[person] < 2 else f"{person} (row {number})"
        given = [(i, row[i]) for i in questions if row[i].casefold() not in NO_VALUE]
        if not given:
            silent += 1
            continue
        begin = position
        for i, words in given:
            if len(questions) > 1:
                position = _put(parts, turns, position, "", table.columns[i].name)
            label = f"{person}: "
            position = _put(parts, turns, position, label, words)
        attributes = {
            table.columns[i].name: row[i]
            for i in table.places(ColumnUse.ATTRIBUTE)
            if row[i].casefold() not in NO_VALUE
        }
        first = turns[len(turns) - len(given) * (2 if len(questions) > 1 else 1)]
        start = begin + 2 if begin else 0
        people.append(
            OpenAnswer(start=start, end=position, respondent=person, attributes=attributes)
        )
        for i in table.places(ColumnUse.TAGS):
            tags += [
                TextTag(start=max(first.start, start), end=position, tag=t) for t in tags_in(row[i])
            ]
    notes = [f"{counted(silent, 'row')} without an answer left out."] if silent else []
    return Heard(
        "".join(parts),
        tuple(turns),
        tuple(notes),
        tags=tuple(tags),
        respondents=tuple(people),
    )


def _put(parts: list[str], turns: list[Turn], position: int, label: str, words: str) -> int:
    """Put a question, or what somebody answers, into a text; return where it ends."""
    gap = "\n\n" if position else ""
    parts.append(gap + label + words)
    start = position + len(gap) + len(label)
    person = label[:-2]
    turns.append(
        Turn(
            number=len(turns) + 1,
            start=start,
            end=start + len(words),
            speaker=person,
            role=Role.PARTICIPANT if person else Role.OTHER,
            participant=person,
        )
    )
    return start + len(words)
