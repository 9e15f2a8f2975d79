"""Correct what an interview reads, and let everything that stands on its words follow, in one act.

A file that was edited, or one turn that is typed anew, makes a new version of the transcript: its
id stays, the old text is kept and can be compared, undo brings it back. What cannot be placed
surely stays on the old version, is listed, and waits for a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coding.errors import CodingError, Conflict, NotFound, ProjectError
from coding.files.clean import printable, tidy
from coding.model import ReadingAnswers, Transcript, TranscriptInfo, Wording, canonical
from coding.project.alignments import heirs_paired
from coding.project.bookmarks import SETTING as BOOKMARK
from coding.project.casting import Casting
from coding.project.from_tables import usual_columns
from coding.project.rewriting import as_read, cast_anew, held_turns, place_coding, worded
from coding.project.unplaced import Adrift, Unplaced
from coding.revision import (
    CarriedTurns,
    EditMap,
    Fate,
    HeldTurn,
    Placement,
    TextPiece,
    carried,
    pieces,
    retyped,
    shifted,
)
from coding.store import Writer
from coding.transcripts.folder import Keeper

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["Adrift", "ChangedFiles", "Revised", "Revisions", "TextPiece"]

SAME = 0.3
"""Share of words that a corrected text has of the old one; with fewer it is another interview."""

AT_ONCE = 30
"""Files that one look reads; the rest wait for the next."""


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


class Revisions(Unplaced):
    """The acts on what an interview reads."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
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
                held = held_turns(w, now.id)
                turns = carried(edits, held, as_read(new))
                file = keeper.keep(path)
                told = self._reword(w, now, edits, turns, coder=coder, why=file, file=file)
                cast_anew(casting, new, held, turns.turns)
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
            held = held_turns(w, now.id)
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
        answers = ReadingAnswers(usual=usual_columns(self.project))
        return self.project.outside.transcript(
            path, content, language=info.language, answers=answers
        )

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
        held = held_turns(w, info.id)
        seen = rewording.seen_places(info.id)
        rewording.put(
            info.id,
            edits.new.text,
            [worded(turn) for turn in turns.turns],
            turns.heirs,
            coder=coder,
            why=why,
            file=file,
        )
        keys = [turn.id for turn in w.speech.turns(info.id)]
        heirs_paired(w, info.id, {old: keys[new] for old, new in turns.heirs.items()})
        placements: list[tuple[str, Placement]] = []
        for row in anchored:
            place = edits.place(row.start, row.end)
            if row.table == "codings":
                placements.append((row.id, place))
                if place.sure:
                    place_coding(w, row.id, place)
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


def _foreign(edits: EditMap) -> bool:
    """Tell whether a text has so few words of another that it is none of it."""
    shared = sum(run.length for run in edits.runs)
    return shared < SAME * min(len(edits.old), len(edits.new))
