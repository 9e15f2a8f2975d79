"""Files as survey houses make them: what is no answer, what is a weight, what a sheet shows.

Each file is made here and its shares are worked out by hand; what cannot be told is asked.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping, Sequence
from datetime import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from openpyxl import Workbook, load_workbook

from coding.errors import SurveyError, TableError
from coding.files.number_formats import shown
from coding.files.tables import read_rows
from coding.model import Absence
from coding.survey.absence_labels import absence_of, is_unclear
from coding.survey.microdata import Microdata, read_answers, read_sav
from coding.survey.missing import Ground, Offered, readings
from coding.survey.reading import REQUIRED, SurveyFile, read
from coding.survey.tabulation import tabulate

Amounts = Sequence[tuple[float, int]]


def column(amounts: Amounts) -> list[float]:
    return [value for value, times in amounts for _ in range(times)]


def one(path: Path, amounts: Amounts, labels: Mapping[float, str], **told: Any) -> Microdata:
    """Write and read an SPSS file of one variable, `q`."""
    kept = {"variable_value_labels": {"q": labels}} if labels else {}
    file = path / "s.sav"
    pyreadstat.write_sav(pd.DataFrame({"q": column(amounts)}), str(file), **kept, **told)
    return read_sav(file)


def shares_of(data: Microdata) -> dict[str, str]:
    return {figure.option: figure.printed for figure in tabulate(data, ["q"])}


LABELS: list[tuple[str, Absence | None]] = [
    *((label, Absence.NOT_ASKED) for label in (
        ".i:  Inapplicable", "NA (not applicable)", "BLANK (Not asked)", "Nav; Not asked",
        "Question not applicable", "Logical skip", "NIU (Not in universe)", "Not in sample",
        "Not available in this country", "Not included in national version", "Вопрос не задан",
        "Не был задан", "Неприменимо к респонденту",
    )),
    *((label, Absence.REFUSED) for label in (
        "I prefer not to answer", "I'd rather not say", "R refused", "Decline to answer",
        "Refused/No answer", "Отказываюсь от ответа", "Не желаю отвечать", "Odbija odgovor",
        "Odbio/la da odgovori", "Ne veut pas répondre", "Préfère ne pas dire",
        "Se niega a contestar", "Prefiere no contestar", "Möchte ich nicht sagen",
    )),
    *((label, Absence.DONT_KNOW) for label in (
        "-8. Don't know (FTF only)", ".d:  Do not Know/Cannot Choose", "DK/NA", "I don't know",
        "It is difficult to say", "Hard to tell", "Don't know/no answer", "Затрудняюсь сказать",
        "Затруднились с ответом", "Затруднился(-ась) ответить", "Не могу ответить",
        "(НЕ ЗАЧИТЫВАТЬ) Затрудняюсь ответить", "Ne znam, ne mogu da procenim",
        "Nisam siguran/na", "Немам мишљење",
    )),
    *((label, Absence.NO_ANSWER) for label in (
        ".n:  No answer", "-5. Interview breakoff (sufficient partial IW)", "Missing data",
        "Не ответил(а)", "Nije odgovorio/la", "Web: no answer",
    )),
    *((label, None) for label in (
        "Not eligible to vote", "None/Not applicable", "Did not vote - not asked", "Blank", ".i",
        "Don't know/Not applicable",
        "Don't know the neighbours well", "Отказ от вакцинации", "Refused asylum",
        "No response from the police", "Unknown person", "Не знаю соседей",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("label", "absence"), LABELS)
def test_labels_of_survey_houses_tell_why_there_is_no_answer(
    label: str, absence: Absence | None
) -> None:
    assert absence_of(label) is absence


@pytest.mark.parametrize(
    ("label", "unclear"),
    [
        *(
            ("None/Not applicable", True),
            ("Don't know/Not applicable", True),
            ("Did not vote - not asked", True),
            ("Blank", True),
        ),
        *((".i", True), ("Other, don't know", True), ("Blank vote", False), ("Yes", False)),
        *(("Not applicable", False), ("Yes, a lot", False)),
    ],
)
def test_a_label_that_is_an_answer_and_none_is_asked_about(label: str, unclear: bool) -> None:
    assert is_unclear(label) is unclear


def test_negative_codes_are_out_whatever_is_labelled_beside_them(tmp_path: Path) -> None:
    """As the ANES has it; of 160, 60 were not asked. “Screen-out" says nothing we know."""
    labels = {-9: "-9. Refused", -5: "-5. Screen-out x", -1: "-1. Inapplicable",
              1: "1. Democratic", 2: "2. Republican"}  # fmt: skip
    data = one(tmp_path, [(-9, 5), (-5, 5), (-1, 60), (1, 50), (2, 40)], labels)
    assert shares_of(data) == {
        "-5. Screen-out x": "5.0",
        "1. Democratic": "50.0",
        "2. Republican": "40.0",
        "-9. Refused": "5.0",
    }


