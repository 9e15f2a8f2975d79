"""How well words, years, groups, bases and neighbours fit what a number may state."""

from __future__ import annotations

import math

import numpy as np
import pytest
from worded_drafts import asked, worded

from coding.model import Indicator, Sense, Statement
from coding.verify.claims.naming import OWN, WORDING, named

SURVEY = "Town survey 2024"


def park(source: str = SURVEY, **more: object) -> list[Indicator]:
    said = {"Very safe": 11.3, "Rather safe": 24.4, "Rather unsafe": 38.2, "Very unsafe": 26.1}
    return asked("s", "How safe is the park at night?", said, source=source, **more)


DOGS = asked("d", "Should dogs be kept on a lead?", {"Yes": 61, "No": 61}, source=SURVEY)
DRINKS = asked(
    "w",
    "What do the neighbours drink?",
    {"Tea": 32, "Milk": 23, "Wine": 18, "Nothing": 27.5},
    source=SURVEY,
)
TOWN = [*park(), *DOGS, *DRINKS]


def rides(share: float = 41, number: str = "b", **more: object) -> list[Indicator]:
    said = {"Every day": share, "On Sundays": 99.5 - share}
    return asked(number, "Do you ride a bicycle?", said, **more)


# ── years ──

HALVES = [
    *rides(number="h1", source="Town survey 2024 H1"),
    *rides(number="h2", source="Town survey 2024 H2"),
]


@pytest.mark.parametrize(
    ("text", "agrees", "other", "older"),
    [
        ("In 2024 H1 41 % rode a bicycle.", (1, 0), (0, 1), (0, 0)),
        ("In 2024 H2 41 % rode a bicycle.", (0, 1), (1, 0), (0, 0)),
        ("In 2024 there rode 41 % a bicycle.", (1, 1), (0, 0), (0, 0)),
        ("A bicycle is ridden by 41 %.", (0, 0), (0, 0), (1, 0)),
        ("In 2024 H1 it rained. A bicycle was ridden by 41 %.", (0, 0), (0, 0), (1, 0)),
        ("A bicycle was ridden by 59 % and 41 % (as in 2024 H1).", (1, 0), (0, 1), (0, 0)),
        ("A bicycle was ridden by 41 %, of whom 9 % (in 2024 H1) fell.", (0, 0), (0, 0), (1, 0)),
        ("A bicycle was, last year, ridden by 41 %.", (0.5, 0), (0, 0.5), (0, 0)),
    ],
)
def test_a_number_is_of_the_year_that_stands_nearest_and_of_the_newest_unless_one_is_named(
    text: str, agrees: tuple[float, ...], other: tuple[float, ...], older: tuple[float, ...]
) -> None:
    draft = worded(text, HALVES)
    found = [draft.described("41 %", key) for key in ("h1-1", "h2-1")]
    named = [draft.named_as("41 %", key) for key in ("h1-1", "h2-1")]
    assert tuple(row["year agrees"] for row in named) == agrees
    assert tuple(row["other year"] for row in found) == other
    assert tuple(row["older survey"] for row in found) == older
    better = [row["another group or year fits better"] for row in found]
    if agrees in ((1, 0), (0, 1)):
        assert better == [other[0], other[1]]


def test_a_year_that_the_question_names_is_no_other_year() -> None:
    vote = asked("v", "Did you vote in 2021?", {"Of course": 41, "Hardly": 59}, source=SURVEY)
    row = worded("In 2021 there voted 41 %.", vote).described("41 %", "v-1")
    assert row["other year"] == row["older survey"] == 0
    row = worded("In 2020 there voted 41 %.", vote).described("41 %", "v-1")
    assert row["other year"] == 1


# ── groups and bases ──


def aged(*shares: float) -> list[Indicator]:
    ages = ("18–34", "35–59", "60 and older")
    groups = zip(ages, shares, strict=True)
    made = [rides(share, number=f"a{n}", subgroup=age) for n, (age, share) in enumerate(groups, 1)]
    return [*TOWN, *rides(share=80), *(f for one in made for f in one)]


