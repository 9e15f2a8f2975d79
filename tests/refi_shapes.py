"""Write invented projects in the shapes that programs really give to REFI-QDA files."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

TEXT = (
    "Interviewer: How did you come here? 🚂\n"
    "Vera: In March, with two suitcases and the cat 🐈‍⬛. The rent was high.\n"
    "Interviewer: And now? 🏠\n"
    "Vera: It is calm; my daughter walks to school alone. Цены растут, й и ё.\n"
    "Nobody stops you in the street 👩‍👧 after dark.\n"
)
WORDS = (
    "with two suitcases and the cat 🐈‍⬛",
    "The rent was high.",
    "It is calm",
    "my daughter walks to school alone",
    "Цены растут, й и ё.",
    "Nobody stops you in the street 👩‍👧",
)
"""What is coded in `TEXT`: with the codes 0, 1, 2, 0, 1, 2 of `CODES`."""

CODES = ("Leaving", "Prices & <rent>", "Safety")


@dataclass
class Shape:
    """How a program writes: its name, its way of counting, its file's line ends and mark."""

    origin: str
    unit: str = "points"
    line_end: int = 1
    crlf: bool = False
    mark: bool = False
    mark_counts: bool = False
    folder: str = "sources/"
    internal: str = "internal://"
    upper: bool = False
    name: str = "words"
    project: str = "project.qde"
    namespace: str = "urn:QDA-XML:project:1.0"
    extra: dict[str, str] = field(default_factory=dict)


SHAPES = {
    "NVivo for Windows": Shape(
        "NVivo for Windows 12.6", "utf16", 2, crlf=True, mark=True, folder="Sources/", name=""
    ),
    "NVivo for Mac": Shape("NVivo for Mac 15.0.0", "utf16", upper=True, name=""),
    "MAXQDA, characters": Shape("MAXQDA 24 (Release 24.7.0)", upper=True, name="span"),
    "MAXQDA, UTF-16": Shape("MAXQDA 24 (Release 24.7.0)", "utf16", upper=True, name="span"),
    "ATLAS.ti": Shape(
        "ATLAS.ti for Windows 23.2.3", "utf16", crlf=True, upper=True, project="Trial project.qde"
    ),
    "QualCoder": Shape("QualCoder 3.8", mark=True),
    "QualCoder on Windows": Shape("QualCoder 3.8", crlf=True, mark=True),
    "qc": Shape("qc 1.7.8", internal="", name="line"),
    "bytes": Shape("Something else 1.0", "utf8", name=""),
    "a mark that counts": Shape("Something else 1.0", mark=True, mark_counts=True, name=""),
}


def width(sign: str, unit: str) -> int:
    """Return what a character counts."""
    if unit == "utf16":
        return len(sign.encode("utf-16-le")) // 2
    return len(sign.encode()) if unit == "utf8" else 1


def offset(text: str, at: int, shape: Shape) -> int:
    """Return a place of a text with `\\n` line ends as the program counts it."""
    before = text[:at]
    count = sum(width(s, shape.unit) for s in before if s != "\n")
    count += shape.line_end * before.count("\n")
    return count + shape.mark_counts * (3 if shape.unit == "utf8" else 1)


def guid(*what: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, " ".join(map(str, what))))


def written(
    path: Path,
    shape: Shape,
    *,
    text: str = TEXT,
    words: Sequence[str] = WORDS,
    inside: str = "",
    behind: str = "",
    between: str = "",
) -> Path:
    """Write a project; `inside` stands in its source, `between` before it, `behind` after."""

    def key(*what: object) -> str:
        made = guid(*what)
        return made.upper() if shape.upper else made

    codes = "".join(
        f'<Code guid="{key("code", n)}" name={quoteattr(name)} isCodable="true">'
        f"<Description>{escape(name)} described.</Description></Code>"
        for n, name in enumerate(CODES)
    )
    selections = ""
    for n, said in enumerate(words):
        at = text.index(said)
        start, end = offset(text, at, shape), offset(text, at + len(said), shape)
        name = {"words": said, "span": f"{start},{end}", "line": f"line:{n}"}.get(shape.name, "")
        who = key("user", n % 2)
        selections += (
            f'<PlainTextSelection guid="{key("selection", n)}" name={quoteattr(name)}'
            f' startPosition="{start}" endPosition="{end}" creatingUser="{key("user", 0)}"'
            f' creationDateTime="2026-05-02T09:1{n}:07Z">'
            f'<Coding guid="{key("coding", n)}" creatingUser="{who}">'
            f'<CodeRef targetGUID="{key("code", n % 3)}"/></Coding></PlainTextSelection>'
        )
    users = "".join(f'<User guid="{key("user", n)}" name="{"AB"[n]}"/>' for n in (0, 1))
    file = f"{key('file')}.txt"
    source = (
        f'<TextSource guid="{key("source")}" name="Vera" plainTextPath="{shape.internal}{file}">'
        f"{selections}{inside}</TextSource>"
    )
    xml = (
        f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="{shape.namespace}" name="Invented"'
        f' origin="{shape.origin}"><Users>{users}</Users>'
        f"<CodeBook><Codes>{codes}</Codes></CodeBook>"
        f"{between}<Sources>{source}</Sources>{behind}</Project>"
    )
    lines = text.replace("\n", "\r\n") if shape.crlf else text
    data = ("\ufeff" * shape.mark + lines).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(shape.folder + file, data)
        archive.writestr(shape.project, xml)
        for name, content in shape.extra.items():
            archive.writestr(name, content)
    return path
