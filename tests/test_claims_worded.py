"""What words a figure and a number have, how near they stand, and what a value alone may state."""

from __future__ import annotations

import math

import pytest
from checked_drafts import figure
from worded_drafts import asked, number, worded

from coding.model import ClaimKind, Indicator
from coding.verify.claims.candidates import Making, PossibleStatements
from coding.verify.claims.marking import marks_in, ranges_of
from coding.verify.claims.worded import WordedSurvey

TRUST = [
    *asked("c", "Do you trust the council?", {"Yes": 41, "No": 59}),
    *asked("p", "Do you trust the police?", {"Fully": 30, "Hardly": 70}),
    *asked("b", "Do you ride a bicycle?", {"Every day": 12, "On Sundays": 88}),
]
SAFE = asked(
    "s",
    "How safe is the park at night?",
    {"Very safe": 11.3, "Rather safe": 24.4, "Rather unsafe": 38.2, "Very unsafe": 26.1},
)


def near(gone: float) -> float:
    return math.exp(-gone / 14)


# ── the survey's words ──


def test_a_stem_weighs_the_more_the_fewer_questions_have_it() -> None:
    """ln((3 + 1) / (n + ½)) + 0.3 of three questions; answers' words count with the question's."""
    survey = WordedSurvey(TRUST, "en")
    weights = {s: round(w, 4) for s, w in survey.weights.items()}
    assert weights["trust"] == round(math.log(4 / 2.5) + 0.3, 4) == 0.77
    assert weights["council"] == weights["sunday"] == round(math.log(4 / 1.5) + 0.3, 4) == 1.2808
    column = survey.column["trust"]
    assert survey.asked[0, column] == pytest.approx(survey.weights["trust"])
    assert survey.asked[4, column] == 0


def test_the_words_of_an_answer_are_parts_of_one_without_the_questions_own() -> None:
    """ "Rather safe" to "How safe ...": safe is asked already, so "rather" is all that is told."""
    survey = WordedSurvey(SAFE[:2], "en")
    assert survey.affirmed[1, survey.column["safe"]] == 0
    assert survey.affirmed[1, survey.column["rather"]] == 1
    assert survey.affirmed[0, survey.column["safe"]] == 1  # all that "very safe" has
    no = WordedSurvey(TRUST, "en")
    assert no.denied[1, no.column["trust"]] + no.denied[1, no.column["council"]] == pytest.approx(1)
    assert no.affirmed[0, no.column["council"]] == pytest.approx(1.2808 / (1.2808 + 0.77), abs=1e-3)


@pytest.mark.parametrize(
    ("language", "label", "undecided"),
    [
        ("en", "Find it hard to say", True),
        ("en", "Difficult to judge", True),
        ("en", "Find it hard to get by", False),
        ("en", "I find it difficult to pay the rent", False),
        ("ru", "Затрудняюсь ответить", True),
        ("ru", "Сложно сказать", True),
        ("ru", "Испытываем денежные затруднения", False),
        ("ru", "Трудно свести концы с концами", False),
        ("sr", "Teško mi je reći", False),
        ("sr", "Teško je reći", True),
        ("sr", "Teško sastavljam kraj s krajem", False),
    ],
)
def test_whoever_finds_something_else_hard_than_to_answer_is_not_undecided(
    language: str, label: str, undecided: bool
) -> None:
    """How a household gets by is an answer, and one of a scale that can be added."""
    survey = WordedSurvey(asked("q", "How do you do?", {label: 20, "Well": 80}), language)
    assert survey.is_undecided == [undecided, False]


def test_a_word_of_the_question_that_one_answer_affirms_and_another_denies_is_told() -> None:
    """ "Rather safe" and "rather unsafe" differ by what is asked."""
    survey = WordedSurvey(SAFE, "en")
    assert survey.affirmed[1, survey.column["safe"]] > 0 == survey.denied[1, survey.column["safe"]]
    assert survey.denied[2, survey.column["safe"]] > 0 == survey.affirmed[2, survey.column["safe"]]


def test_words_of_another_language_stand_for_a_figure_that_a_code_is_linked_to() -> None:
    survey = WordedSurvey(TRUST, "en", {"b-1": "bicikl"})
    assert survey.asked[4, survey.column["bicikl"]] > 0
    assert survey.asked[0, survey.column["bicikl"]] == 0


