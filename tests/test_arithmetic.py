"""What is known about numbers agrees with what others published and with scipy."""

from __future__ import annotations

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from coding.arithmetic.intervals import Z95, wilson
from coding.arithmetic.rounding import decimals, half_unit


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(count: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998 (Statistics in Medicine 17: 857-872), Table I, method 3."""
    assert [round(end, 4) for end in wilson(count / n, n)] == [low, high]


@given(st.integers(1, 500), st.data())
def test_at_whole_numbers_the_interval_is_scipys(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    theirs = binomtest(count, n).proportion_ci(method="wilson")
    assert wilson(count / n, n) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(st.floats(0, 1), st.floats(0.1, 1e6), st.floats(1.01, 10))
def test_the_interval_holds_the_share_and_shrinks_as_more_answer(
    share: float, n: float, more: float
) -> None:
    low, high = wilson(share, n)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    nearer = wilson(share, n * more)
    assert nearer[1] - nearer[0] <= high - low + 1e-12


def test_of_nobody_nothing_is_known() -> None:
    assert wilson(0.3, 0) == (0.0, 1.0)


def test_ninety_five_percent_lie_within_z() -> None:
    assert pytest.approx(NormalDist().inv_cdf(0.975), abs=1e-12) == Z95


@given(st.decimals(0, 100, places=6), st.integers(0, 4))
def test_rounding_moves_a_value_by_half_a_unit_of_its_last_place_at_most(
    value: object, places: int
) -> None:
    printed = f"{value:.{places}f}"
    assert decimals(printed) == places
    assert abs(float(printed) - float(str(value))) <= half_unit(places) + 1e-9
