"""Make of a study what other programs can hold, and put the rest where only this one finds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.codebook.colours import color_of
from coding.exchange.code_text import described
from coding.exchange.guids import guid_of
from coding.exchange.refi_own import OWN_NOTE, own_text
from coding.model import Coding, Memo, Origin, Participant, Transcript
from coding.model.exchange import (
    ForeignCase,
    ForeignCode,
    ForeignCoding,
    ForeignGroup,
    ForeignLink,
    ForeignMemo,
    ForeignProject,
    ForeignSource,
    ForeignVariable,
    MemoOn,
    UnplacedPiece,
    VariableType,
)
from coding.project.exchange.keeping import KeepsakesByKind, kept_source
from coding.project.exchange.memoing import coding_memo, memo_title, on_what, unquoted
from coding.project.exchange.restoring import told_of_code

if TYPE_CHECKING:
    from coding.project import Project

CARRIED_FILE = 2_000_000
"""Bytes of a table of figures up to which it travels along in a note."""


def codes_given(project: Project) -> ForeignProject:
    """Return the codebook alone, as other programs can hold it."""
    giving = _Giving(project)
    return ForeignProject(
        program="", name=project.folder.name, codes=giving.codes(), groups=giving.groups()
    )


def given(project: Project) -> ForeignProject:
    """Return all of a study as other programs can hold it, what only this one knows in notes."""
    giving = _Giving(project)
    codes = giving.codes()
    sources = tuple(giving.sources())
    codings = tuple(giving.codings())
    memos = [*giving.memos(), *giving.own_notes()]
    return ForeignProject(
        program="",
        name=project.folder.name,
        codes=codes,
        sources=sources,
        codings=codings,
        memos=tuple(memos),
        variables=giving.variables(),
        cases=giving.cases(),
        groups=giving.groups(),
        links=giving.links(),
        unplaced=giving.pieces(),
    )


class _Giving:
    """One handing over of a study."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.book = project.codes.book()
        self.infos = project.transcripts.all()
        self.people = [*project.participants.all(), *unlisted(project)]
        self.kept = KeepsakesByKind.of(project.store.keepsakes.all())
        self.own: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
        self.own_memos = project.memos.all()
        self.on: dict[tuple[str, str], list[Memo]] = defaultdict(list)
        for memo in self.own_memos:
            self.on[memo.kind, memo.about].append(memo)
        self.turn_memos = [memo for memo in self.own_memos if memo.kind == "turn"]
        self.lines: dict[str, Transcript] = {}
        self.by_code = {code.id: self._code_key(code.id) for code in self.book}

    # ── codes ──

    def _code_key(self, code: str) -> str:
        return str(self.kept.told("code", code, "guid") or guid_of("code", code))

    def codes(self) -> tuple[ForeignCode, ...]:
        """Return the codes with their borders and examples in the description."""
        codes = []
        for code in self.book:
            key = self.by_code[code.id]
            said = described(code)
            self.own["codes"][key] = told_of_code(code, said)
            codes.append(
                ForeignCode(
                    key=key,
                    name=code.name,
                    parent=self.by_code.get(code.parent, ""),
                    description=said,
                    color=color_of(code, self.book).lower(),
                    codable=not self.kept.told("code", code.id, "folder"),
                )
            )
        return tuple(codes)

    # ── sources ──

    def sources(self) -> Iterator[ForeignSource]:
        """Yield the interviews, then what is only kept."""
        turning = {memo.about.partition("#")[0] for memo in self.turn_memos}
        for info in self.infos:
            transcript = self.project.store.transcripts.read(info)
            if info.id in turning:
                self.lines[info.id] = transcript
            self.own["transcripts"][info.id] = _told_of_transcript(transcript)
            yield ForeignSource(
                key=info.id,
                name=info.name,
                text=transcript.text,
                language=info.language,
                created=info.imported,
            )
        for keepsake in self.project.store.keepsakes.all():
            if keepsake.kind == "source":
                yield kept_source(keepsake, self.project.folder)

    def codings(self) -> Iterator[ForeignCoding]:
        """Yield codings with their memos, then memos on turns as passages without a code."""
        for coding in self.project.codings.all():
            if coding.origin is not Origin.PERSON:
                self.own["codings"][coding.id] = {"origin": str(coding.origin)}
            yield ForeignCoding(
                key=coding.id,
                source=coding.transcript,
                start=coding.start,
                end=coding.end,
                text=coding.text,
                code=self.by_code[coding.code],
                coder=coding.coder,
                created=coding.created,
                memo=self._memo_of(coding),
            )
        for memo in self.turn_memos:
            if passage := self._passage(memo):
                yield passage

    def _memo_of(self, coding: Coding) -> str:
        there = [*self.on["coding", coding.id], *self.on["paraphrase", coding.id]]
        return coding_memo(there)

    def _passage(self, memo: Memo) -> ForeignCoding | None:
        """Return the words that a memo on a turn is about: those it was made on, or the turn."""
        key, _, number = memo.about.partition("#")
        transcript = self.lines.get(key)
        turns = transcript.turns if transcript else ()
        if transcript is None or not number.isdecimal() or not 0 < int(number) <= len(turns):
            return None
        turn = turns[int(number) - 1]
        start = self.kept.told("memo", memo.id, "start")
        end = self.kept.told("memo", memo.id, "end")
        spanned = isinstance(start, int) and isinstance(end, int) and start < end
        span = (start, end) if spanned else (turn.start, turn.end)
        words = transcript.text[slice(*span)]
        return ForeignCoding(
            key=memo.id,
            source=key,
            start=span[0],
            end=span[1],
            text=words,
            coder=memo.coder,
            created=memo.created,
            memo=unquoted(words, memo.text) if spanned else memo.text,
        )

    # ── memos ──

    def memos(self) -> Iterator[ForeignMemo]:
        """Yield the memos that are not on words."""
        names = {info.id: info.name for info in self.infos}
        people = {person.id: self._case_key(person.id) for person in self.people}
        about: Mapping[MemoOn, Mapping[str, str]] = {
            MemoOn.SOURCE: {key: key for key in names},
            MemoOn.CODE: self.by_code,
            MemoOn.CASE: people,
        }
        for memo in self.own_memos:
            self.own["memos"][memo.id] = _told_of_memo(memo)
            on, key = on_what(memo)
            if on is MemoOn.CODING:
                continue
            thing = about.get(on, {}).get(key, "")
            title = self.kept.told("memo", memo.id, "title") or memo_title(memo, self.book)
            text = memo.text
            if title and text.startswith(f"{title}\n\n"):
                text = text.removeprefix(f"{title}\n\n")
            yield ForeignMemo(
                key=memo.id,
                text=text,
                on=on if thing else MemoOn.PROJECT,
                about=thing,
                title=str(title),
                coder=memo.coder,
                created=memo.created,
            )

    def own_notes(self) -> Iterator[ForeignMemo]:
        """Yield what only this program knows, a note for each kind."""
        for person in self.people:
            told = {"id": person.id, "pseudonym": person.pseudonym}
            self.own["participants"][self._case_key(person.id)] = told
        for table, rows in self.project.store.carried.all().items():
            for kept in rows if table != "keepsakes" else ():
                self.own[table][str(kept["id"])] = {"row": kept}
        for name, text in carried_tables(self.project).items():
            self.own["files"][name] = {"text": text}
        for kind, told_of in self.own.items():
            if told_of:
                title = f"{OWN_NOTE}: {kind}"
                text = own_text({kind: told_of})
                yield ForeignMemo(key=guid_of("own note", kind), text=text, title=title)

    # ── people ──

    def _case_key(self, person: str) -> str:
        return str(self.kept.told("case", person, "guid") or guid_of("case", person))

    def cases(self) -> tuple[ForeignCase, ...]:
        """Return the participants with the interviews in which they speak."""
        speaks: dict[str, dict[str, None]] = defaultdict(dict)
        for info in self.infos:
            for key in (info.participant, *(speaker.participant for speaker in info.cast)):
                speaks[key][info.id] = None
        known = {about for about, _ in self.kept.each("source")} | {i.id for i in self.infos}
        for person in self.people:
            for source in self.kept.told("case", person.id, "sources") or ():
                if source in known:
                    speaks[person.id][source] = None
        return tuple(
            ForeignCase(
                key=self._case_key(person.id),
                name=person.id,
                values={name: value for name, value in person.attributes.items() if value},
                sources=tuple(speaks[person.id]),
            )
            for person in self.people
        )

    def variables(self) -> tuple[ForeignVariable, ...]:
        """Return the attributes, typed as they came."""
        names = dict.fromkeys(name for person in self.people for name in person.attributes)
        return tuple(
            ForeignVariable(
                key=str(self.kept.told("variable", name, "guid") or guid_of("variable", name)),
                name=name,
                type=VariableType(self.kept.told("variable", name, "type") or "Text"),
                description=str(self.kept.told("variable", name, "description")),
            )
            for name in names
        )

    # ── what is only kept ──

    def groups(self) -> tuple[ForeignGroup, ...]:
        """Return the sets that came from other programs, of what is still here."""
        known = {info.id for info in self.infos} | {about for about, _ in self.kept.each("source")}
        return tuple(
            ForeignGroup(
                key=key,
                name=str(told["name"]),
                description=str(told["description"]),
                sources=tuple(source for source in told["sources"] if source in known),
                codes=tuple(self.by_code[c] for c in told["codes"] if c in self.by_code),
            )
            for key, told in self.kept.each("group")
        )

    def links(self) -> tuple[ForeignLink, ...]:
        """Return the links that came from other programs, between what is still here."""
        found = []
        codings = {coding.id for coding in self.project.codings.all()}
        memos = {memo.id for memo in self.turn_memos}
        infos = {info.id for info in self.infos}
        people = {person.id for person in self.people}

        def guid(end: Sequence[str]) -> str:
            kind, key = end
            if kind == "code":
                return self.by_code.get(key, "")
            if kind == "case":
                return self._case_key(key) if key in people else ""
            if kind == "source":
                return guid_of("source", key) if key in infos else ""
            if key in memos:
                return guid_of("coding", key)
            if key not in codings:
                return ""
            whole = kind == "selection"
            return guid_of("selection", f"of {key}") if whole else guid_of("coding", key)

        for key, told in self.kept.each("link"):
            origin, target = map(guid, told["ends"])
            if origin and target:
                link = ForeignLink(
                    key=key,
                    origin=origin,
                    target=target,
                    name=str(told["name"]),
                    directed=bool(told["directed"]),
                )
                found.append(link)
        return tuple(found)

    def pieces(self) -> tuple[UnplacedPiece, ...]:
        """Return the drawings that came from other programs."""
        return tuple(
            UnplacedPiece(where=told["where"], words="", why=told["why"], raw=told["raw"])
            for _, told in self.kept.each("piece")
        )


