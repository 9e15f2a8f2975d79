"""Find in which encoding a file was written, and turn its bytes into text.

A byte order mark decides; then UTF-8, if every byte fits; then UTF-16 without a mark, if the
zero bytes lie as they would; only then charset-normalizer guesses among the encodings below. It
is right on long texts and often wrong on short ones. Every door gets the same text, and what
speaks against it: a transcript asks a person then, a draft or a table is refused.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from coding.errors import FileError

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
# In the order in which equal readings are named.
_NAMES = {
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "cp1250": "Windows-1250",
    "koi8_r": "KOI8-R",
    "mac_cyrillic": "Mac Cyrillic",
    "cp866": "DOS 866",
    "iso8859_5": "ISO 8859-5",
    "iso8859_2": "ISO 8859-2",
}
_CYRILLIC = frozenset(["cp1251", "koi8_r", "mac_cyrillic", "cp866", "iso8859_5"])
_RUSSIAN_LETTERS = r"\u0410-\u044f\u0401\u0451"
_NOT_RUSSIAN = re.compile(rf"[^\0-\x7f{_RUSSIAN_LETTERS}«»„“”‘’—–…№\u00a0]")
_CYRILLIC_WORD = re.compile(r"[\u0400-\u045f\u0490\u0491]+")
_RUSSIAN_MARKS = "«»„“”‘’‚‹›–—…№§©®™°±µ·†‡•€\u00a0\u00ad"
_LETTER = re.compile(r"[^\W\d_\0-\x7f]")
_CONTROLS = bytes({*range(32)} - {9, 10, 11, 12, 13, 26}) + b"\x7f"
_ASCII = bytes(range(128))
_SHORT = 200
_FEW = 20
_TEXT = "Save it as plain text in UTF-8."


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text as its bytes have it, and what is known of how it was written.

    `encoding` is its name for people. `marked` says that a byte order mark named it, `guessed`
    that nothing in the file did. `others` are encodings that fit as well, `short` says that there
    is too little to tell by, `fits` is false where no encoding does; `damaged` counts the
    characters that could not be read (U+FFFD).
    """

    text: str
    encoding: str
    marked: bool = False
    guessed: bool = False
    others: tuple[str, ...] = ()
    short: bool = False
    fits: bool = True
    damaged: int = 0
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
    mended = data.decode("utf-8", "replace")
    damaged = mended.count("\ufffd")
    whole = len(mended) - damaged - (len(data) - len(data.translate(None, _ASCII)))
    if whole >= 10 * damaged:
        return Decoded(text=mended, encoding="UTF-8", damaged=damaged, sure=False)
    return _guess(data)


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
    from charset_normalizer import from_bytes

    # Only lines with letters beyond ASCII can tell, and a sample of them does.
    telling = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:200_000]
    options = list(_NAMES)
    matches = list(from_bytes(telling, cp_isolation=options))
    if not matches:
        matches = list(from_bytes(telling, cp_isolation=options, threshold=1.0))
    russian = _beyond_doubt(data)
    if not matches:
        if russian:
            return Decoded(text=russian, encoding="Windows-1251", guessed=True)
        text = data.decode("cp1252", "replace")
        return Decoded(
            text=text,
            encoding="Windows-1252",
            guessed=True,
            fits=False,
            damaged=text.count("\ufffd"),
            sure=False,
        )
    best = matches[0]
    near = {
        codec
        for match in matches
        if match.chaos <= best.chaos + 0.02 and match.coherence >= best.coherence - 0.1
        for codec in (match.encoding, *match.could_be_from_charset)
    }
    readings = _readings(data, [c for c in options if c in near or (russian and c == "cp1251")])
    choices = _ranked(data, readings, best.encoding, russian)
    text = choices[0]
    letters = sum(1 for _ in islice(_LETTER.finditer(text), _FEW))
    others = tuple(_NAMES[readings[c][0]] for c in choices[1:])
    return Decoded(
        text=text,
        encoding=_NAMES[readings[text][0]],
        guessed=True,
        others=others,
        short=not others and (len(text) < _SHORT or 0 < letters < _FEW),
        damaged=text.count("\ufffd"),
        sure=text == russian,
    )


def _readings(data: bytes, codecs_: list[str]) -> dict[str, list[str]]:
    """Return the texts that encodings make of the same bytes, with those that make it."""
    readings: dict[str, list[str]] = {}
    for codec in codecs_:
        readings.setdefault(data.decode(codec, "replace"), []).append(codec)
    return readings


def _ranked(data: bytes, readings: dict[str, list[str]], best: str, russian: str) -> list[str]:
    """Return the texts that may be meant, the likeliest first."""
    choices = sorted(readings, key=lambda text: (text.count("\ufffd"), best not in readings[text]))
    if best in _CYRILLIC:
        # "Анна" in another Cyrillic encoding is "јнна": letters that Russian does not have
        only = [text for text in choices if not _NOT_RUSSIAN.search(text)]
        choices = only or sorted(choices, key=lambda text: "cp1251" not in readings[text])
    if len(choices) > 1 and {"cp1250", "cp1252"} <= {readings[c][0] for c in choices[:2]}:
        choices[:2] = sorted(choices[:2], key=lambda c: readings[c][0] != _latin(data))
    return sorted(choices, key=lambda text: text != russian) if russian else choices


def _beyond_doubt(data: bytes) -> str:
    """Return the text of Windows Cyrillic, `""` if anything speaks against it."""
    try:
        text = data.decode("cp1251")
    except UnicodeDecodeError:
        return ""
    return text if _is_russian(text) else ""


def _is_russian(text: str) -> bool:
    """Tell whether a text decoded as cp1251 can be meant: the wrong codec breaks words.

    Latin-1 mixes alphabets inside a word, KOI8-R swaps the cases, others leave symbols.

    >>> _is_russian("Мне здесь спокойно"), _is_russian("caf\u0439"), _is_russian("лМЕ ГДЕЯЭ")
    (True, False, False)
    """
    if not all(c.isascii() or c.isalpha() or c in _RUSSIAN_MARKS for c in set(text)):
        return False
    words = Counter(word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii())
    letters = sum(len(word) * times for word, times in words.items())
    lower = sum(sum(map(str.islower, word)) * times for word, times in words.items())
    cased = sum(
        times for word, times in words.items() if word.islower() or word.isupper() or word.istitle()
    )
    return (
        letters >= 3 * words.total() > 0
        and all(_CYRILLIC_WORD.fullmatch(word) for word in words)
        and cased >= 0.97 * words.total()
        and lower > letters / 2
    )


def _latin(data: bytes) -> str:
    """Choose between Windows-1250 and -1252, which differ in č, ć and đ but not in š, ž and é."""
    letters = {c for c in data.decode("cp1252", "replace").casefold() if "\x7f" < c < "\u2000"}
    return "cp1250" if letters & set("èæð") and not letters - set("èæðšž«»–—") else "cp1252"
