"""Write memos on whatever there is to think about."""

from __future__ import annotations

from contextlib import suppress

from coding.errors import CodingError
from coding.model import Memo, new_id, now
from coding.project.part import ProjectPart, beginning

MEMO_KINDS = ("project", "transcript", "turn", "code", "coding", "participant", "question")


class Memos(ProjectPart):
    """The acts on memos."""

    def all(self, *, kind: str = "", about: str = "") -> list[Memo]:
        """List memos, oldest first."""
        return self.store.memos.all(kind=kind, about=about)

    def loose(self) -> list[Memo]:
        """List the memos on codings and codes that have been removed; undo of that joins them."""
        codings = {coding.id for coding in self.store.codings.all(removed=True)}
        codes = set(self.project.codes.book().by_id)
        there = {"coding": codings, "code": codes}
        return [m for m in self.all() if m.kind in there and m.about not in there[m.kind]]

    def _called(self, kind: str, about: str) -> str:
        """Say what a memo is on, in words: what is gone is called by its kind alone."""
        project = self.project
        with suppress(CodingError):
            if kind == "project":
                return "the study"
            if kind == "transcript":
                return project.transcripts.info(about).name
            if kind == "turn":
                transcript, _, number = about.rpartition("#")
                return f"turn {number} of {project.transcripts.info(transcript).name}"
            if kind == "coding":
                coding = project.codings.get(about)
                code = project.codes.book().by_id.get(coding.code)
                return f"{code.name if code else coding.code}: {beginning(coding.text)}"
            if kind == "code":
                return project.codes.get(about).name
        return f"a {kind}"

    def write(
        self,
        kind: str,
        about: str,
        text: str,
        *,
        coder: str,
        key: str = "",
        version: int | None = None,
        act: str = "",
    ) -> str:
        """Write a memo, change the one with this `key`, or delete it if `text` is empty.

        Returns its id. `version` is that of the memo as it was opened, 0 where there was none on
        this thing yet. Raises Conflict, with both texts, if somebody else was quicker.
        """
        if kind not in MEMO_KINDS:
            raise CodingError(f"there are no memos on a {kind}", hint=", ".join(MEMO_KINDS))
        key = key or new_id()
        with self.store.writing(
            coder=coder, verb="memo", summary=f"memo on {self._called(kind, about)}", act=act
        ) as w:
            current = w.memo(key)
            if version == 0 and current is None and text.strip():
                current = next(iter(w.memos(kind=kind, about=about)), None)
                key = current.id if current else key
            moment = now()
            if current and not text.strip():
                w.drop_memo(key, version=version)
            elif current or (version and text.strip()):
                w.change_memo(key, text=text, updated=moment, version=version)
            elif text.strip():
                w.add_memo(
                    Memo(
                        id=key,
                        kind=kind,
                        about=about,
                        coder=coder,
                        text=text,
                        created=moment,
                        updated=moment,
                    )
                )
        return key
