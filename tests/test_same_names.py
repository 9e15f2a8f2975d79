"""Codes of one name: asked about before there are two, told apart by their path from then on."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_steps import open_page
from studies import code, lay_out

from coding.errors import SameName
from coding.files.tables import read_rows
from coding.project import Project

BOOK = """\
codes:
  - id: work
    name: Work
    codes: [{id: work_other, name: Other}]
  - id: home
    name: Home
    codes: [{id: home_other, name: other}]
  - id: fear
    name: {en: Fear, de: Angst}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(lay_out(tmp_path / "p", codebook=BOOK))


@pytest.mark.parametrize("name", ["Home", " hOmE ", "Angst", "OTHER"])
def test_a_second_code_of_a_name_is_refused_until_it_is_asked_for(
    project: Project, name: str
) -> None:
    before = len(project.codes.book())
    with pytest.raises(SameName, match="there is a code"):
        project.codes.add(name, coder="ana")
    assert len(project.codes.book()) == before
    project.codes.add(name, again=True, coder="ana")
    assert len(project.codes.book()) == before + 1


def test_it_is_said_below_what_the_other_stands(project: Project) -> None:
    with pytest.raises(SameName, match="there is a code “Other” already below Work"):
        project.codes.add("other", coder="ana")


def test_a_code_may_not_be_renamed_to_another_unasked_but_keeps_its_own_name(
    project: Project,
) -> None:
    with pytest.raises(SameName):
        project.codes.edit("home", {"name": "work"}, coder="ana")
    with pytest.raises(SameName):
        project.codes.edit("home", {"name": {"en": "Home", "de": "Angst"}}, coder="ana")
    project.codes.edit("fear", {"name": {"en": "fear", "de": "Angst"}}, coder="ana")
    project.codes.edit("work_other", {"name": "Other", "definition": "The rest."}, coder="ana")
    project.codes.edit("home", {"name": "work"}, again=True, coder="ana")
    assert project.codes.get("home").name == "work"


def test_a_new_code_has_all_its_fields_and_is_one_act(project: Project) -> None:
    fields = {"include": ("rent",), "keywords": {"en": ("flat",)}, "indicators": ("q1",)}
    key = project.codes.add("Flats", parent="home", fields=fields, coder="ana")
    made = project.codes.get(key)
    assert (made.parent, made.include, made.keywords["en"], made.indicators) == (
        "home", ("rent",), ("flat",), ("q1",),
    )  # fmt: skip
    project.log.undo(coder="ana")
    assert key not in project.codes.book()


def test_names_that_two_bear_carry_their_path_and_others_do_not(project: Project) -> None:
    called = project.codes.book().called
    assert [called[key] for key in ("work_other", "home_other", "work", "fear")] == [
        "Work › Other", "Home › other", "Work", "Fear",
    ]  # fmt: skip


def test_lists_and_exports_tell_them_apart(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from coding.commands import main

    code(project, "Vera", "school", "work_other")
    code(project, "Oleg", "rent", "home_other")
    both = {"Work › Other", "Home › other"}

    def ran(*arguments: str) -> str:
        done = CliRunner().invoke(main, [*arguments, "--project", str(project.folder)])
        assert done.exit_code == 0, done.output
        return done.output

    ran("codings", "--out", str(tmp_path / "c.csv"))
    assert {
        row["code name"] for row in read_rows(tmp_path / "c.csv", required=["code name"])
    } == both
    assert all(name in ran("matrix", "--json") for name in both)
    project.quotes.export(tmp_path / "q.md", project.quotes.find())
    assert all(name in (tmp_path / "q.md").read_text("utf-8") for name in both)
    app = open_page(monkeypatch, "quotes", project.folder)
    options = app.multiselect(key="any_of").options
    assert both <= {option.strip() for option in options}


def test_who_codes_is_kept_for_this_machine_and_not_in_the_log(project: Project) -> None:
    acts = len(project.log.acts())
    assert project.me.known() == ""
    project.me.remember("Ana Ćirić")
    assert Project(project.folder).me.known() == "Ana Ćirić"
    assert len(project.log.acts()) == acts
    (project.folder / ".coders.json").write_text("[1, 2")
    assert project.me.known() == ""


def test_commands_take_who_codes_in_the_project_unless_told(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from coding.commands import main

    monkeypatch.delenv("CODING_CODER", raising=False)
    project.me.remember("Ana")
    at = ["--project", str(project.folder)]
    assert CliRunner().invoke(main, ["apply", "Vera", "0", "9", "work", *at]).exit_code == 0
    assert CliRunner().invoke(main, ["apply", "Vera", "0", "9", "home", *at, "--coder", "Eva"])
    assert sorted(c.coder for c in project.codings.all()) == ["Ana", "Eva"]
