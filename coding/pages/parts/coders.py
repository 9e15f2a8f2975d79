"""Say who codes: chosen in this tab, kept by the browser, or the project's own."""

from __future__ import annotations

import getpass
import hashlib
import os
from urllib.parse import unquote

import streamlit as st

from coding.pages.parts.opened import project, project_folder
from coding.pages.parts.wording import escaped
from coding.project import Project

COOKIE = "coding_coder"
"""What the cookie of who codes is called, with the project's folder hashed behind it."""

NEW = "Type a name …"


def coder() -> str:
    """Return who codes in this tab: chosen here, said before in this project, or the login."""
    name = st.session_state.get("coder")
    if not name:
        name = st.session_state.coder = said_before() or _login()
    return str(name)


def said_before() -> str:
    """Return who codes as said in this tab, this browser or this project, "" if nobody has."""
    kept = unquote(st.context.cookies.get(cookie(), ""))
    asked = st.session_state.get("coder") or kept or os.environ.get("CODING_CODER")
    return str(asked or project().me.known())


def cookie() -> str:
    """Return the cookie that keeps who codes in this project as long as the browser is open."""
    return f"{COOKIE}_{hashlib.sha256(str(project_folder().resolve()).encode()).hexdigest()[:8]}"


def become(name: str) -> None:
    """Code under this name from now on; the browser keeps it until it is closed."""
    name = " ".join(name.split())
    if name:
        st.session_state.coder = st.session_state.coder_to_keep = name
        project().me.remember(name)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "coder"


def choose_coder(project: Project) -> None:
    """Let somebody say who codes: one of those who did, or a new name."""

    def take() -> None:
        become(str(st.session_state.chosen_coder or ""))

    me = coder()
    names = list(dict.fromkeys([me, *project.status()["coders"]]))
    with st.popover(f"Coding as {escaped(me)}", type="tertiary"):
        st.selectbox(
            "Who codes here?",
            names,
            key="chosen_coder",
            index=names.index(me),
            accept_new_options=True,
            on_change=take,
            placeholder=NEW,
        )
        st.caption("Choose yourself, or type a new name. It stays with everything you do.")
