"""A page never computes: it says how far long work is, lets it be stopped, and comes back."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from page_steps import open_page, words
from streamlit.testing.v1 import AppTest

from coding.errors import CodingError
from coding.jobs.work import State, Tell, Work
from coding.model import Coding, Decision, Seen, Transcript
from coding.pages.parts import opened, waiting
from coding.project import Project
from coding.project.evaluation import Evaluation
from coding.project.learning import READING
from coding.suggest import corpus
from coding.suggest.machine import Machine
from coding.suggest.measuring import HeldOut

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
    monkeypatch.setattr(waiting, "GLANCE", PATIENCE)
    again.click().run()
    assert not app.exception, app.exception
    assert "Start again" not in labels(app)
    assert app.get("progress") == []


def test_files_that_are_being_read_have_one_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """*Cancel* ends the reading and lets the files go; no *Stop* stands beside it."""
    study = Project.new(tmp_path / "bare")
    go_on, preview = threading.Event(), type(study.transcripts).preview

    def slowly(*given: object, **options: object) -> object:
        go_on.wait(PATIENCE)
        return preview(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(type(study.transcripts), "preview", slowly)
    (study.folder / "transcripts" / "ana.txt").write_text("I: Why?\n\nAna: I like it.\n")
    app = open_page(monkeypatch, "transcripts", study.folder, glance=0.0)
    app.button(key="lying").click().run()
    assert [bar.proto.text for bar in app.get("progress")] == ["Reading 1 file …"]
    assert [label for label in labels(app) if label in ("Stop", "Cancel")] == ["Cancel"]
    app.button(key="cancel_reading").click().run()
    go_on.set()
    assert not app.exception, app.exception
    assert "Look at it" in labels(app)
    assert app.get("progress") == []


def test_what_a_job_failed_of_is_said_once_and_done_anew_when_it_is_asked_for_again() -> None:
    study, tries = Project.__new__(Project), []
    study.work = Work()

    def fails_first(_: Tell) -> str:
        tries.append(len(tries))
        if len(tries) == 1:
            raise CodingError("there is no room")
        return "made"

    def asked() -> str:
        job = waiting.started(study, "backup", "Backing up …", fails_first)
        assert job
        return job.outcome()

    with pytest.raises(CodingError, match="no room"):
        asked()
    assert tries == [0], "it was said, and is not done again by itself"
    assert (asked(), asked(), tries) == ("made", "made", [0, 1])


def test_work_that_waits_for_other_work_says_for_which() -> None:
    study, go_on = Project.__new__(Project), threading.Event()
    study.work = Work()
    begun = threading.Event()

    def goes_on(_: Tell) -> None:
        begun.set()
        go_on.wait(PATIENCE)

    first = study.work.start("measure", "Measuring …", goes_on)
    assert begun.wait(PATIENCE)
    second = study.work.start("look", "Looking …", lambda _: None)
    try:
        assert waiting.ahead_of(study, first) == ""
        assert waiting.ahead_of(study, second) == " It waits until this is done: Measuring …"
        other = study.work.start("curve", "Learning …", goes_on, aside=True)
        assert waiting.ahead_of(study, other) == ""
        assert study.work.start("more", "", lambda _: None, aside=True).state is State.WAITING
        assert waiting.ahead_of(study, second) == " It waits until this is done: Measuring …"
    finally:
        go_on.set()
    second.outcome()
    assert waiting.ahead_of(study, second) == ""


def test_what_is_measured_so_far_is_shown_with_how_many_interviews_tell_it(
    sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, note, noted = threading.Event(), Evaluation._note, []

    def slowly(evaluation: Evaluation, held: HeldOut) -> None:
        note(evaluation, held)
        noted.append(held.folds)
        if len(noted) == 2:
            go_on.wait(PATIENCE)

    monkeypatch.setattr(Evaluation, "_note", slowly)
    folder = Path(shutil.copytree(sample_folder, tmp_path / "sample"))
    view = {"suggestions_view": "How far to trust them"}
    app = open_page(monkeypatch, "suggestions", folder, glance=0.0, **view)
    end = time.monotonic() + PATIENCE
    while "So far, from 2 of 6 interviews" not in words(app):
        assert time.monotonic() < end, words(app)
        app.run()
        assert not app.exception, app.exception
    assert "suggestions are right" in words(app)
    study = opened.project()
    assert study.work.start("draft", "Checking …", lambda _: "checked").wait(PATIENCE / 2)
    go_on.set()
    monkeypatch.setattr(waiting, "GLANCE", PATIENCE)
    app.run()
    assert "So far, from" not in words(app)
    assert "Measured on 6 interviews" in words(app)


def test_while_it_learns_from_others_codings_the_page_shows_what_was_learned_before(
    sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often the page comes back meanwhile, each state is learned from once."""
    go_on, taught, learned = threading.Event(), Machine.taught, []
    go_on.set()

    def slowly(
        machine: Machine,
        codings: Sequence[Coding],
        rejections: Sequence[Decision],
        seen: Sequence[Seen],
    ) -> Machine:
        learned.append(len(codings))
        go_on.wait(PATIENCE)
        return taught(machine, codings, rejections, seen)

    monkeypatch.setattr(Machine, "taught", slowly)
    folder = Path(shutil.copytree(sample_folder, tmp_path / "sample"))
    app = open_page(monkeypatch, "suggestions", folder)
    before = words(app)
    assert "waited when this list was made" in before
    assert len(learned) == 1
    go_on.clear()
    other = Project(folder)
    for turn in other.transcripts.get("P01").turns[:3]:
        other.codings.apply("P01", turn.start, turn.end, ["leaving"], coder="Boris")
    monkeypatch.setattr(waiting, "GLANCE", 0.0)
    for _ in range(2):
        app.run()
        assert not app.exception, app.exception
        [told] = [bar.proto.text for bar in app.get("progress")]
        assert told.startswith("Learning from 3 new codings")
        assert words(app) == before
    app.button(key="next_batch").click().run()
    app.run()
    assert "waited when this list was made" not in words(app), "it was asked to learn first"
    go_on.set()
    monkeypatch.setattr(waiting, "GLANCE", PATIENCE)
    app.run()
    assert app.get("progress") == []
    assert "waited when this list was made" in words(app)
    assert learned == [learned[0], learned[0] + 3]
