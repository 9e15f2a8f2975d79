"""Say what codes and quotes are, and who did what to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Origin(StrEnum):
    """How a coding came to be: a person's own act, or a suggestion a person accepted."""

    PERSON = "person"
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A label with its definition, as codebook.yaml has it.

    `name` and `definition` are in the codebook's first language; `names` and `definitions` hold
    every language given (empty where the file has plain text). `keywords` are by language, with
    the key `""` for a plain list. `parent` is the id of the code above, `""` at the top.
    """

    id: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    definition: str = ""
    definitions: Mapping[str, str] = field(default_factory=dict)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    color: str = ""
    indicators: tuple[str, ...] = ()
    parent: str = ""
    line: int = 0


CODE_LISTS = ("include", "exclude", "examples", "indicators")
"""The fields of a code that hold a list, whatever language it is in."""


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


@dataclass(frozen=True)
class Codebook:
    """The tree of codes, in the order of the file, parents before their children."""

    codes: tuple[Code, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Code]:
        """Return the codes by id."""
        return {code.id: code for code in self.codes}

    @cached_property
    def called(self) -> Mapping[str, str]:
        """Return code → what lists call it: its name, with those above it where two share one.

        >>> below = [Code(id=f"{c}1", name="Other", parent=c) for c in ("fear", "work")]
        >>> book = Codebook((Code(id="fear", name="Fear"), Code(id="work", name="Work"), *below))
        >>> book.called["work1"], book.called["fear"]
        ('Work › Other', 'Fear')
        """
        paths = {code.id: " › ".join(up.name for up in self.path(code.id)) for code in self.codes}
        names = Counter(_plain(code.name) for code in self.codes)
        taken = Counter(paths.values())
        return {
            code.id: code.name
            if names[_plain(code.name)] == 1
            else paths[code.id]
            if taken[paths[code.id]] == 1
            else f"{paths[code.id]} ({code.id})"
            for code in self.codes
        }

    def namesakes(self, name: str, *, but: str = "") -> tuple[Code, ...]:
        """Return the codes that are called like this in any language, in whatever letters.

        >>> other = Code(id="b", name="X", names={"de": "FEAR"})
        >>> book = Codebook((Code(id="a", name="Fear"), other))
        >>> [code.id for code in book.namesakes(" fear ")], book.namesakes("fear", but="a")[0].id
        (['a', 'b'], 'b')
        """
        wanted = _plain(name)
        return tuple(
            code
            for code in self.codes
            if code.id != but and wanted in map(_plain, (code.name, *code.names.values()))
        )

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code_id: object) -> bool:
        return code_id in self.by_id

    def children(self, code_id: str) -> tuple[Code, ...]:
        """Return the codes directly below one, or the top ones for `""`."""
        return tuple(code for code in self.codes if code.parent == code_id)

    def family(self, code_id: str) -> tuple[str, ...]:
        """Return the ids of a code and of all codes below it.

        >>> book = Codebook((Code(id="a", name="A"), Code(id="b", name="B", parent="a")))
        >>> book.family("a")
        ('a', 'b')
        """
        found = {code_id}
        for code in self.codes:
            if code.parent in found:
                found.add(code.id)
        return tuple(c.id for c in self.codes if c.id in found)

    def path(self, code_id: str) -> tuple[Code, ...]:
        """Return the codes from the top down to one, itself included."""
        trail: list[Code] = []
        code = self.by_id.get(code_id)
        while code is not None:
            trail.append(code)
            code = self.by_id.get(code.parent)
        return tuple(reversed(trail))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One code on one segment by one coder, with the words it was put on.

    `version` counts the changes made to it; a change names the version it was made against.
    """

    id: str
    transcript: str
    start: int
    end: int
    text: str
    code: str
    coder: str
    created: str
    origin: Origin = Origin.PERSON
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingFilter:
    """Which codings are looked at: of some codes, coders and interviews; empty means all.

    `codes` take those below them along. Interviews are those of `transcripts`, chosen by hand, and
    those in which somebody speaks whom `where` (attribute → values) fits. One that names nothing
    but interviews is a group of interviews.
    """

    codes: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


