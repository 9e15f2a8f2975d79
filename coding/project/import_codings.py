"""Put codings into the database, those of a table made elsewhere among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coding import codebook as codebook_door
from coding.codebook.colours import keep_colors
from coding.codebook.finding import CodesByName, spelled
from coding.errors import CodingError, NotFound, TableError
from coding.exchange.coded_rows import CodedRow, read_coded, settled
from coding.exchange.coded_sheets import (
    MEANING,
    CodedSheet,
    Holds,
    SheetColumn,
    column_called,
    mapped,
)
from coding.exchange.columns import proposed
from coding.files.clean import printable
from coding.files.grids import Grid
from coding.language.finding import Nearness
from coding.model import Code, Codebook, Coding, Origin, new_id, now
from coding.store import Writer
from coding.transcripts.placing import (
    InterviewNames,
    PlacedRow,
    RowPlace,
    place_rows,
)

if TYPE_CHECKING:
    from coding.project import Project

__all__ = [
    "MEANING",
    "CodedSheet",
    "CodingsReport",
    "Holds",
    "PlannedCodings",
    "SheetColumn",
    "Told",
    "WordsAnywhere",
    "plan_codings",
    "put_codings",
    "read_told",
    "sheets_of",
]

Told = Mapping[tuple[str, int], tuple[Holds, str]]
"""What a person said of columns: (sheet, number of the column) → what it holds, whose codes."""

LOOKED_THROUGH = 300
"""Interviews up to which each is looked through for the words of a row that names none."""

LEAST_LETTERS = 12
"""Letters that words must have to be looked for in every interview."""

_BY_NAME = "by"


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What an import of codings did; `failed` holds (row number in the file, fault).

    `notes` say what was taken for what.
    """

    added: int
    already_there: int
    failed: list[tuple[int, CodingError]]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCodings:
    """What a table would bring, before anything is changed.

    `ready` are codings with the number of their row, `failed` rows with what is wrong; `unknown`
    are names of codes that the codebook does not have, with how many rows have them, and `codes`
    those of them that are to be new ones. `there` counts the codings that are in already.
    """

    ready: tuple[tuple[int, Coding], ...]
    failed: tuple[tuple[int, CodingError], ...]
    unknown: Mapping[str, int]
    notes: tuple[str, ...]
    codes: tuple[Code, ...] = ()
    there: int = 0


def sheets_of(
    grids: Sequence[Grid], *, documents: Iterable[str], codes: CodesByName, told: Told
) -> tuple[CodedSheet, ...]:
    """Return the sheets of a file with what their columns hold, as proposed or as a person said."""
    names = list(documents)
    sheets = [proposed(grid, documents=names, is_code=codes.knows) for grid in grids]
    said = [
        mapped(s, {n: what for (sheet, n), what in told.items() if sheet == s.name}) for s in sheets
    ]
    return settled(said)


def read_told(sheets: Sequence[CodedSheet], maps: Iterable[str]) -> Told:
    """Return what `COLUMN=WHAT` says of columns; `WHAT` may name whose codes: `code by Ana`.

    Raises TableError for a column that no sheet has, and for what no column can hold.
    """
    told: dict[tuple[str, int], tuple[Holds, str]] = {}
    kinds = ", ".join(kind.value for kind in Holds)
    for line in maps:
        name, sign, what = line.rpartition("=")
        kind, _, coder = what.strip().partition(f" {_BY_NAME} ")
        if not sign or kind.strip().lower() not in set(Holds):
            raise TableError(
                f"cannot read `--map {line}`", hint=f"Write COLUMN=WHAT; WHAT is one of {kinds}."
            )
        holds = Holds(kind.strip().lower())
        found = 0
        for sheet in sheets:
            try:
                column = column_called(sheet, name)
            except TableError:
                continue
            told[sheet.name, column.number] = (holds, coder.strip())
            found += 1
        if not found:
            column_called(sheets[0], name)
    return told


