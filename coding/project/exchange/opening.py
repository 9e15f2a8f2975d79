"""Read what is no REFI-QDA: databases, spreadsheets, Word comments, code lists, Taguette's html."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from coding import codebook as codebook_door
from coding.codebook.finding import CodesByName
from coding.errors import FileError, TableError
from coding.exchange import qc, qualcoder, taguette, taguette_html
from coding.exchange.code_lists import is_code_list, read_code_list
from coding.exchange.code_outline import codes_listed
from coding.exchange.refi_xml import MOST_CODES
from coding.exchange.trees import in_order
from coding.exchange.word_codes import codes_in_word
from coding.exchange.word_comments import coded_by_comments, read_comments
from coding.files.decode import decode
from coding.files.grids import Grid
from coding.model import Codebook
from coding.model.exchange import ForeignCode, ForeignFile, ForeignProject
from coding.project.exchange.composing import composed
from coding.project.exchange.restoring import told_of_code
from coding.project.import_codings import CodedSheet, Holds, read_told, sheets_of
from coding.store import elsewhere

if TYPE_CHECKING:
    from coding.project import Project

TABLES = (".csv", ".tsv", ".xlsx")
LISTS = (".txt", ".md", ".yaml", ".yml")
DATABASES = (".sqlite3", ".sqlite", ".db", ".qda")
PAGES = (".html", ".htm")
WORD = (".docx",)
OTHERS = (*DATABASES, *TABLES, *WORD, *PAGES, *LISTS)
"""Endings of files that are no REFI-QDA and can be brought in."""

MOST_BYTES = 50_000_000
_DOCUMENTS = "documents"


class FileHolds(StrEnum):
    """What a table or a document is to be read as, where that is not to be found out."""

    CODINGS = "codings"
    ANSWERS = "answers"
    CODEBOOK = "codebook"


@dataclass(frozen=True, slots=True, kw_only=True)
class HowToRead:
    """What a person says of a file: what it holds, and its columns (`COLUMN=WHAT`, or `told`).

    `told` are the items of a `Told`.

    `texts` are the columns of answers to open questions. Words that stand several times in an
    interview are `first` ones where nothing else tells; without that they are listed.
    """

    holds: FileHolds | None = None
    maps: Sequence[str] = ()
    texts: Sequence[str] = ()
    told: tuple[tuple[tuple[str, int], tuple[Holds, str]], ...] = ()
    first: bool = False


AS_FOUND = HowToRead()


def read_other(
    project: Project, path: Path, where: str, how: HowToRead = AS_FOUND
) -> ForeignProject:
    """Return what a file or folder of another program holds.

    Raises CodingError for what is damaged, has more codes than anybody's codebook, or holds
    nothing that can be brought in.
    """
    foreign = _read_other(project, path, where, how)
    if len(foreign.codes) > MOST_CODES:
        raise FileError(
            f"it has {len(foreign.codes):,} codes, more than a codebook can have",
            where,
            "Is a column of something else read as codes?",
        )
    return foreign


def _read_other(project: Project, path: Path, where: str, how: HowToRead) -> ForeignProject:
    suffix = path.suffix.lower()
    if path.is_dir() or elsewhere.is_database(path) or suffix in DATABASES:
        return project.outside.apart(where, FileError, read_database, path, where)
    if path.stat().st_size > MOST_BYTES:
        raise FileError("the file has more than 50 MB", where, "Is it the right file?")
    if suffix in WORD:
        return _word(project, path, where, how)
    if suffix in TABLES:
        return _tables(project, project.outside.grids(path), where, how)
    text = decode(path.read_bytes(), where).text
    if suffix in PAGES:
        return _page(project, text, where, how)
    return _list(text, where)


# ── databases ──


def read_database(path: Path, where: str) -> ForeignProject:
    """Return the project in a database, or in the folder that has one; raises FileError."""
    database = path
    if path.is_dir():
        found = [name for name in _databases(path) if elsewhere.is_database(name)]
        if len(found) != 1:
            message = (
                "the folder has no database" if not found else "the folder has several databases"
            )
            raise FileError(message, where, "Name the database itself.")
        database = found[0]
    there = elsewhere.tables_in(database)
    if taguette.is_taguette(there):
        return taguette.read_taguette(elsewhere.rows_in(database, taguette.TABLES), where)
    if qualcoder.is_qualcoder(there):
        rows = elsewhere.rows_in(database, qualcoder.TABLES)
        name = database.parent.name if database.name == "data.qda" else where
        return qualcoder.read_qualcoder(rows, name, _files(database.parent))
    if qc.is_qc(there):
        return _qc(database, where)
    raise FileError(
        "this database is of no program that is known",
        where,
        "Taguette, QualCoder and qc are; others write REFI-QDA (.qdpx).",
    )


def _databases(folder: Path) -> Iterable[Path]:
    return sorted(f for f in folder.iterdir() if f.suffix.lower() in DATABASES and f.is_file())


def _files(folder: Path) -> Mapping[str, ForeignFile]:
    """Return the files in the folders of a QualCoder project, by name."""
    found = {}
    for name in (_DOCUMENTS, "images", "audio", "video"):
        inside = folder / name
        for file in sorted(inside.iterdir()) if inside.is_dir() and not inside.is_symlink() else ():
            if file.is_file() and not file.is_symlink():
                found[file.name] = ForeignFile(
                    name=file.name, path=str(file), size=file.stat().st_size
                )
    return found


def _qc(database: Path, where: str) -> ForeignProject:
    """Return a qc project: the database, and beside it the codebook, the texts and the memos."""
    folder = database.parent
    said = _settings(folder)
    texts: dict[str, str] = {}
    corpus = folder / said.get("corpus_dir", "corpus")
    rows = elsewhere.rows_in(database, qc.TABLES)
    if not _within(corpus, folder) or not corpus.is_dir():
        raise FileError(
            "its texts are not beside the database",
            where,
            "Give the folder of the qc project, with `corpus` and codebook.yaml in it.",
        )
    for place in qc.documents(rows):
        file = corpus / place
        if _within(file, corpus) and file.is_file() and file.stat().st_size <= MOST_BYTES:
            texts[place] = decode(file.read_bytes(), file.name).text
    codebook = folder / said.get("codebook", "codebook.yaml")
    memos = folder / said.get("memos_dir", "memos")
    return qc.read_qc(
        rows,
        folder.name,
        codebook=_text_of(codebook, folder),
        texts=texts,
        memos={
            file.name: _text_of(file, folder)
            for file in (sorted(memos.glob("*.md")) if _within(memos, folder) else ())
        },
    )


def _settings(folder: Path) -> dict[str, str]:
    """Return the settings of a qc project that are plain `key: value` lines."""
    pairs = (
        line.partition(":") for line in _text_of(folder / "settings.yaml", folder).splitlines()
    )
    return {key.strip(): value.strip() for key, _, value in pairs if value.strip()}


def _text_of(file: Path, folder: Path) -> str:
    if not _within(file, folder) or not file.is_file() or file.stat().st_size > MOST_BYTES:
        return ""
    return decode(file.read_bytes(), file.name).text


def _within(path: Path, folder: Path) -> bool:
    """Tell whether a path lies in a folder, wherever links in it lead."""
    return path.resolve().is_relative_to(folder.resolve())


# ── tables ──


def table_sheets(
    project: Project, grids: Sequence[Grid], how: HowToRead = AS_FOUND
) -> tuple[CodedSheet, ...]:
    """Return the sheets of a file with what their columns hold, as proposed or as a person says."""
    names = [x for t in project.transcripts.all() for x in (t.name, t.participant) if x]
    codes = CodesByName(project.codes.book())
    sheets = sheets_of(grids, documents=names, codes=codes, told=dict(how.told))
    maps = [*how.maps, *(f"{column}=words" for column in how.texts)]
    if not maps:
        return sheets
    told = {**dict(how.told), **read_told(sheets, maps)}
    return sheets_of(grids, documents=names, codes=codes, told=told)


def _tables(project: Project, grids: Sequence[Grid], where: str, how: HowToRead) -> ForeignProject:
    lists = [grid for grid in grids if is_code_list(grid)]
    found_out = not (how.holds or how.maps or how.texts or how.told)
    if how.holds is FileHolds.CODEBOOK or (found_out and len(lists) == len(grids)):
        return _codebook(lists or grids, where, how.maps)
    sheets = table_sheets(project, grids, how)
    coded = [sheet for sheet in sheets if sheet.is_coded]
    answers = [sheet for sheet in sheets if sheet.has_answers]
    taken = answers if how.holds is FileHolds.ANSWERS else coded or answers
    if not taken:
        raise TableError(
            "there are neither codes with the words they are on nor answers in words",
            where,
            "Say what columns hold (on the command line --map COLUMN=WHAT). Read as: "
            + ", ".join(f"{column.name} ({column.holds})" for column in sheets[0].columns)
            + ".",
        )
    foreign = composed(project, taken, where, first=how.first)
    names = {sheet.name for sheet in taken}
    lists = [grid for grid in lists if grid.name not in names]
    left = [g.name for g in grids if g.name not in names and g not in lists]
    notes = foreign.notes
    if left:
        notes = (*notes, f"Not read: the sheet{'s' * (len(left) > 1)} {', '.join(left)}.")
    if not lists:
        return replace(foreign, notes=notes)
    return _defined(replace(foreign, notes=notes), _codebook(lists, where))


def _defined(foreign: ForeignProject, book: ForeignProject) -> ForeignProject:
    """Return a project with what the codebook beside it says of its codes, and codes not used."""
    codes = {code.key: code for code in book.codes}
    for code in foreign.codes:
        codes.setdefault(code.key, code)
    notes = (*foreign.notes, f"A sheet beside it is a codebook of {len(book.codes)} codes.")
    return replace(foreign, codes=in_order(codes)[0], notes=(*notes, *book.notes))


def _codebook(grids: Sequence[Grid], where: str, maps: Sequence[str] = ()) -> ForeignProject:
    found: dict[str, ForeignCode] = {}
    notes: list[str] = []
    for grid in grids:
        codes, said = read_code_list(grid, where, maps)
        for code in codes:
            found.setdefault(code.key, code)
        notes += said
    return _of_codes(tuple(found.values()), notes, where)


def _of_codes(codes: Sequence[ForeignCode], notes: Sequence[str], where: str) -> ForeignProject:
    return ForeignProject(
        program="a codebook", name=Path(where).stem, codes=tuple(codes), notes=tuple(notes)
    )


# ── documents and lists ──


def _word(project: Project, path: Path, where: str, how: HowToRead) -> ForeignProject:
    data = path.read_bytes()
    commented = None
    if how.holds is not FileHolds.CODEBOOK:
        commented = project.outside.apart(where, FileError, read_comments, data, where)
    if commented is None or not commented.comments:
        codes, notes = project.outside.apart(where, FileError, codes_in_word, data, where)
        return _of_codes(codes, notes, where)
    transcript = project.outside.transcript(Path(where), data)
    codes_here = CodesByName(project.codes.book())
    return coded_by_comments(commented, transcript, is_code=codes_here.knows)


def _page(project: Project, text: str, where: str, how: HowToRead) -> ForeignProject:
    if taguette_html.is_highlights(text):
        grid = taguette_html.highlights(text)
        foreign = composed(project, table_sheets(project, [grid]), where, first=how.first)
        return replace(foreign, program=taguette_html.PROGRAM)
    if taguette_html.is_document(text):
        return taguette_html.document(text, Path(where).stem)
    raise FileError(
        "this page has no highlights as Taguette exports them",
        where,
        "An interview comes in with `coding import`.",
    )


def _list(text: str, where: str) -> ForeignProject:
    """Return the codes of a nested list, or of a codebook.yaml; raises CodingError."""
    if re.search(r"^codes:", text, re.MULTILINE):
        return _codebook_of_a_study(codebook_door.parse(text), where)
    return _of_codes(codes_listed(text, where), [], where)


def _codebook_of_a_study(book: Codebook, where: str) -> ForeignProject:
    """Return the codes of another study: new ones come in with all that is said of them there."""
    codes = [
        ForeignCode(
            key=code.id,
            name=code.name,
            parent=code.parent,
            description=code.definition,
            color=code.color,
            include=code.include,
            exclude=code.exclude,
            examples=code.examples,
        )
        for code in book
    ]
    told = {code.id: {**told_of_code(code, code.definition), "id": ""} for code in book}
    return replace(_of_codes(codes, [], where), own={"codes": told})
