"""Read a codebook that is a table: names with what they mean, however it says what is below what.

By columns of levels (theme, subtheme, code), a column with the parent, a path in a cell, a level's
number, blanks before the name, or the step from column to column. A row without a name goes on
about the code of the row above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from coding.errors import TableError
from coding.exchange.code_names import CodeNames, CodePath
from coding.exchange.coded_sheets import CodedSheet, column_called, read_head
from coding.exchange.headings import heading
from coding.exchange.trees import in_order, put_path
from coding.files.grids import Grid
from coding.model.exchange import ForeignCode

_FIELDS = ("definition", "include", "exclude", "example", "color", "note")
KINDS = ("code", "above", "parent", "level", *_FIELDS, "out")
"""What a column of a codebook may be said to hold."""

_LISTED = re.compile(r"\s*(?:\n|;|•)\s*")
_COLOR = re.compile(r"#?([0-9a-fA-F]{6})")
_PATHED = re.compile(r"->|→|\s>\s|::|\\")
_DOTTED = re.compile(r"\d+(?:\.\d+)*\.?")
_NUMBERED = re.compile(r"\s*(\d+(?:\.\d+)*)\.?[\s)]+\S")


@dataclass(slots=True, kw_only=True)
class ListedCode:
    """A code as a list tells of it, from the top down to it, with what is said of it."""

    path: CodePath
    fields: dict[str, list[str]] = field(default_factory=dict)


def is_code_list(grid: Grid) -> bool:
    """Tell whether a sheet is a codebook: names that differ, with something said of them or below.

    >>> rows = [("Code", "Definition"), ("Fear", "Being afraid."), ("Rent", "What a flat costs.")]
    >>> is_code_list(Grid(name="", rows=tuple(enumerate(rows, 1))))
    True
    """
    sheet = read_head(grid)
    drawn = _ListColumns(sheet)
    if not drawn.names or not sheet.rows:
        return False
    names = [tuple(row[n].strip() for n in drawn.names) for _, row in sheet.rows]
    filled = [name for name in names if any(name)]
    different = len(set(filled)) * 10 >= len(filled) * 9
    said = bool(drawn.fields) or drawn.counted or drawn.parent >= 0 or len(drawn.names) > 1
    return different and said and not drawn.quoted


def read_code_list(
    grid: Grid, where: str = "", maps: Sequence[str] = ()
) -> tuple[tuple[ForeignCode, ...], tuple[str, ...]]:
    """Return the codes of a table, and notes on how it was read; raises TableError for none.

    `maps` (`COLUMN=WHAT`) say what columns hold: code, above, parent, level, definition, include,
    exclude, example, color, note or out.
    """
    sheet = read_head(grid)
    drawn = _ListColumns(sheet)
    drawn.tell(sheet, maps)
    if not drawn.names:
        listed = ", ".join(column.name for column in sheet.columns)
        raise TableError(
            "no column has the names of codes",
            where,
            f"Call one `Code` in the first line. The columns are: {listed}.",
        )
    listed_codes = list(_listed(sheet, drawn))
    return as_codes(listed_codes)


def as_codes(
    listed: Sequence[ListedCode],
) -> tuple[tuple[ForeignCode, ...], tuple[str, ...]]:
    """Return listed codes as a tree; what only stands above others is a code of its own, too.

    A code that is listed twice is one; what is said of it the second time is added.
    """
    root = _common_root(listed)
    found: dict[str, ForeignCode] = {}
    twice: Counter[str] = Counter()
    said: set[str] = set()
    for item in listed:
        path = item.path[1:] if root else item.path
        if key := put_path(found, path):
            twice[path[-1]] += key in said
            said.add(key)
            found[key] = _with(found[key], item)
    codes, notes = in_order(found)
    doubled = [name for name, times in twice.items() if times]
    if doubled:
        shown = ", ".join(doubled[:5]) + (" …" if len(doubled) > 5 else "")
        notes += (f"Please check: listed more than once and read as one code: {shown}.",)
    return codes, notes


def _with(code: ForeignCode, item: ListedCode) -> ForeignCode:
    """Return a code with what a row says of it besides."""
    said = {name: [t.strip() for t in texts if t.strip()] for name, texts in item.fields.items()}
    definition = [code.description, *said.get("definition", []), *said.get("note", [])]
    color = next((m[1] for text in said.get("color", []) if (m := _COLOR.fullmatch(text))), "")
    return replace(
        code,
        description="\n".join(dict.fromkeys(filter(None, definition))),
        color=f"#{color.lower()}" if color else code.color,
        include=(*code.include, *_several(said.get("include", []))),
        exclude=(*code.exclude, *_several(said.get("exclude", []))),
        examples=(*code.examples, *said.get("example", [])),
    )


def _several(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(part for text in texts for part in _LISTED.split(text) if part)


def _common_root(listed: Sequence[ListedCode]) -> bool:
    """Tell whether all codes stand below one that is only the program's word for codes."""
    roots = {item.path[0] for item in listed if item.path}
    alone = any(len(item.path) == 1 for item in listed)
    return len(roots) == 1 and not alone and heading(next(iter(roots))).get("code") == 2


