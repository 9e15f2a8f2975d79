"""Shares are of those who were asked: kinds of missing answers in the habits of real surveys.

Files are made here and every value is worked out by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding.errors import SurveyError
from coding.model import Absence, Basis
from coding.survey.absence_labels import absence_of
from coding.survey.choices import Choices, merged, missing_of
from coding.survey.microdata import Microdata, read_answers, read_sav
from coding.survey.missing import Ground, Offered, readings
from coding.survey.tabulation import tables, tabulate

Wanted = tuple[str, Any]


def sav(path: Path, columns: Mapping[str, Any], **told: Any) -> Path:
    """Write columns as an SPSS file."""
    pyreadstat.write_sav(pd.DataFrame(columns), str(path), **told)
    return path


def shares_of(data: Microdata, name: str) -> dict[str, str]:
    return {f.option: f.printed for f in tabulate(data, [name])}


PARTY_LABELS = {
    1.0: "Party A",
    2.0: "Party B",
    66.0: "Not applicable*",
    77.0: "Refusal*",
    88.0: "Don't know*",
    99.0: "No answer*",
}
PARTIES = [1.0] * 39 + [2.0] * 41 + [66.0] * 82 + [77.0] * 9 + [88.0] * 6 + [99.0] * 2


@pytest.mark.parametrize("declared", [True, False])
def test_who_was_not_asked_is_in_no_base_and_who_refused_is_in_it(
    tmp_path: Path, declared: bool
) -> None:
    """Of 179, 82 did not vote and were not asked for whom: Party A has 39 of 97, not of 179."""
    ranges = {"missing_ranges": {"vote": [{"lo": 66, "hi": 99}]}} if declared else {}
    path = sav(
        tmp_path / "s.sav",
        {"vote": PARTIES},
        variable_value_labels={"vote": PARTY_LABELS},
        **ranges,
    )
    data = read_sav(path)
    found = tabulate(data, ["vote"])
    assert [(f.option, f.printed, f.count) for f in found] == [
        ("Party A", "40.2", 39),
        ("Party B", "42.3", 41),
        ("Refusal*", "9.3", 9),
        ("Don't know*", "6.2", 6),
        ("No answer*", "2.1", 2),
    ]
    assert {f.base_n for f in found} == {97}
    assert [f.absence for f in found] == [
        *(None, None, Absence.REFUSED, Absence.DONT_KNOW, Absence.NO_ANSWER),
    ]
    assert any("not asked, so in no base: “Not applicable*” (vote)" in note for note in data.notes)
    [aside] = tables(data, ["vote"]).aside
    assert (aside.id, aside.value, aside.count) == ("vote_not_applicable", None, 82)


def test_valid_answers_leave_refusals_out_too(tmp_path: Path) -> None:
    """39 of the 80 who named a party are 48.75 %."""
    path = sav(tmp_path / "s.sav", {"vote": PARTIES}, variable_value_labels={"vote": PARTY_LABELS})
    data = read_sav(path, Choices(basis=Basis.VALID))
    assert shares_of(data, "vote") == {"Party A": "48.8", "Party B": "51.2"}
    assert {f.base_n for f in tabulate(data, ["vote"])} == {80}
    assert len(tables(data, ["vote"]).aside) == 4


LABELS: list[tuple[str, Absence | None]] = [
    *((label, Absence.NOT_ASKED) for label in (
        "Not applicable*", "Not applicable", "IAP", "INAP. (not 1 in Q3)", "-1. Inapplicable",
        "Inap. 2, 3 in V12", "NAP, other countries", "Not asked in survey", "Not asked", "Filtered",
        "-6. No post-election interview", "Legitimate skip", "Trifft nicht zu",
        "[-2] trifft nicht zu", "TNZ: Split", "Nicht erhoben", "Non applicable", "Sans objet",
        "Non concerné(e)",
        "No aplicable", "No aplica", "No preguntada", "Не применимо", "Вопрос не задавался",
        "Nije primenljivo", "Није питан", "Non applicabile", "Nie dotyczy",
    )),
    *((label, Absence.REFUSED) for label in (
        "Refusal*", "Refused", "-9. Refused", "Refusal (SPONTANEOUS)", "Prefer not to say",
        "Verweigert", "[-1] Antwort verweigert", "Refus", "Rechaza responder", "Отказ от ответа",
        "Отказ", "Odbija da odgovori", "Одбија да одговори",
    )),
    *((label, Absence.DONT_KNOW) for label in (
        "Don't know*", "Don’t know", "DK", "-8. Don't know", "Don't know (SPONT.)", "(Don't know)",
        "Don't know/refused", "Can't choose", "Weiß nicht", "WEISS NICHT", "weiß nicht, k.A.",
        "Ne sait pas", "NSP", "No sabe", "NS/NC", "No sabe / No contesta",
        "Затрудняюсь ответить", "Затруднились ответить", "Ne zna", "Не зна",
        "Ne znam, bez odgovora",
    )),
    *((label, Absence.NO_ANSWER) for label in (
        "No answer*", "No answer", "Missing; Unknown", "Not available", "Keine Angabe", "k.A.",
        "[-1] keine Angabe", "Sans réponse", "NR", "No contesta", "Нет ответа", "Bez odgovora",
        "Missing or don't know",
    )),
    *((label, None) for label in (
        "Not at all", "None", "No", "Nobody", "Other", "Don't know him", "Party of Refusers",
        "No trust at all", "Not very", "Nein", "Нет", "Ne", "Ningún", "Aucun", "Weder noch", "Yes",
        "Applies fully", "Skipper", "Refugee", "NAPA", "Nationalist",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("label", "absence"), LABELS)
def test_labels_tell_why_there_is_no_answer(label: str, absence: Absence | None) -> None:
    assert absence_of(label) is absence


def kinds(*offered: tuple[float, str] | tuple[float, str, bool]) -> list[Absence | None]:
    listed = [Offered(value=o[0], label=o[1], declared=len(o) > 2) for o in offered]
    return [reading.absence for reading in readings(listed, {})]


def test_a_refused_application_amid_other_answers_is_an_answer() -> None:
    assert kinds((1, "Granted"), (2, "Refused"), (3, "Pending")) == [None, None, None]
    assert kinds((1, "Granted"), (2, "Pending"), (3, "Refused")) == [None, None, Absence.REFUSED]


def test_a_point_of_a_scale_that_says_does_not_apply_is_an_answer() -> None:
    """ "Trifft nicht zu" beside "trifft voll zu" was asked; declared or below 0 it was not."""
    scale = (1, "Trifft voll zu"), (2, "Trifft eher zu"), (3, "Trifft nicht zu")
    assert kinds(*scale) == [None, None, None]
    assert kinds((-2, "Trifft nicht zu"), *scale[:2]) == [Absence.NOT_ASKED, None, None]
    assert kinds(*scale[:2], (3, "Trifft nicht zu", True)) == [None, None, Absence.NOT_ASKED]


def test_codes_without_labels_are_told_by_their_value_and_asked_about() -> None:
    """88 is no point of 0 to 10; 99 may well be an age beside 90; -9 is below everything."""
    points = [(float(n), "") for n in range(11)]
    assert kinds(*points, (77, ""), (88, ""))[-2:] == [Absence.REFUSED, Absence.DONT_KNOW]
    ages = [(float(n), "") for n in range(18, 91)]
    assert kinds(*ages, (99, ""))[-1] is None
    assert kinds(*ages, (999, ""))[-1] is Absence.NO_ANSWER
    assert kinds((-9, ""), *points)[0] is Absence.NO_ANSWER
    assert kinds((-1, "Worse"), (0, ""), (1, ""))[0] is None


def test_a_labelled_code_far_beyond_a_measurement_is_no_number_and_a_top_code_is_one() -> None:
    """999 "Don't recognize" beside 0 to 100 is asked about; 90 "90 and older" is an age."""
    degrees = [(float(n), "") for n in range(0, 101, 5)]
    assert kinds(*degrees, (999, "Don't recognize"))[-1] is Absence.NO_ANSWER
    assert kinds(*degrees, (997, "Other"))[-1] is Absence.NO_ANSWER
    assert kinds(*degrees, (998, "998. Don't know (FTF only: 'don't know where to rate')"))[-1] is (
        Absence.DONT_KNOW
    )
    assert kinds(*[(float(n), "") for n in range(18, 90)], (90, "90 and older"))[-1] is None
    assert kinds((1, "Yes"), (2, "No"), (97, "Other"))[-1] is None


def test_an_abbreviation_that_means_two_things_stays_an_answer_until_somebody_says() -> None:
    offered = [Offered(value=-1.0, label="N/A"), Offered(value=0.0, label="Lease")]
    [first, _] = readings(offered, {})
    assert (first.absence, first.ground) == (None, Ground.UNCLEAR)
    [first, _] = readings(offered, {"-1": Absence.NOT_ASKED})
    assert (first.absence, first.ground) == (Absence.NOT_ASKED, Ground.PERSON)


def test_what_a_person_says_goes_before_the_label_and_the_file() -> None:
    told = missing_of(["*=Refusal*:answer", "vote=60..70:no-answer"])
    choices = Choices(missing=merged({"vote": {"1": Absence.REFUSED}}, told))
    decided = choices.decided("vote")
    listed = [Offered(value=v, label=text) for v, text in PARTY_LABELS.items()]
    assert [r.absence for r in readings(listed, decided)] == [
        *(Absence.REFUSED, None, Absence.NO_ANSWER, None, Absence.DONT_KNOW, Absence.NO_ANSWER),
    ]
    assert Choices.of(choices.kept()) == choices


@pytest.mark.parametrize("wrong", ["vote", "vote=", "=1", "vote=1:maybe", "vote=a..b"])
def test_what_does_not_say_what_is_missing_is_refused(wrong: str) -> None:
    with pytest.raises(SurveyError):
        missing_of([wrong])


def test_a_half_labelled_scale_stands_in_the_order_of_its_values_with_its_mean(
    tmp_path: Path,
) -> None:
    """0 and 10 have labels, 88 is "Don't know": mean of 0, 10, 5, 5, 7 is 5.4, median 5."""
    labels = {0.0: "Extremely dissatisfied", 10.0: "Extremely satisfied", 88.0: "Don't know"}
    path = sav(
        tmp_path / "s.sav",
        {"sat": [0.0, 10, 5, 5, 7, 88, np.nan]},
        variable_value_labels={"sat": labels},
        missing_ranges={"sat": [{"lo": 88, "hi": 88}]},
    )
    data = read_sav(path)
    found = tables(data, ["sat"])
    assert [f.option for f in found.shares] == [
        *("Extremely dissatisfied", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
        *("Extremely satisfied", "Don't know"),
    ]
    assert {f.type for f in found.shares} == {"scale"}
    assert {f.base_n for f in found.shares} == {6}
    told = found.averages["sat", ""]
    assert (told.n, told.mean, told.median) == (5, pytest.approx(5.4), 5.0)
    deviations = [(x - 5.4) ** 2 for x in (0, 10, 5, 5, 7)]
    assert told.se == pytest.approx((sum(deviations) / 4 / 5) ** 0.5)
    assert [f.id for f in found.means] == ["sat_mean", "sat_median"]
    assert [f.printed for f in found.means] == ["5.40", "5"]


def test_measurements_have_a_mean_and_median_and_no_code_for_missing_in_it(tmp_path: Path) -> None:
    ages = [*map(float, range(18, 58)), 999.0, 999.0, -9.0, np.nan]
    path = sav(
        tmp_path / "s.sav", {"age": ages}, variable_value_labels={"age": {999.0: "Not available"}}
    )
    data = read_sav(path)
    mean, median = tabulate(data, ["age"])
    assert (mean.option, mean.value, mean.base_n) == ("mean", pytest.approx(37.5), 40)
    assert (median.option, median.value, median.unit) == ("median", 37.5, "")
    assert any("Please check: “-9” is taken" in note for note in data.notes)


def test_dates_are_dates(tmp_path: Path) -> None:
    rows = [{"when": f"{day:02}.03.2024"} for day in (5, 1, 9) for _ in range(10)]
    data = read_answers(rows, "t.csv")
    assert data.variables["when"].type == "date"
    assert [f.printed for f in tabulate(data, ["when"])] == [
        *("2024-03-01", "2024-03-05", "2024-03-09"),
    ]


def test_cells_such_as_na_are_no_answer_and_the_word_none_is_one() -> None:
    cells = ["Yes"] * 8 + ["None"] * 8 + ["NA", "#NULL!", ".", "nan", "  ", "", "#N/A", "NaN"]
    data = read_answers([{"safe": cell} for cell in cells], "t.csv")
    assert shares_of(data, "safe") == {"None": "50.0", "Yes": "50.0"}
    assert any("“#NULL!”" in note and "in no base" in note for note in data.notes)


def test_blank_strings_in_an_spss_file_are_no_answer(tmp_path: Path) -> None:
    path = sav(
        tmp_path / "s.sav",
        {"sex": ["m", "f", "", "  ", "m"]},
        variable_value_labels={"sex": {"m": "Male", "f": "Female"}},
    )
    assert shares_of(read_sav(path), "sex") == {"Male": "66.7", "Female": "33.3"}


def test_yes_in_two_spellings_is_one_answer_once_somebody_says_so() -> None:
    rows = [{"safe": cell} for cell in ["Yes"] * 6 + ["yes"] * 3 + ["No"] * 9 + ["yes "] * 2]
    apart = read_answers(rows, "t.csv")
    assert shares_of(apart, "safe") == {"No": "45.0", "Yes": "30.0", "yes": "25.0"}
    assert any("counts “Yes” and “yes” apart" in note for note in apart.notes)
    joined = read_answers(rows, "t.csv", Choices(spellings=True))
    assert shares_of(joined, "safe") == {"No": "45.0", "Yes": "55.0"}
    assert not any("apart" in note for note in joined.notes)


def test_items_in_a_row_are_proposed_as_one_question_and_joined_when_told(tmp_path: Path) -> None:
    """Three people were asked (the fourth was not): war 2 of 3, work 1 of 3, study none."""
    marks = {0.0: "Not marked", 1.0: "Marked", 9.0: "Not applicable"}
    path = sav(
        tmp_path / "s.sav",
        {
            "q5_1": [1.0, 1, 0, 9],
            "q5_2": [0.0, 1, 0, 9],
            "q5_3": [0.0, 0, 0, 9],
            "other": [1.0, 0, 1, 0],
        },
        column_labels={
            "q5_1": "Why did you leave: war",
            "q5_2": "Why did you leave: work",
            "q5_3": "Why did you leave: study",
        },
        variable_value_labels={f"q5_{n}": marks for n in (1, 2, 3)},
    )
    apart = read_sav(path)
    [proposal] = apart.proposals
    assert (proposal.name, proposal.label) == ("q5", "Why did you leave")
    assert proposal.members == ("q5_1", "q5_2", "q5_3")
    assert any("join them as q5" in note for note in apart.notes)
    assert "q5_1" in apart.variables
    data = read_sav(path, Choices(joined={"q5": proposal.members}))
    assert list(data.variables) == ["other", "q5"]
    found = tabulate(data, ["q5"])
    assert [(f.option, f.printed, f.base_n) for f in found] == [
        *(("war", "66.7", 3), ("work", "33.3", 3), ("study", "0.0", 3)),
    ]
    assert {f.type for f in found} == {"multi"}
    assert not data.proposals


def test_weights_are_named_and_none_is_taken_in_silence(tmp_path: Path) -> None:
    path = sav(
        tmp_path / "s.sav",
        {"safe": [1.0, 2, 1, 1], "pspwght": [0.5, 1.5, 1.25, 0.75]},
        variable_value_labels={"safe": {1.0: "Yes", 2.0: "No"}},
    )
    data = read_sav(path)
    assert data.likely_weights == ("pspwght",)
    assert list(data.variables) == ["safe"]
    assert any("pspwght looks like weights and none is used" in note for note in data.notes)


def test_peoples_own_words_are_no_question_with_options(tmp_path: Path) -> None:
    path = sav(
        tmp_path / "s.sav",
        {"why": ["I was afraid of what would come.", "", "Because of work, and the children too."]},
        column_labels={"why": "Why did you leave?"},
    )
    data = read_sav(path)
    assert not data.variables
    assert data.open_questions["why"].label == "Why did you leave?"
    assert data.open_questions["why"].count == 2


answer = st.sampled_from([1.0, 2.0, 3.0, 66.0, 77.0, 88.0, 99.0, float("nan")])


@settings(max_examples=60)
@given(
    cells=st.lists(st.tuples(answer, st.floats(0.1, 5)), min_size=1, max_size=40),
    basis=st.sampled_from(list(Basis)),
)
def test_shares_of_a_single_answer_always_sum_to_a_hundred(
    cells: list[tuple[float, float]], basis: Basis
) -> None:
    """Whoever is in the base gave one answer that is shown, and nobody else is counted."""
    from coding.survey.columns import Column, made_of

    values = pd.Series([value for value, _ in cells])
    labels = dict(sorted({**PARTY_LABELS, 3.0: "Party C"}.items()))
    variable = made_of(values, Column(name="v", label="v", labels=labels, decided={})).variable
    assert variable is not None
    data = Microdata(
        respondents=len(cells),
        variables={"v": variable},
        weights=np.array([weight for _, weight in cells]),
        choices=Choices(basis=basis),
    )
    found = tabulate(data, ["v"])
    if found[0].base_n:
        assert sum(f.value or 0.0 for f in found) == pytest.approx(100)
    assert sum(f.count or 0 for f in found) == found[0].base_n
    order = [f.option for f in found]
    assert order == [o for o in labels.values() if o in order], "in the order of their values"


def test_what_is_no_answer_stands_last_though_its_value_comes_first(tmp_path: Path) -> None:
    path = sav(
        tmp_path / "s.sav",
        {"q": [-9.0, 1, 2, 1]},
        variable_value_labels={"q": {-9.0: "Refused", 1.0: "Yes", 2.0: "No"}},
    )
    assert list(shares_of(read_sav(path), "q")) == ["Yes", "No", "Refused"]


@pytest.mark.parametrize(("number", "named"), [(9, False), (10, True)])
def test_ten_numbers_in_a_row_name_respondents_and_nine_may_be_answers(
    number: int, named: bool
) -> None:
    rows = [{"nr": str(n), "q": "Yes"} for n in range(1, number + 1)]
    assert ("nr" not in read_answers(rows, "t.csv").variables) is named


@pytest.mark.parametrize(("mean", "likely"), [(1.0199, True), (1.0201, False)])
def test_numbers_whose_mean_is_one_look_like_weights(mean: float, likely: bool) -> None:
    rows = [{"v": f"{mean + (0.4 if n % 2 else -0.4):.4f}", "q": "Yes"} for n in range(20)]
    assert bool(read_answers(rows, "t.csv").likely_weights) is likely


@pytest.mark.parametrize(("letters", "own"), [(29, False), (30, True)])
def test_thirty_letters_that_few_others_wrote_are_peoples_own_words(
    letters: int, own: bool
) -> None:
    rows = [{"why": ("ab " * letters)[: letters - 1] + "."}, {"why": "Work"}]
    assert ("why" in read_answers(rows, "t.csv").open_questions) is own
