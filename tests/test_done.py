"""A coder says that an interview is done: for themselves, undoably, seen by everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import code, study

from coding.errors import NotFound
from coding.project.desk.answers import answer


def test_each_coder_is_done_for_themselves_and_can_take_it_back(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    vera = project.transcripts.info("Vera").id
    project.done.mark("Vera", done=True, coder="ana")
    project.done.mark("Vera", done=True, coder="Ben B.")
    assert project.done.all() == {vera: ["Ben B.", "ana"]}
    assert project.log.undo(coder="ana").summary == "Vera done"
    assert project.done.all() == {vera: ["Ben B."]}
    project.log.undo(coder="ana", redo=True)
    project.done.mark("Vera", done=False, coder="ana")
    assert project.done.all() == {vera: ["Ben B."]}
    with pytest.raises(NotFound):
        project.done.mark("Nobody", done=True, coder="ana")


def test_what_is_said_twice_is_one_act(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    for _ in range(2):
        project.done.mark("Vera", done=True, coder="ana")
    acts = [act for act in project.store.log.acts(coder="ana") if act.verb == "done"]
    project.log.undo(coder="ana")
    assert (len(acts), project.done.all()) == (1, {})


def test_the_picker_is_told_how_far_each_coder_has_got(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "I would not go back now.", "return")  # 6 of her 20 words
    project.done.mark("Oleg", done=True, coder="ben")
    told = answer(project, {"id": "q", "kind": "interviews"}, "", "ana")
    by_name = {
        project.transcripts.info(ids[0]).name: (shares, done)
        for ids, shares, done in told["interviews"]
    }
    assert told["coders"] == ["ana"]
    assert by_name == {"Oleg": ({}, ["ben"]), "Vera": ({"ana": 0.3}, [])}