@pytest.mark.parametrize(
    ("whom", "named"),
    [
        ("Of those under 35", "a1"),
        ("Of those under 34", "a1"),
        ("Of the young", "a1"),
        ("Of the middle-aged", "a2"),
        ("Of those over 60", "a3"),
        ("Of those over 59", "a3"),
        ("Of the elderly", "a3"),
    ],
)
def test_a_group_of_ages_is_named_by_its_end_or_by_its_place(whom: str, named: str) -> None:
    draft = worded(f"{whom}, 41 % ride a bicycle every day.", aged(41, 41, 41))
    found = {key: draft.described("41 %", f"{key}-1") for key in ("a1", "a2", "a3")}
    met = {key: draft.named_as("41 %", f"{key}-1")["group named"] for key in found}
    assert {key for key, level in met.items() if level > 0.9} == {named}
    assert all(row["no group is spoken of"] < 0.1 for row in found.values())
    assert found[named]["another group or year fits better"] == 0
    others = [row for key, row in found.items() if key != named]
    assert all(row["another group or year fits better"] == 1 for row in others)
    assert all(row["group not named"] > 0.5 for row in others)


def test_a_group_that_is_not_spoken_of_is_not_named() -> None:
    """ "Among" says half that some group is spoken of; of everybody nothing is asked."""
    draft = worded("A bicycle is ridden by 41 % every day.", aged(41, 20, 20))
    row = draft.described("41 %", "a1-1")
    assert draft.named_as("41 %", "a1-1")["group named"] == 0
    assert (row["group not named"], row["no group is spoken of"]) == (1, 1)
    assert row["another group or year fits better"] == 1
    led = worded("Among drivers 41 % ride a bicycle every day.", aged(41, 20, 20))
    assert led.described("41 %", "a1-1")["no group is spoken of"] == 0.5
    everybody = worded("A bicycle is ridden by 80 % every day.", aged(41, 20, 20))
    assert everybody.described("80 %", "b-1")["group not named"] == 0


@pytest.mark.parametrize(
    ("whom", "named"), [("approve", "a-1"), ("do not approve", "d-1"), ("ride", "")]
)
def test_a_group_is_named_by_what_is_said_or_denied_of_it(whom: str, named: str) -> None:
    groups = {"a": "I approve of trams", "d": "I do not approve of trams"}
    figures = [
        figure
        for number, group in groups.items()
        for figure in asked(number, "Do you swim?", {"Daily": 41, "Never": 59}, subgroup=group)
    ]
    draft = worded(f"Of those who {whom} of trams 41 % swim daily.", figures)
    found = {key: draft.named_as("41 %", key)["group named"] for key in ("a-1", "d-1")}
    others = [level for key, level in found.items() if key != named]
    assert all(level < 0.9 for level in others)
    assert not named or found[named] > 0.9


def test_how_many_were_asked_may_be_others_than_those_of_a_figure() -> None:
    """A number below ten is no base; where none is printed nothing is said."""

    def differs(text: str) -> float:
        return worded(text, rides(base_n=300)).described("41 %", "b-1")["base differs"]

    assert differs("Of 310 respondents 41 % ride a bicycle.") == 1
    assert differs("Of 300 respondents 41 % ride a bicycle.") == 0
    assert differs("Of 9 respondents 41 % ride a bicycle.") == 0
    assert differs("A bicycle is ridden by 41 %.") == 0


# ── answers ──


def test_a_yes_is_denied_by_the_words_that_deny_what_it_affirms() -> None:
    """Both have 61 %: "keep on a lead" is yes, "not kept" no."""
    yes = worded("Dogs should be kept on a lead, say 61 %.", TOWN)
    no = worded("Dogs should not be kept on a lead, say 61 %.", TOWN)
    assert no.described("61 %", "d-1")["answer denied"] > 0
    assert yes.described("61 %", "d-1")["answer denied"] == 0


GRADED = asked(
    "g", "How is the mayor?", {"Very good": 41, "Rather good": 41, "Neither": 41, "Bad": 41}
)


@pytest.mark.parametrize(
    ("text", "as_put", "not_as_put"),
    [
        ("By 41 % the mayor is called very good.", {"g-1"}, {"g-2", "g-3"}),
        ("By 41 % the mayor is called rather good.", {"g-2"}, {"g-1", "g-3"}),
        ("By 41 % the mayor is called neither.", {"g-3"}, {"g-1", "g-2"}),
        ("By 41 % the mayor is called good.", set(), {"g-1", "g-2", "g-3"}),
    ],
)
def test_an_answer_is_put_as_strongly_as_the_words_or_not(
    text: str, as_put: set[str], not_as_put: set[str]
) -> None:
    draft = worded(text.replace("By 41 % the", "For 41 % the"), GRADED)
    found = {f.id: draft.named_as("41 %", f.id) for f in GRADED}
    assert {key for key, row in found.items() if row["as strongly put"]} == as_put
    assert {key for key, row in found.items() if row["not as strongly put"]} == not_as_put


