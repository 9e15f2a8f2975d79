"""Clean text and names from outside of characters that nobody meant."""

from __future__ import annotations

import re

from coding.model import canonical

# What XML 1.0 cannot hold: control characters, lone surrogates and two non-characters.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
_ODD = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufeff]|" + _BREAKS.pattern)


def clean(text: str) -> str:
    r"""Remove the characters that no XML file, and so no docx and no xlsx, can hold.

    >>> clean("sa\x00fe\x0b \ud800here\n")
    'safe here\n'
    """
    return _ILLEGAL.sub("", text)


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


def printable(name: str) -> str:
    r"""Return a path as text that can be stored and shown, whatever bytes it has on disk.

    >>> printable("P\udcff01.txt")
    'P?01.txt'
    """
    return name.encode("utf-8", "replace").decode()


def safe_name(name: str) -> str:
    r"""Return the bare file name of an upload, whatever path or control characters it claims.

    >>> safe_name("../../etc/P 01.vtt"), safe_name("..\\a\x00b.txt")
    ('P 01.vtt', 'ab.txt')
    """
    bare = re.split(r"[\\/]", name)[-1]
    return re.sub(r'[\x00-\x1f<>:"|?*]', "", bare).lstrip(".") or "interview.txt"
