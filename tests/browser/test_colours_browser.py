"""What is painted has the colour of its code, and a code has one colour on every page."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from desk import open_transcript, opened, row, study, wait_for, wait_saved
from desk_server import Shown
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from steps import go

from coding.codebook.colours import color_of

BESIDE = """(colour) => {
  const probe = document.createElement("div");
  probe.id = "probe";
  probe.style.cssText = `position: absolute; z-index: 99; left: 600px; top: 200px; width: 30px; height: 30px;
    background: var(--tone-paper); box-shadow: inset 0 0 0 99px color-mix(in oklab, ${colour} 40%, transparent)`;
  document.querySelector(".cd-root").append(probe);
}"""
UNPROBED = "document.getElementById('probe')?.remove()"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    with opened(browser) as page:
        yield page


def commonest(place: Locator) -> tuple[int, ...]:
    """Return the colour that most pixels of an element's first line have."""
    x, y, width, height = place.evaluate(
        "(e) => { const r = e.getClientRects()[0]; return [r.x, r.y, r.width, r.height]; }"
    )
    clip = {"x": x, "y": y, "width": width, "height": height}
    with Image.open(io.BytesIO(place.page.screenshot(clip=clip))) as picture:  # type: ignore[arg-type]
        counted = picture.convert("RGB").getcolors(picture.width * picture.height) or []
    color = max(counted)[1]
    assert isinstance(color, tuple)
    return color


def test_the_chosen_of_two_codings_on_the_same_words_is_filled_with_its_own_colour(
    tab: Page, app: Shown
) -> None:
    project = study(app.folder)
    text = project.transcripts.get("P01")
    turn = next(t for t in text.turns if t.end - t.start > 300 and t.role == "participant")
    taken = [(c.start, c.end) for c in project.codings.all(transcript="P01")]
    start = next(
        at
        for at in range(turn.start, len(text.text) - 80)
        if not any(a < at + 60 and at < b for a, b in taken) and "\n" not in text.text[at : at + 60]
    )
    keys = {
        code: project.codings.apply("P01", start, start + 60, [code], coder="tester").codings[0]
        for code in ("safety", "war")
    }
    book = project.codes.book()
    open_transcript(tab, app, "P01")
    for code, key in keys.items():
        tab.evaluate("(id) => __codingHub.desk.travel.toCoding([id])", key)
        wait_for(tab, f"__codingHub.desk.selected === '{key}'")
        mark = tab.locator(f'.cd-mark.cd-chosen[data-ids~="{key}"]').first
        expect(mark).to_be_visible()
        tab.evaluate(BESIDE, color_of(book.by_id[code], book))
        wanted = commonest(tab.locator("#probe"))
        tab.evaluate(UNPROBED)
        painted = commonest(mark)
        assert max(abs(a - b) for a, b in zip(painted, wanted, strict=True)) <= 2, code
        lit = tab.locator(".cd-label.cd-chosen")
        expect(lit).to_have_count(1)
        assert lit.get_attribute("data-id") == key


def test_a_code_has_one_colour_on_desk_codebook_quotes_and_suggestions(
    tab: Page, app: Shown
) -> None:
    """Codes that were made in the app, moved, or never given a colour, among them."""
    project = study(app.folder)
    made = project.codes.add("Made in the app", coder="tester")
    below = project.codes.add("And below it", parent=made, coder="tester")
    project.codes.move("war", parent="", position=0, coder="tester")
    start = project.transcripts.get("P01").turns[4].start
    for code in (made, below, "war", "safety_street"):
        project.codings.apply("P01", start, start + 40, [code], coder="tester")
    book = project.codes.book()
    wanted = {
        code: color_of(book.by_id[code], book) for code in (made, below, "war", "safety_street")
    }
    open_transcript(tab, app, "P01")
    on_desk = {
        code: row(tab, code).evaluate("(li) => li.style.getPropertyValue('--c0')")
        for code in wanted
    }
    assert on_desk == wanted
    for address in ("/codebook", "/quotes"):
        go(tab, app, address)
        for code, color in wanted.items():
            name = book.by_id[code].name
            dot = tab.locator(
                f"xpath=//*[contains(@class,'pg-dot')][following-sibling::text()[normalize-space()='{name}']"
                f" or parent::*[normalize-space()='{name}']]"
            ).first
            expect(dot).to_be_attached()
            shown = dot.evaluate("(dot) => getComputedStyle(dot).backgroundColor")
            red, green, blue = (int(color[n : n + 2], 16) for n in (1, 3, 5))
            assert shown == f"rgb({red}, {green}, {blue})", (address, code)


def test_escape_closes_why_and_the_passage_stays(tab: Page, app: Shown) -> None:
    open_transcript(tab, app, "P04")
    tab.locator(".cd-scroller").focus()
    wait_for(tab, "__codingHub.desk.proposals.about?.total > 0")
    tab.keyboard.press("p")
    wait_for(tab, "Boolean(__codingHub.desk.proposals.current?.points)")
    before = tab.evaluate("__codingHub.desk.proposals.current.points")
    tab.keyboard.press("y")
    expect(tab.locator(".cd-why")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator(".cd-why")).to_be_hidden()
    assert tab.evaluate("__codingHub.desk.proposals.current?.points") == before
    tab.keyboard.press("Escape")
    wait_for(tab, "!__codingHub.desk.proposals.current")
    wait_saved(tab)
