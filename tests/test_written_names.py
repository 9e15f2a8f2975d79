"""What people of the study wrote themselves names nobody either where it goes to readers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from page_steps import open_page, words
from studies import code, study

from coding.commands import main
from coding.errors import CodingError
from coding.model import IdentifierChoice
from coding.project import Project

NAMED = "Her brother Zoran Petrović drives her, as many are driven."
BARE = "Her brother drives her, as many are driven."
VERA = "Interviewer: And you?\n\nVera: It is calm here, more or less. I go by bus.\n"
PEOPLE = "participant,pseudonym,gender\nP01,Vera,Female\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    others = {
        "participants.csv": PEOPLE,
        "index.csv": "file,participant,language\nVera.txt,P01,en\n",
    }
    made = study(tmp_path / "p", {"Vera.txt": VERA}, others=others)
    made.codes.add("Calm", coder="ana")
    code(made, "Vera", "It is calm here", "calm", coder="ana")
    return made


Write = Callable[[Project, str], object]


def memo(project: Project, text: str) -> None:
    project.memos.write("project", "", text, coder="ana")


def summary(project: Project, text: str) -> None:
    project.summaries.write(project.transcripts.all()[0].id, "calm", text, coder="ana")


def note(project: Project, text: str) -> None:
    project.outline.put_note(_section(project), text, coder="ana")


def heading(project: Project, text: str) -> None:
    project.outline.put_heading(_section(project), text, coder="ana")


def example(project: Project, text: str) -> None:
    project.codes.edit("calm", {"examples": [text]}, coder="ana")


def definition(project: Project, text: str) -> None:
    project.codes.edit("calm", {"definition": text}, coder="ana")


def _section(project: Project) -> str:
    there = project.baskets.all()
    return there[0].id if there else project.baskets.add("Calm", coder="ana")


EXPORTS: dict[str, tuple[Write, Callable[[Project, Path], object]]] = {
    "memos": (memo, lambda p, path: p.memo_list.export(path)),
    "summaries": (summary, lambda p, path: p.summaries.export(path, p.summaries.grid(["calm"]))),
    "notes": (note, lambda p, path: p.outline.export(path)),
    "headings": (heading, lambda p, path: p.outline.export(path)),
    "examples of codes": (example, lambda p, path: p.codes.export(path)),
    "definitions": (definition, lambda p, path: p.codes.export(path)),
}


@pytest.mark.parametrize("what", EXPORTS)
def test_a_name_in_what_somebody_wrote_stops_its_export_until_somebody_decides(
    project: Project, tmp_path: Path, what: str
) -> None:
    write, export = EXPORTS[what]
    path = tmp_path / "out.docx"
    write(project, NAMED)
    with pytest.raises(CodingError, match="Zoran Petrović"):
        export(project, path)
    assert not path.exists()
    [one] = [one for one in project.disclosure.look() if one.stops]
    assert "Zoran" in one.words
    project.identifiers.decide([one], IdentifierChoice.KEPT, reason="he agreed", coder="ana")
    export(project, path)
    assert path.exists()


@pytest.mark.parametrize("what", EXPORTS)
def test_what_names_nobody_goes_out(project: Project, tmp_path: Path, what: str) -> None:
    write, export = EXPORTS[what]
    write(project, BARE)
    export(project, tmp_path / "out.docx")
    assert (tmp_path / "out.docx").exists()


def test_what_is_for_those_who_know_the_names_is_not_stopped(
    project: Project, tmp_path: Path
) -> None:
    memo(project, NAMED)
    summary(project, NAMED)
    assert project.memo_list.export(tmp_path / "m.docx", ids=True) == 2
    project.summaries.export(tmp_path / "s.docx", project.summaries.grid(["calm"]), ids=True)
    assert (tmp_path / "s.docx").exists()


def test_only_the_memos_that_are_printed_stop_their_export(
    project: Project, tmp_path: Path
) -> None:
    memo(project, NAMED)
    project.memos.write("code", "calm", BARE, coder="ana")
    assert project.memo_list.export(tmp_path / "m.md", kind="code") == 1
    with pytest.raises(CodingError, match="Zoran"):
        project.memo_list.export(tmp_path / "m.md", kind="project")


def test_what_is_written_in_a_joint_display_is_looked_at_with_its_quotes(sample: Project) -> None:
    display = sample.joint.display()
    sample.joint.check_export(display)
    question = display.rows[0].question.id
    kept = next((m for m in sample.memos.all(kind="question") if m.about == question), None)
    sample.memos.write(
        "question", question, NAMED, coder="Ana",
        key=kept.id if kept else "", version=kept.version if kept else None,
    )  # fmt: skip
    with pytest.raises(CodingError, match="Zoran"):
        sample.joint.check_export(sample.joint.display())


def test_a_note_on_a_link_is_looked_at(sample: Project) -> None:
    link = next(link for link in sample.links.all() if not link.coding)
    sample.links.put(link.code, link.indicator, str(link.relation), note=NAMED, coder=link.coder)
    assert any("Zoran" in one.words for one in sample.disclosure.look() if one.stops)
    with pytest.raises(CodingError, match="Zoran"):
        sample.joint.check_export(sample.joint.display())


def test_the_command_lists_what_was_written_and_decides(project: Project, tmp_path: Path) -> None:
    def run(*given: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, [*given, "--project", str(project.folder)])
        assert result.exit_code == code, result.output
        return result.stdout

    memo(project, NAMED)
    run("memos", "--out", str(tmp_path / "m.docx"), code=1)
    run("disclosure", "--nobody", "all", "--coder", "ana")
    run("memos", "--out", str(tmp_path / "m.docx"))
    [row] = [row for row in json.loads(run("disclosure", "--json")) if "Zoran" in row["words"]]
    assert row["where"].startswith("study: “Her brother")
    assert row["decision"] == "not an identifier"


def test_the_dialog_of_an_export_asks_about_names_that_somebody_wrote(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    memo(project, NAMED)
    app = open_page(monkeypatch, "memos", project.folder, coder="ana")
    next(button for button in app.button if button.label == "Export …").click()
    app.run()
    assert "1 place in the words could tell readers who somebody is" in app.error[0].value
    assert "Change it where it is written, or say why it may stay." in words(app)
    offered = {button.label for button in app.button}
    assert "Leads to nobody" in offered
    assert "Replace" not in offered
