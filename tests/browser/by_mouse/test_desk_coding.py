"""What a researcher does on the coding desk with a mouse: select words and code them.

One page serves the whole file: each test works on words of its own in the sample's P01 and finds
the desk at rest. What is asserted about codings is read from the project's folder.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from desk import (
    CODER,
    brackets,
    bring,
    key_of,
    label,
    notice,
    painted,
    place,
    point_at,
    row,
    select,
    selected,
    study,
    wait_for,
    wait_saved,
    wait_until,
    words,
)
from desk_acts import book, coded, coding_of, comments, press_code
from desk_server import Shown
from playwright.sync_api import Page, expect

from coding.model import Transcript

# ── selecting ──


def test_dragged_words_are_painted_at_once_and_saved_exactly(
    page: Page, app: Shown, text: Transcript
) -> None:
    select(page, text, *words(text, "the kitchen door"))
    assert selected(page) == "the kitchen door"
    page.evaluate(
        """addEventListener("keydown", () => requestAnimationFrame(() => {
             window.seen = document.querySelector(".cd-mark.cd-pending")?.textContent;
           }), { capture: true, once: true })"""
    )
    page.keyboard.press(key_of(page, "safety_state"))
    wait_for(page, "window.seen !== undefined")
    assert page.evaluate("window.seen") == "the kitchen door"
    wait_saved(page)
    made = coding_of(app, "the kitchen door")
    assert (made.code, made.coder) == ("safety_state", CODER)
    assert (made.start, made.end) == words(text, "the kitchen door")
    assert painted(page, made.id) == "the kitchen door"
    expect(page.locator(".cd-pending")).to_have_count(0)
    assert selected(page) == "the kitchen door"


def test_a_sloppy_drag_takes_whole_words_and_alt_takes_it_exactly(
    page: Page, app: Shown, text: Transcript
) -> None:
    start, end = words(text, "something in there")
    select(page, text, start + 3, end - 2)
    assert selected(page) == "something in there"
    select(page, text, start + 3, end - 2, key="Alt")
    assert selected(page) == "ething in the"
    press_code(page, "papers_citizenship")
    wait_saved(page)
    assert coded(app, "ething in the") == ["papers_citizenship"]


def test_double_click_takes_a_word_triple_click_a_sentence_the_number_a_turn(
    page: Page, text: Transcript
) -> None:
    start, _ = words(text, "Let's start with leaving.")
    bring(page, place(text, start)[0])
    page.mouse.dblclick(*point_at(page, text, start + 8))
    wait_for(page, "getSelection().toString() === 'start'")
    page.keyboard.press("Escape")
    page.mouse.click(*point_at(page, text, start + 8), click_count=3)
    wait_for(page, 'getSelection().toString() === "Let\'s start with leaving."')
    page.get_by_role("button", name="Turn 4, Interviewer").click()
    assert selected(page) == "Good. Let's start with leaving. When was it?"
    page.get_by_role("button", name="Turn 5, Vera").click(modifiers=["Shift"])
    assert selected(page).replace("\n", " ").startswith("Good. Let's start")
    assert selected(page).endswith("she had the keys.")


def test_a_selection_across_turns_is_coded_from_the_first_word_to_the_last(
    page: Page, app: Shown, text: Transcript
) -> None:
    start, end = words(text, "for him?")[0], words(text, "let's say he had")[1]
    select(page, text, start, end)
    press_code(page, "war")
    wait_saved(page)
    made = coding_of(app, text.text[start:end])
    assert painted(page, made.id) == "for him?" + "He... let's say he had"


@pytest.mark.parametrize("beside", [".cd-label", ".cd-codes", ".cd-bar", ".cd-overview"])
def test_a_drag_that_ends_beside_the_text_takes_the_words_up_to_there(
    page: Page, text: Transcript, beside: str
) -> None:
    start, _ = words(text, "lost your mind?")
    bring(page, place(text, start)[0])
    wait_for(page, "document.querySelector('.cd-label')")
    frame = page.locator(".cd-scroller").bounding_box()
    there = page.locator(beside).first.bounding_box()
    assert frame
    assert there
    x, y = there["x"] + there["width"] / 2, there["y"] + there["height"] / 2
    page.mouse.move(*point_at(page, text, start))
    page.mouse.down()
    page.mouse.move(x, y, steps=5)
    page.mouse.up()
    wait_for(page, "!__codingHub.desk.selection.empty")
    own: list[int] = page.evaluate("(({ start, end }) => [start, end])(__codingHub.desk.selection)")
    assert own[0] == start or start - 1 <= own[1] <= start, "it is not the words from the press on"
    top, bottom = page.evaluate(
        """(() => {
             const lines = [...getSelection().getRangeAt(0).getClientRects()];
             return [Math.min(...lines.map((r) => r.top)), Math.max(...lines.map((r) => r.bottom))];
           })()"""
    )
    line = max(frame["y"], min(frame["y"] + frame["height"], y))
    assert min(abs(top - line), abs(bottom - line)) < 60, "it does not end where the mouse was"


def test_news_that_comes_during_a_drag_does_not_break_it(
    page: Page, app: Shown, text: Transcript
) -> None:
    """The page tells of its own act and of other people's only once the mouse is let go."""
    start, end = words(text, "On the twenty-fourth I wrote to her.")
    select(page, text, *words(text, "a pharmacy app"))
    press_code(page, "daily_circle")
    page.keyboard.press("Escape")
    page.mouse.move(*point_at(page, text, start))
    page.mouse.down()
    page.mouse.move(*point_at(page, text, end - 9), steps=3)
    at, stop = words(text, "two years")
    study(app.folder).codings.apply("P01", at, stop, ["war"], coder="Marko")
    theirs = "([reply]) => reply?.codings?.some(([,,,, by]) => by === 'Marko')"
    wait_for(page, f"!__codingHub.ops.length && __codingHub.desk.unread.some({theirs})")
    page.mouse.move(*point_at(page, text, end, end=True), steps=3)
    page.mouse.up()
    wait_for(page, "!__codingHub.desk.selection.empty")
    assert selected(page) == text.text[start:end]
    wait_saved(page)
    made = next(c for c in study(app.folder).codings.all(coder="Marko") if c.start == at)
    assert painted(page, made.id) == "two years"


