"""The rows of the joint display are chosen with mouse and keys, and go to Word as they stand."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from playwright.sync_api import Locator, Page, expect
from steps import Show, deafen, go, ready

from coding.project import Project

GOING, HOME, SAFE = "Going back to Russia", "Coming home", "Sense of safety"


def items(page: Page) -> Locator:
    """Return the rows and headings on the display."""
    return page.get_by_label("Rows of the display").locator("li")


def kept(page: Page) -> None:
    """Wait until the page knows of all that was done to the list, and is drawn."""
    expect(page.locator(".ro-root[data-waiting='0']")).to_be_visible()
    ready(page)


def test_rows_are_left_out_moved_headed_undone_and_exported(
    page: Page, show: Show, sample: Path, tmp_path: Path
) -> None:
    study = Project(sample)
    app = show(sample, coder="Nina")
    go(page, app, "/joint_display?joint_view=Choose+rows")
    expect(items(page)).to_have_count(7)
    for _ in range(4):
        page.get_by_role("button", name="Leave out").last.click()
    expect(items(page)).to_have_count(3)
    expect(page.get_by_text("3 of 7 rows")).to_be_visible()
    first, *_ = [row.question.id for row in study.joint.display().rows]

    # by keys: the first row goes to the end, and stays under the finger
    page.get_by_role("button", name=f"Move {SAFE}").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(items(page).last).to_contain_text(SAFE)
    expect(page.get_by_role("button", name=f"Move {SAFE}")).to_be_focused()
    kept(page)
    assert [row.question.id for row in study.joint.display().rows][-1] == first

    # by mouse: the last is dragged to the top
    grip = page.get_by_role("button", name=f"Move {SAFE}")
    begun, target = grip.bounding_box(), items(page).first.bounding_box()
    assert begun is not None
    assert target is not None
    page.mouse.move(begun["x"] + 10, begun["y"] + 10)
    page.mouse.down()
    page.mouse.move(begun["x"] + 10, target["y"] + 30, steps=4)
    page.mouse.move(begun["x"] + 10, target["y"] + 2, steps=4)
    page.mouse.up()
    expect(items(page).first).to_contain_text(SAFE)
    kept(page)

    page.get_by_role("button", name=f"Move {GOING}").focus()
    page.get_by_role("button", name="Add a heading").click()
    expect(page.get_by_role("textbox", name="Heading")).to_be_focused()
    page.keyboard.type(HOME)
    page.keyboard.press("Enter")
    kept(page)
    expect(page.get_by_role("textbox", name="Heading")).to_have_value(HOME)
    expect(page.get_by_role("button", name=f"Move {HOME}")).to_be_visible()
    page.get_by_role("button", name="Show").first.click()
    expect(items(page)).to_have_count(5)
    kept(page)
    page.get_by_role("button", name="Undo").click()
    expect(items(page)).to_have_count(4)

    page.get_by_text("Side by side").first.click()
    expect(page.get_by_role("heading", name=HOME)).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Word", exact=True).click()
    coming.value.save_as(tmp_path / "display.docx")
    [table] = Document(str(tmp_path / "display.docx")).tables
    told = [row.cells[0].text for row in table.rows]
    display = study.joint.display()
    titles = [row.question.title for row in display.rows]
    assert [text for text in told if text in (*titles, HOME)] == sorted(
        [*titles, HOME], key=told.index
    )
    assert len(titles) == 3
    assert told.index(HOME) < told.index(titles[-1])


def test_acts_that_come_up_together_are_taken_back_one_by_one(
    page: Page, show: Show, sample: Path
) -> None:
    """Two clicks before the page has answered are two acts: Undo gives back the last alone."""
    app = show(sample, coder="Nina")
    go(page, app, "/joint_display?joint_view=Choose+rows")
    expect(items(page)).to_have_count(7)
    page.evaluate(
        "for (let n = 0; n < 3; n++) [...document.querySelectorAll('.ro-quiet')].at(-1).click()"
    )
    expect(items(page)).to_have_count(4)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    kept(page)
    for left in (5, 6):
        page.get_by_role("button", name="Undo").click()
        expect(items(page)).to_have_count(left)
        kept(page)
    assert len(Project(sample).joint.display().rows) == 6
    # what was undone does not stand in the way of what is done next
    page.get_by_role("button", name="Leave out").first.click()
    expect(page.get_by_text("5 of 7 rows")).to_be_visible()
    kept(page)
    assert len(Project(sample).joint.display().rows) == 5


def test_a_heading_typed_while_somebody_else_arranges_is_not_lost(
    page: Page, show: Show, sample: Path
) -> None:
    """The field keeps what is typed; what is refused is said and can be put in again."""
    study = Project(sample)
    app = show(sample, coder="Nina")
    go(page, app, "/joint_display?joint_view=Choose+rows")
    expect(items(page)).to_have_count(7)
    page.get_by_role("button", name="Leave out").last.click()
    expect(page.get_by_text("6 of 7 rows")).to_be_visible()
    kept(page)
    rows = study.joint.layout().items
    assert rows is not None
    deafen(page)
    study.joint.arrange(rows[:3], coder="Ben")

    page.get_by_role("button", name=f"Move {GOING}").focus()
    page.get_by_role("button", name="Add a heading").click()
    page.keyboard.type(HOME[:6])
    expect(page.get_by_text("somebody else has arranged the display")).to_be_visible()
    kept(page)
    page.keyboard.type(HOME[6:])
    field = page.get_by_role("textbox", name="Heading")
    expect(field).to_have_value(HOME)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Your heading {HOME} is not kept")).to_be_visible()
    expect(items(page)).to_have_count(3)
    kept(page)
    assert study.joint.layout().items == rows[:3]

    page.get_by_role("button", name="Put it in again").click()
    expect(field).to_have_value(HOME)
    expect(page.get_by_text("is not kept")).to_have_count(0)
    kept(page)
    assert [item.heading for item in study.joint.layout().items or () if item.heading] == [HOME]


def test_a_heading_moved_while_it_is_typed_keeps_its_words(
    page: Page, show: Show, sample: Path
) -> None:
    app = show(sample, coder="Nina")
    go(page, app, "/joint_display?joint_view=Choose+rows")
    page.get_by_role("button", name="Add a heading").click()
    page.keyboard.type(HOME)
    page.keyboard.press("Alt+ArrowDown")
    expect(items(page).nth(1).get_by_role("textbox", name="Heading")).to_have_value(HOME)
    kept(page)
    [first, second, *_] = Project(sample).joint.layout().items or ()
    assert (bool(first.question), second.heading) == (True, HOME)


def test_a_square_of_coverage_opens_its_quotes(page: Page, show: Show, sample: Path) -> None:
    app = show(sample, coder="Nina")
    study = Project(sample)
    go(page, app, "/joint_display?joint_view=Coverage")
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_be_visible()
    covered = study.cases.matrix()
    cell = covered.cell("safety", "P01")
    box = chart.locator("[aria-label^='who: Vera; code: Safety;']").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_text(f"{cell.segments} segments, {cell.words} words.")).to_be_visible()
    [quote, *_] = study.quotes.of(cell.codings[:1]).values()
    expect(page.get_by_text(quote.words[:40]).first).to_be_visible()
