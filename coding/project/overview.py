"""Say where a study stands and what it asks for next: what the front page shows."""

from __future__ import annotations

from coding.analysis import agenda as plan
from coding.analysis.agenda import Need, Standing, Task, doubtful, gaps, in_question
from coding.analysis.progress import coverage
from coding.model import Coding
from coding.project.part import ProjectPart
from coding.transcripts.heard import asks_who

__all__ = ["Need", "Overview", "Standing", "Task", "doubtful", "gaps", "in_question"]


class Overview(ProjectPart):
    """Where the study stands, and what it asks for next."""

    def standing(self) -> Standing:
        """Return how far the study has got."""
        codings = self.project.codings.all()
        by_transcript: dict[str, list[Coding]] = {}
        for coding in codings:
            by_transcript.setdefault(coding.transcript, []).append(coding)
        covered = [
            share
            for key, theirs in by_transcript.items()
            for share in coverage(self.project.transcripts.get(key), theirs)
        ]
        return plan.standing(self.project.transcripts.all(), codings, covered)

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
