"""Hand out the codebook for print."""

from __future__ import annotations

from functools import partial

import streamlit as st

from coding.model import EVERYTHING, CodingFilter
from coding.pages.parts.files import save_button
from coding.project import Project

KINDS = {"docx": "Word", "html": "Page (html)", "csv": "Table (csv)"}


def print_codebook(study: Project, through: CodingFilter) -> None:
    """Offer the codebook as files, made when asked for."""

    write = partial(study.codes.export, through=through)

    with st.popover("Print"):
        for suffix, label in KINDS.items():
            save_button(study, label, f"codebook.{suffix}", write, key=f"codebook-{suffix}")
        st.caption(
            "With counts of segments and interviews"
            + (", of what the filter lets through." if through != EVERYTHING else ".")
        )
