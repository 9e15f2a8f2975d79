"""Put files that come in, their speakers, doubts and turns, into the shape in which they are shown.

The shape is that of `coding/components/speakers`; all of it is words and numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from coding.errors import CodingError
from coding.model import DoubtKind, ReadingDoubt, Role, Speaker, Transcript, Turn
from coding.project.intake import Arrival, Intake
from coding.project.intake.acts import others
from coding.project.overview import doubtful
from coding.transcripts import answering
from coding.transcripts.answering import DoubtAnswer
from coding.transcripts.batch import FileProposal, following
from coding.transcripts.incoming import person_called

Row = dict[str, Any]
Option = tuple[str, str]

SHOWN_TURNS = 300
"""Turns that are shown at first; further on only those in question, and more for the asking."""

SHOWN_WORDS = 900
"""Characters of a turn that are shown; one in question is shown as far as its last mark."""

ANSWERS = "Participant"
"""What a speaker is called who has no label."""

KEYS = 3
"""Answers that have a key of their own."""


def batch_rows(intake: Intake, *, busy: bool, of: str) -> Row:
    """Return all that the preview of files shows."""
    proposed = intake.proposed()
    ids = [*(p.id for p in intake.people), *(p.participant for p in proposed.values())]
    fresh = following([*ids, *intake.given()])
    rows = [file_row(intake, arrival, proposed, next_id=fresh) for arrival in intake.files]
    chosen = chosen_key(intake, rows)
    transcript = intake.transcript(chosen)
    return {
        "mode": "batch",
        "of": of,
        "ack": intake.ack,
        "files": rows,
        "people": people_rows(intake),
        "originals": originals(intake, rows),
        "each": intake.said.each,
        "eachIds": ids_for_each(intake, proposed),
        "chosen": chosen,
        "text": text_rows(chosen, transcript, intake.shown.get(chosen, SHOWN_TURNS))
        if transcript
        else None,
        "offer": {"text": intake.offer.text, "yes": intake.offer.yes} if intake.offer else None,
        "undo": intake.past[-1][0] if intake.past else "",
        "news": intake.news,
        "busy": busy,
    }


def chosen_key(intake: Intake, rows: Sequence[Row]) -> str:
    """Return the file that is looked at: the one chosen, else the first that needs somebody."""
    keys = [line["key"] for line in rows]
    if intake.chosen in keys:
        return intake.chosen
    asking = [line["key"] for line in rows if line["state"] == "asks"]
    ready = [line["key"] for line in rows if line["state"] == "ready"]
    return next(iter([*asking, *ready, *keys]), "")


def people_rows(intake: Intake) -> list[Option]:
    """Return the participants to choose from."""
    return [(p.id, " ".join(filter(None, [p.id, p.pseudonym]))) for p in intake.people]


def originals(intake: Intake, rows: Iterable[Row]) -> list[Option]:
    """Return what a file may be a translation of: files beside it, interviews of the study."""
    files = [(line["key"], line["name"]) for line in rows if line["state"] in ("asks", "ready")]
    return [*files, *((info.name, info.name) for info in intake.there if not info.translation_of)]


def ids_for_each(intake: Intake, proposed: Mapping[str, FileProposal]) -> str:
    """Return the first ids that files get whose names tell none, `""` if all tell one."""
    settled = [intake.settled(key, proposed) for key in proposed]
    if not intake.said.each:
        return ""
    ids = list(dict.fromkeys(each.participant for each in settled if each.new))
    return ", ".join(ids[:2]) + (" …" if len(ids) > 2 else "") if ids else ""


def file_row(
    intake: Intake,
    arrival: Arrival,
    proposed: Mapping[str, FileProposal],
    *,
    next_id: Iterable[str],
) -> Row:
    """Return a file as a line of the list, with its speakers and what it leaves open."""
    outcome = intake.outcome(arrival.key)
    line: Row = {"key": arrival.key, "name": arrival.name, "say": "", "cast": [], "doubts": []}
    line |= {"turns": 0, "words": 0, "notes": [], "participant": "", "language": "", "unknown": 0}
    line |= {"columns": [], "respondents": 0}
    if outcome is None:
        return {**line, "state": "reading", "say": "is being read"}
    if isinstance(outcome, CodingError):
        return {**line, "state": "bad", "say": fault(outcome)}
    transcript = outcome.transcript
    there = outcome.already or intake.twin(arrival.key)
    if there:
        what = f"in the project already, as “{outcome.already}”" if outcome.already else ""
        say = what or f"the same text as {there}; it comes in once"
        return {**line, **told_of(transcript), "state": "in", "say": say}
    settled = intake.settled(arrival.key, proposed)
    state = "asks" if transcript.doubts else "ready"
    doubts = [doubt_row(intake, arrival.key, transcript, d, next_id) for d in transcript.doubts[:9]]
    names = {key: arrival.name for key, arrival in ((a.key, a) for a in intake.files)}
    return {
        **line,
        **told_of(transcript),
        "state": state,
        "say": short(transcript.doubts) if transcript.doubts else "",
        "cast": cast_rows(transcript.cast, settled.participant),
        "doubts": doubts,
        "notes": [n for n in transcript.notes if n not in asked_notes(transcript)],
        "columns": [
            {"name": column.name, "use": str(column.use), "cells": list(column.shown)}
            for column in transcript.columns
        ],
        "respondents": len(transcript.respondents),
        "participant": settled.participant,
        "fresh": settled.new,
        "language": intake.language(arrival.key),
        "ofKey": settled.original,
        "of": names.get(settled.original, settled.original).rpartition(".")[0]
        or names.get(settled.original, settled.original),
    }


def fault(error: CodingError) -> str:
    """Say what is wrong with a file and how to mend it, without its name, which stands beside."""
    what = error.message[:1].upper() + error.message[1:]
    return f"{what.rstrip('.')}. {error.hint}".strip()


def told_of(transcript: Transcript) -> Row:
    """Return how much a file holds, and how much of it nobody is known to say."""
    unknown = [turn for turn in transcript.turns if turn.role is Role.UNKNOWN]
    words = sum(len(transcript.text[turn.start : turn.end].split()) for turn in unknown)
    return {
        "turns": len(transcript.turns),
        "words": transcript.words,
        "unknown": len(unknown),
        "unknownWords": words,
    }


def cast_rows(cast: Iterable[Speaker], participant: str = "") -> list[Row]:
    """Return the speakers by name; several labels of one name are one line.

    Who alone answers is whom the interview is with.
    """
    rows: dict[str, Row] = {}
    for speaker in cast:
        line = rows.setdefault(
            speaker.name,
            {
                "name": speaker.name,
                "label": speaker.label,
                "role": str(speaker.role),
                "participant": speaker.participant,
                "turns": 0,
                "words": 0,
            },
        )
        line["turns"] += speaker.turns
        line["words"] += speaker.words
        if speaker.label != line["label"] and speaker.label not in line["label"].split(", "):
            line["label"] += f", {speaker.label}"
    answer = [line for line in rows.values() if line["role"] == Role.PARTICIPANT]
    if len(answer) == 1 and not answer[0]["participant"]:
        answer[0]["participant"] = participant
    return list(rows.values())


def asked_notes(transcript: Transcript) -> list[str]:
    """Return the notes that are asked as questions above."""
    if not transcript.doubts:
        return []
    texts = {doubt.text for doubt in transcript.doubts}
    several = any(doubt.kind is DoubtKind.PERSON for doubt in transcript.doubts)
    return [
        note
        for note in doubtful(transcript.notes)
        if note.removeprefix("Please check: ") in texts
        or (several and note.startswith("Please check: Several speakers answer"))
    ]


def short(doubts: Sequence[ReadingDoubt]) -> str:
    """Say in a line what a file leaves open."""
    kind, count = doubts[0].kind, doubts[0].count
    match kind:
        case DoubtKind.UNLABELLED:
            said = f"{count:,} paragraph{'' if count == 1 else 's'} without a label: who speaks?"
        case DoubtKind.LABEL:
            said = f"“{clipped(doubts[0].about, 40)}”: a speaker?"
        case DoubtKind.ASKER:
            who = f"“{clipped(doubts[0].about, 40)}”" if doubts[0].about else "anybody"
            said = f"does {who} ask?"
        case DoubtKind.SAME:
            pair = f"“{clipped(doubts[0].about, 24)}” and “{clipped(doubts[0].beside, 24)}”"
            said = f"{pair}: one person?"
        case DoubtKind.COLUMNS:
            said = "what do its columns hold?"
        case DoubtKind.PERSON:
            names = ", ".join(d.about for d in doubts if d.kind is DoubtKind.PERSON)
            return f"several answer: who is {clipped(names, 60)}?"
    more = len(doubts) - 1
    return said + (f" and {more} more" if more else "")


def clipped(text: str, most: int) -> str:
    """Return a text, its end left out where it is long.

    >>> clipped("Anna", 10), clipped("Anna Karenina", 8)
    ('Anna', 'Anna Ka…')
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def doubt_row(
    intake: Intake, key: str, transcript: Transcript, doubt: ReadingDoubt, next_id: Iterable[str]
) -> Row:
    """Return a question with its answers: those with a key, and further ones to choose from."""
    options, more, elsewhere = choices(intake, transcript, doubt, next_id)
    return {
        "kind": str(doubt.kind),
        "about": doubt.about,
        "beside": doubt.beside,
        "text": doubt.text,
        "options": options,
        "others": more,
        "elsewhere": elsewhere,
        "also": len(others(intake, key, doubt, options[0][0])),
    }


