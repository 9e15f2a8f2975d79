"""Hand the whole study on: as tables, as one page that opens anywhere, or as a plain folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coding.analysis.interviews import as_interviews
from coding.codebook.colours import color_of
from coding.errors import CodingError
from coding.model import Coding, TranscriptInfo
from coding.project.codes import number_of
from coding.project.part import ProjectPart
from coding.project.whole_study_tables import (
    CODES,
    CODINGS,
    INTERVIEWS,
    LINKS,
    MEMOS,
    PAIRS,
    StudyTables,
    interview_row,
    matrix,
    pair_row,
)
from coding.quotes.rows import in_rows
from coding.reports.whole_study import (
    ArchivedCode,
    ArchivedInterview,
    ArchivedRow,
    ArchivedTogether,
    Row,
    WholeStudy,
    write_folder,
    write_page,
    write_table,
    write_workbook,
)

WAYS = ("csv", "xlsx", "html", "folder")
"""How a study can be handed on: its codings, all its tables, a page, a folder."""


UNSEEN = (
    "The words of the interviews are as they were said: names within them are not hidden.",
    "Interviews are called by a number, speakers by their role: nobody is named beside the words.",
)
NAMED = (
    "This names interviews and people by their pseudonyms, and is not for readers.",
    "The words of the interviews are as they were said: names within them are not hidden.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """How much was handed on, and what whoever gets it has to know."""

    sources: int
    codes: int
    codings: int
    notes: tuple[str, ...] = ()


class StudyArchive(ProjectPart):
    """The ways in which a whole study leaves the program."""

    def export(
        self, path: Path, way: str, *, codes: Sequence[str] = (), ids: bool = False
    ) -> HandedOn:
        """Write the study, or what these `codes` and those below them have, and say how much.

        `way` is one of `WAYS`. Tables are for other programs and name interviews as the study
        does; a page or a folder does so only with `ids`: else interviews are "interview 7" and
        whoever speaks is a role. Raises CodingError, NotFound for an unknown code.
        """
        if way not in WAYS:
            raise CodingError(f"a study is not handed on as {way}", hint=", ".join(WAYS))
        named = ids or way in ("csv", "xlsx")
        study = self.whole(codes=codes, ids=named)
        if way == "csv":
            write_table(path, study, "codings")
        elif way == "xlsx":
            write_workbook(path, study)
        elif way == "html":
            write_page(path, study)
        else:
            write_folder(path, study)
        return HandedOn(
            sources=len(study.interviews),
            codes=len(study.codes),
            codings=len(study.rows("codings")),
            notes=study.notes,
        )

    def whole(self, *, codes: Sequence[str] = (), ids: bool = False) -> WholeStudy:
        """Return the study as it is handed on; see `export`."""
        book = self.project.codes.book()
        chosen = {
            below for code in codes for below in book.family(self.project.codes.get(code, book).id)
        }
        archived = {
            code.id: ArchivedCode(
                id=code.id,
                number=number_of(code, book),
                path=" › ".join(up.name for up in book.path(code.id)),
                definition=code.definition,
                color=color_of(code, book),
            )
            for code in book
            if not codes or code.id in chosen
        }
        by_transcript: dict[str, list[Coding]] = defaultdict(list)
        for coding in self.project.codings.all():
            if coding.code in archived:
                by_transcript[coding.transcript].append(coding)
        tables = StudyTables(self.project, archived, ids=ids)
        interviews, rows = [], []
        infos = self.project.transcripts.all()
        names: dict[str, str] = {}
        for info in infos:
            transcript = self.project.store.transcripts.read(info)
            interview, made = tables.interview(transcript, by_transcript[info.id])
            interviews.append((transcript.words, interview))
            names[info.id] = interview.name
            rows += made
        known = as_interviews(infos)
        original = {names[key]: names[info.id] for key, info in known.items() if key != info.id}
        interviews.sort(key=lambda pair: pair[1].number)
        if not ids:
            rows.sort(key=lambda line: (tables.order[str(line["interview"])], line["start"]))
        listed = tuple(interview for _, interview in interviews)
        called = {names[i.id]: i for i in infos}
        together, pairs = self._together(tables, called, listed, by_transcript)
        return WholeStudy(
            title=self.project.folder.name,
            codes=tuple(archived.values()),
            interviews=listed,
            together=together,
            tables={
                "codings": (rows, CODINGS),
                "matrix": matrix(listed, rows, archived, original),
                "codes": (list(tables.codes(rows)), CODES),
                "interviews": (
                    [interview_row(made, words, original) for words, made in interviews],
                    INTERVIEWS,
                ),
                **({"pairs": (pairs, PAIRS)} if pairs else {}),
                "memos": (list(tables.memos()), MEMOS),
                "links": (list(tables.links()), LINKS),
            },
            notes=NAMED if ids else UNSEEN,
        )

    def _together(
        self,
        tables: StudyTables,
        infos: Mapping[str, TranscriptInfo],
        listed: Sequence[ArchivedInterview],
        codings: Mapping[str, Sequence[Coding]],
    ) -> tuple[dict[int, ArchivedTogether], list[Row]]:
        """Return the interviews in several languages, and their pairs of turns as rows."""
        made = {infos[interview.name].id: interview for interview in listed}
        together: dict[int, ArchivedTogether] = {}
        rows: list[Row] = []
        for group in self.project.transcripts.interviews():
            first, *others = (info for info in group if info.turns)
            if not others:
                continue
            texts = [
                tables.beside(
                    made[info.id],
                    [
                        (self.project.alignments.parallel(other, info), codings.get(other.id, ()))
                        for other in (first, *others)
                        if other.id != info.id
                    ],
                )
                for info in (first, *others)
            ]
            sides = [self.project.alignments.parallel(first, other).pairs for other in others]
            together[texts[0].number] = ArchivedTogether(
                texts=tuple(texts),
                rows=tuple(
                    ArchivedRow(
                        sides=tuple(
                            tuple(text.turns[n - 1] for n in numbers)
                            for text, numbers in zip(texts, row.sides, strict=True)
                        ),
                        unsure=row.doubtful,
                    )
                    for row in in_rows(sides)
                ),
            )
            rows += [
                pair_row(texts[0], other, pair)
                for other, pairs in zip(texts[1:], sides, strict=True)
                for pair in pairs
            ]
        return together, rows
