"""Bring what respondents said in their own words in as a transcript, to be coded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coding.errors import NotFound
from coding.model import Participant, ReadingAnswers, Role, TranscriptInfo
from coding.project.part import ProjectPart
from coding.store import Writer
from coding.survey.own_words import CASE, own_words


class OpenAnswers(ProjectPart):
    """Open questions of the surveys, and their answers as transcripts."""

    def questions(self) -> dict[tuple[str, str], tuple[str, int]]:
        """Return (file, question) → its wording and how many answered it."""
        return {
            (survey.name, name): (question.label, question.count)
            for survey in self.project.survey.all()
            if survey.microdata
            for name, question in survey.microdata.open_questions.items()
        }

    def bring_in(
        self, file: str, question: str, attributes: Sequence[str], *, coder: str
    ) -> TranscriptInfo:
        """Make a transcript of the answers to an open question, a turn for each respondent.

        Each respondent becomes a participant of their own, with their answers to `attributes`;
        one of that name who is there already (another open question of the file) stays as is.
        Raises NotFound for a question that is not there, CodingError if it is in already.
        """
        survey = next((s for s in self.project.survey.all() if s.name == file), None)
        data = survey.microdata if survey else None
        if data is None or question not in data.open_questions:
            raise NotFound(f"there is no open question `{question}` in {file}")
        unknown = [name for name in attributes if name not in data.variables]
        if unknown:
            raise NotFound(f"there is no question `{unknown[0]}` in {file}")
        said = own_words(data, question, attributes)
        stem = Path(file).stem
        ids = {label: f"{stem}-{label.removeprefix(CASE).strip()}" for label in said.people}
        people = [
            Participant(id=ids[label], attributes=told) for label, told in said.people.items()
        ]

        def also(w: Writer) -> None:
            self.project.files.take_in(w, *people)

        path = Path(f"{stem} {question}.txt")
        self.project.files.refresh()
        report = self.project.transcripts.import_files(
            [path],
            contents={path: said.text.encode()},
            coder=coder,
            answers=ReadingAnswers(
                speakers=frozenset(ids),
                roles=dict.fromkeys(ids, Role.PARTICIPANT),
                participants=ids,
            ),
            also=also,
        )
        for _, fault in report.failed:
            raise fault
        return report.added[0]