class _ListColumns:
    """Which columns of a codebook have names, parents, levels, and what is said of a code."""

    def __init__(self, sheet: CodedSheet) -> None:
        said = {column.number: heading(column.name) for column in sheet.columns if column.filled}
        self.fields: dict[int, str] = {}
        self.parent = self.level = -1
        self.quoted = False
        self.counted = False
        groups: list[int] = []
        codes: list[int] = []
        for number, of in said.items():
            values = [row[number].strip() for _, row in sheet.rows if row[number].strip()]
            numeric = all(re.fullmatch(r"[\d.,%]+", value) for value in values)
            best = max(of.values(), default=0)
            kinds = {key for key, weight in of.items() if weight == best}
            field_name = next((name for name in _FIELDS if name in kinds), "")
            name = sheet.columns[number].name.casefold()
            if "counted" in kinds and numeric:
                self.counted = True
            elif field_name:
                self.fields[number] = field_name
            elif "parent" in name and self.parent < 0:
                self.parent = number
            elif "level" in kinds and numeric:
                self.level = number
            elif kinds & {"code", "below"} and not (numeric and "key" in of):
                codes.append(number)
            elif "group" in kinds:
                groups.append(number)
            elif "quote" in kinds and not numeric:
                self.fields[number] = "example"
                self.quoted = True
        self.names = tuple(sorted([*groups, *codes]))
        pathed = [n for n in said if n not in self.fields and _is_pathed(sheet, n)]
        if pathed and not groups:
            self.names = (pathed[0],)
        if not self.names:
            self.names = self._unnamed(sheet, said)

    def tell(self, sheet: CodedSheet, maps: Sequence[str]) -> None:
        """Take in what a person says of columns; raises TableError for what cannot be."""
        for line in maps:
            name, sign, what = line.rpartition("=")
            kind = what.strip().lower()
            if not sign or kind not in KINDS:
                raise TableError(
                    f"cannot read `--map {line}`",
                    hint=f"Write COLUMN=WHAT; WHAT is one of {', '.join(KINDS)}.",
                )
            number = column_called(sheet, name).number
            self.fields.pop(number, None)
            self.names = tuple(n for n in self.names if n != number)
            self.parent = -1 if self.parent == number else self.parent
            self.level = -1 if self.level == number else self.level
            if kind in ("code", "above"):
                self.names = tuple(sorted([*self.names, number]))
            elif kind == "parent":
                self.parent = number
            elif kind == "level":
                self.level = number
            elif kind != "out":
                self.fields[number] = kind

    def _unnamed(self, sheet: CodedSheet, said: dict[int, dict[str, int]]) -> tuple[int, ...]:
        """Return the column of names where none is headed so: `Name`, or the only short one."""
        for number, of in said.items():
            if "speaker" in of or sheet.columns[number].name.casefold() in ("name", "title"):
                return (number,)
        free = [n for n, of in said.items() if n not in self.fields and not of]
        return (free[0],) if free and self.fields else ()


