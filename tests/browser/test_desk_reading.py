"""Reading a code while coding: its segments over all interviews beside the text, and hits to code.

By the keyboard, but for what a mouse draws. One page serves the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk import (
    codings,
    open_transcript,
    opened,
    row,
    said,
    study,
    wait_for,
    wait_open,
    wait_saved,
    wait_until,
)
from desk_acts import memo_on
from desk_server import CODER, Shown
from playwright.sync_api import Browser, Locator, Page, expect

CHOSEN = "__codingHub.desk?.selected"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    with opened(browser) as page:
        yield page


@pytest.fixture
def page(tab: Page, app: Shown) -> Page:
    """Return the desk with P01 on it, the panel closed."""
    tab.evaluate("sessionStorage.clear()") if tab.url.startswith(app.url) else None
    open_transcript(tab, app, "P01")
    tab.evaluate("document.querySelector('.cd-scroller').focus({ preventScroll: true })")
    return tab


SHOWN = """(() => {
  const { model, selected, text } = __codingHub.desk;
  const { start } = model.view.codings.get(selected);
  const { left, top } = text.range(start, start + 1).getClientRects()[0];
  return document.elementsFromPoint(left + 2, top + 4).includes(text.turnElements[model.turnAt(start)]);
})()"""  # what lies beyond the window, or is not drawn, is at no point


def panel(page: Page) -> Locator:
    return page.locator(".cd-segments")


def read_code(page: Page, code: str) -> None:
    """Open the panel and read a code in it."""
    page.keyboard.press("a")
    row(page, code).locator(".cd-code").click()
    expect(panel(page).locator(".cd-seg").first).to_be_visible()
    page.evaluate("document.querySelector('.cd-scroller').focus({ preventScroll: true })")


def here(page: Page) -> str:
    return str(page.evaluate("__codingHub.desk?.data.name"))


def test_every_segment_of_a_code_is_read_over_all_interviews_without_loading_the_page(
    page: Page, app: Shown
) -> None:
    expected = study(app.folder).segments.of(["fear_silence"])
    read_code(page, "fear_silence")
    expect(panel(page)).to_contain_text(f"{len(expected)} segments in 6 of 6 interviews")
    page.evaluate("window.sameWindow = true")
    visited = []
    for segment in expected:
        page.keyboard.press("a")
        ids = [coding.id for coding in segment.coded.codings]
        wait_for(page, f"{ids}.includes({CHOSEN})")
        wait_for(page, SHOWN)
        current = panel(page).locator(".cd-seg.cd-chosen .cd-seg-text")
        expect(current).to_have_text(segment.coded.text, use_inner_text=True)
        visited.append(here(page))
    assert len(set(visited)) == 6
    assert page.evaluate("window.sameWindow")
    page.keyboard.press("a")
    notice = page.locator(".cd-notice", has_text="last segment")
    expect(notice).to_be_visible()
    top = page.locator(".cd-dock").evaluate("(dock) => dock.getBoundingClientRect().top")
    assert notice.evaluate("(box) => box.getBoundingClientRect().bottom") <= top
    page.keyboard.press("Shift+A")
    ids = [coding.id for coding in expected[-2].coded.codings]
    wait_for(page, f"{ids}.includes({CHOSEN})")


def test_what_is_chosen_in_the_list_is_recoded_and_given_a_memo_by_the_usual_keys(
    page: Page, app: Shown
) -> None:
    read_code(page, "safety_children")
    before = panel(page).locator(".cd-seg").count()
    page.keyboard.press("a")
    wait_for(page, f"Boolean({CHOSEN})")
    chosen = str(page.evaluate(CHOSEN))
    page.keyboard.press("m")
    page.keyboard.type("why not the school?")
    page.keyboard.press("Escape")
    wait_saved(page)
    assert memo_on(app, "coding", chosen) == "why not the school?"
    page.keyboard.press("r")
    page.keyboard.type("Never")
    page.keyboard.press("Enter")
    wait_saved(page)
    [coding] = [c for c in study(app.folder).codings.all() if c.id == chosen]
    assert study(app.folder).codes.book().by_id[coding.code].name == "Never"
    expected = len(study(app.folder).segments.of(["safety_children"]))
    assert expected <= before
    expect(panel(page).locator(".cd-seg")).to_have_count(expected)
    page.keyboard.press("Control+z")
    wait_until(lambda: len(study(app.folder).segments.of(["safety_children"])) == before)
    expect(panel(page).locator(".cd-seg")).to_have_count(before)


def test_people_coders_and_words_narrow_the_list_and_the_columns_count(
    page: Page, app: Shown
) -> None:
    project = study(app.folder)
    read_code(page, "political_fear")
    listed = panel(page).locator(".cd-seg")
    expect(listed).to_have_count(len(project.segments.of(["political_fear"])))
    page.get_by_label("Who speaks", exact=True).select_option("gender=Female")
    women = project.segments.of(["political_fear"], where={"gender": ("Female",)})
    expect(listed).to_have_count(len(women))
    page.get_by_label("Coded by").select_option("Marko")
    narrower = project.segments.of(["political_fear"], where={"gender": ("Female",)}, coder="Marko")
    expect(listed).to_have_count(len(narrower))
    page.get_by_label("Only segments with these words").fill("airport")
    with_word = [s for s in narrower if "airport" in s.coded.text.lower()]
    expect(listed).to_have_count(len(with_word))
    expect(page.get_by_label("Only segments with these words")).to_be_focused()
    counted = panel(page).locator(".cd-seg-columns b").all_inner_texts()
    assert sum(map(int, counted)) == len(with_word)


def test_hits_are_ticked_and_coded_in_one_act_and_taken_back(page: Page, app: Shown) -> None:
    places = study(app.folder).search.places("school", way="forms", width="sentence")
    free = [p for p in places if p.voice.role == "participant"]
    page.keyboard.press("Shift+H")
    page.keyboard.type("school")
    page.get_by_label("How to look for them").select_option("forms")
    page.get_by_label("What would be coded").select_option("sentence")
    expect(panel(page)).to_contain_text(f"{len(places)} places")
    row(page, "daily_life").locator(".cd-code").click()
    expect(page.locator("div.cd-hit-with")).to_contain_text("Daily life")
    page.get_by_role("button", name=f"Tick all {len(free)}").click()
    page.get_by_role("button", name=f"Code {len(free)} ticked").click()
    wait_saved(page)
    mine = [c for c in codings(app.folder, coder=CODER) if c.code == "daily_life"]
    assert {c.text for c in mine} == {p.text for p in free}
    expect(page.locator(".cd-hit input:enabled")).to_have_count(0)
    page.locator(".cd-notice", has_text="put on").get_by_role("button", name="Undo").click()
    wait_until(lambda: not [c for c in said(app.folder) if c[0] == "daily_life"])
    expect(page.locator(".cd-hit input:enabled")).to_have_count(len(free))


def test_the_codebook_counts_segments_and_interviews_and_stands_in_three_orders(
    page: Page, app: Shown
) -> None:
    usage = study(app.folder).segments.usage()
    counts = row(page, "political_fear").locator(".cd-count")
    expect(counts).to_have_text([str(n) for n in usage["political_fear"]])
    heads = page.locator(".cd-columns > span")
    assert _ends(heads) == pytest.approx(_ends(counts), abs=1), "each number is under its heading"
    names = page.locator(".cd-codes .cd-theme .cd-name")
    usual = names.all_inner_texts()
    page.get_by_label("Order of the codes").select_option("name")
    assert names.all_inner_texts() == sorted(usual)
    page.get_by_label("Order of the codes").select_option("use")
    first = page.locator(".cd-codes li").first
    most = max((c for c in usage if c in _themes(app)), key=lambda code: usage[code][0])
    expect(first).to_have_attribute("data-code", most)
    page.get_by_label("Order of the codes").select_option("codebook")
    page.get_by_role("button", name="Fold all").click()
    expect(page.locator(".cd-codes li")).to_have_count(len(usual))
    page.get_by_role("button", name="Fold all").click()


def _ends(columns: Locator) -> list[float]:
    """Return where each of some elements ends on the right, in pixels."""
    return [box.evaluate("(box) => box.getBoundingClientRect().right") for box in columns.all()]


def _themes(app: Shown) -> set[str]:
    return {code.id for code in study(app.folder).codes.book() if not code.parent}


def test_a_code_is_dragged_between_two_others(page: Page, app: Shown) -> None:
    book = study(app.folder).codes.book()
    before = [code.id for code in book.children("")]
    moved, target = before[-1], before[0]
    page.get_by_role("button", name="Fold all").click()
    box = row(page, target).bounding_box()
    assert box
    row(page, moved).drag_to(row(page, target), target_position={"x": box["width"] / 2, "y": 2})
    wait_saved(page)
    assert [code.id for code in study(app.folder).codes.book().children("")] == [
        moved,
        *before[:-1],
    ]
    page.evaluate("document.querySelector('.cd-scroller').focus({ preventScroll: true })")
    page.keyboard.press("Control+z")
    wait_until(lambda: [c.id for c in study(app.folder).codes.book().children("")] == before)


NEWS = """(() => {
  const { transcript, rev } = __codingHub;
  const memos = [["of another", "project", "project", "Ana", "Hm.", 1, ""]];
  __codingHub.receive({ transcript, rev, since: rev, ack: [], refused: [], memos });
})()"""
"""Tell the page of a memo that somebody else has written, which draws the card anew."""


def test_the_codebook_is_drawn_wider_and_stays_so_and_no_click_on_it_is_lost(
    page: Page, app: Shown
) -> None:
    edge = page.get_by_role("separator", name="Width of the codebook")
    box = edge.bounding_box()
    assert box
    page.mouse.move(box["x"] + 3, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 93, box["y"] + 200, steps=4)
    page.mouse.up()
    side = page.locator(".cd-side")
    wider = side.bounding_box()
    assert wider
    assert abs(wider["width"] - (box["x"] + 93)) < 6
    page.reload()
    expect(page.locator(".cd-turn").first).to_be_visible()
    again = side.bounding_box()
    assert again
    assert abs(again["width"] - wider["width"]) < 2
    edge.dblclick()

    row(page, "safety").locator(".cd-name").click()
    memo = page.locator(".cd-card").get_by_role("button", name="Memo")
    memo.hover()
    page.mouse.down()
    page.evaluate(NEWS)  # the button that is held down is not drawn anew by it
    page.mouse.up()
    expect(page.get_by_role("dialog", name="Memo: ")).to_be_visible()
    assert page.evaluate("__codingHub.desk.model.base.memos.get('of another')?.text") == "Hm."
    page.keyboard.press("Escape")


def test_an_interview_is_chosen_by_a_word_about_its_person(page: Page, app: Shown) -> None:
    page.keyboard.press("Shift+G")
    choices = page.locator(".cd-choice")
    expect(choices).to_have_count(len(study(app.folder).transcripts.all()))
    page.get_by_label("Group interviews").select_option("gender")
    expect(page.locator(".cd-picker h3")).to_contain_text(["Female", "Male"])
    page.get_by_label("Find an interview").fill("ily")
    expect(choices).to_have_count(1)
    expect(choices.locator(".cd-choice-share").first).to_contain_text("begun")
    page.keyboard.press("ArrowDown")
    expect(choices).to_be_focused()
    page.keyboard.press("Enter")
    wait_open(page, "P06")
    expect(page.locator(".cd-picker")).to_have_count(0)


def test_segments_that_come_with_scrolling_stand_below_those_that_stay(
    page: Page, app: Shown
) -> None:
    project = study(app.folder)
    words = [p for p in project.search.places("a", way="words") if p.voice.role == "participant"]
    places = [(p.transcript, p.start, p.end) for p in words]
    before = project.segments.of(["daily_life"])
    assert len(places) > 330, "more than are read at once"
    project.codings.apply_to(places, "daily_life", coder=CODER)
    read_code(page, "daily_life")
    expected = [segment.coded.codings[0].id for segment in project.segments.of(["daily_life"])]
    expect(panel(page)).to_contain_text(f"{len(expected)} segments")
    expect(panel(page).locator(".cd-seg")).to_have_count(100)
    keys = "[...document.querySelectorAll('.cd-seg')].map((row) => row.dataset.key)"
    heads = "[...document.querySelectorAll('.cd-seg-list h3')].map((head) => head.innerText)"
    page.evaluate("document.querySelector('.cd-seg').sameRow = true")
    for many in (400, len(expected)):
        page.evaluate(
            "(() => { const l = document.querySelector('.cd-seg-list'); l.scrollTop = l.scrollHeight })()"
        )
        expect(panel(page).locator(".cd-seg")).to_have_count(many)
    assert page.evaluate(keys) == expected
    assert len(page.evaluate(heads)) == len(set(page.evaluate(heads)))
    assert page.evaluate("document.querySelector('.cd-seg').sameRow"), "it was drawn anew"
    project.log.undo(by=CODER)
    expect(panel(page).locator(".cd-seg")).to_have_count(len(before))
