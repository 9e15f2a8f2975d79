"""A colleague's spreadsheet of coded passages becomes codings, seen before and taken back after."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_server import Watch
from playwright.sync_api import Page, expect
from steps import Show, go
from studies import study as small_study

from coding.project import Project

ROWS = (
    "Interview,Quote,Theme,Code,Coded by\n"
    "vera.docx,“my daughter walks to school alone”,Daily life,safety,Marko\n"
    "Vera,The rent is high,Daily life,Prices; Bills,Marko\n"
    "Vera,go back,,return,Marko\n"
    "Vera,nobody said this,,Fear,Marko\n"
)


@pytest.mark.timeout(120)
def test_a_spreadsheet_of_codings_is_seen_said_taken_in_and_taken_back(
    page: Page, watch: Watch, show: Show, tmp_path: Path
) -> None:
    project = small_study(tmp_path / "study")
    app = show(project.folder, coder="Nina")
    go(page, app, "/transcripts")
    field = page.get_by_test_id("stFileUploader").filter(has_text="table of codings")
    field.locator("input[type=file]").set_input_files(
        [{"name": "marko.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}]
    )
    expect(page.get_by_text("2 codings would come in, in 1 interview")).to_be_visible()
    page.get_by_text("Add 1 code that the codebook does not have: Daily life > Bills").click()
    expect(page.get_by_text("3 codings would come in, in 1 interview")).to_be_visible()
    page.get_by_text("Put words that stand several times at the first place").click()
    page.get_by_role("button", name="Take in 4 codings").click()
    expect(page.get_by_text("4 codings taken in from marko.csv.")).to_be_visible()
    came = Project(project.folder)
    assert sorted((c.code, c.coder) for c in came.codings.all()) == [
        ("bills", "Marko"),
        ("prices", "Marko"),
        ("return", "Marko"),
        ("safety", "Marko"),
    ]
    assert came.codes.book().by_id["bills"].parent == "life"
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("4 codings taken in from marko.csv.")).to_be_hidden()
