"""Measure analysis beside the text at the size of a large study.

    python -m pytest -m bench tests/bench/test_analysis_bench.py -s -n 0

Forty interviews of 6,600 words, 60 codes, 10,000 codings by five coders. *segments* is from the key
to the first painted row of a code with 1,000 segments or more, *scroll* the 95th percentile of the
time between frames while its list is scrolled from end to end, *hits* from Enter to the list of a
search for a word in any form, *picker* until it says how far each interview has got, *next
interview* from the key to the chosen coding in another transcript.

A page's change is from the click on its name at the top to its title with its script at an end: it
can be read and used. The first time is with nothing read yet but what the pages before it read.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from desk_server import NOTED, Server, chromium, executable, wait_until_drawn

from bench.large_study import large_study

pytestmark = [pytest.mark.bench, pytest.mark.browser, pytest.mark.timeout(900)]

SCROLL = """async () => {
  const list = document.querySelector(".cd-seg-pane:not([hidden]) .cd-seg-list");
  const frames = [];
  let last = await new Promise(requestAnimationFrame);
  for (let n = 0; n < 120; n++) {
    list.scrollTop += 400;
    const at = await new Promise(requestAnimationFrame);
    frames.push(at - last);
    last = at;
  }
  return frames.sort((a, b) => a - b)[Math.floor(0.95 * frames.length)];
}"""


def until(page: Page, seen: str) -> float:
    """Wait for what is true in the page from a frame on; return the page's clock then, in ms."""
    watch = "new Promise((done) => { const look = () => (%s) ? done(performance.now())"
    return float(page.evaluate((watch + " : requestAnimationFrame(look); look(); })") % seen))


def took(page: Page, act: Callable[[], object], seen: str) -> float:
    """Return milliseconds from an act to the frame from which on an expression is true."""
    begun = float(page.evaluate("performance.now()"))
    act()
    return until(page, seen) - begun


def test_reading_a_code_finding_and_choosing_are_quick_in_a_large_study(tmp_path: Path) -> None:
    """Segments within 300 ms, frames of 25 ms, hits within 500 ms, another interview within 1 s."""
    if executable() is None:
        pytest.skip("Chromium is not installed")
    project = large_study(tmp_path / "study")
    begun = time.monotonic()
    segments = project.segments.of(["c0"])
    in_python = 1000 * (time.monotonic() - begun)
    assert len(segments) >= 1_000
    server = Server(project.folder, env={"CODING_CODER": "Ana"})
    try:
        with chromium() as browser:
            page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
            page.goto(f"{server.url}/annotate")
            wait_until_drawn(page)
            page.wait_for_selector(".cd-turn")
            until(page, "__codingHub.desk?.proposals.about")
            page.evaluate("document.querySelector('.cd-scroller').focus()")
            page.evaluate("__codingHub.desk.card.showCode('c0')")
            figures = {
                "segments": took(
                    page, lambda: page.keyboard.press("a"), "document.querySelector('.cd-seg')"
                )
            }
            figures["scroll"] = float(page.evaluate(SCROLL))
            page.evaluate("document.querySelector('.cd-seg-list').scrollTop = 0")
            page.evaluate("__codingHub.desk.segments.choose(__codingHub.desk.reading.rows[0])")
            rows = "__codingHub.desk.reading.rows"
            other = page.evaluate(
                f"{rows}.findIndex(({{ transcript }}) => transcript !== __codingHub.desk.data.id)"
            )
            figures["next interview"] = took(
                page,
                lambda: page.evaluate(f"__codingHub.desk.segments.choose({rows}[{other}])"),
                "__codingHub.desk?.selected && __codingHub.desk.data.name !== 'I00'",
            )
            page.wait_for_timeout(2_000)
            figures["picker"] = took(
                page,
                lambda: page.evaluate("__codingHub.desk.picker.open()"),
                "document.querySelector('.cd-choice-share i')",
            )
            page.keyboard.press("Escape")
            page.evaluate("__codingHub.desk.segments.search()")
            page.get_by_label("How to look for them").select_option("forms")
            page.get_by_label("Words to find in all interviews").fill("borders")
            figures["hits"] = took(
                page,
                lambda: page.keyboard.press("Enter"),
                "document.querySelector('.cd-hit')",
            )
        shown = "  ".join(f"{name} {value:,.0f}" for name, value in figures.items())
        print(f"\n{len(segments):,} segments ({in_python:.0f} ms in Python), ms: {shown}")
        assert figures["segments"] <= 300
        assert figures["scroll"] <= 25
        assert figures["hits"] <= 500
        assert figures["picker"] <= 1_000  # every interview is read for it, the first time
        assert figures["next interview"] <= 1_000
    finally:
        server.kill()


PAGES = {
    "Overview": "",
    "Transcripts": "Transcripts",
    "Codebook": "Codebook",
    "Suggestions": "Suggestions",
    "Quotes": "Quotes",
    "Tables": "Tables",
    "Memos": "Memos",
    "Survey": "Survey",
    "Joint display": "Joint display",
    "Verify": "Verify",
}
"""Pages by what leads there, with their title; the overview's is the study's name."""

VIEWS = {
    "Quotes": ["Codes that meet", "Codes in order", "Outline", "Who could be recognised"],
    "Joint display": ["Choose rows", "Coverage", "What is silent"],
    "Suggestions": [
        "Many at once",
        "How far to trust them",
        "By code",
        "Better codebook",
        "New themes",
        "Doubtful codings",
    ],
}
AT_REST = """document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
 && !document.querySelector("[data-testid=stSkeleton]")"""

ANSWERED = """__spoke.page > globalThis.before && __spoke.app > __spoke.page
 && performance.now() - __spoke.app > 50"""
"""Whether the app was asked for something and has said nothing for 50 ms since it answered.

That its script runs may never be seen: a short run is heard of as a whole.
"""


def test_every_page_of_a_large_study_is_there_within_a_second(tmp_path: Path) -> None:
    """Tables within 500 ms, every other page and view within 1 s, the first time and again."""
    if executable() is None:
        pytest.skip("Chromium is not installed")
    project = large_study(tmp_path / "study")
    server = Server(project.folder, env={"CODING_CODER": "Ana"})
    times: dict[str, list[float]] = {}
    try:
        with chromium() as browser:
            page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
            page.add_init_script(NOTED)
            page.goto(f"{server.url}/verify")
            wait_until_drawn(page)
            for _ in range(2):
                for name, title in PAGES.items():
                    link = page.get_by_test_id("stHeader").get_by_role(
                        "link", name=name, exact=True
                    )
                    shown = f"document.querySelector('h1')?.innerText === '{title or 'study'}'"
                    times.setdefault(name, []).append(
                        took(page, link.click, f"{shown} && {AT_REST}")
                    )
                    for view in VIEWS.get(name, ()):
                        times.setdefault(f"{name}: {view}", []).append(turned(page, view))
    finally:
        server.kill()
    print()
    for name, (first, again) in times.items():
        print(f"{name:36} {first:6,.0f} ms, again {again:6,.0f}")
    assert max(times["Tables"]) <= 500
    assert max(max(both) for both in times.values()) <= 1_000


def turned(page: Page, view: str) -> float:
    """Return milliseconds from a click on a view's button until its script has run."""
    page.evaluate("globalThis.before = performance.now()")
    button = page.get_by_role("radio", name=view, exact=True)
    return took(page, button.click, f"{ANSWERED} && {AT_REST}")
