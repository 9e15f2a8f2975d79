"""What the count of codes that meet promises."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from coding.analysis.cooccurrence import co_occurrence, meetings
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


def merged(places: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Return passages of a code as (code, start, end), those that share a character made one."""
    whole: list[tuple[str, int, int]] = []
    for code, start, end in sorted((c, s, s + n) for c, s, n in places):
        if whole and whole[-1][0] == code and start < whole[-1][2]:
            whole[-1] = (code, whole[-1][1], max(end, whole[-1][2]))
        else:
            whole.append((code, start, end))
    return whole


marks = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(1, 5)), max_size=15
)
LETTERS = Codebook(tuple(Code(id=c, name=c) for c in "abc"))


@given(marks)
def test_the_sweep_agrees_with_comparing_every_pair(places: list[tuple[str, int, int]]) -> None:
    slow: Counter[tuple[str, ...]] = Counter()
    for (a, s, e), (b, t, f) in combinations(merged(places), 2):
        if a != b and s < f and t < e:
            slow[tuple(sorted((a, b)))] += 1
    counted = co_occurrence([coding(c, s, s + n) for c, s, n in places], codebook=LETTERS)
    assert counted.pairs == dict(slow)


@given(marks, st.integers(0, 4))
def test_nearness_agrees_with_counting_turns_between_every_pair(
    places: list[tuple[str, int, int]], within: int
) -> None:
    """Turns are three characters long here."""
    slow: Counter[tuple[str, ...]] = Counter()
    for (a, s, e), (b, t, f) in combinations(merged(places), 2):
        apart = max(t // 3 - (e - 1) // 3, s // 3 - (f - 1) // 3)
        if a != b and apart <= within:
            slow[tuple(sorted((a, b)))] += 1
    counted = co_occurrence(
        [coding(c, s, s + n) for c, s, n in places],
        codebook=LETTERS,
        turns={"T": range(0, 30, 3)},
        within=within,
    )
    assert counted.pairs == dict(slow)


def test_two_coders_who_draw_other_edges_have_found_one_passage() -> None:
    counted = co_occurrence(
        [coding("street", 0, 9), coding("street", 2, 12, "Boris"), coding("return", 4, 9)],
        codebook=BOOK,
    )
    assert (counted.segments["street"], counted.pairs) == (1, {("street", "return"): 1})


def test_the_same_turn_is_not_the_next_and_each_turn_more_lets_one_more_in() -> None:
    """Turns begin at 0, 10, 20, 30."""
    codings = [coding("street", 2, 5), coding("return", 8, 9), coding("return", 12, 14),
               coding("return", 25, 27)]  # fmt: skip
    turns = {"T": [0, 10, 20, 30]}
    near = [
        co_occurrence(codings, codebook=BOOK, turns=turns, within=n).pairs[("street", "return")]
        for n in (0, 1, 2)
    ]
    assert near == [1, 2, 3]
    assert co_occurrence(codings, codebook=BOOK).pairs == {}


def test_a_meeting_says_which_came_first() -> None:
    [meeting] = meetings(
        [coding("return", 3, 5), coding("street", 1, 2)],
        codebook=BOOK,
        turns={"T": [0, 10]},
        within=0,
    )
    assert (meeting.first.code, meeting.second.code) == ("street", "return")
