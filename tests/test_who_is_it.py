"""An interview is with one person and several answer: the page asks which of them that is."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_steps import open_page
from studies import lay_out
from test_labels_are_no_words import GROUP, PEOPLE

from coding.project import Project
from coding.project.overview import Need, in_question

INDEX = "file,participant\nG.txt,P01\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    others = {"participants.csv": PEOPLE, "index.csv": INDEX}
    return lay_out(tmp_path / "p", {"G.txt": GROUP}, others=others)


def test_one_click_says_who_of_several_the_person_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(folder)
    assert Need.SPEAKERS in {task.need for task in project.overview.agenda("Nina")}
    app = open_page(monkeypatch, "transcripts", folder)
    assert "**Who of the 2 speakers is P01 · Vera?**" in [m.value for m in app.markdown]
    offered = [b for b in app.button if str(b.key).startswith("it_is-")]
    assert [b.label for b in offered] == ["Halyna", "Orest"]
    offered[1].click().run()
    assert not app.exception
    assert {s.name: s.participant for s in project.speakers.of("G")} == {
        "Moderator": "",
        "Halyna": "",
        "Orest": "P01",
    }
    assert project.transcripts.info("G").participant == "P01"
    assert not [b for b in app.button if str(b.key).startswith("it_is-")]
    project.log.undo(coder="Nina")
    assert in_question(project.transcripts.info("G")) == ["Halyna", "Orest"]


def test_nothing_is_asked_where_it_is_clear(folder: Path) -> None:
    """One answers, or nobody is named, or one of them is that person already."""
    project = Project(folder)
    project.transcripts.edit("G", participant="", coder="ana")
    assert in_question(project.transcripts.info("G")) == []
    project.transcripts.edit("G", participant="P01", coder="ana")
    project.speakers.rename("G", "Orest", "Halyna", coder="ana")
    assert in_question(project.transcripts.info("G")) == []