def _listed(sheet: CodedSheet, drawn: _ListColumns) -> Iterator[ListedCode]:
    """Yield the codes of a sheet in the order of its rows."""
    names = CodeNames(
        row[n].strip() for _, row in sheet.rows for n in drawn.names if len(drawn.names) == 1
    )
    depth = _Depth(sheet, drawn)
    before: ListedCode | None = None
    trail: list[str] = []
    above: list[str] = [""] * len(drawn.names)
    full = _below(sheet, drawn, names)
    told: set[str] = set()
    for _, row in sheet.rows:
        cells = [row[number].strip() for number in drawn.names]
        fields: dict[str, list[str]] = {}
        for number, kind in drawn.fields.items():
            if row[number].strip():
                fields.setdefault(kind, []).append(row[number])
        if not any(cells):
            if before is not None:
                for kind, texts in fields.items():
                    before.fields.setdefault(kind, []).extend(texts)
            continue
        if len(cells) > 1:
            last = max(at for at, cell in enumerate(cells) if cell)
            first = next(at for at, cell in enumerate(cells) if cell)
            above[last + 1 :] = [""] * (len(cells) - last - 1)
            for at in range(first, last + 1):
                if cells[at] or at > first:
                    above[at] = " ".join(cells[at].split())
            path = tuple(name for name in above[: last + 1] if name)
        else:
            path = names.path(cells[0])
            level = depth.of(row)
            key = path[-1].casefold() if path else ""
            over = names.path(row[drawn.parent]) if drawn.parent >= 0 else ()
            if path and over:
                again = (*full.get(over[-1].casefold(), over), *path)
                path = again if key in told else full[key]
            elif level is not None:
                del trail[level:]
                trail += [""] * (level - len(trail))
                trail.append(path[-1] if path else "")
                path = tuple(filter(None, trail))
            told.add(key)
        if path:
            before = ListedCode(path=path, fields=fields)
            yield before


def _below(sheet: CodedSheet, drawn: _ListColumns, names: CodeNames) -> dict[str, CodePath]:
    """Return code → its path, where a column has the parent: a parent may stand further down.

    Of codes of one name the first is meant; what is its own ancestor stands at the top.
    """
    if drawn.parent < 0 or len(drawn.names) != 1:
        return {}
    own: dict[str, tuple[CodePath, CodePath]] = {}
    for _, row in sheet.rows:
        if path := names.path(row[drawn.names[0]]):
            own.setdefault(path[-1].casefold(), (names.path(row[drawn.parent]), path))
    full: dict[str, CodePath] = {}
    for key in own:
        trail, at = [key], key
        while (over := own[at][0]) and (at := over[-1].casefold()) in own and at not in trail:
            trail.append(at)
        top = own[trail[-1]][0]
        above: CodePath = () if top and top[-1].casefold() in trail else top
        for step in reversed(trail):
            above = full.setdefault(step, (*above, *own[step][1]))
    return full


def _is_pathed(sheet: CodedSheet, number: int) -> bool:
    """Tell whether most cells of a column are paths."""
    cells = [row[number] for _, row in sheet.rows if row[number].strip()]
    return sum(bool(_PATHED.search(cell)) for cell in cells) * 2 > len(cells)


class _Depth:
    """How deep a row's code stands: by a column with the level, or by what is before its name."""

    def __init__(self, sheet: CodedSheet, drawn: _ListColumns) -> None:
        self._level, self._name = drawn.level, drawn.names[0]
        rows = [row for _, row in sheet.rows if row[self._name].strip()]
        self._least = (
            min((_whole(row[self._level]) for row in rows), default=0)
            if (self._level >= 0 and all(_is_number(row[self._level]) for row in rows))
            else None
        )
        indents = {_indent(row[self._name]) for row in rows}
        self._indents = sorted(indents) if len(indents) > 1 else []
        self._key = next(
            (
                column.number
                for column in sheet.columns
                if column.number not in drawn.names
                and rows
                and all(_DOTTED.fullmatch(row[column.number].strip()) for row in rows)
                and any("." in row[column.number].strip(" .") for row in rows)
                and "key" in heading(column.name)
            ),
            -1,
        )
        numbers = [_NUMBERED.match(row[self._name]) for row in rows]
        self._numbered = bool(rows) and all(numbers) and any("." in m[1] for m in numbers if m)

    def of(self, row: Sequence[str]) -> int | None:
        """Return the depth of a row's code, 0 at the top; None where nothing tells it."""
        name = row[self._name]
        if self._least is not None:
            return _whole(row[self._level]) - self._least
        if self._key >= 0:
            return row[self._key].strip(" .").count(".")
        if self._indents:
            return self._indents.index(_indent(name))
        if self._numbered and (number := _NUMBERED.match(name)):
            return number[1].count(".")
        return None


def _indent(name: str) -> int:
    return len(name) - len(name.lstrip(" \t\u00a0\u3000"))


def _whole(value: str) -> int:
    return int(re.split("[.,]", value.strip())[0])


def _is_number(value: str) -> bool:
    return bool(re.fullmatch(r"\d+(?:[.,]0)?", value.strip()))
