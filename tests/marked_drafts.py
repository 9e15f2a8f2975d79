"""Read the invented drafts of tests/drafts, in which what is wrong and what is true is marked.

`⟦E:check|words⟧` must be found as an error of that check, `⟦C:check|words⟧` at least to be looked
at, `⟦T|words⟧` is true although it may look wrong and must stay silent. In a draft for Word,
`{+words+}` and `{-words-}` are tracked insertions and deletions and `[^1]` is a footnote.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DRAFTS = Path(__file__).with_name("drafts")
_MARK = re.compile(r"⟦(T|X|[EC]:[\w-]+)\|(.*?)⟧", re.DOTALL)
_TRACKED = re.compile(r"\{([+-])(.*?)\1\}", re.DOTALL)
_FOOTNOTE = re.compile(r"^\[\^(\d+)\]: (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Marked:
    """A place of a draft: `E` an error, `C` something to check, `T` true; `check` names which."""

    kind: str
    check: str
    start: int
    end: int
    words: str


def plain(raw: str) -> tuple[str, list[Marked]]:
    """Return a marked text without its marks, and the marks."""
    text, marks, at = "", [], 0
    for match in _MARK.finditer(raw):
        text += raw[at : match.start()]
        kind, _, check = match[1].partition(":")
        marks.append(Marked(kind, check, len(text), len(text) + len(match[2]), match[2]))
        text += match[2]
        at = match.end()
    return text + raw[at:], marks


def located(text: str, marks: list[Marked]) -> list[Marked]:
    """Return marks at the place of their words in another text, in the same order."""
    found, at = [], 0
    for mark in marks:
        words = mark.words.strip()
        start = text.find(words, at)
        if start < 0:
            start = text.find(words)
        assert start >= 0, words
        found.append(Marked(mark.kind, mark.check, start, start + len(words), words))
        at = start
    return found


def word(raw: str) -> tuple[bytes, list[Marked]]:
    """Return a marked draft as a Word document, with its footnotes and tracked changes."""
    import docx

    document = docx.Document()
    notes = dict(_FOOTNOTE.findall(raw))
    body = _FOOTNOTE.sub("", raw)
    rows: list[list[str]] = []
    for block in re.split(r"\n{2,}", body.strip()):
        lines = block.splitlines()
        if lines[0].startswith("|"):
            rows = [
                [cell.strip() for cell in re.split(r"(?<!⟦T)\|", line.strip()[1:-1])]
                for line in lines
                if not re.fullmatch(r"[\s|:-]+", line)
            ]
            table = document.add_table(rows=0, cols=len(rows[0]))
            for row in rows:
                cells = table.add_row().cells
                for cell, words in zip(cells, row, strict=True):
                    _fill(cell.paragraphs[0], words)
        elif heading := re.match(r"(#+) (.*)", lines[0]):
            document.add_heading(plain(heading[2])[0], level=len(heading[1]))
        else:
            _fill(document.add_paragraph(), " ".join(lines))
    if notes:
        _add_footnotes(document, {number: plain(words)[0] for number, words in notes.items()})
    file = io.BytesIO()
    document.save(file)
    kept = _TRACKED.sub(lambda m: m[2] if m[1] == "+" else "", raw)
    return file.getvalue(), [m for m in plain(kept)[1] if m.kind != "X"]


def _fill(paragraph: Any, raw: str) -> None:
    """Put words into a paragraph, a few in a run, since Word tears its text into runs too."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    words, _ = plain(_TRACKED.sub(lambda m: f"\ue000{m[1]}{m[2]}\ue001", raw))
    for piece in re.split(r"(\ue000.*?\ue001|\[\^\d+\])", words):
        if note := re.fullmatch(r"\[\^(\d+)\]", piece):
            run = paragraph.add_run()
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), note[1])
            run._r.append(mark)
        elif piece.startswith("\ue000"):
            inserted = piece[1] == "+"
            change = OxmlElement("w:ins" if inserted else "w:del")
            change.set(qn("w:id"), "1")
            change.set(qn("w:author"), "A. Author")
            run = paragraph.add_run(piece[2:-1])
            if not inserted:
                for text in run._r.findall(qn("w:t")):
                    text.tag = qn("w:delText")
            paragraph._p.remove(run._r)
            change.append(run._r)
            paragraph._p.append(change)
        else:
            for n, part in enumerate(re.findall(r".{1,37}", piece, re.DOTALL)):
                paragraph.add_run(part).bold = n % 5 == 3


def _add_footnotes(document: Any, notes: dict[str, str]) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inside = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
        "</w:footnote>"
        for number, words in notes.items()
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{space}">{inside}'
        "</w:footnotes>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
