"""Load what pages need before anybody turns to them: it took up to a second of each first visit.

The window that is to show the first page takes a while to come up, and one page is read before the
next is turned to. What is loaded meanwhile leaves half of the time to whoever asks for a page.
"""

from __future__ import annotations

import gc
import pkgutil
import threading
import time
from collections.abc import Iterable
from importlib import import_module

PARTS = "coding.pages.parts"
"""What all pages are put together from; like the app it is served here, and known by name alone."""

FIRST = ("pandas", "altair")
"""What the first page, the overview, takes longest to load."""


def begin_loading() -> threading.Thread:
    """Load the parts of all pages in a thread of its own."""
    modules = pkgutil.iter_modules(import_module(PARTS).__path__, f"{PARTS}.")
    names = [*FIRST, *(module.name for module in modules)]
    thread = threading.Thread(target=load, args=(names,), daemon=True, name="ahead")
    thread.start()
    return thread


def load(names: Iterable[str]) -> None:
    """Load modules one after another, and rest after each for as long as it took."""
    for name in names:
        begun = time.monotonic()
        import_module(name)
        time.sleep(time.monotonic() - begun)
    gc.freeze()  # see `pages.parts.opened.leave_loaded`
