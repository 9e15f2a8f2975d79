"""Put quotes into baskets, in order, with the words as the report will print them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from coding.model import Basket, Pick, Quote
from coding.pages.parts.company import dialog
from coding.pages.parts.forms import OpenForm, Version
from coding.pages.parts.markup import Markup, el, fold, quotation, show, together
from coding.pages.parts.widgets import PERSIST, coder, counted, empty, link, mistakes, sheet, tell
from coding.project import Project

FIRST = "For the report"


def basket_box(study: Project) -> str:
    """Let a basket be chosen, or a new one named."""
    names = [b.name for b in study.baskets.all()]
    counts = {b.name: len(b.picks) for b in study.baskets.all()}
    chosen = st.selectbox(
        "Basket",
        names or [FIRST],
        format_func=lambda name: f"{name} ({counts[name]})" if name in counts else name,
        accept_new_options=True,
        key="basket",
        placeholder="choose one, or type a new name",
        persist_state=PERSIST,
        width=320,
    )
    return " ".join((chosen or FIRST).split())


def put(study: Project, name: str, quotes: Sequence[Quote]) -> None:
    """Put quotes into a basket, made if it is not there."""
    with mistakes():
        if name not in [b.name for b in study.baskets.all()]:
            study.baskets.add(name, coder=coder())
        fresh = study.baskets.put(name, [q.coding for q in quotes], coder=coder())
        tell(f"{counted(fresh, 'quote')} put into {name}.")


def baskets(study: Project, export: Callable[..., None]) -> None:
    """Show the baskets and what is in one of them."""
    there = study.baskets.all()
    with st.container(horizontal=True, vertical_alignment="bottom", key="tools"):
        # A place of its own, taken or not: else the first basket that somebody else makes would
        # move the forms beside it, and close the one in which a name is being typed.
        choosing = st.container(width="content")
        if there:
            names = {b.id: f"{b.name} ({len(b.picks)})" for b in there}
            chosen = choosing.selectbox(
                "Basket",
                list(names),
                format_func=lambda key: names.get(key, ""),
                key="open_basket",
                width=320,
            )
        with st.popover("New basket"), st.form("new_basket", border=False, clear_on_submit=True):
            name = st.text_input("What is it called?", placeholder="Chapter 3: safety")
            if st.form_submit_button("Make it"):
                with mistakes():
                    study.baskets.add(name, coder=coder())
                    tell(f"{name} made.")
        basket = next((b for b in there if b.id == chosen), there[0]) if there else None
        if basket:
            rename(study, basket)
            quotes = study.quotes.find(basket=basket.id)
            export(study, quotes, basket=basket.id, title=basket.name)
            if st.button("Delete …", key="delete_basket"):
                delete(study, basket)
    if basket is None:
        empty(
            "There is no basket yet",
            "Make one here, or put a quote into one under **Find quotes**.",
        )
    elif not basket.picks:
        empty("This basket is empty", "Under **Find quotes**, put quotes into it.")
    else:
        contents(study, basket, {q.coding: q for q in quotes})


def rename(study: Project, basket: Basket) -> None:
    """Let a basket be called something else."""

    def write(version: Version, _: str) -> None:
        name = form.now("name")
        study.baskets.rename(basket.id, name, coder=coder(), version=int(version or 0))

    with st.popover("Rename"):
        form = OpenForm(
            f"basket-{basket.id}", {"name": basket.name}, version=basket.version, hold=True
        )
        form.line("name", "Name")
        form.said()
        if st.button("Rename", key=f"rename-{basket.id}"):
            form.keep(write, "It has another name now.")
        form.settle(write, "It has another name now.")


@dialog("Delete this basket?")
def delete(study: Project, basket: Basket) -> None:
    """Ask once more before a basket goes."""
    what = f"{basket.name} and the order of its {counted(len(basket.picks), 'quote')} will be gone."
    show(el("p", "lead", what), el("p", "note", "The codings stay; Undo brings the basket back."))
    if st.button("Delete", type="primary", key="delete_now"):
        with mistakes():
            study.baskets.remove(basket.id, coder=coder())
            tell(f"{basket.name} deleted.")


def contents(study: Project, basket: Basket, quotes: dict[str, Quote]) -> None:
    """Show a basket's quotes in order."""
    book = study.codes.book()
    picks = [p for p in basket.picks if p.coding in quotes]
    places, chooser = sheet(len(picks), f"sheet-{basket.id}")
    for place in places:
        pick, quote = picks[place], quotes[picks[place].coding]
        with st.container(border=True, key=f"pick-{pick.id}"):
            with st.container(horizontal=True, gap="medium"):
                show(el("span", "rank", f"{place + 1}"), width="content")
                show(quotation(quote, book, printed=pick.printed), original(pick, quote))
            with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
                link(
                    "annotate",
                    "Open in Code",
                    transcript=quote.transcript,
                    turn=str(study.quotes.turn_of(quote)),
                )
                if st.button("Edit the words", key=f"edit-{pick.id}", type="tertiary"):
                    edit(study, pick, quote)
                move(study, basket, picks, place)
                if st.button("Take out", key=f"out-{pick.id}", type="tertiary"):
                    with mistakes():
                        study.baskets.take_out(pick.id, coder=coder())
                        st.rerun()
    chooser()