@pytest.mark.parametrize(
    ("values", "labels", "asked"),
    [
        ((1, 2, 3, 4, 5, 7, 8, 9), {1: "A", 2: "B", 3: "C", 4: "D", 5: "E"}, {7, 8, 9}),
        ((1, 2, 3, 4, 5, 6, 7, 8), {1: "A", 2: "B", 3: "C", 4: "D", 5: "E", 6: "F"}, {7, 8}),
        ((1, 2, 3, 4, 5, 8, 9), {1: "Bad", 5: "Good"}, {8, 9}),
        ((1, 2, 3, 4, 5, 8, 9), {}, {8, 9}),
        ((1, 2, 9), {}, {9}),
        ((0, 2, 5, 7, 8, 9, 10), {0: "Bad", 10: "Good"}, set()),
        ((1, 2, 3, 4, 5, 6, 7, 8, 9), {1: "Bad"}, set()),
        ((1, 2, 3, 4, 5, 6, 7), {}, set()),
        ((1, 2, 8), {1: "Yes", 2: "No", 8: "Perhaps"}, set()),
    ],
)
def test_seven_eight_and_nine_beyond_a_scale_are_asked_about(
    tmp_path: Path, values: tuple[int, ...], labels: dict[int, str], asked: set[int]
) -> None:
    """They stay answers: nothing tells that they are codes, and nothing that they are none."""
    data = one(tmp_path, [(value, 5) for value in values], labels)
    assert {int(a.value) for a in data.absent if a.ground is Ground.UNCLEAR} == asked
    assert all(answer.absence is None for answer in data.absent)
    assert sum(1 for note in data.notes if note.startswith("Please check: ")) == len(asked)


@pytest.mark.parametrize("code", [96, 97, 98, 99, 996, 998, -97, -98, -997])
def test_the_last_numbers_of_so_many_digits_are_codes_beyond_a_scale(code: int) -> None:
    offered = [Offered(value=float(v), label="") for v in sorted([1, 2, 3, code])]
    read_as = readings(offered, {})[0 if code < 0 else -1]
    assert read_as.absence is not None
    assert read_as.ground is Ground.VALUE


def test_an_age_of_98_is_an_age() -> None:
    offered = [Offered(value=float(age), label="") for age in range(18, 100)]
    assert not any(reading.absence for reading in readings(offered, {}))


def test_abbreviations_among_their_like_are_names_of_places_and_are_asked_about() -> None:
    """NC is North Carolina, NS Nova Scotia, not “no contesta” or “no sabe”."""
    data = read_answers([{"q": state} for state in ["NC", "NY", "TX", "CA"] * 10], "t.csv")
    assert shares_of(data) == dict.fromkeys(["CA", "NC", "NY", "TX"], "25.0")
    assert any("“NC” may be no answer" in note for note in data.notes)
    answers = read_answers([{"q": word} for word in ["Da", "Ne", "NZ", "BO"] * 10], "t.csv")
    [told] = [a for a in answers.absent if a.label == "NZ" or a.value == "NZ"]
    assert told.absence is Absence.DONT_KNOW


def test_unlabelled_numbers_with_gaps_have_a_mean_and_codes_in_a_row_have_shares() -> None:
    def kind(values: Sequence[int]) -> str:
        return read_answers([{"q": str(v)} for v in values] * 3, "t.csv").variables["q"].type

    assert kind([18, 19, 22, 25, 31, 34, 40, 44, 52, 58, 61, 70]) == "number"
    assert kind([0, 15, 30, 40, 50, 60, 70, 85, 100]) == "scale"
    assert kind(range(1, 21)) == "single"
    assert kind([1, 2]) == "single"