def plan_codings(
    project: Project,
    sheets: Sequence[CodedSheet],
    *,
    coder: str,
    where: str,
    first: bool = False,
    new_codes: bool = False,
) -> PlannedCodings:
    """Return what the rows of coded sheets would bring into a study as it is now.

    Words that stand several times in an interview are the `first`, or refused; with `new_codes`
    what the codebook does not know is a code to be added, or else refused.

    Raises TableError where no column says which words are coded, or with what.
    """
    coded = [sheet for sheet in sheets if sheet.is_coded]
    if not coded:
        raise TableError(_lacking(sheets[0]), where, _columns_hint(sheets[0]))
    codes = _CodesNamed(project.codes.book(), new_codes)
    table = read_coded(coded, is_code=codes.knows)
    names = InterviewNames(project.transcripts.all())
    failed: list[tuple[int, CodingError]] = []
    found: dict[str, list[tuple[CodedRow, str, str]]] = defaultdict(list)
    anywhere = WordsAnywhere(project)
    for row in table.rows:
        try:
            transcript = "" if row.document or names.only else anywhere.whose(row.words)
            transcript = transcript or names.find(row.document)
        except NotFound as error:
            failed.append((row.row, error))
            continue
        for path, whose in row.codes:
            try:
                found[transcript].append((row, codes.of(path), whose))
            except NotFound as error:
                failed.append((row.row, error))
    ready: list[tuple[int, Coding]] = []
    near: dict[Nearness, int] = defaultdict(int)
    for transcript, rows in found.items():
        text = project.transcripts.get(transcript).text
        wanted = [
            RowPlace(row.row, row.words, row.start, row.end, f"{code}\n{whose}")
            for row, code, whose in rows
        ]
        for (row, code, whose), place in zip(
            rows, place_rows(wanted, text, first=first), strict=True
        ):
            if not isinstance(place, PlacedRow):
                failed.append((row.row, place))
                continue
            near[place.nearness] += 1
            coding = Coding(
                id=new_id(),
                transcript=transcript,
                start=place.start,
                end=place.end,
                text=text[place.start : place.end],
                code=code,
                coder=whose or coder,
                created=row.created or now(),
                origin=Origin.SUGGESTION if row.origin == "suggestion" else Origin.PERSON,
            )
            ready.append((row.row, coding))
    return PlannedCodings(
        ready=tuple(sorted(ready, key=lambda pair: pair[0])),
        failed=tuple(sorted(failed, key=lambda pair: pair[0])),
        unknown=codes.unknown,
        codes=tuple(codes.new),
        there=_in_already(project, [coding for _, coding in ready]),
        notes=(*table.notes, *nearness_notes(near), *_alike(ready, project)),
    )


def put_codings(
    project: Project, planned: PlannedCodings, *, coder: str, name: str, act: str = ""
) -> CodingsReport:
    """Put what was planned into the database as one act; what is there already is not doubled."""
    there = 0
    report = CodingsReport(0, 0, list(planned.failed), list(planned.notes))
    if not planned.ready:
        return report

    def write(w: Writer) -> None:
        nonlocal there
        for _, coding in planned.ready:
            if w.coding_like(coding):
                there += 1
            else:
                w.add_coding(replace(coding, id=new_id()))

    summary = f"{len(planned.ready)} codings from {printable(name)}"
    if planned.codes:
        project.files.change_codebook(
            lambda text: keep_colors(text, codebook_door.add_all(text, planned.codes)),
            coder=coder,
            summary=f"{summary}, {len(planned.codes)} new codes",
            act=act,
            also=write,
        )
    else:
        with project.store.writing(
            coder=coder, verb="import-codings", summary=summary, act=act
        ) as w:
            write(w)
    return replace(report, added=len(planned.ready) - there, already_there=there)


