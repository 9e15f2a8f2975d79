"""Show an interview that has its translation in one file as it would be split, and split it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from coding.model import TranscriptInfo
from coding.pages.parts.coders import coder
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.widgets import tell
from coding.pages.parts.wording import counted, escaped
from coding.project import Project
from coding.project.bilingual import ONE_FILE, TwoInOne, sides_of

SHOWN = 30
"""Turns of both languages that are shown before somebody splits them."""


@st.cache_data(max_entries=8, show_spinner=False)
def _look(_study: Project, folder: str, key: str, sha256: str, edition: str) -> TwoInOne | None:
    return _study.bilingual.look(key)


def two_languages(study: Project, info: TranscriptInfo) -> None:
    """Offer to split an interview in which two languages were noticed; nothing else is shown."""
    if not any(ONE_FILE in note for note in info.notes):
        return
    found = _look(study, str(study.folder), info.id, info.sha256, info.edition)
    if found is None:
        return
    with st.expander("Two languages in one file", expanded=True, key=f"bilingual-{info.id}"):
        sides = list(sides_of(found))
        called = found.called
        rows = [{called[0]: one, called[1]: other} for one, other in sides[:SHOWN]]
        st.table(pd.DataFrame(rows, index=range(1, len(rows) + 1)).map(escaped))
        numbers = " and ".join(counted(len(side), "turn") for side in found.sides)
        rest = len(sides) - len(rows)
        more = f" {rest} more are not shown." if rest > 0 else ""
        show(el("p", "note", f"{numbers}.{more} Each language becomes an interview of its own."))
        if info.codings:
            show(el("p", "note", f"{counted(info.codings, 'coding')} on it: it stays one."))
            return
        original = st.radio(
            "Which is the original?", called, horizontal=True, key=f"original-{info.id}"
        )
        if st.button("Split into two interviews", type="primary", key=f"split-{info.id}"):
            with mistakes():
                chosen = found.languages[called.index(original)]
                added = study.bilingual.split(info.id, original=chosen, coder=coder())
                tell(f"{info.name} is now {' and '.join(one.name for one in added)}.")
