"""Show a question of the survey: its chart, what it comes to, groups, what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from coding.model import Codebook, Indicator, Link, Question
from coding.pages.parts.beside import link_form, link_row
from coding.pages.parts.charts import ink, plot_told, told
from coding.pages.parts.group_tables import group_table
from coding.pages.parts.markup import el, show
from coding.pages.parts.widgets import link
from coding.project import Project
from coding.project.joint import bars
from coding.project.survey import (
    Average,
    SmallBases,
    average_line,
    of_whom,
    source_of,
    weighting,
)

KINDS = {
    "single": "one answer",
    "multi": "several answers",
    "scale": "scale",
    "number": "measurement",
    "date": "dates",
}
"""What types of question are called on the page."""

POINTS = 25
"""A group table of more options than this is drawn as a chart is: too long to compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What all cards of a page need to know, read once.

    `likely` gives the codes that a question probably belongs to; `by` is the variable whose
    answers make groups, `""` for none.
    """

    study: Project
    book: Codebook
    links: Sequence[Link]
    averages: Mapping[tuple[str, str], Average]
    aside: Mapping[str, Sequence[Indicator]]
    small: SmallBases
    by: str
    likely: Callable[[str], list[str]]


def card(shelf: Shelf, question: Question, grouped: bool) -> None:
    """Show one question; `grouped` if the groups of the shelf can be made of it."""
    with st.container(border=True, key=f"question-{question.id}"):
        wording = question.title or question.text
        kind = KINDS.get(question.type, question.type)
        show(
            el(
                "p",
                "theme",
                el("span", "name", wording),
                el("span", "count", " · ".join(filter(None, [question.ref, question.id, kind]))),
            ),
            el("p", "note", question.text) if question.text != wording else "",
        )
        shown = question.indicators
        if grouped:
            told = shelf.study.survey.in_groups(question.id, shelf.by)
            shown = told.shares
            group_table(question, shown, told.averages, shelf.small)
        else:
            draw(question, shown)
            average = shelf.averages.get((question.id, ""))
            if average:
                show(el("p", "average", average_line(average)))
        base(shelf, question, shown, grouped)
        beside(shelf, question, shown)


def base(shelf: Shelf, question: Question, shown: Sequence[Indicator], grouped: bool) -> None:
    """Say of whom the figures are, how weighted and from where; offer the chart for print."""
    aside = () if grouped else shelf.aside.get(question.id, ())
    counted = [figure for figure in shown if figure.unit == "%"] or list(shown)
    several = len({figure.subgroup for figure in counted}) > 1
    with st.container(horizontal=True, vertical_alignment="center"):
        show(
            el(
                "div",
                "facts-of",
                "" if several else el("p", "note", of_whom(counted, aside)),
                el("p", "note", weighting(counted)) if weighting(counted) else "",
                el("p", "note", source_of(counted)) if source_of(counted) else "",
            )
        )
        if any(figure.value is not None for figure in shown):
            for kind in ("svg", "png"):
                st.download_button(
                    kind.upper(),
                    partial(
                        shelf.study.survey.picture,
                        tuple(shown),
                        title=question.text or question.title,
                        kind=kind,
                        aside=tuple(aside),
                    ),
                    file_name=f"{question.id}.{kind}",
                    key=f"{kind}-{question.id}",
                    type="tertiary",
                    on_click="ignore",
                    help=f"The chart for print as {kind.upper()}, with wording, base and source.",
                )


def draw(question: Question, shown: Sequence[Indicator]) -> None:
    """Draw a question: bars, or a table of groups if its source prints it for several."""
    sources = dict.fromkeys(figure.source for figure in shown)
    for source in sources:
        listed = [figure for figure in shown if figure.source == source]
        groups = dict.fromkeys(figure.subgroup for figure in listed)
        options = dict.fromkeys(figure.option for figure in listed)
        if len(sources) > 1:
            show(el("p", "note", source))
        if len(groups) > 2 and len(options) > 1:
            group_table(question, listed, {}, SmallBases(flagged=0, hidden=0))
        elif question.type in ("number", "date"):
            show(el("p", "average", " · ".join(f"{f.option} {f.printed or '–'}" for f in listed)))
        else:
            plot_told(
                drawn(tuple(listed), ink()),
                f"{question.title or question.text}: "
                + ", ".join(f"{i.option} {i.printed} {i.unit}" for i in listed),
                key=f"chart-{question.id}-{source}",
                on_select="rerun",
                selection_mode="figure",
            )
            if list(groups) not in ([""], ["all respondents"]):
                show(el("p", "note", ", ".join(filter(None, groups))))


@st.cache_data(max_entries=256, show_spinner=False)
def drawn(listed: tuple[Indicator, ...], colour: str) -> dict[str, Any]:
    """Return the chart of a question, built once: Altair takes longer than the browser."""
    return told(bars(listed, ink=colour, select="figure"))


def beside(shelf: Shelf, question: Question, shown: Sequence[Indicator]) -> None:
    """Show the links of a question, those of the bar that was clicked if one was."""
    study = shelf.study
    there = {figure.id: figure for figure in (*shown, *question.indicators)}
    picked = clicked(question)
    picked = picked if picked in there else ""
    mine = [
        x for x in shelf.links if x.indicator in there and (not picked or x.indicator == picked)
    ]
    coded = study.codings.several([x.coding for x in mine if x.coding])
    words = {key: coding.text for key, coding in coded.items()}
    if picked:
        figure = there[picked]
        show(el("p", "note", f"Beside “{figure.option}, {figure.printed} {figure.unit}”:"))
    for x in mine:
        link_row(study, shelf.book, x, words.get(x.coding, ""), there[x.indicator])
    if not mine:
        show(el("p", "note", "No voice beside it yet."))
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = st.button("Set a code or quote beside it …", key=f"beside-{question.id}")
        for first in [there[picked]] if picked else shown[:1]:
            link("figure", f"Voices beside “{first.option}”", figure=first.id)
    if asked:
        link_form(
            study,
            shelf.book,
            list(shown),
            key=question.id,
            codes=shelf.likely(question.id),
            figure=picked,
        )


def clicked(question: Question) -> str:
    """Return the id of the figure whose bar was clicked, `""` for none."""
    for key, state in st.session_state.items():
        if str(key).startswith(f"chart-{question.id}-") and state:
            points = (state.get("selection") or {}).get("figure") or []
            if points:
                return str(points[0]["id"])
    return ""
