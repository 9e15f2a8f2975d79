"""A project of another program comes into a study that has half of its codes, and goes again."""

from __future__ import annotations

from pathlib import Path

from desk_server import Watch
from playwright.sync_api import Page, expect
from refi_shapes import SHAPES, WORDS, written
from steps import Show, go, ready

from coding.project import Project


def test_a_project_of_nvivo_is_seen_brought_in_undone_and_done_again(
    page: Page, show: Show, watch: Watch, tmp_path: Path
) -> None:
    study = Project.new(tmp_path / "study")
    study.codes.add("Leaving", coder="Nina")
    study.codes.add("Safty", coder="Nina")
    app = show(tmp_path / "study", coder="Nina")
    go(page, app, "/transcripts")
    file = written(tmp_path / "Study.qdpx", SHAPES["NVivo for Windows"])
    page.locator("[class*=st-key-exchange-0] input[type=file]").set_input_files(file)
    shown = page.locator(".st-key-exchange")
    expect(shown).to_contain_text("NVivo for Windows 12.6: 1 text, 3 codes, 6 codings by A and B.")
    expect(shown).to_contain_text("New: 1 text, 2 codes and 6 codings. Here already: 1 code.")
    expect(shown).to_contain_text("6 of 6 selections stand on words’ edges")
    ready(page)
    page.get_by_role("button", name="Bring in 1 text, 2 codes and 6 codings").click()
    expect(page.get_by_text("1 text, 2 codes and 6 codings came in")).to_be_visible()
    assert [c.text for c in study.codings.all()] == list(WORDS)
    assert [code.name for code in study.codes.book()][1:3] == ["Safty", "Prices & <rent>"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("There is no interview yet")).to_be_visible()
    assert (study.codings.all(), len(study.codes.book())) == ([], 2)
    page.get_by_role("button", name="Redo").click()
    expect(page.get_by_text("There is no interview yet")).to_have_count(0)
    assert [c.text for c in study.codings.all()] == list(WORDS)
    assert watch.errors == []
