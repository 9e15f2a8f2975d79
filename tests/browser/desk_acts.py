"""Work with codings, codes and memos on the desk, and look at what came of it.

What is read from the project is read from its folder; `P01` is the transcript on the desk.
"""

from __future__ import annotations

from desk import (
    box_at,
    click_at,
    codings,
    row,
    said,
    select,
    study,
    wait_for,
    wait_saved,
    wait_until,
    words,
)
from desk_server import App
from playwright.sync_api import Page

from coding.model import Coding, Transcript


def coded(app: App, wanted: str) -> list[str]:
    """Return the codes that the tester has put on exactly these words."""
    return [code for code, said_ in said(app.folder, "P01") if said_ == wanted]


def coding_of(app: App, wanted: str, code: str = "") -> Coding:
    """Return the tester's one coding of exactly these words."""
    found = [c for c in codings(app.folder, "P01") if c.text == wanted and code in ("", c.code)]
    assert len(found) == 1, f"{wanted!r} is coded {len(found)} times"
    return found[0]


def press_code(page: Page, code: str) -> None:
    """Apply a code by its number, or by the palette where it has none."""
    number = row(page, code).locator(".cd-key").text_content()
    if number:
        page.keyboard.press(number)
    else:
        name = row(page, code).locator(".cd-name").text_content() or ""
        page.keyboard.press("c")
        page.keyboard.type(name)
        page.keyboard.press("Enter")


def make(page: Page, app: App, text: Transcript, wanted: str, code: str) -> Coding:
    """Code some words and choose the coding."""
    select(page, text, *words(text, wanted))
    press_code(page, code)
    wait_saved(page)
    page.keyboard.press("Escape")
    made = coding_of(app, wanted, code)
    click_at(page, text, words(text, wanted)[0] + 1)
    wait_for(page, f"__codingHub.desk.selected === '{made.id}'")
    return made


def memo_on(app: App, kind: str, about: str) -> str:
    """Return the text of the memo on something, "" if there is none."""
    return "".join(m.text for m in study(app.folder).memos.all(kind=kind, about=about))


def book(app: App) -> str:
    """Return the text of codebook.yaml."""
    return (app.folder / "codebook.yaml").read_text(encoding="utf-8")


def comments(app: App) -> list[str]:
    """Return the comments of codebook.yaml."""
    return [line for line in book(app).splitlines() if line.lstrip().startswith("#")]


def menu_of(page: Page, code: str, item: str) -> None:
    """Take an item of a code's menu."""
    row(page, code).hover()
    row(page, code).locator(".cd-dots").click()
    page.get_by_role("menuitem", name=item).click()


def painted_marks(page: Page) -> list[str]:
    """Return the words that are painted and with what, in the order of the text."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.cd-mark')].map((m) => m.dataset.ids + m.textContent)"
    )
    return sorted(found)


def in_sight(page: Page, text: Transcript, point: int) -> bool:
    """Say whether a character stands inside the desk's window."""
    frame = page.locator(".cd-scroller").bounding_box()
    assert frame
    box = box_at(page, text, point)
    return frame["y"] <= box["top"] and box["bottom"] <= frame["y"] + frame["height"]


def come_in_sight(page: Page, text: Transcript, point: int) -> None:
    """Wait until a character stands inside the desk's window."""
    wait_until(lambda: in_sight(page, text, point), what="it comes in sight")
