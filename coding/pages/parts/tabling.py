"""Choose what stands in the table of interviews and codes, and hand it out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from coding.model import EVERYTHING, CodingFilter
from coding.pages.parts.filtering import chosen as chosen_filter
from coding.pages.parts.handing_out import what_was_written
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import PERSIST, tree_labels
from coding.pages.parts.wording import escaped
from coding.project import Project
from coding.project.summaries import SummaryGrid
from coding.project.summary_board import group_board, summary_board

GRID = "tables"
THEMES, ALL, CHOSEN = "Themes", "All codes", "Choose"
BY, COLUMNS, CODES, ONLY = "tables_by", "tables_columns", "tables_codes", "tables_only"


def rows(study: Project) -> str:
    """Let somebody say what the rows are: interviews (""), or the values of an attribute."""
    return str(
        st.selectbox(
            "Rows",
            ["", *attributes(study)],
            format_func=lambda name: f"groups by {name}" if name else "interviews, summed up",
            key=BY,
            persist_state=PERSIST,
            width=220,
        )
        or ""
    )


def columns(study: Project) -> list[str]:
    """Let somebody say which codes are the columns; nothing stands for all themes."""
    book = study.codes.book()
    which = st.segmented_control(
        "Columns",
        [THEMES, ALL, CHOSEN],
        default=THEMES,
        required=True,
        key=COLUMNS,
        persist_state=PERSIST,
    )
    labels = tree_labels(book)
    with one_place(width="content"):
        if which != CHOSEN:
            return list(labels) if which == ALL else []
        chosen = st.multiselect(
            "Which codes",
            list(labels),
            format_func=lambda code: labels.get(code, code),
            key=CODES,
            placeholder="all themes",
            persist_state=PERSIST,
            width=340,
        )
    return [code for code in chosen if code in book]


def only(study: Project, by: str) -> dict[str, tuple[str, ...]]:
    """Let somebody keep to interviews with people of one value of an attribute."""
    telling = set(attributes(study))
    values = sorted(
        {
            (name, value)
            for person in study.participants.all()
            for name, value in person.attributes.items()
            if value and name in telling
        }
    )
    with one_place(width="content"):
        if by or not values:
            return {}
        chosen = st.selectbox(
            "Only",
            ["", *values],
            format_func=lambda pair: f"{pair[0]}: {pair[1]}" if pair else "all interviews",
            key=ONLY,
            persist_state=PERSIST,
            width=220,
        )
    return {chosen[0]: (chosen[1],)} if chosen else {}


def attributes(study: Project) -> list[str]:
    """Return the attributes by which people fall into groups: not those that tell each apart."""
    people = study.participants.all()
    names = dict.fromkeys(name for person in people for name in person.attributes)
    found = {name: [p.attributes[name] for p in people if p.attributes.get(name)] for name in names}
    return [name for name, values in found.items() if values and len(set(values)) < len(people)]


def data(
    study: Project,
    me: str,
    by: str,
    codes: list[str],
    where: dict[str, tuple[str, ...]],
    through: CodingFilter,
) -> dict[str, Any]:
    """Return what the table shows."""
    if by:
        return group_board(study, me, codes, by, through=through)
    return summary_board(study, me, codes, where=where, through=through)


def export(study: Project) -> None:
    """Offer the summaries as a document or a table, with the columns that are chosen."""
    which = st.session_state.get(COLUMNS) or THEMES
    book = study.codes.book()
    chosen = [code for code in st.session_state.get(CODES) or [] if code in book]
    codes = {ALL: list(book.by_id), CHOSEN: chosen}.get(which, [])
    through = chosen_filter(study)
    kept = st.session_state.get(ONLY)
    where = {kept[0]: (kept[1],)} if kept and not st.session_state.get(BY) else {}
    kept_to = " Of what the filter lets through." if through != EVERYTHING else ""

    def grid() -> SummaryGrid:
        return study.summaries.grid(codes, where=where, through=through)

    def write(path: Path, ids: bool) -> None:
        study.summaries.export(path, grid(), ids=ids)

    if st.button("Export …", key="export-summaries"):
        kinds = {"docx": "Word", "xlsx": "Excel", "csv": "Table (csv)"}
        told = f"The summaries of interviews: {escaped(str(which).lower())}.{kept_to}"
        what_was_written(study, "summaries", told, lambda: grid().summaries(), write, kinds)
