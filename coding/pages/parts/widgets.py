"""Frame a page: its head with undo and who codes, links, parts, sheets of a long list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from coding.errors import CodingError
from coding.model import Codebook
from coding.pages.parts.coders import choose_coder, coder
from coding.pages.parts.markup import el, show, style
from coding.pages.parts.mistakes import refuse
from coding.pages.parts.places import one_place
from coding.pages.parts.wording import escaped
from coding.project import Project

PERSIST: Literal["session"] = "session"
PageName = Literal[
    "overview",
    "transcripts",
    "codebook",
    "annotate",
    "suggestions",
    "quotes",
    "tables",
    "memos",
    "survey",
    "figure",
    "joint_display",
    "verify",
]


def undo_and_redo(project: Project) -> None:
    """Let somebody take back what they did last, whatever it was."""
    for label, icon, what in zip(
        ("Undo", "Redo"), ("↶", "↷"), project.log.reversible(coder()), strict=True
    ):
        hint = f"{label}: {escaped(what)}" if what else None
        if st.button(f"{icon} {label}", key=label, type="tertiary", disabled=not what, help=hint):
            try:
                show_anew()
                done = project.log.undo(coder=coder(), redo=label == "Redo")
            except CodingError as error:
                refuse(error)
                st.rerun()  # both buttons name what comes next
            tell(f"{'Done again' if label == 'Redo' else 'Taken back'}: {done.summary}")


def show_anew() -> None:
    """Let forms in which nothing is typed show what stands there after an act of one's own."""
    for key, kept in st.session_state.items():
        if str(key).startswith("form:"):
            kept.version = None


def head(
    project: Project, title: str, lead: str = "", tools: Callable[[], None] | None = None
) -> None:
    """Open a page: its title, what it is about in a line, who codes, and news of the last act.

    `tools` shows what else can be done here, beside the title.
    """
    style()
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.title(escaped(title), anchor=False, width="stretch")
        if tools is not None:
            tools()
        with st.container(horizontal=True, vertical_alignment="center", width="content", key="who"):
            undo_and_redo(project)
            choose_coder(project)
    with one_place():
        if refused := st.session_state.pop("refused_act", ""):
            st.error(escaped(refused), icon=":material/error:")
        if lead:
            show(el("p", "lead", lead))
        if why := project.hindrance:
            st.warning(
                f"**Nothing can be changed: {escaped(why)}.** You can look, search, and export to"
                " another place. What you type is not kept.",
                icon=":material/lock:",
            )
    news = st.session_state.pop("news", "")
    if news:
        st.toast(escaped(news), icon=":material/check:")


def tell(news: str) -> None:
    """Say after the next rerun what was done, then run the page again."""
    st.session_state.news = news
    st.rerun()


def path_of(page: PageName) -> str:
    """Return what Streamlit calls a page by."""
    return str(Path(__file__).parents[1] / f"{page}.py")


def link(page: PageName, label: str, **query: str) -> None:
    """Link to a place in the app; the label may be words from outside."""
    st.page_link(path_of(page), label=f":primary[{escaped(label)}]", query_params=query or None)


def turn_to(way: str) -> None:
    """Turn to an address within the app, such as a link of a page has; to no other."""
    address = urlsplit(way)
    page = next((name for name in get_args(PageName) if name == address.path), None)
    if page is not None:
        query = {key: values[-1] for key, values in parse_qs(address.query).items()}
        st.switch_page(path_of(page), query_params=query or None)


def section(title: str) -> None:
    """Head a part of a page."""
    st.header(title, anchor=False)


MANY_SHEETS = 12
"""More sheets than this are chosen by number: so many buttons have no room beside each other."""


def sheet(number_of: int, key: str, *, size: int = 25) -> tuple[range, Callable[[], None]]:
    """Cut a long list into sheets; return the places of this one and what shows the chooser."""
    sheets = max(1, -(-number_of // size))
    many = sheets > MANY_SHEETS
    key = f"{key}_number" if many else key
    asked = st.session_state.get(key) or 1
    at = asked if asked <= sheets else 1
    if at != asked:
        st.session_state[key] = at

    def chooser() -> None:
        if many:
            st.number_input(f"Sheet, of {sheets:,}", 1, sheets, key=key, width=180)
        elif sheets > 1:
            st.segmented_control(
                "Sheet", range(1, sheets + 1), default=1, required=True, key=key, width="stretch"
            )

    return range((at - 1) * size, min(at * size, number_of)), chooser


def empty(title: str, what_next: str) -> None:
    """Say what to do next where there is nothing to show yet."""
    with st.container(border=True, horizontal_alignment="center"):
        st.header(title, anchor=False)
        st.write(what_next)


def tree_labels(book: Codebook) -> Mapping[str, str]:
    """Return code id → name, in the order of the tree and set in by depth, for choosing lists."""
    return {c.id: "\u2003" * (len(book.path(c.id)) - 1) + book.called[c.id] for c in book}
