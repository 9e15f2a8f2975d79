"""A paper holds in Word and in LibreOffice: its captions count, its tables keep their widths."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from coding.files.word_paper import CellText, Image, Paper, Pointer, Stretch


def png(width: int = 4, height: int = 2) -> bytes:
    """Return a grey picture of so many points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def written(paper: Paper, folder: Path) -> Any:
    """Return a paper as python-docx reads it from its file."""
    path = folder / "paper.docx"
    paper.save(path)
    return Document(str(path))


def fields(element: Any) -> list[str]:
    """Return the codes of the fields in an element, in their order."""
    return [code.text.strip() for code in element.iter(qn("w:instrText"))]


def test_captions_are_counted_by_word_and_pointers_name_them(tmp_path: Path) -> None:
    """Each kind has its own count, a pointer before its caption says the same as one behind."""
    paper = Paper("Report")
    paper.paragraph("As ", Pointer("fig"), " and ", Pointer("tab"), " show.")
    paper.caption("Figure", "first", "One.")
    paper.caption("Table", "tab", "Two.")
    paper.caption("Figure", "fig", "Three.")
    paper.paragraph("See ", Pointer("fig"), ".")
    document = written(paper, tmp_path)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == [
        "As Figure 2 and Table 1 show.",
        "Figure 1. One.",
        "Table 1. Two.",
        "Figure 2. Three.",
        "See Figure 2.",
    ]
    codes = fields(document.element.body)
    sequences = [code for code in codes if code.startswith("SEQ")]
    assert sequences == [
        r"SEQ Figure \* ARABIC",
        r"SEQ Table \* ARABIC",
        r"SEQ Figure \* ARABIC",
    ]
    names = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
    targets = [code.split()[1] for code in codes if code.startswith("REF")]
    assert len(targets) == 3
    assert set(targets) <= names
    assert targets[0] == targets[2] != targets[1]


def test_a_bookmark_holds_label_and_number_and_nothing_else(tmp_path: Path) -> None:
    """What a cross-reference repeats, once Word works it out anew, is “Table 1”."""
    paper = Paper("Report")
    paper.caption("Table", "tab", "Sizes.")
    paragraph = written(paper, tmp_path).paragraphs[0]
    inside, held = False, ""
    for child in paragraph._p:
        inside = inside or child.tag == qn("w:bookmarkStart")
        if child.tag == qn("w:bookmarkEnd"):
            break
        if inside:
            held += "".join(text.text for text in child.iter(qn("w:t")))
    assert held == "Table 1"


def test_what_points_at_no_caption_is_not_written(tmp_path: Path) -> None:
    """A report with “Error! Reference source not found” is never handed out."""
    paper = Paper("Report")
    paper.paragraph(Pointer("nowhere"))
    with pytest.raises(KeyError):
        paper.save(tmp_path / "paper.docx")
    assert not list(tmp_path.iterdir())
    paper.caption("Table", "tab", "One.")
    with pytest.raises(ValueError, match="tab"):
        paper.caption("Table", "tab", "The same key.")


def test_widths_of_table_grid_and_cells_agree(tmp_path: Path) -> None:
    """Word goes by the cells, LibreOffice by the grid: 3 cm are 1701 twentieths of a point."""
    paper = Paper("Report")
    table = paper.table((3, 5, 2), ("A", "B", "C"))
    table.row([[CellText(["over all"])]], spans=[3])
    table.row([[CellText(["a"])], [CellText(["b and c"])]], spans=[1, 2])
    made = written(paper, tmp_path).tables[0]._tbl
    layout = made.tblPr.find(qn("w:tblLayout"))
    assert layout.get(qn("w:type")) == "fixed"
    assert made.tblPr.find(qn("w:tblW")).get(qn("w:w")) == "5670"
    assert [col.get(qn("w:w")) for col in made.tblGrid] == ["1701", "2835", "1134"]
    cells = [[cell.tcPr.find(qn("w:tcW")).get(qn("w:w")) for cell in row] for row in rows(made)]
    assert cells == [["1701", "2835", "1134"], ["5670"], ["1701", "3969"]]
    with pytest.raises(ValueError, match="columns"):
        table.row([[CellText(["a"])]])


