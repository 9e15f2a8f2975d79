"""Take a web page apart into the blocks that a Word document has as well.

Taken is what a reader of the page sees: tags, scripts, styles and comments are no text; what is
hidden, struck out or deleted is marked so. A list of terms is a table of two columns.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from coding.errors import FileError
from coding.files.word import InWord, WordBlock, WordParagraph, WordRun, WordTable
from coding.files.word_file import is_dark

_HINT = "Open it in a browser, and save it from there or copy its text to a .docx or .txt."
_HEADINGS = {f"h{n}": f"heading {n}" for n in range(1, 7)}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form header hgroup hr html legend li main nav ol p pre section"
    " summary tbody td tfoot th thead title tr ul".split()
) | {*_HEADINGS}
_SILENT = frozenset(
    "script style head template noscript textarea select option button svg math iframe nav"
    " object title".split()
)
_PICTURES = frozenset("img svg canvas object embed video audio iframe".split())
_BOLD = frozenset(["b", "strong", "th"])
_STRUCK = frozenset(["s", "strike", "del"])
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.I
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\s*[\w-]*\.([\w-]+)\s*")
_SPEAKER = re.compile(r"(?:^|[\s_-])(?:speaker|participant)(?:[\s_-]?name)?(?:$|\s)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class _WebForm:
    bold: bool = False
    hidden: bool = False
    struck: bool = False
    ground: str = ""
    color: str = ""
    kept: bool = False  # blanks and line ends, as in `pre`

    @property
    def black(self) -> bool:
        light = self.color and not _is_black(self.color)
        return _is_black(self.ground) and not light


@dataclass(slots=True)
class _Open:
    """A paragraph as far as it is read, with the style of the heading that it is in."""

    runs: list[WordRun] = field(default_factory=list)
    blank: bool = True  # what is said last ends in a blank, or nothing is said yet


class SeenPage:
    """A web page; `met` counts what is no text of it, once its blocks are walked."""

    def __init__(self, text: str, where: str) -> None:
        from lxml import etree

        parser = etree.HTMLParser(
            encoding="utf-8",
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            self._root = etree.fromstring(text.encode("utf-8", "replace"), parser)
        except etree.XMLSyntaxError as e:
            raise FileError("the web page is damaged", where, _HINT) from e
        if self._root is None:
            raise FileError("the web page holds no words", where, _HINT)
        if any("depth" in entry.message for entry in parser.error_log):
            raise FileError("its elements stand too deep in each other", where, _HINT)
        self.met: Counter[str] = Counter()
        self._rules: dict[str, str] = {}
        for sheet in self._root.iter("style"):
            for names, said in _RULE.findall(sheet.text or ""):
                for name in names.split(","):
                    if known := _CLASS.fullmatch(name):
                        self._rules[known[1]] = self._rules.get(known[1], "") + ";" + said

    def blocks(self) -> list[WordBlock]:
        """Return the paragraphs and tables in their order."""
        blocks: list[WordBlock] = []
        held = _Open()
        self._walk(self._root, _WebForm(), "", held, blocks)
        _close(held, "", blocks)
        return blocks

    def _walk(
        self, element: Any, outer: _WebForm, style: str, held: _Open, blocks: list[WordBlock]
    ) -> None:
        """Put what stands in an element into blocks, what stands on its line into `held`."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _PICTURES:
            self.met[InWord.PICTURE] += 1
        if not tag or tag in _SILENT:
            return
        if tag == "div" and (title := element.get("title")) in ("header", "footer"):
            self.met[f"page {title}"] += 1  # as LibreOffice saves those of a page
            return
        form = self._form(element, tag, outer)
        if tag == "br":
            held.runs.append(WordRun("\n"))
            held.blank = True
            return
        if tag in ("table", "dl") and not form.hidden:
            _close(held, style, blocks)
            rows = self._rows(element, form) if tag == "table" else self._terms(element, form)
            blocks.append(WordTable(rows=rows))
            return
        if tag in _BLOCKS:
            _close(held, style, blocks)
            style = _HEADINGS.get(tag, style)
        if tag == "q":
            self._say("“", form, held)
        self._say(element.text, form, held)
        for child in element:
            self._walk(child, form, style, held, blocks)
            self._say(child.tail, form, held)
        if tag == "q":
            self._say("”", form, held)
        if tag in _BLOCKS:
            _close(held, style, blocks)

    def _form(self, element: Any, tag: str, outer: _WebForm) -> _WebForm:
        named = element.get("class") or ""
        said = ";".join([*(self._rules.get(name, "") for name in named.split())])
        said = f"{said};{element.get('style') or ''}".casefold()
        form = outer
        if tag in _BOLD or _SPEAKER.search(named):
            form = replace(form, bold=True)
        if tag in _STRUCK:
            form = replace(form, struck=True)
        if tag == "pre":
            form = replace(form, kept=True)
        if "hidden" in element.attrib:
            form = replace(form, hidden=True)
        if len(said) > 1:
            form = _styled(form, said)
        return form

    def _say(self, text: str | None, form: _WebForm, held: _Open) -> None:
        if not text:
            return
        words = text if form.kept else _BLANKS.sub(" ", text)
        if not form.kept and held.blank:
            words = words.lstrip(" ")
        if words:
            held.blank = words[-1] in " \n"
            held.runs.append(WordRun(words, None, form.bold, form.hidden, form.struck, form.black))

    def _cell(self, element: Any, form: _WebForm) -> tuple[WordBlock, ...]:
        blocks: list[WordBlock] = []
        held = _Open()
        self._walk(element, form, "", held, blocks)
        _close(held, "", blocks)
        return tuple(blocks)

    def _rows(self, table: Any, form: _WebForm) -> tuple[tuple[tuple[WordBlock, ...], ...], ...]:
        """Return the rows of a table; what stands beside its rows is one of a single cell."""
        rows: list[tuple[tuple[WordBlock, ...], ...]] = []
        without_row: list[tuple[WordBlock, ...]] = []

        def row(cells: Iterable[tuple[WordBlock, ...]]) -> None:
            if without_row:
                rows.append(tuple(without_row))
                without_row.clear()
            rows.extend([made] if (made := tuple(cells)) else [])

        for part, outer in self._parts(table, ("tr", "td", "th"), form):
            if isinstance(part, str):
                row([self._loose(part, outer)])
            elif part.tag == "tr":
                inner = self._form(part, "tr", outer)
                row(self._cells(part, inner))
            elif part.tag in ("td", "th"):
                without_row.append(self._cell(part, outer))
            elif cell := self._cell(part, outer):
                row([cell])
        row([])
        return tuple(rows)

    def _cells(self, row: Any, form: _WebForm) -> Iterator[tuple[WordBlock, ...]]:
        for part, outer in self._parts(row, ("td", "th"), form):
            if isinstance(part, str):
                yield self._loose(part, outer)
            elif (cell := self._cell(part, outer)) or part.tag in ("td", "th"):
                yield cell

    def _terms(self, terms: Any, form: _WebForm) -> tuple[tuple[tuple[WordBlock, ...], ...], ...]:
        """Return a list of terms as rows of two cells; what stands beside them is explanation."""
        rows: list[tuple[tuple[WordBlock, ...], ...]] = []
        for part, outer in self._parts(terms, ("dt", "dd"), form):
            cell = self._loose(part, outer) if isinstance(part, str) else self._cell(part, outer)
            if not isinstance(part, str) and part.tag == "dt":
                rows.append((cell, ()))
            elif rows:
                rows[-1] = (rows[-1][0], (*rows[-1][1], *cell))
            else:
                rows.append(((), cell))
        return tuple(rows)

    def _parts(
        self, element: Any, wanted: tuple[str, ...], form: _WebForm
    ) -> Iterator[tuple[Any, _WebForm]]:
        """Yield the parts that are wanted, however deep, and what words stand beside them.

        Each comes with the form of what it stands in; words without an element are a text.
        """
        if element.text and element.text.strip():
            yield element.text, form
        for child in element:
            if child.tag not in wanted and next(child.iter(*wanted), None) is not None:
                inner = self._form(child, str(child.tag), form)
                yield from self._parts(child, wanted, inner)
            else:
                yield child, form
            if child.tail and child.tail.strip():
                yield child.tail, form

    def _loose(self, words: str, form: _WebForm) -> tuple[WordBlock, ...]:
        held = _Open()
        blocks: list[WordBlock] = []
        self._say(words, form, held)
        _close(held, "", blocks)
        return tuple(blocks)


