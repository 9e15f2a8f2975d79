"""Look up what was done, take it back, do it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding.model import Act
from coding.project.part import ProjectPart

if TYPE_CHECKING:
    from coding.project import Project


class Log(ProjectPart):
    """The acts on the project."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._next: dict[tuple[str, bool], tuple[str, Act | None]] = {}

    def acts(self, *, coder: str = "", limit: int = 0) -> list[Act]:
        """List what was done, newest first; of one coder, or of anyone for `""`."""
        return self.store.log.acts(coder=coder, limit=limit)

    def undo(
        self, *, coder: str = "", redo: bool = False, act: str = "", by: str = "", which: str = ""
    ) -> Act:
        """Take back the last act (or redo it): of one coder, or of anyone for `""`.

        An edit of a file by hand is nobody's own: without a coder it is an act like any other,
        and anybody may name it by its id as `which`. Raises a CodingError that is `lasting` for
        an act that cannot be taken back now; asked again, the one before it is taken.
        """
        files = self.project.files
        files.refresh()
        self.project.codes.forget()
        self.project.participants.forget()
        return self.store.reverse(
            files.rewrite, coder=coder, redo=redo, act=act, by=by, which=which
        )

    def reversible(self, coder: str) -> tuple[str, str]:
        """Return what a coder's next undo and redo would be about, "" if there is none."""
        undo, redo = (self._upcoming(coder, redo) for redo in (False, True))
        return (undo.summary if undo else "", redo.summary if redo else "")

    def to_reverse(self, *, coder: str = "", redo: bool = False, limit: int = 0) -> list[Act]:
        """List the acts that undo (or redo) can be asked for, in the order they come.

        Those that could not be taken back when last tried are among them and say why (`held`).
        """
        self.project.files.refresh()
        return self.store.to_reverse(coder=coder, redo=redo, limit=limit)

    def revision(self) -> int:
        """Return a number that every act raises."""
        return self.store.log.revision()

    def _upcoming(self, coder: str, redo: bool) -> Act | None:
        """Return the act that comes next; looked for again only once something was done."""
        files = self.project.files
        stamp = f"{self.store.log.stamp()} {files.codebook_fault} {files.participants_fault}"
        known = self._next.get((coder, redo))
        if known is None or known[0] != stamp:
            upcoming = self.store.next_act(files.rewrite, coder=coder, redo=redo)
            known = self._next[coder, redo] = (stamp, upcoming)
        return known[1]
