"""Let somebody correct who speaks in an interview that is in the project."""

from __future__ import annotations

import streamlit as st

from coding.components.speakers import view
from coding.errors import CodingError
from coding.model import TranscriptInfo
from coding.pages.parts.widgets import coder, escaped, project
from coding.project.intake.correcting import correct, interview_rows

VIEW, ACK, REFUSED = "speakers-of", "speakers-ack", "speakers-refused"


@st.fragment
def who_speaks(reference: str) -> None:
    """Show the speakers of an interview with all that can be corrected; each click is an act."""
    study = project()
    if refused := st.session_state.pop(REFUSED, None):
        st.error(escaped(refused), icon=":material/error:")
    info = study.transcripts.info(reference)
    rows = interview_rows(
        info,
        study.transcripts.get(info.id),
        study.participants.all(),
        ack=st.session_state.get(ACK, 0),
    )
    view(rows, key=VIEW, on_said=lambda: hear(info))
    if st.session_state.pop("spoke", False):
        st.rerun()  # the list above, Undo


def hear(info: TranscriptInfo) -> None:
    """Do what was done and is not done yet; the first that is refused ends it, and is said."""
    study, seen = project(), info.edition
    for act in (st.session_state.get(VIEW) or {}).get("said") or []:
        if int(act["n"]) <= st.session_state.get(ACK, 0):
            continue
        st.session_state[ACK] = int(act["n"])
        if act["kind"] == "choose" or st.session_state.get(REFUSED):
            continue
        try:
            correct(study, act, coder=coder(), seen=seen)
        except CodingError as error:
            st.session_state[REFUSED] = str(error)
        st.session_state.spoke = True
        seen = study.transcripts.info(info.id).edition
