"""Cut turns into the passages that a code is proposed for.

A passage is one turn if that is short, else a run of whole sentences of about `TARGET` words,
which is what people tend to code. It never crosses turns. The question it answers goes with it
as context: the last turn before it in which the interviewer asked for something.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coding.language.guess import reads_as
from coding.language.sentences import sentences
from coding.model import Role, Transcript

TARGET = 40
"""How many words a passage has at most, or about; one sentence alone may have more."""


ASKING = 4
"""Words from which a turn with a question mark is a question of its own: “And why Niš?” goes on
with the one before."""

TELLING = 9
"""Words from which a turn counts as one without a mark too, since prompts have none."""

MARKS = "?？؟"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A place for which codes are proposed: characters `start` ≤ i < `end` of a transcript.

    `question` is where the interviewer's question stands that it answers, `(0, 0)` for none.
    `asked` marks the interviewer's own words.
    """

    transcript: str
    start: int
    end: int
    turn: int
    question: tuple[int, int] = (0, 0)
    asked: bool = False


def passages(transcript: Transcript, *, target: int = TARGET) -> list[Passage]:
    """Cut a transcript into passages, in the order of the text.

    What nobody is known to say counts, since a participant may say it. What neither side says, such
    as a heading, counts where there is nothing else, as in a text of notes. The interviewer's
    turns come along, marked `asked`.
    """
    return [passage for passage, _ in passages_and_sentences(transcript, target=target)]


def passages_and_sentences(
    transcript: Transcript, *, target: int = TARGET
) -> Iterator[tuple[Passage, list[tuple[int, int]]]]:
    """Cut a transcript into passages, and tell the sentences (start, end) that each is a run of."""
    language = reads_as(transcript.text, transcript.language)
    spoken = any(turn.role is not Role.OTHER for turn in transcript.turns)
    question = (0, 0)
    for turn in transcript.turns:
        if turn.role is Role.OTHER and spoken:
            continue
        asked = turn.role is Role.INTERVIEWER
        whole = sentences(transcript.text, turn.start, turn.end, language=language)
        lengths = [len(transcript.text[a:b].split()) for a, b in whole]
        for first, last in _pack(lengths, target):
            passage = Passage(
                transcript=transcript.id,
                start=whole[first][0],
                end=whole[last][1],
                turn=turn.number,
                question=(0, 0) if asked else question,
                asked=asked,
            )
            yield passage, whole[first : last + 1]
        if asked:
            said = transcript.text[turn.start : turn.end]
            if question == (0, 0) or is_question(said):
                question = (turn.start, turn.end)


def is_question(said: str) -> bool:
    """Say whether an interviewer's turn asks for something, or but keeps the talk going.

    It does with a question mark and `ASKING` words, or with `TELLING` words.

    >>> is_question("Do you feel safe?"), is_question("Tell me first how it is that you came here.")
    (True, True)
    >>> is_question("Yes, in general."), is_question("For how long?"), is_question("Mm-hm.")
    (False, False, False)
    """
    words = len(said.split())
    return words >= TELLING or (words >= ASKING and any(mark in said for mark in MARKS))


def _pack(lengths: Sequence[int], target: int) -> Iterator[tuple[int, int]]:
    """Group neighbours into as few groups as the target allows, about equally long.

    >>> list(_pack([10, 10, 10, 10, 10], 40))
    [(0, 1), (2, 4)]
    >>> list(_pack([3], 40)), list(_pack([], 40)), list(_pack([90, 2], 40))
    ([(0, 0)], [], [(0, 0), (1, 1)])
    """
    total = sum(lengths)
    if not lengths:
        return
    groups = max(1, -(-total // target))
    aim = total / groups
    first, size = 0, 0
    for i, length in enumerate(lengths[:-1]):
        size += length
        # Close here if the next sentence would take the passage further from its aim than this.
        if groups > 1 and size + lengths[i + 1] / 2 >= aim:
            yield first, i
            first, size, groups = i + 1, 0, groups - 1
    yield first, len(lengths) - 1


def on(listed: Sequence[Passage], start: int, end: int) -> list[int]:
    """Return which passages a segment covers by half, or which hold half of the segment.

    >>> made = [Passage(transcript="", start=a, end=a + 9, turn=1) for a in (0, 10, 20)]
    >>> on(made, 8, 21), on(made, 12, 15), on(made, 40, 50)
    ([1], [1], [])
    """
    found = []
    first = max(0, bisect_left(listed, start, key=lambda passage: passage.start) - 1)
    for i in range(first, len(listed)):
        passage = listed[i]
        if passage.start >= end:
            break
        shared = min(end, passage.end) - max(start, passage.start)
        if shared > 0 and (2 * shared >= passage.end - passage.start or 2 * shared >= end - start):
            found.append(i)
    return found
