"""Lay figures and voices side by side, say what they say together, and export it."""

from __future__ import annotations

import streamlit as st

from coding.model import EVERYTHING
from coding.pages.parts.arranging import choose_rows
from coding.pages.parts.beside import figures
from coding.pages.parts.coverage import covered
from coding.pages.parts.filtering import filter_line, filter_tool, key_of
from coding.pages.parts.markup import chip, el, fold, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.side_by_side import laid_out, side_by_side
from coding.pages.parts.widgets import empty, head, link, section
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.joint import (
    Display,
    balance_line,
)

VIEWS = {
    "rows": "Side by side",
    "choose": "Choose rows",
    "coverage": "Coverage",
    "silent": "What is silent",
}


def silent(study: Project, display: Display) -> None:
    """List questions with no voice, and codes with no figure."""
    book = study.codes.book()
    named: dict[str, list[str]] = {}
    beside_of = study.links.figures_of_codes()
    for code, theirs in beside_of.items():
        for question_id in dict.fromkeys(figure.question_id for figure in theirs):
            named.setdefault(question_id, []).append(code)
    left, right = st.columns(2, gap="large")
    with left:
        section("Questions with no voice")
        told = [(q, named.get(q.id, [])) for q in display.silent_questions if q.indicators]
        beside = sum(bool(codes) for _, codes in told)
        if told:
            lead = f"Of {counted(len(told), 'question')} nobody has decided what voices say."
            if beside:
                lead += f" The codebook names a code beside {beside} of them."
            show(el("p", "note", lead))
        for question, codes in sorted(told, key=lambda pair: not pair[1]):
            chips = el("div", "chips", *(chip(code, book) for code in codes)) if codes else ""
            show(fold(question.title or question.text, chips, figures(question.indicators)))
        if not told:
            show(el("p", "note", "Every question has a voice beside it."))
    with right:
        section("Codes with no figure")
        if display.silent_codes:
            told_of = sum(bool(beside_of.get(code.id)) for code in display.silent_codes)
            lead = f"Of {counted(len(display.silent_codes), 'code')} in use nobody has decided what"
            lead += " they say together with a figure."
            if told_of:
                lead += f" The codebook names a figure beside {told_of} of them."
            show(el("p", "note", lead))
            show(el("div", "chips", *(chip(code.id, book) for code in display.silent_codes)))
        else:
            show(el("p", "note", "Every code that is used has a figure beside it."))
        link("survey", "Look through the survey")


study = project()
head(study, "Joint display", tools=lambda: filter_tool(study))
through = filter_line(study)
with mistakes():
    files = study.survey.stamp()
    if not files:
        empty(
            "There is no survey yet",
            "Add one on the **Survey** page; then set codes and quotes beside its figures.",
        )
        link("survey", "Add a survey")
    else:
        state = (str(study.folder), study.log.revision(), files)
        display = laid_out(study, *state, key_of(through))
        there = display.rows or display.more or display.layout.items
        if not there and through != EVERYTHING:
            show(el("p", "note", "Nothing of what the filter lets through stands side by side."))
        elif not there:
            empty(
                "Nothing stands side by side yet",
                "On the **Survey** page, set a code or a quote beside a figure, and say what the"
                " two say together.",
            )
            link("survey", "Look through the survey")
        else:
            show(el("p", "note", balance_line(display)))
            view = st.segmented_control(
                "View",
                list(VIEWS),
                format_func=VIEWS.__getitem__,
                default="rows",
                required=True,
                key="joint_view",
                label_visibility="collapsed",
                bind="query-params",
            )
            if view == "choose":
                choose_rows()
            elif view == "coverage":
                covered(study, display, through)
            elif view == "silent":
                if through != EVERYTHING:
                    show(el("p", "note", "Of the whole study: the filter is not applied here."))
                silent(study, laid_out(study, *state, key_of(EVERYTHING)))
            else:
                side_by_side(study, display)
