"""The ordinary pages can be read and used by everybody: contrast, names, narrow screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_server import Server, Watch, new_page
from playwright.sync_api import Browser, expect
from steps import ADDRESSES, Start, choose, dialog, go, ready

from coding.project import Project


@pytest.fixture
def jelena(server: Start, sample: Path) -> Server:
    """Return the app on a copy of the sample, with Jelena coding."""
    return server(sample, env={"CODING_CODER": "Jelena"})


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    browser: Browser, jelena: Server, sample: Path, scheme: str
) -> None:
    """On every page, and in the longest dialog; in the dark only colours can differ."""
    options = {"runOnly": ["color-contrast"]} if scheme == "dark" else None
    study = Project(sample)
    study.shelf.add_basket("Mine", coder="Jelena")
    study.shelf.put("Mine", [q.coding for q in study.shelf.quotes()[:3]], coder="Jelena")
    page = new_page(browser, Watch(), color_scheme=scheme)
    found: dict[str, list[str]] = {}

    def look(where: str) -> None:
        page.wait_for_timeout(300)
        ready(page)
        faults = Axe().run(page, options=options).response["violations"]
        serious = [f["id"] for f in faults if f["impact"] in ("serious", "critical")]
        if serious:
            found[where] = serious

    for address in ADDRESSES:
        go(page, jelena, address)
        look(address)
    go(page, jelena, "/codebook")
    page.get_by_role("button", name="Change").first.click()
    expect(dialog(page).get_by_role("button", name="Save")).to_be_visible()
    look("changing a code")
    go(page, jelena, "/quotes")
    choose(page, "With all of these codes", "Political fear")
    page.keyboard.press("Escape")
    look("a code asked for")
    page.context.close()
    assert found == {}


@pytest.mark.timeout(300)
def test_a_narrow_screen_needs_no_scrolling_sideways(browser: Browser, jelena: Server) -> None:
    """At 375 pixels everything is within reach, on every page."""
    page = new_page(browser, Watch(), viewport={"width": 375, "height": 800})
    too_wide = {}
    for address in ADDRESSES:
        go(page, jelena, address)
        page.wait_for_timeout(300)
        main = page.get_by_test_id("stMain")
        beyond = main.evaluate("e => e.scrollWidth - e.clientWidth")
        if beyond > 1:
            too_wide[address] = beyond
    page.context.close()
    assert too_wide == {}
