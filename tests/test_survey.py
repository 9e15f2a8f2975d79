"""Published figures and respondents' answers: read whole or not at all, odd things named."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from processor import pace, worked

from coding.errors import CodingError, NotFound
from coding.model import Indicator
from coding.project import Project
from coding.survey.estimates import base, shares
from coding.survey.plausibility import look
from coding.survey.toplines import number_of, read_toplines

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples" / "survey"
TOPLINES = """indicator_id,question_id,question,type,option,value,base_n,percent_of
safe,q1,Do you feel safe?,single,Yes,96.5,300,column
unsafe,q1,Do you feel safe?,single,No,3.5,,column
why,q2,Why did you leave?,multi,War,57.4,300,column
"""


def figure(option: str, printed: str, **more: Any) -> Indicator:
    given_ = {"id": option, "question_id": "q", "question": "", "percent_of": "column"}
    return Indicator(
        **{**given_, "option": option, "printed": printed, "value": number_of(printed), **more}
    )


def based(bases: dict[str, int], **more: Any) -> list[Indicator]:
    """Return a figure of each group with the number of those asked."""
    return [
        figure("a", "30.0", id=group, subgroup=group, base_n=base, **more)
        for group, base in bases.items()
    ]


# ── toplines ──


def test_the_samples_figures_are_read_as_printed(sample: Project) -> None:
    """111 figures, each string unchanged; an empty base is unknown."""
    with (sample.folder / "survey" / "toplines.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    found = sample.survey.figures()
    assert len(found) == len(rows) == 111
    assert [i.printed for i in found] == [row["value"] for row in rows]
    assert [i.id for i in found] == [row["indicator_id"] for row in rows]
    assert {i.printed for i in found} >= {"9", "42", "57.4", "100.0"}
    no_base = [i for i, row in zip(found, rows, strict=True) if not row["base_n"]]
    assert no_base
    assert {i.base_n for i in no_base} == {None}
    assert {(i.ci_low, i.ci_high) for i in no_base} == {(None, None)}


def test_the_samples_odd_questions_are_named_and_no_other(sample: Project) -> None:
    """Worked out by hand: g14 100.4, g16 100.9, g38 103.9; the two tables sum to 100 ± 0.1."""
    [survey] = sample.survey.all()
    assert {n.where.split()[0]: n.what.split(" %")[0] for n in survey.notes} == {
        "g14": "the options sum to 100.4",
        "g16": "the options sum to 100.9",
        "g38": "the options sum to 103.9",
    }


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ([figure("a", "60.0"), figure("b", "40.1")], []),
        ([figure("a", "60.0"), figure("b", "40.2")], ["the options sum to 100.2 %"]),
        ([figure("a", "60"), figure("b", "41")], []),
        ([figure("a", "60"), figure("b", "41.0")], ["the options sum to 101.0 %"]),
        ([figure("a", "60.0", type="multi"), figure("b", "80.0", type="multi")], []),
        ([figure("a", "60.0"), figure("b", "40.0"), figure("Total", "100.0")], []),
        (
            [figure("a", "60.0", subgroup="men"), figure("a", "70.0", subgroup="women", id="x")],
            [],
        ),
        (
            [
                figure("a", "60.0", subgroup="men", percent_of="row"),
                figure("a", "70.0", subgroup="women", percent_of="row", id="x"),
            ],
            ["the options sum to 130.0 %"],
        ),
        ([figure("a", "30.0"), figure("A", "40.0", id="x")], ["“a” stands there with"]),
        ([figure("a", "104.0")], ["the options sum to", "104.0 % is no share"]),
        ([figure("a", "-2.0")], ["-2.0 % is no share"]),
        ([figure("a", "40.0", base_n=0)], ["the base of 40.0 is 0"]),
        ([figure("a", "1200", unit="EUR")], []),
        (
            [
                figure("a", "60.0", subgroup="men", percent_of=""),
                figure("b", "30.0", subgroup="women", percent_of=""),
            ],
            ["does not say what its shares are of"],
        ),
        ([figure("a", "60.0", percent_of="")], []),
        (based({"": 900, "men": 900, "women": 900}), ["men, women have each the base of all"]),
        (based({"All respondents": 900, "men": 900, "women": 900, "18-29": 900}), ["and 1 more"]),
        (based({"": 900, "men": 440, "women": 460}), []),
        (based({"": 900, "men": 440, "women": 900}), []),
        (based({"": 900, "women": 900}), []),  # only women were asked
        (based({"men": 900, "women": 900}), []),  # a quota for each
        (based({"": 900, "men": 900, "women": 900}, percent_of="total"), []),
    ],
)
def test_what_cannot_be_is_named_and_what_can_is_not(
    figures: list[Indicator], said: list[str]
) -> None:
    found = [problem.what for problem in look(figures)]
    assert len(found) == len(said)
    assert all(part in what for part, what in zip(said, found, strict=True)), found


def test_bases_of_the_whole_are_named_once_for_all_questions() -> None:
    of_one = based({"": 900, "men": 900, "women": 900})
    figures = [replace(f, question_id=q, id=f"{q}{f.id}") for q in ("q1", "q2") for f in of_one]
    assert [problem.where for problem in look(figures)] == ["q1 and 1 more"]


@given(st.lists(st.floats(0.01, 50), min_size=2, max_size=9))
def test_rounding_alone_is_never_called_a_fault(weights: list[float]) -> None:
    """Shares of a whole, rounded to one decimal, may sum above 100 but within the allowance."""
    whole = sum(weights)
    figures = [figure(f"o{n}", f"{100 * w / whole:.1f}", id=f"{n}") for n, w in enumerate(weights)]
    assert look(figures) == []


def test_decimal_commas_and_unknown_figures_are_understood() -> None:
    rows = [
        {
            "indicator_id": "a",
            "question_id": "q",
            "option": "Да",
            "value": "57,4",
            "base_n": "1 200",
        },
        {"indicator_id": "b", "question_id": "q", "option": "Нет", "value": "–", "base_n": ""},
        {"indicator_id": "a", "question_id": "q", "option": "Да", "value": "60"},
    ]
    found = read_toplines(rows, "t.csv")
    assert [(i.id, i.printed, i.value, i.base_n) for i in found] == [
        ("a", "57,4", 57.4, 1200),
        ("b", "–", None, None),
        ("a#2", "60", 60.0, None),
    ]
    assert "stands there with 57,4 and 60" in look(found)[0].what
    numbered = [*rows, {**rows[1], "indicator_id": "a#2"}]
    assert [i.id for i in read_toplines(numbered, "t.csv")] == ["a", "b", "a#2", "a#2#2"]


BAD: dict[str, tuple[str, bytes, str]] = {
    "no number": ("t.csv", TOPLINES.replace("3.5", "three").encode(), "row 3: `value` is 'three'"),
    "no id": ("t.csv", TOPLINES.replace("why,q2", ",q2").encode(), "row 4: `indicator_id` is"),
    "wrong columns": ("toplines.csv", b"a,b\n1,2\n", "no column `indicator_id`, `question_id`"),
    "some columns": ("t.csv", b"indicator_id,option\na,Yes\n", "no column `question_id`, `value`"),
    "no survey": ("t.csv", b"a,b\n1,2\n", "needs 20 respondents"),
    "empty": ("t.csv", b"", "the table is empty"),
    "no SPSS": ("t.sav", b"hello", "this is no SPSS file"),
    "another kind": ("t.pdf", b"%PDF", "cannot be read as a survey"),
    "odd bytes": ("t.csv", bytes(range(1, 256)), "cannot be read"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_file_is_one_clear_line_and_nothing_is_kept(
    project: Project, tmp_path: Path, fault: str
) -> None:
    name, data, said = BAD[fault]
    path = tmp_path / name
    path.write_bytes(data)
    before = project.store.log.revision()
    with pytest.raises(CodingError) as caught:
        project.survey.adopt(path, coder="Ana")
    if fault != "odd bytes":
        assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert project.survey.files() == {}
    assert project.store.log.revision() == before


def test_cp1251_text_is_read_as_russian(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    text = "indicator_id,question_id,option,value\na,q,Чувствую себя в безопасности,96.5\n"
    path.write_bytes(text.encode("cp1251"))
    project.survey.adopt(path, coder="Ana")
    assert project.survey.figure("a").option == "Чувствую себя в безопасности"


def test_a_survey_is_copied_in_found_again_and_undone(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "published.csv"
    path.write_text(TOPLINES, encoding="utf-8")
    project.survey.adopt(path, coder="Ana")
    assert (project.folder / "survey" / "published.csv").read_text() == TOPLINES
    assert project.survey.figure("safe").base_n == 300
    with pytest.raises(NotFound, match="Did you mean `safe`"):
        project.survey.figure("saf")
    path.write_text(TOPLINES.replace("96.5", "95.5"), encoding="utf-8")
    with pytest.raises(CodingError, match="another survey of this name"):
        project.survey.adopt(path, coder="Ana")
    project.log.undo(coder="Ana")
    assert project.survey.files() == {}
    kept = project.folder / "survey" / "published.csv"
    kept.rename(kept.with_name("toplines.csv"))
    assert len(project.survey.figures()) == 3
    kept.with_name("toplines.csv").write_text(TOPLINES.replace("3.5", "x"))
    assert any("`value` is 'x'" in problem.what for problem in project.check())


# ── answers ──


def test_weighted_shares_by_hand() -> None:
    """Σw = 8, Σw² = 18: n_eff = 64/18; "yes" has weights 3 and 1."""
    weights = np.array([3.0, 1.0, 2.0, 2.0])
    chosen = np.array([[True, False], [True, False], [False, True], [False, True]])
    of, (yes, no) = shares(chosen, weights)
    assert (of.n, of.weight) == (4, 8.0)
    assert of.effective_n == pytest.approx(64 / 18)
    assert (yes.n, yes.share) == (2, 0.5)
    assert no.share == 0.5
    assert np.isnan(shares(chosen[:0], weights[:0])[1][0].share)


@given(st.lists(st.floats(0.01, 10), min_size=1, max_size=40))
def test_the_effective_n_is_never_above_n(weights: list[float]) -> None:
    of = base(np.array(weights))
    assert 1 - 1e-9 <= of.effective_n <= of.n + 1e-9


@pytest.fixture
def sav(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a small SPSS file."""

    def write(**more: Any) -> Path:
        frame = pd.DataFrame(
            {
                "gender": [1, 2, 1, 2, 1, 2],
                "trust": [1.0, 2.0, 9.0, 1.0, np.nan, 2.0],
                "w": [0.5, 1.5, 1.0, 2.0, 1.0, 1.0],
                "open": [f"text {n}" for n in range(6)],
                **more,
            }
        )
        path = tmp_path / "s.sav"
        pyreadstat.write_sav(
            frame,
            str(path),
            column_labels={"gender": "Пол", "trust": "Do you trust the parliament?"},
            variable_value_labels={
                "gender": {1: "Men", 2: "Women"},
                "trust": {1: "Yes", 2: "No", 9: "Refused"},
            },
            missing_ranges={"trust": [9]},
        )
        return path

    return write


