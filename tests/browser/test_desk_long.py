"""A transcript of 3 MB: while the machine reads it the page answers, and another can be chosen."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from desk import CODER, codings, open_transcript, wait_for, wait_open
from desk_server import Shown
from playwright.sync_api import Page
from processor import shared

from coding.project import Project

SIZE = 3_000_000
MEANT = 2.0
"""So many times slower than quiet, and what a person would wait for says nothing of this program:
an answer goes through four processes. That acts are saved before all is read is held anyhow."""

SAVED = "!globalThis.__codingHub.ops.length"
OPEN = "document.querySelector('.cd-scroller')?.ariaLabel === 'Transcript P01'"
"""Asked of the page itself: a search by role looks at the style of all 17,000 turns that go, for
seconds during which they cannot."""


def long_interview(words: list[str]) -> str:
    """Return an invented interview of `SIZE` characters: known words in any order."""
    draw, turns, length = random.Random(1), [], 0
    while length < SIZE:
        said = " ".join(draw.choices(words, k=draw.randint(5, 80)))
        turns.append(f"{('Interviewer', 'Anna')[len(turns) % 2]}: {said}.")
        length += len(turns[-1]) + 2
    return "\n\n".join(turns)


def test_while_a_long_transcript_is_read_acts_are_saved_and_another_is_chosen_at_once(
    show: Callable[..., Shown], sample: Path, page: Page
) -> None:
    """Nothing is known of a fresh app: the first question for suggestions sets off the reading."""
    project = Project(sample)
    text = project.transcripts.get("P06").text
    file = sample.parent / "P00.txt"
    file.write_text(long_interview(text.split()), encoding="utf-8")
    report = project.transcripts.import_files([file], coder=CODER)
    assert [info.name for info in report.added] == ["P00"]
    app = show(sample)
    open_transcript(page, app, "P00")
    wait_for(page, "globalThis.__codingHub.asks.has('proposals')")
    page.locator(".cd-turns").click(position={"x": 200, "y": 60})
    took = []
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        begun = time.monotonic()
        page.keyboard.press("1")
        wait_for(page, SAVED)
        took.append(time.monotonic() - begun)
    assert page.evaluate("globalThis.__codingHub.asks.has('proposals')"), "it was read by then"
    assert len(codings(sample, "P00")) == 5
    print("acknowledged after, s:", [round(seconds, 2) for seconds in took])
    busy = shared()
    assert busy >= MEANT or statistics.median(took) < 0.3 * busy

    begun = time.monotonic()
    page.keyboard.press(">")
    wait_for(page, OPEN)
    chosen = time.monotonic() - begun
    print("another one open after, s:", round(chosen, 2))
    assert busy >= MEANT or chosen < 1.0 * busy
    wait_open(page, "P01")
