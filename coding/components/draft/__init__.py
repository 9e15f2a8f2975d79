"""Show a report draft as text, each quotation and figure underlined by what became of it.

What is chosen, by click or key, stands in `st.session_state[key]["chosen"]`; a decision made by
key in `["decided"]` as `{"id", "verdict", "n"}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coding.components.registry import component

ASSETS = "components/draft"
FILES: Mapping[str, Mapping[str, Any]] = {
    "draft": {
        "js": "draft.js",
        "css": ["tokens.css", "draft/draft.css"],
        "isolate_styles": False,
    }
}


def view(
    data: Mapping[str, Any],
    *,
    key: str,
    on_chosen: Callable[[], None],
    on_decided: Callable[[], None],
) -> None:
    """Mount the draft. `data` has `draft` (its hash), `paragraphs`, `items`, `order`, `chosen`.

    A paragraph is {"kind", "table", "row", "pieces": [[words, [item id, ...]], ...]}; `items`
    has {"level", "name", "settled"} by id, `order` the ids that next and previous go through.
    """
    mount = component("draft", FILES, ASSETS)
    mount(key=key, data=dict(data), on_chosen_change=on_chosen, on_decided_change=on_decided)
