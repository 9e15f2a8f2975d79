"""On the desk three words are corrected; what is coded stays on its words, undone and redone."""

from __future__ import annotations

from pathlib import Path

from desk import codings, open_transcript, select, transcript, wait_saved, words
from playwright.sync_api import Page, expect
from steps import Show

from coding.project import Project

TEXT = """\
Interviewer: Do you fell safe here?

Mila: Yes. The rend is high 🙂, well, you know.

Interviewer: Would you go back?

Mila: I would not go bakc now.
"""
CODES = "codes:\n  - {id: fear, name: Fear}\n  - {id: safe, name: Safety}\n"


def correct(page: Page, number: int, old: str, new: str) -> None:
    """Correct a word of a turn: its number, C, type, Ctrl+Enter."""
    page.locator(f"#cd-turn-{number} .cd-number").click()
    page.keyboard.press("Shift+C")
    field = page.get_by_role("textbox", name="What is said in this turn")
    expect(field).to_be_focused()
    field.fill(field.input_value().replace(old, new))
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#cd-turn-{number} .cd-words")).to_contain_text(new)
    wait_saved(page)


def test_three_words_are_corrected_and_the_codings_stay(
    page: Page, other: Page, show: Show, tmp_path: Path
) -> None:
    """Another window learns it; who corrects the same turn meanwhile is shown both texts."""
    folder = tmp_path / "study"
    project = Project.new(folder)
    (folder / "codebook.yaml").write_text(CODES, encoding="utf-8")
    project.transcripts.import_upload("a.txt", TEXT.encode(), participant="P01", coder="tester")
    app = show(folder, coder="tester")
    open_transcript(page, app, "a")
    open_transcript(other, app, "a")
    text = transcript(folder, "a")
    select(page, text, *words(text, "The rend is high 🙂, well"))
    page.keyboard.press("1")
    select(page, text, *words(text, "would not go"))
    page.keyboard.press("2")
    wait_saved(page)
    marks = page.locator(".cd-mark")
    expect(other.locator(".cd-mark")).to_have_text(["The rend is high 🙂, well", "would not go"])

    other.locator("#cd-turn-4 .cd-number").click()
    other.keyboard.press("Shift+C")
    late = other.get_by_role("textbox", name="What is said in this turn")
    late.fill("I would never go back.")
    for number, old, new in ((1, "fell", "feel"), (2, "rend", "rent"), (4, "bakc", "back")):
        correct(page, number, old, new)
    expect(marks).to_have_text(["The rent is high 🙂, well", "would not go"])
    assert [c.text for c in codings(folder, "a")] == ["The rent is high 🙂, well", "would not go"]
    expect(other.locator(".cd-mark")).to_have_text(["The rent is high 🙂, well", "would not go"])

    other.keyboard.press("Control+Enter")
    expect(other.get_by_role("dialog")).to_contain_text("I would not go back now.")
    other.get_by_role("button", name="Keep theirs").click()

    for _ in range(3):
        page.keyboard.press("Control+z")
    expect(marks).to_have_text(["The rend is high 🙂, well", "would not go"])
    expect(page.locator("#cd-turn-4 .cd-words")).to_have_text("I would not go bakc now.")
    for _ in range(3):
        page.keyboard.press("Control+Shift+z")
    expect(page.locator("#cd-turn-4 .cd-words")).to_have_text("I would not go back now.")
    expect(marks).to_have_text(["The rent is high 🙂, well", "would not go"])
    wait_saved(page)
    now = Project(folder)
    assert now.transcripts.get("a").text == (
        TEXT.replace("fell", "feel").replace("rend", "rent").replace("bakc", "back")
    )
    assert now.check() == []
