"""Keep codebook.yaml and participants.csv and the database telling the same.

People edit both files by hand, so the file leads: what differs from the copy in the database
is read in as an act of its own, which undo can take back like any other. What the app changes,
undo and redo included, changes file and database together or not at all (see
`coding.store.twofold`); how undo does it stands in `coding.project.reversing`.
The copy is the file's very text, line ends and byte order mark included.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from coding.codebook import parse
from coding.errors import CodebookError, CodingError, JustNow, ProjectError
from coding.files.private import private_folder
from coding.files.tables import read_rows
from coding.files.writing import write
from coding.model import Codebook, Participant
from coding.project import reversing
from coding.project.called import place_newcomers
from coding.project.people import (
    check_ids,
    participants_csv,
    people_in,
    people_of,
)
from coding.store import Rewriting, Store, Writer
from coding.store.files import CODEBOOK, PARTICIPANTS, PLACES
from coding.transcripts.people import together

__all__ = ["CODEBOOK", "PARTICIPANTS", "PLACES", "Files"]


class Files:
    """The two files of a project that people and the app both write."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.store = store
        self.codebook_fault: CodingError | None = None
        self.participants_fault: CodingError | None = None
        self._parsed: tuple[object, Codebook] | None = None  # with the stamp of its file
        self._seen: dict[str, tuple[int, ...] | None] = {}

    def path(self, name: str) -> Path:
        """Return where a file lies."""
        return self.folder / PLACES[name]

    def stamps(self) -> tuple[tuple[int, ...] | None, ...]:
        """Return what differs once either file has been changed, as it was last looked at."""
        return tuple(self._seen.get(name) for name in PLACES)

    # ── codebook ──

    def codebook(self) -> Codebook:
        """Return the codebook as the file has it now.

        If the file is gone or faulty, the last sound version serves and `codebook_fault` says
        what is wrong.
        """
        self.refresh()
        kept, stamp = self._parsed, self._seen.get(CODEBOOK)
        if kept is None or kept[0] != stamp:  # another thread may read in a newer one meanwhile
            stored = self.store.files.get(CODEBOOK)
            self._parsed = kept = (stamp, parse(stored.content) if stored else Codebook())
        return kept[1]

    def refresh(self) -> None:
        """Read in whatever changed in either file since it was last looked at.

        Where an act was cut short in between file and database, both are brought together first.
        Where nothing can be written, what was read in last serves until it can.
        """
        self.store.settle()
        if self.store.hindrance:
            return
        for name, read_in in ((CODEBOOK, self._codebook_in), (PARTICIPANTS, self._participants_in)):
            stamp = stamp_of(self.path(name))
            if name not in self._seen or self._seen[name] != stamp:
                read_in()
                self._seen[name] = stamp

    def _codebook_in(self) -> None:
        path = self.path(CODEBOOK)
        self.codebook_fault = self._parsed = None
        stored = self.store.files.get(CODEBOOK)
        try:
            data = path.read_bytes()
            if stored and _sha(data) == stored.sha256:
                return
            content = data.decode()
            book = parse(content)
        except FileNotFoundError:
            self.codebook_fault = ProjectError(
                "the codebook’s file is gone",
                CODEBOOK,
                "Put it back, or have its last version written again from the Codebook page"
                " (or with `coding check --mend`)."
                if stored
                else "Make one with `coding new`.",
            )
            return
        except OSError as error:
            self.codebook_fault = _unreadable(CODEBOOK, error)
            return
        except UnicodeDecodeError as error:
            self.codebook_fault = ProjectError(
                f"the file is not UTF-8 (byte {error.start})", CODEBOOK, "Save it as UTF-8."
            )
            return
        except CodebookError as error:
            self.codebook_fault = error
            return
        summary = reversing.codebook_edited(stored.content if stored else None, content)
        with self.store.writing(coder="", verb="codebook", summary=summary) as w:
            if self._still(CODEBOOK, data):  # else whoever changed it has just written it down
                w.put_file(CODEBOOK, content)
                w.mirror_codes(book)

    def change_codebook(
        self,
        change: Callable[[str], str],
        *,
        coder: str,
        summary: str,
        act: str = "",
        also: Callable[[Writer], None] | None = None,
    ) -> Codebook:
        """Apply a change of the text to codebook.yaml and the database, as one act.

        `also` makes further changes in the same act. Raises CodingError if the file is faulty
        or gone: it is not written over then.
        """
        self.refresh()
        if self.codebook_fault:
            raise self.codebook_fault
        with self.store.writing(coder=coder, verb="codebook", summary=summary, act=act) as w:
            before = self._copy(w, CODEBOOK)
            after = change(before)
            book = parse(after)
            if after != before:
                w.put_file(CODEBOOK, after)
            w.mirror_codes(book)
            if also:
                also(w)
            if after != before:
                w.replace_file(PLACES[CODEBOOK], after)
        return book

    def _still(self, name: str, data: bytes) -> bool:
        """Say, inside an act, whether a file holds what was read before the act began."""
        try:
            return self.path(name).read_bytes() == data
        except OSError:
            return False

    def _copy(self, w: Writer, name: str) -> str:
        """Return a file's text inside an act; raise Conflict if the file says something else."""
        stored = w.file(name)
        content = stored.content if stored else ""
        self._expect(name, content)
        return content

    def _expect(self, name: str, content: str) -> None:
        """Raise JustNow if a file says something else than its copy, in whatever encoding."""
        path = self.path(name)
        if path.exists() and (data := path.read_bytes()) != content.encode():
            if name == PARTICIPANTS and self._participants_text(data)[0] == content:
                return
            raise JustNow(f"{name} has just been changed outside the app", hint="Try again.")

    def mend(self) -> bool:
        """Write codebook.yaml again from its last version if it is gone; say whether it was."""
        stored = self.store.files.get(CODEBOOK)
        if stored is None or self.path(CODEBOOK).exists():
            return False
        write_atomically(self.path(CODEBOOK), stored.content)
        self.refresh()
        return True

    # ── participants ──

    def participants(self) -> list[Participant]:
        """Return the participants as their file has them now."""
        self.refresh()
        return self.store.participants.all()

    def _participants_in(self) -> None:
        path = self.path(PARTICIPANTS)
        self.participants_fault = None
        if not path.exists():
            return
        stored = self.store.files.get(PARTICIPANTS)
        try:
            data = path.read_bytes()
            if stored and _sha(data) == stored.sha256:
                return
            content, people = self._participants_text(data)
            if stored and content == stored.content:
                return
        except OSError as error:
            self.participants_fault = _unreadable(PARTICIPANTS, error)
            return
        except CodingError as error:
            self.participants_fault = error
            return
        summary = reversing.participants_edited(stored.content if stored else None, content)
        with self.store.writing(coder="", verb="participants", summary=summary) as w:
            if self._still(PARTICIPANTS, data):
                before = w.participants()
                w.put_file(PARTICIPANTS, content)
                w.put_participants(people)
                place_newcomers(w, before, people)

    def save_participants(
        self,
        people: Sequence[Participant],
        *,
        opened: Sequence[Participant] | None = None,
        coder: str,
        act: str = "",
        summary: str = "participants edited",
        also: Callable[[Writer], None] | None = None,
    ) -> Sequence[Participant]:
        """Write all participants to the file and the database, as one act; return them.

        `also` makes further changes in the same act. What others have changed since `opened` stays.
        Raises Conflict where they changed the same cell or the file has just been edited by hand,
        CodingError if an id is missing or appears twice, or if the file is faulty: it is not
        written over then.
        """
        self.refresh()
        if self.participants_fault:
            raise self.participants_fault
        check_ids(people)
        seen = self._seen.get(PARTICIPANTS)
        with self.store.writing(coder=coder, verb="participants", summary=summary, act=act) as w:
            if stamp_of(self.path(PARTICIPANTS)) != seen:
                self._copy(w, PARTICIPANTS)  # others may have written it, nobody by hand
            if opened is not None:
                people = together(opened, people, w.participants())
            if also:
                also(w)
            before = w.participants()
            people = _put_people(w, people)
            place_newcomers(w, before, people)
            return people

    def take_in(self, w: Writer, *persons: Participant) -> None:
        """Add participants inside an act, those that there are not yet by their ids.

        Called once in an act. Raises CodingError if the file is faulty or has just been edited by
        hand.
        """
        people = w.participants()
        there = {known.id for known in people}
        fresh = [person for person in persons if person.id not in there]
        if fresh:
            self.put_people(w, [*people, *fresh])

    def put_people(self, w: Writer, people: Sequence[Participant]) -> None:
        """Let these be the participants inside an act; raises as `take_in` does."""
        if self.participants_fault:
            raise self.participants_fault
        before = w.participants()
        self._copy(w, PARTICIPANTS)
        place_newcomers(w, before, _put_people(w, people))

    def _participants_text(self, data: bytes) -> tuple[str, list[Participant]]:
        """Return what the participants' file says, written in UTF-8 whatever it is written in."""
        people = people_of(read_rows(self.path(PARTICIPANTS), required=["participant"]))
        return _utf8(data) or participants_csv(people), people

    # ── undo ──

    def fault(self, name: str) -> CodingError | None:
        """Return what is wrong with a file, as last looked at."""
        return {CODEBOOK: self.codebook_fault, PARTICIPANTS: self.participants_fault}[name]

    def rewrite(self, w: Writer, change: Rewriting) -> None:
        """Take an act's change of a file out of what the file says now; file and rows together.

        Raises CodingError if the file is faulty, for what stands in it is not written over, or
        if the lines concerned have been changed again since.
        """
        name = change.name
        if fault := self.fault(name):
            raise fault
        now = w.file(name)
        text = reversing.taken_back(name, now.content if now else None, change.old, change.new)
        self._expect(name, now.content if now else "")
        if text is None:
            w.drop_file(name)
        else:
            w.put_file(name, text)
        if name == CODEBOOK:
            w.mirror_codes(parse(text or ""))
        else:
            w.put_participants(people_in(text))
        w.replace_file(PLACES[name], text)


def _put_people(w: Writer, people: Sequence[Participant]) -> list[Participant]:
    """Let these be the participants, in the file and the database; return them as the file says."""
    content = participants_csv(people)
    people = people_in(content)  # every attribute is there for all
    before = len(w.changes.made)
    w.put_participants(people)
    if len(w.changes.made) > before:
        w.put_file(PARTICIPANTS, content)
        w.replace_file(PLACES[PARTICIPANTS], content)
    return people


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that either the old or the new content is there, whatever happens.

    Raises ProjectError if the folder cannot be written.
    """
    try:
        private_folder(path.parent)
        write(path, content)
    except (OSError, CodingError) as error:
        reason = error.message if isinstance(error, CodingError) else error.strerror
        raise ProjectError(
            f"it cannot be written: {reason}",
            str(path),
            "Make the folder writable, or copy the project elsewhere.",
        ) from error


def _unreadable(name: str, error: OSError) -> ProjectError:
    return ProjectError(
        f"the file cannot be read: {error.strerror}", name, "Change its permissions."
    )


def stamp_of(path: Path) -> tuple[int, ...] | None:
    """Return what differs once a file has been changed, None if it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _utf8(data: bytes) -> str:
    """Return the text of UTF-8 bytes, "" if they are something else."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return ""