def test_a_group_that_is_everybody_has_no_words_of_its_own() -> None:
    few = asked("b", "Do you ride a bicycle?", {"Every day": 20}, subgroup="teachers")
    survey = WordedSurvey([*TRUST, *few], "en")
    assert survey.grouped.tolist() == [False] * 6 + [True]
    assert survey.group[6, survey.column["teacher"]] == 1


def test_the_only_group_of_a_question_and_one_that_others_make_up_are_all_whom_it_was_asked() -> (
    None
):
    """Drivers are all who were asked of cars; of fuel, old and young ones make the drivers up."""
    said = {"Every day": 20.0, "Rarely": 80.0}
    cars = asked("k", "Do you wash your car?", said, subgroup="Drivers", base_n=300)
    bases = {"Drivers": 300, "Young drivers": 100, "Old drivers": 201}
    fuel = [
        one
        for number, (group, n) in enumerate(bases.items())
        for one in asked(f"f{number}", "Do you save fuel?", said, subgroup=group, base_n=n)
    ]
    survey = WordedSurvey([*TRUST, *cars, *fuel], "en")
    assert survey.grouped.tolist() == [False] * 6 + [False] * 2 + [False] * 2 + [True] * 4
    assert survey.known[6, survey.column["driver"]]
    fewer = [f for f in fuel if f.subgroup != "Old drivers"]
    assert WordedSurvey([*TRUST, *fewer], "en").grouped[6]


def test_a_group_that_others_make_up_is_not_everybody_where_a_larger_one_is_given() -> None:
    """The young and the old are as many as the men: neither they nor men are all who were asked."""
    bases = {"all voters": 1204, "Men": 600, "Women": 604, "young voters": 300, "old voters": 301}
    survey = WordedSurvey(
        [
            figure
            for group, many in bases.items()
            for figure in asked(group, "Do you vote?", {"Yes": 50}, subgroup=group, base_n=many)
        ],
        "en",
    )
    assert survey.grouped.tolist() == [False, True, True, True, True]


def test_words_that_all_who_were_asked_are_called_name_none_of_their_groups() -> None:
    """Of "other voters" is only "other" their own, which is a small word: nothing names them."""
    figures = [
        figure
        for group, many in (("all voters", 1000), ("Labour voters", 400), ("Other voters", 600))
        for figure in asked(group, "Is it fair?", {"Fair": 50}, subgroup=group, base_n=many)
    ]
    voters = worded("Of the voters 50 % call it fair.", figures).fitness()
    labour = worded("Of Labour supporters 50 % call it fair.", figures).fitness()
    assert voters.survey.grouped.tolist() == [False, True, True]
    assert voters.group[0].tolist() == [0, 0, 0]
    assert labour.group[0].tolist() == [0, 1, 0]


def test_groups_that_every_question_is_given_for_are_not_everybody_beside_one_that_is() -> None:
    """With one group alone it is everybody whatever it is called; of two each is its own."""
    crossed = [
        f
        for group in ("total", "women", "men")
        for f in asked("b", "Do you ride a bicycle?", {"Daily": 20}, subgroup=group)
    ]
    assert WordedSurvey(crossed, "en").grouped.tolist() == [False, True, True]
    assert WordedSurvey(crossed[1:2], "en").grouped.tolist() == [False]
    assert WordedSurvey(crossed[1:], "en").grouped.tolist() == [True, True]


@pytest.mark.parametrize(
    ("label", "marks"),
    [
        ("18–34", ("@under 35", "@under 34")),
        ("under 30", ("@under 30", "@under 31")),
        ("60 years and older", ("@over 60", "@over 59")),
        ("65+", ("@over 65", "@over 64")),
        ("women", ()),
    ],
)
def test_a_group_of_ages_may_be_called_by_its_open_end(label: str, marks: tuple[str, ...]) -> None:
    assert ranges_of(label) == marks


def test_the_last_group_is_open_above_and_the_first_below() -> None:
    """Of "55–64" among others all are over 55; "to 10 years" are those under 10."""
    assert ranges_of("55–64", is_last=True) == ("@over 55", "@over 54")
    assert ranges_of("to 10 years", is_first=True) == ("@under 10", "@under 11")
    assert ranges_of("over 10 years", is_first=True) == ("@over 10", "@over 9")


def test_a_hedged_share_and_a_thousand_are_no_ages() -> None:
    """A mark stands at its digits, so that one on a number of the draft is not read as words."""
    assert [(f.stem, f.at) for f in marks_in("of those over 60")] == [("@over 60", 14)]
    assert marks_in("over 1000 households") == []
    draft = worded("Under 35 % ride, and just over 60 % of them daily.", by_age())
    assert not any(s.feature.stem[0] == "@" for w in draft.words.around for s in w.said)