def test_a_middle_answer_is_one_whatever_else_it_names() -> None:
    said = {"Neither very safe nor rather unsafe": 41, "Safe": 59}
    survey = worded("41 % do.", asked("s", "How is the park?", said)).survey
    assert survey.grade == ["middle", ""]
    assert survey.affirmed[0, survey.column["@middle"]] == 1


def test_a_value_is_exact_as_it_is_printed() -> None:
    """38.2 printed 38 is exact, printed 39 hedged is not; rare where one question has it."""
    rounded = worded("For 38 % the park is rather unsafe.", TOWN).described("38 %", "s-3")
    assert (rounded["exact"], rounded["rare value"]) == (1, 1)
    about = worded("For about 39 % the park is rather unsafe.", TOWN).described("39 %", "s-3")
    assert about["exact"] == 0
    twice = worded("For 11.3 % it is so.", [*TOWN, *rides(11.3)]).described("11.3 %", "b-1")
    assert twice["rare value"] == pytest.approx(1 / math.sqrt(2))


# ── rivals and neighbours ──


def test_another_figure_that_words_name_better_speaks_against_one() -> None:
    """Milk has 23 %, tea 32: where tea is spoken of, 23 % is another answer's value."""
    right = worded("By 23 % of the neighbours milk is drunk.", TOWN).described("23 %", "w-2")
    wrong = worded("By 23 % of the neighbours tea is drunk.", TOWN).described("23 %", "w-2")
    names = (
        "another figure fits better",
        "another answer fits better",
    )
    assert [right[name] for name in names] == [0, 0]
    assert all(wrong[name] > 0.9 for name in names)
    assert right["clearly named by words"] > 0.5
    assert wrong["clearly named by words"] == 0
    assert right["named by words"] > 0.8 > 0.1 > wrong["named by words"]


def test_a_figure_that_another_number_of_the_sentence_has_is_used_and_no_rival() -> None:
    """Tea is named best, but it is 32 that states it."""
    draft = worded("Tea is drunk by 32 %, milk by 23 %.", TOWN)
    assert draft.described("23 %", "w-2")["another figure fits better"] == 0
    weak = worded("Tea is drunk by 32 % of neighbours, and 23 % are left.", TOWN)
    fits = weak.fits("23 %")
    rivals = {
        str(s.statement(weak.survey))
        for s, r in zip(fits.words.statements, fits.rivals, strict=True)
        if r
    }
    assert "w-4" in rivals
    assert "w-1" not in rivals
    assert weak.described("23 %", "w-2")["another answer fits better"] == 0
    again = worded("Tea is drunk by 32 %; wine and so on are drunk by 32 %.", TOWN)
    found = again.fitness()
    tea = again.survey.at["w-1"]
    gap = float(found.worded[0, tea] - found.worded[1, tea])
    assert gap > 0
    assert found.used(1)[tea] == pytest.approx(min(1, 0.4 + gap / 0.15))
    assert worded("It is 32 % for us, 32 % for them.", TOWN).fitness().used(1)[tea] == 0.4
    weak = worded("Of neighbours and others 32 % and of still others there 32 % as well.", TOWN)
    found = weak.fitness()
    gap = float(found.worded[0, tea] - found.worded[1, tea])
    assert 0.005 < gap < 0.085
    assert found.used(1)[tea] == pytest.approx(0.4 + gap / 0.15)
    apart = worded("Tea is drunk by 32 %. Milk and so on are drunk by 32 %.", TOWN).fitness()
    assert apart.used(1)[tea] == 0


def test_a_figure_of_another_unit_is_no_rival_of_a_share() -> None:
    mean = asked("w", "What do the neighbours drink?", {"Cups of milk": 4.2}, unit="cups")
    draft = worded("By 18 % of the neighbours cups of milk are drunk.", [*DRINKS[2:], *mean])
    assert draft.described("18 %", "w-3")["another answer fits better"] == 0
    assert draft.described("18 %", "w-3")["another figure fits better"] == 0


