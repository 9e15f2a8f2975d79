"""Let claims of a checked draft be bound, and what contradicts them be promised or kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from coding.components.draft import view
from coding.errors import CodingError
from coding.model import BindingChoice, Claim, Finding, Sense, Statement
from coding.pages.parts.widgets import coder, path_of, project
from coding.project import Project
from coding.project.drafts import Verified

VIEW, ACK, REFUSED = "draft", "draft-ack", "draft-refused"


@st.fragment
def claiming() -> None:
    """Show the draft beside the card of the claim that is chosen in it."""
    study = project()
    verified: Verified = st.session_state.verified["checked"]
    if place := st.session_state.pop("draft-open", ""):
        st.switch_page(path_of("annotate"), query_params={"transcript": place})
    bindings = study.drafts.bindings()
    if bindings != st.session_state.verified.get("bindings"):
        verified.bound(bindings)
        st.session_state.verified["bindings"] = bindings
    data = study.drafts.board(verified.report)
    data |= {"ack": st.session_state.get(ACK, 0), "refused": st.session_state.get(REFUSED, "")}
    view(data, key=VIEW, on_said=hear)
    if st.session_state.pop("claimed", False):
        st.rerun()  # what can be undone stands in the page's head


def hear() -> None:
    """Do what was done and is not done yet; what is refused is said, and the rest goes on."""
    study = project()
    for act in (st.session_state.get(VIEW) or {}).get("said") or []:
        if int(act["n"]) <= st.session_state.get(ACK, 0):
            continue
        st.session_state[ACK] = int(act["n"])
        st.session_state.pop(REFUSED, None)
        if act["act"] == "open":
            st.session_state["draft-open"] = str(act["transcript"])
            continue
        try:
            ACTS[act["act"]](study, act)
        except CodingError as error:
            st.session_state[REFUSED] = str(error)
        st.session_state.claimed = True


# ── acts ──


def _claim(key: str) -> Claim:
    verified: Verified = st.session_state.verified["checked"]
    return verified.report.claims[int(key[1:])]


def _finding(key: str) -> Finding:
    verified: Verified = st.session_state.verified["checked"]
    return verified.report.findings[int(key[1:])]


def _draft() -> str:
    verified: Verified = st.session_state.verified["checked"]
    return verified.report.draft.name


def _statement(said: Mapping[str, Any]) -> Statement | None:
    if said["choice"] != BindingChoice.FIGURE:
        return None
    figures: Sequence[str] = [str(figure).removeprefix("code:") for figure in said["figures"]]
    return Statement(Sense(said["sense"]), tuple(figures))


def _bind(study: Project, act: Mapping[str, Any]) -> None:
    study.drafts.bind(
        _claim(act["id"]),
        BindingChoice(act["choice"]),
        _statement(act),
        draft=_draft(),
        coder=coder(),
        version=int(act["version"]),
    )


def _bind_all(study: Project, act: Mapping[str, Any]) -> None:
    pairs = [(_claim(said["id"]), _statement(said)) for said in act["claims"]]
    stated = [(claim, statement) for claim, statement in pairs if statement is not None]
    study.drafts.bind_all(stated, draft=_draft(), coder=coder())


def _unbind(study: Project, act: Mapping[str, Any]) -> None:
    study.drafts.unbind(_claim(act["id"]), coder=coder(), version=int(act["version"]))


def _rule(study: Project, act: Mapping[str, Any]) -> None:
    study.drafts.rule(
        _finding(act["finding"]),
        str(act["decided"]),
        reason=str(act["reason"]),
        coder=coder(),
        version=int(act["version"]),
    )


def _reopen(study: Project, act: Mapping[str, Any]) -> None:
    study.drafts.reopen(_finding(act["finding"]), coder=coder(), version=int(act["version"]))


def _undo(study: Project, act: Mapping[str, Any]) -> None:
    study.log.undo(coder=coder(), redo=act["act"] == "redo")


ACTS: Mapping[str, Callable[[Project, Mapping[str, Any]], None]] = {
    "bind": _bind,
    "bind all": _bind_all,
    "unbind": _unbind,
    "rule": _rule,
    "reopen": _reopen,
    "undo": _undo,
    "redo": _undo,
}