def test_words_of_one_language_that_begin_like_another_ones_name_no_group() -> None:
    assert marks_in("They started under the stars.") == []
    assert [f.stem for f in marks_in("Od starih 41 %, kod starijih 30 %")] == ["@highest"] * 2


AGES = ("18–34", "35–59", "60 and older")


def by_age() -> list[Indicator]:
    return [
        f
        for n, age in enumerate(AGES)
        for f in asked(f"b{n}", "Do you ride a bicycle?", {"Every day": 12 + 9 * n}, subgroup=age)
    ]


def test_the_first_and_last_of_ordered_groups_have_marks_the_others_are_between() -> None:
    called = WordedSurvey([*TRUST, *by_age()], "en").called
    assert called[:6] == [frozenset()] * 6
    assert called[6] == {"@lowest", "@under 35", "@under 34"}
    assert called[7] == {"@between"}
    assert called[8] == {"@highest", "@over 60", "@over 59"}


# ── how near words are ──

RIDE = "Of the neighbours asked, 41 % ride a bicycle. Buses come later. Trams never do."


def test_words_on_the_own_side_are_near_and_grow_distant_by_the_word() -> None:
    """Behind 41: ride 1, bicycle 3 words away. A fifth word is 0.6 · 2 further."""
    draft = worded(RIDE.replace("a bicycle", "a nice old bicycle"), TRUST)
    assert draft.near("41 %", "ride").level == 1
    assert draft.near("41 %", "bicycle").level == pytest.approx(near(0.6 * 2))
    assert draft.near("41 %", "nice").level == 1
    assert draft.near("41 %", "bicycle").own
    assert draft.near("41 %", "bicycle").inside


def test_words_of_the_far_side_are_five_further_but_two_where_they_say_of_whom() -> None:
    said = worded(RIDE, TRUST).near("41 %", "neighbours")
    assert (said.level, said.whom) == (pytest.approx(near(5)), pytest.approx(near(2)))
    assert not said.own
    said = worded("A bicycle is ridden by 41 % of neighbours.", TRUST).near("41 %", "neighbours")
    assert (said.level, said.whom) == (pytest.approx(near(5)), pytest.approx(near(6)))


def test_numbers_and_breaks_between_part_words_from_a_number() -> None:
    draft = worded("Then 41 % walk, 30 % ride; here 9 % swim.", TRUST)
    assert draft.near("41 %", "ride").level == pytest.approx(near(0.6 * 0 + 5))
    assert draft.near("41 %", "swim").level == pytest.approx(near(0.6 * 3 + 10 + 6))
    assert draft.near("9 %", "ride").level == pytest.approx(near(6 + 5))
    assert not draft.near("41 %", "ride").own


def test_words_in_brackets_with_another_number_are_ten_further_and_not_of_the_clause() -> None:
    """Before 41: of neighbours 2 words away; bicycles stand in the brackets of 30."""
    draft = worded("Trams are used by 41 % (by bicycle only 30 %).", TRUST)
    said = draft.near("41 %", "bicycle")
    assert said.level == pytest.approx(near(5 + 10))
    assert (said.own, said.zone) == (False, False)
    said = draft.near("30 %", "bicycle")
    assert (said.own, said.zone) == (True, True)
    alone = worded("Trams are used by 41 % (by bicycle or car).", TRUST)
    assert alone.near("41 %", "bicycle").level == pytest.approx(near(5))


def test_other_sentences_headings_and_heads_have_levels_of_their_own() -> None:
    text = (
        "# Bicycles\n\nSwimmers met. Walkers came. Runners left. Then 41 % ride. Buses come.\n\n"
        "Drivers pay 30 % more."
    )
    draft = worded(text, TRUST)
    levels = {
        word: draft.near("41 %", word).level
        for word in ("Bicycles", "Swimmers", "Walkers", "Runners", "Buses")
    }
    assert levels == {
        "Bicycles": 0.25,
        "Swimmers": 0.22,
        "Walkers": 0.22,
        "Runners": 0.3,
        "Buses": 0.12,
    }
    assert draft.near("30 %", "Buses").level == 0.15
    assert not draft.near("41 %", "Runners").inside


