"""Show who could be recognised from labels and words, and let it be decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import streamlit as st

from coding.errors import CodingError
from coding.model import (
    Advice,
    AdviceKind,
    Disclosure,
    Draft,
    IdentifierChoice,
    Quote,
    RiskKind,
    RiskLevel,
)
from coding.pages.parts.coders import coder
from coding.pages.parts.company import day, dialog
from coding.pages.parts.markup import Markup, el, show, together
from coding.pages.parts.mistakes import mistakes, show_mistake
from coding.pages.parts.places import in_places, one_place
from coding.pages.parts.waiting import finished
from coding.pages.parts.widgets import PERSIST, empty
from coding.pages.parts.wording import counted, escaped
from coding.project import Project

REFUSED = "disclosure_refused"
REPLACED = IdentifierChoice.REPLACED
SCHEMES = 6
"""Coarser labels that are offered at most."""

SHOWN = 25
"""What stops an export is shown so many times at once."""

NARROWING = 20
"""What narrows down is shown so many times at most."""

SAID = {
    RiskLevel.STOP: "stops the export",
    RiskLevel.WARN: "narrows down",
    RiskLevel.INFO: "to know",
}
BADGE = {
    RiskLevel.STOP: "badge-contradicts",
    RiskLevel.WARN: "badge-partly_agrees",
    RiskLevel.INFO: "badge-open",
}


@st.cache_data(max_entries=16, show_spinner="Looking who could be recognised …")
def given_away(
    _study: Project, folder: str, revision: int, codings: tuple[str, ...], own: bool
) -> list[Disclosure]:
    """Look once for each state of the project; `own`: in the quotes' own words alone."""
    return _study.disclosure.of_quotes(codings, {} if own else None)


def looked(study: Project, codings: Sequence[str], *, own: bool = False) -> list[Disclosure]:
    """Return what quotes give away, as the project is now."""
    return given_away(study, str(study.folder), study.log.revision(), tuple(codings), own)


# --- where a quote is chosen --------------------------------------------------------------------


def fits_badge(fits: tuple[str, int, int], floor: int) -> Markup:
    """Return how many people of the study fit a quote's label: *fits 1 of 12*."""
    _, k, of = fits
    if not of:
        return Markup("")
    if k >= floor:
        return el("span", "soft pg-fits", f"label fits {k} of {of}")
    return el("span", BADGE[RiskLevel.WARN], f"▲ label fits {k} of {of}")


def fits_line(study: Project, quote: Quote, fits: Mapping[str, tuple[str, int, int]]) -> None:
    """Show beside a quote that may be chosen whom its label fits, and lead to coarser ones."""
    here = fits.get(quote.coding)
    if here is None or not quote.participant:
        return
    floor = study.disclosure.floor()
    show(fits_badge(here, floor), width="content")
    if here[1] < floor and st.button(
        "Coarser label …", key=f"coarser-{quote.coding}", type="tertiary"
    ):
        coarser_label(study, quote)


@dialog("Coarser label", width="medium")
def coarser_label(study: Project, quote: Quote) -> None:
    """Offer schemes under which more people fit this quote's label."""
    label, k, of = study.disclosure.fits([quote.coding])[quote.coding]
    show(
        el("p", "lead", f"“{label}” fits {k} of {of} people."),
        el("p", "note", "The scheme is the study’s: it changes the labels of all its quotes."),
    )
    offer_schemes(study, quote.participant, quote.transcript, f"label-{quote.coding}")


def offer_schemes(study: Project, participant: str, transcript: str, key: str) -> None:
    """Offer coarser labels as buttons, each with how many people fit it then."""
    refused()
    offered = study.disclosure.coarser(participant, transcript)
    if not offered:
        show(el("p", "note", "No coarser label fits more people: write another scheme by hand."))

    def follow(advice: Advice) -> None:
        with noted():
            study.disclosure.follow_scheme(advice, transcript=transcript, coder=coder())

    for number, advice in enumerate(offered[:SCHEMES]):
        st.button(
            f"{escaped(advice.text)} · fits {advice.k}",
            key=f"{key}-{number}",
            on_click=follow,
            args=(advice,),
        )


@contextmanager
def noted() -> Iterator[None]:
    """Keep a mistake of an act that a click began, to be shown where it was clicked."""
    try:
        yield
    except CodingError as error:
        st.session_state[REFUSED] = error


def refused() -> None:
    """Show the mistake of the last click, once."""
    if (error := st.session_state.pop(REFUSED, None)) is not None:
        show_mistake(error)


# --- what is to be decided ----------------------------------------------------------------------


