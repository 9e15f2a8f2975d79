"""Hand the study out: to other programs, to spreadsheets, and as a page to read."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from coding.pages.parts.files import save_button
from coding.pages.parts.markup import el, show
from coding.project import Project

FOR_PROGRAMS = {"qdpx": "Whole study (.qdpx)", "qdc": "Codebook (.qdc)"}
FOR_TABLES = {"csv": "Codings (.csv)", "xlsx": "All tables (.xlsx)"}
FOR_READERS = {"html": "Page to read (.html)"}


def for_other_programs(study: Project) -> None:
    """Offer the study as files that other programs open, as tables, and as a page to read."""

    def write(suffix: str, path: Path) -> None:
        if suffix in FOR_PROGRAMS:
            study.exchange.write(path)
        else:
            study.archive.export(path, suffix)

    show(
        el(
            "p",
            "note",
            "For NVivo, MAXQDA, ATLAS.ti, QualCoder … and spreadsheets: interviews are called as"
            " here, and names in them are there. What only this program knows travels to other"
            " programs in memos. In the page nobody is named beside the words, and it opens without"
            " any program.",
        ),
        *(el("p", "note", said.replace("`", "")) for said in study.exchange.staying()),
    )
    with st.container(horizontal=True):
        for suffix, label in {**FOR_PROGRAMS, **FOR_TABLES, **FOR_READERS}.items():
            save_button(
                study,
                label,
                f"{study.folder.name}.{suffix}",
                partial(write, suffix),
                key=f"exchange-{suffix}",
                width="content",
            )
