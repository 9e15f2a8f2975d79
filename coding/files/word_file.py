"""Open a Word document's file: find its text, its notes and its styles among the packed parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from coding.errors import FileError
from coding.files import decode, zips
from coding.files.safe_xml import parsed

_OLE = b"\xd0\xcf\x11\xe0"
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_NUMBER = re.compile(r"[.\-]?%\d")
_COLOR = re.compile("[0-9a-fA-F]{6}")
OFF = frozenset(["0", "false", "off", "none"])
"""How a property says that it is switched off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordStyle:
    """A style's name in lower case, and whether it hides, strikes out, blacks out, bolds, slants.

    `list_id` and `level` say whose list's marks stand before what has it, `""` for none. `indent`
    is how far all its lines begin from the margin, in twentieths of a point.
    """

    name: str = ""
    hidden: bool = False
    struck: bool = False
    black: bool = False
    bold: bool = False
    italic: bool = False
    indent: int = 0
    list_id: str = ""
    level: str = "0"


def opened(data: bytes, where: str) -> dict[str, bytes]:
    """Return the parts of a Word document; raises FileError if it is none, or unsafe."""
    if data and not data.startswith(b"PK"):
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                hint = "Open it in Word, remove the password and save it again."
                raise FileError("the document is protected with a password", where, hint)
            message = "this is an old Word document (.doc) under a new name, or encrypted"
            raise FileError(message, where, "Open it in Word and save it as .docx.")
        what = decode.kind(data)
        message = f"this is {what} under another name" if what else "this is no Word document"
        raise FileError(message, where, "Save it as .docx or .txt.")
    return zips.read_parts(data, where)


def body(parts: Mapping[str, bytes], where: str) -> Any:
    """Return the element that holds a document's text, None if it is empty."""
    name = _main(parts, where)
    return next(parse(parts[name], name, where).iter("{*}body"), None)


def notes(parts: Mapping[str, bytes], where: str) -> Iterator[tuple[str, str, Any]]:
    """Yield the foot- and endnotes: `footnote` or `endnote`, its id, its element."""
    for kind, element in _NOTES.items():
        for name in parts:
            if name.endswith(f"/{kind}.xml"):
                for note in parse(parts[name], name, where).iter(f"{{*}}{element}"):
                    if value_of(note, "type") not in ("separator", "continuationSeparator"):
                        yield element, value_of(note, "id"), note


def styles(parts: Mapping[str, bytes], where: str) -> dict[str, WordStyle]:
    """Return a document's styles by id (Word translates ids, but not names)."""
    if "word/styles.xml" not in parts:
        return {}
    root = parse(parts["word/styles.xml"], "word/styles.xml", where)
    elements = {value_of(style, "styleId"): style for style in root.iter("{*}style")}
    return {key: _style(key, elements) for key in elements}


def _style(key: str, elements: Mapping[str, Any]) -> WordStyle:
    name = value_of(child_of(elements[key], "name"), "val").casefold()
    said: dict[str, bool] = {}
    listed: list[tuple[str, str]] = []
    indents: list[int] = []
    passed: set[str] = set()
    while key in elements and key not in passed:  # what a style leaves open, the one below says
        passed.add(key)
        properties = child_of(elements[key], "rPr")
        for toggle in ("vanish", "strike", "dstrike", "b", "i"):
            on = _toggled(properties, toggle)
            if on is not None:
                said.setdefault(toggle, on)
        if properties is not None and (black := blacked(properties)) is not None:
            said.setdefault("black", black)
        marks = child_of(child_of(elements[key], "pPr"), "numPr")
        if marks is not None:
            listed.append(list_of(marks))
        if (indent := indent_of(child_of(elements[key], "pPr"))) is not None:
            indents.append(indent)
        key = value_of(child_of(elements[key], "basedOn"), "val")
    list_id, level = listed[0] if listed else ("", "0")
    return WordStyle(
        name=name,
        hidden=said.get("vanish", False),
        struck=said.get("strike", False) or said.get("dstrike", False),
        black=said.get("black", False),
        bold=said.get("b", False),
        italic=said.get("i", False),
        indent=indents[0] if indents else 0,
        list_id=list_id,
        level=level,
    )


