"""Set codes and quotes beside a figure: the form, and how figures and links look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from coding.errors import CodingError
from coding.model import NAMED, Codebook, Coding, Indicator, Link, Relation
from coding.pages.parts.coders import coder
from coding.pages.parts.company import dialog
from coding.pages.parts.forms import OpenForm, Version
from coding.pages.parts.markup import Markup, chip, el, fold, show, together
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import tell, tree_labels
from coding.project import Project
from coding.project.joint import base

TOGETHER = "Together they"
MINORITY = "A minority voice: one of the few who say so"
SIGNS = {
    Relation.CONFIRMS: "=",
    Relation.EXPANDS: "+",
    Relation.PARTLY_AGREES: "≈",
    Relation.CONTRADICTS: "≠",
    Relation.SILENT: "…",
    Relation.NOT_ABOUT: "○",
}
MEANING = {
    Relation.CONFIRMS: "the voices say what the figure says",
    Relation.EXPANDS: "they say why, or what it does not ask",
    Relation.PARTLY_AGREES: "in part they do, in part not",
    Relation.CONTRADICTS: "they say something else: note what, and why that may be",
    Relation.SILENT: "one of the two says nothing, which is a finding too",
    Relation.NOT_ABOUT: "the words say nothing of the figure: it is proposed no more",
}


def badge(relation: Relation | None) -> Markup:
    """Return a relation as a small label with its sign."""
    if relation is None:
        return el("span", "badge-open", "not said yet")
    return el("span", f"badge-{relation.name.lower()}", f"{SIGNS[relation]} {relation}")


def bar(figure: Indicator, *, on: bool = False) -> Markup:
    """Return a figure as a bar with its whisker, its printed value and its base."""
    value = max(0.0, min(100.0, figure.value or 0.0))
    whisker = ""
    if figure.ci_low is not None and figure.ci_high is not None:
        low, high = max(0.0, figure.ci_low), min(100.0, figure.ci_high)
        whisker = Markup(
            f'<span class="pg-whisker" style="left:{low:.1f}%;width:{high - low:.1f}%"></span>'
        )
    drawn = together(
        [
            Markup('<span class="pg-track">'),
            Markup(f'<span class="pg-share" style="width:{value:.1f}%"></span>'),
            whisker,
            Markup("</span>"),
        ]
    )
    interval = (
        f"95 % interval {figure.ci_low:.1f} to {figure.ci_high:.1f}; "
        if figure.ci_low is not None and figure.ci_high is not None
        else ""
    )
    return el(
        "div",
        "bar-on" if on else "bar",
        el("span", "option", figure.option),
        drawn,
        el("span", "printed", f"{figure.printed or '–'} {figure.unit}"),
        title=f"{figure.option}: {figure.printed} {figure.unit} ({interval}{base(figure)})",
    )


def figures(listed: Sequence[Indicator], linked: Mapping[str, object] | None = None) -> Markup:
    """Return figures as bars with the base they are of."""
    bases = dict.fromkeys(base(figure) for figure in listed)
    of = " · ".join(bases) if len(bases) <= 2 else "several groups, see each bar"
    bars = (bar(figure, on=figure.id in (linked or {})) for figure in listed)
    return el("div", "bars", *bars, el("p", "note", of))


def beside_quote(placed: Sequence[tuple[Relation, Indicator]], near: Sequence[Indicator]) -> Markup:
    """Return the figures beside which somebody placed a quote, then those of its codes, to unfold.

    Nobody has said of the latter how the quote stands to them.
    """
    there = {figure.id for _, figure in placed}
    others = [figure for figure in dict.fromkeys(near) if figure.id not in there]
    if not placed and not others:
        return Markup("")
    return fold(
        f"Figures beside it ({len(placed) + len(others)})",
        *(el("div", "placed", badge(kind), bar(figure, on=True)) for kind, figure in placed),
        el("p", "note", "By its codes; nobody has said how it stands to them:") if others else "",
        figures(others) if others else "",
    )


@dialog("Set side by side", width="medium")
def link_form(
    study: Project,
    book: Codebook,
    listed: Sequence[Indicator],
    *,
    key: str,
    codes: Sequence[str] = (),
    figure: str = "",
) -> None:
    """Let a code, or one of its quotes, be set beside a figure; `codes` are the likeliest."""
    labels = tree_labels(book)
    order = [*dict.fromkeys([*codes, *labels])]
    names = {figure.id: f"{figure.option} · {figure.printed} {figure.unit}" for figure in listed}
    with one_place():
        chosen = figure or st.selectbox(
            "Figure", list(names), format_func=lambda k: names.get(k, k), key=f"figure-{key}"
        )
    code = st.selectbox(
        "Code",
        order,
        format_func=lambda k: labels.get(k, k).strip() + (" ✦" if k in codes else ""),
        key=f"code-{key}",
        help="✦ is likeliest to speak to it, by name, definition and keywords.",
    )
    quotes = quotes_of(study, code) if code else {}
    quote = st.selectbox(
        "Quote",
        ["", *quotes],
        format_func=lambda k: quotes[k] if k else "none: the code as a whole",
        key=f"quote-{key}",
    )
    say_together(study, quote or code or "", chosen or "", of_quote=bool(quote), key=key)


def say_together(study: Project, reference: str, figure: str, *, of_quote: bool, key: str) -> None:
    """Let it be said what a code, or a quote, and a figure say together, or said otherwise.

    What was typed goes along when another code, quote or figure is chosen on which nothing is
    said yet. `key` tells the places apart that ask.
    """
    link = study.links.between(reference, figure)
    texts: dict[str, str | bool] = {"relation": "", "note": ""}
    if link:
        texts |= {"relation": str(link.relation), "note": link.note}
    if of_quote:
        texts["minority"] = bool(link and link.minority)
    form = OpenForm(
        f"together-{reference}-{figure}",
        texts,
        version=link.version if link else 0,
        labels={"relation": TOGETHER, "note": "Note", "minority": MINORITY},
    )
    before: OpenForm | None = st.session_state.get(f"together-{key}")
    if before and before.key != form.key and not link:
        form.take_from(before)
    st.session_state[f"together-{key}"] = form
    offered = tuple(Relation) if of_quote else NAMED
    form.choice(
        "relation",
        TOGETHER,
        [str(relation) for relation in offered],
        ask=st.radio,
        format_func=lambda r: f"{SIGNS[Relation(r)]} {r}",
        captions=[MEANING[r] for r in offered],
    )
    form.line("note", "Note", placeholder="what they say together")
    if of_quote:
        form.tick("minority", MINORITY)

    def write(version: Version, _: str) -> None:
        if not form.now("relation"):
            raise CodingError(
                "it has to be said what they say together", hint=f"Choose one under “{TOGETHER}”."
            )
        study.links.put(
            reference,
            figure,
            form.now("relation"),
            note=form.now("note"),
            minority=of_quote and form.now("minority") == str(True),
            coder=coder(),
            version=int(version or 0),
        )

    form.said()
    if st.button("Set them side by side", type="primary", key=f"link-{key}", disabled=not figure):
        form.keep(write, "Set side by side.")
    form.settle(write, "Set side by side.")


def quotes_of(study: Project, code: str) -> dict[str, str]:
    """Return coding → its first words, for the quotes of a code and those below it."""
    names = {t.id: t.name for t in study.transcripts.all()}
    unique: dict[tuple[str, int, int], Coding] = {}
    for coding in study.codings.all(code=code):
        unique.setdefault((coding.transcript, coding.start, coding.end), coding)
    return {
        coding.id: f"{names[coding.transcript]}: {' '.join(coding.text.split())[:90]}"
        for coding in unique.values()
    }


def link_row(study: Project, book: Codebook, link: Link, words: str, figure: Indicator) -> None:
    """Show one link with the way to take it away."""
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        show(
            el(
                "div",
                "link",
                badge(link.relation),
                chip(link.code, book),
                el("span", "soft", f"{figure.option} {figure.printed} {figure.unit}"),
                el("span", "soft", "a minority voice") if link.minority else "",
                el("blockquote", "beside", words) if words else "",
                el("p", "note", link.note) if link.note else "",
            ),
            width="stretch",
        )
        if st.button("Take away", key=f"unlink-{link.id}", type="tertiary"):
            with mistakes():
                study.links.remove(link.id, coder=coder(), version=link.version)
                tell("Taken away.")
