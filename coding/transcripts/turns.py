"""Find which characters of a text each speaker speaks: its turns."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile
from operator import attrgetter

from coding.model import NOTHING_SAID, ReadingAnswers
from coding.transcripts import inline, known, labels, signs
from coding.transcripts.accepting import accept
from coding.transcripts.heard import Heard, Piece, heard
from coding.transcripts.notes import listed
from coding.transcripts.pages import page_heads
from coding.transcripts.paragraphs import is_aside, is_title, parted, parting, stripped

_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
# what begins at a place of a text where no speaker's label stands
_BEFORE, _FORM, _TITLE, _DOUBTFUL = _KINDS = ("\nbefore", "\nform", "\ntitle", "\ndoubtful")


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Words of one speaker that are still to be put into a text, as in `Piece`.

    What is `close` stands on a line of its own right under what was said before.
    """

    speaker: str
    words: str
    time: float | None = None
    time_end: float | None = None
    aside: bool = False
    doubt: str = ""
    close: bool = False
    bold: bool = False


def plain(text: str, answers: ReadingAnswers = NOTHING_SAID) -> Heard:
    r"""Return the turns of a plain or Markdown text, what was guessed and what is to be asked.

    >>> heard = plain("Invented\n\nI: Why?\nR: Because.\nSo.\n")
    >>> [(turn.speaker, turn.role.value, turn.start, turn.end) for turn in heard.turns[:3]]
    [('', 'other', 0, 8), ('I', 'interviewer', 13, 17), ('R', 'participant', 21, 29)]
    >>> heard.turns[3].role.value, heard.doubts[0].text
    ('unknown', '1 paragraph has no label: who says it?')
    """
    breaks = [match.start() for match in _HEADING.finditer(text)] if "#" in text else []
    cut, notes = pieces(text, breaks=breaks, answers=answers)
    return heard(text, cut, answers, notes=notes)


def build(
    utterances: Sequence[Utterance],
    answers: ReadingAnswers = NOTHING_SAID,
    *,
    notes: tuple[str, ...] = (),
) -> Heard:
    """Join utterances to a text, `Label: words` and a blank line between; say who speaks it.

    A speaker without words keeps the label in the text but gets no turn. What a person answers
    changes who says the words, never the text.

    >>> build([Utterance(speaker="Ana", words="Yes."), Utterance(speaker="", words="(End)")]).text
    'Ana: Yes.\\n\\n(End)'
    """
    parts: list[str] = []
    cut: list[Piece] = []
    position = 0
    for said in utterances:
        label = f"{said.speaker}: " if said.speaker else ""
        label = label if said.words else label.rstrip()
        gap = "" if not parts else "\n" if said.close else "\n\n"
        parts.append(gap + label + said.words)
        start = position + len(gap) + len(label)
        position = start + len(said.words)
        if said.words:
            aside = said.aside or (not said.speaker and is_aside(said.words))
            cut.append(
                Piece(
                    start,
                    position,
                    said.speaker,
                    said.time,
                    said.time_end,
                    aside,
                    said.doubt,
                    said.bold,
                )
            )
    return heard("".join(parts), cut, answers, notes=notes)


