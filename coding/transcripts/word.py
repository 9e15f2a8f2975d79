"""Read who says what from a Word document (.docx).

The words are taken in the order of the document, tables row by row. Then they are told apart as
in a plain text; only bold names and tables of `speaker | words` are something Word alone has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from coding.errors import TranscriptError, told_as
from coding.files import word_file
from coding.files.clean import tidy
from coding.files.word import InWord, Walk, WordBlock, WordParagraph
from coding.language import packs
from coding.model import ReadingAnswers
from coding.transcripts import known, labels
from coding.transcripts.heard import Heard
from coding.transcripts.labels import NOTHING_SAID
from coding.transcripts.notes import counted
from coding.transcripts.turns import Utterance, build, pieces

_ASIDE = {  # parts beside the document's body: what they hold, and its element
    "footnotes": ("footnote", "footnote"),
    "endnotes": ("endnote", "endnote"),
    "comments": ("comment", "comment"),
    "header": ("page header", "hdr"),
    "footer": ("page footer", "ftr"),
}
_TIME_CELL = re.compile(rf"[\[(]?{labels.TIME}(?: ?(?:-+>?|[–—]) ?{labels.TIME})?[\])]?")


_HEADING = re.compile(r"heading \d|title$")
_LEFT_OUT = (
    InWord.DELETION,
    InWord.HIDDEN,
    InWord.LIST_MARK,
    InWord.SYMBOL,
    InWord.PICTURE,
    InWord.FILE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A paragraph's words, those of them at its begin in bold type, and whether it is a heading."""

    text: str
    bold: str = ""
    heading: bool = False


def read(data: bytes, where: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    """Return the built text, its turns, notes and doubts.

    Raises TranscriptError for anything but a sound Word document with words in it.
    """
    if not data:
        raise TranscriptError("the file is empty", where, "Was it saved completely?")
    with told_as(TranscriptError):
        parts = word_file.opened(data, where)
        walk = Walk(word_file.styles(parts, where))
        body = word_file.body(parts, where)
        blocks = list(walk.blocks(body)) if body is not None else []
        left = Counter({str(what): walk.met[what] for what in _LEFT_OUT})
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
    said_by, notes = pieces(raw, vouched=vouched, breaks=breaks, soft=True, answers=answers)
    labelled = any(piece.speaker for piece in said_by)
    said = [
        Utterance(
            speaker=piece.speaker,
            words=_compact(raw[piece.start : piece.end]),
            time=piece.time,
            time_end=piece.time_end,
            aside=piece.aside,
            doubt=piece.doubt,
            close=labelled and not piece.speaker and piece.start not in breaks,
        )
        for piece in said_by
    ]
    times = sum(piece.time is not None for piece in said_by)
    if times:
        notes += (f"{counted(times, 'time mark')} beside names: kept as the turns' times only.",)
    dropped = [f"Left out: {counted(n, what)}." for what, n in left.items() if n]
    if walk.met[InWord.STRUCK]:
        dropped.append(f"Kept as words: {counted(walk.met[InWord.STRUCK], InWord.STRUCK)}.")
    return build(said, answers, notes=(*dropped, *notes))


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


def _written(paragraph: WordParagraph) -> Written | None:
    """Return a paragraph's words, hidden ones left out, or None if there are none."""
    shown = paragraph.shown
    text = tidy("".join([run.words for run in shown]).replace("\t", " "))[0]
    if not text.strip():
        return None
    lines = "\n".join(line.strip() for line in text.split("\n") if line.strip())
    leading = takewhile(lambda run: run.bold or not run.words.strip(), shown)
    bold = "".join([run.words for run in leading]).replace("\t", " ")
    bold = tidy(bold)[0].strip() if bold else ""
    heading = bool(_HEADING.match(paragraph.style))
    return Written(lines, bold if lines.startswith(bold) else "", heading)


def _in_order(blocks: Sequence[WordBlock]) -> list[Written]:
    """Return the paragraphs of a cell, those of tables in it included."""
    paragraphs: list[Written] = []
    for block in blocks:
        if isinstance(block, WordParagraph):
            written = _written(block)
            paragraphs += [written] if written else []
        else:
            paragraphs += [p for row in block.rows for cell in row for p in _in_order(cell)]
    return paragraphs


def _flatten(blocks: Sequence[WordBlock], left: Counter[str]) -> tuple[list[Written], set[str]]:
    """Return all paragraphs, with labels before the words, and keys of labels that are sure."""
    vouched: set[str] = set()
    paragraphs: list[Written] = []
    for block in blocks:
        if isinstance(block, WordParagraph):
            paragraphs += _in_order([block])
        else:
            rows = [[_in_order(cell) for cell in row] for row in block.rows]
            paragraphs += _speakers_table(rows, vouched, left) or [
                paragraph for row in rows for cell in row for paragraph in cell
            ]
    bold = {id(p): name for p in paragraphs if (name := _bold_name(p))}
    others = {label.key for p in paragraphs for label in labels.find(p.text)}
    sure = labels.bold_speakers(list(bold.values()), others)
    for i, paragraph in enumerate(paragraphs):
        name = bold.get(id(paragraph), "")
        key = labels.key_of(name)
        if name and key in sure:
            words = paragraph.text[len(paragraph.bold) :].strip()
            paragraphs[i] = Written(f"{name}: {words}".strip())
            vouched.add(key)
    return paragraphs, vouched


def _bold_name(paragraph: Written) -> str:
    """Return the name in bold type, without a colon, that a paragraph begins with, or `""`."""
    name = paragraph.bold.strip()
    if not name or paragraph.heading or not known.looks_like_name(name):
        return ""
    if paragraph.text.lstrip().startswith(name + ":") or labels.find(paragraph.text):
        return ""
    return name if _is_label(name) else ""


def _is_label(name: str) -> bool:
    several = labels.find(f"{name}: x")
    return len(several) == 1 and several[0].name == name and not several[0].strong


def _speakers_table(
    rows: list[list[list[Written]]], vouched: set[str], left: Counter[str]
) -> list[Written]:
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
    paragraphs = [Written(" ".join(head), heading=True)] if head else []
    last = ""
    for name, line in zip(names, lines, strict=True):
        last = name or last
        if timed and line[timed[0]]:
            name = last  # who goes on with a time of his own
        time = f"[{line[timed[0]].strip('[]()')}] " if timed and line[timed[0]] else ""
        paragraphs.append(Written(f"{time}{name}: {line[what]}" if name else time + line[what]))
    return paragraphs


def _is_all(pattern: re.Pattern[str], cells: Sequence[str]) -> bool:
    return any(cells) and all(pattern.fullmatch(cell) for cell in cells if cell)


def _compact(text: str) -> str:
    """Return the lines of a text that hold anything, without the blanks around them."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
