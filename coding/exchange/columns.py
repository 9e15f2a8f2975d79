"""Propose what each column of a coded table holds, by its values first and its heading second.

Nobody's spreadsheet has the headings that a program would choose: they only tip the scales. All is
a proposal: a person maps columns by hand, and what was proposed is shown beside their values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from coding.exchange.coded_sheets import (
    LONG_CODE,
    OURS,
    CodedSheet,
    Holds,
    SheetColumn,
    is_no,
    is_yes,
    plain_name,
    read_head,
)
from coding.exchange.headings import heading, is_applied, mark_name, of_coders, rest_of_heading
from coding.files.grids import Grid

_DATE = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_PATH = re.compile(r"\s*(?:->|→|>|::|\\)\s*")
_NO_QUOTES = frozenset({"code", "coder", "below", "group", "definition", "note", "example"})
_FEW = 12
_NUMBERED = 50  # codes that are numbers
_TURNS = 2
"""Rows that each speaker has at least, where a column is of speakers."""
_WORDY = 3.0


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
    drawn = _Drawn(sheet, {plain_name(name) for name in documents}, is_code)
    return replace(sheet, columns=drawn.columns())


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
        known = sum(plain_name(value) in self.documents for value in values)
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
        short = sum(len(value) <= LONG_CODE * (1 + value.count(";")) for value in values)
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
        either = [
            number
            for number, cells in self.cells.items()
            if self.said[number].get("code") != 2
            and self.filled[number]
            and all(is_no(value) or is_yes(value) for value in cells)
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
