"""Read a draft out of a web page: what a reader of the page sees, paragraph by paragraph.

Tags, their attributes, addresses, scripts, styles and comments are no text; what is hidden or
deleted is left out and counted. Cells of a table have the heads of their row and column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from coding.drafts.word import pictures_note
from coding.errors import DraftError
from coding.model import Block, Paragraph

_HEADINGS = tuple(f"h{n}" for n in range(1, 7))
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form header hgroup hr html legend li main nav ol p pre section"
    " summary table tbody td tfoot th thead title tr ul".split()
) | {*_HEADINGS}
_SILENT = frozenset("script style head template noscript textarea select svg math".split())
_PICTURES = frozenset("img svg canvas object embed video iframe math".split())
_ENDED_BY = {
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"td", "th", "tr"},
    "li": {"li"},
    "dd": {"dd", "dt"},
    "dt": {"dd", "dt"},
}
"""Elements that end where such a one begins, though nothing says so; a block ends a paragraph."""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNSEEN = re.compile(r"\bdisplay\s*:\s*none\b|\bvisibility\s*:\s*hidden\b", re.I)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SLANTED = frozenset(["em", "i", "cite", "dfn"])
MOST_SPANNED = 1000
"""Columns or rows that one cell may span, as in browsers."""


@dataclass(slots=True)
class _WebTable:
    """A table as far as it is read: where the next cell goes, and the words of its heads."""

    number: int
    row: int = 0
    column: int = 0
    first: str = ""
    heads: dict[int, str] = field(default_factory=dict)
    taken: dict[tuple[int, int], str] = field(default_factory=dict)
    wide: int = 1
    high: int = 1


@dataclass(slots=True)
class _WebPiece:
    kind: Block
    words: str
    around: str = ""
    place: tuple[int, int, int] = (0, 0, 0)
    set_off: int = 0


DEEPEST = 1_000
"""Elements within each other: pages that people read have some dozens."""
_HINT = "Open it in a browser, and save it from there or copy its text to a .docx or .txt."


class _WebPage(HTMLParser):
    """Collects the paragraphs of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[_WebPiece] = []
        self.met: Counter[str] = Counter()
        self._words: list[str] = []
        self._upright: int | None = None
        """Of `_words` the first that are not in italics, None if all are."""
        self._open: list[tuple[str, str]] = []  # tags, and why what is in them is left out
        self._tables: list[_WebTable] = []
        self._many = 0

    # ── what the parser meets ──

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in _PICTURES and not self._left_out:
            self.met["picture"] += 1
        if tag in _BLOCKS:
            self._flush()
            self._end_before(tag)
        if tag == "br" and not self._left_out:
            self._words.append("\n")
        if tag in _VOID:
            return
        why = ""
        if tag in _SILENT:
            why = "silent"
        elif "hidden" in told or _UNSEEN.search(told.get("style") or ""):
            why = "hidden"
        elif tag == "del":
            why = "deleted"
        if why and not self._left_out:
            self.met[why] += 1
        if len(self._open) >= DEEPEST:
            raise DraftError("its elements stand too deep in each other", hint=_HINT)
        self._open.append((tag, why))
        if not self._left_out:
            if tag == "q":
                self._words.append("“")
            self._in_table(tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        if tag == "q" and not self._left_out:
            self._words.append("”")
        if tag == "table" and self._tables and not self._left_out:
            self._tables.pop()
        elif tag in ("td", "th") and self._tables and not self._left_out:
            self._end_cell(self._tables[-1])
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if self._left_out:
            return
        tags = [tag for tag, _ in self._open]
        words = data if "pre" in tags else _BLANKS.sub(" ", data)
        if self._upright is None and words.strip() and not _SLANTED.intersection(tags):
            self._upright = len(self._words)
        self._words.append(words.translate(_RAISED) if "sup" in tags else words)

    def _end_before(self, tag: str) -> None:
        """Close what ends where a block begins."""
        ended = _ENDED_BY.get(tag, set()) | {"p"}
        from_here = len(self._open)
        for place in range(len(self._open) - 1, -1, -1):
            name = self._open[place][0]
            if name in ended:
                from_here = place
            elif name in _BLOCKS:
                break
        if self._tables and any(name in ("td", "th") for name, _ in self._open[from_here:]):
            self._end_cell(self._tables[-1])
        del self._open[from_here:]

    # ── paragraphs ──

    @property
    def _left_out(self) -> bool:
        return any(why for _, why in self._open)

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        words = _tidied("".join(self._words))
        slanted = _tidied("".join(self._words[: self._upright]))
        self._words.clear()
        self._upright = None
        if not words or self._left_out:
            return
        tags = {tag for tag, _ in self._open}
        if self._tables and tags & {"td", "th"}:
            self.pieces.append(self._cell(words))
        elif tags & {*_HEADINGS}:
            self.pieces.append(_WebPiece(Block.HEADING, words))
        else:
            kind = Block.QUOTE if "blockquote" in tags else Block.TEXT
            self.pieces.append(_WebPiece(kind, words, set_off=len(slanted)))

    # ── tables ──

    def _in_table(self, tag: str, told: Mapping[str, str | None]) -> None:
        if tag == "table":
            self._many += 1
            self._tables.append(_WebTable(self._many))
        elif self._tables and tag == "tr":
            table = self._tables[-1]
            table.row, table.column, table.first = table.row + 1, 0, ""
        elif self._tables and tag in ("td", "th"):
            table = self._tables[-1]
            table.column += 1
            while (table.row, table.column) in table.taken:  # of a cell in a row above
                table.first = table.first or table.taken[table.row, table.column]
                table.column += 1
            table.wide, table.high = _spans(told, "colspan"), _spans(told, "rowspan")

    def _cell(self, words: str) -> _WebPiece:
        table = self._tables[-1]
        place = (table.number, max(1, table.row), max(1, table.column))
        if place[1] == 1:
            for column in range(place[2], place[2] + table.wide):
                table.heads[column] = " ".join([table.heads.get(column, ""), words]).strip()
            return _WebPiece(Block.CELL, words, place=place)
        named = table.first if place[2] > 1 else ""
        head = table.heads.get(place[2], "")
        if not table.first:
            table.first = words
        for below in range(1, table.high):
            table.taken[place[1] + below, place[2]] = words
        around = " | ".join(filter(None, [named, head]))
        return _WebPiece(Block.CELL, words, around, place)

    @staticmethod
    def _end_cell(table: _WebTable) -> None:
        table.column += table.wide - 1
        table.wide = table.high = 1


def _tidied(words: str) -> str:
    return "\n".join(line.strip() for line in words.split("\n")).strip()


def _spans(told: Mapping[str, str | None], name: str) -> int:
    """Return how many columns or rows a cell spans.

    >>> _spans({"colspan": "3"}, "colspan"), _spans({"colspan": "x"}, "colspan")
    (3, 1)
    """
    many = told.get(name) or ""
    return min(max(int(many), 1), MOST_SPANNED) if many.isdecimal() else 1


def read(page: str) -> tuple[str, tuple[Paragraph, ...], tuple[str, ...]]:
    """Return the plain text of a page, its paragraphs and notes; raises DraftError.

    >>> text, paragraphs, notes = read('<p title="9 %">41 % <b>do</b>.<p>So<sup>2</sup><br>it is.')
    >>> text, len(paragraphs), notes
    ('41 % do.\\nSo²\\nit is.\\n', 2, ())
    """
    reader = _WebPage()
    reader.feed(page)
    reader.close()
    text, paragraphs = "", []
    for number, piece in enumerate(reader.pieces, 1):
        table, row, column = piece.place
        paragraphs.append(
            Paragraph(
                number=number,
                start=len(text),
                end=len(text) + len(piece.words),
                kind=piece.kind,
                around=piece.around,
                table=table,
                row=row,
                column=column,
                set_off=piece.set_off,
            )
        )
        text += piece.words + "\n"
    return text, tuple(paragraphs), tuple(_notes(reader.met))


def _notes(met: Mapping[str, int]) -> Iterator[str]:
    for kind in ("hidden", "deleted"):
        if met[kind] == 1:
            yield f"1 piece of {kind} text was left out."
        elif met[kind]:
            yield f"{met[kind]} pieces of {kind} text were left out."
    if met["picture"]:
        yield pictures_note(met["picture"])
