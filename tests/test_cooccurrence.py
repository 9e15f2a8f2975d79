"""What the count of codes that meet promises."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from coding.analysis.cooccurrence import co_occurrence
from coding.model import Code, Codebook, Coding

BOOK = Codebook(
    (
        Code(id="safety", name="Safety"),
        Code(id="street", name="Street", parent="safety"),
        Code(id="children", name="Children", parent="safety"),
        Code(id="return", name="Return"),
    )
)


def coding(code: str, start: int, end: int, coder: str = "Ana", transcript: str = "T") -> Coding:
    return Coding(
        id="",
        transcript=transcript,
        start=start,
        end=end,
        text="",
        code=code,
        coder=coder,
        created="",
    )


def test_each_overlap_of_two_segments_counts_once() -> None:
    """A return segment that runs across two street segments meets `street` twice."""
    counted = co_occurrence(
        [coding("street", 0, 10), coding("street", 20, 30), coding("return", 5, 25)], codebook=BOOK
    )
    assert counted.codes == ("street", "return")
    assert counted.segments == {"street": 2, "return": 1}
    assert counted.pairs == {("street", "return"): 2}
    assert counted.count("return", "street") == 2
    assert counted.count("return", "safety") == 0


def test_the_same_code_by_two_coders_on_the_same_words_counts_once() -> None:
    counted = co_occurrence(
        [coding("street", 0, 9), coding("street", 0, 9, "Boris"), coding("return", 0, 9)],
        codebook=BOOK,
    )
    assert counted.pairs == {("street", "return"): 1}
    assert counted.segments["street"] == 1


def test_segments_that_touch_or_lie_in_other_transcripts_do_not_meet() -> None:
    counted = co_occurrence(
        [coding("street", 0, 9), coding("return", 9, 12), coding("return", 0, 9, transcript="U")],
        codebook=BOOK,
    )
    assert counted.pairs == {}


def test_a_code_does_not_meet_itself() -> None:
    assert (
        co_occurrence([coding("street", 0, 9), coding("street", 5, 20)], codebook=BOOK).pairs == {}
    )


def test_at_the_level_of_themes_the_codes_below_count_as_their_theme() -> None:
    counted = co_occurrence(
        [coding("street", 0, 9), coding("children", 0, 9), coding("return", 0, 9)],
        codebook=BOOK,
        level="theme",
    )
    assert counted.segments == {"safety": 1, "return": 1}
    assert counted.pairs == {("safety", "return"): 1}


def test_a_code_that_left_the_codebook_is_still_counted_last() -> None:
    counted = co_occurrence([coding("gone", 0, 9), coding("return", 0, 9)], codebook=BOOK)
    assert counted.pairs == {("return", "gone"): 1}


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(1, 5)), max_size=15)
)
def test_the_sweep_agrees_with_comparing_every_pair(places: list[tuple[str, int, int]]) -> None:
    slow: Counter[tuple[str, ...]] = Counter()
    for (a, s, n), (b, t, m) in combinations(set(places), 2):
        if a != b and s < t + m and t < s + n:
            slow[tuple(sorted((a, b)))] += 1
    book = Codebook(tuple(Code(id=c, name=c) for c in "abc"))
    counted = co_occurrence([coding(c, s, s + n) for c, s, n in places], codebook=book)
    assert counted.pairs == dict(slow)
