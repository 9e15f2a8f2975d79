"""From an empty project to labelled quotes: how often somebody has to click."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

from desk import select, transcript, wait_saved, words
from desk_server import wait_until_drawn
from openpyxl import Workbook
from playwright.sync_api import Page, expect
from steps import Show, ready
from test_incoming_browser import in_word, interview

from coding.project import Project

MOST = 12
PEOPLE = 13
COLUMNS = (
    *("No", "Code", "Gender", "Age", "age_band", "City", "Born in", "Came in", "Profession"),
    *("Works as", "Education", "Children", "Flat", "Household", "Languages", "Status"),
    *("Interviewed", "Minutes", "Remarks"),
)
COUNTED = """
addEventListener("pointerdown", () => {
  sessionStorage.setItem("clicks", Number(sessionStorage.getItem("clicks") ?? 0) + 1);
}, true);
"""


def face_sheet() -> bytes:
    """Return an invented face sheet of thirteen people, nineteen columns wide."""
    rng = random.Random(7)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(COLUMNS)
    for n in range(1, PEOPLE + 1):
        age = rng.randint(20, 49)
        band = f"{age // 10 * 10}-{age // 10 * 10 + 9}"
        sheet.append(
            [
                *(n, f"P-{n:02}", "Female" if n % 2 else "Male", age, band),
                *(rng.choice(["Belgrade", "Novi Sad", "Niš"]), rng.choice(["Kazan", "Tver"])),
                *(rng.choice([2021, 2022]), rng.choice(["cook", "nurse", "teacher"])),
                *(rng.choice(["courier", "nurse"]), rng.choice(["school", "university"])),
                *(rng.randint(0, 3), rng.choice(["rents", "owns"]), rng.randint(1, 5)),
                *("ru, sr", rng.choice(["permit", "citizen"]), f"2024-03-{n:02}"),
                *(rng.randint(30, 90), ""),
            ]
        )
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_thirteen_interviews_and_a_face_sheet_become_labelled_quotes_in_twelve_clicks(
    page: Page, show: Show, tmp_path: Path
) -> None:
    """Every press of the mouse counts, and so does each drop of files."""
    Project.new(tmp_path / "study")
    app = show(tmp_path / "study", coder="Nina")
    page.add_init_script(COUNTED)
    drops = 0
    page.goto(app.url)
    wait_until_drawn(page)

    page.get_by_role("link", name="Transcripts").first.click()
    ready(page)
    page.locator("input[type=file]").first.set_input_files(
        [
            {
                "name": f"P{n:02} Interview.docx",
                "mimeType": "application/octet-stream",
                "buffer": in_word(interview(n)),
            }
            for n in range(1, PEOPLE + 1)
        ]
    )
    drops += 1
    page.get_by_role("button", name="Import all 13").click()
    expect(page.get_by_text("13 transcripts imported:")).to_be_visible()
    ready(page)

    page.get_by_test_id("stFileUploader").filter(has_text="face sheet").locator(
        "input"
    ).set_input_files(
        {"name": "people.xlsx", "mimeType": "application/octet-stream", "buffer": face_sheet()}
    )
    drops += 1
    page.get_by_role("button", name="of 13 people").click()
    expect(page.get_by_text("taken in").first).to_be_visible()
    ready(page)
    person = Project(app.folder).participants.all()[0]
    assert (person.id, person.attributes["Gender"]) == ("P01", "Female")

    page.get_by_role("link", name="Open P01 Interview in Code").click()
    expect(page.locator(".cd-turn").first).to_be_visible()
    text = transcript(app.folder, "P01 Interview")
    turn = text.turns[1]
    select(page, text, *words(text, text.text[turn.start : turn.start + 40].rpartition(" ")[0]))
    page.keyboard.press("v")  # in vivo: the words themselves are the code
    wait_saved(page)

    page.get_by_role("link", name="Quotes").first.click()
    label = f"Female, {person.attributes['age_band']} years old"
    expect(page.locator(".pg-by cite").first).to_have_text(label)
    clicks = int(page.evaluate("sessionStorage.getItem('clicks')")) + drops
    assert clicks <= MOST, clicks
