"""Say what the report quotes: segments as printed, in sections, with what stands between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CITING = ("characters", "turns", "lines")
"""How the place of a quote in its interview may be printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A coded segment as the report may print it.

    `text` is the segment's words, `translation` what stands there in the transcript's
    translation or original (`""` if there is none), `codes` every code on that very segment.
    `printed` is the text with marks in place of speakers' labels, `""` where it has none;
    `interview` is what the interview is called where nobody is to be named: "interview 7".
    `language` is that of the words, `other_language` that of the translation.
    """

    coding: str
    transcript: str
    name: str
    start: int
    end: int
    text: str
    translation: str
    participant: str
    attribution: str
    codes: tuple[str, ...]
    coders: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    printed: str = ""
    interview: str = ""
    language: str = ""
    other_language: str = ""

    @property
    def words(self) -> str:
        """Return the words as they are printed: nobody's label is in them."""
        return self.printed or self.text


class PrintedLanguages(StrEnum):
    """In which language a quote of an interview in two is printed."""

    BOTH = "both"
    ORIGINAL = "original"
    TRANSLATION = "translation"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedWords:
    """A quote's words as printed, and those `beside` them in the other language, `""` for none."""

    words: str
    beside: str = ""
    language: str = ""
    beside_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideWords:
    """What is printed beside a quote in the other language, where somebody has said so.

    `whole` prints all of it, however the quote was cut; `words` are somebody's own, else `""`.
    `languages` is in which the quote is printed, None as all around it are. `version` is 0 where
    nothing was said.
    """

    whole: bool = False
    words: str = ""
    languages: PrintedLanguages | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A quote put into a basket: its place in the order and the words as printed."""

    id: str
    basket: str
    coding: str
    position: int
    printed: str
    version: int = 1
    beside: BesideWords = BesideWords()


class InsertKind(StrEnum):
    """What may stand between the quotes of a section."""

    FIGURE = "figure"
    NOTE = "note"
    HEADING = "heading"


HEADING_LEVELS = (2, 3)
"""How deep headings within a section may stand; the section's own name stands above, at 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """A figure, a note or a heading between the quotes of a section, at its place in the order.

    `body` is the id of the figure, or the words; `level` is that of a heading, 0 for the rest.
    """

    id: str
    basket: str
    kind: InsertKind
    body: str
    position: int
    level: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """A section of the report: quotes chosen for it, in order, with what stands between them."""

    id: str
    name: str
    items: tuple[Pick | Insert, ...] = ()
    version: int = 1

    @property
    def picks(self) -> tuple[Pick, ...]:
        """Return the quotes alone, in their order."""
        return tuple(item for item in self.items if isinstance(item, Pick))