@pytest.mark.parametrize(
    ("name", "label", "values", "likely"),
    [
        ("weightvec", "", (0.4, 1.9), True),
        ("ipw", "", (0.4, 1.9), True),
        ("raking", "", (0.4, 1.9), True),
        ("V200010b", "Full sample post-election weight", (0.4, 1.9), True),
        ("weight", "", (1.0, 3.0), True),
        ("weight", "Body weight in kg", (60.5, 83.5), False),
        ("q7", "How much is the weight of your parcel?", (1.0, 3.0), False),
        ("weight", "", (1.0, 1.0), False),
        ("weight", "", (1.5, 1.5), True),
    ],
)
def test_weights_are_told_by_name_and_what_people_weigh_is_none(
    tmp_path: Path, name: str, label: str, values: tuple[float, float], likely: bool
) -> None:
    frame = pd.DataFrame({"q": [1.0, 2.0] * 10, name if name != "q" else "w": list(values) * 10})
    path = tmp_path / "s.sav"
    pyreadstat.write_sav(frame, str(path), column_labels=["q", label])
    assert (name in read_sav(path).likely_weights) is likely


def test_kilograms_called_weight_stay_a_question_while_it_is_asked() -> None:
    rows = [{"weight": str(kilograms), "q": "ab"[kilograms % 2]} for kilograms in range(50, 90)] * 2
    data = read_answers(rows, "t.csv")
    assert data.likely_weights == ("weight",)
    assert data.variables["weight"].type == "number"


def test_items_whose_chosen_answer_is_called_by_its_own_name_are_one_question(
    tmp_path: Path,
) -> None:
    """As in the Eurobarometer: 0 “Not mentioned”, 1 “Crime”."""
    names = ["Crime", "Health", "Prices"]
    frame = pd.DataFrame({f"qa3_{n}": [1.0] * n + [0.0] * (10 - n) for n in (1, 2, 3)})
    labels = {f"qa3_{n}": {0: "Not mentioned", 1: name} for n, name in enumerate(names, 1)}
    path = tmp_path / "s.sav"
    pyreadstat.write_sav(
        frame, str(path), variable_value_labels=labels,
        column_labels=[f"ISSUES: {name}" for name in names],
    )  # fmt: skip
    [proposal] = read_sav(path).proposals
    assert (proposal.members, proposal.options) == (("qa3_1", "qa3_2", "qa3_3"), tuple(names))


@pytest.mark.parametrize(
    "scale",
    [
        ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"),
        ("Very satisfied", "Fairly satisfied", "Not very satisfied", "Not at all satisfied"),
        ("Every day", "Several times a week", "Less often", "Never"),
        ("Полностью доверяю", "Скорее доверяю", "Скорее не доверяю", "Совсем не доверяю"),
        ("Потпуно се слажем", "Слажем се", "Не слажем се"),
        ("U potpunosti se slažem", "Slažem se", "Uopšte se ne slažem"),
        ("Trifft voll und ganz zu", "Trifft eher zu", "Trifft eher nicht zu", "Trifft nicht zu"),
        ("Tout à fait d'accord", "Plutôt d’accord", "Pas du tout d'accord"),
        ("Mucha confianza", "Algo de confianza", "Ninguna confianza"),
        ("Under 5", "5-9", "10-19", "20 or more"),
        ("Up to 1,000", "1,001 to 20,000", "More than 100,000"),
        ("1 - Not at all", "2", "3", "9", "10 - Completely"),
        ("Apple", "Banana", "Zebra"),
    ],
)
def test_answers_in_words_stand_in_the_order_of_their_scale(scale: tuple[str, ...]) -> None:
    rows = [{"q": answer} for answer in [*sorted(scale), "Don't know"] * 10]
    assert list(shares_of(read_answers(rows, "t.csv"))) == [*scale, "Don't know"]


