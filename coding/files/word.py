"""Walk through a Word document once, in the order one reads it, and say what each run of it is.

Tracked changes are walked as if accepted: insertions stand, deletions are gone, and a paragraph
whose end was deleted goes on in the next. Hidden and struck words are yielded and marked, so
that each door takes what it needs; what is no text at all is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from coding.files.word_file import (
    OFF,
    WordStyle,
    blacked,
    child_of,
    indent_of,
    list_of,
    tag_of,
    value_of,
)

# Elements whose content is no text of the document, or no longer.
_SILENT = frozenset(
    (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr"),
        *("delText", "delInstrText", "fldData", "rubyPr", "smartTagPr", "customXmlPr"),
    )
)
_AS_TEXT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DELETED = frozenset(["del", "moveFrom"])
_SPACE = "wordprocessingml"


NO_LISTS: Mapping[tuple[str, str], str] = {}


class InWord(StrEnum):
    """What is counted on the way through a document, each by the name of one of it."""

    INSERTION = "tracked insertion"
    DELETION = "tracked deletion"
    HIDDEN = "hidden piece"
    STRUCK = "struck-through piece"
    BLACK = "blacked-out piece"
    EMPTY = "empty form field"
    FIELD = "automatic field"
    BOX = "text box"
    LIST_MARK = "automatic list mark"
    SYMBOL = "special-font symbol"
    PICTURE = "embedded picture"
    FILE = "embedded file"


class WordRun(NamedTuple):
    """Words of one form, and the element (`w:r`, or None) that they stand in.

    `hidden` words do not show in Word (`w:vanish`), `struck` ones are crossed out, `black` ones
    are written in black on black. `made` ones Word itself put there: a page's number, a date.
    """

    words: str
    element: Any = None
    bold: bool = False
    hidden: bool = False
    struck: bool = False
    black: bool = False
    made: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WordParagraph:
    """A paragraph's runs and its style's name in lower case; `boxed` in a text box.

    `mark` are the words of the automatic mark of a list before it; `listed` says that there is
    one. `indent` is how far all its lines begin from the margin, in twentieths of a point.
    """

    runs: tuple[WordRun, ...]
    style: str = ""
    boxed: bool = False
    mark: str = ""
    listed: bool = False
    indent: int = 0

    @property
    def shown(self) -> tuple[WordRun, ...]:
        """Return the runs that are seen."""
        return tuple([run for run in self.runs if not run.hidden])


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTable:
    """Rows of cells of what stands in them: paragraphs, and tables of their own."""

    rows: tuple[tuple[tuple[WordBlock, ...], ...], ...]
    boxed: bool = False


WordBlock: TypeAlias = WordParagraph | WordTable


class Walk:
    """Walks one document; `met` counts what was met, `marks` holds the runs that notes hang on."""

    def __init__(
        self,
        styles: Mapping[str, WordStyle],
        list_words: Mapping[tuple[str, str], str] = NO_LISTS,
    ) -> None:
        self.styles = styles
        self.list_words = list_words
        self._fields: list[str] = []  # the instructions of those that are open
        self.met: Counter[InWord] = Counter()
        self.marks: dict[tuple[str, str], Any] = {}
        """(`footnote` or `endnote`, id) → the run in the text that has its number."""

    def blocks(self, container: Any, *, boxed: bool = False) -> Iterator[WordBlock]:
        """Yield the paragraphs and tables of a body, a cell, a box or a note, empty ones too.

        The text boxes anchored in a paragraph follow it.
        """
        runs: list[WordRun] = []
        boxes: list[Any] = []
        for element in self._elements(container):
            if tag_of(element) == "tbl":
                yield WordTable(rows=tuple(self._rows(element)), boxed=boxed)
                continue
            properties = child_of(element, "pPr")
            style = self.styles.get(value_of(child_of(properties, "pStyle"), "val"), _PLAIN)
            form = _Form(style)
            if self._fields and not style.name.startswith(("toc", "index")):
                self._fields = [x for x in self._fields if x == _PLACE]  # never left open
            marks = child_of(properties, "numPr")
            mark = self._mark(marks, style)
            listed = bool(style.list_id if marks is None else list_of(marks)[0])
            indent = indent_of(properties)
            for child in element:
                self._inline(child, form, runs, boxes)
            if child_of(child_of(properties, "rPr"), "del") is not None and self._goes_on(element):
                continue  # its end was deleted
            yield WordParagraph(
                runs=tuple(runs),
                style=style.name,
                boxed=boxed,
                mark=mark,
                listed=listed,
                indent=style.indent if indent is None else indent,
            )
            for box in boxes:
                yield from self.blocks(box, boxed=True)
            runs, boxes = [], []

    def _mark(self, marks: Any, style: WordStyle) -> str:
        """Return the words of a paragraph's list mark; one that is only a number is counted."""
        key = (style.list_id, style.level) if marks is None else list_of(marks)
        words = self.list_words.get(key, "")
        self.met[InWord.LIST_MARK] += marks is not None and not words
        return words

    def _goes_on(self, paragraph: Any) -> bool:
        following = paragraph.getnext()
        return following is not None and tag_of(following) == "p"

    def _elements(self, container: Any) -> Iterator[Any]:
        """Find paragraphs and tables, also those inside content controls and insertions."""
        for child in container:
            tag = tag_of(child)
            if tag in ("p", "tbl"):
                yield child
            elif tag in _DELETED:
                self._delete(child)
            elif tag == "altChunk":
                self.met[InWord.FILE] += 1
            elif tag == "sdt" and _is_empty(child):
                depth = len(self._fields)
                self._fields.append(_PLACE)
                yield from self._elements(child)
                self._closed(depth)
            elif tag not in _SILENT:
                yield from self._elements(child)

    def _rows(self, table: Any) -> Iterator[tuple[tuple[WordBlock, ...], ...]]:
        for row in _find(table, "tr"):
            if child_of(child_of(row, "trPr"), "del") is not None:
                self._delete(row)
            else:
                yield tuple(tuple(self.blocks(cell)) for cell in _find(row, "tc"))

    def _inline(self, element: Any, form: _Form, runs: list[WordRun], boxes: list[Any]) -> None:
        """Collect the runs of text at or below one element, and the text boxes."""
        tag = tag_of(element)
        if tag in _SILENT or not tag:
            return
        if tag == "r":
            self._run(element, form, runs, boxes)
        elif tag == "t":
            self._add(element.text or "", form, runs)
        elif tag in _AS_TEXT:
            self._add(_AS_TEXT[tag], form, runs)
        elif tag == "sym":
            self.met[InWord.SYMBOL] += 1
        elif tag in ("footnoteReference", "endnoteReference"):
            self.marks[tag.removesuffix("Reference"), value_of(element, "id")] = form.element
        elif tag in _DELETED:
            self._delete(element)
        elif tag == "fldChar":
            self._field(value_of(element, "fldCharType"))
        elif tag == "instrText":
            if self._fields:
                self._fields[-1] += element.text or ""
        elif tag == "fldSimple" or (tag == "sdt" and _is_empty(element)):
            depth = len(self._fields)
            self._fields.append(value_of(element, "instr") or _PLACE)
            for child in element:
                self._inline(child, form, runs, boxes)
            self._closed(depth)
        elif tag == "txbxContent":
            self.met[InWord.BOX] += 1
            boxes.append(element)
        else:
            self.met[InWord.INSERTION] += tag == "ins"
            before = len(boxes)
            for child in _children(element, tag):
                self._inline(child, form, runs, boxes)
            if tag in {"drawing", "pict", "object"} and len(boxes) == before:
                self.met[InWord.PICTURE] += 1

    def _run(self, run: Any, outer: _Form, runs: list[WordRun], boxes: list[Any]) -> None:
        """Collect what a run holds: as a rule its properties, which come first, and a text."""
        form, words = None, ""
        for child in run:
            tag = tag_of(child)
            if form is None:
                form = outer.of(run, child if tag == "rPr" else None, self.styles)
            if tag == "t":
                words += child.text or ""
            elif tag in _AS_TEXT:
                words += _AS_TEXT[tag]
            elif tag not in _SILENT:
                self._add(words, form, runs)
                words = ""
                self._inline(child, form, runs, boxes)
        if form is not None:
            self._add(words, form, runs)

    def _add(self, words: str, form: _Form, runs: list[WordRun]) -> None:
        if not words:
            return
        made = bool(self._fields) and any(map(_is_made, self._fields))
        last = runs[-1] if runs else None
        if last and form.element is not None and last.element is form.element:
            if last.made == made:
                words = runs.pop().words + words
        elif form.hidden or form.struck or form.black:
            self.met[form.unseen] += 1
        seen = (form.bold, form.hidden, form.struck, form.black, made, form.italic)
        runs.append(WordRun(words, form.element, *seen))

    def _closed(self, depth: int = -1) -> None:
        """Leave a field, the innermost if its depth is not given, and count it if Word's own."""
        last = self._fields[depth]
        del self._fields[depth:]
        self.met[InWord.EMPTY if last == _PLACE else InWord.FIELD] += _is_made(last)

    def _field(self, what: str) -> None:
        """Open or close a field: what stands between is its instruction, then its words."""
        if what == "begin":
            self._fields.append("")
        elif what == "end" and self._fields:
            self._closed()

    def _delete(self, element: Any) -> None:
        texts = [*element.iter("{*}delText"), *element.iter("{*}t")]
        self.met[InWord.DELETION] += any((text.text or "").strip() for text in texts)


