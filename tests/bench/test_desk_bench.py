"""Measure the coding desk in Chromium: how soon a code is seen, saved, and how scrolling feels.

    python -m pytest -m bench tests/bench/test_desk_bench.py -s -n 0

For each length of transcript and number of codings on it: 50 codings, half by number key, half
by a click on the codebook. *visible* is from the key or click to the first frame that shows the
coding; *acknowledged* to Python's word that it is on disk; *bytes* what went over the wire for
one act, both ways; *frame* the time between frames while scrolling; *open* from the click on
"Code" in the menu to the first painted turn.
"""

from __future__ import annotations

import random
import statistics
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from desk_server import Server, chromium, executable, wait_until_drawn

from coding.model import Coding, new_id, now
from coding.project import Project

pytestmark = [pytest.mark.bench, pytest.mark.browser, pytest.mark.timeout(900)]

WORDS = (
    "we left in march and the border was closed for a week so I stayed with my sister until she"
    " found a flat near the river well you know how it is nobody asks and nobody says a thing"
).split()
CODES = [f"code_{n}" for n in range(25)]
SIZES = [(words, codings) for words in (2_000, 20_000, 100_000) for codings in (0, 200, 2_000)]


def study(folder: Path, words: int, codings: int) -> Project:
    """Make a project of one interview with so many words and codings, all by Boris."""
    chance = random.Random(words)
    lines, said = [], 0
    while said < words:
        n = chance.choice((6, 12, 40, 90))
        speaker = "Interviewer" if len(lines) % 2 == 0 else "Anna"
        spoken = " ".join(chance.choices(WORDS, k=n))
        lines.append(f"{speaker}: {spoken}.")
        said += n
    (folder / "transcripts").mkdir(parents=True)
    (folder / "transcripts" / "long.txt").write_text("\n\n".join(lines))
    entries = "".join(
        f"  - {{id: {c}, name: Code number {i}, color: '#{(i * 999331) % 0xFFFFFF:06x}'}}\n"
        for i, c in enumerate(CODES)
    )
    (folder / "codebook.yaml").write_text(f"codes:\n{entries}")
    project = Project(folder)
    transcript = project.transcripts.get("long")
    with project.store.writing(coder="Boris", verb="apply", summary="bench") as w:
        there = set()
        while len(there) < codings:
            turn = chance.choice(transcript.turns)
            start = chance.randrange(turn.start, turn.end - 5)
            end = min(turn.end, start + chance.randrange(5, 300))
            code = chance.choice(CODES)
            if (start, end, code) in there:
                continue
            there.add((start, end, code))
            w.add_coding(
                Coding(
                    id=new_id(),
                    transcript=transcript.id,
                    start=start,
                    end=end,
                    text=transcript.text[start:end],
                    code=code,
                    coder="Boris",
                    created=now(),
                ),
            )
    return project


class Wire:
    """Count the bytes that went over the app's websocket."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        page.on("websocket", self._watch)

    def _watch(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda data: self._count(data))
        socket.on("framereceived", lambda data: self._count(data))

    def _count(self, data: str | bytes) -> None:
        self.bytes += len(data)


MEASURE = Path(__file__).with_name("measure.js")


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[18]


@pytest.mark.parametrize(("words", "codings"), SIZES)
def test_the_desk_answers_at_once_at_any_length(tmp_path: Path, words: int, codings: int) -> None:
    """Seen within 50 ms, saved within 250, 5 kB an act, frames of 25 ms, open within 1.5 s."""
    if executable() is None:
        pytest.skip("Chromium is not installed")
    project = study(tmp_path / "study", words, codings)
    server = Server(project.folder, env={"CODING_CODER": "Ana"})
    try:
        with chromium() as browser:
            page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
            page.add_init_script(path=MEASURE)
            wire = Wire(page)
            page.goto(server.url)
            wait_until_drawn(page)
            page.evaluate("bench.watchOpening()")
            page.get_by_role("link", name="Code", exact=True).click()
            page.wait_for_selector(".cd-turn")
            page.wait_for_timeout(1500)
            opened = page.evaluate("bench.opened")
            visible, acknowledged, sizes = acts(page, wire)
            frames = page.evaluate("bench.scroll()")
        figures = {
            "open ms": opened,
            "visible median": statistics.median(visible),
            "visible p95": p95(visible),
            "acknowledged median": statistics.median(acknowledged),
            "acknowledged p95": p95(acknowledged),
            "bytes median": statistics.median(sizes),
            "bytes p95": p95(sizes),
            "frame p95": p95(frames),
        }
        shown = "  ".join(f"{name} {value:,.1f}" for name, value in figures.items())
        print(f"\n{words:>7,} words {codings:>5,} codings: {shown}")
        assert len(project.codings.all(coder="Ana")) == 50
        assert figures["visible p95"] <= 50
        assert figures["acknowledged p95"] <= 250
        assert figures["bytes p95"] <= 5_000
        assert figures["frame p95"] <= 25
        assert figures["open ms"] <= 1_500
    finally:
        server.kill()


def acts(page: Page, wire: Wire) -> tuple[list[float], list[float], list[float]]:
    """Code 50 segments in turns on screen; return visible ms, acknowledged ms, bytes for each."""
    visible, acknowledged, sizes = [], [], []
    turns = page.evaluate("document.querySelectorAll('.cd-turn').length")
    for n in range(50):
        at = (n * turns) // 50
        page.evaluate("i => bench.bringIntoView(i)", at)
        page.wait_for_timeout(120)
        # Ana has put nothing there yet, so it is a new coding each time.
        page.evaluate("where => bench.select(where)", [at, n % 7, 9])
        page.wait_for_timeout(40)
        before = wire.bytes
        page.evaluate("bench.watchAct()")
        if n % 2:
            page.keyboard.press(str(n // 2 % 10))
        else:
            page.locator(".cd-codes .cd-code").nth(n // 2).click()
        seen, saved = page.evaluate("bench.act")
        page.keyboard.press("Escape")
        visible.append(seen)
        acknowledged.append(saved)
        sizes.append(float(wire.bytes - before))
    return visible, acknowledged, sizes
