"""Let claims of a checked draft be bound, and what contradicts them be promised or kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from coding.components.draft import view
from coding.errors import CodingError, Conflict, NotFound
from coding.model import BindingChoice, Claim, Finding, Sense, Statement
from coding.pages.parts.opened import project
from coding.pages.parts.strayed import part
from coding.pages.parts.view_acts import Said, ViewActs, hear, show_head_anew
from coding.project import Project
from coding.project.drafts import Verified

VIEW = "draft"


class ClaimActs(ViewActs):
    """What is done at a checked draft.

    Acts carry the versions they were seen with, so that a decision of somebody else in the
    meantime is told and not overwritten.
    """

    def __init__(self, study: Project, verified: Verified) -> None:
        super().__init__(study)
        self.verified = verified
        self.bindings = study.drafts.bindings()
        self.clash: dict[str, Any] = {}
        """An act that was refused since somebody else had decided, who and when."""

    def data(self) -> dict[str, Any]:
        """Return the draft with its claims as they are now, whoever has decided about them."""
        bindings = self.study.drafts.bindings()
        if bindings != self.bindings:
            self.bindings = bindings
            self.verified.bound(bindings)
        return {**super().data(), "clash": self.clash}

    def board(self) -> dict[str, Any]:
        """Return the draft with its claims."""
        return self.study.drafts.board(self.verified.report)

    def hear(self, acts: Sequence[Said], coder: str) -> bool:
        """Do what is not done yet; say whether there was any."""
        if any(int(act["n"]) > self.ack for act in acts):
            self.clash = {}
        return super().hear(acts, coder)

    def refuse(self, act: Said, error: CodingError) -> None:
        """Say what was refused; where somebody else had decided, with who and when."""
        super().refuse(act, error)
        if isinstance(error, Conflict):
            self.clash = {"act": dict(act), "by": error.by, "at": error.at}

    def do(self, act: Said, coder: str) -> None:
        """Do one act; raises CodingError."""
        drafts = self.study.drafts
        version = int(act.get("version", 0))
        match act["act"]:
            case "open":
                self.page, self.place = "annotate", {"transcript": str(act["transcript"])}
            case "voices":
                self.page, self.place = "figure", {"figure": str(act["figure"])}
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


@part()
def claiming() -> None:
    """Show the draft beside the card of the claim that is chosen in it."""
    acts = opened()
    view(acts.data(), key=VIEW, on_said=lambda: hear(VIEW, acts))
    acts.turn()
    show_head_anew(VIEW)


def opened() -> ClaimActs:
    """Return what is done at the draft that was checked last in this tab."""
    kept = st.session_state.verified
    if "acts" not in kept:
        kept["acts"] = ClaimActs(project(), kept["checked"])
    acts: ClaimActs = kept["acts"]
    return acts
