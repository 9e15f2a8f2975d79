"""Look at a figure and the voices beside it, and put both into the report."""

from __future__ import annotations

import streamlit as st

from coding.pages.parts.voicing import export, voicing
from coding.pages.parts.widgets import empty, head, link, mistakes, project

study = project()
head(study, "Figures and voices")
with mistakes():
    if not study.survey.files():
        empty(
            "There is no survey yet",
            "Add published figures, or the answers behind them, on the **Survey** page; then come"
            " back to set quotes beside them.",
        )
        link("survey", "Add a survey")
    else:
        with st.container(horizontal=True, vertical_alignment="center", key="tools"):
            link("survey", "Survey")
            link("joint_display", "Joint display")
            link("quotes", "Quotes", view="baskets")
            st.space("stretch")
            export(study)
        voicing()
