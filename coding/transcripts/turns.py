"""Find which characters of a text each speaker speaks: its turns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from coding.model import Role, Turn
from coding.transcripts import labels, roles
from coding.transcripts.notes import counted, listed

_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_BLANK = re.compile(r"\n\s*\n")


class Piece(NamedTuple):
    """The words `start` ≤ i < `end` of a text that one speaker says."""

    start: int
    end: int
    speaker: str = ""
    time: float | None = None
    time_end: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Words of one speaker that are still to be put into a text."""

    speaker: str
    words: str
    time: float | None = None
    time_end: float | None = None


def plain(text: str) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    r"""Return the turns of a plain or Markdown text, and notes on what was guessed.

    >>> said, notes = plain("Invented.\n\nI: Why?\nR: Because.\nSo.\n")
    >>> [(turn.speaker, turn.role.value, turn.start, turn.end) for turn in said]
    [('', 'other', 0, 9), ('I', 'interviewer', 14, 18), ('R', 'participant', 22, 34)]
    """
    breaks = [match.start() for match in _HEADING.finditer(text)] if "#" in text else []
    cut, notes = pieces(text, breaks=breaks)
    said, more = number(text, cut)
    return said, (*notes, *more)


def build(utterances: Sequence[Utterance]) -> tuple[str, tuple[Turn, ...], tuple[str, ...]]:
    r"""Join utterances to a text, `Label: words` and a blank line between; return text and turns.

    A speaker without words keeps the label in the text but gets no turn.

    >>> build([Utterance(speaker="Ana", words="Yes."), Utterance(speaker="", words="(End)")])[0]
    'Ana: Yes.\n\n(End)'
    """
    parts: list[str] = []
    cut: list[Piece] = []
    position = 0
    for said in utterances:
        label = f"{said.speaker}: " if said.speaker else ""
        label = label if said.words else label.rstrip()
        parts.append(label + said.words)
        start = position + len(label)
        position = start + len(said.words)
        if said.words:
            cut.append(Piece(start, position, said.speaker, said.time, said.time_end))
        position += 2
    text = "\n\n".join(parts)
    return text, *number(text, cut)


def pieces(
    text: str, *, vouched: Collection[str] = (), breaks: Sequence[int] = ()
) -> tuple[list[Piece], tuple[str, ...]]:
    """Return who says which characters of a text, and notes.

    `vouched` holds labels that need no evidence; at each of `breaks` a text that nobody speaks
    begins, such as a heading. Without speakers every paragraph is a piece.
    """
    chosen, notes = labels.accept(text, labels.find(text), vouched=vouched)
    if not chosen:
        cut = list(_paragraphs(text))
        return cut, (*notes, *_nobody(len(cut)))
    begin = chosen[0].start
    marks = [
        labels.SpeakerLabel("", "", at, at) for at in (0, *(at for at in breaks if at > begin))
    ]
    marks = sorted([*marks, *chosen], key=lambda mark: mark.start)
    del chosen
    cut = []
    bare = []
    until = len(text)
    while marks:  # from the last to the first, each let go: a long text has a million
        mark = marks.pop()
        words = text[mark.end : until].rstrip()
        start = mark.end + len(words) - len(words.lstrip())
        end = mark.end + len(words)
        if start < end:
            cut.append(Piece(start, end, mark.name, mark.time, mark.time_end))
        else:
            bare += [mark.name] if mark.name else []
        until = mark.start
    cut.reverse()
    bare.reverse()
    if bare:
        notes += (f"No turn was made of a name without words after it: {listed(bare)}.",)
    return cut, notes


def number(text: str, cut: list[Piece]) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """Return pieces as numbered turns with the speakers' roles, and a note if one was guessed.

    The pieces are used up, so that those of a long text do not stand beside its turns.
    """
    speakers = [piece.speaker for piece in cut if piece.speaker]
    said = ((p.speaker, text[max(p.start, p.end - 9) : p.end]) for p in cut if p.speaker)
    role, notes = roles.assign(speakers, said)
    del speakers
    turns: list[Turn] = []
    cut.reverse()
    while cut:
        p = cut.pop()
        turns.append(
            Turn(
                number=len(turns) + 1,
                start=p.start,
                end=p.end,
                speaker=p.speaker,
                role=role[p.speaker] if p.speaker else Role.OTHER,
                time=p.time,
                time_end=p.time_end,
            )
        )
    return tuple(turns), notes


def _paragraphs(text: str) -> Iterator[Piece]:
    blank = bool(_BLANK.search(text.strip()))
    separator = _BLANK if blank else re.compile("\n+")
    position = 0
    for match in [*separator.finditer(text), None]:
        end = match.start() if match else len(text)
        words = text[position:end]
        if words.strip():
            begin = position + len(words) - len(words.lstrip())
            yield Piece(begin, begin + len(words.strip()))
        position = match.end() if match else end


def _nobody(count: int) -> tuple[str, ...]:
    return (
        f"No speakers were recognised; {counted(count, 'paragraph')} became as many turns"
        " without a speaker. If there are speakers, begin each turn with a name and a colon, as in"
        " 'Anna: Yes.'",
    )
