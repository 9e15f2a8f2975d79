"""Tell cells of a table which part of it they stand in, whatever file the table is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from coding.model import Paragraph


def in_parts(
    paragraphs: Sequence[Paragraph], said: Callable[[Paragraph], str]
) -> Iterator[Paragraph]:
    """Yield paragraphs, the cells below a row of one cell alone with its words ahead of their own.

    Such a row heads the rows up to the next; the first row heads columns. `said` returns what a
    paragraph says.
    """
    tables: dict[int, dict[int, dict[int, list[str]]]] = defaultdict(dict)
    for paragraph in paragraphs:
        if paragraph.table and (words := said(paragraph).strip()):
            row = tables[paragraph.table].setdefault(paragraph.row, {})
            row.setdefault(paragraph.column, []).append(words)
    above: dict[tuple[int, int], str] = {}
    for table, rows in tables.items():
        head = ""
        for number, cells in sorted(rows.items()):
            if number > 1 and list(cells) == [1]:
                head = " ".join(cells[1])
            above[table, number] = head
    for paragraph in paragraphs:
        head = above.get((paragraph.table, paragraph.row), "") if paragraph.column > 1 else ""
        around = " | ".join(filter(None, [head, paragraph.around]))
        yield replace(paragraph, around=around) if head else paragraph
