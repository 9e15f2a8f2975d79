"""Hand out the codebook for print."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from coding.model import EVERYTHING, CodingFilter
from coding.project import Project

KINDS = {"docx": "Word", "html": "Page (html)", "csv": "Table (csv)"}


def print_codebook(study: Project, through: CodingFilter) -> None:
    """Offer the codebook as files, made when asked for."""

    def made(suffix: str) -> Callable[[], bytes]:
        def make() -> bytes:
            with study.room() as folder:
                path = folder / f"codebook.{suffix}"
                study.codes.export(path, through=through)
                return path.read_bytes()

        return make

    with st.popover("Print"):
        for suffix, label in KINDS.items():
            st.download_button(
                label,
                data=made(suffix),
                file_name=f"codebook.{suffix}",
                key=f"codebook-{suffix}",
                on_click="ignore",
                width="stretch",
            )
        st.caption(
            "With counts of segments and interviews"
            + (", of what the filter lets through." if through != EVERYTHING else ".")
        )
