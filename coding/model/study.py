"""Say what codes, codings and memos are, and who did what to them."""

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
