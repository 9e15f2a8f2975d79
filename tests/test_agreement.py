"""How far two coders agree: what counts as an answer, what is left out, when nothing is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from coding.analysis.agreement import LITTLE, Agreements, PairAgreement, ThemeAgreement
from coding.arithmetic.intervals import agreement as interval_of
from coding.model import Code, Codebook, Coding, Origin

BOOK = Codebook(
    (
        Code(id="home", name="Home"),
        Code(id="rent", name="Rent", parent="home"),
        Code(id="work", name="Work"),
    )
)
ANSWERS = {"t": tuple((10 * n, 10 * n + 9) for n in range(20))}


def put(
    coder: str, code: str, *answers: int, origin: Origin = Origin.PERSON, transcript: str = "t"
) -> list[Coding]:
    return [
        Coding(
            id=f"{coder}{code}{n}", transcript=transcript, start=10 * n + 2, end=10 * n + 4,
            text="xx", code=code, coder=coder, created="", origin=origin,
        )
        for n in answers
    ]  # fmt: skip


def between(
    codings: Sequence[Coding], done: Mapping[str, Sequence[str]] | None = None, **how: bool
) -> PairAgreement:
    return Agreements(BOOK, codings, ANSWERS, done or {}, **how).between("Ana", "Ilya")


def counts(theme: ThemeAgreement) -> tuple[int, int, int, int]:
    return theme.both, theme.first_only, theme.second_only, theme.neither


BOTH_DONE = {"t": ("Ana", "Ilya")}


def test_a_code_counts_for_its_theme_and_overlapping_marks_once() -> None:
    codings = [*put("Ana", "home", 0, 1), *put("Ana", "rent", 1, 2), *put("Ilya", "rent", 2, 3)]
    [home] = between(codings, BOTH_DONE).themes
    assert (home.theme, counts(home)) == ("home", (1, 2, 1, 16))
    assert [p[1] for p in home.places] == [0, 10, 30]
    by_code = {t.theme: counts(t) for t in between(codings, BOTH_DONE, by_code=True).themes}
    assert by_code == {"home": (0, 2, 0, 18), "rent": (1, 1, 1, 17)}


def test_a_coding_over_two_answers_is_in_both_and_what_merely_touches_in_one() -> None:
    long = Coding(
        id="1", transcript="t", start=5, end=19, text="", code="work", coder="Ana", created=""
    )
    touching = Coding(
        id="2", transcript="t", start=9, end=19, text="", code="work", coder="Ilya", created=""
    )
    [work] = between([long, touching], BOTH_DONE).themes
    assert counts(work) == (1, 1, 0, 18)


def test_what_a_coder_has_not_come_to_is_no_disagreement() -> None:
    codings = [*put("Ana", "home", 0, 15), *put("Ilya", "home", 0, 4)]
    assert between(codings).answers == 5
    [home] = between(codings).themes
    assert counts(home) == (1, 0, 1, 3)
    assert between(codings, {"t": ("Ilya",)}).answers == 16
    assert between(codings, BOTH_DONE).answers == 20


def test_an_interview_that_one_of_them_did_not_code_is_not_compared() -> None:
    agreements = Agreements(
        BOOK,
        [*put("Ana", "home", 0), *put("Ilya", "home", 0, transcript="u")],
        {**ANSWERS, "u": ((0, 9),)},
        {},
    )
    assert agreements.pairs() == []
    assert agreements.between("Ana", "Ilya").themes == ()


def test_answers_with_an_accepted_suggestion_are_left_out_for_that_theme_alone() -> None:
    codings = [
        *put("Ana", "home", 0, 1), *put("Ilya", "home", 0, 2), *put("Ilya", "work", 1),
        *put("Ilya", "rent", 1, origin=Origin.SUGGESTION),
    ]  # fmt: skip
    told = {t.theme: counts(t) for t in between(codings, BOTH_DONE).themes}
    assert told == {"home": (1, 0, 1, 17), "work": (0, 0, 1, 19)}


def test_accepted_suggestions_alone_make_nobody_a_coder_to_agree_with() -> None:
    codings = [*put("Ana", "home", 0), *put("Ilya", "home", 0, origin=Origin.SUGGESTION)]
    assert Agreements(BOOK, codings, ANSWERS, BOTH_DONE).pairs() == []


def test_below_ten_answers_too_little_is_said_and_the_worst_comes_first() -> None:
    assert LITTLE == 10
    codings = [
        *put("Ana", "home", *range(10)), *put("Ilya", "home", *range(5)),
        *put("Ana", "work", *range(9)), *put("Ilya", "work", *range(1)),
    ]  # fmt: skip
    first, second = between(codings, BOTH_DONE).themes
    assert (first.theme, first.either, first.says_little) == ("home", 10, False)
    assert (second.theme, second.either, second.says_little) == ("work", 9, True)


def test_nothing_is_said_where_both_say_the_same_of_everything() -> None:
    both = ThemeAgreement(theme="x", both=20, first_only=0, second_only=0, neither=0)
    assert both.kappa is None
    assert both.interval == (-1.0, 1.0)


cells = st.integers(0, 60)


@given(cells, cells, cells, cells)
def test_kappa_is_cohens_and_lies_in_its_interval(a: int, b: int, c: int, d: int) -> None:
    theme = ThemeAgreement(theme="x", both=a, first_only=b, second_only=c, neither=d)
    if theme.kappa is None:
        return
    one = [1] * a + [1] * b + [0] * c + [0] * d
    other = [1] * a + [0] * b + [1] * c + [0] * d
    assert theme.kappa == pytest.approx(cohen_kappa_score(one, other))
    low, high = theme.interval
    assert -1 <= low <= theme.kappa <= high <= 1


@pytest.mark.parametrize(("both", "differ", "neither"), [(30, 10, 60), (8, 5, 149), (2, 12, 40)])
def test_the_interval_ends_where_what_was_seen_fits_it_just_so(
    both: int, differ: int, neither: int
) -> None:
    """Chi-square with one degree of freedom has its 95 % point at 3.841."""
    share, n = (2 * both + differ) / (2 * (both + differ + neither)), both + differ + neither
    for kappa in interval_of(both, differ, neither):
        expected = (
            n * (share**2 + kappa * share * (1 - share)),
            n * 2 * share * (1 - share) * (1 - kappa),
            n * ((1 - share) ** 2 + kappa * share * (1 - share)),
        )
        misfit = sum(
            (seen - e) ** 2 / e for seen, e in zip((both, differ, neither), expected, strict=True)
        )
        assert misfit == pytest.approx(3.841, abs=0.001)


def test_the_interval_narrows_with_more_answers_and_has_width_where_nobody_differs() -> None:
    narrow, wide = interval_of(80, 0, 400), interval_of(8, 0, 40)
    assert wide[1] == narrow[1] == 1.0
    assert 0.5 < wide[0] < narrow[0] < 1.0
