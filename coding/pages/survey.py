"""Show the survey's questions with their figures, and what is linked to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from coding.model import Codebook, Indicator, Link, Question
from coding.pages.parts.beside import link_form, link_row
from coding.pages.parts.markup import el, show
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import (
    EDGE,
    LIGHT_FROM,
    PERSIST,
    coder,
    counted,
    empty,
    head,
    heat,
    ink,
    link,
    mistakes,
    plot,
    project,
    section,
    sheet,
    tell,
)
from coding.project import Project
from coding.project.joint import bars
from coding.project.look import tone
from coding.project.survey import SUFFIXES, SurveyFile, matching

A_SHEET = 8


def bring_in(study: Project) -> None:
    """Let a file of figures or answers be dropped in."""
    with st.popover("Add a survey"):
        file = st.file_uploader(
            f"Published figures, or the answers behind them: {', '.join(SUFFIXES)}",
            type=[suffix[1:] for suffix in SUFFIXES],
            key="survey_file",
        )
        weight = st.text_input(
            "Weight variable", key="weight", placeholder="none", help="Only for answers."
        ).strip()
        if st.button("Read it", type="primary", key="read_survey", disabled=file is None) and file:
            with mistakes(), study.room() as folder:
                path = folder / Path(file.name).name
                path.write_bytes(file.getvalue())
                survey = study.survey.adopt(path, weight=weight, coder=coder())
                figures_read = counted(len(survey.indicators), "figure")
                tell(f"{counted(len(survey.questions), 'question')}, {figures_read} read.")


def what_is_odd(surveys: Sequence[SurveyFile]) -> None:
    """List what a careful reader would stumble over."""
    notes = [note for survey in surveys for note in survey.notes]
    if notes:
        with st.expander(f"{counted(len(notes), 'thing')} to look at in the figures"):
            show(
                el(
                    "ul",
                    "problems",
                    *(
                        el(
                            "li",
                            "",
                            el("strong", "", f"{n.where}: "),
                            f"{n.what}. ",
                            el("span", "soft", n.hint),
                        )
                        for n in notes
                    ),
                )
            )


def choose(questions: Sequence[Question]) -> list[Question]:
    """Let the questions be searched, and limited to the figures of one group."""
    left, right = st.columns([2, 1], gap="medium")
    words = (
        left.text_input(
            "Find a question",
            key="find_question",
            placeholder="safety, citizenship, Graph 15 …",
            persist_state=PERSIST,
        )
        .lower()
        .split()
    )
    groups = dict.fromkeys(i.subgroup for q in questions for i in q.indicators if i.subgroup)
    of_whom = right.selectbox(
        "Of whom",
        ["", *groups],
        format_func=lambda group: group or "everybody",
        key="of_whom",
        persist_state=PERSIST,
    )

    return matching(questions, words, of_whom=of_whom)


def card(
    study: Project,
    book: Codebook,
    question: Question,
    links: Sequence[Link],
    likely: Sequence[str],
    answers: bool,
    others: Mapping[str, str],
) -> None:
    """Show one question: its chart, what is linked to it, and the way to link more."""
    with st.container(border=True, key=f"question-{question.id}"):
        show(
            el(
                "p",
                "theme",
                el("span", "name", question.title or question.text),
                el("span", "count", " · ".join(filter(None, [question.ref, question.type]))),
            ),
            el("p", "note", question.text) if question.text != question.title else "",
        )
        shown = question.indicators
        if answers:
            by = st.selectbox(
                "In the groups of",
                ["", *others],
                format_func=lambda k: others.get(k, "all respondents"),
                key=f"by-{question.id}",
                width=320,
            )
            if by:
                shown = tuple(study.survey.of_subgroups(question.id, by))
        draw(question, shown)
        beside(study, book, question, shown, links, likely)


def draw(question: Question, shown: Sequence[Indicator]) -> None:
    """Draw a question: bars, or a table of cells if it is set against another."""
    sources = dict.fromkeys(figure.source for figure in shown)
    for source in sources:
        listed = [figure for figure in shown if figure.source == source]
        groups = dict.fromkeys(figure.subgroup for figure in listed)
        options = dict.fromkeys(figure.option for figure in listed)
        if len(sources) > 1:
            show(el("p", "note", source))
        if len(groups) > 2 and len(options) > 1:
            plot(cells(listed), f"{question.title}: shares by group")
        else:
            st.vega_lite_chart(
                spec=drawn(tuple(listed), ink()),
                key=f"chart-{question.id}-{source}",
                on_select="rerun",
                selection_mode="figure",
                alt=f"{question.title}: "
                + ", ".join(f"{i.option} {i.printed} {i.unit}" for i in listed),
            )
            bases = dict.fromkeys(f"n = {i.base_n}" if i.base_n else "n unknown" for i in listed)
            show(el("p", "note", f"{', '.join(groups)}; {', '.join(bases)}"))


@st.cache_data(max_entries=256, show_spinner=False)
def drawn(listed: tuple[Indicator, ...], colour: str) -> dict[str, Any]:
    """Return the chart of a question, built once: Altair takes longer than the browser."""
    told = bars(listed, ink=colour, select="figure").to_dict()
    return {**told, "padding": {"right": EDGE}}


def cells(listed: Sequence[Indicator]) -> alt.LayerChart:
    """Draw a table of two questions, darker for more."""
    rows = pd.DataFrame(
        [{"option": i.option, "group": i.subgroup, "value": i.value, "printed": i.printed}
         for i in listed]
    )  # fmt: skip
    plain = {"ticks": False, "domain": False, "labelColor": ink(), "labelLimit": 260}
    whole = alt.Chart(rows).encode(
        x=alt.X(
            "group:N", sort=None, title=None, axis={**plain, "orient": "top", "labelAngle": -25}
        ),
        y=alt.Y("option:N", sort=None, title=None, axis=plain),
    )
    squares = whole.mark_rect(cornerRadius=3).encode(
        color=alt.Color(
            "value:Q",
            scale=alt.Scale(domain=[0, 100], range=heat()),
            legend=None,
        ),
        tooltip=["option:N", "group:N", alt.Tooltip("printed:N", title="%")],
    )
    numbers = whole.mark_text(fontSize=13, aria=False).encode(
        text="printed:N",
        color=alt.condition(
            f"datum.value > {100 * LIGHT_FROM}", alt.value(tone("on-heat")), alt.value(ink())
        ),
    )
    return alt.LayerChart(layer=[squares, numbers], height=alt.Step(40))


def beside(
    study: Project,
    book: Codebook,
    question: Question,
    shown: Sequence[Indicator],
    links: Sequence[Link],
    likely: Sequence[str],
) -> None:
    """Show the links of a question, those of the bar that was clicked if one was."""
    there = {figure.id: figure for figure in shown} | {
        figure.id: figure for figure in question.indicators
    }
    picked = clicked(question)
    picked = picked if picked in there else ""
    mine = [x for x in links if x.indicator in there and (not picked or x.indicator == picked)]
    words = {
        c.id: c.text for c in study.store.codings.all(ids=[x.coding for x in mine if x.coding])
    }
    if picked:
        figure = there[picked]
        show(el("p", "note", f"Beside “{figure.option}, {figure.printed} {figure.unit}”:"))
    for x in mine:
        link_row(study, book, x, words.get(x.coding, ""), there[x.indicator])
    if not mine:
        show(el("p", "note", "No voice beside it yet."))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if st.button("Set a code or quote beside it …", key=f"beside-{question.id}"):
            link_form(study, book, list(shown), key=question.id, codes=likely, figure=picked)
        figure = there[picked] if picked else shown[0]
        link("figure", f"Voices beside “{figure.option}”", figure=figure.id)


def clicked(question: Question) -> str:
    """Return the id of the figure whose bar was clicked, `""` for none."""
    for key, state in st.session_state.items():
        if str(key).startswith(f"chart-{question.id}-") and state:
            points = (state.get("selection") or {}).get("figure") or []
            if points:
                return str(points[0]["id"])
    return ""


def questions_of(study: Project, surveys: Sequence[SurveyFile]) -> None:
    """List the questions, some at a time."""
    book = study.codes.book()
    chosen = choose([q for survey in surveys for q in survey.questions])
    links = study.links.all()
    likely: dict[str, list[str]] = {}
    of_question = {i.id: q.id for q in chosen for i in q.indicators}
    state = (study.log.revision(), study.survey.stamp())
    for proposal in proposals(study, str(study.folder), state):
        if proposal[1] in of_question:
            likely.setdefault(of_question[proposal[1]], []).append(proposal[0])
    answers = {q.id: survey for survey in surveys if survey.microdata for q in survey.questions}
    if not chosen:
        show(el("p", "note", "No question has these words."))
    places, chooser = sheet(len(chosen), "question_sheet", size=A_SHEET)
    for question in (chosen[at] for at in places):
        survey = answers.get(question.id)
        others = {q.id: q.text for q in survey.questions if q.id != question.id} if survey else {}
        card(study, book, question, links, likely.get(question.id, []), survey is not None, others)
    chooser()


@st.cache_data(max_entries=4, show_spinner=False)
def proposals(_project: Project, folder: str, state: tuple[object, ...]) -> list[tuple[str, str]]:
    """Return (code, indicator) that are likely to belong together, once for each state."""
    return [(proposal.code, proposal.indicator) for proposal in _project.links.proposals()]


study = project()
head(study, "Survey")
with mistakes():
    surveys = study.survey.all()
    total = counted(sum(len(survey.questions) for survey in surveys), "question")
    note = el(
        "p",
        "note",
        f"{total} from {', '.join(survey.name for survey in surveys)}. A whisker is the 95 %"
        " interval; published figures have it as if their sample were unweighted. Interviewees"
        " are never matched to respondents.",
    )
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        show(note if surveys else "", width="stretch")
        bring_in(study)
        with one_place(width="content"):
            if surveys:
                link("joint_display", "Joint display")
    if surveys:
        with one_place():
            what_is_odd(surveys)
        section("Questions")
        questions_of(study, surveys)
    else:
        empty(
            "There is no survey yet",
            "Put published figures into **survey/toplines.csv** (columns indicator_id,"
            f" question_id, option, value), or add a file here: {', '.join(SUFFIXES)}.",
        )
