"""Begin a Word document of our own: with a title, without anybody's name in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coding.files.clean import cleaned

if TYPE_CHECKING:
    from docx.document import Document

MOST_TITLE = 255
"""Characters that a document's properties can hold of its title; python-docx refuses more."""


def new_document(title: str) -> Document:
    """Return an empty document whose properties say its title and when it was made."""
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.title = cleaned(title)[:MOST_TITLE]
    properties.author = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC)
    return document
