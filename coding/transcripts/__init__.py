"""Read a file as an interview: which words it holds, and who says them.

    bytes ──▶ encoding ──▶ text ──▶ labels, roles ──▶ turns ──▶ Transcript
                             ▲
    .vtt .srt: cues ─────────┤
    times, tables: shapes ───┤
    .docx .odt .rtf .html: blocks ──▶ written

Text files keep their own text and turns are ranges in it; from the other formats, and from what
machines transcribed, a text is built, `Label: words` and a blank line between turns. What was left
out or guessed stands in `Transcript.notes`; a note that begins "Please check:" asks for a person's
eye.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath
from stat import S_ISDIR, S_ISREG
from sys import getsizeof
from typing import TYPE_CHECKING

from coding.errors import TranscriptError, told_as
from coding.files.clean import printable, tidy, unseen
from coding.files.decode import Decoded, decode
from coding.model import NOTHING_SAID, ReadingAnswers, Transcript, canonical
from coding.model.listing import first_few, listed, megabytes

if TYPE_CHECKING:
    from coding.transcripts.heard import Heard

SUFFIXES: tuple[str, ...] = (
    *(".txt", ".md", ".docx", ".pdf", ".odt", ".rtf", ".html", ".htm"),
    *(".vtt", ".srt", ".csv", ".tsv", ".xlsx"),
    *(".json", ".otr", ".eaf", ".textgrid"),
)
"""The endings of the files that `read` understands."""

PLAIN: tuple[str, ...] = (".txt", ".md", ".vtt", ".srt")
"""Those that are read as they stand, by nothing but Python's own code."""

MAX_BYTES = 50_000_000
"""Files of this size or above are refused before they are read."""

LINE = 300
"""Bytes of memory that each line with words in it may take: it may be a turn."""

MAX_MEMORY = 460_000_000
"""Texts that may take more with all their lines are refused before turns are made of them.

One of 50 MB has up to 1.3 million lines then, or 860,000 where an emoji makes letters wide.
"""

_LINES = re.compile(r"^[^\n]", re.MULTILINE)
_Reader = Callable[[bytes, str, ReadingAnswers], "Heard"]


def read(
    path: Path, *, name: str = "", language: str = "", answers: ReadingAnswers = NOTHING_SAID
) -> Transcript:
    """Read one file as a transcript; `name` defaults to the file's name without its ending.

    `answers` are what a person said about the doubts of the file; what is still open stands in
    the transcript's `doubts`. They change who says the words, never the text.

    Raises TranscriptError when the file cannot be opened or holds no interview.
    """
    where = printable(path.name or str(path))
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            raise TranscriptError("this is a folder, not a file", where, "Name the files in it.")
        if not S_ISREG(status.st_mode):
            raise TranscriptError("this is not an ordinary file", where)
        _reader(path.suffix, where)
        _check_size(status.st_size, where)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except FileNotFoundError as e:
        raise TranscriptError("there is no such file", where, "Check its name and folder.") from e
    except PermissionError as e:
        hint = "Close it in other programs, or change its permissions."
        raise TranscriptError("this file may not be read", where, hint) from e
    except (OSError, ValueError) as e:
        raise TranscriptError(f"this file cannot be read ({printable(str(e))})", where) from e
    return read_bytes(data, path.name, name=name, language=language, answers=answers)


def read_bytes(
    data: bytes,
    filename: str,
    *,
    name: str = "",
    language: str = "",
    answers: ReadingAnswers = NOTHING_SAID,
) -> Transcript:
    r"""Read a file's content as a transcript, as `read` does; its ending says how.

    Raises TranscriptError when it holds no interview.

    >>> t = read_bytes(b"Interviewer: Why?\n\nAnna: Because.\n", "P1.txt")
    >>> t.name, t.speakers, [t.text[turn.start : turn.end] for turn in t.turns]
    ('P1', ('Interviewer', 'Anna'), ['Why?', 'Because.'])
    """
    file = PurePath(filename)
    where = printable(file.name or filename)
    reader = _reader(file.suffix, where)
    _check_size(len(data), where)
    found = reader(data, where, answers)
    if not found.turns:
        hint = "Is it the right file, and was it saved completely?"
        raise TranscriptError("the file holds no words", where, hint)
    return _transcript(found, name or file.stem, where, language)


