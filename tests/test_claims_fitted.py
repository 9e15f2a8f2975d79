"""How weights are fitted: drawn to what was thought before, their signs kept, errors as none."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from bench.fit_claims import RIDGE, Row, fit, left_out, ordered, set_right
from worded_drafts import number

from coding.verify.claims.candidates import Making, PossibleStatement
from coding.verify.claims.choosing import Chooser
from coding.verify.claims.describing import FEATURES, NAMES, Fits
from coding.verify.claims.misprinting import MISPRINTS
from coding.verify.claims.naming import WORDING, Wordings, chances
from coding.verify.claims.ordering import ORDERING
from coding.verify.claims.ordering import PRIOR as ORDER_PRIOR

EXACT, BINS, NONE = (NAMES.index(name) for name in ("exact", "bins joined", "none"))
PRIOR = np.array([weight for weight, _ in FEATURES.values()])
SLIPS = np.zeros((2, len(MISPRINTS)))
DIGIT = list(MISPRINTS).index("a digit is wrong")
NEAR = list(WORDING).index("answer in its clause")


def row(right: int, *, planted: bool = False, report: str = "a", feature: int = EXACT) -> Row:
    """Return a number with one candidate that has a feature, which is right (0) or none is (1)."""
    rows = np.zeros((2, len(NAMES)))
    rows[0, feature], rows[1, NONE] = 1, 1
    candidate = PossibleStatement((0,), Making.ALONE, 40)
    words = Wordings((), np.zeros((0, len(WORDING))))
    nowhere = np.array([-1])
    nobody = np.zeros(0, dtype=bool)
    fits = Fits(number(40), (candidate,), rows, words, nowhere, nobody, SLIPS[:0])
    return Row(report, fits, (right,), (), stating=right == 0, is_planted=planted)


def worded(meant: int, *, planted: bool = False) -> Row:
    """Return a number whose words may name two figures, of which one has an answer near."""
    rows = np.zeros((2, len(WORDING)))
    rows[0, NEAR] = 1
    words = Wordings(tuple(PossibleStatement((n,), Making.ALONE, 40) for n in (0, 1)), rows)
    made = row(0, planted=planted)
    rivals = np.array([False, True])
    made.fits = replace(
        made.fits, words=words, places=np.array([0]), rivals=rivals, misprints=SLIPS
    )
    made.meant = (meant,)
    return made


def test_without_reports_weights_are_what_was_thought_before() -> None:
    fold = fit([])
    assert fold.rank.tolist() == fold.confirm.tolist() == pytest.approx(PRIOR.tolist())
    words = [weight for weight, _ in WORDING.values()]
    assert fold.words.tolist() == pytest.approx(words)


def test_how_errors_come_to_be_is_learnt_from_planted_ones_that_words_may_name() -> None:
    """Of two figures that do not agree one has a wrong digit, and is meant each time.

    The slope is nought where 2 · (w − prior) = 50 · (1 − chance): words are 0 for both.
    """

    def misprinted(*, planted: bool) -> Row:
        made = worded(0, planted=planted)
        other = PossibleStatement((9,), Making.ALONE, 40)
        slips = SLIPS.copy()
        slips[0, DIGIT] = 1
        alike = replace(made.fits.words, rows=np.zeros((2, len(WORDING))))
        made.fits = replace(made.fits, candidates=(other,), misprints=slips, words=alike)
        return made

    prior = MISPRINTS["a digit is wrong"][0]
    weight = fit([misprinted(planted=True)] * 50).misprints[DIGIT]
    assert 2 * (weight - prior) == pytest.approx(50 / (1 + math.exp(weight)), abs=1e-2)
    assert fit([misprinted(planted=False)] * 50).misprints[DIGIT] == prior


def test_what_words_name_is_learnt_from_what_is_meant_and_not_from_planted_errors() -> None:
    """The slope is nought where 2 · (w − prior) = 5 · (1 − chance)."""
    prior = WORDING["answer in its clause"][0]
    weight = fit([worded(0)] * 5).words[NEAR]
    assert 2 * (weight - prior) == pytest.approx(5 / (1 + math.exp(weight)), abs=1e-3)
    assert fit([worded(1)] * 500).words[NEAR] == 0
    assert fit([worded(1, planted=True)] * 500).words[NEAR] == prior


def test_what_is_named_is_told_by_the_gap_of_scores_up_to_three() -> None:
    """One score of 2 against 0: two thirds of what counts; the other way round, of the rival."""
    better = NAMES.index("another figure fits better")
    clearly = NAMES.index("clearly named by words")
    weights = [0.0] * len(WORDING)
    weights[NEAR] = 2.0
    first = worded(0).fits
    told = first.told(weights)
    assert told[0, clearly] == pytest.approx(2 / 3)
    assert told[0, better] == 0
    share = math.exp(2) / (1 + math.exp(2))
    assert told[0, NAMES.index("named by words")] == pytest.approx(share)
    second = replace(first, places=np.array([1]), rivals=np.array([True, False])).told(weights)
    assert (second[0, clearly], second[0, better]) == (0, pytest.approx(2 / 3))
    weights[NEAR] = 9.0
    assert first.told(weights)[0, clearly] == 1
    alone = replace(first, rivals=np.array([False, False])).told(weights)
    assert (alone[0, clearly], alone[0, better]) == (1, 0)


def test_a_weight_moves_by_what_is_right_over_the_ridge() -> None:
    """Where the slope is nought: 2 · (w − prior) = rows right − their chances, here of five."""
    rows = [row(0)] * 5
    weights = fit(rows).confirm
    missing = 5 * (1 - chances(rows[0].fits.rows, weights)[0])
    assert RIDGE == 2
    assert weights[EXACT] - PRIOR[EXACT] == pytest.approx(missing / 2, abs=1e-3)
    assert weights[NONE] - PRIOR[NONE] == pytest.approx(-missing / 2, abs=1e-3)


def test_signs_are_kept_whatever_reports_say() -> None:
    """Exact figures are never right here, joined bins always: neither turns its sign."""
    wrong = fit([row(1)] * 200).confirm
    assert wrong[EXACT] == 0
    odd = fit([row(0, feature=BINS)] * 200).confirm
    assert odd[BINS] == 0


def test_planted_errors_weigh_whole_or_nearly_nothing() -> None:
    rows = [row(0)] * 10 + [row(1, planted=True)] * 30
    fold = fit(rows)
    assert fold.confirm[EXACT] < PRIOR[EXACT] < fold.rank[EXACT]
    same = fit([row(0)] * 10 + [row(1)] * 30)
    assert fold.confirm.tolist() == pytest.approx(same.confirm.tolist())
    assert fold.rank[EXACT] < fit([row(0)] * 10).rank[EXACT]


def test_a_report_is_measured_by_weights_that_have_not_seen_it() -> None:
    folds = left_out([row(0)] * 10 + [row(1, report="b")] * 10)
    assert folds["a"].confirm.tolist() == pytest.approx(fit([row(1)] * 10).confirm.tolist())
    assert folds["b"].confirm.tolist() == pytest.approx(fit([row(0)] * 10).confirm.tolist())


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


def test_what_has_the_value_is_put_in_order_by_its_words_too_where_nothing_is_sure() -> None:
    """Its share of the value is 1, t = .02, q = .6; the other has q = .4, no misprint is likelier.

    With weights of 2, 1, .5, .5, .5 and 1: 2 + .5 ln (.02 / .98) + .5 ln .6 = −.2014 against
    ln .4 = −.9163: .671 and .329.
    """
    words = [0.0] * len(WORDING)
    words[NEAR] = math.log(1.5)
    nothing = (0.0,) * len(NAMES)
    order = (2.0, 1.0, 0.5, 0.5, 0.5, 1.0)
    shift = math.log(0.02 / 0.98)
    chooser = Chooser(rank=nothing, confirm=nothing, words=words, shift=shift, order=order)
    first, second = chooser.choices(worded(0).fits)
    assert first.order == pytest.approx(0.671, abs=0.001)
    assert second.order == pytest.approx(0.329, abs=0.001)
    assert (first.confidence, second.confidence) == (pytest.approx(0.02), 0)
    without = Chooser(rank=nothing, confirm=nothing, words=words, shift=shift)
    assert [one.order for one in without.choices(worded(0).fits)] == [first.order, second.order]


def test_how_proposals_are_put_in_order_is_told_from_other_reports() -> None:
    """In one report what has the value is meant, in the other what words name: each tells one."""
    by_value, by_words = worded(0), worded(1)
    by_words.report, by_words.right = "b", (1,)
    even = Chooser((0.0,) * len(NAMES), (0.0,) * len(NAMES), (0.0,) * len(WORDING))
    told = ordered([by_value] * 20 + [by_words] * 20, {"a": even, "b": even})
    has_value = list(ORDERING).index("has the value")
    assert told["b"][has_value] > told[""][has_value] > told["a"][has_value]
    assert ordered([], {"a": even})["a"].tolist() == list(ORDER_PRIOR)


def test_thirteen_figures_in_a_hundred_are_taken_to_be_wrong_where_proposals_are_ordered() -> None:
    """However many were drawn: 100 right ones and planted errors that count as thirteen."""
    right, wrong = worded(0), worded(1, planted=True)
    wrong.right, wrong.stating = (1,), False
    even = Chooser((0.0,) * len(NAMES), (0.0,) * len(NAMES), (0.0,) * len(WORDING))
    few, many = (ordered([right] * 100 + [wrong] * drawn, {"a": even})[""] for drawn in (10, 500))
    assert few.tolist() == pytest.approx(many.tolist(), abs=0.01)
    shares = chances(even.described(right.fits)[1], many)
    assert shares[1] == pytest.approx(13 / 113, abs=0.02)
