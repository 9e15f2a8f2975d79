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
from typing import Any, TypeAlias

from coding.errors import FileError
from coding.files import decode, zips

# Elements whose content is no text of the document, or no longer.
_SILENT = frozenset(
    (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr", "instrText"),
        *("delText", "delInstrText", "fldData", "rubyPr", "smartTagPr", "customXmlPr"),
    )
)
_AS_TEXT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MAX_TAGS = 2_000_000
_DELETED = frozenset(["del", "moveFrom"])
_OFF = frozenset(["0", "false", "off", "none"])
_SPACE = "wordprocessingml"
_OLE = b"\xd0\xcf\x11\xe0"
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class WordStyle:
    """A style's name in lower case, and whether it hides or strikes out what has it."""

    name: str = ""
    hidden: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRun:
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
        return tuple(run for run in self.runs if not run.hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTable:
    """Rows of cells of what stands in them: paragraphs, and tables of their own."""

    rows: tuple[tuple[tuple[WordBlock, ...], ...], ...]
    boxed: bool = False


WordBlock: TypeAlias = WordParagraph | WordTable


# ── the parts of the file ──


def opened(data: bytes, where: str) -> dict[str, bytes]:
    """Return the parts of a Word document; raises FileError if it is none, or unsafe."""
    if data and not data.startswith(b"PK"):
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                hint = "Open it in Word, remove the password and save it again."
                raise FileError("the document is protected with a password", where, hint)
            message = "this is an old Word document (.doc) under a new name, or encrypted"
            raise FileError(message, where, "Open it in Word and save it as .docx.")
        what = decode.kind(data) or "no Word document"
        raise FileError(f"this is {what}", where, "Save it as .docx or .txt.")
    return zips.read_parts(data, where)


def body(parts: Mapping[str, bytes], where: str) -> Any:
    """Return the element that holds a document's text, None if it is empty."""
    name = _main(parts, where)
    return next(parse(parts[name], name, where).iter("{*}body"), None)


def notes(parts: Mapping[str, bytes], where: str) -> Iterator[tuple[str, str, Any]]:
    """Yield the foot- and endnotes: `footnote` or `endnote`, its id, its element."""
    for kind, element in _NOTES.items():
        for name in parts:
            if name.endswith(f"/{kind}.xml"):
                for note in parse(parts[name], name, where).iter(f"{{*}}{element}"):
                    if _value(note, "type") not in ("separator", "continuationSeparator"):
                        yield element, _value(note, "id"), note


def styles(parts: Mapping[str, bytes], where: str) -> dict[str, WordStyle]:
    """Return a document's styles by id (Word translates ids, but not names)."""
    if "word/styles.xml" not in parts:
        return {}
    root = parse(parts["word/styles.xml"], "word/styles.xml", where)
    elements = {_value(style, "styleId"): style for style in root.iter("{*}style")}
    return {key: _style(key, elements) for key in elements}


def _style(key: str, elements: Mapping[str, Any]) -> WordStyle:
    name = _value(_child(elements[key], "name"), "val").casefold()
    said: dict[str, bool] = {}
    passed: set[str] = set()
    while key in elements and key not in passed:  # what a style leaves open, the one below says
        passed.add(key)
        properties = _child(elements[key], "rPr")
        for toggle in ("vanish", "strike", "dstrike"):
            on = _toggled(properties, toggle)
            if on is not None:
                said.setdefault(toggle, on)
        key = _value(_child(elements[key], "basedOn"), "val")
    return WordStyle(
        name=name,
        hidden=said.get("vanish", False),
        struck=said.get("strike", False) or said.get("dstrike", False),
    )


def parse(content: bytes, name: str, where: str) -> Any:
    """Return the root of one XML part; raise FileError when it is damaged or unsafe."""
    from lxml import etree

    if content.count(b"<") > _MAX_TAGS:
        raise FileError(f"{name} is too large to be a text", where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as e:
        hint = "Open it in Word and save it anew as .docx."
        raise FileError(f"the Word document is damaged ({name})", where, hint) from e
    if root.getroottree().docinfo.doctype:
        raise FileError(f"{name} declares XML entities, which is unsafe", where)
    return root


def words_in(element: Any) -> str:
    """Return all text below an element of a Word document."""
    return " ".join(t.text or "" for t in element.iter("{*}t")).strip()


def _main(parts: Mapping[str, bytes], where: str) -> str:
    """Return the name of the part that holds the document's body."""
    if "_rels/.rels" in parts:
        for link in parse(parts["_rels/.rels"], "_rels/.rels", where).iter("{*}Relationship"):
            if link.get("Type", "").endswith("/officeDocument"):
                name: str = link.get("Target", "").lstrip("/")
                if name in parts and name.startswith("word/"):
                    return name
    if "word/document.xml" in parts:
        return "word/document.xml"
    hint = "Save it as .docx or .txt."
    raise FileError("this is no Word document, although it is packed like one", where, hint)


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
    if element is None:
        return None
    return next((child for child in element if _tag(child) == name), None)


def _toggled(properties: Any, name: str) -> bool | None:
    """Say whether a property is switched on or off, None if nothing is said of it."""
    toggle = _child(properties, name)
    return None if toggle is None else _value(toggle, "val") not in _OFF


# ── the walk ──


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
            if _tag(element) == "tbl":
                yield WordTable(rows=tuple(self._rows(element)), boxed=boxed)
                continue
            properties = _child(element, "pPr")
            style = self.styles.get(_value(_child(properties, "pStyle"), "val"), WordStyle())
            self.met[InWord.LIST_MARK] += _child(properties, "numPr") is not None
            for child in element:
                self._inline(child, _Form(style), runs, boxes)
            if _child(_child(properties, "rPr"), "del") is not None and self._goes_on(element):
                continue  # its end was deleted
            yield WordParagraph(runs=tuple(runs), style=style.name, boxed=boxed)
            for box in boxes:
                yield from self.blocks(box, boxed=True)
            runs, boxes = [], []

    def _goes_on(self, paragraph: Any) -> bool:
        following = paragraph.getnext()
        return following is not None and _tag(following) == "p"

    def _elements(self, container: Any) -> Iterator[Any]:
        """Find paragraphs and tables, also those inside content controls and insertions."""
        for child in container:
            tag = _tag(child)
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
            if _child(_child(row, "trPr"), "del") is not None:
                self._delete(row)
            else:
                yield tuple(tuple(self.blocks(cell)) for cell in _find(row, "tc"))

    def _inline(self, element: Any, form: _Form, runs: list[WordRun], boxes: list[Any]) -> None:
        """Collect the runs of text at or below one element, and the text boxes."""
        tag = _tag(element)
        if tag in _SILENT or not tag:
            return
        if tag == "t":
            self._add(element.text or "", form, runs)
        elif tag in _AS_TEXT:
            self._add(_AS_TEXT[tag], form, runs)
        elif tag == "sym":
            self.met[InWord.SYMBOL] += 1
        elif tag in ("footnoteReference", "endnoteReference"):
            self.marks[tag.removesuffix("Reference"), _value(element, "id")] = form.element
        elif tag in _DELETED:
            self._delete(element)
        elif tag == "txbxContent":
            self.met[InWord.BOX] += 1
            boxes.append(element)
        else:
            self.met[InWord.INSERTION] += tag == "ins"
            before = len(boxes)
            inner = form.of(element, self.styles) if tag == "r" else form
            for child in _children(element, tag):
                self._inline(child, inner, runs, boxes)
            if tag in {"drawing", "pict", "object"} and len(boxes) == before:
                self.met[InWord.PICTURE] += 1

    def _add(self, words: str, form: _Form, runs: list[WordRun]) -> None:
        if not words:
            return
        last = runs[-1] if runs else None
        if last is not None and last.element is form.element and form.element is not None:
            words = runs.pop().words + words
        else:
            self.met[InWord.HIDDEN] += form.hidden
            self.met[InWord.STRUCK] += form.struck and not form.hidden
        runs.append(
            WordRun(
                words=words,
                element=form.element,
                bold=form.bold,
                hidden=form.hidden,
                struck=form.struck,
            )
        )

    def _delete(self, element: Any) -> None:
        texts = [*element.iter("{*}delText"), *element.iter("{*}t")]
        self.met[InWord.DELETION] += any((text.text or "").strip() for text in texts)


class _Form:
    """What holds of the words that are met: those of a style, or of a run in it."""

    def __init__(self, style: WordStyle) -> None:
        self.hidden, self.struck, self.bold = style.hidden, style.struck, False
        self.element: Any = None

    def of(self, run: Any, styles: Mapping[str, WordStyle]) -> _Form:
        """Return the form of a run inside this."""
        properties = _child(run, "rPr")
        named = _value(_child(properties, "rStyle"), "val")
        style = styles.get(named, WordStyle())
        form = _Form(style)
        vanish = _toggled(properties, "vanish")
        form.hidden = self.hidden or style.hidden if vanish is None else vanish
        strokes = [_toggled(properties, name) for name in ("strike", "dstrike")]
        if any(stroke is not None for stroke in strokes):
            form.struck = any(strokes)
        else:
            form.struck = self.struck or style.struck
        bold = _toggled(properties, "b")
        form.bold = named == "Strong" if bold is None else bold
        form.element = run if _SPACE in run.tag else None  # formulas have runs of their own
        return form


def _children(element: Any, tag: str) -> list[Any]:
    if tag == "AlternateContent":  # the same thing for newer and for older programs
        choice = _child(element, "Choice")
        return [choice] if choice is not None else list(element)
    return list(element)


def _find(element: Any, name: str) -> Iterator[Any]:
    """Find rows or cells, also those inside content controls."""
    for child in element:
        if _tag(child) == name:
            yield child
        elif _tag(child) not in _SILENT:
            yield from _find(child, name)
