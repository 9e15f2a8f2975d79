"""Decide about what the machine proposes, see how far to trust it, find what has no code yet."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from coding.jobs.work import Tell
from coding.pages.parts.accepting import many_at_once
from coding.pages.parts.advising import advising
from coding.pages.parts.code_settings import codes_set_up
from coding.pages.parts.coders import coder
from coding.pages.parts.deciding import LEARN_FIRST, queue
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.opened import project
from coding.pages.parts.places import one_place
from coding.pages.parts.themes import doubtful, new_themes
from coding.pages.parts.trusting import trust
from coding.pages.parts.waiting import how_far, started
from coding.pages.parts.widgets import empty, head, link
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.learning import READING

VIEWS = {
    "queue": "Decide",
    "many": "Many at once",
    "trust": "How far to trust them",
    "codes": "By code",
    "advice": "Better codebook",
    "themes": "New themes",
    "slips": "Doubtful codings",
}

ENDED = (
    "The process that learns was ended by the system. It begins once more; if there is too little"
    " memory, close other programs …"
)
AS_BEFORE = "{} … Until then, what was learned before is what is proposed here."


def learns(study: Project, who: str) -> Callable[[Tell], None]:
    """Return what reads and learns, and ranks what waits for a coder, if one is named."""
    if not who:
        return lambda tell: study.learning.learn(progress=tell)
    return lambda tell: study.suggestions.rank(coder=who, progress=tell)


study = project()
head(study, "Suggestions")
view = st.segmented_control(
    "View",
    list(VIEWS),
    format_func=VIEWS.__getitem__,
    default="queue",
    required=True,
    key="suggestions_view",
    label_visibility="collapsed",
    bind="query-params",
)
with mistakes():
    if not study.transcripts.all():
        empty(
            "There is nothing to read yet",
            "Drop your interviews on the **Transcripts** page. Suggestions come from what the"
            " codebook says and from what you code.",
        )
        link("transcripts", "Bring in interviews")
    elif not len(study.codes.book()):
        empty(
            "There is no code yet",
            "The machine proposes codes of your codebook. Give each a definition and a few"
            " keywords in the language of the interviews.",
        )
        link("codebook", "Write the first codes")
    elif view == "advice":
        advising(study)
    elif view == "many" and study.together.open_for(coder()):
        many_at_once(study)  # what is judged was drawn: nothing has to be learned for it
    else:
        who = coder() if view == "queue" else ""
        key = ("machine", *study.learning.state, who)
        shown = {
            "queue": queue,
            "many": many_at_once,
            "trust": trust,
            "codes": codes_set_up,
            "themes": new_themes,
            "slips": doubtful,
        }[view or "queue"]
        place = one_place()
        if job := started(study, key, READING, learns(study, who)):
            job.outcome()
            st.session_state.pop(LEARN_FIRST, None)
            shown(study)
        else:
            with study.learning.as_learned() as new:
                waits = new is None or LEARN_FIRST in st.session_state
                learning = f"Learning from {counted(new, 'new coding')}" if new else ""
                before = "" if waits else AS_BEFORE.format(learning or "Working out what waits")
                with place:
                    how_far(study, key, before, lambda: ENDED if study.learning.mishap else "")
                if not waits:
                    shown(study)
