"""Code one word after another, as fast as keys can be pressed, and see that nothing is lost.

A page that is given `WRITE_DOWN` notes what was selected at each press of the key: that must be
what is on disk.
"""

from __future__ import annotations

from desk import (
    CODER,
    codings,
    study,
)
from desk_server import App
from playwright.sync_api import Page

WRITE_DOWN = """
  window.coded = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "1" || event.target.closest("input")) return;
    window.coded.push(getSelection().toString());
  }, true);
"""


def go_to(page: Page, turn: int) -> None:
    """Go to a turn by its number."""
    page.keyboard.press("g")
    page.keyboard.type(str(turn))
    page.keyboard.press("Enter")


def code_words(page: Page, number: int) -> None:
    """Select and code the next words, one by one, without waiting for anything."""
    for _ in range(number):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("1")


def written_down(page: Page) -> list[str]:
    """Return what was selected each time a code was applied."""
    found: list[str] = page.evaluate("window.coded")
    return found


def assert_nothing_lost(app: App, name: str, expected: list[str]) -> None:
    """Assert that the tester has coded just these words, each once, and all is sound."""
    assert "" not in expected
    project = study(app.folder)
    made = codings(app.folder, name)
    assert sorted(c.text for c in made) == sorted(expected)
    assert len({(c.start, c.end) for c in made}) == len(expected)
    acts = [act for act in project.log.acts(coder=CODER) if f" on {name}: " in act.summary]
    applied = [act for act in acts if act.verb == "apply"]
    assert len(applied) == len(expected), "an act was lost or done twice"
    assert project.check() == []


def shown(page: Page) -> int:
    """Return how many of the tester's codings are painted, none of them as pending."""
    number: int = page.evaluate(
        """(() => {
             const ids = new Set([...document.querySelectorAll(".cd-mark:not(.cd-pending)")]
               .flatMap((mark) => mark.dataset.ids.split(" ")));
             const { codings } = __codingHub.desk.model.view;
             return [...ids].filter((id) => codings.get(id)?.coder === "tester").length;
           })()"""
    )
    return number
