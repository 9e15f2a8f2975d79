"""Read a draft out of Word, and put Word comments beside its words.

Tables are read cell by cell; foot- and endnotes follow the text. Hidden words and text boxes are
left out. One walk over the document (`coding.files.word`) serves reading and commenting, so that
offsets mean the same in both.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import count, pairwise, takewhile
from typing import TYPE_CHECKING, Any

from coding.errors import DraftError, told_as
from coding.files import word_file
from coding.files.clean import clean, cleaned
from coding.files.word import InWord, Walk, WordBlock, WordParagraph, WordRun, WordTable
from coding.files.word_new import new_document
from coding.language import packs
from coding.language.phrases import compiled
from coding.model import Block, Draft, Paragraph

if TYPE_CHECKING:
    from docx.document import Document

AUTHOR = "coding verify"
INDENTED = 280
"""Twentieths of a point, half a centimetre, by which a paragraph is indented as a whole."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ANEW = "Open it in Word and save it anew as .docx."


@dataclass(frozen=True, slots=True, kw_only=True)
class _DraftLine:
    """One paragraph as the draft has it: its runs that are seen, and where they stand."""

    kind: Block
    runs: tuple[WordRun, ...]
    indent: int = 0
    around: str = ""
    table: int = 0
    row: int = 0
    column: int = 0

    @property
    def text(self) -> str:
        return "".join(run.words for run in self.runs)

    def set_off(self, margin: int) -> int:
        """Return how many characters from its start are in italics, or all if it is indented."""
        if self.kind is not Block.TEXT:
            return 0
        if self.indent - margin >= INDENTED:
            return len(self.text)
        slanted = takewhile(lambda run: run.italic or run.words.isspace(), self.runs)
        return len("".join(run.words for run in slanted).rstrip())


def read(data: bytes, name: str) -> tuple[str, tuple[Paragraph, ...], tuple[str, ...]]:
    """Return the plain text, its paragraphs and notes; raises DraftError."""
    with told_as(DraftError):
        parts = word_file.opened(data, name)
        walk = Walk(word_file.styles(parts, name))
        lines = list(_lines(word_file.body(parts, name), parts, walk, name))
    text, paragraphs = "", []
    told = [line for line in lines if line.kind is Block.TEXT and line.text.strip()]
    margin = Counter(line.indent for line in told).most_common(1)[0][0] if told else 0
    for number, line in enumerate(lines, 1):
        words = line.text
        start = len(text)
        text += words + "\n"
        paragraphs.append(
            Paragraph(
                number=number,
                start=start,
                end=start + len(words),
                kind=line.kind,
                around=line.around,
                table=line.table,
                row=line.row,
                column=line.column,
                set_off=line.set_off(margin),
            )
        )
    return text, tuple(paragraphs), tuple(_notes(walk.met))


def _notes(met: Mapping[InWord, int]) -> Iterator[str]:
    """Say what was left out, and what was taken along although one may not expect it."""
    if met[InWord.INSERTION] or met[InWord.DELETION]:
        yield (
            f"Tracked changes are read as accepted: {met[InWord.INSERTION]} insertions,"
            f" {met[InWord.DELETION]} deletions."
        )
    if met[InWord.HIDDEN]:
        yield f"{met[InWord.HIDDEN]} pieces of hidden text were left out."
    if met[InWord.STRUCK]:
        yield f"{met[InWord.STRUCK]} pieces of struck-through text were read like the rest."
    if met[InWord.BOX]:
        yield f"{met[InWord.BOX]} text boxes were left out."
    if met[InWord.PICTURE]:
        yield pictures_note(met[InWord.PICTURE])


def pictures_note(many: int) -> str:
    """Say that what stands in pictures was not looked at.

    >>> pictures_note(1)
    'Not looked at: what stands in 1 picture.'
    """
    return f"Not looked at: what stands in {many} picture{'' if many == 1 else 's'}."


