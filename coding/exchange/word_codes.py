"""Read a codebook out of a Word document: its tables, or its nested lists and headings.

In a list what stands deeper is below; what is said of a code follows its name behind a colon or a
dash, or stands in paragraphs below it that are neither heading nor item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from coding.errors import FileError
from coding.exchange.code_lists import ListedCode, as_codes, is_code_list, read_code_list
from coding.files import word_file
from coding.files.grids import Grid
from coding.files.word_file import child_of, list_of, tag_of, value_of
from coding.model import canonical
from coding.model.exchange import ForeignCode

_HEADING = re.compile(r"heading (\d)")
_SAID = re.compile(r"\s*(?::|\s[–—-])\s+")
_TWIPS = 240  # by which a paragraph at least is moved in to stand deeper
_LONGEST = 100  # letters of a code's name


def codes_in_word(data: bytes, where: str) -> tuple[tuple[ForeignCode, ...], tuple[str, ...]]:
    """Return the codes of a Word document, and notes; raises FileError where there are none."""
    parts = word_file.opened(data, where)
    body = word_file.body(parts, where)
    styles = word_file.styles(parts, where)
    grids = [grid for table in _tables(body) if (grid := _grid(table)) and is_code_list(grid)]
    if grids:
        found: dict[str, ForeignCode] = {}
        notes: list[str] = []
        for grid in grids:
            codes, said = read_code_list(grid, where)
            for code in codes:
                found.setdefault(code.key, code)
            notes += said
        return tuple(found.values()), tuple(notes)
    listed_codes = list(_listed(body, styles))
    if not listed_codes:
        raise FileError(
            "there is neither a table of codes nor a nested list of them",
            where,
            "A table needs a first row that calls a column `Code`; a list needs list formatting.",
        )
    return as_codes(listed_codes)


def _tables(body: Any) -> Iterator[Any]:
    return iter(()) if body is None else body.iter("{*}tbl")


def _grid(table: Any) -> Grid | None:
    """Return a table as a sheet; a cell that spans rows is repeated as an empty one."""
    rows = []
    for row in table.iter("{*}tr"):
        cells: list[str] = []
        for cell in (c for c in row if tag_of(c) == "tc"):
            cells.append("\n".join(filter(None, (_words(p) for p in cell.iter("{*}p")))))
            span = value_of(child_of(child_of(cell, "tcPr"), "gridSpan"), "val")
            cells += [""] * (int(span) - 1 if span.isdigit() and int(span) < 64 else 0)
        rows.append(cells)
    width = max(map(len, rows), default=0)
    filled = [
        (number, (*cells, *[""] * (width - len(cells))))
        for number, cells in enumerate(rows, 1)
        if any(cell.strip() for cell in cells)
    ]
    return Grid(name="", rows=tuple(filled)) if len(filled) > 1 else None


def _words(paragraph: Any) -> str:
    """Return a paragraph's words, with the blanks before them that show how deep it stands."""
    pieces = []
    for element in paragraph.iter("{*}t", "{*}tab", "{*}br"):
        tag = tag_of(element)
        in_deletion = any(tag_of(up) in ("del", "moveFrom") for up in element.iterancestors())
        if not in_deletion:
            pieces.append((element.text or "") if tag == "t" else " " if tag == "tab" else "\n")
    words = canonical("".join(pieces)).rstrip()
    depth = _indented(paragraph)
    return "  " * depth + words.strip() if words.strip() else ""


def _indented(paragraph: Any) -> int:
    indent = child_of(child_of(paragraph, "pPr"), "ind")
    told = value_of(indent, "left") or value_of(indent, "start")
    return int(told) // _TWIPS if told.isdigit() else 0


def _listed(body: Any, styles: Any) -> Iterator[ListedCode]:
    """Yield what headings and items of lists name, and what is said below each."""
    trail: list[str] = []
    heads = 0
    before: ListedCode | None = None
    for paragraph in () if body is None else (p for p in body if tag_of(p) == "p"):
        words = _words(paragraph).strip()
        if not words:
            continue
        properties = child_of(paragraph, "pPr")
        style = styles.get(value_of(child_of(properties, "pStyle"), "val"))
        heading = _HEADING.match(style.name) if style else None
        marks = child_of(properties, "numPr")
        list_id, level = (
            list_of(marks)
            if marks is not None
            else ((style.list_id, style.level) if style else ("", "0"))
        )
        if heading and len(words) <= _LONGEST:
            heads = int(heading[1])
            depth = heads - 1
        elif list_id:
            depth = heads + (int(level) if level.isdigit() else 0)
        elif style and style.name == "title":
            continue
        else:
            if before is not None:
                before.fields.setdefault("definition", []).append(words)
            continue
        name, *said = _SAID.split(words, maxsplit=1)
        if len(name) > _LONGEST:
            if before is not None:
                before.fields.setdefault("definition", []).append(words)
            continue
        del trail[depth:]
        trail += [""] * (depth - len(trail))
        trail.append(" ".join(name.split()))
        before = ListedCode(path=tuple(filter(None, trail)))
        if said and said[0].strip():
            before.fields["definition"] = [said[0].strip()]
        yield before
