"""Change files of the project and its database as one act: both or neither, whatever happens.

Before the first file is replaced, the intention is on disk: which act, which files, what they
held and what they will hold. The database's COMMIT decides. Whoever holds the write lock next and
finds an intention left over looks for its act in the log: it is there, so the files are brought
to what they were to hold; it is not, so they get back what they held. A file that somebody has
edited by hand since is left alone: it is read in as that edit.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from coding.errors import CodingError
from coding.files.private import private_folder
from coding.files.writing import write
from coding.store.connection import Connection

PREFIX = ".coding-act-"
"""How the file of an intention begins; it lies in the project's folder."""

_under_way: set[str] = set()  # acts of this process that have not ended yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A file, named from the project's folder: its bytes before and after (None: no file)."""

    name: str
    before: bytes | None
    after: bytes | None


@dataclass(slots=True)
class Intention:
    """What one act is about to do to files."""

    folder: Path
    act: str
    swaps: list[Swap] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """Where the intention is written down."""
        return self.folder / f"{PREFIX}{self.act}.json"

    def carry_out(self, replaced: Mapping[str, str | None]) -> None:
        """Write down what is intended, then let the files hold these texts.

        Raises CodingError where a file cannot be written.
        """
        self.announce(
            {name: None if text is None else text.encode() for name, text in replaced.items()}
        )
        self.put()

    def announce(self, replaced: Mapping[str, bytes | None]) -> None:
        """Write down what files will hold; raises CodingError."""
        self.swaps = [
            Swap(name=name, before=content_of(self.folder / name), after=content)
            for name, content in replaced.items()
        ]
        if self.swaps:
            try:
                write(self.path, _told(self.act, self.swaps))
            except CodingError as error:  # it is those files that people know
                error.where = " and ".join(swap.name for swap in self.swaps)
                raise

    def put(self) -> None:
        """Let the files hold what was announced; raises CodingError."""
        for swap in self.swaps:
            put(self.folder / swap.name, swap.after)

    def forget(self) -> None:
        """Take the intention away: the act is done."""
        if self.swaps:
            with suppress(OSError):  # found again later, it changes nothing
                self.path.unlink(missing_ok=True)


@contextmanager
def intended(folder: Path, act: str) -> Iterator[Intention]:
    """Yield an act's intention; forget it at the end, or leave it to `settle` after a failure."""
    intention = Intention(folder, act)
    _under_way.add(act)
    try:
        yield intention
        intention.forget()
    finally:
        _under_way.discard(act)


def left_over(folder: Path) -> list[Path]:
    """List the intentions in a folder whose acts this process is not at work on."""
    return [
        folder / name
        for name in sorted(os.listdir(folder))  # quicker than a glob: every act looks
        if name.startswith(PREFIX)
        and name.endswith(".json")
        and name.removeprefix(PREFIX).removesuffix(".json") not in _under_way
    ]


def settle(folder: Path, db: Connection) -> None:
    """Finish or take back what acts that were cut short did to files.

    The caller holds the write lock, so that no other process is in the midst of such an act.
    """
    for path in left_over(folder):
        act, swaps = _read(path)
        done = bool(db.execute("SELECT 1 FROM acts WHERE id = ?", [act]).fetchone())
        for swap in swaps:
            file = folder / swap.name
            held, wanted = (swap.before, swap.after) if done else (swap.after, swap.before)
            if held != wanted and content_of(file) == held:
                put(file, wanted)
        path.unlink(missing_ok=True)


def put(file: Path, content: bytes | None) -> None:
    """Let a file hold this, whole or not at all; None takes it away."""
    if content is None:
        file.unlink(missing_ok=True)
    else:
        private_folder(file.parent)
        write(file, content)


def content_of(file: Path) -> bytes | None:
    """Return the bytes of a file, None where there is no such file; raises OSError."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _told(act: str, swaps: list[Swap]) -> str:
    def text(content: bytes | None) -> str | None:
        return None if content is None else base64.b64encode(content).decode()

    files = [{"name": s.name, "before": text(s.before), "after": text(s.after)} for s in swaps]
    return json.dumps({"act": act, "files": files})


def _read(path: Path) -> tuple[str, list[Swap]]:
    def content(text: str | None) -> bytes | None:
        return None if text is None else base64.b64decode(text, validate=True)

    try:
        told = json.loads(path.read_text("utf-8"))
        swaps = [
            Swap(
                name=str(file["name"]),
                before=content(file["before"]),
                after=content(file["after"]),
            )
            for file in told["files"]
        ]
        return str(told["act"]), swaps
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CodingError(
            "a change of codebook.yaml or participants.csv was cut short, and the note of how to"
            " end it is damaged",
            path.parent.name,
            "If both files are as you want them, delete what begins with .coding-act- in the"
            " project’s folder.",
        ) from error
