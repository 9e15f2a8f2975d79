"""Propose what each column of a coded table holds, by its values first and its heading second.

Nobody's spreadsheet has the headings that a program would choose: they only tip the scales. All is
a proposal: a person maps columns by hand, and what was proposed is shown beside their values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from coding.errors import TableError
from coding.exchange.headings import heading, is_applied, mark_name, of_coders, rest_of_heading
from coding.files.grids import Grid
from coding.language import packs


class Holds(StrEnum):
    """What a column of a coded table holds."""

    DOCUMENT = "document"
    WORDS = "words"
    CODE = "code"
    ABOVE = "above"
    MARK = "mark"
    CODER = "coder"
    SPEAKER = "speaker"
    START = "start"
    END = "end"
    CREATED = "date"
    NOTE = "note"
    ORIGIN = "origin"
    ATTRIBUTE = "attribute"
    LEFT = "out"


MEANING: Mapping[Holds, str] = {
    Holds.DOCUMENT: "the interview or respondent",
    Holds.WORDS: "the words that are coded",
    Holds.CODE: "codes",
    Holds.ABOVE: "the code above (theme, category)",
    Holds.MARK: "0/1: the heading is the code",
    Holds.CODER: "who coded",
    Holds.SPEAKER: "who says the words",
    Holds.START: "first character",
    Holds.END: "last character",
    Holds.CREATED: "when it was coded",
    Holds.NOTE: "a note on the segment",
    Holds.ORIGIN: "whether a person or a suggestion was first",
    Holds.ATTRIBUTE: "a fact about the respondent",
    Holds.LEFT: "nothing: left out",
}

OURS: Mapping[str, Holds] = {
    "transcript": Holds.DOCUMENT,
    "text": Holds.WORDS,
    "code": Holds.CODE,
    "coder": Holds.CODER,
    "start": Holds.START,
    "end": Holds.END,
    "created": Holds.CREATED,
    "origin": Holds.ORIGIN,
}
"""What the columns hold of a table of codings as this program writes it; the rest is left out."""

_HEAD_ROWS = 30
_YES = frozenset({"1", "x", "✓", "✔", "√", "+", "true", "wahr", "vrai"})
_NO = frozenset({"0", "", "-", "–", "false", "falsch", "faux"})
_DATE = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_PATH = re.compile(r"\s*(?:->|→|>|::|\\)\s*")
_NO_QUOTES = frozenset({"code", "coder", "below", "group", "definition", "note", "example"})
_FEW = 12
_NUMBERED = 50  # codes that are numbers
_TURNS = 2
"""Rows that each speaker has at least, where a column is of speakers."""
_LONG_CODE = 60
_WORDY = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column: its heading, what it is proposed to hold, and something of what stands in it.

    `letter` is what a spreadsheet calls it, `coder` whose codes these are, `""` where the rows or
    the sheet say that; `code` is which code the marks of a column are of. `filled` cells have
    `values` different values; `example` has some.
    """

    number: int
    letter: str
    name: str
    holds: Holds = Holds.LEFT
    coder: str = ""
    code: str = ""
    filled: int = 0
    values: int = 0
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSheet:
    """A sheet under its header (row `head`), with what its columns are proposed to hold.

    `coder` and `document` are those of all its rows, where its name tells one.
    """

    name: str
    head: int
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    coder: str = ""
    document: str = ""

    def holding(self, *holds: Holds) -> tuple[SheetColumn, ...]:
        """Return the columns that hold one of some things, from left to right."""
        return tuple(column for column in self.columns if column.holds in holds)

    @property
    def is_coded(self) -> bool:
        """Tell whether it has codes and the words or places that they are on."""
        placed = self.holding(Holds.WORDS) or (
            self.holding(Holds.START) and self.holding(Holds.END)
        )
        return bool(placed and self.holding(Holds.CODE, Holds.MARK))

    @property
    def has_answers(self) -> bool:
        """Tell whether it has words that nobody has coded: answers to open questions."""
        return bool(self.holding(Holds.WORDS)) and not self.holding(Holds.CODE, Holds.MARK)


