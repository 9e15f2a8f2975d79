"""On the desk somebody corrects who speaks, by mouse and by keys; others see it soon."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from desk import codings, open_transcript, opened, select, transcript, wait_saved, words
from desk_server import Shown, wait_until_still
from playwright.sync_api import Browser, Locator, Page, expect
from steps import Show, darkened, grave
from studies import upload

from coding.model import Role
from coding.project import Project

TEXT = """\
Interviewer: Do you feel safe here?

Mila: Yes. The rent is high, well, you know.

My sister was afraid at first. Then she was not.

Interviewer: Would you go back?

Mila: I would not go back now.
"""
CODES = "codes:\n  - {id: fear, name: Fear}\n  - {id: safe, name: Safety}\n"


@pytest.fixture
def app(show: Show, tmp_path: Path) -> Shown:
    """Return the app on one interview, in which a paragraph has no label."""
    folder = tmp_path / "study"
    project = Project.new(folder)
    (folder / "codebook.yaml").write_text(CODES, encoding="utf-8")
    upload(project, "a.txt", TEXT.encode(), participant="P01", coder="tester")
    return show(folder, coder="tester")


def turn(page: Page, number: int) -> Locator:
    return page.locator(f"#cd-turn-{number}")


def who(page: Page, number: int) -> Locator:
    return turn(page, number).locator(".cd-says")


def item(page: Page, name: str) -> Locator:
    return page.locator(".cd-menu").get_by_role("menuitem", name=name)


def speakers(app: Shown) -> list[str]:
    return [t.speaker for t in Project(app.folder).transcripts.get("a").turns]


def test_a_turn_of_nobody_says_so_and_is_given_to_somebody(
    page: Page, other: Page, app: Shown
) -> None:
    """Another window sees it within four seconds; Ctrl Z takes it back; the coding stays."""
    open_transcript(page, app, "a")
    text = transcript(app.folder, "a")
    select(page, text, *words(text, "afraid at first"))
    page.keyboard.press("1")
    wait_saved(page)
    [coding] = codings(app.folder, "a")
    open_transcript(other, app, "a")
    expect(who(page, 3)).to_have_text("who speaks?")
    who(page, 3).click()
    item(page, "This turn is said by …").click()
    page.get_by_role("dialog").get_by_role("button", name="Mila", exact=True).click()
    expect(who(page, 3)).to_have_text("Mila")
    expect(who(other, 3)).to_have_text("Mila")
    wait_saved(page)
    assert speakers(app) == ["Interviewer", "Mila", "Mila", "Interviewer", "Mila"]
    assert codings(app.folder, "a") == [coding]
    page.keyboard.press("Control+z")
    expect(who(page, 3)).to_have_text("who speaks?")
    expect(turn(page, 3).locator(".cd-mark")).to_have_text("afraid at first")


def test_a_speaker_is_renamed_joined_and_put_on_the_other_side(page: Page, app: Shown) -> None:
    open_transcript(page, app, "a")
    who(page, 2).click()
    item(page, "Rename “Mila” …").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Participant")
    page.keyboard.press("Enter")
    expect(who(page, 5)).to_have_text("Participant")
    who(page, 1).click()
    item(page, "Interviewer does neither").click()
    expect(turn(page, 1)).to_have_class(re.compile("cd-role-o"))
    who(page, 2).click()
    expect(item(page, "Participant answers ✓")).to_be_visible()
    item(page, "Participant is P01 …").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("P07")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    wait_saved(page)
    assert Project(app.folder).transcripts.info("a").participant == "P07"
    cast = {s.name: s.role for s in Project(app.folder).speakers.of("a") if s.label and s.turns}
    assert cast == {"Interviewer": Role.OTHER, "Participant": Role.PARTICIPANT}


def test_turns_are_split_joined_and_moved_where_the_selection_begins_by_keys(
    page: Page, app: Shown
) -> None:
    """`S` opens the menu for the turn that has the focus; arrows and Enter choose from it."""
    open_transcript(page, app, "a")
    text = transcript(app.folder, "a")
    select(page, text, *words(text, "afraid at first"))
    page.keyboard.press("2")
    wait_saved(page)
    select(page, text, *words(text, "Then she was"))
    page.keyboard.press("Shift+S")
    item(page, "Split before “Then she was not.”").press("Enter")
    expect(turn(page, 6)).to_be_attached()
    expect(turn(page, 4).locator(".cd-words")).to_have_text("Then she was not.")
    expect(turn(page, 3).locator(".cd-mark")).to_have_text("afraid at first")
    select(page, text, *words(text, "afraid at first"))
    page.keyboard.press("Shift+S")
    item(page, "Turn 4 begins here: the rest goes to it").press("Enter")
    expect(turn(page, 3).locator(".cd-words")).to_have_text("My sister was")
    expect(turn(page, 4).locator(".cd-mark")).to_have_text("afraid at first")
    page.keyboard.press("Escape")
    who(page, 4).click()
    item(page, "Join with the turn before").click()
    expect(turn(page, 6)).to_have_count(0)
    wait_saved(page)
    for _ in range(3):
        page.keyboard.press("Control+z")
        wait_saved(page)
    told = Project(app.folder).transcripts.get("a")
    assert [told.text[t.start : t.end] for t in told.turns][2] == TEXT.split("\n\n")[2]
    assert [c.text for c in codings(app.folder, "a")] == ["afraid at first"]
    page.keyboard.press("Shift+S")
    expect(page.locator(".cd-menu")).to_be_visible()
    page.keyboard.press("Escape")


def test_the_menu_can_be_read_by_everybody(browser: Browser, app: Shown) -> None:
    with opened(browser) as page:
        open_transcript(page, app, "a")
        who(page, 3).click()
        menu = page.locator(".cd-menu")
        expect(menu).to_be_visible()
        assert [fault["id"] for fault in grave(page, {})] == []
        with darkened(page):
            expect(page.locator(".cd-root.cd-dark")).to_be_visible()
            expect(menu).to_be_visible()
            wait_until_still(page)
            assert [fault["id"] for fault in grave(page, {"runOnly": ["color-contrast"]})] == []
