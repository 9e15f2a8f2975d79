"""Set how the people of the study are labelled under their quotes, and see what comes of it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from coding.errors import CodingError
from coding.pages.parts.coders import coder
from coding.pages.parts.company import dialog
from coding.pages.parts.forms import OpenForm, Version
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import show_mistake
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import PERSIST
from coding.pages.parts.wording import counted, escaped
from coding.project import Project
from coding.project.labels import COULD_IDENTIFY, DEFAULT, could_identify


def label_button(study: Project) -> None:
    """Lead to the form, which is worked out only when somebody asks for it."""
    if st.button("Label of quotes …", key="label_of_quotes"):
        ask(study)


@dialog("Label of quotes", width="medium")
def ask(study: Project) -> None:
    """Show the form above the page."""
    label_form(study)


def label_form(study: Project) -> None:
    """Let the scheme be written, with each label it makes and by how many people it is shared."""
    show(
        el(
            "p",
            "note",
            "Printed with every quote. Attributes stand in braces; what somebody has no value for"
            " is left out with its words. {age|10} prints ages in bands of ten years,"
            " {age|18-29, 30-44, 45+} in bands of your own.",
        )
    )
    languages = sorted({t.language for t in study.transcripts.all() if t.language})
    language = ""
    with one_place():
        if len(languages) > 1:
            language = st.selectbox(
                "For quotes in",
                ["", *languages],
                format_func=lambda code: code or "any language",
                key="label_language",
                persist_state=PERSIST,
                width=220,
            )
    there = study.labels.scheme().texts.get(language, "")
    form = OpenForm(f"label-{language}", {"text": there}, version=there)
    form.line("text", "Label", placeholder=study.labels.scheme().text(language))
    show(el("p", "note", _attributes(study)))
    form.said()

    def write(version: Version, _: str) -> None:
        study.labels.set(
            form.now("text"), language=language, coder=coder(), opened=str(version or "")
        )

    if st.button("Print it like this", type="primary", key=f"keep-{form.key}"):
        form.keep(write, "Quotes are labelled so now.")
    form.settle(write, "Quotes are labelled so now.", empty=DEFAULT)
    if form.now("text") or _values(study):
        preview(study, form.now("text") or study.labels.scheme().text(language), language)


def _values(study: Project) -> dict[str, dict[str, None]]:
    """Return attribute → the values that people have of it."""
    values: dict[str, dict[str, None]] = {}
    for person in study.participants.all():
        for name, value in person.attributes.items():
            values.setdefault(name, {}).update({value: None} if value else {})
    return values


def _attributes(study: Project) -> str:
    """List the attributes with some of their values."""
    told = [
        f"{{{name}}} {', '.join(list(there)[:3])}".strip() for name, there in _values(study).items()
    ]
    if not told:
        return "Nobody has an attribute yet: drop a face sheet on the Transcripts page."
    return f"There are: {'; '.join(told)}."


def preview(study: Project, text: str, language: str) -> None:
    """Show what a scheme makes of the people, the rarest labels first."""
    try:
        labels, unprinted = study.labels.preview(text, language)
    except CodingError as fault:
        show_mistake(fault)
        return
    if not labels:
        return
    names = {p.id: p.pseudonym for p in study.participants.all()}
    who: dict[str, list[str]] = {}
    for key, (label, _) in labels.items():
        who.setdefault(label, []).append(" ".join(filter(None, [key, names[key]])))
    rare = [label for label, people in who.items() if could_identify(label, len(people))]
    if rare:
        could = "label is" if len(rare) == 1 else "labels are"
        st.warning(
            f"{len(rare)} {could} shared by {COULD_IDENTIFY} people or fewer and could identify"
            " one person. Wider bands, or an attribute less, make them safer."
        )
    if unprinted:
        told = ", ".join(f"{escaped(k)}: {escaped(n)} {escaped(v)}" for k, n, v in unprinted[:8])
        st.warning(f"{counted(len(unprinted), 'value')} in no band, so not printed: {told}.")
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "Label": label or "(none)",
                    "Shared by (k)": len(people),
                    "Remark": "could identify one person" if label in rare else "",
                    "Who": ", ".join(people),
                }
                for label, people in sorted(who.items(), key=lambda pair: len(pair[1]))
            ]
        ),
        hide_index=True,
        alt="Labels, and how many people share each",
    )
