"""Write a Word document as a publisher wants it: captions that count, tables that hold.

A `Paper` is written from top to bottom. What it is made of is what Word makes itself, so that an
editor can go on in it: captions are SEQ fields with a bookmark, what points at one is a REF field,
a table has the widths it was given in Word and in LibreOffice (fixed layout, grid and cells agree),
its rows do not break over a page and its head stands again on each, pictures have a text in place
of them, and each language is marked as what it is.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.files.clean import cleaned
from coding.files.word_new import direct, from_the_right, new_document
from coding.files.word_parts import (
    add_field,
    add_run,
    also_complex,
    cell_element,
    no_rule,
    paragraph_element,
    row_element,
    table_element,
    table_style,
    word_element,
)
from coding.files.writing import replacing

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

SERIF, SANS = "Times New Roman", "Arial"
"""Typefaces that every office has, or one of the same widths, with Cyrillic, Hebrew and Arabic."""

A4 = (21.0, 29.7)
MARGIN = 2.0
TEXT, WIDE = A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN
"""Centimetres between the margins of a page, upright and on its side."""

_STYLES: tuple[tuple[str, str, str, float, dict[str, Any]], ...] = (
    ("Normal", "", SERIF, 11, {"after": 6, "line": 1.15}),
    ("Title", "Normal", SANS, 20, {"bold": True, "after": 6}),
    ("Heading 1", "Normal", SANS, 15, {"bold": True, "before": 18, "after": 6, "next": True}),
    ("Heading 2", "Normal", SANS, 12, {"bold": True, "before": 12, "after": 4, "next": True}),
    ("Heading 3", "Normal", SANS, 11, {"bold": True, "before": 10, "after": 4, "next": True}),
    ("Caption", "Normal", SANS, 9, {"bold": False, "before": 6, "after": 4, "line": 1.0}),
    ("Quote", "Normal", SERIF, 11, {"before": 6, "after": 2, "indent": 10}),
    ("Table text", "Normal", SANS, 8.5, {"after": 2, "line": 1.0}),
    ("Table quote", "Table text", SERIF, 9.5, {"after": 1, "line": 1.0}),
    ("Table beside", "Table quote", SERIF, 9, {"italic": True, "after": 1, "line": 1.0}),
    ("Table label", "Table text", SANS, 8, {"after": 5, "line": 1.0}),
    ("Table group", "Table text", SANS, 10.5, {"bold": True, "before": 6, "after": 2}),
    ("Table note", "Normal", SANS, 8, {"before": 2, "after": 2, "line": 1.0}),
)
"""Name, based on, typeface, points, and the rest: spaces in points, indent in millimetres."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a paragraph; `language` is a tag of BCP 47, `""` for the document's own."""

    text: str
    language: str = ""
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Pointer:
    """Points at the caption with a key, as "Figure 3"; it may stand before it."""

    key: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as PNG, its width in centimetres, and what is read in place of it."""

    png: bytes
    width: float
    instead: str


Inline = str | Stretch | Pointer | Image


@dataclass(frozen=True, slots=True)
class CellText:
    """A paragraph in a cell: what it is made of, and its style."""

    parts: Sequence[Inline]
    style: str = "Table text"
    caption: tuple[str, str] = ("", "")
    """The kind and the key of a caption that it is, such as ("Figure", "g15")."""


class Paper:
    """A Word document in the making."""

    def __init__(self, title: str, *, language: str = "", landscape: bool = False) -> None:
        self.document = new_document(title)
        self._end = self.document.element.body[-1]
        self._ids: dict[str, str] = {}  # style → its id
        self._captions: dict[str, tuple[str, str]] = {}  # key → name of its bookmark, what it says
        self._counts: Counter[str] = Counter()
        self._pointers: list[tuple[Pointer, Run, Any]] = []
        self._set_page(landscape)
        self._number_pages()
        self._dress()
        if language:
            self._speak(language)

    # ── what it is made of ──

    def paragraph(self, *parts: Inline, style: str = "Normal", keep: bool = False) -> Paragraph:
        """Write a paragraph; `keep` holds it on the page of what follows."""
        paragraph = self._new_paragraph(style)
        self._fill(paragraph, parts)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def heading(self, text: str, level: int = 1, *, language: str = "") -> Paragraph:
        """Write a heading of level 1 to 3."""
        return self.paragraph(Stretch(text, language), style=f"Heading {level}")

    def caption(self, kind: str, key: str, *parts: Inline, above: bool = True) -> Paragraph:
        """Write "Table 1. …", counted by Word; `above` what it belongs to, or below.

        Pointers to `key` name it, before and after. A key is given once.
        """
        paragraph = self._new_paragraph("Caption")
        self._count(paragraph, kind, key)
        self._fill(paragraph, [". ", *parts], begun=True)
        if above:
            paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def picture(self, image: Image) -> Paragraph:
        """Put a picture on a line of its own, on the page of the caption below it."""
        return self.paragraph(image, keep=True)

    def table(
        self, widths: Sequence[float], heads: Sequence[str], *, instead: str = ""
    ) -> PaperTable:
        """Begin a table of columns as wide as given, in centimetres, under heads.

        `instead` says what it shows to who cannot see it.
        """
        made = PaperTable(self, widths, instead)
        self._end.addprevious(made.element)
        if heads:
            made.row([[CellText([Stretch(head, bold=True)])] for head in heads], head=True)
        return made

    def turn(self, *, landscape: bool) -> None:
        """Begin a new page, on its side or upright."""
        from docx.enum.section import WD_SECTION

        self.document.add_section(WD_SECTION.NEW_PAGE)
        self._set_page(landscape)

    def save(self, path: Path) -> None:
        """Write it to a file, whole or not at all; raises CodingError if that cannot be.

        Raises KeyError if something points at a caption that was never written.
        """
        for pointer, run, instruction in self._pointers:
            name, says = self._captions[pointer.key]
            instruction.text = f" REF {name} \\h "
            run.text = says
        with replacing(path) as temporary:
            self.document.save(str(temporary))

    def style(self, name: str, based_on: str, typeface: str, points: float, **rest: Any) -> None:
        """Add or set a style for paragraphs; `rest` as those that every paper has."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        styles = self.document.styles
        if name in (style.name for style in styles):
            style: Any = styles[name]
        else:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if based_on:
            style.base_style = styles[based_on]
        font, form = style.font, style.paragraph_format
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()  # those of a theme would go before
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), typeface)
        font.size, font.color.rgb = Pt(points), RGBColor(0, 0, 0)
        also_complex(style.element.rPr, points)
        font.bold = font.cs_bold = bool(rest.get("bold"))
        font.italic = font.cs_italic = bool(rest.get("italic"))
        form.space_before, form.space_after = Pt(rest.get("before", 0)), Pt(rest.get("after", 0))
        form.line_spacing, form.widow_control = rest.get("line", 1.15), True
        form.keep_with_next = bool(rest.get("next"))
        if indent := rest.get("indent"):
            form.left_indent = form.right_indent = Mm(indent)
        for border in style.element.xpath("w:pPr/w:pBdr"):
            border.getparent().remove(border)
        self._ids[name] = style.style_id

    # ── how ──

    def _new_paragraph(self, style: str) -> Paragraph:
        # As document.add_paragraph does, which seeks the end of the text anew for each: 13 s
        # for 4,000 quotes.
        element = paragraph_element()
        self._end.addprevious(element)
        return self._wrapped(element, style)

    def _wrapped(self, element: Any, style: str) -> Paragraph:
        from docx.text.paragraph import Paragraph

        element.style = self._ids[style]
        return Paragraph(element, self.document)

    def _fill(self, paragraph: Paragraph, parts: Sequence[Inline], *, begun: bool = False) -> None:
        """Put parts into a paragraph; it runs from the right if its first words do."""
        first = ""
        for part in cleaned(list(parts)):
            if isinstance(part, Pointer):
                self._point(paragraph, part)
            elif isinstance(part, Image):
                self._show(paragraph, part)
            else:
                words = Stretch(part) if isinstance(part, str) else part
                first = first or words.text.strip()
                _say(paragraph, words)
        if not begun:
            direct(paragraph, first, runs=False)

    def _count(self, paragraph: Paragraph, kind: str, key: str) -> None:
        """Write "Table 1", with a bookmark around it and a field that Word counts."""
        if key in self._captions:
            raise ValueError(f"two captions have the key {key}")
        self._counts[kind] += 1
        number, says = len(self._captions) + 1, f"{kind} {self._counts[kind]}"
        name = f"_Ref{100_000_000 + number}"
        self._captions[key] = (name, says)
        paragraph._p.append(word_element("bookmarkStart", id=number, name=name))
        add_run(paragraph, f"{kind} ", bold=True)
        sequence = f" SEQ {kind.replace(' ', '_')} \\* ARABIC "
        add_field(paragraph, sequence, str(self._counts[kind]), bold=True)
        paragraph._p.append(word_element("bookmarkEnd", id=number))

    def _point(self, paragraph: Paragraph, pointer: Pointer) -> None:
        run, instruction = add_field(paragraph, "", "")
        self._pointers.append((pointer, run, instruction))

    def _show(self, paragraph: Paragraph, image: Image) -> None:
        from docx.shared import Cm

        run = paragraph.add_run()
        shape = run.add_picture(io.BytesIO(image.png), width=Cm(image.width))
        for side in "TBLR":  # LibreOffice takes what is not said for a third of a centimetre
            shape._inline.set(f"dist{side}", "0")
        described = shape._inline.docPr
        described.set("descr", " ".join(image.instead.split()))
        described.set("name", f"Picture {described.get('id')}")

    def _set_page(self, landscape: bool) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Cm

        section = self.document.sections[-1]
        width, height = A4[::-1] if landscape else A4
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Cm(width), Cm(height)
        section.left_margin = section.right_margin = Cm(MARGIN)
        section.top_margin = section.bottom_margin = Cm(MARGIN)
        section.header_distance = section.footer_distance = Cm(1)

    def _number_pages(self) -> None:
        """Put the page's number in the middle of the foot of each."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        foot = self.document.sections[0].footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_field(foot, " PAGE ", "1")

    def _dress(self) -> None:
        for name, based_on, typeface, points, rest in _STYLES:
            self.style(name, based_on, typeface, points, **rest)
        self.document.styles.element.append(table_style())

    def _speak(self, language: str) -> None:
        """Mark the document's own language."""
        from docx.oxml.ns import qn

        self.document.core_properties.language = language
        for mark in self.document.styles.element.xpath("w:docDefaults//w:lang"):
            mark.set(qn("w:val"), language)


