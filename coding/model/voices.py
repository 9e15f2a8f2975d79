"""Tell whose words a coded segment is: the turn says it, not the file.

An interview of several people has several voices, and a coding may cross from one to the next, or
to who asks. A segment is attributed to the participant who says most of it; where nobody knows who
says more of it than they do, it is nobody's; the interviewer's words are never a participant's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coding.model.interviews import Role, Turn


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says something: the side they are on, the person of the study, the name in the file."""

    role: Role
    participant: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class SaidBy:
    """Whose the characters of one text are: turns in order of the text, disjoint.

    `speaking` has each voice once, whoever speaks first first.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    voices: Sequence[Voice]
    speaking: Sequence[Voice] = ()

    @staticmethod
    def of(turns: Iterable[Turn]) -> SaidBy:
        """Return it for turns in their order."""
        listed = list(turns)
        voices = [Voice(turn.role, turn.participant, turn.speaker) for turn in listed]
        return SaidBy(
            [turn.start for turn in listed],
            [turn.end for turn in listed],
            voices,
            tuple(dict.fromkeys(voices)),
        )

    def within(self, start: int, end: int) -> Iterator[tuple[int, int, Voice]]:
        """Yield what is said of a segment, by whom: start, end, voice; labels are left out."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        for at in range(first, bisect_left(self.starts, end)):
            begins, ends = max(start, self.starts[at]), min(end, self.ends[at])
            if begins < ends:
                yield begins, ends, self.voices[at]

    def turn_with(self, start: int, end: int) -> int | None:
        """Return the place of the turn that holds a whole segment, None if none does."""
        at = bisect_right(self.starts, start) - 1
        return at if at >= 0 and end <= self.ends[at] else None

    def voice(self, start: int, end: int, words: str) -> Voice:
        """Return who says a segment, `words` being its text; see the top of this module.

        >>> ana, i = Voice(Role.PARTICIPANT, "P1", "Ana"), Voice(Role.INTERVIEWER)
        >>> said = SaidBy([0, 10], [9, 30], [i, ana])
        >>> said.voice(0, 12, "Long ago? No").participant, said.voice(0, 9, "Long ago?").role.value
        ('P1', 'interviewer')
        """
        turn = self.turn_with(start, end)
        if turn is not None:  # as most are
            return self.voices[turn]
        pieces = list(self.within(start, end))
        counted: dict[Voice, int] = {}
        for begins, ends, voice in pieces:
            said = len(words[begins - start : ends - start].split())
            counted[voice] = counted.get(voice, 0) + said
        return loudest(counted)


def loudest(counted: Mapping[Voice, int]) -> Voice:
    """Return who says words of which each says so many; see the top of this module.

    >>> ana, ilya = Voice(Role.PARTICIPANT, "P1"), Voice(Role.PARTICIPANT, "P2")
    >>> loudest({ana: 4, Voice(Role.INTERVIEWER): 90, ilya: 5}) == ilya
    True
    >>> loudest({ana: 4, Voice(Role.UNKNOWN): 5}).role.value
    'unknown'
    """
    answers: dict[Voice, int] = {}
    for voice, words in counted.items():
        if voice.role is Role.PARTICIPANT:
            who = Voice(voice.role, voice.participant) if voice.participant else voice
            answers[who] = answers.get(who, 0) + words
    unknown = sum(words for voice, words in counted.items() if voice.role is Role.UNKNOWN)
    most = max(answers, key=answers.__getitem__, default=None)
    if most is not None and answers[most] >= unknown:
        return most
    there = {voice.role for voice in counted}
    role = next((r for r in (Role.UNKNOWN, Role.INTERVIEWER) if r in there), Role.OTHER)
    return Voice(role)