def proposed(
    grid: Grid,
    *,
    documents: Collection[str] = (),
    is_code: Callable[[str], bool] = lambda name: False,
) -> CodedSheet:
    """Return a sheet with a proposal for each column.

    `documents` are names of interviews of the study, `is_code` knows its codes.
    """
    sheet = read_head(grid)
    names = {column.name.casefold() for column in sheet.columns}
    if {"transcript", "code"} <= names and ({"start", "end"} <= names or "text" in names):
        columns = (
            replace(column, holds=OURS.get(column.name.casefold(), Holds.LEFT))
            for column in sheet.columns
        )
        return replace(sheet, columns=tuple(columns))
    drawn = _Drawn(sheet, {_plain(name) for name in documents}, is_code)
    return replace(sheet, columns=drawn.columns())


def read_head(grid: Grid) -> CodedSheet:
    """Return a sheet under its header, which is the first row with a name for most columns."""
    width = len(grid.rows[0][1])
    at = 0
    for number, (_, cells) in enumerate(grid.rows[:_HEAD_ROWS]):
        named = sum(bool(cell.strip()) and len(cell) <= 2 * _LONG_CODE for cell in cells)
        if named * 3 >= width * 2 and (named > 1 or width == 1):
            at = number
            break
    head, cells = grid.rows[at]
    rows = grid.rows[at + 1 :]
    if not any(map(heading, cells)) and _goes_on(cells, rows):
        rows, head = grid.rows[at:], 0
        cells = ("",) * width
    names = _named(cells)
    columns = []
    for number, name in enumerate(names):
        values = [row[number].strip() for _, row in rows if row[number].strip()]
        example = list(dict.fromkeys(" ".join(value.split()) for value in values))
        columns.append(
            SheetColumn(
                number=number,
                letter=letter_of(number),
                name=name,
                filled=len(values),
                values=len(set(values)),
                example=" · ".join(value[:_LONG_CODE] for value in example[:3]),
            )
        )
    return CodedSheet(name=grid.name, head=head, columns=tuple(columns), rows=rows)


def _goes_on(cells: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]]) -> bool:
    """Tell whether a first row is one of data: what stands in it comes again below it."""
    again = (
        cell.strip() and any(cell.strip() == row[number].strip() for _, row in rows)
        for number, cell in enumerate(cells)
    )
    return any(again)


def mapped(sheet: CodedSheet, told: Mapping[int, tuple[Holds, str]]) -> CodedSheet:
    """Return a sheet with what a person said its columns hold: number → what, and whose codes."""
    columns = tuple(
        replace(column, holds=told[column.number][0], coder=told[column.number][1])
        if column.number in told
        else column
        for column in sheet.columns
    )
    return replace(sheet, columns=columns)


def column_called(sheet: CodedSheet, name: str) -> SheetColumn:
    """Return a column by its heading, or else its letter, whatever the case; raises TableError."""
    wanted = _plain(name)
    for column in sheet.columns:
        if name.strip() == column.name or (wanted and wanted == _plain(column.name)):
            return column
    for column in sheet.columns:
        if column.letter == name.strip().upper():
            return column
    raise TableError(
        f"there is no column `{name}`",
        sheet.name,
        f"The columns are: {', '.join(column.name for column in sheet.columns)}.",
    )


