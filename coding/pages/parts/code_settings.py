"""Let suggestions of single codes be switched off and on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from coding.errors import Clash, Conflict
from coding.model import Codebook
from coding.pages.parts.coders import coder
from coding.pages.parts.forms import TYPED, both_texts
from coding.pages.parts.markup import el, show
from coding.pages.parts.mistakes import mistakes, refusals
from coding.pages.parts.tables import edit, let_go, written
from coding.pages.parts.widgets import tell, tree_labels
from coding.project import Project
from coding.project.codes import language_name
from coding.project.suggestions import Settings

USUAL, OFF, ON = "as usual", "never", "even if mostly refused"
NAME, PROPOSED, ASKED = "Code", "Proposed", "Interviewer’s words too"
SO_FAR, LACKS = "So far", "The codebook lacks"
TABLE, DISPUTE = "codes-set-up", "codes-dispute"


def codes_set_up(study: Project) -> None:
    """Let proposals of single codes be switched off and on, with what each code lacks."""
    book = study.codes.book()
    settings = study.suggestions.settings()
    fared = {trust.code: trust for trust in study.suggestions.trust()}
    gaps = study.suggestions.gaps()
    show(
        el(
            "p",
            "note",
            "A code whose suggestions are surely accepted less often than one time in five rests"
            " by itself. Say here what you want instead.",
        )
    )
    ids = [code.id for code in book]
    labels = tree_labels(book)
    rows = [
        {
            NAME: labels[code.id],
            PROPOSED: OFF if code.id in settings.off else ON if code.id in settings.on else USUAL,
            ASKED: code.id in settings.asked,
            SO_FAR: so_far(fared[code.id].shown, fared[code.id].accepted)
            + (" – rests" if fared[code.id].resting else ""),
            LACKS: lacks([told for told, codes in gaps.items() if code.id in codes]),
        }
        for code in book
    ]
    table = written(TABLE, rows, (settings, ids))
    edit(
        table,
        [NAME, PROPOSED, ASKED, SO_FAR, LACKS],
        height=min(640, 38 * (len(rows) + 1)),
        disabled=[NAME, SO_FAR, LACKS],
        column_config={
            NAME: st.column_config.TextColumn(width=370),
            PROPOSED: st.column_config.SelectboxColumn(options=[USUAL, OFF, ON], required=True),
            ASKED: st.column_config.CheckboxColumn(
                help="Propose it for the interviewer’s turns as well"
            ),
        },
    )
    opened: Settings = table.opened[0]
    rows_of: dict[str, dict[str, object]] = dict(zip(table.opened[1], table.mine, strict=True))

    def chosen(column: str, what: object) -> frozenset[str]:
        return frozenset(code for code, row in rows_of.items() if row[column] == what)

    wanted = Settings(
        off=chosen(PROPOSED, OFF),
        on=chosen(PROPOSED, ON),
        asked=chosen(ASKED, True),
        fine=opened.fine,
    )
    if table.typed:
        show(el("p", "note", TYPED))
    with st.container(horizontal=True):
        if st.button("Save", type="primary", key="keep_codes", disabled=wanted == opened):
            keep(study, wanted, opened)
        if table.typed:
            st.button("Let it go", type="tertiary", on_click=let_go, args=(TABLE,))
    dispute(study, wanted, opened, {code.id: path_name(book, code.id) for code in book})


def keep(study: Project, wanted: Settings, opened: Settings) -> None:
    """Keep what is wanted, on top of what others have set since."""
    with mistakes():
        try:
            study.suggestions.set_up(wanted, opened=opened, coder=coder())
        except Conflict as conflict:
            st.session_state[DISPUTE] = conflict
            return
        st.session_state.pop(DISPUTE, None)
        st.session_state.pop("batch", None)
        let_go(TABLE)
        tell("Suggestions set up.")


def dispute(study: Project, wanted: Settings, opened: Settings, names: Mapping[str, str]) -> None:
    """Show both where two people set up one code at once; of two choices there is no both."""
    conflict: Conflict | None = st.session_state.get(DISPUTE)
    if conflict is None:
        return
    shown = {"off": OFF, "on": ON, "": USUAL}
    said = [
        Clash(c.field, shown.get(c.mine, c.mine), shown.get(c.theirs, c.theirs))
        for c in conflict.clashes
    ]
    labels = {".".join(c.field): names.get(c.field[0], c.field[0]) for c in said}

    disputed = {clash.field[0] for clash in said}

    def seen(settings: Settings) -> Settings:
        """Return settings with what is set now for the codes in dispute, so that it was seen."""
        now = study.suggestions.settings()

        def of(kept: frozenset[str], there: frozenset[str]) -> frozenset[str]:
            return (kept - disputed) | (there & disputed)

        return Settings(
            off=of(settings.off, now.off),
            on=of(settings.on, now.on),
            asked=of(settings.asked, now.asked),
            fine=settings.fine,
        )

    def theirs() -> None:
        """Take theirs for the codes in dispute, mine for the rest."""
        del st.session_state[DISPUTE]
        with refusals():
            study.suggestions.set_up(seen(wanted), opened=opened, coder=coder())
            let_go(TABLE)

    clear = Conflict(conflict.message, clashes=said, by=conflict.by, at=conflict.at)
    if both_texts(clear, TABLE, labels=labels, theirs=theirs, both=None):
        keep(study, wanted, seen(opened))
        st.rerun()


def lacks(languages: Sequence[str]) -> str:
    """Say in which languages the codebook has no words for a code, "" for none.

    >>> lacks(["ru", "sr"]), lacks([])
    ('words in Russian, Serbian', '')
    """
    names = ", ".join(language_name(language) for language in languages)
    return f"words in {names}" if names else ""


def so_far(shown: int, accepted: int) -> str:
    """Say how a code's suggestions fared.

    >>> so_far(12, 9), so_far(0, 0)
    ('9 of 12 accepted', '')
    """
    return f"{accepted} of {shown} accepted" if shown else ""


def path_name(book: Codebook, code: str) -> str:
    """Return a code's name after that of the theme it belongs to."""
    return " › ".join(above.name for above in book.path(code))
