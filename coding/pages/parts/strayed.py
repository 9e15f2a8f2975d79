"""Let what is done on a page reach it, though a part of the page took it along.

A window sends together whatever comes up within one turn of its event loop, in the name of the
part that any of it belongs to. A key pressed, or words kept, in the very moment in which the wire
says something would go to the wire alone, which knows nothing of them: the press would be lost, and
the page would go on showing what was found by other words. A part that meets such a thing hands
it on to where it belongs. And a page that ends early leaves standing what its parts were asked for
while it was drawn.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import wraps
from typing import NoReturn, ParamSpec, cast

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import (
    RerunData,
    RerunException,
    StopException,
    get_script_run_ctx,
)
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.common import WidgetMetadata

P = ParamSpec("P")

LAUNCHED = bool(os.environ.get("CODING_LAUNCHED"))
"""Whether what a part sends by itself comes without presses, which follow: see `serve.turning`."""


def part(run_every: float | None = None) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Make a function a part of a page that runs apart from it, as `st.fragment` does."""

    def made(function: Callable[P, None]) -> Callable[P, None]:
        @st.fragment(run_every=run_every)
        @wraps(function)
        def shown(*given: P.args, **named: P.kwargs) -> None:
            hand_on()
            function(*given, **named)

        return cast("Callable[P, None]", shown)

    return made


def hand_on() -> None:
    """Run what else was acted on, instead of this part alone: other parts, or the whole page.

    What was pressed counts there as pressed. Does nothing where a whole page runs.
    """
    context = get_script_run_ctx()
    if not LAUNCHED or context is None or not context.fragment_ids_this_run:
        return
    state = context.session_state._state
    elsewhere = list(acted_on(context, state))
    if not elsewhere:
        return
    parts = {one.fragment_id or "": None for one in elsewhere}  # each runs once, in order
    pressed = WidgetStates()
    for one in elsewhere:
        if str(one.value_type).endswith("trigger_value"):
            pressed.widgets.append(state._new_widget_state.get_serialized(one.id))
    raise RerunException(
        RerunData(
            query_string=context.query_string,
            page_script_hash=context.page_script_hash,
            fragment_id_queue=[*context.fragment_ids_this_run, *parts] if all(parts) else [],
            is_fragment_scoped_rerun=all(parts),
            replay_trigger_states=pressed,
            cached_message_hashes=context.cached_message_hashes,
            context_info=context.context_info,
        )
    )


def acted_on(context: ScriptRunContext, state: SessionState) -> Iterator[WidgetMetadata[object]]:
    """Yield what was acted on outside the parts that run, as this run was asked for."""
    running = set(context.fragment_ids_this_run or ())
    sent = state._new_widget_state
    for key in list(sent):
        known = sent.widget_metadata.get(key)
        if known is None or known.disabled or key not in state._old_state:
            continue  # what is no longer there may still be sent once more
        if not state._widget_changed(key):
            continue
        own, parts = known.fragment_id or "", context.fragment_storage
        gone = own and not parts.contains(own)
        if not gone and own not in running and not parts.has_ancestor_in(own, running):
            yield sent.widget_metadata[key]


def end_page() -> NoReturn:
    """Draw no more of the page, and let its parts do what was pressed meanwhile.

    `st.stop` would let go of it: what a part is asked for waits until the page is drawn.
    """
    raise StopException
