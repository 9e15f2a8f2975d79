"""Write a joint display: a Word table with captions, a workbook, or a page of HTML.

It is handed over in words and pictures: what stands in each cell, and the chart of each row.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.files.safety import check_suffix, clean, replacing
from coding.files.tables import write_rows

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

SUFFIXES = (".docx", ".xlsx", ".html")
HEADINGS = ("Figures", "Themes", "Voices", "Together", "Inference")
_WIDTHS = (5.6, 4.6, 7.4, 2.8, 5.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the display: the question over it, the lines of its cells, its chart as PNG."""

    question: str
    figures: Sequence[str]
    themes: Sequence[str]
    voices: Sequence[tuple[str, str]]
    together: str
    inference: str
    picture: bytes = b""


def write_display(
    path: Path, lines: Sequence[Line], *, title: str, notes: Sequence[str] = (), source: str = ""
) -> None:
    """Write the display to a .docx, .xlsx or .html file, whole or not at all.

    `notes` are printed below it, `source` with the captions. Raises CodingError.
    """
    suffix = check_suffix(path, SUFFIXES)
    if suffix == ".xlsx":
        write_rows(path, [_row(line) for line in lines], ["Question", *HEADINGS])
        return
    with replacing(path) as temporary:
        if suffix == ".docx":
            _document(lines, title, notes, source).save(str(temporary))
        else:
            temporary.write_text(_page(lines, title, notes, source), encoding="utf-8", newline="\n")


def _row(line: Line) -> dict[str, object]:
    voices = [f"{words} {who}".strip() for words, who in line.voices]
    cells = ["\n".join(line.figures), "\n".join(line.themes), "\n".join(voices), line.together]
    return {"Question": line.question, **dict(zip(HEADINGS, [*cells, line.inference], strict=True))}


# --- docx --------------------------------------------------------------------------------------


def _document(lines: Sequence[Line], title: str, notes: Sequence[str], source: str) -> Document:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = clean(title), "", ""
    properties.created = properties.modified = datetime.now(UTC)
    document.add_heading(clean(title), level=1)
    _caption(document.add_paragraph(style="Caption"), "Table", 1, f"{title}.", source)
    table = document.add_table(rows=1, cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    _repeat(table.rows[0])
    pictured = [line for line in lines if line.picture]
    for line in lines:
        over = table.add_row().cells
        merged = over[0].merge(over[-1])
        paragraph = merged.paragraphs[0]
        paragraph.add_run(clean(line.question)).bold = True
        if line.picture:
            paragraph.add_run(f" (Figure {pictured.index(line) + 1})")
        paragraph.paragraph_format.keep_with_next = True
        cells = table.add_row().cells
        _fill(cells[0], line.figures)
        _fill(cells[1], line.themes)
        _fill(cells[2], [f"{words}\n{who}".strip() for words, who in line.voices])
        _fill(cells[3], [line.together])
        _fill(cells[4], [line.inference])
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            if len({id(one._tc) for one in row.cells}) == len(HEADINGS):
                cell.width = Cm(width)
    for note in notes:
        document.add_paragraph(clean(note))
    for number, line in enumerate(pictured, 1):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run().add_picture(io.BytesIO(line.picture), width=Cm(15))
        _caption(document.add_paragraph(style="Caption"), "Figure", number, line.question, source)
    return document


def _fill(cell: _Cell, texts: Sequence[str]) -> None:
    """Put texts into a cell, a paragraph each."""
    from docx.shared import Pt

    for number, text in enumerate(texts or [""]):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.add_run(clean(text)).font.size = Pt(9)


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
    paragraph.add_run(clean(f". {text}" + (f" Source: {source}." if source else "")))


def _repeat(row: Any) -> None:
    """Let a row stand again at the top of each page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark: Any = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


# --- html --------------------------------------------------------------------------------------

_STYLE = """
body { font: 15px/1.5 Georgia, "Noto Serif", serif; color: #222; }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; border-top: 1px solid #ccc; padding: .5rem .6rem; }
th { font-family: sans-serif; font-size: .85rem; } .q { font-weight: 700; background: #f5f3ee; }
p { margin: 0 0 .4rem; } blockquote { margin: 0 0 .6rem; } cite { font-style: normal; color: #555; }
caption, figcaption { text-align: left; color: #555; padding: .3rem 0; }
figure { margin: 1.5rem 0; } img { max-width: 100%; }
"""


def _page(lines: Sequence[Line], title: str, notes: Sequence[str], source: str) -> str:
    of = f" Source: {html.escape(source)}." if source else ""
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'>",
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style>",
        f"<h1>{html.escape(title)}</h1>",
        f"<table><caption>Table 1. {html.escape(title)}.{of}</caption>",
        f"<tr>{''.join(f'<th scope=col>{one}</th>' for one in HEADINGS)}</tr>",
    ]
    for line in lines:
        voices = "".join(
            f"<blockquote>{html.escape(words)}<br><cite>{html.escape(who)}</cite></blockquote>"
            for words, who in line.voices
        )
        parts += [
            f"<tr><td class=q colspan={len(HEADINGS)}>{html.escape(line.question)}</td></tr>",
            f"<tr><td>{_paragraphs(line.figures)}</td><td>{_paragraphs(line.themes)}</td>"
            f"<td>{voices}</td><td>{html.escape(line.together)}</td>"
            f"<td>{_paragraphs([line.inference])}</td></tr>",
        ]
    parts.append("</table>")
    parts.append(_paragraphs(notes))
    pictured = [line for line in lines if line.picture]
    for number, line in enumerate(pictured, 1):
        image = base64.b64encode(line.picture).decode()
        question = html.escape(line.question)
        parts.append(
            f"<figure><img alt='{question}' src='data:image/png;base64,{image}'>"
            f"<figcaption>Figure {number}. {question}.{of}</figcaption></figure>"
        )
    return "\n".join(parts) + "\n"


def _paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{html.escape(text)}</p>" for text in texts if text)
