"""What the overview's figures promise."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coding.analysis.progress import SpokenWords, by_day, by_transcript, coverage
from coding.model import Coding, Role, Transcript, Turn

TEXT = "I: Is it safe?\nA: Yes it is safe here."
INTERVIEW = Transcript(
    id="t",
    name="t",
    text=TEXT,
    turns=(
        Turn(number=1, start=3, end=14, speaker="I", role=Role.INTERVIEWER),
        Turn(number=2, start=18, end=38, speaker="A", role=Role.PARTICIPANT),
    ),
)


def on(words: str, code: str = "safety", coder: str = "anna", **more: str) -> Coding:
    start = TEXT.index(words)
    return Coding(
        id=words + code + coder,
        transcript=more.get("transcript", "t"),
        start=start,
        end=start + len(words),
        text=words,
        code=code,
        coder=coder,
        created=more.get("created", "2024-11-11T10:00:00.000+00:00"),
    )


def test_the_share_counts_each_of_the_participants_words_once() -> None:
    """Five words are the participant's; overlapping codings touch three of them."""
    [anna] = coverage("t", SpokenWords.of(INTERVIEW), [on("Yes it"), on("it is", "calm")])
    assert (anna.codings, anna.coded, anna.words, anna.share) == (2, 3, 5, 0.6)


def test_what_the_interviewer_says_does_not_count() -> None:
    """A code on a question leaves the share at nothing."""
    [anna] = coverage("t", SpokenWords.of(INTERVIEW), [on("Is it safe?")])
    assert (anna.codings, anna.coded) == (1, 0)


def test_half_a_word_is_a_word_and_each_coder_has_a_share() -> None:
    """Coders come in alphabetical order."""
    boris, vera = coverage(
        "t", SpokenWords.of(INTERVIEW), [on("es it", coder="vera"), on("here.", coder="boris")]
    )
    assert (boris.coder, boris.coded, vera.coder, vera.coded) == ("boris", 1, "vera", 2)


def test_a_transcript_nobody_spoke_in_has_a_share_of_nothing() -> None:
    """No division by zero."""
    empty = Transcript(id="e", name="e", text=TEXT, turns=())
    assert coverage("t", SpokenWords.of(empty), [on("Yes")])[0].share == 0


def test_days_add_up_and_name_the_codes_that_were_new() -> None:
    """The same code again on a later day is not new."""
    steps = by_day(
        [
            on("here", "calm", created="2024-11-12T09:00:00.000+00:00"),
            on("Yes", "safety", created="2024-11-11T09:00:00.000+00:00"),
            on("safe", "safety", created="2024-11-12T10:00:00.000+00:00"),
        ]
    )
    assert [(s.label, s.codings_so_far, s.new_codes, s.codes_so_far) for s in steps] == [
        ("2024-11-11", 1, ("safety",), 1),
        ("2024-11-12", 3, ("calm",), 2),
    ]


def test_saturation_follows_the_order_given() -> None:
    """A transcript that is not in the order is left out."""
    codings = [on("Yes", transcript="a"), on("Yes", "calm", transcript="b"), on("it", "calm")]
    steps = by_transcript(codings, ["b", "a"])
    assert [(s.label, s.new_codes, s.codes_so_far) for s in steps] == [
        ("b", ("calm",), 1),
        ("a", ("safety",), 2),
    ]


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), max_size=12),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6),
)
def test_a_word_is_coded_if_any_segment_has_a_letter_of_it(
    lengths: list[tuple[int, int]], placed: list[tuple[int, int]]
) -> None:
    starts, ends, at = [], [], 0
    for length, gap in lengths:
        starts.append(at + gap)
        ends.append(at + gap + length)
        at += gap + length
    segments = [(start, start + length) for start, length in placed]
    expected = sum(
        any(a < end and b > start for a, b in segments)
        for start, end in zip(starts, ends, strict=True)
    )
    assert SpokenWords(starts, ends).touched(segments) == expected


def test_words_end_where_their_turn_does_and_at_every_blank_that_there_is() -> None:
    """What stands between turns is nobody's, also where no blank stands before it."""
    blanks = "".join(chr(sign) for sign in range(0x110000) if chr(sign).isspace())
    text = f"ab[1]cd{blanks}ef\U0001f600 gh\nI: no"
    spoken = Transcript(
        id="t",
        name="t",
        text=text,
        turns=(
            Turn(number=1, start=0, end=2, speaker="A", role=Role.PARTICIPANT),
            Turn(number=2, start=2, end=5, speaker="I", role=Role.INTERVIEWER),
            Turn(number=3, start=5, end=6, speaker="", role=Role.UNKNOWN),
            Turn(number=4, start=6, end=text.index("\nI"), speaker="A", role=Role.PARTICIPANT),
            Turn(number=5, start=len(text), end=len(text), speaker="", role=Role.UNKNOWN),
        ),
    )
    words = SpokenWords.of(spoken)
    said = [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    assert said == ["ab", "c", "d", "ef\U0001f600", "gh"]
