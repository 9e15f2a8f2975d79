"""A draft is checked in a real browser: dropped in, its claims bound by key, handed out."""

from __future__ import annotations

from pathlib import Path

from desk_server import Watch
from docx import Document
from playwright.sync_api import Page, expect
from steps import Show, deafen, go, ready, settled

from coding.model import BindingChoice
from coding.project import Project

DRAFT = Path(__file__).parents[1] / "drafts" / "report-en.md"


def chip(page: Page, name: str) -> int:
    """Return how many claims a chip of the bar counts, 0 where there is none of the kind."""
    here = page.locator(".dv-chip", has_text=name)
    return int(here.locator("b").inner_text()) if here.count() else 0


def test_a_draft_is_dropped_in_bound_by_key_and_handed_out(
    page: Page, show: Show, sample: Path, tmp_path: Path
) -> None:
    """The way of a researcher: drop, choose, promise, undo, keep; nothing changes the draft."""
    from marked_drafts import plain

    app = show(sample, coder="Nina")
    text, _ = plain(DRAFT.read_text(encoding="utf-8"))
    draft = tmp_path / "report.md"
    draft.write_text(text, encoding="utf-8")
    go(page, app, "/verify")
    page.set_input_files("input[type=file]", draft)
    card = page.locator(".dv-card")
    expect(card).to_be_visible()
    ready(page)
    study = Project(sample)

    number = page.locator(".dv-draft .dv-mark", has_text="30.9%")
    number.click()
    expect(card.locator(".dv-sentence b")).to_have_text("30.9%")
    expect(page.locator(".dv-chosen").first).to_be_in_viewport()
    page.keyboard.press("/")
    search = card.get_by_label("Another figure")
    expect(search).to_be_focused()
    page.keyboard.type("positively don approve")  # keys of the page are letters here
    expect(search).to_have_value("positively don approve")
    expect(card.get_by_role("option").first).to_contain_text("Positively")
    page.keyboard.press("Enter")
    expect(number).to_have_class("dv-mark dv-contradicted")
    [binding] = study.drafts.bindings().values()
    assert (binding.printed, binding.decided) == ("30.9%", BindingChoice.FIGURE)
    ready(page)

    number.click()
    expect(card.locator("header")).to_contain_text("says Nina")
    page.keyboard.press("w")
    expect(number).to_have_class("dv-mark dv-contradicted")  # a promise takes nothing away
    settled(page)
    assert [r.decided for r in study.drafts.rulings().values()] == ["fixed"]
    page.keyboard.press("Control+z")
    settled(page)
    page.keyboard.press("Control+z")
    settled(page)
    assert (study.drafts.rulings(), study.drafts.bindings()) == ({}, {})

    page.locator(".dv-draft .dv-mark", has_text="I'm stupid").click()
    expect(card.locator("del").first).to_have_text("not")
    expect(card.get_by_text("Open the transcript").first).to_be_visible()
    page.keyboard.press("e")
    reason = card.get_by_label("Reason")
    expect(reason).to_be_focused()
    page.keyboard.type("nf o")
    expect(reason).to_have_value("nf o")
    page.keyboard.press("Enter")
    settled(page)
    [ruling] = study.drafts.rulings().values()
    assert (ruling.decided, ruling.reason) == ("accepted", "nf o")

    page.get_by_role("button", name="Hand out").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Draft with Word comments").click()
    path = tmp_path / "out.docx"
    coming.value.save_as(path)
    assert any(c.text.startswith("ERROR") for c in Document(str(path)).comments)
    assert draft.read_text(encoding="utf-8") == text


def test_one_key_decides_and_the_next_claim_comes(page: Page, show: Show, sample: Path) -> None:
    """Another source, no figure, the first proposal, later; two quick keys are both kept."""
    app = show(sample, coder="Nina")
    go(page, app, "/verify?draft=draft.md")
    card = page.locator(".dv-card")
    expect(card).to_be_visible()
    ready(page)
    study = Project(sample)
    page.locator(".dv-chip", has_text="All").click()
    first = page.locator(".dv-draft .dv-mark", has_text="96.5%")
    first.click()
    page.keyboard.press("o")
    expect(first).to_have_class("dv-mark dv-other")
    expect(card.locator(".dv-sentence b")).not_to_have_text("96.5%")
    ready(page)
    page.locator(".dv-draft .dv-mark", has_text="77%").click()
    page.keyboard.press("x")
    page.locator(".dv-draft .dv-mark", has_text="73.7%").click()
    page.keyboard.press("1")
    settled(page)
    decided = {b.printed: b.decided for b in study.drafts.bindings().values()}
    assert decided == {
        "96.5%": BindingChoice.OTHER,
        "77%": BindingChoice.NONE,
        "73.7%": BindingChoice.FIGURE,
    }
    page.reload()
    expect(page.locator(".dv-draft .dv-mark", has_text="96.5%")).to_have_class("dv-mark dv-other")


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
    expect(page.locator(".dv-draft > h3")).to_have_text(alive)
    expect(page.locator(".dv-draft td").first).to_have_text(alive)
    assert watch.dialogs == []
    assert page.locator(".dv-root img").count() == 0


