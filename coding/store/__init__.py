"""Keep a project's decisions in SQLite: the only module that speaks SQL.

`Store` reads; `Store.writing` and `Store.reverse` (see `coding.store.writing`) change. Each act
opens a connection and closes it again.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from coding.errors import CodingError, NotFound, ProjectError
from coding.model import (
    Act,
    Basket,
    Codebook,
    Coding,
    Hit,
    Memo,
    Origin,
    Participant,
    Pick,
    Role,
    Transcript,
    TranscriptInfo,
    Turn,
    now,
    sha256,
)
from coding.store.schema import migrations
from coding.store.writing import (
    Writer,
    act_of,
    connected,
    lock_for,
    reverse,
    translated,
    writing,
)

__all__ = ["Store", "Writer"]

Row = Mapping[str, Any]
_YO = str.maketrans("ёЁ", "еЕ")
_TERM = re.compile(r'"([^"]+)"|(\S+)')


class Store:
    """The database of one project."""

    def __init__(self, path: Path) -> None:
        """Open the database, made or brought up to date if need be.

        Raises ProjectError if it cannot be written or is not one of ours.
        """
        self.path = path
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            raise translated(error, path) from error

    def _prepare(self) -> None:
        with lock_for(self.path):
            if not self.path.exists():
                try:
                    os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
                except OSError as error:
                    raise ProjectError(
                        f"the project's database cannot be made: {error.strerror}",
                        str(self.path),
                        "Make the folder writable, or copy the project elsewhere.",
                    ) from error
            with connected(self.path) as db:
                if not migrations.pending(db):
                    return
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("BEGIN IMMEDIATE")
                try:
                    if migrations.pending(db):
                        migrations.apply(db)
                    db.execute("COMMIT")
                except BaseException:
                    if db.conn.in_transaction:
                        db.execute("ROLLBACK")
                    raise

    def reading(self) -> AbstractContextManager[Database]:
        """Open a connection for reading."""
        return connected(self.path)

    def writing(
        self, *, coder: str, verb: str, summary: str, act: str = ""
    ) -> AbstractContextManager[Writer]:
        """Do one act in one transaction; see `coding.store.writing.writing`."""
        return writing(self.path, coder=coder, verb=verb, summary=summary, act=act)

    def reverse(self, *, coder: str, redo: bool = False, act: str = "", by: str = "") -> Act:
        """Undo or redo one act; see `coding.store.writing.reverse`."""
        return reverse(self.path, coder=coder, redo=redo, act=act, by=by)

    # ── transcripts ──

    def add_transcript(self, w: Writer, transcript: Transcript, name: str) -> None:
        """Add a transcript with its text, turns and search index inside an act."""
        w.insert_hidden_first(
            "transcripts",
            {
                "id": transcript.id,
                "name": name,
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
        w.db.conn.executemany(
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
        w.db.conn.executemany(
            "INSERT INTO spoken_index (rowid, words) VALUES (?, ?)",
            [
                (first + i, transcript.text[t.start : t.end].translate(_YO))
                for i, t in enumerate(transcript.turns)
            ],
        )

    def transcripts(self) -> list[TranscriptInfo]:
        """List the transcripts by name, without their texts."""
        with self.reading() as db:
            rows = db.query(
                "SELECT t.*, (SELECT count(*) FROM codings c WHERE c.transcript = t.id) AS codings"
                " FROM transcripts t WHERE removed = 0 ORDER BY t.name COLLATE NOCASE, t.rowid"
            )
            return [_info(row) for row in rows]

    def find_transcript(self, reference: str) -> TranscriptInfo:
        """Return the transcript with this id, or else with this name or file name.

        Raises NotFound if there is none, or if several bear the name.
        """
        found = [t for t in self.transcripts() if t.id == reference] or [
            t for t in self.transcripts() if reference in (t.name, t.file)
        ]
        if len(found) == 1:
            return found[0]
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

    def known_hashes(self) -> dict[str, tuple[str, str, bool]]:
        """Return text hash → (id, name, removed) of every transcript ever imported."""
        with self.reading() as db:
            rows = db.execute("SELECT sha256, id, name, removed FROM transcripts").fetchall()
        return {sha: (key, name, bool(removed)) for sha, key, name, removed in rows}

    def search(
        self, query: str, *, transcripts: Sequence[str] | None = None, limit: int = 200
    ) -> list[Hit]:
        """Find words in what was said, in the order of the transcripts.

        All words must stand in one turn; "words in quotes" must stand together; `word*` finds
        beginnings. Case and accents do not matter. `transcripts` limits the search to those
        ids; at most `limit` hits come back (0: all).
        """
        match = _fts(query.translate(_YO))
        where, values = "", []
        if transcripts is not None:
            where = f" AND v.transcript IN ({', '.join('?' * len(transcripts))})"
            values = list(transcripts)
        with self.reading() as db:
            rows = db.execute(
                "SELECT t.id, t.name, v.start, highlight(spoken_index, 0, char(2), char(3))"
                " FROM spoken_index JOIN turns v ON v.id = spoken_index.rowid"
                " JOIN transcripts t ON t.id = v.transcript"
                f" WHERE spoken_index MATCH ? AND t.removed = 0{where}"
                " ORDER BY spoken_index.rowid LIMIT ?",
                [match, *values, limit or -1],
            ).fetchall()
            hits: list[Hit] = []
            text, of = "", ""
            for transcript, name, start, marked in rows:
                if transcript != of:
                    of = transcript
                    text = db.execute(
                        "SELECT text FROM texts WHERE transcript = ?", [transcript]
                    ).fetchone()[0]
                hits += _hits(transcript, name, text, start, marked)
        return hits[:limit] if limit else hits

    # ── codings ──

    def codings(
        self,
        *,
        transcript: str = "",
        codes: Sequence[str] = (),
        coder: str = "",
        ids: Sequence[str] | None = None,
    ) -> list[Coding]:
        """List codings in the order of the transcripts' names, then of the text."""
        where, values = ["t.removed = 0"], list[str]()
        if transcript:
            where.append("c.transcript = ?")
            values.append(transcript)
        if codes:
            where.append(f"c.code IN ({', '.join('?' * len(codes))})")
            values += codes
        if coder:
            where.append("c.coder = ?")
            values.append(coder)
        if ids is not None:
            where.append("c.id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(ids)))
        with self.reading() as db:
            rows = db.execute(
                'SELECT c.id, c.transcript, c.start, c."end", c.text, c.code, c.coder, c.created,'
                " c.origin, c.version FROM codings c JOIN transcripts t ON t.id = c.transcript"
                f" WHERE {' AND '.join(where)}"
                ' ORDER BY t.name COLLATE NOCASE, t.rowid, c.start, c."end", c.code, c.coder',
                values,
            ).fetchall()
        return [
            Coding(
                id=r[0],
                transcript=r[1],
                start=r[2],
                end=r[3],
                text=r[4],
                code=r[5],
                coder=r[6],
                created=r[7],
                origin=Origin(r[8]),
                version=r[9],
            )
            for r in rows
        ]

    def mirror_codes(self, w: Writer, codebook: Codebook) -> None:
        """Bring the table of codes in line with the codebook; codes no longer in it retire."""
        w.db.execute("UPDATE codes SET retired = 1")
        w.db.conn.executemany(
            "INSERT INTO codes (id, name, parent, position, retired) VALUES (?, ?, ?, ?, 0)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, parent = excluded.parent,"
            " position = excluded.position, retired = 0",
            [(c.id, c.name, c.parent, i) for i, c in enumerate(codebook)],
        )

    # ── memos, participants, baskets, files, places ──

    def memos(
        self, *, kind: str = "", about: str = "", ids: Sequence[str] | None = None
    ) -> list[Memo]:
        """List memos, oldest first."""
        with self.reading() as db:
            rows = db.query(
                "SELECT * FROM memos WHERE (kind = ? OR ? = '') AND (about = ? OR ? = '')"
                " AND (? IS NULL OR id IN (SELECT value FROM json_each(?))) ORDER BY created, id",
                [kind, kind, about, about, *[None if ids is None else json.dumps(list(ids))] * 2],
            )
            return [Memo(**row) for row in rows]

    def participants(self) -> list[Participant]:
        """List the participants in the order of their file."""
        with self.reading() as db:
            rows = db.query("SELECT * FROM participants ORDER BY position, id")
            return [
                Participant(
                    id=r["id"], pseudonym=r["pseudonym"], attributes=json.loads(r["attributes"])
                )
                for r in rows
            ]

    def baskets(self) -> list[Basket]:
        """List the baskets with their quotes in order."""
        with self.reading() as db:
            picks = [Pick(**r) for r in db.query("SELECT * FROM picks ORDER BY position, id")]
            rows = list(db.query("SELECT * FROM baskets ORDER BY position, name"))
        return [
            Basket(
                id=r["id"],
                name=r["name"],
                version=r["version"],
                picks=tuple(p for p in picks if p.basket == r["id"]),
            )
            for r in rows
        ]

    def file(self, name: str) -> tuple[str, str] | None:
        """Return (content, hash) of a project file as last read or written, or None."""
        with self.reading() as db:
            row = db.execute("SELECT content, sha256 FROM files WHERE id = ?", [name]).fetchone()
        return (row[0], row[1]) if row else None

    def place(self, coder: str, transcript: str) -> int:
        """Return the number of the turn a coder was last at, 0 if never there."""
        with self.reading() as db:
            row = db.execute(
                "SELECT turn FROM places WHERE coder = ? AND transcript = ?", [coder, transcript]
            ).fetchone()
        return int(row[0]) if row else 0

    def places(self, coder: str) -> dict[str, tuple[int, str]]:
        """Return transcript → (turn, when) of where a coder has been."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT transcript, turn, seen FROM places WHERE coder = ?", [coder]
            ).fetchall()
        return {transcript: (turn, seen) for transcript, turn, seen in rows}

    def set_place(self, coder: str, transcript: str, turn: int) -> None:
        """Remember where a coder is; not an act, so not in the log."""
        with lock_for(self.path), self.reading() as db:
            db.execute(
                "INSERT INTO places SELECT ?, id, ?, ? FROM transcripts WHERE id = ?"
                " ON CONFLICT DO UPDATE SET turn = excluded.turn, seen = excluded.seen",
                [coder, turn, now(), transcript],
            )

    # ── the log ──

    def acts(self, *, coder: str = "", limit: int = 0) -> list[Act]:
        """List the log, newest first."""
        with self.reading() as db:
            rows = db.query(
                "SELECT * FROM acts WHERE coder = ? OR ? = '' ORDER BY seq DESC LIMIT ?",
                [coder, coder, limit or -1],
            )
            return [act_of(row) for row in rows]

    def reversible(self, coder: str) -> tuple[str, str]:
        """Return what a coder's next undo and redo would be about, "" if there is none."""
        with self.reading() as db:
            undo, redo = (
                db.execute(
                    "SELECT summary FROM acts WHERE state = ? AND reverses IS NULL AND coder = ?"
                    f" ORDER BY seq {order} LIMIT 1",
                    [state, coder],
                ).fetchone()
                for state, order in (("done", "DESC"), ("undone", "ASC"))
            )
        return (undo[0] if undo else "", redo[0] if redo else "")

    def revision(self) -> int:
        """Return the number of the newest act, 0 before the first."""
        with self.reading() as db:
            return int(db.execute("SELECT coalesce(max(seq), 0) FROM acts").fetchone()[0])

    def has_act(self, act: str) -> bool:
        """Say whether the log has an act with this id."""
        with self.reading() as db:
            return bool(list(db.execute("SELECT 1 FROM acts WHERE id = ?", [act])))

    def changed_since(self, revision: int) -> dict[str, set[str]]:
        """Return table → ids of the rows that acts after `revision` touched."""
        with self.reading() as db:
            rows = db.execute(
                'SELECT DISTINCT "table", key FROM changes WHERE act > ?', [revision]
            ).fetchall()
        changed: dict[str, set[str]] = {}
        for table, key in rows:
            changed.setdefault(table, set()).add(key)
        return changed

    def coders(self) -> list[str]:
        """List everybody who coded, most codings first."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT coder FROM codings GROUP BY coder ORDER BY count(*) DESC, coder"
            ).fetchall()
        return [row[0] for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how many transcripts, turns, words, codes, codings and quotes there are."""
        with self.reading() as db:
            transcripts, turns, words = db.execute(
                "SELECT count(*), coalesce(sum(turns), 0), coalesce(sum(words), 0)"
                " FROM transcripts WHERE removed = 0"
            ).fetchone()
            codes, codings, quotes = db.execute(
                "SELECT (SELECT count(*) FROM codes WHERE retired = 0), (SELECT count(*) FROM"
                " codings c JOIN transcripts t ON t.id = c.transcript AND t.removed = 0),"
                " (SELECT count(*) FROM picks)"
            ).fetchone()
        return {
            "transcripts": transcripts,
            "turns": turns,
            "words": words,
            "codes": codes,
            "codings": codings,
            "quotes": quotes,
        }

    # ── soundness and copies ──

    def faults(
        self, progress: Callable[[str], None] | None = None
    ) -> Iterable[tuple[str, str, str]]:
        """Look over the whole database; yield (where, what, hint) for whatever is not sound."""
        name = self.path.name
        with self.reading() as db:
            for (line,) in db.execute("PRAGMA integrity_check").fetchall():
                if line != "ok":
                    yield name, f"SQLite finds it damaged: {line}", "Bring back a backup."
            for row in db.execute("PRAGMA foreign_key_check").fetchall():
                yield (
                    name,
                    f"a row of {row[0]} points to nothing in {row[2]}",
                    "Bring back a backup.",
                )
            listed = db.execute("SELECT id, name, sha256 FROM transcripts").fetchall()
            for key, transcript, expected in listed:
                if progress:
                    progress(transcript)
                text = db.execute("SELECT text FROM texts WHERE transcript = ?", [key]).fetchone()
                if text is None or sha256(text[0]) != expected:
                    yield transcript, "its text is not what was imported", "Bring back a backup."
                    continue
                rows = db.execute(
                    'SELECT id, start, "end", text FROM codings WHERE transcript = ?', [key]
                )
                for coding, start, end, words in rows:
                    if text[0][start:end] != words:
                        yield (
                            f"{transcript} {start}-{end}",
                            f"the words of coding {coding} do not stand there",
                            "Remove the coding and code the passage again.",
                        )
            logged = db.execute(
                "SELECT id FROM codings WHERE id NOT IN"
                " (SELECT key FROM changes WHERE \"table\" = 'codings')"
            ).fetchall()
            for (coding,) in logged:
                yield name, f"coding {coding} has no row in the log", "Bring back a backup."
            retired = db.execute(
                "SELECT code, count(*) FROM codings JOIN codes ON codes.id = code"
                " WHERE retired = 1 GROUP BY code"
            ).fetchall()
            for code, n in retired:
                yield (
                    "codebook.yaml",
                    f"{n} codings use code `{code}`, which is not in the codebook",
                    "Put the code back, or recode them.",
                )
        coders = self.coders()
        if len(coders) > 1 and sqlite3.sqlite_version_info < (3, 51, 3):
            yield (
                name,
                f"SQLite {sqlite3.sqlite_version} can damage a file that several people write to",
                "Install pysqlite3 (0.6 or later), or let one person write at a time.",
            )


def _info(row: Row) -> TranscriptInfo:
    return TranscriptInfo(
        id=row["id"],
        name=row["name"],
        language=row["language"],
        participant=row["participant"],
        translation_of=row["translation_of"],
        file=row["file"],
        sha256=row["sha256"],
        notes=tuple(json.loads(row["notes"])),
        speakers=tuple(json.loads(row["speakers"])),
        turns=row["turns"],
        words=row["words"],
        length=row["length"],
        imported=row["imported"],
        codings=row["codings"],
    )


def _fts(query: str) -> str:
    terms = []
    for phrase, word in _TERM.findall(query):
        term = phrase or word
        star = "*" if not phrase and term.endswith("*") else ""
        if any(c.isalnum() for c in term):
            terms.append('"' + term.rstrip("*").replace('"', '""') + '"' + star)
    if not terms:
        raise CodingError(
            "the search has no word in it", hint='Try border, border*, or "going back".'
        )
    return " ".join(terms)


def _hits(transcript: str, name: str, text: str, start: int, marked: str) -> Iterable[Hit]:
    at = start
    for piece in re.split("(\2[^\3]*\3)", marked):
        words = piece.strip("\2\3")
        if piece.startswith("\2"):
            end = at + len(words)
            yield Hit(
                transcript=transcript,
                name=name,
                start=at,
                end=end,
                before=text[max(0, at - 60) : at].replace("\n", " "),
                hit=text[at:end],
                after=text[end : end + 60].replace("\n", " "),
            )
        at += len(words)
