"""The rows of the joint display are chosen with mouse and keys, and go to Word as they stand."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from playwright.sync_api import Locator, Page, expect
from steps import Show, go, ready

from coding.project import Project

GOING, HOME, SAFE = "Going back to Russia", "Coming home", "Sense of safety"


def items(page: Page) -> Locator:
    """Return the rows and headings on the display."""
    return page.get_by_label("Rows of the display").locator("li")


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
    ready(page)
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
    ready(page)

    page.get_by_role("button", name=f"Move {GOING}").focus()
    page.get_by_role("button", name="Add a heading").click()
    expect(page.get_by_role("textbox", name="Heading")).to_be_focused()
    page.keyboard.type(HOME)
    page.keyboard.press("Enter")
    ready(page)
    expect(page.get_by_role("textbox", name="Heading")).to_have_value(HOME)
    expect(page.get_by_role("button", name=f"Move {HOME}")).to_be_visible()
    page.get_by_role("button", name="Show").first.click()
    expect(items(page)).to_have_count(5)
    ready(page)
    page.get_by_role("button", name="Undo").click()
    expect(items(page)).to_have_count(4)

    page.get_by_text("Side by side").first.click()
    expect(page.get_by_role("heading", name=HOME)).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Export").click()
    with page.expect_download(timeout=60_000) as coming:
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


def test_a_square_of_coverage_opens_its_quotes(page: Page, show: Show, sample: Path) -> None:
    app = show(sample, coder="Nina")
    study = Project(sample)
    go(page, app, "/joint_display?joint_view=Coverage")
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_be_visible()
    covered = study.joint.coverage()
    cell = covered.cell("safety", "P01")
    box = chart.locator("[aria-label^='who: Vera; code: Safety;']").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_text(f"{cell.passages} passages, {cell.words} words.")).to_be_visible()
    [quote, *_] = study.quotes.of(cell.codings[:1]).values()
    expect(page.get_by_text(quote.words[:40]).first).to_be_visible()
