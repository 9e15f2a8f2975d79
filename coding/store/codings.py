"""Keep the codings: which code stands on which words, by whom."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from coding.model import Coding, Origin
from coding.store.connection import Connection
from coding.store.reader import Reader

COLUMNS = (
    'c.id, c.transcript, c.start, c."end", c.text, c.code, c.coder, c.created, c.origin, c.version'
)
"""What is read of a coding `c`, as `coding_of` takes it."""

_ORIGINS = {origin.value: origin for origin in Origin}  # quicker than Origin(...)


THERE = "t.removed = 0 AND c.wording = t.sha256"
"""Of a coding `c` in a transcript `t`: the words that it stands on are in the study."""

ORDER = 't.name COLLATE NOCASE, t.rowid, c.start, c."end", c.code, c.coder'


class CodingRows(Reader):
    """The codings in the database."""

    def all(
        self,
        *,
        transcript: str = "",
        codes: Sequence[str] = (),
        coder: str = "",
        ids: Sequence[str] | None = None,
        removed: bool = False,
    ) -> list[Coding]:
        """List codings in the order of the transcripts' names, then of the text.

        Those in transcripts that were taken out, or on words that their text has no longer, are
        listed only with `removed`.
        """
        if not transcript and ids is None and not removed:
            wanted = frozenset(codes)
            return [
                coding
                for coding in self.kept("codings", _there)
                if (not wanted or coding.code in wanted) and coder in ("", coding.coder)
            ]
        where, values = ["1" if removed else THERE], list[str]()
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
            return _listed(db, where, values, few=bool(transcript) or ids is not None)

    def adrift(self, *, ids: Sequence[str] | None = None) -> list[tuple[Coding, str]]:
        """List codings on words that their text has no longer, each with the text's hash then."""
        among = None if ids is None else json.dumps(list(ids))
        with self.reading() as db:
            rows = db.execute(
                f"SELECT {COLUMNS}, c.wording FROM codings c JOIN transcripts t"
                " ON t.id = c.transcript WHERE t.removed = 0 AND c.wording != t.sha256"
                " AND (? IS NULL OR c.id IN (SELECT value FROM json_each(?)))"
                ' ORDER BY t.name COLLATE NOCASE, t.rowid, c.start, c."end", c.id',
                [among, among],
            ).fetchall()
        return [(coding_of(tuple(row)[:-1]), row["wording"]) for row in rows]

    def coders(self) -> list[str]:
        """List everybody who coded, most codings first."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT coder FROM codings GROUP BY coder ORDER BY count(*) DESC, coder"
            ).fetchall()
        return [row[0] for row in rows]


def _there(db: Connection) -> list[Coding]:
    """List the codings whose words are in the study."""
    return _listed(db, [THERE], (), few=False)


def _listed(
    db: Connection, where: Sequence[str], values: Sequence[str], *, few: bool
) -> list[Coding]:
    # For all of them the index gives the order, if the transcripts come first.
    tables = "codings c JOIN transcripts t" if few else "transcripts t CROSS JOIN codings c"
    rows = db.execute(
        f"SELECT {COLUMNS} FROM {tables} ON t.id = c.transcript"
        f" WHERE {' AND '.join(where)} ORDER BY {ORDER}",
        list(values),
    ).fetchall()
    return [coding_of(row) for row in rows]


def coding_of(row: Any) -> Coding:
    """Turn a row of `COLUMNS` into a coding."""
    key, transcript, start, end, text, code, coder, created, origin, version = row
    return Coding(
        id=key,
        transcript=transcript,
        start=start,
        end=end,
        text=text,
        code=code,
        coder=coder,
        created=created,
        origin=_ORIGINS[origin],
        version=version,
    )


def row_of(coding: Coding) -> dict[str, Any]:
    """Return what is written down of a coding."""
    return {
        "id": coding.id,
        "transcript": coding.transcript,
        "start": coding.start,
        "end": coding.end,
        "text": coding.text,
        "code": coding.code,
        "coder": coding.coder,
        "created": coding.created,
        "origin": str(coding.origin),
    }