def test_an_spss_file_keeps_labels_and_what_counts_as_missing(
    project: Project, sav: Callable[..., Path]
) -> None:
    """By hand: five answered trust, Σw = 6, "Yes" 2.5, "No" 2.5, "Refused" 1."""
    project.survey.adopt(sav(), weight="w", coder="Ana")
    yes, no, refused = project.survey.figures("trust")
    assert (yes.option, no.option, refused.option) == ("Yes", "No", "Refused")
    assert [i.printed for i in (yes, no, refused)] == ["41.7", "41.7", "16.7"]
    assert (refused.missing, yes.missing) == (True, False)
    assert {i.base_n for i in (yes, no, refused)} == {5}
    assert yes.effective_n == pytest.approx(36 / 8.5, abs=0.01)
    assert yes.weighted
    assert project.survey.figures("gender")[0].question == "Пол"
    assert {q.id for q in project.survey.questions()} == {"gender", "trust"}
    by = {(i.option, i.subgroup): i for i in project.survey.of_subgroups("trust", "gender")}
    assert by["Yes", "Women"].printed == f"{100 * 2 / 4.5:.1f}"
    assert by["Yes", "Men"].base_n == 2
    assert project.survey.figure(by["Yes", "Men"].id) == by["Yes", "Men"]


@pytest.mark.parametrize(
    ("weight", "said"),
    [("nope", "`nope` is not there"), ("open", "`open` is no number"), ("neg", "negative weights")],
)
def test_a_weight_that_is_none_is_refused(
    project: Project, sav: Callable[..., Path], weight: str, said: str
) -> None:
    path = sav(neg=[1.0, -1.0, 1.0, 1.0, 1.0, 1.0])
    with pytest.raises(CodingError, match=said):
        project.survey.adopt(path, weight=weight, coder="Ana")
    assert project.survey.files() == {}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_an_spss_file_cut_short_is_refused(
    project: Project, sav: Callable[..., Path], share: float
) -> None:
    path = sav()
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(CodingError):
        project.survey.adopt(path, coder="Ana")
    assert project.survey.files() == {}


