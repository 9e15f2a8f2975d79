"""Two people, two windows, one text: both see both, and neither loses what they typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from desk import looks_for_news, wait_for_two_looks, wait_until
from desk_server import Shown, wait_for_frames, wait_until_still
from playwright.sync_api import Locator, Page, expect
from steps import Show, dialog, go, ready

from coding.project import Project


@pytest.fixture
def nina(show: Show, sample: Path) -> Shown:
    """Return the app on a copy of the sample."""
    return show(sample, coder="Nina")


def clash(page: Page) -> Locator:
    """Return the box that shows both texts."""
    return page.locator("[class*=st-key-clash-]")


def both_in_two_windows(
    first: Page, second: Page, write: Callable[[Page, str], None], kept: Callable[[], str]
) -> None:
    """Let both windows write at once; the second sees both texts and joins them."""
    write(first, "What the first typed.")
    wait_until(lambda: kept() == "What the first typed.")
    write(second, "What the second typed.")
    expect(clash(second)).to_contain_text("What the first typed.")
    expect(clash(second)).to_contain_text("What the second typed.")
    expect(clash(second)).to_contain_text("Nina has changed this")
    assert kept() == "What the first typed."
    ready(second)
    expect(clash(second)).to_be_focused()  # it has come to where it stays
    second.get_by_role("button", name="Both, to be edited").click(delay=120)
    expect(clash(second)).to_have_count(0)


IN_A_LINE = "What the first typed. / What the second typed."
JOINED = "What the first typed.\n\nWhat the second typed."


def test_a_note_in_two_windows_keeps_both_texts(
    page: Page, other: Page, nina: Shown, sample: Path
) -> None:
    """Both began on an empty note: the second does not vanish under “Memo saved”."""
    for window in (page, other):
        go(window, nina, "/")

    def write(window: Page, text: str) -> None:
        window.get_by_label("Memo", exact=True).last.fill(text)
        window.get_by_role("button", name="Save the memo").click()

    def kept() -> str:
        return "".join(m.text for m in Project(sample).memos.all(kind="project"))

    both_in_two_windows(page, other, write, kept)
    expect(other.get_by_label("Memo", exact=True).last).to_have_value(JOINED)
    other.get_by_role("button", name="Save the memo").click()
    expect(other.get_by_text("Memo saved.").first).to_be_visible()
    assert kept() == JOINED


def test_a_definition_in_two_windows_keeps_both_texts(
    page: Page, other: Page, nina: Shown, sample: Path
) -> None:
    for window in (page, other):
        go(window, nina, "/codebook")
        window.locator(".st-key-change-safety button").click()
        expect(dialog(window)).to_be_visible()

    def definition(window: Page) -> Locator:
        return dialog(window).get_by_label(re.compile("^Definition")).first

    def write(window: Page, text: str) -> None:
        definition(window).fill(text)
        dialog(window).get_by_role("button", name="Save", exact=True).click()

    def kept() -> str:
        return Project(sample).codes.get("safety").definition

    both_in_two_windows(page, other, write, kept)
    expect(definition(other)).to_have_value(JOINED)
    dialog(other).get_by_role("button", name="Save", exact=True).click()
    expect(dialog(other)).to_have_count(0)
    assert kept().split() == JOINED.split()


def test_an_inference_in_two_windows_keeps_both_texts(
    page: Page, other: Page, nina: Shown, sample: Path
) -> None:
    Project(sample).links.put("safety", "safety_safe", "confirms", note="All six.", coder="Nina")
    for window in (page, other):
        go(window, nina, "/joint_display")
        expect(window.get_by_label("What follows from both").first).to_be_visible()

    def field(window: Page) -> Locator:
        return window.get_by_label("What follows from both").first

    def write(window: Page, text: str) -> None:
        field(window).fill(text)
        field(window).press("Control+Enter")

    def kept() -> str:
        return "".join(m.text for m in Project(sample).memos.all(kind="question"))

    both_in_two_windows(page, other, write, kept)
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Inference kept.").first).to_be_visible()
    assert kept().split() == JOINED.split()


def test_what_a_figure_and_a_theme_say_together_in_two_windows_keeps_both_texts(
    page: Page, other: Page, nina: Shown, sample: Path
) -> None:
    study = Project(sample)
    [shown, *_] = [row for row in study.joint.display().rows if row.themes]
    theme, figure = shown.themes[0].code.id, shown.question.indicators[0].id
    for window in (page, other):
        go(window, nina, "/joint_display")
        window.locator(f".st-key-say-{shown.question.id} button").click()
        expect(dialog(window)).to_be_visible()

    def field(window: Page) -> Locator:
        return dialog(window).get_by_label("Note", exact=True).first

    def write(window: Page, text: str) -> None:
        dialog(window).get_by_text("confirms", exact=False).first.click()
        ready(window)
        field(window).fill(text)
        dialog(window).get_by_role("button", name="Set them side by side").click()

    def kept() -> str:
        link = Project(sample).links.between(theme, figure)
        return link.note if link else ""

    both_in_two_windows(page, other, write, kept)
    expect(field(other)).to_have_value(IN_A_LINE)
    dialog(other).get_by_role("button", name="Set them side by side").click()
    expect(dialog(other)).to_have_count(0)
    assert kept() == IN_A_LINE


def test_the_name_of_an_interview_in_two_windows_keeps_both_texts(
    page: Page, other: Page, nina: Shown, sample: Path
) -> None:
    """What only one of the two changed, the language, is kept beside."""
    [info, *_] = Project(sample).transcripts.all()
    for window in (page, other):
        go(window, nina, f"/transcripts?transcript={info.id}")

    def field(window: Page, label: str = "Name") -> Locator:
        return window.locator(".st-key-about").get_by_label(label, exact=True).first

    def write(window: Page, text: str) -> None:
        field(window).fill(text)
        if window is page:
            field(window, "Language").fill("sr")
        window.get_by_role("button", name="Save", exact=True).click()

    def kept() -> str:
        return Project(sample).transcripts.info(info.id).name

    both_in_two_windows(page, other, write, kept)
    other.get_by_role("button", name="Save", exact=True).click()
    wait_until(lambda: kept() != "What the first typed.")
    assert kept() == IN_A_LINE
    assert Project(sample).transcripts.info(info.id).language == "sr"


def test_a_participant_in_two_windows_keeps_both_texts(
    page: Page, nina: Shown, sample: Path
) -> None:
    """No button: each cell is kept when it is left; the other window's save comes right before."""
    study = Project(sample)
    [first, *rest] = study.participants.all()
    go(page, nina, "/transcripts")
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    there = table.locator("td", has_text=re.compile(f"^{first.pseudonym}$"))
    expect(there).to_be_attached()
    table.click(position={"x": 250, "y": 55})
    expect(there).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".gdg-input")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Galina", delay=80)
    study.participants.save([replace(first, pseudonym="Vesna"), *rest], coder="Marko")
    page.keyboard.press("Enter")
    expect(clash(page)).to_contain_text("Vesna")
    expect(clash(page)).to_contain_text("Galina")
    assert study.participants.all()[0].pseudonym == "Vesna"
    page.get_by_role("button", name="Both, to be edited").click()
    expect(clash(page)).to_have_count(0)
    assert study.participants.all()[0].pseudonym == "Vesna / Galina"