def test_times_of_day_are_answers_like_others(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [time(9, 30), time(8, 0), time(9, 30)]})
    path = tmp_path / "s.sav"
    pyreadstat.write_sav(frame, str(path))
    assert list(shares_of(read_sav(path))) == ["08:00:00", "09:30:00"]


@pytest.mark.parametrize(
    ("labels", "measure", "kind"),
    [
        (("Agree strongly", "Agree", "Neither agree nor disagree", "Disagree"), "unknown", "scale"),
        (("Very bad", "Bad", "Good", "Very good"), "unknown", "scale"),
        (("Совсем не доверяю", "Скорее не доверяю", "Скорее доверяю"), "unknown", "scale"),
        (("Agree", "Strongly agree", "Disagree"), "unknown", "single"),
        (("Agree", "Disagree", "Other"), "unknown", "single"),
        (("Agree", "Disagree"), "unknown", "single"),
        (("Very bad", "Bad", "Good", "Very good"), "nominal", "single"),
    ],
)
def test_labels_that_go_along_a_known_scale_give_it_a_mean(
    tmp_path: Path, labels: Sequence[str], measure: str, kind: str
) -> None:
    """Also with refusals behind it, and not where the file says that it has no order."""
    named = {**dict(enumerate(labels, 1)), 7: "Refusal"}
    data = one(tmp_path, [(value, 5) for value in named], named, variable_measure={"q": measure})
    assert data.variables["q"].type == kind


# ── tables ──


def table(*cells: str) -> Microdata:
    return read_answers([{"q": cell} for cell in cells], "t.csv")


@pytest.mark.parametrize(
    ("cells", "points"),
    [
        (("1,200", "15,000", "900"), [1200, 15000, 900]),
        (("1 200", "15\u00a0000", "900"), [1200, 15000, 900]),
        (("1,234,567.5", "2,000", "3"), [1234567.5, 2000, 3]),
        (("1,234", "0,876", "1,5"), [1.234, 0.876, 1.5]),
        (("1,5", "2,25", "3"), [1.5, 2.25, 3]),
    ],
)
def test_a_comma_before_three_digits_in_all_cells_stands_between_thousands(
    cells: tuple[str, ...], points: list[float]
) -> None:
    measured = table(*cells * 5).variables["q"].measured()
    assert measured is not None
    assert measured[:3].tolist() == points


def test_refusals_in_words_amid_numbers_leave_them_numbers() -> None:
    """Ages 18 to 77 have the mean 47.5; five of 65 gave none."""
    ages = [str(age) for age in range(18, 78)]
    data = table(*ages, *["Refused"] * 3, *["Don't know"] * 2)
    mean, _ = tabulate(data, ["q"])
    assert (mean.printed, mean.base_n) == ("47.5", 60)
    assert {(a.label, a.absence, a.respondents) for a in data.absent} == {
        ("Refused", Absence.REFUSED, 3),
        ("Don't know", Absence.DONT_KNOW, 2),
    }
    assert any(note.startswith("no number, so in no mean: ") for note in data.notes)
    assert not any("in the base of those asked" in note for note in data.notes)
    assert table(*ages, "Old").variables.get("q") is None


def test_a_scale_around_nought_has_a_mean_and_is_asked_about() -> None:
    data = table(*["-2", "-1", "0", "1", "2"] * 4)
    assert data.variables["q"].type == "scale"
    assert list(shares_of(data).values()) == ["20.0"] * 5
    assert {(a.value, a.absence) for a in data.absent} == {("-2", None), ("-1", None)}
    assert sum(1 for note in data.notes if note.startswith("Please check: ")) == 2
    for coded in (["-1", "0", "1", "2"], ["-1", "0", "1"]):
        [told] = table(*coded * 4).absent
        assert (told.value, told.absence) == ("-1", Absence.NO_ANSWER)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("9/14/2024", "10/3/2024"), "date"),
        (("14/9/2024", "3/10/2024"), "date"),
        (("9/4/2024", "10/3/2024"), "single"),
        (("9/14/2024", "14/9/2024"), "single"),
    ],
)
def test_dates_with_slashes_are_dates_where_one_order_alone_fits(
    cells: tuple[str, ...], kind: str
) -> None:
    assert table(*cells * 5).variables["q"].type == kind


