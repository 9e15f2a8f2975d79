"""Keep the files that were dropped until they come in: what was read, and what was said of them.

Everything that somebody says of them is a step that can be taken back; nothing is in the project
before `uploads` are imported. Files are read by `unread` and `learn`, off the page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from coding.errors import CodingError
from coding.files.clean import known_name, safe_name
from coding.model import Participant, ReadingAnswers, Role, Transcript, TranscriptInfo
from coding.project.imports import Preview
from coding.project.uploads import Upload
from coding.transcripts import answering
from coding.transcripts.batch import FileProposal, Named, proposals

Stamp = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file that was dropped."""

    key: str
    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person said about a file besides its speakers; None where the proposal stands."""

    participant: str | None = None
    language: str | None = None
    original: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """All that was said about the files so far."""

    answers: Mapping[str, ReadingAnswers] = field(default_factory=dict)
    told: Mapping[str, Told] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    each: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What was said of one file and may hold for others: what it is, and the files it would do."""

    text: str
    yes: str
    after: SoFar


class Intake:
    """The files of one import before it happens."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.said = SoFar()
        self.past: list[tuple[str, SoFar]] = []
        self.offer: Offer | None = None
        self.chosen = ""
        self.shown: dict[str, int] = {}  # file → turns that somebody wants to see
        self.ack = 0
        self.news = ""
        self.people: Sequence[Participant] = ()
        self.there: Sequence[TranscriptInfo] = ()
        self.index: Mapping[str, Mapping[str, str]] = {}
        self._read: dict[tuple[str, Stamp], Preview | CodingError] = {}
        self._last: dict[str, Preview | CodingError] = {}

    # ── files ──

    def add(self, name: str, data: bytes) -> None:
        """Take a file up, unless the very same was dropped before."""
        name = safe_name(name)
        key = hashlib.sha256(name.encode() + b"\0" + data).hexdigest()[:16]
        if key in {arrival.key for arrival in self.arrivals}:
            self.said = replace(self.said, dropped=self.said.dropped - {key})
            return
        self.arrivals.append(Arrival(key=key, name=name, data=data))

    @property
    def files(self) -> list[Arrival]:
        """List the files that nobody left out, 2 before 10."""
        left = [arrival for arrival in self.arrivals if arrival.key not in self.said.dropped]
        return sorted(left, key=lambda arrival: in_order(arrival.name))

    def let_go(self, keys: Collection[str]) -> None:
        """Forget files, those that have come in."""
        self.arrivals = [arrival for arrival in self.arrivals if arrival.key not in keys]
        self.past.clear()
        self.offer = None

    # ── reading ──

    def answers(self, key: str) -> ReadingAnswers:
        """Return what was said about the speakers of a file."""
        return self.said.answers.get(key, ReadingAnswers())

    def unread(self) -> list[tuple[Arrival, ReadingAnswers]]:
        """List the files that are to be read, with what was said of them."""
        waiting = [(arrival, self.answers(arrival.key)) for arrival in self.files]
        return [
            (a, told) for a, told in waiting if (a.key, answering.stamp(told)) not in self._read
        ]

    def learn(self, key: str, told: ReadingAnswers, outcome: Preview | CodingError) -> None:
        """Take down how a file was read."""
        self._read[key, answering.stamp(told)] = outcome

    def forget(self) -> None:
        """Read all files anew, since the project has other interviews or participants now."""
        self._read.clear()

    def outcome(self, key: str) -> Preview | CodingError | None:
        """Return how a file was read, as it is now or else as it was before; None if never yet."""
        now = self._read.get((key, answering.stamp(self.answers(key))))
        if now is not None:
            self._last[key] = now
        return self._last.get(key)

    def transcript(self, key: str) -> Transcript | None:
        """Return a file as it was read, None if it cannot be or was not yet."""
        outcome = self.outcome(key)
        return outcome.transcript if isinstance(outcome, Preview) else None

    def twin(self, key: str) -> str:
        """Return the name of a file before this one that has the same text, `""` if none has."""
        transcript = self.transcript(key)
        for arrival in self.files:
            if arrival.key == key or transcript is None:
                break
            other = self.transcript(arrival.key)
            if other is not None and other.sha256 == transcript.sha256:
                return arrival.name
        return ""

    # ── what is proposed, and what was said ──

    def proposed(self) -> dict[str, FileProposal]:
        """Return file → whose interview it is and what it translates, as its name says."""
        named = []
        for arrival in self.files:
            outcome = self.outcome(arrival.key)
            if not isinstance(outcome, Preview) or outcome.already:
                continue
            if outcome.transcript.respondents:
                continue  # each is a participant by the table itself
            cast = outcome.transcript.cast
            answering_names = {s.name for s in cast if s.role is Role.PARTICIPANT}
            named.append(
                Named(
                    key=arrival.key,
                    stem=PurePath(arrival.name).stem,
                    language=self.language(arrival.key),
                    several=len(answering_names) > 1,
                )
            )
        originals = [info for info in self.there if not info.translation_of]
        return proposals(
            named,
            {person.id: person.pseudonym for person in self.people},
            each=self.said.each,
            there={info.name: info.language for info in originals},
            theirs={info.name: info.participant for info in originals},
            given=self.given(),
        )

    def given(self) -> list[str]:
        """List the participants that somebody said a file is with, or a speaker is."""
        with_them = (told.participant for told in self.said.told.values())
        speaking = (who for a in self.said.answers.values() for who in a.participants.values())
        return [who for who in (*with_them, *speaking) if who]

    def language(self, key: str) -> str:
        """Return the language of a file, as somebody said or as it seems."""
        told = self.said.told.get(key, Told()).language
        transcript = self.transcript(key)
        guessed = transcript.language if transcript else ""
        return told if told is not None else self._row(key).get("language") or guessed

    def settled(self, key: str, proposed: Mapping[str, FileProposal]) -> FileProposal:
        """Return whose interview a file is and what it translates.

        What somebody said counts most, then `index.csv`, then the proposal.
        """
        told, made = self.said.told.get(key, Told()), proposed.get(key, FileProposal())
        row = self._row(key)
        person, original = told.participant, told.original
        if person is None:
            person = row.get("participant") or made.participant
        if original is None:
            named = {name: a.key for a in self.files for name in (a.name, PurePath(a.name).stem)}
            written = row.get("translation_of", "")
            original = named.get(written, written) or made.original
        return FileProposal(
            participant=person,
            new=bool(person) and person not in {known.id for known in self.people},
            original=original,
        )

    def _row(self, key: str) -> Mapping[str, str]:
        """Return what `index.csv` says of a file."""
        name = next((arrival.name for arrival in self.files if arrival.key == key), "")
        return self.index.get(known_name(name), {})

    def uploads(self, keys: Iterable[str]) -> list[Upload]:
        """Return files as they go in, originals before what translates them."""
        wanted, proposed = set(keys), self.proposed()
        made = []
        for arrival in self.files:
            if arrival.key not in wanted:
                continue
            settled = self.settled(arrival.key, proposed)
            made.append(
                Upload(
                    key=arrival.key,
                    name=arrival.name,
                    data=arrival.data,
                    participant=settled.participant,
                    language=self.language(arrival.key),
                    translation_of=settled.original,
                    answers=self.answers(arrival.key),
                )
            )
        return sorted(made, key=lambda upload: bool(upload.translation_of))

    # ── steps ──

    def step(self, what: str, after: SoFar) -> None:
        """Let this be what is said, to be taken back by `undo`."""
        if after != self.said:
            self.past.append((what, self.said))
            self.said = after
        self.offer = None

    def undo(self) -> None:
        """Take the last step back."""
        if self.past:
            _, self.said = self.past.pop()
        self.offer = None

    def say(self, key: str, what: str, answers: ReadingAnswers) -> None:
        """Say something about the speakers of one file."""
        self.step(what, self.with_answers({key: answers}))

    def with_answers(self, answers: Mapping[str, ReadingAnswers]) -> SoFar:
        """Return what is said with other answers for some files."""
        return replace(self.said, answers={**self.said.answers, **answers})

    def tell(self, key: str, what: str, **told: str) -> None:
        """Say whose interview a file is, its language, or what it translates."""
        changed = replace(self.said.told.get(key, Told()), **told)
        self.step(what, replace(self.said, told={**self.said.told, key: changed}))


def in_order(name: str) -> list[tuple[int, str]]:
    """Return a key by which names are put in order, their numbers as numbers.

    >>> sorted(["P10.txt", "P2.txt"], key=in_order)
    ['P2.txt', 'P10.txt']
    """
    parts = re.split(r"(\d+)", name.casefold())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
