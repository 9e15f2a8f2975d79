"""Say what a report draft is made of, and what its checks find."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from coding.model.claims import Claim


class Block(StrEnum):
    """What a paragraph of a draft is. CELL is one cell of a table, NOTE a foot- or endnote."""

    TEXT = "text"
    HEADING = "heading"
    QUOTE = "quote"
    CELL = "cell"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Characters `start` to `end` of a draft's plain text.

    `around` are words that belong to it but stand elsewhere: of a table's cell the heads of its
    row and column. `table`, `row` and `column` number the tables, their rows and columns from 1, 0
    outside. So many characters from its `start` as `set_off` says are set off from running text
    by how they look: in italics, or indented.
    """

    number: int
    start: int
    end: int
    kind: Block = Block.TEXT
    around: str = ""
    table: int = 0
    row: int = 0
    column: int = 0
    set_off: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report draft as plain text, in paragraphs in order of `start`.

    `sha256` is that of the file. `notes` say what was left out or guessed when it was read.
    """

    name: str
    text: str
    sha256: str
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[str, ...] = ()


class Level(StrEnum):
    """How sure a finding is: proved by arithmetic or a look-up, likely, or good to know."""

    ERROR = "error"
    CHECK = "check"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a finding rests on.

    `kind` is `passage` (of the transcript with id `source`), `figure` (the indicator with id
    `source`), `draft` (another place of the draft) or `rule` (neither; `text` says it). `start`
    and `end` are characters of the transcript or draft. `where` names the place for a person.
    """

    kind: str
    text: str
    where: str = ""
    source: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Words that the source has and those the draft has in their place; one may be `""`."""

    source: str
    draft: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found at characters `start` to `end` of a draft, and how to mend it.

    `verdict` is what the check concluded, in a word or two. `sentence` is the whole sentence;
    a decision about the finding holds as long as it reads so.
    """

    check: str
    level: Level
    verdict: str
    start: int
    end: int
    excerpt: str
    message: str
    hint: str
    sentence: str
    paragraph: int = 0
    evidence: tuple[Evidence, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def key(self) -> str:
        """Return what the finding is known by: check, verdict, words and sentence, hashed."""
        words = "\x1f".join(
            [self.check, self.verdict, self.excerpt, " ".join(self.sentence.split())]
        )
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One quotation or figure that was looked at: `kind` is `quotation` or `figure`."""

    kind: str
    verdict: str
    start: int
    end: int
    excerpt: str
    paragraph: int = 0
    message: str = ""
    evidence: tuple[Evidence, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person decided about a finding, known by its key.

    `decided` is `fixed`, `accepted` or `not ours`.
    """

    id: str
    decided: str
    reason: str
    coder: str
    at: str
    sentence: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that the checks of one draft found, and its claims, in the order of the draft."""

    draft: Draft
    findings: tuple[Finding, ...]
    examined: tuple[Examined, ...]
    notes: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
