"""What a researcher sees and finds on the coding desk, and what must not change before the eyes.

One page serves the whole file: each test finds the sample's P01 on the desk, at rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desk import (
    box_at,
    bring,
    changes,
    count_changes,
    highlighted,
    notice,
    open_transcript,
    opened,
    point_at,
    row,
    scroll_top,
    select,
    selected,
    study,
    transcript,
    wait_for,
    wait_open,
    wait_saved,
    words,
)
from desk_acts import coded, come_in_sight, menu_of, painted_marks, press_code
from desk_server import Shown, wait_for_frames
from playwright.sync_api import Browser, Page, expect
from steps import ready

from coding import codebook
from coding.model import Transcript

SCRIPT_AT_REST = (
    "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
)

# ── seeing ──


def test_codes_coders_and_interviews_are_one_filter_that_is_kept_by_name(
    page: Page, app: Shown
) -> None:
    project = study(app.folder)
    everybody = {c.id for c in project.codings.all(transcript="P01")}
    of = {
        key: {c.id for c in project.codings.all(transcript="P01", code=key)}
        for key in ("safety", "papers")
    }
    marko = {c.id for c in project.codings.all(transcript="P01", coder="Marko")}
    line = page.locator(".cd-shown")
    assert shown(page) == everybody
    expect(line).to_be_hidden()
    menu_of(page, "safety", "Show only this code")
    assert shown(page) == of["safety"]
    menu_of(page, "papers", "Show this code, too")
    assert shown(page) == of["safety"] | of["papers"]
    expect(line).to_contain_text("of 32 codes")
    page.locator(".cd-scroller").focus()
    page.keyboard.press("Shift+F")
    box = page.get_by_role("dialog", name="What is shown")
    box.get_by_label("Marko").check()
    assert shown(page) == marko & (of["safety"] | of["papers"])
    box.get_by_text("gender").click()
    box.get_by_label("Female").check()
    expect(line).to_contain_text("Marko · 3 of 6 interviews")
    box.get_by_label("Name of the filter").fill("Marko on women")
    page.keyboard.press("Enter")
    wait_saved(page)
    [kept] = study(app.folder).filters.all().items()
    assert (kept[0], kept[1].coders, kept[1].where) == (
        "Marko on women", ("Marko",), {"gender": ("Female",)},
    )  # fmt: skip
    box.get_by_role("button", name="Show everything").click()
    assert shown(page) == everybody
    box.get_by_role("button", name="Marko on women", exact=True).click()
    assert shown(page) == marko & (of["safety"] | of["papers"])
    page.keyboard.press("Escape")
    line.get_by_role("button", name="Show everything").click()
    assert shown(page) == everybody
    expect(line).to_be_hidden()


def shown(page: Page) -> set[str]:
    """Return the ids of the codings that are painted."""
    ids: list[str] = page.evaluate(
        "[...document.querySelectorAll('.cd-mark')].flatMap((m) => m.dataset.ids.split(' '))"
    )
    return set(ids)


def test_find_goes_from_hit_to_hit_from_where_one_reads(page: Page, text: Transcript) -> None:
    hits = [m.start() for m in re.finditer("(?i)tulips", text.text)]
    assert len(hits) == 4
    bring(page, 60)  # after the second tulips, before the third
    page.get_by_role("button", name="Find", exact=True).click()
    page.keyboard.type("TULIPS")
    page.keyboard.press("Enter")
    for key, at in (("", 2), ("n", 3), ("n", 0), ("Shift+N", 3), ("Shift+N", 2)):
        if key:
            page.keyboard.press(key)
        expect(page.locator(".cd-found")).to_have_text(f"{at + 1} of 4")
        come_in_sight(page, text, hits[at])
        assert page.evaluate("CSS.highlights.get('cd-hit').size") == 4
        assert highlighted(page, "cd-hit-now").lower() == "tulips"
    page.keyboard.press("Escape")
    expect(page.get_by_role("search")).to_be_hidden()
    assert not page.evaluate("CSS.highlights.has('cd-hit') || CSS.highlights.has('cd-hit-now')")


def test_find_in_all_transcripts_jumps_to_another_one(page: Page, app: Shown) -> None:
    hits = study(app.folder).transcripts.search("landlady")
    hit = next(h for h in hits if h.name not in ("P01", "P02"))
    page.keyboard.press("/")
    page.keyboard.type("landlady")
    page.keyboard.press("Control+Enter")
    found = page.locator(".cd-hit")
    expect(found).to_have_count(len(hits))
    page.locator(f'.cd-hit[data-key="{hit.transcript} {hit.start} {hit.end}"] .cd-seg-text').click()
    wait_open(page, hit.name)
    come_in_sight(page, transcript(app.folder, hit.name), hit.start)
    expect(found).to_have_count(len(hits))
    expect(page.get_by_label("Words to find in all interviews")).to_have_value("landlady")
    page.locator(".cd-segments").get_by_role("button", name="Close").click()


def test_the_translation_stands_beside_each_turn(page: Page, app: Shown) -> None:
    open_transcript(page, app, "P02")
    other = transcript(app.folder, "P02-ru")
    beside = page.locator("#cd-turn-5 .cd-parallel")
    expect(beside).to_be_hidden()
    page.get_by_role("button", name="Translation beside").click()
    expect(beside).to_be_visible()
    turn = other.turns[4]
    expect(beside.locator(".cd-there-words")).to_have_text(other.text[turn.start : turn.end])
    left = page.locator("#cd-turn-5 .cd-words").bounding_box()
    right = beside.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    page.get_by_role("button", name="Translation beside").click()
    expect(beside).to_be_hidden()


def test_one_comes_back_to_where_one_was(page: Page, app: Shown, text: Transcript) -> None:
    bring(page, 50)
    look(page, 50)
    page.get_by_role("button", name="Next transcript").click()
    wait_open(page, "P02")
    page.get_by_role("button", name="Previous transcript").click()
    wait_open(page, "P01")
    come_in_sight(page, text, text.turns[50].start)
    bring(page, 80)
    look(page, 80)
    page.get_by_role("link", name="Overview").click()
    expect(page.locator(".cd-root")).to_have_count(0)
    page.get_by_role("link", name="Code", exact=True).click()
    wait_open(page, "P01")
    come_in_sight(page, text, text.turns[80].start)


def look(page: Page, turn: int) -> None:
    """Wait as a person does who looks before leaving: until the desk knows where it is read."""
    kept = "(__codingHub.pendingPlace?.turn ?? 0)"
    wait_for(page, f"{turn - 12} < {kept} && {kept} <= {turn + 1}")


def test_a_link_leads_to_its_turn(page: Page, app: Shown, text: Transcript) -> None:
    open_transcript(page, app, "P01", turn=61)
    expect(page.locator("#cd-turn-61")).to_have_class(re.compile("cd-current"))
    come_in_sight(page, text, text.turns[60].start)


def test_a_click_on_the_overview_goes_there(page: Page, text: Transcript) -> None:
    strip = page.locator(".cd-overview").bounding_box()
    assert strip
    for share in (0.9, 0.05, 0.5):
        page.mouse.click(strip["x"] + 20, strip["y"] + share * strip["height"])
        come_in_sight(page, text, at_share(text, share))


def at_share(text: Transcript, share: float) -> int:
    """Return the character at a share of a transcript, or the next one that is spoken."""
    at = int(share * len(text.text))
    return max(at, next(t.start for t in text.turns if t.end > at))


# ── what must not happen ──


def test_a_refused_act_is_undone_on_the_screen_with_the_reason(
    page: Page, app: Shown, text: Transcript
) -> None:
    file = app.folder / "codebook.yaml"
    kept = file.read_text(encoding="utf-8")
    select(page, text, *words(text, "I log out of everything"))
    before = painted_marks(page)
    try:
        # Behind the desk's back, in the moment before it is told.
        row(page, "lgbt_rights").locator(".cd-code").hover()
        file.write_text(codebook.remove(kept, "lgbt_rights"), encoding="utf-8")
        page.mouse.down()
        page.mouse.up()
        expect(notice(page, "Not done: there is no code `lgbt_rights`.")).to_be_visible()
        wait_saved(page)
        assert painted_marks(page) == before
        assert coded(app, "I log out of everything") == []
    finally:
        file.write_text(kept, encoding="utf-8")
    expect(row(page, "lgbt_rights")).to_be_visible()


def test_other_peoples_reruns_change_nothing_in_the_transcript(
    page: Page, app: Shown, browser: Browser, text: Transcript
) -> None:
    """Not even after somebody made a code, which the wire tells again with each of its rounds."""
    select(page, text, *words(text, "I clean the phone"))
    top = scroll_top(page)
    with opened(browser) as other:
        open_transcript(other, app, "P03")
        there = transcript(app.folder, "P03")
        select(other, there, there.turns[4].start, there.turns[4].start + 12)
        other.keyboard.press("c")
        other.keyboard.type("Wool")
        other.keyboard.press("Enter")
        wait_saved(other)
        expect(row(page, "wool")).to_be_visible()
        # The page itself has nothing more to send, not even where it was read last, nor to draw.
        wait_for(page, "!__codingHub.pendingPlace && !__codingHub.asks.size")
        wait_for_frames(page)
        count_changes(page)
        press_code(other, "war")
        wait_saved(other)
        other.get_by_role("link", name="Overview").click()
        expect(other.locator(".cd-root")).to_have_count(0)
    rerun(page)
    with answered(page):
        page.evaluate("__codingHub.flush()")  # as it does when there is news
    assert changes(page) == 0
    assert selected(page) == "I clean the phone"
    assert scroll_top(page) == top


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Let the page ask the app for something; wait until it was asked and has answered.

    That the script runs may never be seen: a page that is held up hears of the whole run at once.
    """
    wait_for(page, SCRIPT_AT_REST)
    before = page.evaluate("__spoke.page")
    yield
    wait_for(page, f"__spoke.page > {before}")
    ready(page)
    wait_for_frames(page)


