"""Say who speaks in an interview, and correct it: every act can be taken back, no text changes.

Codings, decisions and memos stay on their words, whoever turns out to say them. `seen` is the
`edition` of the transcript that somebody looked at (numbers of turns count in it): where somebody
else was quicker, that raises Conflict. A speaker is told by name, as `of` lists them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coding.errors import CodingError, Conflict, NotFound
from coding.files.clean import printable, undirected
from coding.model import (
    TURNS,
    Coding,
    Participant,
    ReadingAnswers,
    Role,
    SaidBy,
    Speaker,
    TranscriptInfo,
    Voice,
    canonical,
)
from coding.project.casting import Casting, answering
from coding.project.part import ProjectPart
from coding.project.turns import Telling
from coding.store import Writer
from coding.transcripts.heard import settled
from coding.transcripts.incoming import person_called

if TYPE_CHECKING:
    from coding.project import Project

MOST_NAMED = 4
_NEW = ("?", None)


class Cast(ProjectPart):
    """The acts on who speaks, and on what each of them says."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._said: dict[str, tuple[str, SaidBy]] = {}  # with the edition that was read

    def of(self, transcript: str) -> tuple[Speaker, ...]:
        """List who speaks in a transcript, who speaks first first.

        Turns of which nobody knows who says them are one of them, without a name.
        """
        return self.project.transcripts.info(transcript).cast

    def said(
        self, transcripts: Iterable[str], infos: Iterable[TranscriptInfo] | None = None
    ) -> dict[str, SaidBy]:
        """Return transcript → whose its words are, by ids; no text is read for it.

        `infos` are the transcripts of the project, where they are at hand.
        """
        listed = self.project.transcripts.all() if infos is None else infos
        editions = {info.id: info.edition for info in listed}
        wanted = {key: editions.get(key, "") for key in transcripts}
        unread = [key for key, edition in wanted.items() if self._said.get(key, _NEW)[0] != edition]
        for key, (starts, ends, speakers) in self.store.transcripts.said(unread).items():
            of = {s: Voice(s.role, s.participant, s.name) for s in dict.fromkeys(speakers)}
            voices = [of[speaker] for speaker in speakers]
            speaking = tuple(dict.fromkeys(of.values()))
            self._said[key] = (wanted[key], SaidBy(starts, ends, voices, speaking))
        return {key: self._said[key][1] for key in wanted}

    def voices(self, codings: Sequence[Coding]) -> list[Voice]:
        """Return who says each of some coded segments."""
        said = self.said(dict.fromkeys(coding.transcript for coding in codings))
        return [said[c.transcript].voice(c.start, c.end, c.text) for c in codings]

    # ── who they are ──

    def rename(
        self, transcript: str, old: str, new: str, *, coder: str, act: str = "", seen: str = ""
    ) -> None:
        """Call a speaker by another name; one that another speaker has joins the two."""
        name = _name(new)
        with self._act(transcript, coder, act, seen) as (w, info):
            casting = Casting(w, info)
            labels = casting.labels(old)
            if name == old:
                return
            same = [s for s in casting.cast().values() if s.label and s.name == name]
            there = next((s for s in same if s.turns), None)
            if there is None:
                w.summary = f"{info.name}: {old} now called {name}"
            else:
                turns = sum(s.turns for s in labels)
                w.summary = f"{info.name}: {old} joined to {name}, {_counted(turns)}"
            for speaker in labels:
                like = there or speaker
                casting.put(speaker, name=name, role=like.role, participant=like.participant)
            if there is None:  # nobody speaks under that name, so nothing is known of them
                for speaker in same:
                    casting.put(speaker, role=labels[0].role, participant=labels[0].participant)
            casting.settle()

    def set_role(
        self,
        transcript: str,
        name: str,
        role: Role,
        *,
        coder: str,
        act: str = "",
        seen: str = "",
    ) -> None:
        """Say on which side a speaker is: who asks, who answers, or neither.

        Where nobody would answer any more, those who were taken for the ones who ask do.
        Without a name, it says of the turns that nobody is known to say that they are nobody's
        (OTHER), such as headings.
        """
        with self._act(transcript, coder, act, seen) as (w, info):
            casting = Casting(w, info)
            w.summary = f"{info.name}: {name or 'what nobody is known to say'} {_SIDES[role]}"
            if not name:
                if role not in (Role.OTHER, Role.UNKNOWN):
                    raise CodingError(
                        "turns without a speaker have no side",
                        info.name,
                        "Give them to a speaker first.",
                    )
                telling = Telling(w, info)
                for turn in telling.unknown():
                    telling.give(turn.id, "", role)
                return
            for speaker in casting.labels(name):
                participant = speaker.participant if role is Role.PARTICIPANT else ""
                casting.put(speaker, role=role, participant=participant)
            if role is Role.INTERVIEWER and (others := casting.let_answer(name)):
                w.summary += f", {', '.join(others)} answers"
            casting.settle()
            _settle(w, info, "" if role is Role.INTERVIEWER else name)

    def set_participant(
        self,
        transcript: str,
        name: str,
        participant: str,
        *,
        coder: str,
        act: str = "",
        seen: str = "",
    ) -> None:
        """Say which person of the study a speaker is, `""` for nobody known.

        A person not known yet is added to participants.csv in the same act. Who is somebody
        answers. Of an interview in which one speaker answers, it says whom it is with.
        """
        self.project.files.refresh()
        with self._act(transcript, coder, act, seen) as (w, info):
            casting = Casting(w, info)
            person = participant.strip()
            person = person_called(person, w.participants()) or person
            w.summary = f"{info.name}: {name} is {person or 'no participant'}"
            labels = casting.labels(name)
            role = Role.PARTICIPANT if person else labels[0].role
            for speaker in labels:
                casting.put(speaker, role=role, participant=person)
            if person:
                self.project.files.take_in(w, Participant(id=person))
                _settle(w, info, name)
            if {s.name for s in answering(casting.cast().values())} == {name}:
                w.change_transcript(info.id, participant=person)

    # ── what they say ──

    def give(
        self,
        transcript: str,
        numbers: Sequence[int] | None,
        name: str,
        *,
        role: Role | None = None,
        coder: str,
        act: str = "",
        seen: str = "",
    ) -> None:
        """Give turns to a speaker, known or new; None: all that nobody is known to say.

        Without a name they are nobody's: UNKNOWN, or OTHER if `role` says so (a heading). `role`
        is that of a new speaker, who asks if they are called so, and else answers.
        """
        name = _name(name) if name.strip() else ""
        with self._act(transcript, coder, act, seen) as (w, info):
            casting = Casting(w, info)
            telling = Telling(w, info)
            turns = telling.unknown() if numbers is None else telling.some(sorted(set(numbers)))
            if not turns:
                raise NotFound("there are no turns to give", info.name)
            to = name or ("nobody" if role is Role.OTHER else "not known whom")
            which = "turns of nobody" if numbers is None else _numbers(numbers)
            w.summary = f"{info.name}: {which} given to {to}"
            if name:
                speaker = casting.speaker(name, role)
                label, side = speaker.label, speaker.role
            else:
                label, side = "", Role.OTHER if role is Role.OTHER else Role.UNKNOWN
                casting.count_unknown()
            for turn in turns:
                telling.give(turn.id, label, side)
            casting.settle()

    def continue_unlabelled(
        self, transcript: str, *, coder: str, act: str = "", seen: str = ""
    ) -> int:
        """Let turns that nobody is known to say be those of the speaker before; return how many.

        A heading ends what a speaker says: after it nobody is known again.
        """
        with self._act(transcript, coder, act, seen) as (w, info):
            telling = Telling(w, info)
            label, role, given = "", Role.UNKNOWN, 0
            for turn in w.speech.turns(info.id):
                if turn.label or turn.role != Role.UNKNOWN:
                    label, role = turn.label, Role(turn.role)
                elif label:
                    telling.give(turn.id, label, role)
                    given += 1
            if not given:
                raise NotFound("no turn of nobody comes after a speaker’s", info.name)
            w.summary = f"{info.name}: {_counted(given)} of nobody given to the speaker before"
            Casting(w, info).settle()
        return given

    def take_turns(self, transcript: str, *, coder: str, act: str = "", seen: str = "") -> None:
        """Give paragraphs without labels to the two voices that take turns in the file's form.

        The file is read again, from its copy in `transcripts/`: bold type is not in the text.
        """
        info = self.project.transcripts.info(transcript)
        path = self.project.folder / "transcripts" / info.file
        again = self.project.outside.transcript(path, answers=ReadingAnswers(unlabelled=TURNS))
        whose = {turn.start: turn.speaker for turn in again.turns if turn.speaker}
        with self._act(transcript, coder, act, seen) as (w, info):
            casting = Casting(w, info)
            telling = Telling(w, info)
            turns = [turn for turn in telling.unknown() if turn.start in whose]
            if not turns or again.sha256 != info.sha256:
                raise NotFound("no two voices take turns by the file’s form", info.name)
            w.summary = f"{info.name}: {_counted(len(turns))} of nobody given by turns"
            for turn in turns:
                speaker = casting.speaker(whose[turn.start], Role.PARTICIPANT)
                telling.give(turn.id, speaker.label, speaker.role)
            casting.settle()

    def move_border(
        self,
        transcript: str,
        number: int,
        start: int,
        *,
        words: bool = False,
        coder: str,
        act: str = "",
        seen: str = "",
    ) -> None:
        """Let a turn begin at another character; the turn before ends there.

        What nobody says (a label, a time) becomes part of it only if that is `words`.
        """
        with self._act(transcript, coder, act, seen) as (w, info):
            w.summary = f"{info.name}: turn {number} begins elsewhere"
            Telling(w, info).border(number, start, words=words)

    def split_turn(
        self,
        transcript: str,
        number: int,
        at: int,
        *,
        again: int | None = None,
        name: str | None = None,
        coder: str,
        act: str = "",
        seen: str = "",
    ) -> None:
        """Split a turn at a character; the second one begins there, or at `again`.

        What stands between them, such as a label, is then nobody's words. `name` is who says the
        second one, if not the speaker of the first.
        """
        with self._act(transcript, coder, act, seen) as (w, info):
            casting = Casting(w, info)
            w.summary = f"{info.name}: turn {number} split in two"
            telling = Telling(w, info)
            key = telling.split(telling.get(number), at, at if again is None else again)
            if name is not None and name.strip():
                speaker = casting.speaker(_name(name), None)
                w.summary += f", the rest given to {speaker.name}"
                w.speech.change_turn(key, label=speaker.label, role=speaker.role)
                casting.settle()

    def join_turns(
        self,
        transcript: str,
        first: int,
        last: int,
        *,
        words: bool = False,
        coder: str,
        act: str = "",
        seen: str = "",
    ) -> None:
        """Let turns that follow each other be one, of the first one's speaker.

        Across a label or a time they become that speaker's and stay apart, so that no label is
        printed as if it had been said; `words` says that it was.
        """
        with self._act(transcript, coder, act, seen) as (w, info):
            w.summary = f"{info.name}: turns {first}-{last} joined"
            left = Telling(w, info).join(first, last, words=words)
            if left > 1:
                w.summary += f", {left - 1} of the labels between them kept apart"
            if words:
                w.summary += ", what stands between them is words"
            Casting(w, info).settle()

    # ── each of them ──

    @contextmanager
    def _act(
        self, transcript: str, coder: str, act: str, seen: str
    ) -> Iterator[tuple[Writer, TranscriptInfo]]:
        with self.store.writing(coder=coder, verb="speakers", summary="", act=act) as w:
            info = w.transcript(transcript)
            if seen and seen != info.edition:
                raise Conflict(
                    "somebody else has changed who speaks here in the meantime",
                    info.name,
                    "Look at what stands there now and try again.",
                )
            yield w, info