def gate(study: Project, found: Sequence[Disclosure], key: str, *, draft: bool = False) -> bool:
    """Show what stops an export, with what can be decided; say whether nothing does any more.

    In a `draft`, which somebody wrote and no export makes, it is what has to be changed there.
    """
    stopping = [one for one in found if one.stops]
    others = [one for one in found if not one.stops and one.decision is None]
    others = [one for one in others if one.level is not RiskLevel.INFO]
    with one_place():
        refused()
        how_many(len(stopping), draft=draft)
    with one_place():
        if len(stopping) > 1:
            at_once(study, stopping, key)
    shown = 0
    rows = in_places(("risks", key), stopping, lambda one: f"{one.key}-{one.paragraph}")
    for row in rows:
        with one_place():
            if row is not None and shown < SHOWN:
                shown += 1
                decidable(study, row, key)
    with one_place():
        if others:
            narrowing(study, others, key)
    return not stopping


def how_many(stopping: int, *, draft: bool) -> None:
    """Say how many places stop an export, or have to be changed in a draft, or that none does."""
    if not stopping:
        none = (
            "Nobody is named in the draft." if draft else "Nothing in the words stops the export."
        )
        show(el("p", "note", none))
        return
    words = "draft" if draft else "words"
    many = f"{counted(stopping, 'place')} in the {words} could tell readers who somebody is."
    first = f" The first {SHOWN} are below." if stopping > SHOWN else ""
    next_ = "Change the words in its file, or say why they may stay."
    said = f"{many} {next_ if draft else 'Decide about each; then the export goes on.'}{first}"
    st.error(said, icon=":material/visibility:")


def narrowing(study: Project, others: Sequence[Disclosure], key: str) -> None:
    """Show what stops nothing but makes it likelier that somebody is recognised."""
    with st.expander(f"Narrows down who somebody is ({len(others)})"):
        for one in others[:NARROWING]:
            told(study, one, key)
        if len(others) > NARROWING:
            show(el("p", "note", f"And {len(others) - NARROWING} more: `coding disclosure`."))


def at_once(study: Project, stopping: Sequence[Disclosure], key: str) -> None:
    """Let all that stops an export be decided with one reason, as one act."""
    with st.expander(f"Decide about all {len(stopping)} at once"):
        why = f"all-why-{key}"
        st.text_input("Why", key=why, placeholder="everybody named in it agreed")
        with st.container(horizontal=True):
            if all(one.transcript for one in stopping):
                every = "Replace each by what is proposed"
                act(study, stopping, every, REPLACED, f"all-{key}", why)
            act(study, stopping, "Keep all", IdentifierChoice.KEPT, f"all-{key}", why)


def act(
    study: Project,
    found: Sequence[Disclosure],
    label: str,
    choice: IdentifierChoice,
    key: str,
    why: str,
    put: str = "",
    everywhere: bool = False,
) -> None:
    """Offer a decision; `why` and `put` are the keys of the fields for reason and replacement."""

    def settle() -> None:
        with noted():
            study.identifiers.decide(
                found,
                choice,
                reason=written(why),
                replacement=written(put),
                everywhere=everywhere,
                coder=coder(),
            )

    st.button(label, key=f"{label}-{key}", on_click=settle)


def written(field: str) -> str:
    """Return what stands in a field, `""` where there is none."""
    return str(st.session_state.get(field) or "") if field else ""


def decidable(study: Project, one: Disclosure, key: str) -> None:
    """Show words that identify somebody, with what can be done about them."""
    own = f"{key}-{one.key}-{one.paragraph}"
    why, put = f"why-{own}", f"instead-{own}"
    with st.container(border=True, key=f"risk-{own}"):
        show(headed(one))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            with one_place(width=220):
                if one.transcript:
                    instead = next((a.value for a in one.advice), "[…]")
                    st.text_input("Print instead", value=instead, key=put)
            st.text_input("Why", key=why, placeholder="to keep it, say why", width=260)
        with st.container(horizontal=True):
            if one.transcript:
                act(study, [one], "Replace", REPLACED, own, why, put)
            act(study, [one], "Keep", IdentifierChoice.KEPT, own, why)
            act(study, [one], "Leads to nobody", IdentifierChoice.NONE, own, why)
            nobody = IdentifierChoice.NONE
            act(study, [one], "Nowhere leads to anybody", nobody, own, why, everywhere=True)


def settled(study: Project, one: Disclosure) -> None:
    """Show what was decided, by whom, when and why; let it be taken back."""
    decision = one.decision
    if decision is None:
        return

    def reopen() -> None:
        with noted():
            study.identifiers.reopen(one, coder=coder())

    said = " ".join(filter(None, [str(decision.decided), decision.replacement]))
    because = f": {decision.reason}" if decision.reason else ""
    by = f"{said} by {decision.coder}, {day(decision.at)}{because}"
    with st.container(border=True, key=f"decided-{one.key}"):
        show(headed(one), el("p", "note", by))
        st.button("Open again", key=f"reopen-{one.key}", type="tertiary", on_click=reopen)


