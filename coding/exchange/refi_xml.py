"""Read the XML of REFI-QDA (.qde, .qdc) into records, as it stands, element by element.

Tags are matched by their local names: files mix the namespaces of the standard and its drafts.
What is read is let go of at once, so that a large project does not stand in memory as a tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any

from coding.errors import FileError
from coding.exchange.refi_records import (
    SOURCES,
    AppliedRecord,
    CaseRecord,
    CodeRecord,
    PlainRecord,
    RefiRecords,
    SelectionRecord,
    SourceRecord,
)
from coding.files.chest import refuse_declarations

MOST_CODES = 10_000
MOST_CODINGS = 200_000
MOST_XML = 400_000_000
"""Bytes of XML that are read at most."""

AGAIN = "Export it once more from the program it was made with."
"""What is to be done about a file that cannot be read."""

DEEP_ENOUGH = 2_000
"""Elements within each other, before reading stops: no program writes so many."""

DEEPEST = 18
"""Levels of codes that codebook.yaml can hold; what lies deeper stands at the last of them."""

_AMPERSAND = re.compile(rb"&(?!(?:[A-Za-z]+|#[0-9]+|#x[0-9A-Fa-f]+);)")


def read_xml(data: bytes, where: str) -> RefiRecords:
    """Return what a file's XML holds; raises FileError.

    One that is not well-formed is read as far as it goes, and `odd` says where it broke; a bare
    `&`, as some programs write it, is taken for the sign that it is.
    """
    from lxml import etree

    refuse_declarations(data, where)
    if len(data) > MOST_XML:
        raise FileError("the file is too large to be a project", where, AGAIN)
    walk = _RefiWalk(where)
    try:
        walk.go(etree, data)
    except etree.XMLSyntaxError as first:
        line = first.lineno or 1
        walk = _RefiWalk(where)
        try:
            walk.go(etree, _AMPERSAND.sub(b"&amp;", data))
            walk.records.odd.append(f"a bare & in line {line}, taken for the sign that it is")
        except etree.XMLSyntaxError as error:
            if not (walk.records.codes or walk.records.sources):
                message = f"it is no XML that can be read (line {line})"
                raise FileError(message, where, AGAIN) from error
            walk.records.odd.append(
                f"the XML breaks off in line {error.lineno}; what stands behind is not read"
            )
    if walk.records.root not in ("Project", "CodeBook"):
        message = f"this is no REFI-QDA project, but “{walk.records.root[:40]}”"
        raise FileError(message, where, "Choose a .qdpx or .qdc file.")
    return walk.records


class _RefiWalk:
    """One pass over the XML."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.records = RefiRecords()
        self._path: list[str] = []
        self._above: list[CodeRecord] = []
        self._codes: set[str] = set()
        self._codings = 0
        self._selections: list[SelectionRecord] = []
        self._handlers: Mapping[tuple[str, str], Callable[[Any], None]] = {
            ("Users", "User"): self._user,
            ("Variables", "Variable"): lambda e: self.records.variables.append(_plain(e)),
            ("Cases", "Case"): self._case,
            ("Notes", "Note"): lambda e: self.records.notes.append(self._source(e)),
            ("Links", "Link"): lambda e: self.records.links.append(_plain(e)),
            ("Sets", "Set"): lambda e: self.records.sets.append(_plain(e)),
            ("Graphs", "Graph"): lambda e: self.records.graphs.append(_plain(e)),
            **{
                ("Sources", tag): lambda e: self.records.sources.append(self._source(e))
                for tag in SOURCES
            },
        }

    def go(self, etree: Any, data: bytes) -> None:
        """Walk through the elements."""
        events = etree.iterparse(
            BytesIO(data),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in events:
            tag = local(element)
            if event == "start":
                self._begin(tag, element)
            else:
                self._path.pop()
                self._end(tag, element)

    def _begin(self, tag: str, element: Any) -> None:
        if not self._path:
            self.records.root = tag
            self.records.attributes = dict(element.attrib)
            namespace = element.tag.rpartition("}")[0].lstrip("{")
            if namespace and not namespace.endswith(":1.0"):
                self.records.odd.append(f"the namespace of a draft ({namespace})")
        elif tag == "Code" and self._path[-1] in ("Code", "Codes"):
            self._code(element)
        elif tag == "Coding":
            self._codings += 1
            if self._codings > MOST_CODINGS:
                raise FileError(f"it has more than {MOST_CODINGS:,} codings", self.where, AGAIN)
        self._path.append(tag)
        if len(self._path) > DEEP_ENOUGH:
            raise FileError("its elements lie too deep in each other", self.where, AGAIN)

    def _end(self, tag: str, element: Any) -> None:
        above = self._path[-1] if self._path else ""
        if tag == "PlainTextSelection" and self._path[1:2] in (["Sources"], ["Notes"]):
            if above in ("TextSource", "Note"):  # thousands of one source are no tree in memory
                self._selections.append(_selection(element))
                element.clear()
                before = element.getprevious()
                if before is not None and local(before) == tag:
                    element.getparent().remove(before)
        elif handler := self._handlers.get((above, tag)):
            handler(element)
            _let_go(element)
        elif above == "Code" and self._above:
            if tag == "Description":
                self._above[-1].description = _text(element)
            elif tag == "NoteRef":
                self._above[-1].notes += (_target(element),)
            elif tag == "Code":
                self._above.pop()
                _let_go(element)
        elif tag == "Code" and above == "Codes":
            self._above.pop()
            _let_go(element)
        elif len(self._path) == 1 and tag == "Description":
            self.records.description = _text(element)
        elif len(self._path) == 1 and tag == "NoteRef":
            self.records.note_refs.append(_target(element))

    def _code(self, element: Any) -> None:
        attributes = element.attrib
        if len(self.records.codes) >= MOST_CODES:
            message = f"it has more than {MOST_CODES:,} codes, more than any codebook"
            raise FileError(message, self.where, AGAIN)
        above = self._above[: DEEPEST - 1]
        if len(self._above) >= DEEPEST:
            self._odd(f"codes more than {DEEPEST} levels deep, which stand at the last of them")
        if "isCodable" not in attributes:
            self._odd("codes that do not say whether they are codable")
        if "description" in attributes:
            self._odd("descriptions that are written as attributes")
        code = CodeRecord(
            guid=self._key_of_code(key_of(attributes.get("guid", ""))),
            name=attributes.get("name", ""),
            parent=above[-1].guid if above else "",
            color=color_of(attributes.get("color", "")),
            codable=attributes.get("isCodable", "true").strip().lower() not in ("false", "0"),
            description=attributes.get("description", ""),
        )
        self.records.codes.append(code)
        self._above.append(code)

    def _key_of_code(self, guid: str) -> str:
        """Return what a code is known by: its GUID, else its number."""
        if guid and guid not in self._codes:
            key = guid
        else:
            self._odd("codes without a GUID of their own")
            key = f"code-{len(self.records.codes) + 1}"
        self._codes.add(key)
        return key

    def _odd(self, what: str) -> None:
        if what not in self.records.odd:
            self.records.odd.append(what)

    def _user(self, element: Any) -> None:
        guid = key_of(element.get("guid", ""))
        self.records.users[guid] = element.get("name") or element.get("id") or guid

    def _case(self, element: Any) -> None:
        found = _children(element)
        self.records.cases.append(
            CaseRecord(
                key_of(element.get("guid", "")),
                element.get("name", ""),
                _described(found),
                _values(found),
                _targets(found, "SourceRef"),
                _targets(found, "SelectionRef"),
                _targets(found, "CodeRef"),
            )
        )

    def _source(self, element: Any) -> SourceRecord:
        found = _children(element)
        tag = local(element)
        content = found.get("PlainTextContent")
        record = SourceRecord(
            tag=tag,
            guid=key_of(element.get("guid", "")),
            name=element.get("name", ""),
            user=key_of(element.get("creatingUser", "")),
            created=element.get("creationDateTime", ""),
            paths={n: v for n, v in element.attrib.items() if n.lower().endswith("path") and v},
            content=_text(content[0]) if content else None,
            description=_described(found),
            codings=[_applied(e) for e in found.get("Coding", ())],
            notes=_targets(found, "NoteRef"),
            values=_values(found),
        )
        if tag in ("TextSource", "Note"):
            record.selections, self._selections = self._selections, []
        else:
            record.raw = plain_xml(element)
        return record


def local(element: Any) -> str:
    """Return an element's tag without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def key_of(guid: str) -> str:
    """Return a GUID as it is compared: without braces, in small letters.

    >>> key_of("{5215CC69-B628-4E02-AFB9-9BEEAEE55808}")
    '5215cc69-b628-4e02-afb9-9beeaee55808'
    """
    return guid.strip().strip("{}").lower()


def color_of(color: str) -> str:
    """Return a colour with six digits, "" if it is none.

    >>> color_of("#F0a"), color_of("#ef8256"), color_of("red")
    ('#ff00aa', '#ef8256', '')
    """
    color = color.strip().lower()
    if re.fullmatch("#[0-9a-f]{3}", color):
        return "#" + "".join(2 * digit for digit in color[1:])
    return color if re.fullmatch("#[0-9a-f]{6}", color) else ""


def plain_xml(element: Any) -> str:
    """Return an element as it is written without any namespace."""
    from lxml import etree

    bare = deepcopy(element)
    for node in bare.iter():
        node.tag = local(node)
        for name in [name for name in node.attrib if "}" in name]:
            del node.attrib[name]
    etree.cleanup_namespaces(bare)
    return str(etree.tostring(bare, encoding="unicode", with_tail=False))


def _let_go(element: Any) -> None:
    """Free an element that was read, and those before it."""
    parent = element.getparent()
    element.clear()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _children(element: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for child in element:
        found.setdefault(local(child), []).append(child)
    return found


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _described(found: Mapping[str, list[Any]]) -> str:
    return _text(found["Description"][0]) if "Description" in found else ""


def _target(element: Any) -> str:
    return key_of(element.get("targetGUID") or element.get("guid") or "")


def _targets(found: Mapping[str, list[Any]], tag: str) -> tuple[str, ...]:
    return tuple(_target(element) for element in found.get(tag, ()))


def _values(found: Mapping[str, list[Any]]) -> dict[str, str]:
    """Return the values of variables, by guid."""
    values = {}
    for element in found.get("VariableValue", ()):
        variable, value = "", ""
        for child in element:
            if local(child) == "VariableRef":
                variable = _target(child)
            else:
                value = _text(child)
        values[variable] = value
    return values


def _applied(element: Any) -> AppliedRecord:
    found = _children(element)
    return AppliedRecord(
        key_of(element.get("guid", "")),
        key_of(element.get("creatingUser", "")),
        element.get("creationDateTime", ""),
        _targets(found, "CodeRef"),
        _targets(found, "NoteRef"),
    )


def _selection(element: Any) -> SelectionRecord:
    found = _children(element)
    return SelectionRecord(
        key_of(element.get("guid", "")),
        element.get("name", ""),
        _number(element.get("startPosition", "")),
        _number(element.get("endPosition", "")),
        key_of(element.get("creatingUser", "")),
        element.get("creationDateTime", ""),
        _described(found),
        tuple(_applied(e) for e in found.get("Coding", ())),
        _targets(found, "NoteRef"),
    )


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else -1


def _plain(element: Any) -> PlainRecord:
    found = _children(element)
    return PlainRecord(
        key_of(element.get("guid", "")),
        dict(element.attrib),
        _described(found),
        tuple((local(child), _target(child)) for child in element if local(child) != "Description"),
        plain_xml(element),
    )
