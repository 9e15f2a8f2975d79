"""Bring in what another program holds of a study: how it is read, what is chosen, as one act."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coding.errors import CodingError
from coding.model import new_id
from coding.model.exchange import ForeignProject
from coding.pages.parts.coders import coder
from coding.pages.parts.columns import said_of_columns
from coding.pages.parts.exchange_choices import choose_what_comes
from coding.pages.parts.exchanged import came_from_file, keep_in_mind, said_of
from coding.pages.parts.files import dropped
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes, show_mistake
from coding.pages.parts.places import one_place
from coding.pages.parts.waiting import finished
from coding.pages.parts.widgets import tell
from coding.project import Project
from coding.project.exchange import ENDINGS, ExchangeChoices, FileHolds, HowToRead
from coding.project.import_codings import CodedSheet, Told

TABLES = (".csv", ".tsv", ".xlsx")
HOLDS = {
    FileHolds.CODINGS: "coded segments",
    FileHolds.ANSWERS: "answers to open questions",
    FileHolds.CODEBOOK: "a codebook",
}


def from_another_program(study: Project) -> None:
    """Let a project of another program be dropped, looked at, and brought in."""
    file = st.file_uploader(
        "Drop a project of another program here: NVivo, MAXQDA, ATLAS.ti, QualCoder, Taguette …",
        type=[ending.removeprefix(".") for ending in ENDINGS],
        key=f"exchange-{st.session_state.get('exchanged', 0)}",
        help="A REFI-QDA project (.qdpx) or codebook (.qdc), a Taguette or QualCoder database, a"
        " table, a Word document with comments, or a backup (.zip) of a colleague’s copy of this"
        " study. You see what is in it before anything comes in.",
    )
    if file is None:
        with one_place():
            came_from_file(study)
        return
    data, name = file.getvalue(), file.name
    with st.container(border=True, key="exchange"):
        with one_place():
            how = said_of_table(study, name, data, file.file_id)
        if how is None:
            return
        try:
            with one_place():
                job = finished(
                    study,
                    ("foreign", file.file_id, how),
                    f"Reading {name}",
                    lambda tell: _read(study, name, data, how),
                )
            if job is None:
                return
            foreign = job.outcome()
            plan = study.exchange.look(foreign)
            taken = choose_what_comes(study, foreign, plan, file.file_id)
            if taken is not None:
                bring_in(study, name, data, how, taken)
        except CodingError as fault:
            show_mistake(fault)


def _read(study: Project, name: str, data: bytes, how: HowToRead) -> ForeignProject:
    with dropped(study, name, data) as path:
        return study.exchange.read(path, name, how)


def said_of_table(study: Project, name: str, data: bytes, key: str) -> HowToRead | None:
    """Ask what a table holds, and its columns; other files say it themselves.

    Return None where the table cannot be read at all, which is said.
    """
    if Path(name).suffix.lower() not in TABLES:
        return HowToRead()
    chosen = st.segmented_control(
        "The table holds",
        list(HOLDS),
        format_func=lambda held: HOLDS[held],
        key=f"exchange-holds-{key}",
        help="Found out by what stands in it, unless you say so.",
    )
    if chosen is FileHolds.CODEBOOK:
        return HowToRead(holds=chosen)
    try:
        sheets = _columns(study, str(study.folder), study.log.revision(), name, data)
    except CodingError as fault:
        show_mistake(fault)
        return None
    with one_place():
        told: Told = {}
        if chosen or any(sheet.is_coded or sheet.has_answers for sheet in sheets):
            show(el("p", "note", "What its columns hold, as far as that can be seen:"))
            told = said_of_columns(sheets, f"exchange-{key}")
    first = st.checkbox(
        "Put words that stand several times in an interview at the first place",
        key=f"exchange-first-{key}",
        help="Without it they are listed, unless the order of the rows tells their places.",
    )
    return HowToRead(holds=chosen, told=tuple(told.items()), first=first)


@st.cache_data(max_entries=4, show_spinner="Reading …")
def _columns(
    _study: Project, folder: str, revision: int, name: str, data: bytes
) -> tuple[CodedSheet, ...]:
    """Read a dropped table's columns once for each state of the study."""
    with dropped(_study, name, data) as path:
        return _study.exchange.columns(path)


def bring_in(
    study: Project, name: str, data: bytes, how: HowToRead, choices: ExchangeChoices
) -> None:
    """Bring a file in as one act; say what came."""
    # Sources that are only kept lie in the file until they are copied: it is read once more.
    with (
        mistakes(),
        st.spinner("Bringing it in …"),
        dropped(study, name, data) as path,
    ):
        foreign = study.exchange.read(path, name, how)
        act = new_id()
        taken = study.exchange.take_in(foreign, choices, coder=coder(), act=act)
        st.session_state.exchanged = st.session_state.get("exchanged", 0) + 1
        keep_in_mind(act, name, taken)
        tell(f"{said_of(taken)} came in from {name}.")
