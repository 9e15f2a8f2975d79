"""Keep where coders want to go on: a bookmark for each coder and interview, set by hand.

Where somebody was last is kept by itself, by the desk.
"""

from __future__ import annotations

from coding.errors import SegmentError
from coding.project.part import ProjectPart

SETTING = "bookmark"


class Bookmarks(ProjectPart):
    """A bookmark of each coder in each interview: the code point where its turn begins."""

    def of(self, coder: str, transcript: str) -> int | None:
        """Return where a coder's bookmark lies in a transcript, None without one."""
        at = self.store.settings.get(f"{SETTING} {transcript} {coder}")
        return None if at is None else int(at)

    def all(self, coder: str) -> dict[str, int]:
        """Return transcript → where a coder's bookmark lies."""
        return {
            transcript: int(at)
            for key, at in self.store.settings.below(SETTING).items()
            for transcript, _, name in [key.partition(" ")]
            if name == coder and at is not None
        }

    def last(self, coder: str) -> dict[str, tuple[int, str]]:
        """Return transcript → the number of the turn at which a coder was last, and when."""
        return self.store.places.all(coder)

    def put(self, transcript: str, at: int | None, *, coder: str, act: str = "") -> None:
        """Lay a coder's bookmark at a code point, or take it out (None).

        Raises NotFound for a transcript that is not there, SegmentError for a place outside of it.
        """
        info = self.project.transcripts.info(transcript)
        if at is not None and not 0 <= at < info.length:
            raise SegmentError(f"character {at} is not in the text", info.name)
        summary = f"{'no ' if at is None else ''}bookmark in {info.name}"
        with self.store.writing(coder=coder, verb="bookmark", summary=summary, act=act) as w:
            key = f"{SETTING} {info.id} {coder}"
            if w.setting(key) != at:
                w.put_setting(key, at)
