"""Measure the coding desk in Chromium: how soon a code is seen, saved, and how scrolling feels.

    python -m pytest -m bench tests/bench/test_desk_bench.py -s -n 0

For each length of transcript and number of codings on it: 50 codings, half by number key, half
by a click on the codebook, with suggestions on: the machine has learned from another interview,
and marks spans in this one. *visible* is from the key or click to the first frame that shows the
coding; *acknowledged* to Python's word that it is on disk; *bytes* what went over the wire for
one act, both ways, at times with an answer on what is proposed (so that the bar is on the median);
*frame* the time between frames while scrolling; *open* from the click on "Code" in the menu to the
first painted turn.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from desk_server import Server, chromium, executable, wait_until_drawn

from coding.language.sentences import sentences
from coding.model import Coding, Role, Transcript, new_id, now
from coding.project import Project

pytestmark = [pytest.mark.bench, pytest.mark.browser, pytest.mark.timeout(900)]

WORDS = (
    "we left in march and the border was closed for a week so I stayed with my sister until she"
    " found a flat near the river well you know how it is nobody asks and nobody says a thing"
).split()
CODES = [f"code_{n}" for n in range(25)]
OWN = [
    a + b for a in ("ber", "dol", "kes", "mir", "tav") for b in ("an", "elo", "ist", "orn", "uk")
]
"""A word for each code, said where it is put: what the machine can learn."""
LEARNED = 240
"""Codings in the interview that the machine has learned from."""
SIZES = [(words, codings) for words in (2_000, 20_000, 100_000) for codings in (0, 200, 2_000)]


def told(chance: random.Random, words: int) -> str:
    """Return an interview of so many words; every third sentence says a word of some code."""
    lines, said = [], 0
    while said < words:
        speaker = "Interviewer" if len(lines) % 2 == 0 else "Anna"
        sentences = []
        for _ in range(1 if speaker == "Interviewer" else chance.choice((1, 2, 4, 8))):
            spoken = chance.choices(WORDS, k=chance.choice((6, 9, 14, 20)))
            if chance.random() < 1 / 3:
                spoken.insert(chance.randrange(len(spoken)), chance.choice(OWN))
            sentences.append(" ".join(spoken).capitalize() + ".")
            said += len(spoken)
        lines.append(f"{speaker}: {' '.join(sentences)}")
    return "\n\n".join(lines)


def study(folder: Path, words: int, codings: int) -> Project:
    """Make a project of two interviews, coded by Boris: so many words and codings, and `LEARNED`.

    In the one learned from each code is on the sentences that say its word, in the order of the
    text; in the other on parts of these.
    """
    chance = random.Random(words)
    (folder / "transcripts").mkdir(parents=True)
    (folder / "transcripts" / "other.txt").write_text(told(chance, 12_000))
    (folder / "transcripts" / "long.txt").write_text(told(chance, words))
    entries = "".join(
        f"  - {{id: {c}, name: Code number {i}, color: '#{(i * 999331) % 0xFFFFFF:06x}'}}\n"
        for i, c in enumerate(CODES)
    )
    (folder / "codebook.yaml").write_text(f"codes:\n{entries}")
    project = Project(folder)
    read = {name: project.transcripts.get(name) for name in ("long", "other")}
    put = {("other", *place) for place in list(where_said(read["other"]))[:LEARNED]}
    assert len(put) == LEARNED
    places = list(where_said(read["long"]))
    while len(put) < LEARNED + codings:
        start, end, code = chance.choice(places)
        shorter = sorted(chance.choices(range(start, end), k=2))
        put.add(
            ("long", *shorter, code) if shorter[1] - shorter[0] > 4 else ("long", start, end, code)
        )
    with project.store.writing(coder="Boris", verb="apply", summary="bench") as w:
        for name, start, end, code in sorted(put):
            transcript = read[name]
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


def where_said(transcript: Transcript) -> Iterator[tuple[int, int, str]]:
    """Yield each sentence of Anna's that says a code's word, with the code."""
    for turn in transcript.turns:
        if turn.role is not Role.INTERVIEWER:
            for start, end in sentences(transcript.text, turn.start, turn.end, language="en"):
                said = transcript.text[start:end].lower().strip(".").split()
                yield from ((start, end, CODES[OWN.index(word)]) for word in said if word in OWN)


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
            page.wait_for_selector("button.cd-proposed", timeout=120_000)
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
        assert figures["bytes median"] <= 5_000
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
