"""Say what came in from another program's file, with what was assumed on the way."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from coding.pages.parts.reading_notes import how_it_was_read
from coding.pages.parts.widgets import link
from coding.pages.parts.wording import counted, escaped, listed
from coding.project import Project
from coding.project.exchange import Taken

CAME = "came_from_file"


def said_of(taken: Taken) -> str:
    """Say how much came in.

    >>> said_of(Taken(sources=1, codings=6)), said_of(Taken())
    ('1 text and 6 codings', 'nothing new')
    >>> said_of(Taken(sources=1, codes=2, codings=6, memos=3, people=1))
    '1 text, 2 codes, 6 codings, 3 memos and 1 participant'
    """
    parts = [
        counted(taken.sources, "text"),
        counted(taken.codes, "code"),
        counted(taken.codings, "coding"),
        counted(taken.memos, "memo"),
        counted(taken.people, "participant"),
    ]
    some = [part for part in parts if not part.startswith("0 ")]
    return listed(some, len(parts)) or "nothing new"


def keep_in_mind(act: str, file: str, taken: Taken) -> None:
    """Keep what came in for `came_from_file`, and choose the first of the interviews."""
    st.session_state[CAME] = act, file, taken
    if taken.transcripts:
        st.session_state.open_transcript = taken.transcripts[0]


def came_from_file(study: Project) -> None:
    """Show what came in last, until that is closed or taken back; lead on to the first text."""
    act, file, taken = st.session_state.get(CAME) or ("", "", Taken())
    if not act or any(done.undone for done in study.log.acts() if done.id == act):
        return
    with st.container(border=True, key="came-from-file"):
        with st.container(horizontal=True, vertical_alignment="center"):
            said = f"**Came in from {escaped(file)}:** {said_of(taken)}."
            st.markdown(said, width="stretch")
            names = {info.id: info.name for info in study.transcripts.all()}
            for key in [key for key in taken.transcripts if key in names][:1]:
                link("annotate", f"Open {names[key]} in Code", transcript=key)
            if st.button("Close", key="came_from_file_close", type="tertiary"):
                del st.session_state[CAME]
                st.rerun()
        how_it_was_read(taken.notes, "How it was read", opened=True)
        if taken.unplaced:
            st.markdown(f"{counted(len(taken.unplaced), 'thing')} had no place here:")
            st.dataframe(
                pd.DataFrame(
                    [{"Where": p.where, "Words": p.words, "Why": p.why} for p in taken.unplaced]
                ),
                hide_index=True,
                alt="What had no place",
            )
