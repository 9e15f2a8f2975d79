"""Interviews against codes, summed up in cells: read, written, merged, handed out."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from studies import code, study

from coding.errors import CodingError, Conflict, NotFound
from coding.model import CodingFilter
from coding.project import Project
from coding.project.summaries import SummaryGrid


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = study(tmp_path / "p")
    code(project, "Vera", "My daughter walks", "safety")
    code(project, "Vera", "The rent is high", "prices")
    code(project, "Oleg", "the rent eats us up", "prices", coder="ben")
    return project


def laid_out(grid: SummaryGrid) -> dict[tuple[str, str], tuple[int, str]]:
    names = {row.key: row.name for row in grid.rows}
    return {
        (names[row], code): (len(cell.segments), cell.text)
        for (row, code), cell in grid.cells.items()
    }


def test_a_theme_has_what_is_coded_below_it_and_a_code_its_own(project: Project) -> None:
    assert [c.id for c in project.summaries.grid().codes] == ["life", "return", "fear"]
    assert laid_out(project.summaries.grid(["prices", "life"])) == {
        ("Oleg", "life"): (1, ""),
        ("Oleg", "prices"): (1, ""),
        ("Vera", "life"): (2, ""),
        ("Vera", "prices"): (1, ""),
    }


def test_a_summary_stands_in_its_cell_and_counts_as_written(project: Project) -> None:
    project.summaries.write("Vera", "prices", "Too dear.\nBut bearable.", coder="ana")
    project.summaries.write("Oleg", "fear", "Not a word of it.", coder="ana")
    grid = project.summaries.grid(["prices", "fear"])
    assert laid_out(grid)["Vera", "prices"] == (1, "Too dear.\nBut bearable.")
    assert laid_out(grid)["Oleg", "fear"] == (0, "Not a word of it.")
    assert (grid.written, len(grid.cells)) == (2, 3)
    assert project.log.undo(coder="ana").summary == "summary of Oleg on Fear"
    assert project.summaries.grid(["prices", "fear"]).written == 1


def test_interviews_are_kept_by_who_is_in_them(project: Project) -> None:
    assert [r.name for r in project.summaries.grid(where={"gender": ("Female",)}).rows] == ["Vera"]
    with pytest.raises(NotFound):
        project.summaries.grid(where={"shoe size": ("40",)})
    with pytest.raises(NotFound):
        project.summaries.grid(["nothing"])


def test_two_who_write_one_cell_see_both_texts(project: Project) -> None:
    project.summaries.write("Vera", "prices", "Ana's.", coder="ana", version=0)
    with pytest.raises(Conflict) as seen:
        project.summaries.write("Vera", "prices", "Ben's.", coder="ben", version=0)
    assert seen.value.clashes[0][1:] == ("Ben's.", "Ana's.")
    assert laid_out(project.summaries.grid(["prices"]))["Vera", "prices"][1] == "Ana's."


def test_an_emptied_summary_is_gone(project: Project) -> None:
    project.summaries.write("Vera", "prices", "Dear.", coder="ana")
    project.summaries.write("Vera", "prices", " ", coder="ben")
    assert project.memos.all() == []
    with pytest.raises(CodingError):
        project.summaries.write("Vera", "prices", "", coder="ben")


def test_summaries_go_over_with_a_merged_code_and_none_is_lost(project: Project) -> None:
    project.summaries.write("Vera", "prices", "Dear.", coder="ana")
    project.summaries.write("Vera", "safety", "Safe.", coder="ana")
    project.summaries.write("Oleg", "prices", "Eats him up.", coder="ana")
    project.codes.merge("prices", "safety", coder="ana")
    assert laid_out(project.summaries.grid(["safety"])) == {
        ("Vera", "safety"): (2, "Safe.\n\nDear."),
        ("Oleg", "safety"): (1, "Eats him up."),
    }
    project.log.undo(coder="ana")
    assert laid_out(project.summaries.grid(["prices"]))["Vera", "prices"] == (1, "Dear.")


def test_a_translation_is_summed_up_with_its_original(tmp_path: Path) -> None:
    files = {"Vera.txt": "Vera: The rent is high.\n", "Vera_ru.txt": "Vera: Аренда высокая.\n"}
    project = study(tmp_path / "p", files)
    vera, other = (project.transcripts.info(name) for name in ("Vera", "Vera_ru"))
    project.transcripts.edit(other.id, translation_of=vera.id, coder="ana")
    code(project, "Vera_ru", "Аренда", "prices")
    project.summaries.write("Vera_ru", "prices", "Dear.", coder="ana")
    grid = project.summaries.grid(["prices"])
    assert [row.key for row in grid.rows] == [vera.id]
    assert laid_out(grid) == {("Vera", "prices"): (1, "Dear.")}


# ── handed out ──


def test_a_workbook_has_a_row_for_each_interview_and_no_formula(
    project: Project, tmp_path: Path
) -> None:
    project.summaries.write("Vera", "prices", "=1+1", coder="ana")
    grid = project.summaries.grid(["prices", "return"])
    project.summaries.export(tmp_path / "out.xlsx", grid)
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["interview", "who", "Daily life › Prices", "Going back"]
    by_who = {row[1]: row for row in rows[1:]}
    assert by_who["Female, 30-39 years old"][2:] == ["=1+1", None]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    project.summaries.export(tmp_path / "named.xlsx", grid, ids=True)
    named = load_workbook(tmp_path / "named.xlsx").worksheets[0]
    assert {cell.value for cell in named["B"]} == {"participant", "Vera", "Oleg"}
    narrowed = project.summaries.grid(
        ["prices"], where={"gender": ("Female",)}, through=CodingFilter(coders=("ana",))
    )
    project.summaries.export(tmp_path / "narrowed.csv", narrowed)
    [first, *_] = (tmp_path / "narrowed.csv").read_text(encoding="utf-8-sig").splitlines()
    assert first.startswith('"interview (only 1 coder, with gender Female)",')


def test_a_document_lies_on_its_side_with_heads_that_come_again(
    project: Project, tmp_path: Path
) -> None:
    from docx import Document

    project.summaries.write("Vera", "prices", "Too dear.\nBut bearable.", coder="ana")
    grid = project.summaries.grid(["life", "safety", "prices", "return", "fear"])
    many = grid.codes
    project.summaries.export(tmp_path / "out.docx", grid)
    document = Document(str(tmp_path / "out.docx"))
    section = document.sections[0]
    assert section.page_width > section.page_height
    [table] = document.tables
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert len(table.columns) == 1 + len(many)
    text = [[cell.text for cell in row.cells] for row in table.rows]
    vera = next(row for row in text if "Female" in row[0])
    assert vera[1] == "2 segments, not summed up yet"
    assert vera[3] == "Too dear.\nBut bearable."
    assert vera[5] == "nothing coded"
    assert "1 of 5 cells" in "".join(p.text for p in document.paragraphs)
    narrowed = project.summaries.grid(through=CodingFilter(coders=("ana",)))
    project.summaries.export(tmp_path / "narrowed.docx", narrowed)
    assert Document(str(tmp_path / "narrowed.docx")).paragraphs[1].text == "Only 1 coder."
    assert not any(p.text.startswith("Only") for p in document.paragraphs)
    with pytest.raises(CodingError):
        project.summaries.export(tmp_path / "out.pdf", grid)