def choices(
    intake: Intake, transcript: Transcript, doubt: ReadingDoubt, next_id: Iterable[str]
) -> tuple[list[Option], list[Option], str]:
    """Return the answers with keys, the further ones, and what leads to those."""
    names = list({s.label: s.name for s in transcript.cast}.items())
    match doubt.kind:
        case DoubtKind.UNLABELLED if names:
            answer = [
                (s.label, f"{s.name} says them")
                for s in sorted(transcript.cast, key=lambda s: s.role is not Role.PARTICIPANT)
            ]
            if not any(s.role is Role.PARTICIPANT for s in transcript.cast):
                answer.insert(0, (ANSWERS, "Somebody without a label answers"))
            goes_on = (DoubtAnswer.CONTINUE.value, "The speaker before goes on")
            likely = [goes_on, answer[0]]
            if answering.goes_on(transcript.turns) is Role.INTERVIEWER:
                likely.reverse()
            later = (DoubtAnswer.LATER.value, "Ask me later")
            return [*likely, later], answer[1:], "Another speaker …"
        case DoubtKind.UNLABELLED:
            only = (ANSWERS, "One person says all of it")
            turning = [(DoubtAnswer.TAKE_TURNS.value, "They take turns")] * bool(doubt.beside)
            return (
                [*turning, only, (DoubtAnswer.LATER.value, "Ask me later")],
                [],
                "",
            )
        case DoubtKind.LABEL:
            return (
                [
                    (DoubtAnswer.SPEAKER.value, "It is a speaker"),
                    (DoubtAnswer.WORDS.value, "Part of the words"),
                ],
                [],
                "",
            )
        case DoubtKind.ASKER:
            asks = [(label, f"{clipped(name, 24)} asks") for label, name in names]
            asks.sort(key=lambda option: option[0] != doubt.about)
            first = 2 if len(asks) == 2 else 1
            nobody = (DoubtAnswer.LATER.value, "Nobody asks")
            return [*asks[:first], nobody], asks[first:], "Another one asks …"
        case DoubtKind.COLUMNS:
            return [(DoubtAnswer.AS_READ.value, "That is right")], [], ""
        case DoubtKind.SAME:
            return (
                [
                    (DoubtAnswer.JOIN.value, "One person: join"),
                    (DoubtAnswer.APART.value, "Keep apart"),
                ],
                [],
                "",
            )
        case DoubtKind.PERSON:
            person = person_called(doubt.about, intake.people) or next(iter(islice(next_id, 1)))
            known = [line for line in people_rows(intake) if line[0] != person]
            label = next((words for id_, words in people_rows(intake) if id_ == person), "")
            return (
                [(person, label or f"{person}, new"), ("", "Not known")],
                known,
                "Somebody else …",
            )