def test_rows_of_wordings_below_the_header_are_no_respondents() -> None:
    rows = [
        {"q": "Are you a member?", "r": "Trust"},
        *[{"q": "1", "r": "a"}, {"q": "2", "r": "b"}] * 5,
    ]
    data = read_answers(rows, "t.csv")
    assert (data.respondents, data.variables["q"].label) == (10, "Are you a member?")
    assert any("are read as wordings" in note for note in data.notes)
    ids = [{"q": "How?"}, {"q": '{"ImportId":"QID1"}'}, *[{"q": "Well"}, {"q": "Badly"}] * 5]
    imported = read_answers(ids, "t.csv")
    assert (imported.respondents, imported.variables["q"].label) == (10, "How?")


@pytest.mark.parametrize(
    "cells", [("Other", "1", "2", "1", "2", "Other"), ("Yes", "No", "No", "Yes"), ("5", "1", "2")]
)
def test_a_first_respondent_is_no_heading(cells: tuple[str, ...]) -> None:
    assert table(*cells).respondents == len(cells)
    rows = [{"q": "Yes", "r": "many"}, *[{"q": "Yes", "r": "1"}, {"q": "No", "r": "2"}] * 5]
    assert read_answers(rows, "t.csv").respondents == 11


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (("TV;Radio", "TV", "Radio;Web"), ";"),
        (("TV, Radio", "TV", "Radio", "Web", "TV, Web"), ","),
        (("Bad, very", "Good, quite", "Neither"), ""),
        (("Yes", "No"), ""),
    ],
)
def test_several_answers_in_one_cell_are_asked_about(cells: tuple[str, ...], sign: str) -> None:
    asked = [note for note in table(*cells * 5).notes if "several answers in one cell" in note]
    assert len(asked) == bool(sign)
    assert not sign or f"“{sign}”" in asked[0]


# ── sheets ──

HEAD = (*REQUIRED, "question", "base_n", "unit")


def sheet(
    path: Path, rows: Sequence[Sequence[object]], forms: Mapping[str, str] | None = None
) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    for cell, form in (forms or {}).items():
        page[cell].number_format = form
    file = path / "figures.xlsx"
    book.save(file)
    return file


def figures(values: Sequence[object], unit: str = "") -> list[Sequence[object]]:
    made = [(f"a{n}", "q", f"o{n}", value, "Q?", 300, unit) for n, value in enumerate(values)]
    return [HEAD, *made]


def notes(file: SurveyFile) -> str:
    return "\n".join(note.what for note in file.notes)


def test_titles_above_and_notes_below_a_table_are_left_out_and_said(tmp_path: Path) -> None:
    rows = [["Residents 2024"], [], *figures([48.5, 51.5]), [], ["Note: all respondents"]]
    file = read(sheet(tmp_path, rows))
    assert [figure.printed for figure in file.indicators] == ["48.5", "51.5"]
    assert "“Residents 2024”: this row is left out" in notes(file)
    assert "“Note: all respondents”: this row is left out" in notes(file)
    assert "left out" not in notes(read(sheet(tmp_path, figures([48.5, 51.5]))))


@pytest.mark.parametrize("made", [lambda: figures([48.5, 51.5]), lambda: answers(30)])
def test_what_a_spreadsheet_hides_or_has_on_other_sheets_is_said(
    tmp_path: Path, made: Callable[[], list[Sequence[object]]]
) -> None:
    """A filter leaves rows out of sight; they are in the file, and in the figures."""
    rows = made()
    path = sheet(tmp_path, rows)
    assert not {"hidden", "sheet"} & set(re.findall(r"\w+", notes(read(path))))
    book = load_workbook(path)
    book.active.title = "2024"
    book.active.row_dimensions[2].hidden = book.active.row_dimensions[3].hidden = True
    book.active.row_dimensions[len(rows) + 9].hidden = True
    book.active.column_dimensions["B"].hidden = book.active.column_dimensions["Z"].hidden = True
    book.create_sheet("empty")
    book.create_sheet("wave 2")["C7"] = 4
    book.save(path)
    said = [note.what for note in read(path).notes]
    assert "only the sheet “2024” is read, not “wave 2”" in said
    assert "2 hidden rows are read like the rest" in said
    assert "1 hidden column (B) is read like the rest" in said


