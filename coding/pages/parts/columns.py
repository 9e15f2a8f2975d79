"""Show what each column of somebody's table seems to hold, and let it be said otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from coding.pages.parts.markup import el, show
from coding.pages.parts.places import in_places, one_place
from coding.project.import_codings import MEANING, CodedSheet, Holds, Told

COLUMN, HAS, WHOSE, CELLS, SUCH = "Column", "Holds", "Whose codes", "Cells", "Such as"
_BY_WORDS = {words: holds for holds, words in MEANING.items()}


def said_of_columns(sheets: Sequence[CodedSheet], key: str) -> Told:
    """Show the columns of each sheet with what they seem to hold; return what a person made of it.

    Nothing is returned for a column that is left as it was proposed.
    """
    told: dict[tuple[str, int], tuple[Holds, str]] = {}
    rows = in_places(("sheets", key), sheets, lambda sheet: sheet.name)
    for sheet in rows:
        with one_place():
            if sheet is not None:
                told |= _said_of(sheet, key, alone=len(sheets) == 1)
    return told


def _said_of(
    sheet: CodedSheet, key: str, *, alone: bool
) -> dict[tuple[str, int], tuple[Holds, str]]:
    """Show the columns of one sheet; return what a person made of them."""
    with one_place():
        if not alone:
            show(el("p", "note", f"Sheet “{sheet.name}”"))
    rows = [
        {
            COLUMN: column.name,
            HAS: MEANING[column.holds],
            WHOSE: column.coder,
            CELLS: column.filled,
            SUCH: column.example,
        }
        for column in sheet.columns
    ]
    written = st.data_editor(
        pd.DataFrame(rows),
        hide_index=True,
        disabled=[COLUMN, CELLS, SUCH],
        column_config={
            HAS: st.column_config.SelectboxColumn(
                HAS, options=list(_BY_WORDS), required=True, width="medium"
            ),
            WHOSE: st.column_config.TextColumn(
                WHOSE, help="Where each coder has a column: whose codes this one has."
            ),
            CELLS: st.column_config.NumberColumn(
                CELLS, format="localized", help="Cells with anything in them."
            ),
            SUCH: st.column_config.TextColumn(SUCH, width="large"),
        },
        key=f"columns-{key}-{sheet.name}",
        alt=f"The columns of {sheet.name or 'the table'}",
    )
    told: dict[tuple[str, int], tuple[Holds, str]] = {}
    for column, row, was in zip(sheet.columns, written.to_dict("records"), rows, strict=True):
        holds, whose = row[HAS], str(row[WHOSE] or "").strip()
        if holds != was[HAS] or whose != was[WHOSE]:
            told[sheet.name, column.number] = (_BY_WORDS[holds], whose)
    return told
