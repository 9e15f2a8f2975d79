"""Read files from outside where they can do no harm: what they kill is a child, never the app.

Documents, workbooks and SPSS files are read by other people's native code; anything large is as
much of a risk. Both are read in a process of its own, within limits, one for all files that
come soon after each other: starting it takes longer than reading most of them. Small tables are
read here, and so are interviews in plain text: handing over a million turns takes more memory than
reading them. Where many interviews come in, several processes read them, but for the largest.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from coding import drafts, transcripts
from coding.errors import CodingError, DraftError, SurveyError, TableError, TranscriptError
from coding.files.clean import printable
from coding.files.grids import Grid, read_grids
from coding.files.sheets import LaidOutSheet, read_sheet
from coding.files.tables import read_rows
from coding.jobs.child import Child, ChildDied, NoChild
from coding.jobs.crew import Errand, Look, in_order
from coding.jobs.lasting import lasting
from coding.model import Draft, ReadingAnswers, Transcript
from coding.model.tally import InterviewTally
from coding.survey import reading as surveys
from coding.transcripts.handed_over import handed_over

if TYPE_CHECKING:
    from coding.survey.choices import Choices
    from coding.survey.reading import SurveyFile

T = TypeVar("T")

NATIVE = (".docx", ".xlsx", ".sav")
"""Endings of files that native code of other people reads."""

LARGE = 2_000_000
"""Bytes from which a table or a draft is read in a child whatever it is."""

MEMORY = 2 << 30
"""Bytes that a child may take."""

LITTLE = 512 << 20
"""Bytes that a child may take that reads interviews: no document that is one needs as much."""

SPACE = 512 << 20
"""Bytes of addresses that such a child may set aside for libraries, without using them."""

SECONDS = 60.0
"""The most that reading one file may take."""

UNFORESEEN = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    *(RuntimeError, SyntaxError, AssertionError),
)
"""What libraries raise over a file that their authors did not think of."""

ANEW = (
    "It may be damaged, or more than a laptop can take: open it in the program that it was made"
    " with and save it anew. Nothing else was touched."
)

SMALL = 400_000
"""Bytes of interviews in plain text that a child reads at a time,"""

TOGETHER = 8
"""and the most of them, so that all children have some to read."""

MANY = 100
"""Interviews from which on several children read them: to start these takes half a second."""

CREW = 4
"""The most children that read; one that writes down what they read keeps no more of them busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An interview that is to be read: where it lies, or its content, and what was said of it."""

    path: Path
    content: bytes | None = field(default=None, repr=False)
    language: str = ""
    answers: ReadingAnswers = field(default_factory=ReadingAnswers)

    @property
    def size(self) -> int:
        """Return how many bytes it has, 0 for a file that is not there."""
        if self.content is not None:
            return len(self.content)
        with suppress(OSError, ValueError):
            return self.path.stat().st_size
        return 0


class ReadFile(NamedTuple):
    """An interview as it was read; one with a `tally` has its turns there, as rows alone."""

    transcript: Transcript
    tally: InterviewTally | None = None


class Outside:
    """The door for files from outside."""

    def __init__(self) -> None:
        self._child = lasting(memory=MEMORY)
        self._reader = lasting(memory=LITTLE, reserved=SPACE)

    def transcript(
        self,
        path: Path,
        content: bytes | None = None,
        *,
        language: str = "",
        answers: ReadingAnswers | None = None,
    ) -> Transcript:
        """Read a file, or its content if that is given, as an interview; raises TranscriptError.

        `answers` are what a person said about the doubts of the file.
        """
        unread = Unread(
            path=path, content=content, language=language, answers=answers or ReadingAnswers()
        )
        if path.suffix.lower() not in transcripts.PLAIN:
            where = printable(path.name)
            return self.within(self._reader, where, TranscriptError, _made(unread))
        with _told(printable(path.name), TranscriptError):
            return _made(unread)()

    def transcripts(
        self, files: Sequence[Unread], *, many: int = MANY
    ) -> Generator[ReadFile | CodingError, None, None]:
        """Yield each file as an interview, or else what is wrong with it, in their order.

        From so `many` files on, as many children read them as the machine has processors. Who
        does not want the rest closes the iterator.
        """
        crew = min(CREW, _processors())
        if len(files) < many or crew < 2:
            yield from map(self._outcome, files)
            return
        tasks = map(self._task, _together(files))
        with closing(in_order(tasks, crew, memory=LITTLE, reserved=SPACE)) as outcomes:
            for outcome in outcomes:
                yield from outcome

    def _task(self, files: Sequence[Unread]) -> Errand[list[ReadFile | CodingError]]:
        """Return the reading of files as work for a child, or for this process if one is large."""
        size = sum(unread.size for unread in files)
        if size >= LARGE:
            return Errand(work=lambda _child, _look: [*map(self._outcome, files)], apart=False)

        def work(child: Child | None, look: Look) -> list[ReadFile | CodingError]:
            if child is None:
                return [*map(self._outcome, files)]
            try:
                made = child.bounded(look, SECONDS, handed_over, [*map(_made, files)])
                return [ReadFile(*one_file) for one_file in made]
            except NoChild:
                raise
            except (CodingError, *UNFORESEEN):  # of which file, each of them tells by itself
                return [_read_apart(child, look, unread) for unread in files]

        return Errand(work=work, weight=size)

    def _outcome(self, unread: Unread) -> ReadFile | CodingError:
        try:
            return ReadFile(
                self.transcript(
                    unread.path, unread.content, language=unread.language, answers=unread.answers
                )
            )
        except CodingError as error:
            return error

    def draft(self, path: Path) -> Draft:
        """Read a report draft; raises DraftError."""
        if _tame(path):
            return drafts.read(path)
        return self.apart(str(path), DraftError, drafts.read, path)

    def comment(
        self, draft: Draft, data: bytes, target: Path, comments: Sequence[drafts.Comment]
    ) -> None:
        """Write a draft to a new .docx with comments; raises DraftError."""
        if Path(draft.name).suffix.lower() not in NATIVE:
            drafts.comment(draft, data, target, comments)
        else:
            self.apart(draft.name, DraftError, drafts.comment, draft, data, target, comments)

    def survey(self, path: Path, choices: Choices | str = "") -> SurveyFile:
        """Read a file of figures or answers; raises SurveyError or TableError.

        `choices` is what was decided about it, or its weight alone.
        """
        if _tame(path):
            return surveys.read(path, choices)
        return self.apart(path.name, SurveyError, surveys.read, path, choices)

    def rows(self, path: Path, *, required: Sequence[str]) -> list[dict[str, str]]:
        """Read a table as rows of text; raises TableError."""
        if _tame(path):
            return read_rows(path, required=required)
        return self.apart(path.name, TableError, read_rows, path, required=required)

    def grids(self, path: Path) -> tuple[Grid, ...]:
        """Read all sheets of a table as they lie there; raises TableError."""
        if _tame(path):
            return read_grids(path)
        return self.apart(path.name, TableError, read_grids, path)

    def sheet(self, path: Path) -> LaidOutSheet:
        """Read a sheet as people laid it out; raises TableError."""
        if _tame(path):
            return read_sheet(path)
        return self.apart(path.name, TableError, read_sheet, path)

    def apart(
        self,
        where: str,
        fault: type[CodingError],
        function: Callable[..., T],
        *args: Any,
        **named: Any,
    ) -> T:
        """Return what a function returns in the child; `fault` at `where` if it dies of that."""
        return self.within(self._child, where, fault, partial(function, *args, **named))

    def within(
        self, child: Child, where: str, fault: type[CodingError], function: Callable[[], T]
    ) -> T:
        """Return what a function returns in one of the children; `fault` if that dies of it."""
        with _told(where, fault):
            return child.bounded(lambda: None, SECONDS, function)


@contextmanager
def _told(where: str, fault: type[CodingError]) -> Iterator[None]:
    """Say of a file what is wrong with it, whatever reading it raises."""
    try:
        yield
    except NoChild:
        raise
    except ChildDied as death:
        raise fault(f"this file cannot be read: {death.message}", where, ANEW) from death
    except CodingError as error:
        if error.where:
            raise
        raise fault(error.message, where, error.hint) from error
    except UNFORESEEN as error:
        raise fault(f"this file cannot be read ({type(error).__name__})", where, ANEW) from error


def _made(unread: Unread) -> Callable[[], Transcript]:
    """Return what reads an interview, of nothing but the module that does it."""
    told: dict[str, Any] = {"language": unread.language, "answers": unread.answers}
    if unread.content is None:
        return partial(transcripts.read, unread.path, **told)
    return partial(transcripts.read_bytes, unread.content, unread.path.name, **told)


def _read_apart(child: Child, look: Look, unread: Unread) -> ReadFile | CodingError:
    try:
        with _told(printable(unread.path.name), TranscriptError):
            (made,) = child.bounded(look, SECONDS, handed_over, [_made(unread)])
            return ReadFile(*made)
    except NoChild:
        raise
    except CodingError as error:
        return error


def _together(files: Iterable[Unread]) -> Iterator[list[Unread]]:
    """Yield files as they are given to a child: small ones in plain text several at a time.

    To hand one over takes half as long as to read it.
    """
    group: list[Unread] = []
    size = 0
    for unread in files:
        small = unread.path.suffix.lower() in transcripts.PLAIN and unread.size < SMALL
        if group and (not small or len(group) == TOGETHER or size + unread.size > SMALL):
            yield group
            group, size = [], 0
        group.append(unread)
        size += unread.size
        if not small:
            yield group
            group, size = [], 0
    if group:
        yield group


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tame(path: Path) -> bool:
    """Tell whether a file can be read right here: it is small, and Python's own code reads it."""
    try:
        return path.suffix.lower() not in NATIVE and path.stat().st_size < LARGE
    except OSError:
        return True  # reading it says what is wrong
