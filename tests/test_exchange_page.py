"""On the page of transcripts another program's project is seen before it comes in, and goes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from page_steps import open_page, words
from refi_shapes import SHAPES, TEXT, written
from streamlit.testing.v1 import AppTest

from coding.commands import main
from coding.model import Participant
from coding.project import Project


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """Return a study that has half of what comes: two of three codes, one defined otherwise."""
    study = Project.new(tmp_path / "study")
    study.codes.add("Leaving", definition="Why they left.", coder="Nina")
    study.codes.add("Prices & <rent>", coder="Nina")
    return study


def dropped(study: Project, monkeypatch: pytest.MonkeyPatch, file: Path) -> AppTest:
    app = open_page(monkeypatch, "transcripts", study.folder)
    field = next(f for f in app.file_uploader if str(f.key).startswith("exchange"))
    field.upload(file.name, file.read_bytes(), "application/zip").run()
    assert not app.exception, app.exception
    return app


def table(app: AppTest, column: str) -> list[dict[str, object]]:
    found = next(frame.value for frame in app.dataframe if column in frame.value.columns)
    return [dict(row) for row in found.to_dict("records")]


def test_what_is_in_a_project_is_shown_and_comes_in_as_one_act(
    study: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app = dropped(study, monkeypatch, written(tmp_path / "a.qdpx", SHAPES["NVivo for Windows"]))
    said = words(app)
    assert "NVivo for Windows 12.6: 1 text, 3 codes, 6 codings by A and B." in said
    assert "New: 1 text, 1 code and 6 codings. Here already: 2 codes." in said
    assert "UTF-16 units, a line end as 2" in said
    for shown, counts in (("What becomes of it", ["Words", "Codings"]), ("Becomes", ["Codings"])):
        set_apart = next(f.proto.columns for f in app.dataframe if shown in f.value.columns)
        kinds = {name: told.get("type_config", {}) for name, told in json.loads(set_apart).items()}
        assert [name for name in kinds if kinds[name].get("format") == "localized"] == counts
    stand = [(row["Code"], row["Here"], row["Becomes"]) for row in table(app, "Becomes")]
    assert stand == [
        ("Leaving", "differs", "Leaving"),
        ("Prices & <rent>", "filled in", "Prices & <rent>"),
        ("Safety", "new", "a new code"),
    ]
    app.button(key="exchange-bring").click().run()
    assert not app.exception, app.exception
    project = Project(study.folder)
    assert len(project.codings.all()) == 6
    assert project.transcripts.get("Vera").text == TEXT
    assert project.codes.get("leaving").definition == "Why they left."
    assert [m.text for m in project.memos.all(kind="code")] == [
        "Definition in NVivo for Windows: Leaving described."
    ]
    project.log.undo(coder="Nina", by="Nina")
    assert (project.codings.all(), len(project.codes.book())) == ([], 2)


def test_who_was_taken_for_somebody_by_name_is_said_and_what_came_is_opened(
    study: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The file has no cases: that its Vera is P01 is told by a name alone."""
    study.participants.save([Participant(id="P01", pseudonym="Vera")], coder="Nina")
    file = tmp_path / "t.txt"
    file.write_text("Q: Where?\n\nA: Here.\n")
    study.transcripts.import_files([file], coder="Nina")
    app = dropped(study, monkeypatch, written(tmp_path / "a.qdpx", SHAPES["NVivo for Windows"]))
    app.button(key="exchange-bring").click().run()
    assert not app.exception, app.exception
    project = Project(study.folder)
    assert project.transcripts.get("Vera").participant == "P01"
    (warning,) = app.warning
    assert "in Vera, Vera for P01" in warning.value
    assert app.subheader[0].value == "Vera"
    project.log.undo(coder="Nina", by="Nina")
    app.run()
    assert not app.warning
    assert not [button for button in app.button if button.key == "came_from_file_close"]


def test_their_definitions_are_taken_over_when_ticked(
    study: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app = dropped(study, monkeypatch, written(tmp_path / "a.qdpx", SHAPES["QualCoder"]))
    next(c for c in app.checkbox if "theirs" in str(c.key)).check().run()
    app.button(key="exchange-bring").click().run()
    assert Project(study.folder).codes.get("leaving").definition == "Leaving described."


def test_a_file_that_is_unsafe_is_refused_in_a_line(
    study: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.qdpx").write_bytes(b"PK\x03\x04 broken")
    app = dropped(study, monkeypatch, tmp_path / "a.qdpx")
    (error,) = app.error
    assert "the archive is damaged or was cut short" in error.value.replace("\\", "")
    assert Project(study.folder).log.revision() == study.log.revision()


CODES = "code,definition\nLeaving,Why.\nFear,Of what?\n"


def test_a_code_that_is_called_like_one_elsewhere_is_asked_about(
    study: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    study.codes.add("Fear", parent=study.codes.add("Politics", coder="Nina"), coder="Nina")
    (tmp_path / "c.csv").write_text(CODES)
    app = dropped(study, monkeypatch, tmp_path / "c.csv")
    assert "Fear in the file, Politics › Fear here" in words(app)
    assert app.button(key="exchange-bring").disabled
    next(box for box in app.checkbox if "twins" in str(box.key)).check().run()
    app.button(key="exchange-bring").click().run()
    book = Project(study.folder).codes.book()
    assert [book.called[code.id] for code in book.namesakes("Fear")] == ["Politics › Fear", "Fear"]


@pytest.mark.parametrize(("answer", "fears"), [("two", 2), ("one", 1)])
def test_the_command_line_is_told_of_it_and_takes_an_answer(
    study: Project, tmp_path: Path, answer: str, fears: int
) -> None:
    study.codes.add("Fear", parent=study.codes.add("Politics", coder="Nina"), coder="Nina")
    (tmp_path / "c.csv").write_text(CODES)
    given = ["import-project", str(tmp_path / "c.csv"), "--project", str(study.folder), "--json"]
    planned = json.loads(CliRunner().invoke(main, [*given, "--look"]).stdout)
    assert [code["namesakes"] for code in planned["codes"]] == [[], ["fear"]]
    done = json.loads(CliRunner().invoke(main, [*given, "--same-name", answer]).stdout)
    assert len(Project(study.folder).codes.book().namesakes("Fear")) == fears
    assert any("a second code “Fear”" in note for note in done["notes"]) == (answer == "two")