def as_declared(data: bytes) -> bytes:
    r"""Return a page in UTF-8, if it names another alphabet at its top and nothing speaks against.

    >>> as_declared('<meta charset="windows-1251">Да'.encode("cp1251")).decode()[-2:]
    'Да'
    """
    named = _CHARSET.search(data[:4096])
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or not named:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(codecs.lookup(named[1].decode("ascii")).name).encode("utf-8")
        except (LookupError, UnicodeError, TypeError):
            return data
    return data


def _close(held: _Open, style: str, blocks: list[WordBlock]) -> None:
    if any(run.words.strip() for run in held.runs):
        blocks.append(WordParagraph(runs=tuple(held.runs), style=style))
    held.runs, held.blank = [], True


def _styled(form: _WebForm, said: str) -> _WebForm:
    """Return a form with what a style sheet says, in small letters."""
    for name, _, value in (rule.partition(":") for rule in said.split(";")):
        value = value.replace("!important", "").strip()
        match name.strip():
            case "font-weight":
                heavy = value in ("bold", "bolder") or (value.isdecimal() and int(value) >= 600)
                form = replace(form, bold=heavy)
            case "display" | "visibility":
                form = replace(form, hidden=form.hidden or value in ("none", "hidden"))
            case "mso-hide":
                form = replace(form, hidden=form.hidden or value == "all")
            case "text-decoration" | "text-decoration-line":
                form = replace(form, struck=form.struck or "line-through" in value)
            case "background" | "background-color":
                form = replace(form, ground=value)
            case "color":
                form = replace(form, color=value)
            case "white-space":
                form = replace(form, kept=value.startswith("pre"))
    return form


def _is_black(color: str) -> bool:
    """Tell whether a colour of a style sheet is nearly black.

    >>> _is_black("black"), _is_black("#000"), _is_black("#ffff00")
    (True, True, False)
    """
    bare = color.lstrip("#")
    return color == "black" or is_dark(bare if len(bare) != 3 else "".join(x * 2 for x in bare))
