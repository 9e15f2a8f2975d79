"""Change one code: its words, its place, its colour, or its being there at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from coding.model import Code, Codebook
from coding.pages.parts.company import dialog
from coding.pages.parts.markup import color_of, el, show
from coding.pages.parts.widgets import coder, counted, memo_form, mistakes, tell, tree_labels
from coding.project import Project
from coding.project.codes import language_name
from coding.project.look import tone

Tally = Mapping[str, Counter[str]]
PARTS = ["Words", "Place", "Merge", "Remove", "Note"]


@dialog("Add a code", width="medium")
def add(study: Project, book: Codebook) -> None:
    """Ask for a new code."""
    labels = {"": "at the top, as a theme", **tree_labels(book)}
    with st.form("add", border=False):
        name = st.text_input("Name", key="new_name")
        definition = st.text_area(
            "Definition",
            placeholder="What does it mean, so that two people would code alike?",
            height=100,
        )
        parent = st.selectbox("Where", list(labels), format_func=labels.__getitem__)
        if st.form_submit_button("Add", type="primary"):
            with mistakes():
                study.codes.add(name, parent=parent, definition=definition, coder=coder())
                tell(f"{name} added.")


@dialog("Change a code", width="medium")
def change(study: Project, book: Codebook, code: Code, counts: Tally) -> None:
    """Offer everything that can be done with a code."""
    show(el("p", "lead", code.name))
    part = st.segmented_control(
        "What", PARTS, default=PARTS[0], required=True, label_visibility="collapsed"
    )
    with mistakes():
        if part == "Place":
            place(study, book, code)
        elif part == "Merge":
            merge(study, book, code, counts)
        elif part == "Remove":
            remove(study, book, code, counts)
        elif part == "Note":
            memo_form(study, "code", code.id)
        else:
            words(study, book, code)


def words(study: Project, book: Codebook, code: Code) -> None:
    """Edit what a code says."""
    spoken = languages(book, code)
    with st.form("words", border=False):
        given: dict[str, object] = {
            "name": texts("Name", code.name, code.names, spoken, tall=False),
            "definition": texts("Definition", code.definition, code.definitions, spoken),
        }
        left, right = st.columns(2)
        given["include"] = lines(left.text_area("Include, one to a line", "\n".join(code.include)))
        given["exclude"] = lines(right.text_area("Exclude, one to a line", "\n".join(code.exclude)))
        keys = list(dict.fromkeys([*code.keywords, *([] if "" in code.keywords else spoken)]))
        keywords: dict[str, tuple[str, ...]] = {}
        for column, language in zip(st.columns(len(keys)), keys, strict=True):
            label = f"Keywords {language_name(language)}".strip()
            text = column.text_area(label, "\n".join(code.keywords.get(language, ())))
            keywords[language] = lines(text)
        given["keywords"] = {k: v for k, v in keywords.items() if v}
        given["examples"] = lines(st.text_area("Examples, one to a line", "\n".join(code.examples)))
        given["indicators"] = lines(
            st.text_input("Survey figures on the same matter", ", ".join(code.indicators)), ","
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            color = st.color_picker("Colour", color_of(code, book) or tone("uncoloured"))
            own = st.checkbox("a colour of its own", value=bool(code.color))
        given["color"] = color if own else ""
        if st.form_submit_button("Save", type="primary"):
            save(study, code, given)


def save(study: Project, code: Code, given: Mapping[str, object]) -> None:
    """Save the fields that are not as they were."""
    before: dict[str, object] = {
        "name": dict(code.names) or code.name,
        "definition": dict(code.definitions) or code.definition,
        "include": code.include,
        "exclude": code.exclude,
        "keywords": dict(code.keywords),
        "examples": code.examples,
        "indicators": code.indicators,
        "color": code.color,
    }
    changed = {key: value for key, value in given.items() if value != before[key]}
    if changed:
        study.codes.edit(code.id, changed, coder=coder())
    tell(f"{code.name} saved.")


def languages(book: Codebook, code: Code) -> list[str]:
    """Return the languages of the codebook, `[""]` if it names none."""
    everywhere = [
        language
        for other in (code, *book)
        for part in (other.names, other.definitions, other.keywords)
        for language in part
    ]
    return list(dict.fromkeys(filter(None, everywhere))) or [""]


def texts(
    label: str, text: str, by_language: Mapping[str, str], spoken: list[str], *, tall: bool = True
) -> object:
    """Ask for a text, or for one in each language if it is kept so."""
    keys = list(dict.fromkeys([*by_language, *spoken])) if by_language else [""]
    answers: dict[str, str] = {}
    for column, language in zip(st.columns(len(keys)), keys, strict=True):
        name = f"{label} {language_name(language)}".strip()
        now = by_language.get(language, "") if by_language else text
        answers[language] = column.text_area(name, now) if tall else column.text_input(name, now)
    answers = {key: value.strip() for key, value in answers.items()}
    return {k: v for k, v in answers.items() if v} if by_language else answers[""]


def lines(text: str, by: str = "\n") -> tuple[str, ...]:
    """Return the entries of a list that was typed.

    >>> lines(" calm \\n\\n quiet")
    ('calm', 'quiet')
    """
    return tuple(piece.strip() for piece in text.split(by) if piece.strip())


def place(study: Project, book: Codebook, code: Code) -> None:
    """Move a code elsewhere in the tree."""
    own = book.family(code.id)
    labels = {"": "at the top, as a theme"}
    labels |= {k: v for k, v in tree_labels(book).items() if k not in own}
    options = list(labels)
    parent = st.selectbox(
        "Under", options, index=options.index(code.parent), format_func=labels.__getitem__
    )
    others = [c for c in book.children(parent) if c.id != code.id]
    names = {c.id: f"before {c.name}" for c in others} | {"": "last"}
    before = st.selectbox("And there", ["", *(c.id for c in others)], format_func=names.__getitem__)
    if st.button("Move", type="primary"):
        ids = [c.id for c in others]
        position = ids.index(before) if before else None
        study.codes.move(code.id, parent=parent, position=position, coder=coder())
        tell(f"{code.name} moved.")


def merge(study: Project, book: Codebook, code: Code, counts: Tally) -> None:
    """Let one code become part of another."""
    own = book.family(code.id)
    labels = {k: v for k, v in tree_labels(book).items() if k not in own}
    into = st.selectbox(
        "Into", list(labels), index=None, format_func=labels.__getitem__, placeholder="which code?"
    )
    moving = counted(counts.get(code.id, Counter()).total(), "coding")
    below = len(book.children(code.id))
    show(
        el(
            "p",
            "note",
            f"{moving} will have the other code instead, and its keywords, includes and examples "
            "go over" + (f", as do {counted(below, 'code')} below it" if below else "") + ". "
            "Where the other code is on the very same words already, it stays once.",
        )
    )
    if st.button("Merge", type="primary", disabled=into is None) and into:
        study.codes.merge(code.id, into, coder=coder())
        tell(f"{code.name} is now part of {book.by_id[into].name}.")


def remove(study: Project, book: Codebook, code: Code, counts: Tally) -> None:
    """Take a code out of the codebook."""
    mine = counts.get(code.id, Counter())
    by = f" by {', '.join(mine)}" if mine else ""
    below = len(book.children(code.id))
    moves = f" {counted(below, 'code')} below it will move up." if below else ""
    show(
        el("p", "note", f"{counted(mine.total(), 'coding')}{by} will come off.{moves}"),
        el("p", "note", "Undo brings everything back."),
    )
    if st.button("Remove the code", type="primary"):
        study.codes.remove(code.id, coder=coder())
        tell(f"{code.name} removed.")