def list_of(marks: Any) -> tuple[str, str]:
    """Return a list's id and the level in it, of a `w:numPr`; id `""` for none."""
    list_id = value_of(child_of(marks, "numId"), "val")
    return "" if list_id == "0" else list_id, value_of(child_of(marks, "ilvl"), "val") or "0"


def indent_of(properties: Any) -> int | None:
    """Return how far all lines of a `w:pPr` begin from the margin, None if nothing is said of it.

    Where the first line hangs out, as in a bibliography, only the others do: that is 0.
    """
    told = child_of(properties, "ind")
    if told is None:
        return None
    left = value_of(told, "start") or value_of(told, "left")
    if not left.isdecimal():
        return 0 if left else None
    return 0 if value_of(told, "hanging") not in ("", "0") else int(left)


def list_words(parts: Mapping[str, bytes], where: str) -> dict[tuple[str, str], str]:
    """Return (list's id, level) → the words of its automatic marks, numbers left out.

    Only marks with letters of their own are there, such as `Q:` of "Q1:", "Q2:".
    """
    if "word/numbering.xml" not in parts:
        return {}
    root = parse(parts["word/numbering.xml"], "word/numbering.xml", where)
    kinds = {value_of(kind, "abstractNumId"): kind for kind in root.iter("{*}abstractNum")}
    words: dict[tuple[str, str], str] = {}
    for numbers in root.iter("{*}num"):
        key = value_of(numbers, "numId")
        kind = kinds.get(value_of(child_of(numbers, "abstractNumId"), "val"))
        levels = [] if kind is None else list(kind.iter("{*}lvl"))
        for level in [*levels, *numbers.iter("{*}lvl")]:  # what the list itself says comes last
            form = value_of(child_of(level, "lvlText"), "val")
            mark = " ".join(_NUMBER.sub("", form).split())
            if any(letter.isalpha() for letter in mark):
                words[key, value_of(level, "ilvl") or "0"] = mark
    return words


def blacked(properties: Any) -> bool | None:
    """Say whether run properties black words out, None if they say nothing of it.

    The ground is black, and the words are not said to be light.
    """
    marker = child_of(properties, "highlight")
    shade = child_of(properties, "shd")
    if marker is None and shade is None:
        return None
    dark = value_of(marker, "val") == "black" or is_dark(value_of(shade, "fill"))
    color = value_of(child_of(properties, "color"), "val")
    return dark and (color in ("", "auto") or is_dark(color))


def is_dark(color: str) -> bool:
    """Tell whether a colour, as six hexadecimal digits, is nearly black."""
    return bool(_COLOR.fullmatch(color)) and all(
        int(color[i : i + 2], 16) < 0x30 for i in (0, 2, 4)
    )


def parse(content: bytes, name: str, where: str) -> Any:
    """Return the root of one XML part; raise FileError when it is damaged or unsafe."""
    return parsed(content, name, where, "Word document")


def words_in(element: Any) -> str:
    """Return all text below an element of a Word document."""
    return " ".join(t.text or "" for t in element.iter("{*}t")).strip()


def _main(parts: Mapping[str, bytes], where: str) -> str:
    """Return the name of the part that holds the document's body."""
    if "_rels/.rels" in parts:
        for link in parse(parts["_rels/.rels"], "_rels/.rels", where).iter("{*}Relationship"):
            if link.get("Type", "").endswith("/officeDocument"):
                name: str = link.get("Target", "").lstrip("/")
                if name in parts and name.startswith("word/"):
                    return name
    if "word/document.xml" in parts:
        return "word/document.xml"
    hint = "Save it as .docx or .txt."
    raise FileError("this is no Word document, although it is packed like one", where, hint)


def tag_of(element: Any) -> str:
    """Return an element's name without its namespace; `""` for a comment or instruction."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)  # a document has few names, each thousands of times
def _local(name: str) -> str:
    return name.rpartition("}")[2]


def value_of(element: Any, attribute: str) -> str:
    """Return an attribute whatever its namespace, `""` if there is none."""
    if element is not None:
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] == attribute:
                return str(value)
    return ""


def child_of(element: Any, name: str) -> Any:
    """Return the first child of that name, or None."""
    if element is not None:
        for child in element:
            if tag_of(child) == name:
                return child
    return None


def _toggled(properties: Any, name: str) -> bool | None:
    """Say whether a property is switched on or off, None if nothing is said of it."""
    toggle = child_of(properties, name)
    return None if toggle is None else value_of(toggle, "val") not in OFF
