"""Keep a project's decisions in SQLite: the only package that speaks SQL.

`Store` reads; `Store.writing` and `Store.reverse` (see `coding.store.writing`) change. Each act
opens a connection and closes it again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from coding.errors import ProjectError
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
    now,
)
from coding.store import searching, soundness, writing
from coding.store.connection import DatabaseError, connected, lock_for, translated
from coding.store.interviews import Interviews
from coding.store.links import Links
from coding.store.log import Log
from coding.store.rulings import Rulings
from coding.store.suggestions import OPEN, Suggestions
from coding.store.writing import Writer

__all__ = ["Store", "Writer"]

VERSION = 5
"""How many migrations `coding.store.schema` has."""


_ORIGINS = {origin.value: origin for origin in Origin}  # quicker than Origin(...)


class Store(Interviews, Links, Log, Rulings, Suggestions):
    """The database of one project."""

    def __init__(self, path: Path) -> None:
        """Open the database, made or brought up to date if need be.

        One of an older version is first copied to `project.db-v1` and the like. Raises
        ProjectError if it cannot be written or is not one of ours.
        """
        self.path = path
        try:
            self._prepare()
        except DatabaseError as error:
            raise translated(error, path) from error

    def _prepare(self) -> None:
        with lock_for(self.path):
            if not self.path.exists():
                _make_private(self.path)
            with connected(self.path) as db:
                version = db.execute("PRAGMA user_version").fetchone()[0]
                if version > VERSION:
                    raise ProjectError(
                        "this project was made with a newer version of the program",
                        self.path.name,
                        "Install the newest version of it.",
                    )
                if 0 < version < VERSION:
                    copy = self.path.with_name(f"{self.path.name}-v{version}")
                    copy.unlink(missing_ok=True)
                    _make_private(copy)
                    db.execute("VACUUM INTO ?", [str(copy)])
                if version < VERSION:
                    # Only here, since sqlite-utils takes long to load.
                    from coding.store.schema import bring_up_to_date

                    bring_up_to_date(db, VERSION)

    def writing(
        self, *, coder: str, verb: str, summary: str, act: str = ""
    ) -> AbstractContextManager[Writer]:
        """Do one act in one transaction; see `coding.store.writing.writing`."""
        return writing.writing(self.path, coder=coder, verb=verb, summary=summary, act=act)

    def reverse(
        self,
        *,
        coder: str,
        redo: bool = False,
        act: str = "",
        by: str = "",
        also: Callable[[Writer], None] | None = None,
    ) -> Act:
        """Undo or redo one act; see `coding.store.writing.reverse`."""
        return writing.reverse(self.path, coder=coder, redo=redo, act=act, by=by, also=also)

    def search(
        self, query: str, *, transcripts: Sequence[str] | None = None, limit: int = 200
    ) -> list[Hit]:
        """Find words in what was said, in the order of the transcripts.

        All words must stand in one turn; "words in quotes" must stand together; `word*` finds
        beginnings. Case and accents do not matter. `transcripts` limits the search to those
        ids; at most `limit` hits come back (0: all).
        """
        with self.reading() as db:
            return searching.search(db, query, transcripts=transcripts, limit=limit)

    def faults(self, progress: Callable[[str], None] | None = None) -> list[soundness.Fault]:
        """Look over the whole database; list (where, what, hint) for whatever is not sound."""
        with self.reading() as db:
            return list(soundness.faults(db, self.path.name, progress))

    # ── codings ──

    def codings(
        self,
        *,
        transcript: str = "",
        codes: Sequence[str] = (),
        coder: str = "",
        ids: Sequence[str] | None = None,
        removed: bool = False,
    ) -> list[Coding]:
        """List codings in the order of the transcripts' names, then of the text.

        Those in transcripts that were taken out are listed only with `removed`.
        """
        where, values = ["1" if removed else "t.removed = 0"], list[str]()
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
        # For all of them the index gives the order, if the transcripts come first.
        few = transcript or ids is not None
        tables = "codings c JOIN transcripts t" if few else "transcripts t CROSS JOIN codings c"
        with self.reading() as db:
            rows = db.execute(
                'SELECT c.id, c.transcript, c.start, c."end", c.text, c.code, c.coder, c.created,'
                f" c.origin, c.version FROM {tables} ON t.id = c.transcript"
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
                origin=_ORIGINS[r[8]],
                version=r[9],
            )
            for r in rows
        ]

    def mirror_codes(self, w: Writer, codebook: Codebook) -> None:
        """Bring the table of codes in line with the codebook; codes no longer in it retire."""
        w.db.execute("UPDATE codes SET retired = 1")
        w.db.executemany(
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
            rows = db.execute(
                "SELECT * FROM memos WHERE (kind = ? OR ? = '') AND (about = ? OR ? = '')"
                " AND (? IS NULL OR id IN (SELECT value FROM json_each(?))) ORDER BY created, id",
                [kind, kind, about, about, *[None if ids is None else json.dumps(list(ids))] * 2],
            )
            return [Memo(**row) for row in rows.fetchall()]

    def participants(self) -> list[Participant]:
        """List the participants in the order of their file."""
        with self.reading() as db:
            rows = db.execute("SELECT * FROM participants ORDER BY position, id")
            return [
                Participant(
                    id=r["id"], pseudonym=r["pseudonym"], attributes=json.loads(r["attributes"])
                )
                for r in rows
            ]

    def baskets(self) -> list[Basket]:
        """List the baskets with their quotes in order."""
        with self.reading() as db:
            picks = [Pick(**r) for r in db.execute("SELECT * FROM picks ORDER BY position, rowid")]
            rows = list(db.execute("SELECT * FROM baskets ORDER BY position, rowid"))
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

    # ── the whole ──

    def coders(self) -> list[str]:
        """List everybody who coded, most codings first."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT coder FROM codings GROUP BY coder ORDER BY count(*) DESC, coder"
            ).fetchall()
        return [row[0] for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how many transcripts, turns, words, codes, codings and the like there are."""
        with self.reading() as db:
            transcripts, turns, words = db.execute(
                "SELECT count(*), coalesce(sum(turns), 0), coalesce(sum(words), 0)"
                " FROM transcripts WHERE removed = 0"
            ).fetchone()
            codes, codings, suggestions, quotes, links = db.execute(
                "SELECT (SELECT count(*) FROM codes WHERE retired = 0), (SELECT count(*) FROM"
                " codings c JOIN transcripts t ON t.id = c.transcript AND t.removed = 0),"
                f" (SELECT count(*) FROM ({OPEN})), (SELECT count(*) FROM picks),"
                " (SELECT count(*) FROM links)"
            ).fetchone()
        return {
            "transcripts": transcripts,
            "turns": turns,
            "words": words,
            "codes": codes,
            "codings": codings,
            "suggestions": suggestions,
            "quotes": quotes,
            "links": links,
        }


def _make_private(path: Path) -> None:
    """Make a file that only its owner can read, unless it is there; raises ProjectError."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise ProjectError(
            f"the project's database cannot be made: {error.strerror}",
            str(path),
            "Make the folder writable, or copy the project elsewhere.",
        ) from error
