"""Code × case and the codebook, handed out: tables, a file for SPSS and R, a printed codebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from click.testing import CliRunner
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from studies import code, study

from coding.__main__ import main
from coding.errors import CodingError, NotFound
from coding.files.tables import read_rows
from coding.model import CodingFilter
from coding.project import Project
from coding.project.cases import Count
from coding.reports.codebook import PrintedCode, write_codebook

CODEBOOK = """\
codes:
  - id: life
    name: Daily life
    definition: What a day is like.
    codes:
      - id: safety-here
        name: {en: Safety, ru: Безопасность}
        include: [walking at night]
        exclude: [work]
        keywords: [safe]
        examples: ["It is calm here, and they say so.", "Тут спокойно, и они так говорят."]
      - {id: rent, name: Rent}
  - {id: fear, name: Fear}
"""


@pytest.fixture
def home(tmp_path: Path) -> Project:
    """Return a study of Vera (safety twice, rent) and Oleg (rent); nobody speaks of fear."""
    project = study(tmp_path / "home", codebook=CODEBOOK)
    code(project, "Vera", "My daughter walks to school alone", "safety-here")
    code(project, "Vera", "walks to school alone. The rent", "safety-here", coder="bo")
    code(project, "Vera", "I would not go back now", "safety-here")
    code(project, "Vera", "The rent is high", "rent")
    code(project, "Oleg", "the rent eats us up", "rent")
    code(project, "Oleg", "Do you feel safe here", "safety-here")  # the interviewer's words
    return project


def run(project: Project, *words: str) -> Any:
    done = CliRunner().invoke(main, [*words, "--json", "--project", str(project.folder)])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_codes_are_counted_by_participants_and_themes_take_those_below(home: Project) -> None:
    """Ana's and Bo's segments of safety overlap: one of 8 words, and another of 6.

    The theme takes rent along as a segment of its own; its words are counted once.
    """
    covered = home.cases.matrix()
    assert covered.cases == ("P01", "P02")
    numbers = {key: (cell.segments, cell.words, cell.people) for key, cell in covered.cells.items()}
    assert numbers == {
        ("life", "P01"): (3, 16, ("P01",)),
        ("safety-here", "P01"): (2, 14, ("P01",)),
        ("rent", "P01"): (1, 4, ("P01",)),
        ("life", "P02"): (1, 5, ("P02",)),
        ("rent", "P02"): (1, 5, ("P02",)),
    }
    assert [each.id for each in covered.codes] == ["life", "safety-here", "rent"]


def test_cases_may_be_interviews_or_the_values_of_an_attribute(home: Project) -> None:
    assert home.cases.matrix("gender").cases == ("Female", "Male")
    infos = {info.name: info.id for info in home.transcripts.all()}
    by_interview = home.cases.matrix("transcript")
    assert by_interview.cell("rent", infos["Oleg"]).segments == 1
    with pytest.raises(NotFound, match="nobody has an attribute `town`"):
        home.cases.matrix("town")


def test_the_command_tells_every_cell(home: Project) -> None:
    rows = run(home, "matrix", "--by", "gender")
    assert len(rows) == 3 * 2
    assert rows[2] == {
        "code": "safety-here", "name": "Safety", "case": "Female", "segments": 2, "words": 14,
        "people": ["P01"],
    }  # fmt: skip
    told = (
        CliRunner()
        .invoke(main, ["matrix", "--by", "transcript", "--project", str(home.folder)])
        .output
    )
    rents = [line.split()[1:4] for line in told.splitlines() if line.startswith("rent")]
    assert sorted(rents) == [["Oleg", "1", "segment"], ["Vera", "1", "segment"]]


def test_a_table_has_a_row_for_each_code_and_names_nobody(home: Project, tmp_path: Path) -> None:
    run(home, "matrix", "--out", str(tmp_path / "m.csv"))
    rows = read_rows(tmp_path / "m.csv", required=["code"])
    numbers = home.transcripts.neutral_numbers()
    vera, oleg = (
        f"interview {numbers[home.transcripts.info(name).id]}" for name in ("Vera", "Oleg")
    )
    assert [(row["name"], row[vera], row[oleg]) for row in rows] == [
        ("Daily life", "3", "1"),
        ("Daily life › Safety", "2", "0"),
        ("Daily life › Rent", "1", "1"),
    ]
    run(home, "matrix", "--ids", "--count", "any", "--out", str(tmp_path / "m.xlsx"))
    cells = list(load_workbook(tmp_path / "m.xlsx")["Rows"].values)
    assert cells[0] == ("code", "name", "P01", "P02")
    assert cells[1] == ("life", "Daily life", 1, 1)
    assert cells[2] == ("safety-here", "Daily life › Safety", 1, 0)


def test_spss_gets_a_row_for_each_case_and_a_labelled_variable_for_each_code(
    home: Project, tmp_path: Path
) -> None:
    home.cases.export(tmp_path / "m.sav", "gender", count=Count.WORDS)
    table, meta = pyreadstat.read_sav(str(tmp_path / "m.sav"))
    assert table.to_dict("records") == [
        {"case": "Female", "life": 16, "safety_here": 14, "rent": 4},
        {"case": "Male", "life": 5, "safety_here": 0, "rent": 5},
    ]
    assert meta.column_names_to_labels["safety_here"] == "Daily life › Safety"
    assert (meta.file_label, meta.notes) == (None, [])


def test_a_matrix_of_what_a_filter_lets_through_says_so_first(
    home: Project, tmp_path: Path
) -> None:
    """By what it is narrowed down, without naming a coder."""
    through = CodingFilter(coders=("bo",))
    for name in ("m.csv", "m.sav"):
        home.cases.export(tmp_path / name, through=through)
    [first, *_] = (tmp_path / "m.csv").read_text(encoding="utf-8-sig").splitlines()
    assert first.split(",")[1] == "name (only 1 coder)"
    _, meta = pyreadstat.read_sav(str(tmp_path / "m.sav"))
    assert (meta.file_label, meta.notes) == ("Only 1 coder", ["Only 1 coder is counted."])


def test_speakers_of_one_interview_are_told_apart_without_their_names(tmp_path: Path) -> None:
    said = "Ana: I am calm here.\n\nMirko: I am not at all.\n\nInterviewer: And at night?\n\n"
    talk = "Interviewer: Are you calm?\n\n" + said * 3
    project = study(tmp_path / "group", {"group.txt": talk}, codebook=CODEBOOK)
    info = project.transcripts.info("group")
    names = set(project.cases.called().values())
    number = project.transcripts.neutral_numbers()[info.id]
    assert names == {f"interview {number}, speaker 1", f"interview {number}, speaker 2"}


# ── the codebook ──


def test_the_codebook_is_printed_as_a_table_that_holds(home: Project, tmp_path: Path) -> None:
    run(home, "codebook", "--out", str(tmp_path / "c.docx"))
    document = Document(str(tmp_path / "c.docx"))
    [table] = document.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["Code", "Definition", "Examples", "Used"]
    assert cells[1] == [
        "1 Daily life\nlife", "What a day is like.", "", "5 segments\nin 2 interviews"
    ]  # fmt: skip
    assert cells[2] == [
        "1.1 Safety\nБезопасность\nsafety-here",
        "Include: walking at night\nExclude: work",
        "It is calm here, and they say so.\nТут спокойно, и они так говорят.",
        "3 segments\nin 2 interviews",
    ]
    assert cells[4][0] == "2 Fear\nfear"
    assert cells[4][3] == "not used"
    languages = {m.get(qn("w:val")) for m in table._tbl.iter(qn("w:lang"))}
    assert languages == {"en", "ru"}
    for row in table._tbl.findall(qn("w:tr")):
        assert row.trPr.find(qn("w:cantSplit")) is not None
    assert document.paragraphs[1].text == "Table 1. Codebook, 4 codes."


def test_html_and_csv_have_the_same_codes(home: Project, tmp_path: Path) -> None:
    run(home, "codebook", "--out", str(tmp_path / "c.html"))
    text = (tmp_path / "c.html").read_text(encoding="utf-8")
    for said in ("1.1 Safety", "walking at night", "3 segments in 2 interviews", "lang='ru'"):
        assert said in text
    assert run(home, "codebook", "--out", str(tmp_path / "c.csv"))["codes"] == 4
    rows = read_rows(tmp_path / "c.csv", required=["id"])
    assert rows[1]["parent"] == "life"
    assert rows[1]["keywords"] == "safe"
    assert (rows[1]["segments"], rows[1]["interviews"]) == ("3", "2")


def test_a_column_of_the_codebook_in_which_nothing_stands_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "c.docx"
    write_codebook(path, [PrintedCode(id="a", number="1", name="Fear")], title="C", note="N")
    document = Document(str(path))
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["Code"]
    assert [p.text for p in document.paragraphs] == ["C", "Table 1. C, 1 code."]


def test_a_codebook_is_written_for_other_programs_and_not_as_anything(
    home: Project, tmp_path: Path
) -> None:
    assert home.codes.export(tmp_path / "book.qdc") == 4
    codes = home.exchange.read(tmp_path / "book.qdc").codes
    assert [code.name for code in codes] == ["Daily life", "Safety", "Rent", "Fear"]
    with pytest.raises(CodingError, match="cannot be written here"):
        home.codes.export(tmp_path / "c.pdf")
    assert not list(tmp_path.glob("c.*"))


def test_words_are_counted_once_though_a_segment_ends_within_one(home: Project) -> None:
    """A segment of rent ends in the middle of a word that the theme has whole."""
    before = home.cases.matrix().cell("life", "P01").words
    code(home, "Vera", "My daughter walks to sch", "rent")
    assert home.cases.matrix().cell("life", "P01").words == before