def pieces(
    text: str,
    *,
    vouched: Collection[str] = (),
    breaks: Sequence[int] = (),
    soft: bool = False,
    answers: ReadingAnswers = NOTHING_SAID,
) -> tuple[list[Piece], tuple[str, ...]]:
    """Return who says which characters of a text, and notes.

    `vouched` holds labels that need no evidence; at each of `breaks` a heading begins, which
    nobody speaks. `soft` line ends stand inside of a paragraph. A paragraph without a label is a
    piece of its own unless the file's form says that it goes on (see `paragraphs`).
    """
    accepted = accept(text, labels.find(text), vouched=vouched, answers=answers)
    denied = {labels.key_of(name) for name in answers.words}
    said = {labels.key_of(name) for name in answers.speakers}
    more, unsure = signs.beside(text, accepted.chosen, accepted.body, denied)
    marks = accepted.chosen
    if more:
        marks = sorted([*marks, *more], key=lambda mark: mark.start)
    shown = [label for label in more if text[label.end - 1] not in ":："]
    within, retold = inline.inside(text, marks, accepted.body, denied, said)
    more += within
    unsure += retold
    if within:
        marks = sorted([*marks, *within], key=lambda mark: mark.start)
    how = parting(text, marks, soft=soft)
    alone = not marks
    heads, of_pages = ([], ()) if alone else page_heads(text, accepted.body, marks)
    breaks = [*breaks, *heads]
    begun = {mark.start for mark in more}
    unsure += [label for label in accepted.doubtful if label.start not in begun]
    begins = [_begin(0, _FORM)] if accepted.body else []
    begins += [_begin(at, _TITLE) for at in breaks if at >= accepted.body]
    begins += [label._replace(end=label.start, key=_DOUBTFUL) for label in unsure]
    marks[:0] = [_begin(accepted.body, _BEFORE), *begins]
    marks.sort(key=attrgetter("start"))  # where two begin, the label comes last
    once = accepted.once
    notes = (*accepted.notes, *_by_form(shown), *of_pages)
    del accepted
    cut: list[Piece] = []
    bare: list[str] = []
    until = len(text)
    while marks:  # from the last to the first, each let go: a long text has a million
        mark = marks.pop()
        start, end = stripped(text, mark.end, until)
        until = mark.start
        if start < end and mark.key not in _KINDS and text.find("\n", start, end) < 0:
            cut.append(_piece(text, (start, end), mark, 0, once, alone))
        elif start < end:
            spans = [(start, end)] if mark.key == _FORM else []
            if mark.key == _TITLE and not soft and (line := text.find("\n", start, end)) > 0:
                spans.append(stripped(text, start, line))
                start = stripped(text, line, end)[0]
            spans += [] if mark.key == _FORM else parted(text, start, end, how)
            cut += [_piece(text, span, mark, i, once, alone) for i, span in enumerate(spans)][::-1]
        elif mark.key not in _KINDS:
            bare.append(mark.name)
    cut.reverse()
    bare.reverse()
    notes += () if alone else _titles(text, cut, breaks)
    if bare:
        notes += (f"No turn was made of a name without words after it: {listed(bare)}.",)
    return cut, notes


def _by_form(more: Sequence[labels.SpeakerLabel]) -> tuple[str, ...]:
    """Ask for a person's eye where names are speakers' only by the form of the file."""
    names = dict.fromkeys(x.name for x in more if not known.is_speaker(x.name))
    if not names:
        return ()
    return (f"Please check: taken as speakers by the form of the file: {listed([*names])}.",)


def _titles(text: str, cut: Sequence[Piece], breaks: Sequence[int]) -> tuple[str, ...]:
    """Say which lines above the first speaker were taken for a title: they may be speech."""
    above = takewhile(lambda piece: not piece.speaker, cut)
    titles = [
        text[piece.start : piece.end]
        for piece in above
        if piece.aside and piece.start not in breaks and is_title(text[piece.start : piece.end])
    ]
    what = "a title, nobody’s words" if len(titles) == 1 else "titles, nobody’s words"
    return (f"Taken as {what}: {listed(titles)}.",) if titles else ()


def _begin(at: int, kind: str) -> labels.SpeakerLabel:
    return labels.SpeakerLabel(kind, "", at, at)


def _piece(
    text: str,
    span: tuple[int, int],
    mark: labels.SpeakerLabel,
    number: int,
    once: Collection[str],
    alone: bool,
) -> Piece:
    """Return the paragraph at a span, the `number`th after a mark, as a piece.

    `once` holds keys of speakers that nobody is sure of; `alone` says that there are no speakers.
    """
    if number == 0 and mark.key not in _KINDS:
        doubt = mark.name if mark.key in once else ""
        return Piece(*span, mark.name, mark.time, mark.time_end, False, doubt)
    words = text[slice(*span)]
    aside = (
        mark.key == _FORM
        or (mark.key == _TITLE and number == 0)
        or (mark.key == _BEFORE and not alone and is_title(words))
        or is_aside(words)
    )
    return Piece(
        *span, aside=aside, doubt=mark.name if mark.key == _DOUBTFUL and not number else ""
    )
