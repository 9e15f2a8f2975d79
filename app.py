"""Open the project, list the pages, keep the wire to the coding desk, and backups."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coding.components.desk import channel
from coding.errors import DamageError
from coding.pages.parts.asking import who_codes
from coding.pages.parts.coders import coder, cookie, said_before
from coding.pages.parts.company import BY_ITSELF, begin, follow, told
from coding.pages.parts.filtering import for_desk, taken_from_desk
from coding.pages.parts.opened import leave_loaded, project, project_folder, written_folder
from coding.pages.parts.places import leave_places
from coding.pages.parts.recovering import recover
from coding.pages.parts.strayed import part
from coding.pages.parts.widgets import turn_to

DESK = "annotate"
CHANNEL = "channel"
TURNED = "turned"
PAGES = Path(__import__("coding").__file__).parent / "pages"

st.set_page_config(
    page_title="Coding", page_icon="🖍️", layout="wide", initial_sidebar_state="collapsed"
)


@part(run_every=BY_ITSELF)
def wire() -> None:
    """Do what the coding desk asks and bring it what others did; rerun apart from the page.

    Any other page is drawn again once somebody has changed something, and damage is told by it.
    """
    try:
        with study.read_together():
            serve()
    except DamageError as error:
        st.session_state.damage = error
        st.rerun()


def serve() -> None:
    """Do so once."""
    refused = st.session_state.setdefault("refused", {})
    sent = st.session_state.get(CHANNEL) or {}
    way = sent.get("way") or {}
    if way.get("n", 0) > st.session_state.get(TURNED, 0):
        st.session_state[TURNED] = way["n"]
        turn_to(way["to"])
    outbox = sent.get("outbox") or {}
    if "dark" in sent and st.session_state.get("dark") != sent["dark"]:
        st.session_state.dark = sent["dark"]
        st.rerun()
    desk = page.url_path == DESK
    news = told(study, str(outbox.get("transcript") or ""), desk=desk)
    reply = study.desk.serve(outbox, refused) if outbox else {}
    narrowed = taken_from_desk(study, sent.get("filter") or {})
    study.backups.keep_up()
    channel(
        {
            **reply,
            **news,
            "closed": study.hindrance,
            "keep": st.session_state.get("coder_to_keep", ""),
            "cookie": cookie(),
            "folder": written_folder(),
            "filter": for_desk(study),
        },
        key=CHANNEL,
    )
    if not desk:
        if narrowed:
            st.rerun()
        follow(study, typing=bool(sent.get("typing")))


try:
    if "damage" in st.session_state:
        raise st.session_state.pop("damage")
    study = project()
except DamageError as damage:
    recover(project_folder(), damage)
asked_who = said_before()
me = coder()
page = st.navigation(
    [
        st.Page(PAGES / "overview.py", title="Overview", default=True),
        st.Page(PAGES / "transcripts.py", title="Transcripts"),
        st.Page(PAGES / "codebook.py", title="Codebook"),
        st.Page(PAGES / "annotate.py", title="Code"),
        st.Page(PAGES / "suggestions.py", title="Suggestions"),
        st.Page(PAGES / "quotes.py", title="Quotes"),
        st.Page(PAGES / "tables.py", title="Tables"),
        st.Page(PAGES / "memos.py", title="Memos"),
        st.Page(PAGES / "survey.py", title="Survey"),
        st.Page(PAGES / "figure.py", title="Figures and voices", visibility="hidden"),
        st.Page(PAGES / "joint_display.py", title="Joint display"),
        st.Page(PAGES / "verify.py", title="Verify"),
    ],
    position="top",
)
if st.session_state.get("page") != page.url_path:
    st.session_state.page = page.url_path
    st.session_state.pop("snapshot", None)
    leave_places()
try:
    begin(study)
    wire()
    if not asked_who:
        st.session_state.asking_who = True
    with study.read_together():
        if st.session_state.get("asking_who"):
            who_codes(study)
        page.run()
    leave_loaded(page.url_path)
except DamageError as damage:
    recover(project_folder(), damage)
