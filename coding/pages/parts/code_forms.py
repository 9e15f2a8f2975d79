"""Change one code: its words, its place, its colour, or its being there at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

import streamlit as st

from coding.errors import SameName
from coding.model import Code, Codebook
from coding.pages.parts.coders import coder
from coding.pages.parts.company import dialog
from coding.pages.parts.forms import OpenForm, Version
from coding.pages.parts.markup import el, show
from coding.pages.parts.memo_form import memo_form
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import tell, tree_labels
from coding.pages.parts.wording import counted
from coding.project import Project
from coding.project.codes import color_of, free_color, language_name, version_of

Tally = Mapping[str, Counter[str]]
NOWHERE: Mapping[str, str] = MappingProxyType({})
PARTS = ["Words", "Place", "Merge", "Remove", "Memo"]


@dialog("Add a code", width="medium")
def add(study: Project, book: Codebook) -> None:
    """Ask for a new code: the form in which it will be edited, and where it stands."""
    spoken = languages(book, Code(id="", name=""))
    code = Code(
        id="",
        name="",
        names={x: "" for x in spoken if any(other.names for other in book)},
        definitions={x: "" for x in spoken if any(other.definitions for other in book)},
    )
    texts, labels = laid_out(code, spoken, free_color(book))
    form = OpenForm("code-new", {**texts, "parent": ""}, version="", labels=labels)
    places = {"": "at the top", **tree_labels(book)}
    parent = fields_of(form, places)

    def write(_: Version, __: str, *, again: bool = False) -> None:
        fields = given(form)
        name, color = fields.pop("name"), str(fields.pop("color"))
        names = name if isinstance(name, Mapping) else {"": str(name)}
        first = next(iter(names.values()), "")
        if len(names) > 1:
            fields["name"] = names
        study.codes.add(
            str(first),
            parent=parent,
            color=color,
            fields={key: value for key, value in fields.items() if value},
            again=again,
            coder=coder(),
        )

    form.said()
    news = "Code added."
    if st.button("Add", type="primary", key="add-now"):
        form.keep(write, news)
    form.settle(write, news)
    two_of_a_name(form, write, news)


def name_of(form: OpenForm) -> str:
    """Return what a code is called in the form, in the first language that has a name."""
    names = [form.now(key) for key in form.opened.texts if key.partition(".")[0] == "name"]
    return next((name.strip() for name in names if name.strip()), "")


def two_of_a_name(form: OpenForm, write: Callable[..., None], news: str) -> None:
    """Ask whether a second code of a name is wanted, where one is there already."""
    fault = form.opened.fault
    if isinstance(fault, SameName):
        show(el("p", "note", fault.told))
        if st.button("Have two of this name", key=f"two-{form.key}"):
            form.keep(partial(write, again=True), news)


@dialog("Edit a code", width="medium")
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
        elif part == "Memo":
            memo_form(study, "code", code.id)
        else:
            words(study, book, code)


def words(study: Project, book: Codebook, code: Code) -> None:
    """Edit what a code says."""
    code = study.codes.book().by_id.get(code.id, code)  # it may have changed since it was opened
    spoken = languages(book, code)
    texts, labels = laid_out(code, spoken, color_of(code, book))
    form = OpenForm(f"code-{code.id}", texts, version=version_of(code), labels=labels)
    fields_of(form)

    def write(version: Version, _: str, *, again: bool = False) -> None:
        study.codes.edit(code.id, given(form), coder=coder(), version=str(version), again=again)

    form.said()
    news = f"{code.name} saved."
    if st.button("Save", type="primary", key=f"save-{code.id}"):
        form.keep(write, news)
    form.settle(write, news)
    two_of_a_name(form, write, news)


def fields_of(form: OpenForm, places: Mapping[str, str] = NOWHERE) -> str:
    """Show every field of a code, by language where it is told by language; return its place.

    `places` are those where a new one may stand, below its name.
    """
    parent = ""
    texts, labels = form.opened.texts, form.labels
    for names, tall in (("name", False), ("definition", True)):
        parts = [name for name in texts if name.partition(".")[0] == names]
        for column, name in zip(st.columns(len(parts)), parts, strict=True):
            (form.area if tall else form.line)(name, labels[name], at=column)
        with one_place():
            if places and not tall:
                ask = places.__getitem__
                parent = form.choice("parent", "Where", list(places), format_func=ask)
    left, right = st.columns(2)
    form.area("include", labels["include"], at=left)
    form.area("exclude", labels["exclude"], at=right)
    keys = [name for name in texts if name.startswith("keywords.")]
    for column, name in zip(st.columns(len(keys)), keys, strict=True):
        form.area(name, labels[name], at=column)
    form.area("examples", labels["examples"])
    form.line("indicators", labels["indicators"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form.color("color-picked", "Colour")
        form.tick("color-own", "a colour of its own")
    return parent


def laid_out(
    code: Code, spoken: Sequence[str], color: str
) -> tuple[dict[str, str | bool], dict[str, str]]:
    """Return the fields of a code's form with what stands in them, and what they are called."""
    texts: dict[str, str | bool] = {}
    labels: dict[str, str] = {"color": "Colour"}
    for name, text, parts in (
        ("name", code.name, code.names),
        ("definition", code.definition, code.definitions),
    ):
        if not parts:
            texts[name], labels[name] = text, name.capitalize()
        for language in dict.fromkeys([*parts, *spoken]) if parts else ():
            key = f"{name}.{language}"
            texts[key] = parts.get(language, "")
            labels[key] = f"{name.capitalize()} {language_name(language)}".strip()
    for name in ("include", "exclude", "examples"):
        texts[name] = "\n".join(getattr(code, name))
        labels[name] = f"{name.capitalize()}, one to a line"
    for language in dict.fromkeys([*code.keywords, *([] if "" in code.keywords else spoken)]):
        texts[f"keywords.{language}"] = "\n".join(code.keywords.get(language, ()))
        labels[f"keywords.{language}"] = f"Keywords {language_name(language)}".strip()
    texts["indicators"] = ", ".join(code.indicators)
    labels["indicators"] = "Survey figures on the same matter"
    return texts | {"color-picked": color, "color-own": bool(code.color)}, labels


