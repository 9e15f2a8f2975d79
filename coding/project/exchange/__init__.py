"""Bring in what another program holds of a study, and hand over what this one does.

    foreign = project.exchange.read(path)                            whatever program wrote it
    plan = project.exchange.look(foreign)                            nothing is changed yet
    taken = project.exchange.take_in(foreign, choices, coder="ana")  one act, undone as one

`foreign` is what a reader of `coding.exchange` made of a file. Codes are matched by their paths,
sources by their texts; what is here already is not doubled, and nothing here is written over
unless `choices` say so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coding import __version__
from coding.errors import FileError
from coding.exchange import reading
from coding.exchange.plan import (
    CodePlan,
    ComingAs,
    ExchangeChoices,
    ExchangePlan,
    FieldDifference,
    NearCode,
    SourcePlan,
    Take,
)
from coding.exchange.refi_own import OURS
from coding.exchange.refi_write import write_qdc, write_qdpx
from coding.exchange.taguette import PROGRAM, with_levels
from coding.files.clean import printable
from coding.files.writing import check_suffix
from coding.model.exchange import ForeignProject
from coding.project.exchange import opening
from coding.project.exchange.colleague import BACKUP, is_copy, read_copy
from coding.project.exchange.giving import carried_tables, codes_given, given
from coding.project.exchange.looking import look
from coding.project.exchange.opening import FileHolds, HowToRead
from coding.project.exchange.taking import Taken, take_in
from coding.project.import_codings import CodedSheet
from coding.project.part import ProjectPart
from coding.store import Writer

__all__ = [
    "ENDINGS",
    "CodePlan",
    "ComingAs",
    "Exchange",
    "ExchangeChoices",
    "ExchangePlan",
    "FieldDifference",
    "FileHolds",
    "Given",
    "HowToRead",
    "NearCode",
    "SourcePlan",
    "Take",
    "Taken",
]

ENDINGS = (*reading.READERS, *opening.OTHERS, BACKUP)
"""The endings of files that `Exchange.read` understands."""

AS_PLANNED = ExchangeChoices()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How much was written for other programs; `notes` says what they will see of the rest."""

    sources: int = 0
    codes: int = 0
    codings: int = 0
    notes: tuple[str, ...] = ()


class Exchange(ProjectPart):
    """The acts on what comes from other programs and goes to them."""

    def read(
        self, path: Path, where: str = "", how: HowToRead = opening.AS_FOUND
    ) -> ForeignProject:
        """Read a file of another program, in a process of its own; raises CodingError.

        `where` is what the file is called to people, where that is not its name; `how` says what
        a table or a document is to be read as.
        """
        where = where or printable(path.name)
        suffix = path.suffix.lower()
        if is_copy(path):
            return read_copy(self.project, path, where)
        if path.exists() and (suffix in opening.OTHERS or path.is_dir()):
            return opening.read_other(self.project, path, where, how)
        foreign = self.project.outside.apart(where, FileError, reading.read, path, where)
        return with_levels(foreign) if foreign.program == PROGRAM else foreign

    def columns(self, path: Path, how: HowToRead = opening.AS_FOUND) -> tuple[CodedSheet, ...]:
        """Return the sheets of a table with what their columns seem to hold, () for other files.

        Raises CodingError.
        """
        if path.suffix.lower() not in opening.TABLES:
            return ()
        return opening.table_sheets(self.project, self.project.outside.grids(path), how)

    def look(self, foreign: ForeignProject) -> ExchangePlan:
        """Say what a foreign project would bring, without changing anything."""
        return look(self.project, foreign)

    def take_in(
        self,
        foreign: ForeignProject,
        choices: ExchangeChoices = AS_PLANNED,
        *,
        coder: str,
        act: str = "",
        also: Callable[[Writer], None] | None = None,
    ) -> Taken:
        """Bring a foreign project in as one act, as planned but for what `choices` say.

        `also` writes more into the act. Raises CodingError, and nothing of it is in then.
        """
        return take_in(self.project, foreign, choices, coder=coder, act=act, also=also)

    def write(self, path: Path) -> Given:
        """Write the whole study for other programs (.qdpx), or its codebook (.qdc); say how much.

        Raises CodingError.
        """
        origin = f"{OURS} {__version__}"
        if check_suffix(path, (".qdpx", ".qdc")) == ".qdc":
            codes = write_qdc(codes_given(self.project), path, origin)
            return Given(codes=codes)
        foreign = given(self.project)
        write_qdpx(foreign, path, origin)
        passages = sum(bool(coding.code) for coding in foreign.codings)
        return Given(
            sources=len(foreign.sources),
            codes=len(foreign.codes),
            codings=passages,
            notes=self.staying(),
        )

    def staying(self) -> tuple[str, ...]:
        """Say what of the study does not go out to other programs.

        Those are codings whose words a corrected text does not have, and files of figures and
        answers that are no small table.
        """
        adrift = len(self.project.revisions.adrift())
        stay = "coding stays" if adrift == 1 else "codings stay"
        told = f"{adrift} {stay} behind: a corrected text has other words in its place."
        said = [f"{told} `coding unsure` lists what is to be placed."] if adrift else []
        carried = carried_tables(self.project)
        folder = self.project.survey.folder
        left = sorted(
            printable(path.name)
            for path in (folder.iterdir() if folder.is_dir() else ())
            if path.is_file() and path.name not in carried and not path.name.startswith(".")
        )
        if left:
            said.append(f"Does not go along, from the folder survey: {', '.join(left)}.")
        return tuple(said)