def test_numbers_around_state_the_question_the_less_the_further_they_are() -> None:
    """One number with figures: its share e^w / (e^w + e^0.3) counts 0.75 beside, 0.75² then.

    Half as much across paragraphs.
    """
    text = "A tea for 32 %. Then 99.9 % sat. And 99.8 % stood.\n\nAll in all 99.7 % ran."
    draft = worded(text, [*DRINKS, *DOGS])
    found = draft.fitness()
    tea = draft.survey.at["w-1"]
    row = draft.named_as("32 %", "w-1")
    row |= {name: float(values[0, tea]) for name, values in found.meant_of_words.items()}
    power = math.exp(sum(weight * row[name] for name, weight in OWN.items()))
    share = power / (power + math.exp(0.3))
    milk = draft.survey.at["w-2"]
    for row, factor in ((1, 0.75), (2, 0.75**2), (3, 0.5 * 0.75**3)):
        assert found.others.followed[row, milk] == pytest.approx(factor * share)
        assert found.others.followed[row, draft.survey.at["d-1"]] == 0
    assert found.others.followed[0, tea] == 0


def test_only_six_numbers_before_and_behind_are_looked_at() -> None:
    others = " ".join(f"Then {n}.9 % sat." for n in range(93, 99))
    draft = worded(f"A tea for 32 %. {others} Then 99.9 % sat.", [*DRINKS, *DOGS])
    followed = draft.fitness().others.followed[:, draft.survey.at["w-1"]]
    assert followed[6] > 0
    assert followed[7] == 0


def test_how_well_words_fit_is_a_sum_of_parts() -> None:
    """Answer .35, own side .15, sentence and clause .1 each, question .3, what denies it −.15.

    A group that is named .15, one that is not −.15; the named year .1, an older one −.1.
    """
    survey = [*aged(41, 41, 41), *HALVES]
    text = "Of the young 41 % ride, a bicycle not every day, in 2024 H1; 9 % ride on Sundays."
    for found in (worded(text, survey).fitness(), worded(text[:40], survey).fitness()):
        group = np.where(found.survey.grouped, 0.3 * found.group - 0.15, 0.0)
        parts = 0.35 * found.answer + 0.15 * found.own + 0.1 * (found.inside + found.clause)
        parts += 0.3 * found.asked - 0.15 * found.against + 0.1 * (found.year - found.older)
        assert np.allclose(found.worded, parts + group)
    assert found.older.any()
    found = worded(text, survey).fitness()
    assert all(part.any() for part in (found.answer, found.against, found.group, found.year))


def test_a_question_is_met_by_the_weight_of_its_words_over_that_and_four() -> None:
    """ "Drink" weighs ln((3 + 1) / 1.5) + .3 = 1.2808: 1.2808 / 5.2808 in the sentence."""
    draft = worded("Here 9 % of all that was bought, taken, sold or paid was a drink.", TOWN)
    found = draft.fitness()
    tea = draft.survey.at["w-1"]
    assert draft.survey.weights["drink"] == pytest.approx(1.2808, abs=1e-4)
    assert found.asked_inside[0, tea] == pytest.approx(1.2808 / 5.2808, abs=1e-4)
    near = draft.near("9 %", "drink").level * 1.2808
    assert near < 1.2
    assert found.asked[0, tea] == pytest.approx(near / (near + 4), abs=1e-4)


# ── named by words alone ──


def test_words_alone_share_what_they_name_among_all_of_the_unit() -> None:
    """Shares are as e^(weighed features)."""
    mean = asked("z", "How many cups?", {"Cups": 3.1}, unit="cups")
    draft = worded("Tea is drunk by 32 %, very unsafe is the park for 26 %.", [*mean, *TOWN])
    words = draft.fits("26 %").words
    assert words.rows.shape == (len(words.statements), len(WORDING))
    assert not any(0 in one.figures for one in words.statements)
    assert {n for one in words.statements for n in one.figures} == set(range(1, 1 + len(TOWN)))
    weights = [0.5 * n for n in range(len(WORDING))]
    shares = named(words, weights)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)
    powers = np.exp(words.rows @ np.array(weights))
    for one, share in shares.items():
        assert share == pytest.approx(powers[words.statements.index(one)] / powers.sum())


