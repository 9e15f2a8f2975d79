"""How a number that states a figure may have come to be printed with another value."""

from __future__ import annotations

import numpy as np
import pytest
from test_claims_fitness import SURVEY
from worded_drafts import asked, number, worded

from coding.verify.claims.candidates import Making, PossibleStatement
from coding.verify.claims.choosing import Chooser
from coding.verify.claims.describing import NAMES, Fits
from coding.verify.claims.misprinting import MISPRINTS, is_slip
from coding.verify.claims.naming import WORDING, Wordings

DRINKS = {"Tea": 32.6, "Milk": 23.0, "Wine": 44.4}
KEEPS = {"Bees": 61.0, "Hens": 39.0}
TOWN = [
    *asked("w", "What do the neighbours drink?", DRINKS, source=SURVEY),
    *asked("k", "What do the neighbours keep?", KEEPS, source=SURVEY),
    *asked("z", "What do the neighbours sing?", {"Hymns": 51.0, "Nothing": 49.0}, source=SURVEY),
    *asked("m", "What do the neighbours drink?", {"Tea": 18.0}, subgroup="Men", source=SURVEY),
]


@pytest.mark.parametrize(
    ("printed", "figure", "how"),
    [
        ("62 %", "w-1", set()),
        ("23 %", "w-1", {"a digit is wrong", "another answer's value"}),
        ("32 %", "w-1", {"a digit is wrong", "cut off"}),
        ("34 %", "w-1", {"a digit is wrong"}),
        ("18 %", "w-1", {"another group's or year's value"}),
        ("61 %", "w-1", {"a neighbouring question's value"}),
        ("51 %", "w-1", set()),
        ("93 %", "k-2", {"a digit is wrong"}),
        ("51 %", "k-1", {"a digit is wrong", "a neighbouring question's value"}),
        ("26 %", "w-2", {"a digit is wrong"}),
        ("32 %", "w-2", {"a digit is wrong"}),
    ],
)
def test_a_wrong_number_is_a_slip_cut_off_or_the_value_of_another_figure(
    printed: str, figure: str, how: set[str]
) -> None:
    """Of tea, 32.6 %, 33 is right and 32 is cut off; 23 is 33 with one digit wrong."""
    draft = worded(f"The neighbours like it, {printed} of them.", TOWN)
    fits = draft.fits(printed)
    at = [str(one.statement(draft.survey)) for one in fits.words.statements].index(figure)
    assert {name for name, told in zip(MISPRINTS, fits.misprints[at], strict=True) if told} == how


@pytest.mark.parametrize(
    ("meant", "printed", "slips"),
    [
        ("57", "51", True),
        ("57", "75", True),
        ("57", "57", False),
        ("57", "68", False),
        ("57", "5", False),
        ("5.7", "7.5", False),
        ("157", "715", False),
        ("57.4", "57.9", True),
    ],
)
def test_one_digit_is_wrong_or_two_that_stand_side_by_side_changed_places(
    meant: str, printed: str, slips: bool
) -> None:
    assert is_slip(meant, printed) is slips


def test_what_words_name_is_shared_by_how_each_may_have_been_misprinted() -> None:
    """Words give ¼ to what agrees and to three others each.

    Of these one has a wrong digit, which counts ln 2: the three share ¾ as 2 : 1 : 1. Where what
    has the value counts as a share of 1 does, orders are as 1 to .375, .1875 and .1875.
    """
    made = [PossibleStatement((n,), Making.ALONE, 40.0 + n) for n in range(4)]
    slips = np.zeros((4, len(MISPRINTS)))
    slips[2, list(MISPRINTS).index("a digit is wrong")] = 1
    fits = Fits(
        number(40),
        (made[0],),
        np.zeros((2, len(NAMES))),
        Wordings(tuple(made), np.zeros((4, len(WORDING)))),
        np.array([0]),
        np.array([False, True, True, True]),
        slips,
    )
    weights = [np.log(2) if name == "a digit is wrong" else 1.0 for name in MISPRINTS]
    nothing = (0.0,) * len(NAMES)
    by_share = (0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    unworded = (0.0,) * len(WORDING)
    chooser = Chooser(nothing, nothing, unworded, weights, by_share)
    order = {one.stated: one.order for one in chooser.choices(fits)}
    assert order[made[2]] == pytest.approx(0.375 / 1.75)
    words = {one.stated: one.words for one in chooser.choices(fits)}
    assert set(words.values()) == {0.25}
    without = Chooser(nothing, nothing, unworded, order=by_share)
    orders = [one.order for one in without.choices(fits) if one.stated != made[0]]
    assert orders == pytest.approx([0.25 / 1.75] * 3)