class WordsAnywhere:
    """Finds the only interview in which words stand, for rows that name none."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._texts: dict[str, str] | None = None

    def whose(self, words: str) -> str:
        """Return the id of the only interview that has some words, letter by letter, or ""."""
        wanted = _letters(words)
        if self._texts is None:
            transcripts = self._project.transcripts
            listed = transcripts.all()
            self._texts = {
                info.id: _letters(transcripts.get(info.id).text)
                for info in (listed if len(listed) <= LOOKED_THROUGH else ())
            }
        if len(wanted) < LEAST_LETTERS:
            return ""
        found = [key for key, text in self._texts.items() if wanted in text]
        return found[0] if len(found) == 1 else ""


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


class _CodesNamed:
    """The codes that rows may name: those there are and, where they may be, new ones."""

    def __init__(self, book: Codebook, may_be_new: bool) -> None:
        self._known = CodesByName(book)
        self._taken = set(book.by_id)
        self._may_be_new = may_be_new
        self._made: dict[tuple[str, ...], str] = {}
        self.new: list[Code] = []
        self.unknown: dict[str, int] = defaultdict(int)

    def knows(self, name: str) -> bool:
        """Tell whether a name is that of a code there is."""
        return self._known.knows(name)

    def of(self, path: Sequence[str]) -> str:
        """Return the id of the code that a path means; raises NotFound for none, and several."""
        name = " > ".join(path)
        ids = self._known.find(path)
        if len(ids) == 1:
            return ids[0]
        if ids:
            several = " or ".join(f"`{key}`" for key in ids[:3])
            raise NotFound(
                f"several codes are called “{name}”",
                hint=f"Write the id of the one meant: {several}.",
            )
        self.unknown[name] += 1
        if not self._may_be_new:
            raise NotFound(f"there is no code `{name}`", hint="Add it to codebook.yaml first.")
        return self._add(path)

    def _add(self, path: Sequence[str]) -> str:
        """Have a code added, and what it is below where that is not there either."""
        key = ""
        for depth in range(1, len(path) + 1):
            there = self._known.find(path[:depth])
            mark = tuple(spelled(name) for name in path[:depth])
            if len(there) == 1:
                key = there[0]
            elif mark in self._made:
                key = self._made[mark]
            else:
                made = codebook_door.new_code_id(path[depth - 1], self._taken)
                self.new.append(Code(id=made, name=path[depth - 1], parent=key))
                self._taken.add(made)
                self._made[mark] = key = made
        return key


def _in_already(project: Project, codings: Sequence[Coding]) -> int:
    """Count the codings that are in the study already, or said by an earlier row."""
    there = {_place_of(coding) for coding in project.store.codings.all()} if codings else set()
    doubled = 0
    for coding in codings:
        doubled += _place_of(coding) in there
        there.add(_place_of(coding))
    return doubled


def _place_of(coding: Coding) -> tuple[str, int, int, str, str]:
    return coding.transcript, coding.start, coding.end, coding.code, coding.coder


def nearness_notes(near: Mapping[Nearness, int]) -> list[str]:
    """Say how many passages were found although they are written otherwise."""
    said = {
        Nearness.WRITTEN: "with other quotation marks, dashes or capitals",
        Nearness.EDGES: "without the marks around them",
        Nearness.SIGNS: "with other signs between the words",
        Nearness.ELIDED: "although they leave something out (…): all of it is coded",
    }
    return [
        f"{near[kind]} {'coding was' if near[kind] == 1 else 'codings were'} found {how}."
        for kind, how in said.items()
        if near.get(kind)
    ]


def _alike(ready: Sequence[tuple[int, Coding]], project: Project) -> list[str]:
    """Ask about coders whose names differ in case alone: they may be one."""
    names = {coding.coder for _, coding in ready} | set(project.store.codings.coders())
    spelled: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        spelled[name.casefold()].append(name)
    return [
        f"Please check: {' and '.join(f'“{n}”' for n in several)} are kept as different coders."
        for several in spelled.values()
        if len(several) > 1
    ]


def _lacking(sheet: CodedSheet) -> str:
    if not sheet.holding(Holds.CODE, Holds.MARK):
        return "no column says which codes there are"
    return "no column has the words that are coded, or where they begin and end"


def _columns_hint(sheet: CodedSheet) -> str:
    listed = ", ".join(f"{column.name} ({column.holds.value})" for column in sheet.columns)
    return f"Say what they hold (on the command line --map COLUMN=WHAT). Read as: {listed}."
