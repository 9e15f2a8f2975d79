"""Show where the study stands, what it asks for next, and what was done lately."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from coding.model import Act
from coding.pages.parts.backups import show_backups, to_mind
from coding.pages.parts.company import when
from coding.pages.parts.forms import memo_form
from coding.pages.parts.markup import Markup, el, fold, show
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import (
    PageName,
    coder,
    counted,
    empty,
    escaped,
    head,
    lettered,
    link,
    listed,
    mistakes,
    project,
    section,
    tell,
)
from coding.project import Project
from coding.project.look import hue, hues
from coding.project.overview import Need, Standing, Task

ASKS = {
    Need.WAITING: ("waits in transcripts/ to be imported", "wait in transcripts/ to be imported"),
    Need.CHECK: (
        "was not read without doubt: look at its notes",
        "were not read without doubt: look at their notes",
    ),
    Need.UNASSIGNED: ("has no participant yet", "have no participant yet"),
    Need.SPEAKERS: (
        "has several speakers who answer, not all of them a participant",
        "have several speakers who answer, not all of them a participant",
    ),
    Need.UNHEARD: (
        "has words of which nobody knows who says them",
        "have words of which nobody knows who says them",
    ),
    Need.UNKNOWN: ("names a participant not in the list", "name a participant not in the list"),
    Need.UNTOUCHED: ("has no coding of yours yet", "have no coding of yours yet"),
    Need.UNDEFINED: ("has no definition", "have no definition"),
    Need.UNUSED: ("is not used anywhere yet", "are not used anywhere yet"),
    Need.UNTRANSLATED: ("has no translation", "have no translation"),
}
PLACES: dict[Need, tuple[PageName, str, str]] = {
    Need.WAITING: ("transcripts", "Look at what is there", ""),
    Need.CODEBOOK: ("codebook", "See the codebook", ""),
    Need.PARTICIPANTS: ("transcripts", "See the participants", ""),
    Need.CHECK: ("transcripts", "Look at it", "transcript"),
    Need.UNASSIGNED: ("transcripts", "Say who speaks", "transcript"),
    Need.SPEAKERS: ("transcripts", "Say who is who", "transcript"),
    Need.UNHEARD: ("transcripts", "Say who speaks", "transcript"),
    Need.UNKNOWN: ("transcripts", "Choose another", "transcript"),
    Need.UNTOUCHED: ("annotate", "Code {}", "transcript"),
    Need.UNDEFINED: ("codebook", "Define", "find"),
    Need.UNUSED: ("codebook", "Look at them", "only"),
    Need.UNTRANSLATED: ("transcripts", "Import one", ""),
}
STEP, FEW = 34, 16
"""Pixels for an interview in a chart of so many; each of more gets half."""
SHAPES = ["circle", "square", "diamond", "triangle-up", "cross", "triangle-down"]


@st.cache_data(max_entries=4, show_spinner=False)
def stand(_project: Project, folder: str, revision: int) -> Standing:
    """Measure the study once for each state it is in."""
    return _project.overview.standing()


def state(now: Standing) -> str:
    """Say in a line where the study stands."""
    if not now.interviews:
        return "Nothing is in it yet."
    files = sum(map(len, now.interviews))
    both = f" in {counted(files, 'transcript')}" if files > len(now.interviews) else ""
    parts = [
        counted(len(now.interviews), "interview") + both,
        counted(len(now.coders), "coder"),
        counted(now.codings, "coding"),
    ]
    begun = {share.transcript for share in now.shares}
    left = [group[0].name for group in now.interviews if group[0].id not in begun]
    if not now.codings:
        rest = "Everything is still to be read."
    elif left:
        verb = "has" if len(left) == 1 else "have"
        rest = f"{listed(left)} {verb} not been touched yet."
    else:
        rest = "Every interview has been begun."
    return f"{', '.join(parts)}. {rest}"


def to_do(study: Project, tasks: list[Task]) -> None:
    """List what needs doing, each with the way there."""
    if not tasks and study.store.counts()["codings"]:
        show(el("p", "note", "Nothing waits. A good moment to read through your quotes."))
    for task in tasks:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            show(sentence(task), width="content")
            page, label, query = PLACES[task.need]
            key, name = task.about[0] if task.about else ("", "")
            given = {"find": name, "only": "unused", "transcript": key}.get(query, "")
            link(page, label.format(name), **({query: given} if query else {}))


def sentence(task: Task) -> Markup:
    """Say a task in a sentence."""
    if task.fault:
        return el("p", "task", el("strong", "", task.fault), " ", el("span", "names", task.hint))
    names = [name for _, name in task.about]
    ask = ASKS[task.need][len(names) != 1]
    return el("p", "task", el("strong", "", listed(names)), f" {ask}.")


def progress_chart(now: Standing) -> alt.Chart:
    """Draw for each interview how much of what participants say each coder has coded."""
    names = {t.id: group[0].name for group in now.interviews for t in group}
    rows = pd.DataFrame(
        [
            {
                "interview": names[s.transcript],
                "coder": s.coder,
                "share": s.share,
                "codings": s.codings,
            }
            for s in now.shares
        ],
        columns=["interview", "coder", "share", "codings"],
    )
    order = [group[0].name for group in now.interviews]
    drawn: alt.Chart = (
        alt.Chart(rows)
        .mark_point(size=110 if len(order) <= FEW else 60, filled=True, opacity=0.95)
        .encode(
            y=alt.Y("interview:N", sort=order, title=None, scale=alt.Scale(domain=order)),
            x=alt.X(
                "share:Q",
                title="share of the participant's words that have a code",
                axis=alt.Axis(format="%", tickCount=5),
                scale=alt.Scale(domain=[0, 1]),
            ),
            color=alt.Color(
                "coder:N",
                title=None,
                scale=alt.Scale(domain=list(now.coders), range=hues()),
                legend=alt.Legend(orient="top"),
            ),
            shape=alt.Shape(
                "coder:N",
                title=None,
                scale=alt.Scale(domain=list(now.coders), range=SHAPES),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=["interview", "coder", alt.Tooltip("share:Q", format=".0%"), "codings"],
        )
        .properties(height=alt.Step(STEP if len(order) <= FEW else STEP / 2))
    )
    return drawn


def saturation_chart(now: Standing) -> alt.LayerChart:
    """Draw how many different codes have been used by each interview, in the order of the list."""
    names = {t.id: t.name for group in now.interviews for t in group}
    rows = pd.DataFrame(
        [
            {"interview": names[s.label], "codes": s.codes_so_far, "fresh": len(s.new_codes)}
            for s in now.saturation
        ],
        columns=["interview", "codes", "fresh"],
    )
    base = alt.Chart(rows).encode(
        x=alt.X("interview:N", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("codes:Q", title="codes used so far", axis=alt.Axis(tickMinStep=1)),
        tooltip=["interview", "codes", alt.Tooltip("fresh:Q", title="new here")],
    )
    drawn: alt.LayerChart = (
        base.mark_line(color=hue("blue")) + base.mark_point(color=hue("blue"), filled=True, size=90)
    ).properties(height=240)
    return drawn


def days_chart(now: Standing) -> alt.Chart:
    """Draw how the codings added up day by day."""
    rows = pd.DataFrame(
        [{"day": s.label, "codings": s.codings_so_far, "added": s.codings} for s in now.days],
        columns=["day", "codings", "added"],
    )
    blue = hue("blue")
    drawn: alt.Chart = (
        alt.Chart(rows)
        .mark_area(line={"color": blue}, color=blue, opacity=0.25, interpolate="monotone")
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", tickCount=6)),
            y=alt.Y("codings:Q", title="codings so far"),
            tooltip=["day:T", "codings", "added"],
        )
        .properties(height=240)
    )
    return drawn


def lately(study: Project) -> None:
    """Show the last acts."""
    section("Lately")
    acts = study.log.acts(limit=9)
    rows = [
        el(
            "li",
            "",
            el("span", "soft", when(act.at)),
            el(
                "span",
                "undone" if act.undone and act.signed else "",
                act.summary,
                el("span", "soft", f" · {act.signed}") if act.signed else "",
            ),
        )
        for act in acts
    ]
    show(el("ul", "acts", *rows))
    for act in acts:
        if act.by_hand:
            edited_by_hand(study, act)


def edited_by_hand(study: Project, act: Act) -> None:
    """Let anybody take an edit of a file by hand back, or do it again: it is nobody's own."""
    icon, told = ("↷ Do again", "Done again") if act.undone else ("↶ Take back", "Taken back")
    what = f"{icon} the edit by hand of {when(act.at)}"
    about = escaped(f"{act.summary}. Not when last tried: {act.held}" if act.held else act.summary)
    if st.button(what, key=f"by_hand_{act.id}", type="tertiary", help=about):
        with mistakes():
            study.log.undo(by=coder(), redo=act.undone, which=act.id)
            tell(f"{told}: {act.summary}")


