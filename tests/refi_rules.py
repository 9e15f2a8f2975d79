"""Check a REFI-QDA export by our own rules: those of the standard, and of what programs accept."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

ORDER = "Users CodeBook Variables Cases Sources Notes Links Sets Graphs Description NoteRef".split()
INSIDE = {
    "TextSource": "Description PlainTextContent PlainTextSelection Coding NoteRef VariableValue",
    "Note": "Description PlainTextContent PlainTextSelection Coding NoteRef VariableValue",
    "PlainTextSelection": "Description Coding NoteRef",
    "Coding": "CodeRef NoteRef",
    "Code": "Description NoteRef Code",
    "Case": "Description CodeRef VariableValue SourceRef SelectionRef",
    "Set": "Description MemberCode MemberSource MemberNote",
}
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
SCHEMAS = Path(__file__).resolve().parents[2] / "shared" / "samples" / "refi"


def tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def breaches(path: Path) -> list[str]:
    """List what in an export no program should have to cope with."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        root = etree.fromstring(archive.read("project.qde"))
        texts = {name: archive.read(name) for name in names if name.endswith(".txt")}
    found = [f"two {name}" for name in {n for n in names if names.count(n) > 1}]
    found += [
        f"{name} stands outside" for name in names if name.count("/") != (name != "project.qde")
    ]
    order = [ORDER.index(tag(child)) for child in root]
    found += ["the order of the project"] * (order != sorted(order))
    guids: dict[str, int] = {}
    for element in root.iter():
        name = tag(element)
        if name in INSIDE:
            allowed = INSIDE[name].split()
            inside = [allowed.index(tag(child)) for child in element]
            found += [f"the order in {name}"] * (inside != sorted(inside))
        if name in ORDER[:-2] and not len(element):
            found.append(f"an empty {name}")
        if "richTextPath" in element.attrib:
            found.append("a richTextPath")
        if guid := element.get("guid"):
            guids[guid] = guids.get(guid, 0) + 1
            found += [f"{guid} is no GUID"] * (not GUID.fullmatch(guid))
        for attribute in ("creationDateTime", "modifiedDateTime"):
            if attribute in element.attrib and not MOMENT.fullmatch(element.get(attribute)):
                found.append(f"a moment that is not UTC: {element.get(attribute)}")
        if name == "Code" and element.get("isCodable") not in ("true", "false"):
            found.append("a code that does not say whether it is codable")
        if file := element.get("plainTextPath"):
            inner = "sources/" + file.removeprefix("internal://")
            found += [f"{file} is not there"] * (inner not in texts)
    found += [f"{guid} stands {n} times" for guid, n in guids.items() if n > 1]
    for element in root.iter():
        for attribute in ("targetGUID", "creatingUser"):
            if (target := element.get(attribute)) and target not in guids:
                found.append(f"{tag(element)} points to nothing")
        if tag(element) == "PlainTextSelection":
            source = element.getparent().get("plainTextPath").removeprefix("internal://")
            text = texts[f"sources/{source}"].decode()
            start, end = int(element.get("startPosition")), int(element.get("endPosition"))
            words = " ".join(text[start:end].split())
            if not 0 <= start < end <= len(text) or element.get("name", "")[:59] != words[:59]:
                found.append(f"a selection that has not its words: {element.get('name')}")
    return found + invalid(root, "Project.xsd")


def invalid(root: Any, schema: str) -> list[str]:
    """List what the standard's own schema finds, where it lies beside."""
    if not (SCHEMAS / schema).exists():
        return []
    checker = etree.XMLSchema(etree.parse(SCHEMAS / schema))
    checker.validate(root)
    return [str(error) for error in checker.error_log]
