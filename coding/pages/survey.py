"""Show the survey's questions with their figures, and what is linked to each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coding.model import Indicator, Question
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.places import in_places, one_place
from coding.pages.parts.question_cards import KINDS, Shelf, card
from coding.pages.parts.survey_files import (
    EXAMPLES,
    bring_in,
    open_answers,
    reading_of,
    small_bases,
    what_is_odd,
)
from coding.pages.parts.widgets import PERSIST, empty, head, link, section, sheet
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.survey import SUFFIXES, SurveyFile, matching

A_SHEET = 8
WHISKER = (
    "A whisker is the 95 % interval; published figures have it as if their sample were unweighted."
)
MOST_GROUPS = 12
"""A question with more answers than this makes no groups that one could compare."""


ALL = "nothing: all respondents"
NO_ANSWERS = "none: needs a file with each answer"
"""What groups there are where only published figures were brought in."""


def choose(questions: Sequence[Question], groupings: dict[str, str]) -> tuple[list[Question], str]:
    """Let questions be searched and limited; return them, and the variable that makes groups."""
    left, middle, right = st.columns([3, 2, 2], gap="medium")
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
    of_whom = middle.selectbox(
        "Of whom",
        ["", *groups],
        format_func=lambda group: group or "everybody",
        key="of_whom",
        persist_state=PERSIST,
    )
    by = right.selectbox(
        "In the groups of",
        ["", *groupings],
        format_func=lambda name: groupings.get(name, ALL if groupings else NO_ANSWERS),
        key="in_groups",
        persist_state=PERSIST,
    )
    kinds = [kind for kind in KINDS if any(q.type == kind for q in questions)]
    kind = None
    with one_place():
        if len(kinds) > 1:
            kind = st.pills(
                "Kind of question",
                kinds,
                format_func=KINDS.__getitem__,
                key="question_kind",
                label_visibility="collapsed",
            )
    found = matching(questions, words, of_whom=of_whom)
    return [q for q in found if kind in (None, q.type)], by or ""


def questions_of(study: Project, surveys: Sequence[SurveyFile]) -> None:
    """List the questions, some at a time."""
    answers = {q.id: s for s in surveys if s.microdata for q in s.questions}
    groupings = {
        name: variable.label
        for survey in surveys
        if survey.microdata
        for name, variable in survey.microdata.variables.items()
        if variable.numbers is None and 1 < len(variable.options) <= MOST_GROUPS
    }
    chosen, by = choose([q for survey in surveys for q in survey.questions], groupings)
    aside: dict[str, list[Indicator]] = {}
    for survey in surveys:
        for figure in survey.aside:
            aside.setdefault(figure.question_id, []).append(figure)
    shelf = Shelf(
        study=study,
        book=study.codes.book(),
        links=study.links.all(),
        averages=study.survey.averages(),
        aside=aside,
        small=study.survey.small(),
        by=by,
        likely=lambda question: likely(study, question),
    )
    if not chosen:
        show(el("p", "note", "No question has these words."))
    elif len(chosen) > A_SHEET:
        show(el("p", "note", counted(len(chosen), "question")))
    places, chooser = sheet(len(chosen), "question_sheet", size=A_SHEET)
    grouping = answers.get(by)
    for question in (chosen[at] for at in places):
        grouped = bool(by) and question.id != by and answers.get(question.id) is grouping
        card(shelf, question, grouped)
    chooser()


def likely(study: Project, question: str) -> list[str]:
    """Return the codes that a question probably belongs to, the likeliest first."""
    state = (study.log.revision(), study.survey.stamp())
    of_question = {i.id for i in study.survey.figures(question)}
    told = proposals(study, str(study.folder), state)
    return [code for code, indicator in told if indicator in of_question]


@st.cache_resource(max_entries=4, show_spinner=False)
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
        f"{total} from {', '.join(survey.name for survey in surveys)}. Interviewees are never"
        " matched to respondents.",
    )
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        show(note if surveys else "", width="stretch")
        bring_in(study)
        with one_place(width="content"):
            if any(survey.microdata for survey in surveys):
                small_bases(study)
        with one_place(width="content"):
            if surveys:
                link("joint_display", "Joint display")
    if surveys:
        with one_place():
            rows = in_places("survey files", surveys, lambda survey: survey.name)
            for row in rows:
                with one_place():
                    if row:
                        with one_place():
                            reading_of(study, row)
                        with one_place():
                            open_answers(study, row)
        with one_place():
            what_is_odd(surveys)
        section("Questions")
        show(el("p", "note", WHISKER))
        questions_of(study, surveys)
    else:
        empty(
            "There is no survey yet",
            "Drop a file under **Add a survey**: published figures, a row for each, or a file with"
            f" each respondent’s answers ({', '.join(SUFFIXES)}). Such files look like this:",
        )
        with st.container(horizontal=True, key="survey_examples"):
            for title, example in EXAMPLES.items():
                with st.container(width="stretch"):
                    show(el("p", "note", title))
                    st.code(example, language=None)
