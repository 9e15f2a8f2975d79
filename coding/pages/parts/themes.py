"""Show what nobody has coded and lies near each other, and codings that look out of place."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coding.pages.parts.coders import coder
from coding.pages.parts.company import dialog
from coding.pages.parts.markup import chip, el, fold, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.proposed import to_desk
from coding.pages.parts.waiting import finished
from coding.pages.parts.widgets import PERSIST, empty, section, tell, tree_labels
from coding.pages.parts.wording import counted, escaped, listed
from coding.project import Project
from coding.project.discovery import Excerpt, Group

FIRST = 3


def new_themes(study: Project) -> None:
    """Offer a search by meaning, and groups of uncoded passages as candidates for a code."""
    sought = st.text_input(
        "Look for passages that say something like this",
        key="sought",
        placeholder="afraid to speak on the phone with those who stayed",
        persist_state=PERSIST,
    ).strip()
    if sought:
        with mistakes():
            excerpts = study.discovery.about(sought, most=12)
            if not excerpts:
                show(el("p", "note", "No passage is near that. Try other words."))
            for place in excerpts:
                passage(study, place)
        return
    job = finished(
        study,
        ("themes", *study.learning.state),
        "Looking for passages near each other …",
        lambda tell: study.discovery.clusters(progress=tell),
    )
    if job is None:
        return
    groups = job.outcome()
    section("Uncoded passages near each other")
    if not groups:
        empty(
            "Nothing stands out",
            "What is not coded yet does not form groups of three passages from two interviews.",
        )
        return
    show(
        el(
            "p",
            "note",
            "Nobody has coded these. What they have in common may be a theme that the codebook"
            " has no name for, or chatter: you decide.",
        )
    )
    for number, group in enumerate(groups):
        with st.container(border=True, key=f"group-{number}"):
            candidate(study, group, number)


def candidate(study: Project, group: Group, number: int) -> None:
    """Show one group: its words, its passages, and the way to a new code."""
    interviews = len({place.transcript for place in group.places})
    title = ", ".join(group.typical) or "No word is typical"
    with st.container(horizontal=True, vertical_alignment="center"):
        show(
            el(
                "p",
                "theme",
                el("span", "name", title),
                el(
                    "span",
                    "count",
                    f"{counted(len(group.places), 'passage')}, {counted(interviews, 'transcript')}",
                ),
            ),
            width="stretch",
        )
        if st.button("Make it a code …", key=f"make-{number}"):
            make(study, group)
    for place in group.places[:FIRST]:
        passage(study, place, key=f"{number}")
    rest = group.places[FIRST:]
    if rest:
        names = {t.id: t.name for t in study.transcripts.all()}
        show(
            fold(
                f"{len(rest)} more",
                *(
                    el("blockquote", "beside", p.text, el("p", "soft", names[p.transcript]))
                    for p in rest
                ),
            )
        )


def passage(study: Project, place: Excerpt, *, key: str = "") -> None:
    """Show one passage with the way to it."""
    with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
        show(el("blockquote", "quote", place.text), width="stretch")
        with st.container(width="content", key=f"to-{key}-{place.transcript}-{place.start}"):
            name = study.transcripts.info(place.transcript).name
            to_desk(study, (place.transcript, place.start, place.end), name)


@dialog("Make it a code", width="medium")
def make(study: Project, group: Group) -> None:
    """Ask for the new code's name, and which of the passages get it."""
    labels = {"": "at the top", **tree_labels(study.codes.book())}
    if group.typical:
        show(el("p", "note", f"Typical words: {', '.join(group.typical)}."))
    name = st.text_input("Name", key="theme_name", placeholder="what they have in common")
    definition = st.text_area("Definition", key="theme_definition", height=80)
    parent = st.selectbox("Where", list(labels), format_func=labels.__getitem__)
    ticked = ticks(study, group.places)
    label = f"Add it, and code {counted(len(ticked), 'passage')}"
    wanted = st.button(label, type="primary", key="make_now")
    same = study.codes.book().namesakes(name) if name.strip() else ()
    again = bool(same) and st.checkbox(
        f"There is a code “{escaped(same[0].name)}” already: have two of this name", key="make_two"
    )
    if wanted:
        with mistakes():
            study.codes.add(
                name,
                parent=parent,
                definition=definition,
                again=again,
                segments=[(p.transcript, p.start, p.end) for p in ticked],
                coder=coder(),
            )
            tell(f"{name} added and put on {counted(len(ticked), 'passage')}.")


def ticks(study: Project, places: Sequence[Excerpt]) -> list[Excerpt]:
    """Let some of the passages be chosen."""
    chosen = []
    with st.container(height=320, border=True):
        for place in places:
            name = study.transcripts.info(place.transcript).name
            with st.container(horizontal=True, vertical_alignment="top", gap="small"):
                key = f"tick-{place.transcript}-{place.start}"
                if st.checkbox(escaped(name), True, key=key, width=120):
                    chosen.append(place)
                show(el("blockquote", "quote", place.text))
    return chosen


def chance(score: float) -> str:
    """Say how likely the machine finds something.

    >>> chance(0.002), chance(0.084)
    ('under 1 %', '8 %')
    """
    return f"{round(100 * score)} %" if score >= 0.005 else "under 1 %"


def doubtful(study: Project) -> None:
    """Show codings that look unlike the rest of their code."""
    job = finished(
        study,
        ("slips", *study.learning.state),
        "Looking for codings unlike the rest of their code …",
        lambda tell: study.discovery.slips(progress=tell),
    )
    if job is None:
        return
    doubts = job.outcome()
    if not doubts:
        empty(
            "No coding looks out of place",
            "Once a code has a few codings, those that look unlike the rest are listed here.",
        )
        return
    book = study.codes.book()
    show(
        el(
            "p",
            "note",
            "These look unlike the rest of their code to the machine, which has not learned from"
            " them. Most will be right: a slip of the key, a code moved by a later definition or"
            " a change of mind is what to look for.",
        )
    )
    names = {info.id: info.name for info in study.transcripts.all()}
    for doubt in doubts:
        with st.container(border=True, key=f"doubt-{doubt.codings[0]}"):
            show(
                el("blockquote", "quote", doubt.place.text),
                el("p", "soft", names[doubt.place.transcript]),
                el(
                    "div",
                    "proposal",
                    el("span", "soft", f"{listed(list(doubt.coders))} put"),
                    chip(doubt.code, book),
                    el("span", "soft", f"there, {chance(doubt.score)} to the machine; likelier is"),
                    chip(doubt.other, book),
                    el("span", "soft", f"with {chance(doubt.other_score)}"),
                ),
            )
            with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
                to_desk(
                    study,
                    (doubt.place.transcript, doubt.place.start, doubt.place.end),
                    "Open in Code",
                )
                if st.button("It is right", key=f"right-{doubt.codings[0]}", type="tertiary"):
                    with mistakes():
                        study.discovery.found_right(doubt.codings, coder=coder())
                        st.rerun()
