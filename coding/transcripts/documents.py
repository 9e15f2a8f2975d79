"""Read who says what from OpenDocument texts (.odt), RTF texts and web pages."""

from __future__ import annotations

from coding.errors import TranscriptError, told_as
from coding.files.opendocument import OdtText
from coding.files.rtf import RtfText
from coding.files.web_page import SeenPage
from coding.model import NOTHING_SAID, ReadingAnswers
from coding.transcripts.heard import Heard
from coding.transcripts.written import Left, spoken


def odt(data: bytes, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    """Return what an OpenDocument text says, as of a Word document; raises TranscriptError."""
    return _read(OdtText, data, where, answers)


def rtf(data: bytes, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    """Return what an RTF text says, as of a Word document; raises TranscriptError."""
    return _read(RtfText, data, where, answers)


def web_page(text: str, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    """Return what a web page says, as of a Word document; raises TranscriptError."""
    with told_as(TranscriptError):
        return _told(SeenPage(text, where), where, answers)


def _read(kind: type[OdtText | RtfText], data: bytes, where: str, answers: ReadingAnswers) -> Heard:
    if not data or data.isspace():
        raise TranscriptError("the file is empty", where, "Was it saved completely?")
    with told_as(TranscriptError):
        return _told(kind(data, where), where, answers)


def _told(document: OdtText | RtfText | SeenPage, where: str, answers: ReadingAnswers) -> Heard:
    blocks = document.blocks()
    left = Left()
    left.counts += document.met
    return spoken(blocks, left, where, answers)
