"""What a researcher does on the coding desk with a mouse, on the screen and on disk.

One app and one page serve the whole module: each test works on words of its own in the sample's
P01 and finds the desk at rest. What is asserted about codings is read from the project's folder.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from desk import (
    CODER,
    box_at,
    brackets,
    bring,
    changes,
    click_at,
    codings,
    count_changes,
    dialog,
    key_of,
    label,
    notice,
    open_transcript,
    opened,
    painted,
    place,
    point_at,
    row,
    running,
    said,
    scroll_top,
    select,
    selected,
    study,
    transcript,
    wait_for,
    wait_open,
    wait_saved,
    wait_until,
    words,
)
from desk_server import Server
from playwright.sync_api import Browser, Page, expect

from coding import codebook
from coding.model import Coding, Transcript

AT_REST = """
  (globalThis.__codingHub?.desk?.data.name === "P01" && !__codingHub.ops.length
   && __codingHub.desk.selection.empty && !__codingHub.desk.selected
   && !__codingHub.desk.model.filter.codes && !__codingHub.desk.model.filter.coder
   && !document.querySelector(".cd-dialog, .cd-menu, .cd-palette, .cd-find:not([hidden])"))
"""


@pytest.fixture(scope="module")
def app(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("desk") / "sample"))
    with running(folder) as started:
        yield started


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    with opened(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        yield page


@pytest.fixture
def page(tab: Page, app: Server) -> Page:
    """Return the page with P01 on the desk, nothing chosen, the text in focus."""
    if tab.url.startswith(app.url):
        for _ in range(3):
            tab.keyboard.press("Escape")
    if not tab.evaluate(f"Boolean({AT_REST})"):
        open_transcript(tab, app, "P01")
        tab.keyboard.press("Escape")
    tab.mouse.move(2, 2)
    tab.evaluate("document.querySelector('.cd-scroller').focus({ preventScroll: true })")
    return tab


@pytest.fixture
def text(app: Server) -> Transcript:
    return transcript(app.folder, "P01")


def coded(app: Server, wanted: str) -> list[str]:
    """Return the codes that the tester has put on exactly these words."""
    return [code for code, said_ in said(app.folder, "P01") if said_ == wanted]


def one(app: Server, wanted: str, code: str = "") -> Coding:
    """Return the tester's one coding of exactly these words."""
    found = [c for c in codings(app.folder, "P01") if c.text == wanted and code in ("", c.code)]
    assert len(found) == 1, f"{wanted!r} is coded {len(found)} times"
    return found[0]


def press_code(page: Page, code: str) -> None:
    """Apply a code by its number, or by the palette where it has none."""
    number = row(page, code).locator(".cd-key").text_content()
    if number:
        page.keyboard.press(number)
    else:
        name = row(page, code).locator(".cd-name").text_content() or ""
        page.keyboard.press("c")
        page.keyboard.type(name)
        page.keyboard.press("Enter")


def make(page: Page, app: Server, text: Transcript, wanted: str, code: str) -> Coding:
    """Code some words and choose the coding."""
    select(page, text, *words(text, wanted))
    press_code(page, code)
    wait_saved(page)
    page.keyboard.press("Escape")
    made = one(app, wanted, code)
    click_at(page, text, words(text, wanted)[0] + 1)
    wait_for(page, f"__codingHub.desk.selected === '{made.id}'")
    return made


def memo_on(app: Server, kind: str, about: str) -> str:
    """Return the text of the memo on something, "" if there is none."""
    return "".join(m.text for m in study(app.folder).memos(kind=kind, about=about))


def book(app: Server) -> str:
    """Return the text of codebook.yaml."""
    return (app.folder / "codebook.yaml").read_text(encoding="utf-8")


def comments(app: Server) -> list[str]:
    """Return the comments of codebook.yaml."""
    return [line for line in book(app).splitlines() if line.lstrip().startswith("#")]


# ── selecting ──


