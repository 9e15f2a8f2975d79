"""Planted errors: each draft has one wrong figure, wrong at the precision it is printed with."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest
from gold_claims import StatedReport, folders, read_report
from planted_errors import Slip, given, planted, rounded
from reports_gold import REPORTS

from coding.model import Sense, Statement

# A café and Sundays, the café also of men; two decimals of nothing: 38.4 and 38.1 print as 38.
TOPLINES = """\
indicator_id,question_id,question,option,subgroup,value,base_n,source
cafe_yes,cafe,A café?,Yes,all,40,200,2025
cafe_no,cafe,A café?,No,all,35,200,2025
cafe_dk,cafe,A café?,Don't know,all,25,200,2025
cafe_yes_m,cafe,A café?,Yes,men,44,90,2025
cafe_no_m,cafe,A café?,No,men,30,90,2025
cafe_dk_m,cafe,A café?,Don't know,men,26,90,2025
cafe_yes_23,cafe,A café?,Yes,all,47,180,2023
sun_yes,sun,Open on Sundays?,Yes,all,62,200,2025
sun_no,sun,Open on Sundays?,No,all,38,200,2025
dogs_a,dogs,Dogs?,On a lead,all,38.4,200,2025
dogs_b,dogs,Dogs?,Free,all,38.1,200,2025
dogs_c,dogs,Dogs?,Not at all,all,23.5,200,2025
seen,seen,Ever been there?,Yes,all,100,200,2025
"""
DRAFT = """\
A café pleases 40% of residents.
It has been opposed or left open by 60% so far, and 75 % took a side.
Dogs on a lead are what 38% want, and 100% know the place.
In the county 41% do; a gain of 7 points; 80 people said yes; 12% want none of it.
"""
CLAIMS = [
    ("40%", "share", "cafe_yes", "equal", "yes", ""),
    ("60%", "share", "cafe_no+cafe_dk", "sum", "yes", "alt=cafe_yes (complement)"),
    ("75 %", "share", "cafe_dk", "complement", "yes", ""),
    ("38%", "share", "dogs_a", "rounded", "yes", ""),
    ("100%", "share", "seen", "equal", "yes", ""),
    ("41%", "share", "none:other_source", "", "", ""),
    ("7", "share", "cafe_yes_23+cafe_yes", "difference", "yes", ""),
    ("80", "count", "cafe_yes", "equal", "yes", ""),
    ("12%", "share", "sun_no", "equal", "no", "toplines 38"),
]


def lay_out(folder: Path, shift: int = 0) -> Path:
    (folder / "toplines.csv").write_text(TOPLINES, encoding="utf-8")
    (folder / "draft.md").write_text(DRAFT, encoding="utf-8")
    with (folder / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow("start,end,printed,kind,value,truth,relation,holds,note".split(","))
        for printed, kind, truth, relation, holds, note in CLAIMS:
            at = DRAFT.index(printed) + shift
            row = (at, at + len(printed), printed, kind, "", truth, relation, holds, note)
            out.writerow(row)
    return folder


@pytest.fixture
def report(tmp_path: Path) -> StatedReport:
    return read_report(lay_out(tmp_path))


def made_of(report: StatedReport, slip: Slip) -> dict[str, set[str]]:
    """Return what each right figure became, over many seeds."""
    made: dict[str, set[str]] = {}
    for seed in range(80):
        for error in planted(report, seed=seed, slips=[slip]):
            made.setdefault(error.right, set()).add(error.printed)
    return made


def test_another_answer_is_taken_of_the_same_question_group_and_year(report: StatedReport) -> None:
    """60: one part mistaken, 40+25 or 35+40. 75: 100 less another, or the 25 itself.

    38 of 38.4: the other answer, 38.1, prints the same and is no error; 23.5 rounds to 24.
    """
    assert made_of(report, Slip.ANSWER) == {
        "40%": {"35%", "25%"},
        "60%": {"65%", "75%"},
        "75 %": {"60 %", "65 %", "25 %"},
        "38%": {"24%"},
    }


def test_another_group_or_year_gives_the_same_answer_or_sum(report: StatedReport) -> None:
    """40: men 44, in 2023 47. 60: men 30+26; 2023 has no such parts. 75: men 100-26."""
    assert made_of(report, Slip.GROUP) == {
        "40%": {"44%", "47%"},
        "60%": {"56%"},
        "75 %": {"74 %"},
    }


def test_a_neighbouring_question_stands_before_or_after_in_the_survey(report: StatedReport) -> None:
    """The café has one neighbour, Sundays; the dogs two, of which the 38 is no error."""
    assert made_of(report, Slip.QUESTION) == {
        "40%": {"62%", "38%"},
        "60%": {"62%", "38%"},
        "75 %": {"62 %", "38 %"},
        "38%": {"62%", "100%"},
        "100%": {"38%", "24%"},
    }


def test_a_digit_slips_or_two_change_places(report: StatedReport) -> None:
    """4 of 40 may become eight others, 0 nine; 04 is none. Of 38 also 83; 60 may be 59 to 61.

    Every slip in 100 gives what is no share.
    """
    tens, ones = "12356789", "123456789"
    slips = {f"{t}0%" for t in tens} | {f"4{o}%" for o in ones}
    made = made_of(report, Slip.DIGIT)
    assert made["40%"] <= slips
    assert len(made["40%"]) > 12
    assert "83%" in made["38%"]
    assert not made["60%"] & {"06%", "59%", "60%", "61%"}
    assert set(made) == {"40%", "60%", "75 %", "38%"}


def test_only_right_shares_of_the_survey_are_made_wrong(report: StatedReport) -> None:
    """Not another source's, not points, not people, not what is printed wrongly already."""
    rights = [error.right for seed in range(5) for error in planted(report, seed=seed)]
    assert sorted(rights) == sorted(["40%", "60%", "75 %", "38%", "100%"] * 5)


