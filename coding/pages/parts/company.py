"""Let a page follow what others do: in other windows, other processes, or in the files by hand.

`begin` notes which state of the project a run of a page shows; `follow`, asked every few seconds,
runs the page again once that has changed. What is typed and not kept yet stays, since a run leaves
a field alone as long as it is the same field; but it would close a dialog, and a cell whose table
is laid out anew, so these are waited for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Literal, ParamSpec

import streamlit as st

from coding.errors import CodingError
from coding.project import Project

P = ParamSpec("P")

BEAT = 2.0
"""Seconds between two looks for news: what others did must be seen within 4 s, drawing included."""

DRAWN, ASKING = "drawn", "asking"


def begin(study: Project) -> None:
    """Note what this run of a page shows; no dialog is open yet."""
    st.session_state[DRAWN] = _state(study)
    st.session_state[ASKING] = False


def follow(study: Project, *, typing: bool = False) -> None:
    """Run the page again if somebody has changed something since it was drawn.

    A dialog that is open, and a cell of a table that is being typed in, are waited for.
    """
    if st.session_state[ASKING] or typing:
        return
    if _state(study) != st.session_state[DRAWN]:
        st.rerun()


def dialog(
    title: str, width: Literal["small", "medium", "large"] = "small"
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Ask for something in a dialog; news waits until it is closed, and is shown then."""

    def made(function: Callable[P, None]) -> Callable[P, None]:
        @st.dialog(title, width=width, on_dismiss="rerun")
        @wraps(function)
        def asked(*given: P.args, **named: P.kwargs) -> None:
            st.session_state[ASKING] = True
            function(*given, **named)

        return asked

    return made


def when(moment: str) -> str:
    """Return a moment as people say it, in this machine's time."""
    at = datetime.fromisoformat(moment).astimezone()
    today = datetime.now().astimezone().date()
    return f"{at:%H:%M}" if at.date() == today else f"{at:%-d %b %H:%M}"


def _state(study: Project) -> object:
    """Return the project's state, None as long as it cannot be read."""
    try:
        return study.state()
    except CodingError:
        return None
