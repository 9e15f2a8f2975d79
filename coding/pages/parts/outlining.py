"""Put the report together: order what stands in its sections, word it, see who is heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from coding.components.outline import view
from coding.errors import CodingError, Conflict
from coding.pages.parts.baskets import beside, edit
from coding.pages.parts.coders import coder
from coding.pages.parts.company import dialog
from coding.pages.parts.handing_out import as_sent, decide_first, held_back
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.widgets import PageName, path_of, tell
from coding.project import Project
from coding.project.outline_board import outline_board

VIEW, DESK = "outline", "outline-desk"
Said = Mapping[str, Any]


class OutlineDesk:
    """What is done in the outline: each act once, in order; what is refused is said."""

    def __init__(self, study: Project) -> None:
        self.study = study
        self.ack = 0
        self.refused = ""
        self.page: PageName | None = None
        self.place: Mapping[str, str] = {}
        """The page that somebody wants to see, and what of it, as the address has it."""
        self.asks = ("", "")
        """The dialog that somebody wants (edit, beside, figure, export), and of what."""
        self.file: Mapping[str, Any] | None = None
        """The outline as a file, on its way to who asked for it."""
        self._drawn: tuple[object, dict[str, Any]] = (None, {})

    def data(self) -> dict[str, Any]:
        """Return the outline as the project is now."""
        state = (self.study.log.revision(), self.study.survey.stamp())
        if self._drawn[0] != state:
            self._drawn = (state, outline_board(self.study))
        return {**self._drawn[1], "ack": self.ack, "refused": self.refused, "file": self.file}

    def hear(self, acts: Sequence[Said], coder: str) -> bool:
        """Do what is not done yet; say whether there was any."""
        new = [act for act in acts if int(act["n"]) > self.ack]
        for act in new:
            self.ack, self.refused, self.file = int(act["n"]), "", None
            try:
                self._do(act, coder)
            except CodingError as error:
                self.refused = said(error)
        return bool(new)

    def _do(self, act: Said, coder: str) -> None:
        outline, baskets = self.study.outline, self.study.baskets
        match act["act"]:
            case "edit" | "beside" | "figure":
                self.asks = (act["act"], str(act.get("item") or act.get("section")))
            case "open":
                self.page = "annotate"
                self.place = {"transcript": act["transcript"], "turn": str(act["turn"])}
            case "figures":
                self.page = "figure"
                self.place = {"figure": act["figure"], "quote": act["coding"]}
            case "voices":
                figures = {item.id: item.body for item in outline.figures()}
                self.page, self.place = "figure", {"figure": figures[act["item"]]}
            case "export":
                if held_back(self.study):
                    self.asks = ("export", act["suffix"])
                else:
                    self.file = as_sent(self.study, act["suffix"], self.ack)
            case "undo" | "redo":
                self.study.log.undo(coder=coder, redo=act["act"] == "redo")
            case "section":
                baskets.add(act["name"], coder=coder)
            case "rename":
                version = int(act["version"])
                baskets.rename(act["section"], act["name"], coder=coder, version=version)
            case "remove section":
                baskets.remove(act["section"], coder=coder)
            case "move section":
                outline.move_section(act["section"], before=act["before"], coder=coder)
            case "move":
                outline.move(act["item"], act["section"], before=act["before"], coder=coder)
            case "take out":
                outline.take_out(act["item"], coder=coder)
            case "words":
                put = outline.put_note if act["kind"] == "note" else outline.put_heading
                put(act["section"], act["text"], coder=coder)
            case "write":
                version = int(act["version"])
                outline.edit(act["item"], act["text"], coder=coder, version=version)


def said(error: CodingError) -> str:
    """Say what was refused; where somebody else was quicker, with both texts."""
    if not isinstance(error, Conflict):
        return str(error)
    texts = [f"There stands “{theirs}”, yours is “{mine}”." for _, mine, theirs in error.clashes]
    return " ".join([str(error), *texts])


@st.fragment
def outlining() -> None:
    """Show the outline, and the dialogs that it asks for."""
    desk = opened_desk()
    view(desk.data(), key=VIEW, on_said=hear)
    if desk.page:
        page, desk.page = desk.page, None
        st.switch_page(path_of(page), query_params=dict(desk.place) or None)
    (kind, of), desk.asks = desk.asks, ("", "")
    if kind in ("edit", "beside"):
        picks = {p.id: p for basket in desk.study.baskets.all() for p in basket.picks}
        if pick := picks.get(of):
            quote = desk.study.quotes.of([pick.coding]).get(pick.coding)
            if quote:
                (edit if kind == "edit" else beside)(desk.study, pick, quote)
    elif kind == "figure":
        add_figure(desk.study, of)
    elif kind == "export":
        decide_first(desk.study, of)
    elif st.session_state.pop("outlined", False):
        st.rerun()  # what can be undone stands in the page's head


@dialog("Put a figure into the section")
def add_figure(study: Project, section: str) -> None:
    """Let a figure of the survey be chosen."""
    figures = {figure.id: figure for figure in study.survey.figures()}

    def name(key: str) -> str:
        figure = figures[key]
        of = ", ".join(filter(None, [figure.option, figure.subgroup]))
        return f"{figure.title or figure.question}: {of} {figure.printed} {figure.unit}"

    chosen = st.selectbox("Figure", list(figures), format_func=name, key="figure_for_section")
    if st.button("Put it in", type="primary", key="put_figure") and chosen:
        with mistakes():
            study.outline.put_figure(section, chosen, coder=coder())
            tell(f"{figures[chosen].option} put in.")


def opened_desk() -> OutlineDesk:
    """Return the desk of this tab."""
    if DESK not in st.session_state:
        st.session_state[DESK] = OutlineDesk(project())
    desk: OutlineDesk = st.session_state[DESK]
    return desk


def hear() -> None:
    """Do what came up from the outline."""
    acts = (st.session_state.get(VIEW) or {}).get("said") or []
    if opened_desk().hear(acts, coder()):
        st.session_state.outlined = True
