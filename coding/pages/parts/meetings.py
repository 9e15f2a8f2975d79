"""Show which codes meet, on the same words or near each other, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import altair as alt
import pandas as pd
import streamlit as st

from coding.model import Codebook, CodingFilter
from coding.pages.parts.charts import heat, ink, names_fit, on_heat, plot
from coding.pages.parts.files import save_button
from coding.pages.parts.filtering import filter_of, key_of
from coding.pages.parts.markup import chip, el, show, way
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import section, sheet
from coding.pages.parts.wording import counted, escaped
from coding.project import Project
from coding.project.meetings import CoOccurrence

MOST = 10
MANY = 14
UNREADABLE = 30
"""Of more codes the squares are too small for numbers; they stand in the tips."""

SLANTING = 24
"""Pixels of a column over which a slanting name does not lie on the next."""

FEW_READ = 12
"""Meetings that are read below the table at once."""

NEAR: Mapping[str, int | None] = MappingProxyType(
    {
        "on the same words": None,
        "in one turn": 0,
        **{f"within {n} turn{'s' if n > 1 else ''}": n for n in (1, 3, 5)},
    }
)
"""How near two have to be to meet."""


@st.cache_resource(max_entries=8, show_spinner=False)
def count(
    _project: Project, folder: str, revision: int, themes: bool, within: int | None, through: str
) -> CoOccurrence:
    """Count once for each state of the project and filter."""
    return _project.meetings.count(themes=themes, within=within, through=filter_of(through))


def meetings(study: Project, through: CodingFilter) -> None:
    """Show the table of codes that meet; a cell or a button leads to where they do."""
    book = study.codes.book()
    with st.container(horizontal=True, vertical_alignment="bottom", key="meet_tools"):
        level = st.segmented_control(
            "Count", ["Themes", "Codes"], default="Themes", required=True, key="level"
        )
        near = st.segmented_control(
            "Meeting", list(NEAR), default="on the same words", required=True, key="near"
        )
        themes, within = level == "Themes", NEAR[near or "on the same words"]
        write = partial(study.meetings.export, themes=themes, within=within, through=through)
        save_button(
            study, "Table (csv)", "meetings.csv", write, key="meetings_csv", width="content"
        )
    counts = count(study, str(study.folder), study.log.revision(), themes, within, key_of(through))
    if not counts.pairs:
        said = "lie on the same words" if within is None else "are so near each other"
        show(el("p", "note", f"No two {'themes' if themes else 'codes'} {said} yet."))
        return
    many = len(counts.codes) > MANY  # too many columns to leave room beside them
    if many:
        right, left = st.container(), st.container()
    else:
        left, right = st.columns([2.6, 1], gap="large")
    with left:
        show(el("p", "note", lead(within)))
        plot(
            table(counts, book),
            f"How often each two codes meet {near}",
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
    with one_place():
        if within is not None:
            read(study, book, through, themes=themes, within=within)


def lead(within: int | None) -> str:
    """Say what a number of the table counts."""
    if within is None:
        return "How often two lie on the same words. Choose a square to read them."
    where = "in one turn" if not within else f"at most {counted(within, 'turn')} apart"
    return (
        f"How often two stand {where}; what several coders put on the same words is one segment."
        " Choose a square to read them."
    )


def read(
    study: Project, book: Codebook, through: CodingFilter, *, themes: bool, within: int
) -> None:
    """Show where the two that were chosen meet, in order, each with the way there."""
    chosen = st.session_state.get("met")
    if not chosen or not all(code in book for code in chosen):
        return
    one, other = chosen
    there = study.meetings.between(one, other, themes=themes, within=within, through=through)
    names = {info.id: info.name for info in study.transcripts.all()}
    section(f"{name(one, book)} and {name(other, book)}")
    if not there:
        show(el("p", "note", "These two do not meet so near."))
        return
    places, chooser = sheet(len(there), "met_sheet", size=FEW_READ)
    for meeting in (there[place] for place in places):
        first, second = meeting.first, meeting.second
        show(
            el(
                "div",
                "met",
                way(
                    "annotate",
                    "met-where",
                    names[first.transcript],
                    transcript=first.transcript,
                    at=str(first.start),
                ),
                *(
                    el("p", "", chip(part.code, book), f" {' '.join(part.text.split())[:240]}")
                    for part in (first, second)
                ),
            )
        )
    chooser()


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
                "times": times,
                "told": f"{names[code]} and {names[other]}: {counted(times, 'time')}",
            }
            for code in counts.codes
            for other in counts.codes
            if code != other
            for times in [counts.count(code, other)]
        ]
    )
    order = [names[code] for code in counts.codes]
    most = max(counts.pairs.values())
    small, tiny = len(order) > MANY, len(order) > UNREADABLE
    plain = {
        "ticks": False,
        "domain": False,
        "labelOverlap": False,
        "labelColor": ink(),
    }
    base = alt.Chart(rows).encode(
        x=alt.X(
            "other:N",
            sort=order,
            title=None,
            axis={**plain, **upright(len(order), tiny=tiny), "orient": "top"},
        ),
        y=alt.Y("one:N", sort=order, title=None, axis={**plain, "labelLimit": names_fit()}),
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
            tooltip="told:N",
        )
        .add_params(pick)
    )
    numbers = (
        base.transform_filter("datum.times > 0")
        .mark_text(
            color=on_heat(),
            fontSize=10 if small else 12,
            # Three digits have no room in a square that is narrower than they are.
            opacity=alt.ExprRef(f"width < {6 * len(str(most)) * len(counts.codes)} ? 0 : 1"),
        )
        .encode(text="times:Q")
    )
    step = 18 if tiny else 26 if small else 44
    layers = [squares] if tiny else [squares, numbers]
    return alt.LayerChart(layer=layers, height=alt.Step(step))


def upright(columns: int, *, tiny: bool) -> dict[str, object]:
    """Return how names stand over columns: on end where these are too narrow for slanting ones."""
    narrow = f"width < {SLANTING * columns}"
    return {
        "labelAngle": -90 if tiny else alt.ExprRef(f"{narrow} ? -90 : -40"),
        "labelAlign": "left",
        "labelBaseline": alt.ExprRef(f"{narrow} ? 'middle' : 'bottom'"),
        "labelLimit": alt.ExprRef("containerSize()[0] < 500 ? 90 : 220"),
    }


def take_cell() -> None:
    """Ask for the two codes of the square that was chosen."""
    chosen = st.session_state.meeting["selection"].get("cell") or []
    if chosen:
        go(chosen[0]["a"], chosen[0]["b"])


def go(code: str, other: str) -> None:
    """Turn to the quotes with both codes; of those that are near, show where they are below."""
    if st.session_state.get("near", "on the same words") != "on the same words":
        st.session_state.met = (code, other)
        return
    st.session_state.all_of = [code, other]
    for key in ("any_of", "none_of"):
        st.session_state[key] = []
    st.session_state.written = ""
    st.session_state.view = "find"
