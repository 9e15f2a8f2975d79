"""What the columns of a coded table hold, and which codes its cells name."""

from __future__ import annotations

import pytest

from coding.errors import TableError
from coding.exchange.code_names import CodeNames
from coding.exchange.coded_rows import CodedRow, read_coded, settled
from coding.exchange.coded_sheets import CodedSheet, Holds, column_called, mapped
from coding.exchange.columns import proposed
from coding.files.grids import Grid

SAID = (
    "We came with two suitcases and the cat.",
    "Nobody stops you in the street here.",
    "The rent went up twice this year alone.",
    "I would like to go back, but not now.",
)


def grid(*rows: tuple[str, ...], name: str = "") -> Grid:
    return Grid(name=name, rows=tuple(enumerate(rows, 1)))


def held(sheet: CodedSheet) -> list[str]:
    return [column.holds.value for column in sheet.columns]


def codes(row: CodedRow) -> list[tuple[str, str]]:
    return [(" > ".join(path), coder) for path, coder in row.codes]


def read(*sheets: CodedSheet) -> tuple[CodedRow, ...]:
    return read_coded(settled(sheets)).rows


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("Document name", "Segment", "Code", "Author"), "document words code coder"),
        (("Media Title", "Excerpt Copy", "Codes Applied Combined", "Excerpt Creator"),
         "document words code coder"),
        (("Респондент", "Цитата", "Код", "Кодировщик"), "document words code coder"),
        (("A", "B", "C", "D"), "out words out attribute"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headings_in_any_language(
    headings: tuple[str, ...], expected: str
) -> None:
    rows = [(f"P{n}", words, "safety", "Ana" if n % 2 else "Ben") for n, words in enumerate(SAID)]
    assert held(proposed(grid(headings, *rows))) == expected.split()


def test_columns_are_known_by_what_stands_in_them() -> None:
    """Names of interviews and codes that the study has count more than any heading."""
    rows = [("Vera", words, "fear") for words in SAID]
    sheet = proposed(grid(("x", "y", "z"), *rows), documents=["vera.txt"], is_code="fear".__eq__)
    assert held(sheet) == ["document", "words", "code"]


def test_a_title_above_the_header_is_passed_over() -> None:
    sheet = proposed(
        grid(("Coding, round 2", "", ""), ("File", "Quote", "Code"), ("P1", SAID[0], "x"))
    )
    assert sheet.head == 2
    assert held(sheet) == ["document", "words", "code"]


def test_theme_and_code_beside_each_other_are_one_path() -> None:
    sheet = proposed(
        grid(
            ("Theme", "Subtheme", "Code", "Quote"),
            ("Home", "Cost", "Rent", SAID[2]),
            ("", "", "Bills; Food", SAID[3]),
        )
    )
    assert held(sheet) == ["above", "above", "code", "words"]
    first, second = read(sheet)
    assert codes(first) == [("Home > Cost > Rent", "")]
    assert codes(second) == [("Home > Cost > Bills", ""), ("Home > Cost > Food", "")]


def test_columns_named_after_coders_have_their_codes() -> None:
    rows = [
        ("Jelena codes", "Marko codes", "Text"),
        ("fear", "fear", SAID[0]),
        ("rent", "", SAID[1]),
    ]
    first, second = read(proposed(grid(*rows)))
    assert codes(first) == [("fear", "Jelena"), ("fear", "Marko")]
    assert codes(second) == [("rent", "Jelena")]


def test_numbered_columns_have_nobody_s_name() -> None:
    (row,) = read(proposed(grid(("id", "Text", "Code 1", "Code 2"), ("7", SAID[0], "a", "b"))))
    assert codes(row) == [("a", ""), ("b", "")]


def test_marks_are_codes_by_their_headings() -> None:
    head = ("Document", "Quote", "Home > Rent", "Fear", "Code: Calm Applied")
    (one, two) = read(
        proposed(grid(head, ("P1", SAID[0], "1", "0", "True"), ("P1", SAID[1], "", "x", "False")))
    )
    assert codes(one) == [("Home > Rent", ""), ("Calm", "")]
    assert codes(two) == [("Fear", "")]


def test_two_columns_of_answers_are_coded_by_what_follows_each() -> None:
    sheet = proposed(
        grid(
            ("id", "Why here?", "Code", "Why not back?", "Code 2"),
            ("7", SAID[0], "a", SAID[3], "b"),
        )
    )
    sheet = mapped(sheet, {1: (Holds.WORDS, ""), 3: (Holds.WORDS, "")})
    assert [(row.question, codes(row)) for row in read(sheet)] == [
        ("Why here?", [("a", "")]),
        ("Why not back?", [("b", "")]),
    ]


def test_sheets_of_other_words_are_other_interviews() -> None:
    sheets = [
        proposed(grid(("Quote", "Code"), (words, "a"), name=name))
        for name, words in zip(("Vera", "Oleg"), SAID, strict=False)
    ]
    assert [(row.document, codes(row)) for row in read(*sheets)] == [
        ("Vera", [("a", "")]),
        ("Oleg", [("a", "")]),
    ]


def test_a_column_is_called_by_heading_or_letter() -> None:
    sheet = proposed(grid(("Quote", "Code"), (SAID[0], "a")))
    assert column_called(sheet, "code").number == column_called(sheet, "b").number == 1
    with pytest.raises(TableError, match="no column `Coder`"):
        column_called(sheet, "Coder")


@pytest.mark.parametrize(
    ("cells", "cell", "paths"),
    [
        (["a"], "fear; calm | rent\nfood", ["fear", "calm", "rent", "food"]),
        (["a"], "Home->Rent; Home → Food", ["Home > Rent", "Home > Food"]),
        (["Fear of war, loss"], "Fear of war, loss", ["Fear of war, loss"]),
        (["fear, calm", "calm", "fear"], "fear, calm", ["fear", "calm"]),
        (["U.S. policy", "e.g. home"], "U.S. policy", ["U.S. policy"]),
        (["Home.Rent", "Home.Food", "Home.Bills"], "Home.Rent", ["Home > Rent"]),
        (["work/life", "fear"], "work/life", ["work/life"]),
        (["Home/Rent", "Home/Food", "Home/Calm"], "Home/Calm", ["Home > Calm"]),
        (["Time 10:30", "x"], "Time 10:30", ["Time 10:30"]),
    ],
)
def test_signs_part_codes_where_the_names_of_the_file_show_it(
    cells: list[str], cell: str, paths: list[str]
) -> None:
    assert [" > ".join(path) for path in CodeNames(cells).paths(cell)] == paths


def test_a_code_that_is_known_is_never_parted() -> None:
    known = {"Fear; of war", "Home.Rent"}
    names = CodeNames(["Home.Rent", "Home.Food", "Home.Calm"], known.__contains__)
    assert names.paths("Fear; of war") == [("Fear; of war",)]
    assert names.paths("Home.Rent") == [("Home.Rent",)]


@pytest.mark.parametrize(
    "headings",
    [
        ("AB_Fear", "AB_Rent", "AB_Calm", "CD_Fear", "CD_Rent", "CD_Calm"),
        ("Fear (AB)", "Rent (AB)", "Calm (AB)", "Fear (CD)", "Rent (CD)", "Calm (CD)"),
        ("Coder AB: Fear", "Coder AB: Rent", "Coder AB: Calm", "Coder CD: Fear", "Coder CD: Rent",
         "Coder CD: Calm"),
    ],
)  # fmt: skip
def test_each_coder_may_have_a_column_for_each_code(headings: tuple[str, ...]) -> None:
    sheet = proposed(
        grid(("Doc", "Quote", *headings), ("P1", SAID[0], *"100110"), ("P1", SAID[1], *"001001"))
    )
    found = [
        [(code, coder.removeprefix("Coder ")) for code, coder in codes(r)] for r in read(sheet)
    ]
    assert found == [
        [("Fear", "AB"), ("Fear", "CD"), ("Rent", "CD")],
        [("Calm", "AB"), ("Calm", "CD")],
    ]


def test_coders_may_have_several_columns_and_codes_that_are_numbers() -> None:
    head = ("Text", "Coder1_Code1", "Coder1_Code2", "Coder2_Code1")
    one, two = read(proposed(grid(head, (SAID[0], "3", "4", "3"), (SAID[1], "5", "", "3"))))
    assert codes(one) == [("3", "Coder1"), ("4", "Coder1"), ("3", "Coder2")]
    assert codes(two) == [("5", "Coder1"), ("3", "Coder2")]


def test_a_code_that_the_study_has_elsewhere_than_the_table_is_that_code() -> None:
    sheet = proposed(
        grid(("Theme", "Code", "Quote"), ("Home", "Rent", SAID[2]), ("", "Fear", SAID[1]))
    )
    rows = read_coded([sheet], is_code={"Fear", "Home > Rent"}.__contains__).rows
    assert [codes(row)[0][0] for row in rows] == ["Home > Rent", "Fear"]


def test_rows_without_a_header_are_all_rows() -> None:
    sheet = proposed(
        grid(("P1", SAID[0], "calm"), ("P1", SAID[1], "fear"), ("P2", SAID[2], "fear"))
    )
    assert [column.name for column in sheet.columns] == ["column A", "column B", "column C"]
    assert len(sheet.rows) == 3
