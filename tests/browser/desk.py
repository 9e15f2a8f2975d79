"""Work the coding desk as a researcher does: what the tests of the desk share.

    app = stage.show(folder)                    # the one app of a test run
    open_transcript(page, app, "P01")
    text = transcript(app.folder, "P01")
    select(page, text, *words(text, "the cat in June"))
    page.keyboard.press("1")
    wait_saved(page)
    codings(app.folder, "P01")

Offsets are code points of the stored text, as in the database. Where they lie on the screen is
worked out here from the DOM alone, turn by turn, not by asking the desk.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from desk_server import CODER, PATIENCE, App, Server
from playwright.sync_api import Browser, Locator, Page, Request, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from windows import WINDOWS

from coding.model import Coding, Transcript
from coding.project import Project

NEWS = "/news?"
Segment = tuple[int, int]

CUT = (
    *("WebSocket", "ERR_", "disconnected from server"),
    *("reaching server endpoint", "Is Streamlit still running?"),
)
"""What the browser complains of while a test has cut the connection."""

AT = """
([i, unit, end]) => {
  // The box of the character that begins (end: that ends) at a UTF-16 offset of turn i.
  const words = document.querySelector(`.cd-turn[data-i="${i}"] .cd-words`);
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = unit - before;
    before += node.length;
    if (end ? at < 1 || at > node.length : at < 0 || at >= node.length) continue;
    const range = document.createRange();
    range.setStart(node, end ? at - 1 : at);
    range.setEnd(node, end ? at : at + 1);
    const boxes = range.getClientRects();
    const box = boxes[end ? boxes.length - 1 : 0];
    return { left: box.left, right: box.right, top: box.top, bottom: box.bottom };
  }
  throw new Error(`turn ${i} has no character ${unit}`);
}
"""
BRING = """
async (i) => {
  const scroller = document.querySelector(".cd-scroller");
  const turn = document.querySelector(`.cd-turn[data-i="${i}"]`);
  for (let n = 0; n < 4; n++) {  // blocks never seen before have an estimated height
    const a = scroller.getBoundingClientRect(), b = turn.getBoundingClientRect();
    const missing = b.top - a.top - Math.max(60, (a.height - b.height) / 3);
    if (Math.abs(missing) < 2) break;
    scroller.scrollTop += missing;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
}
"""
COUNT_CHANGES = """
() => {
  window.cdChanges = 0;
  window.cdObserver?.disconnect();
  window.cdObserver = new MutationObserver((list) => { window.cdChanges += list.length; });
  window.cdObserver.observe(document.querySelector(".cd-turns"), {
    childList: true, subtree: true, attributes: true, characterData: true,
  });
}
"""


# ── the app and its pages ──


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[Server]:
    """Run an app of its own on a folder; afterwards it must not have printed a traceback."""
    app = Server(folder, **options)
    try:
        yield app
        assert "Traceback" not in app.output
    finally:
        app.kill()


@contextmanager
def opened(browser: Browser, *, script: str = "", **options: Any) -> Iterator[Page]:
    """Open a page; afterwards it must have asked nothing of others and met no error."""
    with WINDOWS.lent(browser, script, **options) as window:
        yield window.page
        assert window.watch.foreign == []
        assert window.watch.refused_by_policy == []
        wrong = [e for e in window.watch.errors if not any(cut in e for cut in CUT)]
        assert wrong == [], wrong


def open_transcript(page: Page, app: App, name: str, turn: int = 0) -> None:
    """Open a transcript by its address and wait until the desk can save."""
    page.goto(f"{app.url}/annotate?transcript={name}" + (f"&turn={turn}" if turn else ""))
    wait_open(page, name)


def wait_open(page: Page, name: str) -> None:
    """Wait until the desk shows a transcript and has a wire to the app."""
    desk = page.get_by_role("region", name=f"Transcript {name}", exact=True)
    expect(desk).to_be_visible()
    wait_for(page, "globalThis.__codingHub?.wire && globalThis.__codingHub.desk")
    wait_saved(page)
    page.evaluate("document.fonts.ready.then(() => true)")  # until then words may move


def wait_for(page: Page, true: str, seconds: float = PATIENCE) -> None:
    """Wait until a JavaScript expression is true (Playwright's own way breaks the app's policy)."""
    wait_until(lambda: page.evaluate(f"Boolean({true})"), seconds, what=true)


def wait_saved(page: Page, seconds: float = PATIENCE) -> None:
    """Wait until everything done on the page is on disk, and the page says so."""
    saved = "document.querySelector('.cd-state')?.textContent === 'Saved'"
    wait_for(page, f"!globalThis.__codingHub.ops.length && {saved}", seconds)


def wait_until(true: Callable[[], Any], seconds: float = PATIENCE, *, what: str = "it") -> None:
    """Wait until something is true."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"in {seconds} s this has not come true: {what}"
        time.sleep(0.05)


def full_runs(page: Page) -> list[str]:
    """Return a list that grows with each rerun of the whole app that the page asks for.

    To be called before the page is opened; what the wire asks for alone does not count.
    """
    return runs(page, of_a_part=False)


@dataclass
class Looks:
    """How often a page has asked what others did, and how often it was answered."""

    asked: int = 0
    heard: int = 0


def looks_for_news(page: Page) -> Looks:
    """Return the page's looks for news; to be called before the page is opened."""
    looks = Looks()

    def asks(request: Request) -> None:
        looks.asked += NEWS in request.url

    def hears(request: Request) -> None:
        looks.heard += NEWS in request.url

    page.on("request", asks)
    page.on("requestfinished", hears)
    return looks


def wait_for_two_looks(page: Page, looks: Looks) -> None:
    """Wait until the page has asked for news twice from now on, and heard of it.

    What the first of these looks tells it has asked Python about when the second is answered.
    """
    before = looks.asked
    wait_until(lambda: page.title() and looks.heard > before + 1, what="it asks twice for news")


def runs(page: Page, *, of_a_part: bool) -> list[str]:
    """Return a list that grows with each run of the whole app, or of a part, that the page asks for."""
    asked: list[str] = []

    def sent(frame: str | bytes) -> None:
        message = BackMsg()
        if isinstance(frame, bytes):
            message.ParseFromString(frame)
        if message.HasField("rerun_script"):
            part = message.rerun_script.fragment_id
            if bool(part) == of_a_part:
                asked.append(part or message.rerun_script.query_string)

    page.on("websocket", lambda wire: wire.on("framesent", sent))
    return asked


# ── what is on disk ──


@cache
def study(folder: Path) -> Project:
    """Open the project in a folder, once: what it is asked it looks up on disk each time."""
    return Project(folder)


def transcript(folder: Path, name: str) -> Transcript:
    """Return a transcript with its text as the project has it."""
    return study(folder).transcripts.get(name)


def codings(folder: Path, name: str = "", *, coder: str = CODER) -> list[Coding]:
    """Return what a coder has coded, as the project has it, in the order of the text."""
    found = study(folder).codings.all(transcript=name, coder=coder)
    return sorted(found, key=lambda c: (c.transcript, c.start, c.end, c.code))


def said(folder: Path, name: str = "", *, coder: str = CODER) -> list[tuple[str, str]]:
    """Return (code, words) of what a coder has coded, in the order of the text."""
    return [(c.code, c.text) for c in codings(folder, name, coder=coder)]


def words(text: Transcript, wanted: str, nth: int = 0) -> Segment:
    """Return where words stand in a transcript."""
    start = -1
    for _ in range(nth + 1):
        start = text.text.index(wanted, start + 1)
    return start, start + len(wanted)


def place(text: Transcript, point: int, *, end: bool = False) -> tuple[int, int]:
    """Return the turn (counted from 0) of an offset and the UTF-16 offset inside it."""
    for i, turn in enumerate(text.turns):
        if turn.start < point <= turn.end if end else turn.start <= point < turn.end:
            return i, units(text.text[turn.start : point])
    raise AssertionError(f"no turn has the character {point}")


def units(text: str) -> int:
    """Return how many UTF-16 units a text has."""
    return len(text.encode("utf-16-le")) // 2


# ── what is on the screen ──


def bring(page: Page, turn: int) -> None:
    """Scroll a turn (counted from 0) into the middle of the window."""
    page.evaluate(BRING, turn)


def box_at(page: Page, text: Transcript, point: int, *, end: bool = False) -> dict[str, float]:
    """Return the box of the character that begins (`end`: ends) at an offset."""
    i, unit = place(text, point, end=end)
    box: dict[str, float] = page.evaluate(AT, [i, unit, end])
    return box


def point_at(
    page: Page, text: Transcript, point: int, *, end: bool = False, rtl: bool = False
) -> tuple[float, float]:
    """Return the place on the screen just inside the edge of a character."""
    box = box_at(page, text, point, end=end)
    left = box["left"] + min(1.0, (box["right"] - box["left"]) / 4)
    right = box["right"] - min(1.0, (box["right"] - box["left"]) / 4)
    return (right if end != rtl else left), (box["top"] + box["bottom"]) / 2


def select(page: Page, text: Transcript, start: int, end: int, *, key: str = "") -> None:
    """Drag the mouse over a segment, a modifier held down if `key` names one."""
    bring(page, place(text, start)[0])
    page.keyboard.press("Escape")  # to drag inside a selection would be to drag it away
    if key:
        page.keyboard.down(key)
    page.mouse.move(*point_at(page, text, start))
    page.mouse.down()
    page.mouse.move(*point_at(page, text, end, end=True), steps=4)
    page.mouse.up()
    if key:
        page.keyboard.up(key)
    wait_for(page, "!globalThis.__codingHub.desk.selection.empty")


def selected(page: Page) -> str:
    """Return the words that the browser shows as selected."""
    return str(page.evaluate("getSelection().toString()"))


def highlighted(page: Page, highlight: str) -> str:
    """Return the words that a highlight paints first."""
    return str(
        page.evaluate(
            """(name) => {
              const [first] = CSS.highlights.get(name);
              const range = new Range();
              range.setStart(first.startContainer, first.startOffset);
              range.setEnd(first.endContainer, first.endOffset);
              return range.toString();
            }""",
            highlight,
        )
    )


def click_at(page: Page, text: Transcript, point: int, **options: Any) -> None:
    """Click on a character."""
    bring(page, place(text, point)[0])
    page.mouse.click(*point_at(page, text, point), **options)


def painted(page: Page, key: str) -> str:
    """Return the words that are painted as one coding, the turns run together."""
    found: str = page.evaluate(
        """(id) => [...document.querySelectorAll(`.cd-mark[data-ids~="${id}"]`)]
             .map((mark) => mark.textContent).join("")""",
        key,
    )
    return found


def brackets(page: Page, key: str) -> Locator:
    """Return the brackets of a coding in the margin (one for each block of turns)."""
    return page.locator(f'.cd-bracket[data-id="{key}"]')


def label(page: Page, key: str) -> Locator:
    """Return the label of a coding in the margin."""
    return page.locator(f'.cd-label[data-id="{key}"]')


def row(page: Page, code: str) -> Locator:
    """Return a code's row in the tree."""
    return page.locator(f'.cd-codes li[data-code="{code}"]')


def key_of(page: Page, code: str) -> str:
    """Return the number key under which a code lies."""
    number = row(page, code).locator(".cd-key").text_content() or ""
    assert re.fullmatch(r"\d", number), f"{code} lies under no number"
    return number


def notice(page: Page, text: str) -> Locator:
    """Return the notice at the foot of the desk that has these words."""
    return page.locator(".cd-notice", has_text=text)


def dialog(page: Page, title: str) -> Locator:
    """Return an open dialog by its title."""
    return page.get_by_role("dialog", name=title)


def scroll_top(page: Page) -> float:
    """Return how far the transcript is scrolled."""
    return float(page.evaluate("document.querySelector('.cd-scroller').scrollTop"))


def count_changes(page: Page) -> None:
    """Begin to count the changes in the transcript's DOM."""
    page.evaluate(COUNT_CHANGES)


def changes(page: Page) -> int:
    """Return how many changes there were since `count_changes`."""
    return int(page.evaluate("window.cdChanges"))
