"""Put a corrected text in the place of another inside an act: turns, speakers, codings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coding.model import Role, Transcript
from coding.project.casting import Casting
from coding.project.codings import yield_to
from coding.revision import Fate, HeldTurn, Placement
from coding.store import Anchored, WordedTurn, Writer
from coding.transcripts.incoming import person_called

CHANGED, ON_OLD = "changed", "old"
"""What is kept of a coding: its words were corrected; a person leaves it on an older version."""


def place_coding(w: Writer, key: str, place: Placement) -> None:
    """Let a coding stand where its words are now; one that is there already takes it over."""
    coding = w.coding(key)
    there = w.coding_like(replace(coding, start=place.start, end=place.end))
    if there not in ("", key):
        w.rewording.unmark(key)
        yield_to(w, key, there)
        return
    row = Anchored(table="codings", id=key, start=coding.start, end=coding.end)
    w.rewording.place(row, place.start, place.end)
    marked = w.rewording.marked(key)
    words = marked[1] if marked and marked[0] == CHANGED else coding.text
    if words.split() == place.after.split():
        w.rewording.unmark(key)
    elif marked or place.fate is Fate.CHANGED:
        w.rewording.mark(key, CHANGED, words)


def held_turns(w: Writer, transcript: str) -> list[HeldTurn]:
    """List the turns of a transcript as they are kept, in order of the text."""
    return [
        HeldTurn(
            key=turn.id,
            start=turn.start,
            end=turn.end,
            label=turn.label,
            role=Role(turn.role),
            time=turn.time,
            time_end=turn.time_end,
        )
        for turn in w.speech.turns(transcript)
    ]


def as_read(new: Transcript) -> list[HeldTurn]:
    """List the turns of a file as it was read."""
    return [
        HeldTurn(
            start=turn.start,
            end=turn.end,
            label=turn.speaker,
            role=turn.role,
            time=turn.time,
            time_end=turn.time_end,
        )
        for turn in new.turns
    ]


def worded(turn: HeldTurn) -> WordedTurn:
    """Return a turn as it is written down."""
    return WordedTurn(
        id=turn.key,
        start=turn.start,
        end=turn.end,
        label=turn.label,
        role=turn.role,
        time=turn.time,
        time_end=turn.time_end,
    )


def cast_anew(
    casting: Casting, new: Transcript, old: Sequence[HeldTurn], turns: Sequence[HeldTurn]
) -> None:
    """Write down who speaks under labels that the old text did not have.

    One that has all the turns of an old label is that speaker, spelled otherwise.
    """
    known = casting.cast()
    read = {speaker.name: speaker for speaker in new.cast}
    had: Mapping[int | None, str] = {turn.key: turn.label for turn in old}
    labels = {turn.label for turn in turns if turn.label}
    for label in dict.fromkeys(turn.label for turn in turns if turn.label not in known):
        if not label:
            casting.count_unknown()
            continue
        before = {had[turn.key] for turn in turns if turn.label == label and turn.key in had}
        same = known.get(before.pop()) if len(before) == 1 else None
        if same is not None and same.label and same.label not in labels:
            name = label if same.name == same.label else same.name
            casting.put(replace(same, label=label), name=name)
            continue
        role = read[label].role if label in read else Role.UNKNOWN
        person = person_called(label, casting.w.participants()) if role is Role.PARTICIPANT else ""
        w = casting.w
        w.speech.put_speaker(casting.info.id, label, name=label, role=role, participant=person)
    casting.settle()
