"""What another program holds is taken for what it is just inside of each bound, not outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from refi_shapes import SHAPES, TEXT, guid, written
from test_refi_reading import case, selection

from coding.exchange.code_names import is_path
from coding.exchange.coded_rows import CodedRow
from coding.exchange.counting import WAYS, Verdict
from coding.exchange.plan import plan_codes
from coding.exchange.reading import read
from coding.exchange.rows_as_text import RowsAsText
from coding.model import Code, Codebook
from coding.model.exchange import ForeignCode, ForeignProject


@pytest.mark.parametrize(
    ("here", "there", "shown"),
    [("leaving", "leaning", True), ("safety", "safely", False)],
)
def test_names_of_which_one_letter_in_seven_differs_are_pointed_out(
    here: str, there: str, shown: bool
) -> None:
    """Six letters of seven are a likeness of 85.7, five of six are 83.3."""
    book = Codebook((Code(id="a", name=here),))
    foreign = ForeignProject(program="x", codes=(ForeignCode(key="1", name=there),))
    (plan,) = plan_codes(foreign, book)
    assert [near.id for near in plan.near] == ["a"] * shown
    assert plan.own == ""


@pytest.mark.parametrize(("next_best", "sure"), [(48, True), (49, False)])
def test_a_way_of_counting_is_sure_if_twice_as_many_stand_right_by_it(
    next_best: int, sure: bool
) -> None:
    assert Verdict(way=WAYS[0], looked=100, fits=96, next_best=next_best).sure is sure


@pytest.mark.parametrize(("looked", "sure"), [(100, True), (102, False)])
def test_a_way_of_counting_is_sure_if_nineteen_of_twenty_stand_right_by_it(
    looked: int, sure: bool
) -> None:
    """96 of 102 are 94 in a hundred."""
    assert Verdict(way=WAYS[0], looked=looked, fits=96, next_best=10).sure is sure


@pytest.mark.parametrize(("share", "whole"), [(0.91, True), (0.88, False)])
def test_a_case_on_nine_tenths_of_a_text_has_all_of_it(
    tmp_path: Path, share: float, whole: bool
) -> None:
    put = f'<Coding guid="w"><CodeRef targetGUID="{guid("case", 1)}"/></Coding>'
    shape = SHAPES["QualCoder"]
    inside = selection(1, 0, int(share * len(TEXT)), put)
    foreign = read(
        written(tmp_path / "a.qdpx", shape, between=f"<Cases>{case(1, '')}</Cases>", inside=inside)
    )
    assert bool(foreign.cases[0].sources) is whole
    assert ("Cases" in {code.name for code in foreign.codes}) is not whole


@pytest.mark.parametrize(("more", "parts"), [(["Home/Heat"], True), ([], False)])
def test_a_sign_parts_codes_where_four_of_five_share_what_is_before_it(
    more: list[str], parts: bool
) -> None:
    names = ["Home/Rent", "Home/Calm", "Home/Light", *more, "Work/Pay"]
    assert is_path("/", names) is parts


@pytest.mark.parametrize(("coded", "text"), [(4, "No.\n\nYes.\n\nNo."), (5, "No.\n\nYes.")])
def test_rows_are_a_whole_interview_where_one_of_five_has_no_code(coded: int, text: str) -> None:
    """Then what is said twice stands there twice."""

    def row(number: int, words: str) -> CodedRow:
        codes = ((("Fear",), ""),) if number else ()
        return CodedRow(sheet="", row=number, document="P1", words=words, codes=codes)

    said = ["No.", "Yes.", *["No."] * (coded - 1)]
    assert RowsAsText([row(number, words) for number, words in enumerate(said)]).text == text
