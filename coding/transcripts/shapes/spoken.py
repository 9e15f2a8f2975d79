"""Join lines that machines timed to turns: whose they are, and where one ends.

A line has a name of its own, or it stands in one block with one that has, or it goes on with an
unfinished sentence. Else nobody knows whose it is, and it becomes nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from coding.model import ReadingAnswers
from coding.model.listing import counted
from coding.transcripts import labels
from coding.transcripts.accepting import accept
from coding.transcripts.turns import Utterance

_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$")
_DASHES = ("- ", "– ", "— ")
_PAUSE = 2.0
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One line of words, the name that stands beside it, and the times of its block.

    `block` counts cues or headers, `fresh` tells of a blank line before it.
    """

    words: str
    voice: str = ""
    start: float | None = None
    end: float | None = None
    block: int = 0
    fresh: bool = False
    aside: bool = False


class _SaidLine(NamedTuple):
    who: str
    line: SpokenLine
    words: str
    doubt: str = ""


class Joined(NamedTuple):
    """Turns to be built, notes, and how many dashes of dialogue were taken for labels."""

    said: list[Utterance]
    notes: tuple[str, ...]
    dashes: int


def joined(
    lines: Sequence[SpokenLine],
    answers: ReadingAnswers,
    *,
    ranged: bool,
    what: str,
    whole: bool = False,
) -> Joined:
    """Return what is said by whom; `what` the lines are called in notes.

    Where lines are `ranged`, as subtitles are, a machine cut the words: all that one speaker says
    in a row is one turn. Else each block is a turn unless it goes on with an unfinished sentence.
    Blocks that are `whole` were cut by people: each that has a name is a turn.
    """
    raw = "\n".join("" if line.voice or line.aside else line.words for line in lines)
    accepted = accept(raw, labels.find(raw), answers=answers)
    starts = {label.start: label for label in accepted.chosen}
    doubtful = {label.start: label.name for label in accepted.doubtful}
    spoken: list[_SaidLine] = []
    position = dashes = went_on = 0
    for line in lines:
        label = starts.get(position)
        doubt = doubtful.get(position, "")
        before = spoken[-1] if spoken else None
        position += (0 if line.voice or line.aside else len(line.words)) + 1
        if line.aside:
            spoken.append(_SaidLine("", line, line.words))
        elif label and not line.voice:
            dashes += line.words[0] in "-–—"
            words = line.words[label.end - label.start :].strip()
            sure = "" if label.key not in accepted.once else label.name
            spoken.append(_SaidLine(label.name, line, words, sure))
        elif line.voice or doubt or not before or not before.who:
            spoken.append(_SaidLine(line.voice, line, line.words, doubt))
        elif before.line.block == line.block or _unfinished(before.words):
            went_on += before.line.block != line.block
            spoken.append(_SaidLine(before.who, line, line.words))
        else:
            spoken.append(_SaidLine("", line, line.words))
    said = list(_turns(spoken, ranged=ranged, whole=whole))
    notes = accepted.notes
    if not any(who for who, *_ in spoken):
        notes += (
            f"{counted(len(lines), what)} became {counted(len(said), 'turn')}, ended by a full"
            " stop or a pause.",
        )
    if went_on:
        notes += (
            f"{counted(went_on, what)} without a name went to the speaker before, whose sentence"
            " goes on there.",
        )
    return Joined(said, notes, dashes)


def _unfinished(words: str) -> bool:
    return bool(words) and not _SENTENCE_END.search(words)


def _turns(spoken: Sequence[_SaidLine], *, ranged: bool, whole: bool) -> Iterator[Utterance]:
    group: list[_SaidLine] = []
    for one_line, after in zip_longest(spoken, spoken[1:]):
        group.append(one_line)
        if after is None or _parts(group, after, ranged=ranged, whole=whole):
            yield _join(group)
            group = []


def _parts(group: Sequence[_SaidLine], after: _SaidLine, *, ranged: bool, whole: bool) -> bool:
    """Tell whether a turn ends before what comes after it."""
    last = group[-1]
    if last.who != after.who or last.doubt != after.doubt or last.line.aside != after.line.aside:
        return True
    if whole and last.who:
        return last.line.block != after.line.block
    if last.who or last.line.aside:
        return not (ranged or last.line.block == after.line.block or _unfinished(last.words))
    begun, end, start = group[0].line.start, last.line.end, after.line.start
    return bool(
        not _unfinished(last.words)
        or (end is not None and start is not None and start - end >= _PAUSE)
        or (begun is not None and (end or start or 0.0) - begun >= _MINUTE)
    )


def _join(group: Sequence[_SaidLine]) -> Utterance:
    words = ""
    for i, (_, line, part, _) in enumerate(group):
        own = part.startswith(_DASHES) or (line.fresh and i and line.block == group[i - 1][1].block)
        gap = "" if not words or not part else "\n" if own else " "
        words += gap + part
    starts = [said.line.start for said in group if said.line.start is not None]
    ends = [said.line.end for said in group if said.line.end is not None]
    return Utterance(
        speaker=group[0].who,
        words=words,
        time=starts[0] if starts else None,
        time_end=ends[-1] if ends else None,
        aside=group[0].line.aside,
        doubt=group[0].doubt,
    )
