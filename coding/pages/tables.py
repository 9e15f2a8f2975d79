"""Look at interviews or groups against codes, and sum each cell up in one's own words."""

from __future__ import annotations

import streamlit as st

from coding.components.desk import table
from coding.pages.parts.coders import coder
from coding.pages.parts.filtering import filter_line, filter_tool
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.places import one_place
from coding.pages.parts.tabling import GRID, columns, data, export, only, rows
from coding.pages.parts.widgets import empty, head, link
from coding.project import Project


def tools(study: Project) -> None:
    """Show what else can be done here: keep to some, hand out."""
    filter_tool(study)
    export(study)


study = project()
head(study, "Tables", tools=lambda: tools(study))
through = filter_line(study)
with mistakes():
    if not study.transcripts.all():
        empty(
            "There is no interview yet",
            "Drop your interviews on the **Transcripts** page, code them, then sum them up here.",
        )
        link("transcripts", "Bring in interviews")
    elif not study.codes.book().codes:
        empty(
            "There is no code yet",
            "Add codes on the **Codebook** page or while you code; each is a column here.",
        )
        link("codebook", "Add codes")
    else:
        with st.container(horizontal=True, vertical_alignment="top", key="table_tools"):
            by = rows(study)
            chosen = columns(study)
            where = only(study, by)
        with one_place():
            table(data(study, coder(), by, chosen, where, through), key=GRID)
