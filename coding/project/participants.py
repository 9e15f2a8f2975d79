"""Keep who was interviewed, in step with participants.csv."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coding.model import Participant
from coding.project.part import ProjectPart

if TYPE_CHECKING:
    from coding.project import Project


class Participants(ProjectPart):
    """The acts on participants."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._told = threading.local()  # the participants that each thread was told of last

    def all(self) -> list[Participant]:
        """List the participants as their file has them now."""
        people = self.project.files.participants()
        self._told.people = tuple(people)
        return people

    def forget(self) -> None:
        """Let the next change of this thread be made from what stands there then."""
        self._told.people = None

    def save(
        self,
        people: Sequence[Participant],
        *,
        coder: str,
        opened: Sequence[Participant] | None = None,
        act: str = "",
    ) -> None:
        """Let these be the participants, in the file and the database, as one act.

        Only what differs from `opened` is changed, the participants as they were before (without
        it, as this thread was last told of them): what others changed of other persons, or in
        other cells, stays. Raises Conflict with both texts where both changed one cell,
        CodingError if an id is missing or appears twice, or if the file is faulty: it is not
        written over then.
        """
        if opened is None:
            opened = getattr(self._told, "people", None)
        self._told.people = tuple(
            self.project.files.save_participants(people, opened=opened, coder=coder, act=act)
        )
