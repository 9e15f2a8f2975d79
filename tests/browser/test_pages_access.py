"""The ordinary pages can be read and used by everybody: contrast, names, narrow screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import opened, wait_until
from desk_server import Shown, wait_for_frames, wait_until_still
from playwright.sync_api import Browser, Page, expect
from steps import ADDRESSES, Show, choose, darkened, dialog, grave, ready, walk

from coding.project import Project


@pytest.fixture
def jelena(show: Show, sample: Path) -> Shown:
    """Return the app on a copy of the sample, with Jelena coding."""
    return show(sample, coder="Jelena")


@pytest.mark.timeout(900)
def test_everybody_can_read_and_reach_what_is_there(
    browser: Browser, jelena: Shown, sample: Path
) -> None:
    """Axe finds nothing serious, and at 375 pixels nothing lies beside the screen.

    On every page and in the longest dialog; in the dark only colours can differ.
    """
    study = Project(sample)
    study.baskets.add("Mine", coder="Jelena")
    study.baskets.put("Mine", [q.coding for q in study.quotes.find()[:3]], coder="Jelena")
    with opened(browser) as page:
        assert faults_of(page, jelena) == {}


def faults_of(page: Page, jelena: Shown) -> dict[str, list[str]]:
    """Return what is wrong, by where."""
    main = page.get_by_test_id("stMain")
    found: dict[str, list[str]] = {}

    def judge(where: str, *rules: str) -> None:
        ready(page)
        wait_for_frames(page)
        wait_until_still(page)
        serious = [fault["id"] for fault in grave(page, {"runOnly": rules} if rules else {})]
        if serious:
            found[where] = serious

    def look(where: str) -> None:
        judge(where)
        if "view=" in where:
            return
        with darkened(page):
            judge(f"{where}, in the dark", "color-contrast")

    def narrow(where: str) -> None:
        usual = page.viewport_size
        page.set_viewport_size({"width": 375, "height": 800})
        wait_for_frames(page)
        try:
            wait_until(lambda: main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1)
        except AssertionError:
            found[f"{where}, 375 pixels"] = ["too wide"]
        assert usual is not None
        page.set_viewport_size(usual)

    def wide() -> None:
        """On a wide window the parts of Overview stand beside each other and fill it."""
        usual = page.viewport_size
        assert usual is not None
        parts = page.locator(".st-key-home > *")
        expect(parts).to_have_count(3)
        for width, row in ((1920, 3), (usual["width"], 2)):
            page.set_viewport_size({"width": width, "height": 800})
            wait_for_frames(page)
            boxes = [parts.nth(n).bounding_box() or {} for n in range(3)]
            beside = [box for box in boxes if box["y"] == boxes[0]["y"]]
            whole = max(box["x"] + box["width"] for box in boxes) - boxes[0]["x"]
            if len(beside) != row or whole < 0.85 * width:
                found[f"Overview, {width} pixels"] = ["room is left"]
        page.set_viewport_size(usual)

    for address in ADDRESSES:
        walk(page, jelena, address)
        expect(page.get_by_test_id("stProgress")).to_have_count(0)
        look(address)
        narrow(address)
        if address == "/":
            wide()
    walk(page, jelena, "/codebook")
    page.get_by_role("button", name="Edit").first.click()
    expect(dialog(page).get_by_role("button", name="Save")).to_be_visible()
    look("changing a code")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    walk(page, jelena, "/quotes")
    choose(page, "With all of these codes", "Political fear")
    page.keyboard.press("Escape")
    look("a code asked for")
    return found