def test_two_who_decide_about_one_claim_see_both_sides(
    page: Page, other: Page, show: Show, sample: Path
) -> None:
    """Nothing is overwritten unseen: the second may leave it so, or put theirs in its place."""
    app = show(sample, coder="Nina")
    study = Project(sample)
    for window in (page, other):
        go(window, app, "/verify?draft=draft.md")
        expect(window.locator(".dv-card")).to_be_visible()
        ready(window)
        deafen(window)
    page.locator(".dv-draft .dv-mark", has_text="77%").click()
    other.locator(".dv-draft .dv-mark", has_text="77%").click()
    page.keyboard.press("o")
    settled(page)
    other.keyboard.press("x")
    told = other.locator(".dv-notice")
    expect(told).to_contain_text("Two of you decided about “77%”")
    expect(told.locator(".dv-sides > div").first).to_contain_text("Another source’s")
    expect(told.locator(".dv-sides > div").last).to_contain_text("No figure")
    [binding] = study.drafts.bindings().values()
    assert binding.decided == BindingChoice.OTHER
    told.get_by_role("button", name="Put mine in its place").click()
    expect(told).to_be_empty()
    settled(other)
    [binding] = study.drafts.bindings().values()
    assert binding.decided == BindingChoice.NONE

    # one takes the binding back that the other has changed meanwhile
    page.locator(".dv-draft .dv-mark", has_text="77%").click()
    page.keyboard.press("u")
    told = page.locator(".dv-notice")
    expect(told.locator(".dv-sides > div").first).to_contain_text("No figure")
    expect(told.locator(".dv-sides > div").last).to_contain_text("Nobody has decided")
    page.keyboard.press("Escape")
    expect(told).to_be_empty()
    assert len(study.drafts.bindings()) == 1


def test_two_who_settle_one_finding_see_both_sides(
    page: Page, other: Page, show: Show, sample: Path
) -> None:
    app = show(sample, coder="Nina")
    study = Project(sample)
    for window in (page, other):
        go(window, app, "/verify?draft=draft.md")
        expect(window.locator(".dv-card")).to_be_visible()
        ready(window)
        deafen(window)
        window.locator(".dv-draft .dv-mark", has_text="give up mine").first.click()
        expect(window.locator(".dv-keys")).to_contain_text("Promise a fix")
    page.keyboard.press("w")
    settled(page)
    other.keyboard.press("e")
    other.keyboard.type("As they say it")
    other.keyboard.press("Enter")
    told = other.locator(".dv-notice")
    expect(told.locator(".dv-sides > div").first).to_contain_text("Will be fixed")
    expect(told.locator(".dv-sides > div").last).to_contain_text("Kept: As they say it")
    assert [r.decided for r in study.drafts.rulings().values()] == ["fixed"]
    told.get_by_role("button", name="Put mine in its place").click()
    settled(other)
    [ruling] = study.drafts.rulings().values()
    assert (ruling.decided, ruling.reason) == ("accepted", "As they say it")


def test_on_a_wide_screen_all_that_is_open_is_listed_beside_the_draft(
    page: Page, show: Show, sample: Path
) -> None:
    app = show(sample, coder="Nina")
    page.set_viewport_size({"width": 1920, "height": 1080})
    go(page, app, "/verify?draft=draft.md")
    expect(page.locator(".dv-card")).to_be_visible()
    ready(page)
    listed = page.locator(".dv-list li")
    before = listed.count()
    assert before == chip(page, "To look at") + chip(page, "Contradicted")
    listed.filter(has_text="77%").get_by_role("button").click()
    expect(page.locator(".dv-card .dv-sentence b")).to_have_text("77%")
    page.keyboard.press("o")
    expect(listed).to_have_count(before - 1)


BARE = """\
Of all, 41 % agree and 12 % do not.

She said: “We came by the night train and nobody met us at all.

| 12 | 13 |
|---|---|
| 4 | 5 |
"""


def test_without_survey_and_interviews_it_is_said_what_was_not_looked_at(
    page: Page, show: Show, tmp_path: Path
) -> None:
    """An unclosed quotation and a table without heads, too; only o and x are offered."""
    (tmp_path / "codebook.yaml").write_text("codes: []\n", encoding="utf-8")
    (tmp_path / "bare.md").write_text(BARE, encoding="utf-8")
    (tmp_path / "empty.md").write_text("# Nothing\n\nNothing is said here.\n", encoding="utf-8")
    app = show(tmp_path, coder="Nina")
    go(page, app, "/verify?draft=bare.md")
    card = page.locator(".dv-card")
    expect(card).to_contain_text("There is no survey in this project")
    keys = card.locator(".dv-keys kbd").all_inner_texts()
    assert (keys[:2], "/" in keys) == (["o", "x"], False)
    unseen = page.locator(".dv-unseen")
    for told in ("nothing closes, in paragraph 2", "tables without heads", "There is no survey"):
        expect(unseen).to_contain_text(told)
    page.locator(".dv-bar .dv-link").click()
    expect(unseen).to_be_in_viewport()
    left = page.locator(".dv-draft td:first-child").evaluate_all(
        "(all) => all.map((cell) => cell.getBoundingClientRect().right)"
    )
    assert len(set(left)) == 1  # columns are columns
    page.keyboard.press("o")
    settled(page)
    assert len(Project(tmp_path).drafts.bindings()) == 1

    go(page, app, "/verify?draft=empty.md")
    expect(page.locator(".dv-sum")).to_contain_text("there is nothing to compare")