def of_text(
    text: str,
    *,
    name: str,
    file: str,
    language: str = "",
    answers: ReadingAnswers = NOTHING_SAID,
) -> Transcript:
    r"""Return canonical text as an interview, not one character of it changed.

    For text of which somebody has counted the characters: see `coding.exchange`. Who speaks is
    found by labels alone.

    >>> interview = of_text("Interviewer: Hi?\n\nBoris: Hi.\n", name="P1", file="P1.txt")
    >>> interview.speakers, interview.text
    (('Interviewer', 'Boris'), 'Interviewer: Hi?\n\nBoris: Hi.\n')
    """
    from coding.transcripts import turns

    return _transcript(turns.plain(text, answers), name, file, language)


def _transcript(found: Heard, name: str, file: str, language: str) -> Transcript:
    from coding.transcripts import bilingual
    from coding.transcripts.heard import told
    from coding.transcripts.languages import spoken_in

    guessed, languages = spoken_in(found.text, found.turns)
    languages += bilingual.noticed(found.text, found.turns, found.columns)
    return Transcript(
        name=canonical(printable(name)),
        text=found.text,
        turns=found.turns,
        language=language or guessed,
        file=file,
        notes=(*found.notes, *languages, *told(found.doubts)),
        doubts=found.doubts,
        cast=found.cast,
        columns=found.columns,
        tags=found.tags,
        respondents=found.respondents,
    )


def _read_text(data: bytes, where: str, answers: ReadingAnswers) -> Heard:
    from coding.model.listing import counted
    from coding.transcripts import cues, shapes, turns
    from coding.transcripts.line_numbers import without_numbers

    text, notes = _decoded(data, where)
    text, numbers = without_numbers(text)
    if numbers:
        notes += (f"Left out: {counted(numbers, 'printed line number')}.",)
    if cues.are_in(text):
        found = cues.read(text, where, answers)
    else:
        found = shapes.timed(text, answers) or turns.plain(text, answers)
    return found._replace(notes=(*notes, *shapes.inside(found), *found.notes))


def _read_cues(data: bytes, where: str, answers: ReadingAnswers) -> Heard:
    from coding.transcripts import cues

    text, notes = _decoded(data, where)
    found = cues.read(text, where, answers)
    return found._replace(notes=(*notes, *found.notes))


def _read_page(data: bytes, where: str, answers: ReadingAnswers) -> Heard:
    from coding.files.web_page import as_declared
    from coding.transcripts import documents

    text, notes = _decoded(as_declared(data), where)
    found = documents.web_page(text, where, answers)
    return found._replace(notes=(*notes, *found.notes))


def _read_json(data: bytes, where: str, answers: ReadingAnswers) -> Heard:
    from coding.transcripts import machine_json

    text, notes = _decoded(data, where)
    found = machine_json.read(text, where, answers)
    return found._replace(notes=(*notes, *found.notes))


def _read_grid(data: bytes, where: str, answers: ReadingAnswers) -> Heard:
    from coding.transcripts import tiers

    text, notes = _decoded(data, where)
    found = tiers.textgrid(text, where, answers)
    return found._replace(notes=(*notes, *found.notes))


def _read_table(data: bytes, where: str, answers: ReadingAnswers) -> Heard:
    from coding.transcripts import tables

    text, notes = _decoded(data, where)
    found = tables.csv(text, where, answers)
    return found._replace(notes=(*notes, *found.notes))