def answers(people: int) -> list[Sequence[object]]:
    return [("id", "safe"), *((n, "yes" if n % 3 else "no") for n in range(people))]


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ([0.485, 0.3, 0.21], True),
        ([0.4, 0.5], True),
        ([0.4, 1.2], False),
        ([0.01, 0.02], False),
        ([48.5, 51.5], False),
        ([0.485], False),
    ],
)
def test_shares_of_which_none_is_above_one_are_asked_about(
    tmp_path: Path, values: list[float], asked: bool
) -> None:
    """0.485, 0.3 and 0.21 sum to 0.995, as one answer is not printed: parts of one all the same."""
    assert ("are they parts of 1" in notes(read(sheet(tmp_path, figures(values))))) is asked


def test_thousands_in_a_cell_are_no_decimals(tmp_path: Path) -> None:
    rows = figures([1234, 1234.5], unit="EUR")
    file = read(sheet(tmp_path, rows, {"D2": "#,##0", "D3": "#,##0.0"}))
    assert [figure.value for figure in file.indicators] == [1234, 1234.5]


def test_a_formula_that_was_never_worked_out_is_no_empty_cell(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="cell D2 holds a formula and no result"):
        read_rows(sheet(tmp_path, figures(["=0.485", 51.5])), required=REQUIRED)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.485, '[=0]"-";0.0%', "48.5%"),
        (0.485, '[<0.01]"<1%";0%', "49%"),
        (48.5, "[>50]0;[<=50]0.0", "48.5"),
        (51.2, "[Red][>50]0;[Blue]0.0", "51"),
    ],
)
def test_a_cell_with_a_condition_shows_what_it_asks_for(value: float, form: str, text: str) -> None:
    assert shown(value, form) == text


def test_nobody_is_lost_between_the_base_and_those_who_were_not_asked(tmp_path: Path) -> None:
    """Base and not asked together are all who have a value, for any mixture of codes."""
    draw = np.random.default_rng(3)
    labels = {1: "Yes", 2: "No", 6: "Not applicable", 7: "Refusal", 8: "Don't know"}
    for _ in range(20):
        amounts = [(code, int(draw.integers(1, 30))) for code in labels]
        data = one(tmp_path, amounts, labels)
        base = next(iter(tabulate(data, ["q"]))).base_n or 0
        assert base + dict(amounts)[6] == data.respondents


def test_a_set_that_names_what_is_not_there_has_what_is(tmp_path: Path) -> None:
    """As where variables were taken out of a file: it is read, and said."""
    path = tmp_path / "s.sav"
    frame = pd.DataFrame({"q1": [1.0, 0.0] * 5, "q2": [1.0, 1.0] * 5})
    pyreadstat.write_sav(frame, str(path))
    told = b"$fears=D1 1 5 Fears q1 q2 q3\n$none=D1 1 4 None q8 q9\n"
    record = struct.pack("<4i", 7, 7, 1, len(told)) + told
    end = struct.pack("<2i", 999, 0)  # of the dictionary
    path.write_bytes(path.read_bytes().replace(end, record + end, 1))
    data = read_sav(path)
    assert list(data.variables) == ["fears"]
    lost = [note for note in data.notes if "not there" in note]
    assert lost == [
        "fears names variables that are not there: q3",
        "none names variables that are not there: q8, q9",
    ]


@pytest.mark.parametrize("seconds", [1e20, -1e17, 3.2e11])
@pytest.mark.parametrize("kind", ["DATETIME20", "MOYR8"])
def test_a_date_that_no_calendar_has_is_said_in_one_line(
    tmp_path: Path, kind: str, seconds: float
) -> None:
    path = tmp_path / "s.sav"
    good = 1.375e10
    pyreadstat.write_sav(pd.DataFrame({"day": [good]}), str(path), variable_format={"day": kind})
    read_sav(path)
    path.write_bytes(path.read_bytes().replace(struct.pack("<d", good), struct.pack("<d", seconds)))
    with pytest.raises(SurveyError, match=r"s\.sav: a date in it is on no calendar"):
        read_sav(path)