def text_rows(key: str, transcript: Transcript, shown: int = SHOWN_TURNS) -> Row:
    """Return the turns of a transcript, those in question marked.

    Of those behind the first `shown` a number says how many are left out at a place.
    """
    marks = sorted(place for doubt in transcript.doubts for place in doubt.places)
    rows: list[Any] = []
    asked: set[int] = set()
    at = 0
    for index, turn in enumerate(transcript.turns):
        while at < len(marks) and marks[at][1] <= turn.start:
            at += 1
        if at < len(marks) and marks[at][0] < turn.end:
            asked.add(index)
    near = {n for index in asked for n in range(index - 2, index + 3)}
    for index, turn in enumerate(transcript.turns):
        if index < shown or index in near:
            rows.append(turn_row(transcript, turn, marks, index in asked))
        elif isinstance(rows[-1], int):
            rows[-1] += 1
        else:
            rows.append(1)
    return {"key": key, "turns": rows}


def turn_row(
    transcript: Transcript, turn: Turn, marks: Sequence[tuple[int, int]], asked: bool
) -> list[Any]:
    """Return a turn: number, speaker, role, time, words in pieces, whether it is in question."""
    inside = [m for m in marks if m[0] < turn.end and m[1] > turn.start] if asked else []
    last = max([turn.start + SHOWN_WORDS, *(min(end, turn.end) for _, end in inside)])
    end = min(turn.end, last)
    whole = any(a <= turn.start and b >= end for a, b in inside)  # the turn itself is in question
    pieces: list[tuple[str, bool]] = []
    at = turn.start
    for start, stop in [] if whole else inside:
        start, stop = max(start, at), min(stop, end)
        pieces += [(transcript.text[at:start], False), (transcript.text[start:stop], True)]
        at = stop
    pieces.append((transcript.text[at:end] + (" …" if end < turn.end else ""), False))
    shown = [piece for piece in pieces if piece[0]]
    return [turn.number, turn.speaker, str(turn.role), turn.time, shown, asked]