def open_cell(page: Page, name: str, row: int = 0) -> Locator:
    """Open the cell of a participant's name, in a row of so many above it, to be typed in."""
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    there = table.locator("td", has_text=re.compile(f"^{name}$"))
    expect(there).to_be_attached()
    table.click(position={"x": 250, "y": 55 + 35 * row})
    expect(there).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    field = page.locator(".gdg-input")
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    return field


def test_a_cell_that_is_typed_in_outlasts_news_of_its_own_table(
    page: Page, nina: Shown, sample: Path
) -> None:
    """The table would be laid out anew for the news; it waits until the cell is left."""
    study = Project(sample)
    [first, second, *rest] = study.participants.all()
    looks = looks_for_news(page)
    go(page, nina, "/transcripts")
    field = open_cell(page, first.pseudonym)
    page.keyboard.type("Gal")
    study.participants.save([first, replace(second, pseudonym="Vesna"), *rest], coder="Marko")
    wait_for_two_looks(page, looks)
    expect(field).to_be_focused()
    page.keyboard.type("ina", delay=60)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stDataFrame").last.locator("td", has_text="Vesna")).to_be_attached()
    wait_until(lambda: [p.pseudonym for p in study.participants.all()][:2] == ["Galina", "Vesna"])


def test_a_row_that_somebody_takes_out_while_it_is_typed_in_loses_no_text(
    page: Page, nina: Shown, sample: Path
) -> None:
    """Whoever typed sees it, and has the row back with what they typed if they want it."""
    study = Project(sample)
    [first, *rest] = study.participants.all()
    looks = looks_for_news(page)
    go(page, nina, "/transcripts")
    field = open_cell(page, first.pseudonym)
    page.keyboard.type("Gal")
    study.participants.save(rest, coder="Marko")
    wait_for_two_looks(page, looks)
    expect(field).to_be_focused()
    page.keyboard.type("ina", delay=60)
    page.keyboard.press("Enter")
    expect(clash(page)).to_contain_text("Galina")
    assert [p.id for p in study.participants.all()] == [p.id for p in rest]
    ready(page)
    expect(clash(page)).to_be_in_viewport()
    wait_for_frames(page)
    wait_until_still(page)
    page.get_by_role("button", name="Keep mine").click()
    expect(clash(page)).to_have_count(0)
    back = {p.id: p for p in study.participants.all()}
    assert back[first.id] == replace(first, pseudonym="Galina")


