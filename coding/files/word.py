"""Take the paragraphs and tables out of a Word document's XML, in the order one reads them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from coding.errors import TranscriptError
from coding.files.decode import tidy

# Elements whose content is no text of the document, or no longer.
_SILENT = frozenset(
    (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr", "instrText"),
        *("delText", "delInstrText", "fldData", "rubyPr", "smartTagPr", "customXmlPr"),
    )
)
_AS_TEXT = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MAX_TAGS = 2_000_000
_DELETED = frozenset(["del", "moveFrom"])


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's words, those of them at its begin in bold type, and whether it is a heading."""

    text: str
    bold: str = ""
    heading: bool = False


Table: TypeAlias = list[list[list[Paragraph]]]
"""Rows of cells of paragraphs."""
Block: TypeAlias = Paragraph | Table


def read(parts: dict[str, bytes], where: str) -> tuple[list[Block], Counter[str]]:
    """Return a document's paragraphs and tables, and counts of what was left out of them.

    Raises TranscriptError when there is no document among the parts, or a damaged one.
    """
    name = _main(parts, where)
    root = parse(parts[name], name, where)
    reader = _Reader(_headings(parts, where))
    content = next(root.iter("{*}body"), None)
    blocks = list(reader.blocks(content)) if content is not None else []
    return blocks, reader.left