def loose_notes(study: Project) -> None:
    """Fold away the notes on what was removed: they are somebody's words."""
    loose = study.memos.loose()
    if loose:
        told = (
            el(
                "blockquote",
                "note",
                memo.text,
                el("p", "soft", f"{memo.coder}, {when(memo.updated)}"),
            )
            for memo in loose
        )
        show(fold(f"Notes on what was removed ({len(loose)})", *told))


study = project()
current = stand(study, str(study.folder), study.log.revision())
head(study, study.folder.name, state(current))
left, right = st.columns([3, 2], gap="large")
with left:
    section("What needs doing")
    if not current.interviews and not study.transcripts.waiting():
        empty(
            "There is no interview yet",
            "Drop your interviews on the **Transcripts** page, and begin.",
        )
        link("transcripts", "Bring in interviews")
    tasks = study.overview.agenda(coder())
    if tasks or current.interviews:
        to_do(study, tasks)
with right:
    lately(study)
with one_place():
    if current.codings:
        section("How far it has got")
        lettered(progress_chart(current), "Share of words coded by interview and coder")
        by_interview, by_day = st.columns(2, gap="large")
        with by_interview:
            section("Do new codes still come up?")
            lettered(saturation_chart(current), "Codes used so far, interview by interview")
        with by_day:
            section("Day by day")
            lettered(days_chart(current), "Codings so far by day")
section("Notes on the study")
memo_form(study, "project", "study", titled=True)
loose_notes(study)
show_backups(study)
to_mind(study)
