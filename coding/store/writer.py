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
    Basket,
    Binding,
    Codebook,
    Coding,
    Decision,
    IdentifierDecision,
    Insert,
    Link,
    Memo,
    Participant,
    Pick,
    Relation,
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
    links,
    participants,
    rulings,
    speakers,
    transcripts,
)
from coding.store.carried import carry
from coding.store.changes import Changes, given
from coding.store.codings import COLUMNS, coding_of, row_of
from coding.store.connection import Connection
from coding.store.files import StoredFile
from coding.store.memos import memo_of
from coding.store.merged import hand_over
from coding.store.numbers import TurnNumbers, next_id
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
    says what, `rewording` another text.
    """

    def __init__(self, db: Connection, summary: str) -> None:
        self.db = db
        self.summary = summary
        self.changes = Changes(db)
        self.speech = Speech(self.changes)
        self.rewording = Rewording(self.changes)
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
        version: int | None = None,
    ) -> None:
        """Change what is said about a transcript; its text is another matter: see `rewording`."""
        fields = given(
            name=name, participant=participant, language=language, translation_of=translation_of
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

    # ── memos ──

    def memo(self, key: str) -> Memo | None:
        """Return a memo, or None."""
        row = self.changes.row("memos", key)
        return memo_of(row, TurnNumbers(self.db)) if row else None

    def memos(self, *, kind: str, about: str) -> list[Memo]:
        """List the memos on something."""
        numbers = TurnNumbers(self.db)
        if kind != "turn":
            return [Memo(**row) for row in self.changes.rows("memos", kind=kind, about=about)]
        memos = [memo_of(row, numbers) for row in self.changes.rows("memos", kind=kind)]
        return [memo for memo in memos if memo.about == about]

    def add_memo(self, memo: Memo) -> None:
        """Add a memo."""
        turn = memo.kind == "turn"
        self.changes.insert(
            "memos",
            {
                "id": memo.id,
                "kind": memo.kind,
                "about": TurnNumbers(self.db).keyed(memo.about) if turn else memo.about,
                "coder": memo.coder,
                "text": memo.text,
                "created": memo.created,
                "updated": memo.updated,
            },
        )

    def change_memo(
        self,
        key: str,
        *,
        text: str | None = None,
        updated: str | None = None,
        about: str | None = None,
        version: int | None = None,
    ) -> None:
        """Change a memo's words, or what it is on."""
        fields = given(text=text, updated=updated, about=about)
        self.changes.update("memos", key, fields, version=version)

    def drop_memo(self, key: str, *, version: int | None = None) -> None:
        """Delete a memo."""
        self.changes.delete("memos", key, version=version)

    # ── baskets ──

    def add_basket(self, basket: Basket) -> None:
        """Add a basket after the last one; its quotes are added one by one."""
        row = {"id": basket.id, "name": basket.name, "position": self._after("baskets")}
        self.changes.insert("baskets", row)

    def rename_basket(self, key: str, name: str, *, version: int | None = None) -> None:
        """Give a basket another name; the name must be free."""
        self.changes.update("baskets", key, {"name": name}, version=version)

    def move_basket(self, key: str, position: int) -> None:
        """Give a basket another place among the baskets."""
        self.changes.update("baskets", key, {"position": position})

    def drop_basket(self, key: str) -> None:
        """Delete a basket; nothing may be in it any more."""
        self.changes.delete("baskets", key)

    def picks(self, *, coding: str) -> list[Pick]:
        """List where a coding has been put into baskets."""
        return [Pick(**row) for row in self.changes.rows("picks", coding=coding)]

    def add_pick(self, key: str, *, basket: str, coding: str) -> None:
        """Put a coding at the end of a basket; it may be there only once."""
        row = {"id": key, "basket": basket, "coding": coding, "printed": ""}
        self.changes.insert("picks", {**row, "position": self._end_of(basket)})

    def change_pick(
        self,
        key: str,
        *,
        coding: str | None = None,
        basket: str | None = None,
        position: int | None = None,
        printed: str | None = None,
        version: int | None = None,
    ) -> None:
        """Change what is picked, its basket and place, or the words it is printed with."""
        fields = given(coding=coding, basket=basket, position=position, printed=printed)
        self.changes.update("picks", key, fields, version=version)

    def drop_pick(self, key: str) -> None:
        """Take a quote out of its basket, with what was said to stand beside it."""
        self.changes.delete("besides", key)
        self.changes.delete("picks", key)

    def put_beside(
        self,
        pick: str,
        *,
        whole: bool | None = None,
        words: str | None = None,
        languages: str | None = None,
        version: int | None = None,
    ) -> None:
        """Say what is printed beside a quote, and in which language (`""`: as others are).

        Raises Conflict unless it is at `version`.
        """
        fields = given(
            whole=None if whole is None else int(whole), words=words, languages=languages
        )
        if self.changes.row("besides", pick) is None:
            fields = {"whole": 0, "words": "", "languages": "", **fields}
        self.changes.put("besides", pick, fields, version=version)

    def add_insert(self, insert: Insert) -> None:
        """Put a figure, note or heading at the end of its basket."""
        fields = {"body": insert.body, "level": insert.level}
        row = {"id": insert.id, "basket": insert.basket, "kind": str(insert.kind), **fields}
        self.changes.insert("inserts", {**row, "position": self._end_of(insert.basket)})

    def change_insert(
        self,
        key: str,
        *,
        body: str | None = None,
        level: int | None = None,
        basket: str | None = None,
        position: int | None = None,
        version: int | None = None,
    ) -> None:
        """Change what a note or heading says, or the basket and place of whatever it is."""
        fields = given(body=body, level=level, basket=basket, position=position)
        self.changes.update("inserts", key, fields, version=version)

    def drop_insert(self, key: str) -> None:
        """Take a figure, note or heading out of its basket."""
        self.changes.delete("inserts", key)

    def _worded(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row that stands on words, with the hash of the text that has them."""
        there = self.changes.row("transcripts", str(row["transcript"]))
        return {**row, "wording": there["sha256"] if there else ""}

    def _end_of(self, basket: str) -> int:
        return max(
            self._after(table, "WHERE basket = ?", [basket]) for table in ("picks", "inserts")
        )

    def _after(self, table: str, where: str = "", values: Sequence[str] = ()) -> int:
        query = f'SELECT coalesce(max(position) + 1, 0) FROM "{table}" {where}'
        return int(self.db.execute(query, values).fetchone()[0])

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

    # ── links, rulings, bindings ──

    def link(self, key: str) -> Link | None:
        """Return a link, or None."""
        row = self.changes.row("links", key)
        return links.link_of(row) if row else None

    def links(self, *, code: str = "", coding: str = "") -> list[Link]:
        """List the links of a code, or of a coding."""
        rows = self.changes.rows("links", **_said(code=code, coding=coding))
        return [links.link_of(row) for row in rows]

    def link_between(self, code: str, coding: str, indicator: str) -> Link | None:
        """Return the link of a code, or of one coding with it, to a figure, or None."""
        rows = self.changes.rows("links", code=code, coding=coding, indicator=indicator)
        return links.link_of(rows[0]) if rows else None

    def add_link(self, link: Link) -> None:
        """Add a link; there may be one between the same two only."""
        self.changes.insert("links", links.row_of(link))

    def change_link(
        self,
        key: str,
        *,
        code: str | None = None,
        coding: str | None = None,
        relation: Relation | None = None,
        note: str | None = None,
        minority: bool | None = None,
        version: int | None = None,
    ) -> None:
        """Change what a link says, or hand it over to another code or coding."""
        fields = given(
            code=code,
            coding=coding,
            relation=None if relation is None else str(relation),
            note=note,
            minority=None if minority is None else int(minority),
        )
        self.changes.update("links", key, fields, version=version)

    def drop_link(self, key: str, *, version: int | None = None) -> None:
        """Delete a link."""
        self.changes.delete("links", key, version=version)

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


def _said(**fields: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}
