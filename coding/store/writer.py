"""Write what a study is made of: one method for each change there is, values in, rows out.

    with store.writing(coder="ana", verb="apply", summary="Safety on P01") as w:
        w.add_coding(coding)

`add` raises an error for what is there already, `put` changes it then, `change` alters the
fields that are given and raises Conflict where it is gone or not at `version` any more, `drop`
does nothing if it is gone. What is read through a writer is read inside its transaction.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.model import (
    Binding,
    Codebook,
    Coding,
    Decision,
    IdentifierDecision,
    Participant,
    Ruling,
    Transcript,
    TranscriptInfo,
)
from coding.model.tally import InterviewTally, tally
from coding.store import (
    bindings,
    decisions,
    identifiers,
    keepsakes,
    participants,
    rulings,
    speakers,
    transcripts,
)
from coding.store.baskets import BasketChanges
from coding.store.carried import carry
from coding.store.changes import Changes, given
from coding.store.codings import COLUMNS, coding_of, row_of
from coding.store.connection import Connection
from coding.store.files import StoredFile
from coding.store.links import LinkChanges
from coding.store.memos import MemoChanges
from coding.store.merged import hand_over
from coding.store.numbers import next_id
from coding.store.rewording import Rewording
from coding.store.seals import seal_table
from coding.store.searching import hold_more
from coding.store.settings import below
from coding.store.speech import Speech

if TYPE_CHECKING:
    from coding.model.exchange import Keepsake


class Writer:
    """The changes of one act, recorded for the log as they are made.

    `summary` is what the log says of the act; the block may still set it. `speech` writes who
    says what, `rewording` another text; `memos`, `baskets` and `links` write those.
    """

    def __init__(self, db: Connection, summary: str) -> None:
        self.db = db
        self.summary = summary
        self.changes = Changes(db)
        self.speech = Speech(self.changes)
        self.rewording = Rewording(self.changes)
        self.memos = MemoChanges(self.changes)
        self.baskets = BasketChanges(self.changes)
        self.links = LinkChanges(self.changes)
        self.replaced: dict[str, str | None] = {}
        self._fresh = 0  # the id of the next turn that comes in, once it is known

    @property
    def changed(self) -> bool:
        """Say whether anything has been changed so far."""
        return bool(self.changes.made)

    def ids_in_use(self, ids: Sequence[str]) -> set[str]:
        """Return those of some ids that an interview, coding or memo has, or had once."""
        listed = json.dumps(list(ids))
        return {
            str(row[0])
            for table in ("transcripts", "codings", "memos")
            for row in self.db.execute(
                f'SELECT id FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))', [listed]
            )
        }

    # ── transcripts, participants ──

    def transcript(self, reference: str) -> TranscriptInfo:
        """Return a transcript by id, name or file name; raises NotFound."""
        return transcripts.find(self.db, reference)

    def words_at(self, transcript: str, start: int, end: int) -> str:
        """Return the words of a segment, shorter than asked if the text ends before."""
        return transcripts.words_at(self.db, transcript, start, end)

    def add_transcript(self, transcript: Transcript, made: InterviewTally | None = None) -> None:
        """Add a transcript with its text, turns and search index; undo hides it.

        `made` is its tally where that was worked out already.
        """
        made = made or tally(transcript)
        self.changes.insert_hidden_first("transcripts", transcripts.row_of(transcript, made))
        if not self._fresh:
            hold_more(self.db)
        first = self._fresh or next_id(self.db)
        self._fresh = first + made.count
        seal = transcripts.add_text(self.db, transcript, made, first)
        self.changes.seals.came_in(transcript.id, seal)
        speaking = speakers.rows_of(transcript.id, transcript.participant, made.voices)
        self.changes.insert_unlogged("speakers", speaking, transcript=transcript.id)

    def change_transcript(
        self,
        key: str,
        *,
        name: str | None = None,
        participant: str | None = None,
        language: str | None = None,
        translation_of: str | None = None,
        notes: Sequence[str] | None = None,
        version: int | None = None,
    ) -> None:
        """Change what is said about a transcript; its text is another matter: see `rewording`."""
        told = None if notes is None else json.dumps(list(notes), ensure_ascii=False)
        fields = given(
            name=name,
            participant=participant,
            language=language,
            translation_of=translation_of,
            notes=told,
        )
        self.changes.update("transcripts", key, fields, version=version)

    def hide_transcript(self, key: str) -> None:
        """Take a transcript out of the study; its text and codings stay in the database."""
        self.changes.update("transcripts", key, {"removed": 1})

    def show_transcript(self, key: str, *, file: str) -> None:
        """Bring a transcript back that had been taken out, as what came in with `file`."""
        self.changes.update("transcripts", key, {"removed": 0, "file": file})

    def participants(self) -> list[Participant]:
        """List the participants in the order of their file."""
        return participants.read(self.db)

    def put_participants(self, people: Sequence[Participant]) -> None:
        """Let these be the participants, in this order; others are dropped."""
        kept = {person.id for person in people}
        for old in participants.read(self.db):
            if old.id not in kept:
                self.changes.delete("participants", old.id)
        for position, person in enumerate(people):
            self.changes.put("participants", person.id, participants.row_of(person, position))

    # ── codes, codings ──

    def mirror_codes(self, book: Codebook) -> None:
        """Bring the table of codes in line with the codebook; codes no longer in it retire."""
        self.db.execute("UPDATE codes SET retired = 1")
        self.db.executemany(
            "INSERT INTO codes (id, name, parent, position, retired) VALUES (?, ?, ?, ?, 0)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, parent = excluded.parent,"
            " position = excluded.position, retired = 0",
            [(code.id, code.name, code.parent, i) for i, code in enumerate(book)],
        )
        seal_table(self.db, "codes")

    def same_code(
        self, transcript: str, code: str, coder: str, start: int, end: int
    ) -> list[Coding]:
        """List a coder's codings with one code that overlap a segment, in order of the text."""
        rows = self.db.execute(
            f"SELECT {COLUMNS} FROM codings c JOIN transcripts t ON t.id = c.transcript"
            " AND t.sha256 = c.wording WHERE c.transcript = ? AND c.code = ? AND c.coder = ?"
            ' AND c.start < ? AND c."end" > ? ORDER BY c.start, c."end"',
            [transcript, code, coder, end, start],
        )
        return [coding_of(row) for row in rows]

    def coding(self, key: str) -> Coding:
        """Return a coding by id, on whichever version of its text; it must be there."""
        row = self.db.execute(f"SELECT {COLUMNS} FROM codings c WHERE c.id = ?", [key]).fetchone()
        return coding_of(row)

    def coding_like(self, coding: Coding) -> str:
        """Return the id of the same code by the same coder on the same words, "" if none."""
        row = self.db.execute(
            "SELECT c.id FROM codings c JOIN transcripts t ON t.id = c.transcript"
            ' AND t.sha256 = c.wording WHERE c.transcript = ? AND c.start = ? AND c."end" = ?'
            " AND c.code = ? AND c.coder = ?",
            [coding.transcript, coding.start, coding.end, coding.code, coding.coder],
        ).fetchone()
        return str(row[0]) if row else ""

    def add_coding(self, coding: Coding) -> None:
        """Add a coding; its code must be in the codebook."""
        self.changes.insert("codings", self._worded(row_of(coding)))

    def change_coding(
        self,
        key: str,
        *,
        start: int | None = None,
        end: int | None = None,
        text: str | None = None,
        code: str | None = None,
        version: int | None = None,
    ) -> None:
        """Let a coding begin and end elsewhere (with the words there), or bear another code."""
        fields = given(start=start, end=end, text=text, code=code)
        self.changes.update("codings", key, fields, version=version)

    def drop_coding(self, key: str, *, version: int | None = None) -> None:
        """Delete a coding; nothing may rest on it any more."""
        self.changes.delete("codings", key, version=version)

    def stars(self, coding: str) -> int:
        """Return how many stars a coding has."""
        row = self.changes.row("stars", coding)
        return int(row["stars"]) if row else 0

    def put_stars(self, coding: str, stars: int) -> None:
        """Give a coding so many stars; 0 takes them off."""
        if stars:
            self.changes.put("stars", coding, {"stars": stars})
        else:
            self.changes.delete("stars", coding)

    def _worded(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row that stands on words, with the hash of the text that has them."""
        there = self.changes.row("transcripts", str(row["transcript"]))
        return {**row, "wording": there["sha256"] if there else ""}

    # ── suggestions, settings ──

    def add_decision(self, decision: Decision) -> None:
        """Add a decision about a suggestion."""
        self.changes.insert("decisions", self._worded(decisions.row_of(decision)))

    def hand_over(self, source: str, into: str) -> None:
        """Let what was decided, proposed and shown of a code count for another."""
        hand_over(self.changes, source, into)

    def setting(self, key: str) -> Any:
        """Return a setting's value, or None if it was never set."""
        row = self.changes.row("settings", key)
        return json.loads(row["value"]) if row else None

    def settings_below(self, key: str) -> list[str]:
        """Return the rest of the key of each setting under a key and a space."""
        return list(below(self.db, key))

    def put_setting(self, key: str, value: object) -> None:
        """Set a setting to a value that JSON can hold."""
        text = json.dumps(value, ensure_ascii=False)
        self.changes.put("settings", key, {"value": text})

    # ── what people decided ──

    def put_ruling(self, ruling: Ruling, *, version: int | None = None) -> None:
        """Keep what was decided about a finding, in place of what was decided before."""
        self.changes.put("rulings", ruling.id, rulings.fields_of(ruling), version=version)

    def drop_ruling(self, key: str, *, version: int | None = None) -> None:
        """Delete a ruling: the finding is open again."""
        self.changes.delete("rulings", key, version=version)

    def put_binding(self, binding: Binding, *, version: int | None = None) -> None:
        """Keep what was decided about a claim, in place of what was decided before."""
        self.changes.put("bindings", binding.id, bindings.fields_of(binding), version=version)

    def drop_binding(self, key: str, *, version: int | None = None) -> None:
        """Delete a binding: what the claim states is open again."""
        self.changes.delete("bindings", key, version=version)

    def put_identifier(self, decision: IdentifierDecision, *, version: int | None = None) -> None:
        """Keep what was decided about an identifier, in place of what was decided before."""
        fields = identifiers.fields_of(decision)
        self.changes.put("identifiers", decision.id, fields, version=version)

    def drop_identifier(self, key: str, *, version: int | None = None) -> None:
        """Delete a decision about an identifier: it stops an export again."""
        self.changes.delete("identifiers", key, version=version)

    # ── what comes from elsewhere ──

    def put_keepsake(self, keepsake: Keepsake) -> None:
        """Keep something that came from another program and has no place of its own."""
        row = keepsakes.row_of(keepsake)
        self.changes.put("keepsakes", row.pop("id"), row)

    def carry(self, table: str, row: Mapping[str, Any]) -> bool:
        """Add a row of another copy of a project; see `coding.store.carried`."""
        return carry(self.changes, table, row)

    # ── files that people write too ──

    def file(self, name: str) -> StoredFile | None:
        """Return the copy of a file as last read or written, or None."""
        row = self.changes.row("files", name)
        return StoredFile(name, row["content"], row["sha256"]) if row else None

    def put_file(self, name: str, content: str) -> None:
        """Keep a copy of a file."""
        sha = hashlib.sha256(content.encode()).hexdigest()
        self.changes.put("files", name, {"content": content, "sha256": sha})

    def drop_file(self, name: str) -> None:
        """Let go of the copy of a file."""
        self.changes.delete("files", name)

    def replace_file(self, path: str, text: str | None) -> None:
        """Let a file of the project, named from its folder, hold this text after the act.

        None takes it away. It is replaced when the act is written: file and database change
        together or not at all.
        """
        self.replaced[path] = text
