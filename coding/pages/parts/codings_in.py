"""Take codings in from a spreadsheet: its columns, where the passages stand, one act."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from coding.errors import CodingError
from coding.model import new_id
from coding.pages.parts.coders import coder
from coding.pages.parts.columns import said_of_columns
from coding.pages.parts.files import dropped
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes, show_mistake
from coding.pages.parts.reading_notes import how_it_was_read
from coding.pages.parts.widgets import tell
from coding.pages.parts.wording import counted, escaped
from coding.project import Project
from coding.project.import_codings import CodedSheet, PlannedCodings, Told

ROW, WHY, INTERVIEW, WORDS, CODE, BY = "Row", "Why", "Interview", "Words", "Code", "Coder"
SHOWN = 8
_TIMES = "times in the transcript"


@st.cache_data(max_entries=4, show_spinner="Reading …")
def read(
    _study: Project, folder: str, revision: int, name: str, data: bytes, told: Told
) -> tuple[CodedSheet, ...]:
    """Read a dropped table once for each state of the study, and of what was said of it."""
    with dropped(_study, name, data) as path:
        return _study.codings.look_at_table(path, told=told)


def codings_in(study: Project) -> None:
    """Let a table of codings be dropped, its columns be said, and its codings be taken in."""
    file = st.file_uploader(
        "Drop a table of codings here: .csv, .xlsx",
        type=["csv", "tsv", "xlsx"],
        key=f"codings-in-{st.session_state.get('codings_in', 0)}",
        help="One row for each coded segment: interview, words, codes, coder. What its columns"
        " hold is shown before anything comes in.",
    )
    if file is None:
        return
    state = (str(study.folder), study.log.revision(), file.name, file.getvalue())
    try:
        with st.container(border=True, key="codings-in"):
            told = said_of_columns(read(study, *state, {}), file.file_id)
            planned(study, read(study, *state, told), file.name, file.file_id)
    except CodingError as fault:
        show_mistake(fault)


def planned(study: Project, sheets: tuple[CodedSheet, ...], name: str, key: str) -> None:
    """Show what would come in of a table as its columns are said; take it in when told."""
    new_codes = st.session_state.get(f"new-codes-{key}", False)
    first = st.session_state.get(f"first-{key}", False)
    plan = study.codings.plan_table(
        sheets, coder=coder(), name=name, first=first, new_codes=new_codes
    )
    summary(plan)
    if plan.unknown:
        many = counted(len(plan.unknown), "code")
        listed = ", ".join(list(plan.unknown)[:SHOWN]) + (" …" if len(plan.unknown) > SHOWN else "")
        st.checkbox(
            f"Add {many} that the codebook does not have: {escaped(listed)}",
            key=f"new-codes-{key}",
        )
    if first or any(_TIMES in fault.message for _, fault in plan.failed):
        st.checkbox(
            "Put words that stand several times at the first place that the rows leave",
            key=f"first-{key}",
        )
    passages(study, plan)
    refused(plan)
    fresh = len(plan.ready) - plan.there
    if not fresh:
        return
    if st.button(f"Take in {counted(fresh, 'coding')}", type="primary", key="take-codings"):
        with mistakes():
            report = study.codings.take_table(plan, coder=coder(), name=name, act=new_id())
            st.session_state.codings_in = st.session_state.get("codings_in", 0) + 1
            tell(f"{counted(report.added, 'coding')} taken in from {name}.")


def summary(plan: PlannedCodings) -> None:
    """Say in a line what would come in, and below how it was read."""
    fresh = len(plan.ready) - plan.there
    where = len({coding.transcript for _, coding in plan.ready})
    said = [f"{counted(fresh, 'coding')} would come in, in {counted(where, 'interview')}"]
    if plan.there:
        said.append(f"{plan.there} are in already")
    if plan.failed:
        rows = counted(len(plan.failed), "row")
        said.append(f"{rows} cannot be used as {'it stands' if rows == '1 row' else 'they stand'}")
    show(el("p", "lead", "; ".join(said) + "."))
    how_it_was_read(plan.notes)


def passages(study: Project, plan: PlannedCodings) -> None:
    """Show the first codings as they would be."""
    if not plan.ready:
        return
    names = {info.id: info.name for info in study.transcripts.all()}
    book = study.codes.book()
    called = {code.id: code.name for code in plan.codes} | {code.id: code.name for code in book}
    st.dataframe(
        pd.DataFrame(
            [
                {
                    ROW: number,
                    INTERVIEW: names[coding.transcript],
                    WORDS: " ".join(coding.text.split()),
                    CODE: called[coding.code],
                    BY: coding.coder,
                }
                for number, coding in plan.ready[:SHOWN]
            ]
        ),
        hide_index=True,
        alt="The first codings as they would be",
    )


def refused(plan: PlannedCodings) -> None:
    """List the rows that cannot be used, with why."""
    if not plan.failed:
        return
    st.dataframe(
        pd.DataFrame([{ROW: number, WHY: fault.told} for number, fault in plan.failed]),
        hide_index=True,
        alt="The rows that cannot be used",
        column_config={
            ROW: st.column_config.NumberColumn(ROW, format="%d", width="small"),
            WHY: st.column_config.TextColumn(WHY, width="large"),
        },
    )