def test_a_draft_differs_from_the_report_in_one_figure_only(report: StatedReport) -> None:
    for error in planted(report):
        assert error.draft[error.start : error.end] == error.printed != error.right
        assert error.draft[: error.start] == DRAFT[: error.claim.start]
        assert error.draft[error.end :] == DRAFT[error.claim.end :]


def test_what_is_planted_rests_on_the_seed_and_the_place_alone(report: StatedReport) -> None:
    assert planted(report) == planted(report)
    assert planted(report, seed=1) != planted(report, seed=2)


def test_an_equally_good_truth_is_read_and_never_planted(tmp_path: Path) -> None:
    """60 is the sum of two answers, and 100 less the third; 65 would be neither."""
    claim = read_report(lay_out(tmp_path)).claims[1]
    assert claim.truths == (
        Statement(Sense.SUM, ("cafe_no", "cafe_dk")),
        Statement(Sense.COMPLEMENT, ("cafe_yes",)),
    )


def test_a_claim_that_is_not_where_it_is_said_to_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'40%' is not at 16"):
        read_report(lay_out(tmp_path, shift=1))


def test_a_place_is_a_report_or_a_folder_of_reports(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "none").mkdir()
    one = lay_out(tmp_path / "one")
    assert list(folders([tmp_path, one])) == [one, one]


# ── the reports that lie beside the tests ──


@pytest.mark.parametrize("folder", list(folders([REPORTS])), ids=lambda folder: folder.name)
def test_gold_claims_stand_where_they_are_said_to_and_name_figures_there_are(folder: Path) -> None:
    """Each is in the draft at its place, its ids are in the toplines, and rows are in order."""
    report = read_report(folder)
    known = {figure.id for figure in report.figures}
    assert len(known) == len(report.figures)
    for claim in report.claims:
        assert {key for truth in claim.truths for key in truth.figures} <= known, claim
        assert (claim.holds == "") <= (not claim.truths), claim
    places = [(claim.start, claim.end) for claim in report.claims]
    assert places == sorted(set(places))
    assert all(end <= after for (_, end), (after, _) in pairwise(places))


def number_of(printed: str) -> str:
    """Return the digits of a share, with a point: `"39 percent"` is `"39"`."""
    [digits] = re.findall(r"\d+(?:[.,]\d+)?", printed)
    return str(digits).replace(",", ".")


@pytest.mark.parametrize("folder", list(folders([REPORTS])), ids=lambda folder: folder.name)
def test_what_gold_says_of_a_share_is_what_arithmetic_says(folder: Path) -> None:
    """`holds` is yes where the share is its truth at the places printed, within rounded parts."""
    report = read_report(folder)
    figures = {figure.id: figure for figure in report.figures}
    exact = [c for c in report.claims if c.kind == "share" and c.is_share and c.truths]
    assert len(exact) > 30
    for claim in exact:
        if claim.holds not in ("yes", "no") or not any(map(str.isdigit, claim.printed)):
            continue
        bare = number_of(claim.printed)
        places = len(bare.partition(".")[2])
        spare = 0.5 * 10.0**-places * (len(claim.truths[0].figures) - 1) + 1e-9
        summed = claim.truths[0].sense is not Sense.EQUAL
        fits = all(
            rounded(value, places) == bare or (summed and abs(value - float(bare)) <= spare)
            for value in given(claim.truths[0], figures)
        )
        assert fits == (claim.holds == "yes"), claim


@pytest.mark.parametrize("folder", list(folders([REPORTS])), ids=lambda folder: folder.name)
def test_every_planted_figure_is_wrong_of_its_own_claim(folder: Path) -> None:
    report = read_report(folder)
    figures = {figure.id: figure for figure in report.figures}
    errors = planted(report)
    assert len(errors) > 30
    assert {error.slip for error in errors} == set(Slip)
    for error in errors:
        bare = number_of(error.printed)
        places = len(bare.partition(".")[2])
        for truth in error.claim.truths:
            assert bare not in [rounded(value, places) for value in given(truth, figures)]
        assert error.draft[error.start : error.end] == error.printed
