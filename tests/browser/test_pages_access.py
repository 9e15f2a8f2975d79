"""The ordinary pages can be read and used by everybody: contrast, names, narrow screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk import opened, wait_until
from desk_server import Shown, wait_for_frames, wait_until_still
from playwright.sync_api import Browser, Page, expect
from steps import ADDRESSES, Show, choose, dialog, go, ready

from coding.project import Project


@pytest.fixture
def jelena(show: Show, sample: Path) -> Shown:
    """Return the app on a copy of the sample, with Jelena coding."""
    return show(sample, coder="Jelena")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_and_reach_what_is_there(
    browser: Browser, jelena: Shown, sample: Path, scheme: str
) -> None:
    """Axe finds nothing serious, and at 375 pixels nothing lies beside the screen.

    On every page and in the longest dialog; in the dark only colours can differ.
    """
    dark = scheme == "dark"
    study = Project(sample)
    study.baskets.add("Mine", coder="Jelena")
    study.baskets.put("Mine", [q.coding for q in study.quotes.find()[:3]], coder="Jelena")
    with opened(browser, color_scheme=scheme) as page:
        assert faults_of(page, jelena, dark=dark) == {}


def faults_of(page: Page, jelena: Shown, *, dark: bool) -> dict[str, list[str]]:
    """Return what is wrong, by where."""
    options: dict[str, object] = {"resultTypes": ["violations"]}  # to list the rest takes longer
    if dark:
        options["runOnly"] = ["color-contrast"]
    main = page.get_by_test_id("stMain")
    found: dict[str, list[str]] = {}

    def look(where: str) -> None:
        ready(page)
        wait_for_frames(page)
        wait_until_still(page)
        faults = Axe().run(page, options=options).response["violations"]
        serious = [f["id"] for f in faults if f["impact"] in ("serious", "critical")]
        if serious:
            found[where] = serious

    def narrow(where: str) -> None:
        usual = page.viewport_size
        page.set_viewport_size({"width": 375, "height": 800})
        wait_for_frames(page)
        try:
            wait_until(lambda: main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1, 3)
        except AssertionError:
            found[f"{where}, 375 pixels"] = ["too wide"]
        assert usual is not None
        page.set_viewport_size(usual)

    pages = [address for address in ADDRESSES if not dark or "view=" not in address]
    for address in pages:
        go(page, jelena, address)
        look(address)
        if not dark:
            narrow(address)
    go(page, jelena, "/codebook")
    page.get_by_role("button", name="Change").first.click()
    expect(dialog(page).get_by_role("button", name="Save")).to_be_visible()
    look("changing a code")
    go(page, jelena, "/quotes")
    choose(page, "With all of these codes", "Political fear")
    page.keyboard.press("Escape")
    look("a code asked for")
    return found
