"""Read a draft out of Word, and put Word comments beside its words.

Tracked changes are read as if accepted: insertions stand, deletions are gone. Tables are read
cell by cell; foot- and endnotes follow the text. One walk over the document serves reading and
commenting, so that offsets mean the same in both.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from coding.errors import DraftError
from coding.model import Block, Draft, Paragraph

if TYPE_CHECKING:
    from docx.document import Document

AUTHOR = "coding verify"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {f"{_W}{tag}" for tag in ("del", "moveFrom")}
_HOLDERS = {
    f"{_W}{tag}"
    for tag in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "dir")
}
_SPACES = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = ("footnotes", "endnotes")


@dataclass(slots=True)
class _Line:
    """One paragraph: its runs with the place of each in the line's words."""

    kind: Block
    runs: list[tuple[int, str, Any]] = field(default_factory=list)
    around: str = ""
    table: int = 0
    row: int = 0
    joined: bool = False
    """Its paragraph mark was deleted: the next line goes on in it."""

    @property
    def text(self) -> str:
        return "".join(words for _, words, _ in self.runs)


@dataclass(slots=True)
class _Walk:
    """What was met on the way: left out, and where notes hang."""

    met: Counter[str] = field(default_factory=Counter)
    notes: dict[tuple[str, str], Any] = field(default_factory=dict)
    tables: int = 0


def read(data: bytes, name: str) -> tuple[str, tuple[Paragraph, ...], tuple[str, ...]]:
    """Return the plain text, its paragraphs and notes; raises DraftError."""
    document = _opened(data, name)
    walk = _Walk()
    lines = list(_lines(document, walk))
    text, paragraphs = "", []
    for number, line in enumerate(lines, 1):
        words = line.text
        start = len(text)
        text += words + ("" if line.joined else "\n")
        paragraphs.append(
            Paragraph(
                number=number,
                start=start,
                end=start + len(words),
                kind=line.kind,
                around=line.around,
                table=line.table,
                row=line.row,
            )
        )
    notes = []
    if walk.met["ins"] or walk.met["del"]:
        notes.append(
            f"Tracked changes are read as accepted: {walk.met['ins']} insertions,"
            f" {walk.met['del']} deletions."
        )
    if walk.met["hidden"]:
        notes.append(f"{walk.met['hidden']} pieces of hidden text were left out.")
    if walk.met["box"]:
        notes.append(f"{walk.met['box']} text boxes were left out.")
    return text, tuple(paragraphs), tuple(notes)


def annotated(data: bytes, name: str, comments: Sequence[tuple[int, int, str]]) -> Document:
    """Return the document with a comment at each place; one in a note hangs at its mark."""
    from docx.text.run import Run

    document = _opened(data, name)
    walk = _Walk()
    places: list[tuple[int, int, Any]] = []
    at = 0
    for line in _lines(document, walk):
        for offset, words, run in line.runs:
            places.append((at + offset, at + offset + len(words), run))
        at += len(line.text) + (0 if line.joined else 1)
    for start, end, said in comments:
        _split(places, start)
        _split(places, end)
        runs = [run for a, b, run in places if a < end and b > start and run is not None]
        if runs:
            parent = document.paragraphs[0] if document.paragraphs else document
            wrapped = [Run(run, parent) for run in (runs[0], runs[-1])]
            document.add_comment(wrapped, text=said, author=AUTHOR, initials="CV")
    return document


def laid_out(draft: Draft, comments: Sequence[tuple[int, int, str]]) -> Document:
    """Return a plain text as a Word document, a paragraph for each of its own, with comments."""
    import docx

    document = docx.Document()
    styles = {Block.HEADING: "Heading 2", Block.QUOTE: "Quote"}
    for paragraph in draft.paragraphs:
        made = document.add_paragraph(style=styles.get(paragraph.kind))
        inside = [c for c in comments if paragraph.start <= c[0] < max(paragraph.end, 1)]
        cuts = {paragraph.start, paragraph.end}
        for start, end, _ in inside:
            cuts |= {start, min(end, paragraph.end)}
        edges = sorted(cuts)
        runs = {a: (b, made.add_run(_printable(draft.text[a:b]))) for a, b in pairwise(edges)}
        for start, end, said in inside:
            covered = [run for a, (b, run) in runs.items() if a >= start and b <= end]
            if covered:
                document.add_comment(
                    [covered[0], covered[-1]], text=said, author=AUTHOR, initials="CV"
                )
    return document


def _printable(text: str) -> str:
    """Leave out what no XML file can hold."""
    return "".join(c for c in text if c in "\t\n" or " " <= c < "\ud800" or c >= "\ue000")


def _opened(data: bytes, name: str) -> Document:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DraftError(
            "the document is encrypted, or in Word's old format",
            name,
            "Open it in Word, take the password off, and save it as .docx.",
        )
    if data.startswith(b"%PDF"):
        raise DraftError(
            "this is a PDF file under another name",
            name,
            "Save the draft as .docx from the program it was written in.",
        )
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.body is None:
            raise KeyError("body")
    except (OpcError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, EOFError) as e:
        raise DraftError(
            "the document is damaged or no Word document",
            name,
            "Open it in Word and save it anew as .docx.",
        ) from e
    return document


