"""Show what is damaged where a project cannot be opened, and the way back: its backups."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import streamlit as st

from coding.errors import DamageError
from coding.pages.parts.backups import differences, told
from coding.pages.parts.coders import coder
from coding.pages.parts.markup import el, fold, show, style
from coding.pages.parts.mistakes import mistakes, show_mistake
from coding.pages.parts.opened import reopen
from coding.pages.parts.strayed import end_page
from coding.pages.parts.widgets import section, tell
from coding.pages.parts.wording import counted
from coding.project.backups import bring_back, spares, would_change

LEAD = (
    "Nothing of it is shown, so that nobody works on what was never written. A backup brings back"
    " what stood in the project when it was made; what is damaged now is kept beside it."
)
NONE = (
    "There is no backup in backups/. If you have one elsewhere, put it into that folder, or bring"
    " it back with “coding restore FILE”."
)


def recover(folder: Path, fault: DamageError) -> NoReturn:
    """Say what is damaged, list the backups and what each would change; end the page there."""
    style()
    with st.container(key="recover"):
        st.title("This project is damaged", anchor=False)
        show_mistake(DamageError(fault.message, fault.where))
        show(el("p", "note", LEAD))
        section("Backups")
        backups = {spare.name: spare for spare in spares(folder)}
        if backups:
            chosen = st.selectbox(
                f"{counted(len(backups), 'backup')}, the newest first",
                list(backups),
                format_func=lambda name: told(backups[name]),
                key="backup_to_recover",
            )
            offer(folder, folder / "backups" / chosen)
        else:
            show(el("p", "note", NONE))
        if fault.hint:
            show(fold("Without the app", el("p", "note", fault.hint)))
        if st.button("Look again", key="look_again"):
            reopen()
            st.rerun()
    end_page()


def offer(folder: Path, file: Path) -> None:
    """Show what one backup would change, and bring it back if that is wanted."""
    with mistakes(), st.container(border=True):
        with st.spinner("Looking through the backup …"):
            change = would_change(folder, file)
        show(*differences(change))
        if st.button("Restore this backup", type="primary", key="recover_now"):
            with st.spinner("Restoring the backup …"):
                bring_back(folder, file, coder=coder())
            reopen()
            tell("The backup is restored. What was there before is kept in backups/.")
