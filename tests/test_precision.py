"""A code's precision is said with n, drawn to the mean, in an interval that covers elsewhere."""

from __future__ import annotations

from math import isnan
from random import Random

import pytest

from coding.model import Choice, Code, Codebook, Decision
from coding.suggest.measuring_runs import JudgedInterview, JudgedSuggestion, suggestion_quality
from coding.suggest.precision import SuggestionOutcome, design_effect, precisions
from coding.suggest.trust import trust


def outcomes(code: str, right: int, n: int, interview: str = "t") -> list[SuggestionOutcome]:
    return [SuggestionOutcome(code, interview, at < right) for at in range(n)]


def test_below_ten_nothing_is_said_of_a_code_but_how_many_there_were() -> None:
    few, enough = precisions([*outcomes("a", 9, 9), *outcomes("b", 9, 10)], ["a", "b"])
    assert (few.n, few.right) == (9, 9)
    assert all(map(isnan, (few.share, few.low, few.high)))
    assert enough.low < enough.share < enough.high
    assert [(found.code, found.n) for found in precisions([], ["a"])] == [("a", 0)]


def test_what_was_right_more_often_than_other_codes_is_drawn_to_them() -> None:
    good, poor = precisions([*outcomes("a", 10, 10), *outcomes("b", 2, 10)], ["a", "b"])
    assert 0.6 < good.share < 1.0
    assert 0.2 < poor.share < 0.6


def test_suggestions_that_are_right_by_whole_interviews_tell_less() -> None:
    """Ten right in one interview and ten wrong in another are hardly more than two."""
    together = [*outcomes("a", 10, 10, "t1"), *outcomes("a", 0, 10, "t2")]
    apart = [*outcomes("a", 5, 10, "t1"), *outcomes("a", 5, 10, "t2")]
    [clustered], [single] = precisions(together, ["a"]), precisions(apart, ["a"])
    assert clustered.high - clustered.low > 0.95
    assert single.high - single.low < 0.65
    assert design_effect([[(10, 5)]]) == 1.0


def test_intervals_hold_the_precision_in_other_interviews() -> None:
    """Forty codes: nine of ten intervals hold the precision in the other half."""
    draw = Random(3)

    def half(rates: list[float]) -> list[SuggestionOutcome]:
        return [
            SuggestionOutcome(f"c{code}", f"t{draw.random()}"[:4], draw.random() < rate)
            for code, rate in enumerate(rates)
            for _ in range(20)
        ]

    held = tried = 0
    for _ in range(10):
        rates = [draw.uniform(0.1, 0.9) for _ in range(40)]
        codes = [f"c{code}" for code in range(40)]
        said, shown = precisions(half(rates), codes), precisions(half(rates), codes)
        for one, other in zip(said, shown, strict=True):
            tried += 1
            held += one.low <= other.right / other.n <= one.high
    assert held / tried >= 0.9


def test_suggestions_count_where_they_are_proposed_and_each_coding_is_found_once() -> None:
    """Of five in 200 words two are looked at; the second finds the same coding again."""
    judged = tuple(
        JudgedSuggestion("a", "t", score, frozenset(found))
        for score, found in [(0.9, {"1"}), (0.8, {"1"}), (0.4, {"2"}), (0.3, ()), (0.29, {"3"})]
    )
    book = Codebook(codes=(Code(id="a", name="A"),))
    quality = suggestion_quality([JudgedInterview("t", judged, 4, 200)], book)
    assert (quality.proposed, quality.right) == (4, 3)
    assert quality.said == pytest.approx(0.6)
    assert quality.share == pytest.approx(0.75)
    assert (quality.found, quality.judged) == (0.25, 2.0)
    assert quality.codes[0].n == 4
    assert isnan(suggestion_quality([], book).found)


def test_the_floor_that_switches_a_code_off_uses_the_interval() -> None:
    """Thirty of thirty refused in one interview; beside them a code that is right by interviews."""

    def said(code: str, transcript: str, choice: Choice) -> Decision:
        return Decision(id="d", transcript=transcript, start=0, end=9, code=code, coder="Ana",
                        choice=choice, score=0.5, raw=0.5)  # fmt: skip

    refused = [said("a", f"t{n % 3}", Choice.REJECT) for n in range(30)]
    assert trust(refused, ["a"])[0].resting
    uneven = [said("b", "t1", Choice.ACCEPT)] * 20 + [said("b", "t2", Choice.REJECT)] * 20
    assert not trust([*refused, *uneven], ["a", "b"])[0].resting