def carried_tables(project: Project) -> dict[str, str]:
    """Return name → text of the tables beside the study that travel along: small and plain."""
    tables: dict[str, str] = {}
    for path in sorted(project.survey.folder.glob("*.csv")):
        try:
            if path.stat().st_size <= CARRIED_FILE:
                tables[path.name] = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return tables


def unlisted(project: Project) -> list[Participant]:
    """Return the people whom interviews name and the list of participants does not."""
    listed = {person.id for person in project.participants.all()} | {""}
    named = [
        person
        for info in project.transcripts.all()
        for person in (info.participant, *(speaker.participant for speaker in info.cast))
    ]
    return [Participant(id=person) for person in dict.fromkeys(named) if person not in listed]


def _told_of_transcript(transcript: Transcript) -> dict[str, Any]:
    return {
        "sha256": transcript.sha256,
        "language": transcript.language,
        "participant": transcript.participant,
        "translation_of": transcript.translation_of,
        "notes": list(transcript.notes),
        "cast": [[s.label, s.name, str(s.role), s.participant] for s in transcript.cast],
        "turns": [
            [t.start, t.end, t.speaker, str(t.role), t.time, t.time_end] for t in transcript.turns
        ],
    }


def _told_of_memo(memo: Memo) -> dict[str, Any]:
    return {
        "on": memo.kind,
        "about": memo.about,
        "coder": memo.coder,
        "text": memo.text,
        "created": memo.created,
        "updated": memo.updated,
    }
