"""Make a project of coded tables: texts of the rows' words, codes of their cells, cases of people.

An interview that the study has keeps its text, and the words are found in it. Of any other the
passages themselves are the text, in the order of the rows; so an answer of a survey is a short text
of its own, with what the row says of the respondent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from coding.codebook.finding import CodesByName
from coding.errors import CodingError, NotFound
from coding.exchange.code_names import CodePath
from coding.exchange.coded_rows import CodedRow, read_coded
from coding.exchange.coded_sheets import CodedSheet
from coding.exchange.rows_as_text import RowsAsText
from coding.exchange.trees import in_order, put_path
from coding.language.finding import Nearness
from coding.model import canonical
from coding.model.exchange import (
    ForeignCase,
    ForeignCode,
    ForeignCoding,
    ForeignProject,
    ForeignSource,
    UnplacedPiece,
)
from coding.project.import_codings import WordsAnywhere, nearness_notes
from coding.transcripts.placing import InterviewNames, PlacedRow, RowPlace, place_rows

if TYPE_CHECKING:
    from coding.project import Project

PROGRAM = "a spreadsheet"


def composed(
    project: Project, sheets: Sequence[CodedSheet], where: str, *, first: bool = False
) -> ForeignProject:
    """Return what coded sheets and sheets of answers hold, as a project.

    Words that stand several times in an interview are the `first`, or listed.
    """
    return _Composing(project, sheets, where, first).made()


class _Composing:
    """Puts one project together."""

    def __init__(
        self, project: Project, sheets: Sequence[CodedSheet], where: str, first: bool
    ) -> None:
        self.project, self.where, self.first = project, where, first
        self.book = project.codes.book()
        self.known = CodesByName(self.book)
        self.table = read_coded(sheets, is_code=self.known.knows)
        self.names = InterviewNames(project.transcripts.all())
        self.anywhere = WordsAnywhere(self.project)
        self.names.only = ""  # a row that names no interview is an answer of its own
        self.codes: dict[str, ForeignCode] = {}
        self.sources: list[ForeignSource] = []
        self.codings: dict[tuple[object, ...], ForeignCoding] = {}
        self.cases: dict[str, ForeignCase] = {}
        self.unplaced: list[UnplacedPiece] = []
        self.near: Counter[Nearness] = Counter()
        self.made_of_passages: list[str] = []
        self.own: set[str] = set()  # interviews of the study
        self.answers = False  # every document has one passage

    def made(self) -> ForeignProject:
        """Return the project."""
        documents = self._documents()
        self.answers = len(documents) > 1 and all(
            len({row.words for row in rows}) == 1 for rows in documents.values()
        )
        for (document, question), rows in documents.items():
            transcript = self._known(document, rows)
            passages = None
            if transcript:
                self.own.add(transcript)
                text = self.project.transcripts.get(transcript).text
                name = self.project.transcripts.info(transcript).name
            else:
                passages = RowsAsText(rows)
                text = passages.text
                name = self._name(document, question, rows)
            key = transcript or f"{document}\n{question}"
            self.sources.append(ForeignSource(key=key, name=name, text=text))
            self._place(key, text, rows, passages)
            self._case(document, name, key, rows)
        return ForeignProject(
            program=PROGRAM,
            name=PurePath(self.where).stem,
            codes=in_order(self.codes)[0],
            sources=tuple(self.sources),
            codings=tuple(self.codings.values()),
            cases=tuple(self.cases.values()),
            notes=tuple(self._notes()),
            unplaced=tuple(self.unplaced),
        )

    def _documents(self) -> Mapping[tuple[str, str], list[CodedRow]]:
        """Return (document, question) → its rows; what is of no document stands by its words."""
        found: dict[tuple[str, str], list[CodedRow]] = defaultdict(list)
        spelled: dict[str, str] = {}
        coded = any(row.codes for row in self.table.rows)
        for row in self.table.rows:
            if not row.words and not row.start:
                piece = UnplacedPiece(where=_row(row), words="", why="it has no words")
                self.unplaced.append(piece)
                continue
            document = f"\n{row.words}" if coded else f"\n{row.sheet} {row.row}"
            if row.document:
                name = " ".join(row.document.split())
                document = spelled.setdefault(name.casefold(), name)
            found[document, row.question].append(row)
        return found

    def _known(self, document: str, rows: Sequence[CodedRow]) -> str:
        """Return the interview of the study that rows are of, "" if none is."""
        if document.startswith("\n"):
            return self.anywhere.whose(rows[0].words) if rows[0].codes else ""
        try:
            return self.names.find(document)
        except NotFound:
            return ""

    def _name(self, document: str, question: str, rows: Sequence[CodedRow]) -> str:
        if document.startswith("\n"):
            name = " ".join(
                [PurePath(self.where).stem, *filter(None, [rows[0].sheet]), str(rows[0].row)]
            )
        else:
            name = document
            if len({row.words for row in rows}) > 1:
                self.made_of_passages.append(document)
        return f"{name}, {question}" if question else name

    def _place(
        self, source: str, text: str, rows: Sequence[CodedRow], passages: RowsAsText | None
    ) -> None:
        wanted: list[tuple[CodedRow, str, str, str]] = []
        for row in rows:
            note = row.note  # on the first of the row's codings
            for path, whose in row.codes:
                wanted.append((row, self._code(path), whose, note))
                note = ""
            if note:
                wanted.append((row, "", "", note))
        if passages:
            placed: list[PlacedRow | CodingError] = [
                PlacedRow(*passages.at[id(row)]) for row, *_ in wanted
            ]
        else:
            said = [
                RowPlace(row.row, canonical(row.words), row.start, row.end, f"{code}\n{whose}")
                for row, code, whose, _ in wanted
            ]
            placed = place_rows(said, text, first=self.first)
        for (row, code, whose, note), place in zip(wanted, placed, strict=True):
            if not isinstance(place, PlacedRow):
                words = " ".join(row.words.split())
                piece = UnplacedPiece(where=_row(row), words=words, why=place.told)
                self.unplaced.append(piece)
                continue
            self.near[place.nearness] += 1
            mark = (source, place.start, place.end, code, whose)
            self.codings.setdefault(
                mark,
                ForeignCoding(
                    key=f"{row.sheet} {row.row} {len(self.codings)}",
                    source=source,
                    start=place.start,
                    end=place.end,
                    text=text[place.start : place.end],
                    code=code,
                    coder=whose,
                    created=row.created,
                    memo=note,
                ),
            )

    def _code(self, path: CodePath) -> str:
        """Return the key of a code: of the one here that a name means, or a new one's."""
        ids = self.known.find(path)
        if len(ids) == 1:
            path = tuple(code.name for code in self.book.path(ids[0]))
        return put_path(self.codes, path)

    def _case(self, document: str, name: str, source: str, rows: Sequence[CodedRow]) -> None:
        """Keep what the rows say of a respondent; where they differ the first counts.

        Who gave one answer, and is named, is a person of the study even if no more is said.
        """
        told = not document.startswith("\n")
        key = document if told else name
        values: dict[str, str] = {}
        for row in rows:
            for attribute, value in row.attributes.items():
                if value:
                    values.setdefault(attribute, value)
        if not values and not (told and self.answers and source not in self.own):
            return
        there = self.cases.get(key)
        sources = (*(there.sources if there else ()), source)
        self.cases[key] = ForeignCase(
            key=key,
            name=key,
            values={**values, **(there.values if there else {})},
            sources=tuple(dict.fromkeys(sources)),
        )

    def _notes(self) -> list[str]:
        notes = [*self.table.notes, *nearness_notes(self.near)]
        if self.made_of_passages:
            shown = ", ".join(self.made_of_passages[:3])
            more = len(self.made_of_passages) - 3
            shown += f" and {more} more" if more > 0 else ""
            notes.append(
                f"Not in this study: {shown}. Their texts are made of the coded segments; to see"
                " these in the whole interview, import it first."
            )
        return notes


def _row(row: CodedRow) -> str:
    return f"{row.sheet}, row {row.row}" if row.sheet else f"row {row.row}"
