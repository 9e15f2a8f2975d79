"""A window comes to the page that was clicked, whatever else it sends on its way there."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from coding.serve import turning
from coding.serve.turning import Press, Turning, Way

QUOTES, CODEBOOK, VERIFY = "quotes's hash", "codebook's hash", "verify's hash"


def asks(way: Way, page: str, query: str = "", *, part: str = "") -> tuple[str, str]:
    """Send that a page, or a part of it, is to run; return the page and query the app hears of."""
    message = BackMsg()
    run = message.rerun_script
    run.page_script_hash, run.query_string, run.fragment_id = page, query, part
    frame = message.SerializeToString()
    heard = way.sent(frame)
    assert part or heard == frame
    message.ParseFromString(heard)
    return message.rerun_script.page_script_hash, message.rerun_script.query_string


def tell(way: Way, page: str) -> None:
    """Tell the window that a page begins to run."""
    message = ForwardMsg()
    message.new_session.page_script_hash = page
    way.told(message.SerializeToString())


def at(page: str) -> Way:
    """Return the way of a window that shows a page, opened by its address."""
    way = Way()
    asks(way, "")
    tell(way, "the first page's hash")
    message = ForwardMsg()
    message.navigation.page_script_hash = page
    way.told(message.SerializeToString())
    assert asks(way, page, part="wire") == (page, "")
    return way


def test_a_part_of_the_page_that_is_left_does_not_turn_back() -> None:
    way = at(QUOTES)
    asks(way, CODEBOOK, "find=fear")
    assert asks(way, QUOTES, "view=Outline", part="wire") == (CODEBOOK, "find=fear")
    tell(way, QUOTES)  # of a run that had begun before the click
    assert asks(way, QUOTES, part="wire") == (CODEBOOK, "find=fear")
    tell(way, CODEBOOK)
    assert asks(way, QUOTES, part="wire") == (CODEBOOK, "find=fear")
    assert asks(way, CODEBOOK, "find=dread", part="wire") == (CODEBOOK, "find=dread")


def test_where_the_app_itself_turns_the_page_its_parts_follow() -> None:
    way = at(QUOTES)
    message = ForwardMsg()
    message.page_info_changed.query_string = "draft=report.md"
    way.told(message.SerializeToString())
    tell(way, VERIFY)
    assert asks(way, QUOTES, "view=Outline", part="wire") == (VERIFY, "draft=report.md")
    assert asks(way, VERIFY, part="wire") == (VERIFY, "")


def test_what_was_asked_for_and_led_elsewhere_is_waited_for_no_longer() -> None:
    way = at(QUOTES)
    asks(way, CODEBOOK)
    tell(way, VERIFY)
    assert asks(way, VERIFY, part="wire") == (VERIFY, "")
    way = at(QUOTES)
    asks(way, "of a page that is gone")
    message = ForwardMsg()
    message.page_not_found.page_name = "gone"
    way.told(message.SerializeToString())
    assert asks(way, QUOTES, part="wire") == (QUOTES, "")


def test_the_page_that_is_shown_may_run_again_and_what_is_no_message_is_passed_on() -> None:
    way = at(QUOTES)
    assert asks(way, QUOTES, "sheet=2") == (QUOTES, "sheet=2")
    assert asks(way, QUOTES, "sheet=1", part="wire") == (QUOTES, "sheet=1")
    assert way.sent(b"\xff\xff") == b"\xff\xff"
    assert asks(way, QUOTES, part="wire") == (QUOTES, "")


def test_before_anything_was_told_nothing_is_mended() -> None:
    assert asks(Way(), QUOTES, "sheet=1", part="wire") == (QUOTES, "sheet=1")


def test_what_was_pressed_does_not_go_with_what_a_part_sends_by_the_clock() -> None:
    """It has yet to be sent for itself, and would be done twice; what else was said stays."""
    for by_the_clock in (True, False):
        message = BackMsg()
        run = message.rerun_script
        run.fragment_id, run.is_auto_rerun = "how far", by_the_clock
        run.widget_states.widgets.add(id="undo", trigger_value=True)
        run.widget_states.widgets.add(id="words", string_value="pitch dark")
        message.ParseFromString(Way().sent(message.SerializeToString()))
        heard = [state.id for state in message.rerun_script.widget_states.widgets]
        assert heard == (["words"] if by_the_clock else ["undo", "words"])


def pressed(key: str, *, part: str = "") -> bytes:
    """Return what a window sends for a button."""
    message = BackMsg()
    message.rerun_script.fragment_id = part
    message.rerun_script.widget_states.widgets.add(id=key, trigger_value=True)
    return message.SerializeToString()


def run_told(name: str, *parts: str, over: bool = False, well: bool = False) -> bytes:
    """Return what the app tells when a run, of some parts alone if so, begins or is over."""
    message = ForwardMsg()
    message.metadata.run.script_run_id = name
    message.metadata.run.fragment_ids.extend(parts)
    if over and well:
        message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    elif over:
        message.script_finished = ForwardMsg.FINISHED_EARLY_FOR_RERUN
    else:
        message.new_session.page_script_hash = QUOTES
    return message.SerializeToString()


SOON = 0.05
"""Seconds after which what is kept waiting has surely not been let through by mistake."""


def heard_after(*told: bytes, sent: bytes, before: bytes | list[bytes], within: float = 30) -> bool:
    """Say whether the app, told to have done so much of what came before, hears what is sent."""
    came = [before] if isinstance(before, bytes) else before

    async def window() -> bool:
        frames = [*came, sent]

        async def receive() -> Message:
            return {"type": "websocket.receive", "bytes": frames.pop(0)}

        async def send(_message: Message) -> None:
            return None

        async def app(_scope: Scope, receive: Receive, send: Send) -> None:
            for _ in came:
                await receive()
            for frame in told:
                await send({"type": "websocket.send", "bytes": frame})
            with suppress(TimeoutError):
                await asyncio.wait_for(receive(), within)
                heard.append(True)

        heard: list[bool] = []
        await Turning(app)({"type": "websocket"}, receive, send)
        return bool(heard)

    with ThreadPoolExecutor(1) as thread:  # a browser's loop may run in this one
        return thread.submit(lambda: asyncio.run(window())).result()


def test_what_is_sent_after_a_press_is_heard_once_that_has_been_done() -> None:
    """Else the run that does it is broken off before it has come to the button."""
    accept, later = pressed("accept"), pressed("later")
    begun, over = run_told("it"), run_told("it", over=True)
    assert not heard_after(sent=later, before=accept, within=SOON)
    assert not heard_after(begun, sent=later, before=accept, within=SOON)
    assert not heard_after(
        begun, run_told("before", over=True), sent=later, before=accept, within=SOON
    )
    part = run_told("of the wire", "wire"), run_told("of the wire", "wire", over=True)
    assert not heard_after(*part, sent=later, before=accept, within=SOON)
    assert heard_after(*part, begun, over, sent=later, before=accept)
    assert heard_after(sent=later, before=BackMsg().SerializeToString())


def test_what_a_part_hands_on_to_the_page_has_been_done_when_the_page_has() -> None:
    later, close = pressed("later"), pressed("close", part="dialog")
    part = run_told("part", "dialog"), run_told("part", "dialog", over=True)
    page = run_told("page"), run_told("page", over=True, well=True)
    assert not heard_after(*part, sent=later, before=close, within=SOON)
    assert heard_after(*part, *page, sent=later, before=close)
    assert heard_after(part[0], run_told("part", over=True, well=True), sent=later, before=close)


def test_what_was_asked_for_before_a_press_does_not_count_as_done_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The clock has asked for the same part a moment before, and that has yet to begin."""
    monkeypatch.setattr(turning, "BETWEEN", SOON)
    clock = BackMsg()
    clock.rerun_script.fragment_id, clock.rerun_script.is_auto_rerun = "wire", True
    before = [clock.SerializeToString(), pressed("no", part="wire")]
    later = pressed("later")
    of_clock = run_told("clock", "wire"), run_told("clock", "wire", over=True, well=True)
    begun = run_told("press", "wire")
    assert not heard_after(*of_clock, begun, sent=later, before=before, within=4 * SOON)
    done = run_told("press", "wire", over=True, well=True)
    assert heard_after(*of_clock, begun, done, sent=later, before=before)
    assert heard_after(*of_clock, sent=later, before=before), "both were asked for in one run"


def test_nobody_waits_long_for_what_a_press_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turning, "LONGEST", 0.01)
    assert heard_after(run_told("it"), sent=pressed("later"), before=pressed("export"))


def test_for_what_a_press_has_begun_is_waited_once_not_before_each_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def window() -> None:
        press = Press()
        press.sent(pressed("export"))
        press.told(run_told("it"))
        monkeypatch.setattr(turning, "LONGEST", 0.01)
        await press.over()
        monkeypatch.setattr(turning, "LONGEST", 60.0)
        await asyncio.wait_for(press.over(), 30)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(window())).result()
