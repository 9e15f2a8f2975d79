"""Put quotes into sections of the report, and edit the words it will print them with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from coding.model import BesideWords, Pick, Quote
from coding.pages.parts.coders import coder
from coding.pages.parts.company import dialog
from coding.pages.parts.forms import OpenForm, Version
from coding.pages.parts.markup import Markup, el, show, together
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import PERSIST, tell
from coding.pages.parts.wording import counted
from coding.project import Project

FIRST = "For the report"


def basket_box(study: Project) -> str:
    """Let a section be chosen, or a new one named."""
    counts = {basket.name: len(basket.picks) for basket in study.baskets.all()}
    chosen = st.selectbox(
        "Section of the report",
        list(counts) or [FIRST],
        format_func=lambda name: f"{name} ({counts[name]})" if name in counts else name,
        accept_new_options=True,
        key="basket",
        placeholder="choose one, or type a new name",
        persist_state=PERSIST,
        width=320,
    )
    return " ".join((chosen or FIRST).split())


def put(study: Project, name: str, quotes: Sequence[Quote]) -> None:
    """Put quotes into a section, made if it is not there."""
    with mistakes():
        if name not in [b.name for b in study.baskets.all()]:
            study.baskets.add(name, coder=coder())
        fresh = study.baskets.put(name, [q.coding for q in quotes], coder=coder())
        tell(f"{counted(fresh, 'quote')} put into {name}.")


@dialog("Edit the words", width="medium")
def edit(study: Project, pick: Pick, quote: Quote) -> None:
    """Shorten or clarify a quote; what is not shown as an edit is shown before it is kept."""
    picks = {p.id: p for basket in study.baskets.all() for p in basket.picks}
    pick = picks.get(pick.id, pick)  # somebody may have edited it since this was opened
    form = OpenForm(
        f"pick-{pick.id}", {"printed": pick.printed or quote.words}, version=pick.version
    )
    show(
        el(
            "p",
            "note",
            "What you leave out in the middle is shown by […], what you put in by [brackets].",
        )
    )
    text = form.area("printed", "As printed", height=180)
    form.said()
    show(el("p", "note", "Against the interview"), changes(study, pick, text))
    news = "Kept as printed."
    faults: list[str] = []

    def write(version: Version, _: str, words: str | None = None) -> None:
        back = form.opened.conflict is not None and not form.opened.conflict.mine
        printed = "" if back else form.now("printed") if words is None else words
        faults[:] = study.baskets.edit(pick.id, printed, coder=coder(), version=int(version or 0))
        if faults:
            raise Unseen

    try:
        with st.container(horizontal=True):
            if st.button("Save", type="primary", key="keep_edit"):
                form.keep(write, news)
            if pick.printed and st.button("Back to the interview’s words"):
                form.keep(lambda version, key: write(version, key, ""), news)
        form.settle(write, news, empty="The interview’s own words.")
        if st.session_state.get("edited") == (pick.id, text):
            write(form.opened.version, "")
    except Unseen:
        st.session_state.edited = (pick.id, text)
        with one_place():
            if faults == study.baskets.swallowed(pick.id, form.now("printed")):
                asked(study, pick, form, faults)
            else:
                marked(study, pick, form, faults)


BESIDE = {"alike": "Cut as the quote is", "whole": "All of it", "own": "My words"}


@dialog("What stands beside the quote", width="medium")
def beside(study: Project, pick: Pick, quote: Quote) -> None:
    """Let what stands beside a quote in the other language be cut alike, whole, or one's own."""
    there = pick.beside
    show(el("blockquote", "quote", study.quotes.for_print(quote, pick).words))
    kind = "whole" if there.whole else "own" if there.words else "alike"
    chosen = st.radio(
        "Beside it in the other language",
        list(BESIDE),
        index=list(BESIDE).index(kind),
        format_func=BESIDE.__getitem__,
        horizontal=True,
        key=f"beside-{pick.id}-{there.version}",
    )
    shown = study.quotes.for_print(quote, replace(pick, beside=BesideWords()))
    words = quote.translation if chosen == "whole" else shown.beside
    if chosen == "own":
        first = there.words or shown.beside
        words = st.text_area("Beside it", first, key=f"beside-words-{pick.id}-{there.version}")
    else:
        show(el("blockquote", "beside", words))
    if chosen == "alike" and shown.rough:
        st.caption("A sentence was cut within; beside it the whole sentence stands.")
    if st.button("Save", type="primary", key="keep_beside"):
        with mistakes():
            study.baskets.edit_beside(
                pick.id,
                words if chosen == "own" else "",
                whole=chosen == "whole",
                coder=coder(),
                version=there.version,
            )
            tell("Kept beside the quote.")


class Unseen(Exception):
    """An edit that a reader could not see."""


def asked(study: Project, pick: Pick, form: OpenForm, losses: list[str]) -> None:
    """Ask about what an omission swallows before it is kept."""
    st.warning("A reader cannot see what these omissions take away:")
    show(el("ul", "problems", *(el("li", "", f"{loss[:1].upper()}{loss[1:]}.") for loss in losses)))

    def write(version: Version, _: str) -> None:
        printed, at = form.now("printed"), int(version or 0)
        study.baskets.edit(pick.id, printed, coder=coder(), version=at, anyway=True)
        st.session_state.pop("edited", None)

    if st.button("Print it all the same", type="primary", key="all_the_same"):
        form.keep(write, "Kept as printed.")


def marked(study: Project, pick: Pick, form: OpenForm, faults: list[str]) -> None:
    """Offer the version of an edit in which it can be seen."""
    shown = study.baskets.marked(pick.id, form.now("printed"))
    st.warning("A reader could not see this edit. It would be printed like this:")
    show(el("blockquote", "quote", shown))
    losses = study.baskets.swallowed(pick.id, shown)
    show(el("ul", "problems", *(el("li", "", fault) for fault in (*faults, *losses))))

    def write(version: Version, _: str) -> None:
        study.baskets.edit(pick.id, shown, coder=coder(), version=int(version or 0), anyway=True)
        st.session_state.pop("edited", None)

    if st.button("Print it like this", type="primary", key="accept"):
        form.keep(write, "Kept as printed.")


def changes(study: Project, pick: Pick, text: str) -> Markup:
    """Show edited words against those of the interview."""
    runs = study.baskets.difference(pick.id, text)
    parts: list[str] = []
    for kind, words in runs:
        parts += [
            words if kind == "same" else el("del" if kind == "out" else "ins", "", words),
            " ",
        ]
    return el("blockquote", "quote", together(parts))
