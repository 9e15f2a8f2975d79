"""Let an interview read otherwise: a new wording of its text, the old one kept beside it.

No text is ever changed: `texts` has every wording under its hash, the transcript says which is the
newest, and whatever stands on words (`ANCHORED`) says in which wording it does. What stands on
another than the newest is nowhere to be seen but among what a person has to place. So undo, which
gives the transcript its old hash back, lets everything stand again where it stood.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coding.model import Role, canonical, new_id, now, sha256
from coding.store.changes import Changes
from coding.store.numbers import next_id
from coding.store.transcripts import put_text

ANCHORED = ("codings", "decisions", "suggestions")
"""Tables of what stands on words, from `start` to `end` of one `wording` of a transcript."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """A row that stands on words of a transcript."""

    table: str
    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedTurn:
    """A turn of a new wording; `id` is that of the turn which it was before, None for none."""

    id: int | None
    start: int
    end: int
    label: str
    role: Role
    time: float | None = None
    time_end: float | None = None


class Rewording:
    """The changes of one act to a transcript's text and to what stands on its words."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.db = changes.db

    def anchored(self, transcript: str) -> list[Anchored]:
        """List what stands on the words of a transcript as it reads now."""
        return [
            Anchored(table=table, id=row["id"], start=row["start"], end=row["end"])
            for table in ANCHORED
            for row in self.db.execute(
                f'SELECT x.id, x.start, x."end" FROM "{table}" x JOIN transcripts t'
                " ON t.id = x.transcript AND t.sha256 = x.wording WHERE x.transcript = ?"
                ' ORDER BY x.start, x."end", x.id',
                [transcript],
            )
        ]

    def put(
        self,
        transcript: str,
        text: str,
        turns: Sequence[WordedTurn],
        heirs: Mapping[int, int],
        *,
        coder: str,
        why: str,
        file: str | None = None,
    ) -> None:
        """Let a transcript read otherwise from now on, and keep how it read until now.

        `text` is canonical; `heirs` says of each turn until now which of the new ones has its
        words, and its memos. What stood on its words is placed by `place`, or is adrift.
        """
        row = self.changes.row("transcripts", transcript)
        assert row is not None
        assert text == canonical(text)
        sha = sha256(text)
        put_text(self.db, transcript, sha, text)
        self._keep(row, coder, why)
        fields: dict[str, Any] = {"sha256": sha, "length": len(text)}
        if file is not None:
            fields["file"] = file
        self.changes.update("transcripts", transcript, fields)
        kept = {turn.id for turn in turns}
        numbers = {
            row["id"]: row["number"] for row in self.changes.rows("turns", transcript=transcript)
        }
        gone = [key for key in numbers if key not in kept]
        for key in gone:
            self.changes.delete("turns", str(key))
        keys = [self._put_turn(transcript, turn) for turn in turns]
        for key in gone:
            if key in heirs:
                number = self.changes.row("turns", str(keys[heirs[key]]))
                assert number is not None
                about, heir = (f"{transcript}#{n}" for n in (numbers[key], number["number"]))
                for memo in self.changes.rows("memos", kind="turn", about=about):
                    self.changes.update("memos", memo["id"], {"about": heir})

    def _put_turn(self, transcript: str, turn: WordedTurn) -> int:
        fields = {
            "start": turn.start,
            "end": turn.end,
            "speaker": turn.label,
            "role": str(turn.role),
            "time": turn.time,
            "time_end": turn.time_end,
        }
        if turn.id is None:
            key = next_id(self.db, late=True)
            row = {"id": key, "transcript": transcript, "number": key, **fields}
            self.changes.insert("turns", row)
            return key
        self.changes.update("turns", str(turn.id), fields)
        return turn.id

    def _keep(self, row: dict[str, Any], coder: str, why: str) -> None:
        """Keep what a transcript was until now: its text's hash, and its turns."""
        transcript = row["id"]
        turns = self.db.execute(
            'SELECT t.start, t."end", coalesce(s.name, t.speaker), coalesce(s.role, t.role), t.time'
            " FROM turns t LEFT JOIN speakers s ON t.speaker != ''"
            " AND s.id = t.transcript || '#' || t.speaker"
            " WHERE t.transcript = ? ORDER BY t.start",
            [transcript],
        ).fetchall()
        number = self.db.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM wordings WHERE transcript = ?", [transcript]
        ).fetchone()[0]
        self.changes.insert(
            "wordings",
            {
                "id": new_id(),
                "transcript": transcript,
                "number": number,
                "sha256": row["sha256"],
                "file": row["file"],
                "turns": json.dumps([list(turn) for turn in turns], ensure_ascii=False),
                "replaced": now(),
                "coder": coder,
                "why": why,
            },
        )

    def place(self, row: Anchored, start: int, end: int) -> None:
        """Let something stand on these words of the text as it reads now."""
        told = self.changes.row(row.table, row.id)
        assert told is not None
        there = self.changes.row("transcripts", told["transcript"])
        assert there is not None
        fields: dict[str, Any] = {"start": start, "end": end, "wording": there["sha256"]}
        if "text" in told:
            (fields["text"],) = self.db.execute(
                "SELECT substr(text, ? + 1, ?) FROM texts WHERE transcript = ? AND sha256 = ?",
                [start, end - start, told["transcript"], there["sha256"]],
            ).fetchone()
        self.changes.update(row.table, row.id, fields)

    def suggested(self, row: Anchored, start: int, end: int) -> bool:
        """Say whether the same code is proposed to the same coder there already."""
        told = self.changes.row("suggestions", row.id)
        assert told is not None
        return bool(
            self.db.execute(
                "SELECT 1 FROM suggestions s JOIN transcripts t ON t.id = s.transcript"
                ' AND t.sha256 = s.wording WHERE s.transcript = ? AND s.start = ? AND s."end" = ?'
                " AND s.code = ? AND s.coder = ?",
                [told["transcript"], start, end, told["code"], told["coder"]],
            ).fetchone()
        )

    def seen_too(
        self, transcript: str, of: str, places: dict[tuple[int, int], tuple[int, int]]
    ) -> None:
        """Let what coders saw and passed on count in the new wording, place → place."""
        there = self.changes.row("transcripts", transcript)
        assert there is not None
        for row in self.db.execute(
            "SELECT * FROM seen WHERE transcript = ? AND wording = ?", [transcript, of]
        ).fetchall():
            if place := places.get((row["start"], row["end"])):
                new = {**dict(row), "start": place[0], "end": place[1], "wording": there["sha256"]}
                made = self.db.execute(
                    "INSERT OR IGNORE INTO seen VALUES (:transcript, :coder, :start, :end, :code,"
                    " :at, :wording)",
                    new,
                )
                if made.rowcount:
                    self.changes.seals.swapped("seen", None, new)

    def seen_places(self, transcript: str) -> set[tuple[int, int]]:
        """Return the places of what coders saw and passed on in a transcript as it reads now."""
        return {
            (start, end)
            for start, end in self.db.execute(
                'SELECT DISTINCT s.start, s."end" FROM seen s JOIN transcripts t'
                " ON t.id = s.transcript AND t.sha256 = s.wording WHERE s.transcript = ?",
                [transcript],
            )
        }

    def mark(self, coding: str, state: str, words: str) -> None:
        """Keep what a person has to know, or has decided, of a coding whose words have changed."""
        self.changes.put("reworded", coding, {"state": state, "words": words})

    def unmark(self, coding: str) -> None:
        """Let go of that."""
        self.changes.delete("reworded", coding)

    def marked(self, coding: str) -> tuple[str, str] | None:
        """Return what is kept of a coding's words, as (state, words), None for nothing."""
        row = self.changes.row("reworded", coding)
        return (row["state"], row["words"]) if row else None