def rerun(page: Page) -> None:
    """Let Streamlit run the whole app again in this session, as its own key R does."""
    with answered(page):
        page.get_by_role("link", name="Overview").press("r")
    page.locator(".cd-scroller").evaluate("(e) => e.focus({ preventScroll: true })")


def test_no_act_moves_the_text_or_takes_the_focus(page: Page, app: Shown, text: Transcript) -> None:
    start, _ = words(text, "Jedan, dva")
    select(page, text, *words(text, "Jedan, dva"))
    scroller = page.locator(".cd-scroller")
    top = scroll_top(page)
    y = box_at(page, text, start)["top"]

    def click(selector: str) -> Callable[[], None]:
        return lambda: page.locator(selector).first.click()

    def choose_first(typed: str) -> Callable[[], None]:
        def act() -> None:
            page.keyboard.type(typed)
            page.keyboard.press("Enter")

        return act

    acts: list[Callable[[], None]] = [
        lambda: press_code(page, "war"),
        lambda: page.keyboard.press("c"),
        choose_first("Never"),
        lambda: page.keyboard.press("c"),
        lambda: page.keyboard.press("Escape"),
        lambda: page.keyboard.press("Escape"),
        lambda: page.mouse.click(*point_at(page, text, start + 2)),
        lambda: page.keyboard.press("]"),
        lambda: page.keyboard.press("Control+z"),
        lambda: page.keyboard.press("r"),
        choose_first("Papers"),
        lambda: page.keyboard.press("?"),
        click(".cd-dialog button"),
        lambda: page.mouse.click(*point_at(page, text, start + 2), button="right"),
        lambda: page.keyboard.press("Escape"),
        lambda: page.keyboard.press("Delete"),
        lambda: page.keyboard.press("Control+z"),
        lambda: page.keyboard.press("Control+Shift+z"),
        lambda: page.keyboard.press("b"),
        lambda: page.keyboard.press("b"),
    ]
    for number, act in enumerate(acts):
        act()
        wait_saved(page)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        assert scroll_top(page) == top, f"act {number} scrolled"
        assert abs(box_at(page, text, start)["top"] - y) < 1, f"act {number} moved the text"
        open_ = page.locator(".cd-palette, .cd-dialog, .cd-menu").count()
        if not open_:
            expect(scroller, f"act {number} took the focus").to_be_focused()
    assert page.evaluate("scrollY + document.querySelector('[data-testid=stMain]').scrollTop") == 0


def test_on_a_telephone_one_can_read_without_scrolling_sideways(
    browser: Browser, app: Shown, text: Transcript
) -> None:
    with opened(browser, viewport={"width": 375, "height": 740}, has_touch=True) as small:
        open_transcript(small, app, "P01")
        assert small.evaluate("document.documentElement.scrollWidth") <= 375
        spoken = small.locator("#cd-turn-5 .cd-words").bounding_box()
        assert spoken
        assert spoken["width"] >= 375 * 0.75
        assert spoken["x"] + spoken["width"] <= 375
