"""A codebook that is a table: what is below what, and what is said of each code."""

from __future__ import annotations

import pytest

from coding.exchange.code_lists import is_code_list, read_code_list
from coding.exchange.trees import listed
from coding.files.grids import Grid, _even
from coding.model.exchange import ForeignCode


def grid(*rows: tuple[str, ...]) -> Grid:
    return Grid(name="", rows=tuple(enumerate(rows, 1)))


def codes(*rows: tuple[str, ...]) -> tuple[ForeignCode, ...]:
    return read_code_list(grid(*rows))[0]


def paths(*rows: tuple[str, ...]) -> list[str]:
    found = {code.key: code for code in codes(*rows)}

    def path(code: ForeignCode) -> str:
        return f"{path(found[code.parent])} > {code.name}" if code.parent else code.name

    return [path(code) for code in found.values()]


TREE = ["Home", "Home > Rent", "Home > Rent > Twice", "Fear"]


@pytest.mark.parametrize(
    "rows",
    [
        [("Theme", "Subtheme", "Code"), ("Home", "", ""), ("", "Rent", ""), ("", "", "Twice"),
         ("Fear", "", "")],
        [("Theme", "Subtheme", "Code", "Definition"), ("Home", "Rent", "Twice", "x"),
         ("Fear", "", "", "y")],
        [("Code", "Definition"), ("Home", ""), ("Home > Rent", "x"), ("Home > Rent > Twice", ""),
         ("Fear", "y")],
        [("Parent code", "Code", "Memo"), ("", "Home", ""), ("Home", "Rent", "x"),
         ("Home\\Rent", "Twice", ""), ("", "Fear", "")],
        [("Parent", "Code", "Memo"), ("", "Home", ""), ("Home", "Rent", "x"),
         ("Rent", "Twice", ""), ("", "Fear", "")],
        [("Parent", "Code", "Memo"), ("Rent", "Twice", ""), ("", "Fear", ""), ("Home", "Rent", "x"),
         ("", "Home", "")],
        [("Level", "Code", "Description"), ("1,0", "Home", "x"), ("2,0", "Rent", ""),
         ("3,0", "Twice", ""), ("1,0", "Fear", "")],
        [("Level", "Code", "Description"), ("1", "Home", "x"), ("2", "Rent", ""),
         ("3", "Twice", ""), ("1", "Fear", "")],
        [("Name", "Description", "Files", "References"), ("Home", "x", "2", "3"),
         ("  Rent", "", "1", "1"), ("    Twice", "", "1", "1"), ("Fear", "", "0", "0")],
        [("Name", "Description"), ("Codes\\Home", ""), ("Codes\\Home\\Rent", "x"),
         ("Codes\\Home\\Rent\\Twice", ""), ("Codes\\Fear", "")],
        [("tag", "description"), ("Home", ""), ("Home.Rent", "x"), ("Home.Rent.Twice", ""),
         ("Fear", "y")],
        [("Name", "Hierarchical name", "Files"), ("Home", "Codes\\Home", "1"),
         ("Rent", "Codes\\Home\\Rent", "1"), ("Twice", "Codes\\Home\\Rent\\Twice", "1"),
         ("Fear", "Codes\\Fear", "2")],
        [("No.", "Category", "Definition"), ("1", "Home", ""), ("1.1", "Rent", "x"),
         ("1.1.1", "Twice", ""), ("2", "Fear", "")],
        [("Код", "Уровень", "Определение"), ("Home", "0", "x"), ("Rent", "1", ""),
         ("Twice", "2", ""), ("Fear", "0", "")],
    ],
)  # fmt: skip
def test_what_is_below_what_is_read_however_it_is_written(rows: list[tuple[str, ...]]) -> None:
    assert sorted(paths(*rows)) == sorted(TREE)


def test_codes_that_are_each_other_s_parent_stand_at_the_top() -> None:
    ring = [("Code", "Parent"), ("Fear", "Calm"), ("Calm", "Fear"), ("Rent", "Calm")]
    assert paths(*ring) == ["Calm", "Calm > Fear", "Calm > Rent"]


def test_two_codes_of_one_name_stand_each_below_its_own_parent() -> None:
    rows = [("Home", ""), ("Rent", ""), ("Rent", "Home"), ("Rent", "Fear"), ("Fear", "")]
    assert paths(("Code", "Parent"), *rows) == [
        *("Home", "Home > Rent", "Rent", "Fear", "Fear > Rent"),
    ]


def test_numbers_before_the_names_tell_levels() -> None:
    assert paths(("Code", "Definition"), ("1 Home", ""), ("1.1 Rent", "x"), ("2 Fear", "")) == [
        "1 Home",
        "1 Home > 1.1 Rent",
        "2 Fear",
    ]


def test_all_that_is_said_of_a_code_is_taken() -> None:
    (fear,) = codes(
        ("Code", "Brief definition", "Full definition", "When to use", "When not to use", "Example",
         "Colour", "Frequency"),
        ("Fear", "Being afraid.", "Of anybody.", "at night; at home", "worry", "“I was afraid.”",
         "#EF8256", "12"),
        ("", "", "", "", "", "“I ran.”", "", ""),
    )  # fmt: skip
    assert (fear.name, fear.description) == ("Fear", "Being afraid.\nOf anybody.")
    assert (fear.include, fear.exclude) == (("at night", "at home"), ("worry",))
    assert (fear.examples, fear.color) == (("“I was afraid.”", "“I ran.”"), "#ef8256")


def test_a_code_listed_twice_is_one_and_that_is_said() -> None:
    found, notes = read_code_list(
        grid(("Code", "Definition"), ("Fear", "one"), ("fear ", "two"), ("Rent", "x"))
    )
    assert [(code.name, code.description) for code in found] == [
        ("Fear", "one\ntwo"),
        ("Rent", "x"),
    ]
    assert "more than once" in notes[0]


def test_a_table_of_coded_passages_is_no_codebook() -> None:
    assert not is_code_list(grid(("Document", "Quote", "Code"), ("P1", "It is calm.", "calm")))
    assert not is_code_list(grid(("Participant", "Age"), ("P1", "30")))
    assert is_code_list(grid(("Code", "Description"), ("Calm", "x"), ("Fear", "y")))


def test_a_nested_list_has_depths() -> None:
    text = "# my codes\n- home:\n  - rent\n    - twice\n\n- 'it''s: calm'\n"
    assert listed(text) == [(0, "home"), (1, "rent"), (2, "twice"), (0, "it's: calm")]
    assert listed("1. Home\n   a part\n2. Fear") == [(0, "Home"), (1, "a part"), (0, "Fear")]


def test_names_of_a_codebook_differ_but_for_one_in_ten() -> None:
    rows = [(f"code {n}", f"What {n} means.") for n in range(9)]
    assert is_code_list(grid(("Code", "Definition"), *rows, rows[0]))
    assert not is_code_list(grid(("Code", "Definition"), *rows[:8], rows[0], rows[1]))


def test_a_list_indented_by_a_single_blank_has_its_depths() -> None:
    assert listed("Home\n Rent\nFear\n") == [(0, "Home"), (1, "Rent"), (0, "Fear")]


def test_rows_without_a_word_are_no_rows_of_a_sheet() -> None:
    assert _even([(1, ["a"]), (2, [" "]), (3, ["b"])]) == ((1, ("a",)), (3, ("b",)))
