"""Keep who was interviewed: a table of participants and their attributes that keeps itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from coding.errors import Conflict
from coding.model import Participant
from coding.pages.parts.coders import coder
from coding.pages.parts.facesheet import face_sheet
from coding.pages.parts.forms import both_texts, joined
from coding.pages.parts.labels import label_button
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes, refusals
from coding.pages.parts.places import one_place
from coding.pages.parts.tables import Row, WrittenTable, edit, let_go, written
from coding.pages.parts.widgets import section, tell
from coding.pages.parts.wording import escaped
from coding.project import Project

ID, NAME = "participant", "pseudonym"
TABLE, DISPUTE = "people", "people-dispute"


def edit_participants(study: Project) -> None:
    """Show the participants in a table that can be written in: each cell is kept at once."""
    section("Participants")
    show(
        el(
            "p",
            "note",
            "Attributes make the label under a quote, such as “Female, 30-39 years old”. "
            "What you write is kept at once; the same table is transcripts/participants.csv.",
        )
    )
    with one_place():
        face_sheet(study)
    people = study.participants.all()
    with one_place(), mistakes():
        if study.files.participants_fault:
            raise study.files.participants_fault
    columns = [ID, NAME, *dict.fromkeys(name for p in people for name in p.attributes)]
    table = laid_out(rows_of(people, columns), people)
    edit(
        table,
        columns,
        lambda: keep(study, table),
        texts=True,
        num_rows="dynamic",
        alt="Participants and their attributes",
    )
    with one_place():
        for words in waiting(table.mine):
            show(el("p", "note", f"Not kept yet: {words}."))
        dispute(study)
    with st.container(horizontal=True):
        with st.popover("Add an attribute"), st.form("attribute", border=False):
            name = " ".join(st.text_input("What is it called?", placeholder="profession").split())
            if st.form_submit_button("Add"):
                add_attribute(study, people, name)
        label_button(study)


def rows_of(people: Sequence[Participant], columns: Sequence[str]) -> list[Row]:
    """Return participants as rows of the table."""
    return [
        {ID: p.id, NAME: p.pseudonym, **{c: p.attributes.get(c, "") for c in columns[2:]}}
        for p in people
    ]


def laid_out(rows: list[Row], people: Sequence[Participant]) -> WrittenTable:
    """Return the table, with rows below that cannot be kept yet.

    Whoever writes cell after cell goes on in the same table; it is laid out anew only where
    somebody else changed something.
    """
    kept: WrittenTable | None = st.session_state.get(TABLE)
    unfinished = [row for row in kept.mine if not ready(row, kept.mine)] if kept else []
    if kept is None or told(kept.mine) != told(rows):
        let_go(TABLE)
        table = written(TABLE, rows, tuple(people))
        table.shown = table.mine = table.first = [*table.first, *unfinished]
        return table
    return written(TABLE, kept.first, kept.opened)


def ready(row: Row, rows: Sequence[Row]) -> bool:
    """Say whether a row can be kept: it has an id that no row above it has."""
    key = text(row.get(ID))
    return bool(key) and row is next(r for r in rows if text(r.get(ID)) == key)


def waiting(rows: Sequence[Row]) -> list[str]:
    """Say of each row that cannot be kept yet what it lacks.

    >>> rows = [{"participant": "P1"}, {"participant": "P1"}, {"pseudonym": "Mila"}, {}]
    >>> waiting(rows)
    ['P1 is there already; give this row another id', 'Mila needs an id, such as P07']
    """
    said = []
    for row in rows:
        if ready(row, rows) or not any(text(v) for v in row.values()):
            continue
        key = text(row.get(ID))
        name = text(row.get(NAME)) or "a new row"
        already = f"{key} is there already; give this row another id"
        said.append(already if key else f"{name} needs an id, such as P07")
    return said


def told(rows: Sequence[Row]) -> list[Participant]:
    """Return the participants that rows of the table say, those left out that cannot be kept."""
    columns = dict.fromkeys(c for row in rows for c in row if c not in (ID, NAME))
    return [
        Participant(
            id=text(row[ID]),
            pseudonym=text(row.get(NAME)),
            attributes={c: text(row.get(c)) for c in columns},
        )
        for row in rows
        if ready(row, rows)
    ]


def text(value: Any) -> str:
    """Return a cell as words; an empty one may be None or not a number.

    >>> text(None), text(float("nan")), text(" P1 ")
    ('', '', 'P1')
    """
    return "" if value is None or value != value else str(value).strip()


def keep(study: Project, table: WrittenTable) -> None:
    """Keep what was written just now: the cells that changed, and no others."""
    opened, mine = told(table.first), told(table.mine)
    with refusals():
        try:
            study.participants.save(mine, opened=opened, coder=coder())
        except Conflict as conflict:
            if not conflict.clashes:
                raise
            st.session_state[DISPUTE] = conflict, mine
            unfinished = [row for row in table.mine if not ready(row, table.mine)]
            table.first = table.mine = unfinished
            return
        table.first = table.mine
        st.session_state.news = "Kept."


def dispute(study: Project) -> None:
    """Show both texts where two people wrote in one cell at once."""
    disputed: tuple[Conflict, list[Participant]] | None = st.session_state.get(DISPUTE)
    if disputed is None:
        return
    conflict, typed = disputed

    def over() -> None:
        del st.session_state[DISPUTE]

    def both() -> None:
        with refusals():
            write(study, conflict, typed, mine=False)
            over()

    labels = {".".join(c.field): " · ".join(escaped(part) for part in c.field)
              for c in conflict.clashes}  # fmt: skip
    if both_texts(conflict, TABLE, labels=labels, theirs=over, both=both):
        with mistakes():
            write(study, conflict, typed, mine=True)
            over()
            tell("Kept.")


def write(study: Project, conflict: Conflict, typed: Sequence[Participant], *, mine: bool) -> None:
    """Write what is in dispute into its cells, mine or both; who was taken out is there again."""
    people = study.participants.all()
    own = {p.id: p for p in typed}
    rows = {p.id: {NAME: p.pseudonym, **p.attributes} for p in people}
    for clash in conflict.clashes:
        key, column = clash.field[0], clash.field[-1]
        if len(clash.field) > 1 and key in rows:
            rows[key][column] = clash.mine if mine else joined(clash)
        elif key in own:
            rows[key] = {NAME: own[key].pseudonym, **own[key].attributes}
        elif mine:
            rows.pop(key, None)
    changed = [
        Participant(
            id=key,
            pseudonym=row[NAME],
            attributes={c: v for c, v in row.items() if c != NAME},
        )
        for key, row in rows.items()
    ]
    study.participants.save(changed, opened=people, coder=coder())


def add_attribute(study: Project, people: Sequence[Participant], name: str) -> None:
    """Give everybody a further attribute, still empty."""
    more = [
        Participant(id=p.id, pseudonym=p.pseudonym, attributes={**p.attributes, name: ""})
        if name and name not in p.attributes
        else p
        for p in people
    ]
    with mistakes():
        study.participants.save(more, opened=people, coder=coder())
        tell("Participants kept.")
