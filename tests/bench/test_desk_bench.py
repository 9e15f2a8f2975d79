"""Measure the coding desk in Chromium: how soon a code is seen, saved, and how scrolling feels.

    python -m pytest -m bench tests/bench/test_desk_bench.py -s

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
from coding.project.codings import insert_coding

pytestmark = [pytest.mark.bench, pytest.mark.browser, pytest.mark.timeout(900)]

WORDS = "we left in march and the border was closed for a week so I stayed with my sister until she found a flat near the river well you know how it is nobody asks and nobody says a thing about the war here".split()
CODES = [f"code_{n}" for n in range(25)]
SIZES = [(words, codings) for words in (2_000, 20_000, 100_000) for codings in (0, 200, 2_000)]


def study(folder: Path, words: int, codings: int) -> Project:
    """Make a project of one interview with so many words and codings."""
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
    transcript = project.transcript("long")
    with project.store.writing(coder="Ana", verb="apply", summary="bench") as w:
        for _ in range(codings):
            turn = chance.choice(transcript.turns)
            start = chance.randrange(turn.start, turn.end - 5)
            end = min(turn.end, start + chance.randrange(5, 300))
            insert_coding(
                w,
                Coding(
                    id=new_id(),
                    transcript=transcript.id,
                    start=start,
                    end=end,
                    text=transcript.text[start:end],
                    code=chance.choice(CODES),
                    coder=f"c{new_id()[:6]}" if codings < 0 else "Ana",
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


# Runs in the page: for one act, note when it was asked, seen and acknowledged.
MEASURE = """() => {
  const hub = globalThis.__codingHub;
  globalThis.__act = new Promise((done) => {
    const ids = () => new Set([...document.querySelectorAll('.cd-mark')].flatMap((m) => m.dataset.ids.split(' '))).size;
    const drawn = new MutationObserver((changes) => {
      if (!asked || seen || seeing) return;
      if (changes.some((c) => [...c.addedNodes].some((n) => n.nodeType === 1 && n.matches('.cd-mark.cd-pending')))) {
        seeing = true;
        requestAnimationFrame(() => setTimeout(() => { seen = performance.now(); check(); }, 0));
      }
    });
    let asked = 0, seen = 0, seeing = false, acked = 0;
    const start = (event) => { asked = event.timeStamp; };
    addEventListener('keydown', start, { capture: true, once: true });
    addEventListener('pointerup', start, { capture: true, once: true });
    drawn.observe(document.querySelector('.cd-turns'), { childList: true, subtree: true });
    const check = () => {
      if (asked && seen && !hub.ops.length) {
        drawn.disconnect();
        removeEventListener('keydown', start, { capture: true });
        removeEventListener('pointerup', start, { capture: true });
        done([seen - asked, performance.now() - asked]);
      } else setTimeout(check, 2);
    };
  });
}"""

# Select some words of a turn that is on screen, as a drag of the mouse would.
SELECT = """([i, from, length]) => {
  const turn = document.querySelectorAll('.cd-turn')[i];
  const words = turn.querySelector('.cd-words');
  const texts = []; const walk = document.createTreeWalker(words, 4);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) texts.push(n);
  const place = (at) => { for (const t of texts) { if (at <= t.length) return [t, at]; at -= t.length; } const l = texts.at(-1); return [l, l.length]; };
  const all = words.textContent.length;
  const a = Math.min(from, Math.max(0, all - 12)); const b = Math.min(all, a + length);
  const range = document.createRange(); range.setStart(...place(a)); range.setEnd(...place(b));
  getSelection().removeAllRanges(); getSelection().addRange(range);
  words.dispatchEvent(new PointerEvent('pointerup', { bubbles: true, button: 0, detail: 1 }));
}"""

SCROLL = """() => new Promise((done) => {
  const s = document.querySelector('.cd-scroller'); const frames = []; let last = 0, n = 0;
  const step = (now) => {
    if (last) frames.push(now - last);
    last = now; s.scrollTop += 90;
    if (++n < 180) requestAnimationFrame(step); else done(frames);
  };
  requestAnimationFrame(step);
})"""

OPEN = """() => {
  globalThis.__opened = 0;
  addEventListener('click', (event) => {
    const from = event.timeStamp;
    const look = () => {
      if (document.querySelector('.cd-turn')) requestAnimationFrame(() => setTimeout(() => { globalThis.__opened = performance.now() - from; }, 0));
      else requestAnimationFrame(look);
    };
    look();
  }, { capture: true, once: true });
}"""


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[18]


@pytest.mark.parametrize(("words", "codings"), SIZES)
def test_the_desk_answers_at_once_at_any_length(tmp_path: Path, words: int, codings: int) -> None:
    """Visible p95 ≤ 50 ms, acknowledged p95 ≤ 250 ms, ≤ 5 kB an act, frames ≤ 25 ms, open ≤ 1.5 s."""
    if executable() is None:
        pytest.skip("Chromium is not installed")
    project = study(tmp_path / "study", words, codings)
    server = Server(project.folder, env={"CODING_CODER": "Ana"})
    try:
        with chromium() as browser:
            page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
            wire = Wire(page)
            page.goto(server.url)
            wait_until_drawn(page)
            page.evaluate(OPEN)
            page.get_by_role("link", name="Code", exact=True).click()
            page.wait_for_selector(".cd-turn")
            page.wait_for_timeout(1500)
            opened = page.evaluate("globalThis.__opened")
            visible, acknowledged, sizes = acts(page, wire)
            frames = page.evaluate(SCROLL)
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
        assert len(project.codings()) == codings + 50
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
        page.evaluate(
            "(i) => { const s = document.querySelector('.cd-scroller'); const t ="
            " document.querySelectorAll('.cd-turn')[i]; s.scrollTop += t.getBoundingClientRect().top"
            " - s.getBoundingClientRect().top - 200; }",
            at,
        )
        page.wait_for_timeout(120)
        # A code the passage does not bear yet, so that it is a new coding each time.
        page.evaluate(SELECT, [at, n % 7, 9])
        page.wait_for_timeout(40)
        before = wire.bytes
        page.evaluate(MEASURE)
        if n % 2:
            page.keyboard.press(str(n // 2 % 10))
        else:
            page.locator(".cd-codes .cd-code").nth(n // 2).click()
        seen, saved = page.evaluate("globalThis.__act")
        page.keyboard.press("Escape")
        visible.append(seen)
        acknowledged.append(saved)
        sizes.append(float(wire.bytes - before))
    return visible, acknowledged, sizes
