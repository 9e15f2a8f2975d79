"""Put the report together: order what stands in its sections, word it, see who is heard."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import streamlit as st

from coding.components.outline import view
from coding.errors import CodingError, Conflict
from coding.model import PrintedLanguages
from coding.pages.parts.baskets import beside, edit
from coding.pages.parts.coders import coder
from coding.pages.parts.company import dialog
from coding.pages.parts.handing_out import as_sent, decide_first, held_back
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.strayed import part
from coding.pages.parts.view_acts import Said, ViewActs, hear, show_head_anew
from coding.pages.parts.widgets import tell
from coding.project import Project
from coding.project.outline_board import outline_board

VIEW, ACTS = "outline", "outline-acts"


class OutlineActs(ViewActs):
    """What is done in the outline."""

    def __init__(self, study: Project) -> None:
        super().__init__(study)
        self.asks = ("", "")
        """The dialog that somebody wants (edit, beside, figure, export), and of what."""

    def state(self) -> Hashable:
        """Return the state of the study and its survey."""
        return self.study.log.revision(), self.study.survey.stamp()

    def board(self) -> dict[str, Any]:
        """Return the outline."""
        return outline_board(self.study)

    def refuse(self, act: Said, error: CodingError) -> None:
        """Say what was refused; where somebody else was quicker, with both texts."""
        super().refuse(act, error)
        for _, mine, theirs in error.clashes if isinstance(error, Conflict) else ():
            self.refused += f" There stands “{theirs}”, yours is “{mine}”."

    def do(self, act: Said, coder: str) -> None:
        """Do one act; raises CodingError."""
        outline, baskets = self.study.outline, self.study.baskets
        match act["act"]:
            case "edit" | "beside" | "figure":
                self.asks = (act["act"], str(act.get("item") or act.get("section")))
            case "languages":
                self._print_in(act, coder)
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

    def _print_in(self, act: Said, coder: str) -> None:
        """Choose the language of all quotes of interviews in two, or of one."""
        chosen = PrintedLanguages(act["languages"]) if act["languages"] else None
        if item := str(act.get("item", "")):
            version = int(act["version"])
            self.study.baskets.print_in(item, chosen, coder=coder, version=version)
        elif chosen:
            self.study.outline.print_in(chosen, coder=coder)


@part()
def outlining() -> None:
    """Show the outline, and the dialogs that it asks for."""
    acts = opened()
    view(acts.data(), key=VIEW, on_said=lambda: hear(VIEW, acts))
    acts.turn()
    (kind, of), acts.asks = acts.asks, ("", "")
    if kind in ("edit", "beside"):
        picks = {p.id: p for basket in acts.study.baskets.all() for p in basket.picks}
        if pick := picks.get(of):
            quote = acts.study.quotes.of([pick.coding]).get(pick.coding)
            if quote:
                (edit if kind == "edit" else beside)(acts.study, pick, quote)
    elif kind == "figure":
        add_figure(acts.study, of)
    elif kind == "export":
        decide_first(acts.study, of)
    else:
        show_head_anew(VIEW)


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


def opened() -> OutlineActs:
    """Return what is done in this tab."""
    if ACTS not in st.session_state:
        st.session_state[ACTS] = OutlineActs(project())
    acts: OutlineActs = st.session_state[ACTS]
    return acts