def test_dragged_words_are_painted_at_once_and_saved_exactly(
    page: Page, app: Server, text: Transcript
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
    made = one(app, "the kitchen door")
    assert (made.code, made.coder) == ("safety_state", CODER)
    assert (made.start, made.end) == words(text, "the kitchen door")
    assert painted(page, made.id) == "the kitchen door"
    expect(page.locator(".cd-pending")).to_have_count(0)
    assert selected(page) == "the kitchen door"


def test_a_sloppy_drag_takes_whole_words_and_alt_takes_it_exactly(
    page: Page, app: Server, text: Transcript
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
    page: Page, app: Server, text: Transcript
) -> None:
    start, end = words(text, "for him?")[0], words(text, "let's say he had")[1]
    select(page, text, start, end)
    press_code(page, "war")
    wait_saved(page)
    made = one(app, text.text[start:end])
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
    page: Page, app: Server, text: Transcript
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
    study(app.folder).apply("P01", at, stop, ["war"], coder="Marko")
    wait_for(page, "!__codingHub.ops.length && __codingHub.desk.unread.length > 1")
    page.mouse.move(*point_at(page, text, end, end=True), steps=3)
    page.mouse.up()
    wait_for(page, "!__codingHub.desk.selection.empty")
    assert selected(page) == text.text[start:end]
    wait_saved(page)
    theirs = next(c for c in study(app.folder).codings(coder="Marko") if c.start == at)
    assert painted(page, theirs.id) == "two years"


def test_news_that_comes_while_one_types_takes_no_letter_away(
    page: Page, app: Server, text: Transcript
) -> None:
    """Nor does the selection, which the field has taken from the browser, get lost."""
    select(page, text, *words(text, "an extension to file"))
    page.keyboard.press("c")
    field = page.get_by_role("combobox", name="Code with")
    for number, letters in enumerate(("Kni", "tti", "ng")):
        known = page.evaluate("__codingHub.rev")
        at = text.turns[92].start + 20 * number
        study(app.folder).apply("P01", at, at + 9, ["papers"], coder="Marko")
        wait_for(page, f"__codingHub.rev > {known}")
        page.keyboard.type(letters)
    expect(field).to_have_value("Knitting")
    page.keyboard.press("Escape")
    assert selected(page) == "an extension to file"


# ── coding ──


def test_a_click_on_a_code_in_the_tree_codes_the_selection(
    page: Page, app: Server, text: Transcript
) -> None:
    select(page, text, *words(text, "the red dot"))
    row(page, "politics_trust").locator(".cd-code").click()
    wait_saved(page)
    assert coded(app, "the red dot") == ["politics_trust"]


def test_the_bar_under_a_fresh_selection_offers_the_codes_at_hand(
    page: Page, app: Server, text: Transcript
) -> None:
    select(page, text, *words(text, "just say so"))
    bar = page.get_by_role("toolbar", name="Code the selection")
    second = bar.locator(".cd-code").nth(1)
    name = second.text_content() or ""
    second.click()
    expect(bar).to_be_hidden()
    wait_saved(page)
    (code,) = coded(app, "just say so")
    assert study(app.folder).codebook().by_id[code].name in name


def test_the_palette_filters_by_keyword_and_shift_enter_stays_for_a_second_code(
    page: Page, app: Server, text: Transcript
) -> None:
    select(page, text, *words(text, "Something about the sea."))
    page.keyboard.press("c")
    options = page.get_by_role("listbox", name="Codes").get_by_role("option")
    assert options.count() == len(study(app.folder).codebook())
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
    page: Page, app: Server, text: Transcript
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
    assert study(app.folder).codebook().by_id["animals_pets"].name == "Animals & pets"
    assert "Animals & pets" in book(app)
    assert comments(app) == before
    expect(row(page, "animals_pets").locator(".cd-count")).to_have_text("1")


def test_in_vivo_makes_a_code_of_the_very_words(page: Page, app: Server, text: Transcript) -> None:
    select(page, text, *words(text, "false friends"))
    page.get_by_role("toolbar").get_by_role("button", name="In vivo").click()
    wait_saved(page)
    (code,) = coded(app, "false friends")
    made = study(app.folder).codebook().by_id[code]
    assert (made.name, made.examples) == ("false friends", ("false friends",))


def test_words_can_be_dragged_onto_a_code_in_the_tree(
    page: Page, app: Server, text: Transcript
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
    page: Page, app: Server, text: Transcript
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
    merged = one(app, "a coffee on the other side")
    assert painted(page, merged.id) == "a coffee on the other side"
    assert coded(app, "a coffee on the") == coded(app, "on the other side") == []


def test_overlapping_and_nested_codings_have_lanes_of_their_own_and_names(
    page: Page, app: Server, text: Transcript
) -> None:
    whole = "I wouldn't say we decided. It was more... On the twenty-fourth I had a call"
    parts = [(whole, "war"), ("we decided", "politics"), ("On the twenty-fourth", "war_causes")]
    overlapping = ("had a call in the morning", "daily_life")
    for wanted, code in [*parts, overlapping]:
        select(page, text, *words(text, wanted))
        press_code(page, code)
    wait_saved(page)
    page.keyboard.press("Escape")
    made = [one(app, wanted, code) for wanted, code in [*parts, overlapping]]
    names = study(app.folder).codebook().by_id
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


# ── changing ──


def test_a_click_on_a_bracket_chooses_the_coding_and_the_card_tells_of_it(
    page: Page, app: Server, text: Transcript
) -> None:
    theirs = study(app.folder).codings(transcript="P01", code="daily_prices", coder="Jelena")[0]
    bring(page, place(text, theirs.start)[0])
    brackets(page, theirs.id).first.click()
    card = page.get_by_role("region", name="Details")
    expect(card).to_contain_text("Prices and landlords")
    expect(card).to_contain_text("Jelena")
    expect(label(page, theirs.id)).to_have_class(re.compile("cd-chosen"))
    brackets(page, theirs.id).first.click()
    expect(card).not_to_contain_text("Jelena")
    label(page, theirs.id).click()
    expect(card).to_contain_text("Jelena")
    label(page, theirs.id).hover()
    title = label(page, theirs.id).get_attribute("title") or ""
    assert title.startswith("Prices and landlords · Jelena")


def test_an_edge_can_be_dragged_and_snaps_to_words(
    page: Page, app: Server, text: Transcript
) -> None:
    made = make(page, app, text, "a child and a plastic bag", "safety_children")
    for edge, point, at_end in (
        ("end", words(text, "you have a coffee")[1] - 2, True),
        ("start", words(text, "over the bridge")[0] + 2, False),
    ):
        handle = page.locator(f".cd-handle-{edge}").bounding_box()
        assert handle
        page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
        page.mouse.down()
        page.mouse.move(*point_at(page, text, point, end=at_end), steps=4)
        page.mouse.up()
    wait_saved(page)
    moved = study(app.folder).coding(made.id)
    assert moved.text == "over the bridge with a child and a plastic bag, you have a coffee"
    assert painted(page, made.id) == moved.text


def test_recoding_and_removing_with_undo_in_the_notice(
    page: Page, app: Server, text: Transcript
) -> None:
    made = make(page, app, text, "the white card", "papers")
    page.get_by_role("button", name="Recode").click()
    page.keyboard.type("Residence")
    page.keyboard.press("Enter")
    wait_saved(page)
    assert study(app.folder).coding(made.id).code == "papers_residence"
    page.get_by_role("region", name="Details").get_by_role("button", name="Remove").click()
    assert painted(page, made.id) == ""
    wait_saved(page)
    assert coded(app, "the white card") == []
    notice(page, "“Residence permit” removed.").get_by_role("button", name="Undo").click()
    wait_saved(page)
    assert coded(app, "the white card") == ["papers_residence"]
    assert painted(page, made.id) == "the white card"


def test_the_menu_on_the_text_offers_what_can_be_done_there(
    page: Page, app: Server, text: Transcript
) -> None:
    start, end = words(text, "a page out of a school notebook")
    select(page, text, start, end)
    page.mouse.click(*point_at(page, text, start + 4), button="right")
    menu = page.get_by_role("menu", name="What to do here")
    first = menu.get_by_role("menuitem").first
    name = (first.locator("span").text_content() or "").strip()
    first.click()
    wait_saved(page)
    (code,) = coded(app, "a page out of a school notebook")
    assert study(app.folder).codebook().by_id[code].name == name
    page.keyboard.press("Escape")
    page.mouse.click(*point_at(page, text, start + 4), button="right")
    menu.get_by_role("menuitem", name="Remove the coding").click()
    wait_saved(page)
    assert coded(app, "a page out of a school notebook") == []
    page.mouse.click(*point_at(page, text, start + 4), button="right")
    menu.get_by_role("menuitem", name="Copy a link to the turn").click()
    expect(notice(page, "The link is in the clipboard.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/annotate?transcript={text.id}&turn=27")


# ── memos ──


def test_memos_on_a_coding_a_turn_the_transcript_a_code_and_the_participant(
    page: Page, app: Server, text: Transcript
) -> None:
    made = make(page, app, text, "Caramel", "daily_life")
    page.get_by_label("Memo on this coding").fill("A kindness.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cd-scroller")).to_be_focused()
    wait_saved(page)
    assert memo_on(app, "coding", made.id) == "A kindness."
    expect(label(page, made.id)).to_contain_text("✎")

    page.keyboard.press("Escape")
    number = page.get_by_role("button", name="Turn 27, Vera")
    number.click(button="right")
    page.get_by_role("menuitem", name="Memo on the turn").click()
    write(page, "Memo: turn 27", "The queue again.")
    assert memo_on(app, "turn", f"{text.id}#27") == "The queue again."
    expect(page.locator("#cd-turn-27")).to_have_class(re.compile("cd-noted"))

    for item, title, kind, about in (
        ("Memo on this transcript", "Memo: P01", "transcript", text.id),
        ("Memo on the participant", "Memo: Vera", "participant", text.participant),
        ("Memo on the project", "Memo: sample", "project", "project"),
    ):
        page.get_by_role("button", name="Memos").click()
        page.get_by_role("menuitem", name=item).click()
        write(page, title, f"On the {kind}.")
        assert memo_on(app, kind, about) == f"On the {kind}."

    row(page, "war").click(button="right")
    page.get_by_role("menuitem", name="Note on this code").click()
    write(page, "Memo: The war", "Split this one?")
    assert memo_on(app, "code", "war") == "Split this one?"
    row(page, "war").locator(".cd-code").click()
    expect(page.get_by_role("region", name="Details")).to_contain_text("Split this one?")


def write(page: Page, title: str, memo: str) -> None:
    """Write a memo into the dialog that is open and wait until it is on disk."""
    expect(dialog(page, title)).to_be_visible()
    dialog(page, title).get_by_role("textbox").fill(memo)
    dialog(page, title).get_by_role("button", name="Save").click()
    wait_saved(page)


# ── undo ──


@dataclass(frozen=True)
class State:
    """What an act may change: codings, memos and the codebook's text."""

    codings: tuple[tuple[str, str], ...]
    memos: tuple[str, ...]
    codebook: str


def state(app: Server) -> State:
    project = study(app.folder)
    return State(
        tuple((c.code, c.text) for c in codings(app.folder)),
        tuple(sorted(m.text for m in project.memos())),
        book(app),
    )


def there_and_back(page: Page, app: Server, name: str, act: Callable[[], None]) -> None:
    """Do an act, undo it, redo it, undo it again: on disk and on the screen."""
    before, seen_before = state(app), painted_marks(page)
    act()
    wait_saved(page)
    after, seen_after = state(app), painted_marks(page)
    assert after != before, f"{name} did nothing"
    for key, there, seen in (
        ("Control+z", before, seen_before),
        ("Control+Shift+z", after, seen_after),
        ("Control+z", before, seen_before),
    ):
        page.keyboard.press(key)
        wait_saved(page)
        assert state(app) == there, f"{key} of {name}"
        assert painted_marks(page) == seen, f"{key} of {name} on the screen"


def test_every_act_on_a_coding_can_be_undone_and_done_again(
    page: Page, app: Server, text: Transcript
) -> None:
    made = make(page, app, text, "a new one", "politics")

    def palette(key: str, typed: str) -> Callable[[], None]:
        def act() -> None:
            page.keyboard.press(key)
            page.keyboard.type(typed)
            page.keyboard.press("Enter")

        return act

    def memo() -> None:
        page.get_by_label("Memo on this coding").fill("Look again.")
        page.keyboard.press("Control+Enter")

    acts: dict[str, Callable[[], None]] = {
        "apply": palette("c", "Compassion"),
        "edges": lambda: page.keyboard.press("["),
        "recode": palette("r", "Engagement"),
        "memo": memo,
        "code.add": palette("c", "Cameras everywhere"),
        "remove": lambda: page.keyboard.press("Delete"),
    }
    for name, act in acts.items():
        there_and_back(page, app, name, act)
    assert painted(page, made.id) == "a new one"
    undo = page.locator(".cd-bar").get_by_role("button", name="Undo")
    expect(undo).to_have_attribute("title", re.compile("Undo: Politics in Russia on P01"))


def test_every_act_on_a_code_can_be_undone_and_done_again(page: Page, app: Server) -> None:
    def rename() -> None:
        menu_of(page, "engagement_active", "Edit")
        form = dialog(page, "Edit “Protest and donating”")
        form.get_by_label("Name").fill("Taking part")
        form.get_by_role("button", name="Save").click()

    def to_another(item: str, name: str) -> Callable[[], None]:
        def act() -> None:
            menu_of(page, "engagement_active", item)
            page.keyboard.type(name)
            page.keyboard.press("Enter")

        return act

    def remove() -> None:
        menu_of(page, "engagement", "Remove from the codebook")
        page.get_by_role("dialog").get_by_role("button", name="Remove").click()

    there_and_back(page, app, "code.edit", rename)
    there_and_back(page, app, "code.move", to_another("Move below another", "Papers"))
    there_and_back(page, app, "code.merge", to_another("Merge into another", "Papers"))
    there_and_back(page, app, "code.remove", remove)


def test_somebody_else_can_take_the_chair(page: Page, app: Server, text: Transcript) -> None:
    bring(page, 108)
    page.locator(".cd-me").click()
    page.get_by_role("menuitem", name="Code as somebody else").click()
    dialog(page, "Who codes?").get_by_role("textbox").fill("Ana")
    page.keyboard.press("Enter")
    expect(page.locator(".cd-me")).to_have_text("Ana")
    wait_open(page, "P01")
    start, end = words(text, "The cat's fine.")
    come_in_sight(page, text, start)
    select(page, text, start, end)
    press_code(page, "daily_life")
    wait_saved(page)
    made = [c for c in codings(app.folder, "P01", coder="Ana") if c.text == "The cat's fine."]
    assert [c.code for c in made] == ["daily_life"]
    page.locator(".cd-me").click()
    page.get_by_role("menuitem", name="Code as somebody else").click()
    dialog(page, "Who codes?").get_by_role("textbox").fill(CODER)
    page.keyboard.press("Enter")
    expect(page.locator(".cd-me")).to_have_text(CODER)
    wait_open(page, "P01")
    expect(label(page, made[0].id)).to_contain_text("An")


# ── the codebook beside the text ──


def test_a_code_is_added_edited_moved_merged_and_removed_in_the_tree(
    page: Page, app: Server, text: Transcript
) -> None:
    before = comments(app)
    page.get_by_role("button", name="Add a code", exact=True).click()
    form = dialog(page, "Add a code")
    form.get_by_label("Name").fill("Weather")
    form.get_by_label("Include: what belongs here").fill("rain\nsnow")
    form.get_by_role("button", name="Save").click()
    wait_saved(page)
    code = study(app.folder).codebook().by_id["weather"]
    assert (code.name, code.include, code.parent) == ("Weather", ("rain", "snow"), "")

    select(page, text, *words(text, "it's warm"))
    press_code(page, "weather")
    row(page, "weather").click(button="right")
    page.get_by_role("menuitem", name="Edit").click()
    form = dialog(page, "Edit “Weather”")
    form.get_by_label("Name").fill("Seasons")
    form.get_by_label("Definition").fill("What the sky does.")
    form.get_by_label("Colour").fill("#123456")
    form.get_by_role("button", name="Save").click()
    wait_saved(page)
    code = study(app.folder).codebook().by_id["weather"]
    assert (code.name, code.definition, code.color) == ("Seasons", "What the sky does.", "#123456")
    expect(row(page, "weather").locator(".cd-code")).to_have_attribute(
        "title", re.compile("What the sky does.")
    )

    menu_of(page, "weather", "Move below another")
    page.keyboard.type("Daily life")
    page.keyboard.press("Enter")
    wait_saved(page)
    assert study(app.folder).codebook().by_id["weather"].parent == "daily_life"

    menu_of(page, "weather", "Merge into another")
    page.keyboard.type("Language and circle")
    page.keyboard.press("Enter")
    wait_saved(page)
    assert "weather" not in study(app.folder).codebook()
    assert coded(app, "it's warm") == ["daily_circle"]

    page.keyboard.press("Control+z")
    wait_saved(page)
    menu_of(page, "weather", "Remove from the codebook")
    dialog(page, "Remove “Seasons”?").get_by_role("button", name="Remove").click()
    wait_saved(page)
    assert "weather" not in study(app.folder).codebook()
    assert coded(app, "it's warm") == []
    assert comments(app) == before


def menu_of(page: Page, code: str, item: str) -> None:
    """Take an item of a code's menu."""
    row(page, code).hover()
    row(page, code).locator(".cd-dots").click()
    page.get_by_role("menuitem", name=item).click()


def test_the_tree_is_searched_and_a_pinned_code_keeps_its_number(page: Page) -> None:
    page.get_by_label("Find a code in the codebook").fill("donate")
    expect(page.locator(".cd-codes li")).to_have_count(1)
    menu_of(page, "engagement_active", "Pin to a number")
    page.get_by_label("Find a code in the codebook").fill("")
    number = key_of(page, "engagement_active")
    page.reload()
    wait_open(page, "P01")
    assert key_of(page, "engagement_active") == number


# ── seeing ──


def test_codes_and_coders_can_be_filtered(page: Page, app: Server) -> None:
    project = study(app.folder)
    everybody = {c.id for c in project.codings(transcript="P01")}
    safety = {c.id for c in project.codings(transcript="P01", code="safety")}
    marko = {c.id for c in project.codings(transcript="P01", coder="Marko")}
    assert shown(page) == everybody
    page.get_by_label("Show codings by").select_option("Marko")
    assert shown(page) == marko
    menu_of(page, "safety", "Show only this code")
    assert shown(page) == marko & safety
    page.get_by_label("Show codings by").select_option("All coders")
    assert shown(page) == safety
    page.get_by_role("button", name="Show all").first.click()
    assert shown(page) == everybody


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
        found = page.evaluate("[...CSS.highlights.get('cd-hit-now')][0].toString()")
        assert found.lower() == "tulips"
    page.keyboard.press("Escape")
    expect(page.get_by_role("search")).to_be_hidden()
    assert page.evaluate("CSS.highlights.size") == 0


def in_sight(page: Page, text: Transcript, point: int) -> bool:
    """Say whether a character stands inside the desk's window."""
    frame = page.locator(".cd-scroller").bounding_box()
    assert frame
    box = box_at(page, text, point)
    return frame["y"] <= box["top"] and box["bottom"] <= frame["y"] + frame["height"]


def come_in_sight(page: Page, text: Transcript, point: int) -> None:
    """Wait until a character stands inside the desk's window."""
    wait_until(lambda: in_sight(page, text, point), 5, what="it comes in sight")


def test_find_in_all_transcripts_jumps_to_another_one(page: Page, app: Server) -> None:
    hits = study(app.folder).search("landlady")
    hit = next(h for h in hits if h.name not in ("P01", "P02"))
    page.keyboard.press("/")
    page.keyboard.type("landlady")
    page.keyboard.press("Control+Enter")
    results = page.locator(".cd-result")
    expect(results).to_have_count(len(hits))
    results.filter(has_text=hit.name).first.click()
    wait_open(page, hit.name)
    come_in_sight(page, transcript(app.folder, hit.name), hit.start)
    expect(page.locator(".cd-find input")).to_have_value("landlady")


def test_the_translation_stands_beside_each_turn(page: Page, app: Server) -> None:
    open_transcript(page, app, "P02")
    other = transcript(app.folder, "P02-ru")
    beside = page.locator("#cd-turn-5 .cd-parallel")
    expect(beside).to_be_hidden()
    page.get_by_role("button", name="Translation beside").click()
    expect(beside).to_be_visible()
    turn = other.turns[4]
    expect(beside).to_have_text(other.text[turn.start : turn.end])
    left = page.locator("#cd-turn-5 .cd-words").bounding_box()
    right = beside.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    page.get_by_role("button", name="Translation beside").click()
    expect(beside).to_be_hidden()


def test_one_comes_back_to_where_one_was(page: Page, app: Server, text: Transcript) -> None:
    bring(page, 50)
    page.wait_for_timeout(700)  # a person looks before leaving
    page.get_by_role("button", name="Next transcript").click()
    wait_open(page, "P02")
    page.get_by_role("button", name="Previous transcript").click()
    wait_open(page, "P01")
    come_in_sight(page, text, text.turns[50].start)
    bring(page, 80)
    page.wait_for_timeout(700)
    page.get_by_role("link", name="Overview").click()
    expect(page.locator(".cd-root")).to_have_count(0)
    page.get_by_role("link", name="Code", exact=True).click()
    wait_open(page, "P01")
    come_in_sight(page, text, text.turns[80].start)


def test_a_link_leads_to_its_turn(page: Page, app: Server, text: Transcript) -> None:
    open_transcript(page, app, "P01", turn=61)
    expect(page.locator("#cd-turn-61")).to_have_class(re.compile("cd-current"))
    come_in_sight(page, text, text.turns[60].start)


def test_a_click_on_the_overview_goes_there(page: Page, text: Transcript) -> None:
    strip = page.locator(".cd-overview").bounding_box()
    assert strip
    for share in (0.9, 0.05, 0.5):
        page.mouse.click(strip["x"] + 20, strip["y"] + share * strip["height"])
        page.evaluate("new Promise((done) => setTimeout(done, 80))")
        come_in_sight(page, text, at_share(text, share))


def at_share(text: Transcript, share: float) -> int:
    """Return the character at a share of a transcript, or the next one that is spoken."""
    at = int(share * len(text.text))
    return max(at, next(t.start for t in text.turns if t.end > at))


# ── what must not happen ──


def test_a_refused_act_is_undone_on_the_screen_with_the_reason(
    page: Page, app: Server, text: Transcript
) -> None:
    file = app.folder / "codebook.yaml"
    kept = file.read_text(encoding="utf-8")
    select(page, text, *words(text, "I log out of everything"))
    before = painted_marks(page)
    try:
        # Behind the desk's back, in the moment before it is told.
        file.write_text(codebook.remove(kept, "lgbt_rights"), encoding="utf-8")
        row(page, "lgbt_rights").locator(".cd-code").click()
        expect(notice(page, "Not done: there is no code `lgbt_rights`.")).to_be_visible()
        wait_saved(page)
        assert painted_marks(page) == before
        assert coded(app, "I log out of everything") == []
    finally:
        file.write_text(kept, encoding="utf-8")
    expect(row(page, "lgbt_rights")).to_be_visible()


def painted_marks(page: Page) -> list[str]:
    """Return the words that are painted and with what, in the order of the text."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.cd-mark')].map((m) => m.dataset.ids + m.textContent)"
    )
    return sorted(found)


def test_other_peoples_reruns_change_nothing_in_the_transcript(
    page: Page, app: Server, browser: Browser, text: Transcript
) -> None:
    """Not even after somebody made a code, which the wire tells again with each of its rounds."""
    select(page, text, *words(text, "I clean the phone"))
    top = scroll_top(page)
    with opened(browser) as other:
        # The page itself has nothing more to send: not even where it was read last.
        wait_for(page, "!__codingHub.pendingPlace")
        page.wait_for_timeout(1200)
        open_transcript(other, app, "P03")
        there = transcript(app.folder, "P03")
        select(other, there, there.turns[4].start, there.turns[4].start + 12)
        other.keyboard.press("c")
        other.keyboard.type("Wool")
        other.keyboard.press("Enter")
        wait_saved(other)
        expect(row(page, "wool")).to_be_visible()
        page.wait_for_timeout(300)  # the margin is drawn in the frame after
        count_changes(page)
        press_code(other, "war")
        wait_saved(other)
        other.get_by_role("link", name="Overview").click()
        expect(other.locator(".cd-root")).to_have_count(0)
    rerun(page)
    page.wait_for_timeout(4500)  # the wire asks for news every four seconds
    assert changes(page) == 0
    assert selected(page) == "I clean the phone"
    assert scroll_top(page) == top


def rerun(page: Page) -> None:
    """Let Streamlit run the whole app again in this session, as its own key R does."""
    page.evaluate(
        """const app = document.querySelector("[data-testid=stApp]");
           window.reruns = 0;
           new MutationObserver(() => {
             if (app.dataset.testScriptState === "running") window.reruns += 1;
           }).observe(app, { attributes: true });"""
    )
    page.get_by_role("link", name="Overview").focus()
    page.keyboard.press("r")
    wait_for(page, "window.reruns > 0")
    wait_for(
        page, "document.querySelector('[data-testid=stApp]').dataset.testScriptState[0] === 'n'"
    )
    page.locator(".cd-scroller").evaluate("(e) => e.focus({ preventScroll: true })")


def test_no_act_moves_the_text_or_takes_the_focus(
    page: Page, app: Server, text: Transcript
) -> None:
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
    browser: Browser, app: Server, text: Transcript
) -> None:
    with opened(browser, viewport={"width": 375, "height": 740}, has_touch=True) as small:
        open_transcript(small, app, "P01")
        assert small.evaluate("document.documentElement.scrollWidth") <= 375
        spoken = small.locator("#cd-turn-5 .cd-words").bounding_box()
        assert spoken
        assert spoken["width"] >= 375 * 0.75
        assert spoken["x"] + spoken["width"] <= 375
