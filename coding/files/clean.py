"""Clean text and names from outside of characters that nobody meant.

Every writer of documents (Word, Excel, HTML, charts) passes what it is given through `cleaned`
where it comes in, so that no field can be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from coding.model import canonical

T = TypeVar("T")

# What XML 1.0 cannot hold: control characters, lone surrogates and two non-characters.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Characters that turn the direction of writing, which others or the end of a paragraph turn back.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# These, and the marks that give what stands beside them a direction.
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BACK = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}
_BREAKS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Halves of a character that lost the other one, and two characters that are none.
_NONE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff]|" + _BREAKS.pattern + "|" + _NONE.pattern
)


def clean(text: str) -> str:
    r"""Remove the characters that no XML file, and so no docx and no xlsx, can hold.

    >>> clean("sa\x00fe\x0b \ud800here\n")
    'safe here\n'
    """
    return text if text.isprintable() else _ILLEGAL.sub("", text)


def cleaned(value: T) -> T:
    r"""Return a value with every text in it fit for a document, however deep it stands.

    Texts in lists, tuples, mappings and dataclasses are meant; all else stays as it is. What
    turns the direction of writing is turned back at the end of its text, so that it cannot reach
    what stands behind.

    >>> cleaned([("a\x07", 1), {"b\ud800": "\u202eabc"}])
    [('a', 1), {'b': '\u202eabc\u202c'}]
    """
    made: Any = value
    if isinstance(value, str):
        if _ILLEGAL.search(value) or _TURNS.search(value):
            made = _turned_back(clean(value))
    elif isinstance(value, Mapping):
        made = {cleaned(key): cleaned(item) for key, item in value.items()}
    elif isinstance(value, list):
        made = [cleaned(item) for item in value]
    elif isinstance(value, tuple):
        items = [cleaned(item) for item in value]
        made = value._make(items) if hasattr(value, "_make") else tuple(items)
    elif is_dataclass(value) and not isinstance(value, type):
        made = replace(value, **{f.name: cleaned(getattr(value, f.name)) for f in fields(value)})
    return cast(T, made)


def _turned_back(text: str) -> str:
    r"""Return a text with what is still turned at its end turned back.

    >>> _turned_back("\u2067a\u202eb\u202cc")
    '\u2067a\u202eb\u202cc\u2069'
    """
    open_: list[str] = []
    for turn in _TURNS.findall(text):
        if turn not in _BACK:
            open_.append(next(back for back, turns in _BACK.items() if turn in turns))
        elif turn in open_:
            while open_.pop() != turn:
                pass
    return text + "".join(reversed(open_))


def undirected(name: str) -> str:
    r"""Return a name without the characters that turn the direction of writing.

    Its letters have their own; these would show one name as another, or two that differ as one.

    >>> undirected("\u202eannA\u202c"), undirected("\u05d3\u05df\u200f")
    ('annA', '\u05d3\u05df')
    """
    return name if name.isascii() else _DIRECTIONS.sub("", name)


# What is not seen and says nothing: soft hyphens, word joiners, zero-width spaces but in scripts
# that part words by them. Letters that are tied in print are the letters that they are.
_UNSEEN = re.compile("[\u00ad\u2060]|\u200b(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])")
_TIED = str.maketrans(
    {
        0xFB00: "ff",
        0xFB01: "fi",
        0xFB02: "fl",
        0xFB03: "ffi",
        0xFB04: "ffl",
        0xFB05: "st",
        0xFB06: "st",
    }
)
_TIES = re.compile("[\ufb00-\ufb06]")


def unseen(text: str) -> int:
    r"""Count the marks that `tidy` drops and the tied letters that it unties.

    >>> unseen("em\u00adploy\u00ader, o\ufb03ce"), unseen("plain")
    (3, 0)
    """
    if text.isascii():
        return 0
    return len(_UNSEEN.findall(text)) + len(_TIES.findall(text))


def tidy(text: str) -> tuple[str, int]:
    r"""Return canonical text without control characters, and how many became spaces.

    Page and line separators become line ends; marks of byte order and whatever else cannot be
    seen and says nothing go, so that no search, keyword or quotation stumbles over them. What is
    no character, or half of one, is shown as U+FFFD.

    >>> tidy("a\u2028b\x07c"), tidy("em\u00adploy\u00ader, o\ufb03ce \ud83d")[0]
    (('a\nb c', 1), 'employer, office \ufffd')
    """
    replaced = 0
    if not text.isascii() and (_UNSEEN.search(text) or _TIES.search(text)):
        text = _UNSEEN.sub("", text).translate(_TIED)
    if _ODD.search(text):
        text = text.replace("\0", "").replace("\ufeff", "").removesuffix("\x1a")
        text = _NONE.sub("\ufffd", _BREAKS.sub("\n", text))
        text, replaced = _ODD.subn(" ", text)
    return canonical(text), replaced


def printable(name: str) -> str:
    r"""Return a path as text that can be stored and shown, whatever bytes it has on disk.

    >>> printable("P\udcff01.txt")
    'P?01.txt'
    """
    return name.encode("utf-8", "replace").decode()


def known_name(name: str) -> str:
    r"""Return a file's name as names are compared: some systems write an `ć` as two characters.

    >>> known_name("Jovanovic\u0301.txt") == known_name("Jovanovi\u0107.txt")
    True
    """
    return canonical(printable(name))


def safe_name(name: str) -> str:
    r"""Return the bare file name of an upload, whatever path or control characters it claims.

    >>> safe_name("../../etc/P 01.vtt"), safe_name("..\\a\x00b.txt")
    ('P 01.vtt', 'ab.txt')
    """
    bare = re.split(r"[\\/]", name)[-1]
    return re.sub(r'[\x00-\x1f<>:"|?*]', "", bare).lstrip(".") or "interview.txt"
