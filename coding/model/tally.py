"""Work out what is written down of an interview's turns and speakers when it comes in.

It is pure and takes longer than writing it down, so that whoever reads many files can leave it to
other processes: what they hand over then has rows of plain values instead of turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from coding.model.interviews import Role, Speaker, Transcript

TurnRow: TypeAlias = tuple[int, int, int, str, str, float | None, float | None]
"""Number, start, end, label, role, time and end in time of a turn."""

VoiceRow: TypeAlias = tuple[str, str, str, str, int, int, int]
"""Label, name, role, participant, turns, words and first character of a speaker."""

Count: TypeAlias = tuple[int, int, int]
"""Turns, words, and where the first turn begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewTally:
    """What an interview comes to: its text's hash, how much is said, its turns and voices as rows.

    `turns` may be gone through once only.
    """

    sha256: str
    words: int
    count: int
    speakers: tuple[str, ...]
    voices: tuple[VoiceRow, ...]
    turns: Iterable[TurnRow]


def tally(transcript: Transcript) -> InterviewTally:
    """Return what an interview comes to; its turns are made rows one after the other."""
    speakers = transcript.speakers
    labels = {name: label_of(name, transcript.cast) for name in speakers}
    return InterviewTally(
        sha256=transcript.sha256,
        words=transcript.words,
        count=len(transcript.turns),
        speakers=speakers,
        voices=tuple(_voices(transcript, labels)),
        turns=_turns(transcript, labels),
    )


def packed(transcript: Transcript) -> tuple[Transcript, InterviewTally]:
    """Return an interview without its turns, which are rows of its tally: quick to hand over."""
    made = tally(transcript)
    return replace(transcript, turns=()), replace(made, turns=tuple(made.turns))


def label_of(name: str, cast: Iterable[Speaker]) -> str:
    """Return the first label that a speaker of this name has in a file."""
    labels = [s.label for s in cast if s.label and s.name == name]
    return labels[0] if labels else name


def counted(
    said: Iterable[tuple[str, str, int, int]],
) -> tuple[dict[str, Count], dict[str, Role]]:
    """Return label → count and label → role of turns told as label, role, start, words.

    Turns without a label count where nobody knows who says them; headings do not.
    """
    counts: dict[str, Count] = {}
    roles: dict[str, Role] = {}
    for label, role, start, words in said:
        if label or role == Role.UNKNOWN:
            turns, so_far, first = counts.get(label, (0, 0, start))
            counts[label] = (turns + 1, so_far + words, min(first, start))
            if label not in roles:
                roles[label] = Role(role)
    return counts, roles


def _turns(transcript: Transcript, labels: Mapping[str, str]) -> Iterator[TurnRow]:
    roles = {role: role.value for role in Role}
    for turn in transcript.turns:
        label = labels[turn.speaker] if turn.speaker else ""
        times = _second(turn.time), _second(turn.time_end)
        yield turn.number, turn.start, turn.end, label, roles[turn.role], *times


def _second(time: float | None) -> float | None:
    """Return a second as a database gives it back: no whole number, and nothing that is none."""
    return None if time is None or time != time else float(time) + 0.0


def _voices(transcript: Transcript, labels: Mapping[str, str]) -> Iterator[VoiceRow]:
    """Yield the speakers of an interview; where its reading does not say who, the turns do."""
    told = {s.label: s for s in transcript.cast if s.label}
    text = transcript.text
    words: dict[str, int] = {}  # by label, as the reading has counted them
    for s in transcript.cast:
        if s.label:
            label = labels.get(s.name, s.label)
            words[label] = words.get(label, 0) + s.words
    counts, roles = counted(
        (label, t.role, t.start, 0 if label in words else len(text[t.start : t.end].split()))
        for t in transcript.turns
        for label in [labels.get(t.speaker, "")]
    )
    for label, (turns, number, first) in counts.items():
        speaker = told.get(label)
        yield (
            label,
            speaker.name if speaker else label,
            str(speaker.role if speaker else roles[label]),
            speaker.participant if speaker else "",
            turns,
            words.get(label, number),
            first,
        )
