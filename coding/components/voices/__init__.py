"""Show a figure with its voices beside the report, or all figures with who speaks beside each.

What somebody does comes up as acts, each with a number `n` that grows; the page does those it has
not done yet and says in `ack` how far it is, so that of two quick keys neither is lost. What came
up stands in `st.session_state[key]["said"]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coding.components.registry import component, files

SHEETS = ("figure", "themes", "columns", "queue", "report", "index", "narrow")
FILES = files("voices", "voices/voices.js", SHEETS)


def view(data: Mapping[str, Any], *, key: str, on_said: Callable[[], None]) -> None:
    """Mount the view. `data` is what `coding.project.figure_board` makes, and `colors` of codes.

    Beside it `ack` is the number of the last act that is done, `refused` why one was not.
    """
    mount = component("voices", FILES)
    mount(key=key, data=dict(data), on_said_change=on_said)
