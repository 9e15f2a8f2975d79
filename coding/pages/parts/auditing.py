"""Let a few proposals drawn at random be judged, how sure the machine was hidden till then."""

from __future__ import annotations

import streamlit as st

from coding.model import Codebook, Suggestion
from coding.pages.parts.coders import coder
from coding.pages.parts.deciding import DONE, decision, said_so_far
from coding.pages.parts.markup import chip, el, gauge, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.proposed import cut, does_it_fit, place_of, words
from coding.pages.parts.widgets import section
from coding.project import Project


def audit(study: Project) -> None:
    """Let a few proposals drawn at random be judged without seeing how sure the machine was."""
    section("Check them yourself")
    sample: list[Suggestion] | None = st.session_state.get("audit")
    if sample is None:
        show(
            el(
                "p",
                "note",
                "What you decide in the queue is no fair sample: you choose what to look at. Here"
                " 15 proposals are drawn at random, and you judge each before you see how sure"
                " the machine was.",
            )
        )
        if st.button("Draw 15 at random", key="draw"):
            st.session_state.audit = study.evaluation.audit_sample(coder=coder())
            st.rerun()
        return
    book = study.codes.book()
    choices = said_so_far(study)
    done = [
        suggestion for suggestion in sample if (place_of((suggestion,)), suggestion.code) in choices
    ]
    left = [s for s in sample if s not in done]
    show(el("p", "note", f"{len(done)} of {len(sample)} judged."))
    if left:
        judge(study, book, left[0])
    for suggestion in reversed(done):
        choice = DONE[choices[place_of((suggestion,)), suggestion.code]]
        said = el("span", "verdict", choice, " ", chip(suggestion.code, book))
        words_said = el("span", "soft", cut(suggestion.text, 80))
        show(el("p", "decided", said, gauge(suggestion.score, suggestion.likelihood), words_said))
    if not left and st.button("Draw 15 more", key="draw_more"):
        st.session_state.pop("audit")
        st.rerun()


def judge(study: Project, book: Codebook, suggestion: Suggestion) -> None:
    """Ask about one proposal, its score hidden."""
    with st.container(border=True, key="active-audit"):
        show(words(study, (suggestion,)))
        answer = does_it_fit(book, suggestion.code, key="audit")
        if answer is not None:
            with mistakes():
                study.suggestions.record([decision(study, suggestion, answer, audit=True)])
                st.rerun()
