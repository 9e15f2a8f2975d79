"""Keep who was interviewed, in step with participants.csv."""

from __future__ import annotations

from collections.abc import Sequence

from coding.model import Participant
from coding.project.part import ProjectPart


class Participants(ProjectPart):
    """The acts on participants."""

    def all(self) -> list[Participant]:
        """List the participants as their file has them now."""
        return self.project.files.participants()

    def save(self, people: Sequence[Participant], *, coder: str, act: str = "") -> None:
        """Let these be the participants, in the file and the database, as one act.

        Raises CodingError if an id is missing or appears twice, or if the file is faulty: it is
        not written over then.
        """
        self.project.files.save_participants(people, coder=coder, act=act)
