"""Read a report draft (.docx, .md, .html, .txt) into paragraphs; write comments beside its words.

Offsets are code points of the draft's plain text: of a .txt or .md file the file itself with
`\\n` line ends, of a .docx its paragraphs, cells and notes as `coding.drafts.word` reads them, of
a web page what `coding.drafts.web` finds to be seen of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from coding.drafts import web, word
from coding.drafts.table_parts import in_parts
from coding.errors import DraftError, told_as
from coding.files.bare_text import BareText
from coding.files.decode import decode
from coding.model import Block, Draft, Paragraph

__all__ = ["Comment", "comment", "lying_in", "read", "read_bytes"]

SUFFIXES = (".docx", ".md", ".markdown", ".html", ".htm", ".txt")
_WEB = (".html", ".htm")
FOLDERS = ("", "report", "survey")
"""Where in a project drafts lie."""
LARGEST = 50_000_000
"""Bytes of the largest draft that is read."""

Comment = tuple[int, int, str]
"""First and last character, and what is said of them."""

_MARKDOWN = (".md", ".markdown")
_HEADING = re.compile(r" {0,3}#{1,6}(\s|$)")
_HTML_TABLE = re.compile(r"\s*<table\b", re.I)
_WHOLE_TABLE = re.compile(r"^[ \t]*<table\b.*?</table\s*>[ \t]*$", re.I | re.S | re.M)
_HTML_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=</?tr\b|</table)", re.I | re.S)
_HTML_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)(?=</?t[dhr]\b|\Z)", re.I | re.S)
_EDGE = re.compile(r"(?:\s|<[^<>]*>)+")
_TAIL = re.compile(r"(?:\s|<[^<>]*>)\Z")
_PICTURE = re.compile(r"!\[[^\]\n]*\][(\[]|<(?:img|svg|object|embed)\b", re.I)
_ITEM = re.compile(r"\s*([-*+]|\d{1,3}[.)])\s")
_NOTE = re.compile(r" {0,3}\[\^[^\]\n]+\]:")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULE_ROW = re.compile(r"\s*\|[\s:|-]+\|\s*$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]*_\d⁰-⁹¹²³]*\s*$")
_UNWRAPPED = 160
"""A line longer than this is a paragraph: whoever breaks lines breaks them earlier."""


def lying_in(project: Path) -> list[Path]:
    """List the drafts that lie in a project's folder, or in `report/` and `survey/`."""
    return [
        path
        for name in FOLDERS
        for path in sorted((project / name).glob("*"))
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and path.stem.upper() != path.stem  # README, CHANGELOG and their like
    ]


def read(path: Path) -> Draft:
    """Read a draft from a file; raises DraftError where there is none to be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise DraftError(
                f"the draft is larger than {LARGEST // 1_000_000} MB",
                str(path),
                "Take the pictures out, or save the text alone.",
            )
        data = path.read_bytes()
    except OSError as e:
        raise DraftError(
            f"the draft cannot be read ({e.strerror or e})",
            str(path),
            "Name a file that you may read.",
        ) from e
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> Draft:
    """Read a draft from a file's bytes; raises DraftError likewise."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise DraftError(
            f"`{suffix}` is no draft that can be read" if suffix else "the file has no ending",
            name,
            "Save the draft as .docx, .md, .html or .txt.",
        )
    notes: tuple[str, ...] = ()
    if suffix == ".docx":
        text, paragraphs, notes = word.read(data, name)
    elif suffix in _WEB:
        page, doubts = _decoded(data, name)
        try:
            text, paragraphs, notes = web.read(page)
        except DraftError as error:
            raise DraftError(error.message, name, error.hint) from error
        notes = (*doubts, *notes)
    else:
        text, notes = _decoded(data, name)
        if pictured := len(_PICTURE.findall(text)) if suffix in _MARKDOWN else 0:
            notes += (word.pictures_note(pictured),)
        paragraphs = tuple(_paragraphs(text, markdown=suffix in _MARKDOWN))

    def said(paragraph: Paragraph) -> str:
        return _said(text, (paragraph.start, paragraph.end), markdown=suffix in _MARKDOWN)

    if not any(character.isalnum() for character in text):
        raise DraftError("the draft holds no words", name, "Is it the right file?")
    return Draft(
        name=name,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        paragraphs=tuple(in_parts(paragraphs, said)),
        notes=notes,
    )


def comment(draft: Draft, data: bytes, target: Path, comments: Sequence[Comment]) -> None:
    """Write the draft to a new .docx with a Word comment at each place.

    `data` are the bytes the draft was read from. A Word draft keeps its formatting; of a plain
    text or a web page its paragraphs, headings and block quotes are laid out.
    """
    if draft.name.lower().endswith(".docx"):
        document = word.annotated(data, draft.name, comments)
    else:
        document = word.laid_out(draft, comments)
    document.save(str(target))


