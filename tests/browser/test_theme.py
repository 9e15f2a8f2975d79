"""Light and dark: what the system is switched to is what is seen, with no click in between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desk import open_transcript
from desk_server import Shown, wait_until_drawn
from playwright.sync_api import Page, expect
from steps import rgb

from coding.files.tokens import tone


def test_a_main_button_changes_its_letters_with_the_system(
    show: Callable[..., Shown], sample: Path, page: Page
) -> None:
    """White letters on the light blue of the dark ground cannot be read."""
    page.emulate_media(color_scheme="light")
    page.goto(f"{show(sample).url}/codebook")
    wait_until_drawn(page)
    button = page.get_by_role("button", name="Add a code").first
    expect(button).to_have_css("color", rgb(tone("on-primary")))
    page.emulate_media(color_scheme="dark")
    expect(button).to_have_css("color", rgb(tone("on-primary", dark=True)))
    expect(button).to_have_css("background-color", rgb(tone("accent", dark=True)))


def test_the_desk_changes_its_colours_with_the_system(
    show: Callable[..., Shown], sample: Path, page: Page
) -> None:
    page.emulate_media(color_scheme="light")
    open_transcript(page, show(sample), "P01")
    desk = page.locator(".cd-root")
    for dark in (False, True, False):
        page.emulate_media(color_scheme="dark" if dark else "light")
        expect(desk).to_have_css("background-color", rgb(tone("paper", dark=dark)))
        expect(desk).to_have_css("color", rgb(tone("ink", dark=dark)))
