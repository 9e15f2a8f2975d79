"""Let quotes be placed beside a figure, themes be judged, and both be put into the report."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import streamlit as st

from coding.components.voices import view
from coding.errors import NotFound
from coding.model import Codebook
from coding.pages.parts.handing_out import as_sent, decide_first, held_back
from coding.pages.parts.opened import project
from coding.pages.parts.strayed import part
from coding.pages.parts.view_acts import Said, ViewActs, hear, show_head_anew
from coding.pages.parts.wording import mistake
from coding.project import Project
from coding.project.codes import color_of
from coding.project.figure_board import figure_board, figures_in_order, index_board

VIEW, ACTS, FIGURE, QUOTE = "voices", "figure-acts", "figure", "quote"
ASKED = "figure-asked"


class FigureActs(ViewActs):
    """What is done at a figure."""

    def __init__(self, study: Project) -> None:
        super().__init__(study)
        self.figure = ""
        self.quote = ""
        """The coding of the quote from which somebody came."""
        self.held = False
        """Whether somebody wants the report and has something to decide first."""

    def state(self) -> Hashable:
        """Return what is looked at, and the state of the study and its survey."""
        return self.figure, self.quote, self.study.log.revision(), self.study.survey.stamp()

    def board(self) -> dict[str, Any]:
        """Return the figure, or all of them if it is gone."""
        book = self.study.codes.book()
        try:
            board = self._figure() if self.figure else None
        except NotFound as error:
            self.figure, self.refused, board = "", mistake(error), None
        return {
            **(board or index_board(self.study)),
            "names": dict(book.called),
            "colors": colors(book),
        }

    def _figure(self) -> dict[str, Any]:
        return figure_board(self.study, self.figure, first=self.quote)

    def do(self, act: Said, coder: str) -> None:
        """Do one act; raises CodingError."""
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


@part()
def voicing() -> None:
    """Show the figure that the address names, or all figures."""
    acts = opened()
    asked = str(st.query_params.get(FIGURE, ""))
    address = (asked, str(st.query_params.get(QUOTE, "")))
    if address != st.session_state.get(ASKED):
        st.session_state[ASKED] = address
        acts.figure, acts.quote = address
    data = acts.data()
    if acts.figure != asked:
        st.session_state[ASKED] = (acts.figure, address[1] if acts.figure else "")
        if acts.figure:
            st.query_params[FIGURE] = acts.figure
        else:
            st.query_params.clear()
    view(data, key=VIEW, on_said=lambda: hear(VIEW, acts))
    acts.turn()
    if acts.held:
        acts.held = False
        decide_first(acts.study, "docx")
    else:
        show_head_anew(VIEW)


def opened() -> FigureActs:
    """Return what is done in this tab."""
    if ACTS not in st.session_state:
        st.session_state[ACTS] = FigureActs(project())
    acts: FigureActs = st.session_state[ACTS]
    return acts
