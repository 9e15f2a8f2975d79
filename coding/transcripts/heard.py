"""Say who speaks what was found in a file: names, roles and persons, and what is to be asked.

What the file tells comes first; where it leaves something open, the words are nobody's and a
doubt says so, until a person has answered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coding.files.clean import undirected
from coding.model import (
    CONTINUE,
    NOBODY,
    NOTHING_SAID,
    TURNS,
    DoubtKind,
    OpenAnswer,
    ReadingAnswers,
    ReadingDoubt,
    Role,
    Speaker,
    TableColumn,
    TextTag,
    Turn,
)
from coding.model.listing import counted
from coding.transcripts import roles
from coding.transcripts.inline import WITHIN
from coding.transcripts.spellings import same_letters, spelt_alike
from coding.transcripts.voices import by_form

SHOWN = 5
_LOOKED_AT = 20_000  # paragraphs: of more, no form is sought


class Piece(NamedTuple):
    """The words `start` ≤ i < `end` of a text that one speaker says.

    Without a `speaker` it is not known who says them, unless they are an `aside`: a heading, a
    form, a noise, which neither side of an interview says. `doubt` is a label before them of
    which nobody can be sure whether it names a speaker; `bold` paragraphs are so as a whole.
    """

    start: int
    end: int
    speaker: str = ""
    time: float | None = None
    time_end: float | None = None
    aside: bool = False
    doubt: str = ""
    bold: bool = False


_TURNING = "Two voices seem to take turns"
_ASKS_WHO = re.compile(
    r"Please check: (?:[\d,]+ paragraphs? ha(?:s|ve) no label|No speakers were recognised"
    r"|Several speakers answer)"
)
_ASKS_WHO_ASKS = re.compile(r"Please check: (Is “(.*?)” the interviewer\?.*)", re.S)


class Heard(NamedTuple):
    """What was read of a file: its text, who says what, and what it leaves open."""

    text: str
    turns: tuple[Turn, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[ReadingDoubt, ...] = ()
    cast: tuple[Speaker, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    tags: tuple[TextTag, ...] = ()
    respondents: tuple[OpenAnswer, ...] = ()


def heard(
    text: str,
    cut: list[Piece],
    answers: ReadingAnswers = NOTHING_SAID,
    *,
    notes: tuple[str, ...] = (),
) -> Heard:
    """Return pieces as numbered turns with names, roles and persons, and what is to be asked.

    The pieces are used up, so that those of a long text do not stand beside its turns. `notes`
    are those of who found the pieces.
    """
    _without_directions(cut)
    turning = _take_turns(text, cut, answers)
    answered(cut, answers)
    labels = list(dict.fromkeys(piece.speaker for piece in cut if piece.speaker))
    name = {label: undirected(answers.names.get(label) or label) for label in labels}
    alike = [doubt for doubt in roles.same(_turns(cut)) if _apart(doubt, answers)]
    often = _turns(cut)
    spelt = {  # who come as often as each other may well be two
        d.about: d.beside
        for d in alike
        if spelt_alike(d.about, d.beside)
        and (same_letters(d.about, d.beside) or 2 * often[d.about] <= often[d.beside])
    }
    said = (
        (spelt.get(p.speaker, p.speaker), text[max(p.start, p.end - 9) : p.end], p.end - p.start)
        for p in cut
        if p.speaker
    )
    others = any(not (p.speaker or p.aside) for p in cut)
    by_label, asks = roles.assign(labels, said, others=others)
    guessed: dict[str, Role] = {}
    for label in labels:
        guessed.setdefault(name[label], by_label[label])
    for pair in spelt.items():  # who asks does so under both spellings
        if Role.INTERVIEWER in (by_label[pair[0]], by_label[pair[1]]):
            guessed |= dict.fromkeys((name[pair[0]], name[pair[1]]), Role.INTERVIEWER)
    decided = {name[label]: answers.roles[label] for label in labels if label in answers.roles}
    if asks and Role.INTERVIEWER in decided.values():
        guessed = dict.fromkeys(guessed, Role.PARTICIPANT)
    role = guessed | decided
    person = {name[x]: answers.participants[x] for x in labels if x in answers.participants}
    doubts = (
        *_whose(cut, labels, answers, turning),
        *_speakers(cut),
        *alike,
        *(doubt for doubt in asks if Role.INTERVIEWER not in decided.values() and decided != role),
        *_persons([label for label in labels if label not in spelt], name, role, answers),
    )
    counts = dict.fromkeys(labels, (0, 0))
    turns: list[Turn] = []
    cut.reverse()
    while cut:
        p = cut.pop()
        if p.speaker:
            words = len(text[p.start : p.end].split())
            counts[p.speaker] = (counts[p.speaker][0] + 1, counts[p.speaker][1] + words)
        who = name.get(p.speaker, "")
        turns.append(
            Turn(
                number=len(turns) + 1,
                start=p.start,
                end=p.end,
                speaker=who,
                role=role[who] if who else Role.OTHER if p.aside else Role.UNKNOWN,
                participant=person.get(who, ""),
                time=p.time,
                time_end=p.time_end,
            )
        )
    cast = tuple(
        Speaker(
            label=label,
            name=name[label],
            role=role[name[label]],
            participant=person.get(name[label], ""),
            turns=counts[label][0],
            words=counts[label][1],
        )
        for label in labels
    )
    return Heard(text, tuple(turns), notes, doubts, cast)


def _without_directions(cut: list[Piece]) -> None:
    """Let no label turn the direction of what is written beside it."""
    odd = {label for label in {piece.speaker for piece in cut} if undirected(label) != label}
    for i, piece in enumerate(cut) if odd else ():
        if piece.speaker in odd:
            cut[i] = piece._replace(speaker=undirected(piece.speaker).strip())


def _take_turns(text: str, cut: list[Piece], answers: ReadingAnswers) -> str:
    """Say whether two voices seem to take turns in paragraphs without labels, by their form.

    Where a person has said that they do, the paragraphs are theirs.
    """
    if len(cut) > _LOOKED_AT or any(piece.speaker for piece in cut):
        return ""
    free = [i for i, piece in enumerate(cut) if not (piece.aside or piece.doubt)]
    voices = by_form(text, [(cut[i].start, cut[i].end, cut[i].bold) for i in free])
    if not voices or answers.unlabelled != TURNS:
        return TURNS if voices else ""
    for i, voice in zip(free, voices, strict=True):
        cut[i] = cut[i]._replace(speaker=voice)
    return ""


def _turns(cut: Sequence[Piece]) -> Counter[str]:
    return Counter(piece.speaker for piece in cut if piece.speaker)


def _apart(doubt: ReadingDoubt, answers: ReadingAnswers) -> bool:
    """Tell whether nobody has said yet what the two labels of a doubt are called."""
    return doubt.about not in answers.names and doubt.beside not in answers.names


def answered(cut: list[Piece], answers: ReadingAnswers) -> None:
    """Give the pieces that nobody says to whom a person said they belong.

    What goes on with the speaker before is one turn with it, unless something stands between.
    """
    if answers.unlabelled in ("", NOBODY, TURNS):
        return
    kept = 0  # in place: the pieces of a long text must not stand there twice
    last = -1
    for piece in cut:
        if piece.speaker:
            last = kept
        elif piece.doubt:
            last = -1
        elif not piece.aside and answers.unlabelled != CONTINUE:
            piece = piece._replace(speaker=answers.unlabelled)
        elif not piece.aside and last == kept - 1 >= 0:
            cut[last] = cut[last]._replace(
                end=piece.end, time_end=piece.time_end or cut[last].time_end
            )
            continue
        elif not piece.aside and last >= 0:
            piece = piece._replace(speaker=cut[last].speaker)
            last = kept
        cut[kept] = piece
        kept += 1
    del cut[kept:]


def _whose(
    cut: Sequence[Piece], labels: Sequence[str], answers: ReadingAnswers, turning: str
) -> tuple[ReadingDoubt, ...]:
    """Ask once whose the paragraphs without a label are; `turning` says that two take turns."""
    if answers.unlabelled not in ("", TURNS):
        return ()
    count = 0
    places: list[tuple[int, int]] = []
    for piece in cut:
        if not (piece.speaker or piece.aside or piece.doubt):
            count += 1
            if len(places) < SHOWN:
                places.append((piece.start, piece.end))
    if not count:
        return ()
    if labels:
        text = f"{counted(count, 'paragraph')} {_have(count)} no label: who says {_them(count)}?"
    else:
        voices = f" {_TURNING}, by the form of the paragraphs." * bool(turning)
        text = (
            f"No speakers were recognised: who says the {counted(count, 'paragraph')}?{voices}"
            " If there are speakers, begin each turn with a name and a colon, as in 'Anna: Yes.'"
        )
    return (
        ReadingDoubt(
            kind=DoubtKind.UNLABELLED,
            text=text,
            beside=turning,
            count=count,
            places=tuple(places),
        ),
    )


def _speakers(cut: Sequence[Piece]) -> Iterator[ReadingDoubt]:
    """Ask of each label that nobody can be sure of whether it is a speaker's."""
    places: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    for piece in cut:
        if piece.doubt:
            places.setdefault((piece.doubt, bool(piece.speaker)), []).append(piece[:2])
    for (label, taken), where in places.items():
        if label.startswith(WITHIN):
            name = label.removeprefix(WITHIN)
            text = f"“{name}:” in the middle of a line: is it the speaker, or part of the words?"
        elif taken:
            text = f"“{label}:” was taken as a speaker, although seen only once: is it one?"
        else:
            text = f"“{label}:” looks like a speaker’s name and was kept as words: is it one?"
        yield ReadingDoubt(
            kind=DoubtKind.LABEL,
            text=text,
            about=label,
            count=len(where),
            places=tuple(where[:SHOWN]),
        )


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _persons(
    labels: Sequence[str],
    name: dict[str, str],
    role: dict[str, Role],
    answers: ReadingAnswers,
) -> Iterator[ReadingDoubt]:
    """Ask which person each of several speakers is who answer."""
    answering = {name[label] for label in labels if role[name[label]] is Role.PARTICIPANT}
    asked = {name[label] for label in labels if label in answers.participants}
    if len(answering) < 2:
        return
    for label in labels:
        if name[label] in answering - asked:
            asked.add(name[label])
            yield ReadingDoubt(
                kind=DoubtKind.PERSON,
                text=f"{len(answering)} speakers answer: which participant is “{name[label]}”?",
                about=label,
            )


