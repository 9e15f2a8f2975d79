"""Let a project say what quantifiers such as “most” mean in its report."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from coding.errors import Conflict
from coding.pages.parts.coders import coder
from coding.pages.parts.forms import TYPED, both_texts
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes
from coding.pages.parts.tables import Row, WrittenTable, edit, let_go, written
from coding.project import Project

TABLE, DISPUTE, WORDS = "quantifiers", "quantifiers-dispute", "words"


def quantifiers(study: Project, then: Callable[[], None]) -> None:
    """Let the table be edited that says what quantifiers mean; `then` checks the draft again."""
    with st.expander("What “most”, “half” or “a third” mean here"):
        st.caption(
            "Words stand with commas between them; “majorit*” is any word that begins so. “Almost”,"
            " “more than” and the like before them are understood. Low and high are percentages. A"
            " strict bound is a definition (“majority” is more than 50 %); of the others, 3 points"
            " beside are a remark to check."
        )
        now = study.drafts.quantifiers()
        table = written(TABLE, now, now)
        edit(table, list(now[0]), num_rows="dynamic", height=320)
        if table.typed:
            show(el("p", "note", TYPED))
        with st.container(horizontal=True):
            if st.button("Save and check again"):
                keep(study, table.mine, table.opened, then)
            if table.typed:
                st.button("Let it go", type="tertiary", on_click=let_go, args=(TABLE,))
            if st.button("Back to the program’s own", type="tertiary"):
                keep(study, [], table.opened, then)
        dispute(study, table, then)


def keep(
    study: Project, rows: Sequence[Row], opened: Sequence[Row], then: Callable[[], None]
) -> None:
    """Keep the table, and check the draft again with it."""
    with mistakes():
        try:
            study.drafts.set_quantifiers(rows, opened=opened, coder=coder())
        except Conflict as conflict:
            st.session_state[DISPUTE] = conflict
            return
        st.session_state.pop(DISPUTE, None)
        let_go(TABLE)
        then()


def dispute(study: Project, table: WrittenTable, then: Callable[[], None]) -> None:
    """Show both where two people changed one row of the table at once."""
    conflict: Conflict | None = st.session_state.get(DISPUTE)
    if conflict is None:
        return
    now = study.drafts.quantifiers()
    disputed = {clash.field[0] for clash in conflict.clashes}

    def seen(rows: Sequence[Row]) -> list[Row]:
        """Return rows with what stands there now where it is in dispute, so that it was seen."""
        there = {row[WORDS]: row for row in now if row[WORDS] in disputed}
        kept = [there.get(row[WORDS], row) for row in rows if row[WORDS] not in disputed - {*there}]
        known = {row[WORDS] for row in kept}
        return kept + [row for words, row in there.items() if words not in known]

    def show_again(rows: list[Row]) -> None:
        del st.session_state[DISPUTE]
        table.opened, table.first = seen(table.opened), seen(table.first)
        table.shown = table.mine = rows
        table.turn += 1

    labels = {".".join(c.field): ", ".join(c.field) for c in conflict.clashes}
    both = [*table.mine, *(row for row in now if row[WORDS] in disputed)]
    if both_texts(
        conflict,
        TABLE,
        labels=labels,
        theirs=lambda: show_again(seen(table.mine)),
        both=lambda: show_again(both),
    ):
        keep(study, table.mine, seen(table.opened), then)
        st.rerun()
