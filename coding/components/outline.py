"""Show the report's outline with who is heard in it; its scripts lie with those of the figures.

As there, what somebody does comes up as acts, each with a number `n` that grows; `ack` says how
far the page is. What came up stands in `st.session_state[key]["said"]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coding.components.registry import component

ASSETS = "components/voices"
FILES: Mapping[str, Mapping[str, Any]] = {
    "outline": {
        "js": "outline.js",
        "css": ["tokens.css", "voices/voices.css", "voices/view/outline.css"],
        "isolate_styles": False,
    }
}


def view(data: Mapping[str, Any], *, key: str, on_said: Callable[[], None]) -> None:
    """Mount the view. `data` is what `coding.project.outline_board` makes, with `ack` and so on."""
    mount = component("outline", FILES, ASSETS)
    mount(key=key, data=dict(data), on_said_change=on_said)