def letter_of(number: int) -> str:
    """Return what a spreadsheet calls a column.

    >>> letter_of(0), letter_of(26)
    ('A', 'AA')
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_yes(value: str) -> bool:
    """Tell whether a cell of a 0/1 column says that the code is there.

    >>> is_yes("1"), is_yes(" X "), is_yes("0"), is_yes("2")
    (True, True, False, False)
    """
    plain = value.strip().casefold()
    return plain in _YES or plain in packs.together("answers.yes")


def _named(cells: Sequence[str]) -> list[str]:
    """Return the headings, each with one of its own: a column without a name gets its letter."""
    names: list[str] = []
    for number, cell in enumerate(cells):
        name = " ".join(cell.split()) or f"column {letter_of(number)}"
        names.append(name if name not in names else f"{name} ({letter_of(number)})")
    return names


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"\.\w{2,4}$", "", name.strip())).casefold()


class _Drawn:
    """Draws the columns of one sheet; what one is depends on what the others are."""

    def __init__(
        self, sheet: CodedSheet, documents: Collection[str], is_code: Callable[[str], bool]
    ) -> None:
        self.sheet = sheet
        self.documents = documents
        self.is_code = is_code
        self.said = {column.number: heading(column.name) for column in sheet.columns}
        self.cells = {
            column.number: [row[column.number].strip() for _, row in sheet.rows]
            for column in sheet.columns
        }
        self.filled = {n: [v for v in cells if v] for n, cells in self.cells.items()}
        self.holds: dict[int, Holds] = {}
        self.coders = [n for n, of in self.said.items() if "coder" in of and self.filled[n]]

    def columns(self) -> tuple[SheetColumn, ...]:
        marks = self._marks()
        self._take(Holds.WORDS, self._wordy)
        if len(self.coders) == 1:
            self._take(Holds.CODER, lambda n: self._headed(n, "coder", most=40))
        self._take(Holds.START, lambda n: self._headed(n, "start") * self._numeric(n))
        self._take(Holds.END, lambda n: self._headed(n, "end") * self._numeric(n))
        self._take(Holds.CREATED, self._dated)
        self._take(Holds.DOCUMENT, self._naming)
        self._take(Holds.SPEAKER, self._speaking)
        codes = [n for n in self._free() if n not in marks and self._codes(n)]
        self.holds |= dict.fromkeys(codes, Holds.CODE)
        self._levels(codes)
        for number in marks if not codes or any(map(self._is_coded_mark, marks)) else ():
            if number not in self.holds:
                self.holds[number] = Holds.MARK
        if Holds.CODE not in self.holds.values() and Holds.MARK not in self.holds.values():
            for number in self._free():  # nobody has coded: every answer may be read
                if self._words_of(number) >= _WORDY and not self.said[number].get("note"):
                    self.holds[number] = Holds.WORDS
        self._take(Holds.NOTE, lambda n: self._headed(n, "note"))
        for number in self._free():
            few = 1 < len(set(self.filled[number])) <= min(_FEW, len(self.filled[number]) - 1)
            if few and not self.said[number].keys() & {"counted", "key"}:
                self.holds[number] = Holds.ATTRIBUTE
        coders = self._whose([n for n in self.holds if self.holds[n] is Holds.CODE])
        held = [n for n in self.holds if self.holds[n] is Holds.MARK]
        marked = of_coders([mark_name(self.sheet.columns[n].name) for n in held])
        for n in held:
            coders[n] = marked.get(mark_name(self.sheet.columns[n].name), ("", ""))[0]
        return tuple(
            replace(
                column,
                holds=self.holds.get(column.number, Holds.LEFT),
                coder=coders.get(column.number, ""),
                code=marked.get(mark_name(column.name), ("", ""))[1],
            )
            for column in self.sheet.columns
        )

    def _free(self) -> list[int]:
        return [n for n in self.cells if n not in self.holds and self.filled[n]]

    def _take(self, what: Holds, score: Callable[[int], float]) -> None:
        """Give to what a column may hold the one that scores best, if any does."""
        scores = {number: score(number) for number in self._free()}
        best = max(scores, key=lambda n: (scores[n], -n), default=-1)
        if best >= 0 and scores[best] > 0:
            self.holds[best] = what

    def _headed(self, number: int, key: str, most: int = 0) -> float:
        if most and len(set(self.filled[number])) > max(most, len(self.filled[number]) // 4):
            return 0
        return self.said[number].get(key, 0)

    def _numeric(self, number: int) -> bool:
        return all(_NUMBER.fullmatch(value) for value in self.filled[number])

    def _dated(self, number: int) -> float:
        dates = sum(bool(_DATE.fullmatch(value)) for value in self.filled[number])
        return self._headed(number, "created") if dates * 2 > len(self.filled[number]) else 0

    def _words_of(self, number: int) -> float:
        values = self.filled[number]
        return sum(len(value.split()) for value in values) / len(values)

    def _wordy(self, number: int) -> float:
        said = self.said[number]
        words = self._words_of(number)
        quoted = said.get("quote", 0)
        other = bool(said.keys() & _NO_QUOTES)
        if number in self._marks() or (other and not quoted):
            return 0
        if self._numeric(number) or (words < _WORDY and not (quoted == 2 and words > 1)):
            return 0
        different = len(set(self.filled[number])) / len(self.filled[number])
        return float(words**0.5 * (1 + quoted) * different)

    def _naming(self, number: int) -> float:
        values = set(self.filled[number])
        known = sum(_plain(value) in self.documents for value in values)
        if known * 2 >= len(values):
            return 9 + known
        if self._words_of(number) > 8 or self._dated(number) or self.said[number].get("counted"):
            return 0
        said = self.said[number].get("document", 0)
        if not said and self.said[number].get("key"):
            return 0.1 * (len(set(self.filled[number])) == len(self.sheet.rows))
        return said / 2 if self._numeric(number) else said

    def _speaking(self, number: int) -> float:
        """Say how much a column is of speakers: few names, each with many rows."""
        several = len(set(self.filled[number])) * _TURNS <= len(self.filled[number])
        return (self.said[number].get("speaker") == 2) * several * (not self._numeric(number))

    def _codes(self, number: int) -> bool:
        values = self.filled[number]
        said = self.said[number]
        if self._numeric(number) and not any(map(self.is_code, values)):
            few = len(set(values)) <= _NUMBERED and all(value.isdecimal() for value in values)
            headed = said.get("code") == 2 or (few and (said.keys() & {"code", "coder"}))
            return bool(headed) and not said.get("counted")
        if sum(map(self.is_code, values)) * 2 >= len(values):
            return True
        if said.get("counted") or said.get("note"):
            return False
        short = sum(len(value) <= _LONG_CODE * (1 + value.count(";")) for value in values)
        if short * 10 < len(values) * 8:
            return False
        if said.keys() & {"code", "below", "group"} or number in self.coders:
            return True
        return sum(bool(_PATH.search(value)) for value in values) * 2 > len(values)

    def _levels(self, codes: Sequence[int]) -> None:
        """Tell columns of what is above from those of the codes, which are the last of their kind.

        Theme, subtheme and code are levels; Code 1, Code 2 and so on are of one kind.
        """
        stems = {n: self.sheet.columns[n].name.rstrip(" 0123456789").casefold() for n in codes}
        if any(self.said[n].keys() & {"group", "below"} for n in codes):
            above = [n for n in codes if stems[n] != stems[codes[-1]]]
            self.holds |= dict.fromkeys(above, Holds.ABOVE)

    def _marks(self) -> list[int]:
        """Return the columns whose cells say no more than that a code is there."""
        no = _NO | set(packs.together("answers.no"))
        either = [
            number
            for number, cells in self.cells.items()
            if self.said[number].get("code") != 2
            and self.filled[number]
            and all(value.casefold() in no or is_yes(value) for value in cells)
        ]
        used = any(is_yes(value) for number in either for value in self.cells[number])
        return [n for n in either if used or self._is_coded_mark(n)]

    def _is_coded_mark(self, number: int) -> bool:
        name = self.sheet.columns[number].name
        return self.is_code(name) or bool(_PATH.search(name) or is_applied(name))

    def _whose(self, codes: Sequence[int]) -> dict[int, str]:
        """Return column → coder where several columns have the codes of several people."""
        rests = {n: rest_of_heading(self.sheet.columns[n].name) for n in codes}
        if len(set(rests.values())) < 2 or "" in rests.values():
            return {n: rest for n, rest in rests.items() if rest and heading(rest).get("coder")}
        used = {n: set(map(str.casefold, self.filled[n])) for n in codes}
        counts = Counter(value for values in used.values() for value in values)
        shared = sum(times > 1 for times in counts.values())
        alike = shared * 4 >= len(min(used.values(), key=len))
        named = all(heading(rest).get("coder") for rest in rests.values())
        return rests if alike or named else {}
