"""Read the pages of a PDF as words at their places: where each stands, how large, in which line.

A PDF knows no paragraphs, and often no blanks: only where each letter was put. What belongs
together is told by `transcripts.pdf`. To be called in a process of its own: PDFium is native code.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from coding.errors import FileError
from coding.files import decode
from coding.files.pdf_right_to_left import (
    DrawnLetter,
    goes_right_to_left,
    line_in_order,
    mirrored,
    mostly,
    words_of,
)
from coding.files.pdf_words import PdfWord

MOST_PAGES = 3_000
MOST_LETTERS = 8_000_000
_MOST_OBJECTS = 20_000  # of a page, looked through for what blacks words out
_PASSWORD = 4  # what PDFium says of a file that asks for one
_HYPHENS = frozenset([0x02, 0xAD, 0xFFFE])  # as PDFium tells a hyphen at a line's end
_BLANKS = frozenset([0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000])
_GAP = 0.2  # of a letter's height: blank from which a word ends
_SAME_LINE = 0.4
_HEAVY = 600
_HINT = "Open it in the program that it was made with and save it anew, or as .docx or .txt."
_BLANK, _NO_SIGN = " ", "\ufffd"
SOFT = "\u00ad"
"""A hyphen that is there only because the line ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPage:
    """The lines of a page from top to bottom, each its words in the order in which one reads them.

    A `broken` page could not be opened. `pictures` counts those that are large: a page with one and
    no words is a scan.
    """

    number: int
    width: float
    height: float
    lines: tuple[tuple[PdfWord, ...], ...]
    pictures: int = 0
    unreadable: int = 0
    broken: bool = False


def pages(data: bytes, where: str) -> Iterator[PdfPage]:
    """Yield the pages of a PDF; raises FileError for one that cannot be read."""
    import pypdfium2

    if b"%PDF-" not in data[:1024]:
        what = decode.kind(data)
        message = f"this is {what} under another name" if what else "this is no PDF"
        raise FileError(message, where, _HINT)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", 0) == _PASSWORD:
            hint = "Open it in a reader, and print or save it without the password."
            raise FileError("the PDF is protected with a password", where, hint) from error
        raise FileError("the PDF is damaged", where, _HINT) from error
    try:
        if len(document) > MOST_PAGES:
            message = f"the PDF has too many pages to be one interview ({len(document):,})"
            raise FileError(message, where, "Split it, one interview to a file.")
        letters = 0
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                yield PdfPage(number=number + 1, width=0, height=0, lines=(), broken=True)
                continue
            made, count = _page(page, number + 1)
            page.close()
            letters += count
            if letters > MOST_LETTERS:
                hint = "Split it, one interview to a file."
                raise FileError("the PDF has too many letters to be one interview", where, hint)
            yield made
    finally:
        document.close()


def _page(page: Any, number: int) -> tuple[PdfPage, int]:
    width, height = page.get_size()
    dark, pictures = _shapes(page, width * height)
    text = page.get_textpage()
    count = text.count_chars()
    words: list[PdfWord] = []
    unreadable = 0
    if count <= MOST_LETTERS:
        turned = goes_right_to_left(text.get_text_range()) if count else False
        words, unreadable = (_turned_words if turned else _words)(text, count, dark)
    text.close()
    left, bottom, right, top = page.get_bbox()
    words = [
        word
        for word in words  # what lies beside the page is not seen on it
        if bottom < word.y + word.size / 4 < top and left < (word.left + word.right) / 2 < right
    ]
    turned = any(goes_right_to_left(word.text) for word in words)
    from_right = turned and mostly(" ".join(word.text for word in words))
    if from_right:
        words = [mirrored(word, width) for word in words]
    lines = tuple(tuple(sorted(line, key=lambda word: word.left)) for line in _lines(words))
    if turned:
        lines = tuple(line_in_order(line, right_to_left=from_right) for line in lines)
    made = PdfPage(
        number=number,
        width=width,
        height=height,
        lines=lines,
        pictures=pictures,
        unreadable=unreadable,
    )
    return made, count


class _Letter:
    """The places that PDFium writes into, made once for a page."""

    def __init__(self) -> None:
        from pypdfium2.raw import FS_MATRIX, FS_RECTF

        self.box, self.matrix = FS_RECTF(), FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.colors = [ctypes.c_uint() for _ in range(4)]


def _words(text: Any, count: int, dark: list[tuple[float, ...]]) -> tuple[list[PdfWord], int]:
    """Return the words of a page in the order of the file, and how many letters have no sign."""
    import pypdfium2.raw as raw

    at = _Letter()
    words: list[PdfWord] = []
    letters: list[str] = []
    begin = end = y = size = 0.0
    bold = light = False
    unreadable = 0

    def close() -> None:
        if letters:
            black = not light and _blackened(begin, end, y, size, dark)
            words.append(PdfWord("".join(letters), begin, end, y, size, bold, black))
            letters.clear()

    for i, sign in _signs(raw, text, count, at):
        if sign == _BLANK:
            close()
            continue
        unreadable += sign == _NO_SIGN
        raw.FPDFText_GetCharOrigin(text, i, at.x, at.y)
        raw.FPDFText_GetLooseCharBox(text, i, at.box)
        tall = size if letters and at.y.value == y else _height(raw, text, i, at)
        left, right = at.box.left, at.box.right
        apart = letters and (
            abs(at.y.value - y) > _SAME_LINE * max(size, tall)
            or left - end > _GAP * max(size, tall)
            or left < begin - size
        )
        if apart:
            close()
        if not letters:
            begin, y, size = left, at.y.value, tall
            bold, light = _looks(raw, text, i, at)
            end = right
        letters.append(sign)
        end = max(end, right)
    close()
    return words, unreadable