def annotated(data: bytes, name: str, comments: Sequence[tuple[int, int, str]]) -> Document:
    """Return the document with a comment at each place; one in a note hangs at its mark."""
    from docx.text.run import Run

    with told_as(DraftError):
        parts = word_file.opened(data, name)
        document = _document(data, name)
        walk = Walk(word_file.styles(parts, name))
        lines = list(_lines(document.element.body, parts, walk, name))
    places: list[tuple[int, int, Any]] = []
    at = 0
    for line in lines:
        for run in line.runs:
            places.append((at, at + len(run.words), run.element))
            at += len(run.words)
        at += 1
    for start, end, said in cleaned(comments):
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
    document = new_document(draft.name)
    comments = cleaned(comments)
    styles = {Block.HEADING: "Heading 2", Block.QUOTE: "Quote"}
    for paragraph in draft.paragraphs:
        made = document.add_paragraph(style=styles.get(paragraph.kind))
        inside = [c for c in comments if paragraph.start <= c[0] < max(paragraph.end, 1)]
        cuts = {paragraph.start, paragraph.end}
        for start, end, _ in inside:
            cuts |= {start, min(end, paragraph.end)}
        edges = sorted(cuts)
        runs = {a: (b, made.add_run(clean(draft.text[a:b]))) for a, b in pairwise(edges)}
        for start, end, said in inside:
            covered = [run for a, (b, run) in runs.items() if a >= start and b <= end]
            if covered:
                document.add_comment(
                    [covered[0], covered[-1]], text=said, author=AUTHOR, initials="CV"
                )
    return document


def _document(data: bytes, name: str) -> Document:
    """Return the document as python-docx has it, to be changed and saved."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.body is None:
            raise KeyError("body")
    except (OpcError, LxmlError, KeyError, ValueError, EOFError) as e:
        raise DraftError("the document is damaged or no Word document", name, _ANEW) from e
    return document


# ── from the walk to lines ──


def _lines(body: Any, parts: Mapping[str, bytes], walk: Walk, name: str) -> Iterator[_DraftLine]:
    tables = count(1)
    for block in walk.blocks(body) if body is not None else ():
        yield from _in_block(block, tables)
    for kind, key, note in word_file.notes(parts, name):
        # A comment cannot stand in a note: it hangs at the note's mark in the text.
        mark = walk.marks.get((kind, key))
        for block in walk.blocks(note):
            for line in _in_block(block, tables):
                runs = tuple(run._replace(element=mark) for run in line.runs)
                yield replace(line, kind=Block.NOTE, runs=runs)


def _in_block(block: WordBlock, tables: Iterator[int]) -> Iterator[_DraftLine]:
    if block.boxed:
        return
    if isinstance(block, WordTable):
        yield from _in_table(block, tables)
    else:
        indent = 0 if block.listed else block.indent
        yield _DraftLine(kind=_kind(block.style), runs=block.shown, indent=indent)


def _in_table(table: WordTable, tables: Iterator[int]) -> Iterator[_DraftLine]:
    """Yield the paragraphs of a table's cells; a table in a cell follows it as one of its own."""
    number = next(tables)
    heads: list[str] = []
    for row_number, row in enumerate(table.rows, 1):
        words = [" ".join(line.text for line in _in_cell(cell)) for cell in row]
        for place, cell in enumerate(row):
            head = heads[place] if place < len(heads) else ""
            around = " | ".join(filter(None, [words[0] if place else "", head]))
            for line in _in_cell(cell):
                yield replace(line, around=around, table=number, row=row_number, column=place + 1)
            for inner in cell:
                if isinstance(inner, WordTable) and not inner.boxed:
                    yield from _in_table(inner, tables)
        heads = heads or words


def _in_cell(cell: Sequence[WordBlock]) -> list[_DraftLine]:
    return [
        _DraftLine(kind=Block.CELL, runs=block.shown)
        for block in cell
        if isinstance(block, WordParagraph) and not block.boxed
    ]


def _kind(style: str) -> Block:
    """Return what a paragraph of a style is."""
    if style.startswith(("heading", "title")):
        return Block.HEADING
    return Block.QUOTE if _quotations().search(style) else Block.TEXT


@packs.cached
def _quotations() -> re.Pattern[str]:
    """Return a pattern for what styles of block quotations are called: Quotations, Zitat."""
    return compiled(packs.together("quoting.styles"))


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
