"""Keep places on a page, so that no field moves when something comes or goes above it.

Streamlit knows a container by its number among what stands beside it. Where one more thing comes
to stand above, its fields are drawn anew, and words that have not left them yet are gone. So what
comes, goes or grows above a field stands in one place, and rows that have fields keep theirs.
`tests/places.py` holds every page to it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

T = TypeVar("T")

TAKEN = "places"


def one_place(**how: Any) -> DeltaGenerator:
    """Take one place on the page, whatever comes and goes in it; empty, it takes up no room."""
    return st.container(**how)


def in_places(
    key: Hashable,
    rows: Sequence[T],
    name: Callable[[T], str],
    fits: Callable[[T], bool] = lambda _: True,
) -> list[T | None]:
    """Return the rows that fit in the places they have had since the page was opened.

    A row that came since stands below; one that has gone leaves its place empty, None; one that
    fits no longer stays. `key` says what was asked for: for another one they are ordered anew.
    """
    taken: dict[Hashable, list[str]] = st.session_state.setdefault(TAKEN, {})
    there = {name(row): row for row in rows}
    order = taken.setdefault(key, [])
    order += [known for known, row in there.items() if known not in order and fits(row)]
    return [there.get(known) for known in order]


def leave_places() -> None:
    """Let rows be ordered anew: another page is looked at."""
    st.session_state.pop(TAKEN, None)
