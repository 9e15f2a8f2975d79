"""Do on the ordinary pages what people do: go somewhere, choose, wait for a dialog."""

from __future__ import annotations

from collections.abc import Callable

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