def test_a_row_that_goes_above_the_one_that_is_typed_in_takes_no_text_along(
    page: Page, nina: Shown, sample: Path
) -> None:
    study = Project(sample)
    [first, second, *rest] = study.participants.all()
    looks = looks_for_news(page)
    go(page, nina, "/transcripts")
    field = open_cell(page, second.pseudonym, row=1)
    page.keyboard.type("Gal")
    study.participants.save([second, *rest], coder="Marko")
    wait_for_two_looks(page, looks)
    expect(field).to_be_focused()
    page.keyboard.type("ina", delay=60)
    page.keyboard.press("Enter")
    wait_until(lambda: study.participants.all()[0].pseudonym == "Galina")
    assert study.participants.all() == [replace(second, pseudonym="Galina"), *rest]
    names = page.get_by_test_id("stDataFrame").last.locator("td")
    expect(names.filter(has_text="Galina")).to_be_attached()
    expect(names.filter(has_text=first.pseudonym)).to_have_count(0)


@pytest.mark.parametrize("leaves", ["Enter", "Tab"])
def test_a_cell_typed_fast_right_after_the_page_came_is_kept(
    page: Page, nina: Shown, sample: Path, leaves: str
) -> None:
    """Faster than people type: the grid itself drops what it has not drawn when a cell is left."""
    study = Project(sample)
    first = study.participants.all()[0]
    go(page, nina, "/transcripts")
    open_cell(page, first.pseudonym)
    page.keyboard.type("Galina")
    page.keyboard.press(leaves)
    wait_until(lambda: study.participants.all()[0].pseudonym == "Galina")
    expect(page.locator(".gdg-input")).to_have_count(0)


