"""The coding desk for everybody: axe-core finds nothing serious, nor its colours in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from desk import open_transcript, opened, row, study, wait_for, wait_saved
from desk_server import Shown, wait_until_still
from playwright.sync_api import Browser, Page, expect
from steps import grave

RULES = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
}
IN_THE_DARK = {**RULES, "runOnly": ["color-contrast"]}
"""What is there, and what it is called, is the same in light: in the dark only colours differ."""


@pytest.fixture(scope="module", params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, app: Shown) -> Iterator[Page]:
    """Return a page with P02 on the desk, in light and then in dark."""
    with opened(browser) as page:
        page.emulate_media(color_scheme=request.param)
        open_transcript(page, app, "P02")
        dark = page.locator(".cd-root.cd-dark").count() == 1
        assert dark == (request.param == "dark")
        yield page


def violations(page: Page) -> list[str]:
    """Return what axe-core finds serious or worse on the page, a line each."""
    dark = page.locator(".cd-root.cd-dark").count() == 1
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']} {node['html'][:200]}"
        for fault in grave(page, IN_THE_DARK if dark else RULES)
        for node in fault["nodes"]
    ]


def keys(*pressed: str) -> Callable[[Page, Shown], None]:
    def press(page: Page, app: Shown) -> None:
        for key in pressed:
            page.keyboard.press(key)

    return press


def choose(page: Page, app: Shown) -> None:
    """Choose a coding and write a memo on it."""
    page.keyboard.press(".")
    page.get_by_label("Memo on this coding").fill("Why here?")
    page.keyboard.press("Control+Enter")
    wait_saved(page)


def edit_code(page: Page, app: Shown) -> None:
    """Open the form of a code."""
    row(page, "papers").click(button="right")
    page.get_by_role("menuitem", name="Edit").click()


def show_one_code(page: Page, app: Shown) -> None:
    """Filter by a code."""
    row(page, "safety").click(button="right")
    page.get_by_role("menuitem", name="Show only this code").click()


def find_everywhere(page: Page, app: Shown) -> None:
    """Open the search with hits here and in all transcripts."""
    page.keyboard.press("/")
    page.keyboard.type("war")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cd-hit").first).to_be_visible()


def code_and_be_told(page: Page, app: Shown) -> None:
    """Code with a code that is there already, so that a notice appears."""
    page.keyboard.press("x")
    page.keyboard.press("1")
    page.keyboard.press("1")
    expect(page.locator(".cd-notice").first).to_be_visible()


def suggested(*pressed: str) -> Callable[[Page, Shown], None]:
    """Go to the next passage with suggestions, and press more keys there."""

    def act(page: Page, app: Shown) -> None:
        page.keyboard.press("Escape")
        wait_for(page, "__codingHub.desk.proposals.about")
        keys("p", *pressed)(page, app)
        wait_for(page, "__codingHub.desk.proposals.current?.whys")

    return act


STATES: dict[str, tuple[Callable[[Page, Shown], None], str]] = {
    "at rest": (keys("Escape"), ".cd-turns"),
    "with a coding chosen": (choose, ".cd-card textarea"),
    "with words selected": (lambda page, _: page.locator(".cd-number").nth(4).click(), ".cd-float"),
    "with a notice": (code_and_be_told, ".cd-notice"),
    "with the palette open": (keys("x", "c"), ".cd-palette"),
    "with find open": (find_everywhere, ".cd-find"),
    "with the help open": (keys("?"), ".cd-dialog"),
    "with a memo open": (keys("Escape", "Escape", "j", "m"), ".cd-dialog"),
    "with a code's form open": (edit_code, ".cd-dialog"),
    "with a menu open": (
        lambda page, _: page.locator(".cd-words").nth(6).click(button="right"),
        ".cd-menu",
    ),
    "with the translation beside": (keys("t"), ".cd-parallel"),
    "with a suggestion": (suggested(), ".cd-dock ol li"),
    "with a suggestion's reasons": (suggested("y"), ".cd-why .cd-bars"),
    "with the settings of suggestions": (
        lambda page, _: page.get_by_role("button", name="Suggestions").first.click(),
        ".cd-dialog .cd-modes",
    ),
    "with passages alike": (keys("x", "l"), ".cd-result"),
    "with one code shown": (show_one_code, ".cd-filtered"),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_serious(page: Page, app: Shown, state: str) -> None:
    act, visible = STATES[state]
    act(page, app)
    expect(page.locator(visible).first).to_be_visible()
    wait_until_still(page)  # what fades in is judged by the colours it ends with
    found = violations(page)
    if state == "with the translation beside":
        page.keyboard.press("t")
    for _ in range(4):
        page.keyboard.press("Escape")
        page.locator(".cd-scroller").focus()
    assert found == []


def test_each_part_has_a_name_and_a_role(page: Page) -> None:
    for role, name in (
        ("region", "Transcript P02"),
        ("complementary", "Codebook and details"),
        ("list", "Codes"),
        ("searchbox", "Find a code in the codebook"),
        ("button", "Transcript: P02"),
        ("button", "Undo"),
    ):
        expect(page.get_by_role(role, name=name, exact=True).first).to_be_visible()  # type: ignore[arg-type]


def test_what_is_done_is_also_said(page: Page, app: Shown) -> None:
    """Screen readers hear of the turn, the words and the code from a live region."""
    spoken = page.locator(".cd-spoken")
    expect(spoken).to_have_attribute("aria-live", "polite")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(spoken).to_have_text(re.compile(r"^Turn \d+: "))
    page.keyboard.press("ArrowRight")
    assert spoken.inner_text() == page.evaluate("getSelection().toString()")
    page.keyboard.press("2")
    code = page.evaluate("__codingHub.desk.quick.slots[1]")
    expect(spoken).to_have_text(f"{study(app.folder).codes.book().by_id[code].name} applied")


@pytest.mark.parametrize("width", [375, 640])
def test_on_a_narrow_screen_every_tool_and_whether_it_is_saved_are_in_sight(
    browser: Browser, app: Shown, width: int
) -> None:
    """They stood beside the screen, where a finger had to find them."""
    with opened(browser) as page:
        page.set_viewport_size({"width": width, "height": 760})
        open_transcript(page, app, "P02")
        bar = page.locator(".cd-bar")
        expect(bar.locator(".cd-state")).to_have_text("Saved")
        assert bar.evaluate(
            """bar => {
                const {right, bottom} = bar.getBoundingClientRect();
                const parts = [...bar.querySelectorAll('button, select, .cd-state')];
                const shown = parts.filter((part) => !part.hidden);
                return shown.filter((part) => {
                    const at = part.getBoundingClientRect();
                    return !at.width || at.left < 0 || at.right > right || at.bottom > bottom;
                }).map((part) => part.title || part.textContent);
            }"""
        ) == []  # fmt: skip
        page.get_by_role("button", name="Codebook").click()
        side = page.locator(".cd-side")
        expect(side).to_be_visible()
        top = side.bounding_box()
        over = bar.bounding_box()
        assert top
        assert over
        assert top["y"] >= over["y"] + over["height"] - 1

        page.keyboard.press("Escape")
        page.keyboard.press("a")
        sheet = page.locator(".cd-segments").bounding_box()
        dock = page.locator(".cd-dock").bounding_box()
        assert sheet
        assert dock
        assert dock["height"] > 20
        assert dock["y"] + dock["height"] <= sheet["y"] + 1, "what is suggested is above the sheet"
