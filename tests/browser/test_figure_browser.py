"""From a figure to the voices and into the report, in a real browser, by few acts."""

from __future__ import annotations

from pathlib import Path

from desk_server import wait_for_frames
from docx import Document
from playwright.sync_api import Page, expect
from steps import Show, darkened, go, grave, press_as_the_wire_says_something, ready

from coding.model import Relation
from coding.project import Project

MOST_ACTS = 20


class Hands:
    """Do on the page what people do, and count: a click, a key, words typed and kept."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.acts += 1

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
        self.acts += 1

    def type(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)
        self.page.keyboard.press("Enter")
        self.acts += 1


def judging(page: Page) -> None:
    """Wait until the passages are read: the first figure of a project takes its time."""
    expect(page.locator(".vc-now")).to_be_visible()


def settled(page: Page) -> None:
    """Wait until everything that was done is kept."""
    expect(page.locator(".vc-root[data-waiting='0']")).to_be_visible()


def skip_names(page: Page, hands: Hands) -> None:
    """Put off what would stop the export: a passage that names somebody."""
    while page.locator(".vc-now .vc-tells.vc-bad").count():
        hands.press("f")


def test_from_a_figure_to_three_quotes_with_stances_in_two_sections_and_to_word(
    page: Page, show: Show, sample: Path, tmp_path: Path
) -> None:
    """Twenty acts at most; whom a label fits is told where the quote is chosen."""
    app = show(sample, coder="Nina")
    go(page, app, "/survey")
    page.get_by_label("Find a question").fill("Graph 15")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Voices beside “Feels safe”")).to_be_visible()
    ready(page)
    hands = Hands(page)
    page.get_by_role("link", name="Voices beside “Feels safe”").click()
    hands.acts += 1
    judging(page)
    now = page.locator(".vc-now")
    expect(now.get_by_text("fits only this person")).to_be_visible()

    hands.type("Name of a new section", "Settling in")
    hands.type("Name of a new section", "At the border")
    hands.click("1 Settling in")
    hands.click("Put this figure into Settling in")
    skip_names(page, hands)
    hands.press("1", "i")
    expect(
        page.get_by_role("region", name="Confirms").get_by_text("1 of 6", exact=True)
    ).to_be_visible()
    skip_names(page, hands)
    hands.press("2", "i")
    hands.click("2 At the border")
    skip_names(page, hands)
    hands.press("3")
    hands.type("What contradicts what", "Safe in the street, not at the border.")
    hands.press("i")
    contradicts = page.get_by_role("region", name="Contradicts")
    expect(contradicts.get_by_text("Safe in the street, not at the border.")).to_be_visible()
    expect(contradicts.get_by_text("fits 1 of 6")).to_be_visible()
    settled(page)
    expect(page.get_by_text("Who is heard: 3 quotes")).to_be_visible()
    with page.expect_download() as coming:
        hands.click("Export to Word")
    assert hands.acts <= MOST_ACTS, hands.acts

    path = tmp_path / "report.docx"
    coming.value.save_as(path)
    printed = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    study = Project(sample)
    voices = study.links.voices("safety_safe")
    mine = [x for x in voices.placed() if x.links[-1].coder == "Nina"]
    assert {x.relation for x in mine} == {
        Relation.CONFIRMS,
        Relation.PARTLY_AGREES,
        Relation.CONTRADICTS,
    }
    for judged in mine:
        assert " ".join(judged.quote.text.split())[:30] in " ".join(printed.split())
    for candidate in voices.candidates:
        assert " ".join(candidate.quote.text.split())[:60] not in " ".join(printed.split())
    order = [printed.index(words) for words in ("Settling in", "At the border")]
    assert order == sorted(order)


def test_what_was_done_at_a_figure_is_taken_back_by_key_and_the_next_figure_is_a_key_away(
    page: Page, show: Show, sample: Path
) -> None:
    app = show(sample, coder="Nina")
    go(page, app, "/figure?figure=safety_safe")
    confirms = page.get_by_role("region", name="Confirms")
    judging(page)
    page.keyboard.press("1")
    expect(confirms.get_by_role("article")).to_have_count(1)
    page.keyboard.press("0")
    settled(page)
    expect(page.get_by_text("1 segment not about it")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_text("1 segment not about it")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(confirms.get_by_role("article")).to_have_count(0)
    ready(page)
    page.keyboard.press(">")
    page.wait_for_url("**figure=safety_unsafe")
    page.keyboard.press("<")
    page.wait_for_url("**figure=safety_safe")
    page.get_by_role("button", name="All figures").click()
    only = page.get_by_label("only without a chosen quote")
    expect(page.get_by_role("button", name="Feels safe")).to_be_visible()
    only.check()
    expect(page.get_by_role("button", name="Feels safe")).to_have_count(0)
    page.get_by_role("button", name="Feels unsafe").click()
    page.wait_for_url("**figure=safety_unsafe")


def test_the_word_on_a_theme_is_changed_in_its_place(page: Page, show: Show, sample: Path) -> None:
    app = show(sample, coder="Nina")
    go(page, app, "/figure?figure=safety_safe")
    judging(page)
    page.get_by_role("button", name="Edit what Safety and the figure say together").click()
    page.get_by_role("radio", name="confirms").check()
    page.get_by_label("Note", exact=True).fill("As the figure says.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("As the figure says.")).to_be_visible()
    settled(page)
    [theme] = Project(sample).links.voices("safety_safe").themes
    assert (theme.relation, theme.note) == (Relation.CONFIRMS, "As the figure says.")


def test_everybody_can_read_and_reach_a_figure(page: Page, show: Show, sample: Path) -> None:
    """Axe finds nothing serious in light or dark, and at 375 pixels nothing lies beside."""
    app = show(sample, coder="Nina")
    faults: dict[str, list[str]] = {}
    for address in ("/figure?figure=safety_safe", "/figure"):
        go(page, app, address)
        expect(page.locator(".vc-root")).to_be_visible()
        if "?" in address:
            judging(page)
            page.keyboard.press("1")
            page.keyboard.press("i")
            settled(page)
        ready(page)
        faults[address] = [fault["id"] for fault in grave(page, {})]
        with darkened(page):
            found = grave(page, {"runOnly": ["color-contrast"]})
            faults[f"{address}, dark"] = [fault["id"] for fault in found]
        page.set_viewport_size({"width": 375, "height": 800})
        wait_for_frames(page)
        beside = page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth")
        faults[f"{address}, narrow"] = [f"{beside} pixels beside"] if beside > 0 else []
        page.set_viewport_size({"width": 1280, "height": 800})
    assert {where: found for where, found in faults.items() if found} == {}


def test_from_a_claim_of_a_draft_to_the_voices_and_from_a_quote_to_its_figures(
    page: Page, show: Show, sample: Path
) -> None:
    (sample / "draft.md").write_text("# Safety\n\nIn Serbia 96.5% feel safe.\n", encoding="utf-8")
    app = show(sample, coder="Nina")
    go(page, app, "/verify?draft=draft.md")
    card = page.locator(".dv-card")
    expect(card).to_be_visible()
    if not card.get_by_role("button", name="The voices beside it").count():
        page.keyboard.press("1")
        page.locator(".dv-mark").first.click()
    card.get_by_role("button", name="The voices beside it").click()
    page.wait_for_url("**/figure?figure=safety_safe")
    judging(page)

    go(page, app, "/quotes")
    page.get_by_label("With the words").fill("pitch dark")
    press_as_the_wire_says_something(page, "Enter")  # the words count all the same
    expect(page.locator("blockquote")).to_have_count(2)
    page.get_by_role("link", name="Its figures and voices").first.click()
    expect(page.locator(".vc-now")).to_contain_text("pitch dark")
