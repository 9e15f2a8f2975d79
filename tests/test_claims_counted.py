"""People counted beside a share, and which figures are of so many."""

from __future__ import annotations

import pytest
from worded_drafts import asked, worded

from coding.model import Indicator


def cares(*, weighted: bool = False) -> list[Indicator]:
    """Of 165 people 27.3 % are 45, 26.1 % are 43; of 40 people 27.3 % would be 11."""
    said = {"Tired": 27.3, "Rested": 26.1, "Neither": 46.6}
    some = {"Tired": 20.0, "Rested": 27.3, "Neither": 52.7}
    question = "How do carers feel?"
    return [
        *asked("all", question, said, base_n=165, weighted=weighted),
        *asked("few", question, some, base_n=40, subgroup="Men", weighted=weighted),
    ]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Tired were 45 (27.3 %).", {45: True}),
        ("Tired were some [45; 27.3 %].", {45: True}),
        ("Tired were some (n = 45, 27.3 %).", {45: True}),
        ("Tired were 27.3 % (n = 45).", {45: True}),
        ("Tired were some (27.3 %; n = 45).", {45: True}),
        ("Tired were some (45 of 165; 27.3 %).", {45: True, 165: True}),
        ("Tired were 45 of the 165 participants (27.3 %).", {45: True, 165: True}),
        ("Tired were some (45/165, 27.3 %).", {45: True, 165: True}),
        ("Tired were 45 wives and husbands (27.3 %).", {45: False}),
        ("Tired were 27.3 % (46 %: no answer).", {}),
        ("Tired were 45. Rested, it seems, were 27.3 %.", {}),
        ("Asked were 45; 27.3 % were tired.", {}),
        ("Tired were 45 (27.3 %), rested 43 (26.1 %).", {45: True}),
    ],
)
def test_people_stand_beside_their_share_in_brackets_or_before_them(
    text: str, people: dict[int, bool]
) -> None:
    assert worded(text, cares()).around("27.3 %").people == people


def test_people_tell_which_of_two_figures_of_one_value_is_meant() -> None:
    """45 are 27.3 % of 165, and of 40 they would be more than all."""
    draft = worded("Tired or rested were 45 (27.3 %).", cares())
    whole, men = draft.described("27.3 %", "all-1"), draft.described("27.3 %", "few-2")
    assert (whole["people beside it agree"], whole["people beside it differ"]) == (1, 0)
    assert (men["people beside it agree"], men["people beside it differ"]) == (0, 1)


def test_people_name_what_a_misprinted_share_was_meant_to_be() -> None:
    """45 of 165 are tired: 26.1 % is the share of those who are rested, who are 43."""
    draft = worded("Among them were 45 (26.1 %) of that kind.", cares())
    meant, printed = draft.named_as("26.1 %", "all-1"), draft.named_as("26.1 %", "all-2")
    assert (meant["people beside it agree"], meant["people beside it differ"]) == (1, 0)
    assert (printed["people beside it agree"], printed["people beside it differ"]) == (0, 1)


@pytest.mark.parametrize(
    ("text", "weighted", "differ"),
    [
        ("Tired were 50 (27.3 %).", False, 1),
        ("Tired were 50 (27.3 %).", True, 0),
        ("Tired were 50 wives (27.3 %).", False, 0),
        ("Tired were 27.3 % (n = 165).", False, 0),
        ("Tired were 45 (27.3 %).", False, 0),
    ],
)
def test_people_speak_against_an_unweighted_share_of_which_they_surely_are_none(
    text: str, weighted: bool, differ: int
) -> None:
    row = worded(text, cares(weighted=weighted)).described("27.3 %", "all-1")
    assert row["people beside it differ"] == differ


def test_a_share_of_a_sum_is_of_the_people_of_all_its_answers_as_they_are_rounded() -> None:
    """27.3 + 26.1 % of 165 are 88.1, the two answers rounded by half a person at most: 88."""
    found = worded("Tired or rested were 88 (53.4 %).", cares())
    assert found.named_as("53.4 %", "all-1+all-2")["people beside it agree"] == 1
    found = worded("Tired or rested were 90 (53.4 %).", cares())
    assert found.named_as("53.4 %", "all-1+all-2")["people beside it agree"] == 0


def test_people_who_are_part_of_a_share_are_no_other_base() -> None:
    """Of all who were asked another number stands in the sentence; the 45 are none such."""
    row = worded("Tired were 45 respondents (27.3 %).", cares()).described("27.3 %", "all-1")
    assert row["base differs"] == 0
    text = "Of 300 respondents 45 (27.3 %) were tired."
    assert worded(text, cares()).described("27.3 %", "all-1")["base differs"] == 1