def _turned_words(
    text: Any, count: int, dark: list[tuple[float, ...]]
) -> tuple[list[PdfWord], int]:
    """Return the words of a page on which some are read from right to left, likewise."""
    import pypdfium2.raw as raw

    at = _Letter()
    words: list[PdfWord] = []
    chunk: list[DrawnLetter] = []
    unreadable = 0
    for i, sign in chain(_signs(raw, text, count, at), [(count, _BLANK)]):
        if sign == _BLANK:
            for written, first, left, right in words_of(chunk):
                black = not first.light and _blackened(left, right, first.y, first.size, dark)
                words.append(PdfWord(written, left, right, first.y, first.size, first.bold, black))
            chunk.clear()
            continue
        unreadable += sign == _NO_SIGN
        raw.FPDFText_GetCharOrigin(text, i, at.x, at.y)
        raw.FPDFText_GetLooseCharBox(text, i, at.box)
        tall = _height(raw, text, i, at)
        bold, light = _looks(raw, text, i, at) if not chunk else (chunk[0].bold, chunk[0].light)
        chunk.append(DrawnLetter(sign, at.box.left, at.box.right, at.y.value, tall, bold, light))
    return words, unreadable


def _signs(raw: Any, text: Any, count: int, at: _Letter) -> Iterator[tuple[int, str]]:
    """Yield number and sign of each letter: `_BLANK` between words, `_NO_SIGN` for an unknown one.

    A sign of two halves has the number of the second; where one reads from the right, PDFium may
    have the low half first. What has neither sign nor width is none.
    """
    half = 0
    for i in range(count):
        code = raw.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xE000:
            low, high = max(half, code), min(half, code)
            if 0xD800 <= high < 0xDC00 <= low:
                yield i, chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)
                half = 0
                continue
            half, code = code, half
            if not code:
                continue
        elif half:
            yield i - 1, _NO_SIGN
            half = 0
        if code in _BLANKS:
            yield i, _BLANK
        elif code in _HYPHENS:
            yield i, SOFT
        elif code >= 32 and not 0xD800 <= code < 0xF900:
            yield i, chr(code)
        elif code or not _is_nothing(raw, text, i, at):
            yield i, _NO_SIGN
    if half:
        yield count - 1, _NO_SIGN


def _height(raw: Any, text: Any, i: int, at: _Letter) -> float:
    """Return how high a letter is drawn, whose box is known: what is written may be scaled."""
    raw.FPDFText_GetMatrix(text, i, at.matrix)
    scale = float((at.matrix.c**2 + at.matrix.d**2) ** 0.5)
    tall = float(raw.FPDFText_GetFontSize(text, i)) * (scale or 1.0)
    return tall if tall > 2 else max(at.box.top - at.box.bottom, 2.0)


def _blackened(
    left: float, right: float, y: float, size: float, dark: list[tuple[float, ...]]
) -> bool:
    """Tell whether the middle of a word lies under what is filled in black."""
    middle = ((left + right) / 2, y + size / 4)
    return any(_inside(middle, box) for box in dark)


def _is_nothing(raw: Any, text: Any, i: int, at: _Letter) -> bool:
    """Tell whether a letter of which nothing is known has no width either."""
    raw.FPDFText_GetLooseCharBox(text, i, at.box)
    return bool(at.box.right - at.box.left < 1.0)


def _looks(raw: Any, text: Any, i: int, at: _Letter) -> tuple[bool, bool]:
    """Tell whether a letter is bold, and whether it is written in a light colour."""
    weight = raw.FPDFText_GetFontWeight(text, i)
    bold = weight >= _HEAVY
    if not bold:
        name = ctypes.create_string_buffer(96)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(text, i, name, 96, flags)
        told = name.value.lower()
        bold = b"bold" in told or b"black" in told or b"heavy" in told
    red, green, blue, alpha = at.colors
    raw.FPDFText_GetFillColor(text, i, red, green, blue, alpha)
    return bold, min(red.value, green.value, blue.value) > 0x60


def _lines(words: list[PdfWord]) -> list[list[PdfWord]]:
    """Put words on lines, from the top down; a raised one stands on the line below it."""
    lines: list[list[PdfWord]] = []
    for word in sorted(words, key=lambda word: -word.y):
        last = lines[-1] if lines else None
        if last and last[0].y - word.y <= _SAME_LINE * max(last[0].size, word.size):
            last.append(word)
        else:
            lines.append([word])
    return lines


def _shapes(page: Any, area: float) -> tuple[list[tuple[float, ...]], int]:
    """Return where a page is filled in black, and how many large pictures it has."""
    import pypdfium2.raw as raw

    dark: list[tuple[float, ...]] = []
    pictures = 0
    box = [ctypes.c_float() for _ in range(4)]
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    color = [ctypes.c_uint() for _ in range(4)]
    for i in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        shape = raw.FPDFPage_GetObject(page, i)
        kind = raw.FPDFPageObj_GetType(shape)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        if not raw.FPDFPageObj_GetBounds(shape, *box):
            continue
        left, bottom, right, top = (side.value for side in box)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += (right - left) * (top - bottom) > area / 4
            continue
        raw.FPDFPath_GetDrawMode(shape, mode, stroked)
        raw.FPDFPageObj_GetFillColor(shape, *color)
        black = max(part.value for part in color[:3]) < 0x30 and color[3].value > 0xC0
        if mode.value and black and top - bottom > 4 and right - left > 4:
            dark.append((left, bottom, right, top))
    return dark, pictures


def _inside(point: tuple[float, float], box: tuple[float, ...]) -> bool:
    left, bottom, right, top = box
    return left <= point[0] <= right and bottom <= point[1] <= top