def told(doubts: Iterable[ReadingDoubt]) -> tuple[str, ...]:
    """Return doubts as notes that ask for a person's eye, those of several persons as one."""
    doubts = tuple(doubts)
    people = [doubt.about for doubt in doubts if doubt.kind is DoubtKind.PERSON]
    notes = [d.text for d in doubts if d.kind is not DoubtKind.PERSON]
    if people:
        who = ", ".join(f"“{name}”" for name in people)
        notes.append(f"Several speakers answer: which participant is each of {who}?")
    return tuple(f"Please check: {note}" for note in notes)


def asks_who(note: str) -> bool:
    """Tell whether a note asks what the speakers and turns themselves show to be open or settled.

    >>> [asks_who(f"Please check: {what}") for what in ("2 paragraphs have no label: ...", "A?")]
    [True, False]
    """
    return bool(_ASKS_WHO.match(note))


def settled(note: str, name: str = "") -> str:
    """Return a note as it stands once a person has said who asks: it asks for no eye any more.

    Of one who does not ask, by name, only what is asked of that one is settled.

    >>> note = "Please check: Is “Ana” the interviewer? 1 of 2 turns of it end in a question."
    >>> settled(note)
    'Is “Ana” the interviewer? 1 of 2 turns of it end in a question. A person has said who asks.'
    >>> settled(note, "Ana") == settled(note), settled(note, "Eva") == note
    (True, True)
    """
    asks = _ASKS_WHO_ASKS.match(note)
    if asks is None or name not in ("", asks[2]):
        return note
    return f"{asks[1]} A person has said who asks."


def takes_turns(note: str) -> bool:
    """Tell whether a note says that two voices seem to take turns in paragraphs without labels."""
    return _TURNING in note
