"""Let somebody choose the rows of the joint display, their order and the headings over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from coding.components.rows import view
from coding.pages.parts.coders import coder
from coding.pages.parts.mistakes import refusals
from coding.pages.parts.opened import project
from coding.pages.parts.places import one_place
from coding.pages.parts.strayed import part
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.joint import Display, Row, items_from, question_name

VIEW, ACK, OWN = "display-rows", "display-rows-ack", "display-rows-own"
REFUSED = "display-rows-refused"


@part()
def choose_rows() -> None:
    """Show the rows as a list to drag; what is done to it is an act to undo."""
    study = project()
    display = study.joint.display()
    with one_place():
        view(
            {
                "ack": st.session_state.get(ACK, 0),
                "refused": st.session_state.get(REFUSED, 0),
                "version": display.layout.version,
                "chosen": display.layout.items is not None,
                "items": listed(display),
                "left": [_row(row) for row in display.more],
            },
            key=VIEW,
            on_said=hear,
        )
    if st.session_state.pop("arranged", False):
        st.rerun()  # Undo, and what is said above


def listed(display: Display) -> list[dict[str, str]]:
    """Return rows and headings in their order, as the list shows them."""
    rows = {row.question.id: row for row in display.rows}
    items = display.layout.items
    if items is None:
        return [_row(row) for row in display.rows]
    return [
        _row(rows[item.question])
        if item.question in rows
        else _item(item.question or f"heading {place}", "row" if item.question else "heading",
                   item.heading or item.question, "in no survey any more" if item.question else "")
        for place, item in enumerate(items)
    ]  # fmt: skip


def _row(row: Row) -> dict[str, str]:
    quotes, themes = len(row.quotes), len(row.themes)
    beside = [
        counted(quotes, "quote") if quotes else "",
        counted(themes, "theme") if themes else "",
    ]
    note = " · ".join(filter(None, [row.question.ref, *beside]))
    return _item(row.question.id, "row", question_name(row.question), note)


def _item(key: str, kind: str, text: str, note: str) -> dict[str, str]:
    return {"key": key, "kind": kind, "text": text, "note": note}


def hear() -> None:
    """Keep the list as each act has left it; what somebody else arranged is not written over.

    Several acts may be made of one version before the page has answered: those between are one's
    own, and the list holds what all of them did. They count as that only as long as what stands
    there is what the last of them made: after an undo somebody else may have come to its number.
    """
    for said in (st.session_state.get(VIEW) or {}).get("said") or []:
        if int(said["n"]) > st.session_state.get(ACK, 0):
            st.session_state[ACK] = int(said["n"])
            st.session_state.arranged = True
            _arrange(project(), said)


def _arrange(study: Project, said: Mapping[str, Any]) -> None:
    version, own = int(said["version"]), st.session_state.setdefault(OWN, {})
    st.session_state[REFUSED] = int(said["n"])
    with refusals():
        there = study.joint.layout()
        between = range(version + 1, there.version + 1)
        if (
            between
            and all(number in own for number in between)
            and own.get(there.version) == there.items
        ):
            version = there.version
        items = None if said["items"] is None else items_from(said["items"])
        study.joint.arrange(items, coder=coder(), version=version)
        st.session_state[REFUSED] = 0
        made = study.joint.layout()
        if made.version == version + 1:
            own[made.version] = made.items
