"""Take an interview and its translation apart that came in as one file, once somebody looked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from coding.errors import CodingError, NotFound
from coding.files.clean import safe_name
from coding.model import ColumnUse, ReadingAnswers, Transcript, TranscriptInfo
from coding.project.part import ProjectPart
from coding.store import Writer
from coding.transcripts.bilingual import (
    ONE_FILE,
    TwoInOne,
    from_readings,
    sides_of,
    two_in_one,
    written,
)

__all__ = ["ONE_FILE", "Bilingual", "TwoInOne", "sides_of"]


class Bilingual(ProjectPart):
    """Interviews that are in two languages in one file."""

    def look(self, transcript: str) -> TwoInOne | None:
        """Return the two sides of an interview, None if it is in one language.

        Those of a table stand in two of its columns: it is read again, once for each.
        """
        whole = self.project.transcripts.get(transcript)
        return two_in_one(whole.text, whole.turns) or self._of_table(whole)

    def _of_table(self, whole: Transcript) -> TwoInOne | None:
        path = self.project.folder / "transcripts" / whole.file
        if path.suffix.lower() not in (".csv", ".tsv", ".xlsx") or not path.is_file():
            return None
        first = self._read(path, {})
        taken = [c.name for c in first.columns if c.use is ColumnUse.WORDS] if first else []
        if first is None or len(taken) != 1:
            return None
        uses = {c.name: c.use for c in first.columns}
        for name, use in uses.items():
            if use is not ColumnUse.NOTHING:
                continue
            told = {**uses, taken[0]: ColumnUse.NOTHING, name: ColumnUse.WORDS}
            other = self._read(path, told)
            turned = list(uses).index(name) < list(uses).index(taken[0])
            found = (
                from_readings(*((other, first) if turned else (first, other))) if other else None
            )
            if found:
                return found
        return None

    def _read(self, path: Path, columns: Mapping[str, ColumnUse]) -> Transcript | None:
        try:
            answers = ReadingAnswers(columns=columns)
            return self.project.outside.transcript(path, None, answers=answers)
        except CodingError:
            return None

    def split(self, transcript: str, *, original: str = "", coder: str) -> list[TranscriptInfo]:
        """Bring both sides in as interviews of their own, and take out the one they were; one act.

        `original` is the language of the original, that which begins first if it is not said. The
        file stays where it is. Raises NotFound if there is nothing to split, CodingError if
        something is coded on it already.
        """
        info = self.project.transcripts.info(transcript)
        found = self.look(info.id)
        if found is None:
            raise NotFound(
                "no two languages were found in it, one translating the other", info.name
            )
        if info.codings:
            hint = "Take the codings off, or bring the file in again under another name."
            raise CodingError(f"{info.codings} codings stand on it", info.name, hint)
        sides = list(zip(found.languages, found.sides, strict=True))
        if original and original not in found.languages:
            told = " and ".join(found.languages)
            raise CodingError(f"it is in {told}, not in {original}", info.name)
        if original == found.languages[1]:
            sides.reverse()
        names = [safe_name(f"{info.name}-{key or n}.txt") for n, (key, _) in enumerate(sides, 1)]
        paths = [Path(name) for name in names]

        def also(w: Writer) -> None:
            w.hide_transcript(info.id)

        report = self.project.transcripts.import_files(
            paths,
            contents={
                path: written(side).encode() for path, (_, side) in zip(paths, sides, strict=True)
            },
            coder=coder,
            told={
                path: {
                    "participant": info.participant,
                    "language": key,
                    "translation_of": paths[0].stem if path == paths[1] else "",
                }
                for path, (key, _) in zip(paths, sides, strict=True)
            },
            also=also,
        )
        for _, fault in report.failed:
            raise fault
        return sorted(report.added, key=lambda made: bool(made.translation_of))
