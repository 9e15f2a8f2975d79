"""Figures worked out from answers, and round published shares; every value by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from coding.errors import SurveyError, TableError
from coding.language.latin import readable_id
from coding.model import Absence, Indicator
from coding.survey.microdata import Microdata, Variable, read_answers, read_sav
from coding.survey.plausibility import look
from coding.survey.reading import read
from coding.survey.tabulation import parts, tabulate, with_intervals
from coding.survey.toplines import matching, questions, read_toplines


def variable(name: str, options: str, answers: list[int], **more: object) -> Variable:
    return Variable(name, f"{name}?", "single", tuple(options.split()), np.array(answers), **more)  # type: ignore[arg-type]


@pytest.fixture
def answers() -> Microdata:
    """Six people: two men and three women say what they think, one man says nothing."""
    return Microdata(
        respondents=6,
        variables={
            "sex": variable("sex", "Men Women", [0, 0, 1, 1, 1, 0]),
            "safe": variable(
                "safe", "Yes No Refused", [0, 1, 0, 0, 2, -1], missing={2: Absence.REFUSED}
            ),
        },
        weights=np.array([1.0, 3.0, 1.0, 1.0, 2.0, 5.0]),
        weight="w",
        source="s.sav",
    )


def test_the_base_are_those_who_answered_refusals_among_them(answers: Microdata) -> None:
    """Of 8 (weights of the five who answered): yes 1+1+1, no 3, refused 2."""
    yes, no, refused = tabulate(answers, ["safe"])
    assert [f.value for f in (yes, no, refused)] == [37.5, 37.5, 25.0]
    assert [f.printed for f in (yes, no, refused)] == ["37.5", "37.5", "25.0"]
    assert {f.base_n for f in (yes, no, refused)} == {5}
    assert {f.effective_n for f in (yes, no, refused)} == {4.0}  # 8² / (1 + 9 + 1 + 1 + 4)
    assert [f.missing for f in (yes, no, refused)] == [False, False, True]
    assert (yes.subgroup, yes.percent_of, yes.weighted, yes.source) == (
        *("all respondents", "column", True, "s.sav"),
    )


def test_groups_have_figures_of_their_own_under_the_same_ids(answers: Microdata) -> None:
    """Men: yes 1, no 3 of 4. Women: yes 2, refused 2 of 4."""
    figures = {f.id: f for f in tabulate(answers, ["safe"], by="sex")}
    assert list(figures) == [
        *("safe_yes@sex=Men", "safe_no@sex=Men", "safe_refused@sex=Men"),
        *("safe_yes@sex=Women", "safe_no@sex=Women", "safe_refused@sex=Women"),
    ]
    assert [f.value for f in figures.values()] == [25.0, 75.0, 0.0, 50.0, 0.0, 50.0]
    assert [f.base_n for f in figures.values()] == [2, 2, 2, 3, 3, 3]
    assert figures["safe_no@sex=Men"].subgroup == "Men"
    assert {parts(key) for key in figures} == {
        (plain.id, "sex") for plain in tabulate(answers, ["safe"])
    }


def test_a_group_nobody_is_in_has_no_shares() -> None:
    data = Microdata(
        respondents=2,
        variables={"sex": variable("sex", "Men Women", [0, 0]), "a": variable("a", "x", [0, 0])},
        weights=np.ones(2),
    )
    men, women = tabulate(data, ["a"], by="sex")
    assert (men.value, men.printed, men.base_n) == (100.0, "100.0", 2)
    assert (women.value, women.printed, women.ci_low, women.base_n) == (None, "", None, 0)


def test_who_weighs_nothing_is_in_no_base(answers: Microdata) -> None:
    data = Microdata(
        respondents=6, variables=answers.variables, weights=np.array([1, 0, 1, 1, 1, 1.0])
    )
    yes, no, _ = tabulate(data, ["safe"])
    assert (yes.value, no.value, yes.base_n) == (75.0, 0.0, 4)


def test_options_that_read_alike_have_ids_of_their_own() -> None:
    data = Microdata(
        respondents=3,
        variables={
            "a": variable("a", "Да да", [0, 1, 0]),
            "a_da": variable("a_da", "!", [0, 0, 0]),
        },
        weights=np.ones(3),
    )
    assert [f.id for f in tabulate(data, ["a", "a_da"])] == ["a_da", "a_da_2", "a_da_3"]


def test_an_id_is_cut_at_forty_letters() -> None:
    assert readable_id("x" * 40, ()) == "x" * 40
    assert readable_id("x" * 41, ()) == "x" * 40
    assert readable_id("x" * 41, {"x" * 40}) == "x" * 40 + "_2"
    assert readable_id("…", (), otherwise="figure") == "figure"


def published(value: float | None, base_n: int | None, unit: str = "%") -> Indicator:
    return Indicator(
        id="a", question_id="q", question="", option="", printed="", value=value, base_n=base_n,
        unit=unit,
    )  # fmt: skip


def test_a_published_share_gets_wilsons_interval_at_its_base() -> None:
    """Newcombe 1998 (Statistics in Medicine 17: 857-872), Table I: 81 of 263, 0 of 20."""
    some, none = with_intervals([published(100 * 81 / 263, 263), published(0.0, 20)])
    assert (some.ci_low, some.ci_high) == (25.53, 36.62)
    assert (none.ci_low, none.ci_high) == (0.0, 16.11)


@pytest.mark.parametrize(
    ("value", "base_n", "unit", "there"),
    [
        (100.0, 1, "%", True),
        (100.1, 1, "%", False),
        (-0.1, 1, "%", False),
        (50.0, 0, "%", False),
        (50.0, None, "%", False),
        (None, 9, "%", False),
        (50.0, 9, "EUR", False),
    ],
)
def test_what_is_no_share_or_has_no_base_gets_no_interval(
    value: float | None, base_n: int | None, unit: str, there: bool
) -> None:
    [figure] = with_intervals([published(value, base_n, unit)])
    assert (figure.ci_low is not None) is there


def test_a_table_of_twenty_respondents_is_a_survey_and_one_of_nineteen_is_none(
    tmp_path: Path,
) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("safe\n" + "yes\n" * 9 + "no\n" * 10)
    with pytest.raises(TableError, match="20 respondents or more"):
        read(path)
    path.write_text("safe\n" + "yes\n" * 10 + "no\n" * 10)
    survey = read(path)
    assert survey.microdata is not None
    assert [(f.option, f.value) for f in survey.indicators] == [("no", 50), ("yes", 50)]


def test_two_columns_of_published_figures_make_a_table_one_and_a_single_one_does_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("indicator_id,question_id,option,value\na,q,Yes,40\n")
    assert read(path).microdata is None
    with pytest.raises(SurveyError, match="no weight variable"):
        read(path, "w")
    path.write_text("option,value\n" + "Yes,1\n" * 20)
    with pytest.raises(TableError, match="indicator_id"):
        read(path)
    path.write_text("option,safe\n" + "Yes,1\n" * 20)
    assert read(path).microdata is not None


def test_twenty_five_different_answers_make_a_question_and_twenty_six_are_none() -> None:
    """Twenty-six numbers are a measurement, twenty-six words are left aside."""
    rows = [{"few": str(n % 25), "many": str(n % 26), "words": f"w{n % 26}"} for n in range(60)]
    data = read_answers(rows, "t.csv")
    assert {name: v.type for name, v in data.variables.items()} == {
        "few": "single",
        "many": "number",
    }
    assert "1 variable left aside" in data.notes[0]


def test_value_labels_make_a_question_of_up_to_two_hundred_answers(tmp_path: Path) -> None:
    """Labels say that it is one; beyond 200 nobody could read its chart."""
    path = tmp_path / "s.sav"
    frame = pd.DataFrame({"a": np.arange(30.0), "b": np.arange(30.0)})
    labels = {
        "a": {float(n): f"answer {n}" for n in range(200)},
        "b": {float(n): f"answer {n}" for n in range(201)},
    }
    pyreadstat.write_sav(frame, str(path), variable_value_labels=labels)
    data = read_sav(path)
    assert list(data.variables) == ["a"]
    assert len(data.variables["a"].options) == 200


def test_a_file_of_four_hundred_megabytes_is_looked_into_and_one_byte_more_is_not(
    tmp_path: Path,
) -> None:
    """The files are sparse: they take no room on the disk."""
    path = tmp_path / "s.sav"
    for size, said in ((400 * 1024**2, "no SPSS file"), (400 * 1024**2 + 1, "more than 400 MB")):
        with path.open("wb") as file:
            file.truncate(size)
        with pytest.raises(SurveyError, match=said):
            read_sav(path)


@pytest.mark.parametrize(
    ("printed", "odd"),
    [
        (["33.3333", "33.3333", "33.3335"], False),
        (["33.3333", "33.3333", "33.3336"], True),
        (["40.1", "39.9", "20.1"], False),
        (["26.2", "73.9"], False),
        (["50.05", "50.00", "0.00"], True),
    ],
)
def test_a_sum_may_be_over_by_half_of_the_last_place_of_each_figure(
    printed: list[str], odd: bool
) -> None:
    """Three options: 0.00015 with four decimals, 0.15 with one, 0.015 with two.

    26.2 + 73.9 is 100.10000000000001 to the machine: its own rounding is no fault either.
    """
    figures = [
        Indicator(
            id=str(at), question_id="q", question="", option=str(at), printed=text,
            value=float(text), percent_of="column",
        )
        for at, text in enumerate(printed)
    ]  # fmt: skip
    assert bool(look(figures)) is odd


def test_questions_are_found_by_all_words_and_told_for_one_group() -> None:
    table = [
        {"indicator_id": key, "question_id": asked, "question": text, "option": option,
         "subgroup": group, "value": "5"}
        for key, asked, text, option, group in (
            ("a", "q1", "Do you feel safe?", "Yes", "men"),
            ("b", "q1", "Do you feel safe?", "Yes", "women"),
            ("c", "q2", "Do you have work?", "Safe work", "men"),
        )
    ]  # fmt: skip
    listed = questions(read_toplines(table, "t.csv"))
    assert [q.id for q in matching(listed, [])] == ["q1", "q2"]
    assert [q.id for q in matching(listed, ["SAFE", "work"])] == ["q2"]
    assert [q.id for q in matching(listed, ["safe", "gone"])] == []
    [of_women] = matching(listed, ["safe"], of_whom="women")
    assert [f.id for f in of_women.indicators] == ["b"]