def given(form: OpenForm) -> dict[str, object]:
    """Return the fields of a code as the form has them."""
    names = list(form.opened.texts)

    def by_language(field: str) -> dict[str, str]:
        start = f"{field}."
        return {n.removeprefix(start): form.now(n).strip() for n in names if n.startswith(start)}

    fields: dict[str, object] = {
        name: {k: v for k, v in by_language(name).items() if v}
        if by_language(name)
        else form.now(name).strip()
        for name in ("name", "definition")
    }
    fields |= {name: lines(form.now(name)) for name in ("include", "exclude", "examples")}
    keywords = {k: lines(v) for k, v in by_language("keywords").items()}
    fields["keywords"] = {k: v for k, v in keywords.items() if v}
    fields["indicators"] = lines(form.now("indicators"), ",")
    own = form.now("color-own") == "True"
    fields["color"] = form.now("color-picked") if own else ""
    return fields


def languages(book: Codebook, code: Code) -> list[str]:
    """Return the languages of the codebook, `[""]` if it names none."""
    everywhere = [
        language
        for other in (code, *book)
        for part in (other.names, other.definitions, other.keywords)
        for language in part
    ]
    return list(dict.fromkeys(filter(None, everywhere))) or [""]


def lines(text: str, by: str = "\n") -> tuple[str, ...]:
    """Return the entries of a list that was typed.

    >>> lines(" calm \\n\\n quiet")
    ('calm', 'quiet')
    """
    return tuple(piece.strip() for piece in text.split(by) if piece.strip())


def place(study: Project, book: Codebook, code: Code) -> None:
    """Move a code elsewhere in the tree."""
    own = book.family(code.id)
    labels = {"": "at the top"}
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
