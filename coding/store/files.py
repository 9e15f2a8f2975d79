"""Keep copies of the files that people and the app both write."""

from __future__ import annotations

from dataclasses import dataclass

from coding.store.reader import Reader

CODEBOOK = "codebook.yaml"
PARTICIPANTS = "participants.csv"
PLACES = {CODEBOOK: CODEBOOK, PARTICIPANTS: f"transcripts/{PARTICIPANTS}"}
"""The files that people and the app both write → where they lie in the project's folder."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The text of a file as last read or written, and the SHA-256 of its bytes then."""

    name: str
    content: str
    sha256: str


class FileRows(Reader):
    """The copies of files in the database."""

    def get(self, name: str) -> StoredFile | None:
        """Return the copy of a project file, or None."""
        with self.reading() as db:
            row = db.execute("SELECT content, sha256 FROM files WHERE id = ?", [name]).fetchone()
        return StoredFile(name, row[0], row[1]) if row else None
