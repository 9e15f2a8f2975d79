"""Do on the ordinary pages what people do: go somewhere, choose, wait for a dialog."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from desk_server import App, Shown, wait_until_drawn
from playwright.sync_api import Locator, Page, expect

Show = Callable[..., Shown]

ADDRESSES = [
    "/",
    "/transcripts",
    "/codebook",
    "/suggestions",
    "/suggestions?suggestions_view=How+far+to+trust+them",
    "/suggestions?suggestions_view=By+code",
    "/suggestions?suggestions_view=New+themes",
    "/suggestions?suggestions_view=Doubtful+codings",
    "/quotes",
    "/quotes?view=Codes+that+meet",
    "/quotes?view=Baskets",
    "/survey",
    "/joint_display",
    "/joint_display?joint_view=Coverage",
    "/joint_display?joint_view=What+is+silent",
    "/verify?draft=draft.md",
]


def go(page: Page, app: App, address: str) -> None:
    """Open a page and wait until it is drawn."""
    page.goto(app.url + address)
    wait_until_drawn(page)


LINKS = {
    "/": "Overview",
    "/transcripts": "Transcripts",
    "/codebook": "Codebook",
    "/suggestions": "Suggestions",
    "/quotes": "Quotes",
    "/survey": "Survey",
    "/joint_display": "Joint display",
}
"""Pages by what leads there from every other page."""


def walk(page: Page, app: App, address: str) -> None:
    """Do as `go`, by the link at the top from another page of the app if one leads there.

    That takes half the time of loading the app anew.
    """
    here = page.url.removeprefix(app.url)
    if address not in LINKS or here == page.url or urlsplit(here).path == address:
        go(page, app, address)
        return
    heading = page.get_by_role("heading", level=1)
    if heading.count() != 1:
        go(page, app, address)
        return
    before = heading.inner_text()
    page.get_by_test_id("stHeader").get_by_role("link", name=LINKS[address], exact=True).click()
    expect(heading).not_to_have_text(before)
    wait_until_drawn(page)
    ready(page)


@cache
def _axe() -> Axe:
    return Axe()


def grave(page: Page, options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what axe-core finds serious or worse; a document is given its script once."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(_axe().axe_script)
    asked = json.dumps({"resultTypes": ["violations"], **options})  # the rest takes longer
    found = page.evaluate(f"axe.run({asked}).then((told) => told.violations)")
    return [fault for fault in found if fault["impact"] in ("serious", "critical")]


def choose(page: Page, label: str, option: str) -> None:
    """Choose from the last list of that label by typing, as people do."""
    page.get_by_label(label, exact=True).last.click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option).first.click()


def dialog(page: Page) -> Locator:
    """Return the open dialog."""
    return page.get_by_role("dialog")


def ready(page: Page) -> None:
    """Wait until the page's script is at rest."""
    running = page.locator("[data-test-script-state=running]")
    expect(running).to_have_count(0, timeout=60_000)


def rgb(color: str) -> str:
    """Return `#rrggbb` as a browser says it.

    >>> rgb("#0d1f2b")
    'rgb(13, 31, 43)'
    """
    return f"rgb({', '.join(str(int(color[n : n + 2], 16)) for n in (1, 3, 5))})"
