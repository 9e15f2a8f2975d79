"""Say what interviews are: texts, turns, and who speaks them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum


def new_id() -> str:
    """Return a fresh random id."""
    return str(uuid.uuid4())


def now() -> str:
    """Return this moment in UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


PIECE = 1 << 20
_ASCII = re.compile("[\0-\x7f]")


def canonical(text: str) -> str:
    r"""Normalise text as it is stored: NFC, `\n` line ends, no byte order mark, no NUL.

    >>> canonical("\ufeffcafe\u0301\r\nok")
    'café\nok'
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return _composed(text)


def _composed(text: str) -> str:
    """Return a text in NFC, worked on in pieces: a long one takes 12 bytes a letter else.

    A piece begins with an ASCII character, which nothing before it composes with.
    """
    if len(text) <= PIECE:
        return unicodedata.normalize("NFC", text)
    pieces, start, changed = [], 0, False
    while start < len(text):
        cut = _ASCII.search(text, start + PIECE)
        end = cut.start() if cut else len(text)
        piece = text[start:end]
        pieces.append(unicodedata.normalize("NFC", piece))
        changed |= pieces[-1] != piece
        start = end
    return "".join(pieces) if changed else text


def sha256(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Role(StrEnum):
    """Who speaks a turn.

    OTHER is what neither side of an interview says: a heading, an interpreter, a noise. UNKNOWN is
    what somebody says of whom the file does not tell: a person is to be asked, nobody guesses.
    """

    INTERVIEWER = "interviewer"
    PARTICIPANT = "participant"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says until the next speaks: characters `start` ≤ i < `end` of the text.

    The speaker's label, where the text has one, lies before `start`. `number` counts from 1.
    `participant` is the id of the person of the study who says it, `""` if nobody or not known.
    """

    number: int
    start: int
    end: int
    speaker: str = ""
    role: Role = Role.OTHER
    participant: str = ""
    time: float | None = None
    time_end: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks turns of one transcript, as that transcript calls them.

    `participant` is the id of the person of the study, `""` for an interviewer and for whoever is
    not known. `label` is what the file has, `name` what a person made of it.
    """

    label: str
    name: str
    role: Role
    participant: str = ""
    turns: int = 0
    words: int = 0


class DoubtKind(StrEnum):
    """What the reading of a file cannot tell, and a person can."""

    UNLABELLED = "unlabelled"
    LABEL = "label"
    ASKER = "asker"
    SAME = "same"
    PERSON = "person"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingDoubt:
    """A question that a file leaves open; until it is answered, its words are nobody's.

    `text` asks it, `about` is the label in question (`""` for paragraphs without one), `beside`
    the other label it may be the same as, or TURNS where two voices seem to take turns. `count`
    says how many paragraphs or turns hang on it, `places` where the first of them stand, as
    (start, end) in the text.
    """

    kind: DoubtKind
    text: str
    about: str = ""
    beside: str = ""
    count: int = 0
    places: tuple[tuple[int, int], ...] = ()


CONTINUE = "continue"
NOBODY = "nobody"
TURNS = "turns"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingAnswers:
    """What a person said about the doubts of a file before it comes in.

    `unlabelled` says whose the paragraphs without a label are: CONTINUE (the speaker before),
    NOBODY (ask later), TURNS (two voices take turns, by the paragraphs' form), a speaker's label,
    or `""` for not answered. `speakers` holds labels that
    are speakers, `words` those that are words. `names`, `roles` and `participants` say by label
    what a speaker is called, who asks, and who the person is; two of one name are one speaker.
    `columns` says by heading what the columns of a table hold, `usual` what they held in tables
    that came before: one with the very same headings is read so.
    """

    unlabelled: str = ""
    speakers: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    participants: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, ColumnUse] = field(default_factory=dict)
    usual: tuple[Mapping[str, ColumnUse], ...] = ()


NOTHING_SAID = ReadingAnswers()
"""What is said of a file that nobody was asked about."""


class ColumnUse(StrEnum):
    """What a column of a table holds: of an interview, or of what respondents answered.

    TAGS are codes on the words of their row. RESPONDENT is who answered, where each row is one
    person, with what is said of that person in ATTRIBUTE columns.
    """

    SPEAKER = "speaker"
    WORDS = "words"
    START = "start"
    END = "end"
    TAGS = "tags"
    RESPONDENT = "respondent"
    ATTRIBUTE = "attribute"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of a table that is read as an interview: its heading and its use.

    `examples` are the first different cells that it has something in; `shown` are its cells,
    empty ones too, in the few rows of the table that are shown to a person.
    """

    name: str
    use: ColumnUse
    examples: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTag:
    """A tag that a file puts on the characters `start` ≤ i < `end` of a text."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAnswer:
    """The characters `start` ≤ i < `end` of a text that one respondent wrote, and who that is."""

    start: int
    end: int
    respondent: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One interview as text; a corrected one is a new version of the same transcript.

    `notes` says what was dropped from the file or guessed about it, `doubts` what it leaves open,
    `cast` who its speakers are. `participant` is whom the interview is with, where it is one.
    Of a table there are its `columns`, the `tags` on passages, and the `respondents` if each row
    is what one of them answered: then it comes in as a text for each.
    """

    id: str = field(default_factory=new_id)
    name: str
    text: str
    turns: tuple[Turn, ...]
    language: str = ""
    participant: str = ""
    translation_of: str = ""
    file: str = ""
    notes: tuple[str, ...] = ()
    doubts: tuple[ReadingDoubt, ...] = ()
    cast: tuple[Speaker, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    tags: tuple[TextTag, ...] = ()
    respondents: tuple[OpenAnswer, ...] = ()

    @property
    def sha256(self) -> str:
        """Return the hash that proves the text unchanged."""
        return sha256(self.text)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Return the speakers' labels in order of first appearance."""
        return tuple(dict.fromkeys(t.speaker for t in self.turns if t.speaker))

    @property
    def words(self) -> int:
        """Count the words spoken, labels and headers' markup not included."""
        named = [speaker for speaker in self.cast if speaker.name]
        names = {speaker.name for speaker in named}
        rest = (t for t in self.turns if t.speaker not in names)
        counted = sum(len(self.text[t.start : t.end].split()) for t in rest)
        return counted + sum(speaker.words for speaker in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptInfo:
    """A transcript without its text, as lists show it.

    `version` goes up with each change of what is known about it (its name, whom it is with ...).
    `said` is another whenever somebody has changed its turns, `edition` whenever somebody has
    changed them or who speaks them.
    """

    id: str
    name: str
    language: str
    participant: str
    translation_of: str
    file: str
    sha256: str
    notes: tuple[str, ...]
    speakers: tuple[str, ...]
    turns: int
    words: int
    length: int
    imported: str
    codings: int = 0
    cast: tuple[Speaker, ...] = ()
    version: int = 1
    said: str = ""
    edition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a transcript read until it was corrected: a version of its text, number 1 the first.

    `turns` are start, end, who spoke and their role, as they were last; `replaced` says when it
    gave way to the next, `coder` by whom and `why` by what. The newest version has no row: the
    transcript is it.
    """

    id: str
    transcript: str
    number: int
    sha256: str
    file: str
    turns: tuple[tuple[int, int, str, str], ...]
    replaced: str
    coder: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who was interviewed: a pseudonym and attributes, in the order of participants.csv."""

    id: str
    pseudonym: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where a search found its words, with the words around it."""

    transcript: str
    name: str
    start: int
    end: int
    before: str
    hit: str
    after: str
