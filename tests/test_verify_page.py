"""The Verify page: a draft is checked, its findings are gone through and settled.

What is clicked and pressed in the draft itself is tested in `browser/test_verify_browser.py`.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from page_steps import open_page, words
from streamlit.testing.v1 import AppTest

from coding.project import Project

Open = Callable[..., AppTest]


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path / "sample"))


@pytest.fixture
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return a function that opens the page as Nina on a draft of the project's folder."""

    def page(draft: str = "draft.md", at: Path = folder) -> AppTest:
        return open_page(monkeypatch, "verify", at, draft=draft)

    return page


def click(app: AppTest, label: str) -> AppTest:
    [button] = [b for b in app.button if b.label == label]
    button.click().run()
    assert not app.exception, app.exception
    return app


def test_the_first_error_stands_beside_its_evidence(opened: Open) -> None:
    app = opened()
    assert app.title[0].value == r"Verify\: draft\.md"
    shown = words(app)
    assert "Narrower label" in shown
    assert "it can identify a person" in shown
    assert "1 of 8" in shown
    assert [b.label for b in app.button if b.label in ("Will be fixed", "Not ours")]


def test_next_leads_to_the_table_with_its_cells_marked(opened: Open) -> None:
    app = opened()
    for _ in range(4):
        click(app, "Next")
    shown = words(app)
    assert "Neighbouring cell" in shown
    assert '<td class="pg-cited"><span>35.8 %</span></td>' in shown
    assert '<td class="pg-cited"><span>30.9 %</span></td>' in shown


def test_a_finding_is_settled_with_a_reason_and_opened_again(opened: Open, folder: Path) -> None:
    app = opened()
    [accept] = [b for b in app.button if b.label == "Accept with this reason"]
    assert accept.disabled
    [reason] = [t for t in app.text_input if t.label == "Reason"]
    reason.set_value("Agreed with him.").run()
    click(app, "Accept with this reason")
    drafts = Project(folder).drafts
    [ruling] = drafts.rulings().values()
    assert (ruling.decided, ruling.reason, ruling.coder) == ("accepted", "Agreed with him.", "Nina")
    assert "Sum above 100" in words(app)  # the next one is shown
    assert "1 of 7" in words(app)
    levels = next(p for p in app.get("button_group") if p.proto.id)
    levels.set_value(["settled"]).run()
    click(app, "Next")
    assert "Settled as “accepted” by Nina: Agreed with him." in words(app)
    click(app, "Open again")
    assert drafts.rulings() == {}


def test_a_draft_that_cannot_be_read_is_one_clear_line(opened: Open, folder: Path) -> None:
    (folder / "broken.docx").write_bytes(b"%PDF-1.7")
    app = opened("broken.docx")
    [error] = app.error
    assert "PDF file under another name" in error.value
    assert str(folder) not in error.value


def test_a_draft_with_nothing_to_find_says_so(opened: Open, folder: Path) -> None:
    (folder / "calm.md").write_text("Nothing is counted here and nobody is quoted.\n")
    assert "Nothing of this kind" in words(opened("calm.md"))


def test_one_step_takes_no_time(opened: Open) -> None:
    app = opened()
    times = []
    for _ in range(3):
        began = time.perf_counter()
        click(app, "Next")
        times.append(time.perf_counter() - began)
    assert min(times) < 0.6