@pytest.mark.parametrize(
    ("name", "figure", "value"),
    [
        ("answer in its clause", "s-4", 1),
        ("answer in its clause", "w-1", 0),
        ("answer and question", "w-1", 0),
        ("used by another number", "w-1", 1),
        ("as strongly put", "s-4", 1),
        ("not as strongly put", "s-3", 1),
        ("older survey", "o-1", 1),
        ("no group is spoken of", "g-1", 1),
    ],
)
def test_what_words_alone_name_has_the_features_of_its_names(
    name: str, figure: str, value: float
) -> None:
    old = asked("o", "Do you ski?", {"Daily": 5}, source="Town survey 2020")
    women = asked("g", "Do you swim?", {"Daily": 5}, source="Town survey 2024", subgroup="women")
    men = asked("h", "Do you swim?", {"Daily": 5}, source="Town survey 2024", subgroup="men")
    survey = [*TOWN, *old, *women, *men]
    draft = worded("Tea is drunk by 32 %; the park is very unsafe for 26 %.", survey)
    assert draft.named_as("26 %", figure)[name] == pytest.approx(value)


# ── meaning ──


def test_words_that_share_none_with_an_answer_speak_for_the_one_they_come_nearest_to() -> None:
    """A car and an office are an automobile and an employer to whoever reads."""
    said = {"Travel by railway": 23, "Drive an automobile": 23, "Stroll": 54}
    ways = asked("t", "How do you reach your employer?", said, source=SURVEY)
    draft = worded("A car takes 23 % of them to the office.", [*ways, *DRINKS])
    car, train = (draft.described("23 %", name) for name in ("t-2", "t-1"))
    assert (car["no word of the answer"], car["question near"]) == (1, 0)
    assert car["clause means the answer"] > 0.3 > 0 > train["clause means the answer"]
    car, milk = (draft.named_as("23 %", name) for name in ("t-2", "w-2"))
    for name in ("text around means the question", "sentence means question and answer"):
        assert car[name] > 0.2 > 0 > milk[name]
    assert draft.proposed("23 %").proposals[0].statement == Statement(Sense.EQUAL, ("t-2",))


def test_a_bare_yes_has_no_meaning_of_its_own_and_a_language_without_vectors_none() -> None:
    draft = worded("61 % agree.", [*DOGS, *DRINKS])
    assert {
        draft.described("61 %", name)["clause means the answer"] for name in ("d-1", "d-2")
    } == {0}
    serbian = asked("s", "Kako dolazite na posao?", {"Automobilom": 23, "Vozom": 77}, source=SURVEY)
    draft = worded("Kolima na posao stiže 23 % zaposlenih u gradu.", serbian)
    assert not any(values.any() for values in draft.fitness().meant.values())


def test_a_group_is_told_by_words_that_mean_alike_beyond_what_any_group_has() -> None:
    """Pensioners are the retired; of everybody, and of ages in digits, nothing is told."""

    def tea(share: float, number: str, group: str) -> list[Indicator]:
        return asked(number, "Do you drink tea?", {"Daily": share}, subgroup=group, source=SURVEY)

    groups = [("a", "Retired people"), ("b", "Students at school"), ("c", "18–34")]
    survey = [*DRINKS, *tea(23, "e", "all"), *(row for n, g in groups for row in tea(23, n, g))]
    draft = worded("Tea is drunk daily by 23 % of the pensioners.", survey)
    means = {n: draft.named_as("23 %", f"{n}-1")["clause means the group"] for n in "abce"}
    assert means["a"] > 0.05
    assert means["a"] == pytest.approx(-means["b"])
    assert means["c"] == means["e"] == 0
    assert draft.described("23 %", "a-1")["clause means the group"] == means["a"]
    order = [str(one.statement) for one in draft.proposed("23 %").proposals]
    assert order.index("a-1") < order.index("b-1")


# ── what was stated before ──


