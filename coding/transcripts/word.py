"""Read who says what from a Word document (.docx).

The words are taken in the order of the document, tables row by row. Then they are told apart as
in a plain text; only bold names and tables of `speaker | words` are something Word alone has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from coding.errors import TranscriptError
from coding.files import decode as encoding
from coding.files import word as body
from coding.files import zips as archive
from coding.files.word import Block, Paragraph
from coding.language import packs
from coding.model import Turn
from coding.transcripts import known, labels
from coding.transcripts.notes import counted
from coding.transcripts.turns import Utterance, build, pieces

_OLE = b"\xd0\xcf\x11\xe0"
_ASIDE = {  # parts beside the document's body: what they hold, and its element
    "footnotes": ("footnote", "footnote"),
    "endnotes": ("endnote", "endnote"),
    "comments": ("comment", "comment"),
    "header": ("page header", "hdr"),
    "footer": ("page footer", "ftr"),
}
_TIME_CELL = re.compile(rf"[\[(]?{labels.TIME}(?: ?(?:-+>?|[–—]) ?{labels.TIME})?[\])]?")


def read(data: bytes, where: str) -> tuple[str, tuple[Turn, ...], tuple[str, ...]]:
    """Return the built text, its turns and notes.

    Raises TranscriptError for anything but a sound Word document with words in it.
    """
    _check_kind(data, where)
    parts = archive.read_parts(data, where)
    blocks, left = body.read(parts, where)
    left += _aside(parts, where)
    paragraphs, vouched = _flatten(blocks, left)
    raw = ""
    breaks = []
    for paragraph in paragraphs:
        if paragraph.heading:
            breaks.append(len(raw))
        raw += paragraph.text + "\n\n"
    if not raw.strip():
        raise TranscriptError("the document holds no words", where, "Is it the right file?")
    found, notes = pieces(raw, vouched=vouched, breaks=breaks)
    said = [
        Utterance(
            speaker=piece.speaker,
            words=_compact(raw[piece.start : piece.end]),
            time=piece.time,
            time_end=piece.time_end,
        )
        for piece in found
    ]
    text, turns, more = build(said)
    times = sum(piece.time is not None for piece in found)
    if times:
        notes += (f"{counted(times, 'time mark')} beside names: kept as the turns' times only.",)
    dropped = [f"Left out: {counted(n, what)}." for what, n in left.items() if n]
    return text, turns, (*dropped, *notes, *more)


def _check_kind(data: bytes, where: str) -> None:
    if data.startswith(b"PK"):
        return
    if not data:
        raise TranscriptError("the file is empty", where, "Was it saved completely?")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            hint = "Open it in Word, remove the password and save it again."
            raise TranscriptError("the document is protected with a password", where, hint)
        hint = "Open it in Word and save it as .docx."
        raise TranscriptError("this is an old Word document (.doc) under a new name", where, hint)
    what = encoding.kind(data) or "no Word document"
    raise TranscriptError(f"this is {what}", where, "Save the interview as .docx or .txt.")


def _aside(parts: dict[str, bytes], where: str) -> Counter[str]:
    """Count what stands in notes, comments, headers and footers."""
    left: Counter[str] = Counter()
    for name, content in parts.items():
        match = re.fullmatch(r"word/(footnotes|endnotes|comments|header|footer)\d*\.xml", name)
        if match:
            what, element = _ASIDE[match[1]]
            root = body.parse(content, name, where)
            items: Any = root.iter(f"{{*}}{element}")
            left[what] += sum(bool(body.words_in(item)) for item in items)
    return left


def _flatten(blocks: Sequence[Block], left: Counter[str]) -> tuple[list[Paragraph], set[str]]:
    """Return all paragraphs, with labels before the words, and keys of labels that are sure."""
    vouched: set[str] = set()
    paragraphs: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            paragraphs.append(block)
        else:
            paragraphs += _speakers_table(block, vouched, left) or [
                paragraph for row in block for cell in row for paragraph in cell
            ]
    bold = {id(p): name for p in paragraphs if (name := _bold_name(p))}
    others = {label.key for p in paragraphs for label in labels.find(p.text)}
    sure = labels.bold_speakers(list(bold.values()), others)
    for i, paragraph in enumerate(paragraphs):
        name = bold.get(id(paragraph), "")
        key = labels.key_of(name)
        if name and key in sure:
            words = paragraph.text[len(paragraph.bold) :].strip()
            paragraphs[i] = Paragraph(f"{name}: {words}".strip())
            vouched.add(key)
    return paragraphs, vouched


def _bold_name(paragraph: Paragraph) -> str:
    """Return the name in bold type, without a colon, that a paragraph begins with, or `""`."""
    name = paragraph.bold.strip()
    if not name or paragraph.heading or not known.looks_like_name(name):
        return ""
    if paragraph.text.lstrip().startswith(name + ":") or labels.find(paragraph.text):
        return ""
    return name if _is_label(name) else ""


def _is_label(name: str) -> bool:
    found = labels.find(f"{name}: x")
    return len(found) == 1 and found[0].name == name and not found[0].strong


def _speakers_table(
    rows: list[list[list[Paragraph]]], vouched: set[str], left: Counter[str]
) -> list[Paragraph]:
    """Return a table of `speaker | words`, with or without times, as paragraphs; or nothing."""
    table = [[_compact("\n".join(p.text for p in cell)) for cell in row] for row in rows]
    table = [row for row in table if any(row)]
    if not table or len({len(row) for row in table}) != 1:
        return []
    head = (
        table[0] if table[0][0].casefold().strip(":") in packs.together("columns.speaker") else []
    )
    lines = table[1:] if head else table
    columns = list(zip(*lines, strict=True))
    timed = [i for i, column in enumerate(columns) if _is_all(_TIME_CELL, column)]
    counting = [i for i, column in enumerate(columns) if _is_all(re.compile(r"\d+\.?"), column)]
    speaking = [i for i in range(len(columns)) if i not in (*timed, *counting)]
    if len(speaking) != 2 or len(timed) > 1:
        return []
    who, what = speaking
    names = [name.rstrip(": ") for name in columns[who]]
    if not any(names) or not all(_is_label(name) for name in names if name):
        return []
    keys = Counter(labels.key_of(name) for name in names if name)
    longer = sum(map(len, columns[what])) > 2 * sum(map(len, names))
    if (
        not head
        and not any(map(known.is_speaker, names))
        and not (longer and max(keys.values()) > 1)
    ):
        return []
    vouched |= keys.keys()
    left["row number"] += sum(bool(line[i]) for i in counting for line in lines)
    paragraphs = [Paragraph(" ".join(head), heading=True)] if head else []
    last = ""
    for name, line in zip(names, lines, strict=True):
        last = name or last
        if timed and line[timed[0]]:
            name = last  # who goes on with a time of his own
        time = f"[{line[timed[0]].strip('[]()')}] " if timed and line[timed[0]] else ""
        paragraphs.append(Paragraph(f"{time}{name}: {line[what]}" if name else time + line[what]))
    return paragraphs


def _is_all(pattern: re.Pattern[str], cells: Sequence[str]) -> bool:
    return any(cells) and all(pattern.fullmatch(cell) for cell in cells if cell)


def _compact(text: str) -> str:
    """Return the lines of a text that hold anything, without the blanks around them."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
