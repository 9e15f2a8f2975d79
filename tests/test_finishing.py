"""A window is told all that a page drew before a part of the page runs."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests

from coding.serve.finishing import SOON, finishing, has_more_to_tell


class Runner:
    """What a session knows of a run: the real queue of what is asked of it."""

    def __init__(self, *, over: bool) -> None:
        self._requests = ScriptRequests()
        self._requests.request_rerun(RerunData())
        self._requests.on_scriptrunner_ready()
        if over:
            self._requests.on_scriptrunner_ready()


class Session:
    """What is looked at of a session, which writes down what it is asked for."""

    def __init__(self, runner: Runner | None) -> None:
        self._scriptrunner = runner
        self._event_loop = asyncio.get_running_loop()
        self.asked: list[str] = []

    def ask(self, state: ClientState | None) -> None:
        self.asked.append(state.fragment_id if state else "new")


ask = finishing(Session.ask)  # type: ignore[arg-type]


def part(name: str) -> ClientState:
    return ClientState(fragment_id=name)


def run(steps: Callable[[], Session]) -> tuple[list[str], list[str]]:
    """Return what a session was asked for at once, and in all once its run's end was told."""

    async def told() -> tuple[list[str], list[str]]:
        session = steps()
        at_once = [*session.asked]
        await asyncio.sleep(4 * SOON)
        assert session.asked == at_once, "not all has been told"
        session._scriptrunner = None
        await asyncio.sleep(4 * SOON)
        return at_once, session.asked

    with ThreadPoolExecutor(1) as apart:  # this thread may have a browser's loop
        return apart.submit(asyncio.run, told()).result()


def test_a_part_waits_until_all_has_been_told_and_what_comes_behind_keeps_its_turn() -> None:
    def steps() -> Session:
        session = Session(Runner(over=True))
        for state in (part("wire"), ClientState(), part("queue"), None):
            ask(session, state)
        return session

    assert run(steps) == ([], ["wire", "", "queue", "new"])


def test_while_a_page_runs_before_and_for_whole_pages_nothing_waits() -> None:
    def steps() -> Session:
        session = Session(Runner(over=False))
        ask(session, part("wire"))
        session._scriptrunner = None
        ask(session, part("queue"))
        session._scriptrunner = Runner(over=True)
        ask(session, ClientState())
        return session

    assert run(steps) == (["wire", "queue", ""],) * 2


def test_streamlit_still_forgets_what_a_run_that_is_not_the_current_one_says() -> None:
    """As long as it does, and names things so, what is asked for has to wait."""
    heard = inspect.getsource(AppSession._handle_scriptrunner_event_on_event_loop)
    assert "if sender is not self._scriptrunner:" in heard
    assert "self._scriptrunner = None" in heard
    assert "self._requests = ScriptRequests()" in inspect.getsource(ScriptRunner.__init__)
    assert not has_more_to_tell(type("New", (), {"_scriptrunner": None}))
