"""Let claims of a checked draft be bound, and what contradicts them be promised or kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from coding.components.draft import view
from coding.errors import CodingError, Conflict, NotFound
from coding.model import BindingChoice, Claim, Finding, Sense, Statement
from coding.pages.parts.coders import coder
from coding.pages.parts.opened import project
from coding.pages.parts.widgets import path_of
from coding.project import Project
from coding.project.drafts import Verified

VIEW = "draft"
Said = Mapping[str, Any]


class ClaimDesk:
    """What is done at a checked draft: each act once, in order; what is refused is said.

    Acts carry the versions they were seen with, so that a decision of somebody else in the
    meantime is told and not overwritten.
    """

    def __init__(self, study: Project, verified: Verified) -> None:
        self.study = study
        self.verified = verified
        self.bindings = study.drafts.bindings()
        self.ack = 0
        self.refused = ""
        self.clash: dict[str, Any] = {}
        """An act that was refused since somebody else had decided, who and when."""
        self.place = ""
        """The transcript that somebody wants to see."""
        self.figure = ""
        """The figure whose voices somebody wants to see."""

    def data(self) -> dict[str, Any]:
        """Return the draft with its claims as they are now, whoever has decided about them."""
        bindings = self.study.drafts.bindings()
        if bindings != self.bindings:
            self.bindings = bindings
            self.verified.bound(bindings)
        board = self.study.drafts.board(self.verified.report)
        return {**board, "ack": self.ack, "refused": self.refused, "clash": self.clash}

    def hear(self, acts: Sequence[Said], coder: str) -> bool:
        """Do what is not done yet; say whether there was any."""
        new = [act for act in acts if int(act["n"]) > self.ack]
        if new:
            self.refused, self.clash = "", {}
        for act in new:
            self.ack = int(act["n"])
            try:
                self._do(act, coder)
            except Conflict as error:
                self.refused = str(error)
                self.clash = {"act": dict(act), "by": error.by, "at": error.at}
            except CodingError as error:
                self.refused = str(error)
        return bool(new)

    def _do(self, act: Said, coder: str) -> None:
        drafts = self.study.drafts
        version = int(act.get("version", 0))
        match act["act"]:
            case "open":
                self.place = str(act["transcript"])
            case "voices":
                self.figure = str(act["figure"])
            case "undo" | "redo":
                self.study.log.undo(coder=coder, redo=act["act"] == "redo")
            case "bind":
                claim, choice = self._claim(act), BindingChoice(act["choice"])
                stated, draft = _statement(act), self.verified.report.draft.name
                drafts.bind(claim, choice, stated, draft=draft, coder=coder, version=version)
            case "bind all":
                pairs = [(self._claim(said), _statement(said)) for said in act["claims"]]
                known = [(claim, stated) for claim, stated in pairs if stated is not None]
                drafts.bind_all(known, draft=self.verified.report.draft.name, coder=coder)
            case "unbind":
                drafts.unbind(self._claim(act), coder=coder, version=version)
            case "rule":
                finding, reason = self._finding(act), str(act["reason"])
                drafts.rule(finding, act["decided"], reason=reason, coder=coder, version=version)
            case "reopen":
                drafts.reopen(self._finding(act), coder=coder, version=version)

    def _claim(self, said: Said) -> Claim:
        return self.verified.report.claims[int(said["id"][1:])]

    def _finding(self, said: Said) -> Finding:
        """Return the finding of a key: what it is numbered changes with each binding."""
        for finding in self.verified.report.findings:
            if finding.key == said["finding"]:
                return finding
        raise NotFound("this is not found any more", hint="What was bound since has settled it.")


def _statement(said: Said) -> Statement | None:
    if said["choice"] != BindingChoice.FIGURE:
        return None
    return Statement(Sense(said["sense"]), tuple(map(str, said["figures"])))


@st.fragment
def claiming() -> None:
    """Show the draft beside the card of the claim that is chosen in it."""
    desk = opened_desk()
    view(desk.data(), key=VIEW, on_said=hear)
    if desk.place:
        place, desk.place = desk.place, ""
        st.switch_page(path_of("annotate"), query_params={"transcript": place})
    if desk.figure:
        figure, desk.figure = desk.figure, ""
        st.switch_page(path_of("figure"), query_params={"figure": figure})
    if st.session_state.pop("claimed", False):
        st.rerun()  # what can be undone stands in the page's head


def opened_desk() -> ClaimDesk:
    """Return the desk of the draft that was checked last in this tab."""
    kept = st.session_state.verified
    if "desk" not in kept:
        kept["desk"] = ClaimDesk(project(), kept["checked"])
    desk: ClaimDesk = kept["desk"]
    return desk


def hear() -> None:
    """Do what came up from the draft."""
    said = (st.session_state.get(VIEW) or {}).get("said") or []
    if opened_desk().hear(said, coder()):
        st.session_state.claimed = True
