"""Lend the tests of a run the same few windows, swept clean in between.

A window opened anew reads and compiles the app's scripts anew: a second of work, as much as many a
test. One that was used before has them still. What a test leaves behind is swept: storage, cookies,
further pages, size, colours, the mouse's place; what it said and asked is told to its own `Watch`.
A window in which a test failed is closed.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

from desk_server import PATIENCE, Watch, options_with
from playwright.sync_api import Browser, Error, Page

SLOW = float(os.environ.get("CODING_SLOW", "1"))
"""How many times slower than this machine a page works, to find what only a fast one forgives."""


def hold_up(page: Page) -> None:
    """Let a page work as slowly as on a machine that is old or busy."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})


class Window:
    """A page in a context of its own, with a script that each document begins with, if any."""

    def __init__(self, browser: Browser, script: str, options: dict[str, Any]) -> None:
        self._options = options_with(options)
        self._context = browser.new_context(**self._options)
        if script:
            self._context.add_init_script(script)
        self.watch = Watch()
        self.watch.look_at(self._context)
        if SLOW > 1:
            self._context.on("page", hold_up)
        self.page = self._context.new_page()
        self.page.set_default_timeout(1000 * PATIENCE)

    def sweep(self) -> bool:
        """Leave nothing behind of what a test did; say whether that could be done."""
        try:
            for page in self._context.pages:
                if page is not self.page:
                    page.close()
            self._context.set_offline(False)
            if self.page.url.startswith("http"):  # another plain answer of the same app
                self.page.goto(urljoin(self.page.url, "/_stcore/health"))
                self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
            self._context.clear_cookies()
            self.page.emulate_media(color_scheme=self._options.get("color_scheme", "light"))
            self.page.set_viewport_size(self._options["viewport"])
            self.page.set_default_timeout(1000 * PATIENCE)
            self.page.mouse.move(0, 0)
        except Error:
            return False
        self.watch.forget()
        return True

    def close(self) -> None:
        """Close the window and whatever was opened in it."""
        self._context.close()


class Windows:
    """The windows of one browser that nobody uses just now."""

    def __init__(self) -> None:
        self._idle: defaultdict[str, list[Window]] = defaultdict(list)
        self.spoiled = False
        """Whether a test has failed since the last window was given back."""

    @contextmanager
    def lent(self, browser: Browser, script: str = "", **options: Any) -> Iterator[Window]:
        """Lend a window with these options of a context."""
        idle = self._idle[f"{id(browser)} {script} {sorted(options.items())}"]
        window = idle.pop() if idle else Window(browser, script, options)
        sound = False
        try:
            yield window
            sound = not self.spoiled
        finally:
            if sound and window.sweep():
                idle.append(window)
            else:
                window.close()
                self.spoiled = False


WINDOWS = Windows()