_FORMS = frozenset(["rStyle", "vanish", "strike", "dstrike", "b", "i"])
_GROUNDS = frozenset(["highlight", "shd"])
_MADE = frozenset(
    "PAGE NUMPAGES SECTIONPAGES DATE TIME CREATEDATE SAVEDATE PRINTDATE TOC INDEX FILENAME"
    " PLACEHOLDER".split()
)
_PLACE = "PLACEHOLDER"  # not Word's name: content controls have no instruction
_PLAIN = WordStyle()


def _on(said: Mapping[str, str], name: str, otherwise: bool) -> bool:
    """Say whether a property of a run is switched on; `otherwise` if nothing is said of it."""
    return said[name] not in OFF if name in said else otherwise


def _is_made(instruction: str) -> bool:
    """Tell whether a field's words are Word's own, by the field's instruction."""
    return instruction.strip().partition(" ")[0].upper() in _MADE


def _is_empty(control: Any) -> bool:
    """Tell whether a content control shows what to write into it, and nothing is written."""
    return child_of(child_of(control, "sdtPr"), "showingPlcHdr") is not None


class _Form:
    """What holds of the words that are met: those of a style, or of a run in it."""

    __slots__ = ("black", "bold", "element", "hidden", "italic", "struck")

    def __init__(self, style: WordStyle) -> None:
        self.hidden, self.struck = style.hidden, style.struck
        self.black, self.bold, self.italic = style.black, style.bold, style.italic
        self.element: Any = None

    @property
    def unseen(self) -> InWord:
        """Why words of this form are not to be read."""
        if self.hidden:
            return InWord.HIDDEN
        return InWord.STRUCK if self.struck else InWord.BLACK

    def of(self, run: Any, properties: Any, styles: Mapping[str, WordStyle]) -> _Form:
        """Return the form of a run inside this."""
        said: dict[str, str] = {}
        black = None
        if properties is not None:
            for child in properties:
                name = tag_of(child)
                if name in _FORMS:
                    said[name] = value_of(child, "val")
                elif name in _GROUNDS:
                    black = blacked(properties)
        form = _Form(styles.get(said["rStyle"], _PLAIN) if "rStyle" in said else _PLAIN)
        form.hidden = _on(said, "vanish", self.hidden or form.hidden)
        if "strike" in said or "dstrike" in said:
            form.struck = _on(said, "strike", False) or _on(said, "dstrike", False)
        else:
            form.struck = self.struck or form.struck
        form.black = black if black is not None else self.black or form.black
        form.italic = _on(said, "i", self.italic or form.italic)
        form.bold = _on(said, "b", self.bold or form.bold or said.get("rStyle") == "Strong")
        form.element = run if _SPACE in run.tag else None  # formulas have runs of their own
        return form


def _children(element: Any, tag: str) -> list[Any]:
    if tag == "AlternateContent":  # the same thing for newer and for older programs
        choice = child_of(element, "Choice")
        return [choice] if choice is not None else list(element)
    return list(element)


def _find(element: Any, name: str) -> Iterator[Any]:
    """Find rows or cells, also those inside content controls."""
    for child in element:
        if tag_of(child) == name:
            yield child
        elif tag_of(child) not in _SILENT:
            yield from _find(child, name)
