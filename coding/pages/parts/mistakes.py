"""Show what a researcher can put right, where it was done or in the page's head."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from coding.errors import CodingError
from coding.pages.parts.strayed import end_page
from coding.pages.parts.wording import escaped, mistake


@contextmanager
def mistakes(*, stop: bool = False, but: type[CodingError] | None = None) -> Iterator[None]:
    """Show a CodingError as a message with its hint; `stop` ends the page there.

    Those of the kind `but` are left to whoever called.
    """
    try:
        yield
    except CodingError as error:
        if but is not None and isinstance(error, but):
            raise
        show_mistakes(error)
        if stop:
            end_page()


@contextmanager
def refusals() -> Iterator[None]:
    """Have a CodingError said in the page's head: for what is done before the page is drawn."""
    try:
        yield
    except CodingError as error:
        refuse(error)


def refuse(error: CodingError) -> None:
    """Have it said in the page's head, when that is drawn next, why something was not done."""
    st.session_state.refused_act = " ".join(map(mistake, getattr(error, "problems", [error])))


def show_mistakes(error: CodingError) -> None:
    """Show a mistake, or each of the several that it holds."""
    for problem in getattr(error, "problems", [error]):
        show_mistake(problem)


def show_mistake(error: CodingError) -> None:
    """Show one mistake: what, where, how to put it right."""
    st.error(escaped(mistake(error)), icon=":material/error:")
