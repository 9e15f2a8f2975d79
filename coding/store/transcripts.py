"""Keep the interviews: their texts, none of which ever changes, their turns and search index."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from zlib import crc32

from coding.errors import DamageError, NotFound
from coding.model import Hit, Speaker, Transcript, TranscriptInfo, Turn, Wording, now, sha256
from coding.model.tally import InterviewTally
from coding.store import searching, speakers
from coding.store.connection import Connection
from coding.store.reader import Reader
from coding.store.seals import RESTORE, TurnsSeal, check_interview, check_turns
from coding.store.searching import Forms
from coding.store.speakers import CAST

LONG = 1_000_000
"""Characters from which a text is not held in memory once more while it is written down."""

_LISTED = (
    "SELECT t.*, (SELECT count(*) FROM codings c WHERE c.transcript = t.id"
    " AND c.wording = t.sha256) AS codings,"
    f" {CAST} AS cast, (SELECT seal FROM seals WHERE name = 'turns' AND key = t.id) AS said"
    " FROM transcripts t WHERE t.removed = 0"
)


class TranscriptRows(Reader):
    """The transcripts in the database."""

    def all(self) -> list[TranscriptInfo]:
        """List the transcripts by name, without their texts."""
        return list(self.kept("listed", _listed))

    def find(self, reference: str) -> TranscriptInfo:
        """Return the transcript with this id, or else with this name or file name.

        Raises NotFound if there is none, or if several bear the name.
        """
        there = self.kept("listed", _listed)
        known = next((info for info in there if info.id == reference), None)
        if known is not None:
            return known
        with self.reading() as db:
            return find(db, reference)

    def read(self, info: TranscriptInfo) -> Transcript:
        """Return a transcript with its text and turns, after checking its hash.

        Raises ProjectError if the text is not what was imported.
        """
        with self.reading() as db:
            check_interview(db, info.id)
            db.execute("BEGIN")  # text and turns are of one moment
            row = db.execute(
                "SELECT x.text, t.sha256 FROM transcripts t LEFT JOIN texts x"
                " ON x.transcript = t.id AND x.sha256 = t.sha256 WHERE t.id = ?",
                [info.id],
            ).fetchone()
            turns = turns_of(db, info.id)
            db.execute("ROLLBACK")
        text, expected = row if row else ("", info.sha256)
        return Transcript(
            id=info.id,
            name=info.name,
            text=_checked(text, expected, info.name),
            turns=turns,
            language=info.language,
            participant=info.participant,
            translation_of=info.translation_of,
            file=info.file,
            notes=info.notes,
            cast=info.cast,
        )

    def text(self, info: TranscriptInfo) -> str:
        """Return the text of a transcript alone, after checking its hash; raises as `read`."""
        with self.reading() as db:
            row = db.execute(
                "SELECT text FROM texts WHERE transcript = ? AND sha256 = ?", [info.id, info.sha256]
            ).fetchone()
        return _checked(row["text"] if row else None, info.sha256, info.name)

    def turns(self, transcript: str) -> tuple[Turn, ...]:
        """Return the turns of a transcript, without its text."""
        with self.reading() as db:
            check_interview(db, transcript)
            return turns_of(db, transcript)

    def said(
        self, transcripts: Sequence[str]
    ) -> dict[str, tuple[list[int], list[int], list[Speaker]]]:
        """Return transcript → where each of its turns begins, ends, and who says it.

        No text is read. The turns are compared with what was written, once in a process.
        """
        with self.reading() as db:
            check_turns(db, transcripts)
            return speakers.said(db, transcripts)

    def search(
        self,
        query: str,
        *,
        people: Sequence[str] | None = None,
        limit: int = 200,
        forms: Forms | None = None,
    ) -> list[Hit]:
        """Find words in what was said, in the order of the transcripts.

        All words must stand in one turn; "words in quotes" must stand together; `word*` finds
        beginnings. Case and accents do not matter. `people` limits the search to what these
        participants say; at most `limit` hits come back (0: all). `forms` returns what else a
        word that stands alone may look like, of `vocabulary`.
        """
        with self.reading() as db:
            return searching.search(db, query, people=people, limit=limit, forms=forms)

    def vocabulary(self) -> list[str]:
        """List every word that is said in any interview, small and without accents."""
        with self.reading() as db:
            return searching.vocabulary(db)

    def wordings(self, transcript: str) -> list[Wording]:
        """List how a transcript read before, the first version first."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT * FROM wordings WHERE transcript = ? ORDER BY number", [transcript]
            ).fetchall()
        return [wording_of(row) for row in rows]

    def hashes(self, transcript: str) -> set[str]:
        """Return the hashes of every text that a transcript has had."""
        with self.reading() as db:
            rows = db.execute("SELECT sha256 FROM texts WHERE transcript = ?", [transcript])
            return {row[0] for row in rows}

    def text_in(self, transcript: str, wording: str) -> str:
        """Return the text that a transcript had by its hash; raises DamageError if it is not it."""
        with self.reading() as db:
            row = db.execute(
                "SELECT text FROM texts WHERE transcript = ? AND sha256 = ?", [transcript, wording]
            ).fetchone()
        if row is None or sha256(row[0]) != wording:
            raise DamageError("an older version of its text is damaged", transcript, RESTORE)
        return str(row[0])

    def reworded(self) -> dict[str, tuple[str, str]]:
        """Return coding → (state, words before) of those whose words have been corrected."""
        with self.reading() as db:
            rows = db.execute("SELECT id, state, words FROM reworded").fetchall()
        return {key: (state, words) for key, state, words in rows}

    def turn_keys(self, transcript: str) -> list[int]:
        """Return the ids of a transcript's turns in order: they stay through corrections."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT id FROM turns WHERE transcript = ? ORDER BY start, number", [transcript]
            ).fetchall()
        return [row[0] for row in rows]

    def words_at(self, transcript: str, start: int, end: int) -> str:
        """Return the words of a segment, shorter than asked if the text ends before."""
        with self.reading() as db:
            return words_at(db, transcript, start, end)

    def file_names(self) -> set[str]:
        """Return the names of files that a transcript, be it taken out, ever came from."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT file FROM transcripts UNION SELECT json_extract(after, '$.file')"
                " FROM changes WHERE \"table\" = 'transcripts' AND after IS NOT NULL"
            )
            return {row[0] for row in rows}

    def arrivals(self) -> dict[str, str]:
        """Return id → when it came in, of every transcript ever imported."""
        with self.reading() as db:
            return dict(db.execute("SELECT id, imported FROM transcripts").fetchall())

    def known_hashes(self) -> dict[str, tuple[str, str, bool]]:
        """Return text hash → (id, name, removed) of every transcript ever imported.

        Every wording that a text has had is known, too.
        """
        with self.reading() as db:
            rows = db.execute(
                "SELECT x.sha256, t.id, t.name, t.removed FROM texts x JOIN transcripts t"
                " ON t.id = x.transcript ORDER BY x.sha256 = t.sha256"
            ).fetchall()
        return {sha: (key, name, bool(removed)) for sha, key, name, removed in rows}


