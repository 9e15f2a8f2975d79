"""Put the table of interviews, or groups of people, and codes into its page's shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coding.codebook.colours import color_of
from coding.model import EVERYTHING, Code, Codebook, CodingFilter
from coding.project.filters import as_data
from coding.project.segments import Where
from coding.project.summaries import GridRow

if TYPE_CHECKING:
    from coding.project import Project

FACTS = 4
"""What of a participant stands in the head of a row; the rest is shown when it is pointed at."""


def summary_board(
    project: Project,
    coder: str,
    codes: Sequence[str],
    *,
    where: Where | None = None,
    through: CodingFilter = EVERYTHING,
) -> dict[str, Any]:
    """Return interviews against codes, with a summary in each cell.

    A row has key, name, who, facts and transcripts; a code id, name, path and hue; a cell [row,
    code, segments, people, text, memo, version, who wrote it, when]. Cells with nothing are left
    out.
    """
    revision = project.store.log.revision()  # before the rest: what comes meanwhile comes again
    grid = project.summaries.grid(codes, where=where, through=through)
    rows = [
        {
            "key": row.key,
            "name": row.name,
            "who": _who(row),
            "facts": [v for v in row.person.attributes.values() if v][:FACTS] if row.person else [],
            "transcripts": [info.id for info in row.transcripts],
        }
        for row in grid.rows
    ]
    cells = [
        [row, code, len(cell.segments), 0]
        + (
            [memo.text, memo.id, memo.version, memo.coder, memo.updated]
            if (memo := cell.summary)
            else ["", "", 0, "", ""]
        )
        for (row, code), cell in grid.cells.items()
    ]
    return {
        **_frame(project, coder, revision, grid.codes),
        "filter": as_data(through),
        "mode": "summaries",
        "corner": "Interview",
        "note": "",
        "rows": rows,
        "cells": cells,
    }


def _who(row: GridRow) -> str:
    """Return what the person of an interview is called, "" where its name says it already."""
    called = (row.person.pseudonym or row.person.id) if row.person else ""
    return "" if called in {info.name for info in row.transcripts} else called


def group_board(
    project: Project,
    coder: str,
    codes: Sequence[str],
    attribute: str,
    *,
    through: CodingFilter = EVERYTHING,
) -> dict[str, Any]:
    """Return the values of an attribute against codes, as `summary_board` does, counted alone."""
    revision = project.store.log.revision()
    grid = project.summaries.groups(attribute, codes, through=through)
    rows = [
        {
            "key": value,
            "name": value,
            "who": f"{people} {'person' if people == 1 else 'people'}",
            "facts": [],
            "transcripts": [],
            "where": {attribute: [value]},
        }
        for value, people in grid.people.items()
    ]
    left_out = (
        f"Not counted: {grid.unknown} by people of whom this is not known, or by interviewers."
        if grid.unknown
        else ""
    )
    return {
        **_frame(project, coder, revision, grid.codes),
        "filter": as_data(through),
        "mode": "groups",
        "corner": attribute,
        "note": f"Segments by who says them. {left_out}".strip(),
        "rows": rows,
        "cells": [[*place, *counted, "", "", 0, "", ""] for place, counted in grid.cells.items()],
    }


def _frame(project: Project, coder: str, revision: int, codes: Sequence[Code]) -> dict[str, Any]:
    book = project.codes.book()
    return {
        "project": project.folder.name,
        "coder": coder,
        "rev": revision,
        "codes": [
            {"id": c.id, "name": c.name, "path": path_of(c, book), "hue": color_of(c, book)}
            for c in codes
        ],
        "names": {code.id: code.name for code in book},
    }


def path_of(code: Code, book: Codebook) -> str:
    """Return a code's name after those above it."""
    return " › ".join(up.name for up in book.path(code.id))
