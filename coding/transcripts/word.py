"""Read who says what from a Word document (.docx): open it, and count what is beside its text."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from coding.errors import TranscriptError, told_as
from coding.files import word_file
from coding.files.word import InWord, Walk
from coding.model import NOTHING_SAID, ReadingAnswers
from coding.transcripts.heard import Heard
from coding.transcripts.written import Left, spoken

_ASIDE = {  # parts beside the document's body: what they hold, and its element
    "footnotes": ("footnote", "footnote"),
    "endnotes": ("endnote", "endnote"),
    "comments": ("comment", "comment"),
    "header": ("page header", "hdr"),
    "footer": ("page footer", "ftr"),
}
_LEFT_OUT = (
    InWord.DELETION,
    InWord.LIST_MARK,
    InWord.SYMBOL,
    InWord.PICTURE,
    InWord.FILE,
    InWord.FIELD,
    InWord.EMPTY,
)


def read(data: bytes, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    """Return the built text, its turns, notes and doubts.

    Raises TranscriptError for anything but a sound Word document with words in it.
    """
    if not data:
        raise TranscriptError("the file is empty", where, "Was it saved completely?")
    left = Left()
    with told_as(TranscriptError):
        parts = word_file.opened(data, where)
        walk = Walk(word_file.styles(parts, where), word_file.list_words(parts, where))
        body = word_file.body(parts, where)
        blocks = list(walk.blocks(body)) if body is not None else []
        left.counts += Counter({str(what): walk.met[what] for what in _LEFT_OUT})
        left.counts += _aside(parts, where)
    return spoken(blocks, left, where, answers)


def _aside(parts: dict[str, bytes], where: str) -> Counter[str]:
    """Count what stands in notes, comments, headers and footers."""
    left: Counter[str] = Counter()
    for name, content in parts.items():
        match = re.fullmatch(r"word/(footnotes|endnotes|comments|header|footer)\d*\.xml", name)
        if match:
            what, element = _ASIDE[match[1]]
            root = word_file.parse(content, name, where)
            items: Any = root.iter(f"{{*}}{element}")
            left[what] += sum(bool(word_file.words_in(item)) for item in items)
    return left