# ── plain text ──


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with `\\n` line ends, and notes; raises DraftError where it is in doubt."""
    with told_as(DraftError):
        decoded = decode(data, name)
    if "\0" in decoded.text:
        raise DraftError("the file is no text", name, "Save the draft as UTF-8 text.")
    if not decoded.sure and (decoded.others or not decoded.fits):
        several = " and ".join([decoded.encoding, *decoded.others])
        raise DraftError(
            f"the encoding of the file is in doubt: {several} would fit",
            name,
            "Save the draft as UTF-8 text.",
        )
    notes: tuple[str, ...] = ()
    if decoded.guessed:
        notes = (f"The file is not UTF-8; it was read as {decoded.encoding}.",)
    if decoded.damaged:
        notes += (f"{decoded.damaged} characters of the file are damaged, shown as \ufffd.",)
    return decoded.text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _paragraphs(text: str, *, markdown: bool) -> Iterator[Paragraph]:
    number = table = row = 0
    heads: list[str] = []
    for kind, start, end in _blocks(text, markdown):
        if kind is not Block.CELL:
            number += 1
            heads = []
            yield Paragraph(number=number, start=start, end=end, kind=kind)
            continue
        lines = list(_rows(text, start, end))
        if not heads or len(lines) > 1:  # of html a whole table is one block
            table, row, heads = table + 1, 0, []
        for cells in lines:
            row += 1
            named = _said(text, cells[0], markdown=markdown) if cells else ""
            for place, (first, last) in enumerate(cells):
                number += 1
                head = heads[place] if place < len(heads) else ""
                yield Paragraph(
                    number=number,
                    start=first,
                    end=last,
                    kind=Block.CELL,
                    around=" | ".join(filter(None, [named if place else "", head])),
                    table=table,
                    row=row,
                    column=place + 1,
                )
            heads = heads or [_said(text, cell, markdown=markdown) for cell in cells]


def _said(text: str, cell: tuple[int, int], *, markdown: bool) -> str:
    """Return what a head says: where Markdown may have html, no tags, `&nbsp;` as a blank."""
    words = text[slice(*cell)]
    if markdown and ("<" in words or "&" in words):
        return " ".join(BareText(words).text.split())
    return words


def _rows(text: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """Return where the cells of each row stand, without blanks, and in html tags, around them."""
    line = text[start:end]
    if _HTML_TABLE.match(line):
        for row in _HTML_ROW.finditer(text, start, end):
            cells = [_bare(text, *c.span(1)) for c in _HTML_CELL.finditer(text, *row.span(1))]
            if cells:
                yield cells
    elif _ROW.match(line):
        bars = [m.start() for m in re.finditer(r"(?<!\\)\|", line)]
        if not _RULE_ROW.match(line):
            yield [_trimmed(text, start + a + 1, start + b) for a, b in pairwise(bars)]
    else:
        tabs = [-1, *(m.start() for m in re.finditer("\t", line.rstrip())), len(line)]
        yield [_trimmed(text, start + a + 1, start + b) for a, b in pairwise(tabs)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where words stand, without the blanks at both ends."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, start + len(words.strip()))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where words stand, without the blanks and tags at both ends."""
    if lead := _EDGE.match(text, start, end):
        start = lead.end()
    while tail := _TAIL.search(text, start, end):
        end = tail.start()
    return start, end


def _blocks(text: str, markdown: bool) -> Iterator[tuple[Block, int, int]]:
    """Return what each block of lines is and where it lies."""
    lines: list[tuple[str, int, str]] = []  # what kind of line, where, its words
    at, fenced = 0, False
    for line in text.split("\n"):
        if markdown and _FENCE.match(line):
            fenced = not fenced
            lines.append(("", at, line))
        else:
            lines.append((_kind(line, markdown) if not fenced else "", at, line))
        at += len(line) + 1
    _mark_tabbed(lines)
    closed = markdown and "</table" in text.lower()
    tables = [m.span() for m in _WHOLE_TABLE.finditer(text)] if closed else []
    width = max((len(line) for _, _, line in lines if len(line) <= _UNWRAPPED), default=0)
    block = 0
    named: list[tuple[tuple[str, int], int, str]] = []
    for place, (kind, start, line) in enumerate(lines):
        if inside := [a for a, b in tables if a < start + len(line) + 1 and b > start]:
            named.append((("cell", -1 - inside[0]), start, line))
            continue
        before = lines[place - 1] if place else ("", 0, "")
        opens = kind in ("heading", "cell", "note", "item") and before[0] != "cell"
        joins = kind == before[0] or (before[0] in ("item", "note", "quote") and kind == "text")
        if kind == "cell" or opens or not joins or _breaks(before[2], line, width):
            block += 1
        shown = before[0] if joins and kind == "text" and before[0] else kind
        if shown != kind:
            lines[place] = (shown, start, line)
        named.append(((shown, block), start, line))
    for (kind, _), group in groupby(named, key=lambda line: line[0]):
        if not kind:
            continue
        listed = list(group)
        start, end = listed[0][1], listed[-1][1] + len(listed[-1][2])
        yield _BLOCKS.get(kind, Block.TEXT), start, end


def _mark_tabbed(lines: list[tuple[str, int, str]]) -> None:
    """Let lines of text be rows of a table where two or more on end have as many tabs each."""
    many = [line.strip().count("\t") if kind == "text" else 0 for kind, _, line in lines]
    for place, tabs in enumerate(many):
        if tabs and tabs in (*many[max(0, place - 1) : place], *many[place + 1 : place + 2]):
            lines[place] = ("cell", *lines[place][1:])


_BLOCKS = {
    "heading": Block.HEADING,
    "quote": Block.QUOTE,
    "cell": Block.CELL,
    "note": Block.NOTE,
}


def _kind(line: str, markdown: bool) -> str:
    if not line.strip():
        return ""
    if markdown:
        for kind, shape in (("heading", _HEADING), ("note", _NOTE), ("cell", _ROW)):
            if shape.match(line):
                return kind
        if line.lstrip().startswith(">"):
            return "quote"
    return "item" if _ITEM.match(line) else "text"


def _breaks(before: str, line: str, width: int) -> bool:
    """Say whether a new paragraph begins with `line`, although no blank line does."""
    before = before.rstrip()
    if len(before) > _UNWRAPPED or len(line) > _UNWRAPPED:
        return True
    begins = line.lstrip(" *_>\"'“„«(")[:1]
    short = len(before) < 0.75 * width
    if not short or not (begins.isupper() or begins.isdigit()):
        return False
    return bool(_ENDS.search(before)) or len(before.split()) <= 12
