"""Keep the codings: which code stands on which words, by whom."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from coding.model import Coding, Origin
from coding.store.reader import Reader

_ORIGINS = {origin.value: origin for origin in Origin}  # quicker than Origin(...)


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
            return [coding_of(row) for row in rows]

    def coders(self) -> list[str]:
        """List everybody who coded, most codings first."""
        with self.reading() as db:
            rows = db.execute(
                "SELECT coder FROM codings GROUP BY coder ORDER BY count(*) DESC, coder"
            ).fetchall()
        return [row[0] for row in rows]


def coding_of(row: Any) -> Coding:
    """Turn a row, its columns in the order of the table, into a coding."""
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
