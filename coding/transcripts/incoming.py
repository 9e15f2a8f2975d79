"""Settle what an interview is called, who speaks in it and in what language, as it comes in."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
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


class Register:
    """Who of the study is called how; people may join it while it is asked.

    An id counts more than a pseudonym; what two have is nobody's.

    >>> register = Register([Participant(id="P-01", pseudonym="Anna")])
    >>> register.add(Participant(id="P-02", pseudonym="Anna"))
    >>> register.find("p 01"), register.find("Anna"), register.find("?")
    ('P-01', '', '')
    >>> register.add(Participant(id="Olga", pseudonym="P-02"))
    >>> register.find("P02")
    'P-02'
    """

    def __init__(self, people: Iterable[Participant] = ()) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._pseudonyms: dict[str, set[str]] = defaultdict(set)
        for person in people:
            self.add(person)

    def add(self, person: Participant) -> None:
        """Let somebody join, or be told a pseudonym."""
        self._ids[plain(person.id)].add(person.id)
        self._pseudonyms[plain(person.pseudonym)].add(person.id)

    def find(self, name: str) -> str:
        """Return the id of the only participant whose id or pseudonym a name is, `""` if none."""
        key = plain(name)
        bearers = self._ids.get(key) or self._pseudonyms.get(key) or set()
        return next(iter(bearers)) if key and len(bearers) == 1 else ""


def person_called(name: str, people: Iterable[Participant]) -> str:
    """Return the id of the only participant whose id or pseudonym a name is, `""` if none is.

    >>> anna = Participant(id="P-01", pseudonym="Anna")
    >>> person_called("p01", [anna]), person_called("ANNA", [anna]), person_called("Ann", [anna])
    ('P-01', 'P-01', '')
    """
    return Register(people).find(name)


def recognised(transcript: Transcript, register: Register) -> dict[str, str]:
    """Return label → participant of those who answer and are called so in a register of people."""
    answering = [s for s in transcript.cast if s.role is Role.PARTICIPANT and not s.participant]
    named = {s.label: register.find(s.name) for s in answering}
    return {label: key for label, key in named.items() if key}


def alone(transcript: Transcript) -> bool:
    """Say whether one speaker answers, and no other."""
    return len({s.name for s in transcript.cast if s.role is Role.PARTICIPANT}) == 1


def unique(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number after it if it is taken.

    The number follows one that is taken; it is looked for by halving, since of a study's names
    thousands may be the same.

    >>> unique("P01", {"P01", "P01-2"})
    'P01-3'
    """
    if name not in taken:
        return name
    last, free = 1, 2
    while f"{name}-{free}" in taken:
        last, free = free, 2 * free
    while free - last > 1:
        middle = (last + free) // 2
        last, free = (middle, free) if f"{name}-{middle}" in taken else (last, middle)
    return f"{name}-{free}"
