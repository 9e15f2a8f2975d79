"""Settle what an interview is called, who speaks in it and in what language, as it comes in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from coding.model import Participant, Role, Transcript


def completed(
    transcript: Transcript, told: Mapping[str, str], row: Mapping[str, str]
) -> Transcript:
    """Return a transcript with its participant, language and original.

    What was `told` at the import counts most, then the `row` of `transcripts/index.csv`, then
    what the file itself says.
    """
    return replace(
        transcript,
        participant=told.get("participant") or row.get("participant") or transcript.participant,
        language=told.get("language") or row.get("language", "") or transcript.language,
        translation_of=told.get("translation_of") or row.get("translation_of", ""),
    )


def plain(name: str) -> str:
    """Return what is left of an id or name where it is compared, whatever stands in between.

    >>> {plain(name) for name in ("P-01", "P_01", "p 01", "P01")}
    {'p01'}
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


def called(people: Iterable[Participant]) -> dict[str, str]:
    """Return what is left of ids and pseudonyms → the one participant who is called so.

    An id counts more than a pseudonym; what two have is nobody's.

    >>> called([Participant(id="P-01", pseudonym="Anna"), Participant(id="P-02", pseudonym="Anna")])
    {'p01': 'P-01', 'p02': 'P-02'}
    """
    listed = list(people)
    register: dict[str, str] = {}
    for names in ([p.id for p in listed], [p.pseudonym for p in listed]):
        bearers: dict[str, list[str]] = {}
        for name, person in zip(names, listed, strict=True):
            bearers.setdefault(plain(name), []).append(person.id)
        for name, persons in bearers.items():
            register.setdefault(name, persons[0] if len(persons) == 1 else "")
    return {name: person for name, person in register.items() if name and person}


def person_called(name: str, people: Iterable[Participant]) -> str:
    """Return the id of the only participant whose id or pseudonym a name is, `""` if none is.

    >>> anna = Participant(id="P-01", pseudonym="Anna")
    >>> person_called("p01", [anna]), person_called("ANNA", [anna]), person_called("Ann", [anna])
    ('P-01', 'P-01', '')
    """
    return called(people).get(plain(name), "")


def recognised(transcript: Transcript, register: Mapping[str, str]) -> dict[str, str]:
    """Return label → participant of those who answer and are called so in a register of people."""
    answering = [s for s in transcript.cast if s.role is Role.PARTICIPANT and not s.participant]
    named = {s.label: register.get(plain(s.name), "") for s in answering}
    return {label: key for label, key in named.items() if key}


def alone(transcript: Transcript) -> bool:
    """Say whether one speaker answers, and no other."""
    return len({s.name for s in transcript.cast if s.role is Role.PARTICIPANT}) == 1


def unique(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number after it if it is taken.

    >>> unique("P01", {"P01", "P01-2"})
    'P01-3'
    """
    if name not in taken:
        return name
    return next(other for n in range(2, len(taken) + 3) if (other := f"{name}-{n}") not in taken)
