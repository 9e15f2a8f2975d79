"""Keep the interviews: their texts, turns and search index, written once and never changed."""

from __future__ import annotations

import json
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

from coding.errors import NotFound, ProjectError
from coding.model import Role, Transcript, TranscriptInfo, Turn, now, sha256
from coding.store.connection import Reader
from coding.store.searching import folded
from coding.store.writing import Writer

_LISTED = (
    "SELECT t.*, (SELECT count(*) FROM codings c WHERE c.transcript = t.id) AS codings"
    " FROM transcripts t WHERE t.removed = 0"
)


class Interviews(Reader):
    """The part of the store that holds transcripts."""

    def add_transcript(self, w: Writer, transcript: Transcript) -> None:
        """Add a transcript with its text, turns and search index inside an act."""
        w.insert_hidden_first(
            "transcripts",
            {
                "id": transcript.id,
                "name": transcript.name,
                "language": transcript.language,
                "participant": transcript.participant,
                "translation_of": transcript.translation_of,
                "file": transcript.file,
                "sha256": transcript.sha256,
                "notes": json.dumps(transcript.notes, ensure_ascii=False),
                "speakers": json.dumps(transcript.speakers, ensure_ascii=False),
                "turns": len(transcript.turns),
                "words": transcript.words,
                "length": len(transcript.text),
                "imported": now(),
            },
        )
        w.db.execute("INSERT INTO texts VALUES (?, ?)", [transcript.id, transcript.text])
        first = w.db.execute("SELECT coalesce(max(id), 0) + 1 FROM turns").fetchone()[0]
        w.db.executemany(
            "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    first + i,
                    transcript.id,
                    t.number,
                    t.start,
                    t.end,
                    t.speaker,
                    str(t.role),
                    t.time,
                    t.time_end,
                )
                for i, t in enumerate(transcript.turns)
            ],
        )
        words = folded(transcript.text)
        w.db.executemany(
            "INSERT INTO spoken_index (rowid, words) VALUES (?, ?)",
            [(first + i, words[t.start : t.end]) for i, t in enumerate(transcript.turns)],
        )

    def transcripts(self) -> list[TranscriptInfo]:
        """List the transcripts by name, without their texts."""
        with self.reading() as db:
            rows = db.execute(f"{_LISTED} ORDER BY t.name COLLATE NOCASE, t.rowid").fetchall()
        return [_info(row) for row in rows]

    def find_transcript(self, reference: str, w: Writer | None = None) -> TranscriptInfo:
        """Return the transcript with this id, or else with this name or file name.

        `w` is the act inside which it is looked up, to open no other connection.
        Raises NotFound if there is none, or if several bear the name.
        """
        with nullcontext(w.db) if w else self.reading() as db:
            found = (
                db.execute(f"{_LISTED} AND t.id = ?", [reference]).fetchall()
                or db.execute(
                    f"{_LISTED} AND (t.name = ? OR t.file = ?)", [reference, reference]
                ).fetchall()
            )
        if len(found) == 1:
            return _info(found[0])
        if found:
            raise NotFound(
                f"{len(found)} transcripts are called “{reference}”", hint="Give the id instead."
            )
        names = ", ".join(t.name for t in self.transcripts()[:12]) or "none yet"
        raise NotFound(f"there is no transcript “{reference}”", hint=f"There are: {names}.")

    def transcript(self, info: TranscriptInfo) -> Transcript:
        """Return a transcript with its text and turns, after checking its hash.

        Raises ProjectError if the text is not what was imported.
        """
        with self.reading() as db:
            text = db.execute("SELECT text FROM texts WHERE transcript = ?", [info.id]).fetchone()[
                0
            ]
            rows = db.execute(
                'SELECT number, start, "end", speaker, role, time, time_end FROM turns'
                " WHERE transcript = ? ORDER BY number",
                [info.id],
            ).fetchall()
        if sha256(text) != info.sha256:
            raise ProjectError(
                "the text is not what was imported (its hash differs)",
                info.name,
                "The database is damaged: bring back a backup.",
            )
        turns = tuple(
            Turn(
                number=n,
                start=start,
                end=end,
                speaker=speaker,
                role=Role(role),
                time=time,
                time_end=time_end,
            )
            for n, start, end, speaker, role, time, time_end in rows
        )
        return Transcript(
            id=info.id,
            name=info.name,
            text=text,
            turns=turns,
            language=info.language,
            participant=info.participant,
            translation_of=info.translation_of,
            file=info.file,
            notes=info.notes,
        )

    def words_at(self, transcript: str, start: int, end: int) -> str:
        """Return the words of a segment, shorter than asked if the text ends before."""
        with self.reading() as db:
            row = db.execute(
                "SELECT substr(text, ? + 1, ?) FROM texts WHERE transcript = ?",
                [start, end - start, transcript],
            ).fetchone()
        return str(row[0]) if row else ""

    def files(self) -> set[str]:
        """Return the names of the files of every transcript, those taken out among them."""
        with self.reading() as db:
            return {row[0] for row in db.execute("SELECT file FROM transcripts")}

    def known_hashes(self) -> dict[str, tuple[str, str, bool]]:
        """Return text hash → (id, name, removed) of every transcript ever imported."""
        with self.reading() as db:
            rows = db.execute("SELECT sha256, id, name, removed FROM transcripts").fetchall()
        return {sha: (key, name, bool(removed)) for sha, key, name, removed in rows}


@lru_cache(maxsize=1024)
def _texts(listed: str) -> tuple[str, ...]:
    return tuple(json.loads(listed))


def _info(row: Any) -> TranscriptInfo:
    return TranscriptInfo(
        id=row["id"],
        name=row["name"],
        language=row["language"],
        participant=row["participant"],
        translation_of=row["translation_of"],
        file=row["file"],
        sha256=row["sha256"],
        notes=_texts(row["notes"]),
        speakers=_texts(row["speakers"]),
        turns=row["turns"],
        words=row["words"],
        length=row["length"],
        imported=row["imported"],
        codings=row["codings"],
    )