def test_news_that_comes_while_one_types_takes_no_letter_away(
    page: Page, app: Shown, text: Transcript
) -> None:
    """Nor does the selection, which the field has taken from the browser, get lost."""
    select(page, text, *words(text, "an extension to file"))
    page.keyboard.press("c")
    field = page.get_by_role("combobox", name="Code with")
    for number, letters in enumerate(("Kni", "tti", "ng")):
        known = page.evaluate("__codingHub.rev")
        at = text.turns[92].start + 20 * number
        study(app.folder).codings.apply("P01", at, at + 9, ["papers"], coder="Marko")
        wait_for(page, f"__codingHub.rev > {known}")
        page.keyboard.type(letters)
    expect(field).to_have_value("Knitting")
    page.keyboard.press("Escape")
    assert selected(page) == "an extension to file"


# ── coding ──


def test_a_click_on_a_code_in_the_tree_codes_the_selection(
    page: Page, app: Shown, text: Transcript
) -> None:
    select(page, text, *words(text, "the red dot"))
    row(page, "politics_trust").locator(".cd-code").click()
    wait_saved(page)
    assert coded(app, "the red dot") == ["politics_trust"]


def test_the_bar_under_a_fresh_selection_offers_the_codes_at_hand(
    page: Page, app: Shown, text: Transcript
) -> None:
    select(page, text, *words(text, "just say so"))
    bar = page.get_by_role("toolbar", name="Code the selection")
    second = bar.locator(".cd-code").nth(1)
    name = second.text_content() or ""
    second.click()
    expect(bar).to_be_hidden()
    wait_saved(page)
    (code,) = coded(app, "just say so")
    assert study(app.folder).codes.book().by_id[code].name in name


def test_the_palette_filters_by_keyword_and_shift_enter_stays_for_a_second_code(
    page: Page, app: Shown, text: Transcript
) -> None:
    select(page, text, *words(text, "Something about the sea."))
    page.keyboard.press("c")
    options = page.get_by_role("listbox", name="Codes").get_by_role("option")
    assert options.count() == len(study(app.folder).codes.book())
    page.keyboard.type("landlord")
    expect(options.first).to_contain_text("Prices and landlords")
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_role("combobox", name="Code with")).to_be_focused()
    expect(page.get_by_role("combobox", name="Code with")).to_have_value("")
    page.keyboard.type("extradition")  # a keyword, neither name nor id
    expect(options.first).to_contain_text("State and border")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Code with")).to_have_count(0)
    expect(page.locator(".cd-scroller")).to_be_focused()
    wait_saved(page)
    assert coded(app, "Something about the sea.") == ["daily_prices", "safety_state"]


