"""Show how much each participant, interview or group has on each code, and the quotes of a cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

from coding.model import CodingFilter
from coding.pages.parts.charts import heat, ink, names_fit, on_heat, plot
from coding.pages.parts.files import save_button
from coding.pages.parts.markup import el, show
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.cases import TRANSCRIPT, Count, Matrix, MatrixCell, value_of
from coding.project.joint import Display

ROOMS = ((11, "as-it-is"), (20, "some"), (40, "many"))
"""Columns up to which a width does."""

MOST_QUOTES = 20
"""Quotes of a cell that are shown at once."""


def covered(study: Project, display: Display, through: CodingFilter) -> None:
    """Show how much each participant, interview or group has on each code; a cell opens quotes."""
    attributes = list(dict.fromkeys(k for p in display.participants for k in p.attributes))
    with st.container(horizontal=True, vertical_alignment="bottom", key="cover_tools"):
        by = st.selectbox(
            "By",
            ["", TRANSCRIPT, *attributes],
            format_func=lambda k: {"": "participant", TRANSCRIPT: "interview"}.get(k, k),
            key="cover",
            width=220,
        )
        count = st.segmented_control(
            "Counted", list(Count), default=Count.SEGMENTS, required=True, key="cover_count"
        )
        matrix_out(study, display, by, Count(count or Count.SEGMENTS), through)
    found = study.cases.matrix(by, through=through)
    if not found.codes:
        show(el("p", "note", "Nothing is coded yet."))
        return
    called = study.cases.called(by, ids=True)
    if not by:
        called = {p.id: p.pseudonym or p.id for p in display.participants}
    squares(study, found, called, Count(count or Count.SEGMENTS))
    with st.container(horizontal=True, vertical_alignment="bottom", key="cover_cell"):
        code = st.selectbox(
            "Code",
            [code.id for code in found.codes],
            format_func=study.codes.book().called.__getitem__,
            key=f"cover_code-{by}",
        )
        case = st.selectbox(
            "Of whom",
            list(found.cases),
            format_func=lambda k: called.get(k, k),
            key=f"cover_case-{by}",
        )
    quotes_in(study, found.cell(code, case))


def quotes_in(study: Project, cell: MatrixCell) -> None:
    """Show the quotes of a cell: as many as it counts, one for each segment."""
    found = study.quotes.of(cell.firsts)
    quotes = [found[coding] for coding in cell.firsts if coding in found]
    show(
        el("p", "note", f"{counted(cell.segments, 'segment')}, {counted(cell.words, 'word')}."),
        *(
            el(
                "div",
                "placed",
                el("blockquote", "quote-small", quote.words),
                el("div", "by", el("cite", "", quote.attribution or "No attributes yet")),
            )
            for quote in quotes[:MOST_QUOTES]
        ),
    )
    more = len(quotes) - MOST_QUOTES
    show(el("p", "note", f"And {more} more, on the Quotes page.") if more > 0 else "")


def squares(study: Project, found: Matrix, called: Mapping[str, str], count: Count) -> None:
    """Draw codes by cases; a click on a square opens its quotes."""
    book = study.codes.book()
    rows = pd.DataFrame(
        [
            {
                "code": "\u2003" * (len(book.path(code.id)) - 1) + book.called[code.id],
                "who": called.get(case, case),
                "number": value_of(cell, count),
                "code id": code.id,
                "case": case,
                "told": f"{book.called[code.id]}, {called.get(case, case)}: {in_it(cell)}",
            }
            for code in found.codes
            for case in found.cases
            for cell in [found.cell(code.id, case)]
        ]
    )
    most = max(1, int(rows["number"].max()))
    plain = {"ticks": False, "domain": False, "labelOverlap": False}
    crowded = f"width < {64 * len(found.cases)}"  # names would run into each other
    narrow = f"width < {10 * len(found.cases)}"
    turned = {
        "labelAngle": alt.ExprRef(f"{crowded} ? -60 : 0"),
        "labelAlign": alt.ExprRef(f"{crowded} ? 'left' : 'center'"),
        # Where a column is narrower than a line of letters, names would lie on one another.
        "labelOpacity": alt.ExprRef(f"{narrow} ? 0 : 1"),
        "labelLimit": alt.ExprRef(f"{narrow} ? 1 : 260"),
    }
    whole = alt.Chart(rows).encode(
        x=alt.X(
            "who:N",
            sort=None,
            title=None,
            axis={**plain, **turned, "orient": "top"},
        ),
        y=alt.Y("code:N", sort=None, title=None, axis={**plain, "labelLimit": names_fit()}),
    )
    drawn = (
        whole.mark_rect(cornerRadius=3, cursor="pointer")
        .encode(
            color=alt.Color(
                "number:Q", scale=alt.Scale(domain=[0, most], range=heat()), legend=None
            ),
            tooltip="told:N",  # put together in the window, it took half of what the chart takes
        )
        .add_params(alt.selection_point(name="square", fields=["code id", "case"], empty=False))
    )
    numbers = (
        whole.transform_filter("datum.number > 0")
        .mark_text(
            color=on_heat(),
            # Where digits have no room in their square, its colour says what it can.
            opacity=alt.ExprRef(f"width < {6 * len(str(most)) * len(found.cases)} ? 0 : 1"),
        )
        .encode(text="number:Q")
    )
    chart = alt.LayerChart(layer=[drawn, numbers], height=alt.Step(24))
    chart = chart.configure_axis(labelColor=ink(), titleColor=ink())
    with st.container(key=f"squares-{room(len(found.cases))}"):
        plot(
            chart,
            f"{count} on each code, by participant, interview or group",
            key="cover_squares",
            on_select=take_square,
            selection_mode="square",
        )


def in_it(cell: MatrixCell) -> str:
    """Say what a cell holds.

    >>> in_it(MatrixCell(segments=1, words=40, people=("P1", "P2")))
    '1 segment, 40 words, 2 people'
    """
    people = counted(len(cell.people), "person", "people")
    return f"{counted(cell.segments, 'segment')}, {counted(cell.words, 'word')}, {people}"


def room(columns: int) -> str:
    """Return what the style sheet calls the least width of so many columns of squares.

    On a screen that has less, they are moved sideways.

    >>> room(6), room(20), room(40), room(400)
    ('as-it-is', 'some', 'many', 'most')
    """
    return next((name for most, name in ROOMS if columns <= most), "most")


def take_square() -> None:
    """Open the square that was clicked."""
    chosen, by = st.session_state.cover_squares.selection.square, st.session_state.cover
    if chosen:
        st.session_state[f"cover_code-{by}"] = chosen[0]["code id"]
        st.session_state[f"cover_case-{by}"] = chosen[0]["case"]


def matrix_out(
    study: Project, display: Display, by: str, count: Count, through: CodingFilter
) -> None:
    """Offer what is covered as a table or for SPSS and R, and figures by stance."""
    with st.popover("Export"):
        ids = st.checkbox("With names of people and interviews: not for readers", key="cover_ids")

        def matrix(path: Path) -> None:
            study.cases.export(path, by, count=count, ids=ids, through=through)

        def stances(path: Path) -> None:
            study.joint.export_stances(path, display)

        for label, name, write in (
            ("Codes (xlsx)", "codes.xlsx", matrix),
            ("Codes (csv)", "codes.csv", matrix),
            ("Codes for SPSS and R (sav)", "codes.sav", matrix),
            ("Figures by stance (xlsx)", "stances.xlsx", stances),
        ):
            save_button(study, label, name, write, key=f"matrix-{name}")
