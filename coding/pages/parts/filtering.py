"""Let somebody look at some codes, coders and interviews only, on every page that counts codings.

The filter is one for the coding desk and all these pages of a window; whatever it leaves out, the
page says that it is on and lets it be lifted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, TypeVar

import streamlit as st

from coding.model import EVERYTHING, CodingFilter
from coding.pages.parts.coders import coder
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.places import one_place
from coding.pages.parts.widgets import PERSIST, tell, tree_labels
from coding.pages.parts.wording import counted, listed
from coding.project import Project
from coding.project.filters import as_data, read_filter
from coding.project.overview import interview_name

K = TypeVar("K")
CODES, CODERS, INTERVIEWS, PEOPLE, SAVED, NAME, SINCE = (
    *("filter_codes", "filter_coders", "filter_interviews", "filter_people"),
    *("filter_saved", "filter_name", "filter_since"),
)


def chosen(study: Project) -> CodingFilter:
    """Return the filter that is on in this window; what has left the study is left out."""
    state = st.session_state
    there = {info.id for info in study.transcripts.all()}
    book, coders = study.codes.book(), study.status()["coders"]
    where: dict[str, tuple[str, ...]] = {}
    known = set(_people(study))
    for name, value in state.get(PEOPLE) or ():
        if (name, value) in known:
            where[name] = (*where.get(name, ()), value)
    return CodingFilter(
        codes=tuple(code for code in state.get(CODES) or () if code in book),
        coders=tuple(name for name in state.get(CODERS) or () if name in coders),
        transcripts=tuple(key for key in state.get(INTERVIEWS) or () if key in there),
        where=where,
    )


def taken_from_desk(study: Project, told: Mapping[str, Any]) -> bool:
    """Take over what was chosen on the desk, if that was later than here; say whether it was.

    Each side says when it was chosen, in milliseconds.
    """
    if told.get("n", 0) <= st.session_state.get(SINCE, 0):
        return False
    take(study, read_filter(told))
    st.session_state[SINCE] = told["n"]
    return True


def for_desk(study: Project) -> dict[str, Any]:
    """Return what the desk is told of the filter: what is let through, and since when."""
    since = st.session_state.get(SINCE, 0)
    wanted = as_data(chosen(study)) if since else {}
    return {"key": f"coding.filter.{study.folder.name}", "n": since, "wanted": wanted}


def key_of(through: CodingFilter) -> str:
    """Return a filter as a text, for what is kept as long as the filter is the same."""
    return json.dumps(as_data(through), sort_keys=True)


def filter_of(key: str) -> CodingFilter:
    """Return the filter of which `key_of` made a text."""
    return read_filter(json.loads(key))


def filter_tool(study: Project) -> None:
    """Show the button below which a filter is put together, taken up or saved."""
    through = chosen(study)
    on = through != EVERYTHING
    if not on and not study.status()["codings"] and not study.filters.all():
        return  # there is nothing to let through
    with st.popover("Filter is on" if on else "Filter", icon=":material/filter_alt:"):
        _saved(study)
        labels = tree_labels(study.codes.book())
        _several("Codes, with those below", CODES, labels, "all codes")
        names = study.status()["coders"]
        with one_place():
            if len(names) > 1:
                _several("Coded by", CODERS, {name: name for name in names}, "anybody")
        names = {group[0].id: interview_name(group) for group in study.transcripts.interviews()}
        _several("Interviews", INTERVIEWS, names, "all interviews")
        with one_place():
            if people := _people(study):
                told = {pair: f"{pair[0].replace('_', ' ')}: {pair[1]}" for pair in people}
                _several("Interviews with people of", PEOPLE, told, "anybody")
        with one_place():
            if on:
                _keep(study, through)


def filter_line(study: Project) -> CodingFilter:
    """Say what the filter that is on lets through, with a way to lift it; return the filter."""
    through = chosen(study)
    with one_place():
        if through != EVERYTHING:
            with st.container(horizontal=True, vertical_alignment="center", key="filter_on"):
                show(el("p", "filtered", el("strong", "", "Only "), said(study, through)))
                st.button(
                    "Show everything",
                    key="filter_off",
                    type="tertiary",
                    on_click=take,
                    args=(study, EVERYTHING),
                )
    return through


def said(study: Project, through: CodingFilter) -> str:
    """Say in a line what a filter lets through."""
    called = study.codes.book().called
    names = study.transcripts.interview_names()
    people = [f"{name.replace('_', ' ')} {' or '.join(v)}" for name, v in through.where.items()]
    parts = [
        f"{listed([called[code] for code in through.codes], 3)}" if through.codes else "",
        f"coded by {listed(list(through.coders), 3)}" if through.coders else "",
        f"in {listed([names[key] for key in through.transcripts], 3)}"
        if through.transcripts
        else "",
        f"in interviews with {' and '.join(people)}" if people else "",
    ]
    within = study.filters.interviews(through)
    if within is not None:
        groups = study.transcripts.interviews()
        many = sum(group[0].id in within for group in groups)
        parts.append(f"{many} of {counted(len(groups), 'interview')}")
    return " · ".join(filter(None, parts))


def changed() -> None:
    """Note when the filter was changed last."""
    st.session_state[SINCE] = time.time_ns() // 1_000_000


def take(study: Project, through: CodingFilter) -> None:
    """Turn a filter on, in the place of what was on before; an interview comes whole."""
    changed()
    st.session_state[CODES] = list(through.codes)
    st.session_state[CODERS] = list(through.coders)
    whole = {t.id: group[0].id for group in study.transcripts.interviews() for t in group}
    known = [whole[key] for key in through.transcripts if key in whole]
    st.session_state[INTERVIEWS] = list(dict.fromkeys(known))
    st.session_state[PEOPLE] = [
        (name, value) for name, values in through.where.items() for value in values
    ]


def _saved(study: Project) -> None:
    """Let a saved filter be taken up."""
    there = study.filters.all()

    def take_up() -> None:
        name = st.session_state.get(SAVED)
        if name:
            take(study, there[name])
        st.session_state[SAVED] = None

    with one_place():
        if there:
            st.selectbox(
                "A saved filter",
                list(there),
                index=None,
                key=SAVED,
                placeholder="take one up",
                on_change=take_up,
            )


def _several(label: str, key: str, options: Mapping[K, str], hint: str) -> None:
    # What has left the study since cannot be shown as chosen.
    st.session_state[key] = [each for each in st.session_state.get(key) or [] if each in options]
    st.multiselect(
        label,
        list(options),
        format_func=lambda each: options.get(each, str(each)),
        key=key,
        placeholder=hint,
        persist_state=PERSIST,
        on_change=changed,
    )


def _keep(study: Project, through: CodingFilter) -> None:
    """Let what is on be saved under a name, for everybody."""
    with st.form("filter_keep", border=False):
        name = st.text_input("Save it as", key=NAME, max_chars=60)
        if st.form_submit_button("Save"):
            with mistakes():
                study.filters.save(name, through, coder=coder())
                tell(f"Filter {name} saved.")


def _people(study: Project) -> list[tuple[str, str]]:
    """Return what people are told apart by, (attribute, value): not what each has for itself."""
    people = study.participants.all()
    values: dict[str, dict[str, int]] = {}
    for person in people:
        for name, value in person.attributes.items():
            if value:
                counts = values.setdefault(name, {})
                counts[value] = counts.get(value, 0) + 1
    return [
        (name, value)
        for name, counts in values.items()
        if len(counts) < len(people)
        for value in sorted(counts)
    ]
