"""List the words that suggestions read as others than they are written."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from coding.pages.parts.markup import el, show
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.codes import language_name

WRITTEN, READ_AS, TIMES, TURNS, LANGUAGE = "Written", "Read as", "Times", "Turns", "Language"


def misspelled(study: Project) -> None:
    """List each word that is read as another, how often it is said and in how many turns."""
    words = study.suggestions.misspellings()
    if not words:
        return
    with st.expander(f"{counted(len(words), 'word')} read as another", key="misspelled"):
        show(
            el(
                "p",
                "note",
                "No dictionary knows these words, and each is one letter away from a word that the"
                " study or its codebook has. Suggestions read them as that; the text stays as it"
                " is. If one is read amiss, put it among a code’s keywords as it is written: what"
                " the codebook says is read as it stands.",
            )
        )
        rows = pd.DataFrame(
            [
                {
                    WRITTEN: word.written,
                    READ_AS: word.read_as,
                    TIMES: word.times,
                    TURNS: word.turns,
                    LANGUAGE: language_name(word.language),
                }
                for word in words
            ]
        )
        st.dataframe(
            rows,
            hide_index=True,
            column_config={
                TURNS: st.column_config.NumberColumn(
                    format="localized",
                    help="In how many turns; an answer to an open question is one",
                )
            },
        )
