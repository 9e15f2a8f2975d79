"""What was shown and passed on is kept by coder, quietly; what was jumped over is not in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import study, where

from coding.model import Seen
from coding.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "p")


def seen(project: Project, words: str, *codes: str, coder: str = "ana") -> Seen:
    start, end = where(project, "Vera", words)
    key = project.transcripts.info("Vera").id
    return Seen(transcript=key, start=start, end=end, coder=coder, codes=codes)


def test_what_was_passed_is_kept_by_coder_and_is_no_act(project: Project) -> None:
    before = project.log.acts()
    project.seen.note([seen(project, "walks", "fear", "safety"), seen(project, "school", "fear")])
    project.seen.note([seen(project, "walks", "prices", coder="ben")])
    again = Project(project.folder)
    assert again.seen.all(coder="ana") == [
        seen(project, "walks", "fear", "safety"),
        seen(project, "school", "fear"),
    ]
    assert again.seen.all(coder="ben") == [seen(project, "walks", "prices", coder="ben")]
    assert again.log.acts() == before


def test_passed_twice_is_kept_once_and_another_code_there_is_added(project: Project) -> None:
    project.seen.note([seen(project, "walks", "fear")])
    first = project.seen.stamp()
    project.seen.note([seen(project, "walks", "fear")])
    assert project.seen.stamp() == first
    project.seen.note([seen(project, "walks", "safety")])
    assert project.seen.stamp() > first
    assert project.seen.all() == [seen(project, "walks", "fear", "safety")]


def test_an_interview_that_is_done_was_read_by_who_is_done_and_no_longer_when_taken_back(
    project: Project,
) -> None:
    info = project.transcripts.info("Vera")
    project.done.mark(info.id, done=True, coder="ben")
    assert project.seen.all() == [
        Seen(transcript=info.id, start=0, end=info.length, coder="ben", codes=())
    ]
    assert project.seen.all(coder="ana") == []
    project.log.undo(coder="ben")
    assert project.seen.all() == []


def test_what_lies_outside_of_its_interview_is_left_out(project: Project) -> None:
    info = project.transcripts.info("Vera")
    for key, start, end in ((info.id, 5, info.length + 1), (info.id, 7, 7), ("nowhere", 0, 5)):
        project.seen.note(
            [Seen(transcript=key, start=start, end=end, coder="ana", codes=("fear",))]
        )
    assert project.seen.all() == []
    project.seen.note(
        [Seen(transcript=info.id, start=5, end=info.length, coder="ana", codes=("fear",))]
    )
    assert [s.end for s in project.seen.all()] == [info.length]


def test_the_page_tells_what_was_passed_and_hears_which_of_it_arrived(project: Project) -> None:
    """Sent again it is kept once; nonsense is acknowledged too, or it would come for ever."""
    one = seen(project, "walks", "fear")
    row = [one.transcript, one.start, one.end, ["fear"]]
    outbox = {
        "coder": "ana",
        "transcript": one.transcript,
        "rev": -1,
        "ops": [],
        "seen": [["a", "ben", [row]], ["b", "ana", [["odd"], [one.transcript, "x", 3, []]]]],
    }
    for _ in range(2):
        assert project.desk.serve(outbox, {})["seen"] == ["a", "b"]
    assert project.seen.all() == [seen(project, "walks", "fear", coder="ben")]
