"""Read a REFI-QDA project (.qdpx) or codebook (.qdc) of any program.

What each program really writes differs from the standard and from the others; the rules here are
those of measured files. Nothing is guessed silently: `notes` say what was assumed, `unplaced` what
has no place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from coding.errors import FileError
from coding.exchange import counting
from coding.exchange.counting import CountingWay, FileText, Selected, Unit, Verdict
from coding.exchange.refi_files import RefiFiles
from coding.exchange.refi_memos import RefiMemos
from coding.exchange.refi_own import OURS, OWN_NOTE, own_of
from coding.exchange.refi_records import (
    SOURCES,
    AppliedRecord,
    RefiRecords,
    SelectionRecord,
    SourceRecord,
)
from coding.exchange.refi_rest import (
    cases_of,
    coded_in,
    codes_of,
    graphs_of,
    groups_of,
    links_of,
    moment,
    named,
    program_of,
    signed,
    users_in,
    variable_names,
    variables_of,
)
from coding.exchange.refi_xml import read_xml
from coding.files.chest import UnsafeFile
from coding.model.exchange import (
    ForeignCoding,
    ForeignProject,
    ForeignSource,
    SourceKind,
    UnplacedPiece,
)

LIKELY: Mapping[str, CountingWay] = {
    "nvivo": CountingWay(Unit.UTF16, False, 2),
    "atlas": CountingWay(Unit.UTF16, False, 1),
    "maxqda": CountingWay(Unit.UTF16, False, 1),
}
"""How programs count, by what they call themselves; only where the texts leave it open."""

OTHERWISE = CountingWay(Unit.POINTS, False, 1)
WHOLE = 0.9
"""Share of a text that a case is put on at least where the whole source belongs to it."""


def read_refi(path: Path, where: str = "") -> ForeignProject:
    """Return what a .qdpx or .qdc file holds; raises FileError."""
    where = where or path.name
    try:
        files = RefiFiles(path, where)
    except OSError as e:
        raise FileError(f"it cannot be read: {e.strerror}", where, "Check its name.") from e
    try:
        records = read_xml(files.xml(), where)
        return _Assembly(records, files, where).project()
    finally:
        files.close()


class _Assembly:
    """Puts the records of a file together to a project."""

    def __init__(self, records: RefiRecords, files: RefiFiles, where: str) -> None:
        self.records, self.files, self.where = records, files, where
        self.notes: list[str] = []
        self.unplaced: list[UnplacedPiece] = []
        self.memos = RefiMemos(records, self._who)
        self.codings: list[ForeignCoding] = []
        self.texts: dict[str, FileText] = {}
        self.code_names = {code.guid: code.name for code in records.codes}
        self.variables = variable_names(records)
        self.cases = {case.guid: case for case in records.cases}
        self.in_case: dict[str, dict[str, None]] = defaultdict(dict)
        self.case_codes: dict[str, str] = {}
        self._used: set[str] = set()
        self.common = Verdict(way=OTHERWISE)
        self.at: dict[str, tuple[str, int, int]] = {}
        self.own: dict[str, dict[str, Any]] = {}

    def project(self) -> ForeignProject:
        """Return the project."""
        records = self.records
        origin = records.attributes.get("origin", "").strip()
        self._read_notes()
        sources = [self._source(record) for record in self._texts_and_others()]
        self._count(origin)
        self._cases_of_selections()
        self._place_memos()
        if self.case_codes:
            self.notes.append(
                f"{len(self.case_codes)} cases are put on segments; they come as codes below"
                " “Cases”."
            )
        if records.odd:
            self.notes.append(
                f"The file does not follow the standard everywhere: {'; '.join(records.odd)}."
            )
        self.unplaced += [*self.memos.unplaced, *graphs_of(records)]
        program, version = program_of(origin)
        return ForeignProject(
            program=program,
            version=version,
            name=records.attributes.get("name", "").strip() or Path(self.where).stem,
            codes=codes_of(records, self.case_codes),
            sources=tuple(sources),
            codings=tuple(self.codings),
            memos=tuple(self.memos.found),
            variables=variables_of(records),
            cases=cases_of(records, self.in_case),
            groups=groups_of(records),
            links=links_of(records),
            notes=tuple(self.notes),
            unplaced=tuple(self.unplaced),
            own=self.own,
        )

    # ── texts ──

    def _read_notes(self) -> None:
        for note in self.records.notes:
            text = self._text_of(note)
            if text.startswith(OWN_NOTE):
                for kind, rows in own_of(text).items():
                    self.own.setdefault(kind, {}).update(rows)
                self.memos.noted.add(note.guid)
            else:
                self.memos.texts[note.guid] = text.removeprefix(counting.MARK)

    def _texts_and_others(self) -> Iterable[SourceRecord]:
        """Yield the sources, notes with codings among them: those are texts that are coded."""
        yield from self.records.sources
        for note in self.records.notes:
            if note.codings or any(s.codings for s in note.selections):
                self.memos.noted.add(note.guid)
                note.name = note.name or "Memo"
                yield note

    def _source(self, record: SourceRecord) -> ForeignSource:
        kind = SOURCES.get(record.tag, SourceKind.TEXT)  # else it is a note
        files = tuple(
            found for path in record.paths.values() if (found := self.files.find(path)) is not None
        )
        text = ""
        if kind is SourceKind.TEXT:
            self.texts[record.guid] = read = FileText(self._text_of(record))
            text = read.canonical
            files = tuple(f for f in files if not f.name.lower().endswith(".txt"))
        elif not files and record.paths:
            self._missing(record)
        return ForeignSource(
            key=record.guid,
            name=record.name,
            kind=kind,
            text=text,
            attributes=named(self.variables, record.values),
            files=files,
            coded=coded_in(record),
            coders=tuple(dict.fromkeys(map(self._who, users_in(record.raw)))),
            raw=signed(record.raw, self.records.users),
            created=moment(record.created),
            coder=self._who(record.user),
        )

    def _text_of(self, record: SourceRecord) -> str:
        """Return a source's own text; "" where there is none, which is said."""
        if record.content is not None:
            return record.content
        wanted = record.paths.get("plainTextPath", "")
        rich = record.paths.get("richTextPath", "")
        for reference in filter(None, (wanted, rich if rich.lower().endswith(".txt") else "")):
            file = self.files.find(reference)
            try:
                if file:
                    return self.files.text(file)
            except UnsafeFile:
                raise
            except FileError as fault:
                self._fault(record, fault.message)
                return ""
        if wanted or rich or record.tag == "TextSource":
            self._missing(record)
        return ""

    def _missing(self, record: SourceRecord) -> None:
        lost = sum(len(s.codings) for s in record.selections) + len(record.codings)
        with_them = f", and with it {lost} codings" if lost else ""
        self._fault(record, f"its file is not in the archive{with_them}")

    def _fault(self, record: SourceRecord, why: str) -> None:
        what = "memo" if record.tag == "Note" else "source"
        name = record.name or "without a name"
        self.unplaced.append(UnplacedPiece(where=f"{what} {name}", words="", why=why))

    # ── selections ──

    def _selected(self) -> list[tuple[SourceRecord, list[SelectionRecord]]]:
        coded = [*self.records.sources, *self.records.notes]
        return [
            (r, [s for s in r.selections if s.end > s.start >= 0])
            for r in coded
            if r.guid in self.texts and r.selections
        ]

    def _count(self, origin: str) -> None:
        """Find how the selections were counted, and put each where it belongs."""
        likely = next((way for n, way in LIKELY.items() if n in origin.lower()), OTHERWISE)
        selected = [
            (record, self.texts[record.guid], [Selected(s.start, s.end, s.name) for s in some])
            for record, some in self._selected()
        ]
        if self.own:
            common = Verdict(way=OTHERWISE)
        else:
            common = counting.settle(((text, some) for _, text, some in selected), likely)
        self.common = common
        # What this program wrote and nobody else touched needs no guess.
        known = bool(self.own) and program_of(origin)[0] == OURS
        ways = {
            record.guid: common if known else counting.of_source(text, some, common)
            for record, text, some in selected
        }
        fits = 0
        for record in [*self.records.sources, *self.records.notes]:
            if record.guid not in self.texts:
                continue
            verdict = ways.get(record.guid, common)
            fits += verdict.fits if record.guid in ways else 0
            if verdict.way != common.way:
                self.notes.append(
                    f"Please check: {record.name} was counted otherwise ({verdict.way.said}):"
                    f" {verdict.fits} of {verdict.looked} selections stand on words’ edges so."
                )
            for selection in record.selections:
                self._selection(record, selection, verdict)
            self.texts[record.guid].forget()
            for applied in record.codings:
                whole = (0, len(self.texts[record.guid].canonical))
                self._applied(record, applied, whole, "", "", record)
        looked = sum(v.looked for v in ways.values())
        if self.own:
            self.notes.insert(0, "Written by this program: nothing had to be assumed.")
        elif looked:
            self.notes.insert(0, _how_counted(common, fits, looked))

    def _selection(
        self, record: SourceRecord, selection: SelectionRecord, verdict: Verdict
    ) -> None:
        text = self.texts[record.guid]
        place = text.place(verdict.way, selection.start, selection.end)
        memo = self.memos.said(selection.description, selection.notes)
        if place is None or place[0] == place[1] or not text.canonical:
            self._lost(record, selection, memo, len(text.raw))
            return
        start = text.ours(place[0], end=False)
        end = max(text.ours(place[1], end=True), start + 1)
        self.at[selection.guid] = (record.guid, start, end)
        for applied in selection.codings:
            noted = self.memos.said(memo, applied.notes)
            self._applied(record, applied, (start, end), noted, selection.guid, selection)
            memo = ""
        if not selection.codings:
            self.codings.append(
                ForeignCoding(
                    key=self._key(selection.guid),
                    source=record.guid,
                    start=start,
                    end=end,
                    text=text.canonical[start:end],
                    coder=self._who(selection.user),
                    created=moment(selection.created),
                    memo=memo,
                    selection=selection.guid,
                )
            )

    def _applied(
        self,
        record: SourceRecord,
        applied: AppliedRecord,
        span: tuple[int, int],
        memo: str,
        selection: str,
        above: SelectionRecord | SourceRecord,
    ) -> None:
        """Put a coding where its selection stands, or its source into a case."""
        text = self.texts[record.guid].canonical
        for number, code in enumerate(applied.codes):
            if code not in self.code_names and code in self.cases:
                if span[1] - span[0] >= WHOLE * len(text):
                    self.in_case[code][record.guid] = None
                    continue
                self.case_codes[code] = self.cases[code].name
            elif code not in self.code_names:
                where = f"{record.name}, {span[0]}-{span[1]}"
                why = "its code is not in the file"
                self.unplaced.append(UnplacedPiece(where=where, words=text[slice(*span)], why=why))
                continue
            self.codings.append(
                ForeignCoding(
                    key=self._key(applied.guid if not number else ""),
                    source=record.guid,
                    start=span[0],
                    end=span[1],
                    text=text[slice(*span)],
                    code=code,
                    coder=self._who(applied.user or above.user),
                    created=moment(applied.created or above.created),
                    memo="" if number else memo,
                    selection=selection,
                )
            )

    def _lost(
        self, record: SourceRecord, selection: SelectionRecord, memo: str, length: int
    ) -> None:
        """List a selection that has no place, with the codes it bears."""
        put = (guid for applied in selection.codings for guid in applied.codes)
        codes = ", ".join(self.code_names[guid] for guid in put if guid in self.code_names)
        if selection.start == selection.end:
            why = "the selection is empty: it marks a place, no words"
        elif not length:
            why = "its source has no text"
        else:
            why = f"the text has {length} characters, and no way of counting fits"
        said = "; ".join(filter(None, (codes and f"codes: {codes}", memo and f"memo: {memo}")))
        self.unplaced.append(
            UnplacedPiece(
                where=f"{record.name}, {selection.start}-{selection.end}",
                words=selection.name,
                why=why + (f" ({said})" if said else ""),
            )
        )

    def _cases_of_selections(self) -> None:
        """Let a case be on the passages that it refers to."""
        for case in self.records.cases:
            for guid in case.selections:
                if guid not in self.at:
                    continue
                source, start, end = self.at[guid]
                text = self.texts[source].canonical
                if end - start >= WHOLE * len(text):
                    self.in_case[case.guid][source] = None
                    continue
                self.case_codes[case.guid] = case.name
                self.codings.append(
                    ForeignCoding(
                        key=self._key(""),
                        source=source,
                        start=start,
                        end=end,
                        text=text[start:end],
                        code=case.guid,
                        selection=guid,
                    )
                )

    def _place_memos(self) -> None:
        """Put each memo on what it is about, those on passages among the codings."""

        def put(source: SourceRecord, selection: SelectionRecord) -> None:
            if source.guid in self.texts:
                self._selection(source, selection, self.common)

        self.memos.gather(self.texts.keys() - {s.guid for s in self.records.sources}, put)

        def taker(index: int) -> Callable[[str], None]:
            def take(note: str) -> None:
                coding = self.codings[index]
                said = self.memos.said(coding.memo, (note,))
                self.codings[index] = replace(coding, memo=said)

            return take

        self.memos.linked(
            {c.selection: taker(i) for i, c in reversed([*enumerate(self.codings)]) if c.selection}
        )
        self.memos.left()

    # ── little things ──

    def _who(self, user: str) -> str:
        return self.records.users.get(user, "")

    def _key(self, guid: str) -> str:
        """Return a key that no coding has yet."""
        key = guid if guid and guid not in self._used else f"coding-{len(self._used)}"
        self._used.add(key)
        return key


def _how_counted(common: Verdict, fits: int, looked: int) -> str:
    how = "bear their words" if common.by_words else "stand on words’ edges"
    share = f"{fits:,} of {looked:,} selections {how}"
    if common.ties:
        return f"Places were counted in {common.way.said}, as any way would do: {share}."
    doubt = "" if common.sure else "Please check: it is not sure how places were counted. "
    return (
        f"{doubt}Places were counted in {common.way.said}: {share}"
        f" (by the next way {common.next_best:,} of {common.looked:,})."
    )
