"""Let a window be told all that a page drew before a part of the page runs.

A run tells what it draws through the app's event loop. Where a part is asked for in the moment in
which the run is over and not all of it has been told, Streamlit begins another run, and forgets
what the one before still had to say: on a busy machine the page stays empty. What is asked for
waits until then, and what comes behind it keeps its turn.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

SOON = 0.005
"""Seconds until it is looked again whether all has been told."""

Ask = Callable[[Any, ClientState | None], None]


def finishing(ask: Ask) -> Ask:
    """Return what asks a session for a run in its turn; `ask` does so at once."""
    late: WeakKeyDictionary[Any, deque[ClientState | None]] = WeakKeyDictionary()

    @wraps(ask)
    def in_turn(session: Any, state: ClientState | None) -> None:
        waiting = late.get(session)
        if waiting:
            waiting.append(state)
        elif state and state.fragment_id and has_more_to_tell(session):
            late[session] = deque([state])
            session._event_loop.call_later(SOON, go_on, session)
        else:
            ask(session, state)

    def go_on(session: Any) -> None:
        if has_more_to_tell(session):
            session._event_loop.call_later(SOON, go_on, session)
            return
        waiting = late.pop(session, deque())
        for state in waiting:
            ask(session, state)

    return in_turn


def has_more_to_tell(session: Any) -> bool:
    """Tell whether a session's run is over, and not all that it said has been heard."""
    runner = session._scriptrunner
    return runner is not None and runner._requests._state is ScriptRequestType.STOP


def finish_first() -> None:
    """Have every session of this process ask for its runs in their turn."""
    if not hasattr(AppSession.request_rerun, "__wrapped__"):
        AppSession.request_rerun = finishing(AppSession.request_rerun)  # type: ignore[assignment,method-assign]
