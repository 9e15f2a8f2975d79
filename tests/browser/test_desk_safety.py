"""Nothing coded is lost or done twice, whatever happens to the wire and in other tabs.

Each test codes one word after another with two keys each, as fast as the keys can be pressed,
in a transcript of its own. What was selected at each press is written down in the page, and must
be what is on disk.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk import (
    codings,
    dialog,
    open_transcript,
    opened,
    study,
    transcript,
    wait_for,
    wait_open,
    wait_saved,
    wait_until,
)
from desk_server import Shown
from fast_coding import (
    WRITE_DOWN,
    assert_nothing_lost,
    code_words,
    go_to,
    shown,
    written_down,
)
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with opened(browser, script=WRITE_DOWN) as page:
        yield page


def test_codings_made_while_the_connection_is_cut_are_saved_once(app: Shown, page: Page) -> None:
    open_transcript(page, app, "P04")
    code_words(page, 35)
    page.context.set_offline(True)
    code_words(page, 35)
    wait_for(page, "document.querySelector('.cd-state').textContent.includes('not saved yet')")
    assert len(codings(app.folder, "P04")) < 70, "the connection was not cut"
    expect(page.locator(".cd-pending").first).to_be_visible()
    page.context.set_offline(False)
    code_words(page, 30)
    wait_saved(page)
    assert len(written_down(page)) == 100
    assert_nothing_lost(app, "P04", written_down(page))
    assert shown(page) == 100


def test_two_tabs_that_code_one_transcript_at_once_both_show_all(app: Shown, page: Page) -> None:
    text = transcript(app.folder, "P03")
    other = page.context.new_page()
    for tab, turn in ((page, 5), (other, 75)):
        open_transcript(tab, app, "P03")
        go_to(tab, turn)
    for _ in range(50):
        code_words(page, 1)
        code_words(other, 1)
    for tab in (page, other):  # and both the same words at the same moment
        go_to(tab, len(text.turns))
        tab.keyboard.press("x")
    page.keyboard.press("1")
    other.keyboard.press("1")
    wait_saved(page)
    wait_saved(other)
    written = written_down(page) + written_down(other)
    last = text.text[text.turns[-1].start : text.turns[-1].end]
    assert (len(written), written[50], written[-1]) == (102, last, last)
    for tab in (page, other):
        wait_until(lambda tab=tab: shown(tab) == 101, 10, what="a tab shows all")
    made = codings(app.folder, "P03")
    assert sorted(c.text for c in made) == sorted(written[:-1])
    assert study(app.folder).check() == []


def test_codings_made_amid_reruns_and_page_switches_are_saved_once(app: Shown, page: Page) -> None:
    open_transcript(page, app, "P01")

    def rerun() -> None:
        page.get_by_role("link", name="Overview").focus()
        page.keyboard.press("r")

    def other_transcript() -> None:
        page.keyboard.press(">")
        wait_open(page, "P02")
        page.keyboard.press("<")

    def other_page() -> None:
        page.get_by_role("link", name="Quotes").click()
        expect(page.locator(".cd-root")).to_have_count(0)
        page.get_by_role("link", name="Code", exact=True).click()

    disturbances = [rerun, other_transcript, other_page, rerun] * 2
    turns = (5, 7, 11, 17, 21, 23, 25, 31)  # no words of theirs are coded twice
    for turn, disturb in zip(turns, disturbances, strict=True):
        go_to(page, turn)
        code_words(page, 10)
        disturb()
        if disturb is rerun:
            page.locator(".cd-scroller").focus()
            code_words(page, 4)
        else:
            expect(page.get_by_role("region", name="Transcript P01")).to_be_focused()
            go_to(page, turn)
            page.keyboard.press("j")
            code_words(page, 3)
    wait_saved(page)
    assert len(written_down(page)) == 108
    assert_nothing_lost(app, "P01", written_down(page))
    assert shown(page) == 108


def test_a_dialog_keeps_what_was_written_when_somebody_else_was_quicker(
    app: Shown, page: Page
) -> None:
    """Two people write a memo on one turn: the second sees both texts and loses neither."""
    open_transcript(page, app, "P01")
    go_to(page, 9)
    about = f"{transcript(app.folder, 'P01').id}#9"
    page.keyboard.press("m")
    page.keyboard.type("first")
    page.keyboard.press("Control+Enter")
    wait_saved(page)
    (memo,) = study(app.folder).memos.all(kind="turn", about=about)
    page.keyboard.press("m")
    page.keyboard.type(", mine")
    study(app.folder).memos.write("turn", about, "Theirs.", coder="Marko", key=memo.id)
    page.keyboard.press("Control+Enter")
    conflict = dialog(page, "Memo: changed by somebody else meanwhile")
    expect(conflict).to_contain_text("Theirs.")
    expect(conflict.get_by_role("textbox")).to_have_value("first, mine")
    conflict.get_by_role("textbox").fill("Theirs. Mine.")
    page.keyboard.press("Control+Enter")
    wait_saved(page)
    assert [m.text for m in study(app.folder).memos.all(about=about)] == ["Theirs. Mine."]
