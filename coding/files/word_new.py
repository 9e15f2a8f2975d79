"""Begin a Word document of our own: with a title, without anybody's name in it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coding.files.clean import cleaned

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

MOST_TITLE = 255
"""Characters that a document's properties can hold of its title; python-docx refuses more."""


def new_document(title: str) -> Document:
    """Return an empty document whose properties say its title and when it was made."""
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.title = cleaned(title)[:MOST_TITLE]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC)
    return document


_AFTER_BIDI = tuple(
    f"w:{name}"
    for name in (
        *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents"),
        *("suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap"),
        *("outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    )
)


def from_the_right(text: str) -> bool:
    """Tell whether a text is read from the right: its first letter is Hebrew, Arabic ...

    >>> from_the_right("“שלום”"), from_the_right("12, calm שלום"), from_the_right("…")
    (True, False, False)
    """
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def direct(paragraph: Paragraph, text: str, *, runs: bool = True) -> None:
    """Let a paragraph with a text run from the right if that is read so; Word does not see it.

    With it go its runs, unless `runs` says that each has a direction of its own.
    """
    if from_the_right(text):
        from docx.oxml import OxmlElement

        marks = paragraph._p.get_or_add_pPr()
        marks.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
        for run in paragraph.runs if runs else ():
            run.font.rtl = True
