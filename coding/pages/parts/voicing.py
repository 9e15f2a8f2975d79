"""Let quotes be placed beside a figure, themes be judged, and both be put into the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from coding.components.voices import view
from coding.errors import CodingError, NotFound
from coding.model import Codebook
from coding.pages.parts.coders import coder
from coding.pages.parts.handing_out import as_sent, decide_first, held_back
from coding.pages.parts.opened import project
from coding.pages.parts.widgets import PageName, path_of
from coding.project import Project
from coding.project.codes import color_of
from coding.project.figure_board import figure_board, figures_in_order, index_board

VIEW, DESK, FIGURE, QUOTE = "voices", "figure-desk", "figure", "quote"
ASKED = "figure-asked"
Said = Mapping[str, Any]


class FigureDesk:
    """What is done at a figure: each act once, in order; what is refused is said."""

    def __init__(self, study: Project) -> None:
        self.study = study
        self.ack = 0
        self.refused = ""
        self.figure = ""
        self.quote = ""
        """The coding of the quote from which somebody came."""
        self.place: Mapping[str, str] = {}
        """The turn that somebody wants to see, as the address has it."""
        self.page: PageName | None = None
        """The page that somebody wants to see."""
        self.file: Mapping[str, Any] | None = None
        """The report as a file, on its way to who asked for it."""
        self.held = False
        """Whether somebody wants the report and has something to decide first."""
        self._drawn: tuple[object, dict[str, Any]] = (None, {})

    def data(self) -> dict[str, Any]:
        """Return the figure, or all of them, as the project is now."""
        state = (self.figure, self.quote, self.study.log.revision(), self.study.survey.stamp())
        if self._drawn[0] != state:
            self._drawn = (state, self._board())
        return {**self._drawn[1], "ack": self.ack, "refused": self.refused, "file": self.file}

    def _board(self) -> dict[str, Any]:
        book = self.study.codes.book()
        try:
            board = self._figure() if self.figure else None
        except NotFound as error:
            self.figure, self.refused, board = "", str(error), None
        return {
            **(board or index_board(self.study)),
            "names": dict(book.called),
            "colors": colors(book),
        }

    def _figure(self) -> dict[str, Any]:
        return figure_board(self.study, self.figure, first=self.quote)

    def hear(self, acts: Sequence[Said], coder: str) -> bool:
        """Do what is not done yet; say whether there was any."""
        new = [act for act in acts if int(act["n"]) > self.ack]
        for act in new:
            self.ack, self.refused, self.file = int(act["n"]), "", None
            try:
                self._do(act, coder)
            except CodingError as error:
                self.refused = str(error)
        return bool(new)

    def _do(self, act: Said, coder: str) -> None:
        links, outline, baskets = self.study.links, self.study.outline, self.study.baskets
        match act["act"]:
            case "go":
                self.figure = str(act["figure"])
            case "step":
                order = figures_in_order(self.study)
                at = order.index(self.figure) + int(act["by"]) if self.figure in order else 0
                self.figure = order[max(0, min(at, len(order) - 1))]
            case "open":
                self.page = "annotate"
                self.place = {"transcript": act["transcript"], "turn": str(act["turn"])}
            case "survey":
                self.page = "survey"
            case "export":
                self.held = held_back(self.study)
                if not self.held:
                    self.file = as_sent(self.study, "docx", self.ack)
            case "scheme":
                labels, language = self.study.labels, str(act["language"])
                own = language if language in labels.scheme().texts else ""
                labels.set(act["text"], language=own, coder=coder)
            case "undo" | "redo":
                self.study.log.undo(coder=coder, redo=act["act"] == "redo")
            case "place":
                links.place(
                    act["coding"],
                    self.figure,
                    act["relation"],
                    note=act.get("note"),
                    minority=act.get("minority"),
                    coder=coder,
                )
            case "take off":
                links.take_off(act["coding"], self.figure, coder=coder)
            case "theme":
                links.put(
                    act["code"],
                    self.figure,
                    act["relation"],
                    note=act["note"],
                    version=int(act["version"]),
                    coder=coder,
                )
            case "no theme":
                links.remove(act["link"], coder=coder, version=int(act["version"]))
            case "section":
                baskets.add(act["name"], coder=coder)
            case "put":
                baskets.put(act["section"], [act["coding"]], coder=coder)
            case "put figure":
                outline.put_figure(act["section"], self.figure, coder=coder)
            case "take out":
                outline.take_out(act["item"], coder=coder)
            case "move":
                outline.move(act["item"], act["section"], before=act["before"], coder=coder)


def colors(book: Codebook) -> dict[str, str]:
    """Return code → its colour, as on the desk."""
    return {code.id: color_of(code, book) for code in book}


@st.fragment
def voicing() -> None:
    """Show the figure that the address names, or all figures."""
    desk = opened_desk()
    asked = str(st.query_params.get(FIGURE, ""))
    address = (asked, str(st.query_params.get(QUOTE, "")))
    if address != st.session_state.get(ASKED):
        st.session_state[ASKED] = address
        desk.figure, desk.quote = address
    data = desk.data()
    if desk.figure != asked:
        st.session_state[ASKED] = (desk.figure, address[1] if desk.figure else "")
        if desk.figure:
            st.query_params[FIGURE] = desk.figure
        else:
            st.query_params.clear()
    view(data, key=VIEW, on_said=hear)
    if desk.page:
        page, desk.page = desk.page, None
        place, desk.place = desk.place, {}
        st.switch_page(path_of(page), query_params=dict(place) or None)
    if desk.held:
        desk.held = False
        decide_first(desk.study, "docx")
    elif st.session_state.pop("voiced", False):
        st.rerun()  # what can be undone stands in the page's head


def opened_desk() -> FigureDesk:
    """Return the desk of this tab."""
    if DESK not in st.session_state:
        st.session_state[DESK] = FigureDesk(project())
    desk: FigureDesk = st.session_state[DESK]
    return desk


def hear() -> None:
    """Do what came up from the figure."""
    said = (st.session_state.get(VIEW) or {}).get("said") or []
    if opened_desk().hear(said, coder()):
        st.session_state.voiced = True
