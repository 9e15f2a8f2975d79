"""Show who speaks: files before they come in, or one interview that is in the project.

What somebody does comes up as acts, each with a number `n` that grows; the page does those it has
not done yet and says in `ack` how far it is, so that of two quick clicks neither is lost. What
came up stands in `st.session_state[key]["said"]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coding.components.registry import component, files

SHEETS = ("controls", "head", "list", "pane", "columns", "cast", "turns", "narrow")
FILES = files("speakers", "speakers/speakers.js", SHEETS)


def view(data: Mapping[str, Any], *, key: str, on_said: Callable[[], None]) -> None:
    """Mount the view. `data` has `mode` (batch, interview), `of`, `files`, `people` and so on.

    `of` says what is looked at: with another the view is built anew.
    """
    mount = component("speakers", FILES)
    mount(key=key, data=dict(data), on_said_change=on_said)