EVERYTHING = CodingFilter()
"""The filter that lets everything through."""


class Choice(StrEnum):
    """What a person did with a suggestion; SKIP leaves it open."""

    ACCEPT = "accept"
    REJECT = "reject"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a coder decided about a code that was proposed for a segment, and what was shown.

    `score` is the probability shown with it and `raw` what the machine made of it before that
    was set right by earlier decisions. `visible` says whether the coder could see the proposal
    before deciding, `audit` whether it was drawn at random for checking, `model` which state of
    the machine made it. `coding` is the coding that an acceptance made.
    """

    id: str
    transcript: str
    start: int
    end: int
    code: str
    coder: str
    choice: Choice
    score: float
    raw: float
    visible: bool = True
    audit: bool = False
    model: str = ""
    coding: str = ""
    at: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Words that a coder had in sight and went on from without coding them.

    `codes` were proposed there and shown; where there are none, the coder has said that the words
    are read, whatever was shown.
    """

    transcript: str
    start: int
    end: int
    coder: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One part of why a code is proposed: `weight` is what it adds to the log odds.

    `kind` is keywords, words, passages, definition, question, around, length or frequency; `text`
    says it to a person; `evidence` are segments to look at, as (transcript, start, end).
    """

    kind: str
    weight: float
    text: str
    evidence: tuple[tuple[str, int, int], ...] = ()


def likelihood(score: float) -> str:
    """Return a score in a word.

    >>> [likelihood(score) for score in (0.7, 0.69, 0.3, 0.29)]
    ['likely', 'possible', 'possible', 'weak']
    """
    return "likely" if score >= 0.7 else "possible" if score >= 0.3 else "weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A code that the machine proposes for a segment; a coding only by a person's act.

    `score` is the probability that a coder would put it there; `provisional` until enough
    decisions have shown how far such figures can be trusted (`raw` is the figure before that was
    set right by them). `id` is "" until it is kept. `runner_up` is the id of the next
    likeliest code and its score, `apart` the words here that speak for the one against the other.
    """

    id: str
    transcript: str
    start: int
    end: int
    text: str
    code: str
    score: float
    raw: float
    provisional: bool = True
    negated: bool = False
    reasons: tuple[Reason, ...] = ()
    runner_up: tuple[str, float] = ("", 0.0)
    apart: tuple[str, ...] = ()

    @property
    def likelihood(self) -> str:
        """Return the score in a word: likely from .7, possible from .3, else weak."""
        return likelihood(self.score)


PARAPHRASE, SUMMARY = "paraphrase", "summary"
"""Kinds of memos in which a researcher says what others say, in words of their own."""

MEMO_KINDS = (
    *("project", "transcript", "turn", "code", "coding", "participant", "question"),
    *(PARAPHRASE, SUMMARY),
)

MOST_STARS = 3
"""How many stars a coding can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A note on a project, transcript, turn, code, coding, participant or survey question.

    `kind` is one of those words; `about` is the id of what it is on (for a turn:
    `TRANSCRIPT#NUMBER`). A paraphrase is on a coding and says it in a line of one's own; a summary
    is on what an interview has on a code, `TRANSCRIPT#CODE`.
    """

    id: str
    kind: str
    about: str
    coder: str
    text: str
    created: str
    updated: str
    version: int = 1


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One row of the log: who did what and when; `undone` if it has been taken back.

    `by_hand` is an edit of a file outside the app, signed by nobody. `held` says why the act could
    not be taken back, or done again, when that was last tried; "" if it was not.
    """

    seq: int
    id: str
    at: str
    coder: str
    verb: str
    summary: str
    undone: bool = False
    by_hand: bool = False
    held: str = ""

    @property
    def signed(self) -> str:
        """Return who did it, as people read it: "" for what the app did by itself."""
        return self.coder or ("by hand" if self.by_hand else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in the project that is not sound: where, what, and how to mend it."""

    where: str
    what: str
    hint: str = ""
