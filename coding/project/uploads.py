"""Bring in files that were looked at and spoken about before, many as one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coding.files.clean import safe_name
from coding.model import Participant, ReadingAnswers
from coding.project.import_report import ImportReport
from coding.project.imports import Progress
from coding.store import Writer

if TYPE_CHECKING:
    from coding.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was handed over, and what was said about it.

    `translation_of` is the `key` of another upload, or the name or id of a transcript.
    """

    key: str
    name: str
    data: bytes = field(repr=False)
    participant: str = ""
    language: str = ""
    translation_of: str = ""
    answers: ReadingAnswers = field(default_factory=ReadingAnswers)


def import_uploads(
    project: Project,
    uploads: Sequence[Upload],
    *,
    coder: str,
    progress: Progress | None = None,
) -> ImportReport:
    """Import uploads as one act; participants not known yet are added in the same act.

    They go from memory to `transcripts/`; those that cannot go in leave nothing and are named in
    the report.
    """
    paths = _paths(uploads)
    stems = {upload.key: Path(upload.name).stem for upload in uploads}
    told = {
        paths[upload.key]: {
            "participant": upload.participant,
            "language": upload.language,
            "translation_of": _original(project, upload, stems),
        }
        for upload in uploads
    }
    people = {
        person
        for upload in uploads
        for person in (upload.participant, *upload.answers.participants.values())
        if person
    }
    project.files.refresh()

    def also(w: Writer) -> None:
        project.files.take_in(w, *(Participant(id=person) for person in sorted(people)))

    return project.transcripts.import_files(
        list(paths.values()),
        contents={paths[upload.key]: upload.data for upload in uploads},
        answers={paths[upload.key]: upload.answers for upload in uploads},
        told=told,
        coder=coder,
        also=also,
        progress=progress,
    )


def _paths(uploads: Sequence[Upload]) -> dict[str, Path]:
    """Return upload → a path of its own, which ends in its name."""
    paths: dict[str, Path] = {}
    for upload in uploads:
        path = Path(safe_name(upload.name))
        if path in paths.values():
            path = Path(upload.key) / path
        paths[upload.key] = path
    return paths


def _original(project: Project, upload: Upload, stems: dict[str, str]) -> str:
    """Return the name by which an import knows what an upload translates, `""` if it is not there.

    A file that stays behind cannot be linked to; who brings it in later links the two.
    """
    wanted = stems.get(upload.translation_of, upload.translation_of)
    there = {name for info in project.transcripts.all() for name in (info.id, info.name)}
    return wanted if wanted in {*stems.values(), *there} - {stems[upload.key]} else ""
