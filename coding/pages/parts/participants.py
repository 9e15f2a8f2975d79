"""Keep who was interviewed: a table of participants and their attributes."""

from __future__ import annotations

from zlib import crc32

import pandas as pd
import streamlit as st

from coding.model import Participant
from coding.pages.parts.markup import el, show
from coding.pages.parts.widgets import coder, mistakes, section, tell
from coding.project import Project

ID, NAME = "participant", "pseudonym"


def edit_participants(study: Project) -> None:
    """Show the participants in a table that can be written in."""
    section("Participants")
    show(
        el(
            "p",
            "note",
            "Attributes make the attribution under a quote, such as “Female, 30-39 years old”. "
            "The same table is transcripts/participants.csv.",
        )
    )
    people = study.participants.all()
    if study.files.participants_fault:
        with mistakes():
            raise study.files.participants_fault
    attributes = list(dict.fromkeys(name for p in people for name in p.attributes))
    rows = pd.DataFrame(
        [[p.id, p.pseudonym, *(p.attributes.get(a, "") for a in attributes)] for p in people],
        columns=[ID, NAME, *attributes],
        dtype="string",
    )
    edited = st.data_editor(
        rows,
        num_rows="dynamic",
        hide_index=True,
        # What is typed and not saved yet stays until the participants themselves change.
        key=f"people-{crc32(rows.to_csv().encode())}",
        alt="Participants and their attributes",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button("Save participants", type="primary", disabled=rows.equals(edited)):
            save(study, edited, [])
        with st.popover("Add an attribute"), st.form("attribute", border=False):
            name = st.text_input("What is it called?", placeholder="profession")
            if st.form_submit_button("Add"):
                save(study, edited, [" ".join(name.split())])


def save(study: Project, table: pd.DataFrame, more: list[str]) -> None:
    """Write the table to the project, with further attributes still empty."""
    columns = [str(c) for c in table.columns]
    rows = [
        dict(zip(columns, ("" if pd.isna(v) else str(v).strip() for v in row), strict=True))
        for row in table.itertuples(index=False)
    ]
    people = [
        Participant(
            id=row[ID],
            pseudonym=row[NAME],
            attributes={c: row[c] for c in columns if c not in (ID, NAME)}
            | {name: "" for name in more if name and name not in columns},
        )
        for row in rows
        if any(row.values())
    ]
    with mistakes():
        study.participants.save(people, coder=coder())
        tell("Participants saved.")
