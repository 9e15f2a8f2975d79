"""Name every mistake a researcher can put right, each with where it is and how to mend it.

CodingError
├── FileError           a file that is damaged, of another kind, or built to do harm
├── TranscriptError     a file that cannot be read as an interview
├── CodebookError       codebook.yaml cannot be used as it stands (carries `problems`)
├── TableError          a csv or xlsx with the wrong columns or rows
├── SurveyError         a survey that cannot be read, or not be weighted as asked
├── DraftError         a report draft that cannot be read
├── ProjectError        the folder or its database cannot be opened or written
│   └── DamageError     what stands in the database is not what was written
├── NotFound            no such transcript, code, coding ... in this project
├── LanguageError       a pack of words that cannot be used
├── SameName            a code of this name is there already, and a second one was not asked for
├── SegmentError        offsets outside the text, or words that do not stand there
└── Conflict            somebody else changed it first, or an undo no longer fits
    └── JustNow         somebody is changing it at this very moment
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple


class CodingError(Exception):
    """One act that cannot be done: what is wrong, where, and a hint how to put it right.

    >>> str(CodingError("code `safety` appears twice", "codebook.yaml:41", "Give one another id."))
    'codebook.yaml:41: code `safety` appears twice. Give one another id.'

    `lasting` means that it is not the moment's fault: trying the same again changes nothing.
    """

    lasting = False

    def __init__(self, message: str, where: str = "", hint: str = "") -> None:
        self.message = message
        self.where = where
        self.hint = hint
        super().__init__(message, where, hint)

    def __str__(self) -> str:
        return f"{self.where}: {self.told}" if self.where else self.told

    @property
    def told(self) -> str:
        """What is wrong and how to put it right, without the place."""
        if not self.hint:
            return self.message
        stop = "" if self.message.endswith((".", "!", "?")) else "."
        return f"{self.message}{stop} {self.hint}"


class FileError(CodingError):
    """A file that is damaged, of another kind than its name says, or built to do harm."""


@contextmanager
def told_as(kind: type[CodingError], hint: str = "") -> Iterator[None]:
    """Let a door say in its own words what is wrong with a file: FileError becomes `kind`.

    `hint` takes the place of the file's own.
    """
    try:
        yield
    except FileError as e:
        raise kind(e.message, e.where, hint or e.hint) from e


class TranscriptError(CodingError):
    """A file that cannot be read as an interview."""


class CodebookError(CodingError):
    """codebook.yaml cannot be used as it stands; `problems` holds every fault, not the first."""

    def __init__(self, problems: Sequence[CodingError]) -> None:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(first.message, first.where, f"{first.hint}{more}")
        self.problems = tuple(problems)


class TableError(CodingError):
    """A table with the wrong columns or rows."""


class SurveyError(CodingError):
    """A survey that cannot be read, or not be weighted as asked."""


class DraftError(CodingError):
    """A report draft that cannot be read."""


class ProjectError(CodingError):
    """The project's folder or database cannot be opened or written."""


class DamageError(ProjectError):
    """What stands in the database is not what was written; it is not shown."""


class NotFound(CodingError):
    """No such thing in this project."""


class LanguageError(CodingError):
    """A pack of words that cannot be used."""


class SameName(CodingError):
    """A code of this name is there already; whoever wants a second one says so."""

    lasting = True


class SegmentError(CodingError):
    """Offsets outside the text, or words that do not stand there."""


class Clash(NamedTuple):
    """One text that two people wrote differently: `mine` was to be kept, `theirs` stands there.

    `field` is what the text is of, with its part after it (`("definition", "en")`).
    """

    field: tuple[str, ...]
    mine: str
    theirs: str


class Conflict(CodingError):
    """Somebody else changed it first; nothing was overwritten.

    `clashes` has both texts of every field that two people wrote differently. `version` is what
    stands there now and `key` its id, for whoever then decides; None and "" where neither is
    known. `by` and `at` say who changed it and when, "" where the log does not know.
    """

    def __init__(
        self,
        message: str,
        where: str = "",
        hint: str = "",
        *,
        clashes: Sequence[tuple[tuple[str, ...], str, str]] = (),
        version: int | str | None = None,
        key: str = "",
        by: str = "",
        at: str = "",
    ) -> None:
        super().__init__(message, where, hint)
        self.clashes = tuple(Clash(*clash) for clash in clashes)
        self.version = version
        self.key = key
        self.by = by
        self.at = at

    @property
    def mine(self) -> str:
        """What was to be kept, of several fields one below the other."""
        return "\n".join(clash.mine for clash in self.clashes)

    @property
    def theirs(self) -> str:
        """What stands there now, likewise."""
        return "\n".join(clash.theirs for clash in self.clashes)


class JustNow(Conflict):
    """Somebody is changing it at this very moment; a second try will do."""