def test_the_heads_of_a_tables_row_and_column_name_a_cells_number() -> None:
    draft = worded("Asked in spring.\n\n| Group | Ride |\n|---|---|\n| Women | 41 % |\n", TRUST)
    heads = {s.feature.stem: s for s in draft.around("41 %").said if s.level == 0.8}
    assert set(heads) == {"women", "ride"} or {"woman", "ride"} == set(heads)
    assert all(s.inside and s.own and s.zone for s in heads.values())
    assert draft.near("41 %", "spring").level == 0.3


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Walkers sing, 41 % ride often.", "ride often."),
        ("Walkers ride (41 %) and sing.", "Walkers ride"),
        ("Walkers sing (41 % ride often) at home.", "ride often"),
        ("Walkers sing (riders, often 41 %) at home.", "often"),
        ("Riders stand at 41 % in spring.", "Riders stand at"),
        ("Walkers often ride 41 %.", "Walkers often ride"),
        ("Then 30 % walk often at 41 %.", "walk often at"),
        ("Then 41 % ride often, 30 % walk.", "ride often,"),
        ("Среди соседей ездят 41 % каждый день.", "каждый день."),
        ("Bicikl vozi samo 41 % svakog dana.", "Bicikl vozi samo"),
    ],
)
def test_the_own_side_is_behind_a_number_before_a_bracket_or_behind_words_that_lead(
    text: str, own: str
) -> None:
    assert worded(text, TRUST).around("41 %").own_words.strip(" (") == own


def test_a_year_counts_with_its_half_and_not_behind_another_number() -> None:
    draft = worded("In 2024 H1 there ride 41 %, 30 % walk as in 2023.", TRUST)
    assert set(draft.around("41 %").years) == {"2024 H1"}
    assert set(draft.around("30 %").years) == {"2024 H1", "2023"}


def test_a_year_on_the_own_side_is_nearer_by_a_fifth() -> None:
    draft = worded("Riders of 2021 were 41 %, in 2024 too.", TRUST)
    years = draft.around("41 %").years
    assert years == {"2021": pytest.approx(1.2), "2024": pytest.approx(near(5))}


def test_how_many_people_were_asked_is_no_year() -> None:
    draft = worded("Of 2014 people asked, 41 % ride (n = 1998).", TRUST)
    assert draft.around("41 %").years == {}
    assert draft.around("41 %").bases == [2014, 1998]


# ── what a value alone may state ──


def stated(claim: object, figures: list[Indicator]) -> set[str]:
    survey = WordedSurvey(figures, "en")
    listed = PossibleStatements(survey).of(claim)  # type: ignore[arg-type]
    return {f"{c.making} {c.statement(survey)}" for c in listed}


@pytest.mark.parametrize(
    ("value", "decimals", "about", "ok"),
    [
        (38, 0, "", True),
        (38.2, 1, "", True),
        (38.3, 1, "", False),
        (39, 0, "", False),
        (40, 0, "about", True),
        (40.8, 1, "about", False),
        (41, 0, "under", True),
        (41.3, 1, "under", False),
        (40, 0, "nearly", True),
        (37, 0, "under", False),
        (34, 0, "over", True),
        (33.1, 1, "over", False),
        (40, 0, "over", False),
    ],
)
def test_a_share_is_a_figure_rounded_or_as_it_is_hedged(
    value: float, decimals: int, about: str, ok: bool
) -> None:
    """38.2: under 41.2 at most, over 33.2 at least, about 2.5 off."""
    one = [figure("q", "Walk", 38.2)]
    made = stated(number(value, decimals=decimals, about=about), one)
    assert ("alone q-Walk" in made) is ok


@pytest.mark.parametrize(
    ("part", "about", "value", "ok"),
    [
        (50, "", 54.9, True),
        (50, "", 55.1, False),
        (20, "", 22.8, True),
        (20, "", 22.9, False),
        (50, "over", 59.9, True),
        (50, "over", 49.4, False),
        (50, "over", 60.1, False),
        (50, "under", 40.1, True),
        (50, "nearly", 39.9, False),
        (50, "nearly", 50.6, False),
        (20, "over", 24.0, True),
        (20, "over", 24.1, False),
        (20, "nearly", 16.0, True),
        (20, "under", 15.9, False),
        (10, "nearly", 8.0, True),
    ],
)
def test_a_fraction_is_a_share_within_a_seventh_of_it_hedged_ones_within_a_fifth(
    part: float, about: str, value: float, ok: bool
) -> None:
    claim = number(part, kind=ClaimKind.RATIO, about=about)
    made = stated(claim, [figure("q", "Walk", value)])
    assert ("alone q-Walk" in made) is ok