def test_a_table_of_answers_is_a_survey_too(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    rows = [f"{n},{'yes' if n % 4 else 'no'},{1 + n % 2}" for n in range(24)]
    path.write_text("id,safe,w\n" + "\n".join(rows) + "\n")
    project.survey.adopt(path, weight="w", coder="Ana")
    no, yes = project.survey.figures("safe")
    assert (no.option, yes.option) == ("no", "yes")
    weights = [1 + n % 2 for n in range(24)]
    expected = 100 * sum(w for n, w in enumerate(weights) if n % 4) / sum(weights)
    assert yes.printed == f"{expected:.1f}"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files are not there")
def test_real_spss_files_are_read(project: Project) -> None:
    """Value labels, user-missing values and both kinds of multiple-response sets."""
    for name, count in (("sample", 7), ("missing_test", 1), ("simple_alltypes", 8)):
        found = project.survey.adopt(SAMPLES / f"{name}.sav", coder="Ana")
        assert len(found.questions) == count
    x = {i.option: i for i in project.survey.figures("x")}
    assert (x["8"].missing, x["red"].missing) == (True, False)
    assert {i.type for i in project.survey.figures("mymrset")} == {"multi"}
    frame, _ = pyreadstat.read_sav(str(SAMPLES / "simple_alltypes.sav"), user_missing=True)
    for n, one in enumerate(project.survey.figures("mymrset"), 1):
        answered = frame[["bool1", "bool2", "bool3"]].notna().any(axis=1)
        expected = 100 * (frame[f"bool{n}"][answered] == 1).mean()
        assert one.printed == f"{expected:.1f}"
    several = {i.option: i.printed for i in project.survey.figures("categorical_array")}
    members = frame[["ca_subvar_1", "ca_subvar_2", "ca_subvar_3"]]
    for option, printed in several.items():
        assert printed == f"{100 * (members == option).any(axis=1).mean():.1f}"


def test_a_large_spss_file_is_read_and_tabulated_in_time(
    project: Project, tmp_path: Path, sav: Callable[..., Path]
) -> None:
    """2,595 respondents and 673 variables: read and one question by gender, in under 2 s.

    Of work: the other process that reads is counted, and what else the machine does is not.
    """
    draw = np.random.default_rng(5)
    frame = pd.DataFrame(
        draw.integers(1, 6, (2595, 671)).astype(float), columns=[f"v{n}" for n in range(671)]
    )
    frame["gender"] = draw.integers(1, 3, 2595).astype(float)
    frame["w"] = draw.uniform(0.3, 3.0, 2595)
    path = tmp_path / "large.sav"
    labels = {n: f"answer {n}" for n in range(1, 6)}
    pyreadstat.write_sav(
        frame, str(path), variable_value_labels={f"v{n}": labels for n in range(671)}
    )
    project.survey.adopt(sav(), coder="Ana")  # starts the process that reads: it is not timed
    project.survey.remove("s.sav", coder="Ana")  # both have a `gender`
    begun = worked()
    project.survey.adopt(path, weight="w", coder="Ana")
    found = project.survey.of_subgroups("v7", "gender")
    took = worked() - begun
    assert len(found) == 10
    women = frame["gender"] == 2
    expected = frame["w"][women & (frame["v7"] == 3)].sum() / frame["w"][women].sum()
    one = next(i for i in found if (i.option, i.subgroup) == ("answer 3", "2"))
    assert one.value == pytest.approx(100 * expected)
    assert took < 2 * pace(), f"{took:.2f} s"
