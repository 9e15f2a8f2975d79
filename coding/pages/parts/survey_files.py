"""Bring surveys in, and decide how their answers are read: weight, base, missing answers, items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from coding.model.listing import first_few
from coding.pages.parts.coders import coder
from coding.pages.parts.files import dropped
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.widgets import tell
from coding.pages.parts.wording import counted, escaped
from coding.project import Project
from coding.project.overview import doubtful
from coding.project.survey import (
    SUFFIXES,
    Absence,
    AbsentAnswer,
    Basis,
    Choices,
    SmallBases,
    SurveyFile,
    decided_anew,
)

EXAMPLES = {
    "Published figures; indicator_id, question_id, option and value must be there": """\
indicator_id,question_id,question,option,subgroup,value,base_n
often,visits,How often do you come?,every week,,50,120
rarely,visits,How often do you come?,now and then,,30,120
never,visits,How often do you come?,never,,20,120
often_women,visits,How often do you come?,every week,women,60,66
""",
    "Answers, of 20 respondents or more": """\
respondent,gender,comes,safe
1,female,every week,yes
2,male,never,no
3,female,every week,yes
4,male,now and then,no answer
""",
}
"""How files begin, by what they hold."""
ANSWER = "an answer"
TAKEN = "surveys_taken"
"""How many files were read in this tab: each has a form of its own."""
COUNTS_AS = {
    Absence.NOT_ASKED: "not asked (in no base)",
    Absence.REFUSED: "refused",
    Absence.DONT_KNOW: "don’t know",
    Absence.NO_ANSWER: "no answer",
    None: ANSWER,
}
BASES = {Basis.ASKED: "all who were asked", Basis.VALID: "valid answers only"}


def bring_in(study: Project) -> None:
    """Let a file of figures or answers be dropped in; once it is read, the form is shut."""
    taken = st.session_state.setdefault(TAKEN, 0)
    with st.popover("Add a survey", key=f"add_survey-{taken}"):
        file = st.file_uploader(
            f"Published figures, or the answers behind them: {', '.join(SUFFIXES)}",
            type=[suffix[1:] for suffix in SUFFIXES],
            key=f"survey_file-{taken}",
        )
        show(el("p", "note", "Weight, base and missing answers are settled once it is read."))
        if st.button("Read it", type="primary", key="read_survey", disabled=file is None) and file:
            with mistakes(), dropped(study, file.name, file.getvalue()) as path:
                with st.spinner("Reading …"):
                    survey = study.survey.adopt(path, coder=coder())
                figures_read = counted(len(survey.indicators), "figure")
                weight = survey.microdata.weight if survey.microdata else ""
                weighted = f", weighted by {weight}" if weight else ""
                st.session_state[TAKEN] = taken + 1
                questions = counted(len(survey.questions), "question")
                tell(f"{file.name}: {questions}, {figures_read} read{weighted}.")


def what_is_odd(surveys: Sequence[SurveyFile]) -> None:
    """List what was assumed and what a careful reader would stumble over, what asks first."""
    notes = [note for survey in surveys for note in survey.notes]
    notes.sort(key=lambda note: not doubtful([note.what]))
    asking = len(doubtful([note.what for note in notes]))
    if notes:
        told = f"{counted(len(notes), 'thing')} to look at in the figures"
        with st.expander(told + (f", {asking} to check" if asking else "")):
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


def reading_of(study: Project, survey: SurveyFile) -> None:
    """Let it be decided how a file of answers is read."""
    data = survey.microdata
    if data is None:
        return
    choices = data.choices
    weight = f"weighted by {data.weight}" if data.weight else "not weighted"
    told = f"{survey.name}: {data.respondents:,} respondents, {weight}, {BASES[choices.basis]}"
    key = f"reading-{survey.name}"
    with st.expander(told + ("" if choices.confirmed else " · missing answers not confirmed yet")):
        columns = st.columns(4, gap="small")
        names = ["", *data.columns]
        weights = ["", *dict.fromkeys([*data.likely_weights, *data.numeric])]
        chosen = {
            what: column.selectbox(
                label,
                offered,
                index=offered.index(was) if was in offered else 0,
                format_func=lambda name: name or "none",
                key=f"{what}-{key}",
            )
            for column, what, label, offered, was in (
                (columns[0], "weight", "Weight", weights, choices.weight),
                (columns[1], "strata", "Strata", names, choices.strata),
                (columns[2], "cluster", "Clusters", names, choices.cluster),
            )
        }
        basis = columns[3].selectbox(
            "Shares are of",
            list(BASES),
            index=list(BASES).index(choices.basis),
            format_func=BASES.__getitem__,
            key=f"basis-{key}",
        )
        absent = missing_table(data.absent, key)
        rows = {p.name: f"{p.label} ({p.members[0]} … {p.members[-1]})" for p in data.proposals}
        joins = st.multiselect(
            "Join to one question with several answers",
            list(rows),
            format_func=rows.__getitem__,
            key=f"joins-{key}",
            placeholder="items in a row are proposed here" if data.proposals else "none in a row",
            disabled=not data.proposals,
        )
        spellings = st.checkbox(
            "`Yes` and `yes` are one answer",
            value=choices.spellings,
            key=f"spellings-{key}",
            disabled=not (data.alike or choices.spellings),
        )
        if st.button("Read it so, and confirm", type="primary", key=f"apply-{key}"):
            members = {p.name: p.members for p in data.proposals if p.name in joins}
            changed = replace(
                choices,
                weight=chosen["weight"],
                strata=chosen["strata"],
                cluster=chosen["cluster"],
                basis=basis,
                missing=decided_anew(choices, data.absent, absent),
                joined={**choices.joined, **members},
                spellings=spellings,
                confirmed=True,
            )
            decide(study, survey.name, changed)


MOST_ATTRIBUTES = 12
"""Questions whose answers a respondent takes along, at most: more tells who somebody is."""


def open_answers(study: Project, survey: SurveyFile) -> None:
    """Offer answers in people's own words as transcripts, with what else each respondent said."""
    data = survey.microdata
    if data is None or not data.open_questions:
        return
    there = data.open_questions
    asked = counted(len(there), "question")
    with st.expander(f"{escaped(survey.name)}: {asked} in people’s own words"):
        show(
            el(
                "p",
                "note",
                "Each becomes a transcript with a turn for each respondent, who is a participant"
                " of their own with the attributes chosen here.",
            )
        )
        key = f"open-{survey.name}"
        question = st.selectbox(
            "Question",
            list(there),
            format_func=lambda name: f"{there[name].label} ({there[name].count:,} answers)",
            key=key,
        )
        attributes = st.multiselect(
            "Attributes of each respondent",
            list(data.variables),
            format_func=lambda name: data.variables[name].label,
            max_selections=MOST_ATTRIBUTES,
            key=f"attributes-{key}",
            placeholder="gender, age …",
        )
        if st.button("Bring in as a transcript", type="primary", key=f"bring-{key}") and question:
            with mistakes():
                made = study.open_answers.bring_in(survey.name, question, attributes, coder=coder())
                tell(f"{there[question].count:,} answers are in as “{made.name}”.")


