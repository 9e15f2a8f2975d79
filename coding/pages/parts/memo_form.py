"""Let a note be written on something of the study."""

from __future__ import annotations

import streamlit as st

from coding.pages.parts.coders import coder
from coding.pages.parts.forms import OpenForm, Value, Version
from coding.project import Project


def memo_form(study: Project, kind: str, about: str, *, titled: bool = False) -> None:
    """Let a note be written on something; an emptied one is deleted.

    `titled` says that a heading stands above it already.
    """
    memo = next(iter(study.memos.all(kind=kind, about=about)), None)
    version = memo.version if memo else 0
    texts: dict[str, Value] = {"text": memo.text if memo else ""}
    form = OpenForm(f"memo-{kind}-{about}", texts, version=version, hold=True)

    def write(version: Version, key: str) -> None:
        study.memos.write(
            kind,
            about,
            form.now("text"),
            coder=coder(),
            key=key or (memo.id if memo else ""),
            version=int(version or 0),
        )

    form.area(
        "text",
        "Memo",
        placeholder="Questions, hunches, decisions: what you want to remember.",
        height=110,
        label_visibility="collapsed" if titled else "visible",
    )
    form.said()
    if st.button("Save the memo", key=f"keep-{form.key}"):
        form.keep(write, "Memo saved.")
    form.settle(write, "Memo saved.")
