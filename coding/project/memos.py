"""Write memos on whatever there is to think about."""

from __future__ import annotations

from contextlib import suppress

from coding.errors import CodingError
from coding.model import MEMO_KINDS, PARAPHRASE, SUMMARY, Memo, new_id, now
from coding.project.part import ProjectPart, beginning


class Memos(ProjectPart):
    """The acts on memos."""

    def all(self, *, kind: str = "", about: str = "") -> list[Memo]:
        """List memos, oldest first."""
        return self.store.memos.all(kind=kind, about=about)

    def loose(self) -> list[Memo]:
        """List the memos on codings and codes that have been removed; undo of that joins them."""
        memos = self.all()
        on = [memo.about for memo in memos if memo.kind in ("coding", PARAPHRASE)]
        codings = {coding.id for coding in self.store.codings.all(ids=on, removed=True)}
        codes = set(self.project.codes.book().by_id)
        there = {"coding": codings, PARAPHRASE: codings, "code": codes, SUMMARY: codes}
        return [m for m in memos if m.kind in there and _rests_on(m) not in there[m.kind]]

    def called(self, kind: str, about: str) -> str:
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
            if kind in ("coding", PARAPHRASE):
                coding = project.codings.get(about)
                code = project.codes.book().by_id.get(coding.code)
                return f"{code.name if code else coding.code}: {beginning(coding.text)}"
            if kind == "code":
                return project.codes.get(about).name
            if kind == SUMMARY:
                transcript, _, summed_up = about.partition("#")
                name = project.transcripts.info(transcript).name
                return f"{name} on {project.codes.get(summed_up).name}"
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
        own = kind in (PARAPHRASE, SUMMARY)
        if kind == PARAPHRASE:
            text = " ".join(text.split())
        verb = kind if own else "memo"
        summary = f"{verb} {'of' if own else 'on'} {self.called(kind, about)}"
        with self.store.writing(coder=coder, verb=verb, summary=summary, act=act) as w:
            current = w.memos.get(key)
            if version == 0 and current is None and text.strip():
                current = next(iter(w.memos.all(kind=kind, about=about)), None)
                key = current.id if current else key
            moment = now()
            if current and not text.strip():
                w.memos.drop(key, version=version)
            elif current or (version and text.strip()):
                w.memos.change(key, text=text, updated=moment, version=version)
            elif text.strip():
                w.memos.add(
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

    def say(self, kind: str, about: str, text: str, *, coder: str, act: str = "") -> None:
        """Let the one memo of a kind on something say this, whatever it said before."""
        there = next(iter(self.all(kind=kind, about=about)), None)
        if there or text.strip():
            self.write(kind, about, text, coder=coder, key=there.id if there else "", act=act)


def _rests_on(memo: Memo) -> str:
    """Return the coding or code that a memo needs to be seen."""
    return memo.about.partition("#")[2] if memo.kind == SUMMARY else memo.about