def _checked(text: str | None, expected: str, name: str) -> str:
    """Return a text if it has the hash that is written down of it; raises DamageError if not."""
    if text is None or sha256(text) != expected:
        raise DamageError("the text is not what was imported (its hash differs)", name, RESTORE)
    return text


def wording_of(row: Any) -> Wording:
    """Turn a row into an older version of a transcript."""
    turns = ((s, e, speaker, str(role)) for s, e, speaker, role, _ in json.loads(row["turns"]))
    told = {name: row[name] for name in row.keys() if name != "version"}  # noqa: SIM118
    return Wording(**{**told, "turns": tuple(turns)})


def find(db: Connection, reference: str) -> TranscriptInfo:
    """Return the transcript with this id, or else with this name or file name; see `find` above."""
    spelled = {reference, *(unicodedata.normalize(form, reference) for form in ("NFC", "NFD"))}
    rows = (
        db.execute(f"{_LISTED} AND t.id = ?", [reference]).fetchall()
        or db.execute(
            f"{_LISTED} AND EXISTS (SELECT 1 FROM json_each(?) WHERE value IN (t.name, t.file))",
            [json.dumps(list(spelled))],
        ).fetchall()
    )
    if len(rows) == 1:
        return _info(rows[0])
    if rows:
        raise NotFound(
            f"{len(rows)} transcripts are called “{reference}”", hint="Give the id instead."
        )
    names = ", ".join(t.name for t in _listed(db)[:12]) or "none yet"
    raise NotFound(f"there is no transcript “{reference}”", hint=f"There are: {names}.")


