"""What was decided about a survey's file is kept, said again, and shown on its page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner
from page_steps import open_page, words
from streamlit.testing.v1 import AppTest

from coding.commands import main
from coding.errors import CodingError
from coding.model import Absence, Basis, Role
from coding.project import Project
from coding.project.survey import Choices, SmallBases

VOTE = {1.0: "Party A", 2.0: "Party B", 66.0: "Not applicable", 77.0: "Refused"}


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Sixty people: 40 were asked for whom they voted, 20 A, 16 B, 4 refused; 8 are older."""
    vote = [1.0] * 20 + [2.0] * 16 + [77.0] * 4 + [66.0] * 20
    path = tmp_path / "s.sav"
    pyreadstat.write_sav(
        pd.DataFrame(
            {
                "vote": vote,
                "old": [1.0 if n % 10 == 0 and n < 40 else 2.0 for n in range(60)],
                "weight": [0.5, 1.5] * 30,
                "why": [f"Because of the reason number {n}." if n < 3 else "" for n in range(60)],
            }
        ),
        str(path),
        column_labels={"vote": "For whom did you vote?", "why": "Why?", "old": "Age"},
        variable_value_labels={"vote": VOTE, "old": {1.0: "Older", 2.0: "Younger"}},
    )
    return path


def run(project: Project, *args: str) -> Any:
    """Run a command and return the document that it prints."""
    result = CliRunner().invoke(
        main, [*args, "--project", str(project.folder), "--json"], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_weight_is_remembered_and_said_when_it_is_used_again(
    project: Project, answers: Path
) -> None:
    first = run(project, "survey", str(answers), "--coder", "Ana")
    assert first["weights"] == ["weight"]
    assert any("weight looks like weights and none is used" in note for note in first["notes"])
    run(project, "survey", str(answers), "--weight", "weight", "--coder", "Ana")
    again = run(project, "survey", str(answers), "--coder", "Ana")
    assert again["weight"] == "weight"
    assert any("weighted by `weight` as before" in note for note in again["notes"])
    [figure, *_] = run(project, "indicators", "--question", "vote")
    assert (figure["weight"], figure["weighted"], figure["base"]) == ("weight", True, "asked")
    assert figure["effective_n"] == pytest.approx(40**2 / 50)
    assert figure["deff"] == pytest.approx(1.25)
    without = run(project, "survey", str(answers), "--weight", "none", "--coder", "Ana")
    assert without["weight"] == ""


def test_the_base_and_what_is_missing_can_be_said_and_hold(project: Project, answers: Path) -> None:
    """20 of 40 who were asked; of 36 with a valid answer; of 60 once 66 is an answer."""

    def shares() -> list[tuple[str, str, int]]:
        listed = run(project, "indicators", "--question", "vote")
        return [(f["option"], f["value"], f["base_n"]) for f in listed]

    told = run(project, "survey", str(answers), "--coder", "Ana")
    assert any("not asked, so in no base: “Not applicable” (vote)" in n for n in told["notes"])
    assert shares() == [
        *(("Party A", "50.0", 40), ("Party B", "40.0", 40), ("Refused", "10.0", 40)),
    ]
    run(project, "survey", str(answers), "--base", "valid", "--coder", "Ana")
    assert shares() == [("Party A", "55.6", 36), ("Party B", "44.4", 36)]
    run(project, "survey", str(answers), "--base", "asked", "--coder", "Ana",
        "--missing", "vote=66:answer")  # fmt: skip
    assert shares()[2] == ("Not applicable", "33.3", 60)
    project.log.undo(coder="Ana")
    assert project.survey.choices()["s.sav"].basis is Basis.VALID


def test_what_is_decided_about_a_variable_that_is_not_there_is_refused(
    project: Project, answers: Path
) -> None:
    with pytest.raises(CodingError, match=r"no variable `vote1`.*Did you mean `vote`"):
        project.survey.adopt(
            answers, coder="Ana", choices=Choices(missing={"vote1": {"1": Absence.REFUSED}})
        )
    assert project.survey.files() == {}


def test_shares_of_few_people_in_a_group_are_hidden_and_of_some_flagged(
    project: Project, answers: Path
) -> None:
    """Four of the 40 asked are older: hidden below 10; with 36 the others are below 40."""
    project.survey.adopt(answers, coder="Ana")
    listed = run(project, "indicators", "--question", "vote", "--by", "old", "--flag-below", "40")
    told = {(f["subgroup"], f["option"]): f for f in listed}
    older, younger = told["Older", "Party A"], told["Younger", "Party A"]
    assert (older["small"], older["value"], older["ci_low"], older["base_n"]) == (
        *("hidden", "", None, 4),
    )
    assert (younger["small"], younger["value"], younger["base_n"]) == ("flagged", "50.0", 36)
    project.survey.set_small(SmallBases(flagged=4, hidden=4), coder="Ana")
    listed = run(project, "indicators", "--question", "vote", "--by", "old")
    assert [f["small"] for f in listed] == [""] * 6


def test_ids_of_figures_stay_whatever_is_decided(project: Project, answers: Path) -> None:
    project.survey.adopt(answers, coder="Ana")
    before = project.survey.figure("vote_not_applicable")
    assert (before.value, before.count) == (None, 20)
    choices = Choices(basis=Basis.VALID)
    project.survey.decide("s.sav", choices, coder="Ana")
    assert project.survey.figure("vote_refused").value is None
    assert project.survey.figure("vote_party_a").base_n == 36


def test_open_answers_come_in_as_a_transcript_of_respondents_with_attributes(
    project: Project, answers: Path
) -> None:
    told = run(project, "survey", str(answers), "--open", "why", "--attribute", "old", "--coder",
               "Ana")  # fmt: skip
    transcript = project.transcripts.get(told["transcript"])
    assert [(t.speaker, t.role, t.participant) for t in transcript.turns] == [
        (f"Case {n}", Role.PARTICIPANT, f"s-{n}") for n in (1, 2, 3)
    ]
    assert transcript.text.startswith("Case 1: Because of the reason number 0.")
    people = {person.id: person.attributes["old"] for person in project.participants.all()}
    assert people["s-1"] == "Older"
    assert people["s-2"] == "Younger"


def test_a_figure_of_a_workbook_is_what_its_cell_shows(project: Project, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["indicator_id", "question_id", "option", "value", "base_n"])
    rows = [("Yes", 0.485, "0.0%", "1,200"), ("No", 48.4821, "0.0", 1200), ("Else", "<1", "@", "")]
    for at, (option, value, form, base) in enumerate(rows, 2):
        sheet.append([option.lower(), "q", option, value, base])
        sheet.cell(at, 4).number_format = form
    path = tmp_path / "published.xlsx"
    book.save(path)
    told = run(project, "survey", str(path), "--coder", "Ana")
    assert any("row 4: “<1” is no number" in note for note in told["notes"])
    assert [(f.printed, f.value, f.base_n) for f in project.survey.figures()] == [
        ("48.5", 48.5, 1200),
        ("48.5", 48.5, 1200),
        ("<1", None, None),
    ]


def test_shares_that_sum_to_one_are_asked_about(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "published.csv"
    path.write_text("indicator_id,question_id,option,value\na,q,Yes,0.485\nb,q,No,0.515\n")
    [note] = run(project, "survey", str(path), "--coder", "Ana")["notes"]
    assert "are they parts of 1, so that 0.515 is 51.5 %" in note


@pytest.fixture
def survey_page(
    project: Project, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], AppTest]:
    project.survey.adopt(answers, coder="Nina")
    return lambda: open_page(monkeypatch, "survey", project.folder)


def test_the_page_says_of_whom_and_settles_a_file_once(
    survey_page: Callable[[], AppTest], project: Project
) -> None:
    app = survey_page()
    assert "Of those asked, n = 40; in no base: Not applicable 20" in words(app)
    assert any("missing answers not confirmed yet" in e.label for e in app.expander)
    app.selectbox(key="weight-reading-s.sav").set_value("weight").run()
    app.selectbox(key="basis-reading-s.sav").set_value(Basis.VALID).run()
    app.button(key="apply-reading-s.sav").click().run()
    assert not app.exception
    kept = project.survey.choices()["s.sav"]
    assert (kept.weight, kept.basis, kept.confirmed) == ("weight", Basis.VALID, True)
    assert "Of those with a valid answer, n = 36" in words(app)
    assert "Weighted by weight, effective n = 29" in words(app)
    assert not any("not confirmed" in e.label for e in app.expander)


def test_the_page_shows_groups_with_bases_and_hides_small_ones(
    survey_page: Callable[[], AppTest],
) -> None:
    app = survey_page()
    app.selectbox(key="in_groups").set_value("old").run()
    told = words(app)
    assert "n = 36" in told
    assert "Not shown, fewer than 10 people: Older" in told
    app.number_input(key="hide_below").set_value(2).run()
    app.button(key="set_small").click().run()
    assert not app.exception
    assert "◇ fewer than 30 people: Older" in words(app)
    assert "difference" in words(app)
