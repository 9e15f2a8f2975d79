"""Count what each case has on each code: a participant, an interview, or a group of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from coding.analysis.coverage import (
    Count,
    Matrix,
    MatrixCell,
    carrying,
    person_of,
    speakers,
    value_of,
)
from coding.analysis.coverage import matrix as matrix_of
from coding.analysis.interviews import as_interviews
from coding.analysis.segments import Coded
from coding.errors import NotFound
from coding.model import EVERYTHING, Coding, CodingFilter, Participant, TranscriptInfo, Voice
from coding.project.part import ProjectPart
from coding.reports.matrix import write_matrix

__all__ = ["TRANSCRIPT", "Cases", "Count", "Matrix", "MatrixCell", "value_of"]

TRANSCRIPT = "transcript"
"""What interviews are asked for by, as attributes are by their names."""


class Cases(ProjectPart):
    """Codes by cases, and who of the study says what."""

    def matrix(self, by: str = "", *, through: CodingFilter = EVERYTHING) -> Matrix:
        """Count what each case has on each code: `Matrix` with segments, words, people.

        `by` is `""` for participants, `transcript` for interviews, else an attribute; the cases are
        then ids or values. Raises NotFound for an attribute that nobody has.
        """
        if through == EVERYTHING:
            return self.once(f"coverage by {by}", lambda: self._covered(by, through))
        return self._covered(by, through)

    def _covered(self, by: str, through: CodingFilter) -> Matrix:
        book, listed = self.project.codes.book(), self.project.transcripts.all()
        within = self.project.filters.interviews(through)
        known = as_interviews(listed)
        voiced = self._voiced(through)
        segments = [(coded, person_of(info, voice)) for coded, info, voice in voiced]
        whole = [key for key, info in known.items() if key == info.id]
        heard = [known[key] for key in whole if within is None or key in within]
        people = self._people(heard, [(info, voice) for _, info, voice in voiced])
        attributes = self._attributes()
        if by == TRANSCRIPT and by not in attributes:
            cases = [info.id for info in heard]
            return matrix_of(book, segments, cases, lambda s, _: known[s.transcript].id)
        if by and by not in attributes:
            raise NotFound(
                f"nobody has an attribute `{by}`",
                hint=f"There are {', '.join([TRANSCRIPT, *attributes])}.",
            )
        of_person = {
            key: person.attributes.get(by, "") if by else key for key, person in people.items()
        }
        cases = [of_person[key] for key in people]
        return matrix_of(book, segments, cases, lambda _, who: of_person[who])

    def _voiced(self, through: CodingFilter) -> list[tuple[Coded, TranscriptInfo, Voice]]:
        """Return the segments, each with the interview that it counts for and who says it."""
        if through == EVERYTHING:
            return self.once("voiced", lambda: self._said(through))
        return self._said(through)

    def _said(self, through: CodingFilter) -> list[tuple[Coded, TranscriptInfo, Voice]]:
        known = as_interviews(self.project.transcripts.all())
        codes = list(self.project.codes.book().by_id)
        return [
            (read.coded, known[read.coded.transcript], read.voice)
            for read in self.project.segments.of(codes, through=through)
        ]

    def _people(
        self, infos: Sequence[TranscriptInfo], heard: Sequence[tuple[TranscriptInfo, Voice]]
    ) -> dict[str, Participant]:
        return speakers(infos, self.project.participants.all(), heard)

    def _attributes(self) -> list[str]:
        """Return what is known of those who were interviewed, whatever a filter lets through."""
        people = speakers(self.project.transcripts.all(), self.project.participants.all())
        return list(dict.fromkeys(name for p in people.values() for name in p.attributes))

    def called(self, by: str = "", *, ids: bool = False) -> dict[str, str]:
        """Return case → what it is called: nobody's name, unless `ids` asks for it.

        An interview is "interview 7", a participant is called by the first interview.
        """
        known = as_interviews(self.project.transcripts.all())
        infos = [info for key, info in known.items() if key == info.id]
        numbers = self.project.transcripts.neutral_numbers()
        if by == TRANSCRIPT:
            named = self.project.transcripts.interview_names() if ids else {}
            return {i.id: named.get(i.id, f"interview {numbers[i.id]}") for i in infos}
        heard = [(info, voice) for _, info, voice in self._voiced(EVERYTHING)]
        people = self._people(infos, heard)
        if by:
            values = (person.attributes.get(by, "") for person in people.values())
            return {value: value or "not known" for value in values}
        if ids:
            return {key: key for key in people}
        heard_in: dict[str, set[int]] = {key: set() for key in people}
        for info in infos:
            for key in speakers([info], ()):
                heard_in[key].add(numbers[info.id])
        for info, voice in heard:
            if key := person_of(info, voice):
                heard_in[key].add(numbers[info.id])
        first = {key: min(at) for key, at in heard_in.items()}
        shared = Counter(first.values())
        seen: Counter[int] = Counter()
        names = {}
        for key, number in first.items():
            seen[number] += 1
            beside = f", speaker {seen[number]}" if shared[number] > 1 else ""
            names[key] = f"interview {number}{beside}"
        return names

    def export(
        self,
        path: Path,
        by: str = "",
        *,
        count: Count = Count.SEGMENTS,
        ids: bool = False,
        through: CodingFilter = EVERYTHING,
    ) -> None:
        """Write code × case to a .csv, .xlsx or .sav file; raises CodingError.

        Nobody is named in it, unless `ids` asks for it. One of what a filter lets through says so.
        """
        only = "" if through == EVERYTHING else self.project.filters.told(through)
        covered, called, paths = (
            self.matrix(by, through=through),
            self.called(by, ids=ids),
            self.project.codes.paths(),
        )
        write_matrix(
            path,
            {code.id: paths[code.id] for code in covered.codes},
            {case: called[case] for case in covered.cases},
            {key: value_of(cell, count) for key, cell in covered.cells.items()},
            only=only,
        )

    def who(self, codings: Sequence[Coding]) -> tuple[dict[str, str], dict[str, Participant]]:
        """Return coding → who says it, and who was interviewed.

        Who is heard in an interview and in its translation is one person.
        """
        infos = as_interviews(self.project.transcripts.all())
        counted = self.project.alignments.counted(codings)
        voiced = list(zip(counted, self.project.speakers.voices(counted), strict=True))
        spoken = {coding.id: person_of(infos[coding.transcript], voice) for coding, voice in voiced}
        asked = [info for key, info in infos.items() if key == info.id]
        heard = [(infos[coding.transcript], voice) for coding, voice in voiced]
        return spoken, self._people(asked, heard)

    def carrying(self) -> dict[str, frozenset[str]]:
        """Return code → the people of the study whose words carry it, or a code below it."""
        codings = self.store.codings.all()
        return carrying(self.project.codes.book(), codings, self.who(codings)[0])
