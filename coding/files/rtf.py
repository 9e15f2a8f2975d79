"""Take a text in Rich Text Format (.rtf) apart into the blocks that a Word document has as well."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from coding.errors import FileError
from coding.files import decode
from coding.files.word import InWord, WordBlock, WordParagraph, WordRun, WordTable

_Cell: TypeAlias = tuple[WordBlock, ...]

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\0]+"
    rb"|([^\\{}\r\n\0]+)"
)
_LETTERS = re.compile(rb"(?:\\u\d{1,5} ?(?:\?|\\'[0-9a-fA-F]{2}))+")
_LETTER = re.compile(rb"\\u(\d+)")
_DEEPEST = 5_000  # groups inside each other
_HINT = "Open it in Word or LibreOffice and save it anew as .rtf or .docx."
_SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
_SYMBOLS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
_CHARSETS = {
    **{77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253"},
    **{162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251"},
    **{222: "cp874", 238: "cp1250"},
}
"""The number of a font's alphabet → the code page of its letters, where that is its own."""

_PAGES = {"ansi": "cp1252", "mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
_BESIDE = {
    "footnote": "footnote",
    "annotation": "comment",
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "page header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "page footer"),
    "pict": str(InWord.PICTURE),
    "object": str(InWord.FILE),
}
"""Groups that stand beside the text → what one of them is called."""

_SKIPPED = frozenset(
    "info listtable listoverridetable revtbl rsidtbl generator themedata datastore"
    " colorschememapping latentstyles xmlnstbl wgrffmtfilter operator author title"
    " nonshppict shprslt sp sn sv bkmkstart bkmkend pnseclvl filetbl template upr objdata result"
    " ftnsep ftnsepc aftnsep aftnsepc atrfstart atrfend atnid atnauthor atnref atntime".split()
)
_LOOKS = frozenset(["b", "v", "strike", "striked", "deleted"])
_MADE = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|DATE|TIME|CREATEDATE|SAVEDATE|PRINTDATE|TOC|INDEX)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _RtfState:
    """What holds inside of a group: where its words go, and how they look."""

    into: str = ""  # `""` the text, else a destination
    bold: bool = False
    hidden: bool = False
    struck: bool = False
    deleted: bool = False
    boxed: bool = False
    made: bool = False
    ground: int = 0  # numbers of colours, 0 for the usual one
    color: int = 0
    page: str = "cp1252"
    skips: int = 1  # characters after a letter in Unicode that repeat it for old programs


@dataclass(slots=True)
class _RtfParagraph:
    runs: list[WordRun] = field(default_factory=list)
    style: str = ""
    mark: str = ""
    in_table: bool = False


