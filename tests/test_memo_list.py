"""All memos in one list: found by words, coder and kind, placed, handed out."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from studies import code, study

from coding.errors import CodingError
from coding.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = study(tmp_path / "p")
    vera = project.transcripts.info("Vera").id
    walk = code(project, "Vera", "I would not go back", "return")
    project.memos.write("project", "project", "To begin with.", coder="ana")
    project.memos.write("transcript", vera, "A calm talk.", coder="ben")
    project.memos.write("turn", f"{vera}#2", "Is that so?", coder="ana")
    project.memos.write("code", "prices", "Rents alone?", coder="ana")
    project.memos.write("coding", walk, "Or not yet?", coder="ben")
    project.memos.write("paraphrase", walk, "She stays.", coder="ana")
    project.memos.write("participant", "P01", "Knows P02.", coder="ana")
    project.summaries.write("Vera", "return", "No way back.", coder="ana")
    return project


def test_each_memo_is_listed_with_its_place_the_last_one_first(project: Project) -> None:
    listed = project.memo_list.all()
    assert [p.memo.text for p in listed] == [
        *("No way back.", "Knows P02.", "She stays.", "Or not yet?"),
        *("Rents alone?", "Is that so?", "A calm talk.", "To begin with."),
    ]
    assert [project.memo_list.place_of(p) for p in listed] == [
        *("Vera, Going back", "P01 Vera", "Vera, turn 4, Going back", "Vera, turn 4, Going back"),
        *("Prices", "Vera, turn 2", "Vera", ""),
    ]
    turn = next(p for p in listed if p.memo.kind == "turn")
    assert turn.words.startswith("Yes. My daughter")


def test_it_is_narrowed_by_kind_coder_and_words_of_the_memo_or_of_its_place(
    project: Project,
) -> None:
    def texts(**asked: str) -> list[str]:
        return [p.memo.text for p in project.memo_list.all(**asked)]

    assert texts(kind="paraphrase") == ["She stays."]
    assert texts(coder="ben") == ["Or not yet?", "A calm talk."]
    assert texts(words="RENTS") == ["Rents alone?"]
    assert texts(words="would not go") == ["She stays.", "Or not yet?"]
    assert texts(words="daughter", coder="ben") == []
    assert project.memo_list.coders() == ["ana", "ben"]
    with pytest.raises(CodingError):
        texts(kind="cat")


def test_memos_on_what_is_gone_are_still_there_and_say_so(project: Project) -> None:
    project.codes.remove("return", coder="ana")
    gone = {p.memo.kind: p for p in project.memo_list.all() if p.gone}
    assert sorted(gone) == ["coding", "paraphrase", "summary"]
    assert project.memo_list.place_of(gone["summary"]) == "Vera, return, no longer there"
    project.log.undo(coder="ana")
    assert [p for p in project.memo_list.all() if p.gone] == []


def test_what_is_handed_out_names_nobody_and_has_no_words_of_interviews_unless_asked(
    project: Project, tmp_path: Path
) -> None:
    for suffix in ("docx", "md", "csv"):
        assert project.memo_list.export(tmp_path / f"m.{suffix}") == 8
    told = (tmp_path / "m.md").read_text(encoding="utf-8")
    assert "Vera" not in told
    assert "go back" not in told
    assert "No way back" in told
    project.memo_list.export(tmp_path / "m.xlsx", ids=True, kind="paraphrase")
    rows = list(load_workbook(tmp_path / "m.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[1][:4] == (
        *("paraphrase", "Vera, turn 4, Going back", "I would not go back", "She stays."),
    )
