"""Count how often codes meet, and say where: on the same words, or in turns near each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from coding.analysis.cooccurrence import CoOccurrence, Meeting, co_occurrence, meetings
from coding.analysis.segments import as_made
from coding.files.table_writing import write_rows
from coding.model import EVERYTHING, Coding, CodingFilter
from coding.project.part import ProjectPart

__all__ = ["CoOccurrence", "Meeting", "Meetings"]


class Meetings(ProjectPart):
    """Codes (or themes) that meet."""

    def count(
        self,
        *,
        themes: bool = False,
        coder: str = "",
        within: int | None = None,
        through: CodingFilter = EVERYTHING,
    ) -> CoOccurrence:
        """Count how often each two codes (or themes) meet: on the same words, or in turns.

        `within` 0 means the same turn, more so many turns further on at most.
        """
        let = self.project.filters.codings(through)
        made = [coding for coding in let if not coder or coding.coder == coder]
        codings = self.project.alignments.counted(made)
        return co_occurrence(
            codings,
            made=made,
            codebook=self.project.codes.book(),
            level="theme" if themes else "code",
            turns=self._turns(codings, within),
            within=within,
        )

    def between(
        self,
        one: str,
        other: str,
        *,
        themes: bool = False,
        within: int | None = None,
        through: CodingFilter = EVERYTHING,
    ) -> list[Meeting]:
        """Return where two codes (or themes) meet, in order of interview and text."""
        book = self.project.codes.book()
        family = [below for code in (one, other) for below in book.family(code)]
        codes = family if themes else [one, other]
        made = self.project.filters.codings(through, codes=codes)
        codings = self.project.alignments.counted(made)
        there = meetings(
            codings,
            made=made,
            codebook=book,
            level="theme" if themes else "code",
            turns=self._turns(codings, within),
            within=within,
        )
        firsts = as_made([meeting.first for meeting in there], made)
        seconds = as_made([meeting.second for meeting in there], made)
        return list(map(Meeting, firsts, seconds))

    def _turns(self, codings: Iterable[Coding], within: int | None) -> dict[str, Sequence[int]]:
        """Return where turns begin in the transcripts of some codings, if that is asked."""
        if within is None:
            return {}
        said = self.project.speakers.said({coding.transcript for coding in codings})
        return {key: theirs.starts for key, theirs in said.items()}

    def export(
        self,
        path: Path,
        *,
        themes: bool = False,
        coder: str = "",
        within: int | None = None,
        through: CodingFilter = EVERYTHING,
    ) -> int:
        """Write how often each two codes meet to a .csv or .xlsx file; return how many pairs.

        Of what a filter lets through, the head of the numbers says so. Raises CodingError.
        """
        counted = self.count(themes=themes, coder=coder, within=within, through=through)
        called = self.project.codes.book().called
        only = "" if through == EVERYTHING else f" (only {self.project.filters.told(through)})"
        rows = [
            {
                "code": called.get(one, one),
                "and": called.get(other, other),
                f"meetings{only}": times,
                "segments": counted.segments[one],
                "of the other": counted.segments[other],
            }
            for (one, other), times in counted.pairs.items()
        ]
        write_rows(path, rows, ["code", "and", f"meetings{only}", "segments", "of the other"])
        return len(rows)
