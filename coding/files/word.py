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

from coding.files.word_file import OFF, WordStyle, child_of, tag_of, value_of

# Elements whose content is no text of the document, or no longer.
_SILENT = frozenset(
    (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr", "instrText"),
        *("delText", "delInstrText", "fldData", "rubyPr", "smartTagPr", "customXmlPr"),
    )
)
_AS_TEXT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DELETED = frozenset(["del", "moveFrom"])
_SPACE = "wordprocessingml"


class InWord(StrEnum):
    """What is counted on the way through a document, each by the name of one of it."""

    INSERTION = "tracked insertion"
    DELETION = "tracked deletion"
    HIDDEN = "hidden piece"
    STRUCK = "struck-through piece"
    BOX = "text box"
    LIST_MARK = "automatic list mark"
    SYMBOL = "special-font symbol"
    PICTURE = "embedded picture"
    FILE = "embedded file"


class WordRun(NamedTuple):
    """Words of one form, and the element (`w:r`, or None) that they stand in.

    `hidden` words do not show in Word (`w:vanish`), `struck` ones are crossed out.
    """

    words: str
    element: Any = None
    bold: bool = False
    hidden: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WordParagraph:
    """A paragraph's runs and its style's name in lower case; `boxed` in a text box."""

    runs: tuple[WordRun, ...]
    style: str = ""
    boxed: bool = False

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

    def __init__(self, styles: Mapping[str, WordStyle]) -> None:
        self.styles = styles
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
            self.met[InWord.LIST_MARK] += child_of(properties, "numPr") is not None
            for child in element:
                self._inline(child, form, runs, boxes)
            if child_of(child_of(properties, "rPr"), "del") is not None and self._goes_on(element):
                continue  # its end was deleted
            yield WordParagraph(runs=tuple(runs), style=style.name, boxed=boxed)
            for box in boxes:
                yield from self.blocks(box, boxed=True)
            runs, boxes = [], []

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
        if runs and form.element is not None and runs[-1].element is form.element:
            words = runs.pop().words + words
        else:
            if form.hidden or form.struck:
                self.met[InWord.HIDDEN if form.hidden else InWord.STRUCK] += 1
        runs.append(WordRun(words, form.element, form.bold, form.hidden, form.struck))

    def _delete(self, element: Any) -> None:
        texts = [*element.iter("{*}delText"), *element.iter("{*}t")]
        self.met[InWord.DELETION] += any((text.text or "").strip() for text in texts)


_FORMS = frozenset(["rStyle", "vanish", "strike", "dstrike", "b"])
_PLAIN = WordStyle()


def _on(said: Mapping[str, str], name: str, otherwise: bool) -> bool:
    """Say whether a property of a run is switched on; `otherwise` if nothing is said of it."""
    return said[name] not in OFF if name in said else otherwise


class _Form:
    """What holds of the words that are met: those of a style, or of a run in it."""

    __slots__ = ("bold", "element", "hidden", "struck")

    def __init__(self, style: WordStyle) -> None:
        self.hidden, self.struck, self.bold = style.hidden, style.struck, False
        self.element: Any = None

    def of(self, run: Any, properties: Any, styles: Mapping[str, WordStyle]) -> _Form:
        """Return the form of a run inside this."""
        said: dict[str, str] = {}
        if properties is not None:
            for child in properties:
                name = tag_of(child)
                if name in _FORMS:
                    said[name] = value_of(child, "val")
        form = _Form(styles.get(said["rStyle"], _PLAIN) if "rStyle" in said else _PLAIN)
        form.hidden = _on(said, "vanish", self.hidden or form.hidden)
        if "strike" in said or "dstrike" in said:
            form.struck = _on(said, "strike", False) or _on(said, "dstrike", False)
        else:
            form.struck = self.struck or form.struck
        form.bold = _on(said, "b", said.get("rStyle") == "Strong")
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
