"""Show the report's outline with who is heard in it; its scripts lie with those of the figures.

As there, what somebody does comes up as acts, each with a number `n` that grows; `ack` says how
far the page is. What came up stands in `st.session_state[key]["said"]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coding.components.registry import component, files

FILES = files("outline", "voices/outline.js", ["outline"])


def view(data: Mapping[str, Any], *, key: str, on_said: Callable[[], None]) -> None:
    """Mount the view. `data` is what `coding.project.outline_board` makes, with `ack` and so on."""
    mount = component("outline", FILES)
    mount(key=key, data=dict(data), on_said_change=on_said)
