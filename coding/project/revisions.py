"""Correct what an interview reads, and let everything that stands on its words follow, in one act.

A file that was edited, or one turn that is typed anew, makes a new version of the transcript: its
id stays, the old text is kept and can be compared, undo brings it back. What cannot be placed
surely stays on the old version, is listed, and waits for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from coding.errors import CodingError, Conflict, NotFound, ProjectError
from coding.files.clean import printable, tidy
from coding.model import Coding, Role, Transcript, TranscriptInfo, Turn, Wording, canonical
from coding.project.bookmarks import SETTING as BOOKMARK
from coding.project.casting import Casting
from coding.project.codings import drop, yield_to
from coding.project.import_codings import check_segment
from coding.project.part import ProjectPart
from coding.quotes.quoting import context
from coding.revision import (
    CarriedTurns,
    EditMap,
    Fate,
    HeldTurn,
    Placement,
    TextPiece,
    carried,
    edit_map,
    pieces,
    retyped,
    shifted,
)
from coding.store import Anchored, WordedTurn, Writer
from coding.transcripts.folder import Keeper
from coding.transcripts.incoming import person_called

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["Adrift", "ChangedFiles", "Revised", "Revisions", "TextPiece"]

SAME = 0.3
"""Share of words that a corrected text has of the old one; with fewer it is another interview."""

BESIDE = 140
"""Characters that are shown on both sides of a passage."""

NAMED = 60
"""Characters of a passage by which it is named."""

AT_ONCE = 30
"""Files that one look reads; the rest wait for the next."""

CHANGED, ON_OLD = "changed", "old"
"""What is kept of a coding: its words were corrected; a person leaves it on an older version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """What a correction did, or would do, to the codings of a transcript.

    `placed` counts those that stand where they stood in the flow of the text, `changed` those of
    them whose words differ a little, `moved` those that stand elsewhere; `unsure` are the ids of
    those that wait for a person, with what was found for each. `foreign` says that the text has
    hardly a word of the old one.
    """

    transcript: str
    differs: bool
    placed: int = 0
    changed: int = 0
    moved: int = 0
    unsure: tuple[tuple[str, Placement], ...] = ()
    foreign: bool = False
    pieces: tuple[TextPiece, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFiles:
    """The files in `transcripts/` that were edited since, and how many are still to be read."""

    changed: tuple[tuple[TranscriptInfo, Path], ...]
    unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adrift:
    """A coding on an older version; `place` is the likeliest in the newest, `kept` what was said.

    `transcript` is its name; `around` is what stands before and behind its words in the older
    version, `likely` the same of the likeliest place.
    """

    coding: Coding
    transcript: str
    wording: str
    place: Placement
    kept: bool
    around: tuple[str, str] = field(repr=False)
    likely: tuple[str, str] = field(repr=False)


class Revisions(ProjectPart):
    """The acts on what an interview reads."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._maps = lru_cache(maxsize=8)(edit_map)
        self._files: dict[str, tuple[object, bool]] = {}  # what was read of an edited file

    # ── another text ──

    def preview(self, transcript: str, path: Path, content: bytes | None = None) -> Revised:
        """Say what a corrected file would do, without doing it; raises CodingError."""
        info = self.project.transcripts.info(transcript)
        old = self.project.transcripts.get(info.id)
        new = self._corrected(info, path, content)
        edits = self._maps(old.text, new.text)
        there = self.store.codings.all(transcript=info.id)
        placements = [(c.id, edits.place(c.start, c.end)) for c in there]
        told = _told(info.id, old.text != new.text, placements)
        return replace(told, pieces=tuple(pieces(edits)), foreign=_foreign(edits))

    def revise(
        self,
        transcript: str,
        path: Path,
        content: bytes | None = None,
        *,
        coder: str,
        act: str = "",
        seen: str = "",
        anyway: bool = False,
    ) -> Revised:
        """Let a transcript read as a corrected file does; return what became of its codings.

        A file from elsewhere is copied into `transcripts/`, as at an import. `seen` is the edition
        of the transcript that somebody looked at. Raises Conflict if that is not the newest any
        more, CodingError if the file cannot be read or seems to be of another interview, unless it
        is to be so `anyway`.
        """
        info = self.project.transcripts.info(transcript)
        new = self._corrected(info, path, content)
        edits = self._maps(self.project.transcripts.get(info.id).text, new.text)
        if not anyway and _foreign(edits):
            raise ProjectError(
                "this seems to be another interview: of the words of"
                f" {info.name} it has hardly any",
                printable(path.name),
                "Is it the right file? `--anyway` takes it all the same.",
            )
        keeper = Keeper(self.project.folder, {path: content} if content is not None else None)
        try:
            with self.store.writing(coder=coder, verb="revise", summary="", act=act) as w:
                now = self._now(w, info, edits.old.text, seen)
                if now.sha256 == new.sha256:
                    return self._unchanged(info)
                casting = Casting(w, now)
                held = _held(w, now.id)
                turns = carried(edits, held, _as_read(new))
                file = keeper.keep(path)
                told = self._reword(w, now, edits, turns, coder=coder, why=file, file=file)
                _cast(casting, new, held, turns.turns)
                w.summary = f"{info.name} corrected as in {file}: {_counted(told)}"
                keeper.put()
        except BaseException:
            keeper.discard()
            raise
        return told

    def retype(
        self,
        transcript: str,
        number: int,
        words: str,
        *,
        before: str | None = None,
        coder: str,
        act: str = "",
    ) -> Revised:
        """Let a turn have other words; `before` are those that somebody saw when they began.

        Raises Conflict, with both texts, if it has others by now; CodingError for no words.
        """
        info = self.project.transcripts.info(transcript)
        words = "\n".join(line.strip() for line in canonical(tidy(words)[0]).strip().splitlines())
        if not words.strip():
            raise CodingError("a turn needs words", info.name, "To take it away, edit the file.")
        with self.store.writing(coder=coder, verb="revise", summary="", act=act) as w:
            now = w.transcript(info.id)
            text = self._text(now)
            held = _held(w, now.id)
            if not 1 <= number <= len(held):
                raise NotFound(f"{info.name} has no turn {number}", hint="Look again.")
            turn = held[number - 1]
            there = text[turn.start : turn.end]
            if before is not None and canonical(before) != there:
                raise Conflict(
                    "somebody else has corrected this turn in the meantime",
                    info.name,
                    "Look at what stands there now and try again.",
                    clashes=[(("words",), words, there)],
                )
            if words == there:
                return self._unchanged(info)
            edits = retyped(text, turn.start, turn.end, words)
            turns = shifted(held, number - 1, len(words) - len(there))
            told = self._reword(w, now, edits, turns, coder=coder, why=f"turn {number} corrected")
            w.summary = f"{info.name}: turn {number} corrected, {_counted(told)}"
        return told

    def _now(self, w: Writer, info: TranscriptInfo, text: str, seen: str) -> TranscriptInfo:
        now = w.transcript(info.id)
        if (seen and seen != now.edition) or self._text(now) != text:
            raise Conflict(
                "somebody else has corrected this interview in the meantime",
                info.name,
                "Look at what stands there now and try again.",
            )
        return now

    def _text(self, info: TranscriptInfo) -> str:
        return self.store.transcripts.text_in(info.id, info.sha256)

    def _unchanged(self, info: TranscriptInfo) -> Revised:
        there = self.store.codings.all(transcript=info.id)
        return Revised(transcript=info.id, differs=False, placed=len(there))

    def _corrected(self, info: TranscriptInfo, path: Path, content: bytes | None) -> Transcript:
        return self.project.outside.transcript(path, content, language=info.language)

    def _reword(
        self,
        w: Writer,
        info: TranscriptInfo,
        edits: EditMap,
        turns: CarriedTurns,
        *,
        coder: str,
        why: str,
        file: str | None = None,
    ) -> Revised:
        """Write the new version down, and let what stands on words follow."""
        rewording = w.rewording
        anchored = rewording.anchored(info.id)
        held = _held(w, info.id)
        seen = rewording.seen_places(info.id)
        rewording.put(
            info.id,
            edits.new.text,
            [_worded(turn) for turn in turns.turns],
            turns.heirs,
            coder=coder,
            why=why,
            file=file,
        )
        placements: list[tuple[str, Placement]] = []
        for row in anchored:
            place = edits.place(row.start, row.end)
            if row.table == "codings":
                placements.append((row.id, place))
                if place.sure:
                    self._place(w, row.id, place)
            elif place.sure and not (
                row.table == "suggestions" and rewording.suggested(row, place.start, place.end)
            ):
                rewording.place(row, place.start, place.end)
        self._bookmarks(w, info.id, held, turns)
        places = {(start, end): edits.place(start, end) for start, end in seen}
        sure = {old: (new.start, new.end) for old, new in places.items() if new.sure}
        rewording.seen_too(info.id, info.sha256, sure)
        return _told(info.id, True, placements)

    def _bookmarks(
        self, w: Writer, transcript: str, old: Sequence[HeldTurn], turns: CarriedTurns
    ) -> None:
        """Let each coder's bookmark lie at the turn that it lay at."""
        for key, at in self.store.settings.below(BOOKMARK).items():
            of, _, _ = key.partition(" ")
            turn = next((t for t in reversed(old) if at is not None and t.start <= int(at)), None)
            if of == transcript and turn and turn.key is not None and turn.key in turns.heirs:
                w.put_setting(f"{BOOKMARK} {key}", turns.turns[turns.heirs[turn.key]].start)

    def _place(self, w: Writer, key: str, place: Placement) -> None:
        """Let a coding stand where its words are now; one that is there already takes it over."""
        coding = w.coding(key)
        there = w.coding_like(replace(coding, start=place.start, end=place.end))
        if there not in ("", key):
            w.rewording.unmark(key)
            yield_to(w, key, there)
            return
        row = Anchored(table="codings", id=key, start=coding.start, end=coding.end)
        w.rewording.place(row, place.start, place.end)
        marked = w.rewording.marked(key)
        words = marked[1] if marked and marked[0] == CHANGED else coding.text
        if words.split() == place.after.split():
            w.rewording.unmark(key)
        elif marked or place.fate is Fate.CHANGED:
            w.rewording.mark(key, CHANGED, words)

    # ── what waits for a person ──

    def adrift(self, *, kept: bool = True) -> list[Adrift]:
        """List the codings on words that their transcript has no longer.

        Unless what was decided to stay on an older version is wanted (`kept`), it is left out.
        """
        marks = self.store.transcripts.reworded()
        infos = {info.id: info for info in self.project.transcripts.all()}
        listed = []
        for coding, wording in self.store.codings.adrift():
            on_old = marks.get(coding.id, ("", ""))[0] == ON_OLD
            if on_old and not kept:
                continue
            info = infos[coding.transcript]
            old = self.store.transcripts.text_in(info.id, wording)
            edits = self._maps(old, self.project.transcripts.get(info.id).text)
            place = edits.place(coding.start, coding.end)
            listed.append(
                Adrift(
                    coding=coding,
                    transcript=info.name,
                    wording=wording,
                    place=place,
                    kept=on_old,
                    around=context(old, coding.start, coding.end, width=BESIDE),
                    likely=context(edits.new.text, place.start, place.end, width=BESIDE),
                )
            )
        return listed

    def altered(self) -> dict[str, str]:
        """Return coding → the words it had, of those whose words were corrected and not seen."""
        marks = self.store.transcripts.reworded()
        return {key: words for key, (state, words) in marks.items() if state == CHANGED}

    def warnings(self, codings: Sequence[str]) -> list[str]:
        """Say of quotes that are handed out what a person has not looked at, a line each."""
        altered = self.altered()
        keys = [key for key in dict.fromkeys(codings) if key in altered]
        lines = [
            f"“{_short(coding.text)}” was corrected in the interview; before:"
            f" “{_short(altered[coding.id])}”."
            for coding in (self.store.codings.all(ids=keys) if keys else ())
        ]
        lines += [
            f"“{_short(coding.text)}” is left out: its interview was corrected, and where it stands"
            " now is not sure."
            for coding, _ in self.store.codings.adrift(ids=list(dict.fromkeys(codings)))
        ]
        return lines

    def place(self, coding: str, start: int, end: int, *, coder: str, act: str = "") -> None:
        """Let a coding from an older version stand on these words of the newest."""
        found, info = self._adrift(coding)
        with self.store.writing(coder=coder, verb="place", summary="", act=act) as w:
            now = w.transcript(info.id)
            check_segment(start, end, now.length)
            words = w.words_at(now.id, start, end)
            if not words.strip():
                raise CodingError("there are no words", info.name, "Choose words.")
            w.summary = f"{found.code} on {info.name} placed at {start}-{end}"
            place = Placement(
                fate=Fate.CHANGED, start=start, end=end, before=found.text, after=words
            )
            w.rewording.unmark(coding)
            self._place(w, coding, place)

    def drop(self, coding: str, *, coder: str, act: str = "") -> None:
        """Take a coding off that stands on an older version."""
        found, info = self._adrift(coding)
        summary = f"{found.code} removed from an older version of {info.name}"
        with self.store.writing(coder=coder, verb="remove", summary=summary, act=act) as w:
            w.rewording.unmark(coding)
            drop(w, coding)

    def keep(self, coding: str, *, coder: str, act: str = "") -> None:
        """Leave a coding on the older version, and ask no more."""
        found, info = self._adrift(coding)
        summary = f"{found.code} stays on an older version of {info.name}"
        with self.store.writing(coder=coder, verb="place", summary=summary, act=act) as w:
            w.rewording.mark(coding, ON_OLD, found.text)

    def saw(self, codings: Sequence[str], *, coder: str, act: str = "") -> None:
        """Note that somebody has seen what became of the words of codings."""
        known = self.altered()
        wanted = [key for key in codings if key in known]
        if not wanted:
            return
        count = f"{len(wanted)} corrected passage{'s' if len(wanted) > 1 else ''} seen"
        with self.store.writing(coder=coder, verb="place", summary=count, act=act) as w:
            for key in wanted:
                w.rewording.unmark(key)

    def _adrift(self, key: str) -> tuple[Coding, TranscriptInfo]:
        for coding, _ in self.store.codings.adrift(ids=[key]):
            return coding, self.project.transcripts.info(coding.transcript)
        raise NotFound(f"coding {key} is not on an older version", hint="Look again.")

    def only_place(self, transcript: str, words: str) -> tuple[int, int]:
        """Return where words stand in a transcript, whatever space is between them.

        Raises NotFound if they stand nowhere, or in several places.
        """
        text = self.project.transcripts.get(transcript).text
        sought = re.compile(r"\s+".join(map(re.escape, canonical(words).split())))
        places = [match.span() for match in sought.finditer(text)]
        if len(places) != 1:
            many = f"stand {len(places)} times" if places else "do not stand"
            hint = "Give more of them." if places else "Copy them from the text."
            raise NotFound(f"these words {many} in the text as it reads now", hint=hint)
        return places[0]

    # ── files that were edited ──

    def changed_files(self, most: int = AT_ONCE) -> ChangedFiles:
        """List the files in `transcripts/` that read otherwise than any version of theirs.

        Only those are read that were written since they came in, each once until it is written
        again, at most so many at a time. One that cannot be read is for `check` to tell.
        """
        changed, unread = [], 0
        for info in self.project.transcripts.all():
            path = self.project.folder / "transcripts" / info.file
            try:
                status = path.stat()
            except (OSError, ValueError):
                continue
            came = datetime.fromisoformat(info.imported).timestamp()
            if not info.file or status.st_mtime <= came:
                continue
            stamp = (status.st_mtime_ns, status.st_size, info.sha256)
            if self._files.get(info.id, (None, False))[0] != stamp:
                if most <= 0:
                    unread += 1
                    continue
                most -= 1
                self._files[info.id] = (stamp, self._reads_otherwise(info, path))
            if self._files[info.id][1]:
                changed.append((info, path))
        return ChangedFiles(changed=tuple(changed), unread=unread)

    def _reads_otherwise(self, info: TranscriptInfo, path: Path) -> bool:
        try:
            read = self._corrected(info, path, None)
        except CodingError:
            return False
        return read.sha256 not in self.store.transcripts.hashes(info.id)

    # ── older versions ──

    def wordings(self, transcript: str) -> list[Wording]:
        """List the older versions of a transcript, the first one first."""
        return self.store.transcripts.wordings(self.project.transcripts.info(transcript).id)

    def compare(self, transcript: str, wording: str) -> tuple[TextPiece, ...]:
        """Set an older version, told by its hash, beside the newest."""
        info = self.project.transcripts.info(transcript)
        old = self.store.transcripts.text_in(info.id, wording)
        return tuple(pieces(self._maps(old, self.project.transcripts.get(info.id).text)))

    def older_texts(self) -> Iterator[tuple[TranscriptInfo, Wording, str]]:
        """Yield each older version of each transcript with its text, the newest of them first."""
        for info in self.project.transcripts.all():
            known = {info.sha256}
            for wording in reversed(self.store.transcripts.wordings(info.id)):
                if wording.sha256 not in known:
                    known.add(wording.sha256)
                    yield info, wording, self.store.transcripts.text_in(info.id, wording.sha256)

    def mapped(self, transcript: str, wording: str, start: int, end: int) -> Placement:
        """Return where characters of a version, told by its hash, stand in the newest."""
        info = self.project.transcripts.info(transcript)
        old = self.store.transcripts.text_in(info.id, wording)
        return self._maps(old, self.project.transcripts.get(info.id).text).place(start, end)


def _told(transcript: str, differs: bool, placements: Sequence[tuple[str, Placement]]) -> Revised:
    sure = [place for _, place in placements if place.sure]
    moved = sum(place.elsewhere for place in sure)
    return Revised(
        transcript=transcript,
        differs=differs,
        placed=len(sure) - moved,
        changed=sum(place.fate is Fate.CHANGED for place in sure),
        moved=moved,
        unsure=tuple((key, place) for key, place in placements if not place.sure),
    )


def _counted(told: Revised) -> str:
    """Say in a few words what became of the codings."""
    parts = [f"{told.placed + told.moved} coding{'s' * (told.placed + told.moved != 1)} followed"]
    if told.unsure:
        parts.append(f"{len(told.unsure)} to be placed")
    return ", ".join(parts)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= NAMED else f"{words[:NAMED].rstrip()}…"


def _foreign(edits: EditMap) -> bool:
    """Tell whether a text has so few words of another that it is none of it."""
    shared = sum(run.length for run in edits.runs)
    return shared < SAME * min(len(edits.old), len(edits.new))


def _held(w: Writer, transcript: str) -> list[HeldTurn]:
    return [
        HeldTurn(
            key=turn.id,
            start=turn.start,
            end=turn.end,
            label=turn.label,
            role=Role(turn.role),
            time=turn.time,
            time_end=turn.time_end,
        )
        for turn in w.speech.turns(transcript)
    ]


def _as_read(new: Transcript) -> list[HeldTurn]:
    def held(turn: Turn) -> HeldTurn:
        return HeldTurn(
            start=turn.start,
            end=turn.end,
            label=turn.speaker,
            role=turn.role,
            time=turn.time,
            time_end=turn.time_end,
        )

    return [held(turn) for turn in new.turns]


def _worded(turn: HeldTurn) -> WordedTurn:
    return WordedTurn(
        id=turn.key,
        start=turn.start,
        end=turn.end,
        label=turn.label,
        role=turn.role,
        time=turn.time,
        time_end=turn.time_end,
    )


def _cast(
    casting: Casting, new: Transcript, old: Sequence[HeldTurn], turns: Sequence[HeldTurn]
) -> None:
    """Write down who speaks under labels that the old text did not have.

    One that has all the turns of an old label is that speaker, spelled otherwise.
    """
    known = casting.cast()
    read = {speaker.name: speaker for speaker in new.cast}
    had: Mapping[int | None, str] = {turn.key: turn.label for turn in old}
    labels = {turn.label for turn in turns if turn.label}
    for label in dict.fromkeys(turn.label for turn in turns if turn.label not in known):
        if not label:
            casting.count_unknown()
            continue
        before = {had[turn.key] for turn in turns if turn.label == label and turn.key in had}
        same = known.get(before.pop()) if len(before) == 1 else None
        if same is not None and same.label and same.label not in labels:
            name = label if same.name == same.label else same.name
            casting.put(replace(same, label=label), name=name)
            continue
        role = read[label].role if label in read else Role.UNKNOWN
        person = person_called(label, casting.w.participants()) if role is Role.PARTICIPANT else ""
        w = casting.w
        w.speech.put_speaker(casting.info.id, label, name=label, role=role, participant=person)
    casting.settle()
