"""Write a joint display: a Word table with captions, a workbook, or a page of HTML.

It is handed over in words and pictures: what stands in each cell, and the chart of each row.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.files.clean import cleaned
from coding.files.html import page
from coding.files.tables import write_rows
from coding.files.word_new import direct, new_document
from coding.files.writing import check_suffix, replacing

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

SUFFIXES = (".docx", ".xlsx", ".html")
HEADINGS = ("Figures", "Themes", "Voices", "Together", "Inference")
_WIDTHS = (5.6, 4.6, 7.4, 2.8, 5.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayRow:
    """One row of the display: the question over it, the lines of its cells, its chart as PNG."""

    question: str
    figures: Sequence[str]
    themes: Sequence[str]
    voices: Sequence[tuple[str, str]]
    together: str
    inference: str
    picture: bytes = b""


def write_display(
    path: Path,
    rows: Sequence[DisplayRow],
    *,
    title: str,
    notes: Sequence[str] = (),
    source: str = "",
) -> None:
    """Write the display to a .docx, .xlsx or .html file, whole or not at all.

    `notes` are printed below it, `source` with the captions. Raises CodingError.
    """
    suffix = check_suffix(path, SUFFIXES)
    rows, title, notes, source = cleaned((rows, title, notes, source))
    if suffix == ".xlsx":
        write_rows(path, [_cells(row) for row in rows], ["Question", *HEADINGS])
        return
    with replacing(path) as temporary:
        if suffix == ".docx":
            _document(rows, title, notes, source).save(str(temporary))
        else:
            temporary.write_text(_page(rows, title, notes, source), encoding="utf-8", newline="\n")


def _cells(row: DisplayRow) -> dict[str, object]:
    voices = "\n".join(f"{words} {who}".strip() for words, who in row.voices)
    lists = ["\n".join(row.figures), "\n".join(row.themes), voices]
    return {
        "Question": row.question,
        **dict(zip(HEADINGS, [*lists, row.together, row.inference], strict=True)),
    }


# --- docx --------------------------------------------------------------------------------------


def _document(
    rows: Sequence[DisplayRow], title: str, notes: Sequence[str], source: str
) -> Document:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    document = new_document(title)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    document.add_heading(title, level=1)
    _caption(document.add_paragraph(style="Caption"), "Table", 1, f"{title}.", source)
    table = document.add_table(rows=1, cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    _repeat(table.rows[0])
    pictured = [row for row in rows if row.picture]
    for row in rows:
        over = table.add_row().cells
        merged = over[0].merge(over[-1])
        paragraph = merged.paragraphs[0]
        paragraph.add_run(row.question).bold = True
        if row.picture:
            paragraph.add_run(f" (Figure {pictured.index(row) + 1})")
        paragraph.paragraph_format.keep_with_next = True
        cells = table.add_row().cells
        _fill(cells[0], row.figures)
        _fill(cells[1], row.themes)
        _fill(cells[2], [f"{words}\n{who}".strip() for words, who in row.voices])
        _fill(cells[3], [row.together])
        _fill(cells[4], [row.inference])
    for laid in table.rows:
        for cell, width in zip(laid.cells, _WIDTHS, strict=True):
            if len({id(other._tc) for other in laid.cells}) == len(HEADINGS):
                cell.width = Cm(width)
    for note in notes:
        document.add_paragraph(note)
    for number, row in enumerate(pictured, 1):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run().add_picture(io.BytesIO(row.picture), width=Cm(15))
        _caption(document.add_paragraph(style="Caption"), "Figure", number, row.question, source)
    return document


def _fill(cell: _Cell, texts: Sequence[str]) -> None:
    """Put texts into a cell, a paragraph each."""
    from docx.shared import Pt

    for number, text in enumerate(texts or [""]):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.add_run(text).font.size = Pt(9)
        direct(paragraph, text)


def _caption(paragraph: Paragraph, what: str, number: int, text: str, source: str) -> None:
    """Write "Table 1. …" with a field that Word counts itself."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.add_run(f"{what} ")
    for kind, words in (("begin", ""), ("", f" SEQ {what} \\* ARABIC "), ("separate", ""),
                        ("text", str(number)), ("end", "")):  # fmt: skip
        run = paragraph.add_run()
        if kind == "text":
            run.text = words
            continue
        made: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            made.set(qn("w:fldCharType"), kind)
        else:
            made.set(qn("xml:space"), "preserve")
            made.text = words
        run._r.append(made)
    paragraph.add_run(f". {text}" + (f" Source: {source}." if source else ""))


def _repeat(row: Any) -> None:
    """Let a row stand again at the top of each page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark: Any = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


# --- html --------------------------------------------------------------------------------------


def _page(rows: Sequence[DisplayRow], title: str, notes: Sequence[str], source: str) -> str:
    pictures = [(row, base64.b64encode(row.picture).decode()) for row in rows if row.picture]
    return page(
        "coding.reports",
        "joint_display.html.j2",
        title=title,
        source=source,
        headings=HEADINGS,
        rows=rows,
        notes=notes,
        pictured=pictures,
    )
