"""The coefficients of agreement: against published examples, others' code, and by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from coding.analysis.agreement import Agreements
from coding.analysis.reliability import Answer, Coefficient, reliability
from coding.model import Code, Codebook, Coding, Origin

Marks = Sequence[tuple[int, int, str]]


def answer(ana: Marks, bo: Marks, *others: Marks) -> Answer:
    said = dict(zip(("Ana", "Bo", "Cy"), (ana, bo, *others), strict=False))
    return Answer(
        yes={who: frozenset(code for *_, code in marks) for who, marks in said.items()},
        open={},
        stretches=said,
    )


def answers(ana: str, bo: str) -> list[Answer]:
    """Return answers of one code, as strings of 1 and 0."""
    mark: Marks = [(0, 5, "x")]
    return [
        answer(mark if a == "1" else (), mark if b == "1" else ())
        for a, b in zip(ana, bo, strict=True)
    ]


def rounded(measure: Coefficient) -> float | None:
    return None if measure.value is None else round(measure.value, 3)


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section A: two observers."""
    told = reliability(answers("0100000010", "1110010000"), ("Ana", "Bo"), ["x"])
    assert rounded(told.krippendorff_alpha) == 0.095
    assert (told.percent.value, told.units, told.both, told.either) == (60.0, 10, 1, 5)


@settings(max_examples=30)
@given(st.text("01", min_size=2, max_size=30))
def test_kappa_is_cohens_and_every_measure_lies_in_its_interval(ana: str) -> None:
    bo = "".join(ana[n - 1] if n % 3 == 0 else mark for n, mark in enumerate(ana))
    told = reliability(answers(ana, bo), ("Ana", "Bo"), ["x"])
    if told.cohen_kappa.value is not None:
        assert told.cohen_kappa.value == pytest.approx(cohen_kappa_score(list(ana), list(bo)))
    for measure in (told.percent, told.cohen_kappa, told.krippendorff_alpha):
        if measure.value is not None:
            assert measure.low is not None
            assert measure.high is not None
            assert measure.low <= measure.value <= measure.high


def test_several_codes_are_pooled_and_of_three_coders_kappa_is_the_mean_of_pairs() -> None:
    both: Marks = [(0, 5, "x"), (0, 5, "y")]
    listed = [answer(both, [(0, 5, "x")], ()), answer((), (), both), answer(both, both, both)]
    told = reliability(listed, ("Ana", "Bo", "Cy"), ["x", "y"])
    pairs = [("110011", "100011"), ("110011", "001111"), ("100011", "001111")]
    kappas = [cohen_kappa_score(list(a), list(b)) for a, b in pairs]
    assert told.cohen_kappa.value == pytest.approx(sum(kappas) / 3)
    assert told.percent.value == pytest.approx(100 * (5 / 6 + 2 / 6 + 3 / 6) / 3)
    assert (told.units, told.cases, told.both, told.either) == (3, 6, 2, 6)


def test_cu_alpha_compares_codes_only_where_both_coded_and_by_length() -> None:
    """Ana: 10 characters x, 10 y. Bo: 10 x, then 6 of the y as x, 4 as y; 5 more alone.

    Coincidences, both ways: xx 20, yy 8, xy 6 + 6. Margins x 26, y 14, of 40. Apart by chance:
    (40² - 26² - 14²) / (40 - squares / 40), where the squares of what each piece shares with the
    other coder are 10² + 10² for Ana and 10² + 6² + 4² for Bo: 352; so 728 / 31.2 and 12.
    """
    ana: Marks = [(0, 10, "x"), (10, 20, "y")]
    bo: Marks = [(0, 10, "x"), (10, 16, "x"), (16, 20, "y"), (30, 35, "y")]
    told = reliability([answer(ana, bo)], ("Ana", "Bo"), ["x", "y"])
    assert told.krippendorff_cu_alpha.value == pytest.approx(1 - 12 / (728 / 31.2))


def test_two_who_put_the_same_codes_over_each_other_agree_along_the_text() -> None:
    over: Marks = [(0, 20, "x"), (5, 12, "y")]
    told = reliability([answer(over, over)], ("Ana", "Bo"), ["x", "y"])
    assert told.krippendorff_cu_alpha.value == pytest.approx(1.0)
    [alone] = [reliability([answer(over, over)], ("Ana", "Bo"), ["y"])]
    assert alone.krippendorff_cu_alpha.value == pytest.approx(1.0)


def test_nothing_is_said_where_nothing_can_differ() -> None:
    told = reliability(answers("111", "111"), ("Ana", "Bo"), ["x"])
    assert told.percent == Coefficient(value=100.0, low=100.0, high=100.0)
    nothing = Coefficient(value=None, low=None, high=None)
    assert told.cohen_kappa == told.krippendorff_alpha == told.krippendorff_cu_alpha == nothing
    empty = reliability([], ("Ana", "Bo"), ["x"])
    assert (empty.units, empty.percent) == (0, nothing)


BOOK = Codebook((Code(id="x", name="X"), Code(id="y", name="Y", parent="x")))
ANSWERS = {"t": tuple((10 * n, 10 * n + 9) for n in range(6))}


def put(coder: str, code: str, *at: int, origin: Origin = Origin.PERSON) -> list[Coding]:
    return [
        Coding(
            id=f"{coder}{code}{n}", transcript="t", start=10 * n, end=10 * n + 4, text="",
            code=code, coder=coder, created="", origin=origin,
        )
        for n in at
    ]  # fmt: skip


def test_answers_not_come_to_and_suggestions_accepted_are_left_out() -> None:
    codings = [
        *put("Ana", "x", 0, 1, 5), *put("Bo", "x", 0), *put("Bo", "y", 3),
        *put("Bo", "x", 2, origin=Origin.SUGGESTION),
    ]  # fmt: skip
    whole, each = Agreements(BOOK, codings, ANSWERS, {}, by_code=True).reliability(["Ana", "Bo"])
    assert (whole.units, whole.cases) == (4, 7), "up to Bo's last; x of the third is the machine's"
    assert [(t.codes, t.cases, t.both, t.either) for t in each] == [
        (("x",), 3, 1, 2),
        (("y",), 4, 0, 1),
    ]
    _, [theme] = Agreements(BOOK, codings, ANSWERS, {}).reliability(["Ana", "Bo"])
    assert (theme.codes, theme.both, theme.either) == (("x",), 1, 3)
