"""Show proposals to decide about, one passage after the other or many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from coding.model import Choice, Codebook, Decision, Suggestion, new_id
from coding.pages.parts.coders import coder
from coding.pages.parts.company import dialog
from coding.pages.parts.markup import chip, el, fold, gauge, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.proposed import (
    Passage,
    Place,
    because,
    cut,
    own_words,
    place_of,
    reasons,
    to_desk,
    words,
)
from coding.pages.parts.widgets import PERSIST, empty, tell, tree_labels
from coding.pages.parts.wording import counted, escaped
from coding.project import Project
from coding.project.suggestions import Order

LEARN_FIRST = "learn_first"
"""Stands in a session that waits for what was decided to be learned."""

BATCH = 20
MANY = 40
ORDERS = {
    Order.SCORE: "Surest first",
    Order.NOVELTY: "Most unlike what is coded",
    Order.READING: "As they are read",
}
FLOORS = {0.7: "likely", 0.5: "50 %", 0.3: "possible", 0.15: "15 %", 0.0: "all"}
KEYS = "qwe"
DONE = {Choice.ACCEPT: "✓", Choice.REJECT: "✗", Choice.SKIP: "later"}


# ── the queue ──


def queue(study: Project) -> None:
    """Show what waits for a decision, some passages at a time, and learn in between."""
    book = study.codes.book()
    code, transcript, order, floor = filters(study, book)
    asked = (coder(), code, transcript, order, floor)
    batch = st.session_state.get("batch")
    if batch is None or batch["asked"] != asked:
        with st.spinner("Learning from what was decided …", show_time=False):
            passages, waiting = study.suggestions.queue(
                coder=coder(),
                transcript=transcript,
                codes=[code] if code else (),
                order=order,
                floor=floor,
                limit=BATCH,
            )
        batch = {"asked": asked, "passages": passages, "waiting": waiting}
        st.session_state.batch = batch
    passages, waiting = batch["passages"], batch["waiting"]
    if not passages:
        nothing(study, floor)
        return
    choices = said_so_far(study)
    open_ones = [p for p in passages if undecided(p, choices)]
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        show(
            el(
                "p",
                "note",
                f"{counted(waiting, 'passage')} waited when this list was made."
                f" {len(passages) - len(open_ones)} of these {len(passages)} are decided. ",
                study.learning.method(),
            ),
            width="stretch",
        )
        if code and st.button("Accept many …", key="accept_many"):
            accept_many(study, book, code, transcript)
        if st.button(
            f"Learn, and show the next {BATCH}",
            key="next_batch",
            type="secondary" if open_ones else "primary",
        ):
            st.session_state.pop("batch")
            st.session_state[LEARN_FIRST] = True
            st.rerun()
    active = next(iter(open_ones), None)
    for at, passage in enumerate(passages):
        if undecided(passage, choices):
            card(study, book, passage, choices, at, active=passage is active)
        else:
            decided_line(book, passage, choices)


def filters(study: Project, book: Codebook) -> tuple[str, str, Order, float]:
    """Let the queue be narrowed and put in order."""
    labels = {"": "all codes", **tree_labels(book)}
    names = {"": "all transcripts", **{t.id: t.name for t in study.transcripts.all()}}
    one, two, three, four = st.columns([1.5, 1.1, 1.3, 1.5], gap="medium")
    code = one.selectbox(
        "Code", list(labels), format_func=labels.__getitem__, key="of_code", persist_state=PERSIST
    )
    transcript = two.selectbox(
        "Transcript",
        list(names),
        format_func=names.__getitem__,
        key="of_transcript",
        persist_state=PERSIST,
    )
    order = three.selectbox(
        "Order", list(ORDERS), format_func=ORDERS.__getitem__, key="order", persist_state=PERSIST
    )
    floor = four.select_slider(
        "How sure they must be",
        list(FLOORS),
        value=0.3,
        format_func=FLOORS.__getitem__,
        key="floor",
        persist_state=PERSIST,
    )
    return code, transcript, Order(order), float(floor)


def nothing(study: Project, floor: float) -> None:
    """Say why the queue is empty, and what to do about it."""
    if floor:
        empty(
            "Nothing here is that sure",
            "Move *How sure they must be* to **all**, or ask for all codes and transcripts.",
        )
    else:
        empty("Nothing waits", "Everything proposed has been decided, or is coded already.")
    missing = sum(len(codes) for codes in study.suggestions.gaps().values())
    if missing:
        show(el("p", "note", f"In {counted(missing, 'case')} the codebook says nothing of a code"
                             " in the interviews’ language: see By code."))  # fmt: skip


def said_so_far(study: Project) -> dict[tuple[Place, str], Choice]:
    """Return what this coder has said to proposals that could be seen."""
    return {
        ((d.transcript, d.start, d.end), d.code): d.choice
        for d in study.suggestions.decisions(coder=coder())
        if d.visible
    }


def said_key(proposal: Suggestion) -> tuple[Place, str]:
    """Return by what a proposal is known: its own words and its code."""
    return place_of((proposal,)), proposal.code


def undecided(passage: Passage, choices: Mapping[tuple[Place, str], Choice]) -> bool:
    """Say whether anything of a passage is still to be decided."""
    return any(said_key(proposal) not in choices for proposal in passage)


def card(
    study: Project,
    book: Codebook,
    passage: Passage,
    choices: Mapping[tuple[Place, str], Choice],
    at: int,
    *,
    active: bool,
) -> None:
    """Show one passage with what is proposed for it; the active one listens to the keys."""
    place = place_of(passage)
    key = f"{place[0]}-{place[1]}"
    with st.container(border=True, key=f"{'active' if active else 'waits'}-{at}"):
        show(words(study, passage))
        left = [proposal for proposal in passage if said_key(proposal) not in choices]
        for n, proposal in enumerate(passage):
            choice = choices.get(said_key(proposal))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                show(
                    el("div", "proposal", chip(proposal.code, book),
                       gauge(proposal.score, proposal.likelihood),
                       el("span", "negated", "negated") if proposal.negated else "",
                       own_words(proposal, place),
                       el("span", "soft", because(proposal))),
                    width="stretch",
                )  # fmt: skip
                if choice:
                    show(el("span", "soft", DONE[choice]), width="content")
                    continue
                with st.container(horizontal=True, gap="small", width="content"):
                    shortcut = KEYS[n] if active and n < len(KEYS) else None
                    at_code = f"{proposal.start}-{proposal.code}"
                    if st.button("Accept", key=f"yes-{key}-{at_code}", shortcut=shortcut):
                        decide(study, [proposal], Choice.ACCEPT)
                    shortcut = "d" if active and len(left) == 1 else None
                    if st.button("No", key=f"no-{key}-{at_code}", shortcut=shortcut):
                        decide(study, [proposal], Choice.REJECT)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            to_desk(study, place, "Open in Code")
            show(el("span", "", ""), width="stretch")
            if len(left) > 1 and st.button(
                "None of these", key=f"none-{key}", shortcut="d" if active else None
            ):
                decide(study, left, Choice.REJECT)
            if st.button("Later", key=f"skip-{key}", shortcut="f" if active else None):
                decide(study, left, Choice.SKIP)
        show(fold("Why", *(reasons(study, proposal, book) for proposal in passage), opened=active))


def decided_line(
    book: Codebook,
    passage: Passage,
    choices: Mapping[tuple[Place, str], Choice],
) -> None:
    """Show a passage that is done with in a line."""
    said = [
        el("span", "verdict", DONE[choices[said_key(proposal)]], " ",
           chip(proposal.code, book))
        for proposal in passage
    ]  # fmt: skip
    show(el("p", "decided", *said, el("span", "soft", cut(passage[0].text, 90))))


def decide(study: Project, proposals: Sequence[Suggestion], choice: Choice) -> None:
    """Write decisions down as one act, and show the page anew."""
    with mistakes():
        study.suggestions.record([decision(study, proposal, choice) for proposal in proposals])
        st.rerun()


def decision(
    study: Project, suggestion: Suggestion, choice: Choice, *, audit: bool = False
) -> Decision:
    """Return what this coder says to a proposal."""
    return Decision(
        id=new_id(),
        transcript=suggestion.transcript,
        start=suggestion.start,
        end=suggestion.end,
        code=suggestion.code,
        coder=coder(),
        choice=choice,
        score=suggestion.score,
        raw=suggestion.raw,
        audit=audit,
        model=study.learning.model(),
    )


# ── many at once ──


@dialog("Accept many", width="medium")
def accept_many(study: Project, book: Codebook, code: str, transcript: str) -> None:
    """Show every passage before it is coded; nothing is ticked that a person has not ticked."""
    name = book.called[code]
    floor = st.select_slider(
        "How sure they must be", list(FLOORS), value=0.7, format_func=FLOORS.__getitem__
    )
    proposals = study.suggestions.propose(
        coder=coder(), transcript=transcript, codes=[code], most=1, reasons=False
    )
    wanted = [
        proposal for proposal in proposals if proposal.score >= floor and proposal.code == code
    ][:MANY]
    if not wanted:
        show(el("p", "note", "Nothing is that sure. Move the slider to the right."))
        return
    show(el("p", "note", "Read each, and tick what fits. The others stay open."))
    names = {t.id: t.name for t in study.transcripts.all()}
    ticked = []
    with st.container(height=420, border=True):
        for proposal in wanted:
            with st.container(horizontal=True, vertical_alignment="top", gap="small"):
                key = f"many-{proposal.transcript}-{proposal.start}"
                if st.checkbox(f"Accept {round(100 * proposal.score)} %", key=key, width=150):
                    ticked.append(proposal)
                show(
                    el("blockquote", "quote", proposal.text),
                    el("p", "soft", names.get(proposal.transcript, "")),
                )
    label = f"Code {counted(len(ticked), 'passage')} as {escaped(name)}"
    if st.button(label, type="primary", key="accept_now", disabled=not ticked):
        with mistakes():
            study.suggestions.record(
                [decision(study, proposal, Choice.ACCEPT) for proposal in ticked],
                summary=f"{name} accepted on {counted(len(ticked), 'passage')}",
            )
            st.session_state.pop("batch", None)
            tell(f"{counted(len(ticked), 'passage')} coded as {name}. Undo takes all of it back.")