class RtfText:
    """A text in Rich Text Format; `met` counts what is no text of it, once it is read."""

    def __init__(self, data: bytes, where: str) -> None:
        if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
            what = decode.kind(data)
            message = f"this is {what} under another name" if what else "this is no RTF text"
            raise FileError(message, where, _HINT)
        self.met: Counter[str] = Counter()
        self._where = where
        self._data = data
        self._state = _RtfState()
        self._outer: list[_RtfState] = []
        self._open = _RtfParagraph()
        self._blocks: list[WordBlock] = []
        self._cell: list[WordBlock] = []
        self._row: list[_Cell] = []
        self._rows: list[tuple[_Cell, ...]] = []
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._colors: list[list[int]] = [[]]
        self._number = 0  # of the font or the style that a table of them says next
        self._name = ""
        self._instruction: list[str] = []
        self._marked: list[str] = []
        self._bytes = bytearray()
        self._high = ""  # the first half of a letter that has two in UTF-16
        self._to_skip = 0
        self._page = "cp1252"
        self._starred = False
        self._first = False  # of a group: the word that says what it is

    def blocks(self) -> list[WordBlock]:
        """Return the paragraphs and tables in their order, empty ones too; raises FileError."""
        position, data = 0, self._data
        while found := _TOKEN.match(data, position):
            position = found.end()
            word, number, letter, symbol, brace, words = found.groups()
            if brace == b"{":
                self._flush()
                self._begin()
            elif brace == b"}":
                self._flush()
                self._end()
            elif letter:
                self._byte(bytes([int(letter, 16)]))
            elif words is not None:
                self._byte(words)
            elif symbol is not None:
                self._symbol(symbol.decode("latin-1"))
            elif word is not None:
                name = word.decode("ascii")
                count = int(number) if number else None
                if name == "bin":
                    position += max(count or 0, 0)
                elif name == "u":
                    many = self._letters(found.start())
                    position = many or position
                    if not many:
                        self._unicode(count or 0)
                else:
                    self._flush()
                    self._word(name, count)
        self._flush()
        self._end_paragraph(last=True)
        self._end_table()
        return self._blocks

    # ── groups ──

    def _begin(self) -> None:
        if len(self._outer) >= _DEEPEST:
            raise FileError("its groups stand too deep in each other", self._where, _HINT)
        self._outer.append(self._state)
        self._starred, self._first = False, True
        self._to_skip = 0

    def _end(self) -> None:
        state = self._state
        self._state = self._outer.pop() if self._outer else state
        self._to_skip = 0
        if state.into == "fonttbl" or state.into == "stylesheet":
            self._named(state.into)
        if state.into == "mark" and self._state.into != "mark":
            self._open.mark = " ".join("".join(self._marked).split())
            self._marked.clear()
        if state.boxed and not self._state.boxed:
            self._end_paragraph()

    def _destination(self, name: str) -> bool:
        """Let the group that was opened go where its first word says; tell whether it does."""
        into: str | None = None
        if name in _BESIDE:
            if not self._state.into:
                self.met[_BESIDE[name]] += 1
            into = "nowhere"
        elif name in ("fonttbl", "stylesheet", "colortbl"):
            into = name
        elif name in ("listtext", "pntext"):
            into = "mark"
        elif name == "fldinst":
            into = "instruction"
            self._instruction.clear()
        elif name == "fldrslt":
            made = bool(_MADE.match("".join(self._instruction)))
            self.met[InWord.FIELD] += made and not self._state.into
            self._state = replace(self._state, made=made)
            return True
        elif name == "ud":  # the same words once more, in Unicode
            into = self._outer[-2].into if len(self._outer) > 1 else ""
        elif name == "shptxt" or name == "shpinst":
            if name == "shptxt":
                self.met[InWord.BOX] += 1
                self._end_paragraph()
                self._state = replace(self._state, into="", boxed=True)
            return True
        elif name in _SKIPPED or self._starred:
            into = "nowhere"
        if into is None:
            return False
        if self._state.into != "nowhere" or name == "ud":
            self._state = replace(self._state, into=into)
        return True

    def _named(self, table: str) -> None:
        """Take down a font's alphabet or a style's name once its entry is over."""
        if table == "stylesheet" and self._name.strip():
            self._styles[self._number] = self._name.strip().rstrip(";").casefold()
        self._name = ""

    # ── words ──

    def _byte(self, letters: bytes) -> None:
        self._first = False
        if self._to_skip:
            skipped = min(self._to_skip, len(letters))
            self._to_skip -= skipped
            letters = letters[skipped:]
        self._bytes += letters

    def _flush(self) -> None:
        """Make the bytes that have come so far letters, by the alphabet that they stand in."""
        if self._high:
            self._say("\ufffd")
            self._high = ""
        if self._bytes:
            words = self._bytes.decode(self._state.page, "replace")
            self._bytes.clear()
            self._say(words)

    def _unicode(self, number: int) -> None:
        self._first = False
        if self._bytes:
            self._flush()
        letter = chr(number % 65_536)
        if "\ud800" <= letter <= "\udbff":
            self._high = letter
        elif "\udc00" <= letter <= "\udfff":
            both = (self._high + letter).encode("utf-16-le", "surrogatepass")
            self._high = ""
            self._say(both.decode("utf-16-le", "replace"))
        else:
            self._flush()
            self._say(letter)
        self._to_skip = self._state.skips

    def _letters(self, start: int) -> int:
        """Take letters in Unicode that follow each other at once; return where they end, or 0.

        Of a Russian text each is one. Those with halves, or with more than one character for old
        programs, are taken one by one.
        """
        found = _LETTERS.match(self._data, start) if self._state.skips == 1 else None
        if found is None or self._high:
            return 0
        letters = "".join(chr(int(number) % 65_536) for number in _LETTER.findall(found[0]))
        if any("\ud800" <= letter <= "\udfff" for letter in letters):
            return 0
        self._first = False
        self._flush()
        self._say(letters)
        self._to_skip = 0
        return found.end()

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._starred = self._first
            return
        if self._to_skip:
            self._to_skip -= 1
            return
        self._flush()
        if symbol in "\r\n":
            self._end_paragraph()
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])

    def _say(self, words: str) -> None:
        state = self._state
        match state.into:
            case "":
                if state.deleted:
                    self.met[InWord.DELETION] += not self._was_deleted()
                    self._open.runs.append(WordRun("", self, hidden=True))
                    return
                self._open.runs.append(
                    WordRun(
                        words,
                        None,
                        bold=state.bold,
                        hidden=state.hidden,
                        struck=state.struck,
                        black=self._is_black(state),
                        made=state.made,
                    )
                )
            case "mark":
                self._marked.append(words)
            case "instruction":
                self._instruction.append(words)
            case "stylesheet":
                self._name += words
            case "colortbl":
                self._colors += [[] for _ in range(words.count(";"))]

    def _is_black(self, state: _RtfState) -> bool:
        """Tell whether words are black on black, or on black and not said to be light."""
        return self._is_dark(state.ground) and (not state.color or self._is_dark(state.color))

    def _is_dark(self, number: int) -> bool:
        parts = self._colors[number] if 0 < number < len(self._colors) else []
        return len(parts) == 3 and max(parts) < 0x30

    def _was_deleted(self) -> bool:
        return bool(self._open.runs) and self._open.runs[-1].element is self

    # ── what controls say ──

    def _word(self, name: str, number: int | None) -> None:
        first, self._first = self._first, False
        if (first or name in ("fonttbl", "stylesheet")) and self._destination(name):
            return
        if name in _SIGNS:
            self._to_skip = max(self._to_skip - 1, 0) if self._to_skip else 0
            self._say(_SIGNS[name])
        elif name in _PAGES or name == "ansicpg":
            self._page = _page(number) if name == "ansicpg" else _PAGES[name]
            self._state = replace(self._state, page=self._page)
        elif name in _LOOKS:
            self._state = _looking(self._state, name, on=number != 0)
        elif name == "plain":
            self._state = replace(
                _RtfState(),
                **{key: getattr(self._state, key) for key in ("into", "boxed", "made", "skips")},
                page=self._page,
            )
        elif name == "uc":
            self._state = replace(self._state, skips=max(number or 0, 0))
        elif name in ("highlight", "cb", "chcbpat"):
            self._state = replace(self._state, ground=number or 0)
        elif name == "cf":
            self._state = replace(self._state, color=number or 0)
        elif self._state.into == "colortbl":
            if name in ("red", "green", "blue"):
                self._colors[-1].append(number or 0)
        elif self._state.into == "fonttbl":
            self._font(name, number or 0)
        elif self._state.into == "stylesheet":
            self._number = number or 0 if name == "s" else self._number
            if name in ("cs", "ds", "ts"):
                self._number = -1
        elif name == "f":
            self._state = replace(self._state, page=self._fonts.get(number or 0, self._page))
        elif not self._state.into:
            self._layout(name, number)

    def _font(self, name: str, number: int) -> None:
        if name == "f":
            self._number = number
        elif name == "fcharset" and number in _CHARSETS:
            self._fonts[self._number] = _CHARSETS[number]
        elif name == "cpg":
            self._fonts[self._number] = _page(number)

    def _layout(self, name: str, number: int | None) -> None:
        match name:
            case "par" | "page" | "sect" | "column":
                self._end_paragraph()
            case "pard":
                self._open.style, self._open.in_table = "", False
                if not self._open.runs:
                    self._open.mark = ""
            case "s":
                self._open.style = self._styles.get(number or 0, "")
            case "outlinelevel":
                if number is not None and number < 9:
                    self._open.style = "heading 1"
            case "intbl":
                self._open.in_table = True
            case "cell":
                self._open.in_table = True
                self._end_paragraph(last=True)
                self._row.append(tuple(self._cell))
                self._cell = []
            case "nestcell":
                self._end_paragraph()
            case "row":
                if self._row:
                    self._rows.append(tuple(self._row))
                self._row, self._cell = [], []

    # ── paragraphs and tables ──

    def _end_paragraph(self, *, last: bool = False) -> None:
        made, self._open = self._open, _RtfParagraph(in_table=self._open.in_table)
        self._open.style = made.style
        runs = tuple([run for run in made.runs if run.element is None])
        if last and not runs:
            return
        paragraph = WordParagraph(
            runs=runs, style=made.style, boxed=self._state.boxed, mark=made.mark
        )
        if made.in_table and not self._state.boxed:
            self._cell.append(paragraph)
            return
        self._end_table()
        self._blocks.append(paragraph)

    def _end_table(self) -> None:
        rest = [block for cell in [*self._row, self._cell] for block in cell]
        if self._rows:
            self._blocks.append(WordTable(rows=tuple(self._rows)))
        self._rows, self._row, self._cell = [], [], []
        self._blocks += rest


def _looking(state: _RtfState, name: str, *, on: bool) -> _RtfState:
    """Return what holds once a word said how the words after it look."""
    match name:
        case "b":
            return replace(state, bold=on)
        case "v":
            return replace(state, hidden=on)
        case "deleted":
            return replace(state, deleted=on)
    return replace(state, struck=on)


def _page(number: int | None) -> str:
    """Return what Python calls a code page, Western European where it does not know it.

    >>> _page(1251), _page(65001), _page(4711)
    ('cp1251', 'utf-8', 'cp1252')
    """
    named = {65001: "utf-8", 10000: "mac-roman", 936: "gbk"}.get(number or 0, f"cp{number}")
    try:
        codecs.lookup(named)
    except LookupError:
        return "cp1252"
    return named
