"""Give the notes and descriptions of a REFI-QDA file to what they are about.

A note is referred to by what it is on, or linked to it; a description stands in it. NVivo links an
annotation to a selection without a code, QualCoder lets the note itself name the passage.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from coding.exchange.refi_records import RefiRecords, SelectionRecord, SourceRecord
from coding.exchange.refi_rest import moment
from coding.exchange.refi_xml import key_of
from coding.model.exchange import ForeignMemo, MemoOn, UnplacedPiece

PutPassage = Callable[[SourceRecord, SelectionRecord], None]


class RefiMemos:
    """The memos of a file; `texts` has the words of each note, `noted` those that have a place."""

    def __init__(self, records: RefiRecords, who: Callable[[str], str]) -> None:
        self.records, self._who = records, who
        self.texts: dict[str, str] = {}
        self.noted: set[str] = set()
        self.found: list[ForeignMemo] = []
        self.unplaced: list[UnplacedPiece] = []
        self._notes = {note.guid: note for note in records.notes}

    def said(self, description: str, notes: Sequence[str]) -> str:
        """Return what a description and the notes referred to say together."""
        self.noted.update(notes)
        parts = [description, *(self.texts.get(guid, "") for guid in notes)]
        return "\n\n".join(part.strip() for part in parts if part.strip())

    def gather(self, coded: Collection[str], put: PutPassage) -> None:
        """Find what each note and description is on; those left over are the project's.

        `coded` are the notes that are texts themselves; `put` puts a memo on a passage.
        """
        records = self.records
        self._on(MemoOn.PROJECT, "", records.description, records.note_refs)
        for source in records.sources:
            rest = self._on_passages(source, coded, put)
            self._on(MemoOn.SOURCE, source.guid, source.description, rest)
        for code in records.codes:
            self._on(MemoOn.CODE, code.guid, "", code.notes)
        for case in records.cases:
            self._on(MemoOn.CASE, case.guid, case.description, ())

    def linked(self, passages: Mapping[str, Callable[[str], None]]) -> None:
        """Let a note that is linked to a passage, source, code or case be a memo on that.

        `passages` has selection → what takes the memo.
        """
        kinds = (
            (MemoOn.SOURCE, {source.guid for source in self.records.sources}),
            (MemoOn.CODE, {code.guid for code in self.records.codes}),
            (MemoOn.CASE, {case.guid for case in self.records.cases}),
        )
        for link in self.records.links:
            guids = [key_of(link.attributes.get(end, "")) for end in ("originGUID", "targetGUID")]
            if guids[0] not in self.texts:
                guids.reverse()
            note, target = guids
            if note not in self.texts:
                continue
            if target in passages:
                passages[target](note)
            for on, known in kinds:
                if target in known:
                    self._on(on, target, "", (note,))

    def left(self) -> None:
        """Give what has no place to the project."""
        for note in self.records.notes:
            if note.guid in self.noted:
                continue
            if any(selection.end > selection.start for selection in note.selections):
                why = "it is on a segment, and the file does not say of which source"
                words = self.texts.get(note.guid, "")
                self.unplaced.append(UnplacedPiece(where="memo", words=words, why=why))
            self._on(MemoOn.PROJECT, "", "", (note.guid,))

    def _on_passages(
        self, source: SourceRecord, coded: Collection[str], put: PutPassage
    ) -> Sequence[str]:
        """Return the notes on a source; those that name a passage of it are put there."""
        rest = []
        for guid in source.notes:
            note = self._notes.get(guid)
            if note is None or not note.selections or guid in coded:
                rest.append(guid)
                continue
            self.noted.add(guid)
            for selection in note.selections:
                put(
                    source,
                    selection._replace(
                        description=self.texts.get(guid, "").strip(),
                        user=selection.user or note.user,
                        created=selection.created or note.created,
                    ),
                )
        return rest

    def _on(self, on: MemoOn, about: str, description: str, notes: Sequence[str]) -> None:
        if description.strip():
            key = f"{about or 'project'}-memo"
            self.found.append(ForeignMemo(key=key, text=description, on=on, about=about))
        for guid in notes:
            note = self._notes.get(guid)
            self.noted.add(guid)
            said = self.said(note.description, ()) if note else ""
            text = "\n\n".join(filter(None, (self.texts.get(guid, "").strip(), said)))
            if note is not None and text:
                self.found.append(
                    ForeignMemo(
                        key=guid,
                        text=text,
                        on=on,
                        about=about,
                        title=note.name,
                        coder=self._who(note.user),
                        created=moment(note.created),
                    )
                )
