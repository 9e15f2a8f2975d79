"""The report is put together in a real browser: by keys, by mouse, in words, and handed out."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from steps import Show, go, grave, ready

from coding.project import Project


def settled(page: Page) -> None:
    """Wait until all that was done here is written and has come back."""
    expect(page.locator('.ol-root[data-waiting="0"]')).to_be_visible()
    ready(page)


def shown(page: Page) -> list[str]:
    """Return the first words of every item, from top to bottom."""
    texts = page.locator(".ol-words").all_inner_texts()
    return [text.strip("“„«").replace("’", "'")[:12] for text in texts]


def kept(sample: Path) -> list[str]:
    """Return the same as the project has it."""
    sections = Project(sample).outline.sections()
    return [entry.words[:12] for section in sections for entry in section.entries]


@pytest.fixture
def filled(sample: Path) -> list[str]:
    """Put three short quotes that name nobody into a section, none into another."""
    study = Project(sample)
    found = study.quotes.find(["safety"], apart=False)
    plain = [q for q in found if 6 < len(q.words.split()) < 30 and q.words.isascii()]
    for name in ("Streets", "Borders"):
        study.baskets.add(name, coder="Nina")
    for quote in plain:
        named = study.disclosure.of_quotes([quote.coding])
        if not any(one.stops for one in named):
            study.baskets.put("Streets", [quote.coding], coder="Nina")
        if len(study.baskets.get("Streets").picks) == 3:
            break
    return [pick.id for pick in study.baskets.get("Streets").picks]


def test_the_outline_is_ordered_by_keys_and_mouse_written_and_handed_out(
    page: Page, show: Show, sample: Path, tmp_path: Path, filled: list[str]
) -> None:
    app = show(sample, coder="Nina")
    first, second, third = filled
    go(page, app, "/quotes?view=Outline")
    expect(page.locator(".ol-words")).to_have_count(3)
    there = shown(page)

    page.locator(f'[data-item="{second}"]').focus()
    page.keyboard.press("Alt+ArrowUp")
    assert shown(page) == [there[1], there[0], there[2]]  # at once
    settled(page)
    expect(page.locator(f'[data-item="{second}"]')).to_be_focused()
    page.locator(f'[data-item="{third}"]').focus()
    page.keyboard.press("Alt+ArrowDown")  # over the border, into the next section
    settled(page)
    study = Project(sample)
    assert [p.id for p in study.baskets.get("Streets").picks] == [second, first]
    assert [p.id for p in study.baskets.get("Borders").picks] == [third]

    page.locator(f'[data-item="{first}"]').drag_to(page.locator(f'[data-item="{third}"]'))
    settled(page)
    assert [p.id for p in Project(sample).baskets.get("Borders").picks] == [first, third]

    page.get_by_role("button", name="Add a note").last.click()
    page.keyboard.type("Both say so.")
    page.keyboard.press("Control+Enter")
    settled(page)
    page.get_by_role("button", name="Move the section up").last.click()
    settled(page)
    assert [s.name for s in Project(sample).outline.sections()] == ["Borders", "Streets"]
    assert kept(sample) == [there[0], there[2], "Both say so.", there[1]]
    assert shown(page) == kept(sample)
    page.keyboard.press("Control+z")
    settled(page)
    assert [s.name for s in Project(sample).outline.sections()] == ["Streets", "Borders"]

    with page.expect_download() as download:
        page.get_by_role("button", name="Export to Word").click()
    download.value.save_as(tmp_path / "report.docx")
    paragraphs = Document(str(tmp_path / "report.docx")).paragraphs
    heads = [p.text for p in paragraphs if p.style and p.style.name == "Heading 1"]
    assert heads == ["Streets", "Borders"]
    assert "Both say so." in [p.text for p in paragraphs]


def test_what_an_omission_swallows_is_asked_about_and_a_quote_is_copied_as_one(
    page: Page, show: Show, sample: Path
) -> None:
    study = Project(sample)
    quote = next(
        q for q in study.quotes.find(apart=False)
        if " not " in q.words and len(q.words.split()) > 8 and q.words == q.text
        and q.words.split().index("not") in range(2, len(q.words.split()) - 3)
    )  # fmt: skip
    study.baskets.add("Streets", coder="Nina")
    study.baskets.put("Streets", [quote.coding], coder="Nina")
    app = show(sample, coder="Nina")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=app.url)
    go(page, app, "/quotes?view=Outline")
    page.locator(".ol-item").click()
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"({quote.attribution})")
    page.get_by_role("button", name="Edit the words").click()
    asked = page.get_by_test_id("stDialog")
    cut = quote.words.replace(" not ", " […] ", 1)
    asked.get_by_label("As printed").fill(cut)
    page.keyboard.press("Tab")
    ready(page)
    asked.get_by_role("button", name="Save", exact=True).click()
    expect(asked.get_by_text("The negation “not” is left out.")).to_be_visible()
    assert Project(sample).baskets.get("Streets").picks[0].printed == ""
    asked.get_by_role("button", name="Print it all the same").click()
    expect(asked).to_have_count(0)
    assert "[…]" in Project(sample).baskets.get("Streets").picks[0].printed


def test_the_outline_can_be_read_by_everybody_and_fits_a_telephone(
    page: Page, show: Show, sample: Path, filled: list[str]
) -> None:
    app = show(sample, coder="Nina")
    go(page, app, "/quotes?view=Outline")
    page.locator(f'[data-item="{filled[0]}"]').click()
    assert [fault["id"] for fault in grave(page, {})] == []
    page.set_viewport_size({"width": 375, "height": 800})
    ready(page)
    wide = page.evaluate("document.querySelector('.ol-root').scrollWidth")
    assert wide <= 375