def parse(content: bytes, name: str, where: str) -> Any:
    """Return the root of one XML part; raise TranscriptError when it is damaged or unsafe."""
    from lxml import etree

    if content.count(b"<") > _MAX_TAGS:
        raise TranscriptError(f"{name} is too large to be an interview", where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as e:
        hint = "Open it in Word and save it anew as .docx."
        raise TranscriptError(f"the Word document is damaged ({name})", where, hint) from e
    if root.getroottree().docinfo.doctype:
        raise TranscriptError(f"{name} declares XML entities, which is unsafe", where)
    return root


def words_in(element: Any) -> str:
    """Return all text below an element of a Word document."""
    return " ".join(t.text or "" for t in element.iter("{*}t")).strip()


def _main(parts: dict[str, bytes], where: str) -> str:
    """Return the name of the part that holds the document's body."""
    if "_rels/.rels" in parts:
        for link in parse(parts["_rels/.rels"], "_rels/.rels", where).iter("{*}Relationship"):
            if link.get("Type", "").endswith("/officeDocument"):
                name: str = link.get("Target", "").lstrip("/")
                if name in parts and name.startswith("word/"):
                    return name
    if "word/document.xml" in parts:
        return "word/document.xml"
    hint = "Save the interview as .docx or .txt."
    raise TranscriptError("this is no Word document, although it is packed like one", where, hint)


def _headings(parts: dict[str, bytes], where: str) -> frozenset[str]:
    """Return the ids of the styles that make a paragraph a heading; Word translates them."""
    if "word/styles.xml" not in parts:
        return frozenset()
    root = parse(parts["word/styles.xml"], "word/styles.xml", where)
    names = {
        _value(style, "styleId"): _value(next(style.iter("{*}name"), None), "val").casefold()
        for style in root.iter("{*}style")
    }
    return frozenset(i for i, name in names.items() if re.match(r"heading \d|title$", name))


def _tag(element: Any) -> str:
    """Return an element's name without its namespace; `""` for a comment or instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Any, attribute: str) -> str:
    """Return an attribute whatever its namespace, `""` if there is none."""
    if element is not None:
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] == attribute:
                return str(value)
    return ""


def _child(element: Any, name: str) -> Any:
    """Return the first child of that name, or None."""
    return next((child for child in element if _tag(child) == name), None)


class _Reader:
    """Walks one document; `left` counts what it did not take along."""

    def __init__(self, headings: frozenset[str]) -> None:
        self.headings = headings
        self.left: Counter[str] = Counter()

    def blocks(self, container: Any) -> Iterator[Block]:
        for child in container:
            tag = _tag(child)
            if tag == "p":
                yield from self.paragraph(child)
            elif tag == "tbl":
                yield self.table(child)
            elif tag in _DELETED:
                self.delete(child)
            elif tag == "altChunk":
                self.left["embedded file"] += 1
            elif tag not in _SILENT:
                yield from self.blocks(child)

    def table(self, element: Any) -> Table:
        rows: Table = []
        for row in self.find(element, "tr"):
            properties = _child(row, "trPr")
            if properties is not None and _child(properties, "del") is not None:
                self.delete(row)
                continue
            rows.append([self.cell(cell) for cell in self.find(row, "tc")])
        return rows

    def find(self, element: Any, name: str) -> Iterator[Any]:
        """Find rows or cells, also those inside content controls."""
        for child in element:
            if _tag(child) == name:
                yield child
            elif _tag(child) not in _SILENT:
                yield from self.find(child, name)

    def cell(self, element: Any) -> list[Paragraph]:
        paragraphs: list[Paragraph] = []
        for block in self.blocks(element):
            if isinstance(block, Paragraph):
                paragraphs.append(block)
            else:  # a table in a table
                paragraphs += [p for row in block for cell in row for p in cell]
        return paragraphs

    def paragraph(self, element: Any) -> Iterator[Block]:
        """Yield a paragraph, if it holds anything, and the text boxes anchored in it."""
        runs: list[tuple[str, bool]] = []
        boxes: list[Any] = []
        for child in element:
            self.inline(child, False, runs, boxes)
        properties = _child(element, "pPr")
        style = _child(properties, "pStyle") if properties is not None else None
        if properties is not None and _child(properties, "numPr") is not None:
            self.left["automatic list mark"] += 1
        text = tidy("".join(part for part, _ in runs))[0]
        bold = ""
        for part, is_bold in runs:
            if not is_bold and part.strip():
                break
            bold += part
        if text.strip():
            lines = "\n".join(line.strip() for line in text.split("\n") if line.strip())
            prefix = tidy(bold)[0].strip()
            prefix = prefix if lines.startswith(prefix) else ""
            yield Paragraph(lines, prefix, _value(style, "val") in self.headings)
        for box in boxes:
            yield from self.blocks(box)

    def inline(
        self, element: Any, bold: bool, runs: list[tuple[str, bool]], boxes: list[Any]
    ) -> None:
        """Collect the runs of text at or below one element, and the text boxes."""
        tag = _tag(element)
        if tag in _SILENT or not tag:
            return
        if tag == "t":
            runs.append((element.text or "", bold))
        elif tag in _AS_TEXT:
            runs.append((_AS_TEXT[tag], bold))
        elif tag == "sym":
            self.left["special-font symbol"] += 1
        elif tag in _DELETED:
            self.delete(element)
        elif tag == "txbxContent":
            boxes.append(element)
        else:
            before = len(boxes)
            if tag == "AlternateContent":  # the same thing for newer and for older programs
                choice = _child(element, "Choice")
                children = [choice] if choice is not None else list(element)
            else:
                children = list(element)
            inner = _is_bold(element) if tag == "r" else bold
            for child in children:
                self.inline(child, inner, runs, boxes)
            if tag in {"drawing", "pict", "object"} and len(boxes) == before:
                self.left["embedded picture"] += 1

    def delete(self, element: Any) -> None:
        texts = [*element.iter("{*}delText"), *element.iter("{*}t")]
        words = " ".join(text.text or "" for text in texts).split()
        if words:
            self.left["tracked deletion"] += 1


def _is_bold(run: Any) -> bool:
    properties = _child(run, "rPr")
    if properties is None:
        return False
    bold = _child(properties, "b")
    if bold is not None:
        return _value(bold, "val") not in {"0", "false", "off"}
    return _value(_child(properties, "rStyle"), "val") == "Strong"
