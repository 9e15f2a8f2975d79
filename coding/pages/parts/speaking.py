"""Let somebody correct who speaks in an interview that is in the project."""

from __future__ import annotations

import streamlit as st

from coding.components.speakers import view
from coding.errors import CodingError
from coding.model import TranscriptInfo
from coding.pages.parts.coders import coder
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.places import one_place
from coding.pages.parts.strayed import part
from coding.pages.parts.widgets import tell
from coding.pages.parts.wording import counted, escaped, mistake
from coding.project import Project
from coding.project.intake.correcting import correct, interview_rows
from coding.project.intake.rows import SHOWN_TURNS
from coding.project.overview import in_question

VIEW, ACK, REFUSED = "speakers-of", "speakers-ack", "speakers-refused"
SHOWN = "speakers-shown"


def who_is_it(study: Project, info: TranscriptInfo) -> None:
    """Ask who of several that answer is the person the interview is with; one click says it."""
    names = in_question(info)
    if not names:
        return
    people = {p.id: p.pseudonym for p in study.participants.all()}
    person = " · ".join(filter(None, [info.participant, people.get(info.participant)]))
    with st.container(border=True, key="who_is_it"):
        st.markdown(f"**Who of the {counted(len(names), 'speaker')} is {escaped(person)}?**")
        with st.container(horizontal=True):
            for number, name in enumerate(names):
                if st.button(escaped(name), key=f"it_is-{info.id}-{number}"):
                    with mistakes():
                        study.speakers.set_participant(
                            info.id, name, info.participant, coder=coder(), seen=info.edition
                        )
                        tell(f"{name} is {person}.")


@part()
def who_speaks(reference: str) -> None:
    """Show the speakers of an interview with all that can be corrected; each click is an act."""
    study = project()
    with one_place():
        if refused := st.session_state.pop(REFUSED, None):
            st.error(escaped(refused), icon=":material/error:")
    info = study.transcripts.info(reference)
    rows = interview_rows(
        info,
        study.transcripts.get(info.id),
        study.participants.all(),
        ack=st.session_state.get(ACK, 0),
        shown=st.session_state.get(SHOWN, {}).get(info.id, SHOWN_TURNS),
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
        if act["kind"] == "more":
            st.session_state[SHOWN] = {info.id: int(act["shown"])}
        if act["kind"] in ("choose", "more") or st.session_state.get(REFUSED):
            continue
        try:
            correct(study, act, coder=coder(), seen=seen)
        except CodingError as error:
            st.session_state[REFUSED] = mistake(error)
        st.session_state.spoke = True
        seen = study.transcripts.info(info.id).edition
