"""Print a quote's words so that nobody is named by accident.

The labels of speakers stand between turns and belong to the text, not to what was said. Inside a
quote that goes on over several turns each becomes a mark: `[interviewer]`, `[participant]`. Where
several are interviewed at once they are numbered. Names within the words themselves stay: those
were said.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from coding.model import Role, SaidBy, Transcript, Turn, Voice
from coding.quotes.quoting import INTERVIEWER, NOT_KNOWN

NOTHING_SAID = "[…]"
"""What is printed of a segment that lies outside of all turns: a label, a heading, a time."""

_MARKS = {
    Role.INTERVIEWER: INTERVIEWER,
    Role.PARTICIPANT: "[participant]",
    Role.UNKNOWN: NOT_KNOWN,
    Role.OTHER: "[somebody else]",
}


@dataclass(frozen=True, slots=True)
class SpokenPiece:
    """Characters `start` ≤ i < `end` of a text, said in a turn; None for what nobody says."""

    start: int
    end: int
    turn: Turn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteWords:
    """A segment's words: as `said`, without labels; as `printed`, with marks in their places.

    `labels` are the labels that stood there, each with the mark that is printed for it.
    """

    said: str
    printed: str
    labels: tuple[tuple[str, str], ...] = ()

    def unnamed(self, words: str) -> str:
        """Return words edited from these, with a mark for each label that is still in them.

        >>> words = QuoteWords(said="", printed="", labels=(("Anna:", "[participant]"),))
        >>> words.unnamed("Yes.  Anna: No. Joanna: Yes.")
        'Yes.  [participant] No. Joanna: Yes.'
        """
        for label, mark in sorted(self.labels, key=lambda pair: -len(pair[0])):
            if sum(map(str.isalpha, label)) > 1:  # "I" and "-" are words and signs as well
                pattern = r"\s+".join(map(re.escape, label.split()))
                before, after = (r"(?<!\w)", r"(?!\w)")
                before = before if label[0].isalnum() else ""
                after = after if label[-1].isalnum() else ""
                words = mark.join(re.split(before + pattern + after, words))
        return words


def spoken_by(transcript: Transcript, start: int, end: int) -> tuple[SpokenPiece, ...]:
    """Cut a segment where turns begin and end: what each turn says, and what lies between.

    >>> turns = (Turn(number=1, start=3, end=5), Turn(number=2, start=9, end=12))
    >>> pieces = spoken_by(Transcript(name="", text="A: Hi\\nB: Yes", turns=turns), 4, 12)
    >>> [(p.start, p.end, p.turn.number if p.turn else 0) for p in pieces]
    [(4, 5, 1), (5, 9, 0), (9, 12, 2)]
    """
    turns = transcript.turns
    first = max(bisect_right(turns, start, key=lambda t: t.start) - 1, 0)
    last = bisect_left(turns, end, key=lambda t: t.start)
    pieces: list[SpokenPiece] = []
    at = start
    for turn in turns[first:last]:
        begins, ends = max(at, turn.start), min(end, turn.end)
        if begins >= ends:
            continue
        if at < begins:
            pieces.append(SpokenPiece(at, begins, None))
        pieces.append(SpokenPiece(begins, ends, turn))
        at = ends
    if at < end:
        pieces.append(SpokenPiece(at, end, None))
    return tuple(pieces)


def turn_marks(transcript: Transcript, names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    r"""Return the mark of who speaks each turn, as `quote_words` prints it.

    >>> turns = (Turn(number=1, start=0, end=2, speaker="Anna", role=Role.PARTICIPANT),
    ...          Turn(number=2, start=3, end=8, speaker="Ivo", role=Role.INTERVIEWER))
    >>> turn_marks(Transcript(name="", text="Hi\nSafe?", turns=turns))
    ('[participant]', '[interviewer]')
    """
    said = SaidBy.of(transcript.turns)
    marks = _marks(said, transcript.participant, names or {})
    return tuple(marks[turn.role, turn.participant or turn.speaker] for turn in transcript.turns)


def quote_words(
    transcript: Transcript, start: int, end: int, names: Mapping[str, str] | None = None
) -> QuoteWords:
    r"""Return a segment's words without its labels, and with marks in place of them.

    A mark stands where another speaks than before. `names` has by participant what the marks of
    those say instead: only for who may know. What nobody says is not printed at all.

    >>> turns = (Turn(number=1, start=6, end=8, speaker="Anna", role=Role.PARTICIPANT),
    ...          Turn(number=2, start=14, end=19, speaker="Ivo", role=Role.INTERVIEWER))
    >>> anna = Transcript(name="", text="Anna: Hi\nIvo: Safe?", turns=turns)
    >>> quote_words(anna, 0, 19).printed
    'Hi\n[interviewer] Safe?'
    """
    words = transcript.text[start:end]
    said = SaidBy.of(transcript.turns)
    return worded(said, words, start, participant=transcript.participant, names=names)


def worded(
    said: SaidBy,
    words: str,
    start: int,
    *,
    participant: str = "",
    names: Mapping[str, str] | None = None,
) -> QuoteWords:
    """Return likewise the `words` that begin at `start`, without the text they are from.

    `participant` is whom the interview is with.
    """
    pieces = list(said.within(start, start + len(words)))
    if not pieces:
        outside = NOTHING_SAID if said.voices else words
        return QuoteWords(said=outside, printed=outside)
    if pieces[0][:2] == (start, start + len(words)):
        return QuoteWords(said=words, printed=words)
    marks = _marks(said, participant, names or {})
    speaking = {_who(voice) for _, _, voice in pieces}
    answering = {who for who in speaking if who[0] is not Role.INTERVIEWER}
    spoken: list[str] = []
    printed: list[str] = []
    labels: dict[str, str] = {}
    at, before = start, ""
    for begins, ends, voice in pieces:
        gap, own = words[at - start : begins - start], words[begins - start : ends - start]
        mark = marks[_who(voice)]
        if label := " ".join(gap.split()):
            labels[label] = mark
        if spoken:
            printed.append(_gap(gap))
            marked = mark != before
        else:  # the attribution says who speaks first, unless that is not clear
            asks = voice.role is Role.INTERVIEWER
            marked = len(answering) > 1 or (asks and bool(answering))
        printed.append(f"{mark} {own}" if marked else own)
        spoken.append(own)
        at, before = ends, mark
    if label := " ".join(words[at - start :].split()):
        labels[label] = ""
    return QuoteWords(
        said="\n".join(spoken), printed="".join(printed), labels=tuple(labels.items())
    )


def _gap(between: str) -> str:
    """Return what stands between two turns once the label is gone: a line end or a space."""
    if not between.strip():
        return between
    return "\n" if "\n" in between else " "


_Who = tuple[Role, str]


def _who(voice: Voice) -> _Who:
    return (voice.role, voice.participant or voice.speaker)


def _marks(said: SaidBy, participant: str, names: Mapping[str, str]) -> dict[_Who, str]:
    """Return what is printed for each speaker of a transcript; participants are numbered."""
    speaking = list(dict.fromkeys(map(_who, said.speaking)))
    answering = [who for who in speaking if who[0] is Role.PARTICIPANT]
    marks = {}
    for who in speaking:
        mark = _MARKS[who[0]]
        if who[0] is Role.PARTICIPANT:
            only = participant if len(answering) == 1 else ""
            name = names.get(who[1]) or names.get(only)
            number = f" {answering.index(who) + 1}" if len(answering) > 1 else ""
            mark = f"[{name}]" if name else mark.replace("]", f"{number}]")
        marks[who] = mark
    return marks


# --- what an interview and a place in it are called ---------------------------------------------

_RANGES = (99, 999, 9_999, 99_999, 999_999)
_FULL = 0.6


def interview_numbers(imported: Mapping[str, str]) -> dict[str, int]:
    """Return interview → a number that says nothing of its name, file or place in a list.

    `imported` says when each came in, also of those taken out. A number is drawn from the
    interview's random id, and stays when others come in: who came first keeps it.

    >>> first = interview_numbers({"b": "2026-01-01", "c": "2026-01-02"})
    >>> more = interview_numbers({"a": "2026-01-03", "b": "2026-01-01", "c": "2026-01-02"})
    >>> first.items() <= more.items(), len(set(more.values()))
    (True, 3)
    """
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for place, (_, key) in enumerate(sorted((at, key) for key, at in imported.items())):
        size = next((size for size in _RANGES if place < _FULL * size), _RANGES[-1] * 10)
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % size
        while number + 1 in taken:
            number = (number + 1) % size
        taken.add(number + 1)
        numbers[key] = number + 1
    return numbers


def place_of(transcript: Transcript, start: int, end: int, cite: str) -> str:
    r"""Say where a segment stands: its characters, or the numbers of its `turns` or `lines`.

    >>> turns = (Turn(number=1, start=0, end=2), Turn(number=2, start=3, end=6))
    >>> text = Transcript(name="", text="Hi\nYes\nNo", turns=turns)
    >>> [place_of(text, 0, 5, cite) for cite in ("characters", "turns", "lines")]
    ['characters 0–5', 'turns 1–2', 'lines 1–2']
    >>> place_of(text, 4, 5, "turns")
    'turn 2'
    """
    if cite == "turns":
        spoken = [p.turn.number for p in spoken_by(transcript, start, end) if p.turn]
        if spoken:
            return _numbered("turn", spoken[0], spoken[-1])
    if cite == "lines":
        first = transcript.text.count("\n", 0, start) + 1
        return _numbered("line", first, first + transcript.text[start:end].rstrip().count("\n"))
    return f"characters {start}–{end}"


def _numbered(what: str, first: int, last: int) -> str:
    return f"{what} {first}" if first == last else f"{what}s {first}–{last}"
