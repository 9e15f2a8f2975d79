"""A page never computes: it says how far long work is, lets it be stopped, and comes back."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest
from page_steps import open_page
from streamlit.testing.v1 import AppTest

from coding.model import Transcript
from coding.pages.parts import widgets
from coding.project.learning import READING
from coding.suggest import corpus

PATIENCE = 60.0


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def run_until(app: AppTest, label: str) -> None:
    """Run the page as its clock does, until a button is there."""
    end = time.monotonic() + PATIENCE
    while label not in labels(app):
        assert time.monotonic() < end, labels(app)
        app.run()
        assert not app.exception, app.exception


def test_reading_is_shown_stopped_and_started_again(
    sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, prepare = threading.Event(), corpus.prepare

    def slowly(transcript: Transcript) -> corpus.Prepared:
        go_on.wait(PATIENCE)
        return prepare(transcript)

    monkeypatch.setattr(corpus, "prepare", slowly)
    folder = Path(shutil.copytree(sample_folder, tmp_path / "sample"))
    begun = time.monotonic()
    app = open_page(monkeypatch, "suggestions", folder, glance=0.0)
    assert time.monotonic() - begun < PATIENCE / 2
    assert "Stop" in labels(app)
    assert [bar.proto.text for bar in app.get("progress")] == [READING]
    [stop] = [button for button in app.button if button.label == "Stop"]
    stop.click().run()
    go_on.set()
    run_until(app, "Start again")
    [again] = [button for button in app.button if button.label == "Start again"]
    monkeypatch.setattr(widgets, "GLANCE", PATIENCE)
    again.click().run()
    assert not app.exception, app.exception
    assert "Start again" not in labels(app)
    assert app.get("progress") == []
