"""Code a transcript: the desk itself is a component; this page picks what lies on it."""

from __future__ import annotations

import os

import streamlit as st

from coding.components.desk import view
from coding.errors import NotFound
from coding.model import TranscriptInfo, new_id
from coding.pages.parts.coders import become, coder
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.widgets import empty, head, link
from coding.project import Project

DESK = "desk"


def wanted(project: Project, coder: str) -> TranscriptInfo | None:
    """Return the transcript in the address, else the one last worked on, else the first."""
    asked = st.query_params.get("transcript") or st.session_state.get("transcript")
    if asked:
        try:
            return project.transcripts.info(asked)
        except NotFound:
            st.query_params.clear()
    listed = project.transcripts.all()
    places = project.bookmarks.last(coder)
    seen = [t for t in listed if t.id in places]
    return max(seen, key=lambda t: places[t.id][1]) if seen else next(iter(listed), None)


def go() -> None:
    """Take up the transcript, turn or coder that the desk asked for."""
    asked = st.session_state[DESK].get("go") or {}
    if asked.get("coder"):
        become(asked["coder"])
    if asked.get("transcript"):
        st.session_state.transcript = asked["transcript"]
        st.query_params["transcript"] = asked["transcript"]
        st.session_state.goto = asked.get("at")
    st.session_state.pop("snapshot", None)


def pinned(project: Project, info: TranscriptInfo, coder: str) -> dict[str, object]:
    """Return the snapshot the desk was opened with: it stays the same until another is opened.

    What changes meanwhile comes through the channel, so that the desk is never drawn anew.
    """
    kept = st.session_state.get("snapshot")
    hear = st.query_params.get("hear", "")
    if hear:
        del st.query_params["hear"]  # once
    if hear or kept is None or kept["id"] != info.id or kept["coder"] != coder:
        turn = st.query_params.get("turn", "")
        at = st.query_params.get("at", "")
        goto = {
            "turn": int(turn) if turn.isdigit() else 0,
            "at": st.session_state.pop("goto", None) or (int(at) if at.isdigit() else None),
            "coding": st.query_params.get("coding", ""),
            "hear": new_id() if hear else "",
        }
        hears = bool(os.environ.get("CODING_LAUNCHED"))
        kept = {**project.desk.snapshot(info.id, coder), "goto": goto, "hears": hears}
        st.session_state.snapshot = kept
        project.search.get_ready()
    return dict(kept)


study = project()
me = coder()
chosen = wanted(study, me)
if chosen is None:
    head(study, "Code")
    empty(
        "There is no interview yet",
        "Drop your interviews on the **Transcripts** page; then come back here to code them.",
    )
    link("transcripts", "Bring in interviews")
else:
    st.session_state.transcript = chosen.id
    with mistakes():
        view(pinned(study, chosen, me), key=DESK, on_go=go)
