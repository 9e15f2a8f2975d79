"""How places are counted is settled by what agrees, and a place never parts a letter."""

from __future__ import annotations

import pytest

from coding.exchange.counting import CountingWay, FileText, Selected, Unit, Verdict, stands

WAY = CountingWay(Unit.POINTS)


@pytest.mark.parametrize(
    ("fits", "next_best", "sure"),
    [(95, 47, True), (95, 48, False), (94, 0, False), (100, 94, True), (100, 95, False)],
)
def test_a_way_is_sure_when_nearly_all_agree_and_no_other_comes_near(
    fits: int, next_best: int, sure: bool
) -> None:
    assert Verdict(way=WAY, looked=100, fits=fits, next_best=next_best).sure is sure


def test_a_place_inside_a_letter_goes_to_its_edge() -> None:
    text = FileText("ae\u0301\r\nb")
    assert text.canonical == "aé\nb"
    assert [text.ours(n, end=False) for n in range(7)] == [0, 1, 1, 2, 2, 3, 4]
    assert [text.ours(n, end=True) for n in range(7)] == [0, 1, 2, 2, 3, 3, 4]


@pytest.mark.parametrize(("name", "right"), [("xyz", True), ("wxyz", False), ("I am", True)])
def test_a_selection_s_name_of_three_letters_is_not_held_against_its_words(
    name: str, right: bool
) -> None:
    """It may be a number or an abbreviation; what counts then is that it stands on words' edges."""
    assert stands(FileText("I am here"), WAY, Selected(0, 4, name), by_words=True) is right
