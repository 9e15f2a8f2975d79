"""Hand out the codebook for print."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coding.model import EVERYTHING, CodingFilter
from coding.pages.parts.handing_out import what_was_written
from coding.project import Project

KINDS = {"docx": "Word", "html": "Page (html)", "csv": "Table (csv)"}


def print_codebook(study: Project, through: CodingFilter) -> None:
    """Lead to the codebook as files, made when asked for."""

    def write(path: Path, _: bool) -> None:
        study.codes.export(path, through=through)

    if st.button("Print …", key="print-codebook"):
        let = ", of what the filter lets through" if through != EVERYTHING else ""
        told = f"The codebook with counts of segments and interviews{let}."
        what_was_written(study, "codebook", told, study.codes.written, write, KINDS, named=False)
