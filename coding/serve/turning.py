"""Let a window come to the page that was clicked, whatever else it sends on its way there.

A part of a page that runs again by itself (the wire of the coding desk, every two seconds) names
the page that it belongs to. Until a window has heard from the app that the page is turned it still
names the one that is left, and Streamlit would turn back to it: on a slow machine the click is
lost. Such a message is given the page that the window is on its way to.

What such a part sends by the clock may also name a button that was pressed a moment before and has
yet to be sent for itself. It is taken out: what is pressed once is done once.

And whatever is sent after a press waits until the run that does what was pressed is over. Streamlit
would break that run off, as a rule before it has come to the button: of two keys pressed one soon
after the other the first would be lost.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates

LONGEST = 4.0
"""Seconds that a window is kept waiting at most for what was pressed before."""

BETWEEN = 0.3
"""Seconds within which a run that was asked for begins, once the one before it is over."""


class Way:
    """Know which page one window shows, and which one it has asked for.

    Pages are known by Streamlit's hashes of their scripts.
    """

    def __init__(self) -> None:
        self._at = ""
        self._asked = ""
        self._query = ""

    def sent(self, frame: bytes) -> bytes:
        """Take note of what the window sends; return what the app is to hear instead."""
        message = BackMsg()
        with suppress(DecodeError):  # whatever it is, Streamlit refuses it
            message.ParseFromString(frame)
        if message.WhichOneof("type") != "rerun_script":
            return frame
        run = message.rerun_script
        if not run.fragment_id:
            self._asked = run.page_script_hash if run.page_script_hash != self._at else ""
            self._query = run.query_string
            return frame
        pressed = run.is_auto_rerun and without_presses(run.widget_states)
        page = self._asked or self._at
        if page not in ("", run.page_script_hash):
            run.page_script_hash = page
            run.query_string = self._query
        elif not pressed:
            return frame
        return bytes(message.SerializeToString())

    def told(self, frame: bytes) -> None:
        """Take note of what the app tells the window."""
        message = ForwardMsg()
        message.ParseFromString(frame)
        kind = message.WhichOneof("type")
        if kind in ("new_session", "navigation"):  # the second says which page an address means
            page = getattr(message, kind).page_script_hash
            # A run that began before the click still tells the page that is left.
            if page != self._at:
                self._asked = ""
            self._at = page
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "page_not_found":
            self._asked = ""


def without_presses(states: WidgetStates) -> bool:
    """Take out what was pressed; say whether there was any."""
    kept = [one for one in states.widgets if not one.trigger_value]
    there = len(kept) < len(states.widgets)
    if there:
        del states.widgets[:]
        states.widgets.extend(kept)
    return there


class Press:
    """Know whether what was pressed last in a window is being done."""

    def __init__(self) -> None:
        self._run = self._part = ""
        self._due = self._earlier = False
        self._number = 0
        self._over = asyncio.Event()
        self._over.set()

    def sent(self, frame: bytes) -> None:
        """Take note of what the app hears of the window."""
        message = BackMsg()
        with suppress(DecodeError):
            message.ParseFromString(frame)
        if message.WhichOneof("type") != "rerun_script":
            return
        run = message.rerun_script
        if any(one.trigger_value for one in run.widget_states.widgets):
            self._run, self._part = "", run.fragment_id
            self._earlier = self._due
            self._number += 1
            self._over.clear()
        self._due = True

    def told(self, frame: bytes) -> None:
        """Take note of what the app tells the window."""
        message = ForwardMsg()
        message.ParseFromString(frame)
        kind, run = message.WhichOneof("type"), message.metadata.run
        if kind == "new_session":
            self._due = False
            if not run.fragment_ids or self._part in run.fragment_ids:
                self._earlier = self._earlier and not self._run
                self._run = run.script_run_id
        # A part may hand on what was pressed to the run that follows: see `pages.parts.strayed`.
        handed_on = self._part and message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
        if kind != "script_finished" or run.script_run_id != self._run or handed_on:
            return
        if self._earlier:  # it may have been what was asked for before the press
            self._earlier = False
            asyncio.get_running_loop().call_later(BETWEEN, self._done, self._run, self._number)
        else:
            self._over.set()

    def _done(self, run: str, number: int) -> None:
        """Say that a press has been done in a run, unless another run has begun for it since."""
        if (run, number) == (self._run, self._number):
            self._over.set()

    async def over(self) -> None:
        """Wait until it has been done, but once and not for ever: it may have begun much."""
        try:
            await asyncio.wait_for(self._over.wait(), LONGEST)
        except TimeoutError:
            self._over.set()


class Turning:
    """Give what a window sends of its own accord the page that it is on its way to."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass all on, the messages of a window mended."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        way, press = Way(), Press()

        async def hear() -> Message:
            message = await receive()
            if frame := message.get("bytes"):
                await press.over()
                heard = way.sent(frame)
                press.sent(heard)
                message = {**message, "bytes": heard}
            return message

        async def tell(message: Message) -> None:
            if frame := message.get("bytes"):
                way.told(frame)
                press.told(frame)
            await send(message)

        await self.app(scope, hear, tell)
