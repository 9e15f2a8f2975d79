"""Bring a foreign project into a study as one act."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coding import codebook as codebook_door
from coding import transcripts as transcripts_door
from coding.codebook.colours import keep_colors
from coding.exchange.guids import is_guid
from coding.exchange.letters import Crossing
from coding.exchange.plan import (
    CodePlan,
    ComingAs,
    ExchangeChoices,
    SourcePlan,
    Take,
    known_ids,
    level,
    plan_codes,
)
from coding.exchange.refi_rest import moment
from coding.files.clean import printable, safe_name
from coding.model import (
    Code,
    Coding,
    Transcript,
    TranscriptInfo,
    Turn,
    new_id,
    now,
)
from coding.model.exchange import (
    ForeignCode,
    ForeignCoding,
    ForeignProject,
    ForeignSource,
    UnplacedPiece,
)
from coding.project.casting import Casting
from coding.project.exchange.keeping import ForeignPlaces, copy_files, keep
from coding.project.exchange.looking import plan_sources
from coding.project.exchange.memoing import Memoing
from coding.project.exchange.persons import known_by_name, people_with
from coding.project.exchange.restoring import (
    origin_of,
    own_people,
    restore,
    restored_code,
    restored_transcript,
)
from coding.transcripts.folder import Keeper
from coding.transcripts.incoming import Register, alone, recognised, unique

if TYPE_CHECKING:
    from coding.project import Project
    from coding.store import Writer

_CODE_ID = re.compile(r"[A-Za-z0-9_-]+")
UNNAMED = "(no name)"


@dataclass(slots=True, kw_only=True)
class Taken:
    """What came in: counts, and what was assumed or could not be placed.

    `transcripts` are the ids of those that are new here; `kept` are names of sources that cannot
    be coded here and go out again as they came.
    """

    transcripts: list[str] = field(default_factory=list)
    sources: int = 0
    sources_there: int = 0
    codes: int = 0
    codes_there: int = 0
    codings: int = 0
    codings_there: int = 0
    memos: int = 0
    people: int = 0
    kept: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unplaced: list[UnplacedPiece] = field(default_factory=list)


def take_in(
    project: Project,
    foreign: ForeignProject,
    choices: ExchangeChoices,
    *,
    coder: str,
    act: str = "",
    also: Callable[[Writer], None] | None = None,
) -> Taken:
    """Bring a foreign project in as one act; see `Exchange.take_in`."""
    project.store.expect_room()
    taking = _Taking(project, foreign, choices, coder)

    def write(w: Writer) -> None:
        taking.write(w)
        if also:
            also(w)

    try:
        project.files.change_codebook(
            taking.codebook, coder=coder, summary=taking.summary, act=act, also=write
        )
    except BaseException:
        taking.discard()
        raise
    return taking.taken


class _Taking:
    """One act of bringing in: what is prepared before it, and what is written inside it."""

    def __init__(
        self, project: Project, foreign: ForeignProject, choices: ExchangeChoices, coder: str
    ) -> None:
        self.project, self.foreign, self.choices = project, foreign, choices
        self.coder = coder
        self.unsigned = choices.unsigned or coder
        self.taken = Taken(notes=list(foreign.notes), unplaced=list(foreign.unplaced))
        self._contents: dict[Path, bytes] = {}
        self.keeper = Keeper(project.folder, self._contents)
        self.plans: Mapping[str, CodePlan] = {}
        self.own_code: dict[str, str] = {}
        self.place: dict[str, str] = {}
        self.selection: dict[str, str] = {}
        self.crossings: dict[str, Crossing] = {}
        self.turns: dict[str, Sequence[Turn]] = {}
        self.new: list[Code] = []
        self._numbers: dict[str, int] = {}
        self.by_name: list[tuple[str, str, str]] = []
        self.sources = {plan.key: plan for plan in plan_sources(project, foreign)}
        wanted = [
            key
            for key, plan in self.sources.items()
            if plan.standing is ComingAs.KEPT and choices.sources.get(key) is not Take.LEAVE
        ]
        self.kept = dict.fromkeys(wanted, "") | copy_files(project.folder, foreign, wanted)
        called = f"“{foreign.name}”" if foreign.name else "A project"
        self.summary = f"{called} brought in from {foreign.program}"

    def discard(self) -> None:
        """Take away the copies of an act that failed."""
        self.keeper.discard()

    # ── codes ──

    def codebook(self, text: str) -> str:
        """Return the codebook's text with the codes that come."""
        book = codebook_door.parse(text)
        plans = plan_codes(self.foreign, book)
        self.plans = {plan.key: plan for plan in plans}
        taken = set(book.by_id)
        ids = known_ids(self.foreign)
        for code in self.foreign.codes:
            chosen = self.choices.codes.get(code.key, self.plans[code.key].own)
            if code.key in self.choices.left_out:
                self.own_code[code.key] = self.own_code.get(code.parent, "")
            elif chosen in book:
                self.own_code[code.key] = chosen
                self.taken.codes_there += 1
            else:
                known = ids.get(code.key, "")
                key = (
                    known
                    if known not in taken and _CODE_ID.fullmatch(known)
                    else self._free_id(code.name, taken)
                )
                taken.add(key)
                self.own_code[code.key] = key
                self.new.append(self._code(code, key))
                self._say_same_name(self.plans[code.key])
        self.taken.codes = len(self.new)
        changed = codebook_door.add_all(text, self.new) if self.new else text
        for plan in plans:
            if fields := self._filled(plan):
                changed = codebook_door.edit(changed, self.own_code[plan.key], fields)
        return keep_colors(text, changed) if changed != text else text

    def _say_same_name(self, plan: CodePlan) -> None:
        """Say that a code came whose name one has that stands elsewhere."""
        if plan.namesakes:
            here = " and ".join(" › ".join(near.path) for near in plan.namesakes)
            self.taken.notes.append(
                f"Please check: a second code “{plan.path[-1]}” came in as {' › '.join(plan.path)};"
                f" here already is {here}."
            )

    def _free_id(self, name: str, taken: Collection[str]) -> str:
        """Return a readable id for a new code; of many equal names each is numbered at once."""
        stem = codebook_door.new_code_id(name, ())
        number = self._numbers.get(stem, 1)
        while (key := stem if number == 1 else f"{stem}_{number}") in taken:
            number += 1
        self._numbers[stem] = number
        return key

    def _code(self, code: ForeignCode, key: str) -> Code:
        made = Code(
            id=key,
            name=level(code.name) or UNNAMED,
            definition=code.description,
            color=code.color,
            include=code.include,
            exclude=code.exclude,
            examples=code.examples,
            parent=self.own_code.get(code.parent, ""),
        )
        row = self.foreign.own.get("codes", {}).get(code.key)
        return restored_code(made, row) if row else made

    def _filled(self, plan: CodePlan) -> dict[str, object]:
        """Return what of a code here is filled in, or taken over where somebody says so."""
        if not plan.own or self.own_code.get(plan.key) != plan.own:
            return {}
        theirs = plan.key in self.choices.theirs
        code = self.foreign.codes_by_key[plan.key]
        lists = {"include": code.include, "exclude": code.exclude, "examples": code.examples}
        return {
            d.field: lists.get(d.field, d.there) for d in plan.differences if theirs or not d.here
        }

    # ── the rest of the act ──

    def write(self, w: Writer) -> None:
        """Write sources, people, codings and memos inside the act."""
        self._people(w)
        self._transcripts(w)
        memoing = Memoing(
            w,
            self.foreign,
            place=self.place,
            codes=self.own_code,
            persons=self.person,
            turns=self.turns,
            there={(m.kind, m.about, m.text) for m in self.project.memos.all()},
            coder=self.coder,
        )
        self._codings(w, memoing)
        memoing.differences(self.plans.values(), self.choices.theirs)
        memoing.standing()
        memoing.without_place(self.taken.unplaced)
        self.taken.memos = memoing.written
        places = ForeignPlaces(
            self.place, self.own_code, memoing.coding, self.person, self.selection
        )
        there = {k.id: k for k in self.project.store.keepsakes.all()}
        keep(w, self.foreign, places, self.kept, there=there)
        restore(w, self.project, self.foreign, places)
        self.keeper.put()

    def _people(self, w: Writer) -> None:
        before = w.participants()
        coming = people_with(before, self.foreign)
        self.own_people = own_people(self.foreign, coming.of_case)
        self.with_whom, self.person, people = coming.of_source, coming.of_case, coming.people
        self.taken.notes += coming.notes
        if people != before:
            self.project.files.put_people(w, people)
        self.taken.people = len(people) - len(before)
        self.register = Register(w.participants())

    def _transcripts(self, w: Writer) -> None:
        listed = {info.id: info for info in self.project.transcripts.all()}
        known = self.project.store.transcripts.known_hashes()
        named = {info.name for info in listed.values()}
        used = w.ids_in_use([source.key.lower() for source in self.foreign.sources])
        for source in self.foreign.sources:
            plan = self.sources[source.key]
            take = self.choices.sources.get(source.key, _default(plan))
            if plan.standing is ComingAs.KEPT or take is Take.LEAVE:
                self.taken.kept += [source.name] * (source.key in self.kept)
                continue
            if take is Take.USE and plan.own in listed:
                self._use(w, source, listed[plan.own])
                continue
            key = source.key.lower() if is_guid(source.key.lower()) else ""
            transcript = self._transcript(source, unique(source.name or "source", named))
            removed, _, gone = known.get(transcript.sha256, ("", "", False))
            if gone and removed not in self.place.values():
                w.show_transcript(removed, file=self._kept(transcript))
                key = removed
            else:
                key = key if key and key not in used else transcript.id
                transcript = replace(transcript, id=key, file=self._kept(transcript))
                w.add_transcript(transcript)
            self.turns[key] = transcript.turns
            self.place[source.key] = key
            used.add(key)
            named.add(transcript.name)
            self.taken.transcripts.append(key)
            self.taken.sources += 1
        self.taken.notes += known_by_name(self.by_name)

    def _use(self, w: Writer, source: ForeignSource, info: TranscriptInfo) -> None:
        """Lay a source over a transcript that is here already."""
        self.place[source.key] = info.id
        self.taken.sources_there += 1
        there = self.project.transcripts.get(info.id)
        text, self.turns[info.id] = there.text, there.turns
        if text != source.text:
            self.crossings[source.key] = Crossing(source.text, text)
        person = self.with_whom.get(source.key, "")
        if person and not info.participant:
            w.change_transcript(info.id, participant=person)
            Casting(w, info).alone_is(person)

    def _transcript(self, source: ForeignSource, name: str) -> Transcript:
        file = safe_name(name)
        file = file if file.lower().endswith(".txt") else f"{file}.txt"
        transcript = source.interview or transcripts_door.of_text(
            source.text, name=name, file=file, language=source.language
        )
        transcript = replace(transcript, id=new_id(), name=name, file=file)
        told = self.foreign.own.get("transcripts", {}).get(source.key)
        if told and told.get("sha256") == transcript.sha256:
            if restored := restored_transcript(transcript, told, self.own_people):
                return restored
            self.taken.notes.append(
                f"Please check: what was written down of who speaks in {name} is damaged; it is"
                " read anew."
            )
        person = self.with_whom.get(source.key, "")
        known = recognised(transcript, self.register)
        self.by_name += [(name, s, who) for s, who in known.items() if who != person]
        if alone(transcript) and not person:
            person = next(iter(known.values()), "")
        cast = tuple(replace(s, participant=known.get(s.label, "")) for s in transcript.cast)
        return replace(transcript, participant=person, cast=cast)

    def _kept(self, transcript: Transcript) -> str:
        path = Path(printable(transcript.file))
        self._contents[path] = transcript.text.encode("utf-8", "replace")
        return self.keeper.keep(path)

    def _codings(self, w: Writer, memoing: Memoing) -> None:
        used = w.ids_in_use([coding.key.lower() for coding in self.foreign.codings])
        names = {source.key: source.name for source in self.foreign.sources}
        for coding in self.foreign.codings:
            placed = self._placed(coding, names)
            if placed is None:
                continue
            if not coding.code:
                memoing.on_passage(coding, placed)
                continue
            key = coding.key.lower()
            key = key if is_guid(key) and key not in used else new_id()
            made = replace(placed, id=key)
            there = w.coding_like(made)
            if not there:
                w.add_coding(made)
                used.add(key)
            self.taken.codings += not there
            self.taken.codings_there += bool(there)
            self.selection.setdefault(coding.selection or coding.key, there or key)
            memoing.of_coding(coding, there or key)

    def _placed(self, coding: ForeignCoding, names: Mapping[str, str]) -> Coding | None:
        """Return a coding as it stands here; what has no place is listed with the reason."""
        source = self.foreign.sources_by_key.get(coding.source)
        where = names.get(coding.source, coding.source)
        code = self.own_code.get(coding.code, "")
        if coding.source not in self.place:
            return None  # left out, or kept as it is
        if coding.code in self.choices.left_out or source is None:
            return None
        if coding.code and not code:
            self._unplaced(where, coding, "the code is not in the file")
            return None
        start, end, text = coding.start, coding.end, source.text
        if crossing := self.crossings.get(coding.source):
            over = crossing.over(start, end)
            if over is None:
                self._unplaced(where, coding, "these words stand otherwise in the text here")
                return None
            (start, end), text = over, crossing.target
        if not 0 <= start < end <= len(text) or text[start:end].isspace():
            self._unplaced(where, coding, "there are no words at this place")
            return None
        return Coding(
            id="",
            transcript=self.place[coding.source],
            start=start,
            end=end,
            text=text[start:end],
            code=code,
            coder=coding.coder or self.unsigned,
            created=moment(coding.created) or now(),
            origin=origin_of(self.foreign, coding.key),
        )

    def _unplaced(self, where: str, coding: ForeignCoding, why: str) -> None:
        path = " › ".join(self.foreign.path(coding.code))
        what = f"{where}, {coding.start}-{coding.end}" + (f", {path}" if path else "")
        self.taken.unplaced.append(UnplacedPiece(where=what, words=coding.text, why=why))


def _default(plan: SourcePlan) -> Take:
    return Take.USE if plan.standing is ComingAs.SAME else Take.BRING
