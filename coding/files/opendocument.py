"""Take an OpenDocument text (.odt) apart into the blocks that a Word document has as well.

Tracked changes are taken as accepted: what was inserted stands, what was deleted does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from coding.errors import FileError
from coding.files import decode, zips
from coding.files.safe_xml import parsed
from coding.files.word import InWord, WordBlock, WordParagraph, WordRun, WordTable
from coding.files.word_file import child_of, is_dark, tag_of, value_of

_WHAT = "OpenDocument text"
_HINT = "Open it in LibreOffice and save it anew as .odt or .docx."
_MOST_REPEATED = 1000  # of a row or a cell: a spreadsheet's sheet fills itself with empty ones
_BLANKS = re.compile(r"[ \t\r\n]+")
_SILENT = frozenset(
    "tracked-changes sequence-decls variable-decls user-field-decls forms hidden-text"
    " table-of-content alphabetical-index illustration-index table-index object-index user-index"
    " bibliography ruby-text dde-connection-decls alphabetical-index-mark".split()
)
_MADE = frozenset(
    "page-number page-count date time creation-date creation-time modification-date"
    " modification-time print-date print-time file-name chapter page-continuation".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OdtForm:
    """How words look: as a style says, after the style that it comes from."""

    bold: bool = False
    hidden: bool = False
    struck: bool = False
    ground: str = ""
    color: str = ""

    @property
    def black(self) -> bool:
        """Whether they are blacked out: the ground is black, the words are not said to be light."""
        light = self.color and not is_dark(self.color.lstrip("#"))
        return is_dark(self.ground.lstrip("#")) and not light

    def of(self, properties: Any) -> _OdtForm:
        """Return the form inside of this of what has some properties of its own."""
        said: dict[str, Any] = {}
        for name, value in {} if properties is None else properties.attrib.items():
            match name.rpartition("}")[2]:
                case "font-weight":
                    said["bold"] = value == "bold" or (value.isdecimal() and int(value) >= 600)
                case "display":
                    said["hidden"] = value == "none"
                case "text-line-through-style" | "text-line-through-type":
                    said["struck"] = value != "none"
                case "background-color":
                    said["ground"] = "" if value == "transparent" else value
                case "color":
                    said["color"] = value
        return replace(self, **said)


class OdtText:
    """An OpenDocument text; `met` counts what is no text of it, once its blocks are walked."""

    def __init__(self, data: bytes, where: str) -> None:
        parts = _opened(data, where)
        self.met: Counter[str] = Counter()
        roots = {
            name: parsed(parts[name], name, where, _WHAT)
            for name in ("styles.xml", "content.xml")
            if name in parts
        }
        self._styles: dict[tuple[str, str], Any] = {}
        for root in roots.values():
            for style in root.iter("{*}style", "{*}default-style"):
                self._styles[value_of(style, "family"), value_of(style, "name")] = style
        self._lists = {
            value_of(marks, "name"): marks
            for root in roots.values()
            for marks in root.iter("{*}list-style")
        }
        self._outer = _OdtForm()  # of the section that is read
        self._root = roots["content.xml"]
        if "styles.xml" in roots:
            for element in roots["styles.xml"].iter("{*}header", "{*}footer"):
                if "".join(element.itertext()).strip():
                    self.met[f"page {tag_of(element)}"] += 1

    def blocks(self) -> list[WordBlock]:
        """Return the paragraphs and tables in their order, empty ones too."""
        body = next(self._root.iter("{*}text"), None)
        return [] if body is None else list(self._blocks(body))

    def _blocks(
        self, container: Any, *, boxed: bool = False, mark: str = ""
    ) -> Iterator[WordBlock]:
        for child in container:
            match tag_of(child):
                case "p" | "h" as tag:
                    yield from self._paragraph(child, tag, boxed=boxed, mark=mark)
                    mark = ""
                case "table":
                    yield WordTable(rows=tuple(self._rows(child)), boxed=boxed)
                case "list":
                    yield from self._list(child, boxed=boxed)
                case "frame":
                    yield from self._boxes([child])
                case "tracked-changes":
                    self.met[InWord.DELETION] += sum(1 for _ in child.iter("{*}deletion"))
                case "section" if value_of(child, "display") == "none":
                    outer, self._outer = self._outer, replace(self._outer, hidden=True)
                    yield from self._blocks(child, boxed=boxed, mark=mark)
                    self._outer = outer
                case tag if tag and tag not in _SILENT:
                    yield from self._blocks(child, boxed=boxed, mark=mark)

    def _list(self, element: Any, *, boxed: bool, level: int = 1, style: str = "") -> Any:
        style = value_of(element, "style-name") or style
        mark = self._mark(style, level)
        for item in element:
            if tag_of(item) not in ("list-item", "list-header"):
                continue
            own = mark if tag_of(item) == "list-item" else ""
            for child in item:
                if tag_of(child) == "list":
                    yield from self._list(child, boxed=boxed, level=level + 1, style=style)
                elif tag_of(child) in ("p", "h"):
                    yield from self._paragraph(child, tag_of(child), boxed=boxed, mark=own)
                    own = ""

    def _mark(self, style: str, level: int) -> str:
        """Return the words of a list's automatic marks, `""` where they are only numbers."""
        for form in self._lists.get(style, ()):
            if value_of(form, "level") == str(level):
                around = value_of(form, "num-prefix") + value_of(form, "num-suffix")
                words = value_of(form, "num-list-format") or around
                mark = " ".join("".join(words.split("%")[::2]).split())
                return mark if any(letter.isalpha() for letter in mark) else ""
        return ""

    def _rows(self, table: Any) -> Iterator[tuple[tuple[WordBlock, ...], ...]]:
        for row in _find(table, "table-row"):
            cells: list[tuple[WordBlock, ...]] = []
            for cell in row:
                if tag_of(cell) in ("table-cell", "covered-table-cell"):
                    blocks = tuple(self._blocks(cell))
                    cells += [blocks] * _repeated(cell, "number-columns-repeated")
                if len(cells) > _MOST_REPEATED:
                    break
            yield tuple(cells)

    def _paragraph(
        self, element: Any, tag: str, *, boxed: bool, mark: str = ""
    ) -> Iterator[WordBlock]:
        name = value_of(element, "style-name")
        runs: list[WordRun] = []
        boxes: list[Any] = []
        self._inline(element, self._form("paragraph", name, self._outer), runs, boxes)
        style = "heading 1" if tag == "h" else self._called(name)
        yield WordParagraph(runs=tuple(runs), style=style, boxed=boxed, mark=mark)
        yield from self._boxes(boxes)

    def _boxes(self, frames: list[Any]) -> Iterator[WordBlock]:
        for frame in frames:
            boxes = list(frame.iter("{*}text-box"))
            self.met[InWord.PICTURE] += not boxes
            for box in boxes:
                yield from self._blocks(box, boxed=True)

    def _called(self, name: str) -> str:
        """Return what a paragraph's style, or the one it comes from, is called in English."""
        style, passed = self._styles.get(("paragraph", name)), set[str]()
        while style is not None and name not in passed:
            passed.add(name)
            if name in ("Title", "Subtitle"):
                return "title"
            name = value_of(style, "parent-style-name")
            style = self._styles.get(("paragraph", name))
        return ""

    def _form(self, family: str, name: str, outer: _OdtForm) -> _OdtForm:
        """Return the form of what has a style, inside of what has another."""
        chain: list[Any] = []
        while (style := self._styles.get((family, name))) is not None and style not in chain:
            chain.append(style)
            name = value_of(style, "parent-style-name")
        for style in reversed(chain):
            outer = outer.of(child_of(style, "text-properties"))
        return outer

    def _inline(self, element: Any, form: _OdtForm, runs: list[WordRun], boxes: list[Any]) -> None:
        self._add(_blanks(element.text), form, runs)
        for child in element:
            tag = tag_of(child)
            match tag:
                case "s":
                    count = value_of(child, "c")
                    self._add(" " * min(int(count) if count.isdecimal() else 1, 1000), form, runs)
                case "tab":
                    self._add("\t", form, runs)
                case "line-break":
                    self._add("\n", form, runs)
                case "note":
                    kind = value_of(child, "note-class") or "footnote"
                    self.met[kind] += 1
                case "annotation":
                    self.met["comment"] += 1
                case "frame" | "custom-shape" | "rect" | "g":
                    boxes.append(child)
                case "span" | "a":
                    name = value_of(child, "style-name")
                    inner = self._form("text", name, form) if tag == "span" else form
                    self._inline(child, inner, runs, boxes)
                case _ if tag in _MADE:
                    self.met[InWord.FIELD] += 1
                case _ if tag and tag not in _SILENT:
                    self._inline(child, form, runs, boxes)
            self._add(_blanks(child.tail), form, runs)

    def _add(self, words: str, form: _OdtForm, runs: list[WordRun]) -> None:
        if words:
            runs.append(WordRun(words, None, form.bold, form.hidden, form.struck, form.black))


def _opened(data: bytes, where: str) -> Mapping[str, bytes]:
    if not data.startswith(b"PK"):
        what = decode.kind(data)
        message = f"this is {what} under another name" if what else f"this is no {_WHAT}"
        raise FileError(message, where, _HINT)
    parts = zips.read_parts(data, where)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        hint = "Open it in LibreOffice, remove the password and save it again."
        raise FileError("the document is protected with a password", where, hint)
    if "content.xml" not in parts:
        raise FileError(f"this is no {_WHAT}, although it is packed like one", where, _HINT)
    return parts


def _blanks(text: str | None) -> str:
    """Return a text with its blanks as one: those that are meant have elements of their own."""
    return _BLANKS.sub(" ", text) if text else ""


def _repeated(element: Any, name: str) -> int:
    count = value_of(element, name)
    return min(int(count), _MOST_REPEATED) if count.isdecimal() else 1


def _find(element: Any, name: str) -> Iterator[Any]:
    """Find rows, also those that stand in groups or are the table's head."""
    for child in element:
        if tag_of(child) == name:
            yield child
        elif tag_of(child).startswith("table-") and tag_of(child) != "table-cell":
            yield from _find(child, name)
