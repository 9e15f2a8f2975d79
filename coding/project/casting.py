"""Correct who the speakers of an interview are, inside one act.

A label is what the file has, a speaker what a person made of it: labels of one name are one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from coding.errors import NotFound
from coding.model import Role, Speaker, TranscriptInfo
from coding.store import Writer
from coding.transcripts.incoming import person_called
from coding.transcripts.known import asks


@dataclass(frozen=True, slots=True)
class Casting:
    """The speakers of one transcript, as they are corrected in one act."""

    w: Writer
    info: TranscriptInfo

    def cast(self) -> dict[str, Speaker]:
        """Return label → speaker as they are now, those without turns among them."""
        return self.w.speech.speakers(self.info.id)

    def labels(self, name: str) -> list[Speaker]:
        """Return the labels of a speaker with this name; raises NotFound."""
        cast = [s for s in self.cast().values() if s.label]
        labels = [s for s in cast if s.name == name]
        if not any(s.turns for s in labels):
            there = ", ".join(dict.fromkeys(s.name for s in cast if s.turns))
            raise NotFound(
                f"nobody in {self.info.name} is called “{name}”",
                hint=f"There are: {there}." if there else "No speaker has a name there.",
            )
        return labels

    def speaker(self, name: str, role: Role | None) -> Speaker:
        """Return a speaker who gets turns, as one label; a new one is written down."""
        cast = self.cast()
        for speaker in cast.values():
            if speaker.label and speaker.name == name:
                if speaker.turns or role in (None, speaker.role):
                    return speaker
                break
        else:
            label = name if name not in cast else f"{name} ({len(cast)})"
            speaker = Speaker(label=label, name=name, role=Role.UNKNOWN)
        side = role or (Role.INTERVIEWER if asks(name) else Role.PARTICIPANT)
        person = person_called(name, self.w.participants()) if side is Role.PARTICIPANT else ""
        speaker = replace(speaker, role=side, participant=person)
        self.put(speaker)
        return speaker

    def put(
        self,
        speaker: Speaker,
        *,
        name: str | None = None,
        role: Role | None = None,
        participant: str | None = None,
    ) -> None:
        """Write down what is said of one label, changed as told."""
        self.w.speech.put_speaker(
            self.info.id,
            speaker.label,
            name=speaker.name if name is None else name,
            role=speaker.role if role is None else role,
            participant=speaker.participant if participant is None else participant,
        )

    def count_unknown(self) -> None:
        """Let turns of nobody be counted."""
        if "" not in self.cast():
            self.w.speech.put_speaker(self.info.id, "", name="", role=Role.UNKNOWN, participant="")

    def alone_is(self, participant: str) -> bool:
        """Let whoever alone answers be this person; say whether somebody does."""
        alone = answering(self.cast().values())
        if len({s.name for s in alone}) != 1:
            return False
        for speaker in alone:
            self.put(speaker, participant=participant)
        return True

    def settle(self) -> None:
        """Let whoever alone answers now be whom the interview is with, unless they are somebody."""
        alone = answering(self.cast().values())
        if self.info.participant and not any(s.participant for s in alone):
            self.alone_is(self.info.participant)

    def let_answer(self, asker: str) -> list[str]:
        """Where only one can ask and nobody answers, let those answer who were taken to ask.

        Returns how they are called.
        """
        cast = self.cast().values()
        if answering(cast):
            return []
        asking = [s for s in cast if s.turns and s.role is Role.INTERVIEWER and s.name != asker]
        for speaker in asking:
            self.put(speaker, role=Role.PARTICIPANT)
        return list(dict.fromkeys(s.name for s in asking))


def persons(cast: Iterable[Speaker]) -> set[str]:
    """Return the ids of the participants who speak."""
    return {s.participant for s in cast if s.participant}


def answering(cast: Iterable[Speaker]) -> list[Speaker]:
    """Return the labels of those who answer."""
    return [s for s in cast if s.label and s.role is Role.PARTICIPANT and s.turns]
