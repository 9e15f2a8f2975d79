"""Choose rows, put them in order and under headings, by hand or by keys.

What somebody does comes up as the whole list that follows from it, with a number `n` that grows and
the `version` that it was made of. All that the page has not acknowledged comes up together; it does
them one by one, each an act to undo, and says in `ack` how far it is. What came up stands in
`st.session_state[key]["said"]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coding.components.registry import component, files

FILES = files("rows", "rows/rows.js", ["list"])


def view(data: Mapping[str, Any], *, key: str, on_said: Callable[[], None]) -> None:
    """Mount the list. `data` has `items` and `left`, each with `key`, `kind`, `text` and `note`.

    `kind` is row or heading; `left` are rows that could be chosen; `refused` is the number of the
    last act if that could not be done.
    """
    mount = component("rows", FILES)
    mount(key=key, data=dict(data), on_said_change=on_said)
