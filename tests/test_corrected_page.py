"""On the Transcripts page edited files are offered and what waits is placed by one click each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from page_steps import open_page, words
from streamlit.testing.v1 import AppTest
from studies import VERA, code, coded, study, where

from coding.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "p")


def press(app: AppTest, label: str) -> AppTest:
    [button] = [b for b in app.button if b.label == label]
    button.click().run()
    assert not app.exception, app.exception
    return app


def test_an_edited_file_is_offered_and_can_be_left(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, "transcripts", project.folder)
    assert "has been edited" not in words(app)
    path = project.folder / "transcripts" / "Vera.txt"
    path.write_text(VERA.replace("high", "low"), "utf-8")
    os.utime(path, (path.stat().st_mtime + 60,) * 2)
    app.run()
    assert "Vera.txt has been edited since it came in as Vera." in words(app)
    assert "has been edited" not in words(press(app, "Not now"))
    assert "not in transcripts/" not in words(app)
    path.with_name("Oleg.txt").unlink()
    assert "Oleg.txt (not in transcripts/; its text is kept in the project)" in words(app.run())


def test_what_waits_is_shown_with_both_texts_and_placed_dropped_or_kept(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for said in ("The rent is high", "well, you know", "walks to school"):
        code(project, "Vera", said, "fear")
    project.revisions.retype("Vera", 2, "Yes. Prices hurt us all.", coder="ana")
    app = open_page(monkeypatch, "transcripts", project.folder)
    assert "walks to school" in words(app)
    assert "1 of 3" in words(app)
    [field] = [f for f in app.text_input if "Or on these words" in f.label]
    field.input("Prices hurt").run()
    press(app, "Place there")
    assert coded(project) == [("fear", "Prices hurt", "ana")]
    press(app, "Take off")
    press(app, "Leave on the old version")
    assert "to place" not in words(app)
    assert len(project.revisions.adrift()) == 1


def test_an_older_version_is_compared_with_the_newest(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.revisions.retype("Vera", 4, "I would never go back now.", coder="ana")
    key = project.transcripts.info("Vera").id
    app = open_page(monkeypatch, "transcripts", project.folder, transcript=key)
    versions = app.selectbox(key=f"version-{key}")
    versions.select(versions.options[0]).run()
    assert "<del>not</del><ins>never</ins>" in words(app)


def test_corrected_words_are_shown_on_the_quotes_page_until_seen(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    code(project, "Vera", "The rent is high", "prices")
    words_now = "Yes. The rent is <b>much</b> too high."
    project.revisions.retype("Vera", 2, words_now, coder="ana")
    assert where(project, "Vera", "much")
    app = open_page(monkeypatch, "quotes", project.folder)
    assert "Before: <del>The rent is high</del>" in words(app)
    assert "&lt;b&gt;much" in words(app)
    press(app, "Seen")
    assert "Before:" not in words(app)
    assert project.revisions.altered() == {}
