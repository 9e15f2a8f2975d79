"""A page learns within one look whether its study has changed, and nothing else of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from own_addresses import asked
from sounds import sound
from studies import CODEBOOK, code, study

from coding.errors import DamageError, ProjectError
from coding.pages.parts import company
from coding.project import Project
from coding.project.news import DAMAGED, UNREADABLE, keep_in_sight, mark, newest_mark


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a study that is open in this process, as the app has it."""
    project = study(tmp_path / "p")
    monkeypatch.setenv("CODING_PROJECT", str(project.folder))
    keep_in_sight(project)
    return project


def test_a_mark_stays_while_nothing_changes_and_is_the_same_in_another_process(
    project: Project,
) -> None:
    assert mark(project) == mark(project) == mark(Project(project.folder))
    assert newest_mark(project.folder) == mark(project)


def codes(folder: Path) -> None:
    code(Project(folder), "Vera", "walks to school", "safety")


def writes_into_the_codebook(folder: Path) -> None:
    (folder / "codebook.yaml").write_text(CODEBOOK + "  - {id: hope, name: Hope}\n", "utf-8")


def lays_a_file_down(folder: Path) -> None:
    (folder / "transcripts" / "fresh.txt").write_text("A: Hello.", encoding="utf-8")


@pytest.mark.parametrize("act", [codes, writes_into_the_codebook, lays_a_file_down])
def test_what_another_process_does_changes_the_mark(
    project: Project, act: Callable[[Path], None]
) -> None:
    before = newest_mark(project.folder)
    act(project.folder)
    assert newest_mark(project.folder) not in (before, UNREADABLE, "")


def test_that_nothing_can_be_written_any_more_changes_the_mark(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = mark(project)
    monkeypatch.setattr(Project, "hindrance", "the disk is full")
    assert mark(project) not in (before, UNREADABLE)


def test_a_recording_that_goes_changes_the_mark_for_the_desk_of_its_transcript_alone(
    project: Project,
) -> None:
    file = sound(project.folder / "recordings" / "Vera.wav")
    project.recordings.set("Vera", Path("recordings/Vera.wav"), coder="ana")
    vera, oleg = (project.transcripts.info(name).id for name in ("Vera", "Oleg"))
    before = [newest_mark(project.folder, of) for of in (vera, oleg, "")]
    file.unlink()
    after = [newest_mark(project.folder, of) for of in (vera, oleg, "")]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True, True]
    assert asked("/news", f"transcript={vera}")[2].decode() == after[0] != before[0]


def test_a_study_that_is_damaged_and_one_that_cannot_be_read_have_marks_of_their_own(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is run again, and says what is the matter."""
    with monkeypatch.context() as patch:
        patch.setattr(Project, "state", busy)
        assert newest_mark(project.folder) == mark(project) == UNREADABLE
    project.store.path.write_bytes(b"no database " * 1000)
    assert newest_mark(project.folder) == DAMAGED
    with pytest.raises(DamageError):
        mark(project)


def busy(_: Project) -> None:
    raise ProjectError("the database is busy")


def test_whoever_looks_for_news_has_a_backup_made(project: Project) -> None:
    """Nothing else looks around while nobody does anything in the app."""
    code(project, "Vera", "walks to school", "safety")
    assert project.backups.all() == []
    newest_mark(project.folder)
    job = project.backups.work.find(("backup", project.log.revision()))
    assert job
    job.outcome()
    assert [backup.why for backup in project.backups.all()] == ["by itself"]


def test_a_page_has_the_mark_of_what_it_shows_until_it_is_drawn_anew(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the run that draws it get lost, the browser asks for it again; the desk needs none."""
    monkeypatch.setattr(company, "BY_ITSELF", None)
    monkeypatch.setattr(st, "session_state", {})
    company.begin(project)
    drawn = newest_mark(project.folder)
    codes(project.folder)
    assert company.told(project, "", desk=False)["news"]["mark"] == drawn
    assert company.told(project, "", desk=True)["news"]["mark"] == newest_mark(project.folder)
    company.begin(project)
    assert company.told(project, "", desk=False)["news"]["mark"] == newest_mark(project.folder)


def test_a_study_that_no_page_has_shown_has_no_mark(project: Project, tmp_path: Path) -> None:
    assert newest_mark(study(tmp_path / "other").folder) == ""
    assert newest_mark(tmp_path / "none") == ""


def test_the_browser_is_told_the_mark_and_nothing_of_the_study(project: Project) -> None:
    status, told, body = asked("/news")
    assert (status, body.decode()) == (200, newest_mark(project.folder))
    assert len(body) == 16
    assert told["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "headers", [{"origin": "http://localhost:8502"}, {"sec_fetch_site": "cross-site"}]
)
def test_a_page_of_another_origin_learns_not_even_that(
    project: Project, headers: dict[str, str]
) -> None:
    assert asked("/news", **headers)[::2] == (403, b"Foreign origin")
