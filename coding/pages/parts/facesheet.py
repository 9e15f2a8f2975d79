"""Take a face sheet in: its columns with what is proposed, what it would change, one act."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from coding.errors import CodingError
from coding.model import new_id
from coding.pages.parts.coders import coder
from coding.pages.parts.files import dropped
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes, show_mistake
from coding.pages.parts.reading_notes import how_it_was_read
from coding.pages.parts.widgets import tell
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.participants import ID, PSEUDONYM, FaceSheet

TAKE, COLUMN, BECOMES, VALUES, SUCH, REMARK = (
    *("Take", "Column", "Becomes", "Values"),
    *("Such as", "Look at it"),
)

AT_A_GLANCE = 12
"""Notes up to which they are read without being unfolded."""


@st.cache_data(max_entries=4, show_spinner=False)
def read(_study: Project, folder: str, revision: int, name: str, data: bytes) -> FaceSheet:
    """Read a dropped sheet once for each state of the project."""
    with dropped(_study, name, data) as path:
        return _study.participants.read_sheet(path)


def face_sheet(study: Project) -> None:
    """Let a face sheet be dropped, its columns be chosen, and what it says be taken in."""
    file = st.file_uploader(
        "Drop a face sheet here: .csv, .xlsx",
        type=["csv", "tsv", "xlsx"],
        key=f"face-sheet-{st.session_state.get('face_sheets', 0)}",
        help="One row for each person, one column for each attribute.",
    )
    if file is None:
        return
    try:
        state = (str(study.folder), study.log.revision())
        sheet = read(study, *state, file.name, file.getvalue())
        with st.container(border=True, key="face-sheet"):
            chosen(study, sheet, file.file_id)
    except CodingError as fault:
        show_mistake(fault)


def chosen(study: Project, sheet: FaceSheet, key: str) -> None:
    """Let columns be chosen, show what comes of it, and take it in."""
    numbers = [column.number for column in sheet.columns]
    names = {column.number: column.name for column in sheet.columns}
    who = st.selectbox(
        "Who a row is about stands in",
        numbers,
        index=numbers.index(sheet.key) if sheet.key in numbers else None,
        format_func=lambda number: names[number],
        placeholder="choose the column with ids or names of interviews",
        key=f"face-key-{key}",
        width=360,
    )
    rows = st.data_editor(
        pd.DataFrame(
            [
                {
                    TAKE: column.proposed or column.number == sheet.alias,
                    COLUMN: column.name,
                    BECOMES: PSEUDONYM if column.number == sheet.alias else column.name,
                    VALUES: column.values,
                    SUCH: "" if column.warning else column.example,
                    REMARK: f"Off: {column.warning}" if column.warning else "",
                }
                for column in sheet.columns
                if column.number != who
            ],
        ),
        hide_index=True,
        disabled=[COLUMN, VALUES, SUCH, REMARK],
        key=f"face-columns-{key}-{who}",
        alt="The columns of the face sheet",
    )
    listed = [number for number in numbers if number != who]
    mapped = {
        number: str(row[BECOMES] or names[number]).strip()
        for number, row in zip(listed, rows.to_dict("records"), strict=True)
        if row[TAKE]
    }
    if who is None:
        show(el("p", "note", "None of its columns names people of the study: choose one."))
        return
    newcomers = st.checkbox("Let people in who are not in the study yet", key=f"face-new-{key}")
    mapped = {who: ID, **mapped}
    others = study.participants.sheet_taken(sheet, mapped, newcomers=newcomers).others
    left = f"Leave {counted(others, 'value')} as the study has {'it' if others == 1 else 'them'}"
    ours = bool(others) and st.checkbox(left, key=f"face-ours-{key}")
    take(study, sheet, mapped, newcomers=newcomers, ours=ours)


def take(
    study: Project, sheet: FaceSheet, mapped: Mapping[int, str], *, newcomers: bool, ours: bool
) -> None:
    """Show what a face sheet would make of the people; take it in when told."""
    taken = study.participants.sheet_taken(sheet, mapped, newcomers=newcomers, ours=ours)
    notes = [*sheet.notes, *taken.notes]
    few = len(notes) <= AT_A_GLANCE
    how_it_was_read(notes, "What was cleaned, written over, left out or is odd", opened=few)
    st.dataframe(
        pd.DataFrame(
            [
                {
                    ID: p.id,
                    PSEUDONYM: p.pseudonym,
                    **{a: p.attributes.get(a, "") for a in taken.attributes},
                }
                for p in taken.people
            ]
        ),
        hide_index=True,
        alt="The people as they would be",
    )
    if st.button(f"Take in {taken.said}", type="primary", key="take-face-sheet"):
        with mistakes():
            study.participants.take_sheet(
                sheet, mapped, newcomers=newcomers, ours=ours, coder=coder(), act=new_id()
            )
            st.session_state.face_sheets = st.session_state.get("face_sheets", 0) + 1
            tell(f"{taken.said} taken in.")
