"""Make small files and read them, for the tests of transcripts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document

from coding.errors import TranscriptError
from coding.model import ReadingAnswers, Transcript
from coding.transcripts import read_bytes


def said(t: Transcript) -> list[tuple[str, str]]:
    """Return speaker and words of each turn."""
    return [(turn.speaker, t.text[turn.start : turn.end]) for turn in t.turns]


def roles(t: Transcript) -> dict[str, str]:
    return {turn.speaker: turn.role.value for turn in t.turns}


def text(
    content: str, filename: str = "P1.txt", *, answers: ReadingAnswers | None = None
) -> Transcript:
    return read_bytes(content.encode(), filename, answers=answers or ReadingAnswers())


def refused(data: bytes, filename: str) -> TranscriptError:
    with pytest.raises(TranscriptError) as caught:
        read_bytes(data, filename)
    assert caught.value.where == filename
    assert "\n" not in str(caught.value)
    return caught.value


def has_note(t: Transcript, *words: str) -> bool:
    return any(all(word in note for word in words) for note in t.notes)


def docx(fill: Callable[[Any], None]) -> bytes:
    document = Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    return docx(lambda d: [d.add_paragraph(p) for p in paragraphs])


def repacked(data: bytes, **changes: bytes) -> bytes:
    """Return a zip with members added or replaced; `word__x` stands for word/x.xml."""
    new = {name.replace("__", "/") + ".xml": content for name, content in changes.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as copy:
        for name in old.namelist():
            copy.writestr(name, new.pop(name, None) or old.read(name))
        for name, content in new.items():
            copy.writestr(name, content)
    return out.getvalue()
