"""Open a Word document's file: find its text, its notes and its styles among the packed parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from coding.errors import FileError
from coding.files import decode, zips

_OLE = b"\xd0\xcf\x11\xe0"
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_MAX_TAGS = 2_000_000
OFF = frozenset(["0", "false", "off", "none"])
"""How a property says that it is switched off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordStyle:
    """A style's name in lower case, and whether it hides or strikes out what has it."""

    name: str = ""
    hidden: bool = False
    struck: bool = False


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
    passed: set[str] = set()
    while key in elements and key not in passed:  # what a style leaves open, the one below says
        passed.add(key)
        properties = child_of(elements[key], "rPr")
        for toggle in ("vanish", "strike", "dstrike"):
            on = _toggled(properties, toggle)
            if on is not None:
                said.setdefault(toggle, on)
        key = value_of(child_of(elements[key], "basedOn"), "val")
    return WordStyle(
        name=name,
        hidden=said.get("vanish", False),
        struck=said.get("strike", False) or said.get("dstrike", False),
    )


def parse(content: bytes, name: str, where: str) -> Any:
    """Return the root of one XML part; raise FileError when it is damaged or unsafe."""
    from lxml import etree

    if content.count(b"<") > _MAX_TAGS:
        raise FileError(f"{name} is too large to be a text", where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as e:
        hint = "Open it in Word and save it anew as .docx."
        raise FileError(f"the Word document is damaged ({name})", where, hint) from e
    if root.getroottree().docinfo.doctype:
        raise FileError(f"{name} declares XML entities, which is unsafe", where)
    return root


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
