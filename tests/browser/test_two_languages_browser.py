"""An interview and its translation on the desk: coded once, seen on both, and mended by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from desk import (
    highlighted,
    open_transcript,
    select,
    study,
    transcript,
    wait_for,
    wait_saved,
    words,
)
from desk_server import Shown, Watch
from playwright.sync_api import Page, expect
from steps import Show
from studies import upload

from coding.project import Project

CODES = "codes:\n  - {id: prices, name: Prices}\n  - {id: calm, name: Calm}\n"
RUSSIAN = """\
Интервьюер: Вы давно приехали сюда?

Яна: Мы приехали в 1991 году, осенью. Квартира была очень дорогая. Соседи нам помогали.

Яна: Да, это я помню очень хорошо, как будто всё было только вчера.

Яна: Да, это я знаю очень хорошо, как будто всё было только вчера.

Интервьюер: А вернуться вы хотели бы?
"""
ENGLISH = """\
Interviewer: Have you been here for long?

Jana: We came in 1991, in the autumn. The flat was very expensive. The neighbours helped us.

Jana: Yes, I remember that very well, as if all of it had been only yesterday.

Interviewer: And would you like to go back?
"""
DEAR = "Квартира была очень дорогая."
FLAT = "The flat was very expensive."
HERE = "__codingHub.desk.model.beside"


@pytest.fixture
def app(show: Show, tmp_path: Path) -> Shown:
    """Return the app on one interview in two languages."""
    folder = tmp_path / "study"
    project = Project.new(folder)
    (folder / "codebook.yaml").write_text(CODES, encoding="utf-8")
    upload(project, "a.txt", RUSSIAN.encode(), language="ru", coder="tester")
    upload(project, "b.txt", ENGLISH.encode(), language="en", translation_of="a", coder="tester")
    return show(folder, coder="tester")


def pairs(page: Page) -> list[str]:
    """Return what stands beside what on the screen, those of a person with a mark."""
    told = f"{HERE}.pairs.map((p) => p.mine.join('+') + '=' + p.theirs.join('+')"
    return list(page.evaluate(f"{told} + (p.state === 'hand' ? '!' : ''))"))


def test_a_coding_is_seen_on_the_translation_counts_once_and_pairs_are_mended_undone_and_redone(
    page: Page, app: Shown, watch: Watch
) -> None:
    open_transcript(page, app, "a")
    page.keyboard.press("t")
    text = transcript(app.folder, "a")
    select(page, text, *words(text, DEAR))
    page.keyboard.press("1")
    wait_saved(page)
    beside = page.locator("#cd-turn-2 .cd-parallel .cd-mark")
    expect(beside).to_have_text(FLAT)
    expect(beside).to_have_class(re.compile("cd-carried"))
    assert study(app.folder).segments.usage() == {"prices": (1, 1)}
    page.keyboard.press("/")
    page.keyboard.type("expensive")
    expect(page.locator(".cd-found")).to_have_text("1 of 1, 1 beside it")
    page.keyboard.press("Enter")
    assert highlighted(page, "cd-hit-now") == "expensive"
    page.keyboard.press("Escape")

    open_transcript(page, app, "b")
    there = page.locator("#cd-turn-2 .cd-words .cd-mark")
    expect(there).to_have_text(FLAT)
    there.click()
    card = page.locator(".cd-card")
    expect(card).to_contain_text("Coded on a, carried over")
    page.keyboard.press("]")
    expect(page.locator(".cd-notice")).to_contain_text("its edges are moved there")
    page.keyboard.press("Escape")
    other = transcript(app.folder, "b")
    select(page, other, *words(other, FLAT))
    page.keyboard.press("1")
    wait_saved(page)
    assert len(study(app.folder).codings.all()) == 2
    assert study(app.folder).segments.usage() == {"prices": (1, 1)}

    open_transcript(page, app, "a")
    before = pairs(page)
    for turn in (1, 2):  # the doubtful ones, one after the other
        page.keyboard.press("Shift+J")
        wait_for(page, f"__codingHub.desk.selection.turn === {turn}")
    page.locator("#cd-turn-3 .cd-there-number, #cd-turn-4 .cd-there-number").first.click()
    page.get_by_role("menuitem", name="It belongs to another turn").click()
    page.get_by_role("dialog").get_by_role("button", name="4 Яна").click()
    wait_saved(page)
    wait_for(page, f"{HERE}.pairOf(4)?.state === 'hand'")
    mended = pairs(page)
    assert "4=3!" in mended
    page.keyboard.press("g")
    page.get_by_label("Turn number").fill("3")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+M")
    apart = page.get_by_role("menuitem", name="Turn 3 of this text does not belong to it")
    apart.press("Enter")
    wait_for(page, f"{HERE}.pairOf(2)?.state === 'hand'")
    wait_saved(page)
    both = pairs(page)
    assert {"2=2!", "4=3!"} <= set(both)

    for _ in range(4):
        page.keyboard.press("Control+z")
        wait_saved(page)
    wait_for(page, f"!{HERE}.pairs.some(({{ state }}) => state === 'hand')")
    assert pairs(page) == before
    assert study(app.folder).codings.all() == []
    expect(page.locator(".cd-mark")).to_have_count(0)
    for _ in range(4):
        page.keyboard.press("Control+Shift+z")
        wait_saved(page)
    wait_for(page, f"{HERE}.pairOf(2)?.state === 'hand'")
    assert pairs(page) == both
    assert study(app.folder).segments.usage() == {"prices": (1, 1)}
    expect(page.locator("#cd-turn-2 .cd-parallel .cd-mark")).to_have_text(FLAT)
