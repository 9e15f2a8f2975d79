"""Sum up what each interview has on each code, in a cell of a table: the framework matrix.

A summary is a memo on an interview and a code, so that it is kept, compared with what others
wrote meanwhile, and undone, as every memo is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coding.analysis.interviews import interview_name, interviews
from coding.errors import CodingError
from coding.model import (
    EVERYTHING,
    SUMMARY,
    Code,
    Codebook,
    CodingFilter,
    Memo,
    Participant,
    TranscriptInfo,
)
from coding.project.part import ProjectPart
from coding.project.segments import ReadSegment, Where
from coding.quotes.retrieve import check_where, matches
from coding.reports.summaries import SummaryPaper, SummedUp, write_summaries

MOST_COLUMNS = 5
"""Codes that a printed table has at most side by side; more stand in further tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row of the table: an interview with its translations, and whom it is with.

    `key` is the interview's id.
    """

    key: str
    transcripts: tuple[TranscriptInfo, ...]
    person: Participant | None

    @property
    def name(self) -> str:
        """Return what the interview is called."""
        return interview_name(self.transcripts)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """What an interview has on a code and those below it, and what somebody wrote of it."""

    segments: tuple[ReadSegment, ...] = ()
    summary: Memo | None = None

    @property
    def text(self) -> str:
        """Return the summary, "" where there is none."""
        return self.summary.text if self.summary else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryGrid:
    """Interviews against codes; `cells` has those in which anything is coded or written.

    `only` says what of the study it is, "" for all of it.
    """

    rows: tuple[GridRow, ...]
    codes: tuple[Code, ...]
    only: str = ""
    cells: Mapping[tuple[str, str], GridCell]

    def cell(self, interview: str, code: str) -> GridCell:
        """Return a cell, an empty one where there is nothing."""
        return self.cells.get((interview, code), GridCell())

    def summaries(self) -> list[tuple[str, str]]:
        """List what somebody wrote: interview and code, words."""
        return [
            (f"summary: {row.name}, {code.name}", text)
            for row in self.rows
            for code in self.codes
            if (text := self.cell(row.key, code.id).text)
        ]

    @property
    def written(self) -> int:
        """Return how many cells have a summary; of `len(cells)` that could have one."""
        return sum(bool(cell.text) for cell in self.cells.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupGrid:
    """Groups of people of one attribute's values against codes, by what they say.

    `people` has how many participants a value has; `cells` (value, code) → segments and how many
    people say them; `unknown` counts segments of whom the attribute is not known.
    """

    people: Mapping[str, int]
    codes: tuple[Code, ...]
    cells: Mapping[tuple[str, str], tuple[int, int]]
    unknown: int


class Summaries(ProjectPart):
    """The summaries of interviews on codes."""

    def grid(
        self,
        codes: Sequence[str] = (),
        *,
        where: Where | None = None,
        through: CodingFilter = EVERYTHING,
    ) -> SummaryGrid:
        """Lay interviews against codes, in the order of the codebook; all themes if none is named.

        A theme takes what is coded below it. `where` keeps the interviews with participants of
        some attributes, `through` the interviews, codes and codings that a filter lets through.
        Raises NotFound for a code or an attribute that is not there.
        """
        book = self.project.codes.book()
        wanted = self._columns(codes, through)
        people = {person.id: person for person in self.project.participants.all()}
        check_where(where or {}, people.values())
        rows = [
            GridRow(key=group[0].id, transcripts=group, person=people.get(group[0].participant))
            for group in interviews(self.project.transcripts.all())
        ]
        rows = [row for row in rows if matches(row.person, where or {})]
        within = self.project.filters.interviews(through)
        if within is not None:
            rows = [row for row in rows if any(info.id in within for info in row.transcripts)]
        row_of = {info.id: row.key for row in rows for info in row.transcripts}
        segments: dict[tuple[str, str], list[ReadSegment]] = {}
        for column, segment in self._under(wanted, book, through):
            if row := row_of.get(segment.coded.transcript):
                segments.setdefault((row, column), []).append(segment)
        summaries = {
            (interview, code): memo
            for memo in self.project.memos.all(kind=SUMMARY)
            for interview, _, code in [memo.about.partition("#")]
        }
        places = [(row.key, code.id) for row in rows for code in wanted]
        return SummaryGrid(
            rows=tuple(rows),
            codes=tuple(wanted),
            only=self._only(where or {}, through),
            cells={
                place: GridCell(
                    segments=tuple(segments.get(place, ())), summary=summaries.get(place)
                )
                for place in places
                if place in segments or place in summaries
            },
        )

    def groups(
        self, attribute: str, codes: Sequence[str] = (), *, through: CodingFilter = EVERYTHING
    ) -> GroupGrid:
        """Lay the values of an attribute against codes, by who speaks, not by interview.

        Raises NotFound for a code or an attribute that is not there.
        """
        listed = self.project.participants.all()
        check_where({attribute: ()}, listed)
        value_of = {person.id: person.attributes.get(attribute, "") for person in listed}
        wanted = self._columns(codes, through)
        counted: Counter[tuple[str, str]] = Counter()
        said_by: dict[tuple[str, str], set[str]] = {}
        unknown: set[tuple[str, int, str]] = set()
        for column, segment in self._under(wanted, self.project.codes.book(), through):
            person = segment.voice.participant
            if value := value_of.get(person, ""):
                counted[value, column] += 1
                said_by.setdefault((value, column), set()).add(person)
            else:
                there = segment.coded
                unknown.add((there.transcript, there.start, there.code))
        many = Counter(value for value in value_of.values() if value)
        return GroupGrid(
            people=dict(sorted(many.items())),
            codes=tuple(wanted),
            cells={place: (number, len(said_by[place])) for place, number in counted.items()},
            unknown=len(unknown),
        )

    def _columns(self, codes: Sequence[str], through: CodingFilter) -> list[Code]:
        """Return the codes asked for in the order of the codebook, the themes if none is.

        Of a filter's codes those are left out under which nothing can stand.
        """
        book = self.project.codes.book()
        asked = {self.project.codes.get(code, book).id for code in codes}
        let = self.project.filters.codes(through)
        return [
            code
            for code in book
            if (code.id in asked if asked else not code.parent)
            and (let is None or not let.isdisjoint(book.family(code.id)))
        ]

    def _under(
        self, wanted: Sequence[Code], book: Codebook, through: CodingFilter
    ) -> Iterator[tuple[str, ReadSegment]]:
        """Yield each segment with each of the codes wanted that it stands under."""
        columns: dict[str, list[str]] = {}
        for code in wanted:
            for below in book.family(code.id):
                columns.setdefault(below, []).append(code.id)
        asked = [code.id for code in wanted]
        for segment in self.project.segments.of(asked, through=through) if wanted else ():
            for column in columns[segment.coded.code]:
                yield column, segment

    def write(
        self,
        interview: str,
        code: str,
        text: str,
        *,
        coder: str,
        version: int | None = None,
        act: str = "",
    ) -> str:
        """Write the summary of an interview on a code, "" for none; return its id.

        `interview` may be any of its transcripts. `version` is that of the summary as it was
        opened, 0 if there was none; raises Conflict if somebody else was quicker.
        """
        info = self.project.transcripts.info(interview)
        groups = interviews(self.project.transcripts.all())
        key = next(group[0].id for group in groups if any(t.id == info.id for t in group))
        about = f"{key}#{self.project.codes.get(code).id}"
        there = next(iter(self.project.memos.all(kind=SUMMARY, about=about)), None)
        if there is None and not text.strip():
            raise CodingError("there is no summary to take away", hint="`coding summaries` lists.")
        return self.project.memos.write(
            SUMMARY,
            about,
            text,
            coder=coder,
            key=there.id if there else "",
            version=version,
            act=act,
        )

    def export(self, path: Path, grid: SummaryGrid, *, ids: bool = False) -> None:
        """Write the table to a .docx, .xlsx or .csv file; raises CodingError.

        Interviews are named, with all that is known of people, only with `ids`: else they are
        "interview 7" and bear the label that quotes have, and names in the summaries stop it as
        long as nobody has decided about them.
        """
        if not ids:
            self.project.disclosure.check_export((), written=grid.summaries())
        numbers = self.project.transcripts.neutral_numbers()
        labels = {} if ids else self.project.labels.of_people()
        rows = [
            SummedUp(
                interview=row.name if ids else f"interview {numbers[row.key]}",
                person=(row.person.pseudonym or row.person.id) if ids and row.person else "",
                attributes=self._facts(row, labels),
                summaries=tuple(grid.cell(row.key, code.id).text for code in grid.codes),
                segments=tuple(len(grid.cell(row.key, c.id).segments) for c in grid.codes),
            )
            for row in grid.rows
        ]
        book = self.project.codes.book()
        paper = SummaryPaper(
            title=f"Summaries: {self.project.folder.name}",
            only=grid.only,
            codes=tuple(" › ".join(up.name for up in book.path(code.id)) for code in grid.codes),
            rows=tuple(rows),
            most_columns=MOST_COLUMNS,
        )
        write_summaries(path, paper)

    def _only(self, where: Where, through: CodingFilter) -> str:
        """Say what alone a table is of, "" for the whole study; it names nobody."""
        told = "" if through == EVERYTHING else self.project.filters.told(through)
        people = [f"{name} {' or '.join(values)}" for name, values in where.items()]
        return ", ".join(filter(None, [told, f"with {', '.join(people)}" if people else ""]))

    def _facts(self, row: GridRow, labels: Mapping[str, tuple[str, int]]) -> Mapping[str, str]:
        """Return what the head of a row says of a person: the label, else all attributes."""
        if row.person is None:
            return {}
        if labels:
            return {"who": labels[row.person.id][0]}
        return dict(row.person.attributes)