_SIDES = {
    Role.INTERVIEWER: "asks",
    Role.PARTICIPANT: "answers",
    Role.OTHER: "is neither side’s",
    Role.UNKNOWN: "is not known",
}


def _settle(w: Writer, info: TranscriptInfo, name: str) -> None:
    """Ask no more who asks, or whether one does, once a person has said so."""
    notes = tuple(settled(note, name) for note in info.notes)
    if notes != info.notes:
        w.change_transcript(info.id, notes=notes)


def _name(name: str) -> str:
    """Return a name as it is kept; raises CodingError for an empty one."""
    kept = " ".join(undirected(canonical(printable(name))).split())
    if all(unicodedata.category(letter)[0] in "CZ" for letter in kept):  # nothing to be seen
        raise CodingError("a speaker needs a name")
    return kept


def _counted(turns: int) -> str:
    return f"{turns} turn{'s' if turns != 1 else ''}"


def _numbers(numbers: Collection[int]) -> str:
    """Name turns by their numbers, the first of them where they are many.

    >>> _numbers([4]), _numbers([9, 4]), _numbers(range(1, 9))
    ('turn 4', 'turns 4, 9', 'turns 1, 2, 3, 4 and 4 more')
    """
    ordered = sorted(set(numbers))
    named = ", ".join(map(str, ordered[:MOST_NAMED]))
    more = len(ordered) - MOST_NAMED
    return f"turn{'s' if len(ordered) > 1 else ''} {named}{f' and {more} more' if more > 0 else ''}"
