"""A draft is checked in a real browser: dropped in, gone through by key, settled, handed out."""

from __future__ import annotations

from pathlib import Path

from desk_server import Watch
from docx import Document
from playwright.sync_api import Page, expect
from steps import Show, go, ready

from coding.project import Project

DRAFT = Path(__file__).parents[1] / "drafts" / "report-en.md"


def test_a_draft_is_dropped_in_and_gone_through_by_key(
    page: Page, show: Show, sample: Path, tmp_path: Path
) -> None:
    """The way of a researcher: drop, next, look, fix, undo; nothing of it changes the draft."""
    from marked_drafts import plain

    app = show(sample, coder="Nina")
    text, _ = plain(DRAFT.read_text(encoding="utf-8"))
    draft = tmp_path / "report.md"
    draft.write_text(text, encoding="utf-8")
    go(page, app, "/verify")
    page.set_input_files("input[type=file]", draft)
    panel = page.locator(".st-key-finding")
    expect(panel.get_by_text("1 of 12")).to_be_visible(timeout=30_000)
    expect(page.locator(".dv-mark.dv-error").first).to_have_css("cursor", "pointer")
    ready(page)

    page.keyboard.press("n")
    expect(panel.get_by_text("Sum above 100")).to_be_visible()
    expect(page.locator(".dv-chosen").first).to_be_in_viewport()
    page.keyboard.press("p")
    expect(panel.get_by_text("1 of 12")).to_be_visible()
    ready(page)

    page.locator(".dv-mark", has_text="30.9%").click()
    expect(panel.get_by_text("Neighbouring cell")).to_be_visible()
    expect(panel.locator("td.pg-cited")).to_have_text(["35.8 %", "30.9 %"])
    ready(page)
    page.keyboard.press("f")
    expect(page.get_by_text("Errors 11")).to_be_visible()
    study = Project(sample)
    assert [r.decided for r in study.drafts.rulings().values()] == ["fixed"]
    expect(page.locator(".dv-mark.dv-settled", has_text="30.9%")).to_have_count(1)
    ready(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Errors 12")).to_be_visible()
    assert study.drafts.rulings() == {}
    ready(page)

    page.locator(".dv-mark", has_text="I'm stupid").click()
    expect(panel.locator("del").first).to_have_text("not")
    expect(panel.get_by_text("Open the transcript there")).to_be_visible()
    ready(page)
    page.keyboard.press("a")
    reason = panel.get_by_label("Reason")
    expect(reason).to_be_focused()
    page.keyboard.type("nf o")  # keys for findings are letters here
    expect(reason).to_have_value("nf o")
    page.keyboard.press("Enter")
    panel.get_by_role("button", name="Accept with this reason").click()
    expect(page.get_by_text("Errors 11")).to_be_visible()
    ready(page)

    page.get_by_role("button", name="Hand out").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Draft with Word comments").click()
    path = tmp_path / "out.docx"
    coming.value.save_as(path)
    comments = list(Document(str(path)).comments)
    assert sum(c.text.startswith("ERROR") for c in comments) == 11
    assert draft.read_text(encoding="utf-8") == text


def test_words_from_a_draft_never_come_alive(
    page: Page, watch: Watch, show: Show, sample: Path
) -> None:
    """Markup in a draft, in a table and in a file's name is shown as words."""
    alive = "<img src=x onerror=alert(1)>"
    draft = (
        f"# {alive}\n\n| {alive} | 12% |\n|---|---|\n| {alive} | 3% |\n\nA majority {alive} (12%)\n"
    )
    (sample / "evil.md").write_text(draft)
    app = show(sample, coder="Nina")
    go(page, app, "/verify?draft=evil.md")
    expect(page.locator(".dv-root h3")).to_have_text(alive)
    expect(page.locator(".dv-root td").first).to_have_text(alive)
    assert watch.dialogs == []
    assert page.locator(".dv-root img").count() == 0