def test_points_times_counts_and_quantifiers_state_no_share() -> None:
    one = [figure("q", "Walk", 3)]
    assert stated(number(3), one) == {"alone q-Walk"}
    assert stated(number(3, points=1), one) == set()
    assert stated(number(3, kind=ClaimKind.RATIO), one) == {"alone q-Walk"}
    assert stated(number(3, kind=ClaimKind.RATIO, times=1), one) == set()
    assert stated(number(3, kind=ClaimKind.COUNT), one) == set()


def test_a_mean_is_a_figure_that_is_no_share() -> None:
    both = [figure("q", "Walk", 3), figure("m", "Mean", 3, unit="points")]
    assert stated(number(3, kind=ClaimKind.MEAN), both) == {"alone m-Mean"}


def test_a_sum_may_be_off_by_the_rounding_of_each_figure_added() -> None:
    """11.3 + 24.4 = 35.7: printed 36, 35.7, or 35.75 and 35.65 at the far ends, not 35.6."""
    assert stated(number(36), SAFE) == {"grades s-1+s-2"}
    assert stated(number(35.8, decimals=1), SAFE) == {"grades s-1+s-2"}
    assert stated(number(35.9, decimals=1), SAFE) == set()


def test_answers_that_differ_in_how_strongly_they_are_put_are_joined() -> None:
    made = {c.making for c in PossibleStatements(WordedSurvey(SAFE, "en")).shares}
    assert made >= {Making.GRADES, Making.ALONE, Making.LEFT}
    assert stated(number(64.3, decimals=1), SAFE) == {"grades s-3+s-4"}


def test_any_run_of_ordered_answers_is_joined() -> None:
    """Eight ages, five of them in the middle: 2 + 3 + 4 + 5 + 6 = 20."""
    ages = {f"{n}0 to {n}9 years": float(n) for n in range(1, 9)}
    bins = asked("a", "How old are you?", ages)
    assert "bins a-2+a-3+a-4+a-5+a-6" in stated(number(20), bins)
    nominal = asked("a", "What do you like?", {w: n for n, w in enumerate(WORDS, 1)})
    assert "neighbours a-2+a-3+a-4+a-5+a-6" not in stated(number(20), nominal)


WORDS = ("Tea", "Milk", "Wine", "Beer", "Juice", "Water", "Cider", "Cocoa")


def test_neighbouring_answers_are_joined_up_to_three_or_to_an_end_of_few() -> None:
    """Of seven answers also 2 to 7 and the first four; of eight at most three."""
    seven = asked("a", "What do you like?", {w: 2.0**n for n, w in enumerate(WORDS[:7])})
    assert "neighbours a-2+a-3+a-4" in stated(number(14), seven)
    assert "neighbours a-1+a-2+a-3+a-4" in stated(number(15), seven)
    assert "neighbours a-4+a-5+a-6+a-7" not in stated(number(120), seven)
    few = asked("a", "What do you like?", {w: n for n, w in enumerate(WORDS[:7], 5)})
    assert "neighbours a-4+a-5+a-6+a-7" in stated(number(38), few)
    assert "neighbours a-2+a-3+a-4+a-5" not in stated(number(30), few)
    eight = asked("a", "What do you like?", {w: n for n, w in enumerate(WORDS, 5)})
    assert "neighbours a-6+a-7+a-8" in stated(number(33), eight)
    assert "neighbours a-5+a-6+a-7+a-8" not in stated(number(42), eight)


def test_up_to_half_of_a_scales_answers_are_joined_from_its_ends() -> None:
    """Of five grades without a word in common; "do not know" is at no end."""
    marks = {"Ideal": 5.0, "Good": 11.0, "Fair": 22.0, "Poor": 31.0, "Awful": 17.0, "Unsure": 14.0}
    scale = asked("a", "How is the park?", marks, type="scale")
    assert "end a-1+a-2" in stated(number(16), scale)
    assert "end a-4+a-5" in stated(number(48), scale)
    assert "end a-3+a-4+a-5" in stated(number(70), scale)
    assert "neighbours a-2+a-3" in stated(number(33), scale)
    assert "pair a-5+a-6" in stated(number(31), scale)
    assert "neighbours a-1+a-2" in stated(number(16), asked("a", "How is the park?", marks))
    often = {"Daily": 5.0, "On Sundays": 11.0, "Hardly": 54.0, "Never": 30.0}
    assert "end a-1+a-2" in stated(number(16), asked("a", "How often do you walk?", often))


