"""Share what every page needs: the open project, the coder, messages for mistakes, escaping."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from coding.errors import CodingError
from coding.project import Project

CHANNEL = "channel"


@st.cache_resource(show_spinner="Reading the project …")
def _open(folder: str) -> Project:
    return Project(Path(folder))


def project() -> Project:
    """Return the open project; stop the page with a message if it cannot be opened."""
    folder = os.environ.get("CODING_PROJECT") or os.getcwd()
    with mistakes(stop=True):
        return _open(folder)


def coder() -> str:
    """Return who codes in this browser tab."""
    name = st.session_state.get("coder")
    if not name:
        name = os.environ.get("CODING_CODER") or _login()
        st.session_state.coder = name
    return str(name)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "coder"


@contextmanager
def mistakes(*, stop: bool = False) -> Iterator[None]:
    """Show a CodingError as a message with its hint; `stop` ends the page there."""
    try:
        yield
    except CodingError as error:
        for one in getattr(error, "problems", [error]):
            show(one)
        if stop:
            st.stop()


def show(error: CodingError) -> None:
    """Show one mistake: what, where, how to put it right."""
    st.error(escaped(str(error)), icon="✋")


def escaped(text: str) -> str:
    """Escape text from outside for places where Streamlit reads Markdown.

    >>> escaped("![x](http://a.b/c.png) <b> :red[x] $a$")
    '\\\\!\\\\[x\\\\]\\\\(http\\\\:\\\\/\\\\/a\\\\.b\\\\/c\\\\.png\\\\) \\\\<b\\\\> \\\\:red\\\\[x\\\\] \\\\$a\\\\$'
    """
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~:$&/@])", r"\\\1", text)


def empty(title: str, what_next: str) -> None:
    """Say what to do next where there is nothing to show yet."""
    with st.container(border=True, horizontal_alignment="center"):
        st.subheader(title, anchor=False)
        st.write(what_next)
