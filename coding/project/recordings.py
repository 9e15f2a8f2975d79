"""Keep which recording belongs to a transcript, and when its turns begin in it.

The file stays where it is. Its path is kept from the project's folder where it lies inside, else
from the root, and is shown to whoever works on the study only.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from coding.errors import CodingError, NotFound
from coding.files.recordings import checked_recording, likely_recordings, still_there
from coding.project.part import ProjectPart
from coding.store.recordings import RecordingRows, file_key, time_key
from coding.store.transcripts import TranscriptRows

FOLDER = "recordings"
SET_ONE = "Set one on Transcripts, or with `coding recording TRANSCRIPT FILE`."
MEND = "Put it back, connect the drive it lies on, or set it anew on Transcripts."
LONGEST = 48 * 3600.0
"""Seconds within which a turn may begin; a longer recording is none of an interview."""


class Recordings(ProjectPart):
    """The recordings of the transcripts of a project."""

    def of(self, transcript: str) -> Path | None:
        """Return where the recording of a transcript lies, be it there or not; None without one."""
        kept = self.store.recordings.file(self.project.transcripts.info(transcript).id)
        return self.project.folder / kept if kept else None

    def proposed(self, transcript: str) -> list[Path]:
        """List the recordings in the project's folder for them, the likeliest first."""
        info = self.project.transcripts.info(transcript)
        names = (info.name, Path(info.file).stem, info.participant)
        return likely_recordings(self.project.folder / FOLDER, names)

    def set(self, transcript: str, file: Path | None, *, coder: str, act: str = "") -> None:
        """Say which file a transcript was written from (None: take that back).

        A path that is not whole begins at the project's folder. Raises FileError for a file that
        is no recording, NotFound for no such transcript.
        """
        info = self.project.transcripts.info(transcript)
        kept = ""
        if file is not None:
            real = checked_recording(self.project.folder / file.expanduser())
            inside = real.is_relative_to(self.project.folder)
            kept = real.relative_to(self.project.folder).as_posix() if inside else str(real)
        summary = f"{'' if kept else 'no '}recording of {info.name}"
        with self.store.writing(coder=coder, verb="recording", summary=summary, act=act) as w:
            if (w.setting(file_key(info.id)) or "") != kept:
                w.put_setting(file_key(info.id), kept)

    def times(self, transcript: str) -> dict[int, float]:
        """Return number of a turn → second at which it begins, where somebody has said it."""
        return self.store.recordings.times(self.project.transcripts.info(transcript).id)

    def set_time(
        self, transcript: str, turn: int, second: float | None, *, coder: str, act: str = ""
    ) -> None:
        """Say at which second a turn begins (None: as the file or an estimate has it).

        Raises CodingError for a moment that is none, NotFound for no such turn.
        """
        info = self.project.transcripts.info(transcript)
        if not 1 <= turn <= info.turns:
            raise NotFound(f"there is no turn {turn}", info.name, f"It has {info.turns} turns.")
        if second is not None and not (math.isfinite(second) and 0 <= second <= LONGEST):
            raise CodingError("this is no moment of a recording", info.name)
        moment = None if second is None else round(second, 2)
        summary = f"{'no time' if moment is None else 'time'} at turn {turn} of {info.name}"
        with self.store.writing(coder=coder, verb="turn time", summary=summary, act=act) as w:
            key = time_key(w, info.id, turn)
            if w.setting(key) != moment:
                w.put_setting(key, moment)

    def for_desk(self, transcript: str) -> dict[str, Any]:
        """Return what the coding page must know: `file` (its name), `missing` and `times`."""
        times = [list(row) for row in self.store.recordings.times(transcript).items()]
        return {"file": "", "missing": False, **self.file_for_desk(transcript), "times": times}

    def file_for_desk(self, transcript: str) -> dict[str, Any]:
        """Return the part of it that may change without an act; nothing without a recording."""
        kept = self.store.recordings.file(transcript)
        if not kept:
            return {}
        path = self.project.folder / kept
        return {"file": path.name, "missing": not still_there(path)}


def recording_in(folder: Path, transcript: str) -> Path:
    """Return the file to be heard of a transcript of the project in a folder, without opening it.

    Raises NotFound where there is no such transcript, no recording, or no file where it was.
    """
    database = folder.resolve() / "project.db"
    kept = RecordingRows(database).file(TranscriptRows(database).find(transcript).id)
    if not kept:
        raise NotFound("no recording is set for this transcript", hint=SET_ONE)
    path = folder.resolve() / kept
    if not still_there(path):
        raise NotFound("the recording is not where it was", path.name, MEND)
    return path