def headed(one: Disclosure) -> Markup:
    """Return a level in a word, what it is and where it stands."""
    level = "tells who it is" if one.stops and one.paragraph else SAID[one.level]
    return together(
        [
            el(
                "div",
                "by",
                el("span", BADGE[one.level], level),
                el("strong", "", one.what),
            ),
            el("p", "lead", one.where),
            el("p", "note", one.hint),
        ]
    )


def told(study: Project, one: Disclosure, key: str) -> None:
    """Show what narrows down who somebody is, with coarser labels for a label."""
    own = f"{key}-{one.kind}-{one.participant}-{one.paragraph}-{one.key}"
    with st.container(border=True, key=f"narrows-{own}"):
        show(headed(one))
        if one.kind is RiskKind.LABEL and not one.paragraph and one.coding:
            offer = st.toggle("Coarser labels", key=f"offer-{own}")
            if offer:
                transcript = study.codings.get(one.coding).transcript
                offer_schemes(study, one.participant, transcript, f"scheme-{own}")
        for advice in one.advice:
            if advice.kind is AdviceKind.SPLIT:
                show(el("p", "note", f"Or {advice.text}."))
        if one.decidable:
            with st.container(horizontal=True):
                if one.transcript:
                    proposed = f"Replace by {escaped(one.advice[0].value)}"
                    act(study, [one], proposed, REPLACED, own, "")
                nobody = IdentifierChoice.NONE
                act(study, [one], "Leads to nobody", nobody, own, "")
                act(study, [one], "Nowhere leads to anybody", nobody, own, "", everywhere=True)


# --- pages --------------------------------------------------------------------------------------


def recognised(study: Project) -> None:
    """Show all that the chosen quotes give away, and what was decided; the floor can be set."""
    chosen = study.disclosure.chosen()
    codings = chosen or [coding.id for coding in study.codings.all()]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.header("Who could be recognised", anchor=False, width="stretch")
        floor = st.number_input(
            "People a label must fit",
            min_value=1,
            value=study.disclosure.floor(),
            key="floor_of_k",
            persist_state=PERSIST,
            width=150,
        )
    with one_place(), mistakes():
        if int(floor) != study.disclosure.floor():
            study.disclosure.set_floor(int(floor), coder=coder())
    of = counted(len(chosen), "chosen quote")
    show(
        el(
            "p",
            "note",
            f"This looks at {of}, their labels, and what each person’s quotes tell together;"
            " and at what you wrote: memos, summaries, headings, notes."
            if chosen
            else "Nobody has chosen a quote yet, so this looks at all that is coded; and at what"
            " you wrote: memos, summaries, headings, notes.",
        )
    )
    with one_place():
        job = finished(
            study,
            ("recognised", study.log.revision(), tuple(codings)),
            "Reading what the interviews tell of who speaks …",
            lambda tell: [
                *study.disclosure.of_quotes(codings, progress=tell),
                *study.disclosure.of_written(study.disclosure.written()),
            ],
        )
    with one_place():
        if job:
            given_away_there(study, job.outcome())


def given_away_there(study: Project, found: Sequence[Disclosure]) -> None:
    """Show what quotes give away, and what was decided of it."""
    if not found:
        empty(
            "Nothing was found that tells who somebody is",
            "Labels fit enough people, and no name or particular was found in the words. A story"
            " can still be known by those who were there: read the quotes once more for that.",
        )
        return
    gate(study, found, "page")
    decided = [one for one in found if one.decision is not None]
    if decided:
        with st.expander(f"Decided ({len(decided)})"):
            for one in decided[:50]:
                settled(study, one)


@dialog("Who could be recognised", width="medium")
def recognised_in(study: Project, draft: Draft) -> None:
    """Show what a draft gives away: names in its paragraphs, narrow labels, profiles."""
    found = drafted(study, str(study.folder), study.log.revision(), draft.sha256, draft)
    if not found:
        show(el("p", "note", "Nothing in this draft tells who somebody is."))
        return
    gate(study, found, "draft", draft=True)


@st.cache_data(max_entries=4, show_spinner="Looking who could be recognised …")
def drafted(
    _study: Project, folder: str, revision: int, sha256: str, _draft: Draft
) -> list[Disclosure]:
    """Look at a draft once for each state of the project."""
    return _study.disclosure.of_draft(_draft)


def before_export(
    study: Project,
    codings: Sequence[str],
    *,
    own: bool,
    key: str,
    written: Sequence[tuple[str, str]] = (),
) -> bool:
    """Show in an export's dialog what stops it; say whether it may go on.

    `written` is what people wrote beside the quotes: where it stands, its words.
    """
    with st.spinner("Looking who could be recognised …"):
        names = study.disclosure.of_written(written)
    return gate(study, [*looked(study, codings, own=own), *names], key)