def test_the_next_answer_in_the_surveys_order_follows_the_number_before() -> None:
    """Behind tea (32): milk is listed next, nothing (27.5) later."""
    draft = worded("Tea is drunk by 32 % of neighbours, the other by 23 % and 27.5 %.", DRINKS)
    milk, nothing = (draft.survey.at[key] for key in ("w-2", "w-4"))
    others = draft.fitness().others
    assert others.in_order[1, milk] > 0.5 > others.in_order[1, nothing]
    apart = worded("Tea is drunk by 32 % of neighbours.\n\nThe other by 23 %.", DRINKS)
    assert apart.named_as("23 %", "w-2")["next answer in order"] == 0


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("A third (32 %) of the neighbours drink tea.", True),
        ("A third of the neighbours, 32 %, drink tea.", True),
        ("A third of the neighbours – 32 % – drink tea.", True),
        ("A third of the neighbours drink tea, 32 % drink milk.", False),
        ("A third of the neighbours drink tea; 32 % do so daily.", False),
        ("A third (40 %) of the neighbours drink tea.", True),
        ("A third (41 %) of the neighbours drink tea.", False),
        ("A third (12 of them; 32 %) drink tea.", False),
        ("A third (12; 32 %) drink tea.", True),
        (
            "A third of those with a house of their own by the sea and a boat drink tea (32 %).",
            True,
        ),
        (
            "A third of those with a house of their own by the sea and a boat drink tea, 32 %.",
            False,
        ),
    ],
)
def test_a_share_says_a_fraction_again_where_it_stands_in_brackets_or_by_itself(
    text: str, *, beside: bool
) -> None:
    again = worded(text, DRINKS).fitness().again
    assert bool(again[0]) is beside


THIRDS = asked("t", "What do the carers miss?", {"Sleep": 33.7, "Money": 32, "Time": 34.3})


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("A third (33.7 %) miss their sleep.", {"t-1"}),
        ("A third of them (141; 33.7 %) miss their sleep.", {"t-1"}),
        ("A third (n = 141; 33.7 %) miss their sleep.", {"t-1"}),
        ("A third miss their sleep (33.7 %).", {"t-1"}),
        ("A third miss their sleep.", {"t-1", "t-2", "t-3"}),
        ("A third miss their sleep, 33.7 % money.", {"t-1", "t-2", "t-3"}),
        ("A third of them, 33.7 %, miss their sleep.", {"t-1", "t-2", "t-3"}),
    ],
)
def test_a_fraction_states_what_its_share_in_brackets_does(text: str, stated: set[str]) -> None:
    found = worded(text, THIRDS)
    listed = found.fits(found.claims[0].printed).candidates
    assert {str(one.statement(found.survey)) for one in listed} == stated


def test_a_fraction_is_as_exact_as_its_share_in_brackets() -> None:
    """Of the share alone it is told that 33.7 is what it prints; the chain knows nothing of it."""
    bare = worded("A third miss their sleep.", THIRDS)
    told = worded("A third (33.7 %) miss their sleep.", THIRDS)
    assert bare.described("A third", "t-1")["exact"] == 0
    assert told.described("A third", "t-1")["exact"] == 1
    assert told.described("A third", "t-1")["near its fraction"] == 0
    assert len(told.fitness().listed[0]) == 3


@pytest.mark.parametrize(
    ("said", "name", "gap"),
    [
        ("A third", "t-1", 33.7 - 100 / 3),
        ("Over a third", "t-1", 33.7 - 106 / 3),
        ("Nearly a third", "t-2", 32 - 94 / 3),
    ],
)
def test_a_hedged_fraction_is_as_a_rule_some_six_hundredths_more_or_less(
    said: str, name: str, gap: float
) -> None:
    draft = worded(f"{said} of the carers miss it.", THIRDS)
    told = draft.described(draft.claims[0].printed, name)
    assert told["near its fraction"] == pytest.approx(1 - abs(gap) / 7, abs=0.01)


def test_what_another_number_of_the_draft_states_is_known() -> None:
    """Tea twice in one paragraph and once in the next; wine nowhere else."""
    text = "Neighbours drink tea: 32 %. Their tea: 32.0 %.\n\nWine is drunk by 18 %. Tea: 32.00 %."
    draft = worded(text, DRINKS)
    assert draft.described("32 %", "w-1")["told already in its paragraph"] > 0.5
    assert draft.described("32.00 %", "w-1")["told already in its paragraph"] == 0
    assert draft.described("32.00 %", "w-1")["told elsewhere"] > 0.5
    assert draft.described("18 %", "w-3")["told elsewhere"] == 0
    # So it is of what the words name, whatever its value: here of what 18 % is not.
    assert draft.named_as("18 %", "w-1")["told elsewhere"] > 0.5
    assert draft.named_as("18 %", "w-3")["told elsewhere"] == 0
