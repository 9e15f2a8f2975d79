"""Show where the study stands, what it asks for next, and what was done lately."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby

import streamlit as st

from coding.errors import CodingError
from coding.model import Act
from coding.pages.parts.backups import show_backups, to_mind
from coding.pages.parts.coders import coder
from coding.pages.parts.company import when
from coding.pages.parts.growth import growth
from coding.pages.parts.home import agreement, figures, interviews
from coding.pages.parts.markup import Markup, el, fold, show
from coding.pages.parts.memo_form import memo_form
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import PageName, empty, head, link, path_of, section, tell
from coding.pages.parts.wording import counted, escaped, listed
from coding.project import Project
from coding.project.overview import Need, Standing, Task

ASKS = {
    Need.WAITING: ("waits in transcripts/ to be imported", "wait in transcripts/ to be imported"),
    Need.UNPLACED: (
        "was corrected, and some of its codings wait to be placed",
        "were corrected, and some of their codings wait to be placed",
    ),
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
    Need.UNQUOTED: ("is not quoted in the report", "are not quoted in the report"),
    Need.UNDEFINED: ("has no definition", "have no definition"),
    Need.UNUSED: ("is not used anywhere yet", "are not used anywhere yet"),
    Need.UNTRANSLATED: ("has no translation", "have no translation"),
}
PLACES: dict[Need, tuple[PageName, str, str]] = {
    Need.DRAFT: ("verify", "Check it", ""),
    Need.UNQUOTED: ("quotes", "Choose quotes", ""),
    Need.DIFFER: ("annotate", "See the first", ""),
    Need.SILENT: ("figure", "Go through them", ""),
    Need.WAITING: ("transcripts", "Look at what is there", ""),
    Need.CODEBOOK: ("codebook", "See the codebook", ""),
    Need.PARTICIPANTS: ("transcripts", "See the participants", ""),
    Need.UNPLACED: ("transcripts", "Place them", ""),
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
MOST = 5
"""So many acts come next: more would be a list, and nobody reads a list every morning."""

LATELY = 8
ALONE = ("open", "codebook", "participants")
"""What the app does by itself, and nobody needs to be told."""


@st.cache_resource(max_entries=4, show_spinner=False)
def stand(_project: Project, folder: str, revision: int) -> Standing:
    """Measure the study once for each state it is in."""
    return _project.overview.standing()


def state(study: Project, now: Standing) -> str:
    """Say in a line where the study stands."""
    if not now.interviews:
        return "Nothing is in it yet."
    files = sum(map(len, now.interviews))
    both = f" in {counted(files, 'transcript')}" if files > len(now.interviews) else ""
    parts = [
        counted(len(now.interviews), "interview") + both,
        counted(len(now.coders), "coder") if now.coders else "",
        counted(sum(now.segments.values()), "segment") if now.codings else "",
    ]
    with suppress(CodingError):  # the page of the survey says what is wrong with it
        asked = len(study.survey.questions())
        parts.append(counted(asked, "survey question") if asked else "")
    drafts = len(study.drafts.all())
    parts.append(counted(drafts, "draft") if drafts else "")
    rest = "" if now.codings else " Everything is still to be read."
    return f"{', '.join(filter(None, parts))}.{rest}"


def next_acts(study: Project, tasks: list[Task], now: Standing) -> None:
    """Show what comes next, at most `MOST`, each with its reason, the way there and its key."""
    section("Next")
    if not now.interviews and not study.transcripts.waiting():
        empty(
            "There is no interview yet",
            "Drop your interviews on the **Transcripts** page, and begin.",
        )
        link("transcripts", "Bring in interviews")
        tasks = [task for task in tasks if task.fault]
    if not tasks and now.codings:
        show(el("p", "note", "Nothing waits. A good moment to read through your quotes."))
    with st.container(key="next", gap=None):
        for number, task in enumerate(tasks[:MOST], 1):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                show(sentence(task))
                page, label, query = place_of(task)
                if st.button(
                    escaped(label),
                    key=f"next-{number}",
                    shortcut=str(number),
                    type="primary" if number == 1 else "tertiary",
                ):
                    st.switch_page(path_of(page), query_params=query or None)
    if (more := len(tasks) - MOST) > 0:
        show(el("p", "note", f"{more} more when these are done."))


def place_of(task: Task) -> tuple[PageName, str, dict[str, str]]:
    """Return where a task is done: the page, what the button says, the address."""
    page, label, query = PLACES[task.need]
    key, name = task.about[0] if task.about else ("", "")
    given = {"find": name, "only": "unused", "transcript": key, "view": "outline"}.get(query, "")
    return page, label.format(name), {query: given} if given else dict(task.place)


def sentence(task: Task) -> Markup:
    """Say a task in a sentence, with its reason below."""
    why = el("span", "home-why", task.hint) if task.hint else ""
    names = [name for _, name in task.about]
    if not names:
        return el("p", "task", el("strong", "", task.fault), why)
    said = task.fault or f" {ASKS[task.need][len(names) != 1]}"
    return el("p", "task", el("strong", "", listed(names)), f"{said}.", why)


def lately(study: Project) -> None:
    """Show the last acts, those of one kind that follow one another as one."""
    acts = [act for act in study.log.acts(limit=200) if act.signed or act.verb not in ALONE]
    runs = [list(run) for _, run in groupby(acts, key=lambda a: (a.coder, a.verb, a.undone))]
    if not runs:
        return
    section("Lately")
    show(el("ul", "acts", *map(run_line, runs[:LATELY])))
    for act in acts[:LATELY]:
        if act.by_hand:
            edited_by_hand(study, act)


def run_line(run: list[Act]) -> Markup:
    """Return a line on acts of one coder and kind, the newest first."""
    act = run[0]
    more = f" and {len(run) - 1} more like it" if len(run) > 1 else ""
    return el(
        "li",
        "",
        el("span", "soft", when(act.at)),
        el(
            "span",
            "undone" if act.undone and act.signed else "",
            act.summary,
            el("span", "soft", more),
            el("span", "soft", f" · {act.signed}") if act.signed else "",
        ),
    )


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


def study_page() -> None:
    """Lay the page out: what comes next and interviews, beside who agrees, figures, and the log.

    Charts stand below the interviews, and beside all of it where the window is wide (`home.css`).
    """
    study, me = project(), coder()
    now = stand(study, str(study.folder), study.log.revision())
    head(study, study.folder.name, state(study, now))
    tasks = study.overview.agenda(me, standing=now)
    with st.container(key="home"):
        with st.container(key="home_next"):
            next_acts(study, tasks, now)
            with one_place():
                if now.interviews:
                    interviews(study, now, me)
        with st.container(key="home_beside"):
            with one_place():
                if len(now.coders) > 1:
                    agreement(study, me)
            with one_place():
                figures(study)
            with one_place():
                lately(study)
        with st.container(key="home_growth"), one_place():
            if now.codings:
                growth(now)
    with st.container(key="home_kept"):
        with st.container():
            section("Memo on the study")
            memo_form(study, "project", "study", titled=True)
            loose_notes(study)
        with st.container():
            show_backups(study)
            to_mind(study)


study_page()