class PaperTable:
    """A table of a paper: rows are added one after the other."""

    def __init__(self, paper: Paper, widths: Sequence[float], instead: str) -> None:
        self._paper = paper
        self._widths = [round(width * 567) for width in widths]  # twentieths of a point
        self.element = table_element(self._widths, cleaned(instead))

    def row(
        self,
        cells: Sequence[Sequence[CellText]],
        *,
        spans: Sequence[int] = (),
        head: bool = False,
        keep: bool = False,
        joined: bool = False,
    ) -> None:
        """Add a row; it does not break over a page.

        `spans` says over how many columns each cell reaches, one where it is left out; `head` lets
        it stand again on each page, `keep` holds it on the page of the next row, `joined` leaves
        out the rule between it and the row before.
        """
        spans = spans or [1] * len(cells)
        if len(spans) != len(cells) or sum(spans) != len(self._widths):
            raise ValueError(f"{spans} do not fill {len(self._widths)} columns")
        row, at = row_element(head=head), 0
        if joined:
            for cell in self.element[-1].iterchildren("{*}tc"):
                cell.tcPr.append(no_rule("bottom"))
        for blocks, span in zip(cells, spans, strict=True):
            cell = cell_element(sum(self._widths[at : at + span]), span)
            if joined:
                cell.tcPr.append(no_rule("top"))
            for block in blocks or [CellText([""])]:
                self._write(cell, block, keep=keep or head)
            row.append(cell)
            at += span
        self.element.append(row)

    def _write(self, cell: Any, block: CellText, *, keep: bool) -> None:
        element = paragraph_element()
        cell.append(element)
        kind, key = block.caption
        paragraph = self._paper._wrapped(element, "Caption" if key else block.style)
        if key:
            self._paper._count(paragraph, kind, key)
        parts = [". ", *block.parts] if key else block.parts
        self._paper._fill(paragraph, parts, begun=bool(key))
        if keep:
            paragraph.paragraph_format.keep_with_next = True


def _say(paragraph: Paragraph, words: Stretch) -> None:
    """Add a run with its language; Word does not see by itself that one runs from the right."""
    run = paragraph.add_run(words.text)
    run.bold, run.italic = words.bold or None, words.italic or None
    right = from_the_right(words.text)
    if right:
        run.font.rtl = True
        run.font.cs_bold, run.font.cs_italic = run.bold, run.italic
    if words.language:
        tags = {"bidi": words.language} if right else {}
        mark = word_element("lang", val=words.language, **tags)
        later = ("w:eastAsianLayout", "w:specVanish", "w:oMath")
        run._r.get_or_add_rPr().insert_element_before(mark, *later)
