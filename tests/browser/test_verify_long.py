"""A draft of 20,000 words with 300 figures is as quick to go through as a page of it.

python -m pytest -m bench tests/browser/test_verify_long.py -s -n 0
"""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.corpus import Speech
from playwright.sync_api import Page, expect
from steps import Show, go, ready

WORDS = 20_000
FIGURES = 300
QUICK = 100
"""Milliseconds from a key to the next claim's card."""

TIMED = """async (key) => {
  const shown = () => document.querySelector(".dv-card").dataset.of;
  const before = shown();
  const begun = performance.now();
  dispatchEvent(new KeyboardEvent("keydown", { key, code: `Key${key.toUpperCase()}` }));
  document.querySelector(".dv-card").getBoundingClientRect();
  const took = performance.now() - begun;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return [took, before !== shown()];
}"""


def long_draft() -> str:
    """Return a draft whose every other sentence states a figure."""
    speech = Speech()
    said = speech.sentences(WORDS).split(". ")
    every = max(1, len(said) // FIGURES)
    made = []
    for number, sentence in enumerate(said):
        made.append(sentence)
        if number % every == 0 and number // every < FIGURES:
            made.append(f"Of all respondents {10 + number % 80}.{number % 10}% feel safe in Serbia")
    lines = [". ".join(made[at : at + 12]) + "." for at in range(0, len(made), 12)]
    return "\n\n".join(lines)


@pytest.mark.bench
@pytest.mark.timeout(600)
def test_the_next_card_of_a_long_draft_comes_at_once(page: Page, show: Show, sample: Path) -> None:
    """By keys that go on and by those that decide."""
    (sample / "long.md").write_text(long_draft(), encoding="utf-8")
    app = show(sample, coder="Nina")
    page.set_viewport_size({"width": 1920, "height": 1080})
    go(page, app, "/verify?draft=long.md")
    expect(page.locator(".dv-card")).to_be_visible(timeout=200_000)
    ready(page)
    assert len(long_draft().split()) > WORDS
    counted = page.locator(".dv-sum").inner_text()
    assert int(counted.split(" of ")[1].split()[0]) >= FIGURES
    for key in ("j", "k", "x"):
        # The least of several: others work on the machine, too, and take of the time.
        took = sorted(page.evaluate(TIMED, "j" if key == "k" and not n else key) for n in range(8))
        print(f"{key}: {[round(ms) for ms, _ in took]} ms")
        assert all(moved for _, moved in took)
        assert took[0][0] < QUICK
        assert took[3][0] < 2 * QUICK
