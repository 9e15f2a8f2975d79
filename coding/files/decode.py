"""Find in which encoding a file was written, and turn its bytes into text.

A byte order mark decides; then UTF-8, if every byte fits; then UTF-16 without a mark, if the
zero bytes lie as they would; only then charset-normalizer guesses among the encodings below. It
is right on long texts and often wrong on short ones, so a doubtful guess says "Please check:".
"""

from __future__ import annotations

import codecs
import re

from coding.errors import TranscriptError
from coding.model import canonical
from coding.transcripts.notes import counted

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
    (b"GIF8", "a picture"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"Rar!\x1a", "a compressed file"),
    (b"RIFF", "a recording"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
    (b"\x1aE\xdf\xa3", "a recording"),
    (b"SQLite format 3", "a database"),
)
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
_NOT_RUSSIAN = re.compile("[^\0-\x7fа-яёА-ЯЁ«»„“”‘’—–…№\u00a0]")
_CONTROLS = bytes({*range(32)} - {9, 10, 11, 12, 13, 26}) + b"\x7f"
_ASCII = bytes(range(128))
_BREAKS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
_ODD = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufeff]|" + _BREAKS.pattern)
_SHORT = 200
_FEW = 20


def decode(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    r"""Return a file's canonical text and notes on how it was read.

    Raises TranscriptError for an empty or a binary file.

    >>> decode(b"Anna: Hi!\r\n", "P1.txt")
    ('Anna: Hi!\n', ())
    """
    if not data.strip():
        raise TranscriptError("the file is empty", where, "Was it saved completely?")
    what = kind(data)
    if what:
        hint = "Open it in its own program and save it as .docx or .txt (plain text)."
        raise TranscriptError(f"this is {what}, not a text", where, hint)
    text, notes = _decode(data, where)
    damaged = text.count("\ufffd")
    if damaged:
        notes += (f"Please check: {counted(damaged, 'damaged character')}, shown as \ufffd.",)
    text, replaced = tidy(text)
    if replaced:
        notes += (f"Replaced {counted(replaced, 'control character')} by spaces.",)
    if not text.strip():
        raise TranscriptError("the file holds no words", where, "Was it saved completely?")
    return text, notes


def kind(data: bytes) -> str:
    """Name what a file really is by its first bytes; `""` if they say nothing.

    >>> kind(b"%PDF-1.7")
    'a PDF'
    """
    if data[4:8] == b"ftyp":
        return "a recording"
    return next((what for magic, what in _MAGIC if data.startswith(magic)), "")


def tidy(text: str) -> tuple[str, int]:
    r"""Return canonical text without control characters, and how many became spaces.

    Page and line separators become line ends; invisible marks of byte order go.

    >>> tidy("a\u2028b\x07c")
    ('a\nb c', 1)
    """
    replaced = 0
    if _ODD.search(text):
        text = text.replace("\0", "").replace("\ufeff", "").removesuffix("\x1a")
        text = re.sub("[\ufffe\uffff]", "\ufffd", _BREAKS.sub("\n", text))
        text, replaced = _ODD.subn(" ", text)
    return canonical(text), replaced


def _decode(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(codec, "replace")
            if text.count("\ufffd") * 20 > len(text):
                raise _binary(where)
            return text, () if name == "UTF-8" else (f"Read as {name}.",)
    if 0 in data:
        wide = _utf16(data)
        if wide:
            return wide, ("Read as UTF-16 without a byte order mark (guessed).",)
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls * 200 > len(data) and (controls > 2 or 0 in data):
        raise _binary(where)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8", "replace")
    damaged = mended.count("\ufffd")
    whole = len(mended) - damaged - (len(data) - len(data.translate(None, _ASCII)))
    if whole >= 10 * damaged:
        return mended, ("Read as UTF-8, although some bytes of it are damaged.",)
    return _guess(data)


def _binary(where: str) -> TranscriptError:
    hint = "Save the interview as .docx or .txt (plain text, UTF-8)."
    return TranscriptError("this is not a text but a binary file", where, hint)


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


def _guess(data: bytes) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    # Only lines with letters beyond ASCII can tell, and a sample of them does.
    telling = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:200_000]
    options = list(_NAMES)
    matches = list(from_bytes(telling, cp_isolation=options))
    if not matches:
        matches = list(from_bytes(telling, cp_isolation=options, threshold=1.0))
    if not matches:
        return data.decode("cp1252", "replace"), (
            "Please check: no encoding fits; read as Windows-1252.",
        )
    best = matches[0]
    near = {
        codec
        for match in matches
        if match.chaos <= best.chaos + 0.02 and match.coherence >= best.coherence - 0.1
        for codec in (match.encoding, *match.could_be_from_charset)
    }
    readings: dict[str, list[str]] = {}
    for codec in options:
        if codec in near:
            readings.setdefault(data.decode(codec, "replace"), []).append(codec)
    choices = sorted(
        readings, key=lambda text: (text.count("\ufffd"), best.encoding not in readings[text])
    )
    if best.encoding in _CYRILLIC:
        # "Анна" in another Cyrillic encoding is "јнна": letters that Russian does not have
        russian = [text for text in choices if not _NOT_RUSSIAN.search(text)]
        choices = russian or sorted(choices, key=lambda text: "cp1251" not in readings[text])
    if len(choices) > 1 and {"cp1250", "cp1252"} <= {readings[c][0] for c in choices[:2]}:
        choices[:2] = sorted(choices[:2], key=lambda c: readings[c][0] != _latin(data))
    text = choices[0]
    notes: tuple[str, ...] = (f"Read as {_NAMES[readings[text][0]]} (guessed).",)
    letters = sum(c.isalpha() and not c.isascii() for c in text)
    others = [_NAMES[readings[c][0]] for c in choices[1:]]
    if others:
        fits = " and ".join(others)
        notes += (f"Please check: are its letters right? {fits} would fit as well.",)
    elif len(text) < _SHORT or 0 < letters < _FEW:
        notes += ("Please check: are its letters right? It is too short to be sure.",)
    return text, notes


def _latin(data: bytes) -> str:
    """Choose between Windows-1250 and -1252, which differ in č, ć and đ but not in š, ž and é."""
    letters = {c for c in data.decode("cp1252", "replace").casefold() if "\x7f" < c < "\u2000"}
    return "cp1250" if letters & set("èæð") and not letters - set("èæðšž«»–—") else "cp1252"
