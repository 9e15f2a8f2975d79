"""What a researcher changes on the coding desk with a mouse: codings, memos, codes; and back again.

One page serves the whole file: each test works on words of its own in the sample's P01.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from desk import (
    CODER,
    brackets,
    bring,
    codings,
    dialog,
    key_of,
    label,
    notice,
    painted,
    place,
    point_at,
    row,
    select,
    study,
    wait_open,
    wait_saved,
    words,
)
from desk_acts import (
    book,
    coded,
    come_in_sight,
    comments,
    make,
    memo_on,
    menu_of,
    painted_marks,
    press_code,
)
from desk_server import Shown
from playwright.sync_api import Page, expect

from coding.model import Transcript

# ── changing ──


def test_a_click_on_a_bracket_chooses_the_coding_and_the_card_tells_of_it(
    page: Page, app: Shown, text: Transcript
) -> None:
    theirs = study(app.folder).codings.all(transcript="P01", code="daily_prices", coder="Jelena")[0]
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
    page: Page, app: Shown, text: Transcript
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
    moved = study(app.folder).codings.get(made.id)
    assert moved.text == "over the bridge with a child and a plastic bag, you have a coffee"
    assert painted(page, made.id) == moved.text


def test_recoding_and_removing_with_undo_in_the_notice(
    page: Page, app: Shown, text: Transcript
) -> None:
    made = make(page, app, text, "the white card", "papers")
    page.get_by_role("button", name="Recode").click()
    page.keyboard.type("Residence")
    page.keyboard.press("Enter")
    wait_saved(page)
    assert study(app.folder).codings.get(made.id).code == "papers_residence"
    page.get_by_role("region", name="Details").get_by_role("button", name="Remove").click()
    assert painted(page, made.id) == ""
    wait_saved(page)
    assert coded(app, "the white card") == []
    notice(page, "“Residence permit” removed.").get_by_role("button", name="Undo").click()
    wait_saved(page)
    assert coded(app, "the white card") == ["papers_residence"]
    assert painted(page, made.id) == "the white card"


def test_the_menu_on_the_text_offers_what_can_be_done_there(
    page: Page, app: Shown, text: Transcript
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
    assert study(app.folder).codes.book().by_id[code].name == name
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
    page: Page, app: Shown, text: Transcript
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
    page.get_by_role("menuitem", name="Memo on this code").click()
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


def state(app: Shown) -> State:
    project = study(app.folder)
    return State(
        tuple((c.code, c.text) for c in codings(app.folder)),
        tuple(sorted(m.text for m in project.memos.all())),
        book(app),
    )


def there_and_back(page: Page, app: Shown, name: str, act: Callable[[], None]) -> None:
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
    page: Page, app: Shown, text: Transcript
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


def test_every_act_on_a_code_can_be_undone_and_done_again(page: Page, app: Shown) -> None:
    def rename() -> None:
        menu_of(page, "engagement_active", "Edit")
        form = dialog(page, "Edit “Protest and donating”")
        form.get_by_label("Name (en)").fill("Taking part")
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


def test_somebody_else_can_take_the_chair(page: Page, app: Shown, text: Transcript) -> None:
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
    page: Page, app: Shown, text: Transcript
) -> None:
    before = comments(app)
    page.get_by_role("button", name="Add a code", exact=True).click()
    form = dialog(page, "Add a code")
    form.get_by_label("Name (en)").fill("safety")
    form.get_by_role("button", name="Add").click()
    expect(form.get_by_role("alert")).to_contain_text("There is a code “Safety” already.")
    form.get_by_label("Name (en)").fill("Weather")
    form.get_by_label("Include: what belongs here").fill("rain\nsnow")
    form.get_by_text("Keywords, examples").click()
    form.get_by_label("Keywords, one a line (ru)").fill("дождь")
    form.get_by_role("button", name="Add").click()
    wait_saved(page)
    code = study(app.folder).codes.book().by_id["weather"]
    assert (code.name, code.include, code.parent) == ("Weather", ("rain", "snow"), "")
    assert code.keywords == {"ru": ("дождь",)}

    select(page, text, *words(text, "it's warm"))
    press_code(page, "weather")
    row(page, "weather").click(button="right")
    page.get_by_role("menuitem", name="Edit").click()
    form = dialog(page, "Edit “Weather”")
    form.get_by_label("Name (en)").fill("Seasons")
    form.get_by_label("Definition: what it means").fill("What the sky does.")
    form.get_by_label("Colour").fill("#123456")
    form.get_by_role("button", name="Save").click()
    wait_saved(page)
    code = study(app.folder).codes.book().by_id["weather"]
    assert (code.name, code.definition, code.color) == ("Seasons", "What the sky does.", "#123456")
    expect(row(page, "weather").locator(".cd-code")).to_have_attribute(
        "title", re.compile("What the sky does.")
    )

    menu_of(page, "weather", "Move below another")
    page.keyboard.type("Daily life")
    page.keyboard.press("Enter")
    wait_saved(page)
    assert study(app.folder).codes.book().by_id["weather"].parent == "daily_life"

    menu_of(page, "weather", "Merge into another")
    page.keyboard.type("Language and circle")
    page.keyboard.press("Enter")
    wait_saved(page)
    assert "weather" not in study(app.folder).codes.book()
    assert coded(app, "it's warm") == ["daily_circle"]

    page.keyboard.press("Control+z")
    wait_saved(page)
    menu_of(page, "weather", "Remove from the codebook")
    dialog(page, "Remove “Seasons”?").get_by_role("button", name="Remove").click()
    wait_saved(page)
    assert "weather" not in study(app.folder).codes.book()
    assert coded(app, "it's warm") == []
    assert comments(app) == before


def test_the_tree_is_searched_and_a_pinned_code_keeps_its_number(page: Page) -> None:
    page.get_by_label("Find a code in the codebook").fill("donate")
    expect(page.locator(".cd-codes li")).to_have_count(1)
    menu_of(page, "engagement_active", "Pin to a number")
    page.get_by_label("Find a code in the codebook").fill("")
    number = key_of(page, "engagement_active")
    page.reload()
    wait_open(page, "P01")
    assert key_of(page, "engagement_active") == number
