"""When a number's words name one figure in full: each thing that may be missing leaves it open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_claims_fitness import DOGS, DRINKS, SURVEY, TOWN, park
from worded_drafts import Worded, asked, worded

from coding.model import Sense, Statement
from coding.verify.claims.proving import is_literal, speaks_against

FULL = "At night the park is very unsafe for 26.1 %."
VERY_UNSAFE = Statement(Sense.EQUAL, ("s-4",))


def literal(draft: Worded, statement: Statement = VERY_UNSAFE) -> bool:
    return is_literal(draft.fitness(), draft.row("26.1 %"), statement)


def test_an_answer_question_and_group_in_full_are_literal() -> None:
    assert literal(worded(FULL, TOWN))
    assert not literal(worded(FULL, TOWN), Statement(Sense.COMPLEMENT, ("s-4",)))
    assert not literal(worded(FULL, TOWN), Statement(Sense.SUM, ("s-4", "s-3")))


@pytest.mark.parametrize(
    ("why", "text"),
    [
        (
            "the answer's words are apart",
            "At night very old trees make the park unsafe for 26.1 %.",
        ),
        (
            "the answer is not in its clause",
            "At night it is very unsafe by trams, by 9 %; the park is for 26.1 %.",
        ),
        ("it is not as strongly put", "At night the park is unsafe for 26.1 %."),
        (
            "another question's word is behind",
            "At night the park is very unsafe to 26.1 % with dogs.",
        ),
        ("the question is not in full", "At noon the park is very unsafe for 26.1 %."),
        ("its words are a paragraph away", "At night.\n\nThe park is very unsafe for 26.1 %."),
        ("a word is not the survey's", "At night the park is very unsafe for 26.1 % of drivers."),
        (
            "another answer's word is on its side",
            "At night the park is rather, very unsafe: 26.1 %.",
        ),
        (
            "the answer is another number's",
            "At night the park is very unsafe for 9 %, at night the park is for 26.1 %.",
        ),
        ("its side speaks of another question", "At night 26.1 % find the park very unsafe: dogs."),
        ("another question's word is there", "At night the park is very unsafe for 26.1 % (dogs)."),
        ("another year is named", "At night in 2023 the park is very unsafe for 26.1 %."),
        ("another source is named", "At night the park is very unsafe for 26.1 %, as in a census."),
        ("it is hedged", "At night the park is very unsafe for about 26.1 %."),
        ("of some just named", "At night the park is very unsafe for 26.1 % of them."),
    ],
)
def test_nothing_is_literal_where(why: str, text: str) -> None:
    assert not literal(worded(text, TOWN)), why


def test_an_answer_of_a_group_is_literal_only_with_the_group() -> None:
    women = [*TOWN[4:], *park(subgroup="women"), *asked("z", "?", {"A": 1}, subgroup="women")]
    assert literal(worded("For women the park is very unsafe at night (26.1 %).", women))
    assert not literal(worded("The park is very unsafe at night (26.1 %).", women))


def test_a_value_that_another_question_has_an_older_survey_or_a_twin_is_not_literal() -> None:
    other = asked("z", "Where do you live?", {"North": 26.1, "South": 73.9}, source=SURVEY)
    assert not literal(worded(FULL, [*TOWN, *other]))
    later = asked("z", "Where do you live?", {"North": 2, "South": 98}, source="Survey 2025")
    assert not literal(worded(FULL, [*TOWN, *later]))
    twins = asked(
        "t",
        "How safe is the park at night?",
        {"Very unsafe": 31},
        source="Town survey 2024 for night parks",
    )
    twins_better = [*park(subgroup="drivers"), *DOGS, *DRINKS, *twins]
    assert not literal(worded(FULL, twins_better))


def test_a_source_is_named_also_by_a_word_of_the_survey() -> None:
    """ "Office" is a word for a source and one of this question: it is not told which."""
    shares = {"Very safe": 73.9, "Very unsafe": 26.1}
    office = asked("s", "How safe is the office at night?", shares, source=SURVEY)
    unsafe = Statement(Sense.EQUAL, ("s-2",))
    assert not literal(worded("At night the office is very unsafe (26.1 %).", office), unsafe)
    hall = asked("s", "How safe is the hall at night?", shares, source=SURVEY)
    assert literal(worded("At night the hall is very unsafe (26.1 %).", hall), unsafe)


def test_a_hedged_number_is_not_literal_though_nothing_else_is_near() -> None:
    few = [*park(), *DOGS]
    assert literal(worded(FULL, few))
    assert not literal(worded(FULL.replace("26.1", "about 26.1"), few))


def test_an_answer_that_is_more_strongly_put_than_the_surveys_is_not_literal() -> None:
    shares = {"Safe": 73.9, "Unsafe": 26.1}
    night = asked("s", "How is the park at night?", shares, source=SURVEY)
    unsafe = Statement(Sense.EQUAL, ("s-2",))
    assert literal(worded("At night the park is unsafe (26.1 %).", night), unsafe)
    assert not literal(worded("At night the park is very unsafe (26.1 %).", night), unsafe)


def test_the_words_of_an_answer_stand_together_in_their_order() -> None:
    shares = {"Green trees": 26.1, "Red roofs": 73.9}
    trees = asked("s", "What has the park at night?", shares, source=SURVEY)
    green = Statement(Sense.EQUAL, ("s-1",))
    assert literal(worded("At night the park has green trees (26.1 %).", trees), green)
    assert not literal(worded("At night the trees of the park, green (26.1 %).", trees), green)


def test_everybodys_figure_is_not_literal_where_a_group_is_half_named() -> None:
    women = asked("g", "How safe is the park at night?", {"Very unsafe": 20}, source=SURVEY)
    young = [replace(figure, subgroup="young women") for figure in women]
    text = "At night the park is very unsafe to 26.1 % of women."
    assert not literal(worded(text, [*TOWN, *young]))


def test_a_figure_of_no_year_is_not_literal_where_its_twin_is_of_the_year_that_is_named() -> None:
    twin = asked("t", "How safe is the park at night?", {"Very unsafe": 20}, source=SURVEY)
    text = "In 2024 the park is very unsafe at night (26.1 %)."
    assert literal(worded(text, park()))
    assert not literal(worded(text, [*park(source=""), *twin]))


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("Tea is drunk by 23 % of the neighbours.", False),
        ("Tea and milk are drunk by 23 % of the neighbours.", True),
        ("Tea and wine are drunk by 23 % of the neighbours.", False),
        ("Milk is drunk by all. Tea is drunk by 23 % of the neighbours.", False),
    ],
)
def test_words_do_not_clearly_mean_tea_where_they_name_the_milk_that_has_the_value(
    text: str, against: bool
) -> None:
    """Tea has 32 %, milk 23, wine 18."""
    draft = worded(text, DRINKS)
    assert speaks_against(draft.fitness(), 0, draft.survey.at["w-1"]) is against
