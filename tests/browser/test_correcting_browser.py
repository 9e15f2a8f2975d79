"""A csv comes in with its columns told; three words are corrected; codings stay; a quote is heard."""

from __future__ import annotations

import wave
from pathlib import Path

from desk import codings, open_transcript, select, transcript, wait_for, wait_saved, words
from desk_server import Shown
from playwright.sync_api import Page, expect
from steps import Show, go

from coding.project import Project

TEXT = """\
Interviewer: Do you fell safe here?

Mila: Yes. The rend is high 🙂, well, you know.

Interviewer: Would you go back?

Mila: I would not go bakc now."""
TABLE = """\
Kõneleja;Aeg;Lausung;Märkus
Interviewer;0:02;Do you fell safe here?;looks out of the window, says nothing for a long while
Mila;0:05;Yes. The rend is high 🙂, well, you know.;laughs a little, and stirs her cup of tea again
Interviewer;0:15;Would you go back?;turns a page of the guide, a car goes by outside, slowly
Mila;0:20;I would not go bakc now.;she has answered this before, in the first talk with us
"""
"""Its headings are in a language that nobody knows, and its longest column is not what was said."""

MEDIA = "document.querySelector('.cd-player video')"
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


def bring_in(page: Page, app: Shown) -> None:
    """Drop the table, say which column has the words, import it, take the recording proposed."""
    go(page, app, "/transcripts")
    dropped = {"name": "a.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.locator("input[type=file]").first.set_input_files([dropped])  # type: ignore[list-item]
    page.get_by_label("What “Lausung” holds").select_option("words")
    expect(page.get_by_label("What “Lausung” holds")).to_have_value("words")
    page.get_by_label("What “Märkus” holds").select_option("nothing")
    expect(page.locator(".sp-notes")).to_contain_text("words from “Lausung”.")
    page.locator(".sp-do .sp-primary").click()
    expect(page.get_by_text("1 transcript imported:")).to_be_visible()
    page.get_by_text("Recording", exact=True).click()
    page.get_by_role("button", name="Use a.wav").click()
    expect(page.get_by_text("Heard from recordings/a.wav")).to_be_visible()


def test_three_words_are_corrected_and_the_codings_stay(
    page: Page, other: Page, show: Show, tmp_path: Path
) -> None:
    """Another window learns it; who corrects the same turn meanwhile is shown both texts.

    From a quote one hears the quote. All of it can be taken back and done again.
    """
    folder = tmp_path / "study"
    Project.new(folder)
    (folder / "codebook.yaml").write_text(CODES, encoding="utf-8")
    (folder / "recordings").mkdir()
    with wave.open(str(folder / "recordings" / "a.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes([128]) * 8000 * 40)
    app = show(folder, coder="tester")
    bring_in(page, app)
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

    go(page, app, "/quotes")
    page.get_by_role("link", name="Hear it").first.click()
    wait_for(page, f"{MEDIA} && !{MEDIA}.paused")
    assert 5 <= float(page.evaluate(f"{MEDIA}.currentTime")) < 15

    def state() -> tuple[list[str], list[str]]:
        texts = [now.transcripts.get(info.id).text for info in now.transcripts.all()]
        return texts, [coding.text for coding in now.codings.all()]

    done = state()
    acts = 7  # the import, its recording, two codings, three corrections
    for _ in range(acts):
        now.log.undo(coder="tester")
    assert state() == ([], [])
    for _ in range(acts):
        now.log.undo(coder="tester", redo=True)
    assert state() == done
