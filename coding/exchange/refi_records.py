"""What the XML of REFI-QDA holds: records of its elements, as they stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from coding.model.exchange import SourceKind

SOURCES: Mapping[str, SourceKind] = {
    "TextSource": SourceKind.TEXT,
    "PDFSource": SourceKind.PDF,
    "PictureSource": SourceKind.PICTURE,
    "AudioSource": SourceKind.AUDIO,
    "VideoSource": SourceKind.VIDEO,
}
"""Elements that are sources → their kinds."""


class AppliedRecord(NamedTuple):
    """A `Coding`: codes on a selection or a whole source."""

    guid: str
    user: str
    created: str
    codes: tuple[str, ...]
    notes: tuple[str, ...]


class SelectionRecord(NamedTuple):
    """A `PlainTextSelection`; start and end as written, -1 where they are no numbers."""

    guid: str
    name: str
    start: int
    end: int
    user: str
    created: str
    description: str
    codings: tuple[AppliedRecord, ...]
    notes: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class SourceRecord:
    """A source or a note; `raw` is the XML of one that is no text."""

    tag: str
    guid: str
    name: str
    user: str
    created: str
    paths: Mapping[str, str]
    content: str | None = None
    description: str = ""
    selections: list[SelectionRecord] = field(default_factory=list)
    codings: list[AppliedRecord] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    raw: str = ""


@dataclass(slots=True, kw_only=True)
class CodeRecord:
    """A code with its parent's guid."""

    guid: str
    name: str
    parent: str
    color: str
    codable: bool
    description: str = ""
    notes: tuple[str, ...] = ()


class CaseRecord(NamedTuple):
    """A case: its values by the variables' guids."""

    guid: str
    name: str
    description: str
    values: Mapping[str, str]
    sources: tuple[str, ...]
    selections: tuple[str, ...]
    codes: tuple[str, ...]


class PlainRecord(NamedTuple):
    """A variable, set, link or graph: its attributes, description, members by tag, and XML."""

    guid: str
    attributes: Mapping[str, str]
    description: str
    members: tuple[tuple[str, str], ...]
    raw: str


@dataclass(slots=True)
class RefiRecords:
    """All that a file holds; `odd` says where it does not follow the standard."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    codes: list[CodeRecord] = field(default_factory=list)
    variables: list[PlainRecord] = field(default_factory=list)
    cases: list[CaseRecord] = field(default_factory=list)
    sources: list[SourceRecord] = field(default_factory=list)
    notes: list[SourceRecord] = field(default_factory=list)
    links: list[PlainRecord] = field(default_factory=list)
    sets: list[PlainRecord] = field(default_factory=list)
    graphs: list[PlainRecord] = field(default_factory=list)
    description: str = ""
    note_refs: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    root: str = ""