def _decoded(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """Return a file's canonical text and notes on how it was read.

    Raises TranscriptError for an empty or a binary file, and for one of too many lines.
    """
    from coding.files import encodings
    from coding.model.listing import counted
    from coding.transcripts.notes import damaged, replaced

    if not data or data.isspace():
        raise TranscriptError("the file is empty", where, "Was it saved completely?")
    with told_as(TranscriptError):
        decoded = decode(data, where)
    notes = (*_how_read(decoded), *damaged(decoded.text))
    garbled = encodings.garbled(decoded.text)
    if garbled:
        notes += (
            f"Please check: the letters of {_lines(garbled, '')} were garbled before this file was"
            " saved (one encoding read as another); take the words from where they came from.",
        )
    marks = unseen(decoded.text)
    if marks:
        notes += (f"Left out: {counted(marks, 'unseen mark')} (soft hyphens, tied letters).",)
    text, times = tidy(decoded.text)
    notes += replaced(times)
    if not text or text.isspace():  # `strip` would copy the whole text
        raise TranscriptError("the file holds no words", where, "Was it saved completely?")
    if getsizeof(text) + (text.count("\n") + 1) * LINE > MAX_MEMORY and (
        getsizeof(text) + (lines := sum(1 for _ in _LINES.finditer(text))) * LINE > MAX_MEMORY
    ):
        message = f"the file has too many lines to be one interview ({lines:,})"
        raise TranscriptError(message, where, "Split it, one interview to a file.")
    return text, notes


def _how_read(decoded: Decoded) -> tuple[str, ...]:
    """Say in which encoding a file was read, and ask for a person's eye where it is in doubt."""
    name = decoded.encoding
    if decoded.foreign:
        return (
            f"Please check: {_lines(decoded.foreign)} not in UTF-8 as the rest of the file; read"
            f" as {decoded.foreign_encoding}.",
        )
    if not decoded.guessed:
        if name != "UTF-8":
            return (f"Read as {name}.",)
        if decoded.damaged and not decoded.marked:
            return ("Read as UTF-8, although some bytes of it are damaged.",)
        return ()
    if name == "UTF-16":
        return ("Read as UTF-16 without a byte order mark (guessed).",)
    if not decoded.fits:
        return (
            f"Please check: its letters are probably wrong. No encoding fits; read as {name}. Open"
            " it in the program that wrote it and save it as UTF-8.",
        )
    notes: tuple[str, ...] = (f"Read as {name} (guessed).",)
    if decoded.others:
        fits = " and ".join(decoded.others)
        notes += (f"Please check: are its letters right? {fits} would fit as well.",)
    elif decoded.short:
        notes += ("Please check: are its letters right? It is too short to be sure.",)
    return notes


def _lines(numbers: tuple[int, ...], verb: str = " is; are") -> str:
    """Name lines by number, with the verb for one or for several of them."""
    shown = first_few([str(number) for number in numbers], 5)
    singular, _, plural = verb.partition(";")
    return f"lines {shown}{plural}" if len(numbers) > 1 else f"line {shown}{singular}"


_ELSEWHERE: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        (".doc", ".docm", ".dotx", ".dot", ".pages", ".wpd", ".wps", ".fodt", ".ott", ".epub"),
        "Save it as .docx or .txt and import that.",
    ),
    ((".xls", ".xlsm", ".xlsb", ".ods", ".numbers"), "Save it as .xlsx or .csv and import that."),
    (
        (".mp3", ".wav", ".m4a", ".ogg", ".flac", ".mp4", ".webm", ".mov", ".avi", ".mkv", ".aac"),
        "This is a recording: have it transcribed, and import what was written down.",
    ),
    (
        (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".heic", ".gif", ".webp"),
        "This is a picture: have a program for text recognition (OCR) read it.",
    ),
    (
        (".qdpx", ".qdc", ".qda", ".nvp", ".nvpx", ".mx22", ".mx24", ".atlproj", ".sqlite3"),
        "It belongs to another program: `coding import-project` reads .qdpx, .qdc and others.",
    ),
    ((".zip", ".7z", ".rar", ".gz"), "Unpack it, and import the files in it."),
    ((".sav", ".dta", ".por"), "It belongs to a survey: bring it in on the Survey page."),
)
"""Endings that cannot be read here, and what to do instead."""


def _later(module: str, function: str) -> _Reader:
    """Return a reader that is loaded when the first file of its kind comes: most acts read none."""

    def read(data: bytes, where: str, answers: ReadingAnswers) -> Heard:
        reader: _Reader = getattr(import_module(f"coding.transcripts.{module}"), function)
        return reader(data, where, answers)

    return read


_READERS: dict[str, _Reader] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".docx": _later("word", "read"),
    ".pdf": _later("pdf", "read"),
    ".odt": _later("documents", "odt"),
    ".rtf": _later("documents", "rtf"),
    ".html": _read_page,
    ".htm": _read_page,
    ".json": _read_json,
    ".otr": _read_json,
    ".eaf": _later("tiers", "eaf"),
    ".textgrid": _read_grid,
    ".csv": _read_table,
    ".tsv": _read_table,
    ".xlsx": _later("tables", "workbook"),
    ".vtt": _read_cues,
    ".srt": _read_cues,
}


def _reader(suffix: str, where: str) -> _Reader:
    reader = _READERS.get(suffix.lower())
    if reader is not None:
        return reader
    for endings, hint in _ELSEWHERE:
        if suffix.lower() in endings:
            message = f"{suffix.lower()} files cannot be read as transcripts"
            raise TranscriptError(message, where, hint)
    kinds = listed(SUFFIXES)
    message = f"files ending in {printable(suffix)} are unknown" if suffix else "no file ending"
    raise TranscriptError(message, where, f"Transcripts end in {kinds}.")


def _check_size(size: int, where: str) -> None:
    if size >= MAX_BYTES:
        message = f"the file is too large ({megabytes(size)}; the limit is 50 MB)"
        raise TranscriptError(message, where, "Split it, one interview to a file.")
