"""Keep who was interviewed, in step with participants.csv."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coding.model import Participant
from coding.project.casting import Casting
from coding.project.part import ProjectPart
from coding.transcripts.facesheet import ID, PSEUDONYM, FaceSheet, StudyNames, read_face_sheet
from coding.transcripts.taking_in import FaceSheetTaken, taken_in

if TYPE_CHECKING:
    from coding.project import Project
    from coding.store import Writer

__all__ = ["ID", "PSEUDONYM", "FaceSheet", "FaceSheetTaken", "Participants"]


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

    # ── face sheets ──

    def read_sheet(self, path: Path) -> FaceSheet:
        """Read a face sheet (.csv, .xlsx), its columns with what is proposed; raises TableError."""
        known = StudyNames(self.all(), self.project.transcripts.all())
        return read_face_sheet(self.project.outside.sheet(path), known)

    def sheet_taken(
        self,
        sheet: FaceSheet,
        mapped: Mapping[int, str],
        *,
        newcomers: bool = False,
        ours: bool = False,
    ) -> FaceSheetTaken:
        """Return what a face sheet would make of the people, without changing anything."""
        interviews = self.project.transcripts.all()
        return taken_in(sheet, mapped, self.all(), interviews, newcomers=newcomers, ours=ours)

    def take_sheet(
        self,
        sheet: FaceSheet,
        mapped: Mapping[int, str],
        *,
        newcomers: bool = False,
        ours: bool = False,
        coder: str,
        act: str = "",
    ) -> FaceSheetTaken:
        """Take a face sheet in as one act: attributes, and whom interviews are with.

        `mapped` has by number of a column what it becomes; with `ours` what stands in the study is
        not written over. Raises CodingError as `save` does.
        """
        opened = self.all()
        taken = self.sheet_taken(sheet, mapped, newcomers=newcomers, ours=ours)

        def also(w: Writer) -> None:
            for interview, person in taken.links.items():
                w.change_transcript(interview, participant=person)
                Casting(w, w.transcript(interview)).alone_is(person)
            for (interview, label), person in taken.speakers.items():
                speaker = w.speech.speakers(interview)[label]
                w.speech.put_speaker(
                    interview, label, name=speaker.name, role=speaker.role, participant=person
                )

        self._told.people = tuple(
            self.project.files.save_participants(
                taken.people,
                opened=opened,
                coder=coder,
                act=act,
                summary=f"face sheet: {taken.said}",
                also=also,
            )
        )
        return taken
