"""Show a report draft with its claims: each underlined by its state, the chosen one on a card.

What somebody does comes up as acts, each with a number `n` that grows; the page does those it has
not done yet and says in `ack` how far it is, so that of two quick keys neither is lost. What came
up stands in `st.session_state[key]["said"]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coding.components.registry import component, files

SHEETS = ("text", "bar", "card", "search", "notice", "list", "narrow")
FILES = files("draft", "draft/draft.js", SHEETS)


def view(data: Mapping[str, Any], *, key: str, on_said: Callable[[], None]) -> None:
    """Mount the draft. `data` is what `coding.drafts.board.board` makes of a report.

    Beside it `ack` is the number of the last act that is done, `refused` why one was not, and
    `clash`, where somebody else had decided, that act with who and when.
    """
    mount = component("draft", FILES)
    mount(key=key, data=dict(data), on_said_change=on_said)