def missing_table(absent: Sequence[AbsentAnswer], key: str) -> list[Absence | None]:
    """Show each kind of missing answer once; return what each counts as."""
    show(el("p", "note", "Missing answers, each once for the whole file:" if absent else
            "No answer of this file looks like a missing one."))  # fmt: skip
    if not absent:
        return []
    rows = pd.DataFrame(
        {
            "answer": [a.label or a.value for a in absent],
            "counts as": [COUNTS_AS[a.absence] for a in absent],
            "why": [str(a.ground) for a in absent],
            "respondents": [a.respondents for a in absent],
            "variables": [first_few(a.variables, 3) for a in absent],
        }
    )
    written = st.data_editor(
        rows,
        column_config={
            "counts as": st.column_config.SelectboxColumn(
                options=list(COUNTS_AS.values()), required=True
            )
        },
        disabled=["answer", "why", "respondents", "variables"],
        hide_index=True,
        key=f"missing-{key}",
    )
    back = {words: kind for kind, words in COUNTS_AS.items()}
    return [back[str(words)] for words in written["counts as"]]


def decide(study: Project, name: str, choices: Choices) -> None:
    """Read a file anew with what was decided, and say what came of it."""
    with mistakes(), st.spinner("Reading …"):
        survey = study.survey.decide(name, choices, coder=coder())
        weight = f" weighted by {choices.weight}," if choices.weight else ""
        tell(f"{name} read anew,{weight} {counted(len(survey.questions), 'question')}.")


def small_bases(study: Project) -> None:
    """Let it be set from which base on shares in groups are shown."""
    small = study.survey.small()
    with st.popover("Small groups"):
        flagged = st.number_input("Flag below", 0, 1000, small.flagged, key="flag_below")
        hidden = st.number_input("Hide below", 0, 1000, small.hidden, key="hide_below")
        if st.button("Set", key="set_small"):
            with mistakes():
                study.survey.set_small(
                    SmallBases(flagged=int(flagged), hidden=int(hidden)), coder=coder()
                )
                tell(f"Shares of fewer than {hidden} people are hidden, below {flagged} flagged.")
