"""Tell whose words a coded segment is: the turn says it, not the file.

An interview of several people has several voices, and a coding may cross from one to the next, or
to who asks. A segment is attributed to the participant who says most of it; where nobody knows who
says more of it than they do, it is nobody's; the interviewer's words are never a participant's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coding.model import Role, Turn

INTERVIEWER = "[interviewer]"
NOT_KNOWN = "[speaker not known]"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says something: the side they are on, the person of the study, the name in the file."""

    role: Role
    participant: str = ""
    speaker: str = ""


NOBODY_SAYS = Voice(Role.OTHER)


@dataclass(frozen=True, slots=True)
class SaidBy:
    """Whose the characters of one text are: turns in order of the text, disjoint."""

    starts: Sequence[int]
    ends: Sequence[int]
    voices: Sequence[Voice]

    @staticmethod
    def of(turns: Iterable[Turn]) -> SaidBy:
        """Return it for turns in their order."""
        listed = list(turns)
        return SaidBy(
            [turn.start for turn in listed],
            [turn.end for turn in listed],
            [Voice(turn.role, turn.participant, turn.speaker) for turn in listed],
        )

    def within(self, start: int, end: int) -> Iterator[tuple[int, int, Voice]]:
        """Yield what is said of a segment, by whom: start, end, voice; labels are left out."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        for at in range(first, bisect_left(self.starts, end)):
            begins, ends = max(start, self.starts[at]), min(end, self.ends[at])
            if begins < ends:
                yield begins, ends, self.voices[at]

    def voice(self, start: int, end: int, words: str) -> Voice:
        """Return who says a segment, `words` being its text; see the top of this module.

        >>> ana, i = Voice(Role.PARTICIPANT, "P1", "Ana"), Voice(Role.INTERVIEWER)
        >>> said = SaidBy([0, 10], [9, 30], [i, ana])
        >>> said.voice(0, 12, "Long ago? No").participant, said.voice(0, 9, "Long ago?").role.value
        ('P1', 'interviewer')
        """
        pieces = list(self.within(start, end))
        if len(pieces) == 1:
            return pieces[0][2]
        counted: dict[Voice, int] = {}
        for begins, ends, voice in pieces:
            said = len(words[begins - start : ends - start].split())
            same = Voice(voice.role, voice.participant, "" if voice.participant else voice.speaker)
            counted[same] = counted.get(same, 0) + said
        unknown = sum(n for voice, n in counted.items() if voice.role is Role.UNKNOWN)
        answers = {v: n for v, n in counted.items() if v.role is Role.PARTICIPANT}
        most = max(answers, key=answers.__getitem__, default=None)
        if most is not None and answers[most] >= unknown:
            return most
        return next(
            (v for r in (Role.UNKNOWN, Role.INTERVIEWER) for v in counted if v.role is r),
            NOBODY_SAYS,
        )


def attributed(voice: Voice, label: str) -> str:
    """Return what is printed beside a quote: the person's label, unless no participant says it.

    >>> attributed(Voice(Role.PARTICIPANT, "P1"), "Female, 30-39"), attributed(NOBODY_SAYS, "x")
    ('Female, 30-39', '')
    """
    return {
        Role.PARTICIPANT: label,
        Role.INTERVIEWER: INTERVIEWER,
        Role.UNKNOWN: NOT_KNOWN,
        Role.OTHER: "",
    }[voice.role]
