"""Let a few proposals drawn at random be judged, how sure the machine was hidden till then."""

from __future__ import annotations

import streamlit as st

from coding.model import Choice, Codebook, Suggestion
from coding.pages.parts.coders import coder
from coding.pages.parts.deciding import DONE, decision, said_so_far
from coding.pages.parts.markup import chip, el, gauge, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.proposed import cut, place_of, words
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
        show(
            words(study, (suggestion,)),
            el("p", "", "Does ", chip(suggestion.code, book), " fit here?"),
        )
        code = book.by_id.get(suggestion.code)
        if code and code.definition:
            show(el("p", "note", code.definition))
        with st.container(horizontal=True, vertical_alignment="center"):
            for label, choice, key in (
                ("It fits", Choice.ACCEPT, "q"),
                ("It does not", Choice.REJECT, "d"),
                ("Can't say", Choice.SKIP, "f"),
            ):
                if st.button(label, key=f"audit-{choice}", shortcut=key):
                    with mistakes():
                        study.suggestions.record([decision(study, suggestion, choice, audit=True)])
                        st.rerun()
