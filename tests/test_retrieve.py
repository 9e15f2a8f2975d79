"""What queries on codes, attributes and words promise."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processor import pace

from coding.errors import CodingError, NotFound
from coding.model import Code, Codebook, Coding, Participant, Pick
from coding.quotes.query import any_of, parse_query, question
from coding.quotes.retrieve import (
    check_where,
    in_order,
    matches,
    one_passage,
    parse_where,
    select,
)

BOOK = Codebook(
    (
        Code(id="safety", name="Safety", names={"en": "Safety", "ru": "Безопасность"}),
        Code(id="children", name="Children's safety", parent="safety"),
        Code(id="return", name="Return conditions"),
        Code(id="political_fear", name="Political fear"),
        Code(id="health", name="Health"),
        Code(id="costs", name="Healthcare costs"),
        Code(id="and_more", name="And"),
    )
)


def coding(
    code: str, start: int, end: int, *, coder: str = "Ana", transcript: str = "T1", text: str = ""
) -> Coding:
    return Coding(
        id=f"{transcript}-{code}-{start}-{end}-{coder}",
        transcript=transcript,
        start=start,
        end=end,
        text=text or f"words {start} to {end}",
        code=code,
        coder=coder,
        created="2024-11-04T10:00:00.000Z",
    )


def found(query: str, *codings: Coding) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in select(codings, query=parse_query(query, BOOK))]


# --- who said it -------------------------------------------------------------------------------

ANNA = Participant(id="P1", attributes={"gender": "Female", "age_band": "30–39"})


@pytest.mark.parametrize("condition", ["gender", "=Female", "gender=", "", " = "])
def test_a_condition_that_cannot_be_read_is_refused_with_an_example(condition: str) -> None:
    with pytest.raises(CodingError) as caught:
        parse_where([condition])
    assert "gender=Female" in caught.value.hint


def test_a_value_may_hold_an_equals_sign() -> None:
    assert parse_where(["group=a=b"]) == {"group": ("a=b",)}


@pytest.mark.parametrize(
    ("conditions", "fulfilled"),
    [
        ([], True),
        (["gender=Female"], True),
        (["GENDER=female"], True),
        (["age_band=30-39"], True),
        (["gender=Male", "gender=Female"], True),
        (["gender=Female", "age_band=20-29"], False),
        (["gender=Fem"], False),
        (["city=Belgrade"], False),
    ],
)
def test_values_of_one_attribute_are_alternatives_and_all_attributes_must_hold(
    conditions: list[str], fulfilled: bool
) -> None:
    assert matches(ANNA, parse_where(conditions)) is fulfilled


def test_a_transcript_without_participant_fulfils_no_condition() -> None:
    assert matches(None, {})
    assert not matches(None, parse_where(["gender=Female"]))


def test_an_unknown_attribute_is_named_with_those_there_are() -> None:
    check_where(parse_where(["Gender=x"]), [ANNA])
    with pytest.raises(NotFound) as caught:
        check_where(parse_where(["sex=x"]), [ANNA])
    assert "`sex`" in caught.value.message
    assert "gender, age_band" in caught.value.hint
    with pytest.raises(NotFound) as caught:
        check_where(parse_where(["sex=x"]), [])
    assert "participants.csv" in caught.value.hint


# --- queries -----------------------------------------------------------------------------------


def test_health_does_not_return_healthcare_costs() -> None:
    """The code `Health` and the code `Healthcare costs` share letters and nothing else."""
    both = coding("health", 0, 9), coding("costs", 10, 19)
    assert found("Health", *both) == [(0, 9)]
    assert found("Healthcare costs", *both) == [(10, 19)]
    assert not parse_query("Health", BOOK).matches(["costs"])


@pytest.mark.parametrize("part", ["Healthcare", "Heal", "fear", "Return condition", "Political"])
def test_a_part_of_a_name_finds_no_code(part: str) -> None:
    with pytest.raises(NotFound):
        parse_query(f'"{part}"', BOOK)


def test_an_unknown_code_comes_with_the_nearest_ones() -> None:
    with pytest.raises(NotFound) as caught:
        parse_query("safety and saftey", BOOK)
    assert "`saftey`" in caught.value.message
    assert "Did you mean `safety`" in caught.value.hint


@pytest.mark.parametrize(
    "same",
    ["safety", "SAFETY", " Safety ", "Безопасность", "'safety'", "“Safety”", "((safety))"],
)
def test_a_code_is_found_by_id_and_by_name_in_any_language_and_case(same: str) -> None:
    assert parse_query(same, BOOK).named == {"safety", "children"}


def test_a_theme_stands_for_the_codes_below_it() -> None:
    assert found("safety", coding("children", 0, 9), coding("return", 20, 29)) == [(0, 9)]


@pytest.mark.parametrize(
    ("query", "codes", "answer"),
    [
        ("safety or return and political_fear", ["safety"], True),  # `and` binds tighter
        ("(safety or return) and political_fear", ["safety"], False),
        ("not safety and return", ["return"], True),  # `not` binds tightest
        ("not (safety and return)", ["return"], True),
        ("not (safety or return)", ["return"], False),
        ("not not safety", ["children"], True),
        ('safety AND NOT (political_fear OR "Return conditions")', ["safety"], True),
        ('safety and not (political_fear or "Return conditions")', ["safety", "return"], False),
        ('"and"', ["and_more"], True),
        ("Children's safety", ["children"], True),
        ("safety", [], False),
    ],
)
def test_operators_mean_what_logic_says(query: str, codes: list[str], answer: bool) -> None:
    assert parse_query(query, BOOK).matches(codes) is answer


@pytest.mark.parametrize(
    ("query", "what", "character"),
    [
        ("", "a code is missing", 1),
        ("safety and", "a code is missing", 11),
        ("safety and or return", "a code is missing", 12),
        ("()", "a code is missing", 2),
        ("safety return", "`and` or `or` is missing", 8),
        ("(safety", "never closed", 8),
        ("safety)", "nothing opens", 7),
        ("(safety return)", "`and`, `or` or `)` is missing", 9),
        ('safety or "return', "quotation mark", 11),
        ("not " * 60 + "safety", "inside each other", 201),
        ("(" * 5000 + "safety" + ")" * 5000, "inside each other", 51),
    ],
)
def test_a_faulty_query_is_refused_and_the_place_shown(
    query: str, what: str, character: int
) -> None:
    with pytest.raises(CodingError) as caught:
        parse_query(query, BOOK)
    assert what in caught.value.message
    assert caught.value.where == f"query, character {character}"


def test_a_name_that_two_codes_bear_is_refused() -> None:
    twins = Codebook((Code(id="a", name="Home"), Code(id="b", name="home")))
    with pytest.raises(CodingError, match="names 2 codes"):
        parse_query("Home", twins)


def test_codes_given_one_by_one_are_alternatives() -> None:
    query = any_of(["Safety", "return"], BOOK)
    assert query is not None
    assert query.matches(["return"])
    assert query.matches(["children"])
    assert not query.matches(["health"])
    assert any_of([], BOOK) is None


QUERIES = st.recursive(
    st.sampled_from(["safety", "children", "return", "health"]),
    lambda q: st.one_of(
        st.tuples(q, st.sampled_from([" and ", " or "]), q).map(lambda t: f"({''.join(t)})"),
        q.map(lambda x: f"not {x}"),
    ),
    max_leaves=6,
)


@given(QUERIES, st.sets(st.sampled_from(["safety", "children", "return", "health"])))
def test_a_query_agrees_with_python_s_own_logic(text: str, codes: set[str]) -> None:
    truth = {code: code in codes for code in ("children", "health")}
    truth["back"] = "return" in codes
    truth["safety"] = bool(codes & {"safety", "children"})
    assert parse_query(text, BOOK).matches(codes) == eval(text.replace("return", "back"), truth)


# --- segments ----------------------------------------------------------------------------------


def test_codings_on_the_same_characters_are_one_segment() -> None:
    codings = [
        coding("safety", 0, 9),
        coding("return", 0, 9, coder="Boris"),
        coding("safety", 0, 9, coder="Boris"),
        coding("safety", 0, 8),
    ]
    segments = select(codings)
    assert [(s.start, s.end, s.codes, s.coders) for s in segments] == [
        (0, 8, ("safety",), ("Ana",)),
        (0, 9, ("safety", "return"), ("Ana", "Boris")),
    ]
    assert segments[1].codings == tuple(codings[:3])


def test_segments_keep_the_order_of_transcripts_and_stand_by_start_then_end() -> None:
    codings = [
        coding("safety", 5, 9, transcript="B"),
        coding("safety", 7, 8, transcript="A"),
        coding("safety", 5, 6, transcript="B"),
        coding("safety", 0, 99, transcript="B"),
    ]
    assert [(s.transcript, s.start, s.end) for s in select(codings)] == [
        ("B", 0, 99),
        ("B", 5, 6),
        ("B", 5, 9),
        ("A", 7, 8),
    ]


MEETING = (
    coding("safety", 0, 20),
    coding("return", 19, 40),
    coding("safety", 50, 60),
    coding("return", 60, 70),  # touches the one before, shares no character
    coding("health", 0, 100),  # lies across all of them
)


@pytest.mark.parametrize(
    ("query", "segments"),
    [
        ("safety and return", [(0, 20), (19, 40)]),
        ("safety and not return", [(50, 60)]),
        ("safety or return", [(0, 20), (19, 40), (50, 60), (60, 70)]),
        ("health and safety and return", [(0, 20), (0, 100), (19, 40)]),
        ("health and not political_fear", [(0, 100)]),
        ("not return", [(50, 60)]),
        ("not political_fear", [(0, 20), (0, 100), (19, 40), (50, 60), (60, 70)]),
        ("political_fear or not return", [(50, 60)]),
        ("political_fear", []),
    ],
)
def test_a_query_looks_at_overlapping_codes_but_returns_segments_that_carry_one(
    query: str, segments: list[tuple[int, int]]
) -> None:
    assert found(query, *MEETING) == segments


def test_codes_of_another_transcript_never_overlap() -> None:
    apart = coding("safety", 0, 9, transcript="A"), coding("return", 0, 9, transcript="B")
    assert found("safety and return", *apart) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["safety", "return", "health"]),
            st.integers(0, 12),
            st.integers(1, 6),
        ),
        max_size=12,
    ),
    st.sampled_from(["safety and return", "safety and not return", "not (safety or health)"]),
)
def test_the_sweep_agrees_with_comparing_every_pair(
    places: list[tuple[str, int, int]], query: str
) -> None:
    codings = [coding(code, start, start + length) for code, start, length in places]
    parsed = parse_query(query, BOOK)
    slow = set()
    for one in codings:
        around = [c.code for c in codings if c.start < one.end and one.start < c.end]
        if parsed.matches(around) and (not parsed.named or one.code in parsed.named):
            slow.add((one.start, one.end))
    assert found(query, *codings) == sorted(slow)


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("SAFE", True),
        ("safe here", True),
        ("  ", True),
        ("спок", True),
        ("afe", False),  # inside a word
        ("here safe", False),
    ],
)
def test_words_are_found_at_the_beginning_of_words_in_any_case(words: str, hit: bool) -> None:
    one = coding("safety", 0, 40, text="It is safe\nhere. Спокойно, not unsafe.")
    assert bool(select([one], words=words)) is hit


@pytest.mark.parametrize("nested", [False, True], ids=["scattered", "all inside each other"])
def test_four_thousand_codings_are_searched_at_once(nested: bool) -> None:
    """Also where every segment overlaps every other, no pair is compared."""
    chance = random.Random(7)
    codes = ["safety", "children", "return", "health", "costs"]
    codings = []
    for i in range(4000):
        start = i if nested else chance.randrange(200_000)
        end = 400_000 - i if nested else start + chance.randrange(20, 400)
        codings.append(coding(chance.choice(codes), start, end))
    query = parse_query("(safety and return) or (health and not costs)", BOOK)
    times = []
    for _ in range(5):
        begin = time.thread_time()  # what others take of the machine does not count
        select(codings, query=query)
        times.append(time.thread_time() - begin)
    assert min(times) < 0.1 * pace()


# --- in a basket -------------------------------------------------------------------------------


def test_a_basket_has_its_quotes_in_its_order_each_segment_once() -> None:
    codings = [coding("safety", 0, 9), coding("health", 0, 9), coding("costs", 20, 29)]
    picks = [
        Pick(id=str(at), basket="b", coding=key, position=at, printed="")
        for at, key in enumerate([codings[2].id, codings[1].id, "gone", codings[0].id])
    ]
    ordered = in_order(select(codings), picks)
    assert [(key, segment.start) for key, segment in ordered] == [
        (codings[2].id, 20),
        (codings[1].id, 0),
    ]


def test_chosen_codes_make_a_query_that_reads_as_they_were_chosen() -> None:
    """A code that is called like a word of the grammar is put in quotation marks."""
    assert question(["safety"], ["health", "costs"], ["return"]) == (
        "safety and (health or costs) and not return"
    )
    assert question(any_of=["health", "and_more"]) == "health or and_more"
    assert question(["not"]) == '"not"'
    assert question() == ""


@pytest.mark.parametrize(("end", "one"), [(20, True), (21, False)])
def test_two_coders_are_on_one_passage_from_half_of_it_on(end: int, one: bool) -> None:
    """Ana has ten characters, Ben those and as many again, or one more."""

    def made(coder: str, end: int) -> Coding:
        return Coding(
            id=coder, transcript="t", start=0, end=end, text="", code="c", coder=coder, created=""
        )

    assert one_passage(made("Ana", 10), made("Ben", end)) is one