def original(pick: Pick, quote: Quote) -> str:
    """Fold away what was really said where a quote has been edited."""
    if not pick.printed:
        return ""
    return fold("Edited. What was said in the interview", el("blockquote", "quote", quote.text))


def move(study: Project, basket: Basket, picks: Sequence[Pick], place: int) -> None:
    """Let a quote change places with the one above or below."""
    for label, other in (("↑ Up", place - 1), ("↓ Down", place + 1)):
        off = not 0 <= other < len(picks)
        if st.button(label, key=f"{label}-{picks[place].id}", type="tertiary", disabled=off):
            order = [p.id for p in picks]
            order[place], order[other] = order[other], order[place]
            rest = [p.id for p in basket.picks if p.id not in order]
            with mistakes():
                study.baskets.arrange(basket.id, order + rest, coder=coder())
                st.rerun()


@dialog("Edit the words", width="medium")
def edit(study: Project, pick: Pick, quote: Quote) -> None:
    """Shorten or clarify a quote; what is not shown as an edit is shown before it is kept."""
    picks = {p.id: p for basket in study.baskets.all() for p in basket.picks}
    pick = picks.get(pick.id, pick)  # somebody may have edited it since this was opened
    form = OpenForm(
        f"pick-{pick.id}", {"printed": pick.printed or quote.words}, version=pick.version
    )
    show(
        el("p", "note", "What you leave out is shown by […], what you put in stands in [brackets].")
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
            if st.button("Keep", type="primary", key="keep_edit"):
                form.keep(write, news)
            if pick.printed and st.button("Back to the interview's words"):
                form.keep(lambda version, key: write(version, key, ""), news)
        form.settle(write, news, empty="The interview's own words.")
        if st.session_state.get("edited") == (pick.id, text):
            write(form.opened.version, "")
    except Unseen:
        st.session_state.edited = (pick.id, text)
        marked(study, pick, form, faults)


class Unseen(Exception):
    """An edit that a reader could not see."""


def marked(study: Project, pick: Pick, form: OpenForm, faults: list[str]) -> None:
    """Offer the version of an edit in which it can be seen."""
    shown = study.baskets.marked(pick.id, form.now("printed"))
    st.warning("A reader could not see this edit. It would be printed like this:")
    show(el("blockquote", "quote", shown))
    show(el("ul", "problems", *(el("li", "", fault) for fault in faults)))

    def write(version: Version, _: str) -> None:
        study.baskets.edit(pick.id, shown, coder=coder(), version=int(version or 0))
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
