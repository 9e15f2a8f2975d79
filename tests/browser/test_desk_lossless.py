"""Not one coding is lost or doubled: a cut connection, a killed server, two tabs, other pages.

A hundred segments, one for each of a hundred turns, are coded as fast as keys can be pressed,
and something goes wrong in the middle. What counts in the end is what is on disk.
"""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from desk import open_transcript, opened, wait_open, wait_until
from desk_server import Server
from playwright.sync_api import Browser, Page

from coding.project import Project

NAME = "long"
TURNS = 110
SELECT = """(i) => {
  // The first word of a turn, taken as a drag takes it.
  const words = document.querySelector(`.cd-turn[data-i="${i}"] .cd-words`);
  const text = document.createTreeWalker(words, NodeFilter.SHOW_TEXT).nextNode();
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, 4);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  for (const event of ["pointerdown", "pointerup"]) {
    words.dispatchEvent(new PointerEvent(event, { bubbles: true, button: 0 }));
  }
  return new Promise((done) => setTimeout(done, 15));
}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a project with one interview of many turns and ten codes."""
    place = tmp_path / "study"
    (place / "transcripts").mkdir(parents=True)
    speakers = ("Interviewer", "Anna")
    lines = [f"{speakers[n % 2]}: Word{n:03} and what follows it." for n in range(TURNS)]
    (place / "transcripts" / f"{NAME}.txt").write_text("\n\n".join(lines))
    codes = "".join(f"  - {{id: code_{n}, name: Code {n}}}\n" for n in range(10))
    (place / "codebook.yaml").write_text(f"codes:\n{codes}")
    Project(place)
    return place


def code(page: Page, turns: range) -> None:
    """Code the first word of each of these turns with one of the ten codes."""
    for i in turns:
        page.evaluate(SELECT, i)
        page.keyboard.press(str(i % 10))


def settle(page: Page) -> None:
    """Wait until Python has acknowledged everything."""
    for _ in range(400):
        if page.evaluate("globalThis.__codingHub.ops.length") == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("something was never acknowledged")


def shown(page: Page) -> int:
    """Count the codings on the screen."""
    return int(
        page.evaluate(
            "new Set([...document.querySelectorAll('.cd-mark')]"
            ".flatMap((m) => m.dataset.ids.split(' '))).size"
        )
    )


def assert_all_there(folder: Path, turns: range) -> None:
    """Fail unless exactly the first words of these turns are coded, each once and logged."""
    project = Project(folder)
    found = sorted(c.text for c in project.codings())
    assert found == sorted(f"Word{i:03}" for i in turns)
    assert project.check() == []


def test_a_cut_connection_loses_nothing(browser: Browser, server: object, folder: Path) -> None:
    """A hundred codings; from the fortieth to the seventieth there is no connection."""
    app: Server = server(folder)  # type: ignore[operator]
    with opened(browser) as page:
        open_transcript(page, app, NAME)
        code(page, range(40))
        page.context.set_offline(True)
        code(page, range(40, 70))
        page.context.set_offline(False)
        code(page, range(70, 100))
        settle(page)
        wait_until(lambda: shown(page) == 100)
    assert_all_there(folder, range(100))


def test_a_killed_server_loses_nothing(browser: Browser, server: object, folder: Path) -> None:
    """The server is killed after forty codings and comes back while the others are made."""
    app: Server = server(folder)  # type: ignore[operator]
    with opened(browser) as page:
        open_transcript(page, app, NAME)
        code(page, range(40))
        app.kill()
        code(page, range(40, 70))
        starting = threading.Thread(target=app.start)
        starting.start()
        code(page, range(70, 100))
        starting.join()
        settle(page)
        wait_until(lambda: shown(page) == 100)
    assert_all_there(folder, range(100))


def test_two_tabs_on_one_transcript_see_each_others_work(
    browser: Browser, server: object, folder: Path
) -> None:
    """Fifty codings in each of two tabs, by turns; both show all hundred in the end."""
    app: Server = server(folder)  # type: ignore[operator]
    with opened(browser) as page:
        other = page.context.new_page()
        open_transcript(page, app, NAME)
        open_transcript(other, app, NAME)
        for start in range(0, 100, 20):
            code(page, range(start, start + 10))
            code(other, range(start + 10, start + 20))
        settle(page)
        settle(other)
        for tab in (page, other):
            wait_until(lambda tab=tab: shown(tab) == 100)
    assert_all_there(folder, range(100))


def test_going_to_another_page_in_mid_stream_loses_nothing(
    browser: Browser, server: object, folder: Path
) -> None:
    """The coder leaves for another page while codings are on their way, and comes back."""
    app: Server = server(folder)  # type: ignore[operator]
    with opened(browser) as page:
        open_transcript(page, app, NAME)
        for start in range(0, 100, 25):
            code(page, range(start, start + 25))
            page.get_by_role("link", name="Codebook", exact=True).click()
            page.get_by_role("heading", name="Codebook", exact=True).wait_for()
            page.get_by_role("link", name="Code", exact=True).click()
            wait_open(page, NAME)
        settle(page)
        wait_until(lambda: shown(page) == 100)
    assert_all_there(folder, range(100))


def test_a_reload_in_mid_stream_loses_nothing(
    browser: Browser, server: object, folder: Path
) -> None:
    """The page is loaded anew while the server is away: what was not saved yet comes back."""
    app: Server = server(folder)  # type: ignore[operator]
    with opened(browser) as page:
        open_transcript(page, app, NAME)
        code(page, range(10))
        app.kill()
        code(page, range(10, 20))
        app.start()
        page.reload()
        wait_open(page, NAME)
        settle(page)
        wait_until(lambda: shown(page) == 20)
    assert_all_there(folder, range(20))
