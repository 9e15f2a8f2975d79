"""What `check` sees in a project's folder: copies of interviews, left-overs, two of one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from studies import VERA, study

from coding.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "p")


def told(project: Project) -> list[tuple[str, str]]:
    assert all(problem.hint for problem in project.check())
    return [(problem.where, problem.what) for problem in project.check()]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda copy: copy.unlink(), "is gone"),
        (lambda copy: copy.write_bytes(b""), "is empty now"),
        (lambda copy: copy.write_text(VERA.replace("school", "work")), "has been changed since"),
        (lambda copy: copy.write_bytes(b"\0" * 400), "cannot be read any more"),
    ],
)
def test_a_copy_of_an_interview_that_is_not_as_it_was_is_named(
    project: Project, harm: Callable[[Path], object], said: str
) -> None:
    harm(project.folder / "transcripts" / "Vera.txt")
    ((where, what),) = told(project)
    assert where == "transcripts/Vera.txt"
    assert said in what
    assert project.transcripts.get("Vera").text == VERA


def test_a_copy_in_other_bytes_with_the_same_words_is_sound(project: Project) -> None:
    """Line ends and a byte order mark change nothing that was imported."""
    copy = project.folder / "transcripts" / "Vera.txt"
    copy.write_bytes(b"\xef\xbb\xbf" + VERA.replace("\n", "\r\n").encode())
    assert told(project) == []


@pytest.mark.parametrize(
    "name",
    [".coding-x1.unfinished", "transcripts/.coding-x1.unfinished", ".coding-x1.unfinished-wal"],
)
def test_what_was_left_of_writing_is_named(project: Project, name: str) -> None:
    (project.folder / name).write_text("half")
    assert told(project) == [(name, "writing a file was cut short; this is what there was of it")]


def test_an_act_that_cannot_be_brought_to_its_end_is_named(project: Project) -> None:
    (project.folder / ".coding-act-x.json").write_text("{")
    ((where, what),) = told(project)
    assert where == ".coding-act-x.json"
    assert "cut short" in what


@pytest.mark.parametrize(
    "name",
    [
        "codebook (Ana's conflicted copy 2026-01-02).yaml",
        "codebook.sync-conflict-20260102-101112-ABCDEFG.yaml",
        "codebook-LAPTOP-7F3.yaml",
        "codebook 2.yaml",
        "codebook (1).yaml",
        "transcripts/participants-ANAS-PC.csv",
        "transcripts/Vera (Oleg's conflicted copy 2026-01-02).txt",
        "transcripts/Vera 2.txt",
        "transcripts/Vera (1).txt",
        "project (conflicted copy 2026-01-02 101112).db",
    ],
)
def test_two_versions_of_a_file_in_a_cloud_folder_are_named(project: Project, name: str) -> None:
    (project.folder / name).write_text(VERA)
    assert told(project) == [(name, "a cloud folder has kept two versions of a file")]


@pytest.mark.parametrize(
    "name",
    ["transcripts/Zoya 2.txt", "transcripts/P01-ru.txt", "project.db-v5", "codebook-old.yaml"],
)
def test_names_that_only_look_like_it_are_not(project: Project, name: str) -> None:
    (project.folder / name).write_text(VERA)
    assert told(project) == []


def test_a_second_interview_that_was_imported_is_no_conflict(tmp_path: Path) -> None:
    other = VERA.replace("school", "work")
    assert told(study(tmp_path / "p", {"Vera.txt": VERA, "Vera 2.txt": other})) == []
