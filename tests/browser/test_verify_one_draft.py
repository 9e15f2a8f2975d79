"""One draft, opened once: what is seen of its claims, and what is bound by key and taken back.

No test leaves anything decided, so all of them work on the same page.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk import opened
from desk_server import Shown
from playwright.sync_api import Browser, Locator, Page, expect
from steps import go, ready, settled

from coding.model import Sense, Statement
from coding.project import Project

USUAL = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def study(app: Shown) -> Project:
    return Project(app.folder)


@pytest.fixture(scope="module")
def tab(browser: Browser, app: Shown) -> Iterator[Page]:
    with opened(browser) as page:
        go(page, app, "/verify?draft=draft.md")
        expect(page.locator(".dv-card")).to_be_visible()
        ready(page)
        yield page


@pytest.fixture
def draft(tab: Page, study: Project) -> Iterator[Page]:
    """Return the page of a draft in which nobody has decided anything; so it must be left."""
    yield tab
    tab.set_viewport_size(USUAL)  # type: ignore[arg-type]
    assert (study.drafts.bindings(), study.drafts.rulings()) == ({}, {})


@pytest.fixture
def card(draft: Page) -> Locator:
    """Return the card of the claim that is chosen."""
    return draft.locator(".dv-card")


def take_back(page: Page) -> None:
    page.keyboard.press("Control+z")
    settled(page)


def test_on_a_telephone_the_card_is_a_sheet_in_sight(draft: Page, card: Locator) -> None:
    """Text above, the sheet below, both within the window; proposals are large."""
    draft.set_viewport_size({"width": 375, "height": 812})
    draft.locator(".dv-chip", has_text="To look at").click()
    for shown in (card.locator("header"), card.locator(".dv-keys button").first):
        expect(shown).to_be_in_viewport(ratio=1)
    box = card.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 375)
    assert box["y"] + box["height"] <= 812
    sizes = draft.locator(".dv-proposal").evaluate_all("(all) => all.map((b) => b.offsetHeight)")
    assert min(sizes) >= 48
    chosen = draft.locator(".dv-draft .dv-chosen").first.bounding_box()
    assert chosen is not None
    assert chosen["y"] + chosen["height"] < box["y"]


def test_before_a_choice_neither_a_value_is_shown_nor_what_speaks_against_it(
    draft: Page, card: Locator
) -> None:
    """A check names the value that the survey has: whoever reads it first chooses by the value.

    Both are said when asked for.
    """
    draft.locator(".dv-chip", has_text="All").click()
    draft.locator(".dv-draft .dv-mark", has_text="56.9%").click()
    expect(card.locator(".dv-proposal").first).to_be_visible()
    inside = card.locator(".dv-inside")
    expect(inside.locator(".dv-value")).to_have_count(0)
    expect(inside.locator("table, .dv-proposal").first).not_to_contain_text("56.9")
    draft.locator(".dv-draft .dv-mark", has_text="30.9%").click()
    rows = inside.locator(".dv-cells tr")
    expect(rows.filter(has_text="Negatively")).to_have_count(1)
    expect(rows.locator(".dv-cited kbd").filter(has_text="1")).to_have_count(1)
    expect(inside.locator(".dv-cells")).not_to_contain_text("35.8")
    expect(card).to_contain_text("Something speaks against it")
    expect(inside).not_to_contain_text("35.8")
    draft.keyboard.press("v")
    expect(inside.locator(".dv-value").first).to_contain_text("%")
    expect(inside).to_contain_text("35.8")
    draft.keyboard.press("v")
    expect(inside.locator(".dv-value")).to_have_count(0)


def test_likely_ones_of_a_paragraph_are_bound_by_one_key_and_taken_back_by_one(
    draft: Page, study: Project
) -> None:
    draft.locator(".dv-draft .dv-mark", has_text="96.5%").click()
    here = draft.locator("p:has(.dv-chosen) .dv-machine")
    many = here.count()
    assert many > 1
    expect(draft.locator(".dv-keys")).to_contain_text(f"Bind the {many} likely ones")
    draft.keyboard.press("A")
    settled(draft)
    assert len(study.drafts.bindings()) == many
    take_back(draft)
    assert study.drafts.bindings() == {}


def test_a_sentence_is_bound_by_one_key_and_an_answer_by_its_digit(
    draft: Page, card: Locator, study: Project
) -> None:
    """What s would bind stands on the card; digits stand in the cells of the question's table."""
    draft.locator(".dv-draft .dv-mark", has_text="96.5%").click()
    listed = card.locator(".dv-beside li .dv-mark").all_inner_texts()
    assert listed[:2] == ["96.5%", "3.5%"]
    draft.keyboard.press("s")
    settled(draft)
    assert {b.printed for b in study.drafts.bindings().values()} == set(listed)
    take_back(draft)

    draft.locator(".dv-draft .dv-mark", has_text="30.9%").click()
    others = card.locator(".dv-cells .dv-digit:not(.dv-cited)")
    figure = others.first.get_attribute("data-figure")
    key = others.first.get_attribute("data-key")
    assert (figure, key) != (None, None)
    draft.keyboard.press(str(key))
    settled(draft)
    [binding] = study.drafts.bindings().values()
    assert (binding.printed, str(binding.statement)) == ("30.9%", figure)
    take_back(draft)

    draft.locator(".dv-draft .dv-mark", has_text="30.9%").click()
    draft.keyboard.press("Shift+Digit1")
    expect(card.locator(".dv-together")).to_contain_text("+ …")
    draft.keyboard.press("2")
    settled(draft)
    [binding] = study.drafts.bindings().values()
    assert binding.statement is not None
    assert (str(binding.statement.sense), len(binding.statement.figures)) == ("sum", 2)
    take_back(draft)


def test_in_a_search_a_digit_takes_what_is_near_and_a_sign_says_how_two_go_together(
    draft: Page, card: Locator, study: Project
) -> None:
    draft.locator(".dv-draft .dv-mark", has_text="30.9%").click()
    draft.keyboard.press("/")
    near = card.locator(".dv-results li")
    first, second = (near.nth(n).get_attribute("data-figure") for n in (0, 1))
    draft.keyboard.press("Shift+Digit1")
    draft.keyboard.press("-")
    again = near.evaluate_all("(all) => all.map((one) => one.dataset.figure)")
    assert first not in again
    figures = {figure.id: figure for figure in study.survey.figures()}
    assert figures[again[0]].option == figures[str(first)].option  # of another group
    draft.keyboard.press(str(again.index(second) + 1))
    settled(draft)
    [binding] = study.drafts.bindings().values()
    assert binding.statement == Statement(Sense.DIFFERENCE, (str(first), str(second)))
    take_back(draft)

    draft.locator(".dv-draft .dv-mark", has_text="30.9%").click()
    draft.keyboard.press("/")
    draft.keyboard.press("Shift+Digit2")
    draft.keyboard.press("Shift+Enter")
    settled(draft)
    [binding] = study.drafts.bindings().values()
    assert binding.statement == Statement(Sense.COMPLEMENT, (str(second),))
    take_back(draft)
