"""Read the rows of coded tables: which words of which interview bear which codes, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coding.exchange.code_names import CodeNames, CodePath, nothing_known
from coding.exchange.coded_sheets import CodedSheet, Holds, SheetColumn, is_yes
from coding.exchange.headings import mark_name

_AND = (";", ",", "&", "+", "/", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedRow:
    """What one row says: words (or `start` and `end` as written) and the codes on them, by coder.

    `row` is its number in `sheet`; `question` is the heading of its words' column.
    """

    sheet: str
    row: int
    document: str
    words: str
    codes: tuple[tuple[CodePath, str], ...]
    start: str = ""
    end: str = ""
    created: str = ""
    note: str = ""
    origin: str = ""
    speaker: str = ""
    question: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTable:
    """The rows of all sheets that are coded or have answers, and notes on how they were read."""

    rows: tuple[CodedRow, ...]
    notes: tuple[str, ...] = ()


def settled(sheets: Sequence[CodedSheet]) -> tuple[CodedSheet, ...]:
    """Return sheets with what their names say: whose codes they have, or of which interview.

    Sheets on the same words are of several coders; on other words, of several interviews.
    """
    coded = [sheet for sheet in sheets if sheet.is_coded]
    if len(coded) < 2:
        return tuple(sheets)
    said = {id(sheet): _words(sheet) for sheet in coded}
    first = said[id(coded[0])]
    same = all(
        len(first & said[id(sheet)]) * 2 > min(len(first), len(said[id(sheet)])) for sheet in coded
    )
    made = []
    for sheet in sheets:
        if sheet in coded and same and not sheet.holding(Holds.CODER):
            sheet = replace(sheet, coder=sheet.coder or sheet.name)
        elif sheet in coded and not same and not sheet.holding(Holds.DOCUMENT):
            sheet = replace(sheet, document=sheet.document or sheet.name)
        made.append(sheet)
    return tuple(made)


def read_coded(
    sheets: Sequence[CodedSheet], *, is_code: Callable[[str], bool] = nothing_known
) -> CodedTable:
    """Return what the rows of sheets say, in their order.

    `is_code` knows the codes of the study, however they are written.
    """
    names = CodeNames(_code_cells(sheets), is_code)
    rows: list[CodedRow] = []
    notes: list[str] = []
    for sheet in sheets:
        if sheet.is_coded or sheet.has_answers:
            notes += _notes(sheet)
            rows.extend(_rows(sheet, names))
    if names.weak:
        notes.append(f"“{names.weak.strip()}” in a code’s name parts it from the code above it.")
    if names.comma:
        notes.append("Commas part the codes of a cell.")
    return CodedTable(rows=tuple(rows), notes=tuple(notes))


def _code_cells(sheets: Sequence[CodedSheet]) -> Iterator[str]:
    for sheet in sheets:
        for column in sheet.holding(Holds.CODE, Holds.ABOVE):
            yield from (row[column.number] for _, row in sheet.rows if row[column.number].strip())
        yield from (c.code or mark_name(c.name) for c in sheet.holding(Holds.MARK))


def _rows(sheet: CodedSheet, names: CodeNames) -> Iterator[CodedRow]:
    filled = _Filled(sheet)
    texts = sheet.holding(Holds.WORDS)
    codes = _by_text(sheet)
    for number, cells in filled.rows():
        for text in texts or (None,):
            there = codes.get(text.number if text else -1, ())
            named = tuple(_codes_in(cells, there, sheet, names))
            words = cells[text.number].strip() if text else ""
            start, end = (_first(sheet, cells, what) for what in (Holds.START, Holds.END))
            if not words and not named:
                continue
            yield CodedRow(
                sheet=sheet.name,
                row=number,
                document=_first(sheet, cells, Holds.DOCUMENT) or sheet.document,
                words=words,
                codes=named,
                start=_whole(start),
                end=_whole(end),
                created=_first(sheet, cells, Holds.CREATED),
                note=_first(sheet, cells, Holds.NOTE),
                origin=_first(sheet, cells, Holds.ORIGIN),
                speaker=" ".join(_first(sheet, cells, Holds.SPEAKER).split()),
                question=text.name if text and len(texts) > 1 else "",
                attributes={
                    c.name: cells[c.number].strip() for c in sheet.holding(Holds.ATTRIBUTE)
                },
            )


def _codes_in(
    cells: Sequence[str], columns: Sequence[SheetColumn], sheet: CodedSheet, names: CodeNames
) -> Iterator[tuple[CodePath, str]]:
    """Yield the codes of a row with who put them there, "" where the row does not say."""
    signed = _first(sheet, cells, Holds.CODER)
    above = tuple(
        name
        for column in columns
        if column.holds is Holds.ABOVE
        for path in names.paths(cells[column.number])[:1]
        for name in path
    )
    found: list[tuple[CodePath, str]] = []
    for column in columns:
        whose = [column.coder] if column.coder else _people(signed) or [sheet.coder]
        if column.holds is Holds.MARK and is_yes(cells[column.number]):
            found += [(names.path(column.code or mark_name(column.name)), who) for who in whose]
        elif column.holds is Holds.CODE:
            for path in names.paths(cells[column.number]):
                whole = path if path[: len(above)] == above else (*above, *path)
                if names.is_code(" > ".join(path)) and not names.is_code(" > ".join(whole)):
                    whole = path  # the study has it elsewhere than this table
                found += [(whole, who) for who in whose]
    if above and not found:
        found = [(above, who) for who in _people(signed) or [sheet.coder]]
    yield from dict.fromkeys(found)


def _people(told: str) -> list[str]:
    """Return who coded a row: one person, or several that a cell names.

    >>> _people("Ana; Ben"), _people("Ana"), _people("")
    (['Ana', 'Ben'], ['Ana'], [])
    """
    people = [told]
    for sign in _AND:
        people = [part for name in people for part in name.split(sign)]
    return [" ".join(name.split()) for name in people if name.strip()]


def _by_text(sheet: CodedSheet) -> dict[int, tuple[SheetColumn, ...]]:
    """Return the number of a column of words → the columns that code it: those up to the next.

    With one column of words, or codes before the first, all code the first; -1 stands for none.
    """
    coding = sheet.holding(Holds.CODE, Holds.MARK, Holds.ABOVE)
    texts = [column.number for column in sheet.holding(Holds.WORDS)]
    found: dict[int, list[SheetColumn]] = {}
    for column in coding:
        before = [number for number in texts if number < column.number]
        of = (before[-1] if before else texts[0]) if texts else -1
        found.setdefault(of, []).append(column)
    return {number: tuple(columns) for number, columns in found.items()}


class _Filled:
    """The rows of a sheet, with what a person wrote once for several rows below each other."""

    def __init__(self, sheet: CodedSheet) -> None:
        self.sheet = sheet
        self.down = [
            column.number
            for column in sheet.holding(Holds.DOCUMENT, Holds.ABOVE)
            if sheet.rows and sheet.rows[0][1][column.number].strip()
        ]
        codes = [column.number for column in sheet.holding(Holds.CODE)]
        texts = [column.number for column in sheet.holding(Holds.WORDS)]
        placed = sheet.holding(Holds.START)
        self.text = texts[0] if len(texts) == 1 and codes and not placed else -1
        self.codes = codes

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        before: list[str] | None = None
        for number, row in self.sheet.rows:
            cells = list(row)
            if before is not None:
                for column in self.down:
                    cells[column] = cells[column].strip() or before[column]
                coded = any(cells[column].strip() for column in self.codes)
                if self.text >= 0 and coded and not cells[self.text].strip():
                    cells[self.text] = before[self.text]
            before = cells
            yield number, cells


def _notes(sheet: CodedSheet) -> Iterator[str]:
    """Say what is hidden, what was taken of the row above, and whose the codes are."""
    where = f"Sheet {sheet.name}: " if sheet.name else ""
    yield from (f"{where}{note}" for note in sheet.notes)
    for column in sheet.holding(Holds.DOCUMENT, Holds.ABOVE):
        empty = sum(not row[column.number].strip() for _, row in sheet.rows)
        if empty and sheet.rows and sheet.rows[0][1][column.number].strip():
            yield (
                f"{where}{empty} {'row has' if empty == 1 else 'rows have'} nothing under"
                f" “{column.name}”: that of the row above is taken."
            )
    if sheet.coder:
        yield f"{where}the codes are {sheet.coder}’s, by the sheet’s name."
    for column in sheet.columns:
        if column.coder and column.holds in (Holds.CODE, Holds.MARK):
            yield f"{where}the codes under “{column.name}” are {column.coder}’s."


def _first(sheet: CodedSheet, cells: Sequence[str], holds: Holds) -> str:
    return next((cells[column.number].strip() for column in sheet.holding(holds)), "")


def _whole(number: str) -> str:
    """Return a whole number as one writes it: a spreadsheet makes 12.0 of 12.

    >>> _whole("12.0"), _whole("12,0"), _whole("12.5")
    ('12', '12', '12.5')
    """
    head, _, tail = number.replace(",", ".").partition(".")
    return head if not tail.strip("0") else number


def _words(sheet: CodedSheet) -> set[str]:
    column = sheet.holding(Holds.WORDS)
    if not column:
        return set()
    return {" ".join(row[column[0].number].split()).casefold() for _, row in sheet.rows} - {""}
