"""Show one transcript to be coded, and carry what is done there to Python and back.

Three components share this folder: `desk`, which is mounted once for a transcript and never sent
again, `grid`, a table of interviews and codes, and `channel`, a faceless one in a fragment of its
own, through which operations come and news go. `wire` has the protocol (see `wire/hub.js`),
`state` what a page knows, `view` what it shows, `input` what keys and mouse do; `desk.js` and
`grid.js` put them together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coding.components.registry import Files, component, files

SHEETS = (
    *("controls", "bar", "columns", "tree", "card", "text", "player", "marks", "margin", "beside"),
    *("dock", "overview", "segments", "picker", "filters", "floats", "narrow", "frame"),
)
"""The sheets of the view; what stands later goes before."""
GRID_SHEETS = ("controls", "card", "segments", "floats", "narrow", "grid")
FILES: Files = {
    **files("desk", "desk/desk.js", SHEETS),
    **files("grid", "desk/grid.js", GRID_SHEETS),
    "channel": {"js": "desk/wire/channel.js"},
}


def view(data: Mapping[str, Any], *, key: str, on_go: Callable[[], None]) -> None:
    """Mount the desk of one transcript; `data` must not change while it is open.

    `on_go` is called when another transcript is asked for; what was asked stands in
    `st.session_state[key]["go"]`.
    """
    mount = component("desk", FILES)
    mount(key=key, data=dict(data), on_go_change=on_go)


def channel(reply: Mapping[str, Any], *, key: str) -> None:
    """Mount the wire, sending a reply down.

    What came up stands in `st.session_state[key]["outbox"]` at the next run. A session that was
    just connected again starts with nothing there; the page then sends its outbox once more.
    Under `typing` it says whether a cell of a table is being typed in, under `way` which page
    of the app was asked for last, as its address `to` within the app, with a number `n` that grows,
    under `filter` what the desk lets through, likewise. `news` there is set when what the browser
    asks for every few seconds is not the mark that the reply has under `news`.
    """
    mount = component("channel", FILES)
    mount(
        key=key,
        data=dict(reply),
        on_outbox_change=lambda: None,
        on_typing_change=lambda: None,
        on_way_change=lambda: None,
        on_filter_change=lambda: None,
        on_news_change=lambda: None,
    )


def table(data: Mapping[str, Any], *, key: str) -> None:
    """Mount the table of interviews or groups against codes; its cells are drawn as data change."""
    mount = component("grid", FILES)
    mount(key=key, data=dict(data))
