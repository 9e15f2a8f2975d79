"""Saved filters: what they let through, kept by name, undone like any other act."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from studies import code, study

from coding.commands import main
from coding.errors import CodingError, NotFound
from coding.model import CodingFilter
from coding.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = study(tmp_path / "p")
    code(project, "Vera", "school", "safety", coder="ana")
    code(project, "Vera", "The rent", "prices", coder="ben")
    code(project, "Oleg", "rent", "prices", coder="ana")
    return project


def let_through(project: Project, **wanted: object) -> list[str]:
    return [c.text for c in project.filters.codings(CodingFilter(**wanted))]  # type: ignore[arg-type]


def test_codes_take_those_below_them_and_coders_and_interviews_must_all_fit(
    project: Project,
) -> None:
    key = project.transcripts.info("Vera").id
    assert let_through(project, codes=("life",)) == ["rent", "school", "The rent"]
    assert let_through(project, codes=("prices", "safety"), coders=("ana",)) == ["rent", "school"]
    assert let_through(project, coders=("ana", "ben"), transcripts=(key,)) == ["school", "The rent"]
    assert let_through(project, codes=("fear",)) == []


def test_interviews_by_hand_and_by_attribute_are_joined(project: Project) -> None:
    person = project.participants.all()[0]
    attribute, value = next(iter(person.attributes.items()))
    theirs = project.filters.interviews(CodingFilter(where={attribute: (value,)}))
    vera, oleg = (project.transcripts.info(name).id for name in ("Vera", "Oleg"))
    assert theirs == {vera}
    both = CodingFilter(where={attribute: (value,)}, transcripts=(oleg,))
    assert project.filters.interviews(both) == {vera, oleg}
    assert project.filters.interviews(CodingFilter(codes=("life",))) is None


def test_a_filter_is_kept_by_name_undone_and_done_again(project: Project) -> None:
    wanted = CodingFilter(codes=("prices",), coders=("ana",))
    project.filters.save("  Ana’s  prices ", wanted, coder="ana")
    assert project.filters.all() == {"Ana’s prices": wanted}
    project.filters.remove("Ana’s prices", coder="ana")
    assert project.filters.all() == {}
    assert project.log.undo(coder="ana").summary == "filter Ana’s prices removed"
    assert project.filters.get("Ana’s prices") == wanted
    project.log.undo(coder="ana")
    with pytest.raises(NotFound, match="there is no filter"):
        project.filters.get("Ana’s prices")


def test_what_makes_no_filter_is_refused_and_says_why(project: Project) -> None:
    with pytest.raises(CodingError, match="lets everything through"):
        project.filters.save("All", CodingFilter(), coder="ana")
    with pytest.raises(CodingError, match="needs a name"):
        project.filters.save(" ", CodingFilter(codes=("prices",)), coder="ana")
    for wanted in (
        CodingFilter(codes=("nothing",)),
        CodingFilter(transcripts=("nobody",)),
        CodingFilter(where={"shoe": ("40",)}),
    ):
        with pytest.raises(NotFound):
            project.filters.save("X", wanted, coder="ana")
    assert project.filters.all() == {}


def test_a_code_that_has_gone_lets_nothing_through_and_breaks_nothing(project: Project) -> None:
    project.filters.save("Rent", CodingFilter(codes=("prices",)), coder="ana")
    project.codes.remove("prices", coder="ana")
    assert project.filters.codings(project.filters.get("Rent")) == []


def test_the_command_line_saves_lists_and_uses_them(project: Project) -> None:
    def ran(*arguments: str) -> object:
        done = CliRunner().invoke(main, [*arguments, "--json", "--project", str(project.folder)])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    [kept] = ran("filters", "--save", "Rent", "--code", "prices", "--by", "ana")  # type: ignore[misc]
    assert (kept["name"], kept["codings"]) == ("Rent", 1)
    assert [c["text"] for c in ran("codings", "--filter", "Rent")] == ["rent"]  # type: ignore[attr-defined]
    assert [q["text"] for q in ran("quotes", "--filter", "Rent")] == ["rent"]  # type: ignore[attr-defined]
    assert ran("quotes", "--filter", "Rent", "--code", "safety") == []
    assert ran("filters", "--remove", "Rent") == []
