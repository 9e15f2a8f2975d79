"""How weights are fitted: drawn to what was thought before, their signs kept, errors as none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from bench.fit_claims import PLANTED_IN_RANK, RIDGE, Row, fit, fit_words, left_out, set_right
from worded_drafts import number

from coding.verify.claims.candidates import Making, PossibleStatement
from coding.verify.claims.choosing import chances
from coding.verify.claims.fitness import FEATURES, NAMES, Fits
from coding.verify.claims.naming import WORDING

EXACT, LEFT, NONE = (NAMES.index(name) for name in ("exact", "what is left", "none"))
PRIOR = np.array([weight for weight, _ in FEATURES.values()])


def row(right: int, *, planted: bool = False, report: str = "a", feature: int = EXACT) -> Row:
    """Return a number with one candidate that has a feature, which is right (0) or none is (1)."""
    rows = np.zeros((2, len(NAMES)))
    rows[0, feature], rows[1, NONE] = 1, 1
    candidate = PossibleStatement((0,), Making.ALONE, 40)
    fits = Fits(number(40), (candidate,), rows, ())
    return Row(report, fits, (right,), stating=right == 0, is_planted=planted)


def test_without_reports_weights_are_what_was_thought_before() -> None:
    assert fit([], 1.0).tolist() == pytest.approx(PRIOR.tolist())
    words = [weight for weight, _ in WORDING.values()]
    assert fit_words([]).tolist() == pytest.approx(words)


def test_a_weight_moves_by_what_is_right_over_the_ridge() -> None:
    """Where the slope is nought: 2 · (w − prior) = rows right − their chances, here of five."""
    rows = [row(0)] * 5
    weights = fit(rows, 1.0)
    missing = 5 * (1 - chances(rows[0].fits.rows, weights)[0])
    assert RIDGE == 2
    assert weights[EXACT] - PRIOR[EXACT] == pytest.approx(missing / 2, abs=1e-3)
    assert weights[NONE] - PRIOR[NONE] == pytest.approx(-missing / 2, abs=1e-3)


def test_signs_are_kept_whatever_reports_say() -> None:
    """Exact figures are never right here, what is left always: neither turns its sign."""
    wrong = fit([row(1)] * 200, 1.0)
    assert wrong[EXACT] == 0
    odd = fit([row(0, feature=LEFT)] * 200, 1.0)
    assert odd[LEFT] == 0


def test_planted_errors_weigh_whole_or_nearly_nothing() -> None:
    rows = [row(0)] * 10 + [row(1, planted=True)] * 30
    assert PLANTED_IN_RANK == 0.05
    assert fit(rows, 1.0)[EXACT] < PRIOR[EXACT] < fit(rows, PLANTED_IN_RANK)[EXACT]
    same = fit([row(0)] * 10 + [row(1)] * 30, 1.0)
    assert fit(rows, 1.0).tolist() == pytest.approx(same.tolist())


def test_a_report_is_measured_by_weights_that_have_not_seen_it() -> None:
    weights = left_out([row(0)] * 10 + [row(1, report="b")] * 10, 1.0)
    assert weights["a"].tolist() == pytest.approx(fit([row(1)] * 10, 1.0).tolist())
    assert weights["b"].tolist() == pytest.approx(fit([row(0)] * 10, 1.0).tolist())


def test_probabilities_are_set_right_by_how_often_they_were() -> None:
    """Of 200 said at ½ three in four are right, at 9 in 10 all but 1 in 28: a = ln 3, b = 1."""

    def said(p: float, right: int, of: int) -> list[Row]:
        rows = [row(int(n >= right)) for n in range(of)]
        for one in rows:
            one.chances = np.array([p, 1 - p])
        return rows

    shift, slope = set_right([*said(0.5, 1500, 2000), *said(0.9, 2700, 2800)])
    assert shift == pytest.approx(math.log(3), abs=0.01)
    assert slope == pytest.approx(1, abs=0.01)


def test_five_figures_in_a_hundred_are_taken_to_be_wrong() -> None:
    """100 rightly sure, and planted errors, however many were drawn, that count as five."""
    right, planted = row(0), row(1, planted=True)
    right.chances = planted.chances = np.array([0.5, 0.5])
    for drawn in (10, 1000):
        shift, _ = set_right([right] * 100 + [planted] * drawn)
        assert 1 / (1 + math.exp(-shift)) == pytest.approx(100 / 105, abs=0.002)
