"""Show how codes could be described better by what was coded with them; one click follows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from coding.model import Code, Codebook
from coding.pages.parts.code_settings import path_name
from coding.pages.parts.coders import coder
from coding.pages.parts.markup import chip, el, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.proposed import cut, to_desk
from coding.pages.parts.waiting import finished
from coding.pages.parts.widgets import empty, link, sheet, tell
from coding.pages.parts.wording import counted, escaped
from coding.project import Project
from coding.project.advice import ENOUGH, CodeAdvice, ConfusionAdvice, KeywordAdvice
from coding.project.codes import language_name

A_SHEET = 6
"""Codes that are advised on at once."""

AT_ONCE = 3
"""Codes with which one is confused that are seen without being unfolded."""


def advising(study: Project) -> None:
    """Advise on each code that has been used often enough."""
    book = study.codes.book()
    used = Counter(coding.code for coding in study.codings.all())
    counts = {code.id: used[code.id] for code in book}
    most = max(counts.values(), default=0)
    if most < ENOUGH:
        name = max(counts, key=counts.__getitem__, default="")
        ahead = f" **{escaped(book.by_id[name].name)}** has {most} so far." if most else ""
        empty(
            "No code is used often enough yet",
            f"From {ENOUGH} codings of a code on, this says which words would make good keywords,"
            " which passages its definition does not lead to, and with what it is confused."
            f"{ahead}",
        )
        link("codebook", "Open the codebook")
        return
    job = finished(
        study,
        ("advice", study.log.revision()),
        "Comparing definitions with what was coded …",
        lambda tell: study.advice.all(enough=ENOUGH, progress=tell),
    )
    if job is None:
        return
    told = [advice for advice in job.outcome() if advice]
    show(
        el(
            "p",
            "note",
            "What the codebook says and what you code with it part ways over time. Each click"
            " changes the codebook in one place, and one undo takes it back. Suggestions read"
            " keywords and examples; people read all of it.",
        )
    )
    fine = sum(number >= ENOUGH for number in counts.values()) - len(told)
    if fine:
        whose = counted(fine, "code") if told else "all of them"
        show(el("p", "soft", f"Codebook and codings go together for {whose}: nothing to advise."))
    places, chooser = sheet(len(told), "advice_sheet", size=A_SHEET)
    for advice in (told[place] for place in places):
        with st.container(border=True, key=f"advice-{advice.code}"):
            one_code(study, book, advice)
    chooser()


def one_code(study: Project, book: Codebook, advice: CodeAdvice) -> None:
    """Show the advice on one code."""
    code = book.by_id[advice.code]
    show(
        el("h3", "advised", path_name(book, code.id)),
        el("p", "note", f"{counted(advice.codings, 'coding')}. {code.definition}"),
    )
    by_language: dict[str, list[KeywordAdvice]] = {}
    for word in advice.keywords:
        by_language.setdefault(word.language, []).append(word)
    for language, words in by_language.items():
        keywords(study, code.id, language, words)
    if advice.unlike:
        show(el("p", "", el("b", "", "Coded, but unlike its text")))
    for at, unlike in enumerate(advice.unlike):
        place = unlike.place
        show(
            el("blockquote", "quote", cut(place.text, 320)),
            el("p", "soft", "By its words nearer to ", chip(unlike.other, book)),
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            if st.button("Make it an example", key=f"example-{code.id}-{at}"):
                with mistakes():
                    study.advice.add_example(code.id, place.text, coder=coder())
                    tell(f"{code.name} has one example more.")
            to_desk(study, (place.transcript, place.start, place.end), "Look at it in Code")
    for confused in advice.confused[:AT_ONCE]:
        confused_with(study, book, code, confused)
    if rest := advice.confused[AT_ONCE:]:
        with st.expander(f"Confused with {counted(len(rest), 'more code')}"):
            for confused in rest:
                confused_with(study, book, code, confused)


def confused_with(study: Project, book: Codebook, code: Code, confused: ConfusionAdvice) -> None:
    """Show with which code one is confused, and let the codebook tell them apart."""
    other = book.by_id[confused.other]
    said = []
    if confused.coders:
        said.append(f"{counted(confused.coders, 'time')} one coder put one and another the other")
    if confused.machine:
        said.append(f"{counted(confused.machine, 'time')} one was refused and the other put")
    show(
        el(
            "p",
            "",
            el("b", "", "Confused with "),
            chip(other.id, book),
            f": {'; '.join(said)}.",
        )
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if st.button(f"Say that it is not {escaped(other.name)}", key=f"not-{code.id}-{other.id}"):
            with mistakes():
                study.advice.tell_apart(code.id, other.id, coder=coder())
                tell(f"{code.name} now leaves out what is {other.name}.")
        for where in confused.places[:1]:
            to_desk(study, where, "Look at a passage")


def keywords(study: Project, code: str, language: str, words: Sequence[KeywordAdvice]) -> None:
    """Let words become keywords, one by one or all at once."""
    show(
        el(
            "p",
            "",
            el("b", "", f"Words that would make keywords, {language_name(language)}"),
            el("span", "soft", " in how many of the passages that have the word it was put"),
        )
    )
    with st.container(horizontal=True, gap="small"):
        for word in words:
            hint = (
                f"In {counted(word.inside, 'passage')} of it from"
                f" {counted(word.interviews, 'interview')},"
                f" and in {word.outside} others"
            )
            label = f"{escaped(word.word)} · {word.inside} of {word.inside + word.outside}"
            if st.button(label, key=f"word-{code}-{language}-{word.word}", help=hint):
                add(study, code, [(language, word.word)])
        if len(words) > 1 and st.button(
            "All of them", type="tertiary", key=f"all-{code}-{language}"
        ):
            add(study, code, [(language, word.word) for word in words])


def add(study: Project, code: str, words: Sequence[tuple[str, str]]) -> None:
    """Add keywords as one act."""
    with mistakes():
        study.advice.add_keywords(code, words, coder=coder())
        tell(f"{counted(len(words), 'keyword')} added: {', '.join(word for _, word in words)}.")
