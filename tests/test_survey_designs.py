"""Estimates under a design agree with R's `survey`, cell by cell of its own example.

`api_clusters` are the 183 schools of `apiclus1`, a sample of 15 Californian school districts that
comes with R's `survey` (Lumley; California Department of Education, Academic Performance Index
2000): district, type, api00. `strata` are made of it here, by the district's number. Values are
those that `survey` 4.1-1 gives without a finite population correction:

    d <- svydesign(id=~dnum, weights=~pw, data=apiclus1)
    svymean(~api00, d, deff="replace"); svymean(~stype, d, deff="replace")
    svymean(~api00, subset(d, stype == "E"), deff="replace")
    svyquantile(~api00, d, .5)

Its documentation prints 644.17 for the mean of these schools; `svymean` on `apistrat` weights are
tried in small by hand below.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.arithmetic.intervals import between, wilson
from coding.files.number_formats import shown
from coding.model import Indicator
from coding.survey.comparing import difference
from coding.survey.estimates import average, base, design, median, shares
from coding.survey.weighting import likely_weights

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="module")
def schools() -> np.ndarray:
    """Return the schools: district, type (0 E, 1 H, 2 M), weight, api00."""
    rows = [line.split(",") for line in (CASES / "api_clusters.csv").read_text().splitlines()[1:]]
    types = {"E": 0.0, "H": 1.0, "M": 2.0}
    return np.array([[float(d), types[t], 33.847, float(api)] for d, t, api in rows])


def test_a_clustered_mean_is_that_of_r(schools: np.ndarray) -> None:
    drawn = design(schools[:, 2], None, schools[:, 0].astype(int))
    told = average(schools[:, 3], schools[:, 2], None, drawn)
    assert told is not None
    assert told.mean == pytest.approx(644.1693989, abs=1e-7)
    assert told.se == pytest.approx(23.77901072, abs=1e-7)
    assert told.deff == pytest.approx(9.253099071, abs=1e-8)
    assert told.median == 652
    assert told.effective_n == pytest.approx(183 / 9.253099071)


def test_clustered_shares_are_those_of_r_and_wilsons_interval_is_at_n_by_their_design_effect(
    schools: np.ndarray,
) -> None:
    marks = schools[:, 1][:, None] == np.arange(3)
    drawn = design(schools[:, 2], None, schools[:, 0].astype(int))
    of, found = shares(marks, schools[:, 2], None, drawn)
    assert of.n == 183
    assert [e.share for e in found] == pytest.approx([0.7868852459, 0.07650273224, 0.1366120219])
    assert [e.se for e in found] == pytest.approx([0.04680257161, 0.02707985593, 0.0299472343])
    assert [e.deff for e in found] == pytest.approx([2.37731046, 1.889085115, 1.38385285])
    first = found[0]
    assert first.effective_n == pytest.approx(183 / 2.37731046)
    assert (first.low, first.high) == wilson(first.share, first.effective_n)


def test_a_group_is_a_domain_of_the_whole_sample_as_in_r(schools: np.ndarray) -> None:
    drawn = design(schools[:, 2], None, schools[:, 0].astype(int))
    told = average(schools[:, 3], schools[:, 2], schools[:, 1] == 0, drawn)
    assert told is not None
    assert (told.n, told.mean) == (144, pytest.approx(648.8680556, abs=1e-7))
    assert told.se == pytest.approx(22.58731307, abs=1e-7)
    assert told.deff == pytest.approx(6.518321671, abs=1e-8)


def test_strata_by_hand() -> None:
    """Two strata of two, weights 1 and 3: mean (1+3+3·5+3·9)/8 = 5.75.

    Scores w(x - mean)/8: -4.75/8, -2.75/8, -2.25/8, 9.75/8; in a stratum of two the variance of
    their sum is 2·Σ(score - mean of scores)² = (difference)²: (2/8)² + (12/8)² = 2.3125.
    """
    x, w = np.array([1.0, 3, 5, 9]), np.array([1.0, 1, 3, 3])
    told = average(x, w, None, design(w, np.array([0, 0, 1, 1])))
    assert told is not None
    assert told.mean == 5.75
    assert told.se == pytest.approx(2.3125**0.5)


def test_clusters_of_one_number_in_two_strata_are_two() -> None:
    drawn = design(np.ones(4), np.array([0, 0, 1, 1]), np.array([1, 2, 1, 2]))
    assert len(drawn.stratum) == 4
    assert not drawn.lonely


def test_a_stratum_with_one_cluster_is_set_against_the_mean_of_all() -> None:
    drawn = design(np.ones(4), np.array([0, 0, 0, 1]))
    assert drawn.lonely == 1
    told = average(np.array([1.0, 2, 3, 10]), np.ones(4), None, drawn)
    assert told is not None
    assert told.se > 0


def test_weights_alone_keep_kishs_number_for_the_interval_of_a_share() -> None:
    """Weights 1 and 3, two each: n_eff = 64 / 20 = 3.2, design effect 1.25."""
    w = np.array([1.0, 1, 3, 3])
    _, [yes, _] = shares(np.array([[1, 0], [0, 1], [1, 0], [0, 1]], bool), w)
    assert (yes.effective_n, yes.deff) == (pytest.approx(3.2), pytest.approx(1.25))
    assert (yes.low, yes.high) == wilson(0.5, base(w).effective_n)
    assert yes.se == pytest.approx((20 * 0.25 / 64 * 4 / 3) ** 0.5)


def test_without_weights_the_standard_error_of_a_mean_is_that_of_a_textbook() -> None:
    """s/√n of 2, 4, 6: s = 2; who said nothing is not among the three."""
    told = average(np.array([2.0, 4, 6, np.nan]), np.ones(4))
    assert told is not None
    assert (told.n, told.se, told.deff) == (3, pytest.approx(2 / 3**0.5), pytest.approx(1))
    assert average(np.array([np.nan]), np.ones(1)) is None


numbers = st.lists(st.floats(-100, 100), min_size=1, max_size=30)


@given(numbers, st.data())
def test_half_of_the_weight_lies_on_either_side_of_the_median(
    values: list[float], data: st.DataObject
) -> None:
    weights = np.array(data.draw(st.lists(
        st.integers(1, 9), min_size=len(values), max_size=len(values)
    )), float)  # fmt: skip
    x = np.array(values)
    middle = median(x, weights)
    assert weights[x < middle].sum() <= weights.sum() / 2 + 1e-6
    assert weights[x > middle].sum() <= weights.sum() / 2 + 1e-6


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=30))
def test_equal_weights_of_any_size_change_nothing(values: list[float]) -> None:
    x = np.array(values)
    one, other = average(x, np.ones(len(x))), average(x, np.full(len(x), 7.0))
    assert one is not None
    assert other is not None
    assert other.mean == pytest.approx(one.mean)
    assert other.se == pytest.approx(one.se)
    assert other.median == pytest.approx(one.median)


def figure(group: str, value: float, low: float, high: float, unit: str = "%") -> Indicator:
    return Indicator(
        id=group, question_id="q", question="", option="Yes", printed="", value=value,
        subgroup=group, ci_low=low, ci_high=high, unit=unit,
    )  # fmt: skip


def test_two_groups_differ_by_newcombes_interval() -> None:
    """Newcombe 1998, Statistics in Medicine 17: 873-890, Table II: 56/70 - 48/80, 9/10 - 3/10."""
    one, two = wilson(56 / 70, 70), wilson(48 / 80, 80)
    told = difference(
        figure("a", 80, 100 * one[0], 100 * one[1]), figure("b", 60, 100 * two[0], 100 * two[1])
    )
    assert told is not None
    assert (told.value, told.clear) == (pytest.approx(20), True)
    assert told.low == pytest.approx(5.24, abs=0.005)
    assert told.high == pytest.approx(33.39, abs=0.005)
    low, high = between(0.9, wilson(0.9, 10), 0.3, wilson(0.3, 10))
    assert (round(low, 4), round(high, 4)) == (0.1705, 0.8090)


def test_everybody_and_a_part_of_them_are_no_two_samples() -> None:
    """Women are among all respondents: an interval of independent shares is not theirs."""
    for one, two in (("all respondents", "women"), ("women", ""), ("Overall", "women")):
        told = difference(figure(one, 40, 37, 43), figure(two, 50, 46, 54))
        assert told is not None
        assert (told.value, told.low, told.high, told.clear) == (-10, None, None, False)
    parts = difference(figure("men", 40, 37, 43), figure("women", 50, 46, 54))
    assert parts is not None
    assert parts.clear


def test_two_means_differ_by_the_interval_of_independent_ones() -> None:
    """Halves of 3 and 4 make 5."""
    told = difference(figure("a", 10, 7, 13, ""), figure("b", 6, 2, 10, ""))
    assert told is not None
    assert (told.value, told.low, told.high, told.clear) == (4, -1, 9, False)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.485, "0.0%", "48.5%"),
        (0.485, "0%", "49%"),
        (1, "0%", "100%"),
        (0, "0%", "0%"),
        (48.4821, "0.0", "48.5"),
        (48.45, "0.0", "48.5"),
        (0.125, "0.00", "0.13"),
        (48.0, "0.0", "48.0"),
        (48.5, "General", "48.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1200, "#,##0", "1,200"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (48.5, '0.0" %"', "48.5 %"),
        (0.485, r"0.0\ %", "48.5 %"),
        (-0.05, "0.0%;-0.0%", "-5.0%"),
        (-3.25, "0.0_);(0.0)", "(3.3)"),
        (0, '0.0;-0.0;"–"', "–"),
        (48.5, "0.0##", "48.5"),
        (0.5, "#.0", ".5"),
        (7, "000", "007"),
        (1200, '#,##0" €"', "1,200 €"),
        (2.5, "[Red]0.0", "2.5"),
        (1_200_000, '0.0,," m"', "1.2 m"),
        (48.5, "@", "48.5"),
        (0.000012, "General", "0.000012"),
    ],
)
def test_a_number_is_what_its_cell_shows(value: float, form: str, text: str) -> None:
    assert shown(value, form) == text


def test_a_design_that_gains_counts_no_more_people_than_there_were() -> None:
    """Two strata of four, three and one of whom say yes: V = 2 · 4/3 · 3/4 / 64 = 1/32.

    As large a simple sample has 1/4 / 7 = 1/28, so that deff is 28/32; eight stay eight.
    """
    chosen = np.array([[1, 1, 1, 0, 0, 0, 0, 1]], bool).T
    drawn = design(np.ones(8), np.array([0, 0, 0, 0, 1, 1, 1, 1]))
    _, (yes,) = shares(chosen, np.ones(8), None, drawn)
    assert (yes.share, yes.deff) == pytest.approx((0.5, 28 / 32))
    assert yes.effective_n == 8


@pytest.mark.parametrize(("mean", "likely"), [(1.019, True), (1.021, False), (0.979, False)])
def test_numbers_without_a_telling_name_are_weights_if_their_mean_is_all_but_one(
    mean: float, likely: bool
) -> None:
    assert bool(likely_weights({"v7": np.array([mean - 0.5, mean + 0.5])}, {})) is likely
