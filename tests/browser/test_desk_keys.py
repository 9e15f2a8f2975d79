"""The coding desk by the keyboard alone: not one test here touches the mouse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from desk import (
    codings,
    dialog,
    full_runs,
    highlighted,
    notice,
    open_transcript,
    opened,
    row,
    said,
    selected,
    study,
    transcript,
    wait_for,
    wait_open,
    wait_saved,
)
from desk_server import Shown, wait_for_frames, wait_until_drawn
from playwright.sync_api import Browser, Page, expect

MOUSE = """
  window.mouse = 0;
  for (const event of ["pointerdown", "pointermove", "mousedown", "mousemove", "wheel", "touchstart"])
    addEventListener(event, (e) => {
      // A browser that lays a page out anew looks what lies under a mouse that nobody moves.
      const still = e.type.endsWith("move") && !e.movementX && !e.movementY;
      if (!still) window.mouse += 1;
    }, true);
"""

HEARING = {"z", "Z", "(", ")", "L", "I"}  # tried where there is a recording


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page on which nothing was done with a mouse when the test is over."""
    with opened(browser, script=MOUSE) as page:
        yield page
        assert page.evaluate("window.mouse") == 0


def focus(page: Page, wanted: str, *, key: str = "Tab", at_most: int = 120) -> None:
    """Press Tab until an element with these words or this label has the focus."""
    for _ in range(at_most):
        page.keyboard.press(key)
        has = page.evaluate(
            "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
        )
        if has and re.fullmatch(wanted, has.strip()):
            return
    raise AssertionError(f"{at_most} times {key} never came to {wanted}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


WAITING = """__codingHub.desk.proposals.current.rows.filter(
  (row) => __codingHub.desk.proposals.waits(row)).length"""
"""How many codes of the passage that has the focus are still to be decided."""


def held(page: Page) -> str:
    """Return the words that are painted as taken, wherever the focus is."""
    return highlighted(page, "cd-taken")


def shown(page: Page, what: str) -> str:
    """Return a value of the desk as text."""
    return str(page.evaluate(f"String(__codingHub.desk.{what})"))


def test_a_transcript_is_opened_coded_and_left_without_a_mouse(page: Page, app: Shown) -> None:
    page.goto(app.url)
    wait_until_drawn(page)
    focus(page, "Code")
    press(page, "Enter")
    wait_open(page, "P01")
    text = transcript(app.folder, "P01")
    expect(page.locator(".cd-scroller")).to_be_focused()

    press(page, "j", "j", "j", "j", "j", "k")  # the fifth turn
    press(page, "ArrowRight", "ArrowRight", "ArrowLeft")
    assert selected(page) == "The"
    press(page, "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft")
    assert selected(page) == "ninth of"
    press(page, "Shift+ArrowDown")
    assert selected(page) == "ninth of March, twenty-two."
    code_of_two = page.evaluate("__codingHub.desk.quick.slots[1]")
    press(page, "2")
    wait_saved(page)
    assert said(app.folder, "P01") == [(code_of_two, "ninth of March, twenty-two.")]

    press(page, "c")
    page.keyboard.type("street")
    press(page, "Enter")
    wait_saved(page)
    assert [c.code for c in codings(app.folder, "P01")] == sorted([code_of_two, "safety_street"])

    press(page, "Escape", ",")  # back to what was made last
    while shown(page, "model.view.codings.get(__codingHub.desk.selected).coder") != "tester":
        press(page, ".")
    chosen = shown(page, "selected")
    press(page, "m")
    page.keyboard.type("Why the date?")
    press(page, "Control+Enter")
    wait_saved(page)
    assert [m.text for m in study(app.folder).memos.all(kind="coding", about=chosen)] == [
        "Why the date?"
    ]

    press(page, "[", "}")
    wait_saved(page)
    assert study(app.folder).codings.get(chosen).text == "The ninth of March"
    press(page, "Control+z")
    wait_saved(page)
    assert study(app.folder).codings.get(chosen).text == "The ninth of March, twenty-two."
    press(page, "Control+Shift+Z")
    wait_saved(page)
    assert study(app.folder).codings.get(chosen).text == "The ninth of March"

    press(page, "Delete")
    wait_saved(page)
    assert len(codings(app.folder, "P01")) == 1
    press(page, "Control+z")
    wait_saved(page)
    assert study(app.folder).codings.get(chosen).text == "The ninth of March"

    press(page, ">")
    wait_open(page, "P02")
    expect(page.locator(".cd-scroller")).to_be_focused()
    press(page, "x")
    other = transcript(app.folder, "P02").turns[0]
    assert selected(page) == transcript(app.folder, "P02").text[other.start : other.end]
    assert text.id != transcript(app.folder, "P02").id


def test_every_part_of_the_desk_is_reached_with_tab(page: Page, app: Shown) -> None:
    open_transcript(page, app, "P01")
    press(page, "j", "j", "x")
    wanted = selected(page)
    for part in (
        "Previous transcript",
        "Transcript: .*",
        "Who codes.*|tester",
        "Memos",
        "Shortcuts",
    ):
        focus(page, part)
    focus(page, "Find a code in the codebook")
    focus(page, r"[A-Z][a-z]\s+Citizenship.*")
    assert held(page) == wanted, "what will be coded can no longer be seen"
    press(page, "Enter")
    wait_saved(page)
    assert ("papers_citizenship", wanted) in said(app.folder, "P01")
    focus(page, "Memos", key="Shift+Tab")
    press(page, "Enter", "ArrowDown", "Enter")
    expect(dialog(page, "Memo: Vera")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("button", name="Memos")).to_be_focused()


def test_every_shortcut_that_the_help_lists_does_what_it_says(page: Page, app: Shown) -> None:
    open_transcript(page, app, "P02")
    text = transcript(app.folder, "P02")
    tried: set[str] = set()

    def turn() -> int:
        return int(shown(page, "selection.turn"))

    def tries(label: str, *keys: str) -> None:
        """Press the keys that the help calls `label`."""
        tried.add(label)
        press(page, *keys)

    def mine() -> list[tuple[str, str]]:
        wait_saved(page)
        return said(app.folder, "P02")

    # Read
    tries("j", "j", "j", "j")
    assert turn() == 3
    tries("k", "k")
    assert turn() == 2
    tries(".", ".")
    first = shown(page, "selected")
    press(page, ".")
    assert shown(page, "selected") not in (first, "null")
    tries(",", ",")
    assert shown(page, "selected") == first
    tries("g", "g")
    page.keyboard.type("9")
    press(page, "Enter")
    assert turn() == 8
    tries("t", "t")
    expect(page.locator(".cd-root")).to_have_class(re.compile("cd-beside"))
    for number, key in enumerate("JK", start=1):
        tries(key, f"Shift+{key}")
        expect(notice(page, "surely aligned")).to_have_count(number)
    tries("M", "Shift+M")
    expect(page.locator(".cd-menu")).to_be_visible()
    press(page, "Escape")
    tries("Y", "Shift+Y")
    wait_for(page, "__codingHub.desk.model.beside.pairOf(9)?.state === 'hand'")
    press(page, "t")
    size = float(shown(page, "settings.kept.size"))
    tries("+", "+", "+")
    assert float(shown(page, "settings.kept.size")) == size + 2
    tries("−", "-", "-")
    assert float(shown(page, "settings.kept.size")) == size
    tries("/", "/")
    expect(page.get_by_label("Find in this transcript")).to_be_focused()
    page.keyboard.type("war")
    press(page, "Enter")
    at = int(shown(page, "find.at"))
    tries("n", "n")
    assert int(shown(page, "find.at")) == at + 1
    tries("N", "Shift+N")
    assert int(shown(page, "find.at")) == at
    press(page, "Escape", "Escape")  # the chosen coding first, then the search
    expect(page.get_by_role("search")).to_be_hidden()

    # Select
    press(page, "g")
    page.keyboard.type("2")
    press(page, "Enter")
    spoken = text.text[text.turns[1].start : text.turns[1].end]
    listed = re.findall(r"[\w'’-]+", spoken)
    tries("→", "ArrowRight", "ArrowRight")
    assert selected(page) == listed[1]
    tries("←", "ArrowLeft")
    assert selected(page) == listed[0]
    tries("⇧→", "Shift+ArrowRight")
    assert re.findall(r"[\w'’-]+", selected(page)) == listed[:2]
    tries("⇧←", "Shift+ArrowLeft")
    assert selected(page) == listed[0]
    tries("⇧↓", "Shift+ArrowDown")
    sentence = selected(page)
    assert sentence[-1] in ".?!"
    assert spoken.startswith(sentence)
    press(page, "Shift+ArrowDown")
    assert len(selected(page)) > len(sentence)
    press(page, "j", "k", "ArrowRight", *["Shift+ArrowRight"] * (len(sentence.split()) + 1))
    press(page, "ArrowRight")
    tries("⇧↑", "Shift+ArrowUp")
    assert len(selected(page).split()) > 1
    press(page, "Escape")
    tries("s", "j", "k", "s")
    assert selected(page) == sentence
    tries("x", "x")
    assert selected(page) == spoken
    tries("esc", "Escape")
    assert selected(page) == ""

    # Code
    press(page, "s")
    tries("1 … 9 0", "0")
    assert [words for _, words in mine()] == [sentence]
    press(page, "3")
    assert [words for _, words in mine()] == [sentence, sentence]
    tries("c", "c")
    page.keyboard.type("Whatever comes")
    press(page, "Enter")
    assert ("whatever_comes", sentence) in mine()
    press(page, "j", "ArrowRight")
    word = selected(page)
    tries("v", "v")
    code = next(code for code, words in mine() if words == word)
    assert study(app.folder).codes.book().by_id[code].name == word
    press(page, "Escape", ",")  # back to what was made last
    while shown(page, "model.view.codings.get(__codingHub.desk.selected).coder") != "tester":
        press(page, ".")
    chosen = shown(page, "selected")
    tries("r", "r")
    page.keyboard.type("Pap")
    press(page, "Enter")
    wait_saved(page)
    assert study(app.folder).codings.get(chosen).code == "papers"
    tries("m", "m")
    page.keyboard.type("Hm.")
    press(page, "Control+Enter")
    wait_saved(page)
    assert len(study(app.folder).memos.all(kind="coding", about=chosen)) == 1
    tries("O", "Shift+O")
    page.keyboard.type("In short.")
    press(page, "Enter")
    wait_saved(page)
    own = study(app.folder).memos.all(kind="paraphrase", about=chosen)
    assert [memo.text for memo in own] == ["In short."]
    tries("*", "*", "*")
    wait_saved(page)
    assert study(app.folder).stars.all() == {chosen: 2}
    tries("i", "i")
    expect(page.locator(".cd-menu")).to_be_visible()
    press(page, "Enter")
    page.keyboard.type("Chapter")
    press(page, "Enter")
    wait_saved(page)
    assert chosen in {p.coding for p in study(app.folder).baskets.get("Chapter").picks}
    tries("B", "Shift+B")
    wait_saved(page)
    at = turn()
    assert list(study(app.folder).bookmarks.all("tester").values()) == [text.turns[at].start]
    press(page, "Escape", "j", "j")
    tries("h", "h")
    assert turn() == at
    tries("u", "u")
    assert int(shown(page, "selection.turn")) >= 0
    page.evaluate("(id) => __codingHub.desk.choose(id)", chosen)
    edges = study(app.folder).codings.get(chosen)
    for key, moved in (("[", (-1, 0)), ("{", (1, 0)), ("}", (0, -1)), ("]", (0, 1))):
        before = study(app.folder).codings.get(chosen)
        tries(key, key)
        wait_saved(page)
        after = study(app.folder).codings.get(chosen)
        signs = [
            (b > a) - (b < a) for a, b in ((before.start, after.start), (before.end, after.end))
        ]
        assert tuple(signs) == moved, f"{key} moved the edges by {signs}"
    assert study(app.folder).codings.get(chosen).text.rstrip(".") == edges.text.rstrip(".")
    tries("⌫", "Backspace")
    wait_saved(page)
    assert chosen not in {c.id for c in codings(app.folder)}

    # Suggestions
    def focused() -> list[int]:
        found: list[int] = page.evaluate("__codingHub.desk.proposals.current.points")
        return found

    def codes() -> list[str]:
        found: list[str] = page.evaluate(
            "__codingHub.desk.proposals.current.rows.map((row) => row.code)"
        )
        return found

    def go_on_to_several() -> None:
        """Go on to a passage with three codes: how many one has depends on what was just learned."""
        for _ in range(30):
            press(page, "p")
            if len(codes()) == page.evaluate(WAITING) == 3:
                return
        raise AssertionError("no passage has three codes")

    def decided() -> list[tuple[str, str]]:
        wait_saved(page)
        return [(d.code, str(d.choice)) for d in study(app.folder).suggestions.decisions()]

    press(page, "Escape", "Escape", "g")
    page.keyboard.type("1")
    press(page, "Enter")
    wait_for(page, "__codingHub.desk.proposals.about?.total > 3")
    tries("p", "p")
    here = focused()
    press(page, "p")
    assert focused() > here
    tries("P", "Shift+P")
    assert focused() == here
    rows = codes()
    tries("y", "y")
    expect(page.locator(".cd-why")).to_be_visible()
    press(page, "?")
    expect(page.locator(".cd-why")).to_be_hidden()
    tries("q", "q")
    assert decided() == [(rows[0], "accept")]
    page.evaluate("__codingHub.desk.proposals.set({ step: 4 })")
    wait_for(page, "__codingHub.desk.proposals.about?.total > 30")
    go_on_to_several()
    marked = shown(page, "proposals.active.code")
    tries("o", "o")
    assert shown(page, "proposals.active.code") != marked
    for label, key, row_of, choice in (
        ("Q", "Shift+Q", 0, "reject"),
        ("w", "w", 1, "accept"),
        ("W", "Shift+W", 1, "reject"),
        ("e", "e", 2, "accept"),
        ("E", "Shift+E", 2, "reject"),
    ):
        page.evaluate("__codingHub.desk.proposals.set({ step: 4 })")
        wait_for(page, "__codingHub.desk.proposals.about?.total > 30")
        go_on_to_several()
        rows = codes()
        tries(label, key)
        assert decided()[-1] == (rows[row_of], choice)
    press(page, "p")
    rows = codes()
    tries("f", "f")
    assert decided()[-len(rows) :] == [(code, "skip") for code in rows]
    rows = codes()
    tries("d", "d")
    assert decided()[-len(rows) :] == [(code, "reject") for code in rows]
    press(page, "Escape")
    tries("l", "x", "l")
    expect(page.locator(".cd-result").first).to_be_focused()
    press(page, "Escape", "Escape")

    tries("D", "Shift+D")
    expect(notice(page, "is done")).to_be_visible()
    wait_saved(page)
    assert list(study(app.folder).done.all().values()) == [["tester"]]
    tries("G", "Shift+G")
    expect(page.get_by_label("Find an interview")).to_be_focused()
    expect(page.locator(".cd-choice[aria-current] .cd-done")).to_be_visible()
    press(page, "Escape")
    expect(page.locator(".cd-picker")).to_have_count(0)
    tries("F", "Shift+F")
    expect(page.get_by_role("dialog", name="What is shown")).to_be_visible()
    press(page, "Escape")
    expect(page.locator(".cd-picker")).to_have_count(0)
    tries("H", "Shift+H")
    expect(page.get_by_label("Words to find in all interviews")).to_be_focused()
    press(page, "Escape")
    tries("a", "a")
    row(page, "safety").locator(".cd-code").focus()
    press(page, "Enter")
    read = len(study(app.folder).segments.of(["safety"]))
    wait_for(page, f"__codingHub.desk.segments.reading.told?.total === {read}")
    press(page, "a")
    wait_open(page, "P01")  # until it is open, keys are not meant for it
    chosen_row = page.locator(".cd-seg.cd-chosen")
    expect(chosen_row).to_have_count(1)
    first_row = chosen_row.get_attribute("data-key") or ""
    press(page, "a")
    expect(chosen_row).not_to_have_attribute("data-key", first_row)
    tries("A", "Shift+A")
    expect(chosen_row).to_have_attribute("data-key", first_row)
    page.locator(".cd-bar").get_by_role("button", name="Segments").focus()
    press(page, "Enter")
    expect(page.locator(".cd-segments")).to_be_hidden()
    press(page, ">")
    wait_open(page, "P02")

    # Who speaks
    tries("S", "Shift+S")
    expect(page.locator(".cd-menu")).to_be_visible()
    press(page, "Escape")
    expect(page.locator(".cd-menu")).to_have_count(0)

    tries("C", "Shift+C")
    corrected = page.get_by_role("textbox", name="What is said in this turn")
    expect(corrected).to_be_focused()
    press(page, "Escape")
    expect(corrected).to_have_count(0)

    # Anything
    press(page, "Escape")
    chosen = codings(app.folder, "P02")[0].id
    page.evaluate("(id) => __codingHub.desk.choose(id)", chosen)
    press(page, "Delete")
    wait_saved(page)
    assert chosen not in {c.id for c in codings(app.folder)}
    tries("Ctrl Z", "Control+z")
    wait_saved(page)
    assert chosen in {c.id for c in codings(app.folder)}
    tries("Ctrl ⇧ Z", "Control+Shift+Z")
    wait_saved(page)
    assert chosen not in {c.id for c in codings(app.folder)}
    tries("b", "b")
    expect(page.locator(".cd-tree")).to_be_hidden()
    press(page, "b")
    expect(page.locator(".cd-tree")).to_be_visible()
    tries("?", "?")
    help_ = dialog(page, "Shortcuts")
    listed_keys = set(help_.locator("kbd").all_text_contents())
    press(page, "Escape")
    expect(help_).to_have_count(0)
    tries("R", "Shift+R")
    expect(page.locator(".cd-palette")).to_be_visible()
    press(page, "Escape")
    tries("T", "Shift+T")
    expect(page.locator(".cd-table td[tabindex='0']")).to_be_focused()
    press(page, "u")
    wait_open(page, "P02")
    tries(">", ">")
    wait_open(page, "P02-ru")
    tries("<", "<")
    wait_open(page, "P02")
    assert listed_keys - tried == {"drag, double, triple click", *HEARING}
    assert tried <= listed_keys


def test_streamlits_own_keys_do_nothing_on_the_desk(page: Page, app: Shown) -> None:
    """R would run the app again, C would offer to clear its cache."""
    reruns = full_runs(page)
    open_transcript(page, app, "P03")
    places: list[Callable[[], object]] = [
        lambda: page.locator(".cd-scroller").focus(),
        lambda: page.locator("body").evaluate("document.activeElement.blur()"),
        lambda: row(page, "war").locator(".cd-code").focus(),
        lambda: page.get_by_label("Find a code in the codebook").focus(),
        lambda: page.locator(".cd-interview").focus(),
        lambda: page.get_by_role("button", name="Shortcuts").focus(),
        lambda: press(page, "?"),
        lambda: (page.get_by_role("button", name="Memos").focus(), press(page, "Enter")),
        lambda: press(page, "x", "c"),
        lambda: press(page, "/"),
    ]
    wait_for(page, "!document.querySelector('[data-test-script-state=running]')")
    before = len(reruns)
    for number, go in enumerate(places):
        press(page, "Escape")
        page.locator(".cd-scroller").focus()
        go()
        press(page, "r", "c", "R", "C", "Shift+R", "Shift+C")
        wait_for_frames(page)
        assert len(reruns) == before, f"R ran the app again from place {number}"
        assert page.locator("[data-testid=stDialog]").count() == 0
        press(page, "Escape", "Escape")


def test_the_keys_work_on_a_keyboard_set_to_russian(page: Page, app: Shown) -> None:
    open_transcript(page, app, "P02-ru")
    text = transcript(app.folder, "P02-ru")
    keys = page.context.new_cdp_session(page)

    def press_at(code: str, key: str, modifiers: int = 0) -> None:
        event = {"code": code, "key": key, "modifiers": modifiers}
        keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, **event})
        keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    press_at("KeyJ", "о")
    press_at("KeyJ", "О")  # with the capitals locked
    press_at("KeyX", "ч")
    wanted = text.text[text.turns[2].start : text.turns[2].end]
    assert selected(page) == wanted
    press(page, "1")
    wait_saved(page)
    ((code, words),) = said(app.folder, "P02-ru")
    assert words == wanted
    press_at("KeyZ", "я", modifiers=2)
    wait_saved(page)
    assert said(app.folder, "P02-ru") == []
    press(page, "Escape")
    press_at("Period", "Ю", modifiers=8)
    wait_open(page, "P03")
    press_at("Comma", "Б", modifiers=8)
    wait_open(page, "P02-ru")
    assert code in study(app.folder).codes.book()


def test_keys_say_what_is_missing(page: Page, app: Shown) -> None:
    open_transcript(page, app, "P01")
    for keys, said_ in (
        (("Escape", "1"), "Select the words first"),
        (("r",), "Click a coding first, then press r."),
        (("[",), "Click a coding first; then"),
        (("<",), "This is the first transcript."),
    ):
        press(page, *keys)
        expect(notice(page, said_)).to_be_visible()