def rows(table: Any) -> list[Any]:
    """Return the cells of each row of a table's XML."""
    return [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]


def test_no_row_breaks_and_the_head_alone_stands_again(tmp_path: Path) -> None:
    """Every row has cantSplit, the first tblHeader."""
    paper = Paper("Report")
    table = paper.table((3, 5), ("A", "B"))
    for _ in range(3):
        table.row([[CellText(["a"])], []])
    made = written(paper, tmp_path).tables[0]._tbl.findall(qn("w:tr"))
    properties = [[mark.tag for mark in row.trPr] for row in made]
    assert properties == [[qn("w:cantSplit"), qn("w:tblHeader")], *[[qn("w:cantSplit")]] * 3]


def test_a_picture_has_a_text_in_place_of_it_and_no_space_around(tmp_path: Path) -> None:
    """Its name is no file's, its width as asked: 5 cm are 1,800,000 units."""
    paper = Paper("Report")
    table = paper.table((6,), ())
    table.row(
        [
            [
                CellText([Image(png(), 5, "Bars:\n96.5 %")]),
                CellText(["Safe."], caption=("Figure", "g15")),
            ]
        ]
    )
    document = written(paper, tmp_path)
    (inline,) = document.element.body.iter(qn("wp:inline"))
    assert inline.docPr.get("descr") == "Bars: 96.5 %"
    assert inline.docPr.get("name") == "Picture 1"
    assert inline.extent.cx == 1_800_000
    assert [inline.get(f"dist{side}") for side in "TBLR"] == ["0"] * 4
    assert document.tables[0].cell(0, 0).text == "\nFigure 1. Safe."


def test_each_language_is_marked_and_runs_its_own_way(tmp_path: Path) -> None:
    """A Russian and a Hebrew quote are not underlined as English with mistakes."""
    paper = Paper("Report", language="en-GB")
    paper.paragraph("Said as ", Stretch("спокойно", "ru", italic=True))
    paper.paragraph(Stretch("שלום", "he", bold=True), " (Male)")
    document = written(paper, tmp_path)
    (default,) = document.styles.element.xpath("w:docDefaults//w:lang")
    assert default.get(qn("w:val")) == "en-GB"
    said, greeted = document.paragraphs
    marks = [run._r.xpath("w:rPr/w:lang/@w:val") for run in said.runs]
    assert marks == [[], ["ru"]]
    assert not said._p.xpath("w:pPr/w:bidi")
    assert greeted._p.xpath("w:pPr/w:bidi")
    first, second = greeted.runs
    assert first.font.rtl
    assert first.font.cs_bold
    assert not second.font.rtl
    assert first._r.xpath("w:rPr/w:lang/@w:bidi") == ["he"]


def test_pages_turn_and_nobody_is_named(tmp_path: Path) -> None:
    """A wide table lies on its side; the file's properties name no one, and no program."""
    paper = Paper("Report", landscape=True)
    paper.paragraph("wide")
    paper.turn(landscape=False)
    paper.heading("Methods", 2)
    document = written(paper, tmp_path)
    sizes = [(round(s.page_width.cm, 1), round(s.page_height.cm, 1)) for s in document.sections]
    assert sizes == [(29.7, 21.0), (21.0, 29.7)]
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title == "Report"
    assert document.paragraphs[-1].style.name == "Heading 2"
    assert "PAGE" in fields(document.sections[0].footer._element)


def test_signs_that_no_file_can_hold_are_left_out(tmp_path: Path) -> None:
    """A control character in a quote or in what is read in place of a picture breaks nothing."""
    paper = Paper("Re\x07port")
    table = paper.table((6,), ("He\x00ad",), instead="what\x01 it shows")
    table.row([[CellText([Stretch("qu\x0bote"), Image(png(), 5, "ba\x02rs")])]])
    document = written(paper, tmp_path)
    assert [row.cells[0].text for row in document.tables[0].rows] == ["Head", "quote"]
    (description,) = document.tables[0]._tbl.xpath("w:tblPr/w:tblDescription/@w:val")
    assert description == "what it shows"
