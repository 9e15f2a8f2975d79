"""Tell what coders had before them and went on from: the machine learns from it what is not there.

Two things count, and nothing else. On the coding page, a suggestion that stood in sight as long as
its words take to read, when the coder went on past it (`shown`); and an interview that a coder is
done with (`read`). What the queue or a filter jumped over is in neither.
"""

from __future__ import annotations

from collections.abc import Sequence

from coding.model import Seen
from coding.project.part import ProjectPart


class SeenSoFar(ProjectPart):
    """What was seen and passed on, by coder."""

    def all(self, *, transcript: str = "", coder: str = "") -> list[Seen]:
        """List what was shown and passed on, then the interviews that were read to the end.

        A span whose `codes` are empty was read, whatever was shown there.
        """
        return [
            *self.store.seen.all(transcript=transcript, coder=coder),
            *self._read(transcript, coder),
        ]

    def note(self, passed: Sequence[Seen]) -> None:
        """Write down what was shown and passed on. It is no act: nothing is decided by it."""
        self.store.seen.note(passed)

    def stamp(self) -> int:
        """Return what grows whenever more was passed on; who is done stands in the log."""
        return self.store.seen.stamp()

    def _read(self, transcript: str, coder: str) -> list[Seen]:
        done = self.project.done.all()
        return [
            Seen(transcript=info.id, start=0, end=info.length, coder=who)
            for info in self.project.transcripts.all()
            if transcript in ("", info.id) and info.length
            for who in done.get(info.id, ())
            if coder in ("", who)
        ]
