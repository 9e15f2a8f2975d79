"""Let a page follow what others do: in other windows, other processes, or in the files by hand.

`begin` notes which state of the project a run of a page shows; `follow`, asked once that has
changed, runs the page again. It is asked by the browser, which looks for news every few seconds;
where that is not answered, by a part of the page that runs as often. What is typed and not kept
yet stays, since a run leaves a field alone as long as it is the same field; but it would close a
dialog, and a cell whose table is laid out anew, so these are waited for.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Literal, ParamSpec

import streamlit as st

from coding.model.moments import day_of
from coding.pages.parts.strayed import hand_on
from coding.project import Project
from coding.project.news import keep_in_sight, mark

P = ParamSpec("P")

BEAT = 2.0
"""Seconds between two looks for news: what others did must be seen within 4 s, drawing included."""

BY_ITSELF = None if os.environ.get("CODING_LAUNCHED") else BEAT
"""Seconds after which the wire runs by itself: not where the browser asks for news."""

DRAWN, ASKING = "drawn", "asking"


def begin(study: Project) -> None:
    """Note what this run of a page shows; no dialog is open yet."""
    keep_in_sight(study)
    st.session_state[DRAWN] = mark(study)
    st.session_state[ASKING] = False


def follow(study: Project, *, typing: bool = False) -> None:
    """Run the page again if somebody has changed something since it was drawn.

    A dialog that is open, and a cell of a table that is being typed in, are waited for.
    """
    if st.session_state[ASKING] or typing:
        return
    if mark(study) != st.session_state[DRAWN]:
        st.rerun()


def told(study: Project, transcript: str, *, desk: bool) -> dict[str, dict[str, object]]:
    """Return what a run of the wire tells the browser: a mark, and its `beat` in milliseconds.

    Anything but the desk, which hears of news by the wire, has the mark of what is drawn: should a
    run that draws what is new get lost, the browser asks for it again.
    """
    if BY_ITSELF:
        return {}
    seen = mark(study, transcript) if desk else st.session_state[DRAWN]
    return {"news": {"mark": seen, "beat": 1000 * BEAT}}


def dialog(
    title: str, width: Literal["small", "medium", "large"] = "small"
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Ask for something in a dialog; news waits until it is closed, and is shown then."""

    def made(function: Callable[P, None]) -> Callable[P, None]:
        @st.dialog(title, width=width, on_dismiss="rerun")
        @wraps(function)
        def asked(*given: P.args, **named: P.kwargs) -> None:
            hand_on()
            st.session_state[ASKING] = True
            function(*given, **named)

        return asked

    return made


def when(moment: str) -> str:
    """Return a moment as people say it, in this machine's time."""
    at = datetime.fromisoformat(moment).astimezone()
    today = datetime.now().astimezone().date()
    return f"{at:%H:%M}" if at.date() == today else day_of(at, "%b %H:%M")


def day(moment: str) -> str:
    """Return a moment's day as people say it, in this machine's time."""
    return day_of(datetime.fromisoformat(moment).astimezone(), "%b %Y")