def words_at(db: Connection, transcript: str, start: int, end: int) -> str:
    """Return the words of a segment, shorter than asked if the text ends before."""
    check_interview(db, transcript)
    row = db.execute(
        "SELECT substr(x.text, ? + 1, ?) FROM transcripts t JOIN texts x"
        " ON x.transcript = t.id AND x.sha256 = t.sha256 WHERE t.id = ?",
        [start, end - start, transcript],
    ).fetchone()
    return str(row[0]) if row else ""


def turns_of(db: Connection, transcript: str) -> tuple[Turn, ...]:
    """Return the turns of a transcript as they are now, in order of the text."""
    cast = speakers.of_labels(db, transcript)
    rows = db.execute(
        'SELECT start, "end", speaker, role, time, time_end FROM turns'
        " WHERE transcript = ? ORDER BY start, number",
        [transcript],
    ).fetchall()
    return tuple(speakers.turn_of(number, row, cast) for number, row in enumerate(rows, 1))


def row_of(transcript: Transcript, tally: InterviewTally) -> dict[str, Any]:
    """Return what lists show of a transcript, as it is written down at its import."""
    return {
        "id": transcript.id,
        "name": transcript.name,
        "language": transcript.language,
        "participant": transcript.participant,
        "translation_of": transcript.translation_of,
        "file": transcript.file,
        "sha256": tally.sha256,
        "notes": json.dumps(transcript.notes, ensure_ascii=False),
        "speakers": json.dumps(tally.speakers, ensure_ascii=False),
        "turns": tally.count,
        "words": tally.words,
        "length": len(transcript.text),
        "imported": now(),
    }


def add_text(db: Connection, transcript: Transcript, tally: InterviewTally, first: int) -> int:
    """Write down a text and its turns, with ids from `first` on; put the words into the index.

    Return the check value of the turns.
    """
    put_text(db, transcript.id, tally.sha256, transcript.text)
    text = transcript.text
    seal = TurnsSeal(transcript.id)

    def rows() -> Iterator[tuple[Any, ...]]:
        for key, row in enumerate(tally.turns, first):
            seal.add(key, row)
            yield (key, transcript.id, *row, 1)

    db.executemany("INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows())
    turns = transcript.turns
    places = ((t.start, t.end) for t in turns) if turns else (row[1:3] for row in tally.turns)
    searching.put_in(
        db,
        ((first + i, text[start:end]) for i, (start, end) in enumerate(places)),
        as_it_is=searching.as_it_is(text),
    )
    return seal.value


def put_text(db: Connection, transcript: str, sha: str, text: str) -> None:
    """Write down a text, unless it is there already.

    SQLite asks for the bytes of a long one, and they are let go of then.

    Bound as a value they would stand beside its copies until all is written: 50 MB each.
    """
    if len(text) < LONG:
        db.execute("INSERT OR IGNORE INTO texts VALUES (?, ?, ?)", [transcript, sha, text])
        return
    db.create_function("whole_text", 0, text.encode)
    try:
        db.execute(
            "INSERT OR IGNORE INTO texts VALUES (?, ?, CAST(whole_text() AS TEXT))",
            [transcript, sha],
        )
    finally:
        db.create_function("whole_text", 0, None)


def _listed(db: Connection) -> list[TranscriptInfo]:
    rows = db.execute(f"{_LISTED} ORDER BY t.name COLLATE NOCASE, t.rowid").fetchall()
    return [_info(row) for row in rows]


@lru_cache(maxsize=1024)
def _texts(listed: str) -> tuple[str, ...]:
    return tuple(json.loads(listed))


@lru_cache(maxsize=8192)
def _told(listed: str) -> tuple[tuple[Speaker, ...], tuple[str, ...], str]:
    """Return who speaks, the names of those who have one, and what is another once either is."""
    cast = speakers.cast_of(listed)
    named = tuple(speaker.name for speaker in cast if speaker.name)
    return cast, named, f"{crc32(listed.encode()):x}"


def _info(row: Any) -> TranscriptInfo:
    cast, named, edition = _told(row["cast"])
    return TranscriptInfo(
        id=row["id"],
        name=row["name"],
        language=row["language"],
        participant=row["participant"],
        translation_of=row["translation_of"],
        file=row["file"],
        sha256=row["sha256"],
        notes=_texts(row["notes"]),
        speakers=named,
        turns=row["turns"],
        words=row["words"],
        length=row["length"],
        imported=row["imported"],
        codings=row["codings"],
        cast=cast,
        version=row["version"],
        said=row["said"],
        edition=f"{row['sha256'][:16]}.{row['said']}.{edition}",
    )