# ── the walk ──


def _lines(document: Document, walk: _Walk) -> Iterator[_Line]:
    styles = {style.style_id: (style.name or "").lower() for style in document.styles}
    yield from _in_body(document.element.body, styles, walk)
    for part in document.part.package.iter_parts():
        kind = next((k for k in _NOTES if str(part.partname).endswith(f"/{k}.xml")), "")
        if kind:
            yield from _in_notes(part, kind, styles, walk)


def _in_body(body: Any, styles: dict[str, str], walk: _Walk) -> Iterator[_Line]:
    for child in body:
        if child.tag == f"{_W}p":
            yield _line(child, styles, walk)
        elif child.tag == f"{_W}tbl":
            yield from _in_table(child, styles, walk)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _in_body(child, styles, walk)


def _in_table(table: Any, styles: dict[str, str], walk: _Walk) -> Iterator[_Line]:
    walk.tables += 1
    number = walk.tables
    heads: list[str] = []
    for row_number, row in enumerate(table.iter(f"{_W}tr"), 1):
        rows = [
            [_line(p, styles, walk) for p in cell.iterchildren(f"{_W}p")]
            for cell in row.iterchildren(f"{_W}tc")
        ]
        words = [" ".join(line.text for line in lines) for lines in rows]
        for place, lines in enumerate(rows):
            head = heads[place] if place < len(heads) else ""
            for line in lines:
                line.kind, line.table, line.row = Block.CELL, number, row_number
                line.around = " | ".join(filter(None, [words[0] if place else "", head]))
                line.joined = False
                yield line
        heads = heads or words


def _in_notes(part: Any, kind: str, styles: dict[str, str], walk: _Walk) -> Iterator[_Line]:
    from docx.oxml import parse_xml

    for note in parse_xml(part.blob):
        if note.get(f"{_W}type") in ("separator", "continuationSeparator"):
            continue
        mark = walk.notes.get((kind.removesuffix("s"), note.get(f"{_W}id") or ""))
        for paragraph in note.iterchildren(f"{_W}p"):
            line = _line(paragraph, styles, walk)
            line.kind = Block.NOTE
            # A comment cannot stand in a note: it hangs at the note's mark in the text.
            line.runs = [(at, words, mark) for at, words, _ in line.runs]
            yield line


def _line(paragraph: Any, styles: dict[str, str], walk: _Walk) -> _Line:
    properties = paragraph.find(f"{_W}pPr")
    style = ""
    joined = False
    if properties is not None:
        named = properties.find(f"{_W}pStyle")
        style = styles.get(named.get(f"{_W}val"), "") if named is not None else ""
        joined = properties.find(f"{_W}rPr/{_W}del") is not None
    kind = Block.TEXT
    if style.startswith(("heading", "title")):
        kind = Block.HEADING
    elif "quote" in style:
        kind = Block.QUOTE
    line = _Line(kind, joined=joined)
    at = 0
    for run in _runs(paragraph, walk):
        words = _words(run, walk)
        if words:
            line.runs.append((at, words, run))
            at += len(words)
    return line


def _runs(holder: Any, walk: _Walk) -> Iterator[Any]:
    for child in holder:
        if child.tag == f"{_W}r":
            yield child
        elif child.tag in _GONE:
            walk.met["del"] += 1
        elif child.tag in _HOLDERS:
            walk.met["ins"] += child.tag == f"{_W}ins"
            yield from _runs(child, walk)


def _words(run: Any, walk: _Walk) -> str:
    properties = run.find(f"{_W}rPr")
    if properties is not None and properties.find(f"{_W}vanish") is not None:
        walk.met["hidden"] += 1
        return ""
    words = ""
    for child in run:
        if child.tag == f"{_W}t":
            words += child.text or ""
        elif child.tag in _SPACES:
            words += _SPACES[child.tag]
        elif child.tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            kind = child.tag.removeprefix(_W).removesuffix("Reference")
            walk.notes[kind, child.get(f"{_W}id") or ""] = run
        elif child.find(f".//{_W}txbxContent") is not None:
            walk.met["box"] += 1
    return words


# ── cutting runs ──


def _split(places: list[tuple[int, int, Any]], at: int) -> None:
    """Cut the run in which a character lies, so that a run begins there."""
    for number, (first, last, run) in enumerate(places):
        if first < at < last and run is not None and _divisible(run):
            places[number : number + 1] = [
                (first, at, run),
                (at, last, _divide(run, at - first)),
            ]
            return


def _divisible(run: Any) -> bool:
    return all(child.tag in (f"{_W}t", f"{_W}rPr") for child in run)


def _divide(run: Any, at: int) -> Any:
    """Cut a run of plain words in two; return the second, put after the first."""
    words = "".join(child.text or "" for child in run.iterchildren(f"{_W}t"))
    second = deepcopy(run)
    for half, kept in ((run, words[:at]), (second, words[at:])):
        for child in list(half.iterchildren(f"{_W}t")):
            half.remove(child)
        text = half.makeelement(f"{_W}t", {})
        text.text = kept
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        half.append(text)
    run.addnext(second)
    return second
