"""Hold what every act on an open project needs: its folder, database and codebook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from coding.errors import NotFound
from coding.model import Code, Codebook, Transcript, TranscriptInfo
from coding.project.files import Files
from coding.store import Store

TEXTS_KEPT = 16


class Desk:
    """An open project, bare of the acts on it."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.store = store
        self.files = Files(folder, store)
        self._texts: dict[str, Transcript] = {}

    def transcript_info(self, reference: str) -> TranscriptInfo:
        """Return a transcript, without its text, by id, name or file name."""
        return self.store.transcripts.find(reference)

    def transcript(self, reference: str) -> Transcript:
        """Return a transcript with its text by id, name or file name."""
        info = self.transcript_info(reference)
        kept = self._texts.get(info.id)
        if kept is None:
            kept = self.store.transcripts.read(info)
            if len(self._texts) >= TEXTS_KEPT:
                self._texts.pop(next(iter(self._texts)), None)
            self._texts[info.id] = kept
        return replace(
            kept,
            name=info.name,
            participant=info.participant,
            language=info.language,
            translation_of=info.translation_of,
        )

    def codebook(self) -> Codebook:
        """Return the codebook as its file has it now."""
        return self.files.codebook()

    def code(self, reference: str, book: Codebook) -> Code:
        """Return a code by id, or raise NotFound with the nearest ids."""
        code = book.by_id.get(reference)
        if code is None:
            raise NotFound(f"there is no code `{reference}`", hint=nearest(reference, book))
        return code


def nearest(reference: str, book: Codebook) -> str:
    """Return a hint that names the codes most like a mistaken one."""
    import difflib

    by_name = {c.name.lower(): c.id for c in book}
    close = difflib.get_close_matches(reference.lower(), [*book.by_id, *by_name], 3, 0.6)
    ids = dict.fromkeys(by_name.get(c, c) for c in close)
    if ids:
        return "Did you mean " + " or ".join(f"`{i}`" for i in ids) + "?"
    return "`codebook.yaml` lists the codes there are."
