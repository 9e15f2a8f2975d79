"""Find in which encoding a file was written, and turn its bytes into text.

A byte order mark decides; then UTF-8, if every byte fits; then UTF-16 without a mark, if the
zero bytes lie as they would; only then `encodings` guesses among the old ones, and may say that
none of them fits. Every door gets the same text, and what
speaks against it: a transcript asks a person then, a draft or a table is refused.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from coding.errors import FileError
from coding.files import encodings

_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_MAGIC = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF87a", "a picture"),
    (b"GIF89a", "a picture"),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a Word or zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"Rar!\x1a", "a compressed file"),
    (b"OggS\0", "a recording"),
    (b"\x1aE\xdf\xa3", "a recording"),
    (b"SQLite format 3", "a database"),
)
_RIFF = (b"WAVE", b"AVI ", b"WEBP")
_CONTROLS = bytes({*range(32)} - {9, 10, 11, 12, 13, 26}) + b"\x7f"
_ASCII = bytes(range(128))
_TEXT = "Save it as plain text in UTF-8."


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text as its bytes have it, and what is known of how it was written.

    `encoding` is its name for people. `marked` says that a byte order mark named it, `guessed`
    that nothing in the file did. `others` are encodings that fit as well, `short` says that there
    is too little to tell by, `fits` is false where no encoding does; `damaged` counts the
    characters that could not be read (U+FFFD). `foreign` are the numbers of lines that are in
    another encoding than the rest, `foreign_encoding` is what they were read as.
    """

    text: str
    encoding: str
    marked: bool = False
    guessed: bool = False
    others: tuple[str, ...] = ()
    short: bool = False
    fits: bool = True
    damaged: int = 0
    foreign: tuple[int, ...] = ()
    foreign_encoding: str = ""
    sure: bool = True
    """Nothing else could be meant, and every byte was read."""


def decode(data: bytes, where: str) -> Decoded:
    r"""Return a file's text, line ends and all, and how it was read.

    Raises FileError for a binary file.

    >>> decode("Анна: Да.\r\n".encode("utf-16"), "P1.txt").text
    'Анна: Да.\r\n'
    """
    what = kind(data)
    if what:
        hint = "Open it in its own program and save it as .docx or .txt (plain text)."
        raise FileError(f"this is {what}, not a text", where, hint)
    return _marked(data, where) or _unmarked(data, where)


def kind(data: bytes) -> str:
    """Name what a file really is by its first bytes; `""` if they say nothing.

    >>> kind(b"%PDF-1.7")
    'a PDF file'
    """
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] in _RIFF):
        return "a recording"
    if data[:3] == b"ID3" and data[3:4] < b"\x10":
        return "a recording"
    return next((what for magic, what in _MAGIC if data.startswith(magic)), "")


def _marked(data: bytes, where: str) -> Decoded | None:
    """Read what begins with a byte order mark, which decides."""
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(codec, "replace")
            damaged = len(text) - len(data[len(mark) :].decode(codec, "ignore"))
            if damaged * 20 > len(text):
                raise _binary(where)
            return Decoded(text=text, encoding=name, marked=True, damaged=damaged, sure=not damaged)
    return None


def _unmarked(data: bytes, where: str) -> Decoded:
    if 0 in data:
        wide = _utf16(data)
        if wide:
            return Decoded(text=wide, encoding="UTF-16", guessed=True, sure=False)
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls * 200 > len(data) and (controls > 2 or 0 in data):
        raise _binary(where)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="UTF-8")
    except UnicodeDecodeError:
        pass
    mixed = _mixed(data)
    if mixed:
        return mixed
    mended = data.decode("utf-8", "replace")
    damaged = mended.count("\ufffd")
    whole = len(mended) - damaged - (len(data) - len(data.translate(None, _ASCII)))
    if whole >= 10 * damaged:
        return Decoded(text=mended, encoding="UTF-8", damaged=damaged, sure=False)
    return _guess(data)


def _mixed(data: bytes) -> Decoded | None:
    """Read a file in UTF-8 with lines in another encoding, None if it is none."""
    lines = data.split(b"\n")
    foreign = [i for i, line in enumerate(lines) if not line.isascii() and not _is_utf8(line)]
    others = sum(not line.isascii() for line in lines) - len(foreign)
    foreign = [i for i in foreign if not _is_utf8(lines[i], damaged=True)]
    if not foreign or others < len(foreign):
        return None
    guess = encodings.guessed(b"\n".join(lines[i] for i in foreign))
    strange = set(foreign)
    text = "\n".join(
        line.decode(guess.codec if i in strange else "utf-8", "replace")
        for i, line in enumerate(lines)
    )
    return Decoded(
        text=text,
        encoding="UTF-8",
        damaged=text.count("\ufffd"),
        foreign=tuple(i + 1 for i in foreign),
        foreign_encoding=guess.name,
        sure=False,
    )


def _is_utf8(line: bytes, *, damaged: bool = False) -> bool:
    """Tell whether a line is in UTF-8, but for a few `damaged` characters if they are allowed."""
    text = line.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return not bad or (damaged and sum(not c.isascii() for c in text) - bad >= 10 * bad)


def wide(data: bytes) -> bool:
    """Tell whether zero bytes are part of how a text is written (UTF-16, UTF-32)."""
    marked = any(data.startswith(mark) for mark, _, name in _BOMS if name != "UTF-8")
    return marked or bool(_utf16(data))


def _binary(where: str) -> FileError:
    return FileError("this is no text but a binary file", where, _TEXT)


def _utf16(data: bytes) -> str:
    """Return the text of UTF-16 without a mark, or `""` if the zero bytes lie otherwise."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if max(even, odd) < 0.95 * (even + odd) or (even + odd) * 40 < len(data):
        return ""
    try:
        text = data.decode("utf-16-le" if odd > even else "utf-16-be")
    except UnicodeDecodeError:
        return ""
    readable = sum(c.isprintable() or c in "\t\n\r" for c in text)
    return text if readable >= 0.98 * len(text) else ""


def _guess(data: bytes) -> Decoded:
    """Guess among the old encodings, each of which gives any bytes some meaning."""
    guess = encodings.guessed(data)
    text = data.decode(guess.codec, "replace")
    return Decoded(
        text=text,
        encoding=guess.name,
        guessed=True,
        others=guess.others,
        short=guess.short,
        fits=guess.fits,
        damaged=text.count("\ufffd"),
        sure=guess.codec == "cp1251"
        and guess.fits
        and not guess.others
        and encodings.is_russian(text),
    )