def test_all_answers_that_begin_with_yes_or_with_no_are_joined() -> None:
    said = {"Yes, often": 12.0, "Yes, once": 25.0, "No, but I would": 40.0, "No": 23.0}
    asked_once = asked("a", "Have you been here?", said)
    assert "yes a-1+a-2" in stated(number(37), asked_once)
    assert "yes a-3+a-4" in stated(number(63), asked_once)
    assert "neighbours a-2+a-3" in stated(number(65), asked_once)


def test_totals_answers_that_count_as_none_and_several_answers_are_not_joined() -> None:
    said = {"Tea": 40.0, "Milk": 20.0}
    one = asked("a", "What do you like?", said)
    last = figure("a", "Wine", 10, id="a-3", question="What do you like?")
    assert "pair a-1+a-3" in stated(number(50), [*one, last])
    refused = figure("a", "Wine", 10, id="a-3", question="What do you like?", missing=True)
    assert "pair a-1+a-3" not in stated(number(50), [*one, refused])
    total = figure("a", "Total", 10, id="a-3", question="What do you like?")
    assert "pair a-1+a-3" not in stated(number(50), [*one, total])
    many = asked("a", "What do you like?", {**said, "Wine": 10}, type="multi")
    assert stated(number(60), many) == {"left a-1"}


def test_two_answers_apart_are_a_pair_among_the_first_seven() -> None:
    """Tea and wine, seven apart; the eighth is joined with none."""
    eight = asked("a", "What do you like?", {w: 3.0**n / 40 for n, w in enumerate(WORDS)})
    assert "pair a-1+a-7" in stated(number(round((1 + 729) / 40, 2), decimals=2), eight)
    assert "pair a-1+a-8" not in stated(number(round((1 + 2187) / 40, 2), decimals=2), eight)


# ── as far as words speak for it ──

DRINKS = asked(
    "d", "What do the neighbours drink?", {"Tea": 30, "Milk": 22, "Wine": 18, "Nothing": 30.5}
)


def test_what_is_left_is_meant_only_where_words_deny_it_or_the_answer_lacks_something() -> None:
    """70 is what tea leaves of 100; 69.5 what "nothing" does."""
    assert "100-d-1" in worded("Of the neighbours 70 % drink no tea.", DRINKS).stated("70 %")
    assert "100-d-1" in worded("Of the neighbours 70 % do not drink tea.", DRINKS).stated("70 %")
    assert "100-d-1" not in worded("Of the neighbours 70 % do not drink.", DRINKS).stated("70 %")
    assert "100-d-1" not in worded("Of the neighbours 70 % drink.", DRINKS).stated("70 %")
    assert "100-d-4" in worded("Of the neighbours 69.5 % drink.", DRINKS).stated("69.5 %")


def test_two_answers_apart_are_meant_only_where_the_clause_names_both() -> None:
    assert "d-1+d-3" in worded("Tea or wine is drunk by 48 %.", DRINKS).stated("48 %")
    assert "d-1+d-3" not in worded("Tea is drunk by 48 %.", DRINKS).stated("48 %")
    half = asked("d", "What do you drink?", {"Green tea": 30, "Milk": 22, "Black wine": 18})
    assert "d-1+d-3" in worded("Tea or wine is drunk by 48 %.", half).stated("48 %")
    quarter = {"Good fresh green tea": 30, "Milk": 22, "Good sweet black wine": 18}
    four = asked("d", "What do you drink?", quarter)
    assert "d-1+d-3" not in worded("Tea or wine is drunk by 48 %.", four).stated("48 %")
    assert "d-1+d-3" not in worded("Wine is liked. By 48 % tea is drunk.", DRINKS).stated("48 %")


def test_one_number_is_not_what_some_answers_make_and_what_the_last_leaves_as_well() -> None:
    """Tea and milk leave 30 of wine and water: the sum where both are named, else what is left."""
    three = asked("d", "What do the neighbours drink?", {"Tea": 32, "Milk": 38, "Wine": 30})
    named = worded("Tea or milk and no wine is drunk by 70 %.", three).stated("70 %")
    assert named == {"d-1+d-2"}
    denied = worded("Of the neighbours 70 % drink no wine.", three).stated("70 %")
    assert denied == {"100-d-3"}
