"""Let suggestions of single codes be switched off and on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from coding.model import Codebook
from coding.pages.parts.markup import el, show
from coding.pages.parts.widgets import coder, mistakes, tell
from coding.project import Project
from coding.project.suggestions import Settings

USUAL, OFF, ON = "as usual", "never", "even if mostly refused"


def codes_set_up(study: Project) -> None:
    """Let proposals of single codes be switched off and on, with what each code lacks."""
    book = study.codes.book()
    settings = study.suggestions.settings()
    fared = {trust.code: trust for trust in study.suggestions.trust()}
    gaps = study.suggestions.gaps()
    show(
        el(
            "p",
            "note",
            "A code whose suggestions are surely accepted less often than one time in five rests"
            " by itself. Say here what you want instead.",
        )
    )
    rows = pd.DataFrame(
        [
            {
                "Code": path_name(book, code.id),
                "Proposed": OFF
                if code.id in settings.off
                else ON
                if code.id in settings.on
                else USUAL,
                "Interviewer's words too": code.id in settings.asked,
                "So far": so_far(fared[code.id].shown, fared[code.id].accepted)
                + (" – rests" if fared[code.id].resting else ""),
                "The codebook lacks": ", ".join(
                    f"words in {language}"
                    for language, lacking in gaps.items()
                    if code.id in lacking
                ),
            }
            for code in book
        ]
    )
    edited = st.data_editor(
        rows,
        hide_index=True,
        height=min(640, 38 * (len(rows) + 1)),
        disabled=["Code", "So far", "The codebook lacks"],
        column_config={
            "Proposed": st.column_config.SelectboxColumn(options=[USUAL, OFF, ON], required=True),
            "Interviewer's words too": st.column_config.CheckboxColumn(
                help="Propose it for the interviewer's turns as well"
            ),
        },
        key=f"codes-{study.log.revision()}",
    )
    ids = [code.id for code in book]

    def chosen(what: str) -> frozenset[str]:
        return frozenset(i for i, v in zip(ids, edited["Proposed"], strict=True) if v == what)

    asked = edited["Interviewer's words too"]
    wanted = Settings(
        off=chosen(OFF),
        on=chosen(ON),
        asked=frozenset(i for i, v in zip(ids, asked, strict=True) if v),
        fine=settings.fine,
    )
    if st.button("Keep", type="primary", key="keep_codes", disabled=wanted == settings):
        with mistakes():
            study.suggestions.set_up(wanted, coder=coder())
            st.session_state.pop("batch", None)
            tell("Suggestions set up.")


def so_far(shown: int, accepted: int) -> str:
    """Say how a code's suggestions fared.

    >>> so_far(12, 9), so_far(0, 0)
    ('9 of 12 accepted', '')
    """
    return f"{accepted} of {shown} accepted" if shown else ""


def path_name(book: Codebook, code: str) -> str:
    """Return a code's name after that of the theme it belongs to."""
    return " › ".join(above.name for above in book.path(code))
