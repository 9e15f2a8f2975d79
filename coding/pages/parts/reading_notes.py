"""Show what was assumed, dropped or guessed when a file was read."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coding.pages.parts.markup import el, fold, show
from coding.pages.parts.wording import escaped
from coding.project.overview import doubtful


def how_it_was_read(
    notes: Sequence[str], title: str = "How it was read", *, opened: bool = False
) -> None:
    """Show the notes that ask for a person's eyes, and fold the calm ones away."""
    doubts = doubtful(notes)
    for note in doubts:
        st.warning(escaped(note))
    calm = [note for note in notes if note not in doubts]
    if calm:
        items = (el("li", "", note) for note in calm)
        show(fold(f"{title} ({len(calm)})", el("ul", "notes", *items), opened=opened))
