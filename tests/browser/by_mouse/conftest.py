"""Give the tests of a folder one page for each file, with the sample's P01 on the desk, at rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk import open_transcript, opened, transcript
from desk_server import Shown
from playwright.sync_api import Browser, Page

from coding.model import Transcript

AT_REST = """
  (globalThis.__codingHub?.desk?.data.name === "P01" && !__codingHub.ops.length
   && __codingHub.desk.selection.empty && !__codingHub.desk.selected
   && !__codingHub.desk.model.filter.codes && !__codingHub.desk.filter.active
   && !document.querySelector(".cd-dialog, .cd-menu, .cd-palette, .cd-find:not([hidden])"))
"""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    with opened(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        yield page


@pytest.fixture
def page(tab: Page, app: Shown) -> Page:
    """Return the page with P01 on the desk, nothing chosen, the text in focus."""
    if tab.url.startswith(app.url):
        for _ in range(3):
            tab.keyboard.press("Escape")
    if not tab.evaluate(f"Boolean({AT_REST})"):
        open_transcript(tab, app, "P01")
        tab.keyboard.press("Escape")
    tab.mouse.move(2, 2)
    tab.evaluate("document.querySelector('.cd-scroller').focus({ preventScroll: true })")
    return tab


@pytest.fixture
def text(app: Shown) -> Transcript:
    return transcript(app.folder, "P01")
