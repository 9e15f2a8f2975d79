"""Look up what was done, take it back, do it again."""

from __future__ import annotations

from coding.model import Act
from coding.project.part import ProjectPart


class Log(ProjectPart):
    """The acts on the project."""

    def acts(self, *, coder: str = "", limit: int = 0) -> list[Act]:
        """List what was done, newest first; of one coder, or of anyone for `""`."""
        return self.store.log.acts(coder=coder, limit=limit)

    def undo(self, *, coder: str = "", redo: bool = False, act: str = "", by: str = "") -> Act:
        """Take back the last act (or redo it): of one coder, or of anyone for `""`."""
        files = self.project.files
        files.refresh()
        return self.store.reverse(coder=coder, redo=redo, act=act, by=by, also=files.write_back)

    def reversible(self, coder: str) -> tuple[str, str]:
        """Return what a coder's next undo and redo would be about, "" if there is none."""
        return self.store.log.reversible(coder)

    def revision(self) -> int:
        """Return a number that every act raises."""
        return self.store.log.revision()