def test_an_unknown_name_in_the_palette_makes_a_code_and_the_comments_stay(
    page: Page, app: Shown, text: Transcript
) -> None:
    before = comments(app)
    select(page, text, *words(text, "the cat in June"))
    page.keyboard.press("c")
    page.keyboard.type("Animals & pets")
    offer = page.get_by_role("listbox", name="Codes").get_by_role("option").last
    expect(offer).to_contain_text("Create the code “Animals & pets”")
    offer.click()
    wait_saved(page)
    assert coded(app, "the cat in June") == ["animals_pets"]
    assert study(app.folder).codes.book().by_id["animals_pets"].name == "Animals & pets"
    assert "Animals & pets" in book(app)
    assert comments(app) == before
    expect(row(page, "animals_pets").locator(".cd-count")).to_have_text(["1", "1"])


def test_in_vivo_makes_a_code_of_the_very_words(page: Page, app: Shown, text: Transcript) -> None:
    select(page, text, *words(text, "false friends"))
    page.get_by_role("toolbar").get_by_role("button", name="In vivo").click()
    wait_saved(page)
    (code,) = coded(app, "false friends")
    made = study(app.folder).codes.book().by_id[code]
    assert (made.name, made.examples) == ("false friends", ("false friends",))


def test_words_can_be_dragged_onto_a_code_in_the_tree(
    page: Page, app: Shown, text: Transcript
) -> None:
    start, end = words(text, "thirty days")
    select(page, text, start, end)
    row(page, "papers").scroll_into_view_if_needed()
    target = row(page, "papers").bounding_box()
    assert target
    page.mouse.move(*point_at(page, text, start + 3))
    page.mouse.down()
    page.mouse.move(target["x"] + 80, target["y"] + 5, steps=8)
    page.mouse.move(target["x"] + 80, target["y"] + target["height"] / 2, steps=2)
    page.mouse.up()
    wait_until(lambda: coded(app, "thirty days"), what="the dropped words are coded")
    assert coded(app, "thirty days") == ["papers"]


def test_the_same_code_on_overlapping_words_merges_and_says_so(
    page: Page, app: Shown, text: Transcript
) -> None:
    select(page, text, *words(text, "a coffee on the"))
    press_code(page, "papers")
    wait_saved(page)
    select(page, text, *words(text, "the other side"))
    page.keyboard.press("Escape")
    start, end = words(text, "on the other side")
    select(page, text, start, end)
    press_code(page, "papers")
    expect(notice(page, "was there already: it now covers both")).to_be_visible()
    wait_saved(page)
    merged = coding_of(app, "a coffee on the other side")
    assert painted(page, merged.id) == "a coffee on the other side"
    assert coded(app, "a coffee on the") == coded(app, "on the other side") == []


def test_overlapping_and_nested_codings_have_lanes_of_their_own_and_names(
    page: Page, app: Shown, text: Transcript
) -> None:
    whole = "I wouldn't say we decided. It was more... On the twenty-fourth I had a call"
    parts = [(whole, "war"), ("we decided", "politics"), ("On the twenty-fourth", "war_causes")]
    overlapping = ("had a call in the morning", "daily_life")
    for wanted, code in [*parts, overlapping]:
        select(page, text, *words(text, wanted))
        press_code(page, code)
    wait_saved(page)
    page.keyboard.press("Escape")
    made = [coding_of(app, wanted, code) for wanted, code in [*parts, overlapping]]
    names = study(app.folder).codes.book().by_id
    boxes = []
    for coding in made:
        expect(brackets(page, coding.id)).to_have_count(1)
        expect(label(page, coding.id)).to_contain_text(names[coding.code].name)
        boxes.append(brackets(page, coding.id).bounding_box() or {})
    for a, b in ((0, 1), (0, 2), (0, 3)):
        assert abs(boxes[a]["x"] - boxes[b]["x"]) >= 6, "overlapping brackets share a lane"
    labels = sorted((label(page, c.id).bounding_box() or {})["y"] for c in made)
    assert all(lower - upper >= 16 for upper, lower in pairwise(labels)), "labels overlap"
    inner = page.locator(f'.cd-mark[data-ids~="{made[1].id}"]').first
    assert set((inner.get_attribute("data-ids") or "").split()) == {made[0].id, made[1].id}
