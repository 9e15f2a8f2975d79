"""Gather what a study tells of its names and its people: what a quote's words are held against."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from coding.files.tables import NO_VALUE
from coding.language import names, packs
from coding.language.phrases import compiled
from coding.model import Participant, Role, SaidBy, TranscriptInfo
from coding.privacy import (
    Crowd,
    Fact,
    FactKind,
    Identifier,
    NameContext,
    facts,
    find,
    listed_facts,
    small_words,
)
from coding.project.part import ProjectPart

if TYPE_CHECKING:
    from coding.project import Project

_NAME = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"\d{1,3}")
OLDEST = 120
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Listened:
    """What one interview has, at a state: words in small letters, and what each person tells."""

    state: tuple[str, str]
    small: frozenset[str]
    told: Mapping[str, frozenset[Fact]]


class NamesAround(ProjectPart):
    """What is known of a study's names and people; each interview is read once."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._read: dict[str, Listened] = {}
        self._listening = Lock()
        self._state: Hashable = None
        self._context = NameContext()
        self._found: dict[tuple[str, str], list[Identifier]] = {}

    def find(self, text: str, language: str) -> list[Identifier]:
        """Return what in a text could tell who somebody is, by the names that `context` saw."""
        if (text, language) not in self._found:
            self._found[text, language] = find(text, language, self._context)
        return self._found[text, language]

    def context(self, progress: Progress | None = None) -> NameContext:
        """Return what names are held against, from all interviews and attributes there are.

        `progress(done, total)` is told while interviews are read for the first time.
        """
        people, infos = self.project.participants.all(), self.project.transcripts.all()
        state = (
            tuple((i.id, i.name, i.sha256, i.edition, i.language) for i in infos),
            tuple((p.id, p.pseudonym, *sorted(p.attributes.items())) for p in people),
        )
        if state != self._state:
            self._context, self._found = self._made(people, infos, progress), {}
            self._state = state
        return self._context

    def _made(
        self,
        people: Sequence[Participant],
        infos: Sequence[TranscriptInfo],
        progress: Progress | None,
    ) -> NameContext:
        heard = self._heard(progress)
        spoken: Counter[str] = Counter()
        for told in _by_person(heard).values():
            spoken.update(fact.value for fact in told if fact.kind is FactKind.PLACE)
        pseudonyms = {
            names.folded(part) for person in people for part in _NAME.findall(person.pseudonym)
        }
        homes: Counter[str] = Counter()
        for person in people:
            homes.update(f.value for f in _of_attributes(person) if f.kind is FactKind.PLACE)
        return NameContext(
            small=frozenset().union(*(interview.small for interview in heard)),
            secrets=frozenset(_secrets(people, infos)) - pseudonyms,
            pseudonyms=frozenset(pseudonyms),
            homes=homes,
            spoken=spoken,
            people=len(people),
        )

    def crowd(self, labels: Mapping[str, str]) -> Crowd:
        """Return the people of the study with what is known of each; `labels` are theirs."""
        told = _by_person(self._heard())
        people = self.project.participants.all()
        return Crowd(
            labels,
            {p.id: told.get(p.id, frozenset()) | frozenset(_of_attributes(p)) for p in people},
            {p.id: span for p in people if (span := _ages(p))},
        )

    def listen(
        self, transcripts: Collection[str], progress: Progress | None = None
    ) -> dict[str, Listened]:
        """Read some interviews: a second for each hundred thousand words or so."""
        infos = [info for info in self.project.transcripts.all() if info.id in transcripts]
        said = self.project.speakers.said([info.id for info in infos], infos)
        read = {}
        for number, info in enumerate(infos):
            if progress:
                progress(number, len(infos))
            text = self.project.transcripts.get(info.id).text
            read[info.id] = _listened(text, info, said[info.id])
        return read

    def _heard(self, progress: Progress | None = None) -> list[Listened]:
        """Return what every interview has, each read once; where two ask, one reads."""
        with self._listening:
            infos = self.project.transcripts.all()
            unread = [
                info.id
                for info in infos
                if info.id not in self._read or self._read[info.id].state != _state(info)
            ]
            if unread:
                self._read.update(self.project.disclosure.listened(unread, progress=progress))
            return [self._read[info.id] for info in infos if info.id in self._read]


def _state(info: TranscriptInfo) -> tuple[str, str]:
    return info.sha256, info.edition


def _listened(text: str, info: TranscriptInfo, said: SaidBy) -> Listened:
    told: defaultdict[str, set[Fact]] = defaultdict(set)
    for start, end, voice in said.within(0, len(text)):
        if voice.role is not Role.INTERVIEWER:
            person = voice.participant or info.participant
            told[person].update(one.fact for one in facts(text[start:end], info.language))
    by_person = {key: frozenset(found) for key, found in told.items()}
    return Listened(_state(info), small_words([text]), by_person)


def _by_person(heard: Iterable[Listened]) -> dict[str, frozenset[Fact]]:
    together: defaultdict[str, frozenset[Fact]] = defaultdict(frozenset)
    for interview in heard:
        for person, told in interview.told.items():
            together[person] |= told
    return together


def _of_attributes(person: Participant) -> list[Fact]:
    values = [" ".join(value.split()) for value in person.attributes.values()]
    return [f for value in values if value.casefold() not in NO_VALUE for f in listed_facts(value)]


def _ages(person: Participant) -> tuple[int, int] | None:
    """Return the youngest and oldest that an attribute lets somebody be."""
    for name, value in person.attributes.items():
        numbers = [int(number) for number in _NUMBER.findall(value)]
        if _age_columns().fullmatch(name.strip().replace("_", " ")) and numbers:
            return numbers[0], (numbers[1] if len(numbers) > 1 else numbers[0])
    return None


@packs.cached
def _age_columns() -> re.Pattern[str]:
    return compiled(name.replace("_", " ") for name in packs.together("people.age"))


@packs.cached
def _hiding_columns() -> re.Pattern[str]:
    return compiled(packs.together("columns.identifying"))


def _secrets(people: Sequence[Participant], infos: Iterable[TranscriptInfo]) -> Iterable[str]:
    """Yield the real names that the study's own files have: labels, file names, hidden columns."""
    for person in people:
        for column, value in person.attributes.items():
            if _hiding_columns().fullmatch(column.strip().replace("_", " ")):
                yield from (names.folded(part) for part in _NAME.findall(value))
    for info in infos:
        written = [info.name, info.file, *(s.name for s in info.cast), *info.speakers]
        for part in _NAME.findall(" ".join(written).replace("_", " ")):
            named = names.is_given(part, info.language) or names.is_family(part, info.language)
            if part[0].isupper() and named and not names.is_word(part, info.language):
                yield names.folded(part)
