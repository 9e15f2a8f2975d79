"""Say what stands round a quote: who says it, the words about it, the same in translation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import attrgetter

from coding.language.guess import reads_as
from coding.language.sentences import sentences
from coding.model import Role, Turn, Voice

INTERVIEWER = "[interviewer]"
NOT_KNOWN = "[speaker not known]"


def attributed(voice: Voice, label: str) -> str:
    """Return what is printed beside a quote: the person's label, unless no participant says it.

    >>> [attributed(Voice(role), "Female, 30-39") for role in (Role.PARTICIPANT, Role.UNKNOWN)]
    ['Female, 30-39', '[speaker not known]']
    """
    return {
        Role.PARTICIPANT: label,
        Role.INTERVIEWER: INTERVIEWER,
        Role.UNKNOWN: NOT_KNOWN,
        Role.OTHER: "",
    }[voice.role]


# --- around a quote ----------------------------------------------------------------------------


def context(text: str, start: int, end: int, *, width: int = 80) -> tuple[str, str]:
    r"""Return up to `width` characters before and after a segment, whole words on one line.

    The space next to the segment is kept, so that `before + segment + after` reads on.

    >>> context("We left in a week.\nIt is safe here, at last, for us.", 25, 29, width=15)
    ('a week. It is ', ' here, at last,')
    """
    first, last = max(0, start - width), min(len(text), end + width)
    before, after = text[first:start], text[end:last]
    if first > 0 and not text[first - 1].isspace():
        before = re.sub(r"^\S+(?=\s)", "", before)
    if last < len(text) and not text[last].isspace():
        after = re.sub(r"(?<=\s)\S+$", "", after)
    return re.sub(r"\s+", " ", before).lstrip(), re.sub(r"\s+", " ", after).rstrip()


LEAST, MOST = 80, 600
"""Characters around a quote that are shown at least, and those in which a sentence is sought."""


def sentences_around(text: str, start: int, end: int, *, language: str = "") -> tuple[str, str]:
    r"""Return whole sentences before and after a segment, on one line, as `context` does words.

    The sentence that the segment begins or ends within, and more until there are `LEAST`
    characters; one that is longer than `MOST` is cut at a word.

    >>> text = "We left in a week. It is calm here, at last. Nobody asks. I like it a lot now."
    >>> sentences_around(text, 25, 29)
    ('We left in a week. It is ', ' here, at last. Nobody asks. I like it a lot now.')
    """
    first, last = max(0, start - MOST), min(len(text), end + MOST)
    begins = [a for a, _ in sentences(text, first, start, language=language)]
    if first > 0:
        begins = [a for a in begins if a > first]
    near = [a for a in begins if start - a >= LEAST] or begins[:1]
    ends = [b for _, b in sentences(text, end, last, language=language)]
    if last < len(text):
        ends = [b for b in ends if b < last]
    far = [b for b in ends if b - end >= LEAST] or ends[-1:]
    if not near or not far:
        before, after = context(text, start, end, width=MOST)
    if near:
        before = re.sub(r"\s+", " ", text[near[-1] : start]).lstrip()
    if far:
        after = re.sub(r"\s+", " ", text[end : far[0]]).rstrip()
    return before, after


# --- beside a quote ----------------------------------------------------------------------------


def parallel(
    turns: Sequence[Turn],
    other_turns: Sequence[Turn],
    other_text: str,
    start: int,
    end: int,
    *,
    language: str = "",
) -> str:
    """Return what stands beside a segment in the transcript's translation: an approximation.

    Turns are paired by number where both transcripts have the same sequence of speakers, told by
    role and person; failing that, by their number among the turns of that speaker if there are as
    many; failing that, likewise by role alone, so that of people who are not told apart order
    decides; failing that, with the turn nearest in relative position, of that speaker if it can
    be. Of a turn that the segment covers in
    part, the sentences at the same proportion of the other turn are taken, but all of it if it
    has two sentences or fewer; `language` is that of the translation. `""` if the segment lies in
    no turn, or nothing is beside it.
    """
    pieces: dict[tuple[int, str], None] = {}
    for place, turn in enumerate(turns):
        first, last = max(start, turn.start), min(end, turn.end)
        if first >= last:
            continue
        other = _beside(place, turns, other_turns)
        if other is not None:
            length = turn.end - turn.start
            piece = _proportion(
                other_text[other.start : other.end],
                (first - turn.start) / length,
                (last - turn.start) / length,
                language or reads_as(other_text),
            )
            pieces[other.number, piece] = None
    return "\n".join(piece for _, piece in pieces if piece)


def _beside(place: int, turns: Sequence[Turn], others: Sequence[Turn]) -> Turn | None:
    by_speaker: list[Callable[[Turn], object]] = [_speaker, attrgetter("role")]
    for told in by_speaker:
        mine, theirs = list(map(told, turns)), list(map(told, others))
        if mine == theirs:
            return others[place]
        speaker = mine[place]
        same = [turn for turn, other in zip(others, theirs, strict=True) if other == speaker]
        if same and len(same) == mine.count(speaker):
            return same[mine[:place].count(speaker)]

    def position(turn: Turn, among: Sequence[Turn]) -> float:
        first, last = among[0].start, among[-1].end
        return ((turn.start + turn.end) / 2 - first) / max(1, last - first)

    wanted = position(turns[place], turns)
    for told in by_speaker:
        if same := [turn for turn in others if told(turn) == told(turns[place])]:
            return min(same, key=lambda turn: abs(position(turn, others) - wanted))
    return None


def _speaker(turn: Turn) -> tuple[Role, str]:
    return turn.role, turn.participant


def _proportion(text: str, first: float, last: float, language: str) -> str:
    """Return the sentences whose middle lies between two proportions of a text."""
    cut = sentences(text, language=language)
    if len(cut) <= 2 or (first <= 0 and last >= 1):
        return text.strip()
    middles = [(start + end) / 2 / len(text) for start, end in cut]
    chosen = [s for s, middle in zip(cut, middles, strict=True) if first <= middle <= last]
    if not chosen:
        centre = (first + last) / 2
        nearest = min(range(len(middles)), key=lambda i: abs(middles[i] - centre))
        chosen = [cut[nearest]]
    return text[chosen[0][0] : chosen[-1][1]]
