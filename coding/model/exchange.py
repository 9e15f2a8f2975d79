"""Say what another program holds of a study, whatever program it is and however it writes it.

Readers of other programs' files return a `ForeignProject`, writers take one; `coding.project`
alone knows how one becomes part of a study and a study becomes one. Keys are the other program's
own: any text that is unique among things of a kind. Offsets are code points of a source's `text`,
which is canonical (NFC, `\\n`), `start` included and `end` excluded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from coding.model.interviews import Transcript


class SourceKind(StrEnum):
    """What a source is; only text can be coded here, the others are kept and go out again."""

    TEXT = "text"
    PDF = "pdf"
    PICTURE = "picture"
    AUDIO = "audio"
    VIDEO = "video"


class MemoOn(StrEnum):
    """What a memo of another program is about; `about` is the key of that thing."""

    PROJECT = "project"
    SOURCE = "source"
    CODE = "code"
    CODING = "coding"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCode:
    """A code of another program. `parent` is the key of the code above it, `""` at the top.

    One that is not `codable` is a folder: it orders others and is put on nothing. `color` is
    `#rrggbb` or `""`.
    """

    key: str
    name: str
    parent: str = ""
    description: str = ""
    color: str = ""
    codable: bool = True
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignFile:
    """Bytes that lie in a file, or in the `member` of a zip, and are not read before they must."""

    name: str
    path: str
    member: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignSource:
    """A document of another program.

    `text` is canonical and never changed by who takes it in: codings count in it. `interview` is
    the same text with its turns, where the reader has found who speaks; without it the text is
    looked through for labels. `files` are the originals as they came (a docx, a PDF, a recording).
    `raw` is what stands in the file about a source that is no text, its codings included, to be
    written again as it was; `coded` says in words what is coded in it, `coders` by whom.
    """

    key: str
    name: str
    kind: SourceKind = SourceKind.TEXT
    text: str = ""
    language: str = ""
    description: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    interview: Transcript | None = None
    files: tuple[ForeignFile, ...] = ()
    coded: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    raw: str = ""
    created: str = ""
    coder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCoding:
    """A code on a passage, or, where `code` is `""`, a memo on a passage that bears no code.

    `text` is what stands in the source from `start` to `end`. `created` is UTC in ISO 8601 or
    `""`, `coder` `""` where the other program does not say who. `selection` is the key of the
    passage, where the other program has it apart from what is said of it.
    """

    key: str
    source: str
    start: int
    end: int
    text: str
    code: str = ""
    coder: str = ""
    created: str = ""
    memo: str = ""
    selection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignMemo:
    """A memo that stands by itself or on something; see `MemoOn`."""

    key: str
    text: str
    on: MemoOn = MemoOn.PROJECT
    about: str = ""
    title: str = ""
    coder: str = ""
    created: str = ""


class VariableType(StrEnum):
    """How a variable of another program is typed; here every value is text."""

    TEXT = "Text"
    BOOLEAN = "Boolean"
    INTEGER = "Integer"
    FLOAT = "Float"
    DATE = "Date"
    DATE_TIME = "DateTime"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignVariable:
    """A column of what is known about cases or sources."""

    key: str
    name: str
    type: VariableType = VariableType.TEXT
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCase:
    """A person (or household, school ...) with `values` by the variables' names.

    `sources` are the keys of the documents that the case is in.
    """

    key: str
    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignGroup:
    """A set of sources or codes, by keys."""

    key: str
    name: str
    description: str = ""
    sources: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignLink:
    """A line from one thing to another, by their keys; `directed` where it has an arrow."""

    key: str
    origin: str
    target: str
    name: str = ""
    directed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedPiece:
    """Something that could not be taken as it stands: where it was, its words, and why.

    `raw` is what the file has, so that it can be looked up there and goes out again.
    """

    where: str
    words: str
    why: str
    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepsake:
    """Something that came from another program and goes out again as it was.

    `kind` says what it is, `about` the id of what it belongs to here, `content` the rest of it, as
    values that JSON can hold; see `coding.project.exchange.keeping`.
    """

    id: str
    kind: str
    about: str
    content: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ForeignProject:
    """All that another program's file holds.

    Parents stand before their children in `codes`. `notes` says what was assumed about the file
    and how sure that is, in sentences for people; one that begins "Please check:" asks for a
    person's eye. `unplaced` lists what could not be taken. `own` is what this very program wrote
    beyond what others know, by kind; see `coding.project.exchange`.
    """

    program: str
    version: str = ""
    name: str = ""
    codes: tuple[ForeignCode, ...] = ()
    sources: tuple[ForeignSource, ...] = ()
    codings: tuple[ForeignCoding, ...] = ()
    memos: tuple[ForeignMemo, ...] = ()
    variables: tuple[ForeignVariable, ...] = ()
    cases: tuple[ForeignCase, ...] = ()
    groups: tuple[ForeignGroup, ...] = ()
    links: tuple[ForeignLink, ...] = ()
    notes: tuple[str, ...] = ()
    unplaced: tuple[UnplacedPiece, ...] = ()
    own: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def codes_by_key(self) -> Mapping[str, ForeignCode]:
        """Return the codes by key."""
        return {code.key: code for code in self.codes}

    @cached_property
    def sources_by_key(self) -> Mapping[str, ForeignSource]:
        """Return the sources by key."""
        return {source.key: source for source in self.sources}

    def path(self, key: str) -> tuple[str, ...]:
        """Return the names from the top down to a code.

        >>> a, b = ForeignCode(key="1", name="A"), ForeignCode(key="2", name="B", parent="1")
        >>> ForeignProject(program="x", codes=(a, b)).path("2")
        ('A', 'B')
        """
        trail: list[str] = []
        while key and (code := self.codes_by_key.get(key)):
            trail.append(code.name)
            key = code.parent
        return tuple(reversed(trail))
