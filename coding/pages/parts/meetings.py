"""Show which codes lie on the same words, and how often."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from coding.model import Codebook
from coding.pages.parts.markup import el, show
from coding.pages.parts.widgets import LIGHT_FROM, escaped, heat, ink, plot
from coding.project import Project
from coding.project.look import tone
from coding.project.quotes import CoOccurrence

MOST = 10
MANY = 14


@st.cache_data(max_entries=8, show_spinner=False)
def count(_project: Project, folder: str, revision: int, themes: bool) -> CoOccurrence:
    """Count once for each state of the project."""
    return _project.quotes.co_occurrence(themes=themes)


def meetings(study: Project) -> None:
    """Show the table of codes that meet; a cell or a button leads to the quotes."""
    book = study.codes.book()
    themes = (
        st.segmented_control(
            "Count", ["Themes", "Codes"], default="Themes", required=True, key="level"
        )
        == "Themes"
    )
    counts = count(study, str(study.folder), study.log.revision(), themes)
    if not counts.pairs:
        show(el("p", "note", "No two codes lie on the same words yet."))
        return
    many = len(counts.codes) > MANY  # too many columns to leave room beside them
    left, right = (st.container(), st.container()) if many else st.columns([2.6, 1], gap="large")
    with left:
        show(el("p", "note", "How often two lie on the same words. Choose a square to read them."))
        plot(
            table(counts, book),
            "How often each two codes lie on the same words",
            key="meeting",
            on_select=take_cell,
            selection_mode="cell",
        )
    with right:
        st.header("Most often", anchor=False)
        often = sorted(counts.pairs.items(), key=lambda item: -item[1])[:MOST]
        with st.container(gap=None, key="often"):
            for (code, other), times in often:
                st.button(
                    f"{escaped(name(code, book))} and {escaped(name(other, book))} · {times}",
                    key=f"meet-{code}-{other}",
                    type="tertiary",
                    wrap=True,
                    on_click=go,
                    args=(code, other),
                )


def name(code: str, book: Codebook) -> str:
    """Return a code's name, or its id if it has left the codebook."""
    return book.called.get(code, code)


def table(counts: CoOccurrence, book: Codebook) -> alt.LayerChart:
    """Draw the table as squares, darker for more."""
    names = {code: name(code, book) for code in counts.codes}
    rows = pd.DataFrame(
        [
            {
                "a": code,
                "b": other,
                "one": names[code],
                "other": names[other],
                "times": counts.count(code, other),
            }
            for code in counts.codes
            for other in counts.codes
            if code != other
        ]
    )
    order = [names[code] for code in counts.codes]
    most = max(counts.pairs.values())
    small = len(order) > MANY
    plain = {
        "labelLimit": 220,
        "ticks": False,
        "domain": False,
        "labelOverlap": False,
        "labelColor": ink(),
    }
    base = alt.Chart(rows).encode(
        x=alt.X(
            "other:N", sort=order, title=None, axis={**plain, "labelAngle": -40, "orient": "top"}
        ),
        y=alt.Y("one:N", sort=order, title=None, axis=plain),
    )
    pick = alt.selection_point(name="cell", fields=["a", "b"], empty=False)
    squares = (
        base.mark_rect(cornerRadius=3, cursor="pointer")
        .encode(
            color=alt.Color(
                "times:Q",
                scale=alt.Scale(domain=[0, most], range=heat()),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("one:N", title="code"),
                alt.Tooltip("other:N", title="and"),
                alt.Tooltip("times:Q", title="times"),
            ],
        )
        .add_params(pick)
    )
    numbers = (
        base.transform_filter("datum.times > 0")
        .mark_text(fontSize=10 if small else 12)
        .encode(
            text="times:Q",
            color=alt.condition(
                f"datum.times > {most * LIGHT_FROM}", alt.value(tone("on-heat")), alt.value(ink())
            ),
        )
    )
    step = 26 if small else 44
    return alt.LayerChart(layer=[squares, numbers], height=alt.Step(step))


def take_cell() -> None:
    """Ask for the two codes of the square that was chosen."""
    chosen = st.session_state.meeting["selection"].get("cell") or []
    if chosen:
        go(chosen[0]["a"], chosen[0]["b"])


def go(code: str, other: str) -> None:
    """Turn to the quotes with both codes."""
    st.session_state.all_of = [code, other]
    for key in ("any_of", "none_of"):
        st.session_state[key] = []
    st.session_state.written = ""
    st.session_state.view = "find"
