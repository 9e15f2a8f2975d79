"""Show what is proposed: the words where they stand, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from coding.model import Choice, Codebook, Role, Suggestion
from coding.pages.parts.markup import Markup, chip, el, facts, show
from coding.pages.parts.widgets import link
from coding.project import Project

Passage = tuple[Suggestion, ...]
Place = tuple[str, int, int]

AROUND = 240
"""Characters that are shown around what is proposed, on either side."""

KINDS = {
    "keywords": "Keywords",
    "words": "Words",
    "passages": "Accepted passages",
    "definition": "Codebook",
    "question": "The question",
    "around": "Around it",
    "length": "Length",
    "frequency": "How common",
}


ANSWERS = (
    ("It fits", Choice.ACCEPT, "q"),
    ("It does not", Choice.REJECT, "d"),
    ("Can’t say", Choice.SKIP, "f"),
)
"""What is answered to whether a code fits: label, choice, key on the keyboard."""


def place_of(passage: Passage) -> Place:
    """Return where a passage stands: all the words for which something of it is proposed."""
    starts, ends = zip(*((proposal.start, proposal.end) for proposal in passage), strict=True)
    return passage[0].transcript, min(starts), max(ends)


def words(study: Project, passage: Passage) -> Markup:
    """Return a passage as it is read: the question it answers, then its words where they stand."""
    return in_turn(study, place_of(passage))


def in_turn(study: Project, place: Place) -> Markup:
    """Return words within what is said around them in their turn, and the question before it."""
    transcript = study.transcripts.get(place[0])
    _, start, end = place
    turn = next((t for t in transcript.turns if t.start <= start < t.end), None)
    asked = [t for t in transcript.turns if t.role is Role.INTERVIEWER and t.end <= start]
    question = transcript.text[asked[-1].start : asked[-1].end] if asked else ""
    before = transcript.text[turn.start : start] if turn else ""
    after = transcript.text[end : max(turn.end, end)] if turn else ""
    lead, rest = before[-AROUND:], after[:AROUND]
    if lead != before:
        lead = f"… {lead.partition(' ')[2]}"
    if rest != after:
        rest = f"{rest.rpartition(' ')[0]} …"
    said: list[str] = [transcript.text[start:end]]
    if lead.strip() or rest.strip():
        said = [
            el("span", "soft", lead),
            el("mark", "asked-about", *said),
            el("span", "soft", rest),
        ]
    return el(
        "div",
        "passage",
        el("p", "asked", cut(question, 240)) if question else "",
        el("blockquote", "quote", *said),
        el("p", "soft", transcript.name),
    )


def own_words(proposal: Suggestion, place: Place) -> Markup:
    """Return a proposal's words where they are not all that its passage has, as the first ones."""
    if place_of((proposal,)) == place:
        return Markup("")
    return el("span", "own-words", f"“{cut(proposal.text, 60)}”")


def does_it_fit(
    book: Codebook,
    code: str,
    *,
    key: str,
    sure: bool = False,
    beside: Callable[[], object] = lambda: None,
) -> Choice | None:
    """Ask whether a code fits the words above; return what is answered, None as long as nothing is.

    Nothing tells how sure the machine is. Where one has to be `sure`, "Can't say" is no answer;
    `beside` shows what stands in the line of the answers.
    """
    told = book.by_id.get(code)
    show(
        el("p", "", "Does ", chip(code, book), " fit here?"),
        el("p", "note", told.definition) if told and told.definition else "",
    )
    answer = None
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, choice, letter in ANSWERS[: 2 if sure else 3]:
            if st.button(label, key=f"{key}-{choice}", shortcut=letter):
                answer = choice
        beside()
    return answer


def because(suggestion: Suggestion) -> str:
    """Return the one or two weightiest reasons in a line."""
    telling = [r.text for r in suggestion.reasons if r.weight > 0.15 and r.kind != "frequency"]
    return " · ".join(telling[:2]) or "mostly because it is common"


def reasons(study: Project, suggestion: Suggestion, book: Codebook) -> Markup:
    """Return all reasons for a code with what each adds to its log odds."""
    names = {t.id: t.name for t in study.transcripts.all()}

    def said(kind: str, text: str, evidence: Sequence[Place]) -> str:
        if kind == "passages" and evidence:
            near = (f"{names.get(t, '')}: “{cut(study.transcripts.get(t).text[a:b], 110)}”"
                    for t, a, b in evidence)  # fmt: skip
            return " ".join([f"{text}, the nearest:", *near])
        if kind == "question" and evidence:
            t, a, b = evidence[0]
            return f"“{cut(study.transcripts.get(t).text[a:b], 160)}”"
        return text

    pairs = [
        (f"{KINDS[r.kind]} {signed(r.weight)}", said(r.kind, r.text, r.evidence))
        for r in suggestion.reasons
    ]
    ceiling = study.learning.ceiling()
    together = f"{signed(sum(r.weight for r in suggestion.reasons))} (0 would be as likely as not)"
    if ceiling < 0.97:
        together += (
            "; where everything speaks for a code, people here put it in"
            f" {round(100 * ceiling)} % of cases"
        )
    pairs.append(("Together", f"{together}: {round(100 * suggestion.score)} %"))
    other, chance = suggestion.runner_up
    if other in book:
        pairs.append(("Likeliest other", f"{book.called[other]}, {round(100 * chance)} %"))
    return el("section", "why", el("p", "", chip(suggestion.code, book)), facts(pairs))


def signed(weight: float) -> str:
    """Return a weight with its sign.

    >>> signed(-1.26), signed(0.01)
    ('−1.3', '0.0')
    """
    size = f"{abs(weight):.1f}"
    return size if size == "0.0" else f"{'−' if weight < 0 else '+'}{size}"


def cut(text: str, most: int) -> str:
    """Return the first words of a text on one line.

    >>> cut("It is calm here.", 11)
    'It is calm …'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0].rstrip(",;:–—") + " …"


def to_desk(study: Project, place: Place, label: str) -> None:
    """Link to the turn of a place on the Code page."""
    transcript = study.transcripts.get(place[0])
    turn = next((t.number for t in transcript.turns if t.start <= place[1] < t.end), 1)
    link("annotate", label, transcript=place[0], turn=str(turn))
