"""Make the XML that a Word document is built of: runs, fields, tables, cells, and their rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

TABLE = "Report table"
"""What the style of tables is called."""


def word_element(tag: str, /, **attributes: object) -> Any:
    """Return an element of Word's own namespace, its attributes there too."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: Any = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def paragraph_element() -> Any:
    """Return a paragraph with nothing in it."""
    return word_element("p")


def add_field(
    paragraph: Paragraph, instruction: str, result: str, *, bold: bool = False
) -> tuple[Run, Any]:
    """Add a field with what it says until Word works it out; return that run, and its code."""
    from docx.oxml.ns import qn

    code = word_element("instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = instruction
    begin, separate, end = (
        word_element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")
    )
    for mark in (begin, code, separate):
        add_run(paragraph, bold=bold)._r.append(mark)
    shown = add_run(paragraph, result, bold=bold)
    add_run(paragraph, bold=bold)._r.append(end)
    return shown, code


def add_run(paragraph: Paragraph, text: str = "", *, bold: bool) -> Run:
    """Add words to a paragraph, bold or as its style has them."""
    run = paragraph.add_run(text)
    run.bold = bold or None
    return run


def also_complex(properties: Any, points: float) -> None:
    """Set the size for what is written from the right too."""
    from docx.oxml.ns import qn

    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    properties.find(qn("w:sz")).addnext(word_element("szCs", val=round(points * 2)))


def table_element(widths: Sequence[int], instead: str) -> Any:
    """Return a table of columns as wide as given, in twentieths of a point, without rows.

    `instead` is read out in place of it.
    """
    table, properties, grid = word_element("tbl"), word_element("tblPr"), word_element("tblGrid")
    properties.extend(
        [
            word_element("tblStyle", val=TABLE.replace(" ", "")),
            word_element("tblW", w=sum(widths), type="dxa"),
            word_element("tblLayout", type="fixed"),
            word_element("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0,
                     noHBand=0, noVBand=1),
        ]
    )  # fmt: skip
    if instead:
        properties.append(word_element("tblDescription", val=instead))
    grid.extend([word_element("gridCol", w=width) for width in widths])
    table.extend([properties, grid])
    return table


def row_element(*, head: bool) -> Any:
    """Return a row that does not break over a page; `head` lets it stand again on each."""
    row, properties = word_element("tr"), word_element("trPr")
    properties.append(word_element("cantSplit"))
    if head:
        properties.append(word_element("tblHeader"))
    row.append(properties)
    return row


def cell_element(width: int, span: int) -> Any:
    """Return a cell so wide, in twentieths of a point, over so many columns."""
    cell, properties = word_element("tc"), word_element("tcPr")
    properties.append(word_element("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(word_element("gridSpan", val=span))
    cell.append(properties)
    return cell


def no_rule(side: str) -> Any:
    """Return what leaves out the rule on one side of a cell."""
    borders = word_element("tcBorders")
    borders.append(word_element(side, val="nil"))
    return borders


def table_style() -> Any:
    """Return rules above, below the head and below, and thin ones between rows: none upright."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1"'
        f' w:styleId="{TABLE.replace(" ", "")}"><w:name w:val="{TABLE}"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
        '<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
        '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
        '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/></w:tblBorders>'
        '<w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="57" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
        '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
        "</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
    )
