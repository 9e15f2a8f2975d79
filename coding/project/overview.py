"""Say where a study stands and what it asks for next: what the front page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding.analysis import agenda as plan
from coding.analysis.agenda import Need, Standing, Task, doubtful, gaps, in_question
from coding.analysis.progress import SpokenWords, coverage
from coding.model import Coding, TranscriptInfo
from coding.project.part import ProjectPart
from coding.transcripts.heard import asks_who

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["Need", "Overview", "Standing", "Task", "doubtful", "gaps", "in_question"]


class Overview(ProjectPart):
    """Where the study stands, and what it asks for next."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._words: dict[str, tuple[str, SpokenWords]] = {}  # with the edition that was read

    def standing(self) -> Standing:
        """Return how far the study has got."""
        listed = self.project.transcripts.all()
        codings = self.project.codings.all()
        by_transcript: dict[str, list[Coding]] = {}
        for coding in codings:
            by_transcript.setdefault(coding.transcript, []).append(coding)
        covered = [
            share
            for info in listed
            if (theirs := by_transcript.get(info.id))
            for share in coverage(info.id, self._spoken(info), theirs)
        ]
        return plan.standing(listed, codings, covered)

    def _spoken(self, info: TranscriptInfo) -> SpokenWords:
        """Return the words of a transcript that count, read once for each of its editions."""
        edition, words = self._words.get(info.id, ("", None))
        if words is None or edition != info.edition:
            words = SpokenWords.of(self.project.transcripts.get(info.id))
            self._words[info.id] = (info.edition, words)
        return words

    def agenda(self, coder: str) -> list[Task]:
        """List what the study asks for, the most pressing first; an empty list if all is well."""
        project = self.project
        faults = [
            (Need.CODEBOOK, project.files.codebook_fault),
            (Need.PARTICIPANTS, project.files.participants_fault),
        ]
        return plan.agenda(
            coder,
            book=project.codes.book(),
            listed=project.transcripts.all(),
            codings=project.codings.all(),
            participants={participant.id for participant in project.participants.all()},
            waiting=[path.name for path in project.transcripts.waiting()],
            faults=[(need, fault) for need, fault in faults if fault],
            asked=asks_who,
        )
