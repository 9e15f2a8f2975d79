"""Read headings: of what a column is, whose codes it has, and which code its marks are of.

The words that headings are made of stand in the packs, in every language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coding.language import packs
from coding.language.phrases import compiled

_PARTED = re.compile(r"(?P<coder>[^_:.|-]+?)\s*[_:.|-]\s*(?P<code>.+)")
_ENDING = re.compile(r"(?P<code>.+?)\s*[_:.|(-]\s*(?P<coder>[^_:.|()-]+)\)?$")
_COLLEAGUES, _INITIALS = 6, 3
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)")
_APPLIED = re.compile(r"^code:\s*(.+?)\s+applied$", re.I)


def mark_name(name: str) -> str:
    """Return which code the heading of a 0/1 column names.

    >>> mark_name("Code: Fear Applied"), mark_name("Fear")
    ('Fear', 'Fear')
    """
    applied = _APPLIED.match(name.strip())
    return applied[1] if applied else name


def is_applied(name: str) -> bool:
    """Tell whether a heading says that a code is applied, as Dedoose has it."""
    return bool(_APPLIED.match(name.strip()))


def heading(name: str) -> dict[str, int]:
    """Return what a heading may be of, with how much it says so: 2 whole, 1 in a word of it.

    >>> heading("Code 3"), heading("Coded by"), heading("codedText")["quote"]
    ({'code': 2}, {'coder': 2}, 2)
    """
    spelled = " ".join(re.sub(r"[_\-./:#()\[\]]+", " ", _HUMP.sub(" ", name)).casefold().split())
    bare = re.sub(r"(?:^\d+\s+|\s+\d+)$", "", spelled) or spelled
    said: dict[str, int] = {}
    for key, pattern in _patterns().items():
        if pattern.fullmatch(bare) or pattern.fullmatch(spelled):
            said[key] = 2
        elif any(pattern.fullmatch(word) for word in bare.split()):
            said[key] = 1
    return said


def of_coders(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return heading → (coder, code) where each coder has a column for each code.

    The coders' names say so (`Coder 1: Fear`), or they are few, short, and have the same codes.

    >>> of_coders(["AB_Fear", "AB_Rent", "AB_Calm", "CD_Fear", "CD_Rent", "CD_Calm"])["CD_Rent"]
    ('CD', 'Rent')
    >>> of_coders(["Home_Rent", "Home_Food", "Work_Rent", "Work_Food"])
    {}
    """
    for first in (True, False):
        parts = [_PARTED.match(name) if first else _ENDING.match(name) for name in names]
        if not all(parts):
            continue
        split = {m.string: (m["coder"].strip(), m["code"].strip()) for m in parts if m}
        codes: dict[str, set[str]] = {}
        for coder, code in split.values():
            codes.setdefault(coder, set()).add(code.casefold())
        if not 2 <= len(codes) <= _COLLEAGUES or len(split) != len(names):
            continue
        alike = len({frozenset(had) for had in codes.values()}) == 1
        short = all(len(coder) <= _INITIALS for coder in codes) and len(names) > 2 * len(codes)
        named = all("coder" in heading(coder) for coder in codes)
        if named or (alike and short):
            return split
    return {}


def rest_of_heading(name: str) -> str:
    """Return what a heading says besides that there are codes: a coder's name, or nothing.

    >>> rest_of_heading("Code 3"), rest_of_heading("Codes_Ana"), rest_of_heading("Coder 1 code")
    ('', 'Ana', 'Coder 1')
    """
    words = re.sub(r"[_()\[\]:]+", " ", name).split()
    codes = _patterns()["code"]
    kept = [
        word
        for word in words
        if not codes.fullmatch(word.strip(".,-").rstrip("0123456789").casefold() or "-")
    ]
    return "" if all(word.strip(".,-").isdigit() for word in kept) else " ".join(kept)


@packs.cached
def _patterns() -> dict[str, re.Pattern[str]]:
    keys = (
        *("document", "quote", "code", "below", "group", "coder", "speaker", "start", "end"),
        *("created", "note", "definition", "include", "exclude", "example", "color", "level"),
        *("key", "counted"),
    )
    return {key: compiled(packs.together(f"columns.{key}")) for key in keys}
