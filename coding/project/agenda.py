"""Say where a study stands and what it asks for next: what the front page shows."""

from __future__ import annotations

from coding.analysis import agenda as plan
from coding.analysis.agenda import Need, Standing, Task, doubtful, gaps
from coding.analysis.progress import coverage
from coding.model import Coding
from coding.project import Project

__all__ = ["Need", "Standing", "Task", "agenda", "doubtful", "gaps", "standing"]


def standing(project: Project) -> Standing:
    """Return how far the study has got."""
    codings = project.codings()
    by_transcript: dict[str, list[Coding]] = {}
    for coding in codings:
        by_transcript.setdefault(coding.transcript, []).append(coding)
    covered = [
        share
        for key, theirs in by_transcript.items()
        for share in coverage(project.transcript(key), theirs)
    ]
    return plan.standing(project.transcripts(), codings, covered)


def agenda(project: Project, coder: str) -> list[Task]:
    """List what the study asks for, the most pressing first; an empty list means all is well."""
    faults = [
        (Need.CODEBOOK, project.files.codebook_fault),
        (Need.PARTICIPANTS, project.files.participants_fault),
    ]
    return plan.agenda(
        coder,
        book=project.codebook(),
        listed=project.transcripts(),
        codings=project.codings(),
        participants={participant.id for participant in project.participants()},
        waiting=[path.name for path in project.waiting()],
        faults=[(need, fault) for need, fault in faults if fault],
    )
