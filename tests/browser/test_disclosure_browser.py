"""Who could be recognised, in a real browser: told at choice and at export, decided, let through."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect
from steps import Show, dialog, go, ready
from studies import code, study

from coding.model import IdentifierChoice
from coding.project import Project

VERA = """\
Interviewer: Do you feel safe here?

Vera: My brother Zoran drives me home from Kikinda. The rent is high.
"""
PEOPLE = (
    "participant,pseudonym,gender,age\nP01,Vera,Female,34\nP02,Oleg,Male,41\nP03,Ana,Female,38\n"
)
INDEX = "file,participant,language\nVera.txt,P01,en\n"


def narrow(folder: Path) -> Project:
    """Make a study in which one quote names somebody under a label that fits one person."""
    project = study(
        folder, {"Vera.txt": VERA}, others={"participants.csv": PEOPLE, "index.csv": INDEX}
    )
    project.labels.set("{gender}, {age}", coder="Nina")
    code(project, "Vera", "My brother Zoran drives me home from Kikinda.", "safety", coder="Nina")
    return project


def test_a_narrow_label_and_a_name_are_told_decided_and_let_through(
    page: Page, show: Show, tmp_path: Path
) -> None:
    """A label with k = 1 is warned about at choice and at export; a name is decided, then it goes."""
    folder = tmp_path / "study"
    narrow(folder)
    app = show(folder, coder="Nina")
    go(page, app, "/quotes")
    expect(page.get_by_text("label fits 1 of 3")).to_be_visible()

    page.get_by_role("button", name="Export").click()
    asked = dialog(page)
    expect(asked.get_by_text("2 places in the words could tell readers")).to_be_visible()
    expect(asked.get_by_role("button", name="Word", exact=True)).to_have_count(0)
    asked.get_by_text("Narrows down who somebody is").click()
    expect(asked.get_by_text("“Female, 34” fits 1 of 3 people")).to_be_visible()

    field = asked.get_by_label("Print instead").first
    field.fill("[a relative]")
    field.press("Tab")
    ready(page)
    asked.get_by_role("button", name="Replace", exact=True).first.click()
    expect(asked.get_by_text("1 place in the words could tell readers")).to_be_visible()
    asked.get_by_label("Why").last.fill("they agreed")
    page.keyboard.press("Tab")
    ready(page)
    asked.get_by_role("button", name="Keep", exact=True).last.click()
    expect(asked.get_by_text("Nothing in the words stops the export")).to_be_visible()
    ready(page)
    with page.expect_download() as coming:
        asked.get_by_role("button", name="Word", exact=True).click()
    path = tmp_path / "quotes.docx"
    coming.value.save_as(path)
    printed = " ".join(p.text for p in Document(str(path)).paragraphs)
    assert "My brother [a relative] drives me home from Kikinda." in printed
    decided = {d.words: d for d in Project(folder).identifiers.all().values()}
    assert decided["Kikinda"].decided is IdentifierChoice.KEPT
    assert (decided["Kikinda"].reason, decided["Kikinda"].coder) == ("they agreed", "Nina")


def test_a_coarser_label_is_one_click_away(page: Page, show: Show, tmp_path: Path) -> None:
    folder = tmp_path / "study"
    narrow(folder)
    app = show(folder, coder="Nina")
    go(page, app, "/quotes")
    page.get_by_role("button", name="Coarser label …").click()
    dialog(page).get_by_role("button", name="age in bands of 10").click()
    expect(dialog(page).get_by_text("“Female, 30–39” fits 2 of 3 people.")).to_be_visible()
    ready(page)  # the button that was clicked goes, and the dialog has the keys again
    page.keyboard.press("Escape")
    expect(page.get_by_text("label fits 2 of 3")).to_be_visible()
    assert Project(folder).labels.scheme().text("en") == "{gender}, {age|10}"