def test_both_texts_come_into_sight_above_a_long_form_and_have_the_keys(
    page: Page, nina: Shown, sample: Path
) -> None:
    """Save lies far below the first field of a code's dialog."""
    page.set_viewport_size({"width": 900, "height": 500})
    go(page, nina, "/codebook")
    page.locator(".st-key-change-safety button").click()
    dialog(page).get_by_label("Definition").first.fill("What I typed.")
    Project(sample).codes.edit("safety", {"definition": "Marko's."}, coder="Marko")
    dialog(page).get_by_role("button", name="Save").click()
    expect(clash(page)).to_be_in_viewport()
    expect(clash(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Keep mine")).to_be_focused()


def test_what_was_typed_is_there_after_another_page_was_looked_at(page: Page, nina: Shown) -> None:
    """It was not kept, and that is said."""
    go(page, nina, "/")
    page.get_by_label("Memo", exact=True).fill("A thought in passing")
    page.get_by_role("link", name="Quotes").click(delay=120)  # as long as a finger takes
    expect(page.get_by_role("heading", name="Quotes", exact=True)).to_be_visible()
    page.get_by_role("link", name="Overview").click()
    field = page.get_by_label("Memo", exact=True).last  # the old one may go only after the new came
    expect(field).to_have_value("A thought in passing")
    expect(page.get_by_text("Not kept yet")).to_be_visible()
    page.get_by_role("button", name="Let it go").click()
    expect(field).to_have_value("")


def test_words_that_have_not_left_the_field_outlast_what_somebody_else_writes(
    page: Page, nina: Shown, sample: Path
) -> None:
    """News comes by itself while somebody is typing; it stands beside the field, not in it."""
    go(page, nina, "/")
    field = page.get_by_label("Memo", exact=True)
    field.press_sequentially("Half a sent")
    Project(sample).memos.write("project", "study", "Marko's note.", coder="Marko", version=0)
    expect(page.get_by_text("Marko's note.").first).to_be_visible()
    expect(field).to_have_value("Half a sent")
    field.press_sequentially("ence.")
    page.get_by_role("button", name="Save the memo").click(delay=120)
    expect(clash(page)).to_contain_text("Half a sentence.")
    expect(clash(page)).to_contain_text("Marko's note.")


def test_the_words_of_a_quote_in_two_windows_keep_both_texts(
    page: Page, other: Page, nina: Shown, sample: Path
) -> None:
    """In a dialog, for which news waits; somebody puts the basket in another order meanwhile."""
    study = Project(sample)
    found = study.quotes.find(["safety"], apart=False)
    quotes = [q for q in found if len(q.words.split()) > 5][:2]
    key = study.baskets.add("Talk", coder="Nina")
    study.baskets.put(key, [q.coding for q in quotes], coder="Nina")
    pick, below = study.baskets.get(key).picks
    whole = quotes[0].words.split()
    shorter = [" ".join([*whole[:n], "[…]", *whole[n + 1 :]]) for n in (2, 3)]
    for window in (page, other):
        go(window, nina, "/quotes?view=Outline")
        window.locator(f'[data-item="{pick.id}"]').click()
        window.get_by_role("button", name="Edit the words").click()
        expect(dialog(window)).to_be_visible()
    study.baskets.arrange(key, [below.id, pick.id], coder="Marko")

    def printed() -> str:
        return next(p.printed for p in Project(sample).baskets.get(key).picks if p.id == pick.id)

    for window, text in zip((page, other), shorter, strict=True):
        dialog(window).get_by_label("As printed").fill(text)
        dialog(window).get_by_role("button", name="Save", exact=True).click()
        if window is page:
            wait_until(lambda: printed() == shorter[0])
    expect(clash(other)).to_contain_text(shorter[0])
    expect(clash(other)).to_contain_text(shorter[1])
    assert printed() == shorter[0]
    ready(other)
    other.get_by_role("button", name="Both, to be edited").click(delay=120)
    fields = dialog(other).get_by_label("As printed")
    field = fields.first  # the one before leaves the page a moment later
    expect(field).to_have_value("\n\n".join(shorter))
    expect(fields).to_have_count(1)
    field.fill(shorter[1])
    dialog(other).get_by_role("button", name="Save", exact=True).click()
    expect(dialog(other)).to_have_count(0)
    assert printed() == shorter[1]


FIELDS_SHOWN = """() => {
    window.most = 0;
    const count = () => {
        const fields = [...document.querySelectorAll('textarea[aria-label="Memo"]')];
        window.most = Math.max(window.most, fields.filter((f) => f.offsetParent).length);
    };
    const whole = {subtree: true, childList: true, attributes: true};
    new MutationObserver(count).observe(document, whole);
}"""


def test_a_note_that_is_kept_is_never_shown_twice(page: Page, nina: Shown) -> None:
    """It has a new field then; the old one stays in the page until the run ends, unseen."""
    go(page, nina, "/")
    page.evaluate(FIELDS_SHOWN)
    for text in ("A thought.", "A second thought."):
        page.get_by_label("Memo", exact=True).last.fill(text)
        page.get_by_role("button", name="Save the memo").click(delay=120)
        expect(page.get_by_text("Memo saved.").first).to_be_visible()
        ready(page)
    assert page.evaluate("most") == 1
