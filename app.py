"""Open the project, list the pages, keep the wire to the coding desk, and backups."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coding.components.desk import channel
from coding.pages.parts.company import BEAT, begin, follow
from coding.pages.parts.widgets import CHANNEL, coder, project

DESK = "annotate"
PAGES = Path(__import__("coding").__file__).parent / "pages"

st.set_page_config(
    page_title="Coding", page_icon="🖍️", layout="wide", initial_sidebar_state="collapsed"
)


@st.fragment(run_every=BEAT)
def wire() -> None:
    """Do what the coding desk asks and bring it what others did; rerun apart from the page.

    Any other page is drawn again once somebody has changed something.
    """
    refused = st.session_state.setdefault("refused", {})
    outbox = (st.session_state.get(CHANNEL) or {}).get("outbox") or {}
    reply = study.desk.serve(outbox, refused) if outbox else {}
    study.backups.keep_up()
    channel(
        {**reply, "closed": study.hindrance, "keep": st.session_state.get("coder_to_keep", "")},
        key=CHANNEL,
    )
    if page.url_path != DESK:
        follow(study)


study = project()
me = coder()
page = st.navigation(
    [
        st.Page(PAGES / "overview.py", title="Overview", default=True),
        st.Page(PAGES / "transcripts.py", title="Transcripts"),
        st.Page(PAGES / "codebook.py", title="Codebook"),
        st.Page(PAGES / "annotate.py", title="Code"),
        st.Page(PAGES / "suggestions.py", title="Suggestions"),
        st.Page(PAGES / "quotes.py", title="Quotes"),
        st.Page(PAGES / "survey.py", title="Survey"),
        st.Page(PAGES / "joint_display.py", title="Joint display"),
        st.Page(PAGES / "verify.py", title="Verify"),
    ],
    position="top",
)
if st.session_state.get("page") != page.url_path:
    st.session_state.page = page.url_path
    st.session_state.pop("snapshot", None)
begin(study)
wire()
page.run()
