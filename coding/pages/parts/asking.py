"""Ask who codes, once for each project on a machine."""

from __future__ import annotations

import streamlit as st

from coding.pages.parts.coders import NEW, become, coder
from coding.pages.parts.company import dialog
from coding.pages.parts.markup import el, show
from coding.pages.parts.wording import escaped
from coding.project import Project


@dialog("Who codes here?")
def who_codes(study: Project) -> None:
    """Ask for a name; closed without one, the login's is taken until the app is opened again."""
    st.session_state.asking_who = False
    others = study.status()["coders"]
    me = coder()
    show(
        el(
            "p",
            "note",
            "Your name stands with everything you do. It is asked for once in each project on this"
            " computer, and can be changed under “Coding as …” at any time.",
        )
    )
    name = st.selectbox(
        "Your name",
        list(dict.fromkeys([*others, me])),
        index=None if others else 0,
        accept_new_options=True,
        placeholder=NEW,
        key="who_codes",
    )
    if st.button("Begin", type="primary", disabled=not (name or "").strip()):
        become(str(name))
        st.rerun()
    show(el("p", "note", f"Without a name here it is {escaped(me)}."))
