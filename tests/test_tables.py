"""What tables promise, read back from disk."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from coding.errors import CodingError, TableError
from coding.files import workbooks
from coding.files.clean import clean
from coding.files.table_writing import write_rows
from coding.files.tables import read_rows

SUFFIXES = pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
RISKY = ["=1+1", "+7 381", "-No.", "@SUM(A1)", "\t=1", " =1", "=cmd|' /C calc'!A0", "＝1", "#N/A"]


# --- writing tables ----------------------------------------------------------------------------


@SUFFIXES
def test_rows_come_back_as_they_were_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rows{suffix}"
    rows: list[dict[str, object]] = [
        {"text": 'Он сказал: «да»,\nи ушёл; "вот"', "codes": ("a", "b"), "n": 3, "share": 48.5},
        {"text": " kept spaces ", "codes": [], "n": None, "share": float("nan"), "extra": "out"},
    ]
    write_rows(path, rows, ["text", "codes", "n", "share"])
    assert read_rows(path, required=["text", "n"]) == [
        {"text": 'Он сказал: «да»,\nи ушёл; "вот"', "codes": "a; b", "n": "3", "share": "48.5"},
        {"text": " kept spaces ", "codes": "", "n": "", "share": ""},
    ]


@given(st.lists(st.text(max_size=20).map(lambda s: s.replace("\r", "")).filter(clean), max_size=5))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_but_for_what_no_file_can_hold(
    tmp_path: Path, texts: list[str]
) -> None:
    rows = [{"n": "x", "text": text} for text in texts]
    for suffix in (".csv", ".xlsx"):
        path = tmp_path / f"any{suffix}"
        write_rows(path, rows, ["n", "text"])
        back = [row["text"] for row in read_rows(path, required=["text"])]
        assert back == [clean(text) for text in texts]


def test_a_csv_opens_in_excel_with_its_cyrillic(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.csv", [{"код": "Безопасность"}], ["код"])
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf" + "код".encode())


@pytest.mark.parametrize("text", RISKY[:-1])
def test_no_text_in_a_csv_begins_like_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    write_rows(path, [{"text": text, "n": -5}], ["text", "n"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == [f"'{text}", "-5"]
    assert read_rows(path, required=["text"])[0]["text"] == text


@pytest.mark.parametrize("text", RISKY)
def test_every_text_in_an_xlsx_is_a_string_and_every_number_a_number(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "a.xlsx"
    write_rows(path, [{"text": text, "n": 5}], ["text", "n"])
    book = load_workbook(path)
    text_cell, number_cell = book.active[2]
    assert (text_cell.data_type, text_cell.value) == ("s", text)
    assert (number_cell.data_type, number_cell.value) == ("n", 5)


def test_an_xlsx_has_a_bold_header_that_stays_in_view(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.xlsx", [{"text": "x" * 500}], ["text", "n"])
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet["A1"].font.bold
    assert not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 60
    assert sheet.column_dimensions["B"].width == 8


def test_characters_that_xlsx_cannot_hold_are_removed(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.xlsx", [{"text": "sa\x00fe\x0b\ud800 \ufffe."}], ["text"])
    assert read_rows(tmp_path / "a.xlsx", required=["text"]) == [{"text": "safe ."}]


def test_a_text_too_long_for_a_cell_is_refused_rather_than_cut(tmp_path: Path) -> None:
    rows = [{"text": "x" * 40_000}]
    with pytest.raises(CodingError, match="too many for a cell"):
        write_rows(tmp_path / "a.xlsx", rows, ["text"])
    write_rows(tmp_path / "a.csv", rows, ["text"])
    assert read_rows(tmp_path / "a.csv", required=["text"]) == rows
    assert os.listdir(tmp_path) == ["a.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_leave_to_write_is_a_plain_message(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CodingError, match="cannot be written"):
        write_rows(tmp_path / "a.csv", [], ["text"])


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.xls"])
def test_an_unknown_ending_is_refused_with_those_that_work(tmp_path: Path, name: str) -> None:
    with pytest.raises(CodingError, match=r"\.csv or \.xlsx"):
        write_rows(tmp_path / name, [], ["text"])
    with pytest.raises(TableError, match=r"cannot be read as a table"):
        read_rows(tmp_path / name, required=[])


# --- reading tables ----------------------------------------------------------------------------


def read(
    tmp_path: Path, data: bytes | str, *required: str, name: str = "a.csv"
) -> list[dict[str, str]]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_rows(path, required=required)


@pytest.mark.parametrize(
    "data",
    [
        "code,text\na,yes\n",
        "code;text\r\na;yes\r\n",
        "code\ttext\na\tyes",
        '"code","text"\n"a","yes"\n\n\n',
        "\n Code , TEXT \na,yes\n",
        "code,text,,\na,yes,,\n",
        "code,text\na,yes,,\n,\n",
    ],
)
def test_separators_quotation_marks_and_empty_ends_do_not_matter(tmp_path: Path, data: str) -> None:
    assert read(tmp_path, data, "code", "text") == [{"code": "a", "text": "yes"}]


def test_the_separator_is_told_by_the_header_alone(tmp_path: Path) -> None:
    rows = read(tmp_path, "code;text\na;yes, no, well, maybe, never\n", "code")
    assert rows == [{"code": "a", "text": "yes, no, well, maybe, never"}]


RUSSIAN = "код,текст\nsafety,Мне здесь спокойно даже ночью. Моя дочь ходит в школу одна.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251"])
def test_usual_encodings_of_russian_are_read(tmp_path: Path, encoding: str) -> None:
    rows = read(tmp_path, RUSSIAN.encode(encoding), "код")
    assert rows[0]["текст"].startswith("Мне здесь спокойно")


@pytest.mark.parametrize(
    "data",
    [
        RUSSIAN.encode("koi8-r"),
        RUSSIAN.encode("cp866"),
        RUSSIAN.encode("iso-8859-5"),
        RUSSIAN.encode("mac-cyrillic"),
        "code,text\na,Le café était déjà fermé\n".encode("latin-1"),
        "code,text\na,ничего не понятно\n".encode() + b"\xff\xfe",
        b"\xff\xfec\x00o",
    ],
)
def test_an_encoding_in_doubt_is_refused_not_guessed(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(TableError) as caught:
        read(tmp_path, data, "code")
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "the table is empty"),
        ("\n\n,,\n", "the table is empty"),
        ("code,note\n", "no column `text`"),
        ("text,code,code\n", "two columns are called `code`"),
        ("code,,text\n", "a column has no name"),
        ("code,text\na,b\na\n", "a.csv:3: 1 cells where the header names 2"),
        ('code,text\n"a\nb",c\nd,e,f\n', "a.csv:4: 3 cells"),
        ('code,text\na,"b\nc,d\n', "a.csv:2: the row that begins here"),
        ("code,text\na,b\0\n", "a.csv:2: a NUL"),
    ],
)
def test_a_faulty_table_is_refused_with_the_place(tmp_path: Path, data: str, message: str) -> None:
    with pytest.raises(TableError) as caught:
        read(tmp_path, data, "code", "text")
    assert message in str(caught.value)
    assert caught.value.hint


def test_missing_columns_are_named_with_those_found(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        read(tmp_path, "Quote;Who\na;b\n", "text", "coder")
    assert caught.value.message == "no column `text`, `coder`"
    assert "Quote, Who" in caught.value.hint


def test_a_missing_file_is_a_plain_message(tmp_path: Path) -> None:
    for name in ("a.csv", "a.xlsx"):
        with pytest.raises(TableError, match="No such file"):
            read_rows(tmp_path / name, required=[])


def test_an_xlsx_made_elsewhere_is_read_as_text(tmp_path: Path) -> None:
    """Numbers lose `.0`, days their midnight; short rows and empty rows are no fault."""
    book = Workbook()
    sheet = book.active
    for row in [
        ["Code", "n", "day", "note", None],
        ["safety", 30.0, datetime(2024, 9, 4), None],
        [],
        ["fear", 48.5, datetime(2024, 9, 4, 12, 30), "'- No."],
    ]:
        sheet.append(row)
    book.create_sheet("Other").append(["not read"])
    book.save(tmp_path / "a.xlsx")
    assert read_rows(tmp_path / "a.xlsx", required=["code"]) == [
        {"code": "safety", "n": "30", "day": "2024-09-04", "note": ""},
        {"code": "fear", "n": "48.5", "day": "2024-09-04 12:30:00", "note": "- No."},
    ]


def test_an_xlsx_that_is_none_or_damaged_is_a_plain_message(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.xlsx", [{"text": "yes"}], ["text"])
    whole = (tmp_path / "a.xlsx").read_bytes()
    for data in (b"", b"code,text\n", whole[:300], whole[:-200]):
        with pytest.raises(CodingError):
            read(tmp_path, data, "text", name="b.xlsx")
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(TableError):
        read_rows(tmp_path / "c.xlsx", required=[])


def test_a_zip_bomb_and_an_entity_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    with pytest.raises(CodingError, match="zip bomb"):
        read_rows(tmp_path / "bomb.xlsx", required=[])
    with zipfile.ZipFile(tmp_path / "entity.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>')
    with pytest.raises(CodingError, match="entities"):
        read_rows(tmp_path / "entity.xlsx", required=[])


@pytest.mark.parametrize(
    "part",
    [
        '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" hidden="0"/></cols><sheetData>'
        '<row r="4" ht="15" hidden="true"><c/></row><row hidden="1"/><row r="9" hidden="0"/>'
        '<row r="7"><c hidden="1"/></row></sheetData>',
        "<x:cols><x:col max='3' min='2' hidden='true'/></x:cols><x:sheetData>"
        "<x:row hidden='1' r='4'><x:c/></x:row><x:row hidden = 'true' /></x:sheetData>",
    ],
)
def test_what_is_hidden_is_found_however_a_program_writes_it(part: str) -> None:
    """LibreOffice writes `true`, Excel `1`; a row may leave its number out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("xl/worksheets/sheet1.xml", part)
    sheet = SimpleNamespace(_worksheet_path="/xl/worksheets/sheet1.xml")
    found = workbooks.hidden(out.getvalue(), sheet)
    assert (found.rows, found.columns) == ({4, 5}, {1, 2})
