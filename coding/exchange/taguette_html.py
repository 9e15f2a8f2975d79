"""Read what Taguette exports as HTML: the list of highlights, or one document with its highlights.

In a document each highlight has its tags at its end, and nothing at its beginning, which is known
where no other highlight ends within. What overlaps is listed.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from coding.exchange.code_names import cut, is_path
from coding.exchange.trees import in_order, put_path
from coding.files.grids import Grid
from coding.model import canonical
from coding.model.exchange import (
    ForeignCode,
    ForeignCoding,
    ForeignProject,
    ForeignSource,
    UnplacedPiece,
)

PROGRAM = "Taguette"
UNTAGGED = "Highlighted in Taguette, without a tag."
_TAGS = re.compile(r"\s*\[(.*)\]\s*", re.DOTALL)
_BLOCKS = frozenset("p div h1 h2 h3 h4 h5 h6 li tr td blockquote pre br".split())


def is_highlights(text: str) -> bool:
    """Tell whether a page is Taguette's list of highlights."""
    return "<title>Taguette highlights" in text or (
        "<strong>Document:</strong>" in text and "<strong>Tags:</strong>" in text
    )


def is_document(text: str) -> bool:
    """Tell whether a page is a document as Taguette prints it, with highlights."""
    return 'class="taglist"' in text


def highlights(text: str) -> Grid:
    """Return the list of highlights as a sheet: document, words, tags."""
    reader = _Listing()
    reader.feed(text)
    reader.close()
    rows = [("Document", "Quote", "Tags"), *reader.rows]
    return Grid(name="", rows=tuple(enumerate(rows, 1)))


class _Listing(HTMLParser):
    """Takes highlights from their list, in which a rule stands after each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[str, str, str]] = []
        self._paragraphs: list[str] = []
        self._here = ""
        self._in_body = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a paragraph, or end a highlight at a rule."""
        if tag == "body":
            self._in_body = True
        elif tag == "h1":
            self._here = ""
        elif tag == "hr":
            self._highlight()
        elif tag in _BLOCKS:
            self._here = ""

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph, or the page."""
        if tag in ("p", "li", "blockquote", "h2", "h3", "h4", "td"):
            self._paragraphs.append(self._here)
            self._here = ""
        elif tag == "h1":
            self._here = ""
        elif tag == "body":
            self._highlight()

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if self._in_body:
            self._here += data

    def _highlight(self) -> None:
        said = [" ".join(p.split()) for p in self._paragraphs]
        self._paragraphs = []
        while said and not said[-1]:
            said.pop()
        found = re.fullmatch(r"Document: (.*?) Tags: ?(.*)", said[-1]) if said else None
        if found:
            words = "\n".join(p for p in said[:-1] if p)
            tags = ";".join(part.strip() for part in found[2].split(","))
            self.rows.append((found[1], words, tags))


def document(text: str, where: str) -> ForeignProject:
    """Return a document as Taguette prints it, with the highlights whose places are known."""
    reader = _Document()
    reader.feed(text.replace("\r\n", "\n"))
    reader.close()
    raw = "".join(reader.parts)
    begin = len(raw) - len(raw.lstrip())
    whole = canonical(raw.strip())
    names = [name for _, _, tags, _ in reader.found for name in tags]
    dotted = is_path(".", names)
    codes: dict[str, ForeignCode] = {}
    codings: list[ForeignCoding] = []
    unplaced: list[UnplacedPiece] = []
    for number, (start, end, tags, alone) in enumerate(reader.found):
        words = raw[start:end]
        if not alone:
            why = "another highlight ends within: where this one begins is not in the file"
            piece = UnplacedPiece(where=", ".join(tags), words=" ".join(words.split()), why=why)
            unplaced.append(piece)
            continue
        first = len(canonical(raw[begin:start]))
        last = len(canonical(raw[begin:end]))
        for name in tags or [""]:
            path = tuple(cut(name, ".")) if dotted else (name,)
            codings.append(
                ForeignCoding(
                    key=f"{number} {name}",
                    source="document",
                    start=first,
                    end=last,
                    text=whole[first:last],
                    code=put_path(codes, path) if name else "",
                    memo="" if name else UNTAGGED,
                )
            )
    notes = ["Of this export the project itself (.sqlite3) has more: take that where you have it."]
    return ForeignProject(
        program=PROGRAM,
        name=where,
        codes=in_order(codes)[0],
        sources=(ForeignSource(key="document", name=reader.title or where, text=whole),),
        codings=tuple(codings),
        notes=tuple(notes),
        unplaced=tuple(unplaced),
    )


class _Document(HTMLParser):
    """Takes a document's text, and where in it highlights end, with their tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title = ""
        self.found: list[tuple[int, int, list[str], bool]] = []
        self._length = 0
        self._in = ""
        self._spans: list[str] = []
        self._begin = -1  # of the marked words that no other mark stands right before
        self._ends = 0  # highlights that ended since then

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where marked words begin, and where tags stand."""
        if tag in ("title", "style", "h1", "head"):
            self._in = tag
        elif tag == "body":
            self._in = "body"
        elif tag == "span":
            kind = dict(attrs).get("class") or ""
            self._spans.append(kind)
            if kind == "highlight" and self._begin < 0:
                self._begin, self._ends = self._length, 0

    def handle_endtag(self, tag: str) -> None:
        """Note where marked words end."""
        if tag in ("title", "style", "h1", "head"):
            self._in = "body" if tag == "h1" else ""
        elif tag == "span" and self._spans:
            self._spans.pop()

    def handle_data(self, data: str) -> None:
        """Keep text but for the tags, which are those of what ends before them."""
        if self._in == "title":
            self.title += data
        if self._in != "body":
            return
        kind = self._spans[-1] if self._spans else ""
        if kind == "taglist" and (tags := _TAGS.fullmatch(data)):
            names = [name.strip() for name in tags[1].split(",") if name.strip()]
            self._ends += 1
            self.found.append((self._begin, self._length, names, self._ends == 1))
            return
        if kind != "highlight" and data.strip():
            self._open_ended()
        self.parts.append(data)
        self._length += len(data)

    def _open_ended(self) -> None:
        self._begin = -1
